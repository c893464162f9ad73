"""Days are those of where the computer is: who is met after midnight is not met on the day before."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from intake_app.vault import Role, Sighting, Vault
from tests.vault import scene
from tests.vault.test_contacts import FULL, titled

LATE = datetime(2026, 7, 3, 22, 30, tzinfo=UTC)
"""Half past midnight of 4 July in Italy."""


@pytest.fixture(autouse=True)
def rome(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Europe/Rome")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def at(store: Vault, moment: datetime) -> None:
    store._opening.clock = lambda: moment


def test_what_was_met_after_midnight_is_another_meeting_and_one_with_the_morning(store: Vault) -> None:
    case = store.open_case().id
    at(store, LATE - timedelta(hours=1))
    store.meet(case, "phone")
    at(store, LATE)
    assert len(store.meet(case, "phone")) == 2, "the day began at midnight here"
    at(store, LATE + timedelta(hours=8))
    assert len(store.meet(case, "phone")) == 2, "the same day, and another one in UTC"
    at(store, LATE + timedelta(hours=24))
    assert len(store.meet(case, "phone")) == 3


def test_a_day_on_which_the_clock_is_set_is_a_day(store: Vault) -> None:
    case = store.open_case().id
    for hours, met in ((0, 1), (22, 1), (24.5, 2)):  # from half past midnight of the day with 25 hours
        at(store, datetime(2026, 10, 24, 22, 30, tzinfo=UTC) + timedelta(hours=hours))
        assert len(store.meet(case, "phone")) == met


def test_the_hint_of_an_earlier_contact_tells_the_day_of_here(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        store.add_person("Noor", Role.MEDIATOR, scene.OTHER)
        at(store, LATE)
        titled(store, "uuid:0", FULL, finish=True)
    with scene.reopened(tmp_path, "Noor", scene.OTHER) as store:
        here = titled(store, "uuid:Noor", FULL)
        assert store.namesakes(here, FULL).elsewhere == (Sighting("2026-07-04", "Harbour"),)
