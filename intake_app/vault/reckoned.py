"""In which calendars a person may count, and by which of them a record of an older program tells of a child."""

from collections.abc import Callable, Sequence

from intake_app.vault import forms, sight
from intake_app.vault.days import day_of
from intake_app.vault.opening import Opening
from intake_app.vault.withdrawing import marks

_DONE = -1


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
    """Has the people weighed who were met in more than one language, or of whom somebody doubted that they are adults,
    so many at a time, each once for each person who opens the store: by a record of theirs that this person sees.

    What is told since is weighed as it is told; of what was there before, an older program did not know in which
    calendars it is of a child, nor what a doubt keeps here.
    """
    key = f"reckoned:3:{opening.me.id}"
    kept = opening.database.one("SELECT value FROM store WHERE key = ?", key)
    after = int(kept[0]) if kept else 0
    if after == _DONE:
        return
    seen, seeing = sight.seen(opening)
    found = opening.database.all(
        "SELECT e.casefile, r.id FROM case_record k JOIN meeting m ON m.number = k.meeting "
        "JOIN episode e ON e.number = m.episode JOIN record r ON r.number = k.record "
        f"WHERE e.casefile > ? AND r.discarded IS NULL AND {seen} AND (EXISTS (SELECT 1 FROM case_merge g "
        "WHERE g.other = e.casefile OR g.kept = e.casefile) OR (SELECT count(DISTINCT o.language) FROM meeting o "
        "JOIN episode p ON p.number = o.episode WHERE p.casefile = e.casefile) > 1 OR EXISTS (SELECT 1 FROM age_told t "
        "WHERE t.source = 'person' AND t.reason = 'doubt' AND (t.casefile = e.casefile OR t.told_in = r.id))) "
        "GROUP BY e.casefile ORDER BY e.casefile LIMIT ?",
        *(after, *seeing, limit),
    )
    alone = _doubted_alone(opening) if after == 0 else []
    for record in (*alone, *(record for _case, record in found)):
        weigh(record)
    with opening.database.transaction():
        opening.database.run(
            "INSERT INTO store (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            *(key, str(found[-1][0] if len(found) == limit else _DONE)),
        )


def _doubted_alone(opening: Opening) -> list[str]:
    """Records without a case, by id, with which somebody doubted that their person is an adult; that this person sees.
    """
    seen, seeing = sight.seen(opening)
    found = opening.database.all(
        "SELECT DISTINCT r.id FROM age_told t JOIN record r ON r.id = t.told_in WHERE t.casefile IS NULL "
        f"AND t.source = 'person' AND t.reason = 'doubt' AND r.discarded IS NULL AND {seen} "
        "AND NOT EXISTS (SELECT 1 FROM case_record k WHERE k.record = r.number) ORDER BY r.number",
        *seeing,
    )
    return [str(record) for (record,) in found]
