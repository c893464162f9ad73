"""What the world does to a store: each trouble has its code, and nothing is lost on the way."""

import os
import random
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from intake_app import vault
from intake_app.disk import has_room
from intake_app.errors import IntakeError
from intake_app.vault import Role, shelves
from intake_app.vault.files import Lock
from intake_app.vault.store import enter
from intake_app.vault.unlocking import Unlocked, unlock
from tests.vault import scene


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed store with one finalised record, to be spoiled in copies."""
    folder = tmp_path_factory.mktemp("whole")
    with scene.new_store(folder) as store:
        scene.finalised(store)
    return folder


@pytest.fixture
def copy(whole: Path, tmp_path: Path) -> Path:
    """A copy of the store to spoil."""
    shutil.copytree(whole, tmp_path, dirs_exist_ok=True)
    return tmp_path


def _code(folder: Path, passphrase: str = scene.PASSPHRASE) -> str:
    with pytest.raises(IntakeError) as caught:
        scene.reopened(folder, passphrase=passphrase)
    return caught.value.code


def _plain(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE record (id TEXT)")
    connection.close()


def _cut(bytes_left: Callable[[int], int]) -> Callable[[Path], None]:
    return lambda path: os.truncate(path, bytes_left(path.stat().st_size))


def _flip(place: int) -> Callable[[Path], None]:
    def flip(path: Path) -> None:
        data = bytearray(path.read_bytes())
        data[place % len(data)] ^= 0x10
        path.write_bytes(data)

    return flip


def _linked(path: Path) -> None:
    path.rename(path.with_name("elsewhere"))
    path.symlink_to("elsewhere")


def _linked_log(path: Path) -> None:
    path.with_name("place.intake-wal").symlink_to("elsewhere")


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _without_headers(path: Path) -> None:
    for end in ("a", "b"):
        path.with_name(f"{path.name}.header-{end}").unlink()


def _plain_without_headers(path: Path) -> None:
    _without_headers(path)
    _plain(path)


def _no_headers(path: Path) -> None:
    for end in ("a", "b"):
        path.with_name(f"{path.name}.header-{end}").write_bytes(b"")


SPOILT: dict[str, tuple[Callable[[Path], object], str]] = {
    "plain SQLite in its place": (_plain, "vault.not_a_store"),
    "a text file in its place": (lambda path: path.write_text("notes"), "vault.truncated"),
    "random bytes in its place": (lambda path: path.write_bytes(random.Random(1).randbytes(40960)), "vault.damaged"),
    "empty": (_cut(lambda size: 0), "vault.truncated"),
    "half a page": (_cut(lambda size: 2000), "vault.truncated"),
    "one page": (_cut(lambda size: 4096), "vault.truncated"),
    "last page gone": (_cut(lambda size: size - 4096), "vault.truncated"),
    "cut inside a page": (_cut(lambda size: size - 100), "vault.truncated"),
    "first byte changed": (_flip(0), "vault.damaged"),
    "first page changed": (_flip(3000), "vault.damaged"),
    "gone": (Path.unlink, "vault.file_missing"),
    "a link": (_linked, "vault.not_a_store"),
    "its log a link": (_linked_log, "vault.not_a_store"),
    "a folder": (_folder, "vault.not_a_store"),
    "no headers": (_without_headers, "vault.header_missing"),
    "neither headers nor a store": (_plain_without_headers, "vault.not_a_store"),
    "empty headers": (_no_headers, "vault.damaged"),
}


@pytest.mark.parametrize("kind", SPOILT)
def test_each_spoilt_store_is_told_apart(copy: Path, kind: str) -> None:
    spoil, code = SPOILT[kind]
    spoil(copy / "place.intake")
    assert _code(copy) == code


def test_nothing_there(tmp_path: Path) -> None:
    assert _code(tmp_path) == "vault.not_found"
    assert not vault.exists(tmp_path / "place.intake")


def test_the_file_of_another_store(copy: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    scene.new_store(other).close()
    shutil.copy(other / "place.intake", copy / "place.intake")
    assert _code(copy) == "vault.damaged"


def test_the_headers_of_another_store(copy: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    scene.new_store(other).close()
    for end in ("a", "b"):
        shutil.copy(other / f"place.intake.header-{end}", copy)
    assert _code(copy) == "vault.damaged"


def test_every_page_is_read_by_check(copy: Path) -> None:
    """A changed bit on any page is found when the store opens or when it is checked."""
    path, rng = copy / "place.intake", random.Random(3)
    unlocked, sound = unlock(path, scene.NAME, scene.PASSPHRASE), path.read_bytes()
    for page in range(0, len(sound), 4096):
        path.write_bytes(sound)
        _flip(page + rng.randrange(4096))(path)
        assert "vault.damaged" in _found_by_check(path, unlocked)


def _found_by_check(path: Path, unlocked: Unlocked) -> tuple[str, ...]:
    """What opening says, else what the check says; the store is left without being closed properly."""
    lock = Lock(path)
    try:
        store = enter(path, lock, unlocked)
    except IntakeError as error:
        lock.release()
        return (error.code,)
    found = store.check()
    store._opening.database.close()
    lock.release()
    return found


def test_a_store_of_a_later_program(copy: Path) -> None:
    with scene.reopened(copy) as store, store._opening.database.transaction():
        store._opening.database.run("INSERT INTO migration VALUES (99, 'later')")
    with pytest.raises(IntakeError) as caught:
        scene.reopened(copy)
    assert (caught.value.code, caught.value.facts["found"]) == ("vault.newer", 99)


def test_a_second_opening_is_refused_here_and_in_another_process(copy: Path) -> None:
    program = (
        "import sys; from pathlib import Path\n"
        "from intake_app.errors import IntakeError; from tests.vault import scene\n"
        "try: scene.reopened(Path(sys.argv[1]))\n"
        "except IntakeError as error: print(error.code)"
    )
    command = [sys.executable, "-c", program, str(copy)]
    root = Path(__file__).resolve().parents[2]
    with scene.reopened(copy):
        assert _code(copy) == "vault.in_use"
        done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
        assert done.stdout.strip() == "vault.in_use"
    scene.reopened(copy).close()


def test_even_without_the_lock_file_two_can_not_open_it(copy: Path) -> None:
    with scene.reopened(copy):
        (copy / "place.intake.lock").unlink()
        assert _code(copy) in {"vault.in_use", "vault.io_error"}


def test_a_store_is_never_overwritten(copy: Path) -> None:
    with pytest.raises(IntakeError, match=r"vault\.exists"):
        scene.new_store(copy)
    (copy / "place.intake").unlink()
    with pytest.raises(IntakeError, match=r"vault\.exists"):
        scene.new_store(copy)
    for end in ("a", "b"):
        assert (copy / f"place.intake.header-{end}").exists()


def test_closing_twice_is_harmless_and_using_a_closed_store_is_told(copy: Path) -> None:
    store = scene.reopened(copy)
    store.close()
    store.close()
    with pytest.raises(IntakeError, match=r"vault\.io_error"):
        store.records()


@pytest.mark.skipif(sys.platform == "win32", reason="2026-11-22: POSIX modes")
def test_every_file_is_private_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        with scene.new_store(tmp_path) as store:
            scene.started(store)
            modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    finally:
        os.umask(before)
    assert set(modes.values()) == {0o600}
    assert "place.intake-wal" in modes
    (tmp_path / "place.intake").chmod(0o644)
    scene.reopened(tmp_path).close()
    assert stat.S_IMODE((tmp_path / "place.intake").stat().st_mode) == 0o600


def test_no_other_file_is_attached_and_no_setting_loosened(copy: Path) -> None:
    with scene.reopened(copy) as store:
        connection = store._opening.database.connection
        for statement in (
            f"ATTACH '{copy / 'out.db'}' AS out KEY ''",
            "DETACH main",
            "PRAGMA synchronous=OFF",
            "PRAGMA key='x'",
            "PRAGMA rekey='x'",
            "PRAGMA writable_schema=ON",
            "PRAGMA trusted_schema=ON",
        ):
            with pytest.raises(Exception, match="not authorized"):
                connection.execute(statement)
        settings = {name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count",)}
    assert settings["page_count"] > 1
    assert not (copy / "out.db").exists()


def test_a_store_that_may_not_be_written_says_so(copy: Path) -> None:
    with scene.reopened(copy) as store:
        record = scene.started(store, "uuid:2")
        store._opening.database.connection.execute("PRAGMA query_only=ON")
        with pytest.raises(IntakeError, match=r"vault\.read_only"):
            store.save_draft(record, scene.answer(1))
        store._opening.database.connection.execute("PRAGMA query_only=OFF")
        store.save_draft(record, scene.answer(2))


def test_a_full_disk_is_told_and_what_was_saved_stays(copy: Path) -> None:
    with scene.reopened(copy) as store:
        record = scene.started(store, "uuid:2")
        store.save_draft(record, scene.answer(1))
        connection = store._opening.database.connection
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count={pages}")
        with pytest.raises(IntakeError, match=r"vault\.disk_full"):
            for number in range(50):
                store.put_media(record, f"{number}.bin", bytes(shelves.LEAST), "application/octet-stream")
        assert store.draft(record) == scene.answer(1)
        connection.execute("PRAGMA max_page_count=1000000")
        store.save_draft(record, scene.answer(2))
        assert store.check() == ()


def test_a_full_disk_that_sqlite_takes_for_a_broken_one_is_told_as_full(copy: Path, tmp_path: Path) -> None:
    """So it is where what one account may have is used up: here a limit for files."""
    resource = pytest.importorskip("resource")
    with scene.reopened(copy) as store:
        record = scene.started(store, "uuid:2")
        store.save_draft(record, scene.answer(1))
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
        try:
            with pytest.raises(IntakeError, match=r"vault\.disk_full"):
                store.save_draft(record, scene.answer(2))
            with pytest.raises(IntakeError, match=r"vault\.disk_full"):
                store._opening.database.copy(tmp_path / "copied", lambda _done, _of: None)
            assert not has_room(tmp_path)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
        assert has_room(tmp_path) and store.draft(record) == scene.answer(1)
        store.save_draft(record, scene.answer(2))
        assert store.check() == ()
    assert has_room(Path("/proc")) is (shutil.disk_usage("/proc").free >= 65_536), "no file without a name there"


def test_a_person_in_no_table_does_not_enter(copy: Path) -> None:
    with scene.reopened(copy) as store, store._opening.database.transaction():
        store._opening.database.run("UPDATE person SET removed = 'now'")
    assert _code(copy) == "vault.damaged"


def test_bad_set_up_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    path = tmp_path / "place.intake"
    for name, passphrase, kdf, code in (
        ("", scene.PASSPHRASE, vault.FLOOR, "vault.bad_name"),
        ("x" * 201, scene.PASSPHRASE, vault.FLOOR, "vault.bad_name"),
        ("A", "short", vault.FLOOR, "vault.weak_passphrase"),
        ("A", scene.PASSPHRASE, vault.Kdf(1024, 1, 1), "vault.kdf_refused"),
        ("A", scene.PASSPHRASE, vault.Kdf(2**26, 3, 1), "vault.kdf_refused"),
    ):
        with pytest.raises(IntakeError) as caught:
            vault.create(path, scene.SITE, name, Role.DESK, passphrase, kdf)
        assert caught.value.code == code
    assert list(tmp_path.iterdir()) == []
