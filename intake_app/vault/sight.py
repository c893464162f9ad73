"""Which records this opening gets at: by role, agency and site, by hand-over, by a glass that was broken."""

from intake_app.errors import IntakeError
from intake_app.vault import roles
from intake_app.vault.opening import Opening
from intake_app.vault.roles import Condition, not_allowed


def seen(opening: Opening) -> Condition:
    """SQL on ``record r`` for the rows that may be listed."""
    return roles.visible(opening.me, _handed(opening))


def read(opening: Opening) -> Condition:
    """SQL on ``record r`` for the rows whose content is one's to work with; a broken glass is not among these."""
    return roles.readable(opening.me, _handed(opening))


def sent(opening: Opening) -> Condition:
    """SQL on ``record r`` for the rows one sends."""
    return roles.sendable(opening.me)


def _handed(opening: Opening) -> bool:
    """Whether anything was handed over to this person: who has nothing keeps the plain condition and its index."""
    found = opening.database.one(
        "SELECT 1 FROM handover WHERE taker = ? AND sight = 1 AND ended IS NULL LIMIT 1", opening.me.id
    )
    return found is not None


def number_of(opening: Opening, record_id: str) -> int:
    """The row number of a record that this person may see.

    Raises IntakeError 'vault.no_such_record', 'vault.not_allowed'.
    """
    return _number(opening, record_id, seen(opening), "record")


def content_number(opening: Opening, record_id: str) -> int:
    """The same for a record whose content is this person's to work with: to release, to make a slip of."""
    number_of(opening, record_id)
    return _number(opening, record_id, read(opening), "content")


def reading_number(opening: Opening, record_id: str) -> int:
    """The same for a record whose content this person may read: theirs to work with, or behind a broken glass."""
    if record_id in opening.glass:
        return number_of(opening, record_id)
    return content_number(opening, record_id)


def reads(opening: Opening, record_id: str) -> bool:
    """Whether this person reads a record: theirs to work with, or behind a broken glass."""
    sql, values = read(opening)
    found = opening.database.one(f"SELECT 1 FROM record r WHERE r.id = ? AND {sql}", record_id, *values)
    return found is not None or record_id in opening.glass


def sending_number(opening: Opening, record_id: str) -> int:
    """The same for a record that this person sends."""
    number_of(opening, record_id)
    return _number(opening, record_id, sent(opening), "send")


def _number(opening: Opening, record_id: str, condition: Condition, what: str) -> int:
    sql, values = condition
    row = opening.database.one(f"SELECT r.number, {sql} FROM record r WHERE r.id = ?", *values, record_id)
    if row is None:
        raise IntakeError("vault.no_such_record")
    if not row[1]:
        raise not_allowed(opening.me, what)
    return int(row[0])
