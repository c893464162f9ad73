"""Whether something may leave, for a purpose and to a kind of recipient: what was said, a duty, or a recorded reason.

Pure rules; a person's word never stretches. A yes to one recipient is none to another; a path is no consent; who is
under 18 speaks beside a guardian where something goes to another body, and what the law asks for a minor is shown as a
duty and not as their choice. To the servers of the own organisation a child's own yes is enough: they hold the record.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import Final, Literal

from intake_app import languages
from intake_app.screening.consent import Basis, Consent, Purpose, Verdict

Path = Literal["not_decided", "social", "judicial"]
Lawful = Literal["consent", "vital_interest", "public_interest", "legal_duty"]

CONSENT_PURPOSES: Final = (
    "interview", "record", "sync", "slip", "export", "judicial", "cross_border", "consular", "research",
)  # fmt: skip
"""In the order in which all of them are taken back. Research opens no way out of here: what goes out tells it along."""
_OF_FORM: Final[Mapping[str, str]] = {"referral": "slip"}
"""Purposes as forms name them, where that is not the name here."""
_NEEDED: Final[Mapping[str, tuple[str, ...]]] = {
    "sync": ("record", "sync"),
    "slip": ("slip",),
    "export": ("record", "export"),
}
"""What must have been agreed to besides the interview, for each way out."""
UNLESS_REFUSED: Final[Mapping[str, tuple[str, ...]]] = {"slip": ("record",)}
"""What else shuts a way out when it was refused or taken back, and need not have been asked: a slip tells what was
written down."""
_SPECIAL: Final[Mapping[str, tuple[str, str]]] = {
    "police": ("judicial", "screening.judicial_missing"),
    "judicial_authority": ("judicial", "screening.judicial_missing"),
    "abroad": ("cross_border", "screening.cross_border_missing"),
    "consulate": ("consular", "screening.consular_missing"),
}
"""Recipients that need a word of their own, whatever else was agreed to, and the code that says that it is missing."""
_OWN_PURPOSES: Final = frozenset(purpose for purpose, _code in _SPECIAL.values())
DUTY_FOR_MINORS: Final = frozenset({"juvenile_court", "social_services"})
"""Whom the law makes tell of a child who is alone: their court or its prosecutor, the social services of the town."""
MINORS_ALONE: Final = frozenset({"juvenile_court"})
"""Who decides about those under 18, and about nobody else."""
_BY_NAME: Final[Mapping[tuple[str, str], str]] = {
    ("export", "screening_authority"): "screening.page_not_asked",
    ("export", "labour_desk"): "screening.work_not_asked",
    ("slip", "return_advice"): "screening.return_not_asked",
    ("slip", "transfer_body"): "screening.transfer_not_asked",
    ("slip", "asylum_body"): "screening.authority_not_asked",
    ("slip", "prefecture"): "screening.authority_not_asked",
}
"""Ways out that a general yes does not open, for it was asked about codes: answers in words for the authority that does
the screening, what was told of the work for a desk for workers; nor a yes to help: advice on going back, of which
nobody speaks first, the alert to the office that decides whether they are moved to another country, and the authorities
that decide about them, for asylum and the prefecture. And the code that says that nobody has asked."""
NOT_ASKED: Final = frozenset(_BY_NAME.values())
"""The codes of a word by name that nobody was asked for, or not each who has to agree."""
_FORMERLY: Final[Mapping[tuple[str, str], str]] = {("export", "screening_authority"): "asylum_body"}
"""Under which kind of body a word to a way out was kept before that had a kind of its own: where it refuses it counts,
until something is said to it by name."""
RISKS_FIRST: Final = frozenset({("slip", "return_advice")})
"""Ways out before which somebody looks at what threatens the person there."""
WITHDRAWN: Final = "screening.consent_withdrawn"
UNTOLD: Final = "screening.own_word_untold"
"""The code of a yes that has to be of its own and does not tell all that such a one does."""
PATH_LEFT: Final = "screening.path_left"
"""The code of a word to the police or a court that ended in general, of who is not on the judicial path."""
SAID_NO: Final = "screening.said_no"
"""The code of a no to one recipient, which another word to that one ends."""
GUARDIAN_BY_NAME: Final = "screening.guardian_by_name"
"""The code of a word by name that nobody but the guardian was not asked for."""
GUARDIAN_SAID_NO: Final = "screening.guardian_said_no"
"""The code of a guardian's no where the person said none: another word of the guardian ends it."""
_NEVER_OVERRIDDEN: Final = frozenset({"judicial_authority", "consulate", "abroad", "return_advice", "transfer_body"})


@dataclass(frozen=True, slots=True)
class Word:
    """What somebody said to a purpose, at a moment; the oldest comes first in a list.

    `recipient` is a kind of `CONSENT_KINDS`, or "" for any; `word` 'yes', 'no' or 'withdrawn', of a form also
    'not_asked', where no yes that was given before counts for it; `whose` 'person' or 'guardian'; `how` 'spoken',
    'signed', 'fingerprint' or 'witness'; `language` a code, `script` the version of the text
    that was read; `witness` a role, never a name; `at` ISO 8601.
    """

    purpose: str
    recipient: str
    word: Literal["yes", "no", "withdrawn", "not_asked"]
    whose: Literal["person", "guardian"] = "person"
    how: str = "spoken"
    language: str = ""
    script: str = ""
    witness: str = ""
    lawful: Lawful = "consent"
    at: str = ""
    as_adult: bool = False
    """Whether it was a yes of who counted as an adult and is a child: 'not_asked' since."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the rules look at besides words.

    `minor`: under 18 or possibly so; `age_told`: somebody told it, else it is only possible; `alone`: no parent and
    nobody else who answers for them is here. `presumed`: it was asked and not told, or nobody asked it of who was heard
    to be alone: who may be a child has the duty of a child, too. `accompanied`: somebody told that they are not alone.
    `guardian`: there is one who can be asked. `asylum`:
    the person asks, or may ask, for protection. `danger`: somebody may be hurt now.
    """

    path: Path = "not_decided"
    minor: bool = False
    age_told: bool = True
    alone: bool = False
    guardian: bool = False
    asylum: bool = True
    danger: bool = False
    presumed: bool = False
    accompanied: bool = False


def words_of(consents: Sequence[Consent], at: str = "", language: str = "", script: str = "") -> tuple[Word, ...]:
    """What a form heard, as one word to any recipient for each purpose: what is asked twice needs yes twice.

    Its language is the one in which it was said, where that is known, else `language`.
    """
    said: dict[str, set[str]] = {}
    spoken: dict[str, str] = {}
    last: dict[str, Consent] = {}
    for each in consents:
        purpose = _OF_FORM.get(each.purpose, each.purpose)
        said.setdefault(purpose, set()).add(each.given)
        last[purpose] = max(last.get(purpose, each), each, key=lambda one: one.at)
        told = languages.from_form_name(each.language)
        spoken[purpose] = told.code if told is not None and told.known else spoken.get(purpose, language)
    return tuple(
        Word(
            purpose, "", _together(given),
            how=last[purpose].how if given == {"yes"} else "spoken", language=spoken[purpose], script=script,
            witness=last[purpose].witness if given == {"yes"} else "", at=last[purpose].at or at,
        )
        for purpose, given in said.items()
    )  # fmt: skip


def _together(given: Set[str]) -> Literal["yes", "no", "not_asked"]:
    if "no" in given:
        return "no"
    return "not_asked" if "not_asked" in given else "yes"


def may_release(given: Sequence[Consent], purpose: Purpose) -> Verdict:
    """Whether what an adult said in one form lets it out for `purpose`, to nobody who needs a word of their own."""
    if not given:
        return Verdict(False, None, "screening.no_consent_questions")
    return may_leave(purpose, "", words_of(given), Circumstances())


def may_leave(
    purpose: Purpose, recipient: str, words: Sequence[Word], here: Circumstances, override: str = ""
) -> Verdict:
    """Whether `purpose` may be served towards a kind of recipient, on which basis, else the code that says why not.

    `override` is the reason that somebody records; it never opens what may only be opened by the person, and what the
    person took back it opens in danger alone.
    """
    closed = _closed(recipient, here)
    if closed:
        return Verdict(False, None, closed)
    child = here.minor and (here.age_told or here.presumed)
    if child and here.alone and purpose == "slip" and recipient in DUTY_FOR_MINORS:
        return Verdict(True, Basis.DUTY, None, "legal_duty")
    code = _missing(purpose, recipient, words, here)
    if code in ("", "screening.consent_missing"):
        code = _not_by_name(purpose, recipient, words, here) or code
    if not code:
        return Verdict(True, Basis.CONSENT, None, "consent")
    if override.strip() and may_override(recipient, here, code):
        return Verdict(True, Basis.OVERRIDE, None, "vital_interest" if here.danger else "public_interest")
    return Verdict(False, None, code)


def asked_by_name(purpose: str, recipient: str) -> bool:
    """Whether a general yes does not reach this way out."""
    return (purpose, recipient) in _BY_NAME


def own_word(recipient: str) -> str:
    """The purpose that a kind of recipient needs a word of its own to; "" for most."""
    return _SPECIAL.get(recipient, ("", ""))[0]


def _closed(recipient: str, here: Circumstances) -> str:
    """What no word opens: the authorities of the country that somebody may be fleeing from."""
    return "screening.consulate_closed" if recipient == "consulate" and here.asylum else ""


def may_override(recipient: str, here: Circumstances, code: str = "") -> bool:
    """Whether a recorded reason may stand in the place of a word that is missing, as `code` says why.

    Of who has not chosen the judicial path the police hear on their own word alone, also in danger: whoever is to help
    at once is called by voice, and other bodies may be told on a reason.
    """
    if recipient == "police" and here.path != "judicial":
        return False
    if recipient == "police" or code == WITHDRAWN:
        return here.danger and recipient not in _NEVER_OVERRIDDEN
    return recipient not in _NEVER_OVERRIDDEN


def _missing(purpose: str, recipient: str, words: Sequence[Word], here: Circumstances) -> str:
    """The code of what is not agreed to yet, "" when all is."""
    special, code = _SPECIAL.get(recipient, ("", ""))
    needed, unless = ("interview", *_NEEDED[purpose]), UNLESS_REFUSED.get(purpose, ())
    said = {each: _said(each, recipient, words, "person") for each in (*needed, *unless, special)}
    beside = {_said(each, recipient, words, "guardian") for each in (*needed[1:], *unless, special)}
    if "withdrawn" in {*said.values(), *beside}:
        return WITHDRAWN
    if special and said[special] != "yes" and not _as_adult(special, recipient, words):
        untold = not said[special] and any(each.purpose == special and _opens_nothing(each) for each in words)
        return UNTOLD if untold else _special_code(special, code, here)
    ended = _ended(purpose, recipient, words, here) if special else set()
    if ended:
        return WITHDRAWN if "withdrawn" in ended else _special_code(special, code, here)
    if "no" in beside or any(said[each] == "no" for each in (*needed, *unless)):
        return "screening.consent_refused"
    lacking = [each for each in needed if said[each] != "yes" and (each != "interview" or said[each])]
    if any(not _as_adult(each, recipient, words) for each in lacking):
        return "screening.consent_missing"
    besides = _beside_child(purpose, recipient, (*needed[1:], special), words, here)
    own = _special_code(special, code, here) if special and said[special] != "yes" else ""
    return besides or ("screening.consent_missing" if lacking else own)


def _as_adult(purpose: str, recipient: str, words: Sequence[Word]) -> bool:
    """Whether a child who has not agreed yet agreed as an adult, so that the first to be told is what a child needs."""
    word = counting(purpose, (recipient,), words, "person")
    return word is not None and word.as_adult


def _beside_child(
    purpose: str, recipient: str, needed: Sequence[str], words: Sequence[Word], here: Circumstances
) -> str:
    """The code of what else a child needs who agrees, "" where that is there, and of who is none."""
    if here.minor and purpose != "sync":
        code = _guardian([each for each in needed if each], recipient, words, here)
        by_duty = purpose == "slip" and recipient in DUTY_FOR_MINORS and code == "screening.guardian_missing"
        return code if not by_duty else "screening.not_alone" if here.accompanied else "screening.alone_not_told"
    return ""


def ended_since(purpose: str, recipient: str, words: Sequence[Word], whose: str) -> Mapping[str, str]:
    """What somebody took back or refused in general after their word by name to this recipient, and did not agree to by
    name again: a general yes since then does not reach who is asked about by name. Each with 'withdrawn' or 'no'.
    """
    by_name = own_word(recipient) or (purpose if asked_by_name(purpose, recipient) else "")
    needed = (*_NEEDED[purpose], *UNLESS_REFUSED.get(purpose, ()))
    found, stands = dict[str, str](), False
    for each in words:
        if each.whose != whose or _opens_nothing(each):
            continue
        if by_name and (each.purpose, each.recipient) == (by_name, recipient):
            found, stands = {}, each.word == "yes"
        elif stands and each.purpose in needed and each.word != "not_asked":
            if each.recipient == "" and each.word != "yes":
                found[each.purpose] = each.word
            elif (each.recipient, each.word) == (recipient, "yes"):
                found.pop(each.purpose, "")
    return found


def _ended(purpose: str, recipient: str, words: Sequence[Word], here: Circumstances) -> set[str]:
    speakers = ("person", "guardian") if here.minor else ("person",)
    return {word for whose in speakers for word in ended_since(purpose, recipient, words, whose).values()}


def _special_code(special: str, code: str, here: Circumstances) -> str:
    return "screening.social_path" if special == "judicial" and here.path != "judicial" else code


def _not_by_name(purpose: str, recipient: str, words: Sequence[Word], here: Circumstances) -> str:
    """The code of a word that nobody was asked for by name, "" where none is needed or it is there. What was taken
    back in general since is agreed to by name again.
    """
    if not asked_by_name(purpose, recipient):
        return ""
    named: dict[str, str] = {}
    for each in words:
        if (each.purpose, each.recipient) == (purpose, recipient):
            named[each.whose] = each.word
    said = {named.get(whose, "") for whose in (("person", "guardian") if here.minor else ("person",))}
    ended = _ended(purpose, recipient, words, here)
    if "withdrawn" in said | ended:
        return WITHDRAWN
    return "" if said == {"yes"} and not ended else _BY_NAME[purpose, recipient]


def is_guardians(code: str, purpose: Purpose, recipient: str, words: Sequence[Word], here: Circumstances) -> bool:
    """Whether a word by name, that a code tells to be missing, is the guardian's alone: the person said theirs."""
    own = [each for each in words if each.whose == "person"]
    return code in NOT_ASKED and may_leave(purpose, recipient, own, replace(here, minor=False)).basis is not None


def _guardian(needed: Sequence[str], recipient: str, words: Sequence[Word], here: Circumstances) -> str:
    """The own yes of a child, or of who may be one, is not enough for another body: the guardian's stands beside it."""
    if not here.guardian:
        return "screening.guardian_missing" if here.age_told else "screening.age_not_told"
    agreed = all(_said(each, recipient, words, "guardian") == "yes" for each in needed)
    return "" if agreed else "screening.guardian_asked"


def _said(purpose: str, recipient: str, words: Sequence[Word], whose: str) -> str:
    counts = _formerly(purpose, recipient, words, whose) or counting(purpose, (recipient,), words, whose)
    return counts.word if counts is not None else ""


def _formerly(purpose: str, recipient: str, words: Sequence[Word], whose: str) -> Word | None:
    """The no that was kept under another kind, see `_FORMERLY`; None where nothing of it counts."""
    kind = _FORMERLY.get((purpose, recipient), "")
    told = [each for each in words if (each.purpose, each.whose) == (purpose, whose)]
    if not kind or any(each.recipient == recipient for each in told):
        return None
    word = counting(purpose, (kind,), told, whose)
    return word if word is not None and word.recipient == kind and word.word != "yes" else None


def counting(purpose: str, recipients: Sequence[str], words: Sequence[Word], whose: str) -> Word | None:
    """The word that counts: the last one that reaches this recipient; a no to them by name outlasts a general yes.

    `recipients`: a kind of body, or a service by its code with its kind.
    """
    told = [each for each in words if each.purpose == purpose and each.whose == whose and not _opens_nothing(each)]
    named = [each for each in told if each.recipient in recipients]
    reaching = [each for each in told if each.recipient in ("", *recipients)]
    if not reaching:
        return None
    return named[-1] if named and named[-1].word != "yes" else newest_words(reaching)[purpose]


def _opens_nothing(word: Word) -> bool:
    """Whether a yes that has to be of its own does not tell to which kind of body it was said or, of the person, in
    which language they were asked, and so which text was read to them.
    """
    if word.word != "yes" or word.purpose not in _OWN_PURPOSES:
        return False
    return not word.recipient or (word.whose == "person" and not word.language)


def newest_words(words: Iterable[Word]) -> dict[str, Word]:
    """The last of these words to each purpose; what a form passed over hides a yes, not a refusal. A yes that a child
    had said as an adult hides a refusal, for they are asked anew, and no yes: that was said as a child.
    """
    found: dict[str, Word] = {}
    for each in words:
        before = found.get(each.purpose)
        if each.word != "not_asked" or before is None or each.as_adult is not (before.word == "yes"):
            found[each.purpose] = each
    return found


def refused(purpose: Purpose, recipient: str, words: Sequence[Word]) -> str:
    """Whether what was said keeps a way out shut: 'withdrawn', 'no' or ""; by the person or by a guardian."""
    needed = ("interview", *_NEEDED[purpose], *UNLESS_REFUSED.get(purpose, ()), own_word(recipient))
    said = {_said(each, recipient, words, whose) for each in needed for whose in ("person", "guardian")}
    return "withdrawn" if "withdrawn" in said else "no" if "no" in said else ""
