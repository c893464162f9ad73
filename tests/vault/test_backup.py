"""A copy of a store is a whole store that was read back; a store made from one is whole or is not there."""

import errno
import hashlib
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from intake_app import vault
from intake_app.errors import IntakeError
from intake_app.vault import Role, Vault, anchor, attachments, backup, keys
from intake_app.vault.files import Lock
from intake_app.vault.store import enter
from intake_app.vault.unlocking import Unlocked, unlock
from tests.vault import scene

LARGE = os.urandom(1_500_000)


def _goes_on(_done: int, _of: int) -> bool:
    return True


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a store and a copy of it, both closed."""
    folder = tmp_path_factory.mktemp("made")
    with scene.new_store(folder) as store:
        scene.finalised(store)
        scene.started(store, "uuid:large")
        store.put_media("uuid:large", "voice.wav", LARGE, "audio/wav")
        store.save_draft("uuid:large", scene.answer(3))
        store.back_up(folder / "copy")
    return folder


@pytest.fixture(scope="module")
def unlocked(made: Path) -> Unlocked:
    return unlock(made / "place.intake", scene.NAME, scene.PASSPHRASE)


@pytest.fixture
def copy(made: Path, tmp_path: Path) -> Path:
    """A copy to spoil or to restore from."""
    shutil.copytree(made / "copy", tmp_path / "copy")
    return tmp_path / "copy"


@pytest.fixture
def store(made: Path, unlocked: Unlocked, tmp_path: Path) -> Vault:
    """The store, opened, in a place of its own."""
    shutil.copytree(made, tmp_path / "here", ignore=shutil.ignore_patterns("copy"))
    path = tmp_path / "here" / "place.intake"
    return enter(path, Lock(path), unlocked)


def _restored(source: Path, target: Path, passphrase: str = scene.PASSPHRASE) -> Vault:
    return vault.restore(source, target, scene.NAME, passphrase, _goes_on)


def test_a_copy_holds_everything_and_restores(copy: Path, tmp_path: Path) -> None:
    target = tmp_path / "new" / "other.intake"
    with _restored(copy, target) as store:
        assert store.media_bytes("uuid:large", "voice.wav") == LARGE
        assert store.draft("uuid:large") == scene.answer(3)
        assert store.submission("uuid:1") == b"<data><q>1</q></data>"
        assert store.check() == ()
        restored = [row for row in store.audit_rows() if row.action == "store.restored"]
        assert len(restored) == 1
    with vault.open_store(target, scene.NAME, scene.PASSPHRASE) as store:
        assert store.check() == ()
    with pytest.raises(IntakeError, match=r"vault\.exists"):
        _restored(copy, target)


def test_a_copy_opens_where_it_lies(copy: Path) -> None:
    with scene.reopened(copy) as store:
        assert store.media_bytes("uuid:large", "voice.wav") == LARGE


def _goes_on_there(copy: Path) -> None:
    """Somebody opens the copy where it lies and works on."""
    with scene.reopened(copy) as store:
        scene.started(store, "uuid:later")
        store.put_media("uuid:later", "voice.wav", LARGE[::-1], "audio/wav")
        store.save_draft("uuid:later", scene.answer(5))
        store.drop_media("uuid:large", "voice.wav")


def test_a_copy_that_was_opened_where_it_lies_restores_as_it_went_on(copy: Path, tmp_path: Path) -> None:
    _goes_on_there(copy)
    target = tmp_path / "new" / "other.intake"
    with _restored(copy, target) as store:
        assert store.check() == ()
        assert store.draft("uuid:later") == scene.answer(5)
        assert store.media_bytes("uuid:later", "voice.wav") == LARGE[::-1]
        assert store.submission("uuid:1") == b"<data><q>1</q></data>"
        assert not store.media("uuid:large")
        assert len(list(attachments.folder(target).iterdir())) == 1
    assert scene.reopened(copy).close() is None, "it stays as it is"


def _rotated_there(copy: Path) -> None:
    _goes_on_there(copy)
    for _again in range(2):
        with scene.reopened(copy) as store:
            store.put_recovery(vault.new_recovery_key())


def test_a_copy_whose_key_was_changed_where_it_lies_restores(copy: Path, tmp_path: Path) -> None:
    """Its list of files is still under the key of before, which the store has kept."""
    _rotated_there(copy)
    with _restored(copy, tmp_path / "new" / "place.intake") as store:
        assert store._opening.header.current.epoch == 2
        assert store.check() == ()
        assert store.draft("uuid:later") == scene.answer(5)
        assert store.media_bytes("uuid:later", "voice.wav") == LARGE[::-1]


def _list_changed(copy: Path) -> None:
    _rotated_there(copy)
    _manifest(lambda told: told.update(seq=0))(copy)


def _key_of_then_not_kept(copy: Path) -> None:
    """As programs did that did not keep it."""
    _rotated_there(copy)
    with scene.reopened(copy) as store, store._opening.database.transaction():
        store._opening.database.run("DELETE FROM store WHERE key GLOB 'header_key:*'")


def _of_a_later_program(copy: Path) -> None:
    with scene.reopened(copy) as store, store._opening.database.transaction():
        store._opening.database.run("INSERT INTO migration VALUES (99, 'later')")


def _of_another_opening(copy: Path) -> None:
    """One page of the file as it lies now, all others of before: each was written with the right key."""
    before = (copy / "place.intake").read_bytes()
    _goes_on_there(copy)
    after = (copy / "place.intake").read_bytes()
    changed = [at for at in range(0, len(before), 4096) if before[at : at + 4096] != after[at : at + 4096]]
    at = changed[len(changed) // 2]
    (copy / "place.intake").write_bytes(after[:at] + before[at : at + 4096] + after[at + 4096 :])


def _opened_and_cut(copy: Path) -> None:
    _goes_on_there(copy)
    os.truncate(copy / "place.intake", (copy / "place.intake").stat().st_size - 4096)


def _opened_and_gone(copy: Path) -> None:
    """A large file of before that is still needed."""
    scene.reopened(copy).close()
    _large(copy).unlink()


def _changed_by_who_has_the_key(copy: Path) -> None:
    """Each page is written as it should be; the log knows of no such change."""
    with scene.reopened(copy) as store:
        handle = store._opening.database.connection
        triggers = handle.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _sql in triggers:
            handle.execute(f"DROP TRIGGER {name}")
        handle.execute("UPDATE person SET role = 'coordinator'")
        for _name, sql in triggers:
            handle.execute(sql)


def _not_closed(copy: Path) -> None:
    scene.reopened(copy).close()
    (copy / "place.intake-wal").write_bytes(b"x" * 32)


def _cut_off(copy: Path) -> None:
    """The computer went off: what was saved there lies in the log alone, the file is as it was copied."""
    with scene.reopened(copy) as store:
        store.save_draft("uuid:large", scene.answer(4))
        shutil.copytree(copy, copy.parent / "off")
    shutil.rmtree(copy)
    (copy.parent / "off").rename(copy)
    assert hashlib.sha256((copy / "place.intake").read_bytes()).hexdigest() in (copy / backup.MANIFEST).read_text()


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (_cut_off, "vault.backup_open"),
        (_of_another_opening, "vault.backup_damaged"),
        (_opened_and_cut, "vault.backup_damaged"),
        (_changed_by_who_has_the_key, "vault.backup_damaged"),
        (_opened_and_gone, "vault.backup_damaged"),
        (_not_closed, "vault.backup_open"),
        (_list_changed, "vault.backup_damaged"),
        (_key_of_then_not_kept, "vault.backup_rekeyed"),
        (_of_a_later_program, "vault.newer"),
    ],
)
def test_a_copy_that_was_opened_is_proved_before_it_is_a_store(
    copy: Path, tmp_path: Path, spoil: Callable[[Path], None], code: str
) -> None:
    spoil(copy)
    with pytest.raises(IntakeError) as caught:
        _restored(copy, tmp_path / "new" / "place.intake")
    assert caught.value.code == code
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["place.intake.lock"]


def test_the_store_says_that_it_was_copied(store: Vault, tmp_path: Path) -> None:
    heard: list[tuple[int, int]] = []
    with store:
        told = store.back_up(tmp_path / "copy", lambda done, of: heard.append((done, of)) or True)
        assert store.audit_rows(1)[0].action == "store.backed_up"
        assert store.check() == ()
    assert (told.path, told.files, told.wrong) == (tmp_path / "copy", 1, ())
    assert heard[0][0] == 0 and heard[-1][0] <= heard[-1][1]
    assert heard == sorted(heard)
    assert {path.name for path in (tmp_path / "copy").iterdir()} == {
        *("place.intake", "place.intake.header-a", "place.intake.header-b", "place.intake.files", "backup.json")
    }
    assert not (tmp_path / "copy.part").exists()


def test_a_copy_with_another_number_of_links_than_it_says_becomes_no_store(
    copy: Path, unlocked: Unlocked, tmp_path: Path
) -> None:
    """Even where it was written by who holds the keys."""
    outer = json.loads((copy / backup.MANIFEST).read_text())
    inner = json.loads(outer["body"])
    body = json.dumps({**inner, "seq": inner["seq"] + 1})
    mac = keys.seal(unlocked.keys.header, b"backup", body.encode()).hex()
    (copy / backup.MANIFEST).write_text(json.dumps({"body": body, "mac": mac}))
    with pytest.raises(IntakeError, match=r"vault\.backup_damaged"):
        _restored(copy, tmp_path / "new" / "place.intake")
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["place.intake.lock"]


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="2026-11-26: needs a place that has no room for anything")
def test_a_place_without_any_room_is_told_before_anything_is_written(store: Vault) -> None:
    with store:
        with pytest.raises(IntakeError, match=r"vault\.backup_full"):
            store.back_up(Path("/proc/copy"))
        assert store.check() == ()


def test_it_can_be_stopped_and_leaves_nothing(store: Vault, tmp_path: Path) -> None:
    with store, pytest.raises(IntakeError, match=r"vault\.cancelled"):
        store.back_up(tmp_path / "copy", lambda done, _of: done == 0)
    assert not any(path.name.startswith("copy") for path in tmp_path.iterdir())


def test_an_unfinished_copy_is_removed_and_nothing_else(store: Vault, tmp_path: Path) -> None:
    part = tmp_path / "copy.part"
    (part / "place.intake.files").mkdir(parents=True)
    (part / "place.intake.files" / "ab").write_bytes(b"half")
    (part / "place.intake").write_bytes(b"half")
    with store:
        store.back_up(tmp_path / "copy")
        part.mkdir()
        (part / "holiday.jpg").write_bytes(b"mine")
        with pytest.raises(IntakeError, match=r"vault\.backup_failed"):
            store.back_up(tmp_path / "second" / ".." / "copy2")
        shutil.rmtree(tmp_path / "copy")
        with pytest.raises(IntakeError, match=r"vault\.backup_failed"):
            store.back_up(tmp_path / "copy")
    assert (part / "holiday.jpg").read_bytes() == b"mine"


def test_what_is_there_is_not_written_over(store: Vault, tmp_path: Path) -> None:
    (tmp_path / "copy").mkdir()
    with store, pytest.raises(IntakeError, match=r"vault\.backup_exists"):
        store.back_up(tmp_path / "copy")


@pytest.mark.parametrize("said", [errno.ENOSYS, errno.ENOTSUP, errno.EPERM, errno.EIO])
def test_a_stick_that_keeps_no_modes_takes_a_copy(
    store: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: int
) -> None:
    def refuse(_path: Path, _mode: int) -> None:
        raise OSError(said, os.strerror(said))

    monkeypatch.setattr(Path, "chmod", refuse)
    before = os.umask(0o000)
    try:
        if said == errno.EIO:
            with pytest.raises(IntakeError, match=r"vault\.backup_failed"):
                store.back_up(tmp_path / "stick")
        else:
            assert not store.back_up(tmp_path / "stick").wrong
    finally:
        os.umask(before)
    assert (tmp_path / "stick" / "backup.json").is_file() == (said != errno.EIO)


def test_a_stick_that_loses_what_is_in_a_renamed_folder_is_noticed(
    store: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace = Path.replace

    def lose(path: Path, target: Path) -> Path:
        if path.suffix == ".part":
            shutil.rmtree(path)
            path.mkdir()
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", lose)
    with pytest.raises(IntakeError, match=r"vault\.backup_failed"):
        store.back_up(tmp_path / "stick")
    assert not (tmp_path / "stick").exists()
    assert store.check() == ()


def test_who_may_not_copy(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        store.add_person("Second", Role.MEDIATOR, scene.OTHER)
    with (
        scene.reopened(tmp_path, "Second", scene.OTHER) as store,
        pytest.raises(IntakeError, match=r"vault\.not_allowed"),
    ):
        store.back_up(tmp_path / "copy")
    with scene.reopened(tmp_path) as store:
        refused = [row for row in store.audit_rows() if row.action == "refused"]
        assert [json.loads(row.detail) for row in refused] == [{"verb": "back_up", "what": "backup"}]


def test_a_store_with_damage_is_copied_and_says_so(store: Vault, tmp_path: Path) -> None:
    with store:
        mark = store._opening.database.one("SELECT mark FROM media WHERE outside = 1")
        assert mark is not None
        (attachments.folder(store.info().path) / mark[0]).unlink()
        told = store.back_up(tmp_path / "copy")
        assert (told.wrong, told.files) == (("vault.damaged",), 0)
        assert [apart.id for apart in store.set_apart()] == ["uuid:large"]
    with _restored(tmp_path / "copy", tmp_path / "new.intake") as store:
        assert [row.id for row in store.records() if row.damaged] == ["uuid:large"]
        assert store.draft("uuid:large") == scene.answer(3)


def _flip(path: Path, place: int) -> None:
    data = bytearray(path.read_bytes())
    data[place % len(data)] ^= 1
    path.write_bytes(data)


def _manifest(change: Callable[[dict[str, object]], object]) -> Callable[[Path], object]:
    def spoil(copy: Path) -> None:
        outer = json.loads((copy / backup.MANIFEST).read_text())
        inner = json.loads(outer["body"])
        change(inner)
        (copy / backup.MANIFEST).write_text(json.dumps({**outer, "body": json.dumps(inner)}))

    return spoil


def _large(copy: Path) -> Path:
    return next((copy / "place.intake.files").iterdir())


def _linked(copy: Path) -> None:
    path = _large(copy)
    path.rename(copy / "elsewhere")
    path.symlink_to(copy / "elsewhere")


def _entry(name: str) -> dict[str, object]:
    return {"name": name, "size": 1, "sha256": ""}


SPOILT: dict[str, tuple[Callable[[Path], object], str]] = {
    "a page of the store": (lambda copy: _flip(copy / "place.intake", -9000), "vault.backup_damaged"),
    "the store cut": (lambda copy: os.truncate(copy / "place.intake", 8192), "vault.backup_damaged"),
    "a large file": (lambda copy: _flip(_large(copy), 700_000), "vault.backup_damaged"),
    "a large file gone": (lambda copy: _large(copy).unlink(), "vault.backup_damaged"),
    "a large file a link": (_linked, "vault.backup_damaged"),
    "no manifest": (lambda copy: (copy / backup.MANIFEST).unlink(), "vault.not_a_backup"),
    "an empty manifest": (lambda copy: (copy / backup.MANIFEST).write_bytes(b""), "vault.not_a_backup"),
    "a manifest of another kind": (_manifest(lambda told: told.update(format="zip")), "vault.not_a_backup"),
    "a later manifest": (_manifest(lambda told: told.update(version=2)), "vault.newer"),
    "another time": (_manifest(lambda told: told.update(made="2020")), "vault.backup_damaged"),
    "another store": (_manifest(lambda told: told.update(vault="00" * 16)), "vault.backup_damaged"),
    "a name elsewhere": (_manifest(lambda told: told.update(store="../x")), "vault.not_a_backup"),
    "no name": (_manifest(lambda told: told.update(store="..")), "vault.not_a_backup"),
    "no store": (_manifest(lambda told: told.update(files=[])), "vault.not_a_backup"),
    "a file elsewhere": (
        _manifest(lambda told: told.update(files=[_entry("place.intake"), _entry("place.intake.files/../../x")])),
        "vault.not_a_backup",
    ),
    "no headers": (lambda copy: [path.unlink() for path in copy.glob("*.header-*")], "vault.header_missing"),
}


@pytest.mark.parametrize("kind", SPOILT)
def test_a_spoilt_copy_becomes_no_store(copy: Path, tmp_path: Path, kind: str) -> None:
    spoil, code = SPOILT[kind]
    spoil(copy)
    target = tmp_path / "new" / "place.intake"
    with pytest.raises(IntakeError) as caught:
        _restored(copy, target)
    assert caught.value.code == code
    assert not vault.exists(target)
    left = {path.name for path in target.parent.iterdir()} if target.parent.exists() else set()
    assert left <= {"place.intake.lock"}


def test_a_wrong_passphrase_restores_nothing(copy: Path, tmp_path: Path) -> None:
    before = {part.name: part.read_bytes() for part in copy.iterdir() if part.is_file()}
    for _try in range(5):
        with pytest.raises(IntakeError, match=r"vault\.wrong_passphrase"):
            _restored(copy, tmp_path / "new.intake", "not the right one at all")
    assert not vault.exists(tmp_path / "new.intake")
    assert {part.name: part.read_bytes() for part in copy.iterdir() if part.is_file()} == before, "it stays as it is"


def test_a_second_secret_in_the_keyring_is_asked_for(tmp_path: Path) -> None:
    second = b"k" * 32
    with scene.new_store(tmp_path) as store:
        scene.started(store)
        store.change_passphrase(scene.PASSPHRASE, scene.PASSPHRASE, lambda _entry: None, second)
        store.back_up(tmp_path / "copy")
    given = (tmp_path / "copy", tmp_path / "again" / "place.intake", scene.NAME, scene.PASSPHRASE, _goes_on)
    with pytest.raises(IntakeError, match=r"vault\.keyring_missing"):
        vault.restore(*given)
    with vault.restore(*given, factor=lambda _entry: second) as store:
        assert [row.id for row in store.records()] == ["uuid:1"]


def test_restoring_can_be_stopped(copy: Path, tmp_path: Path) -> None:
    target = tmp_path / "new.intake"
    with pytest.raises(IntakeError, match=r"vault\.cancelled"):
        vault.restore(copy, target, scene.NAME, scene.PASSPHRASE, lambda done, _of: done < 100_000)
    assert not vault.exists(target)
    _restored(copy, target).close()


def test_after_a_crash_in_the_middle_it_can_be_restored_again(copy: Path, tmp_path: Path) -> None:
    target = tmp_path / "new.intake"
    target.with_name("new.intake.new").write_bytes(b"half")
    shutil.copy(copy / "place.intake.header-a", tmp_path / "new.intake.header-a")
    _restored(copy, target).close()


def test_going_back_on_purpose_is_not_told_as_a_trick(made: Path, copy: Path, tmp_path: Path) -> None:
    """The anchor of the store that was lost is further on than the copy."""
    target = tmp_path / "place.intake"
    shutil.copy(anchor.path_of(made / "place.intake"), anchor.path_of(target))
    with _restored(copy, target) as store:
        assert "vault.rolled_back" not in store.check()
