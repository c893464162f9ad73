"""Items 45 and 67 of the catalogue: links, pipes, folders and files of others where the store keeps its own."""

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from intake_app import vault
from intake_app.errors import IntakeError
from intake_app.vault import attachments
from intake_app.vault.meter import heedless
from tests.vault import scene

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="2026-11-26: links and pipes as POSIX has them")
STORE = "place.intake"
LARGE = b"voice " * 200_000


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with one record and one large file, closed."""
    folder = tmp_path_factory.mktemp("whole")
    with scene.new_store(folder) as store:
        scene.started(store)
        store.put_media("uuid:1", "voice.wav", LARGE, "audio/wav")
    return folder


@pytest.fixture
def place(whole: Path, tmp_path: Path) -> Path:
    """A copy of it to be spoilt."""
    shutil.copytree(whole, tmp_path / "here")
    return tmp_path / "here"


def linked(name: str) -> Callable[[Path, Path], None]:
    """A link to somebody's file in the place of a file of the store."""

    def plant(place: Path, victim: Path) -> None:
        (place / name).unlink(missing_ok=True)
        (place / name).symlink_to(victim)

    return plant


def piped(name: str) -> Callable[[Path, Path], None]:
    """A pipe that nobody writes into."""

    def plant(place: Path, _victim: Path) -> None:
        (place / name).unlink(missing_ok=True)
        os.mkfifo(place / name)

    return plant


def made_folder(name: str) -> Callable[[Path, Path], None]:
    """A folder with something in it."""

    def plant(place: Path, _victim: Path) -> None:
        (place / name).unlink(missing_ok=True)
        (place / name).mkdir()
        (place / name / "theirs").write_text("precious")

    return plant


def planted(name: str, data: bytes) -> Callable[[Path, Path], None]:
    """A file that the store did not write."""

    def plant(place: Path, _victim: Path) -> None:
        (place / name).write_bytes(data)

    return plant


BESIDE = {
    **{f"link for {end}": linked(f"{STORE}.{end}") for end in ("lock", "ballast", "anchor", "header-a", "header-b")},
    **{f"pipe for {end}": piped(f"{STORE}.{end}") for end in ("lock", "ballast", "anchor", "header-a", "header-b")},
    **{f"folder for {end}": made_folder(f"{STORE}.{end}") for end in ("anchor", "header-a.new", "next")},
    "a hot journal": planted(f"{STORE}-journal", b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + os.urandom(5000)),
    "a log of noise": planted(f"{STORE}-wal", os.urandom(50_000)),
    "half a rotation": planted(f"{STORE}.next", os.urandom(5000)),
    "half a change of schema": planted(f"{STORE}.before", os.urandom(5000)),
}


@pytest.mark.parametrize("name", BESIDE)
def test_67_what_lies_beside_a_store_keeps_nobody_out(place: Path, tmp_path: Path, name: str) -> None:
    """All of it opens, is sound, and nothing of somebody else is touched."""
    victim = tmp_path / "victim"
    victim.write_text("precious")
    BESIDE[name](place, victim)
    with scene.reopened(place) as store:
        assert store.check() == ()
        assert store.media_bytes("uuid:1", "voice.wav") == LARGE
    assert victim.read_text() == "precious"
    assert all(found.read_text() == "precious" for found in place.rglob("theirs"))


INSTEAD = {
    "a link to the file": (linked(STORE), "vault.not_a_store"),
    "a pipe": (piped(STORE), "vault.not_a_store"),
    "a folder": (made_folder(STORE), "vault.not_a_store"),
    "a link for the log": (linked(f"{STORE}-wal"), "vault.not_a_store"),
    "a link for the index of the log": (linked(f"{STORE}-shm"), "vault.not_a_store"),
    "a folder for the log": (made_folder(f"{STORE}-wal"), "vault.io_error"),
    "a folder for the lock": (made_folder(f"{STORE}.lock"), "vault.io_error"),
}


@pytest.mark.parametrize("name", INSTEAD)
def test_67_what_is_no_store_is_refused_and_left_alone(place: Path, tmp_path: Path, name: str) -> None:
    plant, code = INSTEAD[name]
    victim = tmp_path / "victim"
    shutil.copy(place / STORE, victim)
    before = victim.read_bytes()
    plant(place, victim)
    with pytest.raises(IntakeError) as refused:
        scene.reopened(place)
    assert refused.value.code == code
    assert victim.read_bytes() == before


def test_45_a_pipe_or_a_link_in_the_place_of_a_large_file_is_damage(place: Path, tmp_path: Path) -> None:
    (mark,) = attachments.folder(place / STORE).iterdir()
    sealed = tmp_path / "sealed"
    shutil.move(mark, sealed)
    for plant in (os.mkfifo, lambda at: at.symlink_to(sealed)):
        plant(mark)
        with scene.reopened(place) as store:
            assert store.check() == ("vault.damaged",)
        mark.unlink()
    shutil.move(sealed, mark)
    with scene.reopened(place) as store:
        assert store.check() == ()


def test_files_of_somebody_are_not_swept_nor_what_a_link_leads_to(place: Path, tmp_path: Path) -> None:
    folder, theirs = attachments.folder(place / STORE), tmp_path / "theirs"
    (folder / "notes.txt").write_text("precious")
    (folder / ("0" * 32)).write_bytes(b"left by a crash")
    scene.reopened(place).close()
    assert not (folder / ("0" * 32)).exists()
    shutil.move(folder, theirs)
    (theirs / ("1" * 32)).write_bytes(b"somebody's")
    folder.symlink_to(theirs)
    scene.reopened(place).close()
    assert (theirs / "notes.txt").read_text() == "precious"
    assert (theirs / ("1" * 32)).exists()


def test_no_store_is_made_beside_large_files_of_another(place: Path, tmp_path: Path) -> None:
    """Somebody moved a store away and forgot its folder: a new store there would sweep the files."""
    with scene.reopened(place) as store:
        store.back_up(tmp_path / "copy")
    for part in place.iterdir():
        if part.is_file():
            shutil.move(part, tmp_path / part.name)
    with pytest.raises(IntakeError, match=r"vault\.exists"):
        scene.new_store(place)
    with pytest.raises(IntakeError, match=r"vault\.exists"):
        vault.restore(tmp_path / "copy", place / STORE, scene.NAME, scene.PASSPHRASE, heedless)
    shutil.move(attachments.folder(place / STORE), tmp_path)
    with scene.reopened(tmp_path) as store:
        assert store.media_bytes("uuid:1", "voice.wav") == LARGE
