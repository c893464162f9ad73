"""Entries of repeats that are taken away, and brought back as they were as long as the interview lasts."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from intake_app.workflow.asked import AskedBy, Marks
from intake_app.workflow.numbering import renumbered, restored, split
from intake_app.xform import AnswerState, Changes, Session, generic

_NUMBER = re.compile(r"\[(\d+)\]")


@dataclass(eq=False)
class TakenAway:
    """An entry as it was: its repeat and its number then; by what follows its ref the answers in it, why what is blank
    is so, and what is known of who asked. `before`: how many entries stand before its place now.

    `cleared`: answers elsewhere that went because of it, by ref, as they were and as they were left. A ref in an entry
    that is away has the `token` of that in the place of its number.
    """

    series: str
    at: int
    answers: tuple[tuple[str, str], ...] = field(repr=False)
    states: tuple[tuple[str, AnswerState], ...] = field(repr=False)
    told: tuple[str, ...] = field(repr=False)
    marks: Marks = field(repr=False)
    token: str
    before: int
    cleared: tuple[tuple[str, str, str], ...] = field(default=(), repr=False)


class Away:
    """What was taken away in one interview. Whatever goes and comes meanwhile, each entry comes back to where it stood
    among the others, and what had gone from lists in it comes back with it.
    """

    def __init__(self, session: Session, asked: AskedBy) -> None:
        self._session, self._asked = session, asked
        self._entries: list[TakenAway] = []
        """Those of one repeat in the order in which they stood."""
        self._taken = 0

    def of(self, series: str) -> list[TakenAway]:
        """The entries of a repeat, as they stood."""
        return [one for one in self._entries if one.series == series]

    def has(self, one: TakenAway) -> bool:
        """Whether it can be brought back: it was not yet, and the entry that it was in is there."""
        return one in self._entries and "#" not in one.series

    def forget(self) -> None:
        """Nothing comes back any more."""
        self._entries.clear()

    def take(self, ref: str) -> tuple[TakenAway, Changes]:
        """Take an entry away, by its ref with its number."""
        series, at = split(ref)
        self._taken += 1
        one = _read(self._session, ref, self._asked.take(ref), f"#{self._taken}")
        behind = [peer for peer in self.of(series) if peer.before >= at]
        place = self._entries.index(behind[0]) if behind else len(self._entries)
        for peer in behind:
            peer.before -= 1
        self._rename(lambda each: renumbered(each, ref, one.token))
        changes = self._session.remove_repeat(ref)
        one.cleared = _left(self._session, changes)
        self._entries.insert(place, one)
        return one, changes

    def bring_back(self, one: TakenAway) -> tuple[str, Changes]:
        """Its ref, and what changed. An answer elsewhere that went with it comes back where nothing was told since; one
        that is in an entry that is away, or is a choice of what is told there, waits for that.
        """
        at = min(one.before, self._session.count_repeat(one.series)) + 1
        for peer in self.of(one.series)[self.of(one.series).index(one) + 1 :]:
            peer.before += 1
        ref = f"{one.series}[{at}]"
        self._rename(lambda each: restored(each, ref, one.token))
        self._entries.remove(one)
        changes = _put_back(self._session, one, at)
        self._asked.put_back(ref, one.marks)
        there = [(each, text) for each, text, left in one.cleared if _is(self._session, each, left)]
        changes = changes.then(self._session.restore(there))
        waits = tuple(each for each in one.cleared if "#" in each[0]) + _left(self._session, changes)
        for other in self._entries:
            other.cleared += waits
        return ref, changes

    def _rename(self, name: Callable[[str], str]) -> None:
        for each in self._entries:
            each.series = name(each.series)
            each.cleared = tuple((name(ref), text, left) for ref, text, left in each.cleared)


def _read(session: Session, ref: str, marks: Marks, token: str) -> TakenAway:
    """An entry as it is before it goes."""
    within = f"{ref}/"
    leaves = [(each, text) for each, (text, _) in session.leaves().items() if each.startswith(within)]
    kept = [(each, _shown(session, each, text)) for each, text in leaves if not _worked_out(session, each)]
    states = [(each, state) for each, state in session.states().items() if each.startswith(within)]
    rows = (row for row in session.outline() if row.kind == "question" and row.ref.startswith(within))
    told = tuple(row.value_text for row in rows if row.value_text)
    series, at = split(ref)
    answers = tuple((each.removeprefix(ref), text) for each, text in kept)
    stated = tuple((each.removeprefix(ref), state) for each, state in states)
    return TakenAway(series, at, answers, stated, told, marks, token, before=at - 1)


def _put_back(session: Session, gone: TakenAway, at: int) -> Changes:
    """An entry with all that is in it."""
    changes = session.add_repeat(gone.series, at)
    now = f"{gone.series}[{at}]"
    answers = [(now + rest, text) for rest, text in gone.answers]
    for part in _inner(session, now, answers):
        changes = changes.then(part)
    kept = [ref for ref, text in answers if text] + [now + rest for rest, _ in gone.states]
    changes = changes.then(_put_in(session, answers))
    for part in _hidden(session, now, kept):
        changes = changes.then(part)
    changes = changes.then(_put_in(session, answers))
    for rest, state in gone.states:
        if session.exists(now + rest):
            changes = changes.then(session.mark(now + rest, state))
    return changes


def _left(session: Session, changes: Changes) -> tuple[tuple[str, str, str], ...]:
    """The answers that went, by ref, as they were and as they are left."""
    return tuple((ref, text, _shown(session, ref, session.value(ref))) for ref, text in changes.cleared)


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
