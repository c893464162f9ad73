"""What stays and what comes and goes: a process that holds secrets ends, and a fresh one takes its place.

`stay` is the process that a person starts. It opens no store and no window: it keeps one process with the window, and
one successor that has loaded everything and waits. Windows and successor are told apart by one line each way: down
`show LANGUAGE saved|unsaved`, up `open`, `locking LANGUAGE`, `saved`. No answer and no secret passes here.
"""

import ctypes
import faulthandler
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import NoReturn

LOCKED = 75
"""Exit code of a process that ended because it locked (EX_TEMPFAIL of sysexits.h)."""

GRACE = 4.0
"""Seconds from hiding to the end, whatever the disk does."""

BEHIND = "--behind"
"""Tells a process that its window is not shown at once: it loads everything while it waits."""

_PR_SET_DUMPABLE = 4


def harden() -> None:
    """Files of this process are private; it leaves no core dump; on Linux other processes of the user can not attach.

    Source: prctl(2) PR_SET_DUMPABLE, setrlimit(2) RLIMIT_CORE. On Windows there is no umask to set.
    """
    os.umask(0o077)
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def end_within(seconds: float) -> None:
    """End this process after so many seconds, also when no line of Python runs any more (a hung disk, a stuck call)."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    faulthandler.dump_traceback_later(seconds, exit=True, file=nowhere)


def end_locked() -> NoReturn:
    """End at once. Nothing of this process is left; the one that stays puts the successor in its place."""
    os._exit(LOCKED)


class Parent:
    """In a process with a window: the lines to and from the one that stays.

    Standard output belongs to them; whatever a library prints there goes to the errors instead.
    """

    def __init__(self) -> None:
        self._down, self._up = os.dup(0), os.dup(1)
        os.dup2(2, 1)

    def wait(self) -> list[str]:
        """Wait for the word to show the window; gives what came with it, nothing when there will be none."""
        told = b""
        while not told.endswith(b"\n"):
            more = os.read(self._down, 200)
            if not more:
                return []
            told += more
        return told.decode().split()[1:]

    def tell(self, *said: str) -> None:
        """Say a line; without anybody there to hear it, nothing happens."""
        try:
            os.write(self._up, " ".join(said).encode() + b"\n")
        except OSError:
            os.close(self._up)
            self._up = os.open(os.devnull, os.O_WRONLY)


def stay(arguments: Sequence[str], command: Sequence[str] = ()) -> int:
    """Keep one window after the other until one is closed; gives its exit code.

    `arguments` are those of every window; `command` starts one, by default this program.
    """
    start = [*(command or (sys.executable, "-m", "intake_app", "window")), *arguments]
    house = _House(start)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda number, _frame: house.pass_on(number))
    try:
        return house.run()
    finally:
        house.dismiss()


class _House:
    """The window in front and the successor behind it."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = command
        self._front = _Child(command)
        self._behind: _Child | None = None
        self._ending = False

    def run(self) -> int:
        """One window after the other."""
        language, kept, waited = "-", True, False
        while True:
            self._show(language, kept)
            heard, locked, spoken, saved = self._listen(language)
            code = self._front.end()
            if waited and code < 0 and not heard and not self._ending:  # it was dying when it was told to show itself
                self._front, waited = _Child(self._command), False
                continue
            if not locked or self._ending:
                return code if code >= 0 else 128 - code
            language, kept, waited = spoken, saved, self._behind is not None
            self._front = self._behind or _Child(self._command)
            self._behind = None

    def pass_on(self, number: int) -> None:
        """Somebody asks the program to go: the window saves and closes."""
        self._ending = True
        self._front.process.send_signal(number)

    def dismiss(self) -> None:
        """Let go of a successor that is not needed."""
        for child in (self._behind, self._front):
            if child is not None:
                child.process.kill()
                child.end()

    def _listen(self, language: str) -> tuple[bool, bool, str, bool]:
        """Until the window in front ends: whether it said anything, whether it locked, in which language, and whether
        all was saved.
        """
        heard, locked, kept = False, False, True
        watch = threading.Timer(GRACE + 1, self._front.process.kill)
        for word, *rest in self._front.said():
            heard = True
            if word == "open":
                self._behind = self._behind or _Child([*self._command, BEHIND])
            elif word == "locking" and not locked:
                locked, kept, language = True, False, "".join(rest[:1]) or language
                watch.start()
            elif word == "saved":
                kept = True
        watch.cancel()
        return heard, locked, language, kept

    def _show(self, language: str, kept: bool) -> None:
        told = ("show", language, "saved" if kept else "unsaved")
        if not self._front.tell(*told):  # a successor that died while it waited
            self._front.end()
            self._front = _Child(self._command)
            self._front.tell(*told)


class _Child:
    """A process with a window, or one that waits to have it."""

    def __init__(self, command: Sequence[str]) -> None:
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def tell(self, *said: str) -> bool:
        """Send a line down; False when the process is gone."""
        down = self.process.stdin
        try:
            if down is not None:
                down.write(" ".join(said).encode() + b"\n")
                down.flush()
        except OSError:
            return False
        return self.process.poll() is None

    def said(self) -> Iterator[list[str]]:
        """The words of each line that comes up, until the process ends."""
        for line in self.process.stdout or ():
            yield line.decode("utf-8", "replace").split() or [""]

    def end(self) -> int:
        """Wait for the end; gives the exit code."""
        code = self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        return code
