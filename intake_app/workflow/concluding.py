"""What was concluded over all talks with a person: the newest conclusion of the records of their case."""

import json
from collections.abc import Iterator
from dataclasses import asdict, replace

from intake_app import screening
from intake_app.errors import IntakeError
from intake_app.screening import Conclusion
from intake_app.vault import Vault
from intake_app.workflow import store as stores
from intake_app.xform import Session

_KEPT = ("outcome", "reason", "words", "priority")


def fact_of(session: Session) -> dict[str, str] | None:
    """What a record concludes, as it is kept with its finished version; None where nothing was concluded."""
    found = screening.concluded(session.definition, session.values())
    return {name: value for name, value in asdict(found).items() if name in _KEPT} if found else None


def standing(store: Vault, case_id: str, beside: str = "") -> Conclusion | None:
    """The newest conclusion of the finished records that one reads; None where there is none.

    ``beside``: a record that does not count, nor its versions. Raises IntakeError as `Vault.case_outline` does.
    """
    found = newest(store, case_id, beside)
    return found[1] if found else None


def newest(store: Vault, case_id: str, beside: str = "") -> tuple[str, Conclusion] | None:
    """The same with the id of the record that it is in."""
    versions = {row.id for row in store.versions(beside)} | {beside} if beside else set[str]()
    found = [one for one in _all(store, case_id) if one[0] not in versions]
    return max(found, key=lambda one: one[1].on, default=None)


def _all(store: Vault, case_id: str) -> Iterator[tuple[str, Conclusion]]:
    """Each conclusion with the record that it is in; one that can not be read tells none."""
    for entry in store.case_outline(case_id):
        record_id = entry.finished if entry.state == "draft" else entry.record_id
        if not (entry.readable and record_id):
            continue
        try:
            told = json.loads(store.frozen(record_id).values_json).get("concluded")
        except IntakeError as trouble:
            if not stores.is_unreadable(trouble):
                raise
            continue
        if told:
            row = store.record(record_id)
            on = row.finalised or row.created
            yield record_id, replace(Conclusion(**told), record=row.code, on=on, by=row.author)
