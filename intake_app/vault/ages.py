"""What was told of a person's age: by each record, at the desk, or decided; put once, never changed, all of it shown.

It is of the person: of all records of a case, of all versions of a record without one.  That a draft tells it is known
to every colleague of the case, who does not read the draft.  A decision keeps each word that it was on.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from intake_app.errors import IntakeError
from intake_app.vault import cases, consents, glass, linked, same_answers, sight, telling
from intake_app.vault.case_types import AgeWord
from intake_app.vault.consents import Weigh
from intake_app.vault.opening import Opening
from intake_app.vault.telling import Telling
from intake_app.vault.withdrawing import marks

AGES = ("adult", "minor", "not_told")
DOUBT = "doubt"
"""What is kept in place of a reason, of what nobody told: that they are, or may be, under 18."""
SOURCES = ("form", "person", "document", DOUBT)
"""Of what a record or the desk tells; a decision is put by `decide`."""
DECISION = "decision"
MINOR = "minor"


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
    kept = ("person", DOUBT) if source == DOUBT else (source, "")
    _write(opening, cases.case_number(opening, number), record_id, age, *kept)


def _telling(opening: Opening, record_id: str, age: str, source: str) -> int:
    """The row of a record with which an age may be told."""
    if age not in AGES or source not in SOURCES or (source == DOUBT and age != "not_told"):
        raise ValueError(f"no such age or source: {age}, {source}")
    number = sight.home_number(opening, record_id)
    if source != "form" and cases.case_number(opening, number) is None:
        _require_finished(opening, number)
    return number


def put_joined(opening: Opening, case: int, record_id: str, age: str) -> None:
    """The same of what a version tells, whoever wrote it, that has just come into a case, by row: it bears whose record
    it is, and when that was finished or changed last, as far as that was before now.  Only inside that transaction.
    """
    if _last(opening, record_id) != age:
        found = opening.database.all("SELECT author, coalesce(finalised, changed) FROM record WHERE id = ?", record_id)
        ((author, at),) = found
        _write(opening, case, record_id, age, "form", "", by=author, at=min(at, opening.now()))


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


def decide(opening: Opening, case_id: str, age: str, reason: str, weigh: Weigh, ground: str = "") -> None:
    """Keeps what was decided of the age of the person of a case, with its reason, which is a sentence.

    What stands before it says on what ``ground`` that was.  For who holds
    interviews in the agency that opened the case, and all that was put together with it, whether they read a record of
    it or not.  It goes with the newest record, if there is one.  ``weigh``: see `consents.Weigh`; what
    holds no more stops at once, whoever reads the records.  Raises IntakeError 'vault.bad_reason',
    'vault.unseen_signs', 'vault.not_allowed', 'vault.no_such_case'.
    """
    if age not in AGES[:2]:
        raise ValueError(f"no such age: {age}")
    number, kept = cases.own_number(opening, case_id), _ground_and(ground, reason)
    group = cases.numbers(opening, number)
    newest = opening.database.one(
        f"SELECT r.id {cases.OF_CASE} WHERE e.casefile IN ({marks(group)}) AND r.discarded IS NULL "
        "ORDER BY r.number DESC LIMIT 1",
        *group,
    )
    records = consents.records_of(opening, number)
    known, now = _noted(opening, group, records), telling.of_numbers(opening, records)
    with opening.database.transaction():
        for each in group:
            decision = _write(opening, each, newest[0] if newest else "", age, DECISION, kept)
            _weigh(opening, cases.id_of(opening, each), decision, known, now)
        consents.weigh_case(opening, number, weigh)


def _ground_and(ground: str, reason: str) -> str:
    """What is kept of both.  Raises IntakeError 'vault.bad_reason' where the reason alone is no sentence, and as
    `glass.check_reason` does.
    """
    words = glass.check_reason(reason)
    return glass.check_reason(ground + words) if ground else words


def _weigh(opening: Opening, about: str, decision: int, known: Iterable["_Word"], now: Iterable[Telling]) -> None:
    """What a decision is on; where nothing was known, that is written too."""
    on: list[tuple[int | None, str, str]] = [(None, "", "")]
    on += [(one.number, "", "") for one in known if one.number]
    on += [(None, one.record_id, one.age) for one in now if one.age]
    for each in on:
        opening.database.run(
            "INSERT INTO age_seen (decision, told, record, age) VALUES (?, ?, ?, ?)", decision, *each
        )
        linked.told(opening, "age.seen", about, linked.last(opening.database))


def _require_finished(opening: Opening, number: int) -> None:
    if opening.database.one("SELECT 1 FROM submission WHERE record = ?", number) is None:
        raise IntakeError("vault.not_finalised")


def _last(opening: Opening, record_id: str) -> str:
    found = opening.database.one(
        "SELECT age FROM age_told WHERE told_in = ? AND source = 'form' AND casefile IS NOT NULL ORDER BY number DESC",
        record_id,
    )
    return str(found[0]) if found else ""


def _write(opening: Opening, case: int | None, record_id: str, *told: str, by: str = "", at: str = "") -> int:
    opening.database.run(
        "INSERT INTO age_told (casefile, told_in, age, source, reason, noted_by, at) VALUES (?, ?, ?, ?, ?, ?, ?)",
        *(case, record_id, *told, by or opening.me.id, at or opening.now()),
    )
    number, about = linked.last(opening.database), record_id if case is None else cases.id_of(opening, case)
    linked.told(opening, "age.told", about, number)
    return number


def of_record(opening: Opening, record_id: str) -> tuple[AgeWord, ...]:
    """All that was told of the age of the person of a record that one sees, the oldest first.

    Of what another agency told, neither the reason nor who told it nor the code of a record that one does not see.
    """
    number = sight.number_of(opening, record_id)
    case = cases.case_number(opening, number)
    if case is None:
        return _listed(opening, (), same_answers.versions_of(opening, number))
    return _of_case(opening, case)


def of_case(opening: Opening, case_id: str) -> tuple[AgeWord, ...]:
    """The same of a case, for who may know how it stands or reads a record of it.

    Raises IntakeError 'vault.no_such_case', 'vault.not_allowed'.
    """
    return _of_case(opening, cases.reading_number(opening, case_id))


def _of_case(opening: Opening, case: int) -> tuple[AgeWord, ...]:
    group = cases.numbers(opening, case)
    return _listed(opening, group, consents.records_of(opening, case))


@dataclass(frozen=True, slots=True)
class _Word:
    """A word that was noted, by its ``number`` (0: before there were numbers), of a ``case`` and a ``record`` or none.

    ``seen``: the record is not hidden from who looks; ``ours``: it was noted by the own agency.
    """

    number: int
    case: int | None
    record: str
    seen: bool
    ours: bool
    word: AgeWord


def _listed(opening: Opening, group: Sequence[int], records: Sequence[int]) -> tuple[AgeWord, ...]:
    """What was told with these records, and in these cases by what is of no other case now.

    What a record tells as it stands counts, noted or not: a note may be late, or get lost with who was to write it.
    """
    noted, telling_now = _noted(opening, group, records), telling.of_numbers(opening, records)
    weighed = _weighed(opening, noted, records)
    last = {one.record: one for one in noted if one.record and one.word.source == "form"}
    shown = [
        replace(_for_who_looks(one), weighed=weighed.of(one), put_right=_put_right(one, last, telling_now))
        for one in noted
        if one.seen or one.word.source != "form" or last.get(one.record) in (None, one)
    ]
    new = [
        AgeWord(
            one.age, told_in=one.code, at=one.at, former=one.former,
            weighed=weighed.of_record(one.record_id, one.age),
        )
        for one in telling_now
        if one.age and (one.age == MINOR or not one.draft)
        and (one.record_id not in last or last[one.record_id].word.age != one.age)
    ]  # fmt: skip
    return tuple(sorted((*new, *shown), key=lambda word: (not word.at, word.at)))


def _put_right(one: _Word, last: Mapping[str, _Word], telling_now: Iterable[Telling]) -> bool:
    """Whether a record says something else now than this word of it; that it told of a child stays until it is sure."""
    if one.word.source != "form" or one.record not in last:
        return False
    if last[one.record] is not one:
        return True
    now = next((each.age for each in telling_now if each.record_id == one.record), None)
    return now not in (None, "", one.word.age) and one.word.age != MINOR


def _for_who_looks(one: _Word) -> AgeWord:
    """Of what another agency told, neither the reason nor who told it nor the code of a record that one does not see.
    """
    word = one.word if one.seen else replace(one.word, told_in="")
    return word if one.ours else replace(word, reason="", by="")


def _noted(opening: Opening, group: Sequence[int], records: Sequence[int]) -> list[_Word]:
    """The words, the oldest first, without those that count no more.

    That somebody is an adult goes with the draft that told it when that is discarded.  What an agency decided in the
    case of another one counts for nobody.
    """
    seen, seeing = sight.seen(opening)
    agency = opening.me.agency
    before = opening.database.all(
        "SELECT 0, a.casefile, '', 1, p.agency = ?, a.age, 'form', '', '', a.at, p.name, 0 FROM age_said a "
        f"JOIN person p ON p.id = a.noted_by WHERE a.casefile IN ({marks(group)}) AND a.age <> 'not_known' "
        "ORDER BY a.number",
        *(agency, *group),
    )
    found = opening.database.all(
        f"SELECT t.number, t.casefile, t.told_in, r.id IS NULL OR r.agency = ? OR {seen}, p.agency = ?, t.age, "
        "iif(t.source = 'person' AND t.reason = 'doubt', 'doubt', t.source), "
        "iif(t.source = 'decision', t.reason, ''), coalesce(r.code, ''), t.at, p.name, EXISTS (SELECT 1 FROM edit d "
        "JOIN record n ON n.number = d.record WHERE d.former = r.number AND n.state <> 'draft') FROM age_told t "
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
    return [
        _Word(number, case, record, bool(is_seen), bool(ours), AgeWord(*(*word, bool(former))))
        for number, case, record, is_seen, ours, *word, former in before + found
    ]


@dataclass(frozen=True, slots=True)
class _Weighed:
    """What decisions that count were on: numbers of words, and ages that records told.

    ``formers``: of a version, by id, the one before.  ``cases``: of a case the number before which all was weighed:
    before the last decision that an older program kept, which was on all that had been noted in the case, and for any
    other before there were numbers.
    """

    words: frozenset[int]
    ages: frozenset[tuple[str, str]]
    cases: Mapping[int | None, int]
    formers: Mapping[str, str]

    def of(self, one: _Word) -> bool:
        """Whether one of them was on a word that was noted, or on the same of the version before, which a correction
        says once more without being asked.
        """
        known = one.number in self.words or one.number < self.cases.get(one.case, 0)
        return known or (one.word.source == "form" and self._before(one.record, one.word.age))

    def of_record(self, record: str, age: str) -> bool:
        """The same of what a record tells, of which nothing was noted."""
        return (record, age) in self.ages or self._before(record, age)

    def _before(self, record: str, age: str) -> bool:
        return (self.formers.get(record, ""), age) in self.ages


def _weighed(opening: Opening, noted: Sequence[_Word], records: Sequence[int]) -> _Weighed:
    decisions = {one.number: one.case for one in noted if one.word.source == DECISION}
    found = opening.database.all(
        f"SELECT decision, told, record, age FROM age_seen WHERE decision IN ({marks(list(decisions))})", *decisions
    )
    knowing = {row[0] for row in found}
    before: dict[int | None, int] = {}
    for number, case in decisions.items():
        before[case] = max(before.get(case, 1), 1 if number in knowing else number)
    words = frozenset(int(told) for _, told, _, _ in found if told is not None)
    versions = opening.database.all(
        "SELECT r.id, f.id FROM edit e JOIN record r ON r.number = e.record JOIN record f ON f.number = e.former "
        f"WHERE e.record IN ({marks(records)})",
        *records,
    )
    return _Weighed(words, frozenset((record, age) for _, _, record, age in found), before, dict(versions))
