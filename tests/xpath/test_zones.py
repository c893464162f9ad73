"""The zone of the system: summer time counts on the day a date names, not on the day the form is filled."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from intake_app.xpath.dates import SYSTEM_ZONE
from tests.xpath.forms import environment, text


@pytest.fixture
def rome(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Europe/Rome")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("rome")
@pytest.mark.decision("9c")
def test_a_summer_date_read_in_winter_has_summer_time() -> None:
    env = environment()
    env.zone, env.now = SYSTEM_ZONE, lambda: datetime(2026, 1, 15, 12, tzinfo=SYSTEM_ZONE)
    assert text("date-time('2012-07-23T10:11:12.000+02:00')", env) == "2012-07-23T10:11:12.000+02:00"
    assert text("format-date-time('2012-07-23T10:11:12.000+02:00', '%H:%M')", env) == "10:11"
    assert text("decimal-date-time('2001-05-17') * 24", env) == "275014"
    assert text("now()", env) == "2026-01-15T12:00:00.000+01:00"


@pytest.mark.usefixtures("rome")
def test_the_hour_that_comes_twice_is_told_apart() -> None:
    first, second = (datetime(2026, 10, 25, hour, 30, tzinfo=UTC).astimezone(SYSTEM_ZONE) for hour in (0, 1))
    assert [moment.isoformat() for moment in (first, second)] == [
        "2026-10-25T02:30:00+02:00",
        "2026-10-25T02:30:00+01:00",
    ]
    assert (first.tzname(), second.tzname(), first.dst()) == ("CEST", "CET", None)
    assert (SYSTEM_ZONE.utcoffset(None), SYSTEM_ZONE.tzname(None)) == (None, None)


@pytest.mark.usefixtures("rome")
def test_the_first_and_last_days_have_no_offset() -> None:
    env = environment()
    env.zone = SYSTEM_ZONE
    assert text("date-time('0001-01-01')", env) == "0001-01-01T00:00:00.000Z"
    assert text("decimal-date-time('0001-01-01')", env) == "-719162"
    assert text("date-time('9999-12-31T23:59:59')", env)[:19] == "9999-12-31T23:59:59"


@pytest.mark.parametrize(
    ("zone", "written"),
    [
        ("UTC", "2024-01-05T00:00:00.000Z"),
        ("Europe/London", "2024-01-05T00:00:00.000Z"),
        ("Asia/Kathmandu", "2024-01-05T00:00:00.000+05:45"),
    ],
)
def test_without_an_offset_a_moment_ends_in_z_as_in_javarosa(zone: str, written: str) -> None:
    env = environment()
    env.zone = ZoneInfo(zone)
    assert text("date-time('2024-01-05')", env) == written
