"""What work costs, told so that it is the same on a busy machine: in calls, or beside other work of the same run.

No test of `make test` asserts seconds: they are for `make bench`. A limit of some minutes that only ends what hangs is
no such figure.
"""

import sys
import time
from collections.abc import Callable
from types import FrameType

RUNS = 5
"""Of so many runs the quickest counts: the others were held up by something else."""


def calls(work: Callable[[], object], of: Callable[..., object] | None = None) -> int:
    """How many Python functions a piece of work calls in this thread; or how often one alone, of whatever kind."""
    count, code = 0, getattr(of, "__code__", None)

    def note(frame: FrameType, event: str, called: object) -> None:
        nonlocal count
        if event == "call":
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
            begun = time.process_time()
            work()
            found.append(time.process_time() - begun)
    return min(taken[long]) / max(min(taken[short]), sys.float_info.epsilon)
