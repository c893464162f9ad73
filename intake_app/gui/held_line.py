"""A field of one line whose numbers, codes and days keep their order among words from right to left.

Text, cursor, marking and undo are Qt's own; only where what stands in it needs it, it is drawn and pointed at here.
"""

from typing import Any

from PySide6.QtCore import QPointF, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QDropEvent,
    QInputMethodEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QLineEdit, QStyle, QStyleOptionFrame, QToolButton

from intake_app.gui.held_text import Held, hold, in_one_line, parted
from intake_app.gui.standing import mark_of, put_mark

_EDGE = 2
"""Pixels that Qt leaves before and behind the text of a field."""
_WIDEST = 1_000_000
_SKIP = QTextLayout.CursorMode.SkipWords


class HeldLine(QLineEdit):
    """As QLineEdit."""

    def __init__(self) -> None:
        super().__init__()
        self._composed, self._within = "", 0
        self._scrolled = 0.0
        self._key: object = None
        self._held: Held | None = None
        self._layout = QTextLayout()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt's own frame, and in it the text as it is to be read; what needs nothing is all Qt's."""
        held = self._hold()
        if held is None:
            self._scrolled = 0.0
            super().paintEvent(event)
            return
        painter, option = QPainter(self), QStyleOptionFrame()
        self.initStyleOption(option)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_PanelLineEdit, option, painter, self)
        painter.setClipRect(self._room().adjusted(-_EDGE, 0, _EDGE, 0))
        painter.setPen(self.palette().color(QPalette.ColorRole.Text))
        origin = self._origin(held)
        self._layout.draw(painter, origin, self._ranges(held))
        if self.hasFocus() and not self.isReadOnly():
            wide = self.style().pixelMetric(QStyle.PixelMetric.PM_TextCursorWidth, None, self)
            place = QPointF(self._caret(held), 0) + origin
            painter.fillRect(QRectF(place, QSizeF(wide, self._layout.lineAt(0).height())), painter.pen().color())
        painter.end()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """A word that is being put together is drawn where it will stand."""
        self._composed = event.preeditString()
        of_cursor = QInputMethodEvent.AttributeType.Cursor
        at = [one.start for one in event.attributes() if one.type == of_cursor]
        self._within = at[0] if at else len(self._composed.encode("utf-16-le", "surrogatepass")) // 2
        super().inputMethodEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        anchor = self._anchor()
        super().mousePressEvent(event)
        goes_on = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.button() == Qt.MouseButton.LeftButton and (goes_on or not self.hasSelectedText()):
            self._point(event.position(), anchor if goes_on else None)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        anchor = self._anchor()
        super().mouseMoveEvent(event)
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._point(event.position(), anchor)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Marks the word that is seen there."""
        super().mouseDoubleClickEvent(event)
        if event.button() != Qt.MouseButton.LeftButton or not self._point(event.position(), None):
            return
        plain, at = QTextLayout(self.text(), self.font()), self.cursorPosition()
        last = len(self.text().encode("utf-16-le", "surrogatepass")) // 2
        first = plain.previousCursorPosition(min(at + 1, last), _SKIP)
        word = parted(parted(self.text(), plain.nextCursorPosition(first, _SKIP))[0], first)[1].rstrip()
        self.setSelection(first, len(word.encode("utf-16-le", "surrogatepass")) // 2)

    def dropEvent(self, event: QDropEvent) -> None:
        """What is dropped comes where it was seen to be dropped."""
        if self.isReadOnly() or not event.mimeData().hasText() or not self._point(event.position(), None):
            super().dropEvent(event)
            return
        event.acceptProposedAction()
        self.insert(event.mimeData().text())

    def seen_at(self, place: QPointF) -> int | None:
        """Where in the text a point of the field is, None where Qt knows."""
        held = self._hold()
        if held is None or self._composed:
            return None
        return held.at_x(place.x() - self._origin(held).x(), self._layout.lineAt(0))

    def inputMethodQuery(self, query: Qt.InputMethodQuery, argument: Any = None) -> Any:
        """Input methods stand beside the cursor where it is seen."""
        held = self._hold() if query == Qt.InputMethodQuery.ImCursorRectangle else None
        if held is None:
            return super().inputMethodQuery(query, argument) if argument else super().inputMethodQuery(query)
        line = self._layout.lineAt(0)
        at = self._origin(held) + QPointF(self._caret(held), 0)
        return QRectF(at, QSizeF(1, line.height())).toRect()

    def _anchor(self) -> int:
        mark = mark_of(self)
        return mark[0] if mark is not None else 0

    def _point(self, place: QPointF, anchor: int | None) -> bool:
        """The cursor to what is seen there, marking from `anchor` on; False where Qt's own place holds."""
        at = self.seen_at(place)
        if at is not None:
            put_mark(self, (at if anchor is None else anchor, at))
        return at is not None

    def _hold(self) -> Held | None:
        """What is shown, with its layout; made anew where anything is another."""
        key = self.displayText(), self.font().key(), self._composed, self.cursorPosition() if self._composed else 0
        if key != self._key:
            self._key, text = key, self.displayText()
            if self._composed:
                before, after = parted(text, self.cursorPosition())
                text = before + self._composed + after
            normal = self.echoMode() == QLineEdit.EchoMode.Normal
            self._held = hold(in_one_line(text)) if normal else None
            if self._held is not None:
                self._lay(self._held)
        return self._held

    def _lay(self, held: Held) -> None:
        self._layout = QTextLayout(held.shown, self.font())
        option = QTextOption(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
        option.setTextDirection(held.way)
        option.setWrapMode(QTextOption.WrapMode.NoWrap)
        self._layout.setTextOption(option)
        self._layout.beginLayout()
        line = self._layout.createLine()
        line.setLineWidth(_WIDEST)
        wide = line.naturalTextWidth()
        line.setLineWidth(wide)
        self._layout.endLayout()

    def _caret(self, held: Held) -> float:
        """How far along the text the cursor is seen."""
        return held.x(self.cursorPosition() + (self._within if self._composed else 0), self._layout.lineAt(0))

    def _ranges(self, held: Held) -> list[QTextLayout.FormatRange]:
        """What is marked, and what is being put together."""
        found = []
        if self._composed:
            long = len(self._composed.encode("utf-16-le", "surrogatepass")) // 2
            form = QTextCharFormat()
            form.setFontUnderline(True)
            found.append((held.span(self.cursorPosition(), long), form))
        elif self.hasSelectedText():
            start, form, colours = self.selectionStart(), QTextCharFormat(), self.palette()
            form.setBackground(colours.brush(QPalette.ColorRole.Highlight))
            form.setForeground(colours.brush(QPalette.ColorRole.HighlightedText))
            found.append((held.span(start, self.selectionEnd() - start), form))
        return [form_range(*one, form) for one, form in found]

    def _room(self) -> QRect:
        """Where the text stands: within the frame, and beside the button that empties it."""
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        room = self.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, self)
        room = room.marginsRemoved(self.textMargins()).adjusted(_EDGE, 0, -_EDGE, 0)
        for part in self.findChildren(QToolButton):
            beside = part.geometry()
            if part.isVisible() and beside.center().x() > self.width() / 2:
                room.setRight(min(room.right(), beside.left() - _EDGE))
            elif part.isVisible():
                room.setLeft(max(room.left(), beside.right() + _EDGE))
        return room

    def _origin(self, held: Held) -> QPointF:
        """From where the text is drawn: at the side where it begins, or so far along that the cursor is seen."""
        room, line = self._room(), self._layout.lineAt(0)
        wide = round(line.naturalTextWidth()) + 1
        side = QStyle.visualAlignment(held.way, self.alignment())
        if wide <= room.width():
            spare = room.width() - wide
            right, middle = side & Qt.AlignmentFlag.AlignRight, side & Qt.AlignmentFlag.AlignHCenter
            self._scrolled = -float(spare - 1 if right else spare // 2 if middle else 0)
        else:
            at = self._caret(held)
            self._scrolled = min(max(self._scrolled, at - room.width() + 1), at)
            self._scrolled = min(max(self._scrolled, 0.0), wide - room.width())
        tall = max(self.fontMetrics().height(), round(line.height()))
        top = room.top() + (room.height() - tall + 1) // 2 + self.fontMetrics().ascent() - round(line.ascent())
        return QPointF(room.left() - self._scrolled, top)


def form_range(start: int, length: int, form: QTextCharFormat) -> QTextLayout.FormatRange:
    """How some of a text is drawn."""
    made = QTextLayout.FormatRange()
    made.start, made.length, made.format = start, length, form
    return made
