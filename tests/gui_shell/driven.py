"""The real program with a pair of hands inside: each window, once shown, calls a socket and does what it is told.

usage: python -m tests.gui_shell.driven SOCKET house|window ARGUMENTS. `house` is the process that stays; it starts
this module again for every window. What arrives is a line of JSON with Python text; what goes back is its `told`.
"""

import ctypes
import json
import os
import socket
import sys
from typing import Any

from PySide6.QtCore import QSocketNotifier, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from intake_app import __main__ as entry
from intake_app import app, process

_PR_SET_DUMPABLE = 4
LIVING: list[object] = []


def main(line: list[str]) -> int:
    """Be the house or a window."""
    address, kind, *rest = line
    if kind == "house":
        _be_looked_into()
        return process.stay(rest, [sys.executable, "-m", "tests.gui_shell.driven", address, "window"])
    show = app.Program.show

    def shown(program: app.Program, *told: str) -> None:
        _be_looked_into()
        show(program, *told)
        LIVING.append(Hands(program, address))

    app.Program.show = shown  # type: ignore[method-assign]
    return entry.main(["window", *rest])


def _be_looked_into() -> None:
    """A test that is not root may only read the memory of a process that allows it."""
    if os.geteuid() != 0:
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 1, 0, 0, 0)


class Hands:
    """Do what the socket says, on the thread of the windows."""

    def __init__(self, program: app.Program, address: str) -> None:
        self._names: dict[str, Any] = {"program": program, "QTest": QTest, "Qt": Qt, "QApplication": QApplication}
        self._line = socket.socket(socket.AF_UNIX)
        self._line.connect(address)
        self._read = self._line.makefile("rb")
        self._notifier = QSocketNotifier(self._line.fileno(), QSocketNotifier.Type.Read)
        self._notifier.activated.connect(self._act)
        self._tell({"pid": os.getpid()})

    def _act(self) -> None:
        line = self._read.readline()
        if not line:
            self._notifier.setEnabled(False)
            return
        order = json.loads(line)
        self._names |= {"told": None, **order["values"]}
        exec(order["do"], self._names)
        self._tell(self._names["told"])

    def _tell(self, value: object) -> None:
        self._line.sendall(json.dumps(value).encode() + b"\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
