"""A disk that fails and a disk that is full: every failure is told by a code, and nothing acknowledged is lost."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.vault import preloading
from tests.vault.faulty import ALL, ERRORS

FULL = """
import contextlib, json, sys
from pathlib import Path
from intake_app.errors import IntakeError
from tests.vault import scene
folder = Path(sys.argv[1])
codes, saved = set(), 0
with scene.new_store(folder) as store:
    scene.started(store)
    ballast = folder / "ballast"
    ballast.write_bytes(bytes(300_000))
    (folder / "more").write_bytes(bytes(1_500_000))
    for number in range(1, 2000):
        try:
            store.put_media("uuid:1", f"{number}.bin", bytes(20_000), "x")
            store.save_draft("uuid:1", scene.answer(number))
            saved = number
        except IntakeError as error:
            codes.add(error.code)
            break
    kept = store.draft("uuid:1").title
    ballast.unlink()
    store.save_draft("uuid:1", scene.answer(5000))
with contextlib.suppress(OSError), (folder / "rest").open("wb", buffering=0) as rest:
    while rest.write(bytes(512)):  # not a byte left
        pass
with scene.reopened(folder) as store:
    after_on_full_disk = store.draft("uuid:1").title
    (folder / "more").unlink()
with scene.reopened(folder) as store:
    told = {"codes": sorted(codes), "saved": saved, "kept": kept, "after": store.draft("uuid:1").title,
        "full": after_on_full_disk, "check": store.check()}
print(json.dumps(told))
"""

ROOT = Path(__file__).resolve().parents[2]

SYNCS = """
import ctypes, errno, json, shutil, sys
from pathlib import Path
from intake_app.errors import IntakeError
from tests.vault import cutting, faulty, scene, workflows
cutting.remember_keys()
shim, folder, found, at = ctypes.CDLL(None), Path(sys.argv[1]), [], 0
with scene.new_store(folder / "base") as store:
    scene.started(store)
while not found or found[-1][1] > at:
    at += 1
    here = folder / f"run{at}"
    shutil.copytree(folder / "base", here)
    with cutting.left(cutting.opened(here / cutting.FILE)) as store:
        shim.faults_arm(ctypes.c_long(at), errno.EIO, faulty.SYNCS_AFTER, ctypes.c_char_p(str(here).encode()))
        try:
            store.put_media("uuid:1", "voice.wav", workflows.LARGE, "audio/wav")
            said = True
        except IntakeError:
            said = False
        calls = int(shim.faults_calls())
        shim.faults_arm(ctypes.c_long(-1), 0, 0, None)
        found.append((said, calls, len(store.media("uuid:1")), store.check()))
print(json.dumps(found))
"""


def _campaign(folder: Path, name: str, seed: int, most: int, controls: int) -> dict[str, Any]:
    told = preloading.run("faults.c", folder, "faulty", name, seed, most, controls)
    honest: dict[str, Any] = told["honest"]
    assert (honest["lost"], honest["unopenable"], honest["unsound"], honest["strange"]) == (0, 0, 0, []), honest
    assert told["deaf"]["lost"] + told["deaf"]["unsound"] + told["deaf"]["unopenable"] > 0
    return honest


def test_a_sample_of_single_and_lasting_faults(memory: Path) -> None:
    """And a positive control: a program that takes every failure for success."""
    told = _campaign(memory, "saving", 1, 60, 15)
    assert told["calls"] > 100
    assert told["told"] > 40
    assert {"vault.disk_full", "vault.io_error", "vault.read_only"} <= set(told["codes"])


@pytest.mark.soak
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("name", ALL)
def test_every_fault(memory: Path, name: str) -> None:
    """Each call that changes a file, with each error: once, for ever, and with each sync after it."""
    told = _campaign(memory, name, 1, 0, 100)
    assert told["runs"] == told["calls"] * len(ERRORS) * 3


def test_a_real_full_disk(tmp_path: Path) -> None:
    """A file system of 4 MB in a namespace of its own: told as full, what was saved stays, room makes it work again."""
    script = f'mount -t tmpfs -o size=4m none "{tmp_path}" && exec "{sys.executable}" -c "$PROGRAM" "{tmp_path}"'
    command = ["unshare", "--map-root-user", "--mount", "sh", "-c", script]
    if shutil.which("unshare") is None or subprocess.run([*command[:3], "true"], capture_output=True).returncode:
        pytest.skip("2026-11-22: needs a mount namespace")
    environment = {**os.environ, "PROGRAM": FULL}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if "mount" in done.stderr:
        pytest.skip("2026-11-22: may not mount a file system here")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["codes"] == ["vault.disk_full"]
    assert told["saved"] > 3
    assert told["kept"] == f"Answer {told['saved']}"
    assert (told["full"], told["after"], told["check"]) == ("Answer 5000", "Answer 5000", [])


def test_a_commit_that_was_written_and_not_synced_keeps_its_file(memory: Path) -> None:
    """Whether the row is there can not be told then; the large file that it may name stays."""
    environment = {**os.environ, "LD_PRELOAD": str(preloading.built("faults.c", memory))}
    command = [sys.executable, "-c", SYNCS, str(memory)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert [check for _said, _calls, _files, check in found if check] == []
    assert [files for said, _calls, files, _check in found if said and not files] == []
    assert [said for said, _calls, files, _check in found if files and not said] == [False], (
        "the case that this is about"
    )
