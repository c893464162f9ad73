"""A way to a question, in the words of the question: long ones stand in more lines where there is no room for one."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyleOptionButton

from intake_app.gui.controls import Button
from intake_app.gui.interview_flow import Breaking

_LEAST = 60
"""Pixels: the narrowest line."""


class Lead(Button, Breaking):
    """A link that stands in a row of its own. It is heard as one line."""

    def __init__(self, words: str) -> None:
        super().__init__("link")
        self._whole = self._stands = words
        self.say(words)

    def sizeHint(self) -> QSize:
        """As it stands."""
        return self._size(self._stands)

    def size_in(self, width: int) -> QSize:
        """Its size in so much room."""
        return self._size(self._lines(width))

    def stand_in(self, width: int) -> None:
        """Stand so."""
        self._stands = self._lines(width)
        self.say(self._stands, self._whole)

    def _size(self, words: str) -> QSize:
        option = QStyleOptionButton()
        self.ensurePolished()
        self.initStyleOption(option)
        told = self.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, words.replace("&", "&&"))
        made = self.style().sizeFromContents(QStyle.ContentsType.CT_PushButton, option, told, self)
        return QSize(max(made.width(), self.minimumHeight()), made.height())

    def _lines(self, width: int) -> str:
        """Its words with a sign where a line ends."""
        whole, letters = self._size(self._whole), self.fontMetrics()
        if whole.width() <= width:
            return self._whole
        around = whole.width() - letters.size(Qt.TextFlag.TextShowMnemonic, self._whole.replace("&", "&&")).width()
        made, option = QTextLayout(self._whole, self.font()), QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        made.setTextOption(option)
        told, units = list[str](), self._whole.encode("utf-16-le")
        made.beginLayout()
        while (line := made.createLine()).isValid():
            line.setLineWidth(max(width - around, _LEAST))
            begin = line.textStart() * 2
            told.append(units[begin : begin + line.textLength() * 2].decode("utf-16-le").strip())
        made.endLayout()
        return "\n".join(told)
