"""A loss of power at any moment: nothing that was acknowledged is lost, the store opens, nothing cries wolf."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
CC = shutil.which("cc") or shutil.which("gcc")
MEMORY = Path("/dev/shm")


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A place in memory where there is one: the states are many and none has to last."""
    if not os.access(MEMORY, os.W_OK):
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir=MEMORY) as place:
        yield Path(place)


def _campaign(folder: Path, kind: str, seed: int, states: int) -> dict[str, Any]:
    if CC is None or not sys.platform.startswith("linux"):
        pytest.skip("2026-11-26: needs a C compiler and LD_PRELOAD")
    shim = folder / "recorder.so"
    subprocess.run([CC, "-shared", "-fPIC", "-O1", "-o", shim, ROOT / "tests/vault/recorder.c", "-ldl"], check=True)
    command = [sys.executable, "-m", "tests.vault.powerloss", str(folder / kind), kind, str(seed), str(states)]
    environment = {**os.environ, "LD_PRELOAD": str(shim)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def _faultless(told: dict[str, Any]) -> bool:
    return (told["lost"], told["unopenable"], told["unsound"]) == (0, 0, 0)


def test_at_work(folder: Path) -> None:
    told = _campaign(folder, "interview", 1, 500)
    assert told["runs"] >= 500
    assert told["acknowledged"] > 2000
    assert _faultless(told)


@pytest.mark.parametrize("kind", ["normal", "unsynced"])
def test_the_harness_sees_a_store_that_syncs_less(folder: Path, kind: str) -> None:
    """Positive controls: commits that are not synced, names that are not."""
    told = _campaign(folder, kind, 2, 150)
    assert told["lost"] > 0 or told["unsound"] > 0


def test_bringing_an_older_store_up(folder: Path) -> None:
    assert _faultless(_campaign(folder, "migration", 3, 60))


@pytest.mark.soak
@pytest.mark.parametrize("kind", ["interview", "migration"])
def test_ten_thousand_states(folder: Path, kind: str) -> None:
    told = _campaign(folder, kind, 4, 10_000)
    assert told["runs"] >= 10_000
    assert _faultless(told)
