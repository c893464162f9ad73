"""Cases: one person under a code, who is met in episodes and meetings; records belong to a meeting.

Who holds interviews gets at a case of the own agency by its code.  Anybody else gets at it by a record of it that
they see: desk and coordinator by their role, a colleague of another agency by a hand-over.
"""

import secrets
import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime

from intake_app.errors import IntakeError
from intake_app.vault import codes, linked, refusals, same_answers, sight
from intake_app.vault.case_types import CaseRow
from intake_app.vault.database import Row
from intake_app.vault.days import day_begins
from intake_app.vault.opening import Opening
from intake_app.vault.roles import HAND_OVER_RELEASED, Condition, Right, at_home, may, not_allowed, require
from intake_app.vault.sight import need
from intake_app.vault.types import stamp
from intake_app.vault.withdrawing import marks

FIRST_STAGE = "contact"
STAGES = (FIRST_STAGE, "evaluation", "taken_in_charge", "inclusion", "follow_up")
"""Of an episode: the words of SIRIT, from contatto to the form of follow-up."""
MEETINGS = ("landing", "border", "reception", "office", "desk", "phone")
"""Where people are met."""
_OFFICE = "office"
KIND_SAID = f"""iif(m.kind = '{_OFFICE}' AND m.number NOT IN (SELECT json_extract(detail, '$.{_OFFICE}') FROM audit
    WHERE action = 'case.met' AND json_extract(detail, '$.{_OFFICE}') IS NOT NULL), '', m.kind)"""
"""SQL on ``meeting m``: where it was, "" where nobody said.  A table that takes no "" has an office then; of who was
met at one the log tells it.
"""
OF_CASE = """
    FROM case_record k JOIN meeting m ON m.number = k.meeting JOIN episode e ON e.number = m.episode
    JOIN record r ON r.number = k.record
"""
"""SQL for the records of cases, with ``e.casefile``."""
_Terms = tuple[Condition, Condition]
"""SQL on ``casefile c`` and on ``record r``, of which one is enough."""
_SAME = """
    WITH RECURSIVE same(n) AS (SELECT ?1 UNION
        SELECT m.other FROM same JOIN case_merge m ON m.kept = same.n AND m.undone IS NULL)
    SELECT n FROM same ORDER BY n
"""
_HANDED = f"""
    SELECT r.agency {OF_CASE} JOIN handover h ON h.record = r.number JOIN person p ON p.id = h.taker
    WHERE e.casefile IN ({{group}}) AND p.agency = ? AND h.sight = 1 AND h.ended IS NULL
        AND EXISTS ({HAND_OVER_RELEASED} AND x.withdrawn IS NULL)
"""
"""SQL for the agencies of which a record of these cases is handed over, and counts still."""
_SELECT = """
    SELECT c.id, c.code, c.opened, p.name, c.agency, c.site,
        EXISTS (SELECT 1 FROM case_name n WHERE n.casefile IN ({group}))
    FROM casefile c JOIN person p ON p.id = c.opened_by
"""

_CODE = "SELECT code FROM {} WHERE number = ?"
_OF_RECORD = """
    SELECT iif(EXISTS (SELECT 1 FROM casefile WHERE code = r.code), NULL, r.code), r.created FROM record r
    WHERE r.number = ?
"""
"""SQL for the code that a case takes over from a record, NULL where another has it, and when that was begun."""
_BY_OWN = "SELECT id, NULL FROM casefile WHERE code = ?1 AND NOT EXISTS (SELECT 1 FROM record WHERE code = ?1)"
_BY_ANY = f"""
    SELECT id, NULL FROM casefile WHERE code = ?1
    UNION ALL SELECT c.id, r.id {OF_CASE} JOIN casefile c ON c.number = e.casefile WHERE r.code = ?1
    ORDER BY 2
"""
"""SQL for a case by its code, else by that of a record of it, with that."""


def open_case(opening: Opening) -> CaseRow:
    """A new case under a fresh code, in its first stage.  Raises IntakeError 'vault.not_allowed'."""
    require(opening.me, Right.INTERVIEW)
    with opening.database.transaction():
        case_id = begin(opening)
    return row(opening, case_id)


def begin(opening: Opening, record: int | None = None) -> str:
    """A new case, by its id; only inside a transaction.  It has a fresh code, or that of a ``record``, by row, which
    its papers bore so far, and goes on since that was begun.
    """
    me, database, case_id = opening.me, opening.database, f"case:{uuid.uuid4()}"
    code, began = database.one(_OF_RECORD, record) or (None, opening.now())
    database.run(
        "INSERT INTO casefile (id, code, opened, opened_by, agency, site) VALUES (?, ?, ?, ?, ?, ?)",
        *(case_id, code or free_code(opening), opening.now(), me.id, me.agency, me.site),
    )
    number = linked.last(database)
    linked.told(opening, "case.opened", case_id, number)
    begin_episode(opening, case_id, number, FIRST_STAGE, str(began))
    return case_id


def person_code(opening: Opening, record_id: str) -> str:
    """The code of the person of a record that one sees: that of its case, else that of its first version, which a case
    that is opened for it takes.
    """
    record = sight.number_of(opening, record_id)
    case, first = case_number(opening, record), same_answers.versions_of(opening, record)[0]
    query, number = (_CODE.format("record"), first) if case is None else (_CODE.format("casefile"), case)
    ((code,),) = opening.database.all(query, number)
    return str(code)


def free_code(opening: Opening) -> str:
    """A code that neither a record nor a case has: whoever types it means one thing."""
    rng = secrets.SystemRandom()
    taken = "SELECT 1 FROM record WHERE code = ?1 UNION ALL SELECT 1 FROM casefile WHERE code = ?1"
    while True:
        code = codes.new_code(rng)
        if opening.database.one(taken, code) is None:
            return code


def row(opening: Opening, case_id: str) -> CaseRow:
    """One case.  Raises IntakeError 'vault.no_such_case', 'vault.not_allowed'."""
    return _row(opening, number_of(opening, case_id))


def _row(opening: Opening, number: int) -> CaseRow:
    group = numbers(opening, number)
    ((case_id, code, opened, by, agency, site, named),) = opening.database.all(
        f"{_SELECT.format(group=marks(group))} WHERE c.number = ?", *group, number
    )
    known, by_name = (_reached(opening, case_id, terms)[1] for terms in (_knowing(opening), naming(opening)))
    whole, own = known and bool(told_whole(opening, group)), opened_here(opening, group) == group
    names = names_told(opening, group) if named else {}
    free = by_name and bool(free_of(nameable(opening, group), names))
    named = any(names.values()) or bool(names and not free)
    return CaseRow(case_id, code, opened, by, agency, site, named, known, free, whole, own)


def find(opening: Opening, code: str, *, own: bool = False) -> CaseRow:
    """A case by its code as spoken or typed, or by that of a record of it that one sees; ``own``: by a code that is of
    no record.

    Raises IntakeError 'vault.bad_code' for a code that nobody gave out, 'vault.no_such_case' also for one that this
    person may not see: the log tells the two apart.
    """
    found = opening.database.one(_BY_OWN if own else _BY_ANY, codes.code_of(code))
    if found is None:
        raise IntakeError("vault.no_such_case")
    case_id, record_id = found

    def seen() -> CaseRow:
        if record_id is not None:
            sight.number_of(opening, record_id)
        return row(opening, case_id)

    return refusals.as_if_missing(opening, "find_case", "vault.no_such_case", seen)


def case_of(opening: Opening, record_id: str) -> CaseRow | None:
    """The case of a record that this person sees; None when it belongs to none."""
    number = case_number(opening, sight.number_of(opening, record_id))
    return None if number is None else _row(opening, number)


def case_number(opening: Opening, record: int) -> int | None:
    """The case of a record, both by their row numbers."""
    found = opening.database.one(f"SELECT e.casefile {OF_CASE} WHERE k.record = ?", record)
    return lead(opening, int(found[0])) if found else None


def lead(opening: Opening, number: int) -> int:
    """The case under whose code a case stands, itself where it was merged into none; both by row."""
    query = "SELECT kept FROM case_merge WHERE other = ? AND undone IS NULL"
    while found := opening.database.one(query, number):
        number = int(found[0])
    return number


def numbers(opening: Opening, number: int) -> list[int]:
    """The rows of a case and of those that were merged into it."""
    return [int(row[0]) for row in opening.database.all(_SAME, number)]


def number_of(opening: Opening, case_id: str) -> int:
    """The row number of a case that this person gets at.

    Raises IntakeError 'vault.no_such_case', 'vault.not_allowed'.
    """
    return _number(opening, case_id, (of_agency(opening), sight.seen(opening)), "case")


def knowing_number(opening: Opening, case_id: str) -> int:
    """The same for who may know how the case stands: who holds interviews in the agency, or reads one of its records.

    Who only sees that there are records is not told, nor a guest who reads a record that was handed over; of what is
    `told_whole` to nobody in the agency only what the agency wrote.
    """
    return _number(opening, case_id, _knowing(opening), "content")


def _knowing(opening: Opening) -> _Terms:
    return of_agency(opening), at_home(sight.read(opening), opening.me)


def naming_number(opening: Opening, case_id: str) -> int:
    """The same for who may read the person's name: who opened the case, or reads one of the agency's finished records.

    Beginning a draft in the case of a colleague is not enough: whoever holds interviews can.  Nor is a record that
    another agency handed over: the name does not go with it. Which name is told: see `names_told`.
    """
    return _number(opening, case_id, naming(opening), "content")


def naming(opening: Opening) -> _Terms:
    """SQL on ``casefile c`` and on ``record r``, of which one is enough to name a case: see `naming_number`."""
    condition, values = at_home(sight.read(opening), opening.me)
    return ("c.opened_by = ?", (opening.me.id,)), (f"r.state <> 'draft' AND {condition}", values)


def told_whole(opening: Opening, group: Sequence[int]) -> list[int]:
    """Of these cases, by row, those of which the own agency is told what others wrote too: it opened them, or a record
    of them that is of the agency that did is handed over to it, as long as that counts.
    """
    handed = "" if opening.held else _HANDED.format(group=marks(group))
    found = opening.database.all(
        f"SELECT number FROM casefile WHERE number IN ({marks(group)}) AND (agency = ? OR agency IN ({handed})) "
        "ORDER BY number",
        *(*group, opening.me.agency, *(() if opening.held else (*group, opening.me.agency))),
    )
    return [int(row[0]) for row in found]


def opened_here(opening: Opening, group: Sequence[int]) -> list[int]:
    """Of these cases, by row, those that the own agency opened."""
    query = f"SELECT number FROM casefile WHERE number IN ({marks(group)}) AND agency = ? ORDER BY number"
    return [int(row[0]) for row in opening.database.all(query, *group, opening.me.agency)]


def names_told(opening: Opening, group: Sequence[int]) -> dict[int, bool]:
    """Of these cases, by row, those with a name: whether it is told to this person.

    Each by itself, also where they were put together: who opened that very case or reads a finished record of it, of
    the agency that is told of it or put the name.
    """
    found = opening.database.all(
        f"SELECT n.casefile, c.id FROM case_name n JOIN casefile c ON c.number = n.casefile "
        f"WHERE n.casefile IN ({marks(group)}) ORDER BY n.casefile",
        *group,
    )
    whole, own = told_whole(opening, group), nameable(opening, group)
    return {
        int(number): number in own and (number in whole or _named_here(opening, str(case_id)))
        for number, case_id in found
    }


def free_of(own: Sequence[int], named: Mapping[int, bool]) -> list[int]:
    """Of the cases that a person may name, by row, those in which no name stands that is not told to them."""
    return [each for each in own if named.get(each, True)]


def nameable(opening: Opening, group: Sequence[int]) -> list[int]:
    """Of these cases, by row, those that this person opened or reads a finished record of."""
    case, record = naming(opening)
    found = opening.database.all(
        f"SELECT c.number FROM casefile c WHERE c.number IN ({marks(group)}) AND ({case[0]} OR "
        f"EXISTS (SELECT 1 {OF_CASE} WHERE e.casefile = c.number AND {record[0]})) ORDER BY c.number",
        *(*group, *case[1], *record[1]),
    )
    return [int(row[0]) for row in found]


def _named_here(opening: Opening, case_id: str) -> bool:
    ((ours,),) = opening.database.all(
        "SELECT p.agency = ? FROM audit a JOIN person p ON p.id = a.actor WHERE a.action = 'case.named' "
        "AND a.object = ? ORDER BY a.seq DESC LIMIT 1",
        *(opening.me.agency, case_id),
    )
    return bool(ours)


def writing_number(opening: Opening, case_id: str) -> int:
    """The same for who may write down what was said in a meeting."""
    require(opening.me, Right.INTERVIEW)
    return knowing_number(opening, case_id)


def changing_number(opening: Opening, case_id: str) -> int:
    """The row to write on how the person of a case stands, path and days and who identified them: of one that is told
    whole; where it was put together with another one, of the part that is.

    A guest who goes on with the person after the sight ended has their own records, stages and meetings, and writes
    nothing that others read.  Raises IntakeError 'vault.not_allowed', 'vault.no_such_case'.
    """
    number = writing_number(opening, case_id)
    whole = told_whole(opening, numbers(opening, number))
    need(opening, "guest", bool(whole))
    return number if number in whole else whole[0]


def own_number(opening: Opening, case_id: str) -> int:
    """The same of a case all parts of which the own agency opened, to put it together with another: nobody takes over
    what another agency has, whatever was shown to them.
    """
    number = writing_number(opening, case_id)
    group = numbers(opening, number)
    need(opening, "guest", opened_here(opening, group) == group)
    return number


def joining_number(opening: Opening, case_id: str) -> int:
    """The same for who may add what they ask themselves: a guest to whom a record was handed over, too."""
    require(opening.me, Right.INTERVIEW)
    return reading_number(opening, case_id)


def reading_number(opening: Opening, case_id: str) -> int:
    """The same for who may know how the case stands, or reads a record of it."""
    return _number(opening, case_id, (of_agency(opening), sight.read(opening)), "content")


def of_agency(opening: Opening) -> Condition:
    """SQL on ``casefile c`` for the cases of the own agency, for who holds interviews."""
    if not may(opening.me, Right.INTERVIEW):
        return "0", ()
    care = "EXISTS (SELECT 1 FROM episode WHERE casefile = c.number AND agency = ?)"
    return f"(c.agency = ? OR {care})", (opening.me.agency, opening.me.agency)


def _number(opening: Opening, case_id: str, terms: _Terms, what: str) -> int:
    number, reached = _reached(opening, case_id, terms)
    if not reached:
        raise not_allowed(opening.me, what)
    return number


def _reached(opening: Opening, case_id: str, terms: _Terms) -> tuple[int, bool]:
    """The row number of a case, and whether it, or one of its records, fits; of one that was merged, the other's."""
    case, record = terms
    by_record = f"EXISTS (SELECT 1 {OF_CASE} WHERE e.casefile = c.number AND {record[0]})"
    found = opening.database.one("SELECT number FROM casefile WHERE id = ?", case_id)
    if found is None:
        raise IntakeError("vault.no_such_case")
    number = lead(opening, int(found[0]))
    group = numbers(opening, number)
    ((reached,),) = opening.database.all(
        f"SELECT max({case[0]} OR {by_record}) FROM casefile c WHERE c.number IN ({marks(group)})",
        *(*case[1], *record[1], *group),
    )
    return number, bool(reached)


def id_of(opening: Opening, number: int) -> str:
    """The id of a case by its row number."""
    ((case_id,),) = opening.database.all("SELECT id FROM casefile WHERE number = ?", number)
    return str(case_id)


def episode_here(opening: Opening, case_id: str, number: int) -> int:
    """The episode of a case that goes on with the own agency; where none does, one begins.

    What only a case that was merged into it has goes on in one of its own, so that both can be taken apart.
    """
    found = open_episodes(opening, number)
    if found and found[0][2] == number:
        return int(found[0][0])
    return begin_episode(opening, case_id, number, found[0][1] if found else FIRST_STAGE)


def open_episodes(opening: Opening, number: int) -> list[Row]:
    """Number, stage and case of the episodes that go on with the own agency, the case's own first, then the newest.

    One, but where another case was merged into it.
    """
    group = numbers(opening, number)
    return opening.database.all(
        f"SELECT number, stage, casefile FROM episode WHERE casefile IN ({marks(group)}) AND agency = ? "
        "AND ended IS NULL ORDER BY casefile = ? DESC, number DESC",
        *(*group, opening.me.agency, number),
    )


def begin_episode(opening: Opening, case_id: str, number: int, stage: str, began: str = "") -> int:
    """An episode that begins now, or `began` before; only inside a transaction."""
    me, database = opening.me, opening.database
    database.run(
        "INSERT INTO episode (casefile, stage, agency, site, began) VALUES (?, ?, ?, ?, ?)",
        *(number, stage, me.agency, me.site, began or opening.now()),
    )
    episode = linked.last(database)
    linked.told(opening, "case.stage", case_id, episode)
    return episode


def meeting_today(opening: Opening, case_id: str, kind: str, language: str) -> int:
    """The meeting that goes on: of this person, of this day (where this computer is) and kind, in this language; where
    there is none, a new one.

    Only inside a transaction.
    """
    return _meeting(opening, case_id, joining_number(opening, case_id), kind, language)


def meeting_of(opening: Opening, case_id: str, kind: str, versions: Sequence[int]) -> int:
    """The same of a record, by the rows of its versions: of the day and the place where this person began it, or the
    colleague who handed the draft over to them.
    """
    ((language, site, created, person),) = opening.database.all(
        "SELECT r.language, r.site, r.created, coalesce((SELECT h.giver FROM handover h WHERE h.record = r.number AND "
        "h.sight = 0 ORDER BY h.id LIMIT 1), r.author) FROM record r "
        f"WHERE r.number IN ({marks(versions)}) AND r.author = ? ORDER BY r.number LIMIT 1",
        *(*versions, opening.me.id),
    )
    number, there = joining_number(opening, case_id), (str(site), datetime.fromisoformat(created), str(person))
    return _meeting(opening, case_id, number, kind, language, there)


def gone_on(opening: Opening, record: int, moment: str) -> None:
    """Whoever goes on with a draft, by row, that a colleague began or that was begun at another site, meets the person
    then, unless they did since it was begun.  Only inside a transaction.
    """
    me = opening.me
    found = opening.database.one(
        f"SELECT e.casefile, m.language {OF_CASE} WHERE k.record = ? AND NOT EXISTS (SELECT 1 FROM meeting n "
        "JOIN episode o ON o.number = n.episode WHERE o.casefile = e.casefile AND n.person = ? AND n.site = ? "
        "AND n.at >= m.at)",
        *(record, me.id, me.site),
    )
    if found:
        there, case_id = (me.site, datetime.fromisoformat(moment), me.id), id_of(opening, int(found[0]))
        _meeting(opening, case_id, int(found[0]), "", found[1], there)


def _meeting(
    opening: Opening, case_id: str, number: int, kind: str, language: str,
    there: tuple[str, datetime, str] | None = None,
) -> int:  # fmt: skip
    """The same of a case by its own row, also where it was merged into another; ``there``: at which site, when and by
    whom, by id."""
    if kind not in ("", *MEETINGS):
        raise ValueError(f"no such meeting: {kind}")
    me, database, (site, moment, person) = (
        opening.me, opening.database, there or (opening.me.site, opening.clock(), opening.me.id)
    )  # fmt: skip
    episode = episode_here(opening, case_id, number)
    found = database.one(
        f"SELECT number FROM meeting m WHERE episode = ? AND person = ? AND {KIND_SAID} = ? AND site = ? "
        "AND language = ? AND at >= ? AND at < ? ORDER BY number DESC",
        *(episode, person, kind, site, language, day_begins(moment), day_begins(moment, 1)),
    )
    if found:
        return int(found[0])
    database.run(
        "INSERT INTO meeting (episode, kind, person, agency, site, language, at) VALUES (?, ?, ?, ?, ?, ?, ?)",
        *(episode, kind or _OFFICE, person, me.agency, site, language, stamp(moment)),
    )
    meeting = linked.last(database)
    linked.told(opening, "case.met", case_id, meeting, **({_OFFICE: meeting} if kind == _OFFICE else {}))
    return meeting


def put(opening: Opening, case_id: str, record: int, record_id: str, meeting: int) -> None:
    """Makes a record, by its row number and id, one of a meeting; only inside a transaction."""
    opening.database.run("INSERT INTO case_record (record, meeting) VALUES (?, ?)", record, meeting)
    linked.told(opening, "case.record", case_id, record, record=record_id)


def move(opening: Opening, case_id: str, record: int, record_id: str, meeting: int) -> None:
    """Makes a record that is of another case one of a meeting of this one; only inside a transaction."""
    opening.database.run("UPDATE case_record SET meeting = ? WHERE record = ?", meeting, record)
    linked.told(opening, "case.record", case_id, record, record=record_id)


def follow(opening: Opening, record: int, record_id: str, former: int) -> None:
    """Puts a new version of a record, or a copy, into the case of the one before, if it has one: with which it goes
    where that was merged into another and is taken apart.  Only inside a transaction.
    """
    found = opening.database.one(f"SELECT e.casefile, {KIND_SAID}, m.language {OF_CASE} WHERE k.record = ?", former)
    if found:
        case_id = id_of(opening, found[0])
        joining_number(opening, case_id)
        put(opening, case_id, record, record_id, _meeting(opening, case_id, int(found[0]), found[1], found[2]))


def go_along(opening: Opening, records: Sequence[int]) -> None:
    """Of these records, by row, of cases that are taken apart, each new version goes to where the one before is: an
    older program left it with the other.  Only inside a transaction.
    """
    for record in records:
        found = opening.database.one(
            "SELECT e.former, r.id FROM edit e JOIN record r ON r.number = e.record WHERE e.record = ?", record
        )
        if found and case_number(opening, int(found[0])) != case_number(opening, record):
            of_former = f"SELECT e.casefile, k.meeting {OF_CASE} WHERE k.record = ?"
            ((case, meeting),) = opening.database.all(of_former, found[0])
            move(opening, id_of(opening, int(case)), record, str(found[1]), int(meeting))
