"""What answers are typed in: as much goes in as there is room for, what is left out is told, and nothing is lost."""

from PySide6.QtCore import QMimeData, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent, QMouseEvent, QTextCursor, QTextOption

from intake_app.gui.answers.answer import Setting
from intake_app.gui.fields import FULL
from intake_app.gui.finger import follow_finger
from intake_app.gui.held_line import HeldLine
from intake_app.gui.held_page import HeldPage
from intake_app.gui.interview_text import TextBlock, Type
from intake_app.gui.tokens import Size

_ALT_GR = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


def _units(text: str) -> int:
    """Its length as the toolkit counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def beginning(text: str, room: int) -> str:
    """As much of a text as has room, in whole characters."""
    if len(text) * 2 <= room or _units(text) <= room:
        return text
    return text[: max(0, room)].encode("utf-16-le", "surrogatepass")[: 2 * max(0, room)].decode("utf-16-le", "ignore")


class Entry(HeldLine):
    """One line. What the record holds is shown whole, however long; nobody types more than `longest`."""

    left_out = Signal(int)
    """Something did not fit: how many characters, 0 where nobody counts them."""

    def __init__(self, longest: int) -> None:
        super().__init__()
        self._longest = longest
        self.setMaxLength(longest)
        self.inputRejected.connect(self._tell_later)

    def setText(self, text: str | None) -> None:
        """A longer one is not cut: the next letter typed would take the rest out of the record."""
        self.setMaxLength(max(self._longest, _units(text or "")))
        super().setText(text)

    def _tell_later(self) -> None:
        """What did fit is told first."""
        QTimer.singleShot(0, self, lambda: self.left_out.emit(0))


def keep_only(field: Entry, allowed: str) -> None:
    """Have what is allowed of what was just typed, with the cursor behind it."""
    typed = field.text()
    if allowed != typed:
        at = field.cursorPosition() - (len(typed) - len(allowed))
        field.setText(allowed)
        field.setCursorPosition(max(0, at))


class Paper(HeldPage):
    """Several lines; Tab leaves it, Enter makes a new line. Marked text is never dragged out of it."""

    left_out = Signal(int)
    """So many characters did not fit."""

    def __init__(self, longest: int) -> None:
        super().__init__()
        self._longest = longest
        follow_finger(self)
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)

    def show_text(self, text: str) -> None:
        """Its beginning is seen, and who types goes on at its end."""
        self.setPlainText(text)
        self.moveCursor(QTextCursor.MoveOperation.End)
        if not self.hasFocus():
            self.verticalScrollBar().setValue(0)

    @property
    def room(self) -> int:
        """How much may come in the place of what is marked, as the toolkit counts."""
        cursor = self.textCursor()
        return self._longest - (self.document().characterCount() - 1) + cursor.selectionEnd() - cursor.selectionStart()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and _is_enter(event):
            event.ignore()
            return
        typed = _typed_by(event)
        if typed and not self.isReadOnly() and _units(typed) > self.room:
            self.left_out.emit(len(typed))
            return
        super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """What an input method puts together."""
        said = event.commitString()
        fits = beginning(said, self.room + event.replacementLength())
        if fits != said:
            event.setCommitString(fits, event.replacementStart(), event.replacementLength())
        super().inputMethodEvent(event)
        if fits != said:
            self.left_out.emit(len(said) - len(fits))

    def insertFromMimeData(self, source: QMimeData) -> None:
        """What is pasted or dropped is cut before it is laid out: a book would keep the window deaf for seconds."""
        said = source.text().replace("\r\n", "\n") if source.hasText() else ""
        fits = beginning(said, self.room)
        if fits == said:
            super().insertFromMimeData(source)
            return
        if fits:  # else what is marked stays
            cut = QMimeData()
            cut.setText(fits)
            super().insertFromMimeData(cut)
        self.left_out.emit(len(said) - len(fits))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press in marked text begins to mark anew; Qt would drag the text, and hear no key meanwhile."""
        plain = event.button() == Qt.MouseButton.LeftButton and not event.modifiers()
        if plain and self.textCursor().hasSelection():
            self.setTextCursor(self.cursorForPosition(event.position().toPoint()))
        super().mousePressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.ensureCursorVisible()


def _is_enter(event: QKeyEvent) -> bool:
    return event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def _typed_by(event: QKeyEvent) -> str:
    """The letters that a key puts into a text, "" for one that puts none."""
    if _is_enter(event):
        return "\n"
    held = event.modifiers() & _ALT_GR
    text = event.text()
    return text if text[:1] >= " " and text[:1] != "\x7f" and held in (Qt.KeyboardModifier(0), _ALT_GR) else ""


class FullNote(TextBlock):
    """Below a field: that it is full, and how much was left out, until something is changed that fits."""

    def __init__(self, field: Entry | Paper, setting: Setting) -> None:
        super().__init__(setting.tokens, Type(Size.SECOND, "stop", follows_row=True))
        self._field, self._setting, self._before = field, setting, ""
        self.hide()
        field.left_out.connect(self._say)
        (field.textEdited if isinstance(field, Entry) else field.textChanged).connect(self.over)

    def retell(self, setting: Setting) -> None:
        """Another language: what was said in the one before is over."""
        self._setting = setting
        self.over()

    def over(self) -> None:
        """Nothing is left out any more."""
        if not self.isHidden():
            self.hide()
            self._field.setAccessibleDescription(self._before)

    def _say(self, left: int) -> None:
        tr = self._setting.tr
        told = tr(FULL)
        if left > 1:
            told = f"{told} {tr('Characters left out: {n}').format(n=left)}"
        self.tell(told, tr.language, self._setting.tokens)
        if self.isHidden():
            self._before = self._field.accessibleDescription()
        self.show()
        self._field.setAccessibleDescription(told)
