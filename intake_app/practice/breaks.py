"""A line that breaks after a chosen byte of a request or of its answer, and the measure of what went over it."""

import contextlib
import socket
import threading
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from io import BufferedReader
from typing import IO, Literal

Way = Literal["request", "response"]


@dataclass(frozen=True)
class Break:
    """Where a line breaks: after so many bytes of a request were read, or of an answer were written; 0 is before any.

    A request that is shorter is read and answered.
    """

    way: Way
    after: int


@dataclass
class Traffic:
    """One exchange as it went over the line, in bytes; `broken` when it was cut on purpose."""

    method: str = ""
    asked: int = 0
    answered: int = 0
    broken: bool = False


class Lines:
    """The open lines of a server, what went over them, and which of the next requests break."""

    def __init__(self) -> None:
        self.traffic: list[Traffic] = []
        self._plan: deque[Break | None] = deque()
        self._open: set[socket.socket] = set()
        # Each line has a thread of its own.
        self._lock = threading.Lock()

    def plan(self, breaks: Iterable[Break | None]) -> None:
        """Say where the next requests break, one each, whatever they ask; None is a request that does not."""
        with self._lock:
            self._plan.extend(breaks)

    def forget(self) -> None:
        """Break no more."""
        with self._lock:
            self._plan.clear()

    def begin(self) -> tuple[Traffic, Break | None]:
        """The exchange that begins now, and where it breaks."""
        with self._lock:
            self.traffic.append(Traffic())
            return self.traffic[-1], self._plan.popleft() if self._plan else None

    def opened(self, line: socket.socket) -> None:
        """Take note of a line."""
        with self._lock:
            self._open.add(line)

    def closed(self, line: socket.socket) -> None:
        """A line that is gone."""
        with self._lock:
            self._open.discard(line)

    def hang_up(self) -> None:
        """End every line that is still open."""
        with self._lock:
            for line in self._open:
                hang_up(line)


def hang_up(line: socket.socket) -> None:
    """End a line, for both sides."""
    # The other side may have ended it already.
    with contextlib.suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)


class Meter:
    """Counts what goes over one line and breaks it where that was planned."""

    def __init__(self, lines: Lines, line: socket.socket) -> None:
        self._lines = lines
        self._line = line
        self._break: Break | None = None
        self.traffic: Traffic | None = None

    def rest(self) -> None:
        """Between two requests."""
        self.traffic, self._break = None, None

    def begin(self) -> Traffic:
        """The first byte of a request is there."""
        if self.traffic is None:
            self.traffic, self._break = self._lines.begin()
            self.note("request", 0)
            self.end()
        return self.traffic

    def room(self, way: Way, wanted: int) -> int:
        """How many bytes may go before the line breaks."""
        if self._break is None or self._break.way != way:
            return wanted
        return min(wanted, max(self._break.after - self._gone(way), 0))

    def note(self, way: Way, size: int) -> None:
        """Count bytes that have come, or are about to go: who gets them may look at the count at once."""
        traffic = self.begin()
        if way == "request":
            traffic.asked += size
        else:
            traffic.answered += size
        if self._break is not None and self._break.way == way and self._gone(way) >= self._break.after:
            traffic.broken = True

    def end(self) -> None:
        """Break the line if that was planned for here: raises ConnectionAbortedError."""
        if self.begin().broken:
            hang_up(self._line)
            raise ConnectionAbortedError("cut on purpose")

    def _gone(self, way: Way) -> int:
        traffic = self.begin()
        return traffic.asked if way == "request" else traffic.answered


class MeteredReader:
    """What comes in, counted."""

    def __init__(self, inner: BufferedReader, meter: Meter) -> None:
        self._inner = inner
        self._meter = meter

    def readline(self, limit: int = 65537) -> bytes:
        """As of a file."""
        if not self._begun():
            return b""
        return self._counted(self._inner.readline(self._meter.room("request", limit)))

    def read(self, size: int) -> bytes:
        """As of a file."""
        if not self._begun():
            return b""
        return self._counted(self._inner.read(self._meter.room("request", size)))

    def close(self) -> None:
        """As of a file."""
        self._inner.close()

    def _begun(self) -> bool:
        if self._meter.traffic is None:
            if not self._inner.peek(1):
                return False
            self._meter.begin()
        return True

    def _counted(self, data: bytes) -> bytes:
        self._meter.note("request", len(data))
        self._meter.end()
        return data


class MeteredWriter:
    """What goes out, counted."""

    def __init__(self, inner: IO[bytes], meter: Meter) -> None:
        self._inner = inner
        self._meter = meter

    @property
    def closed(self) -> bool:
        """As of a file."""
        return self._inner.closed

    def write(self, data: bytes) -> int:
        """As of a file; up to the break and no further."""
        part = data[: self._meter.room("response", len(data))]
        self._meter.note("response", len(part))
        self._inner.write(part)
        self._inner.flush()
        self._meter.end()
        return len(data)

    def flush(self) -> None:
        """As of a file."""
        self._inner.flush()

    def close(self) -> None:
        """As of a file."""
        self._inner.close()
