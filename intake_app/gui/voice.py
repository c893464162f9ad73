"""The voice of this computer, where the system has one for a language. No voice reads the words of another language, or
of another script."""

import contextlib
import ctypes
import json
import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QLocale, QObject, Qt, Signal

from intake_app import languages

_LONGEST_LINE = 1 << 16
_LONGEST_TEXT = 4_000
"""Signs of a text that are read aloud."""


class Voice(QObject):
    """Reads one text at a time, in a process of its own. `ended`: it is silent again. `loaded`: it has languages."""

    ended = Signal()
    loaded = Signal()
    _told = Signal(object)

    def __init__(self, owner: QObject | None = None, command: Sequence[str] = ()) -> None:
        super().__init__(owner)
        self._command = command
        self._child: subprocess.Popen[bytes] | None = None
        self._locales: tuple[str, ...] = ()
        self.speaking = self._said = False
        self._told.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def load(self) -> None:
        """Ask the system which voices it has; `loaded` comes when it has any."""
        if self._child is not None or not (self._command or _has_library()):
            return
        start = self._command or (sys.executable, "-m", "intake_app", "speak")
        with contextlib.suppress(OSError):
            self._child = subprocess.Popen(
                start, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
            child = self._child
            assert child.stdin is not None
            os.set_blocking(child.stdin.fileno(), False)
            self.destroyed.connect(lambda: _end(child))
            threading.Thread(target=_listen, args=(child, self._told), daemon=True).start()

    def speaks(self, code: str) -> bool:
        """Whether there is a voice for a language (BCP 47); False until `loaded`."""
        return bool(self._locale(code))

    def say(self, text: str, code: str) -> None:
        """Read a text aloud with a voice of its language; nothing where there is none."""
        locale = self._locale(code)
        if locale:
            self.speaking = self._said = True
            self._tell({"say": text[:_LONGEST_TEXT], "locale": locale})

    def stop(self) -> None:
        """Silence, at once; told also to a voice that says it is done."""
        self.speaking = False
        if self._said:
            self._said = False
            self._tell({"stop": True})

    def _locale(self, code: str) -> str:
        """That of the region the registry names where the system has it, else any of the same language and script."""
        own = [one for one in self._locales if _written(one) == _written(code)]
        wanted = languages.get(code).locale.casefold()
        return min(own, key=lambda one: one.casefold() != wanted, default="")

    def _tell(self, what: dict[str, Any]) -> None:
        """A process that has died hears nothing; one that does not listen any more is ended: nobody waits for it."""
        if self._child is None or self._child.stdin is None:
            return
        told = json.dumps(what).encode() + b"\n"
        try:
            heard = os.write(self._child.stdin.fileno(), told)
        except BlockingIOError:
            heard = 0
        except OSError:
            heard = 0
        if heard < len(told):
            self._child.kill()
            self._locales = ()
            self._told.emit({"ended": True})

    def _take(self, told: dict[str, Any]) -> None:
        if "locales" in told:
            self._locales = tuple(str(one) for one in told["locales"])
            self.loaded.emit()
        elif self.speaking:
            self.speaking = False
            self.ended.emit()


def _listen(child: "subprocess.Popen[bytes]", told: Any) -> None:
    assert child.stdout is not None
    with contextlib.suppress(ValueError, RuntimeError), child.stdout as lines:  # no JSON; nobody listens any more
        while line := lines.readline(_LONGEST_LINE):
            told.emit(json.loads(line))
        told.emit({"ended": True})
    child.wait()


def _end(child: "subprocess.Popen[bytes]") -> None:
    if child.stdin is not None:
        with contextlib.suppress(OSError):
            child.stdin.close()


def _has_library() -> bool:
    """On Linux voices come from Speech Dispatcher; who has none of its library has no voice."""
    if not sys.platform.startswith("linux"):
        return True
    try:
        ctypes.CDLL("libspeechd.so.2")
    except OSError:
        return False
    return True


def _written(code: str) -> tuple[str, QLocale.Script]:
    """A language and the script that it has in a region; both ways to write Chinese are read alike."""
    script = QLocale(code).script()
    if script is QLocale.Script.TraditionalHanScript:
        script = QLocale.Script.SimplifiedHanScript
    return code.partition("-")[0].casefold(), script
