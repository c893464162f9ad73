"""Every window as somebody hears it who can not see it, and as somebody reaches it who has no mouse."""

from contextlib import suppress
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from intake_app.errors import IntakeError
from intake_app.gui.controls import scrolled
from intake_app.gui.portrait import Setting, grab_all, settle
from intake_app.gui.shell import Shell
from tests.gui_shell import heard
from tests.gui_shell.windows import PASSPHRASE

pytestmark = pytest.mark.window


@pytest.mark.parametrize("name", ["Sara", "Ada"])
def test_every_control_of_every_window_is_told_and_reached(qtbot: QtBot, workplace_store: Path, name: str) -> None:
    found: dict[str, list[object]] = {}

    def hear(window: str, shown: QWidget) -> None:
        def faults() -> list[object]:
            page = shown.page if isinstance(shown, Shell) else shown  # the person's window is one page
            assert page is not None
            return [*heard.faults(shown), *heard.out_of_order(page)]

        with suppress(IntakeError):  # what is told a moment later is waited for; what stays is a fault
            settle(lambda: not faults())
        found[window] = faults()

    grab_all(workplace_store, {name: PASSPHRASE}, Setting(seen=hear))
    assert len(found) >= 8
    assert {window: faults for window, faults in found.items() if faults} == {}


def test_what_is_wrong_is_found(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    down = QVBoxLayout(window)
    icon, twin, other, far = QPushButton("▶"), QPushButton("Go"), QPushButton("Go"), QWidget()
    area = scrolled(QLabel("words"))
    area.setAccessibleName("words")
    for part in (icon, twin, other, far, area):
        down.addWidget(part)
    twin.setFocusPolicy(twin.focusPolicy().NoFocus)
    window.show()
    qtbot.waitExposed(window).__exit__(None, None, None)
    told = {(fault.kind, fault.name) for fault in heard.faults(window)}
    assert told == {("no name", "▶"), ("not the only one of its name", "Go"), ("no key reaches it", "Go"),
                    ("said before what is in it", "words")}  # fmt: skip
