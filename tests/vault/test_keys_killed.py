"""Killed, or with a failing disk, while slots and the volume key change: everybody who stays opens the store.

The harness is `tests.vault.keys_campaign`.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
CC = shutil.which("cc") or shutil.which("gcc")

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="2026-11-26: the campaigns fork, and preload a shim")


def _campaign(folder: Path, kind: str, seed: int, runs: int) -> dict[str, Any]:
    environment = dict(os.environ)
    if kind in ("faults", "rekey"):
        if CC is None:
            pytest.skip("2026-11-26: needs a C compiler")
        shim = folder / "faults.so"
        subprocess.run([CC, "-shared", "-fPIC", "-O1", "-o", shim, ROOT / "tests/vault/faults.c", "-ldl"], check=True)
        environment["LD_PRELOAD"] = str(shim)
    command = [sys.executable, "-m", "tests.vault.keys_campaign", str(folder / "stores"), kind, str(seed), str(runs)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def _faultless(told: dict[str, Any]) -> bool:
    found = tuple(told[name] for name in ("lost", "unopenable", "unsound", "revived", "strange"))
    return found == (0, 0, 0, 0, [])


def test_killed_while_slots_and_keys_change(tmp_path: Path) -> None:
    told = _campaign(tmp_path, "killed", 1, 12)
    assert told["done"] > 5
    assert _faultless(told), told


def test_the_harness_sees_a_file_that_no_header_opens(tmp_path: Path) -> None:
    """Positive control: the file replaced before the header knows the new key."""
    assert _campaign(tmp_path, "careless", 2, 6)["unopenable"] > 0


def test_a_sample_of_faults(tmp_path: Path) -> None:
    told = _campaign(tmp_path, "faults", 3, 60)
    assert told["calls"] > 100
    assert {"vault.disk_full", "vault.io_error"} <= set(told["codes"])
    assert _faultless(told), told


def test_the_harness_sees_a_key_that_was_not_changed(tmp_path: Path) -> None:
    """Positive control: `PRAGMA rekey` says "done" while the old key opens the file, or leaves one nobody opens."""
    told = _campaign(tmp_path, "rekey", 4, 80)
    assert told["revived"] + told["unopenable"] > 0, told


@pytest.mark.soak
@pytest.mark.parametrize(("kind", "runs"), [("killed", 1000), ("faults", 0)])
def test_the_full_campaign(tmp_path: Path, kind: str, runs: int) -> None:
    told = _campaign(tmp_path, kind, 5, runs)
    assert _faultless(told), told
