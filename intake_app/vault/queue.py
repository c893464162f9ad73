"""The queue, which is a query: finalised, released for sync, not sent, its time reached."""

import contextlib
import random
import secrets
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import starmap
from typing import Any

from intake_app.errors import IntakeError
from intake_app.vault import (
    audit,
    destinations,
    edits,
    envelopes,
    media,
    quarantine,
    seals,
    servers,
    sight,
    transmissions,
)
from intake_app.vault.database import Row
from intake_app.vault.opening import Line, Opening
from intake_app.vault.records import sealed_as
from intake_app.vault.roles import Right, may, reads_what_is_sent, require
from intake_app.vault.seals import Seal
from intake_app.vault.sight import number_of, sending_number
from intake_app.vault.types import AttemptResult, AttemptRow, Frozen, Outgoing, ReceiptRow, stamp
from intake_app.vault.withdrawing import released

OUTCOMES = frozenset({"accepted", "retry", "hold", "stop", "suspect", "cancelled"})
FIRST_WAIT, LONGEST_WAIT = 5.0, 3600.0
"""Seconds between tries: full jitter below a doubling limit; a server's own wish counts, but no longer than an hour."""

_AHEAD = 50
"""Rows of the queue that are looked up at once: all that wait are sorted for it, which costs more than one record."""

_ATTEMPT = (
    "a.id, r.id, a.server, a.started, a.ended, a.outcome, a.code, a.status, a.message, a.server_date, a.retry_after"
)
_RECEIPT = "x.attempt, r.id, x.server, x.at, x.server_date, x.status, x.message, lower(hex(x.sha256))"
QUEUED = f"""
    FROM record r JOIN form f ON f.key = r.form_key
    WHERE r.state <> 'draft' AND r.state = 'finalised'
        AND coalesce({destinations.DESTINATION}, ?1) = ?1
        AND {released(server='?1')}
"""
"""Records that go to one server, or to any, see `destinations`, and were released when it was known.

An edit goes behind the version before."""
BY_ITSELF = """r.form_key NOT IN (
    SELECT key FROM form WHERE CASE WHEN json_valid(report) THEN json_extract(report, '$.by_hand') END = 1)"""
"""Of forms that leave it to a person to send, nothing goes by itself: their report says so."""
_REACHED = "AND (r.next_try IS NULL OR r.next_try <= ? OR r.next_try > ? OR r.changed > ?)"
"""The time of the next try is written together with that of the change: one that is still to come was ahead."""


def next_due(opening: Opening, name: str, now: datetime | None, skip: AbstractSet[str]) -> Outgoing | None:
    """The oldest record to send, with its frozen bytes; None when nothing is due.  Those that failed go last.

    A coordinator sends those of the agency, everybody else records of their own.  Whoever sends a record holds its
    bytes for it: the log has it when that is somebody who may not read them.  Without `now` the time of the next try
    does not matter.  A time further off than any wait was written by a clock that has been set since: it counts as
    reached.
    """
    require(opening.me, Right.SEND)
    opening.may_leave()
    row = _first(opening, name, now, skip)
    if row is None:
        return None
    opening.line.due[row[1]] = row[0]
    _note_taking(opening, row[1])
    return _outgoing(opening, name, row)


def still_due(opening: Opening, name: str, record_id: str) -> bool:
    """Whether a record that was to be sent to a server still is: nobody took it back, sent or deleted it since."""
    return bool(_due(opening, Line(name), "AND r.id = ?", record_id))


def watch(opening: Opening) -> Callable[[], bool]:
    """Tells whether something was written since the line was looked at, other than by who sends; from any thread."""
    return lambda: opening.line.turn != opening.database.turn


def _first(opening: Opening, name: str, now: datetime | None, skip: AbstractSet[str]) -> Row | None:
    """The first row of the line that is still due and not skipped."""
    line = opening.line
    if (line.server, line.now) != (name, now):
        line = opening.line = Line(name, now)
    if line.turn != opening.database.turn:
        line.due.clear()
    line.rows = {number: row for number, row in line.rows.items() if row[1] not in skip}
    for number, known in list(line.rows.items()):
        if line.turn == opening.database.turn:
            return known
        for row in _due(opening, line, "AND r.number = ?", number):
            return row
        del line.rows[number]
    ahead = _due(opening, line, f"ORDER BY r.next_try IS NOT NULL, r.finalised, r.number LIMIT {len(skip) + _AHEAD}")
    line.rows, line.turn = {int(row[0]): row for row in ahead}, opening.database.turn
    return next((row for row in ahead if row[1] not in skip), None)


@contextlib.contextmanager
def _by_sending(opening: Opening, sent: bool = True) -> Iterator[None]:
    """A transaction after which what was due still is, but for what begins or ends in it.

    Not where a try ends otherwise than that its record is ``sent``: as long as it ran, that and copies of it were tied
    to the server.
    """
    line, database = opening.line, opening.database
    as_due, (turn, handed) = sent and line.turn == database.turn, opening.handed
    as_handed = turn == database.turn
    with database.transaction():
        yield
    if as_due:
        line.turn = database.turn
    if as_handed:
        opening.handed = database.turn, handed


def _due(opening: Opening, line: Line, which: str, *bound: int | str) -> list[Row]:
    condition, values = sight.sent(opening)
    due, until = f"AND {BY_ITSELF} {_REACHED}", (*moments(line.now), stamp(line.now)) if line.now is not None else ()
    due = due if until else ""
    return opening.database.all(
        f"SELECT r.number, r.id, r.code, f.form_id, f.version, f.key {QUEUED} AND {edits.NOT_BEHIND} "
        f"AND {condition} {due} {which}",
        *(line.server, *values, *until, *bound),
    )


def moments(now: datetime) -> tuple[str, str]:
    """Now, and the moment up to which a time of a next try is believed."""
    return stamp(now), stamp(later(now, LONGEST_WAIT))


def _note_taking(opening: Opening, record_id: str) -> None:
    if not reads_what_is_sent(opening.me) and not sight.is_read(opening, record_id):
        with _by_sending(opening):
            audit.append(opening, "record.taken_to_send", record_id)


def _outgoing(opening: Opening, name: str, row: Row) -> Outgoing:
    number, record_id, code, form_id, version, form_key = row
    frozen, files = _sealed_or_empty(opening, number, record_id)
    kept, known = media.kept(opening, number), envelopes.confirmed(opening.database, number, name)
    if files:
        opening.line.given[record_id] = number, files, kept
    known |= edits.carried(opening.database, number, name)
    rows = tuple(map(media.row_of, kept))
    return Outgoing(record_id, code, form_id, version, frozen.xml, rows, frozen.attachments, known, form_key)


def _sealed_or_empty(opening: Opening, number: int, record_id: str) -> tuple[Frozen, bytes]:
    """The frozen bytes, and the digest of the list of files as the seal has it.

    None where the seal is broken, which is refused before it is sent and held for a person.

    An error here would end each round at the same record and keep all later ones from being sent.
    """
    try:
        frozen, seal = sealed_as(opening, number, record_id)
        return frozen, seal.files
    except IntakeError as error:
        if error.code not in quarantine.CODES:
            raise
        return Frozen(b""), b""


def waiting(opening: Opening, name: str) -> int:
    """How many records can go to this server now, whatever the time of their next try.

    Those behind others too that go in the same round; not those behind one that somebody else sends.
    """
    condition, values = sight.sent(opening)
    found = opening.database.one(
        f"SELECT count(*) {QUEUED} AND {edits.not_blocked(opening.me)} AND {condition}", name, *values
    )
    return int(found[0]) if found else 0


def uncovered(opening: Opening, name: str) -> int:
    """How many records would go to this server and do not, for they were released before it was known.

    None for who does not look after servers.
    """
    if not may(opening.me, Right.SERVERS):
        return 0
    to_any = QUEUED.replace(released(server="?1"), f"{released()} AND NOT {released(server='?1')}")
    ((number,),) = opening.database.all(f"SELECT count(*) {to_any}", name)
    return int(number)


def cover(opening: Opening, name: str) -> int:
    """Lets records that were released before a server was known go there too; how many.

    What was taken back stays so.  Raises IntakeError 'vault.no_such_server', 'vault.not_allowed'.
    """
    require(opening.me, Right.SERVERS)
    number = uncovered(opening, name)
    with opening.database.transaction():
        servers.cover(opening, name, number)
        opening.line = Line()
    return number


def noted(
    opening: Opening, name: str, begins: Sequence[tuple[str, bool]], ends: Sequence[tuple[int, AttemptResult]]
) -> tuple[int, ...]:
    """Writes down how tries ended and that others begin, before the first byte goes, all of it or none; ids of those.

    Of each that begins: its record, and whether that goes out sealed.  With an end go receipt and state of the record,
    also of one that other tools changed; that one keeps the seal that does not fit.
    """
    if begins:
        require(opening.me, Right.SEND)
        opening.may_leave()
    for attempt, _result in ends:
        opening.running.pop(attempt, None)
    over = [_end(opening, *end) for end in ends]
    if len({end.number for end in over}) < len(over):
        raise ValueError("two ends of one record")
    if not over and not begins:
        return ()
    sent, line = all(end.result.outcome == "accepted" for end in over), opening.line
    fresh = sent and (line.server, line.turn) == (name, opening.database.turn)
    known = line.due.copy() if fresh else {}
    with _by_sending(opening, sent):
        for end in over:
            _write_end(opening, end)
            _out_of_line(opening, end)
        numbers = [known.get(record_id) or _queued(opening, name, record_id) for record_id, _encrypts in begins]
        begun = tuple(starmap(partial(_write_start, opening, name), zip(numbers, begins, strict=True)))
    opening.running.update(zip(begun, numbers, strict=True))
    line.due.clear()
    return begun


def _queued(opening: Opening, name: str, record_id: str) -> int:
    """The row of a record that this person may send to this server.  Raises IntakeError 'vault.not_queued' ..."""
    number = sending_number(opening, record_id)
    queued = f"SELECT 1 {QUEUED} AND {edits.NOT_BEHIND} AND r.number = ?"
    if opening.database.one(queued, name, number) is None:
        raise IntakeError("vault.not_queued")
    return number


def _write_start(opening: Opening, name: str, number: int, start: tuple[str, bool]) -> int:
    database, (record_id, encrypts) = opening.database, start
    database.run(
        "INSERT INTO attempt (record, server, opening, started) VALUES (?, ?, ?, ?)",
        *(number, name, opening.id, opening.now()),
    )
    ((attempt,),) = database.all("SELECT last_insert_rowid()")
    about = transmissions.facts(database, attempt)
    told = transmissions.note(opening, "attempt", attempt, about, sealed=encrypts)
    audit.append(opening, "send.started", record_id, server=name, ledger=told)
    return int(attempt)


@dataclass(frozen=True, slots=True)
class _End:
    """The end of a try, with the seal that its record has until then, if that fits."""

    attempt: int
    result: AttemptResult
    number: int
    record_id: str
    state: str
    server: str
    seal: Seal | None


def _end(opening: Opening, attempt_id: int, result: AttemptResult) -> _End:
    """Before the transaction, so that a record that does not fit its seal can be set apart."""
    if result.outcome not in OUTCOMES:
        raise ValueError(f"no such outcome: {result.outcome}")
    found = opening.database.one(
        "SELECT r.number, r.id, r.state, a.server FROM attempt a JOIN record r ON r.number = a.record "
        "WHERE a.id = ? AND a.ended IS NULL AND a.opening = ?",
        *(attempt_id, opening.id),
    )
    if found is None:
        raise ValueError("an attempt that is not running in this opening")
    number, record_id, state, name = found
    return _End(attempt_id, result, number, record_id, state, name, quarantine.fitting(opening, number))


def _write_end(opening: Opening, end: _End) -> None:
    database, result = opening.database, end.result
    database.run(
        "UPDATE attempt SET ended = ?, outcome = ?, code = ?, status = ?, message = ?, server_date = ?, "
        "retry_after = ?, posted = ? WHERE id = ?",
        *(opening.now(), result.outcome, result.code, result.status, result.message, result.server_date),
        *(result.retry_after, result.posted, end.attempt),
    )
    _move_on(opening, end.number, end.state, result)
    about = transmissions.facts(database, end.attempt)
    told = transmissions.note(opening, "answer", end.attempt, about, result)
    if result.outcome == "accepted":
        _keep_receipt(opening, end)
        told = transmissions.note(opening, "receipt", end.attempt, about, result)
    envelopes.settle(database, end.number, result.outcome)
    facts = {"outcome": result.outcome, "code": result.code, "status": result.status, "ledger": told}
    facts |= {} if result.posted else {"posted": 0}
    audit.append(opening, "send.ended", end.record_id, **facts)
    if end.seal is not None:
        seals.write(database, opening.keys.audit, end.number, end.seal)


def _out_of_line(opening: Opening, end: _End) -> None:
    """What was sent is due no more, and what failed stands behind all others; what was broken off keeps its place."""
    opening.line.given.pop(end.record_id, None)
    if end.result.outcome in ("accepted", "retry"):
        opening.line.rows.pop(end.number, None)


def _move_on(opening: Opening, number: int, state: str, result: AttemptResult) -> None:
    """The state and the time of the next try after an outcome; what is sent stays sent.

    A try that was broken off, or was not begun after all, says nothing of the record: it waits as it did before.
    """
    if state == "sent" or result.outcome == "cancelled":
        return
    to = {"accepted": "sent", "hold": "refused"}.get(result.outcome, state)
    wait = _next_try(opening, number, result.retry_after) if result.outcome == "retry" else None
    opening.database.run(
        "UPDATE record SET state = ?, next_try = ?, changed = ? WHERE number = ?", to, wait, opening.now(), number
    )


def _next_try(opening: Opening, number: int, wish: float | None) -> str:
    row = opening.database.one("SELECT count(*) FROM attempt WHERE record = ? AND outcome = 'retry'", number)
    tries = min(int(row[0]) if row else 1, 16)
    rng: random.Random = secrets.SystemRandom()
    wait = rng.uniform(0, min(LONGEST_WAIT, FIRST_WAIT * 2.0**tries))
    wanted = min(max(wish or 0.0, 0.0), LONGEST_WAIT)
    return stamp(later(opening.clock(), max(wait, wanted)))


def later(now: datetime, seconds: float) -> datetime:
    """That many seconds on, as far as there is a calendar: the clock of the computer may stand at its end."""
    return now + min(timedelta(seconds=seconds), datetime.max.replace(tzinfo=now.tzinfo) - now)


def _keep_receipt(opening: Opening, end: _End) -> None:
    """The receipt, with the digest of what was sent."""
    result = end.result
    opening.database.run(
        "INSERT INTO receipt (attempt, record, server, at, server_date, status, message, sha256) "
        "SELECT ?, ?, ?, ?, ?, ?, ?, coalesce(e.sha256, b.sha256) "
        "FROM submission b LEFT JOIN envelope e ON e.record = b.record WHERE b.record = ?",
        *(end.attempt, end.number, end.server, opening.now(), result.server_date, result.status, result.message),
        end.number,
    )


def retry(opening: Opening, record_id: str) -> None:
    """Puts a record that was held for a person, or waits for its time, back in line now."""
    _again(opening, _undecided(opening, record_id), record_id)


def let_any_server(opening: Opening, record_id: str) -> None:
    """The same for any server: a person says that the record did not arrive where it was tried.

    Raises IntakeError 'vault.not_tied' where no try says where it goes.
    """
    number = _undecided(opening, record_id)
    destinations.require_tied(opening, number)
    _again(opening, number, record_id, free=True)


def _undecided(opening: Opening, record_id: str) -> int:
    """The row of a record that one sends.  Raises IntakeError 'vault.settled' when it is not to be sent any more."""
    require(opening.me, Right.SEND)
    number = sending_number(opening, record_id)
    decided = opening.database.one("SELECT 1 FROM settlement WHERE record = ?", number) is not None
    if decided or edits.copied(opening.database, number):
        raise IntakeError("vault.settled")
    return number


def _again(opening: Opening, number: int, record_id: str, free: bool = False) -> None:
    seal = quarantine.judged(opening, number)
    with opening.database.transaction():
        changed = opening.database.run(
            "UPDATE record SET state = 'finalised', next_try = NULL, changed = ? "
            "WHERE number = ? AND state IN ('refused', 'finalised')",
            *(opening.now(), number),
        )
        if not changed:
            raise IntakeError("vault.not_queued")
        opening.line = Line()  # it may be older than what was looked up
        if free:
            destinations.free(opening, number, record_id)
        audit.append(opening, "send.again", record_id)
        seals.write(opening.database, opening.keys.audit, number, seal)


def attempts(opening: Opening, record_id: str) -> tuple[AttemptRow, ...]:
    """Tries of a record, the oldest first."""
    return tuple(AttemptRow(*row) for row in _history(opening, record_id, _ATTEMPT, "attempt a", "a.record", "a.id"))


def receipts(opening: Opening, record_id: str) -> tuple[ReceiptRow, ...]:
    """Receipts of a record, the oldest first."""
    found = _history(opening, record_id, _RECEIPT, "receipt x", "x.record", "x.attempt")
    return tuple(ReceiptRow(*row) for row in found)


def _history(opening: Opening, record_id: str, columns: str, table: str, record: str, order: str) -> list[Any]:
    number = number_of(opening, record_id)
    return opening.database.all(
        f"SELECT {columns} FROM {table} JOIN record r ON r.number = {record} WHERE {record} = ? ORDER BY {order}",
        number,
    )
