"""A box to tick."""

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QSizePolicy

from intake_app.gui.held_text import ordered
from intake_app.gui.tokens import TARGET, Space, here

_WRAPPED = Qt.TextFlag.TextShowMnemonic | Qt.TextFlag.TextWordWrap
_ANY_HEIGHT = 10_000


class Tick(QCheckBox):
    """A box to tick, drawn from the tokens of the style sheet: edge in the text colour, tick on the accent."""

    def __init__(self) -> None:
        super().__init__()
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        as_wanted = QSizePolicy.Policy.Preferred
        policy = QSizePolicy(as_wanted, as_wanted, QSizePolicy.ControlType.CheckBox)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def say(self, text: str) -> None:
        """Set the words."""
        self.setText(text.replace("&", "&&"))
        self.setAccessibleName(text)

    def sizeHint(self) -> QSize:
        """The words in one line, the box and a target for a finger."""
        words = self.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, self.text())
        return QSize(words.width() + self._beside(), self._tall(words.height()))

    def minimumSizeHint(self) -> QSize:
        """Never narrower than the longest of its words; they go on in a second line where there is no room for one."""
        longest = max((self.fontMetrics().horizontalAdvance(word) for word in self.text().split()), default=0)
        return QSize(min(longest + self._beside(), self.sizeHint().width()), here(TARGET))

    def heightForWidth(self, width: int) -> int:
        """As many lines as the words need."""
        room = QRect(0, 0, max(1, width - self._beside()), _ANY_HEIGHT)
        return self._tall(self.fontMetrics().boundingRect(room, _WRAPPED, self.text()).height())

    def _beside(self) -> int:
        """What is not words: the box, and the room after it and at the end."""
        return self._box() + 2 * here(Space.SMALL)

    def _tall(self, words: int) -> int:
        return max(here(TARGET), words + here(Space.SMALL))

    def _box(self) -> int:
        return self.fontMetrics().height()

    def hitButton(self, pos: QPoint) -> bool:
        """The whole line is the target."""
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Box, tick, words; mirrored with the interface."""
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())  # Qt's is that of all windows
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        palette = self.palette()
        left = self.width() - self._box() - 1 if rtl else 1
        box = QRectF(left, (self.height() - self._box()) / 2, self._box(), self._box())
        on = self.isChecked()
        painter.setPen(QPen(palette.highlight().color() if on else palette.placeholderText().color(), here(2)))
        painter.setBrush(palette.highlight() if on else palette.base())
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), here(5), here(5))
        if on:
            painter.setPen(QPen(palette.highlightedText().color(), here(25) / 10))
            corner = box.topLeft()
            painter.drawPolyline(
                [corner + QPointF(x, y) * self._box() for x, y in ((0.25, 0.52), (0.43, 0.7), (0.75, 0.34))]
            )
        painter.setPen(palette.windowText().color())
        shift = self._box() + here(Space.SMALL)
        room = self.rect().adjusted(0 if rtl else shift, 0, -shift if rtl else 0, 0)
        side = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
        flags = side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter | _WRAPPED
        painter.drawText(room, flags, ordered(self.text(), self.layoutDirection()))
        painter.end()
