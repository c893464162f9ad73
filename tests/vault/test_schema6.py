"""A store of schema 6 is brought up: its photographs stay in the pages of the store, new ones lie on a shelf."""

import shutil
from pathlib import Path

import pytest

from intake_app import vault
from intake_app.errors import IntakeError
from intake_app.vault import schema, shelves
from intake_app.vault.meter import heedless
from tests.vault import scene

OLD = Path(__file__).with_name("data") / "schema-6"
DRAFT, OUT = b"picture" * 5000, b"harbour" * 5000


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A copy that a program of then made, opened where it lay and went on with."""
    return Path(shutil.copytree(OLD, tmp_path / "old"))


def test_a_store_of_schema_6_is_brought_up(old: Path) -> None:
    for name in ("first.jpg", "second.jpg"):
        with scene.reopened(old) as store:
            assert (store.info().schema, store.check()) == (schema.CURRENT, ())
            assert store.media_bytes("uuid:draft", "photo.jpg") == DRAFT
            assert store.media_bytes("uuid:out", "photo.jpg") == OUT
            store.put_media("uuid:draft", name, OUT, "image/jpeg")
            assert store.media_bytes("uuid:draft", name) == OUT
            assert len(shelves.named(store._opening.database)) == 1
    assert not (old / "place.intake.before").exists()


def test_a_copy_that_went_on_then_restores_once_it_was_opened_with_the_program_of_today(
    old: Path, tmp_path: Path
) -> None:
    with pytest.raises(IntakeError, match=r"vault\.backup_older"):
        vault.restore(old, tmp_path / "new" / "place.intake", scene.NAME, scene.PASSPHRASE, heedless)
    assert not (tmp_path / "new" / "place.intake").exists()
    scene.reopened(old).close()
    with vault.restore(old, tmp_path / "new" / "place.intake", scene.NAME, scene.PASSPHRASE, heedless) as store:
        assert (store.info().schema, store.check()) == (schema.CURRENT, ())
        assert store.media_bytes("uuid:out", "photo.jpg") == OUT
