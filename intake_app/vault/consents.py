"""What a person said to each purpose: words that are put once, never change, and count as the newest one says.

A word is of a case.  Where a record belongs to none it is of the record, with all its versions.  What is taken back is
a word too, and what was released on those before counts no more.  Each is known with the record with which it was said:
a yes goes where that record goes, when two cases are taken apart, and a no stays with both.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, field, fields, replace
from datetime import datetime

from intake_app.errors import IntakeError
from intake_app.vault import case_course, cases, linked, purposes, same_answers, sight, withdrawing
from intake_app.vault.opening import Line, Opening
from intake_app.vault.types import ReleaseRow, stamp
from intake_app.vault.withdrawing import marks

WITNESSES = ("", "mediator", "interpreter", "guardian", "colleague", "other")
"""Who was there when it was said: a role, never a name."""
_ONE_OF = {
    "purpose": purposes.PURPOSES,
    "word": ("yes", "no", "withdrawn"),
    "whose": ("person", "guardian"),
    "how": ("spoken", "signed", "fingerprint", "witness"),
    "witness": WITNESSES,
    "lawful": ("consent", "vital_interest", "public_interest", "legal_duty"),
}
_CODE = re.compile(r"[A-Za-z0-9_.-]{0,64}")


@dataclass(frozen=True, slots=True)
class ConsentWord:
    """A word to a purpose.  ``recipient``: a kind of body or a service, by code, "" for any; ``script``: version of
    the text that was read out; ``at``, ``by`` (a name), ``early`` and ``number``, which grows from word to word,
    are of the store, whatever is handed in.

    ``early``: it was said before the record was begun with which it is looked at; by the order in which both were
    written, whatever a clock says.  ``after``: of what a form heard, the number of the newest word that stood when it
    was answered, 0 where nobody knows; else -1.  ``itself``: it was said to no body but to the record with which it is
    looked at, or to one whose answers that one has, whoever sees those.  ``told_in``: the record, by id, with which
    it was said.
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
    after: int = field(default=-1, compare=False)
    itself: bool = field(default=False, compare=False)
    told_in: str = field(default="", compare=False, repr=False)


COLUMNS = tuple(each.name for each in fields(ConsentWord)[:9])
"""Of a word, those that are handed in."""
_COPIED = """(c.told_in = '' AND c.alone = 1 AND EXISTS (SELECT 1 FROM consent o JOIN record v ON v.id = o.told_in
    WHERE v.number IN ({records}) AND o.number < c.number AND o.word = c.word AND o.purpose = c.purpose
        AND o.recipient = c.recipient AND o.whose = c.whose AND o.how = c.how AND o.language = c.language
        AND o.script = c.script AND o.witness = c.witness AND o.lawful = c.lawful))
"""
"""SQL on ``consent c``: what was refused, written once more for one of two that were taken apart, with ``alone`` as its
mark, for of a no that says nothing else.  Put together again they have it once, and as old as it is."""


Weigh = Callable[[str, Sequence[ReleaseRow], Mapping[str, Sequence[ConsentWord]], bool], Sequence[str]]
"""Which of the releases of a case, by its id, hold no more; the third: what was said that counts for each record, by
id; the last: whether a word must be there still."""


_BROUGHT_BACK = """(EXISTS (SELECT 1 FROM consent_back WHERE word = c.number) OR (c.word = 'no' AND c.alone = 1
    AND EXISTS (SELECT 1 FROM record b WHERE b.id = c.told_in AND b.discarded IS NULL
        AND (b.finalised IS NULL OR c.at < b.finalised))))
"""
"""The same: what was refused in a draft that was put away and brought back since, see `unsaid`; an older program wrote
no more of it than that it was said ``alone``, before that draft was finished."""


@dataclass(frozen=True, slots=True)
class Owner:
    """Of whom words are: a case, else a record, by row numbers; the id that the log has, and that of the record."""

    case: int | None
    record: int
    id: str
    told_in: str


@dataclass(frozen=True, slots=True)
class _Said:
    """A word; whether it was said with the record with which it is looked at, and noted by the own agency."""

    word: ConsentWord
    here: bool
    ours: bool


def put(opening: Opening, record_id: str, words: Sequence[ConsentWord], *, alone: bool = False) -> None:
    """Keeps what was said, for who reads the record.  ``alone``: a yes in it is to this record and no other.

    Raises IntakeError 'vault.not_finalised' for a draft that belongs to no case: its words are its answers.
    """
    with opening.database.transaction():
        note(opening, record_id, words, alone=alone)


def note(opening: Opening, record_id: str, words: Sequence[ConsentWord], *, alone: bool = False) -> None:
    """As `put`, inside the caller's transaction."""
    hear(opening, record_id, words)
    owner = speaking(opening, record_id)
    for word in words:
        write(opening, owner, [word], alone and word.word == "yes")


def put_with_record(opening: Opening, record_id: str, words: Sequence[ConsentWord]) -> None:
    """The same of a record that is just frozen; only inside that transaction."""
    write(opening, owner_of(opening, sight.number_of(opening, record_id), record_id), words)


def put_joined(opening: Opening, record_id: str, words: Sequence[ConsentWord], first: int) -> None:
    """What a form had heard before its record came into a case: a yes is as old as the ``first`` version, by row, a no
    as old as the end of the last one.  Each bears the time that it was heard ``at``, as far as that was before now;
    which word counts goes by their order alone.  Only inside that transaction.
    """
    owner = owner_of(opening, sight.number_of(opening, record_id), record_id)
    versions = same_answers.versions_of(opening, owner.record)
    ((after,),) = opening.database.all(
        "SELECT min(r.number) FROM audit u JOIN record r ON r.id = u.object WHERE u.action = 'draft.started' "
        "AND u.seq > (SELECT max(f.seq) FROM audit f JOIN record v ON v.id = f.object "
        f"WHERE f.action = 'record.finalised' AND v.number IN ({marks(versions)}))",
        *versions,
    )
    write(opening, owner, [each for each in words if each.word == "yes"], before=first, dated=True)
    write(opening, owner, [each for each in words if each.word != "yes"], before=after, dated=True)


def listed(opening: Opening, record_id: str, about: str = "") -> tuple[ConsentWord, ...]:
    """All that was said of the person of a record whose content one reads, the oldest first.

    ``about``: as it counts for this other record of theirs.

    A yes is to the agency of the record.  To who is of another agency only what was said with the record is told, and
    of the rest what was refused or taken back, without who noted it and how.
    """
    number = sight.reading_number(opening, record_id)
    owner = owner_of(opening, number, record_id)
    group = [] if owner.case is None else cases.numbers(opening, owner.case)
    row = _of_person(opening, numbers_of(opening, owner), about) if about else number
    versions = same_answers.versions_of(opening, row)
    agency = sight.agency_of(opening, number)
    told = _found(opening, group, numbers_of(opening, owner), versions, agency)
    if agency == opening.me.agency:
        return _shown(told)
    return tuple(each.word if each.here else _bare(each.word) for each in told if each.here or each.word.word != "yes")


def _shown(told: Iterable["_Said"]) -> tuple[ConsentWord, ...]:
    """What was said that counts for a record of the own agency; of what somebody of another one noted no more than that
    it was refused or taken back, for that holds for all.
    """
    return tuple(each.word if each.ours else _bare(each.word) for each in told)


def _bare(word: ConsentWord) -> ConsentWord:
    return ConsentWord(
        word.purpose, word.recipient, word.word, word.whose, at=word.at, early=word.early, number=word.number,
        after=word.after, itself=word.itself,
    )  # fmt: skip


def of_case(opening: Opening, case_id: str, about: str = "") -> tuple[ConsentWord, ...]:
    """All that was said of the person of a case, for who may write down what is said in it.

    ``about``: see `listed`; of a record of another agency what was said to that one, without who noted it and how, for
    the agency that opened the case.  Another one is told what `listed` tells of their own records.
    """
    number = cases.writing_number(opening, case_id)
    group, records = cases.numbers(opening, number), records_of(opening, number)
    if not about:
        return _shown(_found(opening, group, records, (), opening.me.agency))
    row = _of_person(opening, records, about)
    agency, versions = sight.agency_of(opening, row), same_answers.versions_of(opening, row)
    told = _found(opening, group, records, versions, agency)
    if agency == opening.me.agency:
        return _shown(told)
    cases.own_number(opening, case_id)
    return tuple(_bare(each.word) for each in told)


def counting(opening: Opening, case: int, standing: Iterable[ReleaseRow]) -> dict[str, tuple[ConsentWord, ...]]:
    """What was said that counts for each record of these releases, by id, of a case, by row: to weigh them, whoever
    asks; it is told to nobody.
    """
    return _counting(opening, cases.numbers(opening, case), records_of(opening, case), standing)


def weigh_case(opening: Opening, case: int, weigh: Weigh, **detail: int) -> None:
    """Stops what of a case, by row, holds no more, whoever reads the records; where two are taken apart, that for which
    no word is there, too.  Only inside a transaction.  ``detail``: see `withdrawing.lapse`.
    """
    records = records_of(opening, case)
    standing = withdrawing.standing(opening, records)
    ended = weigh(cases.id_of(opening, case), standing, counting(opening, case, standing), "part" in detail)
    withdrawing.lapse(opening, records, ended, **detail)
    opening.line = Line()


def weigh_all(opening: Opening, record_id: str, weigh: Weigh) -> int:
    """Stops what all records of a person went out for and does not hold any more, whichever agency released it, for who
    sees one of them; how many.

    ``weigh``: see `Weigh`.  It tells what ends; what it was told of the words goes no further.
    """
    owner = owner_of(opening, sight.number_of(opening, record_id), record_id)
    group = [] if owner.case is None else cases.numbers(opening, owner.case)
    records = numbers_of(opening, owner)
    standing = withdrawing.standing(opening, records)
    ended = weigh(owner.id, standing, _counting(opening, group, records, standing), False)
    if not ended:
        return 0
    with opening.database.transaction():
        opening.line = Line()
        return withdrawing.lapse(opening, records, ended)


def _counting(
    opening: Opening, group: Sequence[int], records: Sequence[int], standing: Iterable[ReleaseRow]
) -> dict[str, tuple[ConsentWord, ...]]:
    found = dict[str, tuple[ConsentWord, ...]]()
    for record_id in {each.record_id for each in standing}:
        row = _of_person(opening, records, record_id)
        told = _found(opening, group, records, same_answers.versions_of(opening, row), sight.agency_of(opening, row))
        found[record_id] = tuple(replace(_bare(each.word), told_in=each.word.told_in) for each in told)
    return found


def _of_person(opening: Opening, records: Sequence[int], record_id: str) -> int:
    """The row of a record that is one of these."""
    found = opening.database.one("SELECT number FROM record WHERE id = ?", record_id)
    if found is None or int(found[0]) not in records:
        raise IntakeError("vault.no_such_record")
    return int(found[0])


def said_of(
    opening: Opening, group: Sequence[int], records: Sequence[int], versions: Sequence[int] = ()
) -> tuple[ConsentWord, ...]:
    """The words of cases and records, by row, as the own agency has them; see `_found`."""
    return tuple(each.word for each in _found(opening, group, records, versions, opening.me.agency))


def _found(
    opening: Opening, group: Sequence[int], records: Sequence[int], versions: Sequence[int], agency: str | None
) -> Iterator["_Said"]:
    """The words of cases and records, by row; those of a merging that was undone count no more.

    ``versions``: of the record with which they are looked at; a yes to another alone is none to it.  A yes counts as
    long as the record with which it was said is one of these: not of another case, nor a draft that was discarded; and
    to one ``agency``, where it is named.
    """
    columns = purposes.told(COLUMNS)
    found = opening.database.all(
        f"SELECT {columns}, c.at, p.name, c.newest < ?, c.number, coalesce((SELECT after FROM consent_heard "
        f"WHERE word = c.number), -1), c.record IN ({marks(versions)}) OR c.told_in IN "
        f"(SELECT id FROM record WHERE number IN ({marks(versions)})), p.agency = ?, c.told_in "
        "FROM consent c JOIN person p ON p.id = c.noted_by "
        f"WHERE (c.casefile IN ({marks(group)}) OR c.record IN ({marks(records)}) OR c.told_in IN (SELECT id "
        f"FROM record WHERE number IN ({marks(records)}))) AND NOT EXISTS "
        "(SELECT 1 FROM case_merge_word w JOIN case_merge m ON m.number = w.case_merge WHERE w.word = c.number "
        f"AND m.undone IS NOT NULL) AND NOT {_COPIED.format(records=marks(records))} "
        f"AND NOT {_BROUGHT_BACK} "
        "AND (c.word <> 'yes' OR (coalesce(p.agency = ?, 1) AND c.told_in IN (SELECT id FROM "
        f"record WHERE discarded IS NULL AND number IN ({marks(records)}) "
        f"AND (c.alone = 0 OR number IN ({marks(versions)}))))) ORDER BY c.newest, c.number",
        *(min(versions, default=0), *versions, *versions, opening.me.agency, *group, *records, *records),
        *(*records, agency, *records, *versions),
    )
    of_records = any(same_answers.is_record(row[1]) for row in found)
    same = same_answers.holding(opening, versions) if versions and of_records else frozenset()
    return (
        _Said(ConsentWord(*(*told, bool(early), number, after, told[1] in same, told_in)), bool(here), bool(ours))
        for *told, early, number, after, here, ours, told_in in found
    )


def standing(opening: Opening, record_id: str) -> tuple[ReleaseRow, ...]:
    """What all records of the person of a record are released for on a word or a reason, for who sees one of them.

    Without words, and without who gave it.  Of the own agency's records: what was said to another one is told to it.
    """
    owner = owner_of(opening, sight.number_of(opening, record_id), record_id)
    return withdrawing.standing(opening, ours(opening, numbers_of(opening, owner)))


def lapse(opening: Opening, record_id: str, release_ids: Sequence[str]) -> int:
    """Stops releases of the person of a record that would not be given any more, for who sees it; how many."""
    with opening.database.transaction():
        return lapse_now(opening, record_id, release_ids)


def lapse_now(opening: Opening, record_id: str, release_ids: Sequence[str]) -> int:
    """As `lapse`, inside the caller's transaction."""
    owner = owner_of(opening, sight.number_of(opening, record_id), record_id)
    opening.line = Line()
    return withdrawing.lapse(opening, ours(opening, numbers_of(opening, owner)), release_ids)


def owner_of(opening: Opening, number: int, record_id: str) -> Owner:
    """Of whom words are that are said with a record, by row and id."""
    case = cases.case_number(opening, number)
    return Owner(case, number, record_id if case is None else cases.id_of(opening, case), record_id)


def speaking(opening: Opening, record_id: str) -> Owner:
    """Of whom words are that are noted with a record, for who reads it."""
    owner = owner_of(opening, sight.content_number(opening, record_id), record_id)
    if not lasts(opening, owner):
        raise IntakeError("vault.not_finalised")
    return owner


def hear(opening: Opening, record_id: str, words: Iterable[ConsentWord]) -> None:
    """Raises IntakeError 'vault.not_allowed' for a yes that a guest would note: what is said to them only narrows."""
    if any(word.word == "yes" for word in words):
        sight.home_number(opening, record_id)


def lasts(opening: Opening, owner: Owner) -> bool:
    """Whether there is something for words to be of that is never deleted."""
    finished = "SELECT 1 FROM submission WHERE record = ?"
    return owner.case is not None or opening.database.one(finished, owner.record) is not None


def numbers_of(opening: Opening, owner: Owner) -> list[int]:
    """The records of one person, by row: those of the case, else all versions of the record."""
    if owner.case is None:
        return same_answers.versions_of(opening, owner.record)
    return records_of(opening, owner.case)


def ours(opening: Opening, numbers: Iterable[int]) -> list[int]:
    """Of these records, by row, those of the own agency: what is agreed to here is nothing to another one."""
    return [each for each in numbers if sight.agency_of(opening, each) == opening.me.agency]


def records_of(opening: Opening, case: int) -> list[int]:
    """The records of a case, all by row."""
    group = cases.numbers(opening, case)
    query = f"SELECT k.record {cases.OF_CASE} WHERE e.casefile IN ({marks(group)}) ORDER BY k.record"
    return [int(row[0]) for row in opening.database.all(query, *group)]


def write(
    opening: Opening, owner: Owner, words: Iterable[ConsentWord], alone: bool = False, before: int | None = None,
    dated: bool = False,
) -> None:  # fmt: skip
    """Keeps words, and stops what the records of the person went out for where one of these refuses it; ``before``,
    ``dated``: see `put_joined`.  Only inside a transaction.
    """
    for word in words:
        insert(opening, owner, word, alone, before, dated)
        if word.word != "yes":
            itself = same_answers.is_record(word.recipient) and word.recipient == same_answers.code_of(owner.told_in)
            held = same_answers.held(opening, owner.told_in) if itself else ()
            records = [each for each in numbers_of(opening, owner) if each in held or not itself]
            withdrawing.deny(opening, records, word.purpose, "" if itself else word.recipient, word.word)
            opening.line = Line()


def left_path(opening: Opening, case: int) -> None:
    """Writes that the person of a case, by row, takes back what they agreed to on the judicial path.

    Only inside the transaction in which they leave it; nothing where they had agreed to nothing.
    """
    records = records_of(opening, case)
    told = _found(opening, cases.numbers(opening, case), records, (), None)
    words = (each.word for each in told)
    newest = {(word.recipient, word.whose): word.word for word in words if word.purpose == "judicial"}
    if "yes" in newest.values():
        write(opening, Owner(case, 0, cases.id_of(opening, case), ""), [ConsentWord("judicial", "", "withdrawn")])


def of_versions(opening: Opening, versions: Sequence[int]) -> tuple[ConsentWord, ...]:
    """What was said with a record without a case, by the rows of its versions."""
    return said_of(opening, [], versions, ())


def joined(opening: Opening, case: int, versions: Sequence[int], own: Sequence[ConsentWord]) -> None:
    """A no that is the newest word stops what the other side goes out for, when a record has come into a case, by row.

    One that was said before the record was begun stops nothing of it.  ``own``: what was said with the record before,
    see `of_versions`.  Only inside that transaction.
    """
    records = records_of(opening, case)
    others = [number for number in records if number not in versions]
    told = said_of(opening, cases.numbers(opening, case), records, versions)
    for word in {(each.purpose, each.recipient, each.whose): each for each in told}.values():
        if word.word != "yes":
            reached = others if word in own else () if word.early else versions
            withdrawing.deny(opening, reached, word.purpose, word.recipient, word.word)
    opening.line = Line()


def shut_reasons(opening: Opening, case: int, versions: Sequence[int]) -> None:
    """What a record, by the rows of its versions, went out for on a reason ends when it has come into the case of who
    had taken that back before it was begun, and said no yes to it since.  Only inside that transaction.
    """
    told = said_of(opening, cases.numbers(opening, case), records_of(opening, case), versions)
    for word in {(each.purpose, each.recipient, each.whose): each for each in told}.values():
        if word.word == "withdrawn" and word.early and word.purpose in withdrawing.DENIED:
            withdrawing.end_reasons(opening, versions, word.purpose, word.recipient)
    opening.line = Line()


def write_merged(opening: Opening, case: int, words: Iterable[ConsentWord], merge: int | None) -> None:
    """Words that a merging makes count for a case, by row, as long as it stands; without one those that it keeps since
    it was taken apart.  Only inside a transaction.
    """
    for word in words:
        about = cases.id_of(opening, case)
        number = insert(opening, Owner(case, 0, about, ""), word, alone=merge is None)
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
    columns = purposes.told(COLUMNS)
    found = opening.database.all(
        f"SELECT {columns}, c.told_in IN (SELECT id FROM record WHERE number IN ({marks(apart)})) FROM consent c "
        f"JOIN person p ON p.id = c.noted_by WHERE c.casefile IN ({marks(group)}) AND c.number > ? "
        "AND coalesce(p.agency = ?, 1) "
        f"AND c.word <> 'yes' AND NOT {_BROUGHT_BACK} "
        "AND NOT EXISTS (SELECT 1 FROM case_merge_word WHERE word = c.number) "
        "AND NOT EXISTS (SELECT 1 FROM consent y WHERE y.number > c.number AND y.casefile = c.casefile "
        "AND y.word = 'yes' AND y.purpose = c.purpose AND y.recipient = c.recipient AND y.whose = c.whose "
        "AND y.told_in = c.told_in) ORDER BY c.number",
        *(*apart, *group, last, agency),
    )
    return [(ConsentWord(*word), bool(there)) for *word, there in found]


def insert(
    opening: Opening, owner: Owner, word: ConsentWord, alone: bool = False, before: int | None = None,
    dated: bool = False,
) -> int:  # fmt: skip
    """One word, which stops nothing yet; its number.  ``before``: it was said when this record, by row, was begun, and
    is as old in the order of all; ``dated``: at the time that it bears.  Only inside a transaction.
    """
    now = opening.now()
    at = min(_moment(word.at), now) if dated and word.at else now
    record, columns = owner.record if owner.case is None else None, ", ".join(COLUMNS)
    kept = _checked(word)
    opening.database.run(
        f"INSERT INTO consent (casefile, record, {columns}, noted_by, at, newest, told_in, alone) "
        "SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, coalesce(? - 1, max(number)), ?, ? FROM record",
        *(owner.case, record, *purposes.as_row(kept.purpose, kept.recipient), *astuple(kept)[2:9]),
        *(opening.me.id, at, before, owner.told_in, int(alone)),
    )
    number = linked.last(opening.database)
    linked.told(opening, "consent.said", owner.id, number)
    if word.after >= 0:
        opening.database.run("INSERT INTO consent_heard (word, after) VALUES (?, ?)", number, word.after)
        linked.told(opening, "consent.heard", owner.id, number)
    return number


def _moment(text: str) -> str:
    """A moment as the vault writes it."""
    return stamp(datetime.fromisoformat(text))


def _checked(word: ConsentWord) -> ConsentWord:
    """A word that may be kept: codes, and no text in which a name could be."""
    for name, known in _ONE_OF.items():
        if getattr(word, name) not in known:
            raise ValueError(f"no such {name}: {getattr(word, name)}")
    if not _CODE.fullmatch(word.recipient) or not _CODE.fullmatch(word.language):
        raise IntakeError("vault.no_code")
    case_course.kept_text(word.script)
    return word
