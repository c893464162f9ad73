"""The page about roles shows the table of the code."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from intake_app.vault import Role
from intake_app.vault.roles import DUTIES, Duty, Right

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def script() -> ModuleType:
    """The program that writes the table."""
    spec = importlib.util.spec_from_file_location("roles_table", ROOT / "packaging" / "roles_table.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_shows_the_table_of_the_code(script: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    assert set(script.LINES) == set(Right)
    monkeypatch.setattr(sys, "argv", ["roles_table.py", "--check"])
    assert script.main() == 0
    monkeypatch.setitem(DUTIES, Role.DESK, Duty(frozenset()))
    assert script.main() == 1


def test_the_page_says_what_roles_are_worth() -> None:
    text = " ".join((ROOT / "docs" / "roles.md").read_text(encoding="utf-8").split())
    assert "They do not bind somebody who has a passphrase of this store, the files, and tools" in text
    assert "cryptography does not keep a coordinator from a mediator's drafts, the program does" in text
