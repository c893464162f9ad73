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
    return _heard(store, record_id)[0]


def age_of_person(store: Vault, record_id: str) -> Age:
    """What counts of it. A version that can not be read may have told a child: then nobody is an adult for certain."""
    words, unread = _heard(store, record_id)
    age = screening.standing_age(words)
    return "not_told" if unread and age == "adult" and not any(word.source == "decision" for word in words) else age


def is_known_whole(store: Vault, record_id: str) -> bool:
    """Whether each version of a record can be read that may have told of a child, or what it told was noted."""
    return not _heard(store, record_id)[1]


def _heard(store: Vault, record_id: str) -> tuple[tuple[AgeWord, ...], bool]:
    """The words, and whether there is a version that can not be read and of which nothing was noted."""
    versions = [row for row in store.versions(record_id) or (store.record(record_id),) if row.state != "draft"]
    own = [(row, _told_by(store, row)) for row in versions]
    noted = store.ages(record_id)
    known, codes = {(word.told_in, word.age) for word in noted}, {word.told_in for word in noted}
    words = (
        AgeWord(age, told_in=row.code, at=row.finalised or "", former=row is not versions[-1])
        for row, age in own
        if age
    )
    new = (word for word in words if (word.told_in, word.age) not in known)
    return (*new, *noted), any(age is None and row.code not in codes for row, age in own)


def _told_by(store: Vault, row: RecordRow) -> str | None:
    """What a finished record tells; "" where it is a colleague's to read, None where it can not be read."""
    try:
        facts = json.loads(store.frozen(row.id).values_json)
    except IntakeError as trouble:
        if stores.is_unreadable(trouble):
            return None
        if trouble.code != "vault.not_allowed":
            raise
        return ""
    return str(facts.get("age") or facts.get("slip", {}).get("age_band", ""))


def tell(store: Vault, record_id: str) -> None:
    """Note with the case of a record, and of the versions before, what they tell of the person's age.

    A version that can not be read tells nothing more than what was noted of it.
    """
    if store.case_of(record_id) is not None:
        keep(store, record_id)


def keep(store: Vault, record_id: str) -> None:
    """The same, in a case or not: who goes on with the record reads none of the versions before."""
    for version, age in told_by_versions(store, record_id):
        store.put_age(version, age)


def told_by_versions(store: Vault, record_id: str) -> list[tuple[str, str]]:
    """The versions of a record, by id, that tell an age, and which."""
    rows = store.versions(record_id) or (store.record(record_id),)
    told = ((row.id, _told_by(store, row) if row.state != "draft" else _told_so_far(store, row)) for row in rows)
    return [(version, age) for version, age in told if age]


def _told_so_far(store: Vault, row: RecordRow) -> str:
    try:
        return screening.age_told(*stores.draft_told(store, row.id))
    except IntakeError as trouble:
        if not stores.is_unreadable(trouble):
            raise
        return ""
