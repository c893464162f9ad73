"""Corners of the store that no story comes by: each ends in a code, and nothing is left half."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from intake_app.errors import IntakeError
from intake_app.vault import Frozen, Vault, attachments, backup, check, media, migration, quarantine, records, seals
from intake_app.vault.database import Database
from intake_app.vault.meter import Meter, heedless, unwatched
from tests.vault import scene

LARGE = os.urandom(attachments.PIECE + 5)


def _goes_on(_done: int, _of: int) -> bool:
    return True


def test_a_change_outside_a_transaction_is_a_bug(store: Vault) -> None:
    with pytest.raises(ValueError, match="outside"):
        store._opening.database.run("DELETE FROM setting")


def test_a_large_file_that_can_not_be_written_leaves_nothing(store: Vault, tmp_path: Path) -> None:
    record, folder = scene.started(store), attachments.folder(tmp_path / "place.intake")
    folder.write_bytes(b"in the way")
    with pytest.raises(IntakeError, match=r"vault\."):
        store.put_media(record, "voice.wav", LARGE, "audio/wav")
    folder.unlink()
    assert store.media(record) == ()
    store.put_media(record, "voice.wav", LARGE, "audio/wav")
    assert store.media_bytes(record, "voice.wav") == LARGE


def test_a_large_file_whose_row_can_not_be_written_goes_again(store: Vault, tmp_path: Path) -> None:
    record, connection = scene.started(store), store._opening.database.connection
    connection.execute(f"PRAGMA max_page_count={connection.execute('PRAGMA page_count').fetchone()[0]}")
    for number in range(200):
        try:
            store.put_media(record, f"{number}.bin", b"x" * 3000, "x")
        except IntakeError:
            break
    with pytest.raises(IntakeError, match=r"vault\.disk_full"):
        for number in range(200):
            store.put_media(record, f"large{number}.bin", LARGE, "x")
    named = {row.name for row in store.media(record) if row.size == len(LARGE)}
    assert len(list(attachments.folder(tmp_path / "place.intake").iterdir())) == len(named)


def test_too_large_a_file_is_told(store: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(media, "LARGEST", 100)
    with pytest.raises(IntakeError, match=r"vault\.media_too_large"):
        store.put_media(scene.started(store), "a.bin", bytes(101), "x")


def _apart(store: Vault, number: int) -> bool:
    return quarantine.set_apart(store._opening, number, "vault.damaged")


def test_nothing_is_set_apart_in_the_middle_of_a_change(store: Vault) -> None:
    with store._opening.database.transaction():
        assert not _apart(store, 1)
    assert store.set_apart() == ()


def test_what_can_not_be_written_down_is_not_set_apart_and_once_is_enough(store: Vault) -> None:
    scene.started(store)
    assert _apart(store, 1)
    assert _apart(store, 1)
    assert len(store.set_apart()) == 1
    assert _apart(store, 77)
    assert [one.number for one in store.set_apart() if not one.id] == [77]


def test_what_can_not_be_emptied_is_told(tmp_path: Path) -> None:
    """Another reader of the same connection keeps the log from being emptied."""
    with scene.new_store(tmp_path) as store:
        scene.started(store)
        reading = store._opening.database.connection.execute("SELECT * FROM audit")
        reading.fetchone()
        assert "vault.in_use" in store.check()
        with pytest.raises(IntakeError, match=r"vault\.in_use"):
            store.back_up(tmp_path / "copy")
        reading.close()
        assert store.check() == ()


def test_a_dangling_reference_is_told(store: Vault) -> None:
    scene.started(store)
    connection = store._opening.database.connection
    connection.set_authorizer(None)
    connection.execute("PRAGMA foreign_keys=OFF")
    connection.execute("INSERT INTO word VALUES ('x', 99)")
    assert "vault.damaged" in store.check()


def test_an_older_header_in_force_is_told(store: Vault) -> None:
    database = store._opening.database
    with database.transaction():
        database.run("UPDATE store SET value = '99' WHERE key = 'generation'")
    assert "vault.old_header" in store.check()


def test_a_draft_whose_title_can_not_be_read_is_finalised_all_the_same(store: Vault) -> None:
    """As it was sealed; what was answered is not lost for it."""
    record = scene.started(store)
    store.save_draft(record, scene.answer(1))
    database, key = store._opening.database, store._opening.keys.audit
    with database.transaction():
        seal = seals.verify(database, key, 1)
        database.run("UPDATE record SET label = x'00'")
        seals.write(database, key, 1, seal)
    assert store.record(record).title == ""
    store.finalise(record, Frozen(b"<data/>"))
    assert store.submission(record) == b"<data/>"
    assert store.check() == ()


def test_a_finished_record_asked_for_as_a_submission_too_early(store: Vault) -> None:
    with pytest.raises(IntakeError, match=r"vault\.not_finalised"):
        store.submission(scene.started(store))
    assert store.set_apart() == ()


def test_a_draft_without_its_rows(store: Vault) -> None:
    record = scene.started(store)
    with store._opening.database.transaction():
        store._opening.database.run("DELETE FROM draft")
    with pytest.raises(IntakeError, match=r"vault\.damaged"):
        store.draft(record)
    assert [one.id for one in store.set_apart()] == [record]


def test_a_changed_schema_is_refused(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        store._opening.database.connection.execute("CREATE VIEW extra AS SELECT 1")
    with pytest.raises(IntakeError, match=r"vault\.damaged"):
        scene.reopened(tmp_path)


def test_a_copy_that_can_not_be_dropped_yet_is_kept(tmp_path: Path) -> None:
    """A page is damaged after the change: what was before stays."""
    with scene.new_store(tmp_path) as store:
        scene.started(store)
        database = store._opening.database
        remnant = migration.copy_path(database.path)
        remnant.write_bytes(b"before")
        reading = database.connection.execute("SELECT * FROM audit")
        reading.fetchone()
        with pytest.raises(IntakeError, match=r"vault\.in_use"):
            migration.migrate(database, "now", b"k")
        reading.close()
        assert remnant.exists()
        root = database.one("SELECT rootpage FROM sqlite_master WHERE name = 'form_file'")
    assert root is not None
    path = tmp_path / "place.intake"
    data = bytearray(path.read_bytes())
    data[(root[0] - 1) * 4096 + 2000] ^= 1
    key = store._opening.keys.database
    path.write_bytes(data)
    database = Database(path, key)
    with pytest.raises(IntakeError, match=r"vault\.damaged"):
        migration.migrate(database, "now", b"k")
    database.close()
    assert remnant.exists()


def test_a_stick_without_room_is_told_before_anything_is_written(tmp_path: Path) -> None:
    with scene.new_store(tmp_path / "here") as store:
        scene.started(store)
        small = tmp_path / "small"
        small.mkdir()
        command = ["unshare", "--map-root-user", "--mount", "sh", "-c", f'mount -t tmpfs -o size=64k none "{small}"']
        if shutil.which("unshare") is None or subprocess.run(command, capture_output=True).returncode:
            pytest.skip("2026-11-26: needs a mount namespace")
    program = (
        "import sys; from pathlib import Path\n"
        "from intake_app.errors import IntakeError; from tests.vault import scene\n"
        "with scene.reopened(Path(sys.argv[1])) as store:\n"
        "    try: store.back_up(Path(sys.argv[2]) / 'copy')\n"
        "    except IntakeError as error: print(error.code, sorted(Path(sys.argv[2]).iterdir()), store.check())\n"
    )
    run = f'exec "{sys.executable}" -c "$PROGRAM" "{tmp_path}/here" "{small}"'
    script = f'mount -t tmpfs -o size=64k none "{small}" && {run}'
    done = subprocess.run(
        ["unshare", "--map-root-user", "--mount", "sh", "-c", script],
        cwd=Path(__file__).resolve().parents[2],
        env={**os.environ, "PROGRAM": program},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "vault.backup_full [] ()"


def test_a_copy_that_reads_back_otherwise_is_none(store: Vault, tmp_path: Path) -> None:
    scene.put_form(store)
    path = tmp_path / "x"
    path.write_bytes(b"1")
    with pytest.raises(IntakeError, match=r"vault\.backup_failed"):
        backup._entry(tmp_path, "x", Meter(1, _goes_on), "00")
    other = tmp_path / "other.db"
    store._opening.database.copy(other, lambda _done, _of: None)
    changed = Database(other, store._opening.database.key)
    with changed.transaction():
        changed.run("UPDATE form SET title = 'else'")
    changed.checkpoint()
    changed.close()
    with pytest.raises(IntakeError, match=r"vault\.backup_failed"):
        backup._read_back(store._opening, other, (), heedless)
    backup._read_back(store._opening, other, ("vault.replayed",), heedless)


def test_nobody_watching_goes_on() -> None:
    assert heedless(1, 2) and unwatched("copy", 1, 2)


def test_the_last_words_of_lists(store: Vault) -> None:
    assert records._row_reads(store._opening, 1)
    assert check.noticed(store._opening) == ()


def test_sqlite_without_memory_is_trouble_and_no_crash(store: Vault) -> None:
    """Found by random changes of the file: a commit beside a damaged page ends in this error."""
    scene.started(store)
    with pytest.raises(IntakeError, match=r"vault\.io_error"), store._opening.database.transaction():
        raise MemoryError
    assert [row.id for row in store.records()] == ["uuid:1"]
