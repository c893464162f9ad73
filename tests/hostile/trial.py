"""One attempt with a hostile file, in a process of its own: what came of it, and what it took.

The file is made first; then memory, time, every file and connection are watched while the engine is let at it.
"""

import resource
import select
import socket
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from intake_app import i18n, messages
from intake_app.errors import IntakeError

SECONDS = 2.0
MEGABYTES = 256.0
_WATCHED = ("open", "socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.system", "os.exec", "os.remove")


def nothing() -> bytes:
    """For a case that needs no file."""
    return b""


@dataclass(frozen=True)
class Case:
    """A way to do harm. `make` builds the file, unmeasured; `act` gets it; `judge` looks at what `act` gave.

    `refused`: the code it must be refused with; `told`: what the sentence must name. `seconds` are of processor time,
    `megabytes` on top of what the process had.
    """

    act: Callable[[bytes], object]
    make: Callable[[], bytes] = nothing
    judge: Callable[[Any], None] | None = None
    refused: str = ""
    told: tuple[str, ...] = ()
    seconds: float = SECONDS
    megabytes: float = MEGABYTES


@dataclass
class Seen:
    """What came of a case. `broken` is the trace of an exception that is no refusal."""

    broken: str = ""
    code: str = ""
    sentences: list[str] = field(default_factory=list)
    seconds: float = 0.0
    megabytes: float = 0.0
    opened: list[str] = field(default_factory=list)
    reads: int = 0
    writes: int = 0
    connected: bool = False


# what the child does


@dataclass
class Trap:
    """A listening socket and a file with a secret; nobody may touch either."""

    listener: socket.socket
    secret: Path

    @property
    def address(self) -> str:
        """Host and port of the listener."""
        host, port = self.listener.getsockname()
        return f"{host}:{port}"


TRAP: list[Trap] = []


def trap() -> Trap:
    """The trap of this process."""
    return TRAP[0]


def attempt(case: Case) -> Seen:
    """Run a case in this process."""
    data = case.make()
    seen = Seen()
    with _watched(seen):
        made = _let(case, data, seen)
    if not seen.broken and not seen.code and case.judge is not None:
        _judge(case.judge, made, seen)
    while select.select([trap().listener], [], [], 0)[0]:
        trap().listener.accept()[0].close()
        seen.connected = True
    return seen


def _let(case: Case, data: bytes, seen: Seen) -> object:
    try:
        return case.act(data)
    except IntakeError as error:
        seen.code = error.code
        seen.sentences = [messages.explain(error, TRANSLATORS[name]).sentence for name in ("en", "it")]
    except BaseException:  # noqa: BLE001 - whatever it is, the test shall show it
        seen.broken = traceback.format_exc()
    return None


def _judge(judge: Callable[[Any], None], made: object, seen: Seen) -> None:
    try:
        judge(made)
    except BaseException:  # noqa: BLE001 - as above
        seen.broken = traceback.format_exc()


TRANSLATORS = {name: i18n.load(name) for name in ("en", "it")}


@contextmanager
def _watched(seen: Seen) -> Iterator[None]:
    armed = True

    def note(event: str, arguments: tuple[object, ...]) -> None:
        if armed and event in _WATCHED:
            seen.opened.append(f"{event} {arguments[:2]}")

    Path("/proc/self/clear_refs").write_text("5")  # the peak of memory begins anew
    before, io_before = _memory("VmRSS"), _calls()
    sys.addaudithook(note)
    begun = _processor()
    yield
    seen.seconds = _processor() - begun
    armed = False
    io_after = _calls()
    seen.megabytes = _memory("VmHWM") - before
    seen.reads, seen.writes = (after - before for after, before in zip(io_after, io_before, strict=True))
    seen.reads -= _OWN_READS


def _processor() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _memory(name: str) -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(name + ":"))


def _calls() -> tuple[int, int]:
    """Calls that read and calls that wrote, of libraries too, so far."""
    told = dict(line.split(": ") for line in Path("/proc/self/io").read_text().splitlines())
    return int(told["syscr"]), int(told["syscw"])


def _own_reads() -> int:
    first = _calls()
    return _calls()[0] - first[0]


_OWN_READS = _own_reads()
"""Reading the figures is itself counted."""
