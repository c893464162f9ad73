"""What was told of a person's age: by each record, at the desk, or decided; put once, never changed, all of it shown.

It is of the person: of all records of a case, of all versions of a record without one.  That a draft tells it is known
to every colleague of the case, who does not read the draft.
"""

from collections.abc import Sequence
from dataclasses import replace

from intake_app.errors import IntakeError
from intake_app.vault import cases, edits, linked, releases, sight
from intake_app.vault.case_course import kept_text
from intake_app.vault.case_types import AgeWord
from intake_app.vault.opening import Opening
from intake_app.vault.withdrawing import marks

AGES = ("adult", "minor", "not_told")
SOURCES = ("form", "person", "document", "decision")


def put(opening: Opening, record_id: str, age: str, source: str = "form", reason: str = "") -> bool:
    """Keeps what a record tells (``form``), what was told at the desk with it, or what was decided, with its reason.

    Gives whether it is new; what a record without a case tells stays in it.  Raises IntakeError 'vault.no_reason' for a
    decision without one, 'vault.no_such_case' for one without a case, 'vault.not_finalised' for a draft without,
    'vault.bad_words', 'vault.not_allowed', 'vault.no_such_record'.
    """
    if age not in AGES or source not in SOURCES:
        raise ValueError(f"no such age or source: {age}, {source}")
    number, kept = sight.content_number(opening, record_id), kept_text(reason)
    if source == "decision":
        releases.not_by_hand_over(opening, number)
        if not any(letter.isalnum() for letter in kept):
            raise IntakeError("vault.no_reason")
    case = cases.case_number(opening, number)
    if case is None and source != "form":
        _require_finished(opening, number)
        if source == "decision":
            raise IntakeError("vault.no_such_case")
    if source == "form" and (case is None or _last(opening, record_id) == age):
        return False
    group = cases.numbers(opening, case) if case is not None and source == "decision" else [case]
    with opening.database.transaction():
        for each in group:
            _write(opening, each, record_id, age, source, kept)
    return True


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
    """All that was told of the age of the person of a record that one sees, the oldest first."""
    number = sight.number_of(opening, record_id)
    case = cases.case_number(opening, number)
    if case is None:
        return _listed(opening, [], sorted(edits.numbers(opening, number)))
    return _of_case(opening, case)


def of_case(opening: Opening, case_id: str) -> tuple[AgeWord, ...]:
    """The same of a case, for who may know how it stands or reads a record of it: to a guest without reasons and names.

    Raises IntakeError 'vault.no_such_case', 'vault.not_allowed'.
    """
    told = _of_case(opening, cases.reading_number(opening, case_id))
    return told if cases.row(opening, case_id).known else tuple(replace(one, reason="", by="") for one in told)


def _of_case(opening: Opening, case: int) -> tuple[AgeWord, ...]:
    group = cases.numbers(opening, case)
    records = opening.database.all(
        f"SELECT k.record {cases.OF_CASE} WHERE e.casefile IN ({marks(group)})", *group
    )
    return _listed(opening, [case, *(each for each in group if each != case)], [row[0] for row in records])


def _listed(opening: Opening, group: Sequence[int], records: Sequence[int]) -> tuple[AgeWord, ...]:
    """What was told with these records, and in these cases by what is of no other case now."""
    before = opening.database.all(
        "SELECT a.casefile, a.age, 'form', '', '', a.at, p.name FROM age_said a JOIN person p ON p.id = a.noted_by "
        f"WHERE a.casefile IN ({marks(group)}) AND a.age <> 'not_known' ORDER BY a.number",
        *group,
    )
    found = opening.database.all(
        "SELECT t.casefile, t.age, t.source, t.reason, coalesce(w.code, t.told_in), t.at, p.name FROM age_told t "
        "JOIN person p ON p.id = t.noted_by LEFT JOIN record w ON w.id = t.told_in "
        f"WHERE w.number IN ({marks(records)}) OR (t.casefile IN ({marks(group)}) AND NOT EXISTS ("
        f"SELECT 1 {cases.OF_CASE} WHERE k.record = w.number AND e.casefile NOT IN ({marks(group)}))) "
        "ORDER BY t.number",
        *(*records, *group, *group),
    )
    whole = (*before, *found)
    return tuple(AgeWord(*(*told, group.index(case) if case in group else 0)) for case, *told in whole)
