"""Entries of a list by hand: added, taken away, brought back, undone in any order, none is lost or out of its place."""

import random
from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt

from intake_app.gui.interview_repeat import RepeatPrompt
from tests.gui_interview import forms
from tests.gui_interview.conftest import House, Interview

pytestmark = pytest.mark.window
CHILD = "/data/child"
STEPS = 40


@dataclass
class Entry:
    """What the model knows of one."""

    told: str
    away: bool = False
    goes: bool = False


class Hands:
    """Somebody at the list, and a model of what they did. `line`: the entries that the line over the page has back."""

    def __init__(self, talk: Interview, seed: int) -> None:
        self.talk, self.chance = talk, random.Random(seed)
        self.entries: list[Entry] = []
        self.line: list[Entry] = []
        self.undone: list[tuple[Entry, str]] = []
        self.number = 0

    @property
    def here(self) -> list[Entry]:
        """Those that are not away."""
        return [entry for entry in self.entries if not entry.away]

    def prompt(self) -> RepeatPrompt:
        """The list itself. Who is in it already stays there; whoever comes from elsewhere left a page."""
        if not isinstance(self.talk.page.centre, RepeatPrompt):
            self._leave(CHILD)
        centre = self.talk.page.centre
        assert isinstance(centre, RepeatPrompt)
        return centre

    def add(self) -> None:
        """One more, with a story."""
        button = self.prompt().add_button
        self._go()
        self.talk.click(button)
        self.number += 1
        self.entries.append(Entry(f"story {self.number}"))
        self.talk.type(f"story {self.number}")
        self.talk.page.commit()

    def mark(self) -> None:
        """One is to go, or no longer."""
        prompt, here = self.prompt(), self.here
        if here:
            at = self.chance.randrange(len(here))
            here[at].goes = not here[at].goes
            self.talk.click(prompt.rows[at].remove)

    def leave(self) -> None:
        """To another page: what is marked goes."""
        self._leave("/data/end")

    def decline(self) -> None:
        """A story is taken out by a key, which the line has back."""
        here = self.here
        told = [at for at, entry in enumerate(here, 1) if entry.told and not any(one.goes for one in here)]
        if told:
            at = self.chance.choice(told)
            self._leave(f"{CHILD}[{at}]")
            self.talk.key("p", Qt.KeyboardModifier.AltModifier)
            entry = here[at - 1]
            self.undone.append((entry, entry.told))
            self.line, entry.told = [], ""

    def undo(self) -> None:
        """What the line over the page offers."""
        notice = self.talk.page.room.notice
        if not notice.isVisible() or notice.action.text() != "Undo":
            return
        offers = bool(self.line)
        assert offers == notice.words.text().startswith("Taken away from")
        self.talk.click(notice.action)
        if offers:
            back = self.line
            self._go()
            self.line = []
            for entry in back:
                entry.away = False
        else:
            entry, told = self.undone.pop()
            entry.told = told

    def bring(self) -> None:
        """One that is away, by its row."""
        prompt, gone = self.prompt(), [entry for entry in self.entries if entry.away]
        if gone:
            at = self.chance.randrange(len(gone))
            self.talk.click(prompt.rows[len(self.here) + at].remove)
            self._go()
            gone[at].away, self.line, self.undone = False, [], []

    def check(self) -> None:
        """The session and the list say what the model says."""
        session = self.talk.session
        count = session.count_repeat(CHILD)
        assert [session.value(f"{CHILD}[{at}]/first") for at in range(1, count + 1)] == [one.told for one in self.here]
        centre = self.talk.page.centre
        if isinstance(centre, RepeatPrompt):
            assert len(centre.rows) == len(self.entries)
            gone = [entry.told for entry in self.entries if entry.away]
            assert ["".join(one.told).replace("Prefers not to say", "") for one in centre.gone] == gone

    def _leave(self, place: str) -> None:
        if isinstance(self.talk.page.centre, RepeatPrompt):
            self._go()
        self.talk.go(place)

    def _go(self) -> None:
        """What is marked goes, and the line has it back."""
        going = [entry for entry in self.entries if entry.goes]
        for entry in going:
            entry.goes, entry.away = False, True
        if going:
            self.line, self.undone = going, []


@pytest.mark.parametrize("seed", range(3))
def test_entries_stand_as_they_were_told_whatever_is_taken_away_and_undone(house: House, seed: int) -> None:
    hands = Hands(house.start(forms.family()), seed)
    hands.add()
    for _step in range(STEPS):
        deeds = [hands.add, hands.mark, hands.mark, hands.leave, hands.decline, hands.undo, hands.undo, hands.bring]
        hands.chance.choice(deeds)()
        hands.check()
    while any(entry.away for entry in hands.entries):
        hands.bring()
        hands.check()
