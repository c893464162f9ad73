"""A real store of schema 1, made by the program as it was then, is brought up: whole, or left as it was."""

import hashlib
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from intake_app.errors import IntakeError
from intake_app.vault import Role, Vault, migration, schema
from intake_app.vault.database import Database
from intake_app.vault.files import Lock
from intake_app.vault.store import enter
from intake_app.vault.unlocking import Unlocked, unlock
from tests.vault import scene

OLD = Path(__file__).with_name("data") / "schema-1"
PAST = "2026-01-01T00:00:00.000000+00:00"


@pytest.fixture(scope="module")
def unlocked() -> Unlocked:
    return unlock(OLD / "place.intake", scene.NAME, scene.PASSPHRASE)


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """The old store, to be opened."""
    folder = tmp_path / "old"
    shutil.copytree(OLD, folder)
    return folder


def _enter(folder: Path, unlocked: Unlocked) -> Vault:
    path = folder / "place.intake"
    return enter(path, Lock(path), unlocked)


def test_everything_is_there_afterwards(old: Path, unlocked: Unlocked) -> None:
    with _enter(old, unlocked) as store:
        assert store.info().schema == schema.CURRENT
        assert store.draft("uuid:draft") == scene.answer(5)
        assert store.draft("uuid:bare").xml == b"<data/>"
        assert store.media_bytes("uuid:draft", "voice.ogg") == b"voice" * 2000
        assert store.frozen("uuid:held").values_json == '{"priority": "24h"}'
        assert store.media_bytes("uuid:held", "one.jpg") == b"picture" * 10
        assert (store.slip("7K4M-29QX").pdf, store.slip("7K4M-29QX").sheet_json) == (b"%PDF slip", '{"sheet": 1}')
        states = {row.id: (row.state, row.title) for row in store.records()}
        assert states == {
            "uuid:draft": ("draft", "Answer 5"),
            "uuid:bare": ("draft", ""),
            "uuid:held": ("finalised", ""),
            "uuid:out": ("finalised", ""),
            "uuid:sent": ("sent", "Answer 7"),
            "uuid:refused": ("refused", "A name"),
        }
        receipt = store.receipts("uuid:sent")[0]
        assert receipt.sha256 == hashlib.sha256(store.submission("uuid:sent")).hexdigest()
        outgoing = store.next_due("central", None)
        assert outgoing is not None and outgoing.record_id == "uuid:out"
        assert {row.id for row in store.search("answ")} == {"uuid:sent", "uuid:draft"}
        assert store.check() == ()
        store.save_draft("uuid:draft", scene.answer(6))
        before = store.audit_rows()[-1]
    with scene.reopened(old) as store:
        assert store.draft("uuid:draft") == scene.answer(6)
        assert store.audit_rows()[-1] == before
        assert store.verify_audit() > 10
    assert not migration.copy_path(old / "place.intake").exists()


def test_everybody_still_opens_it(old: Path, unlocked: Unlocked) -> None:
    _enter(old, unlocked).close()
    with scene.reopened(old, "Dario", scene.OTHER) as store:
        assert store.me.role is Role.DESK
        assert store.submission("uuid:out") == b"<data><q>1</q></data>"


def test_no_content_is_left_in_the_open_columns(old: Path, unlocked: Unlocked) -> None:
    """With the key of the file and without those of the records nothing of an interview can be read."""
    with _enter(old, unlocked) as store:
        database = store._opening.database
        for table in ("record", "draft", "submission", "media_part", "slip"):
            told = repr(database.all(f"SELECT * FROM {table}"))
            assert not any(word in told for word in ("Answer", "<data", "picture", "A name", "%PDF slip", "priority"))


def test_a_large_file_of_then_is_read_part_by_part(old: Path, unlocked: Unlocked) -> None:
    data = b"0123456789abcdef" * 150_000
    database = Database(old / "place.intake", unlocked.keys.database)
    with database.transaction():
        database.run(
            "INSERT INTO media (record, name, mime, size, sha256) SELECT number, 'big.wav', 'audio/wav', ?, ? "
            "FROM record WHERE id = 'uuid:draft'",
            *(len(data), hashlib.sha256(data).digest()),
        )
        for part, start in enumerate(range(0, len(data), 1024 * 1024)):
            sql = "INSERT INTO media_part SELECT max(id), ?, ? FROM media"
            database.run(sql, part, data[start : start + 1024 * 1024])
    database.close()
    with _enter(old, unlocked) as store:
        assert store.media_bytes("uuid:draft", "big.wav") == data
        assert [len(piece) for piece in store.media_stream("uuid:draft", "big.wav")] == [1048576, 1048576, 302848]


def test_a_record_that_was_changed_from_outside_is_brought_up_and_set_apart(old: Path, unlocked: Unlocked) -> None:
    database = Database(old / "place.intake", unlocked.keys.database)
    with database.transaction():
        database.run("UPDATE draft SET xml = x'00' WHERE record = 1")
    database.close()
    with _enter(old, unlocked) as store:
        assert [row.id for row in store.records() if row.damaged] == ["uuid:draft"]
        for _again in range(2):
            assert [(apart.id, apart.code) for apart in store.set_apart()] == [("uuid:draft", "vault.damaged")]
            store.check()


def test_where_the_copy_can_not_be_made_nothing_changes(old: Path, unlocked: Unlocked) -> None:
    in_the_way = migration.copy_path(old / "place.intake")
    in_the_way.mkdir()
    before = (old / "place.intake").read_bytes()
    lock = Lock(old / "place.intake")
    with pytest.raises(IntakeError, match=r"vault\."):
        enter(old / "place.intake", lock, unlocked)
    lock.release()
    assert (old / "place.intake").read_bytes() == before
    in_the_way.rmdir()
    _enter(old, unlocked).close()


def test_a_remnant_of_a_copy_is_written_over_and_goes(old: Path, unlocked: Unlocked) -> None:
    remnant = migration.copy_path(old / "place.intake")
    remnant.write_bytes(b"half a copy")
    with _enter(old, unlocked) as store:
        assert store.check() == ()
    remnant.write_bytes(b"a crash came before it was removed")
    scene.reopened(old).close()
    assert not remnant.exists()


@pytest.mark.parametrize("kind", ["another page", "another row"])
def test_a_copy_that_is_not_alike_is_none(old: Path, unlocked: Unlocked, kind: str) -> None:
    key, copy = unlocked.keys.database, old / "copy"
    shutil.copy(old / "place.intake", copy)
    database = Database(old / "place.intake", key)
    migration.verify_copy(copy, database)
    if kind == "another page":
        data = bytearray(copy.read_bytes())
        data[-5000] ^= 1
        copy.write_bytes(data)
    else:
        other = Database(copy, key)
        with other.transaction():
            other.run("DELETE FROM draft")
        other.close()
    with pytest.raises(IntakeError, match=r"vault\.damaged"):
        migration.verify_copy(copy, database)
    database.close()


def test_the_key_of_the_log_stays_when_the_volume_key_is_another(old: Path, unlocked: Unlocked) -> None:
    with _enter(old, unlocked) as store:
        kept = store._opening.keys.audit
    again = unlock(old / "place.intake", scene.NAME, scene.PASSPHRASE)
    other = replace(again, keys=replace(again.keys, audit=bytes(32)))
    with _enter(old, other) as store:
        assert store._opening.keys.audit == kept
        assert store.check() == ()
