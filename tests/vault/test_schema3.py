"""A store of schema 3 is brought up; one of today is refused by a program that would not understand its drafts."""

import hashlib
import shutil
from pathlib import Path

import pytest

from intake_app.errors import IntakeError
from intake_app.vault import Draft, schema
from intake_app.vault.drafts import ROOM
from tests.vault import scene

OLD = Path(__file__).with_name("data") / "schema-3"
LONG = Draft(b"<data>" + b"long " * 1500 + b"2</data>", {"/data/q": "declined"}, "/data/q2", "Long 2")


def _drafts(folder: Path) -> dict[str, Draft]:
    with scene.reopened(folder) as store:
        assert store.info().schema == schema.CURRENT
        assert store.check() == ()
        return {row.id: store.draft(row.id) for row in store.records("draft")}


def test_a_store_of_schema_3_is_brought_up(tmp_path: Path) -> None:
    """Made by the program that wrote drafts with a change beside the whole, and did not say so by a number."""
    shutil.copytree(OLD, tmp_path, dirs_exist_ok=True)
    found = _drafts(tmp_path)
    assert found.pop("uuid:draft") == scene.answer(5)
    assert [(draft.xml, draft.title) for draft in found.values()] == [(LONG.xml, LONG.title)]
    assert not (tmp_path / "place.intake.before").exists()


def test_a_program_of_schema_3_opens_no_store_of_today(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with scene.new_store(tmp_path) as store:
        scene.started(store)
        for end in (b"1", b"2"):
            store.save_draft("uuid:1", Draft(LONG.xml + end))
        assert store._opening.database.all("SELECT length(body) > ? FROM draft", ROOM + len(LONG.xml)) == [(1,)]
    before = hashlib.sha256((tmp_path / "place.intake").read_bytes()).hexdigest()
    with monkeypatch.context() as then:
        then.setattr(schema, "CURRENT", 3)
        with pytest.raises(IntakeError) as caught:
            scene.reopened(tmp_path)
    assert (caught.value.code, dict(caught.value.facts)) == ("vault.newer", {"found": schema.CURRENT, "known": 3})
    assert hashlib.sha256((tmp_path / "place.intake").read_bytes()).hexdigest() == before
    with scene.reopened(tmp_path) as store:
        assert (store.draft("uuid:1").xml, store.noticed()) == (LONG.xml + b"2", ())
