"""What the desk chooses for a slip: closed lists of codes, so that no answer can travel on it as free text.

A telephone number at which the person can be reached is all that is typed: figures and what stands between them.

The lists follow the inter-agency referral form in function (priority, services, language, contact, consent). The words
for the codes belong to `slips`.
"""

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Final

SERVICES: Final = (
    "medical_visit",
    "psychological_support",
    "legal_information",
    "safe_place",
    "mediation",
    "labour_rights",
    "social_service",
    "child_protection",
)
PRIORITIES: Final = ("24h", "72h", "2w")
SAFE_CONTACTS: Final = (
    "call_any_time",
    "call_evening",
    "do_not_call",
    "no_message",
    "ask_information_point",
    "in_person_only",
)
CALLED: Final = ("call_any_time", "call_evening", "no_message")
"""The ways in which the person can be called, so that a number is of use."""
CONSENT_HOW: Final = ("spoken", "signed", "fingerprint", "witness")
WITNESSES: Final = ("", "mediator", "interpreter", "guardian", "colleague", "other")
"""Who was there when consent was given: a role, never a name; "" where nobody was, or nobody noted it."""
INTERPRETER_GENDERS: Final = ("any", "woman", "man")
DOCTOR_GENDERS: Final = ("any", "woman", "man")
"""Who should be the doctor of a visit, as the person wishes."""
AGE_BANDS: Final = ("adult", "minor", "not_stated")
GENDERS: Final = ("not_stated", "woman", "man", "other")
ANOTHER_LANGUAGE: Final = "other"
"""That the person speaks best in one that is in no list."""
_OF_GROUND: Final = ("support_requested", "agreed", "legal_duty", "urgent_protection", "recorded")
"""Reasons that follow from the ground on which a slip goes, and are nobody's choice."""
REASONS: Final = (*_OF_GROUND, "first_visit", "follow_up")

_PHONE: Final = re.compile(r"\+?[0-9]+(?: [0-9]+)*")
_BETWEEN: Final = re.compile(r"[\s()./\u2010-\u2015-]+")
_NO_SIGN: Final = re.compile(r"[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_TRUNK: Final = re.compile(r"\A((?:\+|00)\s*(?:(39|378)|[0-9]{1,3}?))[\s./\u2010-\u2015-]*\(\s*0\s*\)\s*")
"""The nought dialled within a country, told beside its code; in Italy and San Marino it is part of the number."""
_ANOTHER: Final = re.compile(r"(?:/(?:[^0-9/]*[0-9]){1,3}|[\u2010-\u2015-]\s*[0-9])[^0-9/]*\Z")
"""The end of a second number that is told by its last figures."""
_SHORTEST, _LONGEST = 5, 15
"""Figures of a telephone number: ITU-T E.164 has 15 at most."""

_NO: Final = frozenset({"no", "false", "0", "none"})
_YES: Final = frozenset({"yes", "true", "1", "needed", "woman", "man"})
_CLOSED: Final[Mapping[str, tuple[str, ...]]] = {
    "priority": PRIORITIES,
    "safe_contact": SAFE_CONTACTS,
    "consent_how": CONSENT_HOW,
    "consent_witness": WITNESSES,
    "interpreter_gender": INTERPRETER_GENDERS,
    "doctor_gender": DOCTOR_GENDERS,
    "age_band": AGE_BANDS,
    "gender": GENDERS,
    "reason": (*REASONS, ""),
}


@dataclass(frozen=True, slots=True)
class SlipSheet:
    """The choices behind one slip. Everything but `language`, `person_code` and `phone` is a code of a closed list;
    of the first two the desk sees to it that they are codes, the third is as `as_phone` gives it.

    `language` is a BCP 47 code, `ANOTHER_LANGUAGE`, or "" when nobody said. Defaults are the cautious ones: no call,
    nothing stated.
    `dossier`: the person wants what was told about work to go along. A `reason` of "" is one that this recipient is not
    told. Raises ValueError for a code outside its list.
    """

    services: tuple[str, ...] = ()
    priority: str = "72h"
    language: str = ""
    interpreter: bool = False
    interpreter_gender: str = "any"
    age_band: str = "not_stated"
    safe_contact: str = "do_not_call"
    person_code: str = ""
    consent_how: str = "spoken"
    gender: str = "not_stated"
    reason: str = "support_requested"
    dossier: bool = False
    phone: str = ""
    consent_witness: str = ""
    doctor_gender: str = "any"

    def __post_init__(self) -> None:
        for name, allowed in _CLOSED.items():
            if getattr(self, name) not in allowed:
                raise ValueError(f"{name} is not a code of its list")
        for name in ("interpreter", "dossier"):
            if not isinstance(getattr(self, name), bool):
                raise ValueError(f"{name} is yes or no")
        if self.phone and (self.safe_contact not in CALLED or as_phone(self.phone) != self.phone):
            raise ValueError("phone is no number, or the person is not called")
        if any(service not in SERVICES for service in self.services):
            raise ValueError("services holds a code that is not in the list")


def as_phone(text: str) -> str | None:
    """A telephone number as a slip shows it, in ASCII figures of any script, a blank between groups; None for others.

    "" for "": nobody has to give one. 5 to 15 figures, a plus before them where the country is told (E.164). Two
    numbers in one are None.
    """
    told = "".join(str(unicodedata.digit(sign, "")) or sign for sign in _NO_SIGN.sub("", text)).replace("\uff0b", "+")
    if _ANOTHER.search(told):
        return None
    told = _TRUNK.sub(lambda found: f"{found[1]} 0" if found[2] else f"{found[1]} ", told.strip())
    told = _BETWEEN.sub(" ", told).strip().replace("+ ", "+")
    if not told:
        return ""
    figures = sum(sign.isdigit() for sign in told)
    return told if _PHONE.fullmatch(told) and _SHORTEST <= figures <= _LONGEST else None


def propose_sheet(slip_fields: Mapping[str, str]) -> SlipSheet:
    """A first sheet from the answers that an own form marks as slip fields; {} gives the cautious blank sheet.

    `slip_fields` maps a slip field (`services`, `priority`, …) to the stored value, a selection separated by blanks.
    Values outside the closed lists are left out, never copied.
    """
    chosen: dict[str, Any] = {}
    for name, allowed in _CLOSED.items():
        if (told := slip_fields.get(name)) and told in allowed:
            chosen[name] = told
    asked = slip_fields.get("services", "").split()
    chosen["services"] = tuple(service for service in SERVICES if service in asked)
    for name in ("language", "person_code"):
        chosen[name] = slip_fields.get(name, "")
    chosen["interpreter"] = _needs_interpreter(slip_fields.get("interpreter", "").casefold(), chosen["language"])
    return SlipSheet(**chosen)


def _needs_interpreter(told: str, language: str) -> bool:
    """As it was told; where nobody said, for every language but Italian: not asked is not a no."""
    return told in _YES or (told not in _NO and bool(language) and language.partition("-")[0] != "it")


def propose_recipient(slip_fields: Mapping[str, str]) -> str | None:
    """The code of the recipient that the form itself named, or None."""
    return slip_fields.get("recipient") or None


def on_ground(sheet: SlipSheet, basis: str, lawful: str) -> SlipSheet:
    """The sheet with the reason that is true of a slip on this ground: who asked for nothing asked for no support, and
    what goes as the law requires, or for a reason that somebody recorded, goes for that. One that is not told stays so.

    `basis` and `lawful` as a `Release` has them.
    """
    if sheet.reason not in _OF_GROUND:
        return sheet
    agreed = "support_requested" if sheet.services else "agreed"
    reasoned = "urgent_protection" if lawful == "vital_interest" else "recorded"
    return replace(sheet, reason={"duty": "legal_duty", "override": reasoned}.get(basis, agreed))


def sheet_to_json(sheet: SlipSheet) -> str:
    """The sheet as the store keeps it beside the printed slip."""
    return json.dumps(asdict(sheet), ensure_ascii=False, sort_keys=True)


def sheet_from_json(text: str) -> SlipSheet:
    """The sheet that `sheet_to_json` wrote; ValueError for anything else."""
    data = json.loads(text)
    if not isinstance(data, dict):
        raise ValueError("a sheet is an object")
    known = {field.name for field in fields(SlipSheet)}
    if not data.keys() <= known:
        raise ValueError("the sheet has an unknown field")
    return SlipSheet(**{**data, "services": tuple(data.get("services", ()))})
