"""Saving, listing, opening and searching are fast enough to happen with each answer."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from intake_app.vault import Vault
from intake_app.vault.database import PAGE
from tests.cost import calls
from tests.vault import many, scene
from tests.vault.many import Plain, draft_of, fill, links, times

Property = Callable[[str, object], None]


def _percentile(found: list[float], share: float) -> float:
    return found[int(len(found) * share)]


@pytest.mark.no_cover
def test_a_durable_save_beside_plain_sqlite(disk: Path, record_property: Property) -> None:
    """The quick saves of blocks taken in turn, so that a busy machine is busy for both; medians: `make bench`."""
    plain = Plain(disk / "plain.db", 500)
    with closing(plain.connection), scene.new_store(disk) as store:
        fill(store, 500)
        ratios = many.beside(store, plain, many.interview(many.WARM + 7 * 40), 40, 0.1)
    record_property("ratio", [round(ratio, 2) for ratio in sorted(ratios)])
    assert min(ratios) <= 2


def test_a_save_writes_no_more_pages_than_plain_sqlite(tmp_path: Path) -> None:
    """What a slow disk waits for: the pages in the log, counted."""
    plain, answers = Plain(tmp_path / "plain.db", 500), many.interview(20)
    with closing(plain.connection), scene.new_store(tmp_path) as store:
        fill(store, 500)
        ours, theirs, less = [
            _growth(tmp_path / f"{name}-wal", save)
            for name, save in (
                ("place.intake", lambda number: store.save_draft("uuid:first", draft_of(number))),
                ("plain.db", lambda number: plain.save(number, draft_of(number))),
                ("place.intake", lambda number: store.save_draft("uuid:first", answers[number])),
            )
        ]
    assert ours <= theirs
    # For ten saves the end of the body, the seal, the ledger; when a minute begins, the row and its two indexes.
    assert less <= (3 * 10 + 3) * (PAGE + 24)


def _growth(log: Path, save: Callable[[int], object]) -> int:
    for number in range(3):
        save(number)
    before = log.stat().st_size
    for number in range(10, 20):
        save(number)
    return log.stat().st_size - before


def _steps(store: Vault, work: Callable[[int], object]) -> int:
    """What a piece of work costs the database, in steps of its programs: the most of some rounds after the first."""
    handle, steps, rounds = store._opening.database.connection, 0, []

    def step() -> int:
        nonlocal steps
        steps += 1
        return 0

    for number in range(4):
        steps = 0
        handle.set_progress_handler(step, 1)
        try:
            work(number)
        finally:
            handle.set_progress_handler(None, 0)
        rounds.append(steps)
    return max(rounds[1:])


def test_saving_listing_and_opening_cost_the_same_with_four_times_the_records(tmp_path: Path) -> None:
    """A search for words that many titles have costs what it finds. Milliseconds: `make soak` and `make bench`."""
    few, many_of_them = (_all_steps(tmp_path / str(records), records) for records in (250, 1000))
    grown = {what: many_of_them[what] / steps for what, steps in few.items()}
    finding = {what: grown.pop(what) for what in ("common word", "two words")}
    assert {what: growth for what, growth in grown.items() if growth > 1.1} == {}
    assert {what: growth for what, growth in finding.items() if growth > 5} == {}


def _all_steps(folder: Path, records: int) -> dict[str, int]:
    folder.mkdir()
    answers = many.interview(4)
    with scene.new_store(folder) as store:
        fill(store, records)
        return {
            "save": _steps(store, lambda number: store.save_draft("uuid:first", answers[number])),
            "list": _steps(store, lambda _number: store.records(limit=50)),
            "open": _steps(store, lambda number: store.draft(f"uuid:{number * 7}")),
            "common word": _steps(store, lambda number: store.search(many.WORDS[number][:4])),
            "one title": _steps(store, lambda number: store.search(f"{number * 11:06d}")),
            "two words": _steps(store, lambda number: store.search(f"{many.WORDS[number]} {number:03d}")),
            "code": _steps(store, lambda number: store.search(f"BAK {number}")),
        }


@pytest.mark.soak
def test_saving_listing_opening_and_searching(disk: Path, record_property: Property) -> None:
    """p99 of a saved draft at most 25 ms; p95 of a list of fifty, of opening and of searching at most 50 ms."""
    answers = many.interview(200)
    with scene.new_store(disk) as store:
        fill(store, 100_000)
        found = {
            "save": times(lambda number: store.save_draft("uuid:first", answers[number]), 200),
            "list": times(lambda _number: store.records(limit=50), 40),
            "open": times(lambda number: store.draft(f"uuid:{number * 7}"), 100),
            "common word": times(lambda number: store.search(many.WORDS[number % 14][:4]), 40),
            "one title": times(lambda number: store.search(f"{number * 11:06d}"), 40),
            "two words": times(lambda number: store.search(f"{many.WORDS[number % 14]} {number:03d}"), 40),
            "code": times(lambda number: store.search(f"BAK {number}"), 40),
        }
        assert len(store.records(limit=50)) == 50
        assert [row.id for row in store.search("000077")] == ["uuid:77"]
        assert len(store.search("harb")) == 50
    for name, taken in found.items():
        record_property(f"{name} p50 p95 ms", [round(_percentile(taken, share), 2) for share in (0.5, 0.95)])
    assert _percentile(found.pop("save"), 0.99) <= 25
    assert {name: taken for name, taken in found.items() if _percentile(taken, 0.95) > 50} == {}


def test_each_link_of_the_log_costs_the_same_to_walk(tmp_path: Path) -> None:
    taken = []
    with scene.new_store(tmp_path) as store:
        for count in (500, 1500):
            links(store, count)
            taken.append(calls(store.verify_audit))
    assert taken[1] < 4.4 * taken[0], "two thousand after five hundred"


@pytest.mark.soak
def test_the_log_is_walked_in_time(tmp_path: Path, record_property: Property) -> None:
    count, seconds = 1_000_000, 10.0
    with scene.new_store(tmp_path) as store:
        links(store, count)
        walked = 0

        def walk(_number: int) -> None:
            nonlocal walked
            walked = store.verify_audit()

        taken = times(walk, 1)[0] / 1000
    record_property("seconds", round(taken, 2))
    assert walked > count
    assert taken <= seconds
