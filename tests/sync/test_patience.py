"""How long a server that does not answer is left alone, with a clock that is set and randomness that is seeded."""

import random
from dataclasses import dataclass

import pytest

from intake_app.sync import Patience
from intake_app.sync.patience import FIRST_WAIT, LONGEST_WAIT


@dataclass
class Clock:
    """Seconds as the test sets them."""

    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    """A clock that stands."""
    return Clock()


@pytest.fixture
def patience(clock: Clock) -> Patience:
    """Nobody was asked yet."""
    return Patience(clock, random.Random(7))


def test_each_failure_waits_longer_up_to_a_quarter_of_an_hour(patience: Patience, clock: Clock) -> None:
    assert patience.left("central") == 0.0
    waits = []
    for _ in range(12):
        patience.failed("central")
        waits.append(patience.left("central"))
        clock.now += waits[-1]
        assert patience.left("central") == 0.0
    limits = [min(LONGEST_WAIT, FIRST_WAIT * 2**number) for number in range(12)]
    assert all(limit / 2 <= wait <= limit for limit, wait in zip(limits, waits, strict=True))
    assert len({round(wait, 3) for wait in waits[6:]}) > 1, "the longest waits differ too"


def test_two_laptops_do_not_ask_in_the_same_moment(clock: Clock) -> None:
    told = set()
    for seed in range(20):
        one = Patience(clock, random.Random(seed))
        one.failed("central")
        told.add(round(one.left("central"), 2))
    assert len(told) == 20


def test_what_a_server_wishes_counts_when_it_is_longer(patience: Patience) -> None:
    patience.failed("central", 3000.0)
    assert patience.left("central") == 3000.0
    patience.failed("second", 1.0)
    assert patience.left("second") >= FIRST_WAIT / 2


def test_an_answer_forgets_the_failures_of_that_server_alone(patience: Patience) -> None:
    for name in ("central", "central", "central", "second"):
        patience.failed(name)
    patience.answered("central")
    assert patience.left("central") == 0.0 and patience.left("second") > 0.0
    patience.failed("central")
    assert patience.left("central") <= FIRST_WAIT


def test_a_network_that_came_back_is_a_reason_to_ask_soon_but_not_at_once(patience: Patience) -> None:
    for _ in range(5):
        patience.failed("central")
    patience.hope()
    assert 1.0 <= patience.left("central") <= 5.0
    soon = patience.left("central")
    patience.hope()
    assert patience.left("central") <= soon


def test_what_was_asked_for_is_kept_when_the_network_changes(patience: Patience) -> None:
    """By a person who interrupted a round, and by a server."""
    patience.rests("central", 600.0)
    patience.failed("second", 3600.0)
    patience.hope()
    patience.failed("second")
    assert (patience.left("central"), patience.left("second")) == (600.0, 3600.0)
    patience.answered("second")
    assert patience.left("second") == 0.0
