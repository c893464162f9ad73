"""How a case goes: its stage, the path the person chose, days to reflect, who identified the person.

Each is written down once and never changes; the newest stands, and the log of actions has every one.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeVar

from intake_app.errors import IntakeError
from intake_app.vault import cases, linked, plain_words
from intake_app.vault.case_types import CaseCourse, Episode, Identification, PathChoice, Reflection
from intake_app.vault.opening import Opening
from intake_app.vault.withdrawing import marks

NOT_DECIDED = "not_decided"
SOCIAL = "social"
PATHS = (NOT_DECIDED, SOCIAL, "judicial")
"""Of art. 18: the person's choice, to be changed at any time."""
Noted = TypeVar("Noted")
PHASES = ("preliminary", "formal")
BODY_KINDS = ("police", "ngo", "court", "government", "other")
_STANDING = "(SELECT * FROM identification WHERE number NOT IN (SELECT identification FROM identification_void))"
LONGEST = 200
"""Letters of a reason or of the name of a body."""
_SHORTEST_BODY = 2


def course(opening: Opening, case_id: str) -> CaseCourse:
    """How a case stands, to who is not told it whole only what their own agency wrote: see `cases.told_whole`.

    To a guest only the path, which what leaves of a record that was handed over depends on.

    Raises IntakeError 'vault.no_such_case', 'vault.not_allowed' for who only sees its rows.
    """
    group = cases.numbers(opening, cases.reading_number(opening, case_id))
    whole = cases.told_whole(opening, group)
    path = _newest(opening, "path", "x.path", group, whole, PathChoice) or PathChoice(NOT_DECIDED)
    if not cases.row(opening, case_id).known:
        return CaseCourse((), path, None, None)
    episodes = opening.database.all(
        "SELECT stage, agency, site, began, ended, coalesce(reason, '') FROM episode "
        f"WHERE casefile IN ({marks(group)}) AND (casefile IN ({marks(whole)}) OR agency = ?) ORDER BY number",
        *(*group, *whole, opening.me.agency),
    )
    days = _all(opening, "reflection", "x.began, x.planned_end", group, whole, Reflection)
    return CaseCourse(
        tuple(Episode(*row) for row in episodes),
        path,
        days[0] if days else None,
        _identified(opening, group, whole),
        days[1:],
    )


def identified_here(opening: Opening, case_id: str) -> Identification | None:
    """Who identified the person, as far as the own agency may pass it on: in a case that it opened, or as it noted it.

    What another agency noted is told to who has a sight of a record, and is not theirs to tell on.  Raises as `course`.
    """
    group = cases.numbers(opening, cases.reading_number(opening, case_id))
    if not cases.row(opening, case_id).known:
        return None
    return _identified(opening, group, cases.opened_here(opening, group))


def _identified(opening: Opening, group: Sequence[int], whole: Sequence[int]) -> Identification | None:
    body = "x.phase, x.body_kind, x.body"
    return _newest(opening, _STANDING, body, group, whole, Identification, "x.phase = 'formal'")


def _newest(
    opening: Opening,
    table: str,
    columns: str,
    group: Sequence[int],
    whole: Sequence[int],
    kind: Callable[..., Noted],
    first: str = "NULL",
) -> Noted | None:
    """The newest row of a case, one for which ``first`` holds before all others."""
    return next(iter(_all(opening, table, columns, group, whole, kind, first)), None)


def _all(
    opening: Opening,
    table: str,
    columns: str,
    group: Sequence[int],
    whole: Sequence[int],
    kind: Callable[..., Noted],
    first: str = "NULL",
) -> tuple[Noted, ...]:
    """The rows of a case, the newest first, after those for which ``first`` holds; but in cases that are not told whole
    only those that the own agency wrote.
    """
    found = opening.database.all(
        f"SELECT {columns}, p.name, x.at FROM {table} x JOIN person p ON p.id = x.noted_by "
        f"WHERE x.casefile IN ({marks(group)}) AND (x.casefile IN ({marks(whole)}) OR p.agency = ?) "
        f"ORDER BY {first} DESC, x.number DESC",
        *(*group, *whole, opening.me.agency),
    )
    return tuple(kind(*row) for row in found)


def enter_stage(opening: Opening, case_id: str, stage: str, reason: str) -> CaseCourse:
    """The case goes on in another stage with the own agency: the episode before ends, a new one begins.

    Raises IntakeError 'vault.not_allowed', 'vault.no_such_case', 'vault.bad_words'.
    """
    _one_of(cases.STAGES, stage)
    number, kept = cases.writing_number(opening, case_id), kept_text(reason)
    before = cases.open_episodes(opening, number)
    if not before or before[0][1] != stage:
        with opening.database.transaction():
            for episode in before:
                _end(opening, case_id, episode[0], kept)
            cases.begin_episode(opening, case_id, number, stage)
    return course(opening, case_id)


def end_stage(opening: Opening, case_id: str, reason: str) -> CaseCourse:
    """The case goes on no more with the own agency, until somebody meets the person again.

    Raises IntakeError 'vault.stage_ended' where it does not go on, and as `enter_stage` does.
    """
    number, kept = cases.writing_number(opening, case_id), kept_text(reason)
    before = cases.open_episodes(opening, number)
    if not before:
        raise IntakeError("vault.stage_ended")
    with opening.database.transaction():
        for episode in before:
            _end(opening, case_id, episode[0], kept)
    return course(opening, case_id)


def _end(opening: Opening, case_id: str, episode: int, reason: str) -> None:
    opening.database.run(
        "UPDATE episode SET ended = ?, reason = ? WHERE number = ?", opening.now(), reason or None, episode
    )
    linked.told(opening, "case.stage_ended", case_id, episode)


def note_path(opening: Opening, case_id: str, path: str, left: Callable[[Opening, int], None]) -> CaseCourse:
    """The path that the person chose, or that nothing is decided any more.

    ``left``: for who leaves the judicial one or chooses the social one, by the row of the case.

    Raises IntakeError 'vault.not_allowed', 'vault.no_such_case'.
    """
    _one_of(PATHS, path)
    number = cases.changing_number(opening, case_id)
    before = course(opening, case_id).path.path
    if before != path:
        with opening.database.transaction():
            _put(opening, "case.path", case_id, number, path=path)
            if before == "judicial" or path == SOCIAL:
                left(opening, number)
    return course(opening, case_id)


def part_paths(opening: Opening, group: Sequence[int], sides: Sequence[int], last: int) -> str:
    """Of two cases, by row, that are taken apart: the path noted after row ``last``, while they were one, may be of
    either. Both are on the social one where it was that, else nothing is decided; which, "" where none was noted.
    Only inside a transaction.
    """
    chosen = opening.database.one(
        f"SELECT path FROM path WHERE casefile IN ({marks(group)}) AND number > ? ORDER BY number DESC LIMIT 1",
        *(*group, last),
    )
    if not chosen:
        return ""
    path = SOCIAL if chosen[0] == SOCIAL else NOT_DECIDED
    for side in sides:
        _put(opening, "case.path", cases.id_of(opening, side), side, path=path)
    return path


def note_reflection(opening: Opening, case_id: str, began: date, planned_end: date) -> CaseCourse:
    """Days to reflect, from a day until a planned end; the newest stand.

    Raises IntakeError 'vault.bad_period' when they end before they begin, 'vault.not_allowed', 'vault.no_such_case'.
    """
    number = cases.changing_number(opening, case_id)
    if planned_end <= began:
        raise IntakeError("vault.bad_period")
    days = {"began": began.isoformat(), "planned_end": planned_end.isoformat()}
    _note(opening, "case.reflection", case_id, number, **days)
    return course(opening, case_id)


def note_identification(opening: Opening, case_id: str, phase: str, body_kind: str, body: str) -> CaseCourse:
    """That a body, by its name, identified the person: for now, or formally, which is for good.

    Raises IntakeError 'vault.no_body' without a name, 'vault.unseen_signs',
    'vault.formal_already' for a preliminary one after a formal one,
    'vault.bad_words', 'vault.not_allowed', 'vault.no_such_case'.
    """
    _one_of(PHASES, phase)
    _one_of(BODY_KINDS, body_kind)
    number, kept = cases.changing_number(opening, case_id), plain_words.readable(kept_text(body))
    if plain_words.letters(kept) < _SHORTEST_BODY:
        raise IntakeError("vault.no_body")
    before = course(opening, case_id).identification
    if before is not None and before.phase == "formal" and phase == "preliminary":
        raise IntakeError("vault.formal_already")
    _note(opening, "case.identified", case_id, number, phase=phase, body_kind=body_kind, body=kept)
    return course(opening, case_id)


def void_identified(opening: Opening, group: Sequence[int], last: int) -> None:
    """Who identified the person of these cases, by row, after row ``last``, may have meant another one: it counts no
    more. Only inside a transaction.
    """
    found = opening.database.all(
        f"SELECT number FROM {_STANDING} WHERE casefile IN ({marks(group)}) AND number > ?", *group, last
    )
    for (number,) in found:
        opening.database.run("INSERT INTO identification_void (identification) VALUES (?)", number)
        linked.told(opening, "identification.void", cases.id_of(opening, group[0]), int(number))


def _note(opening: Opening, action: str, case_id: str, number: int, **columns: str) -> None:
    with opening.database.transaction():
        _put(opening, action, case_id, number, **columns)


def _put(opening: Opening, action: str, case_id: str, number: int, **columns: str) -> None:
    database, names = opening.database, ", ".join(columns)
    database.run(
        f"INSERT INTO {linked.LASTING[action].table} (casefile, noted_by, at, {names}) "
        f"VALUES (?, ?, ?{', ?' * len(columns)})",
        *(number, opening.me.id, opening.now(), *columns.values()),
    )
    linked.told(opening, action, case_id, linked.last(database))


def _one_of(known: tuple[str, ...], word: str) -> None:
    if word not in known:
        raise ValueError(f"none of {', '.join(known)}: {word}")


def kept_text(text: str) -> str:
    """A text as it is kept.  Raises IntakeError 'vault.bad_words' when it is too long or holds signs that are none."""
    kept = " ".join(text.split())
    if len(kept) > LONGEST or any(letter == "\0" or "\ud800" <= letter <= "\udfff" for letter in kept):
        raise IntakeError("vault.bad_words", most=LONGEST)
    return kept
