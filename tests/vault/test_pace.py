"""How a server stands with its queue: what is due, what the last try said, whether anybody has looked since."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from intake_app.vault import AttemptResult, Role, ServerRow, Vault, open_store, pace
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
    found = store.pace("central", _now())
    assert found.due == 1
    assert found.last is not None and (found.last.code, found.last.retry_after) == ("openrosa.busy", 900.0)
    assert datetime.fromisoformat(found.next_try) > _now() + timedelta(seconds=800)
    assert found.reached == found.last.ended
    assert store.pace("central", _now() + timedelta(hours=2)).due == 2
    assert (store.pace("other", _now()).last, store.pace("other", _now()).rests) == (None, "")


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
    found = store.pace("central", _now())
    assert found.last is not None and found.last.code == "openrosa.unreachable"
    assert found.reached == reached


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


MONTHS = timedelta(days=300)


@contextmanager
def _at(folder: Path, now: list[datetime]) -> Iterator[Vault]:
    """A store of one who sends and looks after servers, by a clock that is set."""
    scene.new_store(folder).close()
    with open_store(folder / "place.intake", scene.NAME, scene.PASSPHRASE, lambda: now[0]) as store:
        store.put_server(SERVER)
        yield store


@pytest.mark.parametrize("wrong", [MONTHS, -MONTHS, timedelta(minutes=50)], ids=["ahead", "behind", "a little ahead"])
def test_what_a_wrong_clock_wrote_silences_nothing_once_it_is_put_right(tmp_path: Path, wrong: timedelta) -> None:
    now = [_now() + wrong]
    with _at(tmp_path, now) as store:
        scene.queued(store)
        _try(store, "uuid:1", AttemptResult("retry", "openrosa.busy", 503, retry_after=900.0))
        held = store.pace("central", now[0])
        assert (held.due, held.rests) == (0, (now[0] + timedelta(seconds=900)).isoformat(timespec="microseconds"))
        now[0] -= wrong
        found = store.pace("central", now[0])
        assert (found.due, found.next_try, found.rests) == (1, "", "")
        assert store.next_due("central", now[0]) is not None


@pytest.mark.parametrize("wrong", [MONTHS, -MONTHS], ids=["ahead", "behind"])
def test_whether_somebody_has_looked_is_asked_of_no_clock(tmp_path: Path, wrong: timedelta) -> None:
    now = [_now() + wrong]
    with _at(tmp_path, now) as store:
        for name in ("uuid:1", "uuid:2"):
            scene.queued(store, name)
        now[0] -= wrong
        store.put_server(SERVER)
        now[0] += wrong
        _try(store, "uuid:1", AttemptResult("stop", "openrosa.forbidden", 403))
        now[0] -= wrong
        assert not _looked(store)
        _try(store, "uuid:1", AttemptResult("cancelled", "openrosa.not_begun"))
        assert not _looked(store)
        store.put_server(SERVER)
        assert _looked(store)
        _try(store, "uuid:1", AttemptResult("cancelled", "openrosa.not_begun"))
        assert _looked(store), "what was begun after it and did not go changes nothing"


def test_a_try_that_the_log_does_not_have_was_looked_at_by_nobody(store: Vault) -> None:
    """Its link may be one that was damaged; the search ends with the log."""
    scene.queued(store)
    _try(store, "uuid:1", AttemptResult("stop", "openrosa.forbidden", 403))
    assert not pace._looked_since(store._opening, "central", "uuid:1", 99)


def test_the_longest_wish_of_the_last_hour_counts_whatever_was_tried_after_it(tmp_path: Path) -> None:
    now = [_now()]
    with _at(tmp_path, now) as store:
        for name in ("uuid:1", "uuid:2"):
            scene.queued(store, name)
        begun = now[0]
        _try(store, "uuid:1", AttemptResult("retry", "openrosa.busy", 503, retry_after=10.0**9))
        now[0] += timedelta(seconds=10)
        _try(store, "uuid:2", AttemptResult("accepted", "openrosa.accepted", 201))
        rests = begun + timedelta(hours=1)
        store.put_server(SERVER)
        store.put_server(ServerRow("central", "https://example.org/v1/projects/2"))
        assert store.pace("central", now[0]).rests == "", "it was another that wished it"
        store.put_server(SERVER)
        assert store.pace("central", now[0]).rests == rests.isoformat(timespec="microseconds"), "no longer than an hour"
        assert store.pace("central", rests).rests == ""


def test_a_wish_that_came_before_any_try_is_kept_for_the_next_process(tmp_path: Path) -> None:
    now = [_now()]
    with _at(tmp_path, now) as store:
        store.server_rests("central", 20.0)
        store.server_rests("central", 600.0)
    with open_store(tmp_path / "place.intake", scene.NAME, scene.PASSPHRASE, lambda: now[0]) as store:
        until = (now[0] + timedelta(seconds=600)).isoformat(timespec="microseconds")
        assert (store.pace("central", now[0]).rests, store.pace("other", now[0]).rests) == (until, "")
        assert store.pace("central", now[0] - MONTHS).rests == "" == store.pace("central", now[0] + MONTHS).rests
        store.put_server(SERVER)
        assert store.pace("central", now[0]).rests == until
        store.put_server(ServerRow("central", "https://example.org/key/abd"))
        assert store.pace("central", now[0]).rests == "", "it was another that asked"
        store.server_rests("central", 600.0)
        store.drop_server("central")
        assert store.pace("central", now[0]).rests == ""
        assert store.check() == ()


@pytest.mark.parametrize("told", ["", "soon 5.0", "2026-11-26T10:00:00 5.0", "2026-11-26T10:00:00+00:00 nan", "a"])
def test_what_other_tools_wrote_in_the_place_of_a_wish_is_none(store: Vault, told: str) -> None:
    store.put_server(SERVER)
    store.server_rests("central", 60.0)
    database = store._opening.database
    with database.transaction():
        database.run("UPDATE store SET value = ? WHERE key = 'rest central'", told)
    assert store.pace("central", _now()).rests == ""
