"""A bar of progress that never moves by itself."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QProgressBar

from intake_app.gui.tokens import Space, here


class StillBar(QProgressBar):
    """How far something is; where nobody knows, the bar is dashed and stands still: Qt's own runs to and fro."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextVisible(False)
        self.setRange(0, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt's bar as far as something is known."""
        if self.minimum() < self.maximum():
            super().paintEvent(event)
            return
        painter, height = QPainter(self), self.height()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.palette().color(QPalette.ColorRole.Mid))
        painter.drawRoundedRect(QRectF(self.rect()), height / 2, height / 2)
        painter.setBrush(self.palette().color(QPalette.ColorRole.Highlight))
        dash, gap = here(Space.NORMAL), here(Space.LARGE)
        for left in range(gap // 2, self.width() - dash, dash + gap):
            painter.drawRoundedRect(QRectF(left, 0, dash, height), height / 2, height / 2)
        painter.end()
