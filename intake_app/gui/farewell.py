"""Somebody asks the program to go (the end of the session, a terminal that closes): it saves and closes first."""

import signal
import socket
from collections.abc import Callable
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier

_ASKED = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGINT", "SIGHUP") if hasattr(signal, name))


class Farewell(QObject):
    """Calls `close` on the GUI thread, at the latest when the present event is done."""

    def __init__(self, close: Callable[[], None]) -> None:
        super().__init__()
        self._reading, self._writing = socket.socketpair()
        for end in (self._reading, self._writing):
            end.setblocking(False)
        self._before = signal.set_wakeup_fd(self._writing.fileno(), warn_on_full_buffer=False)
        self._notifier = QSocketNotifier(self._reading.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(close)
        self._old = {number: signal.signal(number, _heard) for number in _ASKED}

    def forget(self) -> None:
        """Listen no more."""
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._before)
        for number, handler in self._old.items():
            signal.signal(number, handler)
        self._reading.close()
        self._writing.close()


def _heard(_number: int, _frame: FrameType | None) -> None:
    """Nothing to do here: the byte that the signal wrote wakes the window."""
