"""`kill -9` during an interview in a real window: answers older than a second are there, at the same place."""

import json
import os
import random
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from intake_app import vault, workflow
from intake_app.cli.rehearsal import FORM
from intake_app.vault import Role

PASSPHRASE = "quiet harbour lantern seven"
SECOND = 1.0


class Killed:
    """What a child said before it died, and when it died."""

    def __init__(self, said: list[dict[str, Any]], died: float) -> None:
        self.said, self.died = said, died

    def durable(self, key: str) -> list[dict[str, Any]]:
        """What was said more than a second before the end."""
        old = [line for line in self.said if key in line and "begins" not in line]
        return [line for line in old if line["at"] < self.died - SECOND]


def talk_and_kill(path: Path, record: str, seed: int, seconds: float) -> Killed:
    """Let a child talk for a while after it opened the record, then kill it without warning."""
    line = [sys.executable, "-m", "tests.workflow.window_child", str(path), record, str(seed)]
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    pipe = subprocess.PIPE
    child = subprocess.Popen(line, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, env=env)
    said: list[dict[str, Any]] = []
    assert child.stdin is not None and child.stdout is not None
    child.stdin.write(PASSPHRASE.encode() + b"\n")
    child.stdin.flush()
    said.append(json.loads(child.stdout.readline()))
    died: list[float] = []

    def kill() -> None:
        died.append(time.monotonic())
        child.kill()

    timer = threading.Timer(seconds, kill)
    timer.start()
    rest = child.stdout.read().split(b"\n")
    timer.join()
    child.wait()
    child.stdin.close()
    child.stdout.close()
    said += [json.loads(part) for part in rest if part.endswith(b"}")]
    return Killed(said, died[0])


def stage(path: Path) -> str:
    """A store with one interview begun."""
    setup = workflow.Setup("Example", "Quay", "0", "Ada", Role.MEDIATOR, PASSPHRASE)
    with workflow.create_store(path, setup, vault.FLOOR) as store:
        key = next(row.key for row in workflow.form_list(store) if row.form_id == FORM)
        return workflow.start_record(store, key, "العربية (ar)", "Italiano (it)").row.id


def check(path: Path, record: str, killed: Killed) -> int:
    """Open the store and compare; gives how many answers had to be there."""
    with workflow.open_store(path, "Ada", PASSPHRASE) as store:
        assert store.check() == ()
        opened = workflow.open_record(store, record)
    definition = workflow.load_definition(opened.package.xml, opened.package.files)
    session = workflow.session_for(opened, definition)
    said_after = {line["ref"] for line in killed.said if "ref" in line and line["at"] >= killed.died - SECOND}
    begun = killed.said[-1]  # what it was about to do has perhaps been done
    said_after |= {begun["ref"]} if begun.get("begins") == "answer" else set()
    expected = {line["ref"]: line["value"] for line in killed.durable("ref")}
    for ref, value in expected.items():
        if ref not in said_after:
            assert session.value(ref) == value, ref
    recent = {line["place"] for line in killed.said if "place" in line and line["at"] >= killed.died - SECOND}
    before = killed.durable("place")[-1]["place"] if killed.durable("place") else None
    assert begun.get("begins") == "step" or opened.draft.place in recent | {before}
    return len(expected)


def campaign(folder: Path, runs: int, seed: int) -> int:
    path = folder / "work.intake"
    record = stage(path)
    chance, answers = random.Random(seed), 0
    for run in range(runs):
        killed = talk_and_kill(path, record, seed + run, chance.uniform(1.2, 4.0))
        answers += check(path, record, killed)
    return answers


@pytest.mark.window
def test_a_killed_window_loses_nothing(tmp_path: Path) -> None:
    assert campaign(tmp_path, runs=3, seed=11) > 3


@pytest.mark.window
@pytest.mark.soak
def test_fifty_kills(tmp_path: Path) -> None:
    assert campaign(tmp_path, runs=50, seed=100) > 100


def test_the_harness_sees_a_loss(tmp_path: Path) -> None:
    """The control: an answer that was said and never saved must be found missing."""
    path = tmp_path / "work.intake"
    record = stage(path)
    place = "/data/safety/understands"
    killed = Killed([{"ref": place, "value": "yes", "place": place, "at": 1.0}], died=10.0)
    with pytest.raises(AssertionError):
        check(path, record, killed)
