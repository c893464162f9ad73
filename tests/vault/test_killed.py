"""Killed at any moment: nothing that was acknowledged is lost, nothing is there by half, and the store opens."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.vault import preloading
from tests.vault.workflows import WORKFLOWS

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="2026-11-22: the campaigns fork and preload a shim")


def _by_the_clock(folder: Path, kind: str, seed: int, runs: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.vault.campaign", str(folder), kind, str(seed), str(runs)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def _faultless(told: dict[str, Any]) -> bool:
    return (told["lost"], told["unopenable"], told["unsound"]) == (0, 0, 0)


def _campaign(folder: Path, name: str, seed: int, runs: int, controls: int) -> None:
    told = preloading.run("faults.c", folder, "killing", name, seed, runs, controls)
    honest = told["honest"]
    assert honest["runs"] == runs
    assert honest["calls"] > 50
    assert _faultless(honest), told
    for control in ("eager", "careless"):
        assert not _faultless(told[control]), (control, told)


@pytest.mark.parametrize("name", WORKFLOWS)
def test_at_fifty_calls(memory: Path, name: str) -> None:
    """And two positive controls: told before it is done, and done with a little less care."""
    _campaign(memory, name, 1, 50, 60)


@pytest.mark.soak
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("name", WORKFLOWS)
def test_at_a_thousand_calls(memory: Path, name: str) -> None:
    _campaign(memory, name, 100, 1000, 60)


def test_by_the_clock(memory: Path) -> None:
    told = _by_the_clock(memory, "interview", 1, 20)
    assert told["runs"] == 20
    assert told["acknowledged"] > 100
    assert _faultless(told)


def test_the_clock_sees_a_loss(memory: Path) -> None:
    """Positive control: a store that says "saved" before it has saved."""
    assert _by_the_clock(memory, "eager", 2, 10)["lost"] > 0


@pytest.mark.soak
@pytest.mark.timeout(1800)
def test_a_thousand_times_by_the_clock(tmp_path: Path) -> None:
    told = _by_the_clock(tmp_path, "interview", 5, 1000)
    assert told["runs"] == 1000
    assert _faultless(told)
