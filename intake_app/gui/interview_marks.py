"""What stands below an answer: in badges what is to be known of it, and that it was asked now too, and is the same."""

from collections.abc import Callable, Mapping
from functools import cached_property

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtWidgets import QBoxLayout, QWidget

from intake_app.gui.controls import Badge, Button, Kind, secondary
from intake_app.gui.interview_flow import Breaking, Flow

_LEAST, _ENDLESS = 60, 100_000
"""Pixels: the narrowest line, and more than all lines are high."""


class Mark(Badge, Breaking):
    """A badge that stands in more lines where its row is too narrow for it: the names of files are long."""

    def say(self, text: str, kind: Kind) -> None:
        self.setWordWrap(False)
        super().say(text, kind)

    def changeEvent(self, event: QEvent) -> None:
        """Letters of another size: it is measured anew."""
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange) and self.wordWrap():
            self.setWordWrap(False)
        super().changeEvent(event)

    def size_in(self, width: int) -> QSize:
        """Its size where there is so much room."""
        whole, letters = self._whole(), self.fontMetrics()
        if whole.width() <= width:
            return whole
        line = letters.size(Qt.TextFlag.TextSingleLine, self.text())
        room = QRect(0, 0, max(width - whole.width() + line.width(), _LEAST), _ENDLESS)
        told = letters.boundingRect(room, Qt.TextFlag.TextWordWrap, self.text())
        return QSize(width, whole.height() + told.height() - line.height())

    def stand_in(self, width: int) -> None:
        """Stand so."""
        breaks = self._whole().width() > width
        if breaks != self.wordWrap():
            self.setWordWrap(breaks)

    def _whole(self) -> QSize:
        """On one line; Qt tells of nothing else as long as it breaks."""
        if not self.wordWrap():
            self._flat = self.sizeHint()
        return self._flat


class Marks:
    """Its parts are made when they are first needed: most questions have none."""

    def __init__(self, owner: QWidget, box: QBoxLayout, gap: int) -> None:
        """``box``: of the owner, at the end of which they stand."""
        self._owner, self._box, self._gap = owner, box, gap
        self.badges: dict[str, Mark] = {}
        self.button: Button | None = None

    @cached_property
    def _line(self) -> Flow:
        made = Flow(self._gap, self._owner)
        self._box.addWidget(made)
        made.show()  # a page that is seen already shows it at once, not a moment later
        return made

    def parts(self) -> list[QWidget]:
        """What there is."""
        return [self._line] if self.badges else []

    def tell(self, name: str, told: str, kind: Kind) -> None:
        """Show a badge with these words, or none."""
        badge = self.badges.get(name)
        if badge is None:
            if not told:
                return
            badge = self.badges[name] = Mark()
            self._line.add(badge)
        badge.say(told, kind)
        badge.setVisible(bool(told))

    def tell_each(self, told: Mapping[str, str], kind: Kind) -> None:
        """A badge by each name."""
        for name, words in told.items():
            self.tell(name, words, kind)

    def offer(self, told: str, do: Callable[[], object]) -> None:
        """A button behind the badges; without words none. Then everything has its place."""
        if self.button is None and told:
            self.button = secondary()
            self.button.clicked.connect(do)
            self._line.add(self.button)
        if self.button is not None:
            if told:
                self.button.say(told)
            self.button.setVisible(bool(told))
        if self.badges:
            self._line.arrange()
