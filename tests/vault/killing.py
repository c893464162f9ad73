"""SIGKILL at each call that changes a file: does the store keep its word?

Run under LD_PRELOAD with `faults.c`: ``killing.py FOLDER WORKFLOW SEED RUNS CONTROLS`` prints one line of JSON: a tally
for the honest program, and one each for two that are not: ``eager`` tells of a thing before it is done, ``careless`` is
what the workflow says of itself.  Both must show losses within so many runs.

What a killed process leaves is what its calls had done by then, so that the moments to be killed in are the calls
themselves and the middles of its writes, and no run waits for a clock.  `campaign` kills by the clock all the same.
"""

import ctypes
import json
import os
import random
import shutil
import signal
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

from tests.vault.campaign import Tally
from tests.vault.cutting import Told, Workflow, looked_at, remember_keys, settle_randomness
from tests.vault.workflows import WORKFLOWS

NEVER = 10**9
EACH = 25
"""Runs with the same content, at different calls."""


def done(shim: ctypes.CDLL, workflow: Workflow, here: Path, seed: int) -> int:
    """The whole work in this process, without harm; how many calls it takes."""
    settle_randomness(seed)
    begun = workflow.begin(here)
    shim.faults_arm(ctypes.c_long(NEVER), 0, 0, ctypes.c_char_p(str(here).encode()))
    workflow.work(begun, here, seed, lambda verb, *_told: verb())
    calls = int(shim.faults_calls())
    shim.faults_arm(ctypes.c_long(-1), 0, 0, None)
    return calls


def killed(shim: ctypes.CDLL, workflow: Workflow, here: Path, seed: int, at: tuple[int, bool], manner: str) -> Told:
    """The work in a process of its own that dies at a call, or in its middle; what it had told by then."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            if manner == "careless":
                workflow.careless()
            _work(shim, workflow, here, seed, at, _teller(writing, manner == "eager"))
        except Exception:  # noqa: BLE001 - told on the way out: the parent sees the code 70
            if manner == "honest":
                traceback.print_exc()
        finally:
            os._exit(70)
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        lines = stream.read().split(b"\n")
    _, status = os.waitpid(child, 0)
    if os.WIFEXITED(status) and manner != "careless":
        raise RuntimeError(f"the one at work failed before it was killed at {at}")
    return [json.loads(line) for line in lines[:-1]]


def _teller(pipe: int, eager: bool) -> Callable[..., None]:
    def do(verb: Callable[[], object], *told: object) -> None:
        if not eager:
            verb()
        os.write(pipe, json.dumps(told).encode() + b"\n")
        if eager:
            verb()

    return do


def _work(
    shim: ctypes.CDLL, workflow: Workflow, here: Path, seed: int, at: tuple[int, bool], do: Callable[..., None]
) -> None:
    settle_randomness(seed)
    begun = workflow.begin(here)
    call, half = at
    shim.faults_kill(ctypes.c_long(call), int(half), ctypes.c_char_p(str(here).encode()))
    workflow.work(begun, here, seed, do)
    os.kill(os.getpid(), signal.SIGKILL)


def campaign(folder: Path, name: str, seed: int, runs: int, manner: str) -> tuple[Tally, int]:
    """So many runs, each in a copy of the same base; what was found, and how many calls the work takes."""
    shim, workflow, rng, tally = ctypes.CDLL(None), WORKFLOWS[name], random.Random(seed), Tally()
    base, here, calls = folder / "base", folder / "here", 0
    if not base.exists():
        folder.mkdir(exist_ok=True)
        settle_randomness()
        workflow.stage(base)
    for run in range(runs):
        content = seed + run // EACH
        if run % EACH == 0:
            shutil.copytree(base, here)
            calls = done(shim, workflow, here, content)
            shutil.rmtree(here)
        shutil.copytree(base, here)
        call = calls + 1 if run % 10 == 9 else rng.randint(1, calls)  # some when all is done and acknowledged
        at = call, rng.random() < 0.5
        told = killed(shim, workflow, here, content, at, manner)
        tally.runs += 1
        where = f"{name} killed at {at}, content {content}" if manner == "honest" else ""
        looked_at(workflow, here, told, tally, True, where)
        shutil.rmtree(here)
        if tally.faults and manner != "honest":  # a control has done its duty
            break
    return tally, calls


def main(folder: str, name: str, seed: str, runs: str, controls: str) -> None:
    """One workflow; the tallies as JSON."""
    remember_keys()
    told: dict[str, object] = {}
    for manner, count in (("honest", int(runs)), ("eager", int(controls)), ("careless", int(controls))):
        tally, calls = campaign(Path(folder), name, int(seed), count, manner)
        told[manner] = {**vars(tally), "calls": calls}
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
