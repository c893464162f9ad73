"""Releases, and the slips issued on them.  A release is written once and never changes."""

import json
from dataclasses import astuple, replace

from intake_app.errors import IntakeError
from intake_app.vault import audit, content, keys, parted_slips, refusals, sight
from intake_app.vault.database import Database, Row
from intake_app.vault.opening import Line, Opening
from intake_app.vault.profiles import SERVICES
from intake_app.vault.roles import CORRECTED, Right, not_allowed, readable, require
from intake_app.vault.sight import content_number, home_number, number_of
from intake_app.vault.types import ReleaseRow, SlipRow
from intake_app.vault.withdrawing import require_live

_RELEASE = "x.id, r.id, x.purpose, x.recipient, x.basis, {detail}, x.given_by, x.at, x.kind, x.lawful"
_SLIP_ROW = "s.reference, r.id, s.recipient, s.release_id, s.issued_at, s.issued_by"
_SLIP = f"{_SLIP_ROW}, s.body, k.key"
_SAME = (
    "SELECT x.id, x.at FROM release x WHERE x.record = ? AND x.purpose = ? AND x.recipient = ? AND x.basis = ? "
    "AND x.detail = ? AND x.given_by = ? AND x.withdrawn IS NULL "
    "AND NOT EXISTS (SELECT 1 FROM slip WHERE release_id = x.id) "
    "AND NOT EXISTS (SELECT 1 FROM handover WHERE record = x.record AND at = x.at) "
    "ORDER BY x.rowid LIMIT 1"
)
"""The release of a decision that nothing has come of yet; one slip is one decision, sending needs no second one."""
_NO_PAGES: Row = ("", b"")
LEAVES = frozenset({"printed", "saved"})
"""How pages leave the store."""

_FROM = "FROM slip s JOIN record r ON r.number = s.record JOIN content_key k ON k.record = s.record"

NEWEST_SLIPS = f"SELECT {_SLIP_ROW} {_FROM} WHERE s.rowid IN ({{}}) ORDER BY s.rowid DESC"
"""Slips without their pages; in the braces a query for which."""


def slip_row(found: Row) -> SlipRow:
    """A slip without its pages."""
    return SlipRow(*found, *_NO_PAGES)


def put(opening: Opening, release: ReleaseRow) -> ReleaseRow:
    """Keeps a release for a finished record whose content is this person's to work with; the one that is kept.

    One decision is one release.  What a try has kept whose success could not be told, or that came to no slip, stands
    for the next try with the same decision, also at another opening.  Who has a record by hand-over only releases it
    for slips, and who is of another agency not for a reason of their own.
    """
    with opening.database.transaction():
        return write(opening, release)


def write(opening: Opening, release: ReleaseRow) -> ReleaseRow:
    """As `put`, inside the caller's transaction."""
    own = home_number if release.basis == "override" else content_number
    number, database = own(opening, release.record_id), opening.database
    if release.purpose != "sync":
        opening.may_leave()
    if release.purpose != "slip":
        not_by_hand_over(opening, number)
    if database.one("SELECT 1 FROM submission WHERE record = ?", number) is None:
        raise IntakeError("vault.not_finalised")
    decision = (number, release.purpose, release.recipient, release.basis, release.detail, release.by)
    kept = database.one(_SAME, *decision)
    if kept is not None:
        return replace(release, id=str(kept[0]), at=str(kept[1]))
    insert(opening, release)
    return release


def insert(opening: Opening, release: ReleaseRow) -> None:
    """Writes a release that may be written, and its link; only inside a transaction."""
    decision = (release.purpose, release.recipient, release.basis, release.detail, release.by, release.id, release.at)
    opening.database.run(
        "INSERT INTO release (record, purpose, recipient, basis, detail, given_by, id, at, kind, lawful) "
        "SELECT number, ?, ?, ?, ?, ?, ?, ?, ?, ? FROM record WHERE id = ?",
        *(*decision, release.kind, release.lawful, release.record_id),
    )
    told = {"purpose": release.purpose, "basis": release.basis, "row": digest(opening, release)}
    audit.append(opening, "record.released", release.record_id, **told)
    opening.line = Line()  # the record may be older than what was looked up of the queue


def digest(opening: Opening, release: ReleaseRow) -> str:
    """What the log says of a release as a whole; under the key of the chain, for the words in it are nobody's."""
    told = astuple(release) if release.kind or release.lawful else astuple(release)[:-2]
    return keys.seal(opening.keys.audit, b"release", repr(told).encode()).hex()[:32]


def every(database: Database) -> tuple[ReleaseRow, ...]:
    """All that there are, whoever asks: for the check."""
    rows = database.all(
        f"SELECT {_RELEASE.format(detail='x.detail')} FROM release x JOIN record r ON r.number = x.record"
    )
    return tuple(ReleaseRow(*row) for row in rows)


def not_by_hand_over(opening: Opening, number: int) -> None:
    """Raises IntakeError 'vault.not_allowed' for who reads a record, by row, by hand-over alone."""
    condition, values = readable(opening.me)
    if opening.database.one(f"SELECT 1 FROM record r WHERE r.number = ? AND {condition}", number, *values) is None:
        raise not_allowed(opening.me, "release")


def listed(opening: Opening, record_id: str) -> tuple[ReleaseRow, ...]:
    """Releases of a record that count, the oldest first; their details, words among them, for who reads the record.

    The reasons of another agency are not among these.
    """
    number = number_of(opening, record_id)
    own = "CASE WHEN x.basis <> 'override' OR r.agency = ? THEN x.detail ELSE '' END"
    detail, bound = (own, (opening.me.agency,)) if sight.reads(opening, record_id) else ("''", ())
    found = opening.database.all(
        f"SELECT {_RELEASE.format(detail=detail)} FROM release x JOIN record r ON r.number = x.record "
        "WHERE x.record = ? AND x.withdrawn IS NULL ORDER BY x.rowid",
        *(*bound, number),
    )
    return tuple(ReleaseRow(*row) for row in found)


def put_slip(opening: Opening, slip: SlipRow) -> None:
    """Keeps a slip as issued.  Raises IntakeError 'vault.no_release' without a release for this very recipient."""
    require(opening.me, Right.SLIPS)
    number = content_number(opening, slip.record_id)
    opening.may_leave()
    database = opening.database
    key = content.key_of(database, number)
    with database.transaction():
        fitting = database.one(
            "SELECT 1 FROM release WHERE id = ? AND record = ? AND purpose = 'slip' AND recipient = ? "
            "AND withdrawn IS NULL",
            *(slip.release_id, number, slip.recipient),
        )
        if fitting is None:
            raise IntakeError("vault.no_release")
        database.run(
            "INSERT INTO slip (reference, record, recipient, release_id, issued_at, issued_by, priority, body) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            *(slip.reference, number, slip.recipient, slip.release_id, slip.issued_at, slip.issued_by, _priority(slip)),
            content.lock(key, content.pack(slip.pdf, slip.sheet_json), "slip", slip.record_id, slip.reference),
        )
        audit.append(opening, "slip.issued", slip.record_id, reference=slip.reference)


def _priority(slip: SlipRow) -> str:
    """How soon the service should answer, which lists sort by; "" where the sheet does not say."""
    told = json.loads(slip.sheet_json)
    return str(told.get("priority", "")) if isinstance(told, dict) else ""


def slip_kept(opening: Opening, decision: ReleaseRow, sheet_json: str) -> SlipRow | None:
    """The slip that was kept for this decision with this sheet and has not left the store, its pages not with it.

    Whoever was not told that it is kept, and begins again at another opening, goes on with it.  One that was printed,
    saved or read was told of, and the next is another; so it is where what else stands on it changed: the services of
    the workplace, or a call that was noted, or who it tells of.
    """
    require(opening.me, Right.SLIPS)
    number = content_number(opening, decision.record_id)
    opening.may_leave()
    found = opening.database.all(
        f"SELECT {_SLIP} {_FROM} JOIN release x ON x.id = s.release_id WHERE x.record = ? AND x.purpose = ? "
        "AND x.recipient = ? AND x.basis = ? AND x.detail = ? AND x.given_by = ? AND x.withdrawn IS NULL "
        "ORDER BY s.rowid DESC",
        *(number, decision.purpose, decision.recipient, decision.basis, decision.detail, decision.by),
    )
    kept = (replace(_slip(row), pdf=b"") for row in found if _never_left(opening, row))
    same = (slip for slip in kept if slip.sheet_json == sheet_json)
    return next((slip for slip in same if not parted_slips.is_of_two(opening, slip.reference)), None)


def _never_left(opening: Opening, row: Row) -> bool:
    """Whether the log has nothing newer of a slip than that it was issued, nor of what else stands on it."""
    reference, record_id = row[:2]
    told = opening.database.one(
        "SELECT seq, action FROM audit WHERE object = ? AND detail = ? ORDER BY seq DESC LIMIT 1",
        *(record_id, json.dumps({"reference": reference}, separators=(",", ":"))),
    )
    if told is None or told[1] != "slip.issued":
        return False
    newer = opening.database.one(
        "SELECT 1 FROM audit WHERE seq > ? AND (action = 'call.noted' OR (action = 'setting.changed' AND object = ?))",
        *(told[0], SERVICES),
    )
    return newer is None


def slips(opening: Opening, record_id: str | None, *, sheets: bool = False) -> tuple[SlipRow, ...]:
    """Slips of one record, or of all records that this person reads, without their pages; the newest first.

    ``sheets``: with what is on them, which is read by nobody.
    """
    require(opening.me, Right.SLIPS)
    condition, values = sight.slips(opening)
    bound: tuple[str, ...] = values
    if record_id is not None:
        content_number(opening, record_id)
        condition, bound = f"{condition} AND r.id = ?", (*values, record_id)
    found = opening.database.all(
        f"SELECT {_SLIP if sheets else _SLIP_ROW} {_FROM} WHERE {condition} ORDER BY s.rowid DESC",
        *bound,
    )
    return tuple(replace(_slip(row), pdf=b"") if sheets else slip_row(row) for row in found)


def _slip(row: Row) -> SlipRow:
    *told, body, key = row
    pdf, (sheet,) = content.unpack(content.unlock(bytes(key), bytes(body), "slip", told[1], told[0]))
    told += sheet, pdf
    return SlipRow(*told)


def slip(opening: Opening, reference: str) -> SlipRow:
    """One slip, for a reprint.  Raises IntakeError 'vault.no_such_slip', also for one of a record one does not read.

    'vault.withdrawn' for one whose release was taken back: what is on paper stays there, nothing more leaves.
    'vault.slip_of_two' for one that may say what somebody told who is another person, as was found out since.
    """
    record_id = _live(opening, reference)
    with opening.database.transaction():
        audit.append(opening, "slip.read", record_id, reference=reference)
    (found,) = opening.database.all(f"SELECT {_SLIP} {_FROM} WHERE s.reference = ?", reference)
    ((corrected,),) = opening.database.all(
        f"SELECT EXISTS ({CORRECTED}) FROM slip h WHERE h.reference = ?", reference
    )
    return replace(_slip(found), corrected=bool(corrected))


def slip_record(opening: Opening, reference: str) -> str:
    """Id of the record that a slip is of.  Raises as `slip` does where there is none to read."""
    require(opening.me, Right.SLIPS)
    condition, values = sight.slips(opening)
    found = opening.database.one(f"SELECT r.id, {condition} {_FROM} WHERE s.reference = ?", *values, reference)
    if found is None:
        raise IntakeError("vault.no_such_slip")
    record_id, reads = str(found[0]), bool(found[1])
    refusals.as_if_missing(opening, "slip", "vault.no_such_slip", lambda: sight.need(opening, "content", reads))
    return record_id


def _live(opening: Opening, reference: str) -> str:
    """The same of a slip whose release counts, and that is of one person."""
    record_id = slip_record(opening, reference)
    opening.may_leave()
    ((release,),) = opening.database.all("SELECT release_id FROM slip WHERE reference = ?", reference)
    require_live(opening.database, str(release))
    parted_slips.require_of_one(opening, reference)
    return record_id


def slip_left(opening: Opening, reference: str, way: str) -> None:
    """Notes that a slip left the store: 'printed', or 'saved' as a file.  Raises as `slip` does."""
    if way not in LEAVES:
        raise ValueError(f"no such way: {way}")
    record_id = _live(opening, reference)
    with opening.database.transaction():
        audit.append(opening, f"slip.{way}", record_id, reference=reference)
