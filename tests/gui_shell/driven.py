"""The real program with a pair of hands inside: each window, once shown, calls a socket and does what it is told.

usage: python -m tests.gui_shell.driven SOCKET house|window ARGUMENTS. `house` is the process that stays; it starts
this module again for every window. What arrives is a line of JSON with Python text; what goes back is its `told`.
"""

import ctypes
import os
import sys

from intake_app import __main__ as entry
from intake_app import process

_PR_SET_DUMPABLE = 4
LIVING: list[object] = []


def main(line: list[str]) -> int:
    """Be the house or a window."""
    address, kind, *rest = line
    process.GRACE = float(os.environ.get("GRACE", process.GRACE))  # type: ignore[misc]
    if kind == "house":
        _be_looked_into()
        return process.stay(rest, [sys.executable, "-m", "tests.gui_shell.driven", address, "window"])
    from intake_app import app  # the house has no use for these, as in the real program
    from tests.gui_shell.driven_hands import Hands

    show = app.Program.show

    def shown(program: app.Program, *told: str) -> None:
        _be_looked_into()
        show(program, *told)
        LIVING.append(Hands(program, address))

    app.Program.show = shown  # type: ignore[method-assign]
    return entry.main(["window", *rest])


def _be_looked_into() -> None:
    """A test that is not root may only read the memory of a process that allows it."""
    if os.geteuid() != 0:
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 1, 0, 0, 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
