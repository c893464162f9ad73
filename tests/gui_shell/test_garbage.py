"""What nobody has any more is taken apart in the thread of the windows, whoever fills the memory meanwhile."""

import gc
import json
import os
import subprocess
import sys
import threading
import weakref
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from intake_app.gui.lanes import Lanes
from tests.gui_shell import people
from tests.gui_shell.driving import ROOT, screen
from tests.gui_shell.test_lanes import make

pytestmark = pytest.mark.window

PROGRAM = """
import gc, json, sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from intake_app import app
from intake_app.gui import shell
application = QApplication([])
shell.prepare(application)
looks = [gc.isenabled()]
program = app.Program(application, Path(sys.argv[1]), "it")
looks.append(gc.isenabled())
program.workplace
print(json.dumps([*looks, gc.isenabled()]))
"""


class Spare(QWidget):
    """A widget that lies in no other and holds itself, as one does with whatever calls it back."""

    def __init__(self, ended: list[threading.Thread]) -> None:
        super().__init__()
        self.own = self
        weakref.finalize(self, lambda: ended.append(threading.current_thread()))


def fill_memory() -> list[list[int]]:
    """So much that Python would look for garbage."""
    return [[number] for number in range(100_000)]


def test_no_lane_takes_apart_a_widget_that_nobody_has_any_more(qtbot: QtBot, lanes: Lanes, store: Path) -> None:
    ended: list[threading.Thread] = []
    kept: list[list[list[int]]] = []
    Spare(ended)
    lanes.work(fill_memory, kept.append)
    qtbot.waitUntil(lambda: bool(kept))
    assert ended == []
    lanes.open(lambda: make(store), lambda _person: None)
    qtbot.waitUntil(lambda: bool(ended))
    assert ended == [threading.main_thread()]


def test_a_lane_that_is_slow_to_end_its_job_lets_go_of_no_window(qtbot: QtBot, lanes: Lanes) -> None:
    ended: list[threading.Thread] = []
    told, go, heard = list[bool](), threading.Event(), threading.Event()
    page = QWidget()
    weakref.finalize(page, lambda: ended.append(threading.current_thread()))
    job = lanes._order("work", lambda page=page: go.wait(10) and bool(page), told.append, None)
    assert job is not None
    job.add_done_callback(lambda _job: heard.wait(10))  # on the lane, after its result is on its way
    del page
    go.set()
    qtbot.waitUntil(lambda: bool(told))
    heard.set()
    qtbot.waitUntil(lambda: bool(ended))
    assert ended == [threading.main_thread()]


def test_the_program_leaves_it_to_the_windows_when_to_look(store: Path) -> None:
    people.make_alone(store)
    given = {**os.environ, **screen(), "PYTHONPATH": str(ROOT)}
    told = subprocess.run([sys.executable, "-c", PROGRAM, str(store)], env=given, capture_output=True, check=True)
    assert json.loads(told.stdout) == [True, False, False]


def test_a_test_begins_with_a_python_that_looks_by_itself() -> None:
    assert gc.isenabled()
