"""Rows about a case, and of information that was given, that the log of actions knows one by one.

Each has a link with a digest of the row. What `told` writes down when a row is written, `verify` compares with the rows
that are there.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from intake_app.vault import audit, keys
from intake_app.vault.database import Database, Row
from intake_app.vault.opening import Opening


class Link(Protocol):
    """What a link is about, and its detail."""

    @property
    def about(self) -> str:
        """An id."""

    @property
    def detail(self) -> Mapping[str, Any]:
        """Its detail, of which ``row`` is the digest."""


@dataclass(frozen=True, slots=True)
class Kind:
    """Rows of one kind: their table, the columns that a digest is of, and which rows of the table they are."""

    table: str
    columns: str
    which: str = "1"


LASTING: dict[str, Kind] = {
    "case.opened": Kind("casefile", "number, id, code, opened, opened_by, agency, site"),
    "case.stage": Kind("episode", "number, casefile, stage, agency, site, began"),
    "case.stage_ended": Kind("episode", "number, ended, reason", "ended IS NOT NULL"),
    "case.met": Kind("meeting", "number, episode, kind, person, agency, site, language, at"),
    "case.path": Kind("path", "number, casefile, path, noted_by, at"),
    "case.age": Kind("age_said", "number, casefile, age, noted_by, at"),
    "age.told": Kind("age_told", "number, casefile, told_in, age, source, reason, noted_by, at"),
    "age.void": Kind("age_void", "age"),
    "age.seen": Kind("age_seen", "number, decision, told, record, age"),
    "case.reflection": Kind("reflection", "number, casefile, began, planned_end, noted_by, at"),
    "case.identified": Kind("identification", "number, casefile, phase, body_kind, body, noted_by, at"),
    "slip.status": Kind("slip_status", "number, slip, status, reason, happened, noted_by, at"),
    "call.noted": Kind(
        "call_made", "number, casefile, record, called, caller, operator, outcome, noted_by, at, told_in"
    ),
    "consent.said": Kind(
        "consent",
        "number, casefile, record, purpose, recipient, word, whose, how, language, script, witness, lawful, noted_by, "
        "at, newest, told_in, alone",
    ),
    "consent.away": Kind("consent_away", "word"),
    "consent.back": Kind("consent_back", "word"),
    "consent.heard": Kind("consent_heard", "word, after"),
    "identification.void": Kind("identification_void", "identification"),
    "case.merged": Kind(
        "case_merge", "number, other, kept, reason, noted_by, at, last_word, last_age, last_path, last_identification"
    ),
    "case.merged_word": Kind("case_merge_word", "word, case_merge"),
    "case.parted": Kind("case_merge", "number, undone, undone_by, undone_reason", "undone IS NOT NULL"),
    "information.given": Kind(
        "information_given", "number, topic, medium, language, copies, agency, site, noted_by, at"
    ),
}
"""By the action of their links: rows that are there for good once they are written."""
_RECORD, _NAMED, _UNNAMED = "case.record", "case.named", "case.unnamed"
_PASSING: dict[str, Kind] = {
    _RECORD: Kind("case_record", "record, meeting"),
    _NAMED: Kind("case_name", "casefile, key, body"),
}
"""Rows that go again: a draft that was discarded leaves its case, a name is taken out."""
ACTIONS = (*LASTING, *_PASSING, _UNNAMED)


def told(opening: Opening, action: str, about: str, number: int, **detail: str | int) -> None:
    """Writes the link of a row, by its number, that was just written.  Only inside its transaction."""
    kind = (LASTING | _PASSING)[action]
    ((*row,),) = opening.database.all(f"SELECT {kind.columns} FROM {kind.table} WHERE rowid = ?", number)
    audit.append(opening, action, about, row=_digest(opening, kind, row), **detail)


def last(database: Database) -> int:
    """The number of the row that was just inserted."""
    ((number,),) = database.all("SELECT last_insert_rowid()")
    return int(number)


def _digest(opening: Opening, kind: Kind, row: Sequence[Any]) -> str:
    """Under the key of the chain, for the words in a row are nobody's."""
    return keys.seal(opening.keys.audit, kind.table.encode(), repr(tuple(row)).encode()).hex()[:32]


def verify(opening: Opening, links: Mapping[str, Sequence[Link]]) -> bool:
    """Whether the rows are those that the log tells of.  ``links``: by action, the oldest first."""
    lasting = all(
        Counter(str(link.detail["row"]) for link in links.get(action, ()))
        == Counter(_digest(opening, kind, row) for row in _rows(opening.database, kind, kind.columns))
        for action, kind in LASTING.items()
    )
    return lasting and _records(opening, links.get(_RECORD, ())) and _names(opening, links)


def _rows(database: Database, kind: Kind, columns: str) -> list[Row]:
    return database.all(f"SELECT {columns} FROM {kind.table} WHERE {kind.which}")


def _records(opening: Opening, links: Iterable[Link]) -> bool:
    """Which meeting each record belongs to; a draft that was deleted since belongs to none."""
    kind, database = _PASSING[_RECORD], opening.database
    promised = {str(link.detail["record"]): link.detail["row"] for link in links}
    there = {record for (record,) in database.all("SELECT id FROM record")}
    rows = database.all("SELECT r.id, k.record, k.meeting FROM case_record k JOIN record r ON r.number = k.record")
    present = {record: _digest(opening, kind, row) for record, *row in rows}
    return present == {record: row for record, row in promised.items() if record in there}


def _names(opening: Opening, links: Mapping[str, Sequence[Link]]) -> bool:
    """The names that were put and not taken out since; each taking out is of the name that stood then."""
    kind = _PASSING[_NAMED]
    put = Counter(str(link.detail["row"]) for link in links.get(_NAMED, ()))
    put.subtract(str(link.detail["row"]) for link in links.get(_UNNAMED, ()))
    present = Counter(_digest(opening, kind, row) for row in _rows(opening.database, kind, kind.columns))
    return +put == present and not -put


def unnamed(opening: Opening, about: str, number: int) -> None:
    """Writes the link of a name, by its case, that is about to be taken out.  Only inside its transaction."""
    kind = _PASSING[_NAMED]
    for row in opening.database.all(f"SELECT {kind.columns} FROM {kind.table} WHERE casefile = ?", number):
        audit.append(opening, _UNNAMED, about, row=_digest(opening, kind, row))
