"""Breaks, portals, refusals and crashes at any moment: nothing lost, nothing twice, nothing without its files.

Each promise has a control: the same schedules with a client that does what we must not do have to fail.
"""

import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest

from intake_app.openrosa import Client, Outcome, SubmissionParts
from intake_app.practice import Behaviour, PracticeServer
from intake_app.sync import run_round
from intake_app.vault import Vault
from tests.sync.workplace import PASSPHRASE, SERVER, Damage, Workplace, compare, never, quiet

T = TypeVar("T")
Submit = Callable[[SubmissionParts, Callable[[int, int], None], Callable[[], bool]], Outcome]

SAMPLE, CAMPAIGN = 9, 300
RECORDS = 10
ROUNDS = 80
CLEAN = Damage(0, 0, 0)
ONE_POST: tuple[Behaviour | None, ...] = (
    *(None,) * 8,
    *("cut", "cut_before_answer") * 2,
    *("busy", "error", "conflict", "closed", "not_assigned", "full", "login_page", "created_page", "redirect"),
)
ALL_POSTS: tuple[Behaviour | None, ...] = (*(None,) * 12, "login_page", "redirect", "revoked")


class Crash(Exception):
    """The program ended here."""


class Fragile:
    """A lane to the store that ends the program at a chosen call, before or after its work."""

    def __init__(self, place: Workplace, deadly: Callable[[], str | None]) -> None:
        self.calls = 0
        self._place = place
        self._deadly = deadly

    def __call__(self, work: Callable[[Vault], T], /) -> T:
        self.calls += 1
        end = self._deadly()
        if end == "before":
            raise Crash
        value = work(self._place.vault)
        if end == "after":
            raise Crash
        return value


@pytest.fixture(scope="module")
def shared_place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workplace]:
    """One store for many schedules: each brings its own records and its own server."""
    made = Workplace.create(tmp_path_factory.mktemp("store"))
    yield made
    made.vault.close()


class Bad(Client):
    """A client that does what it must not; `submit` of the class below is the misdeed."""


class BelievesAny2xx(Bad):
    """A login page with a friendly status counts as the server's word."""

    def submit(self, *words: object, **more: object) -> Outcome:
        outcome = super().submit(*words, **more)  # type: ignore[arg-type]
        friendly = outcome.status is not None and 200 <= outcome.status < 300
        return replace(outcome, kind="accepted") if friendly else outcome


class ForgetsFiles(Bad):
    """The record alone goes out."""

    def submit(self, parts: SubmissionParts, *words: object, **more: object) -> Outcome:
        return super().submit(SubmissionParts(parts.xml), *words, **more)  # type: ignore[arg-type]


class NewIdEachTry(Bad):
    """Each try has an id of its own."""

    def submit(self, parts: SubmissionParts, *words: object, **more: object) -> Outcome:
        fresh = parts.xml.replace(b"<instanceID>", f"<instanceID>{random.random()}".encode())
        return super().submit(replace(parts, xml=fresh), *words, **more)  # type: ignore[arg-type]


def play(place: Workplace, number: int, kind: type[Client] = Client) -> tuple[Damage, int, int]:
    """One schedule to its end: the damage, how many posts it took, how often the program crashed."""
    seed = random.Random(number)
    crashes = 0
    with PracticeServer(largest=20_000) as server:
        place.use(server)
        names = place.records(seed, f"{kind.__name__}-{number}", RECORDS)
        server.then(*seed.choices(ONE_POST, k=40))
        for turn in range(ROUNDS):
            # A schedule ends by itself: trouble that lasts grows rare, crashes too.
            server.behaviour = seed.choice(ALL_POSTS) if turn < ROUNDS // 2 else None
            crashes += attempt_round(place, seed, kind, rate=0.03 if turn < ROUNDS // 2 else 0)
            if kind is Client:
                assert compare(place, server, names) == CLEAN
            waiting = set(names) - place.sent(names)
            if not waiting:
                break
            for name in waiting:
                if place.vault.record(name).state == "refused":
                    place.vault.retry(name)
        assert place.sent(names) == set(names), "a record was stuck"
        return compare(place, server, names), server.posts, crashes


def attempt_round(place: Workplace, seed: random.Random, kind: type[Client], rate: float) -> bool:
    """One round that may end in a crash; some crashes are followed by a new process's view of the store."""
    fragile = Fragile(place, lambda: seed.choice(["before", "after"]) if seed.random() < rate else None)
    with kind(place.address(), "device", seconds=3) as client:
        try:
            run_round(fragile, client, SERVER, quiet, never)
        except Crash:
            if seed.random() < 1 / 10:
                place.reopen()
            return True
    return False


@pytest.mark.parametrize("numbers", [range(SAMPLE), pytest.param(range(SAMPLE, CAMPAIGN), marks=pytest.mark.soak)])
def test_schedules_of_faults(shared_place: Workplace, numbers: range) -> None:
    posts = crashes = 0
    for number in numbers:
        damage, posted, crashed = play(shared_place, number)
        assert damage == CLEAN, number
        posts += posted
        crashes += crashed
    # The schedules are worth something only if much went wrong in them.
    assert posts > 1.3 * len(numbers) * RECORDS and crashes > len(numbers) // 2


@pytest.mark.parametrize(
    ("kind", "harm"),
    [(BelievesAny2xx, "lost"), (ForgetsFiles, "incomplete"), (NewIdEachTry, "doubled")],
)
def test_the_same_schedules_find_a_bad_client(shared_place: Workplace, kind: type[Client], harm: str) -> None:
    assert any(getattr(play(shared_place, number, kind)[0], harm) for number in range(SAMPLE))


def test_a_crash_at_each_step_of_a_round(shared_place: Workplace) -> None:
    place = shared_place
    with PracticeServer(largest=20_000) as server:
        place.use(server)
        counting = Fragile(place, lambda: None)
        make_two(place, "count")
        place.round(on_vault=counting)
        for step in range(counting.calls):
            for end in ("before", "after"):
                names = make_two(place, f"{step}-{end}")
                left = iter([None] * step + [end])
                with pytest.raises(Crash):
                    place.round(on_vault=Fragile(place, lambda left=left: next(left, None)))  # type: ignore[misc]
                assert compare(place, server, names) == CLEAN
                if end == "after" and step % 4 == 0:
                    place.reopen()
                place.round()
                assert place.sent(names) == set(names)
                assert compare(place, server, names) == CLEAN


def make_two(place: Workplace, name: str) -> list[str]:
    files = {f"{name}-{n}.jpg": f"{name}-{n}".encode() * 1000 for n in range(2)}
    return [place.record(f"{name}-files", files), place.record(f"{name}-plain")]


CHILD = """
import os, sys
from pathlib import Path
from intake_app.openrosa import Client, parse_address
from intake_app.sync import run_round
from intake_app.vault import open_store

path, passphrase, when = sys.argv[1:]
store = open_store(Path(path), "anna", passphrase)

def progress(moment):
    finished = moment.sent == moment.size
    if when == "sending" and moment.sent > 20_000:
        os._exit(9)
    if finished:
        reached.append(moment)

def on_vault(work):
    if when == "answered" and reached:
        os._exit(9)
    return work(store)

reached = []
with Client(parse_address(store.server("practice").url), "device") as client:
    run_round(on_vault, client, "practice", progress, lambda: False)
"""


@pytest.mark.parametrize(("when", "arrived"), [("sending", 1), ("answered", 1)])
def test_a_process_that_dies(place: Workplace, server: PracticeServer, when: str, arrived: int) -> None:
    name = place.record("a", {f"{n}.jpg": bytes([n]) * 12_000 for n in range(3)})
    place.vault.close()
    command = [sys.executable, "-c", CHILD, str(place.path), PASSPHRASE, when]
    root = Path(__file__).resolve().parents[2]
    ended = subprocess.run(command, check=False, env={**os.environ, "PYTHONPATH": str(root)}, timeout=20)
    assert ended.returncode == 9
    assert len(server.received) == arrived
    place.vault = reopened(place)
    assert place.sent() == set()
    (left,) = place.vault.attempts(name)
    assert left.ended is None
    assert place.round().sent == 1
    assert compare(place, server) == CLEAN
    assert [bool(row.ended) for row in place.vault.attempts(name)] == [False, True]


def reopened(place: Workplace) -> Vault:
    place.reopen()
    return place.vault
