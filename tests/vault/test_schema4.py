"""A store of schema 4 is brought up: several servers, offers and the list of what was sent begin empty."""

import filecmp
import shutil
from pathlib import Path

import pytest

from intake_app.errors import IntakeError
from intake_app.vault import AttemptResult, FormFile, schema
from intake_app.vault.database import PAGE
from tests.vault import scene

DRAFT_PAGE = 51
"""Where the answers of the draft lie in the file of then."""
OLD = Path(__file__).with_name("data") / "schema-4"


def test_a_store_of_schema_4_is_brought_up(tmp_path: Path) -> None:
    shutil.copytree(OLD, tmp_path, dirs_exist_ok=True)
    with scene.reopened(tmp_path) as store:
        store.confirm_put_back([])  # it lies there without the anchor of an opening
        assert store.info().schema == schema.CURRENT
        assert store.check() == ()
        states = {row.id: row.state for row in store.records()}
        assert states == {
            "uuid:draft": "draft",
            "uuid:out": "finalised",
            "uuid:cut": "finalised",
            "uuid:sent": "sent",
            "uuid:refused": "refused",
        }
        (server,) = store.servers()
        assert (server.ca, server.pin, server.project, server.test, server.automatic) == ("", "", "", False, "off")
        assert {(row.form_id, row.server) for row in store.forms()} == {("intake", None), ("served", "central")}
        assert (store.verify_ledger(), store.offers()) == (0, ())
        attempt = store.attempt_started("uuid:cut", "central")
        store.attempt_ended(attempt, AttemptResult("accepted", "openrosa.accepted", 201))
        assert store.verify_ledger() == 3
    with scene.reopened(tmp_path) as store:
        assert store.check() == ()
    assert not (tmp_path / "place.intake.before").exists()


def _damaged(folder: Path, page: int) -> bytes:
    shutil.copytree(OLD, folder, dirs_exist_ok=True)
    data = bytearray((folder / "place.intake").read_bytes())
    data[page * PAGE + 100] ^= 1
    (folder / "place.intake").write_bytes(data)
    return bytes(data)


def test_a_store_with_a_damaged_page_is_brought_up_as_far_as_it_can_be_read(tmp_path: Path) -> None:
    """A record that can not be read keeps nobody from the new program and all other records."""
    _damaged(tmp_path, DRAFT_PAGE)
    for _again in range(2):
        with scene.reopened(tmp_path) as store:
            assert store.info().schema == schema.CURRENT
            assert len(store.records()) == 5
            assert store.check() == ("vault.damaged",)
            with pytest.raises(IntakeError, match=r"vault\.damaged"):
                store.draft("uuid:draft")
            assert [apart.id for apart in store.set_apart()] == ["uuid:draft"]
            assert store.submission("uuid:out")
            assert not (tmp_path / "place.intake.before").exists()


def test_where_the_damaged_file_can_not_be_copied_nothing_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = _damaged(tmp_path, DRAFT_PAGE)
    with monkeypatch.context() as then:
        then.setattr(filecmp, "cmp", lambda *_files, shallow: False)
        with pytest.raises(IntakeError, match=r"vault\.io_error"):
            scene.reopened(tmp_path)
    assert (tmp_path / "place.intake").read_bytes() == before
    scene.reopened(tmp_path).close()


def test_a_program_of_schema_4_opens_no_store_of_today(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would send records of one server's form to another, and knows no list of what was sent."""
    with scene.new_store(tmp_path) as store:
        store.put_form(FormFile("intake", "1", "A form", b"<h/>", server="a"), {})
        store.put_form(FormFile("intake", "1", "A form", b"<h/>", server="b"), {})
    with monkeypatch.context() as then:
        then.setattr(schema, "CURRENT", 4)
        with pytest.raises(IntakeError) as caught:
            scene.reopened(tmp_path)
    assert (caught.value.code, dict(caught.value.facts)) == ("vault.newer", {"found": schema.CURRENT, "known": 4})
    with scene.reopened(tmp_path) as store:
        assert len(store.forms()) == 2
