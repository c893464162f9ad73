"""Facts about the store, and the reading of everything that says whether it is sound."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from intake_app.errors import IntakeError
from intake_app.vault import (
    audit,
    entity_lists,
    envelopes,
    forms,
    media,
    name_words,
    people,
    promises,
    quarantine,
    records,
    register,
    schema,
    seals,
    sight,
    signing,
    transmissions,
)
from intake_app.vault.database import Database
from intake_app.vault.meter import Progress, heedless
from intake_app.vault.migration import pages_sound
from intake_app.vault.opening import Opening
from intake_app.vault.types import Site, StoreInfo

_NUMBERED = (
    ("record", "number"), ("form", "key"), ("attempt", "id"), ("handover", "id"), ("reading", "id"),
    *((table, "number") for table in ("release", "slip", "casefile", "episode", "meeting", "case_merge", "age_told")),
    ("age_seen", "number"),
    *((table, "number") for table in ("path", "age_said", "reflection", "identification", "information_given")),
)  # fmt: skip
"""Tables that give out each number once."""
AT_A_TIME = 50
"""Records, or names, that are read before others may write again."""


def site(opening: Opening) -> Site:
    """The workplace as it was set up."""
    return people.site_of(opening.database)


def info(opening: Opening, path: Path) -> StoreInfo:
    """Facts for an about box and the first screen."""
    condition, values = sight.seen(opening)
    counts = opening.database.all(
        f"SELECT r.state, count(*) FROM record r WHERE r.discarded IS NULL AND {condition} GROUP BY r.state", *values
    )
    people = opening.database.one("SELECT count(*) FROM person WHERE removed IS NULL")
    here = site(opening)
    return StoreInfo(
        *(path, here.organisation, here.site, here.callback, schema.CURRENT),
        people=int(people[0]) if people else 0,
        signer=signing.public_of(opening.database).hex(),
        counts=dict(counts),
    )


def noticed(opening: Opening) -> tuple[str, ...]:
    """Codes of what opening and reading have met: the store was put back, records are set apart."""
    back = ("vault.rolled_back",) if opening.behind is not None else ()
    return tuple(dict.fromkeys((*back, *(apart.code for apart in quarantine.listed(opening)))))


@dataclass(frozen=True, slots=True)
class Checked:
    """How far a reading of the whole store is: codes of what was wrong, records and names read, and of how many.

    ``look`` is what is looked at next, and ``row`` the last row of it that was.
    """

    wrong: tuple[str, ...] = ()
    done: int = 0
    of: int = 0
    look: int = 0
    row: int = 0

    @property
    def over(self) -> bool:
        """Whether all was read."""
        return self.look == len(_LOOKS)


def sound(opening: Opening, still: bool = False, progress: Progress = heedless) -> tuple[str, ...]:
    """Codes of what is wrong.  The log is emptied first: the page check reads the main file only.

    ``still``: a copy that nobody writes, which has no log.  Raises IntakeError 'vault.cancelled' where ``progress``
    wants no more.
    """
    at = Checked(look=1 if still else 0)
    while not at.over:
        at = further(opening, at)
        if not progress(at.done, at.of):
            raise IntakeError("vault.cancelled")
    return at.wrong


def further(opening: Opening, at: Checked) -> Checked:
    """The next part of the reading.  Between two parts others may write: each holds by itself."""
    look, database = _LOOKS[at.look], opening.database
    last, done, of, wrong = 0, at.done, at.of, at.wrong
    try:
        last = look.last(database)
        rows = range(at.row + 1, min(at.row + AT_A_TIME, last) + 1)
        of = of if at.row else sum(each.count(database, range(each.last(database) + 1)) for each in _LOOKS) or 1
        done += look.count(database, rows)
        look.at(opening, rows)
    except IntakeError as trouble:
        wrong = tuple(dict.fromkeys((*wrong, trouble.code)))
    if at.row + AT_A_TIME < last:
        return Checked(wrong, min(done, of), of, at.look, at.row + AT_A_TIME)
    ends = at.look + 1 == len(_LOOKS)
    return Checked(wrong, of if ends else min(done, of), of, at.look + 1)


def _emptied(opening: Opening) -> None:
    opening.database.checkpoint()


def _pages(opening: Opening) -> None:
    if not pages_sound(opening.database):
        opening.database.renew()
        raise IntakeError("vault.damaged", part="records")


def _references(opening: Opening) -> None:
    if opening.database.all("PRAGMA foreign_key_check"):
        raise IntakeError("vault.damaged", part="references")


def _numbers(opening: Opening) -> None:
    """That no row has a number which the file has not given out yet: the page that counts them was put back."""
    for table, column in _NUMBERED:
        ahead = f"SELECT max({column}) > coalesce((SELECT seq FROM sqlite_sequence WHERE name = ?), 0) FROM {table}"
        if opening.database.all(ahead, table)[0][0]:
            raise IntakeError("vault.replayed")


def _headers(opening: Opening) -> None:
    if opening.header.current.generation < opening.header.oldest():
        raise IntakeError("vault.old_header")


def _forms(opening: Opening) -> None:
    """Each form and its files against the digest that the register of the log knows, shared lists against a seal."""
    for (key,) in opening.database.all("SELECT key FROM form ORDER BY key"):
        forms.package(opening, key)
    for server, name in opening.database.all("SELECT server, name FROM entity_list ORDER BY server, name"):
        entity_lists.kept(opening, server, name)


def _records(opening: Opening, numbers: range) -> None:
    """Each record against its seal, its files too; one that was set apart and is sound again is taken back."""
    first: IntakeError | None = None
    for number in numbers:
        try:
            _record(opening, number)
        except IntakeError as trouble:
            first = first or trouble
    if first is not None:
        raise first


def _record(opening: Opening, number: int) -> None:
    with quarantine.watched(opening, number):
        found = opening.database.one("SELECT id, state FROM record WHERE number = ?", number)
        if found is None:
            return
        record_id, state = found
        if state == "draft":
            records.draft_of(opening, number, record_id)
        else:
            records.sealed(opening, number, record_id)
        records.verify_label(opening, number, record_id)
        media.verify_list(opening, number)
        envelopes.found(opening.database, number, record_id)
        for row in media.rows(opening, number):
            for _piece in media.pieces(opening, number, record_id, row.name):
                pass
    quarantine.take_back(opening, number)


def _sum(opening: Opening) -> None:
    """All seals together, so that no record was put back as a whole."""
    seals.verify_sum(opening.database, opening.keys.audit)


def _audit(opening: Opening) -> None:
    audit.verify(opening)
    if not register.fits(opening):
        raise IntakeError("vault.replayed")


def _sent(opening: Opening) -> None:
    """The list of all that was sent, line by line."""
    transmissions.verify(opening)


def _behind(opening: Opening) -> None:
    if opening.behind is not None:
        raise IntakeError("vault.rolled_back")


@dataclass(frozen=True, slots=True)
class _Look:
    """One thing to look at: so many rows at a time, up to the last of a table, which are counted."""

    at: Callable[[Opening, range], None]
    last: Callable[[Database], int]
    table: str = ""
    column: str = ""

    def count(self, database: Database, rows: range) -> int:
        """How many of these rows there are; 0 of what is looked at all at once."""
        if not self.table or not rows:
            return 0
        query = f"SELECT count(*) FROM {self.table} WHERE {self.column} BETWEEN ? AND ?"
        return int(database.all(query, rows[0], rows[-1])[0][0])


def _whole(look: Callable[[Opening], None]) -> _Look:
    return _Look(lambda opening, _rows: look(opening), lambda _database: 0)


_LOOKS = (
    *map(_whole, (_emptied, _pages, _references, _numbers, _headers, _forms)),
    _Look(_records, records.last_number, "record", "number"),
    _Look(name_words.verify, name_words.last, "case_name", "casefile"),
    *map(_whole, (_sum, _audit, _sent, promises.verify, _behind)),
)
