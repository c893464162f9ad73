"""Which records this opening gets at: by role, agency and site, by hand-over, by a glass that was broken."""

from collections.abc import Mapping

from intake_app.errors import IntakeError
from intake_app.vault import roles
from intake_app.vault.opening import Opening
from intake_app.vault.roles import Condition, not_allowed


def seen(opening: Opening) -> Condition:
    """SQL on ``record r`` for the rows that may be listed."""
    return roles.visible(opening.me, _handed(opening), bool(opening.held))


def read(opening: Opening) -> Condition:
    """SQL on ``record r`` for the rows whose content is one's to work with; a broken glass is not among these."""
    return roles.readable(opening.me, _handed(opening), bool(opening.held))


def slips(opening: Opening) -> Condition:
    """SQL on ``slip s`` and its ``record r`` for the slips of what one reads; of a record of another agency those that
    the own one issued."""
    condition, values = read(opening)
    ours = "s.issued_by IN (SELECT id FROM person WHERE agency = ?)"
    return f"({condition} AND (r.agency = ? OR {ours}))", (*values, opening.me.agency, opening.me.agency)


def of_slip(opening: Opening, reference: str) -> Condition:
    """SQL on ``record r`` for the record that a slip is of, for who may see it; of one of another agency where the own
    one issued the slip.
    """
    condition, values = seen(opening)
    issued_by = "(SELECT p.agency FROM slip s JOIN person p ON p.id = s.issued_by WHERE s.reference = ?)"
    sql = f"r.number = (SELECT record FROM slip WHERE reference = ?) AND ? IN (r.agency, {issued_by})"
    return f"{sql} AND ({condition}) IS TRUE", (reference, opening.me.agency, reference, *values)


def sent(opening: Opening) -> Condition:
    """SQL on ``record r`` for the rows one sends."""
    return roles.sendable(opening.me)


def _handed(opening: Opening) -> bool:
    """Whether anything was handed over to this person: who has nothing keeps the plain condition and its index.

    Asked once as long as nothing is written.
    """
    turn, writing = opening.database.turn, opening.database.writing
    known, handed = opening.handed
    if known != turn or writing:
        found = opening.database.one(
            "SELECT 1 FROM handover WHERE taker = ? AND sight = 1 AND ended IS NULL LIMIT 1", opening.me.id
        )
        handed = found is not None
        opening.handed = (-1 if writing else turn), handed
    return handed


def number_of(opening: Opening, record_id: str) -> int:
    """The row number of a record that this person may see.

    Raises IntakeError 'vault.no_such_record', 'vault.not_allowed'.
    """
    return _number(opening, record_id, {"record": seen(opening)})


def content_number(opening: Opening, record_id: str) -> int:
    """The same for a record whose content is this person's to work with: to release, to make a slip of."""
    return _number(opening, record_id, {"record": seen(opening), "content": read(opening)})


def home_number(opening: Opening, record_id: str) -> int:
    """The same for a record of the own agency: who was shown one of another agency reads it and adds nothing to it."""
    number = content_number(opening, record_id)
    need(opening, "guest", not is_guest(opening, number))
    return number


def is_guest(opening: Opening, number: int) -> bool:
    """Whether a record, by row, is of another agency: who reads it has it by hand-over."""
    return agency_of(opening, number) != opening.me.agency


def agency_of(opening: Opening, number: int) -> str:
    """The agency of a record, by row."""
    ((agency,),) = opening.database.all("SELECT agency FROM record WHERE number = ?", number)
    return str(agency)


def reading_number(opening: Opening, record_id: str) -> int:
    """The same for a record whose content this person may read: theirs to work with, or behind a broken glass."""
    if record_id in opening.glass:
        return number_of(opening, record_id)
    return content_number(opening, record_id)


def reads(opening: Opening, record_id: str) -> bool:
    """Whether this person reads a record: theirs to work with, or behind a broken glass."""
    return is_read(opening, record_id) or record_id in opening.glass


def is_read(opening: Opening, record_id: str, at_home: bool = False) -> bool:
    """Whether a record is one of those that `read` tells of, and ``at_home``, of the own agency."""
    sql, values = roles.at_home(read(opening), opening.me) if at_home else read(opening)
    return opening.database.one(f"SELECT 1 FROM record r WHERE r.id = ? AND {sql}", record_id, *values) is not None


def sending_number(opening: Opening, record_id: str) -> int:
    """The same for a record that this person sends."""
    return _number(opening, record_id, {"record": seen(opening), "send": sent(opening)})


def need(opening: Opening, what: str, holds: bool) -> None:
    """Raises IntakeError 'vault.not_allowed' where something does not hold for who asks."""
    if not holds:
        raise not_allowed(opening.me, what)


def _number(opening: Opening, record_id: str, asked: Mapping[str, Condition]) -> int:
    columns = ", ".join(["r.number", *(sql for sql, _values in asked.values())])
    bound = [value for _sql, values in asked.values() for value in values]
    row = opening.database.one(f"SELECT {columns} FROM record r WHERE r.id = ?", *bound, record_id)
    if row is None:
        raise IntakeError("vault.no_such_record")
    for what, holds in zip(asked, row[1:], strict=True):
        need(opening, what, bool(holds))
    return int(row[0])
