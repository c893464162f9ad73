"""Two hands that fill any form in its window: every value comes from a key or a click at a place that can be seen.

`given` holds what was typed or chosen, by the ref of its question, as the record is to say it. It is worked out from
the keys and the clicks; the session is only asked what is still open and whether an answer fits.
"""

import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from intake_app import calendars
from intake_app.gui.answers.answer import Answer
from intake_app.gui.answers.choices import ChoiceGrid
from intake_app.gui.answers.day import DateAnswer, MomentAnswer
from intake_app.gui.answers.drawing import DrawingAnswer
from intake_app.gui.answers.folded import FoldedList
from intake_app.gui.answers.image_map import ImageMapAnswer
from intake_app.gui.answers.long_list import LongList
from intake_app.gui.answers.photo import PhotoAnswer
from intake_app.gui.answers.picker import PickerAnswer
from intake_app.gui.answers.plain import TriggerAnswer
from intake_app.gui.answers.rank import RankAnswer
from intake_app.gui.answers.span import SliderAnswer, StepsAnswer
from intake_app.gui.answers.stars import StarsAnswer
from intake_app.gui.answers.text import PageAnswer
from intake_app.gui.answers.upload import UploadAnswer
from intake_app.gui.interview_course import asks
from intake_app.gui.interview_finish import FinishPage
from intake_app.gui.interview_repeat import RepeatPrompt
from intake_app.workflow.ranges import scale
from intake_app.xform import AnswerState
from tests.gui_interview.conftest import Interview

ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
_ALONE = Qt.KeyboardModifier.NoModifier
_MOST_TRIES = 8
_MOST_TURNS = 1500
_SETTLES = 5

Typed = tuple[tuple[str, str], ...]
"""What is typed, and what the record says then."""

_TRACE = "37.5 15.1 0.0 0.0; 37.6 15.2 0.0 0.0"
_SHAPE = f"{_TRACE}; 37.6 15.1 0.0 0.0; 37.5 15.1 0.0 0.0"
_BY_TYPE: dict[str, Typed] = {
    "int": (("12", "12"), ("١", "1"), ("3", "3"), ("30", "30"), ("১০০", "100"), ("0", "0")),
    "decimal": (("36,5", "36.5"), ("1.5", "1.5"), ("10", "10"), ("0", "0")),
    "date": (("29/2/2024", "2024-02-29"), ("1.1.2020", "2020-01-01"), ("2030-01-01", "2030-01-01")),
    "time": (("9:30", "09:30:00.000"),),
    "dateTime": (("29/2/2024\t9:30", "2024-02-29T09:30:00.000"),),
    "geopoint": (("37.5, 15.1", "37.5 15.1 0.0 0.0"),),
    "geotrace": ((_TRACE, _TRACE),),
    "geoshape": ((_SHAPE, _SHAPE),),
}
_LINES: Typed = tuple((text, text) for text in ("Perché no? <&>\"'", "يوم", "abc", "12345", "1234567890"))
_PAGES: Typed = (("Prima riga\nআমি যাই", "Prima riga\nআমি যাই"), *_LINES)
_MONTHS: Typed = (("2/2024", "2024-02-01"), ("1/2020", "2020-01-01"))
_YEARS: Typed = (("2024", "2024-01-01"), ("2020", "2020-01-01"))


_ELSEWHERE: dict[str, Typed] = {
    calendars.ETHIOPIAN: (("1/1/2016", "2023-09-12"),),
    calendars.COPTIC: (("29/4/1741", "2025-01-07"),),
    calendars.PERSIAN: (("1/1/1403", "2024-03-20"),),
    calendars.HIJRI: (("1/1/1445", "2023-07-19"),),
    calendars.BUDDHIST: (("29/2/2567", "2024-02-29"),),
    calendars.NEPALI: (("1/1/2081", "2024-04-13"),),
}


def _typing_for(answer: Answer) -> Typed:
    looks = answer.view.appearance
    if isinstance(answer, DateAnswer) and answer.counted.name in _ELSEWHERE:
        return _ELSEWHERE[answer.counted.name]
    if isinstance(answer, DateAnswer) and ("year" in looks or "month-year" in looks):
        return _YEARS if "year" in looks else _MONTHS
    return _PAGES if isinstance(answer, PageAnswer) else _BY_TYPE.get(answer.view.type, _LINES)


class Hands:
    """Fill the interview that is open; `picture` gives a new file each time one is asked for."""

    def __init__(self, talk: Interview, picture: Callable[[], Path], seed: int = 0) -> None:
        self.talk = talk
        self.given: dict[str, str] = {}
        self.files: dict[str, Path] = {}
        self.kinds: Counter[str] = Counter()
        self._tries: Counter[str] = Counter()
        self._turns = 0
        self._picture = picture
        self._chance = random.Random(seed)

    def fill(self) -> None:
        """From where the interview stands to the finish; back again for what an answer opened behind."""
        self._walk()
        for _ in range(5):
            behind = self.still_open()
            if behind:
                self._go_back(behind[0])
                self._walk()

    def still_open(self) -> list[str]:
        """Questions without an answer, or with one that does not fit, as long as there is more to try."""
        return [ref for page in self.talk.page.course.pages for ref in page.refs if self._wanted(ref)]

    def press(self, widget: QWidget) -> None:
        """Scroll to a widget and click where it is seen, once it stays there; the click goes to the window."""
        shell, point = self.talk.shell, QPoint()
        for _ in range(_SETTLES):  # a page that was just made, or got another width, may move once more
            before, point = point, self._place(widget)
            if not point.isNull() and point == before:
                break
        assert not point.isNull(), f"{type(widget).__name__} can not be seen"
        hit = shell.childAt(point)
        assert hit is not None and (hit is widget or widget.isAncestorOf(hit)), f"{hit} lies over {widget}"
        QTest.mouseClick(shell.windowHandle(), Qt.MouseButton.LeftButton, _ALONE, point)
        QApplication.processEvents()

    def see(self) -> None:
        """Hands look before they do anything: what a page took for the second of two taps is no deed of theirs."""
        second = self.talk.page.person_view.window
        guards = [self.talk.page.room.unseen, *((second.unseen,) if second is not None else ())]
        self.talk.bot.waitUntil(lambda: not any(each.waits for each in guards))

    def _place(self, widget: QWidget) -> QPoint:
        """Where in the window a widget is seen, once what moved there was; none where it is not."""
        QApplication.processEvents()
        self.talk.page.room.scroll.ensureWidgetVisible(widget, 0, 40)
        QApplication.processEvents()
        self.see()
        seen = widget.visibleRegion().boundingRect()
        return QPoint() if seen.isEmpty() else widget.mapTo(self.talk.shell, seen.center())

    def take_keys(self, widget: QWidget) -> None:
        """Give a part the keyboard."""
        widget.setFocus()

    def _walk(self) -> None:
        course = self.talk.page.course
        while (page := course.page) is not None:
            self._turns += 1
            assert self._turns < _MOST_TURNS, f"no way on from {page.ref}"
            here = course.place
            self._fill_page()
            if course.place != here:
                continue
            self._go_on()
            assert course.place != here, f"no way on from {here}"
            left = [ref for one in course.pages if one.ref == here for ref in one.refs]
            if any(self._wanted(ref) for ref in left):
                self.talk.key(Qt.Key.Key_Left, ALT)

    def _go_back(self, ref: str) -> None:
        """By the finish page's own way back when it has one; else by the outline's."""
        end = self.talk.page.centre
        if isinstance(end, FinishPage) and ref in end.links:
            self.press(end.links[ref])
        else:
            self.talk.go(ref)

    def _go_on(self) -> None:
        """Enter where it goes on; with Ctrl where it would make a line or press a button."""
        held = QApplication.focusWidget()
        self.talk.key(Qt.Key.Key_Return, CTRL if isinstance(held, QPlainTextEdit | QPushButton) else _ALONE)

    def _fill_page(self) -> None:
        """Answer what is shown, also what is shown only because of an answer on the same page."""
        centre = self.talk.page.centre
        if isinstance(centre, RepeatPrompt):
            if not self.talk.session.count_repeat(centre.ref):
                self.press(centre.add_button)
            return
        tried: set[str] = set()
        while (sheet := self.talk.page.sheet) is not None:
            ref = next((ref for ref in sheet.blocks if ref not in tried and self._wanted(ref)), None)
            if ref is None:
                return
            tried.add(ref)
            self._answer(ref)

    def _wanted(self, ref: str) -> bool:
        view = self.talk.session.question(ref)
        if not view.relevant or not asks(view) or self._tries[ref] >= _MOST_TRIES:
            return False
        if self.given.get(ref):
            return view.valid is not True or not view.value
        return view.state is AnswerState.NOT_ASKED

    def _answer(self, ref: str) -> None:
        answer, nth = self.talk.answer(ref), self._tries[ref]
        self._tries[ref] += 1
        self.kinds[type(answer).__name__] += not nth
        deeds: dict[type[Answer], Callable[[Any, int], str]] = {
            ChoiceGrid: self._rows, LongList: self._search, TriggerAnswer: self._tick, RankAnswer: self._order,
            StepsAnswer: self._step, SliderAnswer: self._slide, UploadAnswer: self._upload,
            DrawingAnswer: self._upload, PhotoAnswer: self._upload, ImageMapAnswer: self._words,
            StarsAnswer: self._step, PickerAnswer: self._search, FoldedList: self._folded,
        }  # fmt: skip
        self.given[ref] = deeds.get(type(answer), self._type)(answer, nth)

    def _rows(self, grid: ChoiceGrid, nth: int) -> str:
        """Digits and clicks by turns; of several choices two, the later one first."""
        order = self._chance.sample(range(len(grid.rows)), len(grid.rows))
        chosen = [order[nth % len(order)], order[(nth + 1) % len(order)]] if grid.many else [order[nth % len(order)]]
        chosen = list(dict.fromkeys(chosen))
        for row in [row for row in grid.rows if row.isChecked()] if grid.many else []:
            self.press(row)
        values = [grid.rows[at].option.value for at in chosen]
        for at in chosen:
            if self._chance.random() < 0.5:
                self.take_keys(grid)
                self._number(grid, at)
            else:
                self.press(grid.rows[at])
        return " ".join(values)

    def _number(self, grid: ChoiceGrid, at: int) -> None:
        """A choice by its number; one that could go on takes a moment."""
        was = grid.rows[at].isChecked()
        for figure in str(at + 1):
            self.talk.key(figure)
        self.talk.bot.waitUntil(lambda: not grid.many or grid.rows[at].isChecked() != was)
        grid.settle()

    def _folded(self, answer: FoldedList, nth: int) -> str:
        """Open it, and choose in what is there then."""
        if not answer.open:
            self.press(answer.face)
        inner = answer.inner
        assert inner is not None
        return self._search(inner, nth) if isinstance(inner, LongList) else self._rows(inner, nth)

    def _words(self, answer: ImageMapAnswer, nth: int) -> str:
        """By the list beside the picture."""
        words = answer.words
        return self._search(words, nth) if isinstance(words, LongList) else self._rows(words, nth)

    def _search(self, answer: LongList, nth: int) -> str:
        """Type the words of a choice, walk down to it where others hold the same words, take it."""
        option = self._chance.choice(answer.model.all)
        self.press(answer.filter)
        self.talk.key(Qt.Key.Key_A, CTRL)
        self.talk.type(option.person.text)
        at = answer.model.shown.index(option)
        if at == 0:
            self.talk.key(Qt.Key.Key_Return)
            return option.value
        for _ in range(at + 1):
            self.talk.key(Qt.Key.Key_Down)
        self.talk.key(Qt.Key.Key_Space)
        if answer.isVisible():  # a folded list closes when one is taken
            self.press(answer.filter)
            self.talk.key(Qt.Key.Key_A, CTRL)
            self.talk.key(Qt.Key.Key_Delete)
        return option.value

    def _tick(self, answer: TriggerAnswer, nth: int) -> str:
        self.press(answer.row)
        return "OK"

    def _order(self, answer: RankAnswer, nth: int) -> str:
        """The last choice one up."""
        values = answer.order()
        self.press(answer.rows[-1].up)
        return " ".join([*values[:-2], values[-1], values[-2]])

    def _step(self, answer: StepsAnswer, nth: int) -> str:
        value, button = list(answer.buttons.items())[-1 - nth]
        self.press(button)
        return value

    def _slide(self, answer: SliderAnswer, nth: int) -> str:
        self.take_keys(answer.slider)
        if answer.slider.stated:  # what was stated instead is not taken back by a look along it
            self.talk.key(Qt.Key.Key_Space)
        self.talk.key(Qt.Key.Key_Home if nth % 2 else Qt.Key.Key_End)
        return scale(answer.view.parameters)[0 if nth % 2 else -1]

    def _upload(self, answer: UploadAnswer, nth: int) -> str:
        """Press the button; whoever asks for a file gets the picture instead of a dialogue."""
        ref, path = answer.view.ref, self._picture()
        before = self.talk.session.value(ref)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(QFileDialog, "open", lambda dialog: (dialog.selectFile(str(path)), dialog.accept()))
            self.press(answer.choose)
        self.talk.bot.waitUntil(lambda: self.talk.session.value(ref) not in ("", before), timeout=20_000)
        self.files[ref] = path
        return self.talk.session.value(ref)

    def _type(self, answer: Answer, nth: int) -> str:
        """Click into the first field and type; blank all fields before when an earlier try did not fit."""
        fields = [one for kind in (QLineEdit, QPlainTextEdit) for one in answer.findChildren(kind) if one.isVisible()]
        for field in fields if nth else []:
            self.press(field)
            self.talk.key(Qt.Key.Key_A, CTRL)
            self.talk.key(Qt.Key.Key_Delete)
        self.press(fields[0])
        choices = _typing_for(answer)
        text, stored = choices[nth % len(choices)]
        for char in text:
            if char == "\n":
                self.talk.key(Qt.Key.Key_Return)
            elif char == "\t" and isinstance(answer, MomentAnswer):
                self.press(answer.clock.hour)
            else:
                self.talk.type(char)
        return stored
