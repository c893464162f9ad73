"""What is typed on a page before there is a field for it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

_BARE = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.KeypadModifier)


class EarlyKeys(QWidget):
    """Has the keyboard while the store is asked: what is typed goes on to the first field, and presses nothing."""

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self.setFixedSize(0, 0)
        self._typed: list[QKeyEvent] = []

    def begin(self, name: str) -> None:
        """Take the keyboard, with a name for who hears the window."""
        self.setAccessibleName(name)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_on(self, first: QWidget) -> None:
        """Give what was typed to the field that is there now, unless the keyboard went elsewhere meanwhile."""
        typed, self._typed = self._typed, []
        if self.window().focusWidget() is self:
            first.setFocus(Qt.FocusReason.TabFocusReason)
            for event in typed:
                QApplication.sendEvent(QApplication.focusWidget() or first, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A letter, a figure or a blank waits; Enter has nothing to press; every other key is for the page."""
        if event.modifiers() in _BARE and event.text().isprintable() and event.text():
            self._typed.append(event.clone())
        elif event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
