"""The file of a store, or its log, that is moved, replaced or deleted while the store is open."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from intake_app.errors import IntakeError
from intake_app.vault import Vault
from tests.vault import scene

FILE, LOG = "place.intake", "place.intake-wal"

WAYS: dict[str, Callable[[Path], object]] = {
    "an old copy renamed into its place": lambda folder: (folder / "old").replace(folder / FILE),
    "moved": lambda folder: (folder / FILE).rename(folder / "elsewhere"),
    "deleted": lambda folder: (folder / FILE).unlink(),
    "its log deleted": lambda folder: (folder / LOG).unlink(),
}


@pytest.fixture
def open_store(tmp_path: Path) -> Vault:
    """A store with a draft, opened again; beside it a copy of before."""
    with scene.new_store(tmp_path) as store:
        store.save_draft(scene.started(store), scene.answer(1))
    shutil.copy(tmp_path / FILE, tmp_path / "old")
    store = scene.reopened(tmp_path)
    for number in (2, 3):
        store.save_draft("uuid:1", scene.answer(number))
    return store


@pytest.mark.parametrize("way", WAYS)
def test_nothing_is_told_to_be_saved_that_the_next_opening_would_not_find(
    open_store: Vault, tmp_path: Path, way: str
) -> None:
    with open_store as store:
        WAYS[way](tmp_path)
        for _try in range(2):
            with pytest.raises(IntakeError, match=r"vault\.moved"):
                store.save_draft("uuid:1", scene.answer(4))
        with pytest.raises(IntakeError, match=r"vault\.moved"):
            scene.started(store, "uuid:2")
        assert store.draft("uuid:1").title == "Answer 3"


def test_a_file_that_is_put_back_under_its_name_takes_what_is_typed(open_store: Vault, tmp_path: Path) -> None:
    with open_store as store:
        (tmp_path / FILE).rename(tmp_path / "elsewhere")
        with pytest.raises(IntakeError, match=r"vault\.moved"):
            store.save_draft("uuid:1", scene.answer(4))
        (tmp_path / "elsewhere").rename(tmp_path / FILE)
        store.save_draft("uuid:1", scene.answer(4))
    with scene.reopened(tmp_path) as store:
        assert store.draft("uuid:1") == scene.answer(4)
        assert store.check() == ()
        assert store.noticed() == ()
