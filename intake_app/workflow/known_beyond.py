"""What the other records of a person tell, for the assessment of the one that is open."""

import json

from intake_app import screening
from intake_app.screening import Beyond
from intake_app.vault import CaseEntry, Vault
from intake_app.workflow import ages, assessing
from intake_app.workflow import store as stores


def of_person(store: Vault, record_id: str) -> Beyond:
    """Signs of the records of the case that one reads, drafts of one's own too, and whether any makes them a child."""
    case = store.case_of(record_id)
    if case is None:
        return screening.NOTHING_BEYOND
    versions = {row.id for row in store.versions(record_id)} | {record_id}
    others = [entry for entry in store.case_outline(case.id) if entry.readable and entry.record_id not in versions]
    signs = dict.fromkeys((code, entry.code) for entry in others for code in _signs(store, entry))
    told = ages.told(store, record_id)
    child = screening.standing_age(told) == "minor"
    said = next((word.told_in or word.source for word in told if word.age == "minor"), "") if child else ""
    return Beyond(tuple(signs), said)


def _signs(store: Vault, entry: CaseEntry) -> tuple[str, ...]:
    if entry.state == "draft":
        return assessing.signs_told(*stores.draft_told(store, entry.record_id))
    return signs_of(store, entry.record_id)


def signs_of(store: Vault, record_id: str) -> tuple[str, ...]:
    """The signs that a finished record tells, by code, the strongest first."""
    return tuple(json.loads(store.frozen(record_id).values_json).get("signs", ()))
