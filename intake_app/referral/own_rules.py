"""What a service of a workplace's own may be: its code, its texts, and what kind of body it is to the rules of consent.

The kind of body decides what goes to a service, so that it is chosen, fits the kind of service, and stays: a no that a
person said to it must go on reaching it.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from intake_app.errors import IntakeError
from intake_app.referral.directory import Recipient, folded, recipient_of
from intake_app.referral.sheet import as_phone
from intake_app.referral.work import PROVINCES
from intake_app.screening import CONSENT_KINDS

LONGEST: Final = 300
LISTS: Final = ("languages", "provinces", "accepts", "channels", "needs")
TEXTS: Final = ("names", "mandate", "hours")
PLAIN: Final = ("code", "kind", "recipient_kind", "phone", "territory", "address", "source", "last_verified")
FITTING: Final[Mapping[str, tuple[str, ...]]] = {
    "freephone": ("freephone", "health", "labour_desk", "social_services", "return_advice"),
    "health": ("health",),
    "labour": ("labour_desk", "training"),
    "social": ("social_services", "training"),
    "child_protection": ("social_services", "juvenile_court"),
    "legal": (
        *("anti_trafficking", "labour_desk", "asylum_body", "prefecture", "juvenile_court", "police"),
        *("judicial_authority", "consulate", "abroad", "transfer_body"),
    ),
    "shelter": ("anti_trafficking", "social_services", "prefecture", "abroad"),
    "support": ("anti_trafficking", "social_services", "training", "abroad"),
    "reception": ("prefecture", "social_services"),
    "return": ("return_advice", "consulate", "abroad"),
}
"""What a service of each kind may be to the rules of consent. Nobody who comes for help is a `person` here."""
_MOST: Final = 100
"""Values of a list, languages of a text."""
_CODE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
"""What a word to consent can name as well: see `vault.consents`."""
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
_RESERVED: Final = frozenset((*CONSENT_KINDS, "organisation"))
_JOINERS: Final = "\u200c\u200d"
"""Signs that join letters or keep them apart: Persian and Bengali are not written without them."""
_ARABIC: Final = {"\u0640": "", **dict.fromkeys("يى", "ی"), "ك": "ک", **dict.fromkeys("ةہھە", "ه")}
_ETHIOPIC: Final = {
    chr(rare + order): chr(usual + order)
    for rare, usual in ((0x1210, 0x1200), (0x1280, 0x1200), (0x1220, 0x1230), (0x12D0, 0x12A0), (0x1340, 0x1338))
    for order in range(7)
}
_ALIKE: Final = str.maketrans({**_ARABIC, **_ETHIOPIC})
"""Letters of which one stands for another: on Arabic, Persian and Urdu keyboards, in Amharic and Tigrinya spelling."""
_SHORT_NUMBER: Final = re.compile(r"\d{3,4}")
"""Such as 112 or 1522."""
_FIRST_DAY: Final = date(2000, 1, 1)
"""Nobody has checked an entry before."""
Fault = tuple[str, str]
"""A column, and the reason why what stands there can not be taken."""


@dataclass(frozen=True)
class Rules:
    """What fresh entries are held against.

    `kinds`: what each code of this workplace is, or was, to the rules of consent. `revealing`: words that tell of
    trafficking; `told`: kinds of bodies that are told of it anyway.
    """

    today: date
    built_in: Sequence[Recipient] = ()
    kinds: Mapping[str, str] = field(default_factory=dict)
    revealing: Sequence[str] = ()
    told: frozenset[str] = frozenset()


def fault(entry: Mapping[str, Any], rules: Rules) -> Fault | None:
    """What is wrong with an entry, the first of it; None where it can be taken."""
    try:
        one = recipient_of(entry, 1)
    except IntakeError as error:
        return _unread(entry, str(error.facts["reason"]))
    return next(_faults(entry, one, rules), None)


def is_code(text: str) -> bool:
    """Whether a service may have this code, and a word to consent name it."""
    return _CODE.fullmatch(text) is not None


def named(code: str) -> str:
    """How a word to consent names one service alone: by its code; one that is a kind of body as well, or that no word
    can name, by another that no service has.
    """
    if not is_code(code):
        return f".{hashlib.sha256(code.encode()).hexdigest()[:40]}"
    return f".{code}" if code in _RESERVED else code


def tidy(value: Any) -> Any:
    """The same without blanks around and lines between, whatever it is."""
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, list):
        return [" ".join(each.split()) if isinstance(each, str) else each for each in value]
    return value


def reveals(text: str, revealing: Sequence[str]) -> bool:
    """Whether a text has one of the words, as `words_of` gives them. One is part of any word, but for where a blank
    is; of one with a plus in it all parts are in the text, in any order.
    """
    plain = f" {words_of(text)} "
    return any(all(part in plain for part in word.split("+")) for word in revealing)


def words_of(text: str) -> str:
    """The words of a text with one blank between: no capitals, no accents, no signs, nothing hidden in a word; letters
    that one writes for another as one of them.
    """
    seen = (sign for sign in folded(text).translate(_ALIKE) if unicodedata.category(sign) != "Cf")
    kept = (sign if unicodedata.category(sign)[0] in "LMN" else " " for sign in seen)
    return " ".join("".join(kept).split())


def national(built_in: Recipient, own: Recipient) -> Fault | None:
    """What of an own entry may not take the place of a free telephone line for all: another number under its code."""
    if built_in.kind != "freephone":
        return None
    number = _figures(built_in.phone)
    if _figures(own.phone) != number:
        return "phone", "national"
    strange = (code for code, name in own.names.items() if _figures(name) not in ("", number))
    return next(((f"names:{code}", "national") for code in strange), None)


def _faults(entry: Mapping[str, Any], one: Recipient, rules: Rules) -> Iterator[Fault]:
    yield from _signs(entry)
    yield from _code(one, rules)
    yield from _body(entry, one, rules)
    yield from _values(one, rules.today)
    if one.recipient_kind not in rules.told:
        yield from ((column, "revealing") for column, text in _said(one) if reveals(text, rules.revealing))


def _values(one: Recipient, today: date) -> Iterator[Fault]:
    if one.last_verified is not None and one.last_verified > today:
        yield "last_verified", "future"
    if one.last_verified is not None and one.last_verified < _FIRST_DAY:
        yield "last_verified", "long_ago"
    if as_phone(one.phone) is None and not _SHORT_NUMBER.fullmatch(one.phone):
        yield "phone", "not_a_number"
    if not set(one.provinces) <= set(PROVINCES):
        yield "provinces", "not_listed"


def _signs(entry: Mapping[str, Any]) -> Iterator[Fault]:
    for column, told in _cells(entry):
        if len(told) > LONGEST:
            yield column, "long"
        kinds = {unicodedata.category(sign) for sign in told if sign not in _JOINERS}
        if "Cf" in kinds:
            yield column, "hidden"
        if kinds & {"Cc", "Cs", "Zl", "Zp"}:
            yield column, "nul"


def _cells(entry: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield from ((name, entry[name]) for name in PLAIN if isinstance(entry.get(name), str))
    for name in LISTS:
        yield from ((name, each) for each in entry.get(name, ()))
    for name in TEXTS:
        yield from ((f"{name}:{language}", told) for language, told in (entry.get(name) or {}).items())


def _code(one: Recipient, rules: Rules) -> Iterator[Fault]:
    if not is_code(one.code):
        yield "code", "not_a_code"
    ours = {each.code for each in rules.built_in}
    known = {*ours, *rules.kinds}
    if one.code.casefold() in _RESERVED and one.code not in ours:
        yield "code", "reserved"
    if one.code not in known:  # one that was kept so goes on being named so
        if one.code != one.code.lower():
            yield "code", "not_a_code"
        if any(each.casefold() == one.code for each in known):
            yield "code", "capitals"
    for name in TEXTS:
        spoken = getattr(one, name) or {}
        yield from ((name, "not_listed") for code in spoken if len(spoken) > _MOST or not _LANGUAGE.fullmatch(code))
    if not all(map(_LANGUAGE.fullmatch, one.languages)):
        yield "languages", "not_listed"
    yield from ((name, "long") for name in LISTS if len(getattr(one, name)) > _MOST)


def _body(entry: Mapping[str, Any], one: Recipient, rules: Rules) -> Iterator[Fault]:
    if not entry.get("recipient_kind") or one.recipient_kind not in FITTING[one.kind]:
        yield "recipient_kind", "not_fitting"
    if rules.kinds.get(one.code, one.recipient_kind) != one.recipient_kind:
        yield "recipient_kind", "kind_changed"
    taken = next((each for each in rules.built_in if each.code == one.code), None)
    found = national(taken, one) if taken is not None else None
    if found is not None:
        yield found
    yield from _called_national(one, rules.built_in)


def _called_national(one: Recipient, built_in: Sequence[Recipient]) -> Iterator[Fault]:
    """Where an entry of its own code names a free telephone line for all, and would be called under another number."""
    for line in (each for each in built_in if each.kind == "freephone" and each.code != one.code):
        number = _figures(line.phone)
        if number and _figures(one.phone) not in ("", number):
            told = ((column, text) for column, text in _said(one) if column != "code")
            yield from ((column, "national") for column, text in told if number in _figures(text))


def _said(one: Recipient) -> Iterator[tuple[str, str]]:
    yield from (("code", one.code), ("territory", one.territory), ("address", one.address))
    for name in TEXTS:
        yield from ((f"{name}:{language}", told) for language, told in (getattr(one, name) or {}).items())


def _unread(entry: Mapping[str, Any], name: str) -> Fault:
    """What of an entry is of another kind than it must be."""
    if name == "recipient_kind":
        return name, "not_fitting"
    blank = not entry.get(name) or (name in TEXTS and isinstance(entry[name], dict) and not entry[name].get("it"))
    reason = "missing" if blank else "not_a_day" if name == "last_verified" else "not_listed"
    return (f"{name}:it" if name in TEXTS else name), reason


def _figures(text: str) -> str:
    return "".join(str(unicodedata.decimal(sign)) for sign in text if sign.isdecimal())
