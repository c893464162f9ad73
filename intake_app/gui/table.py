"""Rows of records: text cells, and cells that are a state in a badge with words beside it."""

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from typing import overload

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSignalBlocker,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFocusEvent, QFont, QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from intake_app.gui.controls import Kind
from intake_app.gui.finger import follow_finger
from intake_app.gui.held_text import ordered
from intake_app.gui.tokens import Look, Size, Space

_ROW = 48
_NARROWEST = 130
_LEAST = 64
"""At scale 1: so much of a column without states stays where there is hardly any room."""
_AIR, _BADGE_AIR = 24, 16
_ROUNDED = 2
"""So much wider may words and a badge be than they are measured, in whole dots each."""
_MEASURED = 100
"""So many rows tell how wide a column is, from the first that is seen."""
_TEXT_MARGIN = 3
"""What the style leaves before the words of a cell, besides the padding of the style sheet."""
_Index = QModelIndex | QPersistentModelIndex
_TOLD = frozenset(
    {
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.FontRole,
        Qt.ItemDataRole.AccessibleTextRole,
        Qt.ItemDataRole.ToolTipRole,
    }
)
"""What a cell has to say; for each that is painted or read out the toolkit asks for a dozen other things."""


@dataclass(frozen=True)
class Cell:
    """What stands in one cell: words, a badge before them, the language of the words when it is not the interface's."""

    text: str = ""
    badge: str = ""
    kind: Kind = Kind.NEUTRAL
    language: str = ""

    @property
    def spoken(self) -> str:
        """What a screen reader says."""
        return f"{self.badge}. {self.text}".strip(". ") if self.badge else self.text


@dataclass(frozen=True)
class Row:
    """One row: the key of what it stands for, and its cells."""

    key: str
    cells: tuple[Cell, ...]


class Rows(Sequence[Row]):
    """Rows that are made when somebody looks at them: of ten thousand a window shows twelve.

    `keys` of all are known; `make(number)` makes the row of that number, once.
    """

    def __init__(self, keys: Sequence[str], make: Callable[[int], Row]) -> None:
        self.keys = tuple(keys)
        self.made: dict[int, Row] = {}
        self._make = make

    def __len__(self) -> int:
        return len(self.keys)

    @overload
    def __getitem__(self, at: int) -> Row: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[Row]: ...

    def __getitem__(self, at: int | slice) -> Row | Sequence[Row]:
        if isinstance(at, slice):
            return [self[number] for number in range(*at.indices(len(self)))]
        at = range(len(self))[at]
        if at not in self.made:
            self.made[at] = self._make(at)
        return self.made[at]

    def stale(self, at: int) -> None:
        """The row of that number is another now."""
        self.made.pop(at, None)


class _Model(QAbstractTableModel):
    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.heads: tuple[str, ...] = ()
        self.rows = Rows((), _none)

    def take(self, heads: Sequence[str], rows: Rows) -> None:
        self.beginResetModel()
        self.heads, self.rows = tuple(heads), rows
        self.endResetModel()

    def stale(self, at: int) -> None:
        self.rows.stale(at)
        self.dataChanged.emit(self.index(at, 0), self.index(at, len(self.heads) - 1))

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.heads)

    def cell(self, index: _Index) -> Cell:
        return self.rows[index.row()].cells[index.column()]

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role not in _TOLD:
            return None
        cell = self.cell(index)
        roles = Qt.ItemDataRole
        if role == roles.DisplayRole:
            return cell.text
        if role == roles.FontRole:
            return self.font(cell)
        return cell.spoken

    def font(self, cell: Cell) -> QFont | None:
        """The letters of a cell in a language of its own, none in the interface's."""
        return self._look.tokens.font(cell.language, Size.CONTROL) if cell.language else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.heads[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        return None


def _none(_at: int) -> Row:
    raise IndexError


class _Painter(QStyledItemDelegate):
    """Draws a cell. The style draws what lies behind the words; it would ask for each of them a dozen times."""

    def __init__(self, look: Look, model: _Model) -> None:
        super().__init__()
        self._look = look
        self._model = model

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        cell, tokens = self._model.cell(index), self._look.tokens
        painter.save()
        self._paint_ground(painter, option)
        painter.setLayoutDirection(option.direction)
        side = tokens.px(Space.MEDIUM) + _TEXT_MARGIN
        room = option.rect.adjusted(side, 0, -side, 0)
        if cell.badge:
            room = self._paint_badge(painter, option, cell, room)
        if cell.text:
            self._paint_words(painter, option, cell.text, self._model.font(cell) or option.font, room)
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        """What lies behind the words is the style's, but where it is one line alone, in every row but the present."""
        if option.state & _MARKED:
            option.widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        else:
            line = QRect(option.rect)
            line.setTop(line.bottom())
            painter.fillRect(line, self._look.tokens.color("line"))

    def _paint_words(
        self, painter: QPainter, option: QStyleOptionViewItem, text: str, font: QFont, room: QRect
    ) -> None:
        """In a window from right to left the sign that words were cut stands where they go on, at their own end."""
        direction = option.direction
        text = " ".join(text.splitlines())  # what is measured would be the longest line, and what is drawn all of them
        words = ordered(text, Qt.LayoutDirection.LeftToRight)
        if direction == Qt.LayoutDirection.RightToLeft and text:
            words = f"\u2068{words}\u2069"
        painter.setFont(font)
        painter.setPen(self._look.tokens.color("ink"))
        cut = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, _ON_ONE_LINE[direction], cut)

    def _paint_badge(self, painter: QPainter, option: QStyleOptionViewItem, cell: Cell, room: QRect) -> QRect:
        """The badge at the beginning of the room; gives what is left of it."""
        tokens = self._look.tokens
        painter.setFont(self._badge_font(option.font))
        metrics = painter.fontMetrics()
        size = metrics.size(0, cell.badge) + QSize(tokens.px(_BADGE_AIR), tokens.px(6))
        shown = metrics.elidedText(cell.badge, Qt.TextElideMode.ElideRight, room.width() - tokens.px(_BADGE_AIR))
        size.setWidth(min(size.width(), room.width()))
        place = QStyle.alignedRect(option.direction, Qt.AlignmentFlag.AlignVCenter | _LEADING, size, room)
        neutral = cell.kind == Kind.NEUTRAL
        front = {"busy": "accent", "neutral": "ink_soft"}.get(cell.kind, cell.kind)
        back = "ground" if neutral else f"{front}_soft"
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink, ground = getattr(tokens.palette, front), getattr(tokens.palette, back)
        painter.setPen(QColor(tokens.palette.line if neutral else tokens.palette.edge(ink, ground)))
        painter.setBrush(tokens.color(back))
        painter.drawRoundedRect(place, 4, 4)
        painter.setPen(tokens.color(front))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, shown)
        return self._rest(room, place, option.direction)

    @staticmethod
    def _rest(room: QRect, badge: QRect, direction: Qt.LayoutDirection) -> QRect:
        gap = Space.SMALL
        if direction == Qt.LayoutDirection.RightToLeft:
            return QRect(room.left(), room.top(), badge.left() - gap - room.left(), room.height())
        return QRect(badge.right() + gap, room.top(), room.right() - badge.right() - gap, room.height())

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        size = super().sizeHint(option, index)
        cell = self._model.cell(index)
        return QSize(size.width() + self.badge_width(cell, option.font) + _AIR, size.height())

    def badge_width(self, cell: Cell, font: QFont) -> int:
        """What the badge of a cell takes as it is drawn, with the white after it."""
        if not cell.badge:
            return 0
        words = QFontMetrics(self._badge_font(font)).horizontalAdvance(cell.badge)
        return words + self._look.tokens.px(_BADGE_AIR) + (Space.SMALL if cell.text else 0)

    def _badge_font(self, font: QFont) -> QFont:
        small = QFont(font)
        small.setPixelSize(self._look.tokens.px(Size.KEY))
        small.setBold(True)
        return small


_LEADING = Qt.AlignmentFlag.AlignLeft
_ON_ONE_LINE = {
    side: int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine | QStyle.visualAlignment(side, _LEADING))
    for side in (Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft)
}
_MARKED = QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_HasFocus


def widest(wanted: Sequence[int], room: int) -> int:
    """How wide a column may be at most, so that all have place in the room; the narrow ones keep their width."""
    left, count = room, len(wanted)
    for width in sorted(wanted):
        if width * count > left:
            return left // count
        left, count = left - width, count - 1
    return room


def shares(demands: Sequence[Sequence[int]], room: int) -> list[int]:
    """How wide each column is, of what they ask for from the least to the most: the most that all of them can have.

    What is left beyond that goes to those which ask for little more. Where there is no room for the least the widest
    are cut.
    """
    given, fits = list(demands[0]), sum(demands[0]) <= room
    for more in demands if fits else ():
        lacking = [max(0, wished - has) for wished, has in zip(more, given, strict=True)]
        at_most = widest(lacking, room - sum(given))
        given = [has + min(lack, at_most) for has, lack in zip(given, lacking, strict=True)]
    limit = room if fits else widest(given, room)
    return [min(width, limit) for width in given]


class Table(QTableView):
    """A list of rows that is walked by arrow keys; Enter or a double click opens, Delete asks to take away."""

    opened = Signal(str)
    removed = Signal(str)
    chosen = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._model = _Model(look)
        self._delegate = _Painter(look, self._model)
        self.setModel(self._model)
        self.setItemDelegate(self._delegate)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        follow_finger(self)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setMinimumSectionSize(1)  # how narrow a column may be is told in `_fit`
        self.horizontalHeader().setTextElideMode(Qt.TextElideMode.ElideRight)
        self.verticalHeader().setResizeContentsPrecision(_MEASURED)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        self.doubleClicked.connect(lambda index: self.opened.emit(self._model.rows.keys[index.row()]))
        self.selectionModel().currentRowChanged.connect(lambda now, _before: self.chosen.emit(self.key()))

    def take(
        self, heads: Sequence[str], rows: Sequence[Row], lead: bool = True, unused: Container[int] = ()
    ) -> None:
        """Show these rows and keep the present one when it is still there, else take the first.

        Without ``lead`` none is taken that nobody chose. ``unused``: columns without a word in any row, which take no
        room.
        """
        there, kept = self.currentIndex().isValid(), self.key()
        known = rows if isinstance(rows, Rows) else Rows([row.key for row in rows], rows.__getitem__)
        self._model.take(heads, known)
        for at in range(len(heads)):
            self.setColumnHidden(at, at in unused)
        self._fit()
        if there and kept in known.keys:
            self._go(known.keys.index(kept))
        elif known.keys and lead:
            self._go(0)
        else:
            self.chosen.emit("")

    def stale(self, key: str) -> None:
        """What stands in one row is another now: it alone is made and drawn anew."""
        if key in self._model.rows.keys:
            self._model.stale(self._model.rows.keys.index(key))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Nothing is chosen by arriving; Qt makes the first row the present one."""
        none = not self.currentIndex().isValid()
        with QSignalBlocker(self.selectionModel()):
            super().focusInEvent(event)
            if none:
                self.selectionModel().clear()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Every column keeps a place in the new width."""
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:
        """Where a page gave it a lowest height it asks for no more: Qt takes what is missing from others beside it."""
        hint = super().sizeHint()
        return QSize(hint.width(), self.minimumHeight() or hint.height())

    def changeEvent(self, event: QEvent) -> None:
        """Larger or smaller letters ask for other columns."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._fit()

    def _fit(self) -> None:
        """Each column as wide as its words, the last takes what is left. Where there is no room for all the white goes
        first, then the heads are cut, then words without a state beside them, the widest first.
        """
        self.verticalHeader().setDefaultSectionSize(self._look.tokens.px(_ROW))
        header, last = self.horizontalHeader(), self._model.columnCount() - 1
        shown = [at for at in range(last + 1) if not self.isColumnHidden(at)]
        room, least = self.viewport().width(), self._look.tokens.px(_LEAST)
        told, badges = self._widths()
        words = [told[at] for at in shown]
        bare = [max(width - _AIR + _ROUNDED, 0) for width in words]
        states = [width if badges[at] else min(width, least) for at, width in zip(shown, bare, strict=True)]
        heads = [max(told[at], header.sectionSizeHint(at)) for at in shown]
        airy = [max(width, _NARROWEST) for width in heads]
        demands = (states, bare, words, heads, airy) if sum(bare) <= room else (states, bare)
        for at, given in zip(shown, shares(demands, room), strict=True):
            header.resizeSection(at, given if at < last else max(room, given))
            room -= given

    def _widths(self) -> tuple[list[int], list[bool]]:
        """The width of the widest cell of each column, among the rows from the first that is seen, and whether there
        are states in it.

        Only one cell is asked of the style: what it needs besides its words the others need too, and to ask for each
        takes longer than to find the rows in the store.
        """
        top = max(self.rowAt(0), 0)
        rows = range(top, min(len(self._model.rows), top + _MEASURED))
        columns: list[set[Cell]] = [set() for _ in range(self._model.columnCount())]
        measured, air = {"": self.fontMetrics()}, None

        def words(cell: Cell) -> int:
            if cell.language not in measured:
                measured[cell.language] = QFontMetrics(self._look.tokens.font(cell.language, Size.CONTROL))
            badge = self._delegate.badge_width(cell, self.font())
            return measured[cell.language].horizontalAdvance(cell.text) + badge

        for row in rows:
            for at, cell in enumerate(self._model.rows[row].cells):
                columns[at].add(cell)
                if air is None and cell.text:
                    air = self.sizeHintForIndex(self._model.index(row, at)).width() - words(cell)
        wide = [max(map(words, cells), default=0) + (air or 0) for cells in columns]
        return wide, [any(cell.badge for cell in cells) for cells in columns]

    def ring_rect(self) -> QRect:
        """Where the keyboard is: the present row, not the whole list."""
        at = self.currentIndex()
        if not at.isValid():
            return self.rect()
        whole = self.visualRect(at)
        whole.setLeft(0)
        whole.setWidth(self.viewport().width())
        return whole.translated(self.viewport().pos()).intersected(self.rect())

    def key(self) -> str:
        """The key of the present row, "" when there is none."""
        at = self.currentIndex().row()
        return self._model.rows.keys[at] if 0 <= at < len(self._model.rows) else ""

    def choose(self, key: str) -> None:
        """Go to a row by its key."""
        if key in self._model.rows.keys:
            self._go(self._model.rows.keys.index(key))
            self.scrollTo(self.currentIndex())

    def _go(self, at: int) -> None:
        """Qt's own `selectRow` asks the header where the pointer is, which fails in a hidden right-to-left table."""
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(self._model.index(at, 0), flags.ClearAndSelect | flags.Rows)

    @property
    def rows(self) -> Rows:
        """What is shown."""
        return self._model.rows

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Delete asks to take away; the rest is Qt's."""
        keys = Qt.Key
        if event.key() in (keys.Key_Return, keys.Key_Enter) and self.key():
            self.opened.emit(self.key())
        elif event.key() == keys.Key_Delete and self.key():
            if not event.isAutoRepeat():  # what is next in the list would go too
                self.removed.emit(self.key())
        else:
            super().keyPressEvent(event)
