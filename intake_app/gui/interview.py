"""The interview page: one screen at a time, two languages, every answer in the store within a second.

The page owns no answer: what is typed goes to the session after a pause (`interview_answering.PAUSE`), at once when a
choice is made, the keyboard leaves a field, a page is turned, a language is switched or the window is about to go.
"""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from intake_app import workflow
from intake_app.gui.answers.answer import Setting
from intake_app.gui.controls import enter_passes
from intake_app.gui.films import Films
from intake_app.gui.form_pictures import FormPictures
from intake_app.gui.interview_again import Again
from intake_app.gui.interview_ahead import Ahead
from intake_app.gui.interview_answering import Answering
from intake_app.gui.interview_bar import InterviewBar
from intake_app.gui.interview_closing import Closing
from intake_app.gui.interview_contacts import ContactHints
from intake_app.gui.interview_course import FINISH, Course, Headed
from intake_app.gui.interview_discreet import Discreet
from intake_app.gui.interview_ending import Ending
from intake_app.gui.interview_files import Files
from intake_app.gui.interview_finish import FinishPage
from intake_app.gui.interview_footer import PANEL_KEY
from intake_app.gui.interview_jumping import Jumping
from intake_app.gui.interview_keys import STATES, Deed, SameDigit, deed_of, digit_of, letter_of, only_held
from intake_app.gui.interview_leaving import Leaving
from intake_app.gui.interview_reading import Reading
from intake_app.gui.interview_repeat import RepeatPrompt
from intake_app.gui.interview_room import Room
from intake_app.gui.interview_safety import Safety
from intake_app.gui.interview_saving import Saver
from intake_app.gui.interview_sheet import SEEN_MS, QuestionSheet
from intake_app.gui.interview_sound import Listening
from intake_app.gui.interview_traces import TraceWords
from intake_app.gui.interview_words import first_languages, progress_words
from intake_app.gui.lanes import Lanes
from intake_app.gui.page import IDLE_SECONDS_IN_INTERVIEW, Page
from intake_app.gui.person_view import PersonView
from intake_app.gui.tokens import Look
from intake_app.gui.words import Words
from intake_app.vault import Draft
from intake_app.workflow import ConsentSheet, Finalised, OpenRecord
from intake_app.xform import AnswerState, AuditKind, Session


class InterviewPage(Page):
    """`finished` carries the `Finalised` record. `left` (of `Page`) goes back to the list."""

    idle_seconds, keeps_keyboard = IDLE_SECONDS_IN_INTERVIEW, True
    finished = Signal(object)
    person_wanted = Signal(str)
    slip_wanted = Signal(str)
    """The record is closed, and its person is to be seen: its id."""

    def __init__(self, words: Words, look: Look, lanes: Lanes, opened: OpenRecord, session: Session) -> None:
        super().__init__(words, lanes)
        self.look, self.opened, self.session = look, opened, session
        pictures = FormPictures(lanes, self)
        self.reading = Reading(session, *first_languages(opened, session), pictures, opened.package.files)
        self.reading.interface = words.language
        self.reading.films = Films(lanes, self) if self.reading.has_films else None
        self.reading.beyond, self.reading.concluded = opened.beyond, opened.concluded
        self.reading.left_out = opened.draft.left_out
        self.course = Course(session)
        self.course.go(opened.draft.place)
        self.setting = self._setting()
        self._closed, self.ending = False, Ending.of(opened.draft.ending, opened.given, opened.row.created)
        kept = opened.draft.asked, opened.said_to, opened.draft.copied, self.ending.kept()
        self.asked = workflow.AskedBy(session, opened.properties["username"], *kept)
        self.asked.spoken_with = lambda: self.reading.pair[0]
        self.reading.asked, self.reading.passed = self.asked.before_me, self.course.unanswered_before
        self.reading.earlier = self.course.earlier = self.asked.earlier
        self.reading.copied = lambda: self.asked.copied_refs
        self.saver = Saver(lanes, opened.row.id, self._snapshot, self)
        self.files = Files(lanes, opened.row.id, self)
        user, edits = opened.properties["username"], bool(opened.row.edit_of)
        self.log = workflow.FillingLog(session, opened.draft.log, user, edits=edits)
        self.closing = Closing(lanes, opened.row.id, (session, self.asked, self.log), self)
        self._bar = InterviewBar(words, self.reading, opened.row.code)
        self.room = Room(self, self.reading, self.course, self.setting)
        self._ordered = self.room.outline.rows
        self._side = QTimer(self, singleShot=True)
        self._side.timeout.connect(self.refresh_side)
        self.ahead = Ahead(lambda: self.course.beside() if self.sheet else (), self._made_sheet, self)
        self.answering = Answering(self, self)
        self.discreet = Discreet(self, self)
        self.safety = Safety(self, self)
        self.contacts, self.traces = ContactHints(self, self), TraceWords(self, self)
        self.jumping = Jumping(self, self)
        self._same_digit = SameDigit()
        self.leaving = Leaving(self, self)
        self.person_view = PersonView(self, self)
        self.listening = Listening(self, self)
        self.person_view.listened.connect(self.listening.press)
        self.listening.sounded.connect(self.person_view.show_sounding)
        self.listening.reached.connect(self.person_view.show_heard)
        if self.reading.films is not None:
            self.listening.make_room_for(self.reading.films)
        self.destroyed.connect(self._bar.deleteLater)
        self._connect()
        self._retell_frame()
        self._show_page()

    # What the frame calls

    def title(self) -> str:
        """The record's code says nothing about the person."""
        return self.opened.row.code

    def bar(self) -> QWidget:
        """Code, progress and languages."""
        return self._bar

    def shown(self) -> None:
        """Give the keyboard to the question."""
        self._order_keys(anew=True)
        self.begin()

    def hush(self) -> None:
        """No sound, no camera, at once."""
        self.listening.stop()
        if self.reading.films is not None:
            self.reading.films.stop()
        if self.sheet:
            self.sheet.hush()

    def save_now(self) -> None:
        """Take what is half typed and order its saving; returns at once."""
        self.leaving.leave(goes_on=False)
        self.files.hurry()
        self.saver.flush()

    def back(self) -> None:
        """Escape ends what is heard, or closes what lies over the page."""
        if self.listening.sounding:
            self.hush()
        elif not self.jumping.close() and self.room.panel.isVisible():
            self.toggle_panel()

    def retranslate(self) -> None:
        """Words of the frame in the interface language, and the page again."""
        self.reading.interface = self.words.language
        self.setting = self._setting()
        self.ahead.clear()
        self._retell_frame()
        self._rebuild()
        self.jumping.retell()

    def _retell_frame(self) -> None:
        self.room.footer.retranslate()
        self.room.below.retell(self.setting)
        self.room.notice.retranslate()
        self.room.notice.name_dismiss(self.words("Close this line"))
        self._bar.retell(self.look.tokens)

    def turn(self, by: int) -> None:
        """One page on or back; nothing blocks leaving a page."""
        if self._closed:
            return
        here = self.sheet
        self.room.uncover()
        self.leaving.leave()
        if self.course.step(by):
            self._show_page()
            self.leaving.warn_of(here)

    def go(self, place: str) -> None:
        """Go to a place of the course: a question, a group, a repeat, the finish."""
        if self._closed:
            return
        self.room.uncover()
        place = self.leaving.leave_for(place)
        if self.course.go(place):
            self._show_page(place)

    def stop(self) -> None:
        """Stop here; the draft opens again at this place."""
        self.commit()
        if self.log.stops():
            self.saver.touch()
        self.save_now()
        self.left.emit()

    def begin(self, ref: str | None = None) -> None:
        """Give the keyboard to a question of the page, or to the first."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        centre = self.centre
        if isinstance(centre, QuestionSheet):
            centre.begin(ref)
            self.room.arrive()
        elif isinstance(centre, RepeatPrompt | FinishPage):
            centre.begin()

    @property
    def centre(self) -> QWidget | None:
        """What stands in the middle: a question sheet, a repeat prompt or the finish."""
        return self.room.centre

    @property
    def sheet(self) -> QuestionSheet | None:
        """The questions in the middle, when there are any."""
        centre = self.centre
        return centre if isinstance(centre, QuestionSheet) else None

    @property
    def simple(self) -> bool:
        """Whether sensitive questions wait."""
        return self.reading.discreet

    def set_languages(self, person: str, mediator: str) -> None:
        """Speak these languages of the form from now on; what is half typed stays."""
        self.reading.own = person if self.reading.swapped else mediator
        self._speak(person, mediator)

    def _speak(self, person: str, mediator: str) -> None:
        self.commit()
        self.asked.note()
        self.reading.person, self.reading.mediator = person, mediator
        changes = workflow.speak(self.session, person)
        self._retell()
        self.answering.apply(changes, repaint=False)
        self.saver.touch()

    def swap(self) -> None:
        """The person's language becomes the second, and the other way round; what is the mediator's alone stays."""
        self.reading.swapped = not self.reading.swapped
        self._speak(self.reading.mediator, self.reading.person)

    def leave_out(self, side: str) -> None:
        """Leave the language of one side, "person" or "mediator", out of this window; "" shows both."""
        self.commit()
        self.reading.left_out = side
        self._retell()
        self.saver.touch()

    def toggle_panel(self) -> None:
        """Open or close what only the mediator sees."""
        self.room.panel.setVisible(self.room.panel.isHidden())
        self.room.make_room(self.setting)
        self.refresh_side()

    # Answers

    def commit(self) -> None:
        """Give the session what is typed so far."""
        self.answering.commit()

    def take_key(self, event: QKeyEvent) -> None:
        """A key that no field took; what lies under the list of questions takes none."""
        if self.jumping.holds(event) or only_held(event):
            return
        number = digit_of(event)
        if number is not None and self._take_digit(number):
            return
        deed = deed_of(event)
        state = STATES.get(deed) if deed else None
        if self.sheet and self.sheet.take_letter(letter_of(event), state):
            return
        deeds: dict[Deed, Callable[[], None]] = {
            Deed.ENTER: self._enter, Deed.ON: lambda: self.turn(1), Deed.BACK: lambda: self.turn(-1),
            Deed.UP: lambda: self.room.scroll_page(-1), Deed.DOWN: lambda: self.room.scroll_page(1),
        }  # fmt: skip
        if state is not None:
            self._say_state(state)
        elif deed is None:
            event.ignore()
        else:
            deeds[deed]()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.take_key(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.room.make_room(self.setting)

    def _connect(self) -> None:
        bar, footer = self._bar, self.room.footer
        bar.person.connect(lambda name: self.set_languages(name, self.reading.mediator))
        bar.mediator.connect(lambda name: self.set_languages(self.reading.person, name))
        bar.swap.connect(self.swap)
        bar.views.connect(self.person_view.offer)
        bar.hidden.connect(self.person_view.hide)
        self.person_view.changed.connect(lambda: bar.show_second(self.person_view.open))
        for follow in (self.person_view.follow, self.ahead.changed, self.jumping.follow):
            self.answering.applied.connect(follow)
        self.left.connect(self.person_view.close)
        bar.jump.connect(self.jumping.open)
        bar.key.connect(self.take_key)
        footer.back_button.clicked.connect(lambda: self.turn(-1))
        footer.next_button.clicked.connect(lambda: self.turn(1))
        footer.stop_button.clicked.connect(self.stop)
        footer.panel_button.clicked.connect(self.toggle_panel)
        self.room.outline.go.connect(self.go)
        self.room.panel.end.connect(lambda: self.go(FINISH))
        self.room.jump_list.go.connect(self.go)
        self.saver.saving.connect(footer.saving)
        self.saver.saved.connect(footer.saved)
        self.saver.failed.connect(footer.failed)
        self.saver.failed.connect(self.closing.look_if_frozen)
        self.closing.closed.connect(self._closed_now)
        self.closing.open.connect(self._not_closed)
        self.look.changed.connect(self.retranslate)
        self.jumping.bind({PANEL_KEY: self.toggle_panel, "Ctrl+J": self.jumping.open, "Ctrl+E": self.swap})
        keyed: dict[str, Callable[[], None]] = {
            "Alt+N": lambda: self._say_state(AnswerState.DOES_NOT_KNOW),  # else a field of text would take the letter
            "Alt+P": lambda: self._say_state(AnswerState.DECLINED), "Alt+Left": lambda: self.turn(-1),
        }  # fmt: skip
        self.jumping.bind(keyed, beneath=True)

    def _setting(self) -> Setting:
        tokens, reading = self.look.tokens, self.reading
        if reading.own_alone:  # in its own size
            tokens = replace(tokens, person=tokens.mediator)
        return Setting(tokens, self.words, reading.front_code, reading.mediator_code)

    def _snapshot(self) -> Draft:
        languages, log = self.reading.pair, self.log.lines()
        left = self.simple, self.ending.kept(), self.reading.left_out
        return workflow.snapshot(self.session, self.course.place, languages, self.asked, log, *left)

    def _show_page(self, ref: str | None = None, again: Again | None = None) -> None:
        """Put the page of the course in the middle, with the keyboard in it; ``again``: where it was, and as it was."""
        self.hush()
        if again is None or again.inside:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        if again is None:
            self.session.looked_from = None  # who reads on in a language talks in it
        self.log.shows(self.course.page)
        centre = self._made_centre()
        self.room.put(centre)
        self._order_keys(anew=isinstance(centre, QuestionSheet) and centre.begun)
        self.tell_progress()
        if again is None or not again.stand():
            self.begin(ref)
        self.person_view.follow()
        self.saver.touch()
        QTimer.singleShot(0, self, self._after_turn)

    def _after_turn(self) -> None:
        """What may wait: the thumbnails, and, until the page is seen, the sides."""
        if not self.room.panel.isHidden():
            self.refresh_side()
        elif self.sheet is None:
            QTimer.singleShot(SEEN_MS, self, self._refresh_closed_side)
        for name, side in self.sheet.kept_files() if self.sheet else ():
            self.files.load(name, side)
        self.listening.prepare()
        self.safety.look()

    def _made_centre(self) -> QWidget:
        page = self.course.page
        if page is None:
            finish = FinishPage(self.reading, self.setting, self.opened.heard, self.log, self.ending)
            finish.noted.connect(self.saver.touch)
            finish.person_wanted.connect(lambda: self.person_wanted.emit(self.opened.row.id))
            finish.slip_wanted.connect(lambda: self.slip_wanted.emit(self.opened.row.id))
            finish.go.connect(self.go)
            finish.finalise.connect(self._finalise)
            finish.leave.connect(self.left)
            return finish
        if page.kind == "repeat-prompt":
            prompt = RepeatPrompt(self.reading, self.setting, page.ref, self.leaving.away.of(page.ref))
            prompt.go_on(self.centre)
            self.leaving.listen(prompt)
            prompt.add.connect(self._add_repeat)
            prompt.opened.connect(self.go)
            return prompt
        headed = self.course.headed(self.course.at)
        return self.ahead.take(headed) or self._made_sheet(headed)

    def _made_sheet(self, headed: Headed) -> QuestionSheet:
        page, group = headed
        sheet = QuestionSheet(self.reading, self.setting, page.refs, group, self.room.middle, page.across)
        self.answering.listen(sheet)
        sheet.listened.connect(self.listening.press)
        sheet.file_wanted.connect(self.files.load)
        sheet.whole.connect(lambda: self._order_keys())
        sheet.typed.connect(self.ahead.rest)
        sheet.seen.connect(self._refresh_closed_side)
        sheet.seen.connect(self.ahead.look)
        sheet.finished.connect(lambda _ref: QTimer.singleShot(0, self, lambda: self._go_on(sheet)))
        return sheet

    def _rebuild(self) -> None:
        """The same page in other words or another size; nothing typed is lost."""
        self.commit()
        self._show_page(again=Again(self, self.room))

    def _retell(self) -> None:
        self.hush()
        self.setting = self._setting()
        self.ahead.clear()
        self._bar.retell(self.look.tokens)
        self.room.notice.retranslate()
        centre = self.centre
        if isinstance(centre, QuestionSheet | RepeatPrompt):
            centre.retell(self.setting)
        else:
            self._rebuild()
        self.person_view.follow()
        self.tell_progress()
        self.room.make_room(self.setting)
        self.side_soon()
        self.jumping.retell()

    def side_soon(self) -> None:
        """Count the sides again when what changed in the middle is seen, once for all that happens till then."""
        self._side.start(0)

    def refresh_side(self) -> None:
        """Count again what the outline and the mediator's panel show."""
        self.room.refresh_sides(self.setting)
        if self.room.outline.rows is not self._ordered:
            self._order_keys()

    def _refresh_closed_side(self) -> None:
        """Once the page is seen; the panel was told when it was opened meanwhile."""
        if self.room.panel.isHidden():
            self.refresh_side()

    def _order_keys(self, anew: bool = False) -> None:
        self._ordered = self.room.outline.rows
        self.room.order_keys(self._bar.alone_pill, anew=anew)

    def tell_progress(self) -> None:
        """Say in the bar and the footer where the course stands."""
        self.room.footer.back_button.setEnabled(self.course.at > 0 and not self._closed)
        self.room.footer.next_button.setVisible(self.course.page is not None and not self.room.covered)
        self._bar.show_progress(*progress_words(self.words, self.reading, self.course))

    def _enter(self) -> None:
        held = QApplication.focusWidget()
        if isinstance(held, QPushButton) and not enter_passes(held):
            held.click()
        elif self.course.page is not None:
            self.turn(1)

    def _say_state(self, state: AnswerState) -> None:
        if self.sheet:
            self.sheet.take_state(state)

    def _take_digit(self, number: int) -> bool:
        centre = self.centre
        if not self._same_digit.take(number):
            return True
        return isinstance(centre, QuestionSheet | RepeatPrompt) and centre.take_digit(number)

    def _go_on(self, answered: QuestionSheet) -> None:
        if self.centre is answered:  # not once more for the second of two taps
            self._same_digit.went_on()
            self.turn(1)
            self.room.unseen.came()

    def _add_repeat(self) -> None:
        page = self.course.page
        if page is None or self._closed:
            return
        self.leaving.leave()
        self.answering.apply(self.session.add_repeat(page.ref))
        self.course.refresh()
        self.saver.now()
        self.go(f"{page.ref}[{self.session.count_repeat(page.ref)}]")

    # The end

    def _finalise(self, sheet: ConsentSheet | None) -> None:
        self.files.hurry()
        self.saver.flush()
        self.saver.stop()
        self.closing.freeze(sheet)

    def _closed_now(self, done: Finalised, late: bool = False) -> None:
        if not isinstance(self.centre, FinishPage):
            self.leaving.leave()
            self.course.go(FINISH)
            self._show_page()
        self._closed = True
        self.answering.close()
        self.leaving.close()
        self.saver.done()
        self.room.footer.closed()
        self.tell_progress()
        self.room.outline.setEnabled(False)
        if isinstance(self.centre, FinishPage):
            self.centre.show_result(done, late=late, lacking=late and self.closing.lacking())
        self.finished.emit(done)

    def _not_closed(self, error: Exception) -> None:
        self.log.note(AuditKind.FINALIZE_ERROR)
        self.saver.go_on()
        if isinstance(self.centre, FinishPage):
            self.centre.show_error(error)
