"""A field of several lines whose numbers, codes and days keep their order among words from right to left.

Text, cursor, marking, lines and undo are Qt's own; only paragraphs that need it are drawn and pointed at here.
"""

from typing import Any

from PySide6.QtCore import QPointF, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QDropEvent,
    QFont,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextLayout,
    QTextLine,
    QTextOption,
)
from PySide6.QtWidgets import QPlainTextEdit

from intake_app.gui.held_line import form_range
from intake_app.gui.held_text import Held, hold, parted, x_of

_KEEP = QTextCursor.MoveMode.KeepAnchor
_BETWEEN_LINES = (
    QKeySequence.StandardKey.MoveToNextLine,
    QKeySequence.StandardKey.MoveToPreviousLine,
    QKeySequence.StandardKey.SelectNextLine,
    QKeySequence.StandardKey.SelectPreviousLine,
)
_MOST = 200
"""Paragraphs whose layout is kept."""


class _Lines:
    """A paragraph as it is shown, in the lines in which Qt has it."""

    def __init__(self, held: Held, lines: list[QTextLine], font: QFont, option: QTextOption) -> None:
        self.held = held
        self.layout = QTextLayout(held.shown, font)
        option = QTextOption(option)
        option.setTextDirection(held.way)
        option.setWrapMode(QTextOption.WrapMode.NoWrap)
        self.layout.setTextOption(option)
        self.layout.beginLayout()
        for each in lines:
            line = self.layout.createLine()
            if line.isValid():
                line.setLineWidth(each.width())
                line.setPosition(each.position() + QPointF(0, each.ascent() - line.ascent()))  # marks may be higher
        self.layout.endLayout()

    def seen_at(self, place: QPointF) -> int:
        """Where in the text a point of the paragraph is."""
        lines = [self.layout.lineAt(number) for number in range(self.layout.lineCount())]
        above = [line.lineNumber() for line in lines if line.y() <= place.y()]
        return self.on_line(above[-1] if above else 0, place.x())

    def on_line(self, number: int, x: float) -> int:
        """Where in the text the cursor stands on a line, so far along."""
        return self.held.at_x(x, self.layout.lineAt(number))


class HeldPage(QPlainTextEdit):
    """As QPlainTextEdit."""

    def __init__(self) -> None:
        super().__init__()
        self._known: dict[int, tuple[object, _Lines | None]] = {}
        self._x: float | None = None
        """How far along the cursor goes up and down."""
        self.cursorPositionChanged.connect(self._moved)
        self.selectionChanged.connect(self._moved)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Where no paragraph that is seen needs anything, all is Qt's."""
        seen, offset, block = [], self.contentOffset(), self.firstVisibleBlock()
        bottom = event.rect().bottom()
        while block.isValid():
            place = self.blockBoundingGeometry(block).translated(offset)
            if place.top() > bottom:
                break
            seen.append((block, place.topLeft(), self._lines(block)))
            block = block.next()
        if not any(lines for _block, _at, lines in seen):
            super().paintEvent(event)
            return
        painter = QPainter(self.viewport())
        painter.setPen(self.palette().color(QPalette.ColorRole.Text))
        for block, at, lines in seen:
            self._draw(painter, block, at, lines)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        anchor = self.textCursor().anchor()
        super().mousePressEvent(event)
        goes_on = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.button() == Qt.MouseButton.LeftButton and (goes_on or not self.textCursor().hasSelection()):
            self._point(event.position(), anchor if goes_on else None)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        anchor = self.textCursor().anchor()
        super().mouseMoveEvent(event)
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._point(event.position(), anchor)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Marks the word that is seen there."""
        super().mouseDoubleClickEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and self._point(event.position(), None):
            cursor = self.textCursor()
            cursor.select(QTextCursor.SelectionType.WordUnderCursor)
            self.setTextCursor(cursor)

    def dropEvent(self, event: QDropEvent) -> None:
        """What is dropped comes where it was seen to be dropped."""
        if self.isReadOnly() or not event.mimeData().hasText() or not self._point(event.position(), None):
            super().dropEvent(event)
            return
        event.acceptProposedAction()
        self.insertFromMimeData(event.mimeData())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down keep as far along as is seen."""
        if not any(event.matches(key) for key in _BETWEEN_LINES):
            self._x = None
            super().keyPressEvent(event)
            return
        before = self.textCursor()
        x = self._along(before) if self._x is None else self._x
        super().keyPressEvent(event)
        after = self.textCursor()
        left, reached = self._lines(before.block()), self._lines(after.block())
        if after.position() == before.position() or not (left or reached):
            return
        at, block = after.positionInBlock(), after.block()
        line = block.layout().lineForTextPosition(at)
        there = reached.on_line(line.lineNumber(), x) if reached else line.xToCursor(x)
        after.setPosition(before.anchor() if after.hasSelection() else block.position() + there)
        after.setPosition(block.position() + there, _KEEP)
        self.setTextCursor(after)
        self._x = x

    def seen_at(self, place: QPointF) -> int | None:
        """Where in the text a point is, None where Qt knows."""
        block = self.cursorForPosition(place.toPoint()).block()
        lines = self._lines(block)
        if lines is None or block.layout().preeditAreaText():
            return None
        corner = self.blockBoundingGeometry(block).translated(self.contentOffset()).topLeft()
        return block.position() + lines.seen_at(place - corner)

    def inputMethodQuery(self, query: Qt.InputMethodQuery, argument: Any = None) -> Any:
        """Input methods stand beside the cursor where it is seen."""
        told = super().inputMethodQuery(query, argument) if argument else super().inputMethodQuery(query)
        cursor = self.textCursor()
        lines = self._lines(cursor.block()) if query == Qt.InputMethodQuery.ImCursorRectangle else None
        if lines is not None and isinstance(told, QRect | QRectF):
            told.moveLeft(round(self.contentOffset().x() + self._along(cursor)) + self.viewport().x())
        return told

    def _point(self, place: QPointF, anchor: int | None) -> bool:
        """The cursor to what is seen there, marking from `anchor` on; False where Qt's own place holds."""
        at, cursor = self.seen_at(place), self.textCursor()
        if at is not None:
            cursor.setPosition(at if anchor is None else anchor)
            cursor.setPosition(at, _KEEP)
            self.setTextCursor(cursor)
        return at is not None

    def _along(self, cursor: QTextCursor) -> float:
        """How far along its line the cursor is seen."""
        at, lines = cursor.positionInBlock(), self._lines(cursor.block())
        line = cursor.block().layout().lineForTextPosition(at)
        if lines is None:
            return x_of(line, at)
        return lines.held.x(at, lines.layout.lineAt(line.lineNumber()))

    def _moved(self) -> None:
        """Qt draws anew where it has the cursor, which is not where it is seen."""
        if any(lines for _key, lines in self._known.values()):
            self.viewport().update()

    def _lines(self, block: QTextBlock) -> _Lines | None:
        """How a paragraph is shown, None as Qt shows it; made anew where anything is another."""
        of, text = block.layout(), block.text()
        if text.isascii() and not of.preeditAreaText():
            return None
        if of.preeditAreaText():
            before, after = parted(text, of.preeditAreaPosition())
            text = before + of.preeditAreaText() + after
        lines = [of.lineAt(number) for number in range(of.lineCount())]
        where = tuple((line.textStart(), line.x(), line.y(), line.width()) for line in lines)
        font, option = self.document().defaultFont(), of.textOption()
        key = text, where, font.key(), option.alignment()
        known = self._known.get(block.blockNumber())
        if known is None or known[0] != key:
            held = hold(text, {line.textStart() for line in lines[1:]})
            made = _Lines(held, lines, font, option) if held is not None else None
            if made is not None and made.layout.lineCount() != len(lines):
                made = None
            if len(self._known) >= _MOST:
                self._known.clear()
            known = self._known[block.blockNumber()] = key, made
        return known[1]

    def _draw(self, painter: QPainter, block: QTextBlock, at: QPointF, lines: _Lines | None) -> None:
        of, first = block.layout(), block.position()
        layout = of if lines is None else lines.layout
        ranges = self._marked(block, lines)
        layout.draw(painter, at, ranges)
        cursor = self.textCursor()
        if not self.hasFocus() or self.isReadOnly() or cursor.block() != block:
            return
        place = cursor.position() - first
        if of.preeditAreaText():
            place = of.preeditAreaPosition() + max(0, -self.getPaintContext().cursorPosition - 2)
        if lines is None:
            of.drawCursor(painter, at, place, self.cursorWidth())
            return
        line = lines.layout.lineAt(of.lineForTextPosition(place).lineNumber())
        corner = at + QPointF(lines.held.x(place, line), line.y())
        painter.fillRect(QRectF(corner, QSizeF(self.cursorWidth(), line.height())), painter.pen().color())

    def _marked(self, block: QTextBlock, lines: _Lines | None) -> list[QTextLayout.FormatRange]:
        """What is marked in a paragraph, and what is being put together."""
        def ranged(start: int, length: int, form: QTextCharFormat) -> QTextLayout.FormatRange:
            span = (start, length) if lines is None else lines.held.span(start, length)
            return form_range(*span, QTextCharFormat(form))  # of its own: what it was told in is gone soon

        composed, context, last = block.layout().formats(), self.getPaintContext(), block.length() - 1
        found = [] if lines is None else [ranged(one.start, one.length, one.format) for one in composed]
        selections = context.selections
        for each in selections:
            cursor = each.cursor
            start = max(0, cursor.selectionStart() - block.position())
            end = min(last, cursor.selectionEnd() - block.position())
            if start < end:
                found.append(ranged(start, end - start, each.format))
        return found
