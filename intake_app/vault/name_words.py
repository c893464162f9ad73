"""Finding the cases of a name by the beginnings of its words and of how these sound, though the name lies sealed apart.

Of each beginning the store keeps a figure under a key (HMAC), which says neither the beginning nor how long it is, and
goes with the name.  What is typed is looked for by its own figure.  It is found by whom the name is told to, no one
else; who searched is in the log, and no name is read by it.
"""

import contextlib
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Self

from intake_app.errors import IntakeError
from intake_app.vault import cases, content, keys, search
from intake_app.vault.database import Database
from intake_app.vault.opening import Opening
from intake_app.vault.roles import Condition

MOST_CASES = 100
"""Cases of a name that records are looked for in: those that were opened last."""
_KEPT = 1 << 16
"""Figures that are kept while all names are gone through."""
_HAVING = "SELECT casefile FROM case_name_word WHERE figure IN (SELECT value FROM json_each(?))"
"""SQL for the cases that have one of these figures."""
_RECORDS = """r.number IN (
    WITH RECURSIVE lead(n) AS (SELECT value FROM json_each(?) UNION
            SELECT m.kept FROM lead JOIN case_merge m ON m.other = lead.n AND m.undone IS NULL),
        same(n) AS (SELECT n FROM lead UNION
            SELECT m.other FROM same JOIN case_merge m ON m.kept = same.n AND m.undone IS NULL)
    SELECT k.record FROM same JOIN episode e ON e.casefile = same.n JOIN meeting m ON m.episode = e.number
        JOIN case_record k ON k.meeting = m.number)
"""
"""SQL: whether ``record r`` is of one of these cases, or of one that was put together with one of them."""


def index(database: Database, key: bytes, number: int, name: str) -> None:
    """Notes what a name is found by, of a case by row, in the place of what was noted; what stays is not written.

    Only inside a transaction.
    """
    _put(database, number, figures(key, name))


def _put(database: Database, number: int, found: set[int]) -> None:
    stored = _noted(database, number)
    for figure in sorted(stored - found):
        database.run("DELETE FROM case_name_word WHERE figure = ? AND casefile = ?", figure, number)
    for figure in sorted(found - stored):
        database.run("INSERT INTO case_name_word (figure, casefile) VALUES (?, ?)", figure, number)


def _noted(database: Database, number: int) -> set[int]:
    return {figure for (figure,) in database.all("SELECT figure FROM case_name_word WHERE casefile = ?", number)}


def forget(database: Database, number: int) -> None:
    """The name of a case, by row, is found by nothing any more.  Only inside a transaction."""
    database.run("DELETE FROM case_name_word WHERE casefile = ?", number)


def count(database: Database) -> int:
    """How many names a store has."""
    return int(database.all("SELECT count(*) FROM case_name")[0][0])


def index_all(database: Database, key: bytes, told: Callable[[], None]) -> None:
    """The same for each name that a store has; what can not be read is found by nothing.  Only in a transaction.

    Names begin alike, so that figures are kept for a while.  Of each name it is ``told``.
    """
    figure = lru_cache(_KEPT)(partial(_figure, key))
    for number, name in _names(database, range(last(database) + 1)):
        if name is not None:
            _put(database, number, set(map(figure, search.beginnings_of(name))))
        told()


def last(database: Database) -> int:
    """The greatest row of a case that has a name."""
    return int(database.all("SELECT coalesce(max(casefile), 0) FROM case_name")[0][0])


def verify(opening: Opening, cases: range) -> None:
    """Raises IntakeError 'vault.damaged' when what the names of these are found by is not as it was written.

    A name that can not be read is told of by the log of actions, or where it is read.
    """
    database, key = opening.database, opening.keys.audit
    for number, name in _names(database, cases):
        if name is not None and _noted(database, number) != figures(key, name):
            raise IntakeError("vault.damaged", part="words")


def _names(database: Database, cases: range) -> Iterator[tuple[int, str | None]]:
    """Each name by its case; None for one that can not be read."""
    query = "SELECT n.casefile, n.key, n.body, c.id FROM case_name n JOIN casefile c ON c.number = n.casefile"
    within = "WHERE n.casefile >= ? AND n.casefile < ? ORDER BY n.casefile"
    for number, key, body, case_id in database.all(f"{query} {within}", cases.start, cases.stop):
        name = None
        with contextlib.suppress(IntakeError):
            name = content.unlock(bytes(key), bytes(body), "case_name", case_id).decode()
        yield int(number), name


def figures(key: bytes, name: str) -> set[int]:
    """What a name is found by."""
    return _figures(key, search.beginnings_of(name))


def _figures(key: bytes, beginnings: Iterable[str]) -> set[int]:
    return {_figure(key, beginning) for beginning in beginnings}


def _figure(key: bytes, beginning: str) -> int:
    return int.from_bytes(keys.seal(key, b"case_name_word", beginning.encode())[:8], "big") >> 1


def records(opening: Opening, way: search.Way) -> Condition | None:
    """SQL on ``record r`` for the records of whoever has a name that is found in a way; None where nobody has.

    Which records may be seen is the caller's.
    """
    found = _told(opening, way)
    return (_RECORDS, (json.dumps(found),)) if found else None


def _told(opening: Opening, way: search.Way) -> list[int]:
    """Cases, by row, with such a name that is told to this person; the newest first.

    The beginning that the fewest have leads to them.  Where all are common, and so much is told to this person, the
    newest cases are looked through; should few of these have all of them, few have.
    """
    asked = sorted((_Asked.of(opening, beginnings) for beginnings in way), key=lambda one: one.count)
    if not asked or not asked[0].count:
        return []
    lead, *others = asked
    if lead.count <= search.COMMON:
        return _looked(opening, f"c.number IN ({_HAVING})", (lead.listed,), others)
    (case, opened), (record, reading) = cases.naming(opening)
    if _has_few(opening):
        mine = f"SELECT number FROM casefile c WHERE {case} UNION SELECT e.casefile {cases.OF_CASE} WHERE {record}"
        return _looked(opening, f"c.number IN ({mine})", (*opened, *reading), asked)
    newest = f"c.number IN ({_HAVING} AND casefile > (SELECT max(number) FROM casefile) - ?)"
    found = _looked(opening, newest, (lead.listed, 2 * search.COMMON), others)
    if len(found) >= MOST_CASES:
        return found
    return _looked(opening, f"c.number IN ({_HAVING})", (lead.listed,), others)


def _looked(opening: Opening, leading: str, values: Sequence[object], others: Sequence["_Asked"]) -> list[int]:
    """Of the cases that an SQL condition on ``casefile c`` leads to, those that have all others and are told."""
    (case, opened), (record, reading) = cases.naming(opening)
    having = f" AND EXISTS ({_HAVING} AND casefile = c.number)" * len(others)
    found = opening.database.each(
        f"SELECT c.number, c.agency = ? FROM casefile c WHERE {leading}{having} AND ({case} OR "
        f"EXISTS (SELECT 1 {cases.OF_CASE} WHERE e.casefile = c.number AND {record})) ORDER BY c.number DESC",
        *(opening.me.agency, *values, *(one.listed for one in others), *opened, *reading),
    )
    told: list[int] = []
    with contextlib.closing(found):
        for number, ours in found:
            if ours or _of_others(opening, number):
                told.append(number)
            if len(told) >= MOST_CASES:
                break
    return told


def _of_others(opening: Opening, number: int) -> bool:
    """Whether the name of a case that another agency opened is told to this person."""
    return cases.names_told(opening, cases.numbers(opening, cases.lead(opening, number))).get(number, False)


def _has_few(opening: Opening) -> bool:
    """Whether it is less to look through the cases that this person may name than through those of a common name."""
    (case, opened), (record, reading) = cases.naming(opening)
    return all(
        _count(opening.database, query, values) <= search.COMMON
        for query, values in (
            (f"SELECT 1 FROM casefile c WHERE {case}", opened),
            (f"SELECT 1 FROM record r WHERE {record}", reading),
        )
    )


def _count(database: Database, query: str, values: Sequence[object]) -> int:
    """How many rows, up to one more than are few."""
    ((count,),) = database.all(f"SELECT count(*) FROM ({query} LIMIT ?)", *values, search.COMMON + 1)
    return int(count)


@dataclass(frozen=True, slots=True)
class _Asked:
    """One of several beginnings, as figures; and how many cases have it, up to one more than are few for each."""

    listed: str
    count: int

    @classmethod
    def of(cls, opening: Opening, beginnings: Collection[str]) -> Self:
        figures = sorted(_figures(opening.keys.audit, beginnings))
        query = "SELECT 1 FROM case_name_word WHERE figure = ?"
        return cls(json.dumps(figures), sum(_count(opening.database, query, (each,)) for each in figures))
