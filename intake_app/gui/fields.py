"""Labelled inputs: the name above, the input, and under it one line for a hint or for what is wrong."""

from collections.abc import Callable, Collection, Mapping, Sequence

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QMouseEvent, QPaintEvent, QResizeEvent, QStandardItemModel, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionComboBox,
    QStyleOptionViewItem,
    QStylePainter,
    QWidget,
)

from intake_app.gui.answers.digits import decimal_digits
from intake_app.gui.controls import Label, column, set_role, stand_on_top
from intake_app.gui.held_line import HeldLine
from intake_app.gui.held_text import ordered
from intake_app.gui.menu_pill import draw_arrow
from intake_app.gui.tokens import Space, here
from intake_app.i18n import msg

FULL = msg("This field is full. What did not fit was left out.")
_LONGEST_LINE = 300
_ROOM_AROUND = 48
_CHOICE = 80
_DEEP = 10_000
_ENDS = frozenset((QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease))
"""What tells that a press before was let go."""
_Index = QModelIndex | QPersistentModelIndex


def lean(field: QLineEdit, direction: Qt.LayoutDirection) -> None:
    """Have a field without letters begin where its language does: Qt asks the keyboard of the computer for an empty
    one, and puts figures to the left."""
    right = direction == Qt.LayoutDirection.RightToLeft and not any(map(str.isalpha, field.text()))
    side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute if right else Qt.AlignmentFlag.AlignLeading
    field.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)


def show_ascii(field: QLineEdit) -> None:
    """Have ASCII digits in a field in place of those of any script, with the cursor where it was."""
    typed, at = field.text(), field.cursorPosition()
    told = decimal_digits(typed)
    if told != typed:
        field.setText(told)
        field.setCursorPosition(at)


class Line(HeldLine):
    """One line of plain text, without the learning of input methods.

    `figures`: for a number to call, which reads from left to right in every language and has ASCII digits.
    """

    def __init__(self, *, longest: int = _LONGEST_LINE, figures: bool = False) -> None:
        super().__init__()
        if figures:
            self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
            self.textEdited.connect(lambda _text: show_ascii(self))
        self.setMaxLength(longest)
        self.setInputMethodHints(Qt.InputMethodHint.ImhNoPredictiveText | Qt.InputMethodHint.ImhSensitiveData)
        self.textChanged.connect(lambda _text: lean(self, self.layoutDirection()))
        lean(self, self.layoutDirection())

    def changeEvent(self, event: QEvent) -> None:
        """In another language the empty field begins at the other side."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            lean(self, self.layoutDirection())


class Secret(Line):
    """A passphrase: never shown, never copied, never learnt."""

    def __init__(self) -> None:
        super().__init__(longest=1024)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        hints = Qt.InputMethodHint
        self.setInputMethodHints(hints.ImhHiddenText | hints.ImhSensitiveData | hints.ImhNoPredictiveText)


class Field(QWidget):
    """An input with its name and one line below that is a hint or trouble."""

    wrong = Signal()
    """Something is said to be wrong."""

    def __init__(self, entry: QWidget, *, wraps: bool = False) -> None:
        """``wraps``: its name is a long one, which takes more lines where there is little room."""
        super().__init__()
        self.entry = entry
        self.name = Label(role="field", wrap=wraps)
        self.note = Label(role="second", wrap=True)
        self.name.setBuddy(entry)
        layout = column(self, gap=Space.HAIR)
        for widget in (self.name, entry, self.note):
            layout.addWidget(widget)
        self.note.hide()
        stand_on_top(self.note)
        self._hint, self._longest = "", tuple[str, ...]()
        if isinstance(entry, QLineEdit):
            entry.textEdited.connect(lambda _text: self.hint(self._hint))
            entry.inputRejected.connect(lambda: QTimer.singleShot(0, self, self._say_full))  # after what did fit
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def say(self, name: str, hint: str = "") -> None:
        """The name of the input and its hint; takes trouble away."""
        self.name.setText(name)
        self.entry.setAccessibleName(name)
        self.hint(hint)

    def hint(self, text: str) -> None:
        """A quiet line below; trouble goes when the person types."""
        self._hint = text
        self._below(text, "second")

    def keep_room(self, hints: Sequence[str]) -> None:
        """Have room for the longest of these, so that nothing moves while somebody types and reads them in turn."""
        self._longest = tuple(hints)
        self._fit_note()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In another width the hints break into other lines."""
        super().resizeEvent(event)
        self._fit_note()

    def changeEvent(self, event: QEvent) -> None:
        """The same with larger letters."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._fit_note()

    def _fit_note(self) -> None:
        if self._longest:
            room, wraps = QRect(0, 0, self.width(), _DEEP), Qt.TextFlag.TextWordWrap
            heights = [self.note.fontMetrics().boundingRect(room, wraps, text).height() for text in self._longest]
            self.note.setMinimumHeight(max(heights))

    def trouble(self, text: str) -> None:
        """What is wrong, below the input, and the keyboard on it."""
        self._below(text, "trouble")
        self.entry.setFocus(Qt.FocusReason.OtherFocusReason)
        self.wrong.emit()

    def _say_full(self) -> None:
        self._below(QCoreApplication.translate("Field", FULL), "trouble")

    def _below(self, text: str, role: str) -> None:
        set_role(self.note, role)
        self.note.setText(text)
        self.note.setVisible(bool(text))
        self.entry.setAccessibleDescription(text)


class _Rows(QStyledItemDelegate):
    """The words of a list, in order."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: _Index) -> None:
        super().initStyleOption(option, index)
        option.text = ordered(option.text, option.direction)  # type: ignore[attr-defined, unused-ignore]


class Choice(QComboBox):
    """One of a closed list of codes; the words may change, the code stays."""

    picked = Signal(str)
    _pressed = False
    """Whether the press that opened the list was not let go yet."""
    not_again: Collection[str] = ()
    """What is not chosen again after the program was locked, whatever had been chosen before."""

    def __init__(self, *, two_lines: bool = False) -> None:
        """``two_lines``: what is chosen takes a second line where it has no room in one."""
        super().__init__()
        self._two_lines, self._broken = two_lines, False
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # never by the wheel, which passes over it
        self.setItemDelegate(_Rows(self))  # the combo box's own one knows no style sheet
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.currentIndexChanged.connect(lambda _at: self._break())
        self.currentIndexChanged.connect(lambda _at: self.picked.emit(self.code()))
        self._told = Label()
        self._told.setBuddy(self)
        self._told.hide()

    def minimumSizeHint(self) -> QSize:
        """Its words end in an ellipsis before what is around it is wider than the window."""
        least = super().minimumSizeHint()
        return QSize(min(least.width(), here(_CHOICE)), least.height())

    def setAccessibleName(self, name: str) -> None:
        """Qt tells its words in place of its name, so that it is named by a label beside it, which nobody sees."""
        super().setAccessibleName(name)
        self._told.setText(name)

    def event(self, event: QEvent) -> bool:
        """The label goes where it goes: Qt looks for it there. A field has one of its own."""
        around = self.parentWidget()
        if event.type() == QEvent.Type.ParentChange and around is not None and not isinstance(around, Field):
            self._told.setParent(around)
        return super().event(event)

    def offer(
        self, codes: Sequence[str], words: Callable[[str], str], over: Mapping[str, str] | None = None
    ) -> None:
        """Offer these codes in these words and keep the present choice when it is among them. ``over``: what stands in
        a line of its own over some of them, which nobody can choose.

        The same as before leaves a list that is open as it stands under the finger.
        """
        heads = over or {}
        told = list[tuple[str, str | None]]()
        for code in codes:
            told += [(heads[code], None)] if code in heads else []
            told.append((words(code), code))
        if told == [(self.itemText(at), self.itemData(at)) for at in range(self.count())]:
            self._break()
            return
        kept = self.code()
        self.blockSignals(True)
        self.clear()
        for at, (text, offered) in enumerate(told):
            self.addItem(text, offered)
            if offered is None:
                self._set_over(at)
        self.choose(kept if kept in codes else (codes[0] if codes else ""))
        self.blockSignals(False)
        self._break()

    def _set_over(self, at: int) -> None:
        """A line over others: neither the pointer nor a key stays on it."""
        letters = self.font()
        letters.setBold(True)
        self.setItemData(at, letters, Qt.ItemDataRole.FontRole)
        model = self.model()
        if isinstance(model, QStandardItemModel):
            model.item(at).setEnabled(False)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt's own box, words without room cut by an ellipsis, and an arrow at its far end that says it opens."""
        painter = QStylePainter(self)
        painter.setLayoutDirection(self.layoutDirection())  # Qt's is that of all windows
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        box, part = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(box, option, part, self)
        shown = ordered(self.currentText(), self.layoutDirection())
        if self._broken:
            side = QStyle.visualAlignment(self.layoutDirection(), Qt.AlignmentFlag.AlignLeading)
            painter.drawText(room, side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap, shown)
        else:
            words = self.fontMetrics().elidedText(shown, Qt.TextElideMode.ElideRight, room.width())
            option.currentText = words  # type: ignore[attr-defined, unused-ignore]
            painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        size = self.fontMetrics().height() / 4
        middle = QPointF(size * 4 if rtl else self.width() - size * 4, self.height() / 2)
        draw_arrow(painter, middle, size, self.palette().text().color())
        painter.end()

    def sizeHint(self) -> QSize:
        """A line more where what is chosen is broken into two."""
        hint = super().sizeHint()
        return hint + QSize(0, self.fontMetrics().lineSpacing()) if self._broken else hint

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In another width the words may break, or no more."""
        super().resizeEvent(event)
        self._break()

    def _break(self) -> None:
        option, box = QStyleOptionComboBox(), QStyle.ComplexControl.CC_ComboBox
        self.initStyleOption(option)
        room = self.style().subControlRect(box, option, QStyle.SubControl.SC_ComboBoxEditField, self).width()
        broken = self._two_lines and self.fontMetrics().horizontalAdvance(self.currentText()) > room
        if broken != self._broken:
            self._broken = broken
            self.updateGeometry()

    def showPopup(self) -> None:
        """The list is as wide as its longest words."""
        metrics = self.fontMetrics()
        longest = max((metrics.horizontalAdvance(self.itemText(at)) for at in range(self.count())), default=0)
        self.view().setMinimumWidth(min(longest + _ROOM_AROUND, self.window().width() - _ROOM_AROUND))
        self.view().viewport().installEventFilter(self)
        super().showPopup()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """It opens the list."""
        self._pressed = True
        super().mousePressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What opened the list chooses nothing in it where it is let go over the box, however late that is heard of: Qt
        takes it for a choice after the time of a double click, and the list would be gone before it was read. Nor does
        a press on a line over others choose anything: Qt takes it for what the pointer passed last.
        """
        if not (isinstance(event, QMouseEvent) and event.type() in _ENDS):
            return super().eventFilter(watched, event)
        under = self.view().indexAt(event.position().toPoint())
        if under.isValid() and not under.flags() & Qt.ItemFlag.ItemIsEnabled:
            self._pressed = False
            return True
        if not self._pressed:
            return super().eventFilter(watched, event)
        self._pressed = False
        over = self.rect().contains(self.mapFromGlobal(event.globalPosition()).toPoint())
        return over and event.type() == QEvent.Type.MouseButtonRelease

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel scrolls the page; it never changes a choice by accident."""
        event.ignore()

    def code(self) -> str:
        """The chosen code, "" when there is none."""
        return str(self.currentData() or "")

    def choose(self, code: str) -> None:
        """Choose a code that is offered."""
        self.setCurrentIndex(max(0, self.findData(code)))
