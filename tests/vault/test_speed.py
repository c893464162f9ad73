"""Saving a draft and listing records are fast enough to happen with each answer."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from intake_app.vault import Vault
from tests.vault import scene


def _fill(store: Vault, count: int) -> None:
    """Many finished records, put in quickly: rows as `new_draft` writes them, in few transactions."""
    scene.started(store, "uuid:first")
    database = store._opening.database
    columns = "form_key, state, author, role, agency, site, created, size, language, mediator_language"
    for start in range(0, count, 1000):
        with database.transaction():
            for number in range(start, min(start + 1000, count)):
                database.run(
                    f"INSERT INTO record (id, code, changed, {columns}) SELECT ?, ?, ?, {columns} FROM record "
                    "WHERE id = 'uuid:first'",
                    *(f"uuid:{number}", f"code {number}", f"2020-01-01T00:00:{number:08d}"),
                )
                database.run("INSERT INTO draft (record, body) VALUES (last_insert_rowid(), ?)", b"x" * 4000)


def _percentile(times: list[float], share: float) -> float:
    return sorted(times)[int(len(times) * share)] * 1000


def _saves(store: Vault, count: int) -> list[float]:
    times = []
    for number in range(count):
        draft = scene.answer(number)
        began = time.perf_counter()
        store.save_draft("uuid:first", draft)
        times.append(time.perf_counter() - began)
    return times


@pytest.mark.parametrize("records", [500, pytest.param(100_000, marks=pytest.mark.soak)])
def test_saving_and_listing(tmp_path: Path, records: int, record_property: Callable[[str, object], None]) -> None:
    """p99 of a saved draft at most 25 ms; the first fifty rows of the list at most 50 ms."""
    with scene.new_store(tmp_path) as store:
        _fill(store, records)
        times = _saves(store, 400)
        began = time.perf_counter()
        rows = store.records(limit=50)
        listing = (time.perf_counter() - began) * 1000
    record_property("save p50 ms", round(_percentile(times, 0.5), 2))
    record_property("save p99 ms", round(_percentile(times, 0.99), 2))
    record_property("list of 50 ms", round(listing, 2))
    assert len(rows) == 50
    assert _percentile(times, 0.99) <= 25
    assert listing <= 50
