"""The end of a day in numbers, and the queue page by page: few queries however much waits."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from intake_app.errors import IntakeError
from intake_app.vault import Ages, AttemptResult, DayFacts, FormFile, Frozen, Role, Standing, Unfinished, Vault
from tests.vault import scene

NOW = datetime(2026, 3, 10, 15, tzinfo=UTC)
TODAY = NOW.replace(hour=0)
AGES = {"a": 0, "b": 1, "c": 3, "d": 4}
"""Days ago, by record."""


class Clock:
    """Stands where it is put."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def store(tmp_path: Path) -> Vault:
    """A store with drafts and finished records of several days."""
    clock = Clock()
    store = scene.vault.create(
        tmp_path / "place.intake", scene.SITE, scene.NAME, Role.MEDIATOR, scene.PASSPHRASE, scene.vault.FLOOR, clock
    )
    served = store.put_form(FormFile("served", "1", "Landing", b"<h/>", server="central"), {})
    own = store.put_form(FormFile("own", "1", "Arrival", b"<h/>"), {})
    for name, days in AGES.items():
        clock.now = NOW - timedelta(days=days, hours=14)
        store.new_draft(own, f"uuid:draft {name}", b"<data/>", "", "")
        for key, kind in ((served, "served"), (own, "own")):
            record = f"uuid:{kind} {name}"
            store.new_draft(key, record, b"<data/>", "", "")
            store.finalise(record, Frozen(b"<data/>"), scene.release(record) if kind == "served" else None)
    clock.now = NOW
    for name, outcome in (("a", "accepted"), ("b", "hold")):
        store.attempt_ended(store.attempt_started(f"uuid:served {name}", "central"), AttemptResult(outcome, "x"))
    store.add_person("Cora", Role.COORDINATOR, scene.OTHER)
    store.add_person("Dario", Role.DESK, "silver lantern seven harbour")
    return store


def test_drafts_by_author_and_what_waits_by_form_with_their_age(store: Vault, tmp_path: Path) -> None:
    expected = DayFacts(
        (Unfinished(scene.NAME, Ages(1, 2, 1)),),
        (
            Standing("own", "Arrival", None, "held", Ages(1, 2, 1)),
            Standing("served", "Landing", "central", "needs_person", Ages(0, 1, 0)),
            Standing("served", "Landing", "central", "waiting", Ages(0, 1, 1)),
        ),
    )
    assert store.day_facts(TODAY) == expected
    assert expected.unfinished[0].ages.total == 4
    store.discard("uuid:draft a")
    store.close()
    with scene.reopened(tmp_path, "Cora", scene.OTHER) as other:
        facts = other.day_facts(TODAY)
        nameless = tuple(replace(one, form_id="", form_title="") for one in expected.standing)
        assert (facts.unfinished[0].ages, facts.standing) == (Ages(0, 2, 1), nameless)
        rows = (*other.records(), *other.queue_page().rows)
        assert {(row.form_key, row.form_id, row.form_title, row.version) for row in rows} == {(0, "", "", "")}
    with scene.reopened(tmp_path, "Dario", "silver lantern seven harbour") as other:
        assert other.day_facts(TODAY) == DayFacts((), expected.standing)


def test_the_queue_page_by_page(store: Vault) -> None:
    seen: list[str] = []
    after, pages = "", 0
    while True:
        page = store.queue_page(after, 3)
        seen += [row.id for row in page.rows]
        pages, after = pages + 1, page.after
        assert page.total == 8
        if not after:
            break
    assert pages == 3 and len(seen) == len(set(seen)) == 8
    assert {name[-1] for name in seen[:2]} == {"a"} and {name[-1] for name in seen[-2:]} == {"d"}


def test_the_queue_by_standing_and_server(store: Vault) -> None:
    def ids(*deliveries: str, server: str | None = None) -> set[str]:
        page = store.queue_page(deliveries=deliveries, server=server)
        assert page.total == len(page.rows) and page.after == ""
        return {row.id for row in page.rows}

    assert ids("sent") == {"uuid:served a"}
    assert ids("needs_person") == {"uuid:served b"}
    assert ids("waiting") == ids("waiting", server="central") == {"uuid:served c", "uuid:served d"}
    assert len(ids("held")) == 4 and ids("held", server="central") == ids("held"), "any server may have them"
    with pytest.raises(ValueError, match="no such standing"):
        ids("lost")
    with pytest.raises(ValueError, match="no row has this number"):
        store.queue_page(f"2026-01-01 {2**63}")
    with pytest.raises(ValueError, match="invalid literal"):
        store.queue_page("2026-01-01 x")


def _queries(store: Vault, call: Callable[[], object]) -> int:
    """How many statements a call takes."""
    told: list[str] = []
    handle = store._opening.database.connection
    handle.set_trace_callback(told.append)
    call()
    handle.set_trace_callback(None)
    return len(told)


@pytest.mark.parametrize("records", [120, pytest.param(10_000, marks=pytest.mark.soak)])
def test_very_many_waiting_records_take_no_more_queries_than_ten(tmp_path: Path, records: int) -> None:
    with scene.new_store(tmp_path) as store:
        key = store.put_form(FormFile("served", "1", "Landing", b"<h/>", server="central"), {})
        asked: list[tuple[int, int, int]] = []
        for most in (10, records):
            _wait(store, key, most)
            asked.append(
                (
                    _queries(store, lambda: store.day_facts(TODAY)),
                    _queries(store, lambda: store.queue_page(limit=50)),
                    _queries(store, lambda: store.queue_page(limit=50, deliveries=("waiting",), server="central")),
                )
            )
        began = time.perf_counter()
        page = store.queue_page(limit=50)
        facts = store.day_facts(TODAY)
        taken = time.perf_counter() - began
        assert (len(page.rows), page.total) == (50, records)
        assert len(store.queue_page(limit=9999).rows) == min(records, 500)
        assert sum(row.ages.total for row in facts.standing) == records
    assert asked[0] == asked[1]
    assert max(asked[0]) <= 7
    assert taken < 0.3 or records < 10_000, "for `make soak`"


def _wait(store: Vault, key: int, most: int) -> None:
    for number in range(store.waiting("central"), most):
        store.new_draft(key, f"uuid:{number}", b"<data/>", "", "")
        store.finalise(f"uuid:{number}", Frozen(b"<data/>"), scene.release(f"uuid:{number}"))


def test_who_has_nothing_sees_nothing(tmp_path: Path) -> None:
    with scene.new_store(tmp_path, Role.ADMINISTRATOR) as store:
        assert store.day_facts(TODAY) == DayFacts((), ())
        page = store.queue_page()
        assert (page.rows, page.after, page.total) == ((), "", 0)
        with pytest.raises(IntakeError, match=r"vault\.no_such_record"):
            store.record("uuid:1")


def test_ages_are_added_one_by_one() -> None:
    assert Ages(1, 2, 3) + Ages(10, 20, 30) == Ages(11, 22, 33)
