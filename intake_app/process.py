"""What a process that holds secrets sets first: private files, no core dump, no other process looking in."""

import ctypes
import os
import sys
from typing import NoReturn

_PR_SET_DUMPABLE = 4


def harden() -> None:
    """Files of this process are private; it leaves no core dump; on Linux other processes of the user can not attach.

    Source: prctl(2) PR_SET_DUMPABLE, setrlimit(2) RLIMIT_CORE. On Windows there is no umask to set.
    """
    os.umask(0o077)
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def replace(arguments: list[str]) -> NoReturn:
    """End this process and put a fresh one in its place that knows nothing of it.

    On Windows the new one is started and this one ends; elsewhere the process image itself is replaced.
    """
    line = [sys.executable, "-m", "intake_app", *arguments]
    sys.stdout.flush()
    sys.stderr.flush()
    if sys.platform == "win32":
        os.spawnv(os.P_NOWAIT, sys.executable, line)
        os._exit(0)
    os.execv(sys.executable, line)
