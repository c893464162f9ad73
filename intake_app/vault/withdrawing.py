"""What a person takes back: releases that no longer count, and what had left before.

A release is never deleted; it is marked with the moment.  Whoever agrees again is released anew.
"""

from dataclasses import dataclass

from intake_app.errors import IntakeError
from intake_app.vault import audit
from intake_app.vault.database import Database
from intake_app.vault.opening import Line, Opening
from intake_app.vault.sight import number_of

PURPOSES = frozenset({"sync", "slip", "export"})


def released(record: str = "r") -> str:
    """SQL: a record, by the name of its row, may be sent: it was released, and that was not taken back."""
    return (
        f"EXISTS (SELECT 1 FROM release WHERE record = {record}.number AND purpose = 'sync' AND withdrawn IS NULL)"
    )


@dataclass(frozen=True, slots=True)
class Departure:
    """Something that left before it was taken back: to whom, and when (ISO 8601).

    ``purpose`` as of a release; ``way``: 'received' by a server, 'under_way' to one, 'perhaps' where
    a try ended without an answer that tells, 'printed' or 'saved' for a slip,
    'exported'.  ``reference`` of a slip, else "".
    """

    purpose: str
    recipient: str
    way: str
    at: str
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """How many releases do not count any more, and what had left on those or on earlier ones."""

    stopped: int
    left: tuple[Departure, ...]


def withdraw(opening: Opening, record_id: str, purpose: str = "", recipient: str = "") -> Withdrawal:
    """Takes back what was released of a finished record: for one purpose and one recipient, or, where "", for all.

    Whoever sees the record may note it, for it is told to whoever is there; nothing more of it leaves on those.  A
    send that is under way is not cut off: it is told of.
    """
    if purpose and purpose not in PURPOSES:
        raise ValueError(f"no such purpose: {purpose}")
    number, database = number_of(opening, record_id), opening.database
    where = "record = ? AND (? = '' OR purpose = ?) AND (? = '' OR recipient = ?)"
    bound = (number, purpose, purpose, recipient, recipient)
    with database.transaction():
        ids = database.all(f"SELECT id FROM release WHERE {where} AND withdrawn IS NULL", *bound)
        database.run(f"UPDATE release SET withdrawn = ? WHERE {where} AND withdrawn IS NULL", opening.now(), *bound)
        for (release,) in ids:
            audit.append(opening, "consent.withdrawn", record_id, release=str(release))
        opening.line = Line()
        left = tuple(one for one in departures(database, number) if one.purpose == purpose or not purpose)
    return Withdrawal(len(ids), tuple(one for one in left if recipient in ("", one.recipient)))


def departures(database: Database, number: int) -> tuple[Departure, ...]:
    """All that left of a record, the oldest first, whatever became of the release."""
    sends = database.all(
        "SELECT 'sync', server, CASE WHEN max(outcome IS 'accepted') THEN 'received' WHEN max(ended IS NULL) "
        "THEN 'under_way' ELSE 'perhaps' END, max(coalesce(ended, started)), '' FROM attempt "
        "WHERE record = ? AND posted = 1 GROUP BY server ORDER BY max(id)",
        number,
    )
    slips = database.all(
        "SELECT 'slip', s.recipient, substr(u.action, 6), u.at, s.reference FROM slip s JOIN record r "
        "ON r.number = s.record JOIN audit u ON u.object = r.id AND u.action IN ('slip.printed', 'slip.saved') "
        "AND json_extract(u.detail, '$.reference') = s.reference WHERE s.record = ? ORDER BY u.seq",
        number,
    )
    exports = database.all(
        "SELECT 'export', x.recipient, 'exported', x.at, '' FROM release x WHERE x.record = ? AND x.purpose = 'export' "
        "ORDER BY x.number",
        number,
    )
    return tuple(Departure(*row) for row in sorted((*sends, *slips, *exports), key=lambda row: str(row[3])))


def require_live(database: Database, release_id: str) -> None:
    """Raises IntakeError 'vault.withdrawn' for a release that was taken back."""
    if database.one("SELECT 1 FROM release WHERE id = ? AND withdrawn IS NOT NULL", release_id) is not None:
        raise IntakeError("vault.withdrawn")


def require_not_all(database: Database, number: int) -> None:
    """Raises IntakeError 'vault.withdrawn' when each release of a record for its organisation was taken back."""
    found = database.one(
        "SELECT count(*), count(withdrawn) FROM release WHERE record = ? AND purpose = 'sync'", number
    )
    if found and found[0] and found[0] == found[1]:
        raise IntakeError("vault.withdrawn")
