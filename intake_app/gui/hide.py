"""Hiding: cover every window in the same event, save, close the store, end the process.

Python can not wipe memory, so a locked process that held data is no lock: a fresh process takes its place.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NoReturn

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from intake_app.gui.clipboard import Clipboard
from intake_app.gui.controls import Button, Label, column, secondary
from intake_app.gui.lanes import Lanes
from intake_app.gui.page import Page
from intake_app.gui.tokens import Space, Tokens
from intake_app.gui.words import Words

LONGEST_ROUND_MS = 15 * 60 * 1000
"""How long a covered process may go on sending before it ends all the same."""

_INPUT = frozenset(
    (
        QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride, QEvent.Type.Shortcut,
        QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease, QEvent.Type.MouseButtonDblClick,
        QEvent.Type.Wheel, QEvent.Type.TouchBegin, QEvent.Type.TouchEnd, QEvent.Type.InputMethod,
        QEvent.Type.DragEnter, QEvent.Type.Drop, QEvent.Type.ContextMenu,
    )
)  # fmt: skip


_OTHER_SIZE = frozenset(
    (
        QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.WindowStateChange, QEvent.Type.ScreenChangeInternal,
        QEvent.Type.DevicePixelRatioChange,
    )
)  # fmt: skip


@dataclass(frozen=True)
class Ending:
    """How this process ends. `begin` is called once every window is covered, `saved` when nothing was lost.

    `replace` never returns: it ends the process so that a fresh one takes its place.
    """

    begin: Callable[[], None]
    replace: Callable[[], NoReturn]
    saved: Callable[[], None] = lambda: None


class Cover(QWidget):
    """A plain neutral sheet over one window, all of it, whatever size the window takes."""

    def __init__(self, window: QWidget, tokens: Tokens | None = None) -> None:
        super().__init__(window)
        self._window = window
        plain = QApplication.palette().color(QPalette.ColorRole.Window)  # words on it have the ink of the look
        self._ground = tokens.color("ground") if tokens is not None else plain
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setGeometry(window.rect())
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The window has another size, or stands on a screen of another scale: before anything in it moves."""
        if watched is self._window and event.type() in _OTHER_SIZE:
            self.setGeometry(self._window.rect())
            self.raise_()
        return False

    def silence(self) -> None:
        """What lies below is not there for a screen reader either. It keeps all it holds."""
        for part in self._window.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
            if part is not self and not part.isWindow():
                part.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        """One colour, no word."""
        QPainter(self).fillRect(self.rect(), self._ground)


class Emptied(QWidget):
    """A window that lets go of all it shows as soon as it is covered: somebody else may sit before it."""

    def let_go(self) -> None:
        """Hold no word any more, and take none."""


class Hider(QObject):
    """Ends this process, at once or when the round that is being sent is over."""

    def __init__(self, lanes: Lanes, ending: Ending, clipboard: Clipboard, owner: QObject | None = None) -> None:
        super().__init__(owner)
        self._lanes, self._ending, self._clipboard = lanes, ending, clipboard
        self.hiding = False
        self.resting = False
        self.open_again: Button | None = None
        """While a round goes on behind the cover: the button that ends it."""

    def hide(self, page: Page | None) -> None:
        """Cover, save, close, replace. A second press while it happens changes nothing."""
        if self.hiding:
            return
        self.hiding = True
        self._hear_again()
        cover_all()
        self._ending.begin()
        try:
            self._clipboard.clear()
            if page is not None:
                page.hush()
            if page is not None and not self.resting:
                page.save_now()
            if self._lanes.close():
                self._ending.saved()
        finally:
            self._ending.replace()

    def rest(self, window: QWidget, page: Page | None, words: Words, drop: Callable[[], None]) -> None:
        """Cover and save now; hide when nothing is being sent any more. `drop` lets go of what the windows hold.

        Keys and clicks reach nothing but the button that ends the round.
        """
        if self.hiding or self.resting:
            return
        if not self._lanes.on_the_wire:
            self.hide(page)
            return
        self.resting = True
        covers = cover_all()
        self._clipboard.clear()
        if page is not None:
            page.hush()
            page.save_now()
        for cover in covers:
            cover.silence()
        self._lanes.when_saved(drop)
        own = next((cover for cover in covers if cover.parentWidget() is window), None)
        if own is not None:
            self.open_again = _say_why(own, words, lambda: self.hide(None))
        _application().installEventFilter(self)
        self._lanes.wire_silent.connect(lambda: self.hide(None))
        QTimer.singleShot(LONGEST_ROUND_MS, self, lambda: self.hide(None))

    def _hear_again(self) -> None:
        if self.resting:
            _application().removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Nothing below a cover hears a key or a click. The key that hides is taken before this by the idle watch."""
        if event.type() not in _INPUT:
            return False
        reaches = isinstance(watched, QWidget) or event.type() == QEvent.Type.Shortcut
        return reaches and watched is not self.open_again


def _say_why(cover: Cover, words: Words, end: Callable[[], None]) -> Button:
    down = column(cover, margin=Space.HUGE, gap=Space.NORMAL)
    down.addStretch(1)
    why = words("Records are still being sent. The program closes when that is done.")
    for text, role in ((words("Locked"), "title"), (why, "second")):
        label = Label(text, role)
        label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        down.addWidget(label)
    button = secondary(hint="F9")
    button.say(words("Stop sending and open again"))
    button.setAccessibleDescription(why)  # a screen reader finds no more than what has the keyboard
    button.clicked.connect(end)
    down.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
    down.addStretch(1)
    button.setFocus()
    return button


def _application() -> QCoreApplication:
    running = QApplication.instance()
    if running is None:
        raise RuntimeError("a QApplication is needed before any window")
    return running


def cover_all() -> list[Cover]:
    """Cover every window at once and paint before returning, dialogs last; menus and drop-downs close."""
    covers = []
    while (popup := QApplication.activePopupWidget()) is not None:
        popup.close()
    for window in sorted(QApplication.topLevelWidgets(), key=lambda window: isinstance(window, QDialog)):
        if window.isVisible():
            cover = Cover(window)
            cover.show()
            cover.raise_()
            cover.repaint()  # that of the window would leave out the child that was just added
            covers.append(cover)
    for cover in covers:  # the title of a dialog says what was being done
        if isinstance(under := cover.parentWidget(), QDialog):
            under.setWindowTitle(QApplication.applicationName())
    for window in QApplication.topLevelWidgets():
        if isinstance(window, Emptied):
            window.let_go()
    return covers
