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


def built(source: str, folder: Path) -> Path:
    """A library of ours, compiled into a folder; skips the test where that can not be done."""
    if CC is None or not sys.platform.startswith("linux"):
        pytest.skip("2026-11-22: needs a C compiler and LD_PRELOAD")
    library = folder / "shim.so"
    made = [CC, "-shared", "-fPIC", "-O1", "-o", str(library), str(ROOT / "tests" / "vault" / source), "-ldl"]
    subprocess.run(made, check=True)
    return library


def run(source: str, folder: Path, harness: str, *words: object) -> dict[str, Any]:
    """Runs ``tests.vault.HARNESS`` below a folder with a library of ours; what it told on its output.

    A harness of another folder is named with it, as in ``sync.killing``.
    """
    module = f"tests.{harness}" if "." in harness else f"tests.vault.{harness}"
    command = [sys.executable, "-m", module, str(folder / "stores"), *map(str, words)]
    environment = {**os.environ, "LD_PRELOAD": str(built(source, folder))}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told
