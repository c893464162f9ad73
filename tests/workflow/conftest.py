"""What tests of the verbs need again and again."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from intake_app import vault, workflow
from intake_app.vault import Role, Vault
from tests.workflow.test_finished_twice import PASSPHRASE


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the store of a test lies."""
    return tmp_path / "w.intake"


@pytest.fixture
def store(path: Path) -> Iterator[Vault]:
    """A workplace with nothing in it yet, open for the mediator who keeps it; some tests fill one of their own."""
    setup = workflow.Setup("Org", "Quay", "0", "Ada", Role.MEDIATOR, PASSPHRASE)
    with workflow.create_store(path, setup, vault.FLOOR) as made:
        yield made


@pytest.fixture(scope="package")
def workplace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Vault]:
    """One store with a server for all tests that need none of their own."""
    setup = workflow.Setup("Org", "Quay", "0", "Ada", Role.MEDIATOR, PASSPHRASE)
    with workflow.create_store(tmp_path_factory.mktemp("workplace") / "w.intake", setup, vault.FLOOR) as made:
        workflow.add_server(made, "practice", "https://practice.example")
        yield made
