"""The word that is being composed with an input method is not lost when the window goes on by itself."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit


class Composing(QObject):
    """Knows what a field shows of a word in composition, which its text does not hold."""

    def __init__(self, field: QLineEdit | QPlainTextEdit) -> None:
        super().__init__(field)
        self.shown = ""
        field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.InputMethod and isinstance(event, QInputMethodEvent):
            self.shown = event.preeditString()
        return super().eventFilter(watched, event)


def watch_composing(field: QLineEdit | QPlainTextEdit) -> None:
    """From now on a word that is half composed in this field can be taken."""
    if not field.findChildren(Composing):
        Composing(field)


def take_composed() -> None:
    """Take the word that is being composed as it stands; an input method that does not hand it over is reset."""
    held = QApplication.focusWidget()
    known = held.findChild(Composing) if held is not None else None
    if held is None or not isinstance(known, Composing) or not known.shown:
        return
    QGuiApplication.inputMethod().commit()
    left = known.shown
    if left:
        taken = QInputMethodEvent()
        taken.setCommitString(left)
        QApplication.sendEvent(held, taken)
        QGuiApplication.inputMethod().reset()
