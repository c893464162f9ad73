"""What nobody needs before somebody is in: all pages, and with them the engine, the store and the wire."""

import importlib
import pkgutil
import sys
from collections.abc import Callable
from time import perf_counter

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

from intake_app import gui

_ENGINE = ("intake_app.workflow", "intake_app.slips", "intake_app.sync", "intake_app.exports")
"""What has nothing of the toolkit in it, and may be loaded beside the window."""
_ROOT = "intake_app.gui.workplace"
_SLICE = 0.004
"""Seconds in which pages are loaded before keys and clicks are heard again."""
_REST_MS = 80


def load_engine() -> None:
    """Have there what is under the pages.

    Every thread asks for it by these names in this order, and so waits for whoever asked first: two that load parts of
    one another would each be handed what the other has not finished.
    """
    for name in _ENGINE:
        importlib.import_module(name)


def load() -> None:
    """Have all of it there. For the thread of the windows: the toolkit makes no classes of windows on another one."""
    load_engine()
    importlib.import_module(_ROOT)


class Pages(QObject):
    """Loads the pages a few at a time on the thread of the windows, and rests while somebody types."""

    def __init__(self, application: QApplication, done: Callable[[], object]) -> None:
        super().__init__(application)
        self._application, self._done = application, done
        found = (one.name for one in pkgutil.walk_packages(gui.__path__, f"{gui.__name__}."))
        self._names = sorted(name for name in found if not name.endswith("_child"))  # those are other processes
        self._next = QTimer(self, singleShot=True, interval=0)
        self._next.timeout.connect(self._go_on)
        application.installEventFilter(self)
        self._next.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A key that is pressed comes first, and the next one."""
        if event.type() == QEvent.Type.KeyPress and self._next.isActive():
            self._next.start(_REST_MS)
        return super().eventFilter(watched, event)

    def end(self) -> None:
        """All is there, or is asked for at once."""
        self._application.removeEventFilter(self)
        self._next.stop()
        self._names.clear()

    def _go_on(self) -> None:
        until = perf_counter() + _SLICE
        while self._names and perf_counter() < until:
            name = self._names.pop()  # parts of a page come before it by their names
            if name not in sys.modules and name != _ROOT:
                importlib.import_module(name)
        if self._names:
            self._next.start(0)
        else:
            self.end()
            self._done()
