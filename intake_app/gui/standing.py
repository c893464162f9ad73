"""Which part has the keyboard, by its kind and place, and what stands in fields: for what is made anew beneath it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QScrollArea, QWidget

Mark = tuple[int, int]
"""Where marking began in a text, and where the cursor stands."""


@dataclass(frozen=True)
class Standing:
    """One part of another: the so manieth of its kind that is to be seen; `mark` where it is a field."""

    kind: type[QWidget]
    nth: int
    mark: Mark | None

    @classmethod
    def of(cls, part: QWidget, root: QWidget) -> "Standing | None":
        """Of a part that is to be seen in `root`."""
        alike = _alike(root, type(part))
        return cls(type(part), alike.index(part), mark_of(part)) if part in alike else None

    def found(self, root: QWidget) -> QWidget | None:
        """What stands there now."""
        return next(iter(_alike(root, self.kind)[self.nth :]), None)

    def lead(self, root: QWidget) -> bool:
        """The keyboard to what stands there now, if there is any that takes it."""
        part = self.found(root)
        if part is None or not part.isEnabled():
            return False
        part.setVisible(True)  # made just now, it would be shown later, and take no keyboard before
        part.setFocus(Qt.FocusReason.OtherFocusReason)
        if self.mark is not None:
            put_mark(part, self.mark)
        QTimer.singleShot(0, part, lambda: _show(part))
        return True


def _alike(root: QWidget, kind: type[QWidget]) -> list[QWidget]:
    return [one for one in root.findChildren(kind) if type(one) is kind and not _is_out(one, root)]


def _is_out(part: QWidget, root: QWidget) -> bool:
    """Whether somebody hid it; what was made just now is not shown yet either."""
    walk: QWidget | None = part
    while walk is not None and walk is not root:
        if walk.isHidden() and walk.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide):
            return True
        walk = walk.parentWidget()
    return False


@contextmanager
def kept(root: QWidget) -> Iterator[None]:
    """What is done within makes a part of `root` anew: what had the keyboard there has it afterwards."""
    held = root.window().focusWidget()
    standing = Standing.of(held, root) if held is not None and root.isAncestorOf(held) else None
    yield
    if standing is not None:
        standing.lead(root)


def _show(part: QWidget) -> None:
    """In sight, once what was made anew is laid out."""
    around = part.parentWidget() if part.hasFocus() else None
    while around is not None:
        if isinstance(around, QScrollArea) and part.visibleRegion().isEmpty():
            around.ensureWidgetVisible(part)
        around = around.parentWidget()


def mark_of(part: QWidget) -> Mark | None:
    """Where the cursor of a field stands, and from where on is marked."""
    if isinstance(part, QPlainTextEdit):
        return part.textCursor().anchor(), part.textCursor().position()
    if not isinstance(part, QLineEdit):
        return None
    at = part.cursorPosition()
    ends = part.selectionStart(), part.selectionEnd()
    return (ends[1] if at == ends[0] else ends[0]) if part.hasSelectedText() else at, at


def put_mark(part: QWidget, mark: Mark) -> None:
    """The same again, as far as there is text."""
    anchor, at = mark
    if isinstance(part, QPlainTextEdit):
        last, cursor = part.document().characterCount() - 1, part.textCursor()
        cursor.setPosition(min(anchor, last))
        cursor.setPosition(min(at, last), cursor.MoveMode.KeepAnchor)
        part.setTextCursor(cursor)
    elif isinstance(part, QLineEdit):
        part.setCursorPosition(at)
        if anchor != at:
            part.setSelection(anchor, at - anchor)


def fields(part: QWidget) -> list[QLineEdit | QPlainTextEdit]:
    """Everything in it that is typed in."""
    return [*part.findChildren(QLineEdit), *part.findChildren(QPlainTextEdit)]


def text_of(field: QLineEdit | QPlainTextEdit) -> str:
    """What stands in a field."""
    return field.text() if isinstance(field, QLineEdit) else field.toPlainText()


def texts(part: QWidget) -> tuple[str, ...]:
    """What stands in each of its fields, as it was typed."""
    return tuple(map(text_of, fields(part)))


def put_texts(part: QWidget, typed: tuple[str, ...]) -> bool:
    """The same into those that say something else, untold; whether there were any."""
    there = fields(part)
    pairs = zip(there, typed, strict=True) if len(there) == len(typed) else ()
    other = [(field, text) for field, text in pairs if text_of(field) != text]
    for field, text in other:
        before = field.blockSignals(True)
        field.setText(text) if isinstance(field, QLineEdit) else field.setPlainText(text)
        field.blockSignals(before)
    return bool(other)
