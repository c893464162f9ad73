"""Handing records over: a draft gets another author, a finished record is seen by one person more.

A draft has one author: the colleague goes on where it stood, and who gave it away sees it no more.  A finished record
keeps its author for good; the sight of it is given, and taken back by the author or handed back by who has it.  To
somebody of another agency it is a way out: it stands on a release, and lasts no longer than that counts, or than the
record is as it was: what was corrected is handed over anew.
"""

from collections.abc import Sequence
from dataclasses import replace

from intake_app.errors import IntakeError
from intake_app.vault import audit, consents, going_out, people, quarantine, releases, saving, seals
from intake_app.vault.going_out import Leaving
from intake_app.vault.opening import Opening
from intake_app.vault.roles import CORRECTED, HAND_OVER_RELEASED, Right, may_take, not_allowed, require
from intake_app.vault.seals import Seal
from intake_app.vault.sight import number_of
from intake_app.vault.types import HandOver, Person

_ACTIVE = f"""
    SELECT h.id, h.giver FROM handover h JOIN record r ON r.number = h.record JOIN person p ON p.id = h.taker
    WHERE h.record = ? AND h.taker = ? AND h.ended IS NULL
        AND (p.agency = r.agency OR EXISTS ({HAND_OVER_RELEASED} AND x.withdrawn IS NULL))
    ORDER BY h.id DESC LIMIT 1
"""


def shown_here(opening: Opening) -> tuple[str, ...]:
    """The records of other agencies, by id, of which the person who opened the store has the sight."""
    found = opening.database.all(
        "SELECT DISTINCT r.id FROM handover h JOIN record r ON r.number = h.record WHERE h.taker = ? AND h.sight = 1 "
        f"AND h.ended IS NULL AND r.agency <> ? AND EXISTS ({HAND_OVER_RELEASED} AND x.withdrawn IS NULL)",
        *(opening.me.id, opening.me.agency),
    )
    return tuple(str(row[0]) for row in found)


def give(
    opening: Opening, record_id: str, name: str, leaving: Leaving | None = None, ended: Sequence[str] = ()
) -> Person:
    """Hands a record of one's own over to a colleague; who that is.  ``leaving``: on what, for one of another agency.

    It is kept with all that it rests on, or nothing; ``ended``: as for `going_out.prepare`.

    Raises IntakeError 'vault.not_allowed' for a record of somebody else, 'vault.no_such_person',
    'vault.handed_to_oneself', 'vault.can_not_take', 'vault.discarded', 'vault.no_such_record', 'vault.no_release' for
    another agency without one, 'vault.handed_already' while it stands as to a body of another kind, and
    'vault.damaged', 'vault.replayed' for one that other tools changed.
    """
    require(opening.me, Right.HAND_OVER)
    number, state = _own(opening, record_id)
    taker = _taker(opening, name, draft=state == "draft")
    seal = quarantine.judged(opening, number)
    if state == "draft":
        saving.anew(opening, number, record_id)
        seal = quarantine.judged(opening, number)
    with opening.database.transaction():
        if state == "draft":
            _move_draft(opening, number, record_id, taker, seal)
        elif (standing := opening.database.one(_ACTIVE, number, taker.id)) is None:
            on = _fitting(opening, record_id, taker, leaving)
            if on is not None and ended:
                consents.lapse_now(opening, record_id, ended)
            _note(opening, number, record_id, taker, True, on)
        elif leaving is not None and not _stands_on(opening, int(standing[0]), taker, leaving.release.recipient):
            raise IntakeError("vault.handed_already")
    return taker


def _stands_on(opening: Opening, handover: int, taker: Person, recipient: str) -> bool:
    """Whether a hand-over that counts was to a body of this kind; within the agency it is to none."""
    kind = f"SELECT 1 FROM handover h WHERE h.id = ? AND EXISTS ({HAND_OVER_RELEASED} AND x.recipient = ?)"
    return taker.agency == opening.me.agency or opening.database.one(kind, handover, recipient) is not None


def _fitting(opening: Opening, record_id: str, taker: Person, leaving: Leaving | None) -> Leaving | None:
    """On what the taker gets the sight; None within the agency."""
    if taker.agency == opening.me.agency:
        return None
    if leaving is None or (leaving.release.record_id, leaving.release.purpose) != (record_id, "export"):
        raise IntakeError("vault.no_release")
    opening.may_leave()
    return leaving


def _own(opening: Opening, record_id: str) -> tuple[int, str]:
    found = opening.database.one("SELECT number, state, author, discarded FROM record WHERE id = ?", record_id)
    if found is None:
        raise IntakeError("vault.no_such_record")
    number, state, author, discarded = found
    if author != opening.me.id:
        raise not_allowed(opening.me, "hand_over")
    if discarded is not None:
        raise IntakeError("vault.discarded")
    return int(number), str(state)


def _taker(opening: Opening, name: str, draft: bool) -> Person:
    """The colleague of this name, who can open the store."""
    taker = people.by_name(opening.database, name)
    if taker is None or opening.header.current.slot(taker.id) is None:
        raise IntakeError("vault.no_such_person")
    if taker.id == opening.me.id:
        raise IntakeError("vault.handed_to_oneself")
    if not may_take(opening.me, taker, draft):
        raise IntakeError("vault.can_not_take", role=taker.role.value)
    return taker


def _move_draft(opening: Opening, number: int, record_id: str, taker: Person, seal: Seal) -> None:
    opening.database.run("UPDATE handover SET ended = ? WHERE record = ? AND ended IS NULL", opening.now(), number)
    opening.database.run("UPDATE record SET author = ? WHERE number = ?", taker.id, number)
    _note(opening, number, record_id, taker, False, None)
    seals.write(opening.database, opening.keys.audit, number, seal)
    opening.touched.discard(record_id)


def _note(
    opening: Opening, number: int, record_id: str, taker: Person, sight: bool, leaving: Leaving | None
) -> None:
    """The hand-over, and two links of the log: one about the record, one about the person who gets it.

    A release gets the moment of the hand-over, by which the two are known to each other.
    """
    database, now = opening.database, opening.now()
    if leaving is not None:
        ended = "UPDATE handover SET ended = ? WHERE record = ? AND taker = ? AND ended IS NULL"
        database.run(ended, now, number, taker.id)  # of a release that was taken back
        releases.insert(opening, replace(leaving.release, at=now))
        going_out.note(opening, leaving)
    database.run(
        "INSERT INTO handover (record, giver, taker, sight, at) VALUES (?, ?, ?, ?, ?)",
        *(number, opening.me.id, taker.id, int(sight), now),
    )
    audit.changing(opening)
    audit.append(opening, "record.handed_over", record_id, to=taker.id, sight=int(sight))
    audit.append(opening, "person.was_handed", taker.id, record=record_id, sight=int(sight))


def give_back(opening: Opening, record_id: str) -> Person:
    """Hands back what was handed over to oneself; to whom.

    Raises IntakeError 'vault.not_handed' when it was not, and as `give` does when the one it came from can not take
    it any more.
    """
    number = number_of(opening, record_id)
    found = opening.database.one(_ACTIVE, number, opening.me.id)
    if found is None:
        raise IntakeError("vault.not_handed")
    giver = people.ever(opening.database, found[1])
    if opening.database.one("SELECT 1 FROM record WHERE number = ? AND state = 'draft'", number):
        return give(opening, record_id, giver.name)
    _end(opening, int(found[0]), record_id, opening.me)
    return giver


def withdraw(opening: Opening, record_id: str, name: str) -> None:
    """Takes the sight of a finished record of one's own back from a colleague, who may have been removed since.

    Raises IntakeError 'vault.not_handed' when this colleague does not have it, and as `give` does.
    """
    require(opening.me, Right.HAND_OVER)
    number, _state = _own(opening, record_id)
    taker = people.by_name(opening.database, name)
    found = opening.database.one(_ACTIVE, number, taker.id) if taker else None
    if taker is None or found is None:
        raise IntakeError("vault.not_handed")
    _end(opening, int(found[0]), record_id, taker)


def _end(opening: Opening, handover: int, record_id: str, taker: Person) -> None:
    with opening.database.transaction():
        opening.database.run("UPDATE handover SET ended = ? WHERE id = ?", opening.now(), handover)
        audit.changing(opening)
        audit.append(opening, "record.handed_back", record_id, of=taker.id)
        audit.append(opening, "person.handed_back", taker.id, record=record_id)


def listed(opening: Opening, record_id: str) -> tuple[HandOver, ...]:
    """Hand-overs of a record that this person sees, the oldest first."""
    found = opening.database.all(
        "SELECT g.name, t.name, h.sight, h.at, coalesce(h.ended, (SELECT x.withdrawn FROM release x "
        "WHERE x.record = h.record AND x.purpose = 'export' AND x.at = h.at), "
        f"iif(t.agency = r.agency, NULL, ({CORRECTED}))) FROM handover h JOIN record r ON r.number = h.record "
        "JOIN person g ON g.id = h.giver JOIN person t ON t.id = h.taker WHERE h.record = ? ORDER BY h.id",
        number_of(opening, record_id),
    )
    return tuple(HandOver(record_id, giver, taker, bool(sight), at, ended) for giver, taker, sight, at, ended in found)
