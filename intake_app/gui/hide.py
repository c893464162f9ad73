"""Hiding: cover every window in the same event, save, close the store, end the process.

Python can not wipe memory, so a locked process that held data is no lock: a fresh process takes its place.
"""

from collections.abc import Callable
from typing import NoReturn

from PySide6.QtCore import Qt
from PySide6.QtGui import QClipboard, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from intake_app.gui.lanes import Lanes
from intake_app.gui.page import Page
from intake_app.gui.tokens import LIGHT, Tokens


class Cover(QWidget):
    """A plain neutral sheet over one window."""

    def __init__(self, window: QWidget, tokens: Tokens | None = None) -> None:
        super().__init__(window)
        self._ground = (tokens or Tokens(LIGHT)).color("ground")
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setGeometry(window.rect())

    def paintEvent(self, event: QPaintEvent) -> None:
        """One colour, no word."""
        QPainter(self).fillRect(self.rect(), self._ground)


class Hider:
    """Ends this process. `replace_process` never returns: it starts a fresh one in the place of this one."""

    def __init__(self, lanes: Lanes, replace_process: Callable[[], NoReturn]) -> None:
        self._lanes = lanes
        self._replace = replace_process
        self.hiding = False

    def hide(self, page: Page | None) -> None:
        """Cover, save, close, replace. A second press while it happens changes nothing."""
        if self.hiding:
            return
        self.hiding = True
        cover_all()
        try:
            if page is not None:
                page.save_now()
            clear_clipboard()
            self._lanes.close()
        finally:
            self._replace()


def cover_all() -> list[Cover]:
    """Cover every window at once and paint before returning; menus and drop-downs close."""
    covers = []
    while (popup := QApplication.activePopupWidget()) is not None:
        popup.close()
    for window in QApplication.topLevelWidgets():
        if window.isVisible():
            cover = Cover(window)
            cover.show()
            cover.raise_()
            window.repaint()
            covers.append(cover)
    return covers


def clear_clipboard() -> None:
    """Take back from the clipboard what this program put there; leave what is another program's."""
    clipboard = QApplication.clipboard()
    if clipboard.ownsClipboard():
        clipboard.clear(QClipboard.Mode.Clipboard)
    if clipboard.supportsSelection() and clipboard.ownsSelection():
        clipboard.clear(QClipboard.Mode.Selection)
