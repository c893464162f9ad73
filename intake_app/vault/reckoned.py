"""In which calendars a person may count, and by which of them a record of an older program tells of a child; and what
such a program let wait in spite of a doubt.
"""

from collections.abc import Callable, Sequence

from intake_app.vault import cases, consents, forms, sight, withdrawing
from intake_app.vault.days import day_of
from intake_app.vault.opening import Opening
from intake_app.vault.withdrawing import marks

_DONE = -1
_KEY = "reckoned:4:"
"""Of the store, with the id of a person: up to which case those are weighed who were there before."""
_DOUBT = "source = 'person' AND reason = 'doubt'"
_OF_DOUBTED = f"""
    WITH RECURSIVE told(casefile, record) AS (
        SELECT a.casefile, r.number FROM (SELECT casefile, told_in FROM age_told WHERE {_DOUBT}) a
        LEFT JOIN record r ON r.id = a.told_in),
    doubted(casefile) AS (
        SELECT casefile FROM told UNION
        SELECT e.casefile FROM told t JOIN case_record k ON k.record = t.record
        JOIN meeting m ON m.number = k.meeting JOIN episode e ON e.number = m.episode UNION
        SELECT iif(g.kept = d.casefile, g.other, g.kept) FROM doubted d
        JOIN case_merge g ON d.casefile IN (g.kept, g.other))
    SELECT record FROM told WHERE record IS NOT NULL UNION
    SELECT k.record FROM doubted d JOIN episode e ON e.casefile = d.casefile
    JOIN meeting m ON m.episode = e.number JOIN case_record k ON k.meeting = m.number
"""
"""SQL for the records, by row, of people of whom somebody doubted that they are adults."""


def calendars_met(opening: Opening, group: Sequence[int]) -> set[str]:
    """Those besides the Gregorian one by each language in which the person of these cases, by row, was met, whether
    anything was asked then or not.
    """
    found = opening.database.all(
        "SELECT DISTINCT m.language FROM meeting m JOIN episode e ON e.number = m.episode "
        f"WHERE e.casefile IN ({marks(group)})",
        *group,
    )
    return {name for (language,) in found for name in opening.reckoning.calendars(language)}


def minor_in(opening: Opening, number: int, xml: bytes) -> tuple[str, ...]:
    """Those by which a finished record, by row, is a child's, where its program did not note it; looked at once."""
    if number not in opening.births:
        key, finished = opening.database.all("SELECT form_key, finalised FROM record WHERE number = ?", number)[0]
        day = day_of(finished)
        opening.births[number] = tuple(opening.reckoning.minor_in(forms.package(opening, key), xml, day))
    return opening.births[number]


def weigh_once(opening: Opening, limit: int, weigh: Callable[[str], object]) -> None:
    """Has the people weighed of whom somebody doubted that they are adults, all of them, and those who were met in more
    than one language, so many at a time, each once for each person who opens the store: by a record of theirs that this
    person sees.

    What is told since is weighed as it is told; of what was there before, an older program did not know in which
    calendars it is of a child, nor what a doubt keeps here. What a doubt keeps here of a record that this person does
    not read, and that nobody weighed who made it, stops at once: it waits for a person.
    """
    key = f"{_KEY}{opening.me.id}"
    kept = opening.database.one("SELECT value FROM store WHERE key = ?", key)
    after = int(kept[0]) if kept else 0
    if after == _DONE:
        return
    if kept is None:
        _stop_unread(opening)
    seen, seeing = sight.seen(opening)
    found = opening.database.all(
        "SELECT e.casefile, r.id FROM case_record k JOIN meeting m ON m.number = k.meeting "
        "JOIN episode e ON e.number = m.episode JOIN record r ON r.number = k.record "
        f"WHERE e.casefile > ? AND r.discarded IS NULL AND {seen} AND (EXISTS (SELECT 1 FROM case_merge g "
        "WHERE g.other = e.casefile OR g.kept = e.casefile) OR (SELECT count(DISTINCT o.language) FROM meeting o "
        "JOIN episode p ON p.number = o.episode WHERE p.casefile = e.casefile) > 1) "
        "GROUP BY e.casefile ORDER BY e.casefile LIMIT ?",
        *(after, *seeing, limit),
    )
    for record in (*(_doubted(opening) if kept is None else ()), *(record for _case, record in found)):
        weigh(record)
    with opening.database.transaction():
        opening.database.run(
            "INSERT INTO store (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            *(key, str(found[-1][0] if len(found) == limit else _DONE)),
        )


def _doubted(opening: Opening) -> list[str]:
    """A record, by id, of each person of whom somebody doubted that they are an adult; that this person sees."""
    seen, seeing = sight.seen(opening)
    found = opening.database.all(
        f"SELECT min(r.id) FROM record r WHERE r.discarded IS NULL AND {seen} AND r.number IN ({_OF_DOUBTED}) "
        "GROUP BY coalesce((SELECT -e.casefile FROM case_record k JOIN meeting m ON m.number = k.meeting "
        "JOIN episode e ON e.number = m.episode WHERE k.record = r.number), r.number) ORDER BY min(r.number)",
        *seeing,
    )
    return [str(record) for (record,) in found]


def _stop_unread(opening: Opening) -> None:
    """Stops what waits on the word of a person of whom it is doubted that they are an adult, of records of the own
    agency that one does not read and whose author did not open the store since. Whether a yes since was the child's own
    or an adult's is told by what only who reads them knows.
    """
    read, reading = sight.read(opening)
    found = opening.database.all(
        f"SELECT r.number FROM record r WHERE r.agency = ? AND r.state = 'finalised' AND {withdrawing.released()} "
        f"AND NOT ({read}) AND r.number IN ({_OF_DOUBTED}) "
        "AND NOT EXISTS (SELECT 1 FROM store WHERE key = ? || r.author) ORDER BY r.number",
        *(opening.me.agency, *reading, _KEY),
    )
    ended = [number for (number,) in found if _is_doubted(opening, int(number))]
    if ended:
        with opening.database.transaction():
            for number in ended:
                withdrawing.stop(opening, int(number), "sync", "", "consent")


def _is_doubted(opening: Opening, number: int) -> bool:
    """Whether nobody decided since that the person of a record, by row, is an adult."""
    case = cases.case_number(opening, number)
    group = cases.numbers(opening, case) if case is not None else []
    records = consents.records_of(opening, case) if case is not None else [number]
    told = opening.database.one(
        f"SELECT max(iif({_DOUBT}, number, 0)) > max(iif(source = 'decision' AND age = 'adult', number, 0)) "
        f"FROM age_told WHERE casefile IN ({marks(group)}) "
        f"OR told_in IN (SELECT id FROM record WHERE number IN ({marks(records)}))",
        *(*group, *records),
    )
    return bool(told and told[0])
