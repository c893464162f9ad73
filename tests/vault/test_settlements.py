"""A record that a server knows otherwise: what a person decides about it stands, and nothing is sent twice."""

from pathlib import Path

import pytest

from intake_app.errors import IntakeError
from intake_app.vault import AttemptResult, Frozen, Role, Vault
from tests.vault import scene

COPY = b"<data><q>1</q><!-- another --></data>"


def _refused(store: Vault, record: str = "uuid:1") -> str:
    scene.queued(store, record)
    attempt = store.attempt_started(record, "central")
    store.attempt_ended(attempt, AttemptResult("hold", "openrosa.conflict", 409))
    return record


def test_what_the_server_has_stands_once_and_for_good(store: Vault) -> None:
    record = _refused(store)
    assert store.decision(record) == ""
    store.keep_server(record)
    assert store.decision(record) == "keep_server"
    page = store.queue_page(deliveries=("settled",))
    assert (page.total, [row.delivery for row in page.rows]) == (1, ["settled"])
    assert store.queue_page(deliveries=("needs_person",)).total == 0
    for verb in (
        store.keep_server,
        store.retry,
        store.sent_as_new,
        lambda name: store.copy_as_new(name, "uuid:2", COPY),
    ):
        with pytest.raises(IntakeError, match=r"vault\.settled"):
            verb(record)
    assert (store.next_due("central", None), store.submission(record)) == (None, b"<data><q>1</q></data>")
    assert store.check() == ()


def test_a_copy_goes_in_the_place_of_the_record(store: Vault) -> None:
    record = _refused(store)
    assert store.successor(record) == ""
    with pytest.raises(IntakeError, match=r"vault\.not_finalised"):
        store.sent_as_new(record)
    row = store.copy_as_new(record, "uuid:2", COPY)
    assert (row.state, store.successor(record)) == ("draft", "uuid:2")
    assert store.media_bytes("uuid:2", "one.jpg") == b"picture" * 10
    with pytest.raises(IntakeError, match=r"vault\.not_finalised"):
        store.sent_as_new(record)
    store.finalise("uuid:2", Frozen(COPY, ("one.jpg",)), scene.release("uuid:2"))
    for verb in (store.keep_server, store.retry):  # cut here, the copy goes: the record may not go beside it
        with pytest.raises(IntakeError, match=r"vault\.settled"):
            verb(record)
    assert store.decision(record) == ""
    store.sent_as_new(record)
    due = store.next_due("central", None)
    assert due is not None and (due.record_id, due.xml) == ("uuid:2", COPY)
    with pytest.raises(IntakeError, match=r"vault\.settled"):
        store.retry(record)
    assert store.check() == ()


def test_a_copy_that_was_put_away_is_none(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        record = _refused(store)
        store.copy_as_new(record, "uuid:2", COPY)
        store.discard("uuid:2")
        assert store.successor(record) == ""
    with scene.reopened(tmp_path) as store:
        assert store._opening.database.all("SELECT * FROM edit") == []
        assert store.check() == ()


def test_only_a_refused_record_is_decided_about(store: Vault) -> None:
    scene.queued(store)
    for verb in (store.keep_server, store.sent_as_new, lambda name: store.copy_as_new(name, "uuid:2", COPY)):
        with pytest.raises(IntakeError, match=r"vault\.not_refused"):
            verb("uuid:1")


def test_who_sends_for_others_decides_and_does_not_copy(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        store.add_person("Cora", Role.COORDINATOR, scene.OTHER)
        record = _refused(store)
    with scene.reopened(tmp_path, "Cora", scene.OTHER) as store:
        with pytest.raises(IntakeError, match=r"vault\.not_allowed"):
            store.copy_as_new(record, "uuid:2", COPY)
        assert store.successor(record) == ""
        store.keep_server(record)
        assert store.audit_rows(1)[0].action == "conflict.settled"


@pytest.mark.parametrize(
    "statement",
    ["UPDATE settlement SET choice = 'sent_as_new'", "DELETE FROM settlement", "INSERT OR REPLACE INTO settlement "
     "SELECT * FROM settlement"],
)  # fmt: skip
def test_a_decision_is_never_another(store: Vault, statement: str) -> None:
    store.keep_server(_refused(store))
    database = store._opening.database
    with pytest.raises(IntakeError, match=r"vault\.frozen"), database.transaction():
        database.run(statement)
