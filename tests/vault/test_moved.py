"""The file of a store, or its log, that is moved, replaced or deleted while the store is open."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from intake_app.disk import Name
from intake_app.errors import IntakeError
from intake_app.vault import Role, Vault
from tests.vault import scene

FILE, LOG = "place.intake", "place.intake-wal"


def _replaced(path: Path) -> None:
    shutil.copy(path, path.with_name("copy"))
    path.with_name("copy").replace(path)


WAYS: dict[str, Callable[[Path], object]] = {
    "an old copy renamed into its place": lambda folder: (folder / "old").replace(folder / FILE),
    "moved": lambda folder: (folder / FILE).rename(folder / "elsewhere"),
    "deleted": lambda folder: (folder / FILE).unlink(),
    "its log deleted": lambda folder: (folder / LOG).unlink(),
    "a copy of its log renamed into its place": lambda folder: _replaced(folder / LOG),
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


@pytest.mark.parametrize("way", [way for way in WAYS if "log" in way])
def test_a_log_is_missed_from_the_moment_a_handle_is_there(open_store: Vault, tmp_path: Path, way: str) -> None:
    """Not only from the first change on: before it, say after trouble with the disk, the log lies there already."""
    with open_store as store:
        store._opening.database.renew()
        WAYS[way](tmp_path)
        for _try in range(2):
            with pytest.raises(IntakeError, match=r"vault\.moved"):
                store.save_draft("uuid:1", scene.answer(4))


def test_a_file_is_the_same_by_whatever_call_it_was_asked(tmp_path: Path) -> None:
    """A call that fails once, or is not allowed, does not make another file of it."""
    name = Name(tmp_path)
    assert name.file() == name._asked() != b""
    assert Name(tmp_path / "none").file() == b""


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


@pytest.mark.parametrize(("put", "code"), [("a file", "vault.moved"), ("a link to itself", "vault.io_error")])
def test_a_folder_that_is_none_any_more_takes_nothing(open_store: Vault, tmp_path: Path, put: str, code: str) -> None:
    aside = tmp_path.with_name(f"{tmp_path.name} aside")
    with open_store as store:
        tmp_path.rename(aside)
        tmp_path.write_bytes(b"") if put == "a file" else tmp_path.symlink_to(tmp_path)
        with pytest.raises(IntakeError) as told:
            store.save_draft("uuid:1", scene.answer(4))
        tmp_path.unlink()
        aside.rename(tmp_path)
        assert told.value.code == code
        store.save_draft("uuid:1", scene.answer(4))
        assert store.draft("uuid:1") == scene.answer(4)


def test_what_lies_beside_a_store_that_took_its_place_is_left_alone(tmp_path: Path) -> None:
    """Another program works in a copy of it by now, under the same name: the shelves there have the same names too."""
    here, photo = tmp_path / "here", bytes(range(250)) * 200
    here.mkdir()
    with scene.new_store(here) as store:
        scene.started(store)
        store.put_media("uuid:1", "one.jpg", photo, "image/jpeg")
    shutil.copytree(here, tmp_path / "copy")
    with scene.reopened(here) as store:
        here.rename(tmp_path / "aside")
        (tmp_path / "copy").rename(here)
        with scene.reopened(here) as other:
            other.put_media("uuid:1", "two.jpg", photo[::-1], "image/jpeg")
            other.put_media("uuid:1", "film", photo * 30, "video/mp4")
            with pytest.raises(IntakeError, match=r"vault\.moved"):
                store.put_media("uuid:1", "three.jpg", photo, "image/jpeg")
            store.close()
            assert other.media_bytes("uuid:1", "two.jpg") == photo[::-1]
            assert other.media_bytes("uuid:1", "film") == photo * 30


ANOTHER = """
import sys
from pathlib import Path
from intake_app.disk import Name
from intake_app.errors import IntakeError
from tests.vault import scene
try:
    scene.reopened(Path(sys.argv[1])).close()
except IntakeError as refused:
    print(refused.code)
"""


def test_another_process_is_kept_out_although_the_lock_is_deleted(tmp_path: Path) -> None:
    """By the lock of SQLite, which a process loses that opens and closes the file beside it."""
    with scene.new_store(tmp_path) as store:
        (tmp_path / "place.intake.lock").unlink()
        told = subprocess.run([sys.executable, "-c", ANOTHER, str(tmp_path)], capture_output=True, text=True)
        assert (told.stdout, told.stderr) == ("vault.in_use\n", "")
        store.save_draft(scene.started(store), scene.answer(1))
        assert store.check() == ()


HEADERS = ("place.intake.header-a", "place.intake.header-b")
ON_HEADERS: dict[str, Callable[[Path], object]] = {
    "deleted": lambda path: path.unlink(),
    "spoilt": lambda path: path.write_bytes(b"{}"),
    "an old one put back": lambda path: shutil.copy(path.with_name(f"{path.name}.old"), path),
}


@pytest.mark.parametrize("way", ON_HEADERS)
def test_headers_that_are_gone_or_others_are_there_again_when_the_store_closes(tmp_path: Path, way: str) -> None:
    with scene.new_store(tmp_path) as store:
        for name in HEADERS:
            shutil.copy(tmp_path / name, tmp_path / f"{name}.old")
        store.change_passphrase(scene.PASSPHRASE, scene.OTHER)
        for name in HEADERS:
            ON_HEADERS[way](tmp_path / name)
    with scene.reopened(tmp_path, scene.NAME, scene.OTHER) as store:
        assert store.check() == ()


def test_headers_that_are_as_they_should_be_are_left_alone(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        store.add_person("Noor", Role.MEDIATOR, scene.OTHER)
        before = [(tmp_path / name).stat().st_ino for name in HEADERS]
    assert [(tmp_path / name).stat().st_ino for name in HEADERS] == before


def test_a_store_that_was_moved_leaves_no_headers_behind(open_store: Vault, tmp_path: Path) -> None:
    with open_store:
        for path in tmp_path.glob("place.intake*"):
            path.unlink()
    assert not list(tmp_path.glob("place.intake.header-*"))
