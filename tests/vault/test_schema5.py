"""A store of schema 5 is brought up: of its tries nobody knows whether anything was posted, so they bind as before."""

import shutil
from pathlib import Path

from intake_app.vault import AttemptResult, schema
from tests.vault import scene

OLD = Path(__file__).with_name("data") / "schema-5"


def test_a_store_of_schema_5_is_brought_up(tmp_path: Path) -> None:
    shutil.copytree(OLD, tmp_path, dirs_exist_ok=True)
    for _again in range(2):
        with scene.reopened(tmp_path) as store:
            if store.put_back() is not None:  # it lies there without the anchor of an opening
                store.confirm_put_back([])
            assert (store.info().schema, store.check()) == (schema.CURRENT, ())
            goes = {row.id: (row.server, row.tied) for row in store.queue_page().rows}
            assert goes == {"uuid:busy": ("central", True), "uuid:down": ("", False), "uuid:running": ("central", True)}
            store.attempt_ended(
                store.attempt_started("uuid:down", "other"), AttemptResult("retry", "openrosa.busy", posted=False)
            )
    assert not (tmp_path / "place.intake.before").exists()
