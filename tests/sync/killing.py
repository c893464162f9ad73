"""SIGKILL at each step of a day with a server: is everything there, once, and as it was finalised?

Run under LD_PRELOAD with `faults.c`: ``killing.py FOLDER SEED RUNS CONTROLS`` prints one line of JSON, with a tally for
the honest program, and one each for two that are not: ``eager`` writes the receipt before it has sent, ``silent`` sends
before it has written down that it tries.  Both must show harm within so many runs.

The moments to be killed in are the calls that change a file of the store and those that send or read over the network,
and the middles of both.  After each a fresh process opens the store and goes on.
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
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import intake_app.openrosa.line  # noqa: F401 - which each child would load anew, for longer than it works
from intake_app.openrosa import Client, FilePart, Outcome, SubmissionParts, parse_address
from intake_app.practice import Behaviour
from tests.sync.errands import ERRANDS, KNOWN, Errand, Harm, Lane, Staged, day, judged, owner, stage
from tests.sync.serving import Serving
from tests.sync.workplace import SERVER
from tests.vault.cutting import FILE, current, remember_keys

NEVER = 10**9
Told = dict[str, dict[str, Any]]
"""A tally for each manner."""


@dataclass
class Tally(Harm):
    """What a campaign found; ``steps`` at which it killed, and in how many runs."""

    runs: int = 0
    steps: dict[str, int] = field(default_factory=dict)

    @property
    def any(self) -> bool:
        """Whether there is harm."""
        return any(vars(self)[name] for name in vars(Harm()))

    def note(self, told: str) -> Harm:
        """One run."""
        harm, step, _rounds = json.loads(told)
        self.runs += 1
        self.steps[step] = self.steps.get(step, 0) + 1
        self.add(Harm(**harm))
        return Harm(**harm)


class Eager(Client):
    """Says "accepted" at once, and sends when the next record comes or at the end."""

    _left: SubmissionParts | None = None

    def submit(self, parts: SubmissionParts, *_words: object, **_more: object) -> Outcome:
        """Too early."""
        self._send_last()
        self._left = parts
        return Outcome("accepted", "openrosa.accepted", 201)

    def _send_last(self) -> None:
        if self._left is not None:
            super().submit(self._left)
        self._left = None

    def close(self) -> None:
        self._send_last()
        super().close()


def in_child(work: Callable[[], str], quiet: bool = False) -> str | None:
    """What a fork says of its work; None when it was killed."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        code = 70
        try:
            os.write(writing, work().encode())
            code = 0
        except BaseException:  # noqa: BLE001 - told on the way out: the parent sees the code 70
            if not quiet:
                traceback.print_exc()
        finally:
            os._exit(code)
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        said = stream.read()
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return None
    if status and not quiet:
        raise RuntimeError("the one at work failed by itself")
    return said.decode()


def _work(shim: ctypes.CDLL, staged: Staged, here: Path, manner: str, beside: bool, at: tuple[int, bool]) -> str:
    """The day, to the call at which it is killed; how many calls it takes."""
    lane = Lane(here / FILE)
    call, half = at
    shim.faults_kill(ctypes.c_long(call), int(half), ctypes.c_char_p(str(here).encode()))
    shim.faults_wire()
    if manner == "silent":
        _send_without_a_word(staged, lane)
    day(staged.errand, lane, beside, Eager if manner == "eager" else Client)
    calls = int(shim.faults_calls())
    shim.faults_arm(ctypes.c_long(-1), 0, 0, None)
    if call < NEVER:
        os.kill(os.getpid(), signal.SIGKILL)
    return str(calls)


def _send_without_a_word(staged: Staged, lane: Lane) -> None:
    with Client(parse_address(lane(lambda store: store.server(SERVER).url)), "device") as client:
        for xml, files in staged.made.values():
            parts = [FilePart(n, "image/jpeg", lambda data=data: (data,), len(data)) for n, data in files.items()]  # type: ignore[misc]
            client.submit(SubmissionParts(xml, parts))


def one(
    shim: ctypes.CDLL, staged: Staged, serving: Serving, manner: str, seed: int, part: float, tally: Tally, calls: int
) -> None:
    """One run, killed when this part of the day is done."""
    rng = random.Random(seed)
    here, beside = staged.base.with_name("here"), rng.random() < 0.5
    behaviours: list[Behaviour | None] = [rng.choice([None, None, "busy"])] if manner == "honest" else []
    serving.set_back(*behaviours)
    shutil.copytree(staged.base, here)
    at = 1 + int(part * calls), rng.random() < 0.5
    in_child(lambda: _work(shim, staged, here, manner, beside, at), quiet=manner != "honest")
    said = in_child(lambda: judged(staged, here, serving, beside), quiet=manner != "honest")
    harm = tally.note(said or json.dumps([{"unsound": 1}, "does not open", []]))
    if harm.any and manner == "honest":
        sys.stderr.write(f"{staged.errand.name}, seed {seed}, killed at {at} of {calls}: {said}\n")
    shutil.rmtree(here)


def _calls(shim: ctypes.CDLL, staged: Staged, serving: Serving) -> int:
    """How many calls the whole day takes."""
    here = staged.base.with_name("here")
    shutil.copytree(staged.base, here)
    serving.set_back()
    calls = int(in_child(lambda: _work(shim, staged, here, "honest", False, (NEVER, False))) or 0)
    shutil.rmtree(here)
    return calls


def campaign(shim: ctypes.CDLL, errands: list[Staged], serving: Serving, seed: int, runs: int, manner: str) -> Tally:
    """So many runs, spread evenly over the day of each errand."""
    tally, rng = Tally(), random.Random(seed)
    each = -(-runs // len(errands))
    for staged in errands:
        calls = _calls(shim, staged, serving)
        for run in range(min(each, runs - tally.runs)):
            part = (run + rng.random()) / each
            one(shim, staged, serving, manner, seed + tally.runs, part, tally, calls)
            if tally.any and manner != "honest":  # a control has done its duty
                return tally
    return tally


def staged_in(folder: Path, url: str, errands: tuple[Errand, ...] = ERRANDS) -> list[Staged]:
    """Each errand in its own folder; keys are derived once."""
    owner()
    made = [stage(errand, _made(folder / errand.name), url) for errand in errands]
    current(made[0].base / FILE)
    return made


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True)
    return folder


def campaigns(shim: ctypes.CDLL, staged: list[Staged], serving: Serving, seed: int, runs: int, controls: int) -> Told:
    """The tallies of all three programs."""
    told = {"honest": vars(campaign(shim, staged, serving, seed, runs, "honest"))}
    for manner in ("eager", "silent"):
        told[manner] = vars(campaign(shim, staged[:1], serving, seed, controls, manner))
    return told


def main(folder: str, seed: str, runs: str, controls: str) -> None:
    """The tallies as JSON."""
    remember_keys()
    with Serving(KNOWN) as serving:
        staged = staged_in(Path(folder), serving.url)
        told = campaigns(ctypes.CDLL(None), staged, serving, int(seed), int(runs), int(controls))
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
