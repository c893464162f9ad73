"""The pair of hands inside a window of `tests.gui_shell.driven`."""

import json
import os
import socket
from typing import Any

from PySide6.QtCore import QSocketNotifier, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from intake_app import app


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
