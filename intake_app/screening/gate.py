"""Whether something may leave, for a purpose and to a kind of recipient: what was said, a duty, or a recorded reason.

Pure rules; a person's word never stretches. A yes to one recipient is none to another; a path is no consent; who is
under 18 speaks beside a guardian, and what the law asks for a minor is shown as a duty and not as their choice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from intake_app.screening.consent import Basis, Consent, Purpose, Verdict

Path = Literal["not_decided", "social", "judicial"]
Lawful = Literal["consent", "vital_interest", "public_interest", "legal_duty"]

CONSENT_PURPOSES: Final = ("interview", "record", "sync", "slip", "export", "judicial", "cross_border", "consular")
_OF_FORM: Final[Mapping[str, str]] = {"referral": "slip"}
"""Purposes as forms name them, where that is not the name here."""
_NEEDED: Final[Mapping[str, tuple[str, ...]]] = {
    "sync": ("record", "sync"),
    "slip": ("slip",),
    "export": ("record", "export"),
}
"""What must have been agreed to besides the interview, for each way out."""
_SPECIAL: Final[Mapping[str, tuple[str, str]]] = {
    "police": ("judicial", "screening.judicial_missing"),
    "judicial_authority": ("judicial", "screening.judicial_missing"),
    "abroad": ("cross_border", "screening.cross_border_missing"),
    "consulate": ("consular", "screening.consular_missing"),
}
"""Recipients that need a word of their own, whatever else was agreed to, and the code that says that it is missing."""
DUTY_FOR_MINORS: Final = frozenset({"juvenile_court", "social_services"})
"""Whom the law makes tell of a child who is alone: their court or its prosecutor, the social services of the town."""
_NEVER_OVERRIDDEN: Final = frozenset({"judicial_authority", "consulate", "abroad"})


@dataclass(frozen=True, slots=True)
class Word:
    """What somebody said to a purpose, at a moment; the oldest comes first in a list.

    `recipient` is a kind of `RECIPIENT_KINDS`, or "" for any; `word` 'yes', 'no' or 'withdrawn'; `whose` 'person' or
    'guardian'; `how` 'spoken', 'signed', 'fingerprint' or 'witness'; `language` a code, `script` the version of the
    text that was read; `witness` a role, never a name; `at` ISO 8601.
    """

    purpose: str
    recipient: str
    word: Literal["yes", "no", "withdrawn"]
    whose: Literal["person", "guardian"] = "person"
    how: str = "spoken"
    language: str = ""
    script: str = ""
    witness: str = ""
    lawful: Lawful = "consent"
    at: str = ""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the rules look at besides words.

    `minor`: under 18 or possibly so. `guardian`: there is one who can be asked. `asylum`: the person asks, or may ask,
    for protection. `danger`: somebody may be hurt now.
    """

    path: Path = "not_decided"
    minor: bool = False
    guardian: bool = False
    asylum: bool = True
    danger: bool = False


def words_of(consents: Sequence[Consent]) -> tuple[Word, ...]:
    """What a form heard, as words to any recipient. A question that was not asked is no word."""
    return tuple(
        Word(_OF_FORM.get(each.purpose, each.purpose), "", "yes" if each.given == "yes" else "no")
        for each in consents
        if each.given != "not_asked"
    )


def may_leave(
    purpose: Purpose, recipient: str, words: Sequence[Word], here: Circumstances, override: str = ""
) -> Verdict:
    """Whether `purpose` may be served towards a kind of recipient, on which basis, else the code that says why not.

    `override` is the reason that somebody records; it never opens what may only be opened by the person.
    """
    closed = _closed(recipient, here)
    if closed:
        return Verdict(False, None, closed)
    if here.minor and purpose == "slip" and recipient in DUTY_FOR_MINORS:
        return Verdict(True, Basis.DUTY, None, "legal_duty")
    code = _missing(purpose, recipient, words, here)
    if not code:
        return Verdict(True, Basis.CONSENT, None, "consent")
    if override.strip() and _may_override(recipient, here):
        return Verdict(True, Basis.OVERRIDE, None, "vital_interest" if here.danger else "public_interest")
    return Verdict(False, None, code)


def _closed(recipient: str, here: Circumstances) -> str:
    """What no word opens: the authorities of the country that somebody may be fleeing from."""
    return "screening.consulate_closed" if recipient == "consulate" and here.asylum else ""


def _may_override(recipient: str, here: Circumstances) -> bool:
    if recipient == "police":
        return here.danger
    return recipient not in _NEVER_OVERRIDDEN


def _missing(purpose: str, recipient: str, words: Sequence[Word], here: Circumstances) -> str:
    """The code of what is not agreed to yet, "" when all is."""
    special, code = _SPECIAL.get(recipient, ("", ""))
    if special and not _agreed(special, recipient, words, "person"):
        return "screening.social_path" if special == "judicial" and here.path != "judicial" else code
    needed = ("interview", *_NEEDED[purpose])
    said = {each.purpose: _said(each.purpose, recipient, words, "person") for each in words}
    if any(said.get(each) in ("no", "withdrawn") for each in needed):
        return "screening.consent_refused"
    if any(said.get(each) != "yes" for each in needed if each != "interview" or "interview" in said):
        return "screening.consent_missing"
    if here.minor:
        return _guardian(needed[1:], recipient, words, here)
    return ""


def _guardian(needed: Sequence[str], recipient: str, words: Sequence[Word], here: Circumstances) -> str:
    """A child's own yes is not enough: the guardian's stands beside it, or a recorded reason."""
    if not here.guardian:
        return "screening.guardian_missing"
    agreed = all(_agreed(each, recipient, words, "guardian") for each in needed)
    return "" if agreed else "screening.guardian_asked"


def _agreed(purpose: str, recipient: str, words: Sequence[Word], whose: str) -> bool:
    return _said(purpose, recipient, words, whose) == "yes"


def _said(purpose: str, recipient: str, words: Sequence[Word], whose: str) -> str:
    """The word that counts: the last one that reaches this recipient; a no to them by name outlasts a general yes."""
    told = [each for each in words if each.purpose == purpose and each.whose == whose]
    named = [each.word for each in told if each.recipient == recipient]
    reaching = [each.word for each in told if each.recipient in ("", recipient)]
    if not reaching:
        return ""
    return named[-1] if named and named[-1] != "yes" else reaching[-1]
