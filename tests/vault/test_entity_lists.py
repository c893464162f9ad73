"""Lists of entities between records: each of one server, under a seal, gone with the server."""

from pathlib import Path

import pytest

from intake_app.errors import IntakeError
from intake_app.vault import Role, ServerRow, Vault
from tests.vault import scene

SERVER = ServerRow("central", "https://central.example/v1/key/abc/projects/1")


def test_a_list_is_kept_by_server_and_name_also_over_an_opening(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        store.put_server(SERVER)
        assert store.entity_list("central", "trees") is None
        store.put_entity_list("central", "trees", "old")
        store.put_entity_list("central", "trees", '{"é": "ß"}')
        store.put_entity_list("central", "boats", "{}")
        store.put_entity_list("other", "trees", "{}")
    with scene.reopened(tmp_path) as store:
        assert store.entity_list("central", "trees") == '{"é": "ß"}'
        assert (store.entity_lists("central"), store.entity_lists("none")) == (("boats", "trees"), ())
        assert store.check() == ()


@pytest.mark.parametrize(
    ("then", "left"),
    [
        (ServerRow("central", "https://central.example/v1/key/other/projects/1"), ("trees",)),
        (ServerRow("central", "https://central.example/v1/key/abc/projects/2"), ()),
        (None, ("trees",)),
    ],
)
def test_another_key_keeps_them_another_project_does_not(
    store: Vault, then: ServerRow | None, left: tuple[str, ...]
) -> None:
    store.put_server(SERVER)
    store.put_entity_list("central", "trees", "{}")
    if then is None:
        store.drop_server("central")
    else:
        store.put_server(then)
    assert store.entity_lists("central") == left


@pytest.mark.parametrize(
    ("comes", "left"),
    [(SERVER, ("trees",)), (ServerRow("central", "https://central.example/v1/key/abc/projects/2"), ())],
)
def test_a_server_that_is_set_again_where_it_was_has_its_lists(
    store: Vault, comes: ServerRow, left: tuple[str, ...]
) -> None:
    store.put_server(SERVER)
    store.put_entity_list("central", "trees", "{}")
    store.drop_server("central")
    store.put_server(comes)
    assert store.entity_lists("central") == left
    store.put_entity_list("central", "trees", "{}")
    store.drop_server("central")
    store.put_server(SERVER)
    assert store.entity_lists("central") == left


@pytest.mark.parametrize("change", ["body = '{\"more\": 1}'", "seal = zeroblob(32)", "name = 'boats'"])
def test_one_that_other_tools_changed_is_damage(store: Vault, change: str) -> None:
    store.put_server(SERVER)
    store.put_entity_list("central", "trees", "{}")
    store._opening.database.connection.execute(f"UPDATE entity_list SET {change}")
    (name,) = store.entity_lists("central")
    with pytest.raises(IntakeError, match=r"vault\.damaged"):
        store.entity_list("central", name)
    assert "vault.damaged" in store.check()


def test_who_neither_interviews_nor_looks_after_forms_changes_none(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        store.add_person("Desi", Role.DESK, scene.OTHER)
    with scene.reopened(tmp_path, "Desi", scene.OTHER) as store, pytest.raises(IntakeError, match="not_allowed"):
        store.put_entity_list("central", "trees", "{}")
