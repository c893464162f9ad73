"""Whether the person of a record is under 18: what all their records tell, drafts too, what the desk heard, decisions.
"""

import json

from intake_app import screening
from intake_app.errors import IntakeError
from intake_app.screening import Age
from intake_app.vault import AgeWord, RecordRow, Vault
from intake_app.workflow import store as stores


def told(store: Vault, record_id: str) -> tuple[AgeWord, ...]:
    """All that was told of the person's age, the oldest first; for who sees the record, and reads it where finished."""
    versions = [row for row in store.versions(record_id) or (store.record(record_id),) if row.state != "draft"]
    own = [AgeWord(age, told_in=row.code, at=row.finalised or "") for row in versions if (age := _told_by(store, row))]
    noted = store.ages(record_id)
    known = {(word.told_in, word.age) for word in noted}
    return (*(word for word in own if (word.told_in, word.age) not in known), *noted)


def age_of_person(store: Vault, record_id: str) -> Age:
    """What counts of it."""
    return screening.standing_age(told(store, record_id))


def _told_by(store: Vault, row: RecordRow) -> str:
    """What a finished record tells; "" where it is a colleague's to read."""
    try:
        facts = json.loads(store.frozen(row.id).values_json)
    except IntakeError as trouble:
        if trouble.code != "vault.not_allowed":
            raise
        return ""
    return str(facts.get("age") or facts.get("slip", {}).get("age_band", ""))


def tell(store: Vault, record_id: str) -> None:
    """Note with the case of a record, and of the versions before, what they tell of the person's age."""
    if store.case_of(record_id) is None:
        return
    for row in store.versions(record_id) or (store.record(record_id),):
        age = _told_by(store, row) if row.state != "draft" else screening.age_told(*stores.draft_told(store, row.id))
        if age:
            store.put_age(row.id, age)


def decide(store: Vault, case_id: str, age: str, reason: str) -> tuple[AgeWord, ...]:
    """Note a decision on the age of the person of a case, over all that was told, which stays and is shown.

    It is with the newest record that one reads. Raises IntakeError `vault.no_reason`, `vault.not_allowed` and others.
    """
    read = [entry.record_id for entry in store.case_outline(case_id) if entry.readable]
    if not read:
        raise IntakeError("vault.not_allowed", role=str(store.me.role), what="content")
    store.put_age(read[-1], age, "decision", reason)
    return store.case_ages(case_id)
