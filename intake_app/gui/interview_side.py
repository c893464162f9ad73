"""A column beside the questions: paper, with a hairline towards them."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from intake_app.gui.answers.answer import Setting
from intake_app.gui.controls import discard, scrolled
from intake_app.gui.following import Following
from intake_app.gui.tokens import Space


class Side(QWidget):
    """Add to `column`. `first` says that it stands at the start of the line, so that its hairline is at its end."""

    def __init__(self, setting: Setting, *, first: bool, margin: int, gap: int) -> None:
        super().__init__()
        self.setting = setting
        self._first = first
        inside = QWidget()
        self.column = QVBoxLayout(inside)
        self.column.setContentsMargins(margin, Space.LARGE, margin, Space.LARGE)
        self.column.setSpacing(gap)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 0, 1, 0)
        self.area = scrolled(inside)
        whole.addWidget(self.area)
        Following(self.area)

    def clear(self) -> None:
        """Take everything out of the column."""
        empty(self.column)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.setting.tokens.color("paper"))
        at_left = self._first == (self.layoutDirection() == Qt.LayoutDirection.RightToLeft)
        painter.setPen(self.setting.tokens.color("line"))
        x = 0 if at_left else self.width() - 1
        painter.drawLine(x, 0, x, self.height())


def empty(layout: QLayout) -> None:
    """Take all widgets and inner layouts out of a layout and let them go."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            discard(widget)
        elif inner is not None:
            empty(inner)
