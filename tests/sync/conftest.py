"""A store and a practice server for each test, and a place in memory for campaigns."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from intake_app.practice import PracticeServer
from tests.sync.workplace import Lane, Workplace
from tests.vault.conftest import memory

__all__ = ["memory"]


@pytest.fixture
def server() -> Iterator[PracticeServer]:
    """A server that takes small posts only, so that records with files take several."""
    with PracticeServer(largest=20_000) as running:
        yield running


@pytest.fixture
def place(tmp_path: Path, server: PracticeServer) -> Iterator[Workplace]:
    """A store that knows the server."""
    made = Workplace.create(tmp_path)
    made.use(server)
    yield made
    made.vault.close()


@pytest.fixture
def lane(tmp_path: Path, server: PracticeServer) -> Iterator[Lane]:
    """A store in a thread of its own, as in the program."""
    with ThreadPoolExecutor(1) as thread:
        made = thread.submit(Workplace.create, tmp_path).result()
        thread.submit(made.use, server).result()
        yield Lane(thread, made)
        thread.submit(made.vault.close).result()
