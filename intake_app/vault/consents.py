"""What a person said to each purpose: words that are put once, never change, and count as the newest one says.

A word is of a case.  Where a record belongs to none it is of the record, with all its versions.  What is taken back is
a word too, and what was released on those before counts no more.  Each is known with the record with which it was said:
a yes goes where that record goes, when two cases are taken apart, and a no stays with both.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, field, fields

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
    the text that was read out; ``at``, ``by`` (a name), ``early`` and ``number``, which grows from word to word,
    are of the store, whatever is handed in.

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
    number: int = field(default=0, compare=False)


_COLUMNS = ", ".join(each.name for each in fields(ConsentWord)[:9])


@dataclass(frozen=True, slots=True)
class Ways:
    """Purposes and recipients that are open to what is known of a person, what had left already, and what was stopped.
    """

    open: tuple[tuple[str, str], ...]
    left: tuple[Departure, ...]
    stopped: tuple[Stopped, ...] = ()
    speaks: bool = True
    """Whether who asks may note what the person agrees to."""


@dataclass(frozen=True, slots=True)
class _Owner:
    """Of whom words are: a case, else a record, by row numbers; the id that the log has, and that of the record."""

    case: int | None
    record: int
    id: str
    told_in: str


def put(opening: Opening, record_id: str, words: Sequence[ConsentWord], *, alone: bool = False) -> None:
    """Keeps what was said, for who reads the record.  ``alone``: a yes in it is to this record and no other.

    Raises IntakeError 'vault.not_finalised' for a draft that belongs to no case: its words are its answers.
    """
    _hear(opening, record_id, words)
    owner = _speaking(opening, record_id)
    with opening.database.transaction():
        _write(opening, owner, words, alone)


def put_with_record(opening: Opening, record_id: str, words: Sequence[ConsentWord]) -> None:
    """The same of a record that is just frozen; only inside that transaction."""
    _write(opening, _owner(opening, sight.number_of(opening, record_id), record_id), words)


def put_joined(opening: Opening, record_id: str, words: Sequence[ConsentWord], first: int) -> None:
    """What a form had heard before its record came into a case: a yes is as old as the ``first`` version, by row, a no
    as old as the end of the last one.  Only inside that transaction.
    """
    owner = _owner(opening, sight.number_of(opening, record_id), record_id)
    versions = versions_of(opening, owner.record)
    ((after,),) = opening.database.all(
        "SELECT min(r.number) FROM audit u JOIN record r ON r.id = u.object WHERE u.action = 'draft.started' "
        "AND u.seq > (SELECT max(f.seq) FROM audit f JOIN record v ON v.id = f.object "
        f"WHERE f.action = 'record.finalised' AND v.number IN ({marks(versions)}))",
        *versions,
    )
    _write(opening, owner, [each for each in words if each.word == "yes"], before=first)
    _write(opening, owner, [each for each in words if each.word != "yes"], before=after)


def listed(opening: Opening, record_id: str, about: str = "") -> tuple[ConsentWord, ...]:
    """All that was said of the person of a record whose content one reads, the oldest first.

    ``about``: as it counts for this other record of theirs.

    A yes is to the agency of the record.  To who is of another agency only what was said with the record is told, and
    of the rest what was refused or taken back, without who noted it and how.
    """
    number = sight.reading_number(opening, record_id)
    owner = _owner(opening, number, record_id)
    group = [] if owner.case is None else cases.numbers(opening, owner.case)
    versions = versions_of(opening, _of_person(opening, _numbers(opening, owner), about) if about else number)
    agency = sight.agency_of(opening, number)
    told = _found(opening, group, _numbers(opening, owner), versions, agency)
    if agency == opening.me.agency:
        return tuple(word for word, _here in told)
    return tuple(word if here else _bare(word) for word, here in told if here or word.word != "yes")


def _bare(word: ConsentWord) -> ConsentWord:
    return ConsentWord(
        word.purpose, word.recipient, word.word, word.whose, at=word.at, early=word.early, number=word.number
    )


def of_case(opening: Opening, case_id: str, about: str = "") -> tuple[ConsentWord, ...]:
    """All that was said of the person of a case, for who may write down what is said in it.

    ``about``: see `listed`; of a record of another agency what was said to that one, without who noted it and how.
    """
    number = cases.writing_number(opening, case_id)
    records = records_of(opening, number)
    if not about:
        return _told(opening, cases.numbers(opening, number), records, ())
    row = _of_person(opening, records, about)
    agency, versions = sight.agency_of(opening, row), versions_of(opening, row)
    found = _found(opening, cases.numbers(opening, number), records, versions, agency)
    return tuple(word if agency == opening.me.agency else _bare(word) for word, _here in found)


def versions_of(opening: Opening, number: int) -> list[int]:
    """The rows of all that has the answers of a record, by its row: edits of it, and what was sent as new."""
    return [int(row[0]) for row in opening.database.all(_VERSIONS, number)]


def _of_person(opening: Opening, records: Sequence[int], record_id: str) -> int:
    """The row of a record that is one of these."""
    found = opening.database.one("SELECT number FROM record WHERE id = ?", record_id)
    if found is None or int(found[0]) not in records:
        raise IntakeError("vault.no_such_record")
    return int(found[0])


def _told(
    opening: Opening, group: Sequence[int], records: Sequence[int], versions: Sequence[int]
) -> tuple[ConsentWord, ...]:
    """The words of cases and records, as the own agency has them; see `_found`."""
    return tuple(word for word, _here in _found(opening, group, records, versions, opening.me.agency))


def _found(
    opening: Opening, group: Sequence[int], records: Sequence[int], versions: Sequence[int], agency: str | None
) -> Iterator[tuple[ConsentWord, bool]]:
    """The words of cases and records, by row; those of a merging that was undone count no more.

    ``versions``: of the record with which they are looked at; a yes to another alone is none to it.  A yes counts as
    long as the record with which it was said is one of these: not of another case, nor a draft that was discarded; and
    to one ``agency``, where it is named.  With each whether it was said with this record.
    """
    columns = ", ".join(f"c.{name}" for name in _COLUMNS.split(", "))
    found = opening.database.all(
        f"SELECT {columns}, c.at, p.name, c.newest < ?, c.number, c.record IN ({marks(versions)}) OR c.told_in IN "
        f"(SELECT id FROM record WHERE number IN ({marks(versions)})) "
        "FROM consent c JOIN person p ON p.id = c.noted_by "
        f"WHERE (c.casefile IN ({marks(group)}) OR c.record IN ({marks(records)}) OR c.told_in IN (SELECT id "
        f"FROM record WHERE number IN ({marks(records)}))) AND NOT EXISTS "
        "(SELECT 1 FROM case_merge_word w JOIN case_merge m ON m.number = w.case_merge WHERE w.word = c.number "
        "AND m.undone IS NOT NULL) AND (c.word <> 'yes' OR (coalesce(p.agency = ?, 1) AND c.told_in IN (SELECT id FROM "
        f"record WHERE discarded IS NULL AND number IN ({marks(records)}) "
        f"AND (c.alone = 0 OR number IN ({marks(versions)}))))) ORDER BY c.newest, c.number",
        *(min(versions, default=0), *versions, *versions, *group, *records, *records, agency, *records, *versions),
    )
    return ((ConsentWord(*(*told, bool(early), number)), bool(here)) for *told, early, number, here in found)


def standing(opening: Opening, record_id: str) -> tuple[ReleaseRow, ...]:
    """What all records of the person of a record are released for on a word or a reason, for who sees one of them.

    Without words, and without who gave it.  Of the own agency's records: what was said to another one is told to it.
    """
    owner = _owner(opening, sight.number_of(opening, record_id), record_id)
    return withdrawing.standing(opening, _ours(opening, _numbers(opening, owner)))


def ways(opening: Opening, record_id: str) -> Ways:
    """What would stop if all were taken back, and what had left: all records of the person, for who sees one."""
    numbers = _numbers(opening, _owner(opening, sight.number_of(opening, record_id), record_id))
    found = opening.database.all(
        f"SELECT DISTINCT purpose, recipient FROM release WHERE record IN ({marks(numbers)}) "
        f"AND {withdrawing.LIVE} ORDER BY purpose, recipient",
        *numbers,
    )
    open_now = tuple((str(purpose), str(to)) for purpose, to in found)
    stopped = withdrawing.stopped(opening, _ours(opening, numbers))
    return Ways(open_now, _left(opening, numbers), stopped, sight.is_read(opening, record_id, at_home=True))


def withdraw(
    opening: Opening, record_id: str, purpose: str = "", recipient: str = "", whose: str = "person"
) -> Withdrawal:
    """Takes back what was agreed to: for one purpose and one recipient, or, where "", for all.

    It is of the person: of all records of the case, of all versions of a record without one.  Whoever sees the record
    may note it, for it is told to whoever is there; nothing more of it leaves on those.  What rests on a duty stays.
    A send that is under way is not cut off: it is told of.
    """
    if purpose and purpose not in PURPOSES[1:]:
        raise ValueError(f"no such purpose: {purpose}")
    owner = _owner(opening, sight.number_of(opening, record_id), record_id)
    numbers = _numbers(opening, owner)
    with opening.database.transaction():
        stopped = _take_back(opening, owner, purpose, recipient, whose)
        opening.line = Line()
    left = _left(opening, numbers)
    return Withdrawal(stopped, tuple(one for one in left if withdrawing.concerns(one, purpose, recipient)))


def withdraw_of_all(opening: Opening, codes: Iterable[str]) -> int:
    """Takes everything back of those whose codes, or codes of whose records, these are; how many releases.

    For who looks after a store that was put back, see `returned`, whatever they see of it; only inside a transaction.
    Raises IntakeError 'vault.code_not_here', and 'vault.code_of_draft' for one whose words are its answers.
    """
    owners = {owner.case or -owner.record: owner for owner in (_named(opening, code) for code in codes)}
    return sum(_take_back(opening, owner) for owner in owners.values())


def _named(opening: Opening, code: str) -> _Owner:
    found = opening.database.one("SELECT number FROM casefile WHERE code = ?", code)
    if found is not None:
        case = cases.lead(opening, int(found[0]))
        return _Owner(case, 0, cases.id_of(opening, case), "")
    found = opening.database.one("SELECT number, id FROM record WHERE code = ?", code)
    if found is None:
        raise IntakeError("vault.code_not_here", typed=code)
    owner = _owner(opening, int(found[0]), str(found[1]))
    if not _lasting(opening, owner):
        raise IntakeError("vault.code_of_draft", typed=code)
    return owner


def _take_back(
    opening: Opening, owner: _Owner, purpose: str = "", recipient: str = "", whose: str = "person"
) -> int:
    numbers = _numbers(opening, owner)
    if purpose:
        stopped = withdrawing.deny(opening, numbers, purpose, recipient, "withdrawn")
    else:
        stopped = sum(withdrawing.stop(opening, number, "", recipient) for number in numbers)
    if _lasting(opening, owner):
        taken = (purpose,) if purpose else PURPOSES[1:]
        _write(opening, owner, [ConsentWord(each, recipient, "withdrawn", whose) for each in taken])
    return stopped


def agree_again(
    opening: Opening, record_id: str, words: Sequence[ConsentWord], anew: Sequence[ReleaseRow]
) -> None:
    """The person agrees to what they took back: the words, and ``anew`` a release for each record that comes back.

    Of all records of the person in the agency, whoever made them; but only what that stopped. Raises as `put`
    does, 'vault.no_release' for what was not stopped, and as `releases.put` does for who has the record by hand-over.
    """
    _hear(opening, record_id, words)
    owner = _speaking(opening, record_id)
    if anew:
        releases.not_by_hand_over(opening, owner.record)
    stopped = withdrawing.stopped(opening, _ours(opening, _numbers(opening, owner)))
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
    opening.may_leave()
    fitting = "SELECT 1 FROM release WHERE id = ? AND record = ? AND purpose = 'export'"
    if opening.database.one(fitting, release_id, number) is None:
        raise IntakeError("vault.no_release")
    withdrawing.require_live(opening.database, release_id)
    with opening.database.transaction():
        audit.append(opening, "record.exported", record_id, release=release_id, kind=kind)


def _owner(opening: Opening, number: int, record_id: str) -> _Owner:
    case = cases.case_number(opening, number)
    return _Owner(case, number, record_id if case is None else cases.id_of(opening, case), record_id)


def _speaking(opening: Opening, record_id: str) -> _Owner:
    """Of whom words are that are noted with a record, for who reads it."""
    owner = _owner(opening, sight.content_number(opening, record_id), record_id)
    if not _lasting(opening, owner):
        raise IntakeError("vault.not_finalised")
    return owner


def _hear(opening: Opening, record_id: str, words: Iterable[ConsentWord]) -> None:
    """Raises IntakeError 'vault.not_allowed' for a yes that a guest would note: what is said to them only narrows."""
    if any(word.word == "yes" for word in words):
        sight.home_number(opening, record_id)


def _lasting(opening: Opening, owner: _Owner) -> bool:
    """Whether there is something for words to be of that is never deleted."""
    finished = "SELECT 1 FROM submission WHERE record = ?"
    return owner.case is not None or opening.database.one(finished, owner.record) is not None


def _numbers(opening: Opening, owner: _Owner) -> list[int]:
    """The records of one person, by row: those of the case, else all versions of the record."""
    if owner.case is None:
        return versions_of(opening, owner.record)
    return records_of(opening, owner.case)


def _ours(opening: Opening, numbers: Iterable[int]) -> list[int]:
    """Of these records, by row, those of the own agency: what is agreed to here is nothing to another one."""
    return [each for each in numbers if sight.agency_of(opening, each) == opening.me.agency]


def records_of(opening: Opening, case: int) -> list[int]:
    """The records of a case, all by row."""
    group = cases.numbers(opening, case)
    query = f"SELECT k.record {cases.OF_CASE} WHERE e.casefile IN ({marks(group)}) ORDER BY k.record"
    return [int(row[0]) for row in opening.database.all(query, *group)]


def _left(opening: Opening, numbers: Iterable[int]) -> tuple[Departure, ...]:
    told = (one for number in numbers for one in withdrawing.departures(opening.database, number))
    return tuple(sorted(told, key=lambda one: one.at))


def _write(
    opening: Opening, owner: _Owner, words: Iterable[ConsentWord], alone: bool = False, before: int | None = None
) -> None:
    for word in words:
        if word.word != "yes":
            withdrawing.deny(opening, _numbers(opening, owner), word.purpose, word.recipient, word.word)
            opening.line = Line()
        _insert(opening, owner, word, alone, before)


def left_path(opening: Opening, case: int) -> None:
    """Writes that the person of a case, by row, takes back what they agreed to on the judicial path.

    Only inside the transaction in which they leave it; nothing where they had agreed to nothing.
    """
    records = records_of(opening, case)
    told = _found(opening, cases.numbers(opening, case), records, (), None)
    newest = {(word.recipient, word.whose): word.word for word, _here in told if word.purpose == "judicial"}
    if "yes" in newest.values():
        _write(opening, _Owner(case, 0, cases.id_of(opening, case), ""), [ConsentWord("judicial", "", "withdrawn")])


def of_versions(opening: Opening, versions: Sequence[int]) -> tuple[ConsentWord, ...]:
    """What was said with a record without a case, by the rows of its versions."""
    return _told(opening, [], versions, ())


def joined(opening: Opening, case: int, versions: Sequence[int], own: Sequence[ConsentWord]) -> None:
    """A no that is the newest word stops what the other side goes out for, when a record has come into a case, by row.

    One that was said before the record was begun stops nothing of it.  ``own``: what was said with the record before,
    see `of_versions`.  Only inside that transaction.
    """
    records = records_of(opening, case)
    others = [number for number in records if number not in versions]
    told = _told(opening, cases.numbers(opening, case), records, versions)
    for word in {(each.purpose, each.recipient, each.whose): each for each in told}.values():
        if word.word != "yes":
            reached = others if word in own else () if word.early else versions
            withdrawing.deny(opening, reached, word.purpose, word.recipient, word.word)
    opening.line = Line()


def write_merged(opening: Opening, case: int, words: Iterable[ConsentWord], merge: int | None) -> None:
    """Words that a merging makes count for a case, by row, as long as it stands; only inside a transaction."""
    for word in words:
        about = cases.id_of(opening, case)
        number = _insert(opening, _Owner(case, 0, about, ""), word)
        if merge is not None:
            opening.database.run("INSERT INTO case_merge_word (word, case_merge) VALUES (?, ?)", number, merge)
            linked.told(opening, "case.merged_word", about, number)


def refused_since(
    opening: Opening, group: Sequence[int], last: int, other: int, agency: str | None = None
) -> list[tuple[ConsentWord, bool]]:
    """What was refused or taken back since a word, by its number, and not agreed to again, of cases by row.

    But for what a merging wrote; with whether it was said with a record of the ``other`` case, which has it anyway.
    ``agency``: only what was noted there.
    """
    apart = records_of(opening, other)
    columns = ", ".join(f"c.{name}" for name in _COLUMNS.split(", "))
    found = opening.database.all(
        f"SELECT {columns}, c.told_in IN (SELECT id FROM record WHERE number IN ({marks(apart)})) FROM consent c "
        f"JOIN person p ON p.id = c.noted_by WHERE c.casefile IN ({marks(group)}) AND c.number > ? "
        "AND coalesce(p.agency = ?, 1) "
        "AND c.word <> 'yes' AND NOT EXISTS (SELECT 1 FROM case_merge_word WHERE word = c.number) "
        "AND NOT EXISTS (SELECT 1 FROM consent y WHERE y.number > c.number AND y.casefile = c.casefile "
        "AND y.word = 'yes' AND y.purpose = c.purpose AND y.recipient = c.recipient AND y.whose = c.whose "
        "AND y.told_in = c.told_in) ORDER BY c.number",
        *(*apart, *group, last, agency),
    )
    return [(ConsentWord(*word), bool(there)) for *word, there in found]


def _insert(
    opening: Opening, owner: _Owner, word: ConsentWord, alone: bool = False, before: int | None = None
) -> int:
    """One word; ``before``: it was said when this record, by row, was begun, and is as old in the order of all."""
    record = owner.record if owner.case is None else None
    opening.database.run(
        f"INSERT INTO consent (casefile, record, {_COLUMNS}, noted_by, at, newest, told_in, alone) "
        "SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, coalesce(? - 1, max(number)), ?, ? FROM record",
        *(owner.case, record, *astuple(_checked(word))[:9], opening.me.id, opening.now(), before),
        *(owner.told_in, int(alone)),
    )
    number = linked.last(opening.database)
    linked.told(opening, "consent.said", owner.id, number)
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
