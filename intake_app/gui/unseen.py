"""What came under the pointer by itself was not seen yet: no press reaches it within the time of a double click.

A line above a page pushes it down, a question answers itself and the next one comes: a hand that taps twice would take
what it never meant.
"""

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QMouseEvent, QMoveEvent, QWindow
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from shiboken6 import isValid

_PRESSED = frozenset((QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick))
_AFTER = frozenset((QEvent.Type.MouseMove, QEvent.Type.MouseButtonRelease))


class Unseen(QObject):
    """Guards a part of a window; a press that it takes is nowhere else heard of, nor what comes of that."""

    _part: QWidget | None = None
    _still: QWidget | None = None
    _window: QWindow | None = None
    _pressed = False

    def __init__(self, part: QWidget, still: QWidget | None = None) -> None:
        """``still``: what lies in the part and stays where it is."""
        super().__init__(part)
        self._part, self._still = part, still
        self._since = QTimer(self, singleShot=True)
        self._since.timeout.connect(self._seen)

    @property
    def waits(self) -> bool:
        """Whether a press would be taken now."""
        return self._since.isActive()

    def came(self) -> None:
        """Something else lies there from now on."""
        handle = self._part.window().windowHandle() if self._part is not None and self._part.isVisible() else None
        if handle is not None:
            self._seen()
            self._window = handle
            handle.installEventFilter(self)
            self._since.start(QApplication.doubleClickInterval())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take such a press, and all of it until it is let go."""
        part = self._part
        if part is None or watched is not self._window or not isinstance(event, QMouseEvent) or not isValid(part):
            return False
        if event.type() in _PRESSED:
            self._pressed = self.waits and _lies(part, event) and not _lies(self._still, event)
            return self._pressed
        if not self._pressed or event.type() not in _AFTER:
            return False
        if event.type() == QEvent.Type.MouseButtonRelease:
            self._pressed = False
            if not self.waits:
                self._seen()
        return True

    def _seen(self) -> None:
        if self._window is not None and not self._pressed:
            window, self._window = self._window, None
            if isValid(window):
                window.removeEventFilter(self)


def _lies(part: QWidget | None, event: QMouseEvent) -> bool:
    """Whether an event lies on a part."""
    if part is None or not isValid(part) or not part.isVisible():
        return False
    return part.rect().contains(part.mapFromGlobal(event.globalPosition()).toPoint())


class Moving(QObject):
    """A page that scrolls and is moved, by a line that comes above it or goes.

    Where it is scrolled, what it shows stays in its place; else no press reaches it before it was seen there.
    """

    _area: QScrollArea | None = None
    _unseen: Unseen | None = None

    def __init__(self, area: QScrollArea, unseen: Unseen) -> None:
        super().__init__(area)
        self._area, self._unseen = area, unseen
        area.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow a move up or down."""
        if self._area is not None and watched is self._area and isinstance(event, QMoveEvent):
            by = event.pos().y() - event.oldPos().y()
            if by and self._unseen is not None:
                self._unseen.came()
                bar = self._area.verticalScrollBar()
                if bar.value() > 0:
                    bar.setValue(bar.value() + by)
        return False
