"""One choice: a mark, the words in both languages, the digit that chooses it. The row mirrors with its words."""

from collections.abc import Callable
from functools import cached_property

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QSpacerItem, QVBoxLayout, QWidget

from intake_app import prose
from intake_app.gui.answers.answer import Option
from intake_app.gui.answers.picture import Picture
from intake_app.gui.controls import set_shown
from intake_app.gui.interview_text import TextBlock, Type
from intake_app.gui.nested import nest
from intake_app.gui.tokens import CHOICE_ROW, RADIUS_CARD, Size, Space, Tokens

_MARK = 22
_KEY = 22
_AIR = 10
_NARROWEST = 72
_PICTURE = 96


class ChoiceRow(QAbstractButton):
    """A row that is a radio button, or a tick box when `many`.

    `bare`: without a mark before it, as forms want it for pictures (no-buttons); a tick at its end says it is chosen.
    """

    def __init__(
        self,
        tokens: Tokens,
        option: Option,
        number: int,
        *,
        many: bool,
        bare: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._tokens = tokens
        self.bare = bare
        self.many = many
        self.number = number
        self.option = option
        self.takes_space: Callable[[], bool] = lambda: False
        """Whether Space is one between the words of what is being typed, and was taken as such."""

        self.heard = self.upright = self.is_cell = False
        self.person = TextBlock(tokens.of_person, Type(Size.CHOICE, follows_row=True), self)
        self.mediator = TextBlock(tokens.of_mediator, Type(Size.SECOND, "ink_soft", follows_row=True), self)
        self.setCheckable(True)
        self.setAutoExclusive(not many)  # by this Qt knows, and tells, a radio button
        self.setMinimumHeight(tokens.px(CHOICE_ROW))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._lay_out()
        self.show_option(option)

    def show_option(self, option: Option) -> None:
        """Say the choice again, perhaps in other languages."""
        self.option = option
        self.person.tell(option.person.text or option.value, option.person.language or "")
        if option.picture is not None or "picture" in self.__dict__:
            self.picture.show_file(option.picture)
        second = option.mediator
        set_shown(self.mediator, second is not None and not self.is_cell)
        middle = Qt.AlignmentFlag.AlignVCenter if second is None else Qt.AlignmentFlag.AlignBottom
        self._words.setAlignment(self.person, middle)
        if second is not None:
            self.mediator.tell(second.text, second.language or "")
        names = [option.person.text] + ([second.text] if second else [])
        self.setAccessibleName(" · ".join(map(prose.plain, names)))

    def show_chosen(self, on: bool) -> None:
        """Chosen or not, as the session has it: Qt would not let the chosen one of several go."""
        if on != self.isChecked():
            self.setAutoExclusive(False)
            self.setChecked(on)
            self.setAutoExclusive(not self.many)

    def stand(self, *, upright: bool) -> None:
        """With its words below the mark, as in one line of a scale, or beside it."""
        if upright == self.upright:
            return
        self.upright = upright
        px = self._tokens.px
        above = px(_AIR + _MARK + Space.HAIR) if upright else px(_AIR)
        self._line.setContentsMargins(0, above, 0, px(_AIR))
        sides = (Space.SMALL, Space.SMALL) if upright else self._beside()
        for spacer, side in zip(self._sides, sides, strict=True):
            spacer.changeSize(px(side), 0, QSizePolicy.Policy.Fixed)
        self._line.invalidate()
        self.updateGeometry()
        self.update()

    def show_cell(self, *, on: bool) -> None:
        """Show the mark alone: the words stand at the head of a table."""
        self.is_cell = on
        set_shown(self.person, not on)
        set_shown(self.mediator, not on and self.option.mediator is not None)
        self.updateGeometry()

    def least_width(self) -> int:
        """Pixels that it needs to stand in a line of a scale: no word is broken."""
        px, words = self._tokens.px, (self.person, self.mediator)
        return max(px(_NARROWEST), *(block.widest_word() for block in words)) + 2 * px(Space.SMALL)

    def show_heard(self, on: bool) -> None:
        """Show in place of the digit that it is being read aloud."""
        if on != self.heard:
            self.heard = on
            self.update()

    def sizeHint(self) -> QSize:
        inner = self.layout()
        if self.is_cell:
            return self.minimumSizeHint()
        return inner.sizeHint() if inner else QSize()

    def minimumSizeHint(self) -> QSize:
        least = 44 if self.is_cell else _NARROWEST if self.upright else 160
        return QSize(self._tokens.px(least), self._tokens.px(CHOICE_ROW))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        inner = self.layout() if not self.is_cell else None
        told = inner.totalHeightForWidth(width) if inner else 0
        return max(told, self._tokens.px(CHOICE_ROW))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tab reaches every row; Qt would leave out all but one of a group."""
        QWidget.focusInEvent(self, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space chooses; Enter goes to the page, which goes on; arrows go to the grid."""
        if event.key() == Qt.Key.Key_Space and self.takes_space():
            event.accept()
        elif event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Select):
            super().keyPressEvent(event)
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self.isChecked()
        edge = 2 if chosen else 1
        colour = "accent" if chosen or self.underMouse() else "line"
        painter.setPen(QPen(self._tokens.color(colour), edge))
        painter.setBrush(self._tokens.color("accent_soft" if chosen else "paper"))
        radius = self._tokens.px(RADIUS_CARD)
        inset = edge / 2 + (3 if self.is_cell else 0)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), radius, radius)
        if chosen or not self.bare:
            self._paint_mark(painter, chosen)
        if not (chosen and self.bare) and not self.is_cell:
            self._paint_key(painter)

    def _lay_out(self) -> None:
        px = self._tokens.px
        line = QHBoxLayout(self)
        line.setContentsMargins(0, px(_AIR), 0, px(_AIR))
        line.setSpacing(0)
        fixed = QSizePolicy.Policy.Fixed
        self._sides = [QSpacerItem(px(side), 0, fixed, QSizePolicy.Policy.Minimum) for side in self._beside()]
        line.addItem(self._sides[0])
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.person)
        words.addWidget(self.mediator, 0, Qt.AlignmentFlag.AlignTop)
        self._words = words
        nest(line, words, 1)
        line.addItem(self._sides[1])
        self._line = line
        for block in (self.person, self.mediator):
            block.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def _beside(self) -> tuple[int, int]:
        """What is left free before the words and after them, at scale 1."""
        before = Space.SMALL if self.bare else Space.NORMAL + _MARK + 14
        return before, Space.NORMAL + _KEY + Space.SMALL

    @cached_property
    def picture(self) -> Picture:
        """Made for a choice that has one: few forms do."""
        px = self._tokens.px
        made = Picture(px(_PICTURE), self)
        made.setContentsMargins(px(Space.SMALL), 0, px(Space.SMALL), 0)
        made.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._line.insertWidget(1, made)
        return made

    def _side(self, wide: int, *, start: bool) -> QRectF:
        """A square at the start or the end of the row, whichever way the row runs."""
        gap = self._tokens.px(Space.SMALL if self.upright else Space.NORMAL)
        if self.is_cell:
            return QRectF((self.width() - wide) / 2, (self.height() - wide) / 2, wide, wide)
        left = start != (self.layoutDirection() == Qt.LayoutDirection.RightToLeft)
        x = gap if left else self.width() - gap - wide
        y = self._tokens.px(_AIR) if self.upright else (self.height() - wide) / 2
        return QRectF(x, y, wide, wide)

    def _paint_mark(self, painter: QPainter, chosen: bool) -> None:
        place = self._side(self._tokens.px(_MARK), start=not self.bare).adjusted(1, 1, -1, -1)
        painter.setPen(QPen(self._tokens.color("accent" if chosen else "ink_soft"), 2))
        painter.setBrush(self._tokens.color("accent" if chosen else "paper"))
        if self.many:
            painter.drawRoundedRect(place, 4, 4)
        else:
            painter.drawEllipse(place)
        if chosen and (self.many or self.bare):
            _paint_tick(painter, place, self._tokens)
        elif chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._tokens.color("on_accent"))
            painter.drawEllipse(place.center(), place.width() / 5, place.width() / 5)

    def _paint_key(self, painter: QPainter) -> None:
        if self.heard:
            _paint_heard(painter, self._side(self._tokens.px(_KEY), start=False), self._tokens)
            return
        if not 1 <= self.number <= 99:
            return
        paint_key(painter, self._side(self._tokens.px(_KEY), start=False), self.number, self._tokens)


def paint_key(painter: QPainter, side: QRectF, number: int, tokens: Tokens) -> None:
    """The number that chooses."""
    place = side.adjusted(0.5, 0.5, -0.5, -0.5)
    painter.setPen(QPen(tokens.color("line"), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(place, 4, 4)
    painter.setFont(tokens.font("en", Size.KEY))
    painter.setPen(tokens.color("ink_soft"))
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, str(number))


def _paint_heard(painter: QPainter, place: QRectF, tokens: Tokens) -> None:
    """A sign to play, on the accent."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tokens.color("accent"))
    painter.drawRoundedRect(place, 4, 4)
    painter.setBrush(tokens.color("on_accent"))
    corner, side = place.topLeft(), place.width()
    shape = ((0.34, 0.26), (0.34, 0.74), (0.76, 0.5))
    painter.drawPolygon([QPointF(corner.x() + side * x, corner.y() + side * y) for x, y in shape])


def _paint_tick(painter: QPainter, place: QRectF, tokens: Tokens) -> None:
    painter.setPen(QPen(tokens.color("on_accent"), 2.4))
    width, height = place.width(), place.height()
    corner = place.topLeft()
    shape = ((0.22, 0.52), (0.43, 0.72), (0.78, 0.3))
    points = [QPointF(corner.x() + width * x, corner.y() + height * y) for x, y in shape]
    painter.drawPolyline(points)
