"""When an answer says that somebody may be hurt now: what to do first, in a line above the page, in neutral words."""

from typing import Protocol

from PySide6.QtCore import QObject

from intake_app import workflow
from intake_app.errors import IntakeError
from intake_app.gui.controls import Kind
from intake_app.gui.interview_answering import Answering
from intake_app.gui.interview_discreet import Discreet, on_words
from intake_app.gui.interview_room import Room
from intake_app.gui.words import Words
from intake_app.screening import QUICK_ALONE
from intake_app.screening.tags import answers, signs
from intake_app.xform import Session


class _Page(Protocol):
    words: Words
    session: Session
    room: Room
    answering: Answering
    discreet: Discreet

    @property
    def simple(self) -> bool:
        """Whether sensitive pages wait already."""


class Safety(QObject):
    """The line stays from page to page until it is closed, or its key leaves sensitive questions for later."""

    def __init__(self, page: _Page, owner: QObject) -> None:
        super().__init__(owner)
        self._page = page
        self._told = self._done = False
        self._said = ""
        self._asked = tuple(_asked(page.session))
        page.answering.applied.connect(self.look)
        page.room.notice.dismiss.clicked.connect(self._dismissed)

    def look(self) -> None:
        """Say it as soon as such an answer is given, and no more once it is taken back."""
        if not self._asked:
            return
        told = self._is_told()
        if self._told and not told:
            self._done = False
            if self._page.room.notice.words.text() == self._said:
                self._page.room.notice.hide()
        self._told = told
        self.remind()

    def remind(self) -> None:
        """Say it on this page too, unless another line is there or somebody has seen to it."""
        notice, tr = self._page.room.notice, self._page.words
        before = self._said
        free = notice.isHidden() or notice.words.text() in {before, on_words(tr)} - {self._said_words()}
        if not self._told or self._done or not free:
            return
        if self._page.simple:
            notice.say_in_turn(lambda: (self._said_words(), ""), Kind.WARN)
        else:
            notice.say_in_turn(lambda: (self._said_words(), tr("Simple questions only")), Kind.WARN, self._postpone)

    def _said_words(self) -> str:
        """The line in the language of the windows; by it a line of another kind is known."""
        tr = self._page.words
        words = tr("Pause here. First a quiet place where nobody else hears; the other questions can wait.")
        self._said = f"{words} {tr('In an emergency, call 112.')}"
        return self._said

    def _postpone(self) -> None:
        self._done = True
        self._page.discreet.toggle()

    def _dismissed(self) -> None:
        self._done = self._told

    def _is_told(self) -> bool:
        values = self._page.session.values()
        given = ((value, counting) for path, counting in self._asked for _, value in answers(path, values))
        return any(set((value or "").split()) & counting for value, counting in given)


def _asked(session: Session) -> list[tuple[str, frozenset[str]]]:
    """The questions that ask about danger now, and the answers that tell of it."""
    try:
        rules = workflow.assessment_rules()
    except IntakeError:
        rules = QUICK_ALONE
    return [
        (path, frozenset(own.get("when", "yes").split()))
        for path, own in signs(session.definition)
        if rules.sign(own["indicator"]).urgent == "danger"
    ]
