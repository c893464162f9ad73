"""When somebody comes near who should not hear: sensitive questions leave the screen at one key, and wait."""

from typing import Protocol

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from intake_app.gui.controls import Kind
from intake_app.gui.interview_course import Course
from intake_app.gui.interview_footer import DISCREET_KEY
from intake_app.gui.interview_leaving import Leaving
from intake_app.gui.interview_reading import Reading
from intake_app.gui.interview_repeat import RepeatPrompt
from intake_app.gui.interview_room import Room
from intake_app.gui.keys import Key
from intake_app.gui.words import Words
from intake_app.workflow import OpenRecord


class _Page(Protocol):
    words: Words
    reading: Reading
    course: Course
    room: Room
    opened: OpenRecord
    leaving: Leaving

    def commit(self) -> None:
        """Take what is half typed."""

    def retranslate(self) -> None:
        """Show everything anew."""

    def go(self, place: str) -> None:
        """Go to a place of the course."""


class Discreet(QObject):
    """Turns it on and off on a page; there is no button for it where the form says of nothing that it is sensitive.

    It is kept with the draft: whoever goes on asks simple questions until it is turned off.
    """

    def __init__(self, page: _Page, owner: QWidget) -> None:
        super().__init__(owner)
        self._page = page
        page.reading.sensitive = page.course.sensitive.waits
        button, known = page.room.footer.discreet_button, page.course.sensitive.known
        self.press = self.toggle if known else self._say_why_not
        """What the key does, whichever window has the keyboard."""
        button.setVisible(known)
        button.clicked.connect(self.toggle)
        if not known:
            Key(DISCREET_KEY, owner).activated.connect(self.press)
        elif page.opened.draft.simple:
            self._go_on()

    def _go_on(self) -> None:
        """It was on when the interview was left; the page says so, in words that do not say why."""
        tr, notice = self._page.words, self._page.room.notice
        self._set(on=True)
        notice.say_in_turn(lambda: (on_words(tr), tr("All questions")), Kind.NEUTRAL, self.toggle)

    def _say_why_not(self) -> None:
        """The key does nothing here; who pressed it is told so, and of the key that helps."""
        tr = self._page.words

        def told() -> tuple[str, str]:
            return tr("This questionnaire does not say which questions are sensitive. F9 hides everything."), ""

        self._page.room.notice.say_in_turn(told, Kind.WARN)

    def toggle(self) -> None:
        """Leave out what is sensitive, with nothing of it left on the screen; or show all again and say what waits."""
        page = self._page
        page.commit()
        on = not page.reading.discreet
        if on:
            self._leave_list()
            page.room.jump_list.close_list()
            page.room.uncover()
            page.room.panel.hide()
        page.room.notice.hide()
        self._set(on=on)
        page.retranslate()
        waiting = page.course.waiting()
        if not on and waiting:
            count, first = len(waiting), waiting[0]
            page.room.notice.say_in_turn(lambda: _left_words(page.words, count), Kind.NEUTRAL, lambda: page.go(first))

    def _leave_list(self) -> None:
        """A list that will wait is left as any page is: what was marked to be taken away from it goes."""
        page = self._page
        centre, sensitive = page.room.centre, page.course.sensitive
        if isinstance(centre, RepeatPrompt) and centre.going:
            sensitive.look()
            waits = sensitive.waits(centre.ref)
            sensitive.show()
            if waits:
                page.leaving.leave()

    def _set(self, *, on: bool) -> None:
        page = self._page
        page.reading.discreet = page.course.discreet = on
        page.room.footer.say_discreet(on=on)
        page.course.refresh()
        if not on:
            page.course.sensitive.show()


def on_words(tr: Words) -> str:
    """That it is on."""
    return tr("Simple questions only")


def _left_words(tr: Words, count: int) -> tuple[str, str]:
    trn = tr.plural
    told = trn("{n} question was left for later.", "{n} questions were left for later.", count)
    return told.format(n=count), tr("Go to the first")
