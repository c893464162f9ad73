"""Keys that a page announces do what they say, also while a field has the keyboard."""

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

_FIELDS = (QLineEdit, QPlainTextEdit, QTextEdit)
_OF_A_FIELD = (Qt.Key.Key_A, Qt.Key.Key_C, Qt.Key.Key_V, Qt.Key.Key_X, Qt.Key.Key_Z)
"""What everybody expects of a field with Ctrl: to mark, copy, paste, cut, take back."""


class FieldKeys(QObject):
    """Desktops give fields keys of their own, such as Ctrl+U on Linux, which empties a line, and Ctrl+Y elsewhere.

    Where a page has such a key it is the page's; where it has none it stays the field's. Only the field that has the
    keyboard is watched.
    """

    def __init__(self, owner: QObject) -> None:
        super().__init__(owner)
        self._field: QWidget | None = None
        running = QApplication.instance()
        if isinstance(running, QApplication):
            running.focusChanged.connect(self._keyboard_moved)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The field is not asked whether it wants the key for itself, so that the page comes first."""
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        letter = Qt.Key.Key_A <= event.key() <= Qt.Key.Key_Z
        if not letter or event.key() in _OF_A_FIELD or event.modifiers() != Qt.KeyboardModifier.ControlModifier:
            return False
        event.ignore()
        return True

    def _keyboard_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        if self._field is not None and shiboken6.isValid(self._field):
            self._field.removeEventFilter(self)
        self._field = new if isinstance(new, _FIELDS) else None
        if self._field is not None:
            self._field.installEventFilter(self)
