"""Taking a person away gives the store a new volume key: what was known before opens nothing any more."""

import contextlib
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from intake_app.errors import IntakeError
from intake_app.vault import Role, Vault, attachments, header, keys, rotation, store
from intake_app.vault.database import Database
from intake_app.vault.files import Lock
from intake_app.vault.unlocking import Unlocked, unlock
from tests.vault import scene

STAYS = ("Carla", Role.COORDINATOR)
GOES = ("Omar", Role.MEDIATOR)


@pytest.fixture(scope="module")
def staffed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed store with a keeper, one colleague who stays, one who goes, and a record of the latter."""
    folder = tmp_path_factory.mktemp("staffed")
    with scene.new_store(folder) as opened:
        for name, role in (STAYS, GOES):
            opened.add_person(name, role, scene.OTHER)
        scene.finalised(opened, "uuid:kept")
    with scene.reopened(folder, GOES[0], scene.OTHER) as opened:
        scene.started(opened, "uuid:theirs")
    return folder


@pytest.fixture
def here(staffed: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    shutil.copytree(staffed, tmp_path, dirs_exist_ok=True)
    return tmp_path


def _file(folder: Path) -> Path:
    return folder / "place.intake"


def _names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


WHOLE = {"place.intake", "place.intake.header-a", "place.intake.header-b", "place.intake.lock"} | {
    "place.intake.anchor",
    "place.intake.ballast",
}


def _sound(opened: Vault) -> None:
    assert opened.check() == ()
    assert opened.submission("uuid:kept") == b"<data><q>1</q></data>"


def test_after_it_neither_the_passphrase_nor_the_old_key_nor_an_old_header_opens(here: Path) -> None:
    old = unlock(_file(here), GOES[0], scene.OTHER)
    headers = [path.read_bytes() for path in header.paths(_file(here))]
    with scene.reopened(here) as opened:
        opened.remove_person(GOES[0])
        assert opened.audit_rows(1)[0].action == "person.removed"
        _sound(opened)
        opened.set_setting("after", "1")
    with pytest.raises(IntakeError, match=r"vault\.wrong_passphrase"):
        scene.reopened(here, GOES[0], scene.OTHER)
    with pytest.raises(IntakeError, match=r"vault\.damaged"):
        Database(_file(here), old.keys.database)
    for path, data in zip(header.paths(_file(here)), headers, strict=True):
        path.write_bytes(data)
    for name, passphrase in ((GOES[0], scene.OTHER), (scene.NAME, scene.PASSPHRASE)):
        with pytest.raises(IntakeError, match=r"vault\.damaged"):
            scene.reopened(here, name, passphrase)


def test_everybody_else_opens_it_with_what_they_had(here: Path) -> None:
    with scene.reopened(here) as opened:
        opened.remove_person(GOES[0])
    assert _names(here) <= WHOLE
    with scene.reopened(here, STAYS[0], scene.OTHER) as opened:
        assert {row.id for row in opened.records()} == {"uuid:kept", "uuid:theirs"}
        assert opened.check() == ()
    with scene.reopened(here) as opened:
        _sound(opened)
        opened.change_passphrase(scene.PASSPHRASE, scene.OTHER)
        opened.remove_person(STAYS[0])
    with scene.reopened(here, passphrase=scene.OTHER) as opened:
        _sound(opened)
        assert [person.name for person in opened.people()] == [scene.NAME]


def test_the_signing_key_and_the_audit_chain_go_on(here: Path) -> None:
    with scene.reopened(here) as opened:
        signer, rows = opened.info().signer, opened.verify_audit()
        opened.remove_person(GOES[0])
        assert opened.info().signer == signer
        assert opened.verify_audit() == rows + 1


def test_large_files_beside_the_store_stay_as_they_are_and_are_read(here: Path) -> None:
    with scene.reopened(here) as opened:
        scene.started(opened, "uuid:film")
        opened.put_media("uuid:film", "film.mp4", b"frame" * 500_000, "video/mp4")
        opened.remove_person(GOES[0])
        assert opened.media_bytes("uuid:film", "film.mp4") == b"frame" * 500_000
    with scene.reopened(here) as opened:
        assert opened.media_bytes("uuid:film", "film.mp4") == b"frame" * 500_000
        assert opened.check() == ()


def _stuck(where: Callable[[Path], bool]) -> Callable[[Database], None]:
    """A log that can not be emptied, of these files."""
    real = Database.checkpoint

    def checkpoint(self: Database) -> None:
        if where(self.path):
            raise IntakeError("vault.io_error", reason="checkpoint")
        real(self)

    return checkpoint


def test_who_knew_the_store_before_does_not_read_files_that_come_later(
    here: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A copy of before has the key of the record; a file added to that record since is sealed with more than that."""
    before, film = tmp_path_factory.mktemp("before"), b"frame" * 500_000
    with scene.reopened(here) as opened:
        scene.started(opened, "uuid:film")
        opened.put_media("uuid:film", "first.mp4", film, "video/mp4")
        first = set(attachments.folder(here / "place.intake").iterdir())
    shutil.copytree(here, before, dirs_exist_ok=True)
    with scene.reopened(here) as opened:
        opened.remove_person(GOES[0])
        opened.put_media("uuid:film", "later.mp4", film, "video/mp4")
        opened.remove_person(STAYS[0])
    (later,) = set(attachments.folder(here / "place.intake").iterdir()) - first
    known = unlock(before / "place.intake", GOES[0], scene.OTHER).keys.database
    with contextlib.closing(Database(before / "place.intake", known)) as old:
        key = bytes(old.all("SELECT key FROM content_key ORDER BY record DESC")[0][0])
    (earlier,) = first

    def read(name: str) -> bytes:
        return b"".join(attachments.read(here / "place.intake", lambda _number: key, "uuid:film", name, len(film)))

    assert read(earlier.name) == film, "the control"
    with pytest.raises(IntakeError, match=r"vault\.damaged"):
        read(later.name)
    with scene.reopened(here) as opened:
        assert opened.media_bytes("uuid:film", "first.mp4") == opened.media_bytes("uuid:film", "later.mp4") == film
        assert opened.check() == ()
        with opened._opening.database.transaction():
            opened._opening.database.run("DELETE FROM store WHERE key GLOB 'file_key:*'")
        with pytest.raises(IntakeError, match=r"vault\.damaged"):
            opened.media_bytes("uuid:film", "later.mp4")


def test_an_emptied_log_that_is_not_empty_stops_it_before_the_file_is_replaced(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with scene.reopened(here) as opened:
        monkeypatch.setattr(Database, "checkpoint", _stuck(lambda path: path.suffix != ".next"))
        with pytest.raises(IntakeError, match=r"vault\.rotation_unfinished"):
            opened.remove_person(GOES[0])
        monkeypatch.undo()
        _sound(opened)
    with scene.reopened(here) as opened:
        assert {"person.removed", "store.rekeyed"} <= {row.action for row in opened.audit_rows(6)}
        assert GOES[0] not in {person.name for person in opened.people()}
        _sound(opened)


def test_progress_is_told_and_the_last_word_is_all_of_it(here: Path) -> None:
    told: list[tuple[int, int]] = []
    with scene.reopened(here) as opened:
        opened.remove_person(GOES[0], lambda done, of: told.append((done, of)))
    assert told and told[-1][0] == told[-1][1] > 10


def _cancel(done: int, of: int) -> None:
    raise IntakeError("vault.cancelled")


def test_a_cancelled_one_leaves_everything_as_it_was(here: Path) -> None:
    before = [path.read_bytes() for path in header.paths(_file(here))]
    with scene.reopened(here) as opened:
        with pytest.raises(IntakeError, match=r"vault\.cancelled"):
            opened.remove_person(GOES[0], _cancel)
        _sound(opened)
        assert not (here / "place.intake.next").exists()
        opened.set_setting("after", "1")
    assert [path.read_bytes() for path in header.paths(_file(here))] == before
    scene.reopened(here, GOES[0], scene.OTHER).close()


def test_a_slot_that_nothing_can_be_sealed_to_is_told_before_anything_happens(tmp_path: Path) -> None:
    shutil.copytree(Path(__file__).with_name("version1"), tmp_path, dirs_exist_ok=True)
    with scene.reopened(tmp_path) as opened:
        third = opened.add_person("Third", Role.DESK, scene.OTHER)
        with pytest.raises(IntakeError) as caught:
            opened.remove_person(third.name)
        assert (caught.value.code, caught.value.facts["count"]) == ("vault.slots_to_renew", 1)
        opened.remove_person("Omar")
        opened.remove_person("Third")
        assert opened.check() == ()


class _Cut(Exception):
    """Power was cut here."""


def _cut_at(monkeypatch: pytest.MonkeyPatch, name: str, before: bool) -> None:
    """From now on this function of `rotation` ends in a power cut, before or after it did its work."""
    real: Callable[..., None] = getattr(rotation, name)

    def cut(*given: object) -> None:
        if not before:
            real(*given)
        raise _Cut

    monkeypatch.setattr(rotation, name, cut)


STEPS = [("_copy", True), ("_copy", False), ("_swap", True), ("_swap", False)]


@pytest.mark.parametrize(("name", "before"), STEPS, ids=[f"{n} {'before' if b else 'after'}" for n, b in STEPS])
def test_cut_between_two_steps(here: Path, monkeypatch: pytest.MonkeyPatch, name: str, before: bool) -> None:
    """Whoever stays opens it and ends what was begun; who goes opens it only while nothing had happened."""
    old = unlock(_file(here), GOES[0], scene.OTHER)
    opened = scene.reopened(here)
    _cut_at(monkeypatch, name, before)
    with pytest.raises(_Cut):
        opened.remove_person(GOES[0])
    opened._opening.database.close()
    opened._lock.release()
    monkeypatch.undo()
    with scene.reopened(here, STAYS[0], scene.OTHER) as opened:
        assert opened.check() == ()
        begun = GOES[0] not in {person.name for person in opened.people()}
    assert _names(here) <= WHOLE
    (found,) = header.read(_file(here)).headers
    assert found.previous == b""
    if name == "_swap":
        assert (found.epoch, begun) == (2, True)
        with pytest.raises(IntakeError, match=r"vault\.wrong_passphrase"):
            scene.reopened(here, GOES[0], scene.OTHER)
        with pytest.raises(IntakeError, match=r"vault\.damaged"):
            Database(_file(here), old.keys.database)
    else:
        assert (found.epoch, begun) == (1, False)
    with scene.reopened(here) as opened:
        _sound(opened)


def test_what_was_saved_between_the_cut_and_the_next_opening_is_kept(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The header of the new key was written, but somebody works on with the old file: the copy is made again."""
    opened = scene.reopened(here)
    _cut_at(monkeypatch, "_swap", True)
    with pytest.raises(_Cut):
        opened.remove_person(GOES[0])
    opened.set_setting("after", "1")
    opened.close()
    monkeypatch.undo()
    with scene.reopened(here) as opened:
        assert opened.setting("after") == "1"
        assert opened._opening.header.current.previous == b""
        _sound(opened)


def test_a_rotation_that_can_not_be_ended_now_keeps_nobody_out(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = scene.reopened(here)
    _cut_at(monkeypatch, "_swap", True)
    with pytest.raises(_Cut):
        opened.remove_person(GOES[0])
    opened._opening.database.close()
    opened._lock.release()

    def full(*_given: object) -> None:
        raise IntakeError("vault.disk_full")

    monkeypatch.setattr(rotation, "_copy", full)
    with scene.reopened(here) as opened:
        _sound(opened)
        opened.set_setting("after", "1")
        assert opened._opening.header.current.previous != b""
    monkeypatch.undo()
    with scene.reopened(here) as opened:
        assert opened.setting("after") == "1"
        assert opened._opening.header.current.previous == b""


def test_a_person_is_added_while_a_rotation_waits(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = scene.reopened(here)
    _cut_at(monkeypatch, "_swap", True)
    with pytest.raises(_Cut):
        opened.remove_person(GOES[0])
    opened.add_person("New", Role.DESK, scene.OTHER)
    opened.close()
    monkeypatch.undo()
    with scene.reopened(here, "New", scene.OTHER) as opened:
        assert opened.check() == ()


def test_a_failing_step_3_is_told_and_ended_by_the_next_opening(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, calls = rotation.sync_folder, []

    def failing(folder: Path) -> None:
        calls.append(folder)
        raise OSError(5, "I/O error")

    with scene.reopened(here) as opened:
        monkeypatch.setattr(rotation, "sync_folder", failing)
        with pytest.raises(IntakeError) as caught:
            opened.remove_person(GOES[0])
        assert (caught.value.code, caught.value.facts["reason"]) == ("vault.rotation_unfinished", "vault.io_error")
        monkeypatch.setattr(rotation, "sync_folder", real)
        _sound(opened)
        opened.set_setting("after", "1")
    assert calls
    with scene.reopened(here) as opened:
        assert opened.setting("after") == "1"
        assert opened._opening.header.current.previous == b""


def test_a_header_that_can_not_be_written_leaves_the_old_key_in_force(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with scene.reopened(here) as opened:

        def failing(*_given: object) -> None:
            raise IntakeError("vault.disk_full")

        monkeypatch.setattr(header, "write", failing)
        with pytest.raises(IntakeError, match=r"vault\.disk_full"):
            opened.remove_person(GOES[0])
        monkeypatch.undo()
        assert not (here / "place.intake.next").exists()
        _sound(opened)
        assert GOES[0] in {person.name for person in opened.people()}
        opened.remove_person(GOES[0])
    with scene.reopened(here) as opened:
        _sound(opened)


DOUBTS = ["checkpoint", "pages", "rows"]


@pytest.mark.parametrize("doubt", DOUBTS)
def test_a_copy_that_is_not_whole_is_never_put_in_place(
    here: Path, monkeypatch: pytest.MonkeyPatch, doubt: str
) -> None:
    """A disk that says "written" and keeps something else."""
    with scene.reopened(here) as opened:
        real_copy, real_all = Database.copy, Database.all
        if doubt == "rows":

            def short(self: Database, target: Path, progress: rotation.Progress, key: bytes | None = None) -> None:
                real_copy(self, target, progress, key)
                with_one_less = Database(target, key or b"")
                with with_one_less.transaction():
                    with_one_less.run("DELETE FROM setting")
                with_one_less.close()

            opened.set_setting("one", "1")
            monkeypatch.setattr(Database, "copy", short)
        elif doubt == "pages":
            monkeypatch.setattr(
                Database,
                "all",
                lambda self, sql, *values: [("bad",)] if "integrity" in sql else real_all(self, sql, *values),
            )
        else:
            monkeypatch.setattr(Database, "checkpoint", _stuck(lambda path: path.suffix == ".next"))
        with pytest.raises(IntakeError) as caught:
            opened.remove_person(GOES[0])
        reason = "checkpoint" if doubt == "checkpoint" else "copy"
        assert (caught.value.code, caught.value.facts) == ("vault.io_error", {"reason": reason})
        monkeypatch.undo()
        _sound(opened)
        assert opened._opening.header.current.epoch == 1


def test_a_previous_key_that_is_not_the_one_before_opens_nothing(here: Path) -> None:
    """Somebody with the new key wrote another old one: the file is told as damaged, and not touched."""
    unlocked = unlock(_file(here), scene.NAME, scene.PASSPHRASE)
    wrong = rotation._old_wrapped(bytes(32), unlocked.keys.volume, unlocked.header.vault_id)
    odd = unlocked.header.renewed(unlocked.header.slots, wrong)
    fresh = keys.volume_keys(unlocked.keys.volume, odd.vault_id)
    (here / "place.intake").write_bytes(b"\x01" * 40960)
    with pytest.raises(IntakeError, match=r"vault\.damaged"):
        store.enter(_file(here), Lock(_file(here)), Unlocked(odd, fresh, unlocked.slot_id))
    torn = odd.renewed(odd.slots, bytes(60))
    with pytest.raises(IntakeError, match=r"vault\.damaged"):
        rotation.open_file(_file(here), torn, fresh)
