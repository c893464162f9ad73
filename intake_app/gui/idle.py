"""Locking by itself: seconds without a key, a click or a wheel, counted by the monotonic clock handed in."""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QInputEvent, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication

WARNING_SECONDS = 30
HIDE_KEY = Qt.Key.Key_F9

_SIGNS_OF_LIFE = frozenset(
    (
        QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel,
        QEvent.Type.TouchBegin, QEvent.Type.InputMethod,
    )
)  # fmt: skip


_TOUCHED = (QInputEvent, QInputMethodEvent)


class IdleWatch(QObject):
    """Counts idle seconds. `warning` gives the whole seconds left in the last `WARNING_SECONDS`, 0 when there is no
    hurry any more; `expired` comes once. A machine that slept has been idle for as long: the clock must go on in sleep.
    """

    hide_key = Signal()
    """F9, seen before any window: dialogs and menus can not keep it from the frame."""

    warning = Signal(int)
    expired = Signal()

    def __init__(
        self, application: QApplication, clock: Callable[[], float] | None = None, owner: QObject | None = None
    ) -> None:
        super().__init__(owner)  # with an owner it goes when its window goes, never in another thread
        self._clock = clock or clock_that_counts_sleep
        self._limit = 0
        self._last = self._clock()
        self._warned = False
        self._tick = QTimer(self, interval=500)
        self._tick.timeout.connect(self.look)
        application.installEventFilter(self)

    def start(self, limit: int) -> None:
        """Count from now towards `limit` seconds; 0 stops counting."""
        self._limit = limit
        self.touch()
        if limit:
            self._tick.start()
        else:
            self._tick.stop()

    @property
    def quiet(self) -> float:
        """Seconds since the last sign of life."""
        return self._clock() - self._last

    def touch(self) -> None:
        """Somebody is here."""
        self._last = self._clock()
        if self._warned:
            self._warned = False
            self.warning.emit(0)

    def _live(self) -> None:
        """A sign of life counts only before the limit: after a sleep the first one may come before the next look."""
        if self._clock() - self._last < self._limit:
            self.touch()
        elif self._tick.isActive():
            self.look()

    def look(self) -> None:
        """Compare the clock with the limit; called twice a second."""
        left = self._limit - (self._clock() - self._last)
        if left <= 0:
            self._tick.stop()
            self.expired.emit()
        elif left <= WARNING_SECONDS:
            self._warned = True
            self.warning.emit(int(left) + 1)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take a sign of life from any window; let the event go on, but for the key that hides."""
        if not isinstance(event, _TOUCHED):  # nearly all: a page that is built sends tens of thousands
            return False
        if event.type() in _SIGNS_OF_LIFE and self._limit:
            self._live()
        if isinstance(event, QKeyEvent) and event.key() == HIDE_KEY:
            if event.type() == QEvent.Type.KeyPress:
                self.hide_key.emit()
            return True
        return False


def clock_that_counts_sleep() -> float:
    """Seconds of a clock that nobody sets and that goes on while the machine sleeps, where there is one."""
    boot_clock = getattr(time, "CLOCK_BOOTTIME", None)
    return time.clock_gettime(boot_clock) if boot_clock is not None else time.monotonic()
