"""Another program of the same user that tries to look into a process: says what it could do.

usage: python attacker.py PID. It needs nothing of ours and knows nothing of ours.
"""

import ctypes
import json
import os
import sys
from pathlib import Path

_PTRACE_ATTACH, _PTRACE_DETACH = 16, 17


def reads_memory(pid: int) -> bool:
    """Through /proc/PID/mem."""
    try:
        spans = [line.split()[0] for line in Path(f"/proc/{pid}/maps").read_text().splitlines() if " rw" in line]
        with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
            memory.seek(int(spans[0].split("-")[0], 16))
            return len(memory.read(16)) == 16
    except (OSError, IndexError):
        return False


def reads_environment(pid: int) -> bool:
    """Through /proc/PID/environ."""
    try:
        return bool(Path(f"/proc/{pid}/environ").read_bytes())
    except OSError:
        return False


def attaches(pid: int) -> bool:
    """As a debugger does."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.ptrace.argtypes = (ctypes.c_long, ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)
    if libc.ptrace(_PTRACE_ATTACH, pid, None, None) != 0:
        return False
    os.waitpid(pid, 0)
    libc.ptrace(_PTRACE_DETACH, pid, None, None)
    return True


if __name__ == "__main__":
    told = {how.__name__: how(int(sys.argv[1])) for how in (reads_memory, reads_environment, attaches)}
    sys.stdout.write(json.dumps(told))
