"""What another process says that was given bytes of a stranger: no more than was asked for, and not for ever."""

import contextlib
import os
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from functools import partial

_PIECE = 64 * 1024
"""Bytes that are read at a time."""
_LOOK = 0.05
"""Seconds from one look to the next whether somebody still waits."""


def heard(
    start: Sequence[str], asked: bytes, most: int, patience: float, left: Callable[[], bool] = lambda: False
) -> bytes:
    """What a process says that is asked this, no more than so many bytes of it, as far as it came in these seconds.

    Whoever has taken it over may say anything without end, or leave something behind that keeps the line open. `left`:
    nobody waits for it any more.
    """
    child = subprocess.Popen(start, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    told = bytearray()
    for work in (partial(ask, child, asked), partial(_listen, child, told, most)):
        thread = threading.Thread(target=work, daemon=True)
        thread.start()
    until = time.monotonic() + patience
    while thread.is_alive() and time.monotonic() < until and not left():
        thread.join(_LOOK)
    child.kill()
    child.wait()
    return bytes(told)


def ask(child: "subprocess.Popen[bytes]", asked: bytes) -> None:
    """Give a process all that it is asked; for a thread of its own."""
    assert child.stdin is not None
    with contextlib.suppress(OSError), child.stdin as line:  # it may have ended
        line.write(asked)


def _listen(child: "subprocess.Popen[bytes]", told: bytearray, most: int) -> None:
    assert child.stdout is not None
    with child.stdout as line:
        while len(told) < most and (more := os.read(line.fileno(), min(_PIECE, most - len(told)))):
            told += more
