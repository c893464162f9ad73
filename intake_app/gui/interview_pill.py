"""The pills under a question: what a person may say instead of an answer, in both languages on one line."""

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QBoxLayout, QHBoxLayout, QSizePolicy, QSpacerItem, QWidget

from intake_app.gui.answers.answer import Setting
from intake_app.gui.controls import set_shown
from intake_app.gui.interview_flow import Breaking
from intake_app.gui.interview_reading import Both
from intake_app.gui.interview_text import TextBlock, Type
from intake_app.gui.nested import nest
from intake_app.gui.tokens import TARGET, Size, Space
from intake_app.xform import AnswerState


def tell_pills(
    pills: Mapping[AnswerState, "StatePill"], words: Mapping[AnswerState, Both], setting: Setting,
    keys: Mapping[AnswerState, str],
) -> None:  # fmt: skip
    """Show those that have words, each with its key."""
    for state, pill in pills.items():
        pill.setVisible(state in words)
        if state in words:
            pill.tell(words[state], setting, keys[state])


class StatePill(QAbstractButton, Breaking):
    """A checkable pill: the person's words, the mediator's, the key."""

    def __init__(self, setting: Setting, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._setting = setting
        self.key = key
        self.person = TextBlock(setting.tokens, Type(Size.CONTROL, wraps=False), self)
        self.dot = TextBlock(setting.tokens, Type(Size.CONTROL, "ink_soft", wraps=False), self)
        self.mediator = TextBlock(setting.tokens, Type(Size.SECOND + 1, wraps=False), self)
        self.dot.tell("·", "en")
        self._narrow = self._two = self._stacked = self._keyless = False
        self._sizes: dict[tuple[bool, bool], QSize] = {}
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._line = QHBoxLayout(self)
        self._line.setSpacing(setting.tokens.px(5))
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._both.setSpacing(setting.tokens.px(5))
        for block in (self.person, self.dot, self.mediator):
            block.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            self._both.addWidget(block, 0, Qt.AlignmentFlag.AlignVCenter)
        nest(self._line, self._both)
        self._room = QSpacerItem(0, 0, QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Minimum)
        self._line.addItem(self._room)

    def tell(self, both: Both, setting: Setting, key: str) -> None:
        """Show the words and the key that says them."""
        self._setting, self.key = setting, key
        tokens = setting.tokens
        self.person.tell(both.person.text, both.person.language or "", tokens.of_person)
        second = both.mediator
        self._two = second is not None
        self._show_words()
        if second is not None:
            self.mediator.tell(second.text, second.language or "", tokens.of_mediator)
        self.setAccessibleName(" · ".join(text.text for text in both.each()))
        self.setAccessibleDescription(key)
        pad = tokens.px(Space.NORMAL)
        self._line.setContentsMargins(pad, tokens.px(4), pad, tokens.px(4))
        self._sizes.clear()
        self._make_room()
        self._both.invalidate()
        self._line.invalidate()
        self.updateGeometry()

    def size_in(self, width: int) -> QSize:
        """Its size where there is so much room."""
        stacked, keyless = self._standing(width)
        return self._size(stacked=stacked, keyless=keyless)

    def stand_in(self, width: int) -> None:
        """Stand so."""
        standing = self._standing(width)
        if standing != (self._stacked, self._keyless):
            self._stacked, self._keyless = standing
            ways = QBoxLayout.Direction
            self._both.setDirection(ways.TopToBottom if self._stacked else ways.LeftToRight)
            self._make_room()
            self._show_words()
            self._line.invalidate()
            self.updateGeometry()

    def _standing(self, width: int) -> tuple[bool, bool]:
        """In two lines where both languages have no room in one; without its key where that has none either."""
        if self._narrow:
            return False, False
        stacked = self._two and self._size(stacked=False).width() > width
        return stacked, self._size(stacked=stacked).width() > width

    def _make_room(self) -> None:
        """For the key, where it is shown."""
        self._room.changeSize(0 if self._keyless else self._key_room(), 0, QSizePolicy.Policy.Fixed)

    def show_narrow(self, *, on: bool) -> None:
        """Show the key alone: the words stand at the head of a table."""
        self._narrow = on
        self._show_words()
        self._line.invalidate()
        self.updateGeometry()

    def _show_words(self) -> None:
        beside = self._two and not self._stacked
        for block, shown in ((self.person, True), (self.dot, beside), (self.mediator, self._two)):
            set_shown(block, shown and not self._narrow)

    def sizeHint(self) -> QSize:
        least = self._setting.tokens.px(TARGET)
        if self._narrow:
            return QSize(max(least, self._key_width() + self._setting.tokens.px(Space.NORMAL)), least)
        return self._size(stacked=self._stacked, keyless=self._keyless)

    def _size(self, *, stacked: bool, keyless: bool = False) -> QSize:
        """Asked for again and again, whenever something else on the page changes."""
        if self._narrow:
            return self.sizeHint()
        known = self._sizes.get((stacked, keyless))
        if known is None:
            known = self._sizes[stacked, keyless] = self._reckoned(stacked=stacked, keyless=keyless)
        return known

    def _reckoned(self, *, stacked: bool, keyless: bool) -> QSize:
        least, gap = self._setting.tokens.px(TARGET), self._both.spacing()
        words = [block.sizeHint() for block in (self.person, self.dot, self.mediator)[: 3 if self._two else 1]]
        if stacked:
            words = [words[0], words[-1]]
            wide, high = max(one.width() for one in words), sum(one.height() for one in words) + gap
        else:
            wide, high = sum(one.width() + gap for one in words) - gap, max(one.height() for one in words)
        edges = self._line.contentsMargins()
        wide += edges.left() + edges.right() + self._line.spacing() + (0 if keyless else self._key_room())
        return QSize(wide, max(high + edges.top() + edges.bottom(), least))

    def minimumSizeHint(self) -> QSize:
        """In a table the room that is kept for its words would push the buttons aside."""
        return self.sizeHint() if self._narrow else self.size_in(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space states; every other key goes to the page."""
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Select):
            super().keyPressEvent(event)
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = self._setting.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = self.isChecked()
        edge = 2 if on else 1
        painter.setPen(QPen(tokens.color("accent" if on or self.underMouse() else "line"), edge))
        painter.setBrush(tokens.color("accent_soft" if on else "paper"))
        place = QRectF(self.rect()).adjusted(edge / 2, edge / 2, -edge / 2, -edge / 2)
        painter.drawRoundedRect(place, place.height() / 2, place.height() / 2)
        if self._narrow or not self._keyless:
            self._paint_key(painter)

    def _paint_key(self, painter: QPainter) -> None:
        tokens = self._setting.tokens
        wide, tall, pad = self._key_width(), tokens.px(22), tokens.px(Space.NORMAL)
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        x = (self.width() - wide) / 2 if self._narrow else pad if rtl else self.width() - pad - wide
        chip = QRectF(x + 0.5, (self.height() - tall) / 2 + 0.5, wide - 1, tall - 1)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(tokens.color("ink_soft"), 1))
        painter.drawRoundedRect(chip, 4, 4)
        painter.setFont(tokens.font("en", Size.KEY))
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, self.key)

    def _key_room(self) -> int:
        return self._key_width() + self._setting.tokens.px(Space.SMALL)

    def _key_width(self) -> int:
        tokens = self._setting.tokens
        return tokens.px(22 if len(self.key) == 1 else 10 + 8 * len(self.key))
