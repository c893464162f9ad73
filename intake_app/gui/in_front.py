"""The keyboard goes to no page that lies behind another."""

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from intake_app.gui.controls import keyed


class InFront(QObject):
    """A page that takes the keyboard when it is not in front, as with what the store answers late, gives it back."""

    def __init__(self, stack: QStackedWidget) -> None:
        super().__init__(stack)
        self._stack = stack
        self._held: QWidget | None = None
        running = QApplication.instance()
        if isinstance(running, QApplication):
            running.focusChanged.connect(self._keyboard_moved)

    def event(self, event: QEvent) -> bool:
        """After everybody has heard where it went, and before another key is heard."""
        if event.type() != QEvent.Type.User:
            return super().event(event)
        now, front = QApplication.focusWidget(), self._stack.currentWidget()
        if now is not None and front is not None and self._behind(now):
            parts = (self._held, *keyed(front), front)
            wanted = next((part for part in parts if part is not None and _takes_keys(part)), None)
            if wanted is not None:
                wanted.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def _behind(self, part: QWidget) -> bool:
        front = self._stack.currentWidget()
        return front is not None and self._stack.isAncestorOf(part) and not (part is front or front.isAncestorOf(part))

    def _keyboard_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is None or new.window() is not self._stack.window():
            return
        if self._behind(new):
            QCoreApplication.postEvent(self, QEvent(QEvent.Type.User), Qt.EventPriority.HighEventPriority.value)
        else:
            self._held = new


def _takes_keys(part: QWidget) -> bool:
    return shiboken6.isValid(part) and part.isVisible() and part.isEnabled()
