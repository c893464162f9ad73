"""Small shared widgets. Every text here is plain text, every button says its key, every badge has a word."""

from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from math import ceil
from typing import TypeVar

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import (
    QFocusEvent,
    QFont,
    QFontMetrics,
    QFontMetricsF,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QVBoxLayout,
    QWidget,
)

from intake_app.gui.finger import follow_finger
from intake_app.gui.held_text import hold, ordered
from intake_app.gui.keys import Key
from intake_app.gui.tokens import Space
from intake_app.gui.words import from_the_right

_PASSES = "enterPasses"
_FIXED, _FEW_SIGNS = QSizePolicy.Policy.Fixed, 28
"""Signs of a badge that never breaks."""
_SIDES = (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight)
_PAD = Qt.KeyboardModifier.KeypadModifier
_Box = TypeVar("_Box", bound=QBoxLayout)


class Kind(StrEnum):
    """What a badge or a notice says about a state; the word says it too."""

    OK = "ok"
    WARN = "warn"
    STOP = "stop"
    BUSY = "busy"
    NEUTRAL = "neutral"


class Label(QLabel):
    """A label that never reads its text as HTML, whatever a form, an answer or a server sends."""

    def __init__(
        self, text: str = "", role: str = "", *, wrap: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        set_role(self, role)
        if wrap:
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)
        self._lean()

    def setText(self, text: str) -> None:
        """Show a text; where the window reads from right to left, so does a sentence that begins with a Latin name."""
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        super().setText(from_the_right(text) if rtl else text)

    def changeEvent(self, event: QEvent) -> None:
        """Stand at the leading edge of the window, whatever the direction of the words: Qt follows the words."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._lean()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Lines that end at a blank begin at the edge too: from right to left Qt moves them in by its width. Numbers
        and days keep their order."""
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        held = hold(self.text())
        if self.buddy() is not None or not (held or (rtl and self.wordWrap() and self.text())):
            super().paintEvent(event)
            return
        painter = QPainter(self)
        self.drawFrame(painter)
        if held is not None and not (rtl and self.wordWrap()):
            right = held.way == Qt.LayoutDirection.RightToLeft
            way = Qt.TextFlag.TextForceRightToLeft if right else Qt.TextFlag.TextForceLeftToRight
            flags = int(self.alignment()) | int(way) | (int(Qt.TextFlag.TextWordWrap) if self.wordWrap() else 0)
            edge = self.fontMetrics().horizontalAdvance("x") // 2 if self.frameWidth() else 0  # as Qt has it
            at_left, at_right = (bool(self.alignment() & side) for side in _SIDES)
            there = self.contentsRect().adjusted(edge * at_left, 0, -edge * at_right, 0)
            role, on = self.foregroundRole(), self.isEnabled()
            self.style().drawItemText(painter, there, flags, self.palette(), on, held.shown, role)
            return
        told = broken(held.shown if held else self.text(), self.font(), self.contentsRect().width())
        group = QPalette.ColorGroup.Active if self.isEnabled() else QPalette.ColorGroup.Disabled
        painter.setPen(self.palette().color(group, self.foregroundRole()))
        size = QSize(self.contentsRect().width(), ceil(told.boundingRect().height()))
        place = QStyle.alignedRect(Qt.LayoutDirection.LeftToRight, self.alignment(), size, self.contentsRect())
        told.draw(painter, place.topLeft().toPointF())
        painter.end()

    def _lean(self) -> None:
        self.setAlignment(_leaning(self.alignment(), self.layoutDirection()))


class Badge(Label):
    """A state in a word, on the colour of its kind. More than a few words break where one line has no room."""

    def __init__(self, text: str = "", kind: Kind = Kind.NEUTRAL, parent: QWidget | None = None) -> None:
        super().__init__(text, parent=parent)
        self.say(text, kind)

    def sizeHint(self) -> QSize:
        """One line."""
        if not self.wordWrap():
            return super().sizeHint()
        sides, metrics = self.contentsMargins(), self.fontMetrics()
        wide = metrics.horizontalAdvance(f"{self.text()}xx") + sides.left() + sides.right()
        return QSize(wide, self.heightForWidth(wide))

    def say(self, text: str, kind: Kind) -> None:
        """Show another state."""
        self.kind = kind
        set_role(self, f"badge-{kind}")
        breaks = len(text) > _FEW_SIGNS
        self.setWordWrap(breaks)
        policy = QSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Minimum if breaks else _FIXED)
        policy.setHeightForWidth(breaks)
        self.setSizePolicy(policy)
        self.setText(text)


class Button(QPushButton):
    """A button that shows its key in a chip beside its words. `key` also presses it, from anywhere in the window."""

    def __init__(self, role: str = "", key: str = "", hint: str = "") -> None:
        super().__init__()
        set_role(self, role)
        self.hint = self._hint = hint or key
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)
        self._had_keys = False
        self.shortcut_key: Key | None = None
        if key:
            self.shortcut_key = Key(key, self)
            self.shortcut_key.activated.connect(self._pressed_by_key)

    def move_key(self, key: str, hint: str) -> None:
        """Another key presses it from now on."""
        if self.shortcut_key is not None:
            self.shortcut_key.setKey(QKeySequence(key))
        self.hint, self._hint = (hint if self.hint else ""), hint

    @property
    def key_words(self) -> str:
        """Its key as it is written, whether there is room for it or not."""
        return self._hint

    def show_hint(self, shown: bool) -> None:
        """Show the key, or leave it out where there is no room; it works all the same."""
        hint = self._hint if shown else ""
        if hint != self.hint:  # telling the layout at each look would have it look again, without end
            self.hint = hint
            self.updateGeometry()

    def wanted(self, keyed: bool) -> int:
        """How wide it is with its key, or without."""
        self.ensurePolished()
        before, self.hint = self.hint, self._hint if keyed else ""
        width = self.sizeHint().width()
        self.hint = before
        return width

    def say(self, text: str, name: str = "") -> None:
        """Set the words; `name` is what a screen reader says when the words alone are not enough."""
        words, told = text.replace("&", "&&"), name or text
        if (words, told) == (self.text(), self.accessibleName()) and self._hint in ("", self.accessibleDescription()):
            return  # a page says all it has again whenever something is new; the layout need not look again
        self.setText(words)
        self.setAccessibleName(told)
        if self._hint:
            self.setAccessibleDescription(self._hint)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Qt's own size and the chip; a finger meets also what is one sign."""
        size = super().sizeHint()
        return QSize(max(size.width() + self._chip_width() + self._room_for_bold(), size.height()), size.height())

    def minimumSizeHint(self) -> QSize:
        """A button is never narrower than its words."""
        return self.sizeHint()

    def hitButton(self, place: QPoint) -> bool:
        """All of it, also around what is drawn of a pill."""
        return self.rect().contains(place)

    def ring_rect(self) -> QRect:
        """What is drawn of it."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        return self.style().subElementRect(QStyle.SubElement.SE_PushButtonBevel, option, self)

    def changeEvent(self, event: QEvent) -> None:
        """One that is not to be pressed for now hands the keyboard to what is around it, and has it again after."""
        super().changeEvent(event)
        around = self.parentWidget()
        if event.type() == QEvent.Type.EnabledChange and self._had_keys and around is not None:
            if not self.isEnabled():
                around.setFocus()
            elif around.hasFocus():
                self.setFocus()
            self._had_keys = not self.isEnabled()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Qt gives the keyboard of a button that is disabled to the next one, which a second Enter would press."""
        super().focusOutEvent(event)
        self._had_keys = not self.isEnabled()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it as Space does, once: a key that is held presses nothing again."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or event.modifiers() & ~_PAD:
            super().keyPressEvent(event)
        elif enter_passes(self):
            event.ignore()
        elif not event.isAutoRepeat():
            self.click()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt's own button, its words in its own direction and shifted to leave room for the chip."""
        painter = QStylePainter(self)
        painter.setLayoutDirection(self.layoutDirection())  # Qt's is that of all windows
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ordered(self.text(), self.layoutDirection())  # type: ignore[attr-defined, unused-ignore]
        if not self.hint:
            painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
            return
        painter.drawControl(QStyle.ControlElement.CE_PushButtonBevel, option)
        words = QRect(self.rect())
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        gap = self._chip_width()
        words.adjust(gap if rtl else 0, 0, 0 if rtl else -gap, 0)
        option.rect = words  # type: ignore[attr-defined, unused-ignore]
        painter.drawControl(QStyle.ControlElement.CE_PushButtonLabel, option)
        self._paint_chip(painter, words, rtl)

    def _paint_chip(self, painter: QPainter, words: QRect, rtl: bool) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # names of keys never mirror
        painter.setFont(self._chip_font())
        metrics = painter.fontMetrics()
        gap = self._chip_gap()
        width, height = self._chip_width() - gap, metrics.height() + 4
        pad = (words.width() - self._words_width()) // 2
        left = words.left() + pad - gap - width if rtl else words.right() - pad + gap
        chip = QRect(left, (self.height() - height) // 2, width, height)
        painter.setPen(QPen(self.palette().buttonText().color(), 1))
        painter.drawRoundedRect(chip, 4, 4)
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, self.hint)

    def turns_bold(self) -> bool:
        """Whether its words are bold at times: where it is chosen."""
        return self.isCheckable()

    def _room_for_bold(self) -> int:
        """A pill that is chosen turns bold; it must not grow or cut its words then."""
        bold = QFont(self.font())
        bold.setBold(bold.bold() or self.turns_bold())
        return QFontMetrics(bold).horizontalAdvance(self.text()) - self.fontMetrics().horizontalAdvance(self.text())

    def _words_width(self) -> int:
        font = QFont(self.font())
        font.setBold(font.bold() or (self.isCheckable() and self.isChecked()))  # a chosen pill is painted bold
        return QFontMetrics(font).size(Qt.TextFlag.TextShowMnemonic, self.text()).width()

    def _chip_font(self) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(max(8, round(self.font().pixelSize() * 0.75)))
        font.setBold(False)
        return font

    def _chip_width(self) -> int:
        words = self.fontMetrics().horizontalAdvance(self.hint) * 3 // 4
        return words + 12 + self._chip_gap() if self.hint else 0

    def _chip_gap(self) -> int:
        return max(16, self.font().pixelSize()) // 2

    def _pressed_by_key(self) -> None:
        if self.isEnabled() and self.isVisible():
            self.click()


def let_enter_pass(button: QPushButton) -> None:
    """Enter on it is for the page, which goes on."""
    button.setProperty(_PASSES, True)


def enter_passes(button: QPushButton) -> bool:
    """Whether Enter on it does not press it."""
    return bool(button.property(_PASSES))


class Once(Button):
    """A second tap right after the first goes on to nothing: what came in between was not seen yet."""

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Nothing."""
        event.accept()


def primary(key: str = "", hint: str = "") -> Button:
    """The one main action of a page."""
    return Button("primary", key, hint)


def secondary(key: str = "", hint: str = "") -> Button:
    """Any other action."""
    return Button("", key, hint)


def link(key: str = "", hint: str = "") -> Button:
    """A quiet action that looks like a link."""
    return Button("link", key, hint)


def pill(*, checkable: bool = False) -> Button:
    """A small round button of the top bar or of a group of choices."""
    made = Button("pill")
    made.setCheckable(checkable)
    return made


class Card(QFrame):
    """A white card; add to `column`."""

    def __init__(
        self, *, margin: int = Space.LARGE, gap: int = Space.MEDIUM, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        set_role(self, "card")
        self.column = column(self, margin=margin, gap=gap)

    def ring_rect(self) -> QRect:
        """All of it, where it has the keyboard because there is nothing to answer."""
        return self.rect()


class Line(QFrame):
    """A hairline between two blocks."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "line")


class Sheet(QWidget):
    """What a page scrolls where there is a `Remainder` on it: as high as all parts need at least in its width."""

    def heightForWidth(self, width: int) -> int:
        """Qt counts on what parts would like to have, which of a `Remainder` is nothing."""
        layout = self.layout()
        return layout.totalMinimumHeightForWidth(width) if layout is not None else -1

    def minimumSizeHint(self) -> QSize:
        """The height follows from the width, where words wrap."""
        hint, layout = super().minimumSizeHint(), self.layout()
        return QSize(hint.width(), 0 if layout is not None and layout.hasHeightForWidth() else hint.height())


def broken(text: str, font: QFont, width: int) -> QTextLayout:
    """Words at the right edge in lines of a width, as high as Qt's own."""
    made, option = QTextLayout(text.replace("\n", "\u2028"), font), QTextOption()
    option.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute)
    option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    made.setTextOption(option)
    leading, below = QFontMetricsF(font).leading(), 0.0
    made.beginLayout()
    while (line := made.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, below))
        below += line.height() + leading
    made.endLayout()
    return made


@cache
def _leaning(held: Qt.AlignmentFlag, direction: Qt.LayoutDirection) -> Qt.AlignmentFlag:
    """The alignment of words at the leading edge; those in the middle stay there."""
    sides = Qt.AlignmentFlag
    if held & sides.AlignHCenter:
        return held
    side = sides.AlignRight if direction == Qt.LayoutDirection.RightToLeft else sides.AlignLeft
    return side | sides.AlignAbsolute | (held & sides.AlignVertical_Mask)


def set_shown(widget: QWidget, shown: bool) -> None:
    """As `setVisible`, for a part of something that is being put together.

    A part that nobody hid comes with what it is in. Qt would polish and lay out everything at once when it is told so.
    """
    if not shown or widget.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide):
        widget.setVisible(shown)


def set_role(widget: QWidget, role: str) -> None:
    """Say what a widget is to the style sheet, also after it was shown."""
    widget.setProperty("role", role)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def column(owner: QWidget | None = None, *, margin: int = 0, gap: int = Space.MEDIUM) -> QVBoxLayout:
    """A vertical layout, put on `owner` when one is given."""
    return _spaced(QVBoxLayout(owner) if owner else QVBoxLayout(), margin, gap)


def row(owner: QWidget | None = None, *, margin: int = 0, gap: int = Space.MEDIUM) -> QHBoxLayout:
    """A horizontal layout, put on `owner` when one is given."""
    return _spaced(QHBoxLayout(owner) if owner else QHBoxLayout(), margin, gap)


def _spaced(made: _Box, margin: int, gap: int) -> _Box:
    made.setContentsMargins(margin, margin, margin, margin)
    made.setSpacing(gap)
    return made


def scrolled(content: QWidget) -> QScrollArea:
    """The widget in a scroll area that grows with the window and scrolls only downwards."""
    area = QScrollArea()
    set_role(content, "scrolled")
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(content)
    follow_finger(area)
    return area


def empty(layout: QLayout) -> None:
    """Take every widget out of a layout and let it go."""
    while layout.count():
        item = layout.takeAt(0)
        gone = item.widget() if item is not None else None
        if gone is not None:
            discard(gone)


def stand_on_top(label: Label) -> None:
    """Put the words of a label at the top of the room it gets."""
    label.setAlignment((label.alignment() & ~Qt.AlignmentFlag.AlignVertical_Mask) | Qt.AlignmentFlag.AlignTop)


def keyed(part: QWidget) -> list[QWidget]:
    """What Tab can reach of a part, in the order it was put together."""
    window, tab = part.window(), Qt.FocusPolicy.TabFocus
    return [one for one in part.findChildren(QWidget) if one.focusPolicy() & tab and one.window() is window]


def tab_order(widgets: Iterable[QWidget]) -> None:
    """Walk these with the Tab key in this order."""
    before: QWidget | None = None
    for widget in widgets:
        if before is not None:
            QWidget.setTabOrder(before, widget)
        before = widget


def _application() -> QApplication:
    if not isinstance(running := QApplication.instance(), QApplication):
        raise RuntimeError("a QApplication is needed before any window")
    return running


def discard(widget: QWidget) -> None:
    """Take a widget off the screen at once; it lives until its own events are done."""
    widget.hide()
    widget.deleteLater()
