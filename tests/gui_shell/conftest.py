"""A QApplication as the program prepares it, and a real store in a temporary folder."""

import os
import sys

if sys.platform != "win32" and not os.environ.get("DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from intake_app import vault
from intake_app.gui import shell
from intake_app.gui.lanes import Lanes
from intake_app.gui.tokens import Look
from intake_app.gui.words import Words


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


SMALL_KDF = vault.FLOOR
