"""What stays: a window that locks is followed by another, whatever became of the one that waited."""

import subprocess
import sys
from pathlib import Path

import pytest

WINDOW = """
import os, signal, sys, time
told, folder = sys.stdin.readline().split(), sys.argv[1]
if "--behind" in sys.argv:
    os.kill(os.getpid(), signal.SIGKILL)
if told[1] == "-":
    print("open", flush=True)
    time.sleep(0.3)
    print("locking it", flush=True)
    print("saved", flush=True)
    os._exit(75)
open(os.path.join(folder, "told"), "w").write(" ".join(told))
"""
HOUSE = """
import sys
from intake_app import process
sys.exit(process.stay([sys.argv[1]], [sys.executable, "-c", {window!r}]))
"""


@pytest.mark.parametrize("asked", [["--help"], ["-h"], ["--out", "there", "--help"]])
def test_who_asks_how_to_start_is_told_and_nothing_starts(
    asked: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    line = [sys.executable, "-m", "intake_app", "start", *asked]
    done = subprocess.run(line, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0 and done.stderr == ""
    assert done.stdout.startswith("usage: intake start")
    assert "--store FILE" in done.stdout and "--out FOLDER" in done.stdout
    assert list(tmp_path.iterdir()) == []


def test_one_that_dies_as_it_is_told_to_show_itself_is_replaced(tmp_path: Path) -> None:
    script = HOUSE.format(window=WINDOW)
    done = subprocess.run([sys.executable, "-c", script, str(tmp_path)], timeout=60, check=False)
    assert done.returncode == 0
    assert (tmp_path / "told").read_text(encoding="utf-8") == "show it saved"
