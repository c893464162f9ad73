"""Records of somebody who may have been met before: found by how names sound, told apart when they are not one.

Whose content one reads comes with it, to be compared.  That there is a finished record of such a name that one may not
read is told by its day and site alone, within one agency and to who holds interviews: it is for asking a coordinator.
Nothing is told of a name that many have.  The log says that somebody looked, and of how many was told.
"""

import contextlib
import json
from collections.abc import Iterator, Mapping

from intake_app import sounds
from intake_app.errors import IntakeError
from intake_app.vault import audit, case_names, cases, consents, edits, records, search, sight
from intake_app.vault.days import day_of
from intake_app.vault.opening import Opening
from intake_app.vault.roles import Condition, Right, met_in_agency, require
from intake_app.vault.types import Namesake, Namesakes, RecordRow, Sighting

MOST, MOST_SIGHTINGS = 30, 3
"""Records that are looked at; sightings that still say something of one person."""
FEWEST_WORDS = 2
"""Of a name by which records are found that one may not read."""
_APART = "apart:"
"""Settings with this beginning and the rows of two records, the smaller one first: they are not of one person."""


def namesakes(opening: Opening, record_id: str, name: str) -> Namesakes:
    """Other records whose titles or whose persons' names sound like this name, for a record whose content one reads.

    "" stands for the name of its case, where that is told.  Not its own versions, not what is of its case already, not
    what was discarded, and none that was told apart from it.
    """
    require(opening.me, Right.INTERVIEW)
    number = sight.reading_number(opening, record_id)
    with opening.database.transaction():
        own = "" if name.strip() else case_names.of_record(opening, number)
    sought = name if name.strip() else own
    if not search.words_of(sought):
        return Namesakes()
    others = f"r.discarded IS NULL AND r.number NOT IN ({', '.join(map(str, sorted(_not_these(opening, number))))})"
    readable, reading = sight.read(opening)
    found: dict[str, RecordRow] = {}
    for way in _ways(sought):
        for look in (records.found_in_a_way, records.named_in_a_way):
            if len(found) < MOST:
                found |= {row.id: row for row in look(opening, way, (f"{readable} AND {others}", reading), MOST)}
    rows, others_of_agency = list(found.values())[:MOST], _sightings(opening, sought, others, (readable, reading))
    with opening.database.transaction():
        names = _names(opening, rows)
    mine = tuple(_with_content(opening, rows, names))
    with opening.database.transaction():
        audit.append(opening, "record.compared", record_id, found=len(mine), told=len(others_of_agency))
    return Namesakes(mine, others_of_agency, own)


def _ways(name: str) -> Iterator[search.Way]:
    """The whole name as it is written and as it sounds; then each word, for who was told of by one name only."""
    words = search.words_of(name)
    yield from search.ways(name)
    for word in words if len(words) > 1 else ():
        yield from search.ways(word)


def _not_these(opening: Opening, number: int) -> set[int]:
    """Rows of the record itself, of its versions and of its case, and of those it was told apart from."""
    keys = opening.database.all("SELECT key FROM setting WHERE key > ? AND key < ?", _APART, f"{_APART}:")
    pairs = [tuple(map(int, key.removeprefix(_APART).split(":"))) for (key,) in keys]
    apart = {other for pair in pairs if number in pair for other in pair}
    case = cases.case_number(opening, number)
    of_case = consents.records_of(opening, case) if case is not None else ()
    return {number, *edits.numbers(opening, number), *of_case, *apart}


def _names(opening: Opening, rows: list[RecordRow]) -> dict[str, str]:
    """The names of the cases of these records, where they are told.  Only inside a transaction."""
    query = "SELECT id, number FROM record WHERE id IN (SELECT value FROM json_each(?))"
    found = opening.database.all(query, json.dumps([row.id for row in rows]))
    return {str(record_id): case_names.of_record(opening, number) for record_id, number in found}


def _with_content(opening: Opening, rows: list[RecordRow], names: Mapping[str, str]) -> Iterator[Namesake]:
    """Those that can be read; damage is told of where a record is opened."""
    for row in rows:
        with contextlib.suppress(IntakeError):
            number = sight.number_of(opening, row.id)
            if row.state == "draft":
                yield Namesake(row, records.draft_of(opening, number, row.id).xml, name=names[row.id])
            else:
                frozen = records.sealed(opening, number, row.id)
                yield Namesake(row, frozen.xml, frozen.values_json, names[row.id])


def _sightings(opening: Opening, name: str, others: str, readable: Condition) -> tuple[Sighting, ...]:
    """Days and sites of finished records of the agency that one may not read; none for a part of a name.

    Beginnings of words are parts too: else names that one may not read could be found out letter by letter.
    """
    words = search.words_of(name)
    if len(words) < FEWEST_WORDS:
        return ()
    condition, values = met_in_agency(opening.me)
    hidden = f"{condition} AND NOT {readable[0]} AND {others}"
    found: set[tuple[str, str, str]] = set()
    for way in search.ways(name):
        rows = records.found_in_a_way(opening, way, (hidden, (*values, *readable[1])), MOST)
        whole = (row for row in rows if sounds.are_whole(words, search.written(opening.database, row.id)))
        found |= {(row.created, row.site, row.id) for row in whole}
    told = sorted(found, reverse=True) if len(found) <= MOST_SIGHTINGS else []
    return tuple(Sighting(day_of(created).isoformat(), site) for created, site, _id in told)


def tell_apart(opening: Opening, record_id: str, other_id: str, apart: bool) -> None:
    """Notes that two records one reads are not of one person, or takes that back.

    They are not found for each other as long as it stands.  Raises IntakeError 'vault.same_record' for one with itself.
    """
    require(opening.me, Right.INTERVIEW)
    one, other = sorted(sight.reading_number(opening, each) for each in (record_id, other_id))
    if one == other:
        raise IntakeError("vault.same_record")
    key, database = f"{_APART}{one}:{other}", opening.database
    with database.transaction():
        audit.changing(opening)
        database.run("DELETE FROM setting WHERE key = ?", key)
        if apart:
            database.run("INSERT INTO setting (key, value) VALUES (?, ?)", key, opening.now())
        audit.append(opening, "setting.changed", key)
        audit.append(opening, "record.told_apart", record_id, other=other_id, apart=int(apart))
