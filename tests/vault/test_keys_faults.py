"""A failing disk while the volume key changes: everybody who stays opens the store, and nobody who left does.

The harness is `tests.vault.keys_campaign`; who is killed meanwhile is in `test_killed`.
"""

from pathlib import Path
from typing import Any

import pytest

from tests.vault import preloading


def _campaign(folder: Path, kind: str, seed: int, runs: int) -> dict[str, Any]:
    return preloading.run("faults.c", folder, "keys_campaign", kind, seed, runs)


def _faultless(told: dict[str, Any]) -> bool:
    found = tuple(told[name] for name in ("lost", "unopenable", "unsound", "revived", "strange"))
    return found == (0, 0, 0, 0, [])


def test_a_sample_of_faults(memory: Path) -> None:
    told = _campaign(memory, "faults", 3, 60)
    assert told["calls"] > 100
    assert {"vault.disk_full", "vault.io_error"} <= set(told["codes"])
    assert _faultless(told), told


def test_the_harness_sees_a_key_that_was_not_changed(memory: Path) -> None:
    """Positive control: `PRAGMA rekey` says "done" while the old key opens the file, or leaves one nobody opens."""
    told = _campaign(memory, "rekey", 4, 80)
    assert told["revived"] + told["unopenable"] > 0, told


@pytest.mark.soak
@pytest.mark.timeout(1800)
def test_every_fault(memory: Path) -> None:
    told = _campaign(memory, "faults", 5, 0)
    assert _faultless(told), told
