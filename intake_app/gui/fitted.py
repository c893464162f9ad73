"""What is laid out anew for the room that there is, and never widens what it stands in."""

from abc import abstractmethod

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QStackedWidget


class Fitted(QFrame):
    """Heirs say in `_fit` where everything stands in the width of the moment."""

    def minimumSizeHint(self) -> QSize:
        """As narrow as need be, and no row is cut."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out anew."""
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        """The same when something in it comes or goes, or says something else."""
        taken = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return taken

    @abstractmethod
    def _fit(self) -> None:
        """Places for what is shown, in this width."""


class Remainder(QStackedWidget):
    """One of several things, in the room that the others on the page leave; it asks for none but its lowest height."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)

    def hasHeightForWidth(self) -> bool:
        """Words in it that wrap change nothing."""
        return False
