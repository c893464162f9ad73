"""Somebody who does anything at any time in the window of an interview: answers, turns, switches, crashes, comes back.

Beside them stands what they said so far. After each step the window must say the same, in the languages that are
chosen or with a mark that it does not. A fault tells the seed and the step; the same seed walks the same way again.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import shiboken6
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from intake_app import workflow
from intake_app.gui.answers.birth import BirthAnswer
from intake_app.gui.answers.kinds import CHOOSING
from intake_app.gui.answers.long_list import LongList
from intake_app.gui.answers.upload import UploadAnswer
from intake_app.gui.interview import InterviewPage
from intake_app.gui.interview_course import FINISH, asks
from intake_app.gui.interview_repeat import RepeatPrompt
from intake_app.gui.lanes import Lanes
from intake_app.gui.page import Page
from intake_app.workflow import OpenRecord
from intake_app.xform import AnswerState, generic
from tests.gui_interview.conftest import PASSPHRASE, House, Interview
from tests.gui_interview.hands import ALT, CTRL, Hands
from tests.gui_shell import looking

INTERFACE = ("en", "it", "fr", "ar", "bn")
STATES = {"n": AnswerState.DOES_NOT_KNOW, "p": AnswerState.DECLINED}
_LOOK_EACH, _SETTLED_MS, _SETTLES = 50, 60, 30
_MOST_ADDED, _MOST_WAYS = 3, 4
_ZONE = re.compile(r"(?:Z|[+-]\d\d:\d\d)$")


class Astray(AssertionError):
    """What went wrong, with the seed, the step and the last deeds."""


class Door(Page):
    """What is in front while no interview is."""

    def title(self) -> str:
        """Nothing."""
        return ""

    def retranslate(self) -> None:
        """It has no words."""


class Wanderer(Hands):
    """One interview in one store, from one seed."""

    def __init__(self, house: House, talk: Interview, picture: Callable[[], Path], seed: int) -> None:
        super().__init__(talk, picture, seed)
        self.house, self.seed, self.step = house, seed, 0
        self._door = Door(house.words, house.lanes)
        self.states: dict[str, AnswerState] = {}
        self.deeds: Counter[str] = Counter()
        self.trail: list[str] = []
        self._held = looking.held_items()
        self._before: list[tuple[dict[str, str], dict[str, AnswerState]]] = []
        """What was said at each step since everything was in the store."""

    def wander(self, steps: int) -> None:
        """So many deeds; raises Astray at the first fault."""
        deeds: tuple[tuple[int, Callable[[], None]], ...] = (
            (40, self._say), (20, self._turn_on), (6, self._turn_back), (8, self._jump), (8, self._state),
            (5, self._person), (2, self._swap), (2, self._alone), (3, self._windows), (2, self._panel),
            (2, self._discreet), (3, self._save), (1, self._crash), (1, self._crash_saved), (1, self._reopen_store),
        )  # fmt: skip
        weights = [weight for weight, _ in deeds]
        for _ in range(steps):
            self.step += 1
            deed = self._chance.choices([deed for _, deed in deeds], weights)[0]
            name = deed.__name__.strip("_")
            self.trail.append(f"{name} at {self.talk.ref}")
            try:
                with self.talk.bot.capture_exceptions() as caught:
                    self.see()
                    deed()
                    self._look()
                assert not caught, caught[0]
            except BaseException as error:
                raise Astray(f"seed {self.seed}, step {self.step}: {error}\n" + "\n".join(self.trail[-8:])) from error
            self.deeds[name] += 1

    # Deeds

    def _say(self) -> None:
        centre, sheet = self.talk.page.centre, self.talk.page.sheet
        if isinstance(centre, RepeatPrompt):
            if self.talk.session.count_repeat(centre.ref) < _MOST_ADDED:
                self.press(centre.add_button)
            return
        open_ones = [ref for ref in sheet.blocks if asks(self.talk.session.question(ref))] if sheet else []
        if not open_ones:
            return
        ref = self._chance.choice(open_ones)
        answer = self.talk.answer(ref)
        if isinstance(answer, BirthAnswer) or (isinstance(answer, UploadAnswer) and self._chance.random() > 0.1):
            return
        value = self.talk.session.value(ref)
        adds = answer.view.control == "trigger" or (isinstance(answer, LongList) and answer.view.control == "select")
        if value and (adds or not self._tries[ref]):
            return  # what the form itself said; or another press of a tick, a choice more than those chosen
        if self._tries[ref] == _MOST_WAYS:
            self._tries[ref] = 1
        self._answer(ref)
        self.talk.page.commit()
        self.states.pop(ref, None)
        self._follow(ref)

    def _turn_on(self) -> None:
        self._go_on()

    def _turn_back(self) -> None:
        self.talk.key(Qt.Key.Key_Left, ALT)

    def _jump(self) -> None:
        self.talk.go(self._chance.choice([*(page.ref for page in self.talk.page.course.pages), FINISH]))

    def _state(self) -> None:
        sheet = self.talk.page.sheet
        block = sheet.focused() if sheet is not None else None
        if block is None or not asks(block.view) or block.view.control in ("trigger", "upload"):
            return
        if self.talk.session.value(block.ref) and block.ref not in self.given:
            return  # what the form works out by itself, and again when the record is opened again
        key = self._chance.choice(list(STATES))
        before = self.talk.session.state(block.ref)
        self.talk.key(key, ALT)
        told = self.talk.session.state(block.ref)
        if block.pills[STATES[key]].isHidden():
            return
        self.given.pop(block.ref, None)
        self.states.pop(block.ref, None)
        if told is STATES[key]:
            self.states[block.ref] = told
        else:
            assert before is STATES[key] or self.talk.session.value(block.ref) in ("", *map(str, STATES.values()))
        self._follow(block.ref)

    def _person(self) -> None:
        names = [one.name for one in self.talk.session.definition.languages]
        if names:
            self.talk.page.set_languages(self._chance.choice(names), self._chance.choice(names))

    def _swap(self) -> None:
        self.talk.key("e", CTRL)

    def _alone(self) -> None:
        self.talk.page.person_view.hide(self._chance.choice(("person", "mediator")))

    def _windows(self) -> None:
        self.house.words.set_language(self._chance.choice(INTERFACE))
        QApplication.processEvents()

    def _panel(self) -> None:
        self.talk.key(Qt.Key.Key_F8)

    def _discreet(self) -> None:
        self.talk.key(Qt.Key.Key_F7)

    def _save(self) -> None:
        self.talk.page.commit()
        self.talk.wait_saved()
        self._before.clear()

    def _crash(self) -> None:
        """The process is gone with what was not saved yet; no more than that."""
        self._remember()
        self._drop()
        self._resume()
        steps = [*self._before, *self._half_said()]
        known = [self._of(given, states) for given, states in steps]
        assert self._said() in known, f"{self._said()} was never said: {known[-1]}"
        given, states = steps[known.index(self._said())]
        self.given, self.states = dict(given), dict(states)
        self._before.clear()

    def _crash_saved(self) -> None:
        """After the second in which everything is saved, nothing is lost at all."""
        self._save()
        languages = self.talk.page.reading.pair
        self._drop()
        self._resume()
        assert (self.talk.page.reading.person, self.talk.page.reading.mediator) == languages, "a swap is for a while"

    def _reopen_store(self) -> None:
        """The store itself is closed and opened again."""
        self._save()
        self._drop()
        self.house.lanes.close()
        self.house.lanes = Lanes()
        path = self.house.folder / "w.intake"
        self.house.wait(
            lambda done: self.house.lanes.open(lambda: workflow.open_store(path, "Anna", PASSPHRASE), done)
        )
        self._resume()

    def _drop(self) -> None:
        """The page goes without a word: nothing is saved."""
        shell, page = self.talk.shell, self.talk.page
        page.saver.stop()
        shell.show_page(self._door)
        page.forget()
        shell.stack.removeWidget(page)
        shell._before.clear()
        for gone in (page.bar(), page):
            gone.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        assert not shiboken6.isValid(page)

    def _resume(self) -> None:
        house, talk = self.house, self.talk
        record_id = talk.opened.row.id
        opened: OpenRecord = house.wait(
            lambda done: house.lanes.vault(lambda store: workflow.open_record(store, record_id), done)
        )
        session = workflow.session_for(opened, workflow.load_definition(opened.package.xml, opened.package.files))
        page = InterviewPage(house.words, house.look, house.lanes, opened, session)
        talk.shell.lanes = house.lanes
        talk.shell.show_page(page)
        self.talk = Interview(talk.bot, house.lanes, talk.shell, page, opened)
        QApplication.processEvents()

    # What must hold

    def _look(self) -> None:
        self._remember()
        assert self._said() == self._of(self.given, self.states), self._difference()
        self._look_at_words()
        if self.step % _LOOK_EACH == 0:
            assert looking.held_items() <= self._held
            wrong = self._faults()
            for _ in range(_SETTLES if wrong else 0):  # the sides are told once the middle is seen
                self.talk.bot.wait(_SETTLED_MS)
                wrong = self._faults()
                if not wrong:
                    break
            assert wrong == [], f"{self.house.words.language}: {wrong}"

    def _faults(self) -> list[looking.Fault]:
        """What is wrong in the picture; a choice of the form may be called what a button of ours is called."""
        sheet, own = self.talk.page.sheet, set[str]()
        for block in sheet.made.values() if sheet is not None else ():
            for option in self.talk.page.reading.options(block.ref) if block.view.control in CHOOSING else ():
                own |= {text.text for text in (option.person, option.mediator) if text is not None}
        found = [*looking.faults(self.talk.shell, self.house.words.language), *looking.cut_at_side(self.talk.shell)]
        return [one for one in found if one.kind != "not translated" or one.words not in own]

    def _look_at_words(self) -> None:
        """Each question in the language that stands first, or marked as shown in another."""
        QApplication.processEvents()  # Qt shows what is new on a page behind all else, yet before anything is painted
        sheet, reading = self.talk.page.sheet, self.talk.page.reading
        if sheet is None or not reading.person_code:
            return
        for ref, block in sheet.made.items():
            if block.visibleRegion().isEmpty() or reading.is_mediators_own(ref):
                continue
            told = reading.text(ref).person
            if not told.text:
                continue
            marked = "fallback" in block.badges and block.badges["fallback"].isVisibleTo(block)
            assert block.words.person._told[0] == told.text, f"{ref} still says something else"
            right = told.language == reading.front_code and not told.fallback
            assert right or marked, f"{ref} is shown in {told.language} and not marked"

    def _follow(self, ref: str) -> None:
        """What an answer made pointless goes, and only with a word about it where it is asked; what the form sets by it
        goes while it is not asked, too.
        """
        session = self.talk.session
        specs = session.definition.specs
        set_by_form = {action.target for action in specs[generic(ref)].on_change}
        for other in [one for one in self.given if one != ref]:
            if self.given[other] and not session.value(other) and session.relevant(other):
                assert not self.talk.page.room.notice.isHidden(), f"{other} went without a word"
                del self.given[other]
                self._tries[other] = 0
        for other in self._known() - {ref}:
            if generic(other) in set_by_form and session.exists(other) and not session.relevant(other):
                self._take_over(other)

    def _take_over(self, ref: str) -> None:
        """What the form says by itself in a question that is not asked."""
        self.given.pop(ref, None)
        self.states.pop(ref, None)
        state, value = self.talk.session.state(ref), self.talk.session.value(ref)
        if state in STATES.values():
            self.states[ref] = state
        elif value:
            self.given[ref] = value
        self._tries[ref] = 0

    def _remember(self) -> None:
        if self.talk.page.saver.clean:
            self._before = self._before[-1:]
        self._before.append((dict(self.given), dict(self.states)))

    def _half_said(self) -> Iterator[tuple[dict[str, str], dict[str, AnswerState]]]:
        """Choices are made one by one and words letter by letter, after those before were deleted; between two of them
        all may be saved.
        """
        for given, states in self._before:
            for ref, value in given.items():
                for many in range(len(value)):
                    yield {**given, ref: value[:many].rstrip()}, states

    def _said(self) -> dict[str, str]:
        return self._of(self.given.keys() | self._known(), None)

    def _known(self) -> set[str]:
        return {ref for given, states in self._before for ref in (*given, *states)}

    def _of(self, given: object, states: object) -> dict[str, str]:
        """Answers and states by question: as the session has them, or as they are handed in."""
        session = self.talk.session
        refs = sorted(ref for ref in self._known() | set(self.given) | set(self.states) if session.exists(ref))
        if isinstance(given, dict) and isinstance(states, dict):
            return {ref: str(states.get(ref, "")) or _plain(given.get(ref, "")) for ref in refs}
        return {ref: self._now(ref) for ref in refs}

    def _now(self, ref: str) -> str:
        state = self.talk.session.state(ref)
        return str(state) if state in STATES.values() else _plain(self.talk.session.value(ref))

    def _difference(self) -> str:
        now, said = self._said(), self._of(self.given, self.states)
        shown = [one.text() for one in self.talk.shell.findChildren(QLineEdit) if one.isVisible()]
        return f"{ {ref: (now[ref], said[ref]) for ref in now if now[ref] != said[ref]} }, fields {shown}"


def _plain(value: str) -> str:
    return _ZONE.sub("", value) if ":" in value else value
