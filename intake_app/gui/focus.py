"""The ring around what has the keyboard."""

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QApplication, QScrollArea, QWidget

from intake_app.gui.tokens import LIGHT

_KINDS = frozenset((QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.Paint))
_MARGIN = 4


class _Eye(QObject):
    """Watches one widget and all above it; Qt takes it from them when it goes."""

    def __init__(self, ring: "FocusRing", target: QWidget) -> None:
        super().__init__(ring)
        self._ring = ring
        if isinstance(target, QAbstractScrollArea):
            target.viewport().installEventFilter(self)
        walk: QWidget | None = target
        while walk is not None and walk is not ring.window():
            walk.installEventFilter(self)
            walk = walk.parentWidget()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Something moved, or was drawn anew."""
        if event.type() in _KINDS:
            self._ring.place_soon()
        return False


class FocusRing(QWidget):
    """Focus colour inside, ink outside, above everything; a button that was clicked needs none.

    A list says by `ring_rect()` which part of it has the keyboard; so does what Tab passes by and the keys still go to.
    Of what is out of sight below, the sign that there is more has the ring: it says by `stands_for()` that it does.
    """

    def __init__(self, window: QWidget, colour: str = LIGHT.focus, edge: str = LIGHT.focus_edge) -> None:
        super().__init__(window)
        self._colour, self._edge = colour, edge
        self._eye: _Eye | None = None
        self._by_mouse = False
        self._due = False
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        running = QApplication.instance()
        if isinstance(running, QApplication):
            running.focusChanged.connect(self._follow)

    def take_colours(self, colour: str, edge: str) -> None:
        """Use the colours of another palette."""
        self._colour, self._edge = colour, edge
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Two rounded rectangles."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for inset, width, colour in ((1, 2, self._edge), (3, 2, self._colour)):
            painter.setPen(QPen(QColor(colour), width))
            painter.drawRoundedRect(self.rect().adjusted(inset, inset, -inset, -inset), 9, 9)
        painter.end()

    def place_soon(self) -> None:
        """Go there before anything is painted, once for all that moves till then: a new page moves a hundred times."""
        if not self._due:
            self._due = True
            QCoreApplication.postEvent(self, QEvent(QEvent.Type.User))

    def event(self, event: QEvent) -> bool:
        """What was put off by `place_soon`."""
        if event.type() == QEvent.Type.User:
            self.place()
            return True
        return super().event(event)

    def place(self) -> None:
        """Go to where the keyboard is, as far as it can be seen."""
        self._due = False
        target = self._target()
        if target is None or self._by_mouse or not target.isVisible():
            self.hide()
            return
        part = getattr(target, "ring_rect", target.rect)().intersected(target.visibleRegion().boundingRect())
        if part.isEmpty():
            further = _further(target)
            if further is None:
                self.hide()
                return
            target, part = further, further.rect()
        corner = target.mapTo(self.window(), QPoint(0, 0)) + part.topLeft()
        around = _MARGIN + getattr(target, "ring_air", 0)
        wide = QRect(corner, part.size()).adjusted(-around, -around, around, around)
        wide = wide.intersected(self.window().rect())
        if wide != self.geometry() or not self.isVisible():
            self.setGeometry(wide)
            self.raise_()
            self.show()

    def _target(self) -> QWidget | None:
        held = QApplication.focusWidget()
        if held is None or not shiboken6.isValid(held):
            return None
        passed_by = held.focusPolicy() == Qt.FocusPolicy.NoFocus and not hasattr(held, "ring_rect")
        if held.window() is not self.window() or passed_by:
            return None
        return held

    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        if self._eye is not None:
            self._eye.deleteLater()
            self._eye = None
        target = self._target()
        self._by_mouse = QApplication.mouseButtons() != Qt.MouseButton.NoButton and isinstance(new, QAbstractButton)
        if target is not None:
            self._eye = _Eye(self, target)
        self.place()


def _further(target: QWidget) -> QWidget | None:
    """The sign that a page goes on where what has the keyboard is, of which nothing is seen."""
    around = target.parentWidget()
    while around is not None and not isinstance(around, QScrollArea):
        around = around.parentWidget()
    signs = [] if around is None else [one for one in around.children() if isinstance(one, QWidget)]
    return next((one for one in signs if getattr(one, "stands_for", lambda _held: False)(target)), None)
