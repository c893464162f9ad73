"""Killed at a random moment: nothing that was acknowledged is lost, and the store opens."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

COPYING = ("migration", "backup", "restore", "form")
ROOT = Path(__file__).resolve().parents[2]


def _campaign(folder: Path, kind: str, seed: int, runs: int) -> dict[str, Any]:
    harness = "copying" if kind in COPYING else "campaign"
    command = [sys.executable, "-m", f"tests.vault.{harness}", str(folder), kind, str(seed), str(runs)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def _faultless(told: dict[str, Any]) -> bool:
    return (told["lost"], told["unopenable"], told["unsound"]) == (0, 0, 0)


@pytest.mark.skipif(sys.platform == "win32", reason="2026-11-22: the campaign forks")
class TestKilled:
    """The harness is `tests.vault.campaign`."""

    def test_at_work(self, tmp_path: Path) -> None:
        told = _campaign(tmp_path, "interview", 1, 50)
        assert told["runs"] == 50
        assert told["acknowledged"] > 500
        assert _faultless(told)

    def test_the_harness_sees_a_loss(self, tmp_path: Path) -> None:
        """Positive control: a store that says "saved" before it has saved."""
        assert _campaign(tmp_path, "eager", 2, 10)["lost"] > 0

    def test_changing_a_passphrase(self, tmp_path: Path) -> None:
        assert _faultless(_campaign(tmp_path, "passphrase", 3, 4))

    def test_creating(self, tmp_path: Path) -> None:
        assert _faultless(_campaign(tmp_path, "create", 4, 6))

    @pytest.mark.parametrize("kind", COPYING)
    def test_copying(self, tmp_path: Path, kind: str) -> None:
        told = _campaign(tmp_path, kind, 6, 6)
        assert told["runs"] == 6
        assert _faultless(told)

    @pytest.mark.soak
    @pytest.mark.parametrize("runs", [50, 1000])
    @pytest.mark.parametrize("kind", COPYING)
    def test_copying_again_and_again(self, tmp_path: Path, kind: str, runs: int) -> None:
        told = _campaign(tmp_path, kind, 7, runs)
        assert told["runs"] == runs
        assert 0 < told["acknowledged"] < runs
        assert _faultless(told)

    @pytest.mark.soak
    @pytest.mark.parametrize(("kind", "runs"), [("interview", 1000), ("passphrase", 200), ("create", 200)])
    def test_the_full_campaign(self, tmp_path: Path, kind: str, runs: int) -> None:
        told = _campaign(tmp_path, kind, 5, runs)
        assert told["runs"] == runs
        assert _faultless(told)
