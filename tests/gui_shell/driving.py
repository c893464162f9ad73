"""Drive the real program from outside: its processes, its windows, its memory."""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0

UNLOCK = """
gate = program.workplace.gate
gate.name_line.clear()
QTest.keyClicks(gate.name_line, name)
QTest.keyClicks(gate.secret_line, passphrase)
QTest.keyClick(gate.secret_line, Qt.Key.Key_Return)
"""
START = """
from intake_app import workflow
def _start(store):
    form = next(row.key for row in workflow.form_list(store) if row.form_id == form_id)
    return workflow.start_record(store, form, "", "")
program.lanes.vault(_start, program.workplace.open_interview)
"""
RESUME = """
from intake_app import workflow
program.lanes.vault(lambda store: workflow.open_record(store, record), program.workplace.open_interview)
"""
PAGE = "told = type(program.workplace.shell.page).__name__"
TYPE = "QTest.keyClicks(program.workplace.shell.focusWidget() or program.workplace.shell, text)"
PRESS = "QTest.keyClick(program.workplace.shell.focusWidget() or program.workplace.shell, getattr(Qt.Key, key))"


class Front:
    """The window in front, as it says itself."""

    def __init__(self, line: socket.socket) -> None:
        self._line = line
        self._read = line.makefile("rb")
        self.pid: int = json.loads(self._read.readline())["pid"]
        self.since = time.monotonic()

    def do(self, text: str, /, **values: object) -> Any:
        """Run Python text in the window's process; gives its `told`."""
        self.order(text, **values)
        return json.loads(self._read.readline())

    def order(self, text: str, /, **values: object) -> None:
        """As `do`, for what the process does not live to answer."""
        self._line.sendall(json.dumps({"do": text, "values": values}).encode() + b"\n")

    def until(self, text: str, wanted: Callable[[Any], bool], /, **values: object) -> Any:
        """Ask again until the answer is the wanted one."""
        return wait(lambda: self.do(text, **values), wanted)

    def unlock(self, name: str, passphrase: str) -> None:
        """Name, passphrase, Enter; wait for the first page."""
        self.do(UNLOCK, name=name, passphrase=passphrase)
        self.until("told = program.workplace.person is not None and program.lanes.pending == 0", bool)

    def interview(self, form_id: str) -> None:
        """Begin an interview with a form."""
        self.do(START, form_id=form_id)
        self.until(PAGE, lambda page: page == "InterviewPage")

    def resume(self, record: str) -> None:
        """Go on with a draft."""
        self.do(RESUME, record=record)
        self.until(PAGE, lambda page: page == "InterviewPage")

    def type(self, text: str) -> None:
        """Keys, to whatever has the keyboard."""
        self.do(TYPE, text=text)

    def press(self, key: str) -> None:
        """A key after which the process may be gone."""
        self.order(PRESS, key=key)

    def close(self) -> None:
        """Hang up."""
        self._read.close()
        self._line.close()


class House:
    """The process that stays, and whichever window is in front."""

    def __init__(self, store: Path, environment: Mapping[str, str] | None = None, language: str = "en") -> None:
        self._folder = tempfile.TemporaryDirectory()
        address = str(Path(self._folder.name) / "s")
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(address)
        self._listener.listen()
        self._listener.settimeout(PATIENCE)
        self._fronts: list[Front] = []
        command = [sys.executable, "-m", "tests.gui_shell.driven", address, "house"]
        command += ["--store", str(store), "--language", language]
        self._mark = f"HOUSE={address}"
        given = {**os.environ, **screen(), "PYTHONPATH": str(ROOT), "HOUSE": address, **(environment or {})}
        self.process = subprocess.Popen(command, env=given, cwd=ROOT, stderr=subprocess.PIPE)
        self.said = b""

    def front(self) -> Front:
        """The next window that appears."""
        line, _ = self._listener.accept()
        line.settimeout(PATIENCE)
        self._fronts.append(Front(line))
        return self._fronts[-1]

    def pids(self) -> list[int]:
        """The process that stays and every process below it."""
        return descendants(self.process.pid)

    def own(self) -> list[int]:
        """Every process that was ever started from here and lives, also one that went its own way."""
        marked = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit() and self._is_own(entry)]
        return sorted({*marked, *self.pids()})

    def _is_own(self, entry: Path) -> bool:
        try:
            return self._mark.encode() in (entry / "environ").read_bytes().split(b"\0") and alive(int(entry.name))
        except OSError:
            return False

    def warm(self) -> None:
        """Wait until the successor has loaded everything and waits."""
        wait(lambda: [waits(pid) for pid in self.pids()].count(True), lambda idle: idle >= 3)

    def end(self, number: int = signal.SIGTERM) -> int:
        """Ask it to go; gives the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        _, self.said = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode

    def __enter__(self) -> "House":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self.process.poll() is None:
            self.end()
        if self.process.stderr is not None:
            self.process.stderr.close()
        for front in self._fronts:
            front.close()
        self._listener.close()
        self._folder.cleanup()
        if kind is not None:
            sys.stderr.write(self.said.decode())


def screen() -> dict[str, str]:
    """Where windows go: the screen there is, or none."""
    return {} if os.environ.get("DISPLAY") else {"QT_QPA_PLATFORM": "offscreen"}


def wait(ask: Callable[[], Any], wanted: Callable[[Any], bool], patience: float = PATIENCE) -> Any:
    """Ask again until the answer is the wanted one."""
    end = time.monotonic() + patience
    while not wanted(answer := ask()):
        assert time.monotonic() < end, answer
        time.sleep(0.02)
    return answer


def alive(pid: int) -> bool:
    """Whether a process still has its memory."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def waits(pid: int) -> bool:
    """Whether a process sleeps in a read or a poll, with nothing to do."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "S"
    except OSError:
        return False


def descendants(pid: int) -> list[int]:
    """A process and all below it."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
            parents.setdefault(parent, []).append(int(entry.name))
    found = [pid]
    for one in found:
        found += parents.get(one, [])
    return [one for one in found if alive(one)]


def memory_of(pid: int) -> Iterator[bytes]:
    """Every readable mapping of a process. Needs root, or a process that allows its parent."""
    maps = Path(f"/proc/{pid}/maps").read_text().splitlines()
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        for line in maps:
            span, rights, _, _, _, *name = line.split(maxsplit=5)
            if ("w" not in rights and name) or "r" not in rights or (name and name[0].startswith(("[v", "/dev/dri"))):
                continue
            start, end = (int(part, 16) for part in span.split("-"))
            try:
                memory.seek(start)
                yield memory.read(end - start)
            except OSError:
                continue


def copies(pid: int, needles: Mapping[str, bytes]) -> dict[str, int]:
    """How often each needle stands in the memory of a process."""
    found = dict.fromkeys(needles, 0)
    for part in memory_of(pid):
        for name, needle in needles.items():
            found[name] += part.count(needle)
    return found


@contextmanager
def measured() -> Iterator[list[float]]:
    """Seconds that a block took, in a list of one."""
    took: list[float] = []
    begun = time.monotonic()
    yield took
    took.append(time.monotonic() - begun)
