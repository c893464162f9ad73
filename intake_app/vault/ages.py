"""What was told of a person's age: by each record, at the desk, or decided; put once, never changed, all of it shown.

It is of the person: of all records of a case, of all versions of a record without one.  That a draft tells it is known
to every colleague of the case, who does not read the draft.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

from intake_app.errors import IntakeError
from intake_app.vault import cases, consents, glass, linked, sight, withdrawing
from intake_app.vault.case_types import AgeWord
from intake_app.vault.consents import ConsentWord
from intake_app.vault.database import Row
from intake_app.vault.opening import Line, Opening
from intake_app.vault.types import ReleaseRow
from intake_app.vault.withdrawing import marks

AGES = ("adult", "minor", "not_told")
SOURCES = ("form", "person", "document")
"""Of what a record or the desk tells; a decision is put by `decide`."""
DECISION = "decision"


def put(opening: Opening, record_id: str, age: str, source: str = "form") -> bool:
    """Keeps what a record tells (``form``), or what was told at the desk with it, for who is of its agency.

    Gives whether it is new; what a record without a case tells stays in it.  Raises IntakeError 'vault.not_finalised'
    for a draft without a case, 'vault.not_allowed', 'vault.no_such_record'.
    """
    case = cases.case_number(opening, _telling(opening, record_id, age, source))
    if source == "form" and (case is None or _last(opening, record_id) == age):
        return False
    with opening.database.transaction():
        note(opening, record_id, age, source)
    return True


def note(opening: Opening, record_id: str, age: str, source: str) -> None:
    """What was told at the desk with a record, inside the caller's transaction.  Raises as `put` does."""
    number = _telling(opening, record_id, age, source)
    _write(opening, cases.case_number(opening, number), record_id, age, source, "")


def _telling(opening: Opening, record_id: str, age: str, source: str) -> int:
    """The row of a record with which an age may be told."""
    if age not in AGES or source not in SOURCES:
        raise ValueError(f"no such age or source: {age}, {source}")
    number = sight.home_number(opening, record_id)
    if source != "form" and cases.case_number(opening, number) is None:
        _require_finished(opening, number)
    return number


def put_joined(opening: Opening, case: int, record_id: str, age: str) -> None:
    """The same of what a version tells, whoever wrote it, that has just come into a case, by row; only inside that
    transaction.
    """
    if _last(opening, record_id) != age:
        _write(opening, case, record_id, age, "form", "")


def void(opening: Opening, group: Sequence[int], last: int, record: int) -> None:
    """Decisions that these cases, by row, are of an adult count no more: it may be another person whom they meant.

    Those after the row ``last`` of what was told, or, where it is -1, that were taken since a ``record`` was begun.
    Only inside a transaction.
    """
    found = opening.database.all(
        "SELECT t.number FROM age_told t LEFT JOIN record r ON r.id = t.told_in WHERE t.source = 'decision' "
        f"AND t.age = 'adult' AND t.casefile IN ({marks(group)}) AND NOT EXISTS (SELECT 1 FROM age_void WHERE "
        "age = t.number) AND iif(? >= 0, t.number > ?, r.number IS NULL OR r.number >= ?)",
        *(*group, last, last, record),
    )
    for (number,) in found:
        opening.database.run("INSERT INTO age_void (age) VALUES (?)", number)
        linked.told(opening, "age.void", cases.id_of(opening, group[0]), int(number))


def decide(
    opening: Opening,
    case_id: str,
    age: str,
    reason: str,
    weigh: Callable[[str, Sequence[ReleaseRow], Mapping[str, Sequence[ConsentWord]], bool], Sequence[str]],
) -> None:
    """Keeps what was decided of the age of the person of a case, with its reason, which is a sentence.

    For who holds interviews in the agency that opened the case, and all that was put together with it, whether they
    read a record of it or not.  It goes with
    the newest record, if there is one.  ``weigh``: see `case_merging`; what holds no more stops at once, whoever reads
    the records.  Raises IntakeError 'vault.bad_reason', 'vault.unseen_signs', 'vault.not_allowed',
    'vault.no_such_case'.
    """
    if age not in AGES[:2]:
        raise ValueError(f"no such age: {age}")
    number, kept = cases.own_number(opening, case_id), glass.check_reason(reason)
    group = cases.numbers(opening, number)
    newest = opening.database.one(
        f"SELECT r.id {cases.OF_CASE} WHERE e.casefile IN ({marks(group)}) AND r.discarded IS NULL "
        "ORDER BY r.number DESC LIMIT 1",
        *group,
    )
    with opening.database.transaction():
        for each in group:
            _write(opening, each, newest[0] if newest else "", age, DECISION, kept)
        records = consents.records_of(opening, number)
        standing = withdrawing.standing(opening, records)
        ended = weigh(case_id, standing, consents.counting(opening, number, standing), False)
        withdrawing.lapse(opening, records, ended)
        opening.line = Line()


def _require_finished(opening: Opening, number: int) -> None:
    if opening.database.one("SELECT 1 FROM submission WHERE record = ?", number) is None:
        raise IntakeError("vault.not_finalised")


def _last(opening: Opening, record_id: str) -> str:
    found = opening.database.one(
        "SELECT age FROM age_told WHERE told_in = ? AND source = 'form' AND casefile IS NOT NULL ORDER BY number DESC",
        record_id,
    )
    return str(found[0]) if found else ""


def _write(opening: Opening, case: int | None, record_id: str, *told: str) -> None:
    opening.database.run(
        "INSERT INTO age_told (casefile, told_in, age, source, reason, noted_by, at) VALUES (?, ?, ?, ?, ?, ?, ?)",
        *(case, record_id, *told, opening.me.id, opening.now()),
    )
    about = record_id if case is None else cases.id_of(opening, case)
    linked.told(opening, "age.told", about, linked.last(opening.database))


def of_record(opening: Opening, record_id: str) -> tuple[AgeWord, ...]:
    """All that was told of the age of the person of a record that one sees, the oldest first.

    Of what another agency told, neither the reason nor who told it nor the code of a record that one does not see.
    """
    number = sight.number_of(opening, record_id)
    case = cases.case_number(opening, number)
    if case is None:
        return _listed(opening, [], consents.versions_of(opening, number))
    return _of_case(opening, case)


def of_case(opening: Opening, case_id: str) -> tuple[AgeWord, ...]:
    """The same of a case, for who may know how it stands or reads a record of it.

    Raises IntakeError 'vault.no_such_case', 'vault.not_allowed'.
    """
    return _of_case(opening, cases.reading_number(opening, case_id))


def _of_case(opening: Opening, case: int) -> tuple[AgeWord, ...]:
    group = cases.numbers(opening, case)
    records = opening.database.all(
        f"SELECT k.record {cases.OF_CASE} WHERE e.casefile IN ({marks(group)})", *group
    )
    return _listed(opening, [case, *(each for each in group if each != case)], [row[0] for row in records])


def _listed(opening: Opening, group: Sequence[int], records: Sequence[int]) -> tuple[AgeWord, ...]:
    """What was told with these records, and in these cases by what is of no other case now.

    That somebody is an adult goes with the draft that told it when that is discarded.  What an agency decided in the
    case of another one counts for nobody.
    """
    seen, seeing = sight.seen(opening)
    agency = opening.me.agency
    before = opening.database.all(
        "SELECT a.casefile, '', 1, p.agency = ?, a.age, 'form', '', '', a.at, p.name, 0 FROM age_said a "
        f"JOIN person p ON p.id = a.noted_by WHERE a.casefile IN ({marks(group)}) AND a.age <> 'not_known' "
        "ORDER BY a.number",
        *(agency, *group),
    )
    found = opening.database.all(
        f"SELECT t.casefile, t.told_in, r.id IS NULL OR r.agency = ? OR {seen}, p.agency = ?, t.age, t.source, "
        "t.reason, coalesce(r.code, t.told_in), t.at, p.name, EXISTS (SELECT 1 FROM edit d JOIN record n "
        "ON n.number = d.record WHERE d.former = r.number AND n.state <> 'draft') FROM age_told t "
        "JOIN person p ON p.id = t.noted_by LEFT JOIN record r ON r.id = t.told_in LEFT JOIN casefile c "
        "ON c.number = t.casefile "
        f"WHERE (r.number IN ({marks(records)}) OR (t.casefile IN ({marks(group)}) AND (t.source = 'decision' "
        "OR NOT EXISTS (SELECT 1 FROM case_record k JOIN meeting m ON m.number = k.meeting "
        "JOIN episode e ON e.number = m.episode "
        f"WHERE k.record = r.number AND e.casefile NOT IN ({marks(group)}))))) "
        "AND NOT EXISTS (SELECT 1 FROM age_void WHERE age = t.number) AND NOT (t.source = 'decision' "
        "AND p.agency <> c.agency) AND NOT (t.age = 'adult' AND t.source <> "
        "'decision' AND t.told_in <> '' AND (r.id IS NULL OR r.discarded IS NOT NULL)) ORDER BY t.number",
        *(agency, *seeing, agency, *records, *group, *group),
    )
    whole = _shown(before + found)
    return tuple(
        AgeWord(*(*told, group.index(case) if case in group else 0, bool(former))) for case, *told, former in whole
    )


def _shown(rows: Sequence[Row]) -> Iterator[Row]:
    """Without what is not for who looks; of a record that they do not see, what its answers say in the end."""
    last = {told_in: at for at, (_case, told_in, _seen, _ours, _age, source, *_) in enumerate(rows) if source == "form"}
    for at, (case, told_in, seen, ours, age, source, reason, code, when, by, former) in enumerate(rows):
        if told_in and not seen and source == "form" and last[told_in] != at:
            continue
        yield case, age, source, reason if ours else "", code if seen else "", when, by if ours else "", former
