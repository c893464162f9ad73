"""What the person answers, on its way from the page to the session and to the store, and back onto the page."""

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from intake_app import workflow
from intake_app.gui.answers.pad import Drawn
from intake_app.gui.chosen_picture import SIDE, Seen
from intake_app.gui.composing import take_composed
from intake_app.gui.controls import Kind
from intake_app.gui.interview_closing import Closing
from intake_app.gui.interview_course import Course
from intake_app.gui.interview_ending import Ending
from intake_app.gui.interview_files import Files
from intake_app.gui.interview_reading import Reading
from intake_app.gui.interview_room import Room
from intake_app.gui.interview_saving import Saver
from intake_app.gui.interview_sheet import QuestionSheet
from intake_app.gui.interview_uncounted import Uncounted
from intake_app.gui.interview_undo import OF_THE_FORM, UndoOffer
from intake_app.gui.interview_words import cleared_words, is_one_tap, removed_words
from intake_app.gui.person_window import PersonWindow
from intake_app.gui.trouble import explain
from intake_app.gui.words import Words
from intake_app.workflow import AskedBy
from intake_app.workflow.births import as_told
from intake_app.xform import AnswerState, Changes, Session, generic

PAUSE = 300
"""Milliseconds from a keystroke until the session knows what is typed so far."""
QUIET = 2_000
"""From the last figure of a birth until what is typed of it ends anything for good, though its field is not left."""


class _Page(Protocol):
    words: Words
    session: Session
    reading: Reading
    course: Course
    room: Room
    saver: Saver
    files: Files
    closing: Closing
    asked: AskedBy
    ending: Ending

    @property
    def sheet(self) -> QuestionSheet | None:
        """The questions in the middle."""

    def begin(self) -> None:
        """Give the keyboard to a question."""

    def tell_progress(self) -> None:
        """Say where the course stands."""

    def side_soon(self) -> None:
        """Count again what the sides show, a moment later."""


class Answering(QObject):
    """Takes answers, states and files of a page; owns none of them but what is half typed. `applied`: the page shows
    what changed; `file_seen`: a file of it, by its name.
    """

    applied = Signal()
    file_seen = Signal(str, object)

    def __init__(self, page: _Page, owner: QObject) -> None:
        super().__init__(owner)
        self._page = page
        self._typed: dict[str, str] = {}
        self._undo = UndoOffer(page, self.commit, self._brought_back)
        self.uncounted = Uncounted(page)
        self._failure: Callable[[], tuple[str, str]] | None = None
        """What is said of a file that could not be kept."""
        self._midway = False
        """Whether a birth is being typed, which may look like a child's for a moment."""
        page.saver.midway = lambda: self._midway
        self._drawn: set[str] = set()
        """Where the file is a drawing, of which each stroke makes another, and which has an undo of its own."""
        self._pause = QTimer(self, singleShot=True)
        self._pause.timeout.connect(self._give)
        self._quiet = QTimer(self, singleShot=True, interval=QUIET)
        self._quiet.timeout.connect(self._count)
        page.files.kept.connect(self._file_kept)
        page.files.loaded.connect(self._file_loaded)
        page.files.failed.connect(self._file_failed)
        page.reading.confirm = self.confirm
        page.room.notice.lost.connect(lambda: page.begin())
        running = QApplication.instance()
        if isinstance(running, QApplication):
            running.focusChanged.connect(self._focus_moved)

    def listen(self, sheet: QuestionSheet) -> None:
        """Take what is answered on a sheet of questions."""
        sheet.typed.connect(self._take_typed)
        sheet.chosen.connect(self._take_chosen)
        sheet.stated.connect(self._take_state)
        sheet.file_chosen.connect(self._take_file)

    def listen_to_person(self, window: PersonWindow) -> None:
        """Take what the person answers in a window of their own."""
        window.typed.connect(self._take_typed)
        window.chosen.connect(self._take_chosen)
        window.stated.connect(self._take_state)
        window.file_chosen.connect(self._take_file)
        self.file_seen.connect(window.show_file)

    def commit(self) -> None:
        """Give the session what is typed so far, and the word that is being composed."""
        take_composed()
        self._give()
        self._count()

    def _count(self) -> None:
        """What is typed of a birth counts as it stands."""
        self._quiet.stop()
        if self._midway:
            self._midway = False
            self._page.saver.touch()

    def leave(self) -> None:
        """The page is about to go: what was removed from it goes for good."""
        self.commit()
        if self._page.files.drop_going():
            self._undo.forget_files()

    def confirm(self, ref: str) -> None:
        """What came from an earlier record was asked now, and is the same."""
        self.commit()
        self._page.asked.confirm(ref)
        self._page.session.looked_from = None  # it was asked in this language
        self._refresh(ref)
        self.apply(Changes())
        self._page.saver.now()

    def forget_repeat(self, ref: str) -> None:
        """One of a repeat goes, and those behind it move up: nothing of it reaches another one."""
        self._page.files.forget_repeat(ref)
        self._undo.forget_repeat(ref)

    def close(self) -> None:
        """The record is closed: nothing of it is brought back."""
        self._undo.end()

    def _give(self) -> None:
        if self._page.sheet is not None:
            self._page.sheet.settle()
        self._pause.stop()
        typed, self._typed = self._typed, {}
        for ref, text in typed.items():
            self._answer(ref, text)

    def _take_typed(self, ref: str, text: str) -> None:
        self._typed[ref] = text
        if "birth" in self._page.session.definition.tags(generic(ref)):
            self._midway = True
            self._quiet.start()
        if not self._pause.isActive():
            self._pause.start(PAUSE)

    def _take_chosen(self, ref: str, text: str) -> None:
        self.commit()
        before = self._page.session.value(ref)
        self._answer(ref, text)
        self._judge(ref)
        self._page.saver.now()
        if not text and self._page.session.question(ref).control == "upload":
            self._page.files.forget(ref)
            if before and ref in self._drawn:
                self._page.files.drop(before)
            elif before:
                self._removed(ref, before, Changes())

    def _take_state(self, ref: str, state: AnswerState) -> None:
        self.commit()
        session = self._page.session
        before, told = self._said(ref), as_told(session, ref)
        self._page.files.forget(ref)
        changes = workflow.mark(session, ref, state)
        self._took(ref, before, changes)
        if told and not is_one_tap(session.question(ref).control, told):
            self._removed(ref, told, changes)
        self._page.saver.now()

    def _answer(self, ref: str, text: str) -> None:
        before = self._said(ref)
        if text:
            self._page.asked.confirm(ref)
        self._took(ref, before, workflow.answer(self._page.session, ref, text))
        self._page.saver.touch()

    def _said(self, ref: str) -> tuple[str, AnswerState]:
        return self._page.session.value(ref), self._page.session.state(ref)

    def _took(self, ref: str, before: tuple[str, AnswerState], changes: Changes) -> None:
        self.apply(changes)
        self._refresh(ref)
        if changes.cleared:
            self._say_cleared(ref, before, changes)

    def _refresh(self, ref: str) -> None:
        if self._page.sheet and ref in self._page.sheet.made:
            self._page.sheet.made[ref].refresh()

    def _judge(self, ref: str) -> None:
        if self._page.sheet and ref in self._page.sheet.made:
            self._page.sheet.made[ref].judge()
        self.applied.emit()

    def apply(self, changes: Changes, *, repaint: bool = True) -> None:
        """Repaint what the changes name, and nothing else; not at all where the whole page was told anew before."""
        if changes.value:
            self._page.ending.outdate()
        named = changes.value | changes.required | changes.readonly | changes.validity | changes.choices | changes.label
        sensitive = self._page.course.sensitive
        covered = sensitive.paths
        tells = self._page.reading.discreet and (not repaint or sensitive.rests_on(changes))
        if changes.structure or changes.relevance or tells:
            self._page.course.refresh()
            page = self._page.course.page
            if self._page.sheet and page and self._page.sheet.refs != page.refs:
                self._page.sheet.show_refs(page.refs)
            self._page.tell_progress()
        if self._page.sheet and repaint:
            anew = covered != sensitive.paths
            self._page.sheet.refresh(named | frozenset(self._page.sheet.refs if anew else ()))
        self._undo.look()
        self.uncounted.look(changes)
        self.applied.emit()
        self._page.side_soon()

    def _say_cleared(self, ref: str, before: tuple[str, AnswerState], changes: Changes) -> None:
        if self._kept_apart(changes):
            self._say_asked_again(changes)
            return

        def said() -> tuple[str, str]:
            tr = self._page.words
            return cleared_words(tr, self._page.reading, changes), tr("Undo")

        self._undo.make(((ref, before[0]), *changes.cleared), said, Kind.WARN, before={ref: before[1]})

    def _say_asked_again(self, changes: Changes) -> None:
        """What somebody agreed to, where a form empties it, is not brought back by a press: they are asked."""
        page = self._page
        page.room.notice.say_in_turn(lambda: (cleared_words(page.words, page.reading, changes), ""), Kind.WARN)

    def _kept_apart(self, changes: Changes) -> set[str]:
        """Which of the answers that went were to whether somebody agrees."""
        agreed = {path for path, _ in self._page.session.definition.tagged("consent")}
        return {ref for ref, _ in changes.cleared if generic(ref) in agreed}

    def _removed(self, ref: str, told: str, changes: Changes) -> None:
        """What cannot be told again by one tap was taken out: it comes back by Undo, a file until the page is left."""
        page = self._page
        if page.session.question(ref).control == "upload" and not told.startswith(OF_THE_FORM):
            page.files.drop_later(told)
        said = partial(removed_words, page.words, page.reading, ref, changes)
        agreed = self._kept_apart(changes)
        back = [one for one in changes.cleared if one[0] not in agreed]
        self._undo.make(((ref, told), *back), said, Kind.NEUTRAL, asked=ref)

    def _brought_back(self, refs: Iterable[str], changes: Changes, file: str) -> None:
        """By Undo; of a ``file`` the picture is shown again."""
        self.apply(changes)
        for ref in refs:
            self._refresh(ref)
        self._page.saver.now()
        if file:
            self._page.files.load(file)

    def _focus_moved(self, old: QWidget | None, new: QWidget | None) -> None:
        if old is None or not isValid(self._page) or self._page.sheet is None or not isValid(self._page.sheet):
            return  # what goes is asked nothing, though it lets go of the keyboard
        if (self._typed or self._midway) and (new is None or new.window() is not old.window()):
            self.commit()  # before anything is typed in the other window, which does not show it yet
            self._page.saver.now()
        for block in self._page.sheet.made.values():
            if block.isAncestorOf(old) and not (new is not None and block.isAncestorOf(new)):
                if self._typed or self._midway:
                    self.commit()
                    self._page.saver.now()
                block.judge(bool(block.view.value))

    def _take_file(self, ref: str, what: Path | Drawn) -> None:
        self._file_again()
        asked = self._page.session.question(ref).parameters.get("max-pixels", "")
        told = self._page.words("Keeping the file…")
        (self._drawn.add if isinstance(what, Drawn) else self._drawn.discard)(ref)
        side = self._page.sheet.say_of_file(ref, told) if self._page.sheet else SIDE
        self._page.files.keep(ref, what, int(asked) if asked.isdecimal() else None, side)

    def _file_kept(self, ref: str, name: str, seen: Seen) -> None:
        if not self._page.session.exists(ref):  # a repeat that another answer counts may have become shorter
            self._page.files.drop(name)
            return
        before = self._page.session.value(ref)
        self._answer(ref, name)
        self._page.saver.now()
        if before and ref not in self._drawn:
            self._removed(ref, before, Changes())
        elif before and not before.startswith(OF_THE_FORM):
            self._page.files.drop(before)
        self._file_loaded(name, seen)

    def _file_again(self) -> None:
        """Another file is chosen: what went wrong with the one before is said no longer."""
        if self._failure is not None:
            self._page.room.notice.take_back(self._failure)
            self._failure = None

    def _file_loaded(self, name: str, seen: Seen) -> None:
        if self._page.sheet:
            self._page.sheet.show_file(name, seen)
        self.file_seen.emit(name, seen)

    def _file_failed(self, ref: str, error: Exception) -> None:
        self._refresh(ref)
        self._failure = lambda: (str(explain(error, self._page.words)), "")
        self._page.room.notice.say_in_turn(self._failure, Kind.STOP)
        self._page.closing.look_if_frozen(error)
