"""The one connection and the files beside it: each trouble has its code, and the handle goes on or is made anew."""

import errno
import os
import sqlite3
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2 as sqlcipher

from intake_app.errors import IntakeError
from intake_app.vault import Vault, database
from intake_app.vault.database import Database
from intake_app.vault.files import of_os_error, write_durably
from intake_app.vault.types import stamp
from tests.vault import scene

SETTINGS = {
    "cipher_page_size": "4096", "cipher_hmac_algorithm": "HMAC_SHA512", "locking_mode": "exclusive",
    "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "recursive_triggers": 1, "trusted_schema": 0,
    "cell_size_check": 1, "temp_store": 2, "secure_delete": 1, "wal_autocheckpoint": 1000, "cache_size": -32768,
}  # fmt: skip
"""The measured open sequence: it loses nothing, writes nothing plain beside the file, overwrites what is deleted."""


def _database(store: Vault) -> Database:
    return store._opening.database


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "vault.disk_full"),
        (errno.EDQUOT, "vault.disk_full"),
        (errno.EFBIG, "vault.disk_full"),
        (errno.EROFS, "vault.read_only"),
        (errno.EACCES, "vault.read_only"),
        (errno.EPERM, "vault.read_only"),
        (errno.EIO, "vault.io_error"),
        (None, "vault.io_error"),
    ],
)
def test_what_the_system_says_of_a_file_has_a_code(number: int | None, code: str) -> None:
    told = of_os_error(OSError() if number is None else OSError(number, os.strerror(number)))
    assert told.code == code
    if code == "vault.io_error":
        assert told.facts["reason"] == ("unknown" if number is None else "EIO")


def test_a_file_that_can_not_be_written_is_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "header"
    write_durably(path, b"one")
    (tmp_path / "header.new").mkdir()
    with pytest.raises(IntakeError, match=r"vault\.io_error"):
        write_durably(path, b"two")
    assert path.read_bytes() == b"one"


def test_a_sqlite_without_a_cipher_is_not_used(tmp_path: Path) -> None:
    plain = sqlite3.connect(tmp_path / "x")
    with pytest.raises(RuntimeError, match="no cipher"):
        database.ciphered(plain)
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        plain.execute("SELECT 1")


def test_a_mistake_of_ours_is_no_trouble_of_the_world(store: Vault) -> None:
    with pytest.raises(sqlcipher.OperationalError, match="nonsense"):
        _database(store).all("SELECT nonsense")
    assert store.check() == ()


def test_a_handle_that_was_let_go_is_made_anew_by_the_next_use(store: Vault) -> None:
    record = scene.started(store)
    _database(store).let_go()
    assert [row.id for row in store.records()] == [record]
    _database(store).let_go()
    _database(store).renew()
    store.save_draft(record, scene.answer(1))
    assert store.draft(record) == scene.answer(1)


def test_a_copy_that_has_no_place_is_told_and_the_store_goes_on(store: Vault, tmp_path: Path) -> None:
    with pytest.raises(IntakeError, match=r"vault\.io_error"):
        _database(store).copy(tmp_path / "nowhere" / "copy", lambda _done, _of: None)
    store.save_draft(scene.started(store), scene.answer(1))
    assert store.check() == ()


def test_a_log_that_another_program_reads_is_not_emptied_and_that_is_told(store: Vault, tmp_path: Path) -> None:
    """Where something else than this program opened the file without its lock."""
    record, own = scene.started(store), _database(store)
    store.save_draft(record, scene.answer(1))
    own.let_go()
    reading_too, other = (database._keyed(tmp_path / "place.intake", store._opening.keys.database) for _ in range(2))
    reading_too.execute("PRAGMA busy_timeout=0").fetchone()
    own._use(reading_too)
    other.execute("BEGIN")
    other.execute("SELECT count(*) FROM record").fetchone()
    own.connection.execute("UPDATE setting SET value = ''")
    store.set_setting("one", "1")
    with pytest.raises(IntakeError, match=r"vault\.io_error") as caught:
        own.checkpoint()
    assert caught.value.facts == {"reason": "checkpoint"}
    other.close()
    own.checkpoint()


def test_a_transaction_whose_handle_was_replaced_has_changed_nothing_and_says_so(store: Vault) -> None:
    own = _database(store)
    with pytest.raises(IntakeError, match=r"vault\.io_error") as caught, own.transaction():
        own.run("INSERT INTO setting (key, value) VALUES ('one', '1')")
        own.renew()
    assert caught.value.facts == {"reason": "handle"}
    assert store.setting("one") is None
    store.set_setting("one", "2")
    assert (store.setting("one"), store.check()) == ("2", ())


@pytest.mark.parametrize(("spoilt", "reason"), [(False, "open"), (True, None)])
def test_a_failing_disk_at_the_opening_is_told_from_a_damaged_file(
    store: Vault, tmp_path: Path, spoilt: bool, reason: str | None
) -> None:
    own, path = _database(store), tmp_path / "copy"
    own.copy(path, lambda _done, _of: None)
    trouble = sqlcipher.OperationalError("disk I/O error")
    trouble.sqlite_errorcode = 10 | 1 << 8  # SQLITE_IOERR_READ
    if spoilt:
        path.write_bytes(os.urandom(path.stat().st_size))
    told = database._why_closed(path, own.key, trouble)
    assert told.code == ("vault.damaged" if spoilt else "vault.io_error")
    assert told.facts.get("reason") == reason


def test_the_open_sequence_is_in_force(store: Vault) -> None:
    """Each setting as SQLite reads it back: a file that it can not take, or a slip in our list, would be silent."""
    handle = _database(store).connection
    handle.set_authorizer(None)
    found = {name: handle.execute(f"PRAGMA {name}").fetchone()[0] for name in SETTINGS}
    assert found == SETTINGS


def test_a_wrong_key_says_nothing_beside_its_code(
    store: Vault, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """SQLCipher by itself writes such trouble to standard error."""
    store.close()
    path = tmp_path / "place.intake"
    loud: Any = sqlcipher.connect(str(path))
    loud.execute("PRAGMA cipher_log_level=ERROR")
    loud.set_key(b"x'" + b"00" * 32 + b"'")
    with pytest.raises(sqlcipher.DatabaseError):
        loud.execute("SELECT count(*) FROM sqlite_master")
    loud.close()
    assert "ERROR" in capfd.readouterr().err, "the control"
    with pytest.raises(IntakeError):
        Database(path, bytes(32))
    assert capfd.readouterr() == ("", "")


def test_a_time_without_its_offset_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="offset"):
        stamp(datetime(2026, 11, 26))
