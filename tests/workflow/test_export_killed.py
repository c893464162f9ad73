"""A program that is killed while a case goes out as a file: nothing is told to have left that is in no file."""

import subprocess
import sys
from pathlib import Path

import pytest

from intake_app import workflow
from tests.workflow.test_cases import PASSPHRASE
from tests.workflow.test_export_case import Person, a_store, agree

ROOT = Path(__file__).resolve().parents[2]
LATE = 60
"""More changes than an export makes."""


def killed(path: Path, record: str, file: Path, at: int) -> bool:
    """Whether it was killed at this change, or went on to its end."""
    line = [sys.executable, "-m", "tests.workflow.export_child", str(path), record, str(file), str(at)]
    done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode in (0, -9), done.stderr
    return done.returncode != 0


def told(path: Path, records: tuple[str, ...]) -> tuple[list[int], set[str]]:
    """How many exports of each record are released, and how what left of the person is told of."""
    with workflow.open_store(path, "Ada", PASSPHRASE) as store:
        counts = [sum(one.purpose == "export" for one in store.releases(record)) for record in records]
        ways = {one.way for one in workflow.ways_out(store, records[0]).left if one.purpose == "export"}
        assert store.check() == ()
    return counts, ways


@pytest.mark.skipif(sys.platform == "win32", reason="2026-11-28: there is no SIGKILL")
def test_a_kill_at_any_change_leaves_all_of_it_or_nothing(tmp_path: Path) -> None:
    with a_store(tmp_path) as store:
        person = Person(store)
        agree(person)
        records = person.first, person.labour
    path, file = tmp_path / "w.intake", tmp_path / "case.json"
    for at in (1, 3, 4, 6, 7):
        assert killed(path, person.first, file, at)
        assert not file.exists()
        assert told(path, records) == ([0, 0], set()), at
    assert killed(path, person.first, file, 0)
    assert not file.exists()
    assert told(path, records) == ([1, 1], {"prepared"}), "released, and no file known"
    assert not killed(path, person.first, file, LATE)
    assert file.exists() and told(path, records) == ([1, 1], {"exported"})
