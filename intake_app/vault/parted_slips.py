"""Slips that may say what two persons told: made while their records were read as one person's, taken apart since.

Which records were one person's when a slip was issued is told by the order of the log, whatever a clock says, so it is
known of slips of any age.
"""

import json
from collections import Counter
from collections.abc import Iterable, Sequence

from intake_app.errors import IntakeError
from intake_app.vault import cases, withdrawing
from intake_app.vault.database import Database, Row
from intake_app.vault.opening import Opening
from intake_app.vault.withdrawing import Departure, marks

_SINCE = (
    "SELECT action, object, json_extract(detail, '$.record') FROM audit WHERE seq > coalesce((SELECT seq FROM audit "
    "WHERE action = 'slip.issued' AND object = ? AND detail = ? ORDER BY seq DESC LIMIT 1), 0) "
    "AND action IN ('case.merged', 'case.parted', 'case.record', 'record.finalised')"
)
_CAME = (
    "SELECT r.number, c.number FROM audit u JOIN record r ON r.id = json_extract(u.detail, '$.record') "
    "JOIN casefile c ON c.id = u.object WHERE u.action = 'case.record' AND {} ORDER BY u.seq"
)
"""SQL: which record came into which case, both by row, the first one first."""
_SLIP = "SELECT s.reference, r.number, r.id FROM slip s JOIN record r ON r.number = s.record"
_Slip = tuple[str, int, str]
"""Its reference; the record that it is of, by row and by id."""


def require_of_one(opening: Opening, reference: str) -> None:
    """Raises IntakeError 'vault.slip_of_two' for a slip that may say what somebody told who is another person."""
    if is_of_two(opening, reference):
        raise IntakeError("vault.slip_of_two", slip=reference)


def is_of_two(opening: Opening, reference: str) -> bool:
    """Whether records that were of one person when a slip was issued are of two now."""
    ((*_told, record, record_id),) = opening.database.all(f"{_SLIP} WHERE s.reference = ?", reference)
    group, told = _rests_on(opening, (reference, record, record_id))
    case = cases.case_number(opening, record)
    here = {case} if case is None else set(cases.numbers(opening, case))
    return not _all_in(opening, case, group - here) or any(cases.case_number(opening, each) != case for each in told)


def _all_in(opening: Opening, case: int | None, former: set[int]) -> bool:
    """Whether each record that ever was in one of these cases stands in this one now: nobody else is left there."""
    ever = opening.database.all(_CAME.format(f"c.number IN ({marks(former)})"), *former)
    return all(cases.case_number(opening, int(record)) == case for record, _of in ever)


def left_with(opening: Opening, records: Sequence[int]) -> tuple[Departure, ...]:
    """What left as slips of others, of the own agency, that may say what these records, by row, of one person told."""
    database = opening.database
    came = [int(case) for _record, case in database.all(_CAME.format(f"r.number IN ({marks(records)})"), *records)]
    ever = _joined(came, database.all("SELECT kept, other FROM case_merge"))
    there = {record for record, _case in database.all(_CAME.format(f"c.number IN ({marks(ever)})"), *ever)}
    others = sorted(there - set(records))
    found = database.all(f"{_SLIP} WHERE r.agency = ? AND r.number IN ({marks(others)})", opening.me.agency, *others)
    return tuple(
        left
        for reference, record, record_id in found
        if not _rests_on(opening, (reference, record, record_id))[1].isdisjoint(records)
        for left in withdrawing.departures(database, record)
        if left.reference == reference
    )


def _rests_on(opening: Opening, slip: _Slip) -> tuple[set[int], set[int]]:
    """The cases that were read as one when a slip was issued, and their records that were finished then, all by row."""
    (reference, record, record_id), database = slip, opening.database
    link = json.dumps({"reference": reference}, separators=(",", ":"))
    since = database.all(_SINCE, record_id, link)
    later = {about for action, about, _of in since if action == "record.finalised"}
    put = Counter(of for action, _about, of in since if action == "case.record" and of not in later)
    moved = _places_before(database, put)
    now = database.one(f"SELECT e.casefile {cases.OF_CASE} WHERE k.record = ?", record)
    place = moved[record] if record in moved else int(now[0]) if now else None
    if place is None:
        return set(), {record}
    group = _joined([place], _stood(database, since))
    there = database.all(
        f"SELECT k.record, r.id {cases.OF_CASE} WHERE r.state <> 'draft' AND e.casefile IN ({marks(group)})", *group
    )
    told = {int(one) for one, about in there if about not in later and one not in moved}
    told |= {one for one, case in moved.items() if case in group}
    return group, _told_to(database, reference, told) | {record}


def _told_to(database: Database, reference: str, records: set[int]) -> set[int]:
    """Which of these records, by row, whoever issued a slip could know: those of their agency, and of another those
    that were ever handed over to somebody of it.
    """
    agency = "(SELECT p.agency FROM slip s JOIN person p ON p.id = s.issued_by WHERE s.reference = ?)"
    handed = "SELECT h.record FROM handover h JOIN person p ON p.id = h.taker WHERE p.agency = " + agency
    found = database.all(
        f"SELECT number FROM record WHERE number IN ({marks(records)}) AND (agency = {agency} OR number IN ({handed}))",
        *records, reference, reference,
    )  # fmt: skip
    return {int(number) for (number,) in found}


def _places_before(database: Database, put: Counter[str]) -> dict[int, int | None]:
    """The case, by row, that each finished record was in before it was put into one so many times; None for none."""
    came: dict[int, list[int]] = {}
    finished = "r.state <> 'draft' AND r.id IN (SELECT value FROM json_each(?))"
    for record, case in database.all(_CAME.format(finished), json.dumps(sorted(put))):
        came.setdefault(int(record), []).append(int(case))
    times = {
        int(number): put[about]
        for number, about in database.all(f"SELECT number, id FROM record WHERE number IN ({marks(came)})", *came)
    }
    return {record: known[-times[record] - 1] if len(known) > times[record] else None for record, known in came.items()}


def _stood(database: Database, since: Sequence[Row]) -> list[tuple[int, int]]:
    """Which cases were merged into which, both by row, when the log went on with these links: a case is merged into
    another one only where it is in none, so that the last of its mergings are those that ended since.
    """
    rows = database.all(
        "SELECT m.kept, m.other, c.id, m.undone IS NULL FROM case_merge m JOIN casefile c ON c.number = m.other "
        "ORDER BY m.number DESC"
    )
    ended = Counter(about for action, about, _of in since if action == "case.parted")
    found = list[tuple[int, int]]()
    for place, (kept, other, about, stands) in enumerate(rows):
        if not stands and not ended[about]:
            continue
        ended[about] -= not stands
        if place >= sum(action == "case.merged" for action, _about, _of in since):
            found.append((int(kept), int(other)))
    return found


def _joined(places: Iterable[int], edges: Iterable[Sequence[int]]) -> set[int]:
    """These cases and all that are tied to them, by row."""
    pairs, found = list(edges), set(places)
    while more := {each for pair in pairs if not found.isdisjoint(pair) for each in pair} - found:
        found |= more
    return found
