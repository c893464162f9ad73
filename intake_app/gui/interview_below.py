"""That a page goes on below what is seen of it: a sign at its lower corner, to see and to press."""

from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QScrollArea, QWidget

from intake_app.gui.answers.answer import Setting
from intake_app.gui.tokens import TARGET, Space

_A_LITTLE = 12
"""Pixels below the edge that nobody misses: the empty margin of the page."""
_STEP = 0.75
"""How much of what is seen one press goes on; the rest stays, to read on from."""


class Below(QWidget):
    """Stands in the white beside a scrolled page as long as there is more, over nothing that is to be read or pressed.

    Who has a keyboard has Page Down for it; where the keyboard is further down, the ring is around the sign. `white`:
    how many pixels a page leaves free where lines end.
    """

    def __init__(self, area: QScrollArea, setting: Setting, white: Callable[[], int]) -> None:
        super().__init__(area)
        self._area, self._setting, self._bar, self._white = area, setting, area.verticalScrollBar(), white
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._bar.valueChanged.connect(self.place)
        self._bar.rangeChanged.connect(self.place)
        area.viewport().installEventFilter(self)
        self.retell(setting)
        self.hide()

    def stands_for(self, held: QWidget) -> bool:
        """Whether this has the keyboard and nothing of it is seen, being further down than what is."""
        view = self._area.viewport()
        return self.isVisible() and held.mapTo(self._area, QPoint(0, 0)).y() >= view.geometry().bottom()

    def retell(self, setting: Setting) -> None:
        """Another look or language of the windows."""
        self._setting = setting
        self.setAccessibleName(setting.tr("Further down"))
        self.setToolTip(f"{setting.tr('Further down')} (PgDn)")
        self.place()

    def place(self) -> None:
        """Stand in the corner where lines end, or not at all."""
        if not shiboken6.isValid(self._bar):  # the page is going, its view after its bar
            return
        more = self._bar.maximum() - self._bar.value() > _A_LITTLE
        if more:
            view, target = self._area.viewport().geometry(), self._setting.tokens.px(TARGET)
            rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
            ring = self._setting.tokens.px(Space.HAIR)  # around what has the keyboard
            width = min(target, self._white() - ring)
            left = view.left() if rtl else view.right() + 1 - width
            self.setGeometry(left, view.bottom() + 1 - target, width, target)
            self.raise_()
        if more == self.isHidden():
            self.setVisible(more)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Another size of the page moves it."""
        if event.type() == QEvent.Type.Resize:
            self.place()
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go on reading."""
        self._bar.setValue(self._bar.value() + round(self._bar.pageStep() * _STEP))

    def paintEvent(self, event: QPaintEvent) -> None:
        """An arrow down in a circle."""
        tokens = self._setting.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide = min(tokens.px(TARGET - 2 * Space.SMALL), self.width() - 2)
        circle = QRectF(0, 0, wide, wide)
        circle.moveCenter(QRectF(self.rect()).center())
        painter.setPen(QPen(tokens.color("accent"), 1))
        painter.setBrush(tokens.color("paper"))
        painter.drawEllipse(circle)
        painter.setPen(QPen(tokens.color("accent"), 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        middle, arm = circle.center(), wide / 5
        tip = QPointF(middle.x(), middle.y() + arm * 1.2)
        painter.drawLine(QPointF(middle.x(), middle.y() - arm * 1.2), tip)
        painter.drawPolyline([tip - QPointF(arm, arm), tip, tip + QPointF(arm, -arm)])
