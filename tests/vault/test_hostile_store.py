"""Items 67, 68 and 90 of the catalogue: a store written by somebody with the right key and other tools, files of other
programs under its name, and a disk whose promises fail.
"""

import errno
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2 as sqlcipher

from intake_app.errors import IntakeError
from intake_app.vault import Role
from intake_app.vault.unlocking import unlock
from tests.vault import scene

STORE = "place.intake"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed store with a record that waits and a draft."""
    folder = tmp_path_factory.mktemp("whole")
    with scene.new_store(folder) as store:
        scene.queued(store)
        scene.started(store, "uuid:2")
    return folder


@pytest.fixture
def place(whole: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(whole, tmp_path / "here"))


def key_of(place: Path) -> bytes:
    """What opens the file with any tool."""
    return unlock(place / STORE, scene.NAME, scene.PASSPHRASE).keys.database


def with_tools(path: Path, key: bytes, *statements: str) -> list[Any]:
    """What SQLCipher itself lets somebody with the key do; rows of the last statement."""
    connection: Any = sqlcipher.connect(str(path), isolation_level=None)
    connection.set_key(b"x'" + key.hex().encode() + b"'")
    rows: list[Any] = [connection.execute(statement).fetchall() for statement in statements][-1]
    connection.close()
    return rows


OTHER_SHAPES = {
    "a trigger": "CREATE TRIGGER evil AFTER INSERT ON audit BEGIN DELETE FROM draft; END",
    "a view": "CREATE VIEW evil AS SELECT * FROM draft",
    "a table": "CREATE TABLE evil (a)",
    "a table of 1,900 columns": f"CREATE TABLE evil ({', '.join(f'c{at}' for at in range(1_900))})",
    "a generated column": "ALTER TABLE setting ADD COLUMN evil TEXT GENERATED ALWAYS AS (key || value) VIRTUAL",
    "a search table": "CREATE VIRTUAL TABLE evil USING fts5(a)",
    "a trigger less": "DROP TRIGGER audit_delete",
    "an index less": "DROP INDEX record_author",
    "an index more": "CREATE INDEX evil ON word (word)",
    "another check": "ALTER TABLE person RENAME COLUMN keeper TO kept",
}


@pytest.mark.parametrize("name", OTHER_SHAPES)
def test_68_a_store_of_another_shape_is_not_used(place: Path, name: str) -> None:
    with_tools(place / STORE, key_of(place), OTHER_SHAPES[name])
    before = (place / STORE).read_bytes()
    with pytest.raises(IntakeError) as refused:
        scene.reopened(place)
    assert (refused.value.code, refused.value.facts) == ("vault.damaged", {"part": "schema"})
    assert (place / STORE).read_bytes() == before


OTHER_ROWS = {
    "another role": "UPDATE person SET role = 'administrator'",
    "a keeper more": "INSERT INTO person VALUES ('aa', 'X', 'x', 'administrator', 'a', 's', 1, '2026', NULL)",
    "a server": "INSERT INTO server VALUES ('evil', 'https://evil.example', 'app_user', '', 'x')",
    "a setting": "INSERT INTO setting VALUES ('reports', 'x')",
    "another title of a form": "UPDATE form SET title = 'evil'",
    "a release": "INSERT INTO release VALUES (9, 'z', 2, 'sync', 'x', 'consent', '', 'p', '2026', NULL, '', '')",
    "a record that counts as sent": "UPDATE record SET state = 'sent' WHERE id = 'uuid:1'",
    "another author": "UPDATE record SET author = 'nobody' WHERE id = 'uuid:2'",
    "a word to find by": "INSERT INTO word VALUES ('evil', 1)",
    "another draft": "UPDATE draft SET body = zeroblob(100)",
    "another key": "DELETE FROM content_key WHERE record = 2",
    "a try and no link": "INSERT INTO attempt (record, server, opening, started) VALUES (1, 's', 'o', '2026')",
}


@pytest.mark.parametrize("name", OTHER_ROWS)
def test_68_rows_put_in_with_other_tools_are_noticed(place: Path, name: str) -> None:
    with_tools(place / STORE, key_of(place), "PRAGMA foreign_keys = OFF", OTHER_ROWS[name])
    with scene.reopened(place) as store:
        assert set(store.check()) & {"vault.damaged", "vault.replayed"}


def test_68_what_triggers_guard_can_not_be_changed_with_tools_either(place: Path) -> None:
    for statement in (
        "UPDATE submission SET sha256 = x'00'",
        "DELETE FROM audit",
        "UPDATE form_file SET content = x'00'",
        "UPDATE release SET basis = 'duty'",
    ):
        with pytest.raises(sqlcipher.IntegrityError, match="intake: frozen"):
            with_tools(place / STORE, key_of(place), statement)


def test_68_a_row_of_50_megabytes_is_noticed_and_opens(place: Path) -> None:
    with_tools(place / STORE, key_of(place), "UPDATE draft SET body = zeroblob(50000000)")
    with scene.reopened(place) as store:
        assert len(store.records()) == 2
        with pytest.raises(IntakeError, match=r"vault\.damaged"):
            store.draft("uuid:2")


OF_OTHERS = {
    "SQLCipher 3": "PRAGMA cipher_compatibility = 3",
    "pages of 8192": "PRAGMA cipher_page_size = 8192",
    "no seals on pages": "PRAGMA cipher_use_hmac = OFF",
    "a plain head": "PRAGMA cipher_plaintext_header_size = 32",
}


@pytest.mark.parametrize("name", OF_OTHERS)
def test_67_a_file_that_was_made_otherwise_under_the_same_key_is_no_store(place: Path, name: str) -> None:
    key = key_of(place)
    (place / STORE).unlink()
    with_tools(place / STORE, key, OF_OTHERS[name], "CREATE TABLE store (key, value)", "CREATE TABLE t (a)")
    before = (place / STORE).read_bytes()
    with pytest.raises(IntakeError) as refused:
        scene.reopened(place)
    assert refused.value.code in ("vault.damaged", "vault.truncated", "vault.not_a_store")
    assert (place / STORE).read_bytes() == before


@pytest.fixture
def broken_sync(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """`fsync` of this program fails with the numbers in the list."""
    numbers: list[int] = []
    real = os.fsync

    def fsync(descriptor: int) -> None:
        if numbers:
            raise OSError(numbers[0], os.strerror(numbers[0]))
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    yield numbers


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSYS, "vault.io_error"),
        (errno.EIO, "vault.io_error"),
        (errno.EDQUOT, "vault.disk_full"),
        (errno.EACCES, "vault.read_only"),
    ],
)
def test_90_a_promise_of_the_disk_that_fails_is_told(
    tmp_path: Path, broken_sync: list[int], number: int, code: str
) -> None:
    """First start, a person, a large file, a copy: each says so, and what was there stays."""
    broken_sync.append(number)
    with pytest.raises(IntakeError) as refused:
        scene.new_store(tmp_path)
    assert refused.value.code == code
    broken_sync.clear()
    with scene.new_store(tmp_path, Role.ADMINISTRATOR) as store:
        broken_sync.append(number)
        with pytest.raises(IntakeError) as refused:
            store.add_person("Omar", Role.MEDIATOR, scene.OTHER)
        assert refused.value.code == code
        with pytest.raises(IntakeError) as copying:
            store.back_up(tmp_path / "copy")
        assert copying.value.code in ("vault.backup_failed", "vault.backup_full")
        assert not (tmp_path / "copy").exists()
        broken_sync.clear()
        store.add_person("Omar", Role.MEDIATOR, scene.OTHER)
    with scene.reopened(tmp_path, "Omar", scene.OTHER) as store:
        assert store.check() == ()
