"""What may follow what in the life of a referral, and how long an answer has been missing."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake_app.referral import life
from intake_app.referral.life import LoopCount
from intake_app.vault import following

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)


def issued(hours: float) -> str:
    return (NOW - timedelta(hours=hours)).isoformat()


@pytest.mark.parametrize(
    ("hours", "priority", "level", "overdue"),
    [
        (0, "24h", "", False),
        (23.9, "24h", "", False),
        (24, "24h", "late", True),
        (24, "72h", "late", False),
        (71.9, "72h", "late", False),
        (72, "72h", "very_late", True),
        (72, "2w", "very_late", False),
        (336, "2w", "very_late", True),
        (72, "", "very_late", True),
        (-1, "24h", "", False),
    ],
)
def test_an_answer_that_is_missing_grows_old(hours: float, priority: str, level: str, overdue: bool) -> None:
    found = life.standing(life.ISSUED, issued(hours), priority, NOW)
    assert (found.level, found.overdue) == (level, overdue)
    assert found.age >= timedelta()


@pytest.mark.parametrize("status", life.STATUSES[1:])
def test_what_was_answered_grows_no_older(status: str) -> None:
    found = life.standing(status, issued(900), "24h", NOW)
    assert (found.age, found.level, found.overdue) == (timedelta(), "", False)


@pytest.mark.parametrize(
    ("history", "status", "may"),
    [
        ([], "received", True),
        ([], "started", False),
        ([], "issued", False),
        (["received"], "accepted", True),
        (["received"], "issued", True),
        (["accepted", "started"], "closed", True),
        (["accepted", "closed"], "started", False),
        (["accepted", "closed"], "accepted", True),
        (["declined"], "accepted", False),
        (["declined"], "issued", True),
        (["declined"], "declined", False),
        (["declined"], "lost", False),
    ],
)
def test_the_table(history: list[str], status: str, may: bool) -> None:
    assert life.may_follow(history, status) is may
    assert (status in life.next_steps(history)) is may


@given(st.lists(st.sampled_from(life.STATUSES), max_size=6))
def test_a_mistake_can_always_be_taken_back(history: list[str]) -> None:
    steps = life.next_steps(history)
    assert len(steps) == len(set(steps))
    if history and history[-1] != life.ISSUED:
        assert life.ISSUED in steps


def test_the_store_keeps_the_same_statuses() -> None:
    assert set(life.STATUSES) == set(following.STATUSES) == set(life.FOLLOWS)
    assert all(len(reason) <= following.LONGEST for reason in life.REASONS)


def test_the_figures() -> None:
    assert life.closed_loop(["issued", "accepted", "closed", "declined"]) == LoopCount(4, 3, 2)
    assert life.closed_loop(["issued", "revoked"]) == LoopCount(2, 0, 1), "no service answered"
    assert life.closed_loop([]) == LoopCount(0, 0, 0)
