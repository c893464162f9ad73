"""A store of schema 7 is brought up: its titles are found as they sound, too, and words are whole in every script."""

import shutil
from pathlib import Path

from intake_app.vault import schema
from tests.vault import scene

OLD = Path(__file__).with_name("data") / "schema-7"


def test_a_store_of_schema_7_is_brought_up(tmp_path: Path) -> None:
    shutil.copytree(OLD, tmp_path, dirs_exist_ok=True)
    for _again in range(2):
        with scene.reopened(tmp_path) as store:
            assert store.info().schema == schema.CURRENT
            assert {row.id for row in store.search("mohamad")} == {"uuid:draft", "uuid:out"}
            assert [row.id for row in store.search("মোহাম")] == ["uuid:draft", "uuid:out"], "as written first"
            assert store.check() == ("vault.damaged",), "the title of one was spoilt before"
            assert {row.id for row in store.set_apart()} == {"uuid:spoilt"}
    assert not (tmp_path / "place.intake.before").exists()
