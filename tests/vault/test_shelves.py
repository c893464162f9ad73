"""Files of middle size on their shelves: what lies where, what shows, what is given out again, what is noticed."""

import os
import random
import resource
import shutil
import sys
import zlib
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.ciphers.modes import CTR

from intake_app import vault
from intake_app.errors import IntakeError
from intake_app.vault import Frozen, Vault, anchor, attachments, shelves
from intake_app.vault.content import OVERHEAD
from intake_app.vault.keys import NONCE_BYTES
from intake_app.vault.meter import heedless
from intake_app.vault.schema import MIGRATIONS
from intake_app.vault.shelves import LEAST, PAGE, PAGES
from tests.vault import scene
from tests.vault.test_hostile_store import key_of, with_tools

FILE = "place.intake"
LARGEST = attachments.PIECE
PHOTO = random.Random(3).randbytes(50_000)
_PHOTO_PAGES = -(-(len(PHOTO) + OVERHEAD) // PAGE)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with two records and a photograph of each on one shelf, closed."""
    folder = tmp_path_factory.mktemp("whole")
    with scene.new_store(folder) as store:
        for record in ("uuid:1", "uuid:2"):
            scene.started(store, record)
            store.put_media(record, "one.jpg", PHOTO, "image/jpeg")
    return folder


@pytest.fixture
def place(whole: Path, tmp_path: Path) -> Path:
    """A copy of it to work with."""
    shutil.copytree(whole, tmp_path / "here")
    return tmp_path / "here"


def _beside(place: Path) -> list[Path]:
    return sorted(attachments.folder(place / FILE).iterdir())


def _laid(store: Vault) -> dict[tuple[str, str], tuple[str, int, int]]:
    """Shelf, first page and end of each file on a shelf, by record and name."""
    rows = store._opening.database.all(
        "SELECT r.id, m.name, m.shelf, m.page, m.size FROM media m JOIN record r ON r.number = m.record "
        "WHERE m.shelf > ''"
    )
    return {tuple(row[:2]): (row[2], row[3], row[3] - (-(row[4] + OVERHEAD) // PAGE)) for row in rows}


def test_where_a_file_lies_depends_on_its_size(place: Path) -> None:
    sizes = {"little": LEAST, "middle": LEAST + 1, "most": LARGEST, "film": LARGEST + 1}
    with scene.reopened(place) as store:
        for name, size in sizes.items():
            store.put_media("uuid:1", name, PHOTO[:1] * size, "image/jpeg")
    with scene.reopened(place) as store:
        assert all(store.media_bytes("uuid:1", name) == PHOTO[:1] * size for name, size in sizes.items())
        assert {name for record, name in _laid(store) if record == "uuid:1"} == {"one.jpg", "middle", "most"}
        assert store.check() == ()
    lengths = sorted(path.stat().st_size for path in _beside(place))
    assert len(lengths) == 2
    assert lengths[1] == PAGES * PAGE, "a shelf has its full length from the beginning"


def test_a_shelf_shows_neither_content_nor_how_much_lies_there(place: Path) -> None:
    (shelf,) = _beside(place)
    data = shelf.read_bytes()
    assert PHOTO[:32] not in data
    assert len(zlib.compress(data, 1)) > len(data), "random from end to end"
    assert len({data[start : start + PAGE] for start in range(0, len(data), PAGE)}) == PAGES
    assert shelf.stat().st_mode & 0o777 == 0o600


def test_two_files_never_lie_on_one_page_whatever_is_put_replaced_and_dropped(tmp_path: Path) -> None:
    """Random days: all reads as it was put, pages are given out again, and no shelf is there in vain."""
    rng = random.Random(19)
    known: dict[tuple[str, str], bytes] = {}
    with scene.new_store(tmp_path) as store:
        for record in ("uuid:1", "uuid:2"):
            scene.started(store, record)
    for _day in range(6):
        with scene.reopened(tmp_path) as store:
            for _step in range(12):
                where = (rng.choice(("uuid:1", "uuid:2")), f"{rng.randrange(12)}.jpg")
                if rng.random() < 0.4:
                    store.drop_media(*where)
                    known.pop(where, None)
                    continue
                known[where] = rng.randbytes(16) * rng.randrange(1, 65_000)
                store.put_media(*where, known[where], "image/jpeg")
            places = sorted(_laid(store).values())
            assert all(a[0] != b[0] or a[2] <= b[1] for a, b in pairwise(places))
            assert all(end <= PAGES for _shelf, _page, end in places)
            assert store.check() == ()
            assert {where: store.media_bytes(*where) for where in known} == known
    with scene.reopened(tmp_path) as store:
        named = {shelf for shelf, _page, _end in _laid(store).values()}
    assert {path.name for path in _beside(tmp_path) if path.stat().st_size == PAGES * PAGE} == named


def test_what_was_freed_is_given_out_after_the_next_opening(place: Path) -> None:
    """Not before: what is free is looked up once in an opening."""
    with scene.reopened(place) as store:
        first = _laid(store)["uuid:1", "one.jpg"]
        assert first[1:] == (0, _PHOTO_PAGES)
        store.put_media("uuid:1", "two.jpg", PHOTO, "image/jpeg")
        store.drop_media("uuid:1", "one.jpg")
        store.put_media("uuid:1", "three.jpg", PHOTO, "image/jpeg")
        assert [_laid(store)["uuid:1", name][1] for name in ("two.jpg", "three.jpg")] == [
            2 * _PHOTO_PAGES,
            3 * _PHOTO_PAGES,
        ]
    with scene.reopened(place) as store:
        store.put_media("uuid:1", "four.jpg", PHOTO, "image/jpeg")
        assert _laid(store)["uuid:1", "four.jpg"] == first


def test_a_full_shelf_is_followed_by_another(place: Path) -> None:
    with scene.reopened(place) as store:
        for number in range(16):
            store.put_media("uuid:1", f"{number}.jpg", PHOTO[:1] * LARGEST, "image/jpeg")
        assert len({shelf for shelf, _page, _end in _laid(store).values()}) == len(_beside(place)) == 2
        assert store.check() == ()


def test_a_shelf_with_nothing_on_it_goes(place: Path) -> None:
    with scene.reopened(place) as store:
        for record in ("uuid:1", "uuid:2"):
            store.drop_media(record, "one.jpg")
    assert _beside(place) == []


(CHANGE,) = (statement for statement in MIGRATIONS[1].after if "TRIGGER media_change" in statement)
"""Made again, so that the tables are those of the program."""

SPOIL: dict[str, Callable[[bytes], bytes]] = {
    "the pages of another record": lambda data: data[_PHOTO_PAGES * PAGE : 2 * _PHOTO_PAGES * PAGE] * 2 + data,
    "one bit": lambda data: bytes([data[0] ^ 1]) + data[1:],
    "one bit of the tag": lambda data: (
        data[: len(PHOTO) + OVERHEAD - 1]
        + bytes([data[len(PHOTO) + OVERHEAD - 1] ^ 1])
        + data[len(PHOTO) + OVERHEAD :]
    ),
    "moved by a page": lambda data: data[PAGE:],
    "zeros": lambda data: bytes(_PHOTO_PAGES * PAGE) + data[_PHOTO_PAGES * PAGE :],
}


@pytest.mark.parametrize("kind", SPOIL)
def test_spoilt_pages_are_noticed_and_sound_ones_taken_back(place: Path, kind: str) -> None:
    (shelf,) = _beside(place)
    data = shelf.read_bytes()
    shelf.write_bytes(SPOIL[kind](data)[: len(data)])
    with scene.reopened(place) as store:
        with pytest.raises(IntakeError, match=r"vault\.damaged"):
            store.media_bytes("uuid:1", "one.jpg")
        assert "uuid:1" in [one.id for one in store.set_apart()]
        assert store.check() == ("vault.damaged",)
        shelf.write_bytes(data)
        assert store.check() == ()
        assert store.media_bytes("uuid:1", "one.jpg") == PHOTO


def test_damage_of_one_file_is_none_of_its_neighbour(place: Path) -> None:
    (shelf,) = _beside(place)
    shelf.write_bytes(SPOIL["zeros"](shelf.read_bytes()))
    with scene.reopened(place) as store:
        assert store.check() == ("vault.damaged",)
        assert [one.id for one in store.set_apart()] == ["uuid:1"]
        assert store.media_bytes("uuid:2", "one.jpg") == PHOTO


@pytest.mark.parametrize("index", ["media_shelf", "media_outside"])
def test_damage_where_it_is_told_what_lies_beside_keeps_nobody_out_and_nothing_is_swept_then(
    place: Path, index: str
) -> None:
    with scene.reopened(place) as store:
        ((page,),) = store._opening.database.all("SELECT rootpage FROM sqlite_master WHERE name = ?", index)
    shelves_there = _beside(place)
    with (place / FILE).open("r+b") as file:
        file.seek((page - 1) * PAGE)
        file.write(bytes(PAGE))
    with scene.reopened(place) as store:
        assert store.media_bytes("uuid:1", "one.jpg") == PHOTO
        assert store.check() == ("vault.damaged",)
    assert _beside(place) == shelves_there


def _gone(shelf: Path, _aside: Path) -> None:
    shelf.unlink()


def _linked(shelf: Path, aside: Path) -> None:
    shutil.move(shelf, aside)
    shelf.symlink_to(aside)


def _piped(shelf: Path, _aside: Path) -> None:
    shelf.unlink()
    os.mkfifo(shelf)


def _cut(shelf: Path, _aside: Path) -> None:
    os.truncate(shelf, PAGE)


@pytest.mark.skipif(sys.platform == "win32", reason="2026-11-27: links and pipes as POSIX has them")
@pytest.mark.parametrize("spoil", [_gone, _linked, _piped, _cut])
def test_a_shelf_that_is_gone_or_something_else_is_noticed_and_keeps_nobody_from_working(
    place: Path, tmp_path: Path, spoil: Callable[[Path, Path], None]
) -> None:
    (shelf,) = _beside(place)
    spoil(shelf, tmp_path / "aside")
    with scene.reopened(place) as store:
        assert store.check() == ("vault.damaged",)
        with pytest.raises(IntakeError, match=r"vault\.damaged"):
            store.media_bytes("uuid:2", "one.jpg")
        scene.started(store, "uuid:3")
        store.put_media("uuid:3", "one.jpg", PHOTO, "image/jpeg")
    with scene.reopened(place) as store:
        assert store.media_bytes("uuid:3", "one.jpg") == PHOTO


def test_in_a_store_that_was_put_back_nothing_is_laid_on_the_shelves_of_the_newer_one(place: Path) -> None:
    """Who brings an old file back by mistake can bring the new one back, with everything that belongs to it."""
    path = place / FILE
    older = path.read_bytes()
    with scene.reopened(place) as store:
        store.put_media("uuid:1", "two.jpg", PHOTO[::-1], "image/jpeg")
    newer, mark = path.read_bytes(), anchor.path_of(path).read_bytes()
    path.write_bytes(older)
    with scene.reopened(place) as store:
        store.put_media("uuid:1", "other.jpg", PHOTO[:30_000], "image/jpeg")
        assert store.media_bytes("uuid:1", "other.jpg") == PHOTO[:30_000]
    path.write_bytes(newer)
    anchor.path_of(path).write_bytes(mark)
    with scene.reopened(place) as store:
        assert store.media_bytes("uuid:1", "two.jpg") == PHOTO[::-1]
        assert store.check() == ()


def _pieces_of(place: Path, content: bytes) -> int:
    """How many pieces of the first record begin so, for who has its key and knows nothing else of what lies there."""
    with scene.reopened(place) as store:
        ((key,),) = store._opening.database.all("SELECT key FROM content_key WHERE record = 1")
    found = 0
    for shelf in _beside(place):
        data = shelf.read_bytes()
        for start in range(0, len(data), PAGE):
            nonce, sealed = data[start : start + NONCE_BYTES], data[start + NONCE_BYTES : start + NONCE_BYTES + 16]
            opened = Cipher(AES256(bytes(key)), CTR(nonce + (2).to_bytes(4, "big"))).decryptor().update(sealed)
            found += opened == content[:16]
    return found


def test_what_was_dropped_replaced_or_left_out_can_not_be_read_by_who_has_the_key_of_its_record(place: Path) -> None:
    """In the store it would be written over; what lies on a shelf goes into each copy of the store."""
    with scene.reopened(place) as store:
        for name in ("two.jpg", "three.jpg", "four.jpg"):
            store.put_media("uuid:1", name, PHOTO, "image/jpeg")
    assert _pieces_of(place, PHOTO) == 4
    with scene.reopened(place) as store:
        store.drop_media("uuid:1", "two.jpg")
        store.put_media("uuid:1", "three.jpg", PHOTO[::-1], "image/jpeg")
        with pytest.raises(IntakeError, match=r"vault\.bad_text"):
            store.put_media("uuid:1", "five.jpg", PHOTO, "\udcff")
        store.finalise("uuid:1", Frozen(b"<data/>", ("one.jpg", "three.jpg"), "", "{}"))
        assert [store.media_bytes("uuid:1", name) for name in ("one.jpg", "three.jpg")] == [PHOTO, PHOTO[::-1]]
    assert (_pieces_of(place, PHOTO), _pieces_of(place, PHOTO[::-1])) == (1, 1)


def test_what_a_row_names_is_kept_although_putting_it_failed_at_the_end(place: Path) -> None:
    def fails() -> None:
        raise IntakeError("vault.io_error")

    with scene.reopened(place) as store:
        database = store._opening.database
        usual, database.after_commit = database.after_commit, fails
        with pytest.raises(IntakeError, match=r"vault\.io_error"):
            store.put_media("uuid:1", "two.jpg", PHOTO, "image/jpeg")
        database.after_commit = usual
        assert store.media_bytes("uuid:1", "two.jpg") == PHOTO


def test_in_a_store_that_was_put_back_nothing_is_written_over(place: Path) -> None:
    path = place / FILE
    older = path.read_bytes()
    with scene.reopened(place) as store:
        store.drop_media("uuid:1", "one.jpg")
    with scene.reopened(place) as store:
        store.put_media("uuid:1", "two.jpg", PHOTO[::-1], "image/jpeg")
    newer, mark = path.read_bytes(), anchor.path_of(path).read_bytes()
    path.write_bytes(older)
    with scene.reopened(place) as store:
        store.drop_media("uuid:1", "one.jpg")
    path.write_bytes(newer)
    anchor.path_of(path).write_bytes(mark)
    with scene.reopened(place) as store:
        assert store.media_bytes("uuid:1", "two.jpg") == PHOTO[::-1]


def test_who_drops_a_file_whose_shelf_can_not_be_written_is_kept_by_nothing(place: Path) -> None:
    (shelf,) = _beside(place)
    shelf.unlink()
    with scene.reopened(place) as store:
        store.drop_media("uuid:1", "one.jpg")
        assert store.media("uuid:1") == ()


def test_a_shelf_that_leads_elsewhere_is_none(place: Path, tmp_path: Path) -> None:
    """Somebody with the key and other tools wrote a path in the place of its mark."""
    victim = tmp_path / "victim"
    victim.write_bytes(bytes(PAGES * PAGE))
    with_tools(place / FILE, key_of(place), "DROP TRIGGER media_change", f"UPDATE media SET shelf = '{victim}'", CHANGE)
    with scene.reopened(place) as store:
        store.put_media("uuid:1", "two.jpg", PHOTO, "image/jpeg")
        store.drop_media("uuid:1", "one.jpg")
        with pytest.raises(IntakeError, match=r"vault\.damaged"):
            store.media_bytes("uuid:2", "one.jpg")
        assert store.back_up(tmp_path / "copy").files == 1
        assert store.media_bytes("uuid:1", "two.jpg") == PHOTO
    assert victim.read_bytes() == bytes(PAGES * PAGE)


@pytest.mark.skipif(sys.platform == "win32", reason="2026-11-27: a limit of the size of files as POSIX has it")
def test_where_no_shelf_has_room_a_file_may_still_lie_in_the_store(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        scene.started(store)
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (8 * 1024 * 1024, before[1]))
        try:
            store.put_media("uuid:1", "one.jpg", PHOTO, "image/jpeg")
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
        assert (_beside(tmp_path), _laid(store)) == ([], {})
        assert store.media_bytes("uuid:1", "one.jpg") == PHOTO
        folder = attachments.folder(tmp_path / FILE)
        folder.rmdir()
        folder.write_bytes(b"somebody's")
        with pytest.raises(IntakeError, match=r"vault\.io_error"):
            store.put_media("uuid:1", "two.jpg", PHOTO, "image/jpeg")
        assert [row.name for row in store.media("uuid:1")] == ["one.jpg"]


def test_who_knew_the_key_of_a_record_before_does_not_read_what_comes_later(place: Path) -> None:
    """A new volume key brings a file key, and what is laid down since is sealed with more than the record's own."""
    with scene.reopened(place) as store:
        store.put_recovery(vault.new_recovery_key())
    with scene.reopened(place) as store:
        store.put_recovery(vault.new_recovery_key())
        store.put_media("uuid:1", "two.jpg", PHOTO, "image/jpeg")
        database = store._opening.database
        (key,) = database.all("SELECT key FROM content_key WHERE record = 1")[0]
        for name, opens in (("one.jpg", True), ("two.jpg", False)):
            sql = "SELECT mark, shelf, page, file_key FROM media WHERE record = 1 AND name = ?"
            ((mark, *found),) = database.all(sql, name)
            sealed = shelves.read(place / FILE, shelves.Place(*found), len(PHOTO))
            assert bool(found[2]) != opens
            if opens:
                assert attachments.unseal(bytes(key), "uuid:1", mark, 0, True, sealed) == PHOTO
                continue
            with pytest.raises(IntakeError, match=r"vault\.damaged"):
                attachments.unseal(bytes(key), "uuid:1", mark, 0, True, sealed)
        assert store.media_bytes("uuid:1", "two.jpg") == PHOTO
        assert store.check() == ()


@pytest.fixture
def copy(place: Path, tmp_path: Path) -> Path:
    """A copy of the store, as a backup makes it."""
    with scene.reopened(place) as store:
        assert store.back_up(tmp_path / "copy").files == 1
    return tmp_path / "copy"


def _restored(copy: Path, tmp_path: Path) -> Vault:
    return vault.restore(copy, tmp_path / "new" / FILE, scene.NAME, scene.PASSPHRASE, heedless)


def test_a_copy_has_its_shelves_and_restores(copy: Path, tmp_path: Path) -> None:
    with _restored(copy, tmp_path) as store:
        assert store.check() == ()
        assert store.media_bytes("uuid:2", "one.jpg") == PHOTO


def test_a_copy_that_was_opened_restores_with_what_was_laid_on_its_shelf_since(copy: Path, tmp_path: Path) -> None:
    with scene.reopened(copy) as store:
        store.put_media("uuid:1", "two.jpg", PHOTO[::-1], "image/jpeg")
    with _restored(copy, tmp_path) as store:
        assert store.check() == ()
        assert store.media_bytes("uuid:1", "two.jpg") == PHOTO[::-1]
        assert store.media_bytes("uuid:1", "one.jpg") == PHOTO


@pytest.mark.parametrize("spoil", [_gone, _cut])
def test_a_copy_whose_shelf_is_not_as_it_was_is_no_copy(
    copy: Path, tmp_path: Path, spoil: Callable[[Path, Path], None]
) -> None:
    (shelf,) = _beside(copy)
    spoil(shelf, tmp_path / "aside")
    with pytest.raises(IntakeError, match=r"vault\.backup_damaged"):
        _restored(copy, tmp_path)
    assert not (tmp_path / "new" / FILE).exists()
