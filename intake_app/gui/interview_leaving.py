"""What is left behind with a page of an interview: repeats that go with it, and an answer that does not fit."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject

from intake_app.gui.controls import Kind
from intake_app.gui.interview_answering import Answering
from intake_app.gui.interview_course import Course, asks, told
from intake_app.gui.interview_passed import passed_words
from intake_app.gui.interview_reading import Both, Reading
from intake_app.gui.interview_repeat import UNDO_KEY, RepeatPrompt
from intake_app.gui.interview_room import Room
from intake_app.gui.interview_saving import Saver
from intake_app.gui.interview_sheet import QuestionSheet
from intake_app.gui.interview_words import cleared_words, doubt_words, wrong_words
from intake_app.gui.keys import Key
from intake_app.gui.words import Words, listed, quoted
from intake_app.workflow import AskedBy, FillingLog, repeats
from intake_app.workflow.numbering import renumbered, split
from intake_app.workflow.repeats import TakenAway
from intake_app.xform import AuditKind, Changes, Session, Text


class _Page(Protocol):
    words: Words
    session: Session
    reading: Reading
    course: Course
    room: Room
    saver: Saver
    log: FillingLog
    answering: Answering
    asked: AskedBy

    def hush(self) -> None:
        """Silence."""

    def go(self, place: str) -> None:
        """Go to a place of the course."""


class Leaving(QObject):
    """Called by its page before a page is turned, and after."""

    def __init__(self, page: _Page, owner: QObject) -> None:
        super().__init__(owner)
        self._page = page
        self.away = repeats.Away(page.session, page.asked)
        """What was taken away from lists in this interview: it can be brought back."""

        self._told = False
        self._passed: Callable[[], tuple[str, str]] | None = None
        """Tells of the page before this one; of no other it would be true."""

    def listen(self, prompt: RepeatPrompt) -> None:
        """What is brought back to a list, and the key that undoes a mark in it, unless something lies over it."""
        prompt.wanted.connect(self.bring_back)
        over = self._page.room.jump_list
        Key(UNDO_KEY, prompt, lambda: None if over.isVisible() else prompt.unmark())

    def leave(self, goes_on: bool = True) -> None:
        """What is half typed is taken, and what was marked to be taken away from a list goes, where one `goes_on`:
        nobody who hides, locks or closes does, and finds the entry where it was.
        """
        page = self._page
        page.hush()
        page.answering.uncounted.fresh = False
        page.answering.leave()
        centre = page.room.centre
        self._told = False
        if self._passed is not None:
            page.room.notice.take_back(self._passed)
            self._passed = None
        if isinstance(centre, RepeatPrompt) and centre.going and goes_on:
            self._take_away(centre)
        elif isinstance(centre, QuestionSheet):
            centre.judge()

    def leave_for(self, place: str) -> str:
        """The same on the way to a place; where that is once what was taken away is gone, its list where it went too.
        """
        centre = self._page.room.centre
        gone = centre.last_going() if isinstance(centre, RepeatPrompt) else []
        self.leave()
        for ref in gone:
            place = split(ref)[0] if f"{place}/".startswith(f"{ref}/") else renumbered(place, ref, "")
        return place

    def _take_away(self, prompt: RepeatPrompt) -> None:
        page, gone, cleared = self._page, list[TakenAway](), dict[str, str]()
        for ref in prompt.last_going():
            page.answering.forget_repeat(ref)
            page.log.note(AuditKind.DELETE_REPEAT, ref)
            one, changes = self.away.take(ref)
            gone.append(one)
            cleared |= changes.cleared
            page.answering.apply(changes)
        prompt.going.clear()
        page.saver.touch()

        def said() -> tuple[str, str]:
            tr = page.words
            label = page.reading.group_for_mediator(prompt.ref).text
            named = quoted(label, tr.language)
            numbers = listed((str(one.at) for one in reversed(gone)), tr.language)
            told = tr("Taken away from {list}: {numbers}.").format(list=named, numbers=numbers)
            there = tuple(each for each in cleared.items() if page.session.exists(each[0]))
            also = cleared_words(tr, page.reading, Changes(cleared=there)) if there else ""
            return " ".join(filter(None, (told, also))), tr("Undo")

        self._told = True
        kind = Kind.WARN if cleared else Kind.NEUTRAL
        page.room.notice.say_in_turn(said, kind, lambda: self.bring_back(gone))

    def bring_back(self, gone: Sequence[TakenAway]) -> None:
        """Entries as they were, and the list that they are of."""
        page = self._page
        if not any(map(self.away.has, gone)):
            return
        self.leave()  # what was marked in the list has the numbers of now
        for one in filter(self.away.has, gone):
            ref, changes = self.away.bring_back(one)
            page.answering.forget_repeat(ref)
            page.log.note(AuditKind.ADD_REPEAT, ref)
            page.answering.apply(changes)
        page.room.notice.hide()
        page.saver.now()
        page.go(gone[0].series)

    def close(self) -> None:
        """The record is closed: nothing comes back into it."""
        self.away.forget()

    def warn_of(self, left: QuestionSheet | None) -> None:
        """After a page with an answer that breaks a rule, or may mean two things: say so on the next one, with a way
        back."""
        page = self._page
        wrong = left.unfit() if left is not None else []
        if not self._told and not page.answering.uncounted.fresh:
            page.room.notice.hide()
        if left is None or page.course.page is None:
            return
        if wrong:
            ref = wrong[0]
            page.log.note(AuditKind.CONSTRAINT_ERROR, ref)
            block = left.made.get(ref)
            why = block.why_wrong() if block is not None else partial(_of_form, page.reading.text(ref, "constraint"))
            own = page.reading.own_code
            page.room.notice.say_in_turn(
                lambda: wrong_words(page.words, why(page.words), own), Kind.STOP, lambda: page.go(ref)
            )
            return
        amiss = ((ref, words) for ref, block in left.made.items() if (words := block.answer.trouble()))
        untaken = next(amiss, None)
        if untaken is not None:
            own = page.words.language
            said = partial(_untaken_words, page.words, untaken[1], own)
            page.room.notice.say_in_turn(said, Kind.STOP, partial(page.go, untaken[0]))
            return
        doubts = ((ref, doubt) for ref, block in left.made.items() if (doubt := block.answer.doubt()) is not None)
        found = next(doubts, None)
        if found is not None:
            said = partial(doubt_words, page.words, page.reading, *found)
            page.room.notice.say_in_turn(said, Kind.WARN, partial(page.go, found[0]))
            return
        self._tell_passed(left)

    def _tell_passed(self, left: QuestionSheet) -> None:
        """Of several questions on a page some were passed over on the way on: how many; nothing over another line."""
        page = self._page
        before = page.course.pages[page.course.at - 1] if page.course.at else None
        if before is None or left.refs[0] not in before.refs or not page.room.notice.isHidden():
            return
        asking = [view for view in map(page.session.question, left.refs) if asks(view)]
        blank = [view.ref for view in asking if not told(view)]
        if len(asking) > 1 and blank:
            self._passed = said = partial(passed_words, page.words, len(blank))
            page.room.notice.say_in_turn(said, Kind.NEUTRAL, partial(page.go, blank[0]))


def _of_form(told: Both, _tr: Words) -> Both:
    return told


def _untaken_words(tr: Words, why: str, language: str) -> tuple[str, str]:
    """Why something typed was not taken was said on the page that was left, in the language of the windows then: it is
    not told in that beside words in another.
    """
    return wrong_words(tr, Both(Text(why if tr.language == language else "", language), None), language)
