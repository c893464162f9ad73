"""Campaigns that need a library between the program and the system: built, loaded, run, and their JSON read."""

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


def run(source: str, folder: Path, harness: str, *words: object) -> dict[str, Any]:
    """Runs ``tests.vault.HARNESS`` below a folder with a shim of ours; what it told on its output."""
    if CC is None or not sys.platform.startswith("linux"):
        pytest.skip("2026-11-22: needs a C compiler and LD_PRELOAD")
    shim = folder / "shim.so"
    made = [CC, "-shared", "-fPIC", "-O1", "-o", str(shim), str(ROOT / "tests" / "vault" / source), "-ldl"]
    subprocess.run(made, check=True)
    command = [sys.executable, "-m", f"tests.vault.{harness}", str(folder / "stores"), *map(str, words)]
    environment = {**os.environ, "LD_PRELOAD": str(shim)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told
