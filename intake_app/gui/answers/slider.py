"""A slider for fingers: a large handle, the track taken where it is touched, ticks where the form wants them."""

from PySide6.QtCore import QPointF, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSlider, QStyle, QStyleOptionSlider

from intake_app.gui.finger import holds_finger, is_far
from intake_app.gui.tokens import TARGET, Tokens

_HANDLE, _GROOVE, _TICK = 28, 6, 7
_MOVING = frozenset(
    (
        Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown,
        Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down,
    )
)  # fmt: skip


class Slider(QSlider):
    """`taken`: the hand let go of it, or a key meant the value where it stands; `looked`: the value under the hand,
    which is no answer yet; `left`: the hand went across it, as one that scrolls does, and meant nothing.

    ticks: the values that get one.
    """

    taken = Signal()
    looked = Signal(int)
    left = Signal()

    def __init__(self, orientation: Qt.Orientation) -> None:
        super().__init__(orientation)
        self.ticks = range(0)
        self.stated = False
        """Whether something was stated instead of an answer: keys by which one looks take that back no more."""

        self._tokens = Tokens()
        self._blank: bool | None = None
        self._pressed = QPointF()
        self.sliderReleased.connect(self.taken)
        if orientation == Qt.Orientation.Vertical:  # a page scrolls the same way
            holds_finger(self)

    def dress(self, tokens: Tokens, *, blank: bool) -> None:
        """Take a look; while there is no answer nothing of the track is filled."""
        if (tokens, blank) == (self._tokens, self._blank):
            return
        self._tokens, self._blank = tokens, blank
        px, p = tokens.px, tokens.palette
        handle, groove, target = px(_HANDLE), px(_GROOVE), px(TARGET)
        lap = -(handle - groove) // 2
        upright = self.orientation() == Qt.Orientation.Vertical
        way, thick, length = ("vertical", "width", "height") if upright else ("horizontal", "height", "width")
        margin = f"0 {lap}px" if upright else f"{lap}px 0"
        filled = p.line if blank else p.accent
        edge = f"dashed {p.ink_soft}" if blank else f"solid {p.accent}"
        self.setStyleSheet(
            f"QSlider {{ min-{thick}: {target}px; }}"
            f"QSlider::groove:{way} {{ {thick}: {groove}px; background: {p.line}; border-radius: {groove // 2}px; }}"
            f"QSlider::{'add' if upright else 'sub'}-page:{way} {{ background: {filled};"
            f" border-radius: {groove // 2}px; }}"
            f"QSlider::handle:{way} {{ {length}: {handle - 4}px; margin: {margin}; border-radius: {handle // 2}px;"
            f" background: {p.paper if blank else p.accent}; border: 2px {edge}; }}"
            f"QSlider::handle:{way}:disabled {{ background: {p.ground}; border-color: {p.line}; }}"
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space takes the value that is shown; so does a key towards an end where the handle already stands there."""
        if self.stated and event.key() in _MOVING:
            event.ignore()
            return
        stood = self.value()
        if event.key() != Qt.Key.Key_Space:
            super().keyPressEvent(event)
        if event.key() == Qt.Key.Key_Space or (self._blank and event.key() in _MOVING and self.value() == stood):
            self.taken.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel scrolls the page; it never makes an answer, nor changes one."""
        event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The handle comes to where the track is touched."""
        self._pressed = event.position()
        self.blockSignals(True)
        if event.button() == Qt.MouseButton.LeftButton:
            start, length = self._track()
            upright = self.orientation() == Qt.Orientation.Vertical
            along = round(event.position().y() if upright else event.position().x()) - start
            self.setValue(
                QStyle.sliderValueFromPosition(self.minimum(), self.maximum(), along, length, self._turned())
            )
        super().mousePressEvent(event)
        self.blockSignals(False)
        self.looked.emit(self.value())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """What it would be where the hand is."""
        self.blockSignals(True)
        super().mouseMoveEvent(event)
        self.blockSignals(False)
        self.looked.emit(self.value())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The hand lets go of it: that is the answer. A hand that scrolls has given none."""
        way = event.position() - self._pressed
        along, across = abs(way.x()), abs(way.y())
        if self.orientation() == Qt.Orientation.Vertical:
            along, across = across, along
        scrolls = is_far(event) or across > max(along, self._tokens.px(TARGET) / 2)
        self.blockSignals(scrolls)
        super().mouseReleaseEvent(event)
        self.blockSignals(False)
        if scrolls:
            self.left.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ticks beside the track, then the slider."""
        painter = QPainter(self)
        painter.setPen(QPen(self._tokens.color("ink_soft"), max(1, self._tokens.px(1))))
        start, length = self._track()
        upright = self.orientation() == Qt.Orientation.Vertical
        far = (self.width() if upright else self.height()) - 2
        for value in self.ticks:
            on = start + QStyle.sliderPositionFromValue(self.minimum(), self.maximum(), value, length, self._turned())
            if upright:
                painter.drawLine(far - self._tokens.px(_TICK), on, far, on)
            else:
                painter.drawLine(on, far - self._tokens.px(_TICK), on, far)
        painter.end()
        super().paintEvent(event)

    def _turned(self) -> bool:
        """Whether the least value lies at the far end of the widget: below, or at the right."""
        if self.orientation() == Qt.Orientation.Vertical:
            return True
        return self.layoutDirection() == Qt.LayoutDirection.RightToLeft

    def _track(self) -> tuple[int, int]:
        """Where the middle of the handle may be: first place and length."""
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        style, slider = self.style(), QStyle.ComplexControl.CC_Slider
        groove: QRect = style.subControlRect(slider, option, QStyle.SubControl.SC_SliderGroove, self)
        handle: QRect = style.subControlRect(slider, option, QStyle.SubControl.SC_SliderHandle, self)
        if self.orientation() == Qt.Orientation.Vertical:
            return groove.top() + handle.height() // 2, max(1, groove.height() - handle.height())
        return groove.left() + handle.width() // 2, max(1, groove.width() - handle.width())
