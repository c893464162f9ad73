"""A store of schema 8 is brought up: its releases and slips have numbers in the order they were written in."""

import shutil
from pathlib import Path

from intake_app.vault import schema
from tests.vault import scene

OLD = Path(__file__).with_name("data") / "schema-8"


def test_a_store_of_schema_8_is_brought_up(tmp_path: Path) -> None:
    shutil.copytree(OLD, tmp_path, dirs_exist_ok=True)
    for _again in range(2):
        with scene.reopened(tmp_path) as store:
            if store.put_back() is not None:  # it lies there without the anchor of an opening
                store.confirm_put_back([])
            assert (store.info().schema, store.check()) == (schema.CURRENT, ())
            assert [one.recipient for one in store.releases("uuid:referred")] == ["health", "labour_desk"]
            assert [one.purpose for one in store.releases("uuid:queued")] == ["sync"]
            assert [slip.reference for slip in store.slips(None)] == ["EF56GH78", "AB12CD34"], "the newest first"
            assert store.slip("AB12CD34").pdf == b"%PDF AB12CD34"
            due = store.next_due("central", None, frozenset())
            assert due is not None and due.record_id == "uuid:queued"
    assert not (tmp_path / "place.intake.before").exists()


def test_a_release_for_an_export_is_kept(tmp_path: Path) -> None:
    shutil.copytree(OLD, tmp_path, dirs_exist_ok=True)
    with scene.reopened(tmp_path) as store:
        if store.put_back() is not None:  # it lies there without the anchor of an opening
            store.confirm_put_back([])
        kept = store.put_release(scene.release("uuid:kept", "export", "case_file"))
        assert store.releases("uuid:kept") == (kept,)
        assert store.check() == ()
