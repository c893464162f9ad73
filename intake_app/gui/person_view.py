"""What the person sees: the page in one language, or a window that holds the question alone and follows the page.

Answers of that window take the way of all answers, through the page to the one session.
"""

from typing import Protocol

import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, QSize, QTimer, Signal
from PySide6.QtGui import QAction, QGuiApplication, QScreen
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from intake_app.gui.hide import Cover
from intake_app.gui.interview_answering import Answering
from intake_app.gui.interview_course import Course
from intake_app.gui.interview_discreet import Discreet
from intake_app.gui.interview_files import Files
from intake_app.gui.interview_footer import DISCREET_KEY
from intake_app.gui.interview_keys import HIDE_KEYS
from intake_app.gui.interview_reading import MEDIATOR, PERSON, Reading
from intake_app.gui.interview_repeat import RepeatPrompt
from intake_app.gui.interview_sheet import QuestionSheet
from intake_app.gui.keys import Key
from intake_app.gui.look_choice import colours_menu
from intake_app.gui.person_window import PersonWindow, Shown
from intake_app.gui.tokens import STEP, Look
from intake_app.gui.words import Words, key_name

_LARGEST = QSize(1200, 800)
_PLUGGED_MS = 500
"""So long a desktop may take to bring the windows of a screen that is gone to another."""
_SHARE = 0.8
"""Of the screen, in its middle, for a window that does not fill it."""


class _Page(Protocol):
    words: Words
    look: Look
    reading: Reading
    course: Course
    answering: Answering
    files: Files
    discreet: Discreet

    @property
    def centre(self) -> QWidget | None:
        """What is in the middle."""

    @property
    def sheet(self) -> QuestionSheet | None:
        """The questions in the middle."""

    def leave_out(self, side: str) -> None:
        """Leave the language of a side out of the mediator's own window; "" shows both."""

    def hush(self) -> None:
        """Silence."""

    def turn(self, by: int) -> None:
        """One page on."""


class PersonView(QObject):
    """Opens, fills and closes the person's window; `page` is the interview, `widget` the same as what Qt knows."""

    changed = Signal()
    """The window opened or closed."""

    listened = Signal(str, bool)
    """As of the window."""

    def __init__(self, page: _Page, widget: QWidget) -> None:
        super().__init__(widget)
        self._page, self._widget = page, widget
        self.window: PersonWindow | None = None
        self.only_look = self.away = False
        self._ref = ""
        self._curtain: Cover | None = None
        running = QApplication.instance()
        if isinstance(running, QApplication):
            running.focusChanged.connect(self._focus_moved)
            running.screenRemoved.connect(self._screens_changed)
            running.screenAdded.connect(self._screens_changed)
        widget.installEventFilter(self)
        look = page.look
        for key, do in (
            ("Ctrl+D", self.toggle), ("F11", self.fill),
            (HIDE_KEYS[PERSON], lambda: self.hide(PERSON)), (HIDE_KEYS[MEDIATOR], lambda: self.hide(MEDIATOR)),
            ("Ctrl+Shift++", lambda: look.set_person_scale(look.tokens.person + STEP)),
            ("Ctrl+Shift+-", lambda: look.set_person_scale(look.tokens.person - STEP)),
            ("Ctrl+Alt++", lambda: look.set_mediator_scale(look.tokens.mediator + STEP)),
            ("Ctrl+Alt+-", lambda: look.set_mediator_scale(look.tokens.mediator - STEP)),
        ):  # fmt: skip
            Key(key, widget).activated.connect(do)

    @property
    def open(self) -> bool:
        """Whether there is a window of the person's."""
        return self.window is not None

    @property
    def full(self) -> bool:
        """Whether it fills a screen."""
        return self.window is not None and self.window.isFullScreen()

    def toggle(self) -> None:
        """Open the window, show again what was taken away in it, or close it."""
        if self.window is None:
            self._show(full=False)
        elif self.away:
            self.away = False
            self.follow()
        else:
            self.close()

    def hide(self, side: str) -> None:
        """Leave the language of a side out of the mediator's window, or show both again: never are both hidden."""
        self._page.leave_out("" if self._page.reading.left_out == side else side)

    def fill(self) -> None:
        """Fill a screen, another than the mediator's where there is one; or a part of it again."""
        self._show(full=not self.full)

    def close(self) -> None:
        """The person sees what the mediator shows."""
        window, self.window, self.away = self.window, None, False
        self._draw_curtain(False)
        if window is not None and shiboken6.isValid(window):
            window.let_go()
            window.close()
            window.deleteLater()
            self._widget.window().activateWindow()
            self._mark_list()
            self.changed.emit()

    def follow(self) -> None:
        """Show what is in front on the page; called after each turn, answer and change of language or look."""
        window = self.window
        if window is None:
            return
        reading, sheet = self._page.reading, self._page.sheet
        ref, series = self._in_front(), self._list_in_front()
        shown = Shown(ref or series or "", reading.person, self._page.look.tokens.of_person, self.only_look)
        if self.away:
            window.blank()
        elif series is not None:
            window.ask_for_more(reading, shown)
        elif ref is not None and sheet is not None:
            window.ask(reading, shown, judged=ref in sheet.made and sheet.made[ref].judged)
        else:
            window.blank()
        self._mark_list()

    def _mark_list(self) -> None:
        prompt, more = self._page.centre, self.window.more if self.window is not None else None
        if isinstance(prompt, RepeatPrompt):
            prompt.tell_beside([more.called] if more is not None else [])

    def _follow_in_another_size(self) -> None:
        self._page.answering.commit()
        self.follow()

    def show_sounding(self, ref: str) -> None:
        """Say in the window which question is heard."""
        if self.window is not None:
            self.window.show_sounding(ref)

    def show_heard(self, value: str) -> None:
        """Show in the window which choice is heard."""
        if self.window is not None:
            self.window.show_heard(value)

    def set_only_look(self, on: bool) -> None:
        """Whether the person may answer there."""
        self.only_look = on
        self.follow()

    def offer(self, menu: QMenu) -> None:
        """What can be shown to the person, and how large."""
        tr, look = self._page.words, self._page.look

        def ticked(text: str, on: bool) -> QAction:
            made = menu.addAction(text)
            made.setCheckable(True)
            made.setChecked(on)
            return made

        reading = self._page.reading
        for side, told, on in (
            (MEDIATOR, tr("The person's language alone"), reading.alone),
            (PERSON, tr("Your language alone"), reading.own_alone),
        ):
            if side == MEDIATOR or reading.person != reading.mediator:
                action = ticked(f"{told}\t{key_name(HIDE_KEYS[side])}", on)
                action.triggered.connect(lambda _on=False, side=side: self.hide(side))
        menu.addSeparator()
        ticked(tr("Second window") + "\t" + key_name("Ctrl+D"), self.open).triggered.connect(self.toggle)
        ticked(tr("Full screen") + "\t" + key_name("F11"), self.full).triggered.connect(self.fill)
        ticked(tr("Second window: only to look at"), self.only_look).triggered.connect(self.set_only_look)
        menu.addSeparator()
        for text, keys, take, to in (
            (tr("The person's text larger"), "Ctrl+Shift++", look.set_person_scale, look.tokens.person + STEP),
            (tr("The person's text smaller"), "Ctrl+Shift+-", look.set_person_scale, look.tokens.person - STEP),
            (tr("Your text larger"), "Ctrl+Alt++", look.set_mediator_scale, look.tokens.mediator + STEP),
            (tr("Your text smaller"), "Ctrl+Alt+-", look.set_mediator_scale, look.tokens.mediator - STEP),
        ):
            menu.addAction(f"{text}\t{key_name(keys)}").triggered.connect(lambda _on=False, take=take, to=to: take(to))
        menu.addSeparator()
        menu.addMenu(colours_menu(menu, look, tr))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The page went behind another, came back, or its window was closed or came to the front."""
        if event.type() in (QEvent.Type.Hide, QEvent.Type.Show):
            QTimer.singleShot(0, self, self._page_came_or_went)
        elif event.type() == QEvent.Type.WindowActivate and self._curtain is not None and self.window is not None:
            QTimer.singleShot(0, self.window, self.window.activateWindow)
        return False

    def _page_came_or_went(self) -> None:
        if not self._widget.window().isVisible():
            self.close()
        else:
            self.follow()

    def _in_front(self) -> str | None:
        """The question the person is asked; None where the mediator is at something of his own."""
        sheet = self._page.sheet
        if sheet is None or not sheet.refs or not self._widget.isVisible():
            return None
        held = self._widget.window().focusWidget()
        within = next((ref for ref, block in sheet.made.items() if held and block.isAncestorOf(held)), None)
        if within is None and self._ref not in sheet.refs:
            first = sheet.focused()
            within = first.ref if first is not None else sheet.refs[0]
        self._ref = within or self._ref
        return None if self._page.reading.is_mediators_own(self._ref) else self._ref

    def _list_in_front(self) -> str | None:
        """The list of which the page asks whether there is another one; None for one of the mediator's own."""
        page = self._page.course.page
        if page is None or page.kind != "repeat-prompt" or not self._widget.isVisible():
            return None
        return None if self._page.reading.lists_mediators_own(page.ref) else page.ref

    def _onward(self) -> None:
        """The next question of the page, or the next page."""
        sheet = self._page.sheet
        refs = sheet.refs if sheet is not None else ()
        at = refs.index(self._ref) + 1 if self._ref in refs else len(refs)
        if sheet is not None and at < len(refs):
            self._ref = refs[at]
            sheet.begin(self._ref)
            self.follow()
        else:
            self._page.turn(1)

    def _focus_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        sheet = self._page.sheet
        if self.window is not None and sheet is not None and new is not None and sheet.isAncestorOf(new):
            self.follow()

    def _go_away(self) -> None:
        """Nothing on it until the mediator says so, who has the keyboard again where his window is to be seen."""
        self._page.hush()
        self.away = True
        self.follow()
        if self._curtain is None:
            self._widget.window().activateWindow()

    def _show(self, *, full: bool) -> None:
        window = self.window or self._made()
        here, other = self._widget.screen(), self._other_screen()
        screen = other or here
        window.setScreen(screen)
        if full:
            window.setGeometry(screen.geometry())
            window.showFullScreen()
        else:
            room = screen.availableGeometry()
            size = (room.size() * _SHARE).boundedTo(_LARGEST)
            window.showNormal()
            window.resize(size)
            window.move(room.center() - QPoint(size.width() // 2, size.height() // 2))
        self.away = False
        self._look_where()
        for name, side in self._page.sheet.kept_files() if self._page.sheet else ():
            self._page.files.load(name, side)
        window.activateWindow()
        window.begin()
        self.changed.emit()

    def _screens_changed(self, _screen: QScreen) -> None:
        QTimer.singleShot(_PLUGGED_MS, self, self._look_where)

    def _look_where(self) -> None:
        """Whether it covers the mediator's window: so it does also when the screen it was on is unplugged."""
        window = self.window
        if window is not None:
            window.all_there_is = window.isFullScreen() and window.screen() is self._widget.screen()
            self._draw_curtain(window.all_there_is)
            self.follow()

    def _other_screen(self) -> QScreen | None:
        here = self._widget.screen()
        return next((screen for screen in QGuiApplication.screens() if screen is not here), None)

    def _made(self) -> PersonWindow:
        made = PersonWindow(self._widget)
        self._page.answering.listen_to_person(made)
        made.onward.connect(lambda: QTimer.singleShot(0, self, self._onward))
        made.listened.connect(self.listened)
        made.away.connect(self._go_away)
        made.back.connect(self.close)
        made.turned.connect(self.fill)
        made.resized.connect(self._follow_in_another_size)
        made.closed.connect(self.close)
        Key(DISCREET_KEY, made).activated.connect(self._page.discreet.press)
        look = self._page.look
        for key, step in (("Ctrl++", STEP), ("Ctrl+=", STEP), ("Ctrl+-", -STEP)):
            Key(key, made).activated.connect(
                lambda by=step: look.set_person_scale(look.tokens.person + by)
            )
        self.window = made
        return made

    def _draw_curtain(self, on: bool) -> None:
        """A neutral sheet over the mediator's window while the person's is over it on the same screen."""
        if on and self._curtain is None:
            self._curtain = Cover(self._widget.window(), self._page.look.tokens)
            self._curtain.show()
            self._curtain.raise_()
        elif not on and self._curtain is not None:
            self._curtain.hide()
            self._curtain.deleteLater()
            self._curtain = None
