"""A watch over one exchange with a server: it cuts the line when time is up or the person cancels.

A socket's own time limit starts anew with each byte, so a server that drips keeps a client for hours. Here another
thread shuts the connection, which ends a blocked read or write at once.
"""

import contextlib
import socket
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

from intake_app.errors import IntakeError

_TICK = 0.2
# Below this speed a transfer is given up. The system keeps up to SEND_BUFFER bytes that we believe to be sent, and up
# to FAST_BUFFER as long as the line takes that much in a moment: who waits for room wakes up for each little of it.
SLOWEST = 2_000.0
SEND_BUFFER = 131_072
FAST_BUFFER = 524_288
# A line that has brought a message and its answer through faster than this, in bytes a second, is given much at once.
_FAST = 4_000_000.0
_TELLING = 65_536  # bytes; how fast fewer went says nothing


class Guard:
    """The thread that looks after the exchanges of one line, one at a time; it ends with `close`.

    One for all of them: to begin and to end a thread for each costs more than many an exchange.
    """

    def __init__(self) -> None:
        self.fast = False  # how the line took the exchange before
        self._lock = threading.Lock()
        self._watch: Watch | None = None
        self._over = threading.Event()
        self._thread: threading.Thread | None = None

    def begin(self, watch: "Watch") -> None:
        """Look after this exchange from now on."""
        if self._thread is None:
            self._over.clear()
            self._thread = threading.Thread(target=self._guard, name="openrosa-watch", daemon=True)
            self._thread.start()
        with self._lock:
            self._watch = watch

    def end(self) -> None:
        """The exchange is over: after this nobody touches its connections, or asks whether it is cancelled."""
        with self._lock:
            self._watch = None

    def close(self) -> None:
        """End the thread; it begins anew should there be another exchange."""
        if self._thread is not None:
            self._over.set()
            self._thread.join()
            self._thread = None

    def _guard(self) -> None:
        while not self._over.wait(_TICK):
            with self._lock:
                if self._watch is not None:
                    self._watch.tick()


class Watch:
    """Time allowed for one exchange: `seconds`, plus the bytes moved at 2,000 bytes a second.

    `reason` is None, 'slow' or 'cancelled'. `cancelled` is asked from the watching thread.
    """

    def __init__(self, guard: Guard, seconds: float, cancelled: Callable[[], bool]) -> None:
        self._guard = guard
        self.reason: str | None = None
        self._seconds = seconds
        self._cancelled = cancelled
        self.fast = guard.fast
        self._began = self._start = time.monotonic()
        self._due = self._start + seconds
        self._gone = 0
        self._sockets: list[socket.socket] = []
        self._buffer = FAST_BUFFER  # what the exchange before left

    def __enter__(self) -> Self:
        self._guard.begin(self)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._guard.end()
        if kind is not None:
            self._guard.fast = False
        elif self._gone >= _TELLING:
            self._guard.fast = self._gone > _FAST * (time.monotonic() - self._began)
        for line in self._sockets:
            line.close()

    def opened(self, line: socket.socket) -> None:
        """Take note of a connection. A second handle of our own stays valid when TLS wraps the first."""
        self._sockets.append(socket.fromfd(line.fileno(), line.family, line.type))

    def moved(self, total: int) -> None:
        """Tell that so many bytes of this message have gone or come."""
        self._due = self._start + self._seconds + total / SLOWEST

    def sent(self, total: int) -> None:
        """Tell that the last byte was handed to the system: the answer gets its own time from now."""
        self._gone = total
        self._start = time.monotonic() + min(total, 2 * self._buffer) / SLOWEST
        self.moved(0)

    def paced(self, fast: bool) -> None:
        """Tell how the line took what it was given last: what the system may keep follows that.

        The system takes the first of it at once from anybody: much only where the exchange before went through quickly.
        """
        self._buffer = FAST_BUFFER if fast and self.fast else SEND_BUFFER
        for line in self._sockets:
            with contextlib.suppress(OSError):  # a matter of pace alone
                line.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, self._buffer)

    def check(self) -> None:
        """Between two pieces: raise IntakeError 'openrosa.cancelled' or 'openrosa.too_slow' without a wait."""
        self._look()
        self.raise_if_cut()

    def raise_if_cut(self) -> None:
        """Raise the same when the line was cut: what was read before then may look whole and is not."""
        if self.reason is not None:
            raise IntakeError("openrosa.cancelled" if self.reason == "cancelled" else "openrosa.too_slow")

    def _look(self) -> None:
        if self.reason is None and self._cancelled():
            self.reason = "cancelled"
        if self.reason is None and time.monotonic() > self._due:
            self.reason = "slow"

    def tick(self) -> None:
        """Look, from the watching thread, and end the line when it is time."""
        self._look()
        if self.reason is not None:
            self._cut()

    def _cut(self) -> None:
        for line in list(self._sockets):
            # The peer may have closed it already: then there is nothing left to cut.
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
