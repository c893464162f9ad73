"""When a server is asked by itself, as a new process reads it from the store."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import pytest

from intake_app import workflow
from intake_app.errors import IntakeError
from intake_app.sync import Progress
from intake_app.vault import AttemptResult, Vault
from tests.openrosa.odd_server import Exchange, OddServer
from tests.vault import scene

T = TypeVar("T")


def _busy(exchange: Exchange) -> None:
    exchange.answer(503, b"", b"X-OpenRosa-Version: 1.0\r\nRetry-After: 3600\r\n")


def _quiet(progress: Progress) -> None:
    """Nobody watches."""


def _turn(store: Vault, now: datetime) -> workflow.Turn:
    (turn,) = workflow.outlook(store, False, now).turns
    return turn


def _ready(store: Vault, url: str) -> None:
    workflow.add_server(store, "central", url)
    workflow.change_server(store, "central", automatic="on")
    scene.queued(store)


def test_a_server_that_wants_to_be_left_alone_when_it_is_asked_is_so_by_the_next_process(tmp_path: Path) -> None:
    """A person who orders a round is not held back by it."""
    with OddServer(_busy) as odd:
        with scene.new_store(tmp_path) as store:
            _ready(store, odd.url)

            def lane(work: Callable[[Vault], T], /) -> T:
                return work(store)

            with pytest.raises(IntakeError, match=r"openrosa\.busy"):
                workflow.automatic_round(lane, "central", _quiet, lambda: False, lambda: False)
            assert store.attempts("uuid:1") == (), "nothing was tried"
        with scene.reopened(tmp_path) as store:
            now = datetime.now(UTC)
            turn = _turn(store, now)
            assert turn.at is not None and timedelta(minutes=55) < turn.at - now <= timedelta(hours=1)
            assert _turn(store, now + timedelta(hours=2)).at == now + timedelta(hours=2)
            assert workflow.sync_round(lambda work: work(store), "central", _quiet, lambda: False).results


@pytest.mark.parametrize(("metered", "asked"), [(False, True), (True, False), (None, True)])
def test_only_a_connection_that_is_known_to_cost_keeps_a_server_back(
    tmp_path: Path, metered: bool | None, asked: bool
) -> None:
    """Issue 5: where the platform reports it; elsewhere who chose sending by itself would wait for ever."""
    with scene.new_store(tmp_path) as store:
        _ready(store, "https://example.org/v1/key/abc/projects/1")
        found = workflow.outlook(store, metered)
        assert ([turn.server for turn in found.turns], found.kept_back) == (
            (["central"], ()) if asked else ([], ("central",))
        )
        workflow.change_server(store, "central", automatic="metered")
        assert workflow.outlook(store, metered).kept_back == ()


@pytest.mark.parametrize(("code", "halted"), [("openrosa.tls", True), ("openrosa.tls_clock", False)])
def test_a_clock_that_was_wrong_halts_nothing_for_good(tmp_path: Path, code: str, halted: bool) -> None:
    with scene.new_store(tmp_path) as store:
        _ready(store, "http://127.0.0.1:9/v1/key/abc/projects/1")
        store.attempt_ended(store.attempt_started("uuid:1", "central"), AttemptResult("stop", code))
        assert bool(_turn(store, datetime.now(UTC)).halted) is halted
