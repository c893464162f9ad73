"""A server that was removed for now comes back as it was; so long nothing that goes to it goes elsewhere."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from intake_app.errors import IntakeError
from intake_app.vault import OWN_FORMS, AttemptResult, ServerRow, Vault
from intake_app.vault.types import utc_now
from tests.vault import scene

ONE = ServerRow("one", "https://one.example.org/v1/key/s3cret/projects/1", "app_user", ca="-----BEGIN", pin="ab" * 32,
                project="Harbour", automatic="metered")  # fmt: skip
TWO = ServerRow("two", "https://two.example.org/v1/projects/1", "basic", "anna", "s")
LATER = ServerRow("later", "https://later.example.org/v1/projects/1", "basic", "anna", "s")
LOST = AttemptResult("retry", "openrosa.too_slow")
TABLES = ("server", "server_detail", "server_since", "setting", "confirmed", "release", "form", "entity_list", "offer")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Vault]:
    """Two servers; one record of the form of the first, one of no server's that may have come to it, one that is free.
    """
    with scene.new_store(tmp_path) as made:
        made.put_server(ONE)
        made.put_server(TWO)
        for record in ("uuid:1", "uuid:2"):
            scene.queued(made, record)
        attempt = made.attempt_started("uuid:1", "one")
        made.files_confirmed(attempt, ["one.jpg"])
        made.attempt_ended(attempt, LOST)
        scene.put_form(made, server="one")
        scene.queued(made, "uuid:3")
        made.put_entity_list("one", "people", "{}")
        made.server_rests("one", 600.0)
        yield made


def due(store: Vault, server: str) -> set[str]:
    """Records that go to a server, as the sender is told of them one after the other."""
    found = set[str]()
    while (next_one := store.next_due(server, None, frozenset(found))) is not None:
        found.add(next_one.record_id)
    assert len(found) == store.waiting(server)
    return found


def whole(store: Vault) -> dict[str, list[tuple[object, ...]]]:
    """All that is kept of servers and of what goes to them."""
    read = store._opening.database.all
    kept = {table: sorted(tuple(row) for row in read(f"SELECT * FROM {table}")) for table in TABLES}
    return {**kept, "store": read("SELECT key, value FROM store WHERE key NOT LIKE 'was %' ORDER BY key")}


def test_it_comes_back_with_all_that_it_had(store: Vault) -> None:
    store.set_setting(OWN_FORMS, "one")
    before, goes = whole(store), {name: due(store, name) for name in ("one", "two")}
    pace, watch = store.pace("one", utc_now()), store.server_watch("one")
    store.drop_server("one", for_now=True)
    assert watch(), "who is at the wire with it stops"
    assert [row.name for row in store.servers()] == ["two"] and store.gone_servers() == ("one",)
    with pytest.raises(IntakeError, match=r"vault\.no_such_server"):
        store.server("one")
    again = store.server_watch("one")
    assert store.bring_back_server("one")
    assert again() and store.server("one") == ONE and store.gone_servers() == ()
    assert (whole(store), {name: due(store, name) for name in ("one", "two")}) == (before, goes)
    assert store.pace("one", utc_now()).rests == pace.rests != ""
    assert [row.action for row in store.audit_rows()[:2]] == ["server.brought_back", "server.dropped"]
    assert store.check() == ()


@pytest.mark.parametrize(("own", "elsewhere"), [("one", set[str]()), ("", {"uuid:2"}), ("two", {"uuid:2"})])
def test_so_long_nothing_that_went_to_it_alone_goes_to_another(store: Vault, own: str, elsewhere: set[str]) -> None:
    """And once it can not come back any more, what does not know it as its form's goes there."""
    store.set_setting(OWN_FORMS, own)
    before = due(store, "two")
    store.drop_server("one", for_now=True)
    assert due(store, "two") == before == elsewhere
    store.bring_back_server("one")
    assert due(store, "two") == before
    assert due(store, "one") >= {"uuid:1", "uuid:3"}


@pytest.mark.parametrize("chosen", ["", "two"])
def test_when_the_store_is_opened_anew_it_does_not_come_back(store: Vault, tmp_path: Path, chosen: str) -> None:
    """And what went to it alone goes to no other before somebody chooses."""
    store.set_setting(OWN_FORMS, "one")
    store.drop_server("one", for_now=True)
    assert due(store, "two") == set()
    store.close()
    with scene.reopened(tmp_path) as again:
        assert again.gone_servers() == () and not again.bring_back_server("one")
        assert due(again, "two") == set() and again.setting(OWN_FORMS) == "one"
        assert [row.action for row in again.audit_rows()].count("setting.changed") == 2
        again.set_setting(OWN_FORMS, chosen)
        assert due(again, "two") == {"uuid:1", "uuid:2"}
        assert again._opening.database.all("SELECT * FROM confirmed") == []
        assert again._opening.database.all("SELECT key FROM store WHERE key LIKE 'gone %' OR key LIKE 'rest %'") == []
        assert again.check() == ()


@pytest.mark.parametrize("for_now", [True, False])
def test_what_came_from_no_server_goes_nowhere_where_its_server_is_removed(store: Vault, for_now: bool) -> None:
    """Until somebody chooses, and the store says so long where it was to go."""
    assert store.own_forms_server() == ""
    store.set_setting(OWN_FORMS, "one")
    store.drop_server("one", for_now)
    assert (store.own_forms_server(), due(store, "two")) == ("one", set())
    store.set_setting(OWN_FORMS, "")
    assert (store.own_forms_server(), due(store, "two")) == ("", {"uuid:2"} if for_now else {"uuid:1", "uuid:2"})


def test_nothing_of_its_key_is_kept_in_the_file(store: Vault) -> None:
    store.drop_server("one", for_now=True)
    read = store._opening.database.all
    assert "s3cret" not in repr([read(f"SELECT * FROM {table}") for table in (*TABLES, "store", "audit")])


def test_one_of_its_name_that_was_kept_since_stays(store: Vault) -> None:
    store.set_setting(OWN_FORMS, "one")
    store.drop_server("one", for_now=True)
    other = ServerRow("one", "https://other.example.org/v1/projects/9", "basic", "b", "c")
    store.put_server(other)
    assert store.gone_servers() == () and not store.bring_back_server("one")
    assert store.server("one") == other
    assert store._opening.database.all("SELECT * FROM confirmed") == [], "what the first has says nothing of it"
    assert store.check() == ()


def test_who_was_chosen_since_for_forms_of_none_stays_chosen(store: Vault) -> None:
    store.set_setting(OWN_FORMS, "one")
    store.drop_server("one", for_now=True)
    store.set_setting(OWN_FORMS, "two")
    assert due(store, "two") == {"uuid:2"}
    store.bring_back_server("one")
    assert store.setting(OWN_FORMS) == "two" and due(store, "two") == {"uuid:2"}


def test_two_of_them_and_the_one_that_was_chosen_last_has_forms_of_none(store: Vault) -> None:
    store.set_setting(OWN_FORMS, "one")
    store.drop_server("one", for_now=True)
    store.set_setting(OWN_FORMS, "two")
    store.drop_server("two", for_now=True)
    assert store.gone_servers() == ("one", "two")
    assert store.bring_back_server("one") and store.setting(OWN_FORMS) is None
    assert "uuid:2" not in due(store, "one"), "it waits for the other"
    assert store.bring_back_server("two") and store.setting(OWN_FORMS) == "two"


def test_it_covers_what_it_covered_and_no_more(store: Vault) -> None:
    store.put_server(LATER)
    scene.put_form(store)
    scene.queued(store, "uuid:4")
    before = due(store, "later"), store.uncovered("later")
    assert before == ({"uuid:4"}, 1)
    store.drop_server("later", for_now=True)
    store.bring_back_server("later")
    assert (due(store, "later"), store.uncovered("later")) == before


def test_one_that_is_not_there_is_not_removed_for_now(store: Vault) -> None:
    with pytest.raises(IntakeError, match=r"vault\.no_such_server"):
        store.drop_server("nowhere", for_now=True)
    assert store.gone_servers() == () and not store.bring_back_server("nowhere")


def test_one_for_training_gets_nothing_that_was_to_go_to_another_alone(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        store.put_server(ServerRow("train", "https://t.example.org/v1/projects/1", "basic", "a", "s", test=True))
        store.put_server(ONE)
        store.set_setting(OWN_FORMS, "one")
        scene.queued(store)
        store.drop_server("one", for_now=True)
    with scene.reopened(tmp_path) as store:
        assert due(store, "train") == set()
        store.put_server(ONE)
        assert due(store, "one") == {"uuid:1"}, "it is there again"
        assert store.check() == ()


def test_who_was_chosen_since_stays_chosen_when_the_store_is_opened_anew(store: Vault, tmp_path: Path) -> None:
    store.set_setting(OWN_FORMS, "one")
    store.drop_server("one", for_now=True)
    store.set_setting(OWN_FORMS, "")
    store.close()
    with scene.reopened(tmp_path) as again:
        assert again.setting(OWN_FORMS) == "" and due(again, "two") == {"uuid:1", "uuid:2"}


def test_what_a_full_disk_left_of_one_is_let_go_of_when_it_is_kept_anew(store: Vault, tmp_path: Path) -> None:
    """That what hung on it could not be let go of when the store was opened."""
    store.set_setting(OWN_FORMS, "one")
    store.drop_server("one", for_now=True)
    kept = store._opening.database.all("SELECT key, value FROM store WHERE key LIKE 'gone %'")
    store.close()
    with scene.reopened(tmp_path) as again:
        with again._opening.database.transaction():
            for row in kept:
                again._opening.database.run("INSERT INTO store (key, value) VALUES (?, ?)", *row)
        again.put_server(ONE)
        again.drop_server("one", for_now=True)
        assert again.gone_servers() == ("one",) and again.bring_back_server("one")
        assert again.setting(OWN_FORMS) == "one" and again.check() == ()
