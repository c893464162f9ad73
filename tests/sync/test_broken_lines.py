"""Lines that break after any byte, with the store in the loop: what counts as sent is there, once and whole."""

import random
from collections.abc import Iterator

import pytest

from intake_app.practice import Break, PracticeServer
from tests.sync.workplace import Damage, Workplace, compare

SAMPLE, CAMPAIGN = 12, 300
ROUNDS = 40


@pytest.fixture(scope="module")
def shared_place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workplace]:
    """One store for many runs: each brings its own records and its own server."""
    made = Workplace.create(tmp_path_factory.mktemp("store"))
    yield made
    made.vault.close()


def one_break(seed: random.Random) -> Break | None:
    """Half of the requests break: at the beginning, in the headers, or far inside a body."""
    if seed.random() < 0.5:
        return None
    return Break(seed.choice(["request", "response"]), seed.randint(0, seed.choice([4, 500, 20_000])))  # type: ignore[arg-type]


def play(place: Workplace, number: int) -> int:
    """One run to its end; how many lines broke in it."""
    seed = random.Random(number)
    with PracticeServer(largest=20_000) as server:
        place.use(server)
        names = place.records(seed, f"broken-{number}", 3)
        for turn in range(ROUNDS):
            server.mend()
            if turn < ROUNDS // 2:
                server.breaking(*(one_break(seed) for _ in range(20)))
            place.round()
            assert compare(place, server, names) == Damage(0, 0, 0), number
            if place.sent(names) == set(names):
                break
        assert place.sent(names) == set(names), "a record was stuck"
        return sum(each.broken for each in server.traffic)


@pytest.mark.parametrize("numbers", [range(SAMPLE), pytest.param(range(SAMPLE, CAMPAIGN), marks=pytest.mark.soak)])
def test_nothing_is_lost_doubled_or_incomplete(shared_place: Workplace, numbers: range) -> None:
    broken = sum(play(shared_place, number) for number in numbers)
    assert broken > 2 * len(numbers)
