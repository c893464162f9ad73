"""A release for sync covers the servers that were known when it was given, by the order of the store."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from intake_app.errors import IntakeError
from intake_app.vault import Role, ServerRow, Vault
from intake_app.vault.types import utc_now
from tests.vault import scene

OFFICE = ServerRow("office", "https://office.example.org/v1/projects/1", "basic", "anna", "s")
OTHER = ServerRow("other", "https://other.example.org/v1/projects/1", "basic", "anna", "s")
TRAINING = ServerRow("training", "https://try.example.org/v1/projects/1", "basic", "anna", "s", test=True)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Vault]:
    """A record that was released when only the office was known."""
    with scene.new_store(tmp_path) as made:
        made.put_server(OFFICE)
        scene.queued(made)
        yield made


def goes(store: Vault, server: str) -> int:
    """How many records go to a server; every number says the same."""
    number = store.waiting(server)
    assert (store.next_due(server, None) is not None) == bool(number)
    assert store.pace(server, utc_now()).due == number
    assert store.queue_page(server=server, deliveries=("waiting",)).total == number
    return number


def test_what_was_released_before_does_not_go_to_a_server_that_comes_later(store: Vault) -> None:
    store.put_server(OTHER)
    assert (goes(store, "office"), goes(store, "other"), store.uncovered("other")) == (1, 0, 1)
    with pytest.raises(IntakeError, match=r"vault\.not_queued"):
        store.attempt_started("uuid:1", "other")
    scene.queued(store, "uuid:2")
    assert (goes(store, "office"), goes(store, "other"), store.uncovered("other")) == (2, 1, 1)
    assert store.check() == ()


def test_somebody_lets_it_go_there_too(store: Vault) -> None:
    store.put_server(OTHER)
    assert store.cover("other") == 1
    assert (goes(store, "other"), store.uncovered("other")) == (1, 0)
    assert "server.covers" in {row.action for row in store.audit_rows()}
    assert store.check() == ()


def test_another_address_of_the_same_entry_changes_nothing(store: Vault) -> None:
    store.put_server(replace(OFFICE, url="https://new.example.org/v1/projects/2"))
    assert goes(store, "office") == 1


def test_a_server_that_comes_back_to_its_place_has_what_it_had(store: Vault) -> None:
    store.put_server(OTHER)
    for server, number in ((OFFICE, 1), (OTHER, 0)):
        store.drop_server(server.name)
        store.put_server(server)
        assert goes(store, server.name) == number
    store.drop_server("office")
    store.put_server(replace(OFFICE, url="https://elsewhere.example.org/v1/projects/1"))
    assert goes(store, "office") == 0


def test_the_first_server_has_what_was_released_when_there_was_none(tmp_path: Path) -> None:
    """Where nobody knew a server, the organisation alone was named; one for training is none."""
    with scene.new_store(tmp_path) as store:
        store.put_server(TRAINING)
        scene.queued(store)
        store.put_server(OFFICE)
        assert goes(store, "office") == 1
        store.drop_server("office")
        store.put_server(OTHER)
        assert goes(store, "other") == 0


def test_a_server_of_an_older_program_keeps_what_it_had(store: Vault) -> None:
    with store._opening.database.transaction():
        store._opening.database.run("DELETE FROM server_since")
    assert goes(store, "office") == 1
    store.drop_server("office")
    store.put_server(OFFICE)
    assert goes(store, "office") == 1
    store.put_server(OTHER)
    assert goes(store, "other") == 0


def test_what_other_tools_change_of_it_is_noticed(store: Vault) -> None:
    store.put_server(OTHER)
    with store._opening.database.transaction():
        store._opening.database.run("UPDATE server_since SET since = 0")
    assert "vault.replayed" in store.check()


def test_who_does_not_look_after_servers_is_told_no_number(store: Vault, tmp_path: Path) -> None:
    store.put_server(OTHER)
    store.add_person("Noor", Role.MEDIATOR, scene.OTHER)
    store.close()
    with scene.reopened(tmp_path, "Noor", scene.OTHER) as theirs:
        assert theirs.uncovered("other") == 0
        with pytest.raises(IntakeError, match=r"vault\.not_allowed"):
            theirs.cover("other")


def test_there_must_be_such_a_server(store: Vault) -> None:
    with pytest.raises(IntakeError, match=r"vault\.no_such_server"):
        store.cover("nowhere")
