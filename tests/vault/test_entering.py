"""Making and entering a store when something on the way does not go as it should."""

import shutil
from pathlib import Path

import pytest

from intake_app.errors import IntakeError
from intake_app.vault import header
from intake_app.vault.database import Database
from intake_app.vault.slots import Kind
from tests.vault import scene

OLD = Path(__file__).with_name("version1")


def _unwritable(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    def failing(*_given: object) -> None:
        raise IntakeError(code)

    monkeypatch.setattr(header, "write", failing)


def test_on_a_full_disk_an_old_store_opens_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its slot is made anew when there is room again."""
    shutil.copytree(OLD, tmp_path, dirs_exist_ok=True)
    _unwritable(monkeypatch, "vault.disk_full")
    with scene.reopened(tmp_path) as store:
        assert store.draft("uuid:draft").title == "Answer 3"
        assert len(store._opening.header.current.of_kind(Kind.LEGACY)) == 2
    monkeypatch.undo()
    with scene.reopened(tmp_path) as store:
        assert len(store._opening.header.current.of_kind(Kind.LEGACY)) == 1


def test_headers_that_can_not_be_written_for_another_reason_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(OLD, tmp_path, dirs_exist_ok=True)
    _unwritable(monkeypatch, "vault.io_error")
    with pytest.raises(IntakeError, match=r"vault\.io_error"):
        scene.reopened(tmp_path)
    monkeypatch.undo()
    scene.reopened(tmp_path).close()


def test_a_file_that_says_it_belongs_to_another_store_is_damaged(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store, store._opening.database.transaction():
        store._opening.database.run("UPDATE store SET value = ? WHERE key = 'vault'", "11" * 16)
    with pytest.raises(IntakeError, match=r"vault\.damaged"):
        scene.reopened(tmp_path)


@pytest.mark.usefixtures("built_anew")
def test_a_new_file_whose_log_can_not_be_emptied_is_no_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stuck(_self: Database) -> None:
        raise IntakeError("vault.io_error", reason="checkpoint")

    monkeypatch.setattr(Database, "checkpoint", stuck)
    with pytest.raises(IntakeError, match=r"vault\.io_error"):
        scene.new_store(tmp_path)
    assert not (tmp_path / "place.intake").exists()
    monkeypatch.undo()
    scene.new_store(tmp_path).close()
