"""Hiding: the child process shows its windows covered, saves, closes, and becomes a process that knows nothing."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from intake_app import vault
from intake_app.gui.hide import clear_clipboard, cover_all
from intake_app.gui.idle import IdleWatch
from intake_app.gui.tokens import LIGHT
from tests.gui_shell import people
from tests.gui_shell.windows import PASSPHRASE

pytestmark = pytest.mark.window

CANARY = "zzcanary-answer-7341"
FORM = b"""| survey | | | |
| | type | name | label |
| | text | note | What? |
| settings | | | |
| | form_title | form_id | version |
| | Small | small | 1 |
"""
CHILD = Path(__file__).with_name("hidden_child.py")


def test_every_window_is_covered_before_the_call_returns(qtbot: QtBot, qapp: QApplication) -> None:
    windows = [QWidget(), QWidget()]
    for window in windows:
        qtbot.addWidget(window)
        window.setStyleSheet("background: red")
        window.resize(300, 200)
        window.show()
        qtbot.waitExposed(window)
    covers = cover_all()
    shown = {window.grab().toImage().pixelColor(150, 100).name() for window in windows}
    assert len(covers) >= 2
    assert shown == {LIGHT.ground}


def test_our_own_text_leaves_the_clipboard(qapp: QApplication) -> None:
    if QGuiApplication.platformName() == "offscreen":
        pytest.skip("2026-11-22: this platform does not know whose the clipboard is")
    board = QGuiApplication.clipboard()
    board.setText(CANARY)
    clear_clipboard()
    assert board.text() == ""


@pytest.mark.skipif(sys.platform != "linux", reason="2026-11-22: looks into its own memory by /proc")
def test_f9_saves_closes_and_becomes_a_fresh_process(store: Path, tmp_path: Path) -> None:
    people.make_alone(store, FORM)
    told = tmp_path / "told.json"
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, str(CHILD), str(store), PASSPHRASE, CANARY, str(told)]
    done = subprocess.run(command, env=environment, capture_output=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr.decode()
    fresh = json.loads(told.read_text(encoding="utf-8"))
    assert fresh["same_process"]
    assert fresh["copies_before"] > 0
    assert fresh["copies_after"] == 0
    assert CANARY.encode() not in done.stdout + done.stderr
    with vault.open_store(store, "Amina", PASSPHRASE) as store:
        drafts = [row for row in store.records() if row.state == "draft"]
        assert any(CANARY.encode() in store.draft(row.id).xml for row in drafts)
        assert store.check() == ()


def test_the_key_is_heard_before_any_dialog(qtbot: QtBot, qapp: QApplication) -> None:
    watch = IdleWatch(qapp)
    dialog = QWidget()
    qtbot.addWidget(dialog)
    dialog.setWindowModality(Qt.WindowModality.ApplicationModal)
    dialog.show()
    with qtbot.waitSignal(watch.hide_key):
        QTest.keyClick(dialog, Qt.Key.Key_F9)
