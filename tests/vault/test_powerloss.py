"""A loss of power at any moment: nothing that was acknowledged is lost, the store opens, nothing cries wolf."""

from pathlib import Path
from typing import Any

import pytest

from tests.vault import preloading
from tests.vault.powerloss import ALL

SAMPLE = {"interview": 500, "slots": 125, "rotation": 125, "backup": 60, "restore": 60, "migration": 60}
"""States in every test run, by workflow."""


def _faultless(told: dict[str, Any]) -> bool:
    return (told["lost"], told["unopenable"], told["unsound"]) == (0, 0, 0)


def _campaign(folder: Path, name: str, seed: int, states: int, controls: int) -> None:
    told = preloading.run("recorder.c", folder, "powerloss", name, seed, states, controls)
    honest = told.pop("honest")
    assert honest["runs"] >= states
    assert honest["acknowledged"] > 0
    assert _faultless(honest), honest
    assert [manner for manner, tally in told.items() if _faultless(tally)] == []


@pytest.mark.parametrize("name", SAMPLE)
def test_a_sample_of_states(memory: Path, name: str) -> None:
    """And positive controls: a disk that lies about syncing; for interviews a store that syncs less."""
    _campaign(memory, name, 1, SAMPLE[name], 100)


@pytest.mark.soak
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("name", ALL)
def test_ten_thousand_states(memory: Path, name: str) -> None:
    _campaign(memory, name, 4, 10_000, 200)
