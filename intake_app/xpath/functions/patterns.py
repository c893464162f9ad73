"""Java's regular expressions in the syntax of the `regex` package.

A pattern is read by Java's grammar (`java.util.regex.Pattern`, Java 17) and written anew, so that what only one of the
two knows is either spelled out or refused: Java's classes and their ASCII meaning, properties, quoting, octal, hex and
control escapes, back references, unions and intersections of classes, inline flags. A match is always of the whole
text. Of Java's flags `c` (canonical equivalence) alone has no inline form.
"""

import re
from typing import Final

import regex  # type: ignore[import-untyped]

from intake_app.xpath.functions.properties import property_class

LONGEST: Final = 10_000
_LARGEST: Final = 20_000
"""How many atoms a pattern may have once repetition is written out, as the package does (0.1 s and 20 MB)."""

_DEEPEST: Final = 50
_FLAGS: Final = frozenset("cdimsuxU")
_VERBOSE: Final = " \t\n\x0b\f\r#"
_QUOTED: Final = re.compile(r"\\Q(.*?)(?:\\E|\Z)|\\.", re.DOTALL)
_LINE_ENDS: Final = r"\n\r\x85\u2028\u2029"
_QUANTIFIER: Final = re.compile(r"(?:[?*+]|\{(\d{1,9})(,(\d{1,9})?)?\})[?+]?", re.ASCII)
_GROUP: Final = re.compile(
    r"\?(?:<(?P<name>[a-zA-Z][a-zA-Z0-9]*)>|(?P<look>[:=!>]|<[=!])|(?P<flags>[a-zA-Z-]*)(?P<end>[:)]))"
)
_CODE: Final = re.compile(
    r"x([0-9a-fA-F]{2})|x\{([0-9a-fA-F]+)\}|u([0-9a-fA-F]{4})|0([0-3][0-7]{2}|[0-7]{1,2})", re.ASCII
)
_PROPERTY: Final = re.compile(r"([pP])(?:\{([^{}]*)\}|([A-Z]))")
_REFERENCE: Final = re.compile(r"k<([a-zA-Z][a-zA-Z0-9]*)>")
_BLANKS: Final = r"\x20\t\n\x0B\f\r"
_SPACES: Final = r"\x20\t\u00A0\u1680\u180e\u2000-\u200a\u202f\u205f\u3000"
_CLASSES: Final = {
    "d": "[0-9]",
    "D": "[^0-9]",
    "w": "[a-zA-Z0-9_]",
    "W": "[^a-zA-Z0-9_]",
    "s": f"[{_BLANKS}]",
    "S": f"[^{_BLANKS}]",
    "h": f"[{_SPACES}]",
    "H": f"[^{_SPACES}]",
    "v": r"[\n\x0B\f\r\x85\u2028\u2029]",
    "V": r"[^\n\x0B\f\r\x85\u2028\u2029]",
}
_WORD: Final = r"\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\u200c\u200d"
_UNICODE_CLASSES: Final = {
    "d": r"\p{Nd}",
    "D": r"\P{Nd}",
    "w": f"[{_WORD}]",
    "W": f"[^{_WORD}]",
    "s": r"\p{White_Space}",
    "S": r"\P{White_Space}",
}
_ANCHORS: Final = {
    "b": r"\b",
    "B": r"\B",
    "A": r"(?:\A)",
    "G": r"\G",
    "z": r"\Z",
    "Z": rf"(?=(?:\r\n|[{_LINE_ENDS}])?\Z)",
    "R": r"(?>\r\n|[\n\x0B\f\r\x85\u2028\u2029])",
    "X": r"\X",
}
_MARKS: Final = {"^": (r"(?:\A)", "(?m:^)"), "$": (rf"(?:(?=(?:\r\n|[{_LINE_ENDS}])?\Z))", "(?m:$)")}
_LETTERS: Final = {"t": 9, "n": 10, "r": 13, "f": 12, "a": 7, "e": 27}


class PatternError(ValueError):
    """A pattern Java has no meaning for, or one too large to be tried."""


def compiled(pattern: str) -> "regex.Pattern[str]":
    """A Java pattern ready to use. PatternError if it is none."""
    if len(pattern) > LONGEST:
        raise PatternError(pattern[:20])
    try:
        return regex.compile(java_pattern(pattern), regex.VERSION1)
    except (regex.error, OverflowError, RecursionError) as error:
        raise PatternError(str(error)) from error


def java_pattern(pattern: str) -> str:
    """A Java pattern as the `regex` package writes it. PatternError."""
    reader = _Reader(_QUOTED.sub(lambda match: match[0] if match[1] is None else re.escape(match[1]), pattern))
    written = reader.alternatives()
    if reader.at < len(reader.pattern):
        raise reader.refused()
    return written


def _literal(code: int) -> str:
    if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        raise PatternError(hex(code))
    return f"\\x{code:02x}" if code < 0x100 else f"\\U{code:08x}"


class _Reader:
    """One pass over a pattern. `flags` are those of the group being read; `size` grows as the package unrolls."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0
        self.depth = 0
        self.size = 0
        self.groups = 0
        self.names: set[str] = set()
        self.flags: frozenset[str] = frozenset()

    def refused(self) -> PatternError:
        return PatternError(f"{self.at + 1}: {self.pattern[self.at : self.at + 20]}")

    def peek(self) -> str:
        return self.pattern[self.at : self.at + 1]

    def taken(self, text: str) -> bool:
        found = self.pattern.startswith(text, self.at)
        self.at += len(text) if found else 0
        return found

    def matched(self, wanted: "re.Pattern[str]") -> "re.Match[str] | None":
        match = wanted.match(self.pattern, self.at)
        self.at = self.at if match is None else match.end()
        return match

    # groups and repetition

    def alternatives(self) -> str:
        """Up to the end of the group or of the pattern."""
        pieces: list[str] = []
        while self.at < len(self.pattern) and self.peek() != ")":
            pieces.append("|" if self.taken("|") else self.repeated())
        return "".join(pieces)

    def repeated(self) -> str:
        """One atom and its quantifier."""
        if self.peek() in ("?", "*", "+", "{"):
            raise self.refused()
        before = self.size
        self.size += 1
        atom = self.atom()
        if not atom:
            return ""
        if "x" in self.flags:
            self.skip_blanks()
        match = self.matched(_QUANTIFIER)
        if match is None:
            return atom
        self.size = before + (self.size - before) * self.times(match)
        if self.size > _LARGEST:
            raise self.refused()
        return f"{atom}{match.group()}"

    def times(self, match: "re.Match[str]") -> int:
        """How often the package writes an atom out for a quantifier."""
        least, comma, most = match.groups()
        if least is None:
            return 2 if match.group().startswith("+") else 1
        if most and int(most) < int(least):
            raise self.refused()
        return int(least) + 1 if comma else max(int(least), 1)

    def atom(self) -> str:
        character = self.peek()
        if character == "(":
            return self.group()
        if character == "[":
            return self.caseless(self.bracket())
        if character == "\\":
            self.at += 1
            return self.escape()
        self.at += 1
        if character in _MARKS:
            return _MARKS[character]["m" in self.flags]
        if character == ".":
            return self.dot()
        if "x" in self.flags and character in _VERBOSE:
            self.at -= 1
            self.skip_blanks()
            return ""
        return self.literal(ord(character))

    def dot(self) -> str:
        if "s" in self.flags:
            return r"[\s\S]"
        return r"[^\n]" if "d" in self.flags else f"[^{_LINE_ENDS}]"

    def skip_blanks(self) -> None:
        """Past blanks and comments, where they do not count."""
        while self.at < len(self.pattern) and self.peek() in _VERBOSE:
            if self.taken("#"):
                while self.peek() not in ("", "\n", "\r", "\x85", "\u2028", "\u2029"):
                    self.at += 1
            else:
                self.at += 1

    def group(self) -> str:
        outside = self.flags
        self.deeper()
        self.at += 1
        opening = self.opening()
        if opening is None:
            self.depth -= 1
            return ""
        inside = self.alternatives()
        if not self.taken(")"):
            raise self.refused()
        self.depth -= 1
        self.flags = outside
        return f"({opening}{inside})"

    def opening(self) -> str | None:
        """What stands after the bracket; None where the group is only a change of flags."""
        if self.peek() != "?":
            self.groups += 1
            return ""
        match = self.matched(_GROUP)
        if match is None or match["name"] in self.names:
            raise self.refused()
        if match["name"]:
            self.groups += 1
            self.names.add(match["name"])
            return f"?P<{match['name']}>"
        if match["look"]:
            return f"?{match['look']}"
        added, _, removed = match["flags"].partition("-")
        if not set(added + removed) <= _FLAGS:
            raise self.refused()
        self.flags = (self.flags | set(added)) - set(removed)
        return "?:" if match["end"] == ":" else None

    def deeper(self) -> None:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise self.refused()

    # single characters

    def literal(self, code: int) -> str:
        """One character; an ASCII letter in both cases where case is ignored, as Java does."""
        if "i" not in self.flags:
            return _literal(code)
        if self.unicode_case():
            return self.caseless(_literal(code))
        other = chr(code).swapcase() if code < 0x80 else chr(code)
        return f"[{_literal(code)}{_literal(ord(other))}]" if other != chr(code) else _literal(code)

    def unicode_case(self) -> bool:
        return bool(self.flags & {"u", "U"})

    def caseless(self, written: str) -> str:
        return f"(?i-f:{written})" if "i" in self.flags and self.unicode_case() else written

    def escape(self) -> str:
        """What a backslash begins, outside of brackets."""
        letter = self.peek()
        if letter in _ANCHORS:
            self.at += 1
            return _ANCHORS[letter]
        if letter.isdecimal() and letter.isascii() and letter != "0":
            return self.reference()
        named = self.matched(_REFERENCE)
        if named is not None:
            if named[1] not in self.names:
                raise self.refused()
            return self.either_case(f"(?P={named[1]})")
        found = self.class_escape()
        return found if found is not None else self.literal(self.code())

    def reference(self) -> str:
        """A back reference: as many digits as there are groups for; to a group still to come it never matches."""
        number = int(self.peek())
        self.at += 1
        while self.peek().isdecimal() and self.peek().isascii() and number * 10 + int(self.peek()) <= self.groups:
            number = number * 10 + int(self.peek())
            self.at += 1
        return self.either_case(f"\\g<{number}>") if number <= self.groups else "(?!)"

    def either_case(self, reference: str) -> str:
        return f"(?i-f:{reference})" if "i" in self.flags else reference

    def class_escape(self) -> str | None:
        """`\\d`, `\\p{…}` and their like; None for a single character."""
        letter = self.peek()
        if letter in _CLASSES and letter:
            self.at += 1
            return (_UNICODE_CLASSES if "U" in self.flags else _CLASSES).get(letter, _CLASSES[letter])
        match = self.matched(_PROPERTY)
        if match is None:
            return None
        found = property_class(match[2] if match[2] is not None else match[3], "i" in self.flags, "U" in self.flags)
        if found is None:
            raise self.refused()
        return found if match[1] == "p" else f"[^{found}]"

    def code(self) -> int:
        """The character an escape stands for."""
        match = self.matched(_CODE)
        if match is not None:
            two, many, four, octal = match.groups()
            return int(octal, 8) if octal is not None else int(two or many or four, 16)
        letter = self.peek()
        if self.taken("c"):
            controlled = self.peek()
            self.at += 1
            return ord(controlled) ^ 64 if controlled else self.nothing()
        if not letter or (letter.isascii() and letter.isalnum() and letter not in _LETTERS):
            raise self.refused()
        self.at += 1
        return _LETTERS.get(letter, ord(letter))

    def nothing(self) -> int:
        raise self.refused()

    # brackets

    def bracket(self) -> str:
        """A class: unions of characters, ranges and classes, joined by `&&`."""
        self.deeper()
        self.at += 1
        opening = "[^" if self.taken("^") else "["
        unions: list[str] = []
        pieces: list[str] = []
        while not (self.peek() == "]" and (pieces or unions)):
            if self.at >= len(self.pattern):
                raise self.refused()
            if self.taken("&&"):
                if self.peek() != "&":  # a third one undoes the two before it
                    unions.append("".join(pieces))
                    pieces = []
            else:
                pieces.append(self.member())
        self.at += 1
        self.depth -= 1
        parts = [union for union in (*unions, "".join(pieces)) if union]
        if not parts:
            raise self.refused()
        return f"{opening}{parts[0]}]" if len(parts) == 1 else f"{opening}{'&&'.join(f'[{part}]' for part in parts)}]"

    def member(self) -> str:
        """One character, range or class of a bracket."""
        self.size += 1
        if "x" in self.flags and self.peek() in _VERBOSE:
            self.skip_blanks()
            return ""
        if self.peek() == "[":
            return self.bracket()
        if self.taken("\\"):
            found = self.class_escape()
            if found is not None:
                return found
            first = self.code()
        else:
            first = ord(self.peek())
            self.at += 1
        after = self.pattern[self.at + 1 : self.at + 2]
        if self.peek() != "-" or after in ("]", "[", ""):
            return self.span(first, first)
        self.at += 1
        return self.span(first, self.last())

    def last(self) -> int:
        """The character a range ends with."""
        if self.taken("\\"):
            return self.code()
        self.at += 1
        return ord(self.pattern[self.at - 1])

    def span(self, first: int, last: int) -> str:
        if first > last:
            raise self.refused()
        found = f"{_literal(first)}-{_literal(last)}" if first < last else _literal(first)
        if "i" not in self.flags or self.unicode_case():
            return found
        return found + "".join(_swapped(first, last, low, shift) for low, shift in ((65, 32), (97, -32)))


def _swapped(first: int, last: int, low: int, shift: int) -> str:
    """The part of a range that lies in the 26 letters from `low` on, in the other case."""
    begin, end = max(first, low), min(last, low + 25)
    return f"{_literal(begin + shift)}-{_literal(end + shift)}" if begin <= end else ""
