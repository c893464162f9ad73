"""A button of several of which one counts: a radio button in the look of the others."""

from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QWidget

from intake_app.gui.controls import Button


class OneOf(Button):
    """Those of one parent are one group. Each is reached by Tab, which Qt would leave to the one that is chosen."""

    def __init__(self) -> None:
        super().__init__("answer")
        self.setCheckable(True)
        self.setAutoExclusive(True)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Without Qt's change of what Tab reaches."""
        QWidget.focusInEvent(self, event)
