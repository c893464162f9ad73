"""Entries of lists that come and go in any order, against a model: none is lost, all stand as they were told."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeVar

import pytest

from intake_app import workflow, xform
from intake_app.workflow import repeats
from intake_app.workflow.store import surroundings_for
from intake_app.xform import AnswerState
from tests.xform.forms import xform as form_of

BODY = (
    '<group ref="/data/r"><label>R</label><repeat nodeset="/data/r"><input ref="/data/r/x"><label>X</label></input>'
    '<group ref="/data/r/s"><label>S</label><repeat nodeset="/data/r/s">'
    '<input ref="/data/r/s/x"><label>X</label></input></repeat></group></repeat></group>'
)
SENSITIVE = 'xmlns:intake="urn:intake:form:1" intake:sensitive="yes"'
NODES = "<r jr:template=''><x/><s jr:template=''><x/></s></r>"
AT, CODE = "2026-01-01T10:00:00+00:00", "KARO-27-4"
STEPS = 60
T = TypeVar("T")


@dataclass
class Entry:
    """What the model knows of one: what was told, by whom, whether it stands as it was copied, its list."""

    told: str
    by: str
    copied: bool = False
    away: bool = False
    declined: bool = False
    within: list["Entry"] = field(default_factory=list)


class Wanderer:
    """Does something by chance to a session and to the model of it."""

    def __init__(self, binds: str, seed: int) -> None:
        self.chance, self.number = random.Random(seed), 0
        self.session = xform.new_session(xform.load(form_of(NODES, binds, BODY)), surroundings_for({}))
        self.entries: list[Entry] = []
        for _each in range(3):
            self.entries.append(entry := self._added("/data/r", "Omar"))
            ref = f"/data/r[{len(self.entries)}]"
            entry.within += [self._added(f"{ref}/s", "Omar") for _each in range(2)]
        every = [ref for ref, _entry in self._present()]
        copied = [ref for ref in every if self.chance.random() < 0.5]
        self.asked = workflow.AskedBy(
            self.session, "Sara", {f"{ref}/x": ("Omar", AT) for ref in every}, 0,
            [f"{AT} {CODE} {ref}/x" for ref in copied],
        )  # fmt: skip
        for ref, entry in self._present():
            entry.copied = ref in copied
        self.away = repeats.Away(self.session, self.asked)

    def step(self) -> None:
        """One deed of somebody."""
        seldom = [self._add, self._add_within, self._tell, self._decline, self._take_several, self.asked.note]
        self.chance.choice([*seldom, self._take, self._take, self._bring, self._bring])()

    def bring_all(self) -> None:
        """Everything that is away comes back, in any order."""
        while self._bring():
            self.check()

    def check(self) -> None:
        """The session says what the model says."""
        lists = [("/data/r", self.entries), *((f"{ref}/s", entry.within) for ref, entry in self._outer())]
        for series, entries in lists:
            here = [entry for entry in entries if not entry.away]
            assert self._told(series) == [(one.told, one.declined) for one in here]
            gone = [entry.told for entry in entries if entry.away]
            assert [dict(one.answers)["/x"] for one in self.away.of(series)] == gone
        for ref, entry in self._present():
            assert bool(self.asked.earlier(f"{ref}/x")) == entry.copied, ref
            before = self.asked.before_me(f"{ref}/x")
            assert before == (("Omar", AT) if entry.by == "Omar" else None), ref

    def _told(self, series: str) -> list[tuple[str, bool]]:
        refs = [f"{series}[{number}]/x" for number in range(1, self.session.count_repeat(series) + 1)]
        session = self.session
        return [(session.value(ref), session.state(ref) is AnswerState.DECLINED) for ref in refs]

    def _outer(self) -> list[tuple[str, Entry]]:
        here = [entry for entry in self.entries if not entry.away]
        return [(f"/data/r[{number}]", entry) for number, entry in enumerate(here, 1)]

    def _present(self) -> Iterator[tuple[str, Entry]]:
        for ref, entry in self._outer():
            yield ref, entry
            here = [one for one in entry.within if not one.away]
            yield from ((f"{ref}/s[{number}]", one) for number, one in enumerate(here, 1))

    def _added(self, series: str, by: str) -> Entry:
        self.number += 1
        told = f"story {self.number}"
        number = self.session.count_repeat(series) + 1
        self.session.add_repeat(series)
        self.session.answer(f"{series}[{number}]/x", told)
        return Entry(told, by)

    def _add(self) -> None:
        self.entries.append(self._added("/data/r", "Sara"))

    def _add_within(self) -> None:
        for ref, entry in self._some(self._outer()):
            entry.within.append(self._added(f"{ref}/s", "Sara"))

    def _tell(self) -> None:
        for ref, entry in self._some(list(self._present())):
            self.number += 1
            entry.told, entry.by, entry.copied, entry.declined = f"story {self.number}", "Sara", False, False
            self.asked.confirm(f"{ref}/x")
            self.session.answer(f"{ref}/x", entry.told)

    def _decline(self) -> None:
        for ref, entry in self._some(list(self._present())):
            entry.told, entry.by, entry.copied, entry.declined = "", "Sara", False, True
            self.session.mark(f"{ref}/x", AnswerState.DECLINED)

    def _take(self) -> None:
        for ref, entry in self._some(list(self._present())):
            self.away.take(ref)
            entry.away = True

    def _take_several(self) -> None:
        """As the list does it: the last first; and most are brought back at once."""
        outer = self._outer()
        chosen = sorted(self.chance.sample(range(len(outer)), min(2, len(outer))), reverse=True)
        gone = [self.away.take(outer[at][0])[0] for at in chosen]
        back = self.chance.random() < 0.7
        self.chance.shuffle(gone)
        for one in gone if back else ():
            self.away.bring_back(one)
        for at in chosen:
            outer[at][1].away = not back

    def _bring(self) -> bool:
        lists = [("/data/r", self.entries), *((f"{ref}/s", entry.within) for ref, entry in self._outer())]
        there = [(one, entry) for series, entries in lists for one, entry in zip(
            self.away.of(series), [entry for entry in entries if entry.away], strict=True)]  # fmt: skip
        for one, entry in self._some(there):
            self.away.bring_back(one)
            entry.away = False
        return bool(there)

    def _some(self, of: list[T]) -> list[T]:
        return [self.chance.choice(of)] if of else []


@pytest.mark.parametrize("seed", range(30))
def test_entries_that_come_and_go_stand_as_they_were_told(seed: int) -> None:
    binds = f'<bind nodeset="/data/r/x" {SENSITIVE}/><bind nodeset="/data/r/s/x" {SENSITIVE}/>'
    talk = Wanderer(binds, seed)
    talk.check()
    for _step in range(STEPS):
        talk.step()
        talk.check()
    talk.bring_all()
    assert not any(entry.away for entry in talk.entries)
