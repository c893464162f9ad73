"""What is left behind with a page of an interview: repeats that go with it, and an answer that does not fit."""

from typing import Protocol

from PySide6.QtCore import QObject

from intake_app.gui.controls import Kind
from intake_app.gui.interview_answering import Answering
from intake_app.gui.interview_course import Course
from intake_app.gui.interview_reading import Reading
from intake_app.gui.interview_repeat import RepeatPrompt
from intake_app.gui.interview_room import Room
from intake_app.gui.interview_saving import Saver
from intake_app.gui.interview_sheet import QuestionSheet
from intake_app.gui.interview_words import wrong_words
from intake_app.gui.words import Words
from intake_app.workflow import FillingLog
from intake_app.xform import AuditKind, Session


class _Page(Protocol):
    words: Words
    session: Session
    reading: Reading
    course: Course
    room: Room
    saver: Saver
    log: FillingLog
    answering: Answering

    def hush(self) -> None:
        """Silence."""

    def go(self, place: str) -> None:
        """Go to a place of the course."""


class Leaving(QObject):
    """Called by its page before a page is turned, and after."""

    def __init__(self, page: _Page, owner: QObject) -> None:
        super().__init__(owner)
        self._page = page

    def leave(self) -> None:
        """What is half typed is taken, and what was taken away from the page goes."""
        page = self._page
        page.hush()
        page.answering.leave()
        centre = page.room.centre
        if isinstance(centre, RepeatPrompt) and centre.going:
            for ref in centre.last_going():
                page.answering.forget_repeat(ref)
                page.log.note(AuditKind.DELETE_REPEAT, ref)
                page.answering.apply(page.session.remove_repeat(ref))
            centre.going.clear()
            page.saver.touch()
        elif isinstance(centre, QuestionSheet):
            centre.judge()

    def warn_of(self, left: QuestionSheet | None) -> None:
        """After a page with an answer that breaks a rule: say so on the next one, with a way back."""
        page = self._page
        wrong = left.unfit() if left is not None else []
        page.room.notice.hide()
        if wrong and page.course.page is not None:
            ref = wrong[0]
            page.log.note(AuditKind.CONSTRAINT_ERROR, ref)
            block = left.made.get(ref) if left is not None else None
            message = block.why_wrong() if block is not None else page.reading.text(ref, "constraint")
            own = page.reading.own_code
            page.room.notice.say_in_turn(lambda: wrong_words(page.words, message, own), Kind.STOP, lambda: page.go(ref))
