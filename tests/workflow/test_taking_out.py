"""A record that a server refused is taken out as a sealed file, and the file is opened by who may."""

import errno
import json
import os
import shutil
import struct
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from intake_app import workflow
from intake_app.errors import IntakeError
from intake_app.practice import PracticeServer
from intake_app.vault import FLOOR, AttemptResult, Frozen, Role, Vault
from intake_app.vault.keys import new_pair
from intake_app.workflow import Opener
from tests.vault import scene
from tests.workflow.test_editing import FORM, PICTURE, edited, finished, sent

WORDS = "meadow copper eleven windows"
ANSWER = "Zarafshan"


@pytest.fixture
def server() -> Iterator[PracticeServer]:
    """Central, which refuses what is sent next."""
    with PracticeServer() as running:
        running.then("conflict")
        yield running


@pytest.fixture
def store(tmp_path: Path, server: PracticeServer) -> Iterator[Vault]:
    """A store with a coordinator who is not the author."""
    with scene.new_store(tmp_path) as opened:
        opened.add_person("Cora", Role.COORDINATOR, scene.OTHER)
        workflow.add_server(opened, "practice", server.url)
        workflow.import_form(opened, "landing.xml", FORM)
        yield opened


def held(store: Vault) -> str:
    """A record that waits for a person."""
    record = finished(store, ANSWER)
    sent(store)
    assert store.record(record).delivery == "needs_person"
    return record


def test_for_an_organisation_and_a_passphrase(store: Vault, tmp_path: Path) -> None:
    private, public = new_pair()
    store.put_escrow(public)
    record, path = held(store), tmp_path / "out.sealed"
    assert workflow.take_out(store, record, path, WORDS, FLOOR) == workflow.openers(store)
    assert path.stat().st_mode & 0o077 == 0
    data = path.read_bytes()
    assert ANSWER.encode() not in data and PICTURE[:20] not in data and record.encode() not in data
    for told in (workflow.look_into(path, WORDS), workflow.look_into(path, private=private)):
        assert told.xml == store.submission(record)
        assert told.facts["record"] == record and told.facts["refused"]["code"] == "openrosa.conflict"
        assert (told.fingerprint_of, told.organisations) == (store.info().signer, (public.hex(),))
    folder = tmp_path / "readable"
    workflow.unpack(path, folder, private=private)
    (file,) = store.media(record)
    assert {one.name: one.read_bytes() for one in folder.iterdir()} == {
        "submission.xml": store.submission(record),
        file.name: PICTURE,
    }
    assert all(one.stat().st_mode & 0o077 == 0 for one in (folder, *folder.iterdir()))
    assert store.audit_rows(1)[0].action != "record.taken_out", "reading comes after"
    assert "taken_out" in [one.way for one in workflow.withdraw_consent(store, record).left]
    (noted,) = (row for row in store.audit_rows() if row.action == "record.taken_out")
    told = json.loads(noted.detail)
    assert (noted.object, told["organisations"], told["passphrase"]) == (record, 1, 1)
    (let_in,) = (row for row in store.audit_rows() if row.action == "escrow.added")
    assert told["keys"] == let_in.object
    assert workflow.openers(store) == (Opener(workflow.fingerprint(public), let_in.at, scene.NAME),)
    assert store.record(record).delivery == "needs_person", "it is still here, and still waits"
    assert store.check() == ()


def test_who_has_neither_opens_nothing(store: Vault, tmp_path: Path) -> None:
    record, path = held(store), tmp_path / "out.sealed"
    workflow.take_out(store, record, path, WORDS, FLOOR)
    for given in ({"passphrase": "not the words of it"}, {"private": new_pair()[0]}):
        with pytest.raises(IntakeError, match=r"vault\.sealed_wrong"):
            workflow.look_into(path, **given)  # type: ignore[arg-type]
    store.put_escrow(new_pair()[1])
    workflow.take_out(store, record, path)
    with pytest.raises(IntakeError, match=r"vault\.sealed_wrong"):
        workflow.look_into(path, WORDS)


def test_a_folder_that_could_not_be_written_whole_is_not_there(
    store: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk is full at the picture; what can not be removed again is told of."""
    record, path, folder = held(store), tmp_path / "out.sealed", tmp_path / "readable"
    workflow.take_out(store, record, path, WORDS, FLOOR)
    real = os.open

    def full(name: "os.PathLike[str]", *more: int, **where: int) -> int:
        if Path(name).parent.name == "readable.part" and Path(name).name != "submission.xml":
            raise OSError(errno.ENOSPC, "full")
        return real(name, *more, **where)

    before = sorted(tmp_path.iterdir())
    with monkeypatch.context() as patch, pytest.raises(OSError, match="full"):
        patch.setattr(os, "open", full)
        workflow.unpack(path, folder, WORDS)
    assert sorted(tmp_path.iterdir()) == before
    with monkeypatch.context() as patch, pytest.raises(IntakeError, match=r"workflow\.left_readable"):
        patch.setattr(os, "open", full)
        patch.setattr(shutil, "rmtree", lambda *_a, **_k: None)
        workflow.unpack(path, folder, WORDS)
    shutil.rmtree(tmp_path / "readable.part")
    folder.mkdir()
    with pytest.raises(FileExistsError):
        workflow.unpack(path, folder, WORDS)
    assert not list(folder.iterdir())


def test_without_anybody_to_open_it_there_is_no_file(store: Vault, tmp_path: Path) -> None:
    record, path = held(store), tmp_path / "out.sealed"
    with pytest.raises(IntakeError, match=r"vault\.sealed_for_nobody"):
        workflow.take_out(store, record, path)
    with pytest.raises(IntakeError, match=r"vault\.weak_passphrase"):
        workflow.take_out(store, record, path, "short")
    assert not path.exists()


def test_only_what_waits_for_a_person_is_taken_out(store: Vault, tmp_path: Path, server: PracticeServer) -> None:
    store.put_escrow(new_pair()[1])
    first = held(store)
    second = edited(store, finished(store, "other"), "second")
    path = tmp_path / "out.sealed"
    with pytest.raises(IntakeError, match=r"vault\.not_refused"):
        workflow.take_out(store, second, path)
    workflow.keep_server(store, first)
    workflow.take_out(store, first, path)
    assert path.exists(), "what was decided to stay here too"


def test_who_sends_for_others_takes_it_out_for_the_organisation_alone(tmp_path: Path, store: Vault) -> None:
    private, public = new_pair()
    store.put_escrow(public)
    record, path = held(store), tmp_path / "out.sealed"
    expected = store.submission(record)
    store.close()
    with scene.reopened(tmp_path, "Cora", scene.OTHER) as opened:
        with pytest.raises(IntakeError, match=r"vault\.not_allowed"):
            workflow.take_out(opened, record, path, WORDS)
        workflow.take_out(opened, record, path)
        with pytest.raises(IntakeError, match=r"vault\.not_allowed"):
            opened.submission(record)
    assert workflow.look_into(path, private=private).xml == expected


def test_a_file_that_was_changed_or_cut_is_none(store: Vault, tmp_path: Path) -> None:
    path = tmp_path / "out.sealed"
    workflow.take_out(store, held(store), path, WORDS, FLOOR)
    whole = path.read_bytes()
    middle = len(whole) // 2
    spoilt = {
        "vault.sealed_changed": (
            whole[:-1],
            whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :],
            whole + b"\0",
        ),
        "vault.sealed_not_one": (b"", whole[:20], b"INTKRCD1" + struct.pack(">I", 2) + b"[]" + whole[-64:], b"PK" * 90),
    }
    for code, files in spoilt.items():
        for data in files:
            path.write_bytes(data)
            with pytest.raises(IntakeError) as caught:
                workflow.look_into(path, WORDS)
            assert caught.value.code == code


def test_where_it_can_not_be_written_whole_nothing_is_left(store: Vault, tmp_path: Path) -> None:
    record = held(store)
    (file,) = store.media(record)
    database = store._opening.database
    with database.transaction():
        database.run("DROP TRIGGER part_change")
        database.run("UPDATE media_part SET content = zeroblob(length(content))")
    path = tmp_path / "out.sealed"
    path.write_bytes(b"what was there")
    with pytest.raises(IntakeError, match=r"vault\.damaged"):
        workflow.take_out(store, record, path, WORDS, FLOOR)
    assert path.read_bytes() == b"what was there"
    assert [one.name for one in tmp_path.iterdir() if "part" in one.name] == []
    assert file.size == len(PICTURE)


@pytest.mark.parametrize("part", ["", ".anchor", ".files/x"])
def test_it_is_not_written_over_the_store(store: Vault, tmp_path: Path, part: str) -> None:
    record, rows = held(store), len(store.audit_rows(50))
    with pytest.raises(IntakeError, match=r"vault\.own_file"):
        workflow.take_out(store, record, tmp_path / f"place.intake{part}", WORDS, FLOOR)
    assert len(store.audit_rows(50)) == rows


def unpacked(store: Vault, folder: Path, names: tuple[str, ...]) -> list[Path]:
    """The files of a record that was taken out and opened again; each had its own name in it."""
    record = scene.started(store, "uuid:files")
    for name in names:
        store.put_media(record, name, name.encode(), "image/jpeg")
    store.finalise(record, Frozen(b"<data/>", names), scene.release(record))
    (attempt,) = store.attempts_noted("practice", [(record, False)], ())
    store.attempts_noted("practice", (), [(attempt, AttemptResult("hold", "openrosa.conflict", 409))])
    workflow.take_out(store, record, folder / "out.sealed", WORDS, FLOOR)
    workflow.unpack(folder / "out.sealed", folder / "readable", WORDS)
    return [one for one in (folder / "readable").iterdir() if one.name != "submission.xml"]


def test_46_names_that_some_systems_take_for_one_are_two_files(store: Vault, tmp_path: Path) -> None:
    names = ("caf\u00e9.jpg", "cafe\u0301.jpg", "CAF\u00c9.JPG", "notes", "Notes", "notes (2)")
    found = unpacked(store, tmp_path, names)
    assert sorted(one.read_bytes() for one in found) == sorted(name.encode() for name in names)
    alike = {unicodedata.normalize("NFD", one.name.upper()) for one in found}
    assert len(alike) == len(names), "as a stick or another system would have them"


def test_46_a_name_like_that_of_a_file_half_written_is_kept(store: Vault, tmp_path: Path) -> None:
    """The second of two that look alike gets a number; what has that name with another ending stays."""
    names = ("A.jpg", "a (2).jpg.part", "a.jpg", "submission.xml.part")
    found = unpacked(store, tmp_path, names)
    assert sorted(one.read_bytes() for one in found) == sorted(name.encode() for name in names)
