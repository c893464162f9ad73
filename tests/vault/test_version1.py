"""A store of version 1, as the program made it before slots had key pairs (two people: Amal, Omar)."""

import shutil
from pathlib import Path

import pytest

from intake_app.errors import IntakeError
from intake_app.vault import header
from intake_app.vault.slots import Kind
from tests.vault import scene

OLD = Path(__file__).with_name("version1")


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A copy of it."""
    shutil.copytree(OLD, tmp_path, dirs_exist_ok=True)
    return tmp_path


def _kinds(folder: Path) -> list[Kind]:
    (found,) = header.read(folder / "place.intake").headers
    return sorted(slot.kind for slot in found.slots)


def test_it_opens_with_all_that_was_in_it(old: Path) -> None:
    with scene.reopened(old) as store:
        assert store.draft("uuid:draft").title == "Answer 3"
        assert store.submission("uuid:done") == b"<data><q>1</q></data>"
        assert store.check() == ()
        assert len(bytes.fromhex(store.info().signer)) == 32


def test_each_slot_is_made_anew_when_its_person_comes(old: Path) -> None:
    assert _kinds(old) == [Kind.LEGACY, Kind.LEGACY]
    with scene.reopened(old) as store:
        signer = store.info().signer
    assert _kinds(old) == [Kind.LEGACY, Kind.PERSON]
    scene.reopened(old, "Omar", scene.OTHER).close()
    assert _kinds(old) == [Kind.PERSON, Kind.PERSON]
    for name, passphrase in ((scene.NAME, scene.PASSPHRASE), ("Omar", scene.OTHER)):
        with scene.reopened(old, name, passphrase) as store:
            assert store.info().signer == signer
            assert store.check() == ()


def test_a_wrong_passphrase_is_counted_and_changes_nothing_else(old: Path) -> None:
    before = header.read(old / "place.intake").headers
    with pytest.raises(IntakeError, match=r"vault\.wrong_passphrase"):
        scene.reopened(old, "Omar")
    after = header.read(old / "place.intake")
    assert (after.headers, after.tries.count) == (before, 1)


def test_the_old_headers_are_refused_once_the_slot_was_made_anew(old: Path) -> None:
    scene.reopened(old).close()
    for part in OLD.glob("*.header-*"):
        shutil.copy(part, old)
    with pytest.raises(IntakeError, match=r"vault\.old_header"):
        scene.reopened(old)


def test_a_passphrase_can_be_changed_where_the_upgrade_was_not_written(old: Path) -> None:
    """On a full disk the store opens as it is; the slot is made anew at the next chance, such as a new passphrase."""
    with scene.reopened(old, "Omar", scene.OTHER) as store:
        desk = store._opening.header
        legacy = header.decode((OLD / "place.intake.header-a").read_bytes())[0]
        desk.put(legacy.with_slot(legacy.slot(store.me.id)))  # type: ignore[arg-type]
        store.change_passphrase(scene.OTHER, scene.PASSPHRASE)
    assert _kinds(old) == [Kind.LEGACY, Kind.PERSON]
    scene.reopened(old, "Omar").close()
