"""A store that does not open makes room as a whole, and comes back as a whole."""

from pathlib import Path

import pytest

from intake_app import vault
from intake_app.errors import IntakeError
from intake_app.vault.files import Lock
from tests.vault import scene

AT = "2026-11-26T10:00:00"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    with scene.new_store(tmp_path) as store:
        scene.started(store)
        store.put_media("uuid:1", "voice.wav", bytes(1_500_000), "audio/wav")
    return tmp_path / "place.intake"


def _all(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_all_of_it_moves_and_comes_back(place: Path) -> None:
    before = _all(place.parent)
    folder = vault.set_aside(place, AT)
    assert folder.name == "place.intake.aside-20261126T100000"
    left = {path.name for path in place.parent.iterdir() if path != folder}
    assert left <= {"place.intake.lock", "place.intake.ballast"}
    assert _all(folder) == {name: data for name, data in before.items() if name not in left}
    vault.put_back(folder, place)
    assert _all(place.parent) == before
    with scene.reopened(place.parent) as store:
        assert store.check() == ()


def test_what_can_not_all_be_moved_stays(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, plain = _all(place.parent), Path.rename

    def rename(path: Path, target: Path) -> Path:
        if path == place:
            raise OSError(5, "Input/output error")
        return plain(path, target)

    monkeypatch.setattr(Path, "rename", rename)
    with pytest.raises(IntakeError, match=r"vault\.io_error"):
        vault.set_aside(place, AT)
    assert _all(place.parent) == before


def test_a_store_in_use_stays(place: Path) -> None:
    lock = Lock(place)
    try:
        with pytest.raises(IntakeError, match=r"vault\.in_use"):
            vault.set_aside(place, AT)
    finally:
        lock.release()
    assert not list(place.parent.glob("*.aside-*"))
