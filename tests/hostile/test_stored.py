"""Items 21 and 22 in a store: what a form calls itself names no file; a form with a key lets nothing out."""

import base64
from pathlib import Path

import pytest

from intake_app import workflow
from intake_app.vault import FLOOR, Role, Site, Vault, create
from intake_app.workflow import ConsentSheet
from tests.hostile.test_names import identified, key_of, with_key
from tests.xform.forms import inputs, xform


@pytest.fixture
def store(tmp_path: Path) -> Vault:
    site = Site("Org", "Pier", "800")
    return create(tmp_path / "store", site, "anna", Role.MEDIATOR, "harbour seven lanterns drift", FLOOR)


def names(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


@pytest.mark.parametrize("form_id", ["../../x", "CON", "/etc/passwd", r"C:\x", "'; DROP TABLE form; --", "x" * 1_000])
def test_22_an_identity_names_no_file(store: Vault, tmp_path: Path, form_id: str) -> None:
    before = names(tmp_path)
    imported = workflow.import_form(store, "form.xml", identified(form_id, "../../1")())
    assert imported.form_key is not None
    record = workflow.start_record(store, imported.form_key)
    assert record.package.row.form_id == form_id
    there = {name.removesuffix("-wal").removesuffix("-shm") for name in names(tmp_path)}
    assert there <= before | {"store", "store.ballast"}
    store.close()


def test_22_same_identity_with_other_bytes_is_another_form(store: Vault) -> None:
    first = workflow.import_form(store, "form.xml", xform("<a/>", body=inputs("a")))
    assert first.form_key is not None
    record = workflow.start_record(store, first.form_key)
    second = workflow.import_form(store, "form.xml", xform("<b/>", body=inputs("b")))
    assert second.form_key != first.form_key
    assert [row.key for row in workflow.form_list(store) if row.form_id == "t"] == [second.form_key]
    assert workflow.open_record(store, record.row.id).package.row.key == first.form_key
    store.close()


def test_21_records_of_a_form_with_a_key_stay(store: Vault) -> None:
    imported = workflow.import_form(store, "form.xml", with_key("Zm9vYmFy"))
    assert "openrosa.bad_key" in {notice.code for notice in imported.notices}
    assert imported.form_key is not None
    record = workflow.start_record(store, imported.form_key)
    done = workflow.finalise_draft(store, record.row.id, ConsentSheet(given=True, language="bn"))
    assert (done.released, done.code) == (False, "openrosa.not_encrypted")
    later = workflow.release_later(
        store, record.row.id, ConsentSheet(given=True, override_reason="they asked us", language="bn")
    )
    assert (later.released, later.code) == (False, "openrosa.not_encrypted")
    assert store.releases(record.row.id) == ()
    store.close()


def test_21_another_key_is_told(store: Vault) -> None:
    def notices(data: bytes) -> set[str]:
        return {notice.code for notice in workflow.import_form(store, "form.xml", data).warnings}

    key, other = (base64.b64encode(key_of(2048)).decode() for _ in range(2))
    assert "workflow.key_changed" not in notices(with_key(key))
    assert "workflow.key_changed" not in notices(with_key(key) + b"<!-- another version -->")
    assert "workflow.key_changed" in notices(with_key(other))
    assert "workflow.key_changed" in notices(xform("<a/>", body=inputs("a")))
    store.close()
