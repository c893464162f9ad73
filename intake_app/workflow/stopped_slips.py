"""Why a slip that was issued is not shown or printed again: from what was said and told since it went."""

from collections.abc import Sequence
from datetime import datetime

from intake_app import referral, screening
from intake_app.errors import IntakeError
from intake_app.screening import Basis, Purpose
from intake_app.vault import ConsentWord, Departure, Vault, withdrawing
from intake_app.workflow import ages, consenting, leaving

_TAKEN_BACK = "vault.withdrawn"
_BY_GUARDIAN = frozenset({screening.GUARDIAN_SAID_NO, consenting.OF_GUARDIAN_BACK, consenting.OF_GUARDIAN})
_BY_PERSON = frozenset({screening.WITHDRAWN, screening.PATH_LEFT, screening.SAID_NO, "screening.consent_refused"})
_OF_CHILD = frozenset({
    "screening.guardian_missing", "screening.guardian_asked", "screening.guardian_own_word",
    "screening.guardian_by_name", "screening.guardian_beside", "screening.not_alone",
    "screening.alone_not_told", "screening.guardian_alone", "screening.guardian_first",
})  # fmt: skip
CODES = _BY_GUARDIAN | {
    _TAKEN_BACK, "vault.slip_of_two", "workflow.duty_ended", "workflow.slip_anew", "workflow.slip_ended",
    "workflow.slip_of_child",
}  # fmt: skip
"""Codes of one slip that stays here, while others go."""
ENDED = frozenset({"workflow.slip_ended", "workflow.slip_of_child", "workflow.duty_ended"})
"""Those of one that nobody took back or refused."""


def why(store: Vault, reference: str, basis: str) -> str:
    """The code of why a slip stays stopped that went on this basis: the duty ended, it was taken back or refused, and
    by whom, they agreed again since, or its person was told to be a child; else that it does not hold any more.
    """
    if basis == Basis.DUTY:
        return "workflow.duty_ended"
    record_id = store.slip_record(reference)
    issued = next(each.issued_at for each in store.slips(record_id) if each.reference == reference)
    left = next(one for one in store.ways_out(record_id).left if one.reference == reference)
    purposes: tuple[Purpose, ...] = ("slip", "export") if left.paper == "work" else ("slip",)
    shut, on_word = _now(store, record_id, left, purposes)
    said = [one for one in store.said(record_id) if _reaches(one, left, purposes)]
    ending = ("withdrawn",) if basis == Basis.OVERRIDE else ("withdrawn", "no")  # what goes on a reason no no ends
    denied = [one for one in said if one.word in ending and _since(one.at, issued)]
    if shut in _BY_GUARDIAN:
        return shut
    if shut in _BY_PERSON or (denied and shut):
        return _TAKEN_BACK
    if denied and on_word and _agreed_since(said, denied):
        return "workflow.slip_anew"
    child = not denied and shut in _OF_CHILD and ages.age_of_person(store, record_id) == "minor"
    return "workflow.slip_of_child" if child else "workflow.slip_ended"


def why_not_shown(store: Vault, reference: str) -> str:
    """The code of why a slip stays of which the store says that it was taken back."""
    try:
        store.slip(reference)
    except IntakeError as stopped:
        taken_back = stopped.code == _TAKEN_BACK
        return why(store, reference, str(stopped.facts["basis"])) if taken_back else stopped.code
    return ""


def _now(store: Vault, record_id: str, left: Departure, purposes: Sequence[Purpose]) -> tuple[str, bool]:
    """What keeps shut now what a slip went on, by its code, "" for nothing; and whether it would go on their word."""
    told, _read = consenting.told_of(store, record_id, record_id, left.recipient, left.kind)
    here = leaving.circumstances(store, record_id, False, told)
    codes = (leaving.why_not(each, left.kind, told, here) for each in purposes)
    bases = {screening.may_leave(each, left.kind, told, here).basis for each in purposes}
    return next(filter(None, codes), ""), bases == {Basis.CONSENT}


def _reaches(word: ConsentWord, left: Departure, purposes: Sequence[Purpose]) -> bool:
    """Whether a word is to something that a slip went on, and to whom it went."""
    out = not set(purposes).isdisjoint(withdrawing.DENIED.get(word.purpose, ()))
    own = left.kind in withdrawing.OWN_WORD.get(word.purpose, ())
    return (out or own) and word.recipient in ("", left.kind, referral.named(left.recipient))


def _since(told: str, issued: str) -> bool:
    return bool(told) and datetime.fromisoformat(told) >= datetime.fromisoformat(issued)


def _agreed_since(said: Sequence[ConsentWord], denied: Sequence[ConsentWord]) -> bool:
    """Whether each who took something of it back, or refused it, agreed to something of it since."""
    last = {each.whose: each.number for each in denied}
    yes = {each.whose: each.number for each in said if each.word == "yes"}
    return all(yes.get(whose, 0) > number for whose, number in last.items())
