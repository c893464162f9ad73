"""Whether a person told that they ask for protection, or are afraid of their authorities: in any record of theirs."""

import json

from intake_app import screening
from intake_app.errors import IntakeError
from intake_app.vault import RecordRow, Vault
from intake_app.workflow import store as stores

_FIELD = "asylum"
"""The slip field of a question whose yes says so; it stands on no slip."""


def asked_for(store: Vault, record_id: str) -> bool:
    """Whether what one reads of the person tells it, a draft too; of what was corrected the newest version tells."""
    case = store.case_of(record_id)
    entries = store.case_outline(case.id) if case is not None else ()
    records = dict.fromkeys((record_id, *(entry.record_id for entry in entries if entry.readable)))
    return any(_tells(store, row) for each in records for row in _newest(store, each))


def _newest(store: Vault, record_id: str) -> list[RecordRow]:
    """The newest finished version, and an edit of it that is begun."""
    rows = store.versions(record_id) or (store.record(record_id),)
    drafts = [row for row in rows if row.state == "draft"]
    return [*[row for row in rows if row.state != "draft"][-1:], *drafts]


def _tells(store: Vault, row: RecordRow) -> bool:
    try:
        if row.state == "draft":
            fields = screening.slip_fields_of(*stores.draft_told(store, row.id))
        else:
            fields = json.loads(store.frozen(row.id).values_json).get("slip", {})
    except IntakeError as trouble:
        if trouble.code != "vault.not_allowed" and not stores.is_unreadable(trouble):
            raise
        return False
    return bool(fields.get(_FIELD) == "yes")
