"""What came back of a slip: each note is written once, the newest stands, a wrong one is corrected by another."""

from dataclasses import dataclass

from intake_app.vault import linked, releases, sight
from intake_app.vault.opening import Opening
from intake_app.vault.roles import Right, require

STATUSES = (
    "issued", "received", "accepted", "waiting_list", "declined", "not_reached", "started", "closed", "revoked",
)  # fmt: skip
"""As notes have them; 'issued' takes back a note that was a mistake."""
LONGEST = 40
"""Letters of a reason, which is a code."""
_ENDED = ("declined", "closed")
"""After these nothing is open that a person could take back."""
_REVOKED = f"x.withdrawn IS NOT NULL AND coalesce(n.status, 'issued') NOT IN {_ENDED}"
"""SQL: the person took back what a slip goes on, and it had not ended."""
_NEWEST = "n.number = (SELECT max(number) FROM slip_status WHERE slip = s.number)"


@dataclass(frozen=True, slots=True)
class SlipNote:
    """One note: status, code of a reason or "", when it happened and when it was noted (ISO 8601), by whom (a name).

    ``taken_back``: nobody noted it of the slip; the person took back what it goes on, and that revokes it.
    """

    status: str
    reason: str
    happened: str
    noted_by: str
    at: str
    taken_back: bool = False


@dataclass(frozen=True, slots=True)
class SlipStanding:
    """An issued slip as it stands: its record's id and code, the service, its priority, and the newest note.

    ``status`` is 'issued' as long as nothing came back; ``since`` is when that status began; ``withdrawn``: the person
    took back what the slip goes on, which revokes it from that day on unless it had ended. ``basis`` and ``lawful`` are
    of its release.
    """

    reference: str
    record_id: str
    code: str
    recipient: str
    issued_at: str
    priority: str
    status: str
    reason: str
    since: str
    withdrawn: bool
    basis: str
    lawful: str


def put(opening: Opening, reference: str, status: str, reason: str, happened: str) -> SlipNote:
    """Notes what came back.  Raises IntakeError 'vault.no_such_slip', also for one of a record one does not read.

    ValueError for a status that there is not, or a reason that is no code: nobody's words come in by it.
    """
    require(opening.me, Right.SLIPS)
    if status not in STATUSES or len(reason) > LONGEST or not (reason or "x").replace("_", "").isalnum():
        raise ValueError("not a status and a code")
    number, record_id = _number(opening, reference)
    database, now = opening.database, opening.now()
    row = (number, status, reason, happened, opening.me.id, now)
    with database.transaction():
        database.run(
            "INSERT INTO slip_status (slip, status, reason, happened, noted_by, at) VALUES (?, ?, ?, ?, ?, ?)", *row
        )
        linked.told(opening, "slip.status", record_id, linked.last(database), reference=reference, status=status)
    return SlipNote(status, reason, happened, opening.me.name, now)


def notes(opening: Opening, reference: str) -> tuple[SlipNote, ...]:
    """All notes of a slip, the oldest first; that it was taken back stands last.  Raises as `put` does."""
    require(opening.me, Right.SLIPS)
    number, _record = _number(opening, reference)
    found = opening.database.all(
        "SELECT n.status, n.reason, n.happened, p.name, n.at FROM slip_status n JOIN person p ON p.id = n.noted_by "
        "WHERE n.slip = ? ORDER BY n.number",
        number,
    )
    return (*(SlipNote(*row) for row in found), *_taken_back(opening, number))


def _taken_back(opening: Opening, slip: int) -> tuple[SlipNote, ...]:
    found = opening.database.all(
        "SELECT x.withdrawn, coalesce((SELECT p.name FROM audit u JOIN person p ON p.id = u.actor WHERE u.action = "
        "'consent.withdrawn' AND json_extract(u.detail, '$.release') = x.id), '') FROM slip s JOIN release x "
        f"ON x.id = s.release_id LEFT JOIN slip_status n ON {_NEWEST} WHERE s.number = ? AND {_REVOKED}",
        slip,
    )
    return tuple(SlipNote("revoked", "", str(at), str(by), str(at), taken_back=True) for at, by in found)


def standing(opening: Opening) -> tuple[SlipStanding, ...]:
    """Every slip of the records that this person reads as it stands, the oldest first."""
    require(opening.me, Right.SLIPS)
    condition, values = sight.slips(opening)
    found = opening.database.all(
        "SELECT s.reference, r.id, r.code, s.recipient, s.issued_at, s.priority, "
        f"CASE WHEN {_REVOKED} THEN 'revoked' ELSE coalesce(n.status, 'issued') END, "
        f"CASE WHEN {_REVOKED} THEN '' ELSE coalesce(n.reason, '') END, "
        f"CASE WHEN {_REVOKED} THEN x.withdrawn ELSE coalesce(n.happened, s.issued_at) END, x.withdrawn IS NOT NULL, "
        "x.basis, x.lawful FROM slip s JOIN record r ON r.number = s.record JOIN release x ON x.id = s.release_id "
        f"LEFT JOIN slip_status n ON {_NEWEST} "
        f"WHERE {condition} ORDER BY s.number",
        *values,
    )
    return tuple(SlipStanding(*row) for row in found)


def _number(opening: Opening, reference: str) -> tuple[int, str]:
    record_id = releases.slip_record(opening, reference)
    ((number,),) = opening.database.all("SELECT number FROM slip WHERE reference = ?", reference)
    return int(number), record_id
