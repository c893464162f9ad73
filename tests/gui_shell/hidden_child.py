"""Run as a process of its own: type an answer, press F9, become a fresh process that looks for the answer in itself.

Arguments: store, passphrase, canary, where to tell.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from intake_app import vault, workflow
from intake_app.gui import portrait, shell
from intake_app.gui.gate import Unlock
from intake_app.gui.home import Home
from intake_app.gui.interview import InterviewPage
from intake_app.gui.lanes import Lanes
from intake_app.gui.tokens import Look
from intake_app.gui.words import Words
from intake_app.gui.workplace import Workplace
from intake_app.vault import Vault
from intake_app.workflow import OpenRecord
from tests.gui_shell import own_memory


def main(store: Path, passphrase: str, canary: str, tell: str) -> int:
    """Never returns when all is well."""
    application = QApplication([])
    shell.prepare(application)
    lanes = Lanes()

    def replace() -> NoReturn:
        backwards = canary[::-1]
        before = str(own_memory.copies(backwards))
        os.execv(sys.executable, [sys.executable, own_memory.__file__, backwards, str(os.getpid()), before, tell])

    place = Workplace(Words("en"), Look(), lanes, store, replace, vault.FLOOR)
    place.show()

    def settle(until: Callable[[], bool]) -> None:
        portrait.settle(lambda: lanes.pending == 0 and until())

    gate = place.gate
    if not isinstance(gate, Unlock):
        return 2
    gate.name_line.setText("Amina")
    gate.secret_line.setText(passphrase)
    gate.submit()
    settle(lambda: isinstance(place.shell.page, Home))
    opened: list[OpenRecord] = []
    lanes.vault(_start, opened.append)
    settle(lambda: bool(opened))
    place.open_interview(opened[0])
    settle(lambda: isinstance(place.shell.page, InterviewPage))
    focus = place.shell.focusWidget() or place.shell
    QTest.keyClicks(focus, canary)
    QTest.keyClick(focus, Qt.Key.Key_F9)
    return 3


def _start(store: Vault) -> OpenRecord:
    form = next(row.key for row in workflow.form_list(store) if row.form_id == "small")
    return workflow.start_record(store, form, "", "")


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), *sys.argv[2:5]))
