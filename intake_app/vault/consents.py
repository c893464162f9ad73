"""What a person said to each purpose: words that are put once, never change, and count as the newest one says.

A word is of a case.  Where a record belongs to none it is of the record, with all its versions.  What is taken back is
a word too, and what was released on those before counts no more.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, fields

from intake_app.errors import IntakeError
from intake_app.vault import audit, case_course, cases, linked, releases, sight, withdrawing
from intake_app.vault.opening import Line, Opening
from intake_app.vault.roles import Right, require
from intake_app.vault.types import ReleaseRow
from intake_app.vault.withdrawing import Departure, Stopped, Withdrawal, marks

PURPOSES = ("interview", "record", "sync", "slip", "export", "judicial", "cross_border", "consular")
WITNESSES = ("", "mediator", "interpreter", "guardian", "colleague", "other")
"""Who was there when it was said: a role, never a name."""
_ONE_OF = {
    "purpose": PURPOSES,
    "word": ("yes", "no", "withdrawn"),
    "whose": ("person", "guardian"),
    "how": ("spoken", "signed", "fingerprint", "witness"),
    "witness": WITNESSES,
    "lawful": ("consent", "vital_interest", "public_interest", "legal_duty"),
}
_VERSIONS = """
    WITH RECURSIVE same(n) AS (SELECT ?1 UNION SELECT e.former FROM same JOIN edit e ON e.record = same.n
        UNION SELECT e.record FROM same JOIN edit e ON e.former = same.n)
    SELECT n FROM same ORDER BY n
"""
"""Edits of a record, and what was sent as new with the same answers."""
_CODE = re.compile(r"[A-Za-z0-9_.-]{0,64}")


@dataclass(frozen=True, slots=True)
class ConsentWord:
    """A word to a purpose.  ``recipient``: a kind of body or a service, by code, "" for any; ``script``: version of
    the text that was read out; ``at``, ``by`` (a name) and ``early`` are of the store, whatever is handed in.

    ``early``: it was said before the record was begun with which it is looked at; by the order in which both were
    written, whatever a clock says.
    """

    purpose: str
    recipient: str
    word: str
    whose: str = "person"
    how: str = "spoken"
    language: str = ""
    script: str = ""
    witness: str = ""
    lawful: str = "consent"
    at: str = ""
    by: str = ""
    early: bool = False


_COLUMNS = ", ".join(field.name for field in fields(ConsentWord)[:9])


@dataclass(frozen=True, slots=True)
class Ways:
    """Purposes and recipients that are open to what is known of a person, what had left already, and what was stopped.
    """

    open: tuple[tuple[str, str], ...]
    left: tuple[Departure, ...]
    stopped: tuple[Stopped, ...] = ()
    speaks: bool = True
    """Whether who asks may note what the person says."""


@dataclass(frozen=True, slots=True)
class _Owner:
    """Of whom words are: a case, else a record, by row numbers; and the id that the log has."""

    case: int | None
    record: int
    id: str


def put(opening: Opening, record_id: str, words: Sequence[ConsentWord]) -> None:
    """Keeps what was said, for who reads the record.

    Raises IntakeError 'vault.not_finalised' for a draft that belongs to no case: its words are its answers.
    """
    owner = _speaking(opening, record_id)
    with opening.database.transaction():
        _write(opening, owner, words)


def put_with_record(opening: Opening, record_id: str, words: Sequence[ConsentWord]) -> None:
    """The same of a record that is just frozen; only inside that transaction."""
    _write(opening, _owner(opening, sight.number_of(opening, record_id), record_id), words)


def listed(opening: Opening, record_id: str) -> tuple[ConsentWord, ...]:
    """All that was said of the person of a record whose content one reads, the oldest first."""
    number = sight.reading_number(opening, record_id)
    owner = _owner(opening, number, record_id)
    group = [] if owner.case is None else cases.numbers(opening, owner.case)
    ((first, *_), *_) = opening.database.all(_VERSIONS, number)
    return _told(opening, group, _numbers(opening, owner), int(first))


def of_case(opening: Opening, case_id: str) -> tuple[ConsentWord, ...]:
    """All that was said of the person of a case, for who may write down what is said in it."""
    number = cases.writing_number(opening, case_id)
    return _told(opening, cases.numbers(opening, number), records_of(opening, number), 0)


def _told(opening: Opening, group: Sequence[int], records: Sequence[int], first: int) -> tuple[ConsentWord, ...]:
    """The words of cases and records, by row; those of a merging that was undone count no more.

    ``first``: number of the record with which they are looked at.
    """
    columns = ", ".join(f"c.{name}" for name in _COLUMNS.split(", "))
    found = opening.database.all(
        f"SELECT {columns}, c.at, p.name, c.newest < ? FROM consent c JOIN person p ON p.id = c.noted_by "
        f"WHERE (c.casefile IN ({marks(group)}) OR c.record IN ({marks(records)})) AND NOT EXISTS "
        "(SELECT 1 FROM case_merge_word w JOIN case_merge m ON m.number = w.case_merge WHERE w.word = c.number "
        "AND m.undone IS NOT NULL) ORDER BY c.number",
        *(first, *group, *records),
    )
    return tuple(ConsentWord(*(*told, bool(early))) for *told, early in found)


def ways(opening: Opening, record_id: str) -> Ways:
    """What would stop if all were taken back, and what had left: all records of the person, for who sees one."""
    numbers = _numbers(opening, _owner(opening, sight.number_of(opening, record_id), record_id))
    found = opening.database.all(
        f"SELECT DISTINCT purpose, recipient FROM release WHERE record IN ({marks(numbers)}) "
        f"AND {withdrawing.LIVE} ORDER BY purpose, recipient",
        *numbers,
    )
    open_now = tuple((str(purpose), str(to)) for purpose, to in found)
    stopped, speaks = withdrawing.stopped(opening, numbers), sight.is_read(opening, record_id)
    return Ways(open_now, _left(opening, numbers), stopped, speaks)


def withdraw(
    opening: Opening, record_id: str, purpose: str = "", recipient: str = "", whose: str = "person"
) -> Withdrawal:
    """Takes back what was agreed to: for one purpose and one recipient, or, where "", for all.

    It is of the person: of all records of the case, of all versions of a record without one.  Whoever sees the record
    may note it, for it is told to whoever is there; nothing more of it leaves on those.  What rests on a duty stays.
    A send that is under way is not cut off: it is told of.
    """
    if purpose and purpose not in withdrawing.PURPOSES:
        raise ValueError(f"no such purpose: {purpose}")
    owner, database = _owner(opening, sight.number_of(opening, record_id), record_id), opening.database
    numbers = _numbers(opening, owner)
    with database.transaction():
        stopped = sum(withdrawing.stop(opening, number, purpose, recipient) for number in numbers)
        if _lasting(opening, owner):
            taken = (purpose,) if purpose else PURPOSES[1:]
            _write(opening, owner, [ConsentWord(each, recipient, "withdrawn", whose) for each in taken])
        opening.line = Line()
    left = _left(opening, numbers)
    return Withdrawal(stopped, tuple(one for one in left if withdrawing.concerns(one, purpose, recipient)))


def agree_again(
    opening: Opening, record_id: str, words: Sequence[ConsentWord], anew: Sequence[ReleaseRow]
) -> None:
    """The person agrees to what they took back: the words, and ``anew`` a release for each record that comes back.

    Of all records of the person, whoever made them, as the taking back was; but only what that stopped. Raises as `put`
    does, 'vault.no_release' for what was not stopped, and as `releases.put` does for who has the record by hand-over.
    """
    owner = _speaking(opening, record_id)
    if anew:
        releases.not_by_hand_over(opening, owner.record)
    stopped = withdrawing.stopped(opening, _numbers(opening, owner))
    known = {(one.record_id, one.purpose, one.recipient) for one in stopped}
    with opening.database.transaction():
        _write(opening, owner, words)
        for release in anew:
            if (release.record_id, release.purpose, release.recipient) not in known:
                raise IntakeError("vault.no_release")
            releases.insert(opening, release)


def lapse(opening: Opening, record_id: str, release_ids: Sequence[str]) -> int:
    """Stops releases of the person of a record that would not be given any more, for who sees it; how many."""
    numbers = _numbers(opening, _owner(opening, sight.number_of(opening, record_id), record_id))
    with opening.database.transaction():
        count = withdrawing.lapse(opening, numbers, release_ids)
        opening.line = Line()
    return count


def exported(opening: Opening, record_id: str, release_id: str, kind: str) -> None:
    """Notes that a record leaves as a file of this kind on a release for it.

    Raises IntakeError 'vault.no_release' without one, 'vault.withdrawn' for one that was taken back.
    """
    require(opening.me, Right.SLIPS)
    number = sight.content_number(opening, record_id)
    fitting = "SELECT 1 FROM release WHERE id = ? AND record = ? AND purpose = 'export'"
    if opening.database.one(fitting, release_id, number) is None:
        raise IntakeError("vault.no_release")
    withdrawing.require_live(opening.database, release_id)
    with opening.database.transaction():
        audit.append(opening, "record.exported", record_id, release=release_id, kind=kind)


def _owner(opening: Opening, number: int, record_id: str) -> _Owner:
    case = cases.case_number(opening, number)
    return _Owner(case, number, record_id if case is None else cases.id_of(opening, case))


def _speaking(opening: Opening, record_id: str) -> _Owner:
    """Of whom words are that are noted with a record, for who reads it."""
    owner = _owner(opening, sight.content_number(opening, record_id), record_id)
    if not _lasting(opening, owner):
        raise IntakeError("vault.not_finalised")
    return owner


def _lasting(opening: Opening, owner: _Owner) -> bool:
    """Whether there is something for words to be of that is never deleted."""
    finished = "SELECT 1 FROM submission WHERE record = ?"
    return owner.case is not None or opening.database.one(finished, owner.record) is not None


def _numbers(opening: Opening, owner: _Owner) -> list[int]:
    """The records of one person, by row: those of the case, else all versions of the record."""
    if owner.case is None:
        return [int(row[0]) for row in opening.database.all(_VERSIONS, owner.record)]
    return records_of(opening, owner.case)


def records_of(opening: Opening, case: int) -> list[int]:
    """The records of a case, all by row."""
    group = cases.numbers(opening, case)
    query = f"SELECT k.record {cases.OF_CASE} WHERE e.casefile IN ({marks(group)}) ORDER BY k.record"
    return [int(row[0]) for row in opening.database.all(query, *group)]


def _left(opening: Opening, numbers: Iterable[int]) -> tuple[Departure, ...]:
    told = (one for number in numbers for one in withdrawing.departures(opening.database, number))
    return tuple(sorted(told, key=lambda one: one.at))


def _write(opening: Opening, owner: _Owner, words: Iterable[ConsentWord]) -> None:
    record = owner.record if owner.case is None else None
    for word in words:
        if word.word != "yes":
            withdrawing.deny(opening, _numbers(opening, owner), word.purpose, word.recipient)
            opening.line = Line()
        _insert(opening, owner.case, record, owner.id, word)


def write_merged(opening: Opening, case: int, words: Iterable[ConsentWord], merge: int | None) -> None:
    """Words that a merging makes count for a case, by row, as long as it stands; only inside a transaction."""
    for word in words:
        about = cases.id_of(opening, case)
        number = _insert(opening, case, None, about, word)
        if merge is not None:
            opening.database.run("INSERT INTO case_merge_word (word, case_merge) VALUES (?, ?)", number, merge)
            linked.told(opening, "case.merged_word", about, number)


def refused_since(opening: Opening, group: Sequence[int], last: int) -> list[ConsentWord]:
    """What was refused or taken back since a word, by its number, of cases by row, but for what a merging wrote."""
    columns = ", ".join(f"c.{name}" for name in _COLUMNS.split(", "))
    found = opening.database.all(
        f"SELECT {columns} FROM consent c WHERE c.casefile IN ({marks(group)}) AND c.number > ? "
        "AND c.word <> 'yes' AND NOT EXISTS (SELECT 1 FROM case_merge_word WHERE word = c.number) ORDER BY c.number",
        *(*group, last),
    )
    return [ConsentWord(*row) for row in found]


def _insert(opening: Opening, case: int | None, record: int | None, about: str, word: ConsentWord) -> int:
    opening.database.run(
        f"INSERT INTO consent (casefile, record, {_COLUMNS}, noted_by, at, newest) "
        "SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, max(number) FROM record",
        *(case, record, *astuple(_checked(word))[:9], opening.me.id, opening.now()),
    )
    number = linked.last(opening.database)
    linked.told(opening, "consent.said", about, number)
    return number


def _checked(word: ConsentWord) -> ConsentWord:
    """A word that may be kept: codes, and no text in which a name could be."""
    for name, known in _ONE_OF.items():
        if getattr(word, name) not in known:
            raise ValueError(f"no such {name}: {getattr(word, name)}")
    if not _CODE.fullmatch(word.recipient) or not _CODE.fullmatch(word.language):
        raise IntakeError("vault.no_code")
    case_course.kept_text(word.script)
    return word
