"""Room kept aside: on a disk without a byte left the draft is saved all the same."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from intake_app.errors import IntakeError
from intake_app.vault import Vault, ballast
from tests.vault import scene

ROOT = Path(__file__).resolve().parents[2]

FULL = """
import contextlib, json, sys
from pathlib import Path
from intake_app.errors import IntakeError
from intake_app.vault import ballast
from tests.vault import scene
folder = Path(sys.argv[1])
path = folder / "place.intake"
codes = set()
with scene.new_store(folder) as store:
    scene.started(store)
    there = ballast.path_of(path).stat().st_size
    with contextlib.suppress(OSError), (folder / "rest").open("wb", buffering=0) as rest:
        while rest.write(bytes(4096)):
            pass
    try:
        for number in range(400):  # what the log of the store still has room for
            store.put_media("uuid:1", f"{number}.bin", bytes(20_000), "x")
    except IntakeError as error:
        codes.add(error.code)
    for number in range(1, 30):
        store.save_draft("uuid:1", scene.answer(number))
    kept, gone = store.draft("uuid:1").title, not ballast.path_of(path).exists()
    scene.started(store, "uuid:2")
    still = ballast.path_of(path).exists()
    (folder / "rest").unlink()
with scene.reopened(folder) as store:
    told = {"there": there, "codes": sorted(codes), "kept": kept, "gone": gone, "still": still,
        "again": ballast.path_of(path).exists(), "check": store.check(), "draft": store.draft("uuid:1").title}
print(json.dumps(told))
"""


def test_a_draft_is_saved_on_a_disk_without_a_byte_left(tmp_path: Path) -> None:
    script = f'mount -t tmpfs -o size=24m none "{tmp_path}" && exec "{sys.executable}" -c "$PROGRAM" "{tmp_path}"'
    command = ["unshare", "--map-root-user", "--mount", "sh", "-c", script]
    if shutil.which("unshare") is None or subprocess.run([*command[:3], "true"], capture_output=True).returncode:
        pytest.skip("2026-11-26: needs a mount namespace")
    environment = {**os.environ, "PROGRAM": FULL}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if "mount" in done.stderr:
        pytest.skip("2026-11-26: may not mount a file system here")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told == {
        "there": ballast.SIZE,
        "codes": ["vault.disk_full"],
        "kept": "Answer 29",
        "gone": True,
        "still": False,
        "again": True,
        "check": [],
        "draft": "Answer 29",
    }


def test_it_is_made_once_private_and_of_random_bytes(store: Vault, tmp_path: Path) -> None:
    path = ballast.path_of(tmp_path / "place.intake")
    assert not path.exists()
    scene.started(store)
    before = path.stat()
    assert (before.st_size, before.st_mode & 0o777) == (ballast.SIZE, 0o600)
    assert len(set(path.read_bytes()[:4096])) > 200
    assert ballast.make(tmp_path / "place.intake")
    assert path.stat().st_mtime_ns == before.st_mtime_ns


def test_half_of_one_is_made_whole(tmp_path: Path) -> None:
    path = ballast.path_of(tmp_path / "place.intake")
    path.write_bytes(b"half")
    assert ballast.make(tmp_path / "place.intake")
    assert path.stat().st_size == ballast.SIZE


def test_where_it_can_not_be_made_nothing_stands_in_the_way(tmp_path: Path) -> None:
    assert not ballast.make(tmp_path / "nowhere" / "place.intake")
    ballast.path_of(tmp_path / "place.intake").mkdir()
    (ballast.path_of(tmp_path / "place.intake") / "x").write_bytes(b"")
    assert not ballast.give_up(tmp_path / "place.intake")
    with scene.new_store(tmp_path) as store:
        store.save_draft(scene.started(store), scene.answer(1))


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="2026-11-26: needs a place that has no room for anything")
def test_without_room_beside_it_none_is_made() -> None:
    assert not ballast.make(Path("/proc/place.intake"))


def test_where_even_its_room_is_too_little_it_is_given_up_and_that_is_told(store: Vault, tmp_path: Path) -> None:
    record, connection = scene.started(store), store._opening.database.connection
    connection.execute(f"PRAGMA max_page_count={connection.execute('PRAGMA page_count').fetchone()[0]}")
    with pytest.raises(IntakeError, match=r"vault\.disk_full"):
        store.save_draft(record, replace(scene.answer(1), xml=os.urandom(200_000)))
    assert not ballast.path_of(tmp_path / "place.intake").exists()
    connection.execute("PRAGMA max_page_count=1000000")
    store.save_draft(record, scene.answer(2))
    assert store.draft(record) == scene.answer(2)


def test_without_one_a_full_disk_is_told(store: Vault, tmp_path: Path) -> None:
    record = scene.started(store)
    assert ballast.give_up(tmp_path / "place.intake")
    connection = store._opening.database.connection
    connection.execute(f"PRAGMA max_page_count={connection.execute('PRAGMA page_count').fetchone()[0]}")
    with pytest.raises(IntakeError, match=r"vault\.disk_full"):
        store.save_draft(record, replace(scene.answer(1), xml=os.urandom(200_000)))
    connection.execute("PRAGMA max_page_count=1000000")
    store.save_draft(record, scene.answer(1))
