"""A day with a server that is cut short: killed at any step, or no room at any write.

Nothing is lost, nothing is there twice, nothing else than what was finalised; and each failure is told.
"""

import sys
from pathlib import Path
from typing import Any

import pytest

from tests.sync.errands import STEPS, Harm
from tests.vault import preloading

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="2026-11-26: the campaigns fork and preload a shim")
HARM = vars(Harm())


def killed_well(told: dict[str, Any], runs: int) -> set[str]:
    """Nothing came of the kills, and of two positive controls something: a receipt before the answer, a try that is not
    on record.  At which steps the honest program was killed."""
    honest = told["honest"]
    assert honest["runs"] == runs
    assert {name: honest[name] for name in HARM} == HARM, honest
    assert told["eager"]["lost"] > 0
    assert told["silent"]["unrecorded"] > 0
    assert set(honest["steps"]) <= STEPS
    return set(honest["steps"])


def full_well(told: dict[str, Any]) -> dict[str, Any]:
    """Nothing came of the full disk, and of a positive control something: one that takes every failure for success."""
    honest: dict[str, Any] = told["honest"]
    assert {name: honest[name] for name in HARM} == HARM, honest
    assert any(told["deaf"][name] for name in HARM)
    assert honest["calls"] > 100
    assert "vault.disk_full" in honest["codes"]
    return honest


def test_a_sample_of_kills_and_full_disks(memory: Path) -> None:
    told = preloading.run("faults.c", memory, "sync.faulty", 1, 12, 30, 50)
    assert len(killed_well(told["killed"], 50)) >= 12
    assert full_well(told["full"])["told"] > 6


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_five_hundred_kills(memory: Path) -> None:
    """At each step that there is, but for one or two that take no longer than a call."""
    steps = killed_well(preloading.run("faults.c", memory, "sync.killing", 1000, 500, 30), 500)
    assert len(STEPS - steps) <= 2, STEPS - steps


@pytest.mark.soak
@pytest.mark.timeout(7200)
def test_a_disk_that_is_full_at_every_write(memory: Path) -> None:
    """Once, and from then on."""
    told = full_well(preloading.run("faults.c", memory, "sync.faulty", 1, 0, 60)["full"])
    assert told["runs"] == 2 * told["calls"]
