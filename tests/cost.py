"""What work costs, told so that it is the same on a busy machine: in calls, or beside other work of the same run.

No test of `make test` asserts seconds: they are for `make bench`. A limit of some minutes that only ends what hangs is
no such figure.
"""

import statistics
import sys
import time
from collections.abc import Callable
from types import FrameType

RUNS = 5
"""Of so many runs the quickest counts: the others were held up by something else."""
PIECE = 0.01
"""Seconds that `_piece` takes where nothing else runs."""


def calls(
    work: Callable[[], object], of: Callable[..., object] | None = None, until: Callable[[], object] = bool
) -> int:
    """How many Python functions a piece of work calls in this thread; or how often one alone, of whatever kind.

    `until`: what comes after that is true is not counted.
    """
    count, code = 0, getattr(of, "__code__", None)

    def note(frame: FrameType, event: str, called: object) -> None:
        nonlocal count
        if until():
            sys.setprofile(before)
        elif event == "call":
            count += of is None or frame.f_code is code
        elif event == "c_call":
            count += called is of

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


def times_as_long(long: Callable[[], object], short: Callable[[], object], runs: int = RUNS) -> float:
    """How many times as long as the second the first takes: time of this process alone, one beside the other."""
    taken: dict[Callable[[], object], list[float]] = {short: [], long: []}
    for _ in range(runs):
        for work, found in taken.items():
            found.append(_taken(work))
    return min(taken[long]) / max(min(taken[short]), sys.float_info.epsilon)


def here(seconds: float) -> float:
    """How much processor time that work takes here and now which takes so many seconds where nothing else runs.

    Told by a piece of plain work that is done at once: call it right after the work that is judged by it.
    """
    return seconds * statistics.median(_taken(_piece) for _ in range(RUNS)) / PIECE


def _taken(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


def _piece() -> int:
    told = {}
    for number in range(100_000):
        told[str(number)] = number * 3 % 7
    return sum(told.values())
