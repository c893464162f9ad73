"""What was concluded over all talks with a person: the newest conclusion of the records of their case.

Which is the newest the store knows by the order in which records were finished, whatever a clock said.  A record that
is corrected or sent as new, and concludes what it did, concludes nothing anew: that stays as old as it is.  That
the person ended a talk is the conclusion where there is no other.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, replace
from typing import Any

from intake_app import screening
from intake_app.errors import IntakeError
from intake_app.screening import Conclusion
from intake_app.vault import Vault
from intake_app.workflow import store as stores
from intake_app.xform import AnswerState, Session, Violation, generic

_KEPT = ("outcome", "reason", "words", "priority")
_UNKNOWN: Mapping[str, str] = {"outcome": "?"}
"""What a record concludes that one does not read, or that can not be read."""
_UNSAID = (AnswerState.DOES_NOT_KNOW, AnswerState.DECLINED)
Since = tuple[int, int, str]
Weight = tuple[bool, Since]
"""How old what a record concludes is, to compare it with others; the record, or that it comes from, that said it."""


def fact_of(session: Session) -> dict[str, str] | None:
    """What a record concludes, as it is kept with its finished version; None where nothing was concluded."""
    found = screening.concluded(session.definition, session.values())
    return {name: value for name, value in asdict(found).items() if name in _KEPT} if found else None


def undecided(session: Session) -> tuple[Violation, ...]:
    """The conclusions that a form asks for and that are left open: a person decides before the record is finished.

    That nobody knows yet is a conclusion too: more time, or another meeting.
    """
    asked = {path for path, _ in session.definition.tagged("outcome")}
    shown = [session.question(ref) for page in session.pages() for ref in page.refs if generic(ref) in asked]
    left = [view.ref for view in shown if view.required and not view.value and view.state in _UNSAID]
    return tuple(Violation(ref, "required") for ref in left)


def standing(store: Vault, case_id: str, beside: str = "") -> Conclusion | None:
    """The newest conclusion of the finished records that one reads; None where there is none.

    ``beside``: a record that does not count, nor its versions. Raises IntakeError as `Vault.case_outline` does.
    """
    found = newest(store, case_id, beside)
    return found[1] if found else None


def newest(store: Vault, case_id: str, beside: str = "") -> tuple[str, Conclusion] | None:
    """The same with the id of the record that it is in."""
    versions = {row.id for row in store.versions(beside)} | {beside} if beside else set[str]()
    told = {record_id: fact for record_id, fact in _all(store, case_id) if record_id not in versions}
    if not told:
        return None
    ages = since(store, told)
    record_id = max(told, key=lambda one: _weight(told[one], ages[one]))
    said = store.record(ages[record_id][2])
    on = said.finalised or said.created
    return record_id, replace(
        Conclusion(**told[record_id]), record=store.record(record_id).code, on=on, by=said.author
    )


def later(store: Vault, case_id: str, record_id: str, urgent: bool = False) -> Conclusion | None:
    """The conclusion of the others, where it stands above what this finished record concludes.

    ``urgent``: it tells how soon somebody should answer, whatever it concludes, so that no conclusion of before does.
    """
    found = newest(store, case_id, record_id)
    if found is None:
        return None
    ages = since(store, (record_id, found[0]))
    weighs, age = _weight(_fact(store, record_id) or {"outcome": ""}, ages[record_id])
    own = weighs or urgent, age
    return found[1] if _weight(asdict(found[1]), ages[found[0]]) > own else None


def _weight(fact: Mapping[str, Any], since: Since) -> Weight:
    return screening.weighs(fact["outcome"]), since


def since(store: Vault, record_ids: Iterable[str]) -> dict[str, Since]:
    """Since when each of these finished records concludes what it does; one that concludes nothing is as old as the
    first that its answers come from.
    """
    return {each: _since(store, each, told) for each, told in store.finishings(record_ids).items()}


def _since(store: Vault, record_id: str, finished: Iterable[tuple[int, str]]) -> Since:
    """Of what is not read nobody knows that it concluded something else."""
    *before, (last, _own) = finished
    found, fact = (last, last, record_id), _fact(store, record_id)
    for number, version in reversed(before):
        known = _fact(store, version) if version else _UNKNOWN
        if known not in (fact, _UNKNOWN):
            break
        found = number, last, version if known is not _UNKNOWN else found[2]
    return found


def _fact(store: Vault, record_id: str) -> Mapping[str, Any] | None:
    try:
        told: Mapping[str, Any] | None = json.loads(store.frozen(record_id).values_json).get("concluded")
    except IntakeError as trouble:
        if not stores.is_unreadable(trouble):
            raise
        return _UNKNOWN
    return told


def _all(store: Vault, case_id: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Each record that concludes something, with that, in the newest version that one reads and that can be read: of
    one that is not, nobody knows that it concludes something else.
    """
    known = [entry.known for entry in store.case_outline(case_id) if entry.known]
    for versions in store.finishings(known).values():
        told = ((record_id, _fact(store, record_id)) for _number, record_id in reversed(versions) if record_id)
        record_id, fact = next((each for each in told if each[1] is not _UNKNOWN), ("", None))
        if fact:
            yield record_id, fact
