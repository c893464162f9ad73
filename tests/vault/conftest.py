"""An open store for each test that asks for one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from intake_app.vault import Vault
from tests.vault import scene


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Vault]:
    """A fresh store in the test's own folder, closed when the test ends."""
    with scene.new_store(tmp_path) as opened:
        yield opened
