"""Large files beside the store, spoilt, gone, brought back, left over: noticed, and never another's content."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sqlcipher

from intake_app.errors import IntakeError
from intake_app.vault import Vault, anchor, attachments, media
from tests.vault import scene

FILE = "place.intake"
LARGE = random.Random(8).randbytes(2_600_000)


@pytest.fixture
def large(tmp_path: Path) -> Vault:
    """A store with a large file, and one of another record."""
    store = scene.new_store(tmp_path)
    for record in ("uuid:1", "uuid:2"):
        scene.started(store, record)
        store.put_media(record, "voice.wav", LARGE, "audio/wav")
    return store


def _files(store: Vault) -> list[Path]:
    marks = store._opening.database.all("SELECT mark FROM media ORDER BY record")
    return [attachments.folder(store.info().path) / mark for (mark,) in marks]


_SEALED = attachments.PIECE + 28


def _pieces_swapped(mine: bytes, _other: bytes) -> bytes:
    head = len(attachments.MAGIC)
    first, second = mine[head : head + _SEALED], mine[head + _SEALED : head + 2 * _SEALED]
    return mine[:head] + second + first + mine[head + 2 * _SEALED :]


SPOIL: dict[str, Callable[[bytes, bytes], bytes]] = {
    "another record's": lambda _mine, other: other,
    "cut at a piece": lambda mine, _other: mine[: len(attachments.MAGIC) + 2 * _SEALED],
    "cut inside a piece": lambda mine, _other: mine[:-9],
    "empty": lambda _mine, _other: b"",
    "pieces in another order": _pieces_swapped,
    "a piece of another record's": lambda mine, other: mine[: 8 + _SEALED] + other[8 + _SEALED :],
    "one bit": lambda mine, _other: mine[:2_000_000] + bytes([mine[2_000_000] ^ 1]) + mine[2_000_001:],
    "something behind": lambda mine, _other: mine + b"x",
    "another kind": lambda mine, _other: b"x" + mine[1:],
}


@pytest.mark.parametrize("kind", SPOIL)
def test_a_spoilt_large_file_is_noticed(large: Vault, kind: str) -> None:
    mine, other = _files(large)
    mine.write_bytes(SPOIL[kind](mine.read_bytes(), other.read_bytes()))
    with large:
        with pytest.raises(IntakeError, match=r"vault\.damaged"):
            large.media_bytes("uuid:1", "voice.wav")
        assert large.media_bytes("uuid:2", "voice.wav") == LARGE
        assert [one.id for one in large.set_apart()] == ["uuid:1"]
        assert large.check() == ("vault.damaged",)


def test_a_large_file_gone_is_noticed_and_one_brought_back_is_taken_back(large: Vault) -> None:
    mine, _other = _files(large)
    data = mine.read_bytes()
    mine.unlink()
    with large:
        with pytest.raises(IntakeError, match=r"vault\.damaged"):
            large.media_bytes("uuid:1", "voice.wav")
        assert [row.id for row in large.records() if row.damaged] == ["uuid:1"]
        mine.write_bytes(data)
        assert large.check() == ()
        assert large.set_apart() == ()
        assert {"record.set_apart", "record.sound_again"} <= {row.action for row in large.audit_rows(5)}


def test_large_files_go_with_their_record_and_left_over_ones_are_swept(large: Vault, tmp_path: Path) -> None:
    one, two = _files(large)
    assert one.stat().st_mode & 0o777 == 0o600
    large.put_media("uuid:1", "voice.wav", b"short now", "audio/wav")
    assert not one.exists()
    large.drop_media("uuid:1", "voice.wav")
    assert large.media("uuid:1") == ()
    (two.parent / f"{two.name}.new").write_bytes(b"by a crash")
    large.discard("uuid:2")
    large.close()
    assert list(two.parent.iterdir()) == []
    two.write_bytes(b"by a crash")
    (two.parent / "folder").mkdir()
    scene.reopened(tmp_path).close()
    assert [path.name for path in two.parent.iterdir()] == ["folder"]


def test_large_files_are_not_swept_from_a_store_that_was_put_back(large: Vault, tmp_path: Path) -> None:
    """Who brings an old file back by mistake can bring the new one back, with everything that belongs to it."""
    path = tmp_path / FILE
    large.close()
    older = path.read_bytes()
    with scene.reopened(tmp_path) as store:
        store.put_media("uuid:1", "second.wav", LARGE, "audio/wav")
    newer, mark = path.read_bytes(), anchor.path_of(path).read_bytes()
    path.write_bytes(older)
    scene.reopened(tmp_path).close()
    path.write_bytes(newer)
    anchor.path_of(path).write_bytes(mark)
    with scene.reopened(tmp_path) as store:
        assert store.media_bytes("uuid:1", "second.wav") == LARGE


def test_content_of_a_record_that_is_gone_can_not_be_read_from_what_is_left(large: Vault, tmp_path: Path) -> None:
    """The key is gone with the record: a copy of the large file is no use."""
    _one, two = _files(large)
    sealed = two.read_bytes()
    database = large._opening.database
    (key,) = database.all("SELECT key FROM content_key WHERE record = 2")[0]
    large.discard("uuid:2")
    large.close()
    data = (tmp_path / FILE).read_bytes()
    assert bytes(key) not in data
    with scene.reopened(tmp_path) as store:
        keys = [bytes(row[0]) for row in store._opening.database.all("SELECT key FROM content_key")]
        assert bytes(key) not in keys
    assert LARGE[:64] not in sealed


def test_the_file_of_a_row_that_could_not_be_written_goes(large: Vault) -> None:
    before = set(attachments.folder(large.info().path).iterdir())
    with large._opening.database.transaction(), pytest.raises(sqlcipher.OperationalError):
        large.put_media("uuid:1", "more.wav", LARGE, "audio/wav")  # inside another change, which is a bug of ours
    assert set(attachments.folder(large.info().path).iterdir()) == before
    with large._opening.database.transaction(), pytest.raises(sqlcipher.OperationalError):
        large.put_media("uuid:1", "little.jpg", b"picture", "image/jpeg")
    large.close()


def test_a_file_that_a_row_may_name_is_kept(large: Vault) -> None:
    mine, _other = _files(large)
    assert media._may_be_named(large._opening, mine.name)
    assert not media._may_be_named(large._opening, "0" * 32)
    large.close()
    assert media._may_be_named(large._opening, "0" * 32), "nobody can tell"
