"""Slips along with which goes what was told of the work: on a word to that, beside the one to the slip.

Which they are is told by their sheets, which are sealed with their pages: those to desks for workers are opened.
"""

import json

from intake_app.errors import IntakeError
from intake_app.vault import content
from intake_app.vault.database import Database, Row

_TO_WORKERS = (
    "SELECT s.reference, r.id, s.release_id, s.body, k.key FROM slip s JOIN record r ON r.number = s.record "
    "JOIN release x ON x.id = s.release_id LEFT JOIN content_key k ON k.record = s.record "
    "WHERE s.record = ? AND 'labour_desk' IN (x.kind, x.recipient) AND x.basis = 'consent'"
)


def releases(database: Database, number: int) -> frozenset[str]:
    """The releases, by id, of such slips of a record, by row; of one that can not be read, too: it may be one."""
    return frozenset(str(row[2]) for row in database.all(_TO_WORKERS, number) if _may_carry(row))


def _may_carry(row: Row) -> bool:
    reference, record_id, _release, body, key = row
    try:
        _pages, (sheet,) = content.unpack(content.unlock(bytes(key or b""), bytes(body), "slip", record_id, reference))
    except IntakeError:
        return True
    told = json.loads(sheet)
    return isinstance(told, dict) and bool(told.get("dossier"))
