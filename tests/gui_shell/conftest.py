"""A QApplication as the program prepares it, and a real store in a temporary folder."""

import os
import sys

if sys.platform != "win32" and not os.environ.get("DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from intake_app.gui import shell
from intake_app.gui.lanes import Lanes
from intake_app.gui.tokens import Look
from intake_app.gui.words import Words
from tests.gui_shell import people
from tests.gui_shell.driving import wait
from tests.gui_shell.windows import Seat


@pytest.fixture(scope="session")
def qapp(qapp: QApplication) -> QApplication:
    """The application with the settings every window relies on."""
    shell.prepare(qapp)
    return qapp


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the settings of whoever runs it."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / ".config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(home / ".local" / "share"))


@pytest.fixture
def words(qapp: QApplication) -> Words:
    """English."""
    return Words("en")


@pytest.fixture
def look(qapp: QApplication) -> Look:
    """Light, scale 1."""
    return Look()


@pytest.fixture
def lanes(qapp: QApplication) -> Iterator[Lanes]:
    """Lanes that are drained at the end."""
    made = Lanes()
    yield made
    made.close()


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Where the store of a test lies."""
    return tmp_path / "workplace.intake"


@pytest.fixture(scope="session")
def finished_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with a mediator's draft and two finished interviews, a desk officer and a coordinator; copy it."""
    return people.make(tmp_path_factory.mktemp("finished"))


@pytest.fixture
def workplace_store(finished_store: Path, tmp_path: Path) -> Path:
    """A copy of the finished store for one test."""
    for part in finished_store.parent.iterdir():
        shutil.copy2(part, tmp_path / part.name)
    return tmp_path / finished_store.name


@pytest.fixture
def seat(qtbot: QtBot, store: Path) -> Iterator[Seat]:
    """Somebody at a fresh program without a store."""
    made = Seat(qtbot, store)
    yield made
    made.lanes.close()


@pytest.fixture
def sara(qtbot: QtBot, workplace_store: Path) -> Iterator[Seat]:
    """The mediator, unlocked."""
    made = Seat(qtbot, workplace_store)
    made.unlock("Sara")
    yield made
    made.lanes.close()


@pytest.fixture
def screen() -> Iterator[dict[str, str]]:
    """A screen nobody looks at."""
    server = shutil.which("Xvfb")
    assert server, "Xvfb is not installed: packaging/system.sh test brings it"
    reading, writing = os.pipe()
    process = subprocess.Popen(
        [server, "-displayfd", str(writing), "-screen", "0", "800x600x24"],
        pass_fds=[writing], stdout=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(writing)
    with os.fdopen(reading) as told:
        number = told.readline().strip()
    wait(lambda: answers(number), bool, 20.0)
    root = Path(__file__).resolve().parents[2]
    yield {**os.environ, "DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb", "PYTHONPATH": str(root)}
    process.terminate()
    process.wait()


def answers(number: str) -> bool:
    """Whether the screen takes connections."""
    with socket.socket(socket.AF_UNIX) as line:
        return line.connect_ex("/tmp/.X11-unix/X" + number) == 0


_SAID = (
    "does not support (propagateSizeHints|raise|grabbing)", "Using Qt multimedia", "No RHI backend",
    "Couldn't (load|resolve) ",
)  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen platform says that it has no window manager to tell sizes to, nor to raise what pops up; that is no
    fault of a window.

    Nor that the camera's library was found, and what of a graphics card is missing.
    """
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore(*_SAID))
