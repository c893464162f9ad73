"""Where the window is low for large letters, a page that scrolls goes where the keyboard goes."""

from PySide6.QtCore import QObject, QRect, Qt, QTimer
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from intake_app.gui.table import Table
from intake_app.gui.tokens import Space

SETTLED_MS = 20
"""After which layouts within layouts have given each its room, mostly."""
_SURELY_MS = 300
"""For as long the page is looked at again when its height is another."""


class Following(QObject):
    """Qt scrolls for the Tab key alone. What a mouse is on moves for nobody: it would be gone from under it."""

    def __init__(self, area: QScrollArea) -> None:
        super().__init__(area)
        self._area = area
        self._row = ""
        self._again = QTimer(self, singleShot=True, interval=_SURELY_MS)
        area.verticalScrollBar().rangeChanged.connect(self._resized)
        running = QApplication.instance()
        if isinstance(running, QApplication):
            running.focusChanged.connect(self._went)

    def look_at_row(self, key: str) -> None:
        """A list stands on another row; who reads elsewhere is left there."""
        before, self._row = self._row, key
        if key != before:
            self._soon()

    def _went(self, _before: QWidget | None, now: QWidget | None) -> None:
        if self._holds(now) and QApplication.mouseButtons() == Qt.MouseButton.NoButton:
            self._soon()

    def _soon(self) -> None:
        self._again.start()
        QTimer.singleShot(SETTLED_MS, self, self._follow)

    def _resized(self) -> None:
        if self._again.isActive():
            QTimer.singleShot(0, self, self._follow)

    def _holds(self, part: QWidget | None) -> bool:
        holder = self._area.widget()
        return part is not None and holder is not None and holder.isAncestorOf(part)

    def _follow(self) -> None:
        now, holder = QApplication.focusWidget(), self._area.widget()
        if now is not None and holder is not None and self._holds(now):
            place = now.ring_rect() if isinstance(now, Table) else now.rect()
            self._bring(QRect(now.mapTo(holder, place.topLeft()), place.size()))

    def _bring(self, place: QRect) -> None:
        """No further than it needs, and not at all to what is higher than the window."""
        bar, room = self._area.verticalScrollBar(), self._area.viewport().height()
        if place.height() <= room:
            lowest = place.bottom() + Space.SMALL - room
            bar.setValue(min(max(bar.value(), lowest), place.top() - Space.SMALL))
