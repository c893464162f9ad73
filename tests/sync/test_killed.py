"""Killed at any step of a day with a server: nothing lost, nothing twice, nothing else than what was finalised."""

import sys
from pathlib import Path
from typing import Any

import pytest

from tests.sync.errands import STEPS, Harm
from tests.vault import preloading

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="2026-11-26: the campaigns fork and preload a shim")
HARM = vars(Harm())


def campaign(folder: Path, seed: int, runs: int, controls: int) -> dict[str, Any]:
    """And two positive controls: a receipt before the answer, a try that is not on record."""
    told = preloading.run("faults.c", folder, "sync.killing", seed, runs, controls)
    honest: dict[str, Any] = told["honest"]
    assert honest["runs"] == runs
    assert {name: honest[name] for name in HARM} == HARM, honest
    assert told["eager"]["lost"] > 0
    assert told["silent"]["unrecorded"] > 0
    assert set(honest["steps"]) <= STEPS
    return honest


def test_at_fifty_calls(memory: Path) -> None:
    assert len(campaign(memory, 1, 50, 30)["steps"]) >= 12


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_at_five_hundred_calls(memory: Path) -> None:
    """At each step that there is."""
    assert set(campaign(memory, 1000, 500, 30)["steps"]) == STEPS
