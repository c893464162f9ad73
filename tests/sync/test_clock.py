"""The clock is set while a round runs, or while a record waits for its time: nothing is lost, nothing is stuck."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from intake_app.practice import PracticeServer
from intake_app.sync import Progress, RoundReport, run_round
from intake_app.vault import open_store
from tests.sync.workplace import PASSPHRASE, SERVER, Damage, Workplace, compare, never, quiet

DAY, YEAR, HOUR = timedelta(days=1), timedelta(days=365), timedelta(hours=1)
JUMPS = pytest.mark.parametrize("jump", [-DAY, YEAR], ids=["back a day", "forward a year"])


class Clock:
    """A clock that somebody sets."""

    def __init__(self) -> None:
        self.now = datetime.now(UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def place(tmp_path: Path, server: PracticeServer, clock: Clock) -> Iterator[Workplace]:
    """A store that goes by that clock, with three records that are due."""
    made = Workplace.create(tmp_path)
    made.vault.close()
    made.vault = open_store(made.path, "anna", PASSPHRASE, clock)
    made.use(server)
    made.record("a", {f"{number}.jpg": bytes([number]) * 9_000 for number in range(3)})
    made.record("b")
    made.record("c", {"c.jpg": b"c"})
    yield made
    made.vault.close()


def by_itself(place: Workplace, clock: Clock, progress: Callable[[Progress], None] = quiet) -> RoundReport:
    """A round that nobody asked for: it goes by the times of the next tries."""
    with place.client() as client:
        return run_round(place.on_vault, client, SERVER, progress, never, now=clock())


def jumps(place: Workplace) -> list[str]:
    return [row.detail for row in place.vault.audit_rows() if row.action == "clock.jumped"]


@JUMPS
@pytest.mark.parametrize("moment", ["half sent", "all sent"])
def test_set_between_a_try_and_its_receipt(
    place: Workplace, server: PracticeServer, clock: Clock, jump: timedelta, moment: str
) -> None:
    before = clock.now

    def progress(seen: Progress) -> None:
        if clock.now == before and (seen.sent == seen.size if moment == "all sent" else seen.sent > 0):
            clock.now += jump

    assert by_itself(place, clock, progress).sent == 3
    assert compare(place, server) == Damage(0, 0, 0) and len(place.sent()) == 3
    assert jumps(place) == [f'{{"seconds":{round(jump.total_seconds())}}}']
    (tried,) = place.vault.attempts("uuid:a")
    assert tried.ended is not None and (tried.ended > tried.started) == (jump > timedelta())
    assert place.vault.verify_ledger() == 9 and place.vault.check() == ()


@JUMPS
def test_set_while_a_record_waits_for_its_next_try(
    place: Workplace, server: PracticeServer, clock: Clock, jump: timedelta
) -> None:
    server.then("error", "error", "error")
    assert [result.outcome.kind for result in by_itself(place, clock).results] == ["retry"] * 3
    assert by_itself(place, clock).results == (), "they wait for their time"
    clock.now += jump
    assert by_itself(place, clock).sent == 3
    assert compare(place, server) == Damage(0, 0, 0)


def test_a_time_that_a_clock_a_year_ahead_wrote_keeps_nothing_for_a_year(
    place: Workplace, server: PracticeServer, clock: Clock
) -> None:
    server.then("error", "error", "error")
    clock.now += YEAR
    assert [result.outcome.kind for result in by_itself(place, clock).results] == ["retry"] * 3
    clock.now -= YEAR
    assert place.vault.pace(SERVER, clock()).due == 3, "the program sees it by itself"
    assert by_itself(place, clock).sent == 3
    assert compare(place, server) == Damage(0, 0, 0)


def test_no_wait_is_longer_than_the_longest(place: Workplace, server: PracticeServer, clock: Clock) -> None:
    """However often it was tried: what lies further off can only come from a clock that was set."""
    for _ in range(12):
        server.then("error", "error", "error")
        clock.now += HOUR
        assert len(by_itself(place, clock).results) == 3
    clock.now += HOUR
    assert by_itself(place, clock).sent == 3
