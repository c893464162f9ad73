"""A disk that is full at the n-th write of a day with a server, for each n, once or from then on.

Run under LD_PRELOAD with `faults.c`: ``faulty.py FOLDER SEED MOST CONTROLS [KILLS]`` prints a line of JSON, a tally
for the honest program, of `MOST` faults or of every one when that is 0, and one for one that is ``deaf`` to what the
store says, which must show harm within so many runs.

Whatever the store could not write must be told, by an error or by the result of a record, and nothing may be told that
is not so.  Then there is room again: the same process goes on, or a fresh one does, until all is done.
"""

import ctypes
import errno
import json
import random
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TypeVar

from intake_app.errors import IntakeError
from intake_app.vault import Vault
from tests.sync.errands import KNOWN, Lane, Staged, day, judged, left_to_do
from tests.sync.killing import NEVER, Tally, campaigns, in_child, staged_in
from tests.sync.serving import Serving
from tests.vault.cutting import FILE, remember_keys

T = TypeVar("T")
ALONE, ALL_AFTER = 0, 1
Fault = tuple[int, int]
"""Which call that changes a file, and what fails after it."""


@dataclass
class Told:
    """What a day with a fault has told: errors and results by their code, records that were accepted."""

    codes: list[str] = field(default_factory=list)
    accepted: list[str] = field(default_factory=list)
    left: int = 0


class Deaf(Lane):
    """Takes every failure for success."""

    def __call__(self, work: Callable[[Vault], T], /) -> T:
        try:
            return super().__call__(work)
        except IntakeError:
            return None  # type: ignore[return-value]


@dataclass
class Counts(Tally):
    """``told``: days whose failure was told, with these ``codes``; ``calls`` that change a file, of all errands."""

    told: int = 0
    codes: set[str] = field(default_factory=set)
    calls: int = 0


def _day(staged: Staged, lane: Lane, beside: bool) -> Told:
    told = Told()
    try:
        for report in day(staged.errand, lane, beside):
            told.codes += [one.outcome.code for one in report.results if one.outcome.kind != "accepted"]
            told.accepted += [one.record_id for one in report.results if one.outcome.kind == "accepted"]
    except IntakeError as error:
        told.codes.append(error.code)
    return told


def _work(shim: ctypes.CDLL, staged: Staged, here: Path, fault: Fault, beside: bool, goes_on: bool, deaf: bool) -> str:
    """The day with its fault, then room again; how many calls it took, and what it told."""
    lane = Deaf(here / FILE) if deaf else Lane(here / FILE)
    at, after = fault
    shim.faults_arm(ctypes.c_long(at), errno.ENOSPC, after, ctypes.c_char_p(str(here).encode()))
    told = _day(staged, lane, beside)
    calls = int(shim.faults_calls())
    shim.faults_arm(ctypes.c_long(-1), 0, 0, None)
    told.left = lane(partial(left_to_do, staged))
    if goes_on:
        _day(staged, lane, beside)
    return json.dumps([calls, vars(told)])


def _untold(staged: Staged, here: Path, told: Told) -> str:
    """What a fresh process finds that was told and is not so, and whether work was left without a word."""
    lane = Lane(here / FILE)
    sent = {row.id for row in lane(lambda store: store.records(state="sent"))}
    return str(len(set(told.accepted) - sent) + bool(told.left and not told.codes))


def one(
    shim: ctypes.CDLL, staged: Staged, serving: Serving, fault: Fault, seed: int, counts: Counts, deaf: bool
) -> None:
    """One run."""
    rng = random.Random(seed)
    here, beside, goes_on = staged.base.with_name("here"), rng.random() < 0.5, rng.random() < 0.5
    serving.set_back()
    shutil.copytree(staged.base, here)
    said = in_child(lambda: _work(shim, staged, here, fault, beside, goes_on and not deaf, deaf), quiet=deaf)
    told = Told(**json.loads(said)[1]) if said else Told()
    untold = int(in_child(lambda: _untold(staged, here, told), quiet=deaf) or 1)
    found = in_child(lambda: judged(staged, here, serving, beside, cut=4), quiet=deaf)
    harm = counts.note(found or json.dumps([{"unsound": 1}, "does not open", []]))
    counts.untold += untold
    counts.told += bool(told.codes)
    counts.codes |= set(told.codes)
    if (harm.any or untold) and not deaf:
        sys.stderr.write(f"{staged.errand.name}, seed {seed}, fault {fault}: {said}, {untold}, {found}\n")
    shutil.rmtree(here)


def faults(shim: ctypes.CDLL, errands: list[Staged], serving: Serving, seed: int, most: int, deaf: bool) -> Counts:
    """A seeded sample of `most` faults of all errands, or every fault when `most` is 0."""
    counts, every = Counts(), []
    for staged in errands:
        here = staged.base.with_name("here")
        shutil.copytree(staged.base, here)
        serving.set_back()
        calls = json.loads(in_child(lambda: _work(shim, staged, here, (NEVER, ALONE), False, False, False)) or "")[0]  # noqa: B023
        shutil.rmtree(here)
        counts.calls += calls
        every += [(staged, (at, after)) for at in range(1, calls + 1) for after in (ALONE, ALL_AFTER)]
    chosen = every if most == 0 else random.Random(seed).sample(every, most)
    for number, (staged, fault) in enumerate(chosen):
        one(shim, staged, serving, fault, seed + number, counts, deaf)
        if deaf and counts.any:  # the control has done its duty
            break
    return counts


def main(folder: str, seed: str, most: str, controls: str, kills: str = "0") -> None:
    """The tallies as JSON; with `kills`, those of `killing` too, so that a sample of both stages its stores once."""
    remember_keys()
    shim = ctypes.CDLL(None)
    with Serving(KNOWN) as serving:
        staged = staged_in(Path(folder), serving.url)
        honest = faults(shim, staged, serving, int(seed), int(most), deaf=False)
        deaf = faults(shim, staged[:1], serving, int(seed), int(controls), deaf=True)
        killed = campaigns(shim, staged, serving, int(seed), int(kills), int(controls)) if int(kills) else {}
    full = {name: {**vars(one), "codes": sorted(one.codes)} for name, one in (("honest", honest), ("deaf", deaf))}
    sys.stdout.write(json.dumps({"full": full, "killed": killed}) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
