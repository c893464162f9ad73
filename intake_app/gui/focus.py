"""The ring around what has the keyboard."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QApplication, QWidget

from intake_app.gui.tokens import LIGHT

_KINDS = frozenset((QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.Paint))
_MARGIN = 4


class FocusRing(QWidget):
    """Focus colour inside, ink outside, above everything; a button that was clicked needs none.

    A list says by `ring_rect()` which part of it has the keyboard.
    """

    def __init__(self, window: QWidget, colour: str = LIGHT.focus, edge: str = LIGHT.focus_edge) -> None:
        super().__init__(window)
        self._colour, self._edge = colour, edge
        self._target: QWidget | None = None
        self._watched: list[QWidget] = []
        self._by_mouse = False
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        running = QApplication.instance()
        if isinstance(running, QApplication):
            running.focusChanged.connect(self._follow)
        window.installEventFilter(self)

    def take_colours(self, colour: str, edge: str) -> None:
        """Use the colours of another palette."""
        self._colour, self._edge = colour, edge
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep with the widget when it or anything above it moves."""
        if event.type() in _KINDS:
            self._place()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Two rounded rectangles."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for inset, width, colour in ((1, 2, self._edge), (3, 2, self._colour)):
            painter.setPen(QPen(QColor(colour), width))
            painter.drawRoundedRect(self.rect().adjusted(inset, inset, -inset, -inset), 9, 9)
        painter.end()

    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        for widget in self._watched:
            widget.removeEventFilter(self)
        self._watched = []
        wanted = new is not None and new.window() is self.window() and new.focusPolicy() != Qt.FocusPolicy.NoFocus
        self._target = new if wanted else None
        self._by_mouse = bool(QApplication.mouseButtons()) and isinstance(new, QAbstractButton)
        self._watch()
        self._place()

    def _watch(self) -> None:
        walk = self._target
        if isinstance(walk, QAbstractScrollArea):
            self._watched.append(walk.viewport())
        while walk is not None and walk is not self.window():
            self._watched.append(walk)
            walk = walk.parentWidget()
        for widget in self._watched:
            widget.installEventFilter(self)

    def _place(self) -> None:
        target = self._target
        if target is None or self._by_mouse or not target.isVisible():
            self.hide()
            return
        part = getattr(target, "ring_rect", target.rect)().intersected(target.visibleRegion().boundingRect())
        if part.isEmpty():
            self.hide()
            return
        corner = target.mapTo(self.window(), QPoint(0, 0)) + part.topLeft()
        wide = QRect(corner, part.size()).adjusted(-_MARGIN, -_MARGIN, _MARGIN, _MARGIN)
        wide = wide.intersected(self.window().rect())
        if wide != self.geometry() or not self.isVisible():
            self.setGeometry(wide)
            self.raise_()
            self.show()
