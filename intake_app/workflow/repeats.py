"""Entries of a repeat that are taken away, and brought back as they were as long as the interview lasts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from intake_app.xform import AnswerState, Changes, Session, generic

_NUMBER = re.compile(r"\[(\d+)\]")


@dataclass(frozen=True)
class TakenAway:
    """An entry as it was: its repeat, its place from 1, all that was told in it by ref, and why what is blank is so.

    `cleared`: answers elsewhere that went because of it, by ref, as they were and as they were left.
    """

    series: str
    at: int
    answers: tuple[tuple[str, str], ...] = field(repr=False)
    states: tuple[tuple[str, AnswerState], ...] = field(repr=False)
    told: tuple[str, ...] = field(repr=False)
    cleared: tuple[tuple[str, str, str], ...] = field(default=(), repr=False)


def take_away(session: Session, ref: str) -> tuple[TakenAway, Changes]:
    """Take an entry away, by its ref with its number."""
    series, at = ref[: ref.rindex("[")], int(ref[ref.rindex("[") + 1 : -1])
    within = f"{ref}/"
    leaves = [(each, text) for each, (text, _) in session.leaves().items() if each.startswith(within)]
    kept = tuple((each, _shown(session, each, text)) for each, text in leaves if not _worked_out(session, each))
    states = tuple((each, state) for each, state in session.states().items() if each.startswith(within))
    rows = (row for row in session.outline() if row.kind == "question" and row.ref.startswith(within))
    told = tuple(row.value_text for row in rows if row.value_text)
    changes = session.remove_repeat(ref)
    cleared = tuple((each, text, _shown(session, each, session.value(each))) for each, text in changes.cleared)
    return TakenAway(series, at, kept, states, told, cleared), changes


def bring_back(session: Session, gone: TakenAway) -> tuple[str, Changes]:
    """Its ref, which is the one it had if there are still as many before it, and what changed. An answer elsewhere that
    went with it comes back where nothing was told since.
    """
    at = min(gone.at, session.count_repeat(gone.series) + 1)
    changes = session.add_repeat(gone.series, at)
    was, now = f"{gone.series}[{gone.at}]", f"{gone.series}[{at}]"
    answers = [(now + ref.removeprefix(was), text) for ref, text in gone.answers]
    for part in _inner(session, now, answers):
        changes = changes.then(part)
    kept = [ref for ref, text in answers if text] + [now + ref.removeprefix(was) for ref, _ in gone.states]
    changes = changes.then(_put_in(session, answers))
    for part in _hidden(session, now, kept):
        changes = changes.then(part)
    changes = changes.then(_put_in(session, answers))
    for ref, state in gone.states:
        if session.exists(now + ref.removeprefix(was)):
            changes = changes.then(session.mark(now + ref.removeprefix(was), state))
    elsewhere = ((_moved(ref, gone.series, at), text, left) for ref, text, left in gone.cleared)
    return now, changes.then(session.restore([(ref, text) for ref, text, left in elsewhere if _is(session, ref, left)]))


def _is(session: Session, ref: str, left: str) -> bool:
    """Whether a question says what it was left with, and nothing was told to it since."""
    unsaid = (AnswerState.DOES_NOT_KNOW, AnswerState.DECLINED)
    return session.exists(ref) and session.state(ref) not in unsaid and _shown(session, ref, session.value(ref)) == left


def _shown(session: Session, ref: str, text: str) -> str:
    """An answer as it was given, also one that does not fit."""
    return session.question(ref).value if session.definition.question(generic(ref)) is not None else text


def _worked_out(session: Session, ref: str) -> bool:
    spec = session.definition.spec(generic(ref))
    return spec is None or spec.calculate is not None


def _inner(session: Session, now: str, answers: list[tuple[str, str]]) -> Iterator[Changes]:
    """As many entries of the repeats in it as there were; how many of some the form says by itself."""
    wanted: dict[str, int] = {}
    for ref, _ in answers:
        for found in _NUMBER.finditer(ref, len(now)):
            series = ref[: found.start()]
            wanted[series] = max(wanted.get(series, 0), int(found[1]))
    for series, many in wanted.items():
        repeat = session.definition.spec(generic(series))
        if repeat is None or repeat.repeat is None or repeat.repeat.fixed or repeat.repeat.count is not None:
            continue
        while session.count_repeat(series) < many:
            yield session.add_repeat(series)


def _put_in(session: Session, answers: list[tuple[str, str]]) -> Changes:
    """Take out of these answers what has a place, and put it there: some make room for others."""
    changes = Changes()
    while fits := [one for one in answers if session.exists(one[0])]:
        changes = changes.then(session.restore(fits))
        answers[:] = [one for one in answers if one not in fits]
    return changes


def _hidden(session: Session, now: str, kept: list[str]) -> Iterator[Changes]:
    """Entries of repeats in it that a count had put out of sight, and that hold something."""
    for ref in kept:
        for found in _NUMBER.finditer(ref, len(now)):
            series = ref[: found.start()]
            repeat = session.definition.spec(generic(series))
            while (
                repeat and repeat.repeat and repeat.repeat.count is not None and not session.exists(ref[: found.end()])
            ):
                yield session.add_repeat(series, hidden=True)


def _moved(ref: str, series: str, at: int) -> str:
    """A ref as it is since an entry came in at this place."""
    found = _NUMBER.match(ref, len(series)) if ref.startswith(f"{series}[") else None
    if found is None or int(found[1]) < at:
        return ref
    return f"{series}[{int(found[1]) + 1}]{ref[found.end() :]}"
