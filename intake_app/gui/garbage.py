"""Python looks for garbage between two events of the windows, and in their thread alone.

By itself it looks in whichever thread asks for memory just then, a lane as well. What nobody has any more is taken
apart there, a widget that lies in no other too, while Qt goes through all widgets in the thread of the windows: the
process crashes.
"""

import gc

from PySide6.QtCore import QObject, QTimer

_LOOK_MS = 500


class Garbage(QObject):
    """Once it is made, Python looks for garbage no more by itself; once it has begun, this looks in its place."""

    def __init__(self, owner: QObject) -> None:
        super().__init__(owner)
        gc.disable()
        self._tick = QTimer(self, interval=_LOOK_MS)
        self._tick.timeout.connect(_look)

    def begin(self) -> None:
        """Look from now on, as often as so many new things are there as Python itself would wait for."""
        self._tick.start()

    def end(self) -> None:
        """Look no more: the process ends."""
        self._tick.stop()


def _look() -> None:
    limits = zip(gc.get_count(), gc.get_threshold(), strict=True)
    due = [generation for generation, (new, limit) in enumerate(limits) if new > limit]
    if due:
        gc.collect(due[-1])
