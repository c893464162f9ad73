"""How a server stands with its queue: what is due, what the last try said, whether anybody has looked since."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from intake_app.vault import AttemptResult, Role, ServerRow, Vault
from tests.vault import scene

SERVER = ServerRow("central", "https://example.org/key/abc")
OTHER = ServerRow("other", "https://other.example/key/abc")


def _try(store: Vault, record: str, result: AttemptResult) -> None:
    store.attempt_ended(store.attempt_started(record, "central"), result)


def _now() -> datetime:
    return datetime.now(UTC)


def test_what_is_due_now_and_what_waits_for_its_time(store: Vault) -> None:
    store.put_server(SERVER)
    assert store.pace("central", _now()).due == 0
    for name in ("uuid:1", "uuid:2"):
        scene.queued(store, name)
    scene.finalised(store, "uuid:held")
    assert (store.pace("central", _now()).due, store.backlog().waiting) == (2, 2)
    _try(store, "uuid:1", AttemptResult("retry", "openrosa.busy", 503, retry_after=900.0))
    pace = store.pace("central", _now())
    assert pace.due == 1
    assert pace.last is not None and (pace.last.code, pace.last.retry_after) == ("openrosa.busy", 900.0)
    assert datetime.fromisoformat(pace.next_try) > _now() + timedelta(seconds=800)
    assert pace.reached == pace.last.ended
    assert store.pace("central", _now() + timedelta(hours=2)).due == 2
    assert store.pace("other", _now()).last is None


def test_what_was_received_counts_no_more(store: Vault) -> None:
    scene.queued(store)
    assert store.backlog().received == ""
    _try(store, "uuid:1", AttemptResult("accepted", "openrosa.accepted", 201))
    assert (store.backlog().waiting, store.pace("central", _now()).due) == (0, 0)
    assert store.backlog().received == store.receipts("uuid:1")[0].at


def test_a_try_that_nothing_answered_or_somebody_interrupted_is_no_answer(store: Vault) -> None:
    scene.queued(store)
    _try(store, "uuid:1", AttemptResult("stop", "openrosa.forbidden", 403))
    reached = store.pace("central", _now()).reached
    _try(store, "uuid:1", AttemptResult("retry", "openrosa.unreachable"))
    _try(store, "uuid:1", AttemptResult("cancelled", "openrosa.cancelled"))
    pace = store.pace("central", _now())
    assert pace.last is not None and pace.last.code == "openrosa.unreachable"
    assert pace.reached == reached


@pytest.mark.parametrize("look", ["set", "again", "other"])
def test_whether_somebody_has_done_something_since(tmp_path: Path, look: str) -> None:
    """Of another server's being set nobody has looked at this one."""
    with scene.new_store(tmp_path, Role.COORDINATOR) as keeper:
        keeper.put_server(SERVER)
        keeper.add_person("Bea", Role.MEDIATOR, scene.OTHER)
        scene.put_form(keeper)
    with scene.reopened(tmp_path, "Bea", scene.OTHER) as store:
        scene.queued(store)
        _try(store, "uuid:1", AttemptResult("stop", "openrosa.forbidden", 403))
        assert store.pace("central", _now()).last is not None
        assert not _looked(store)
        if look == "again":
            store.retry("uuid:1")
            assert _looked(store)
            return
    with scene.reopened(tmp_path) as keeper:
        assert not _looked(keeper)
        keeper.put_server(SERVER if look == "set" else OTHER)
        assert _looked(keeper) is (look == "set")


def _looked(store: Vault) -> bool:
    last = store.pace("central", _now()).last
    return last is not None and last.looked
