"""The properties Java knows after \\p, in the words of the `regex` package."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_POSIX: Final[Mapping[str, str]] = MappingProxyType(
    {
        "Lower": "[a-z]",
        "Upper": "[A-Z]",
        "ASCII": r"[\x00-\x7f]",
        "Alpha": "[a-zA-Z]",
        "Digit": "[0-9]",
        "Alnum": "[a-zA-Z0-9]",
        "Punct": r"[!-/:-@\[-`{-~]",
        "Graph": "[!-~]",
        "Print": r"[\x20-~]",
        "Blank": r"[\x20\t]",
        "Cntrl": r"[\x00-\x1f\x7f]",
        "XDigit": "[0-9a-fA-F]",
        "Space": r"[\x20\t\n\x0b\f\r]",
    }
)
_POSIX_UNICODE: Final[Mapping[str, str]] = MappingProxyType(
    {
        "Lower": r"\p{Lowercase}",
        "Upper": r"\p{Uppercase}",
        "Alpha": r"\p{Alphabetic}",
        "Digit": r"\p{Nd}",
        "Alnum": r"[\p{Alphabetic}\p{Nd}]",
        "Punct": r"\p{P}",
        "Graph": r"[^\p{White_Space}\p{Cc}\p{Cs}\p{Cn}]",
        "Print": r"[[^\p{White_Space}\p{Cc}\p{Cs}\p{Cn}]\p{Zs}]",
        "Blank": r"[\p{Zs}\t]",
        "Cntrl": r"\p{Cc}",
        "XDigit": r"[\p{Nd}\p{Hex_Digit}]",
        "Space": r"\p{White_Space}",
    }
)
_IDENTIFIER: Final = r"\p{L}\p{Nl}\p{Sc}\p{Pc}"
_IGNORABLE: Final = r"\x00-\x08\x0e-\x1b\x7f-\x9f\p{Cf}"
_JAVA: Final[Mapping[str, str]] = MappingProxyType(
    {
        "LowerCase": r"\p{Lowercase}",
        "UpperCase": r"\p{Uppercase}",
        "TitleCase": r"\p{Lt}",
        "Alphabetic": r"\p{Alphabetic}",
        "Ideographic": r"\p{Ideographic}",
        "Digit": r"\p{Nd}",
        "Defined": r"\P{Cn}",
        "Letter": r"\p{L}",
        "LetterOrDigit": r"[\p{L}\p{Nd}]",
        "JavaIdentifierStart": f"[{_IDENTIFIER}]",
        "JavaIdentifierPart": rf"[{_IDENTIFIER}\p{{Nd}}\p{{Mc}}\p{{Mn}}{_IGNORABLE}]",
        "UnicodeIdentifierStart": r"\p{ID_Start}",
        "UnicodeIdentifierPart": rf"[\p{{ID_Continue}}{_IGNORABLE}]",
        "IdentifierIgnorable": f"[{_IGNORABLE}]",
        "SpaceChar": r"\p{Z}",
        "Whitespace": r"[\t-\r\x1c-\x1f\p{Zl}\p{Zp}[\p{Zs}--[\xa0\u2007\u202f]]]",
        "ISOControl": r"[\x00-\x1f\x7f-\x9f]",
        "Mirrored": r"\p{Bidi_Mirrored}",
    }
)
_BINARY: Final[Mapping[str, str]] = MappingProxyType(
    {
        "ALPHABETIC": r"\p{Alphabetic}",
        "ASSIGNED": r"\P{Cn}",
        "CONTROL": r"\p{Cc}",
        "DIGIT": r"\p{Nd}",
        "HEXDIGIT": r"[\p{Nd}\p{Hex_Digit}]",
        "IDEOGRAPHIC": r"\p{Ideographic}",
        "JOINCONTROL": r"\p{Join_Control}",
        "LETTER": r"\p{L}",
        "LOWERCASE": r"\p{Lowercase}",
        "NONCHARACTERCODEPOINT": r"\p{Noncharacter_Code_Point}",
        "PUNCTUATION": r"\p{P}",
        "TITLECASE": r"\p{Lt}",
        "UPPERCASE": r"\p{Uppercase}",
        "WHITESPACE": r"\p{White_Space}",
    }
)
_SETS: Final[Mapping[str, str]] = MappingProxyType(
    {"L1": r"[\x00-\xff]", "all": r"[\s\S]", "LC": r"[\p{Lu}\p{Ll}\p{Lt}]", "LD": r"[\p{L}\p{Nd}]"}
)
_CATEGORIES: Final = frozenset(
    "C Cc Cf Cn Co Cs L Ll Lm Lo Lt Lu M Mc Me Mn N Nd Nl No P Pc Pd Pe Pf Pi Po Ps S Sc Sk Sm So Z Zl Zp Zs".split()  # noqa: SIM905
)
_CASED: Final = frozenset({r"\p{Lowercase}", r"\p{Uppercase}", r"\p{Lt}", r"\p{Lu}", r"\p{Ll}"})
_ANY_CASE: Final = r"[\p{Lowercase}\p{Uppercase}\p{Lt}]"


def property_class(name: str, ignore_case: bool, unicode: bool) -> str | None:
    """What matches a property; None for a name Java does not know. Of cased properties any case, if case is ignored."""
    found = _written(name, unicode)
    if ignore_case and (found in _CASED or name in ("Lower", "Upper")):
        return "[a-zA-Z]" if found in ("[a-z]", "[A-Z]") else _ANY_CASE
    return found


def _written(name: str, unicode: bool) -> str | None:
    if name in _POSIX:
        return (_POSIX_UNICODE if unicode else _POSIX).get(name, _POSIX[name])
    if name in _SETS:
        return _SETS[name]
    if name in _CATEGORIES:
        return rf"\p{{{name}}}"
    key, equals, value = name.partition("=")
    if equals:
        return _keyed(key.lower(), value)
    if name.startswith("java"):
        return _JAVA.get(name[4:])
    if name.startswith("In"):
        return _keyed("block", name[2:])
    return _is(name[2:]) if name.startswith("Is") else None


def _is(name: str) -> str | None:
    binary = _BINARY.get(name.upper().replace("_", ""))
    if binary is not None:
        return binary
    if name in _CATEGORIES or name in _SETS:
        return _written(name, False)
    return _keyed("script", name)


def _keyed(key: str, value: str) -> str | None:
    """A script, block or category; whether its value exists is left to the package."""
    if not value or not value.replace("_", "").replace("-", "").replace(" ", "").isalnum():
        return None
    if key in ("sc", "script"):
        return rf"\p{{script={value}}}"
    if key in ("blk", "block"):
        return rf"\p{{block={value}}}"
    return _written(value, False) if key in ("gc", "general_category") and value in _CATEGORIES | set(_SETS) else None
