"""A store of schema 4 is brought up: several servers, offers and the list of what was sent begin empty."""

import shutil
from pathlib import Path

import pytest

from intake_app.errors import IntakeError
from intake_app.vault import AttemptResult, FormFile, schema
from tests.vault import scene

OLD = Path(__file__).with_name("data") / "schema-4"


def test_a_store_of_schema_4_is_brought_up(tmp_path: Path) -> None:
    shutil.copytree(OLD, tmp_path, dirs_exist_ok=True)
    with scene.reopened(tmp_path) as store:
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
