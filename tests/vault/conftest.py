"""An open store for each test that asks for one, and a place in memory for campaigns."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from intake_app.vault import Vault
from tests.vault import scene

MEMORY = Path("/dev/shm")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Vault]:
    """A fresh store in the test's own folder, closed when the test ends."""
    with scene.new_store(tmp_path) as opened:
        yield opened


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Path]:
    """A place in memory where there is one: for states that are many and none of which has to last."""
    if not os.access(MEMORY, os.W_OK):
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir=MEMORY) as place:
        yield Path(place)
