"""A seeded sample of the tests that are long because they are many: `make test` runs it, `make whole` runs them all.

The program is tried by far more tests than a quarter of an hour holds, above all its windows.  Of each file in the
folders below one test in so many is run, drawn by a seed: the commit, so that a commit always gets the same tests and
the next one others.  What is marked `always` holds a bar of the product and is in every sample.
"""

import hashlib
import math
from collections import defaultdict
from collections.abc import Iterable

SHARES = {
    "gui_shell": 6, "gui_interview": 6, "hostile": 4, "slips": 4, "differential": 3,
    "workflow": 3, "cli": 3, "sync": 2, "openrosa": 2,
}  # fmt: skip
"""Of one test in how many of a folder of `tests` a sample consists."""
EVERY = "all"
"""The seed that stands for no sample."""


def drawn(names: Iterable[str], seed: str, share: int) -> set[str]:
    """One in ``share`` of ``names``, at least one, the same for the same ``seed``; all with `EVERY`."""
    every = list(names)
    if seed == EVERY:
        return set(every)
    order = sorted(every, key=lambda name: hashlib.sha256(f"{seed} {name}".encode()).digest())
    return set(order[: math.ceil(len(every) / share)])


def left_out(tests: Iterable[tuple[str, str, bool]], seed: str) -> set[str]:
    """Which of the tests, given by name, the folder they lie in and whether they are in every sample, are not drawn."""
    files: dict[tuple[str, int], list[str]] = defaultdict(list)
    for name, folder, always in tests:
        share = SHARES.get(folder, 1)
        if share > 1 and not always:
            files[name.partition("::")[0], share].append(name)
    return {name for (_, share), names in files.items() for name in set(names) - drawn(names, seed, share)}
