"""A clock that is set while the store is open, or that stands before the last entry of the log."""

import time
from dataclasses import dataclass, field
from datetime import datetime

TOLERATED = 300.0
"""Seconds."""


def steady() -> float:
    """Seconds that go on in sleep too, where the system counts them; nobody sets them."""
    kind = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if kind is None else time.clock_gettime(kind)


@dataclass(slots=True)
class ClockWatch:
    """Compares the wall clock with one that nobody sets."""

    _wall: datetime | None = None
    _steady: float = field(default=0.0)

    def jumped(self, wall: datetime, last: str, now: float) -> int:
        """By how many seconds the wall clock was set since the last look; 0 for less than `TOLERATED`.

        ``last`` is the time of the newest entry of the log, for the first look; "" without any.  ``now`` is `steady`.
        """
        if self._wall is None:
            drift = (wall - datetime.fromisoformat(last)).total_seconds() if last else 0.0
            drift = min(drift, 0.0)  # a store that was closed for days is no jump
        else:
            drift = (wall - self._wall).total_seconds() - (now - self._steady)
        self._wall, self._steady = wall, now
        return round(drift) if abs(drift) > TOLERATED else 0
