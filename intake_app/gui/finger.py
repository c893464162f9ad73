"""What a finger does to whatever scrolls: it moves the page or the list with it. A tap stays a tap.

Qt makes mouse events of touches for widgets that take none, and no scroll area follows a finger by itself: a list would
be moved by its scroll bar alone, which no finger hits.
"""

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QScrollPrepareEvent
from PySide6.QtWidgets import QAbstractScrollArea, QScroller, QScrollerProperties, QWidget
from shiboken6 import isValid

_Metric = QScrollerProperties.ScrollMetric
_OWN = "holdsFinger"
_FAR = 100_000
_OF_MOUSE = frozenset((QEvent.Type.MouseMove, QEvent.Type.MouseButtonRelease))


def holds_finger(widget: QWidget) -> None:
    """Let a finger that begins on this widget do what the widget makes of it, a stroke for one, and scroll nothing."""
    widget.setProperty(_OWN, True)


def is_far(event: QMouseEvent) -> bool:
    """Whether a press ends since the finger scrolls: nothing was meant by it."""
    return event.position().x() < -_FAR / 2


def follow_finger(area: QAbstractScrollArea) -> None:
    """Let a finger move what the area shows: no further than its ends, and none of it bounces."""
    viewport = area.viewport()
    QScroller.grabGesture(viewport, QScroller.ScrollerGestureType.TouchGesture)
    scroller = QScroller.scroller(viewport)
    told = scroller.scrollerProperties()
    for overshoot in (_Metric.HorizontalOvershootPolicy, _Metric.VerticalOvershootPolicy):
        told.setScrollMetric(overshoot, QScrollerProperties.OvershootPolicy.OvershootAlwaysOff)
    scroller.setScrollerProperties(told)
    _Guard(viewport, scroller)


class _Guard(QObject):
    """Keeps the area still where the finger belongs to what lies under it; what it moves is not pressed as well.

    Qt goes on making mouse events of a finger that scrolls, and what it began on moves along with it: where it is taken
    away, it would be a click. Qt asks a filter also when all that Python knows of it is gone: it lets everything pass.
    """

    _viewport: QWidget | None = None
    _under: QWidget | None = None
    _moves = False

    def __init__(self, viewport: QWidget, scroller: QScroller) -> None:
        super().__init__(viewport)
        self._viewport = viewport
        viewport.installEventFilter(self)
        scroller.stateChanged.connect(self._changed)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Refuse to scroll from such a place; keep the rest of the way from what lies under the finger."""
        viewport = self._viewport
        if viewport is None or not isValid(viewport):
            return False
        if isinstance(event, QScrollPrepareEvent):
            self._let_go()
            under = viewport.childAt(event.startPos().toPoint())
            if under is not None and _holds(under, viewport):
                event.ignore()
                return True
            self._under = under or viewport
        elif self._moves and watched is self._under and event.type() in _OF_MOUSE:
            if event.type() == QEvent.Type.MouseButtonRelease:
                self._let_go()
            return True
        return False

    def _changed(self, state: QScroller.State) -> None:
        if state != QScroller.State.Dragging or self._moves or self._under is None or not isValid(self._under):
            return
        far = QPointF(-_FAR, -_FAR)
        left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
        away = QMouseEvent(
            QEvent.Type.MouseButtonRelease, far, far, left, none, Qt.KeyboardModifier.NoModifier
        )  # fmt: skip
        QCoreApplication.sendEvent(self._under, away)
        if not isValid(self._under):
            return
        self._moves = True
        if self._under is not self._viewport:
            self._under.installEventFilter(self)

    def _let_go(self) -> None:
        under, self._under, self._moves = self._under, None, False
        if under is not None and under is not self._viewport and isValid(under):
            under.removeEventFilter(self)


def _holds(part: QWidget | None, area: QWidget) -> bool:
    """Whether a part, or what it lies in within the area, has its own use for a finger: a list moves by itself."""
    while part is not None and part is not area:
        if part.property(_OWN) or (isinstance(part, QAbstractScrollArea) and part.verticalScrollBar().maximum() > 0):
            return True
        part = part.parentWidget()
    return False
