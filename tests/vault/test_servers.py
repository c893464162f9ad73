"""What is known of a server, and that it is known to nobody who need not know."""

from dataclasses import replace
from pathlib import Path

import pytest

from intake_app.errors import IntakeError
from intake_app.vault import Role, ServerRow, Vault
from tests.vault import scene

FULL = ServerRow(
    "central",
    "https://central.example/v1/key/s3cret/projects/1",
    "app_user",
    "",
    "",
    "-----BEGIN CERTIFICATE-----",
    "ab" * 32,
    "Harbour, spring",
    test=True,
    automatic="metered",
)


def test_everything_about_a_server_is_kept_and_can_be_taken_back(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        store.put_server(FULL)
        store.put_server(ServerRow("second", "https://second.example"))
    with scene.reopened(tmp_path) as store:
        assert store.server("central") == FULL
        assert [row.automatic for row in store.servers()] == ["metered", "off"]
        plain = ServerRow("central", FULL.url)
        store.put_server(plain)
        assert store.server("central") == plain
        store.drop_server("central")
        assert store._opening.database.all("SELECT name FROM server_detail") == [("second",)]
        assert store.check() == ()
    assert "s3cret" not in repr(FULL) and "BEGIN" not in repr(FULL)


def test_who_does_not_look_after_servers_sees_no_secret(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        store.put_server(FULL)
        store.add_person("Dario", Role.DESK, scene.OTHER)
    with scene.reopened(tmp_path, "Dario", scene.OTHER) as store:
        (row,) = store.servers()
        assert row == replace(FULL, url="https://central.example")


def test_a_choice_that_there_is_not(store: Vault) -> None:
    with pytest.raises(ValueError, match="no such choice"):
        store.put_server(replace(FULL, automatic="always"))
    with pytest.raises(IntakeError, match=r"vault\.no_such_server"):
        store.server("central")
    with pytest.raises(IntakeError, match=r"vault\.no_such_server"):
        store.drop_server("central")


def test_a_pin_that_was_taken_out_from_outside_is_noticed(store: Vault) -> None:
    store.put_server(FULL)
    store._opening.database.connection.execute("UPDATE server_detail SET pin = ''")
    assert "vault.replayed" in store.check()
    store._opening.database.connection.execute("DELETE FROM server_detail")
    assert "vault.replayed" in store.check()


def test_a_watch_tells_of_another_address_and_of_nothing_else(store: Vault) -> None:
    """Whoever is at the wire with a server goes on as long as it is the same one."""
    first = ServerRow("central", "https://example.org/key/abc")
    store.put_server(first)
    since, other = store.server_watch("central"), store.server_watch("second")
    store.put_server(replace(first, automatic="on", project="Summer", test=True))
    store.put_server(ServerRow("second", "https://second.example"))
    assert (since(), other()) == (False, True)
    store.put_server(replace(first, pin="ab" * 32))
    assert since() and not store.server_watch("central")()
    again = store.server_watch("central")
    store.drop_server("central")
    assert again()
