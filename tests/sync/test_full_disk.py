"""No room at any write of a day with a server: each failure is told, and once there is room all is there, and once."""

import sys
from pathlib import Path
from typing import Any

import pytest

from tests.sync.errands import Harm
from tests.vault import preloading

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="2026-11-26: the campaigns fork and preload a shim")
HARM = vars(Harm())


def campaign(folder: Path, seed: int, most: int, controls: int) -> dict[str, Any]:
    """And a positive control: a program that takes every failure for success."""
    told = preloading.run("faults.c", folder, "sync.faulty", seed, most, controls)
    honest: dict[str, Any] = told["honest"]
    assert {name: honest[name] for name in HARM} == HARM, honest
    assert any(told["deaf"][name] for name in HARM)
    assert honest["calls"] > 100
    assert "vault.disk_full" in honest["codes"]
    return honest


def test_a_sample_of_writes(memory: Path) -> None:
    told = campaign(memory, 1, 16, 20)
    assert told["runs"] == 16 and told["told"] > 8


@pytest.mark.soak
@pytest.mark.timeout(7200)
def test_every_write(memory: Path) -> None:
    """Once, and from then on."""
    told = campaign(memory, 1, 0, 60)
    assert told["runs"] == 2 * told["calls"]
