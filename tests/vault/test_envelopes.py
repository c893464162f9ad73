"""On the way: the files that a server has already, and what makes an encrypted record the same bytes each time."""

import hashlib
from pathlib import Path

import pytest

from intake_app.errors import IntakeError
from intake_app.vault import AttemptResult, Envelope, Role, ServerRow, Vault, verify_proof
from tests.vault import scene

MADE = Envelope(b"<data encrypted='yes'/>", bytes(range(32)))
OTHER = Envelope(b"<data encrypted='no'/>", bytes(32))
AGAIN, DONE = AttemptResult("retry", "openrosa.cut"), AttemptResult("accepted", "openrosa.accepted", 201)
HELD = AttemptResult("hold", "openrosa.deleted", 409)
SERVER = ServerRow("central", "https://central.example")


def _confirmed(store: Vault) -> frozenset[str]:
    due = store.next_due("central", None)
    assert due is not None
    return due.confirmed


def _tried(store: Vault, result: AttemptResult) -> None:
    attempt = store.attempt_started("uuid:1", "central")
    store.files_confirmed(attempt, ["one.jpg"])
    store.attempt_ended(attempt, result)


def test_what_a_server_has_is_left_out_next_time(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        store.put_server(SERVER)
        scene.queued(store)
        assert _confirmed(store) == frozenset()
        _tried(store, AGAIN)
        _tried(store, AGAIN)
    with scene.reopened(tmp_path) as store:
        assert _confirmed(store) == {"one.jpg"}
        assert store.next_due("another", None) is None, "the first may have more of it than it could say"
        assert store.check() == ()


@pytest.mark.parametrize("result", [DONE, HELD])
def test_when_it_is_over_or_a_person_must_look_nothing_is_known_any_more(store: Vault, result: AttemptResult) -> None:
    store.put_server(SERVER)
    scene.queued(store)
    _tried(store, AGAIN)
    _tried(store, result)
    assert store._opening.database.all("SELECT * FROM confirmed") == []


def test_another_address_or_account_is_another_server(store: Vault) -> None:
    """KoboToolbox has one address for all; whose records they are is told by the name."""

    def known() -> list[tuple[str]]:
        return store._opening.database.all("SELECT name FROM confirmed WHERE server = 'central'")

    store.put_server(ServerRow("central", SERVER.url, "basic", "a", "b"))
    scene.queued(store)
    _tried(store, AGAIN)
    store.put_server(ServerRow("central", SERVER.url, "digest", "a", "another", pin="ab" * 32))
    assert known() == [("one.jpg",)]
    for other in (
        ServerRow("central", SERVER.url, "digest", "other", "b"),
        ServerRow("central", "https://other.example"),
    ):
        store.put_server(other)
        assert known() == []
        store.let_any_server("uuid:1")
        _tried(store, AGAIN)
        assert known() == [("one.jpg",)]
    store.drop_server("central")
    assert store._opening.database.all("SELECT * FROM confirmed") == []


def test_an_envelope_is_made_once_and_kept_until_the_server_has_the_record(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        scene.queued(store)
        attempt = store.attempt_started("uuid:1", "central", encrypts=True)
        assert store.envelope(attempt) is None
        assert store.put_envelope(attempt, MADE) == MADE
        assert store.put_envelope(attempt, OTHER) == MADE
        store.attempt_ended(attempt, AGAIN)
        attempt = store.attempt_started("uuid:1", "central", encrypts=True)
    with scene.reopened(tmp_path) as store:
        attempt = store.attempt_started("uuid:1", "central", encrypts=True)
        assert store.envelope(attempt) == MADE
        assert store.check() == ()
        store.attempt_ended(attempt, DONE)
        assert store._opening.database.all("SELECT * FROM envelope") == []
        digest = hashlib.sha256(MADE.manifest).hexdigest()
        assert store.receipts("uuid:1")[0].sha256 == digest
        lines = verify_proof(store.export_ledger()).lines
        assert [(line["sha256"], line["size"], line["encrypted"]) for line in lines] == [
            (None, None, True),
            *[(digest, len(MADE.manifest), True)] * 5,
        ]
        assert store.check() == ()


def test_the_key_of_a_record_lies_sealed_under_the_records_own(store: Vault) -> None:
    scene.queued(store)
    store.put_envelope(store.attempt_started("uuid:1", "central"), MADE)
    ((body,),) = store._opening.database.all("SELECT body FROM envelope")
    assert MADE.key not in bytes(body) and b"encrypted" not in bytes(body)
    assert "encrypted" not in repr(MADE)


def test_only_while_a_try_of_this_opening_runs(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        store.add_person("Cora", Role.COORDINATOR, scene.OTHER)
        scene.queued(store)
        attempt = store.attempt_started("uuid:1", "central")
    with scene.reopened(tmp_path, "Cora", scene.OTHER) as store:
        for verb in (
            lambda: store.envelope(attempt),
            lambda: store.put_envelope(attempt, MADE),
            lambda: store.files_confirmed(attempt, ["one.jpg"]),
        ):
            with pytest.raises(ValueError, match="not running"):
                verb()
        own = store.attempt_started("uuid:1", "central")
        assert store.put_envelope(own, MADE) == store.envelope(own)


def test_an_envelope_is_never_another(store: Vault) -> None:
    scene.queued(store)
    store.put_envelope(store.attempt_started("uuid:1", "central"), MADE)
    database = store._opening.database
    for statement in ("UPDATE envelope SET size = 1", "INSERT OR REPLACE INTO envelope SELECT * FROM envelope"):
        with pytest.raises(IntakeError, match=r"vault\.frozen"), database.transaction():
            database.run(statement)


@pytest.mark.parametrize("change", ["size = 1", "sha256 = zeroblob(32)", "body = zeroblob(60)"])
def test_an_envelope_that_was_changed_is_damage(store: Vault, change: str) -> None:
    scene.queued(store)
    attempt = store.attempt_started("uuid:1", "central")
    store.put_envelope(attempt, MADE)
    handle = store._opening.database.connection
    handle.execute("DROP TRIGGER envelope_change")
    handle.execute(f"UPDATE envelope SET {change}")
    with pytest.raises(IntakeError, match=r"vault\.damaged"):
        store.envelope(attempt)
    assert "vault.damaged" in store.check()
