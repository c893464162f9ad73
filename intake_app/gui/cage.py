"""What a process gives up before it reads bytes of a stranger: files, connections, other processes, memory, time.

setrlimit(2) everywhere but on Windows. Who needs threads, as Qt's decoders do, needs descriptors for them as well, so
that limits alone would leave room for a file: on Linux seccomp(2) then leaves only the calls that computing needs.
"""

import ctypes
import os
import platform
import select
import signal
import struct
import sys

_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP = 1, 38, 22
_FILTER = 2
_CLONE_THREAD = 0x10000
_X32 = 0x40000000
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _DENY, _UNKNOWN, _KILL = 0x7FFF0000, 0x00050001, 0x00050026, 0x80000000
"""What the kernel answers: done, EPERM, ENOSYS, death."""
_CALLS = {
    # read write close fstat poll lseek mmap mprotect munmap brk rt_sigaction rt_sigprocmask rt_sigreturn pread64 writev
    # sched_yield mremap madvise nanosleep getpid exit fcntl sigaltstack gettid futex sched_getaffinity restart_syscall
    # clock_gettime clock_nanosleep exit_group ppoll set_robust_list eventfd2 getrandom membarrier rseq
    "x86_64": (
        0xC000003E, 56,
        (0, 1, 3, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 17, 20, 24, 25, 28, 35, 39, 60, 72, 131, 186, 202, 204, 219, 228,
         230, 231, 271, 273, 290, 318, 324, 334),
    ),
    "aarch64": (
        0xC00000B7, 220,
        (63, 64, 57, 80, 62, 222, 226, 215, 214, 134, 135, 139, 67, 66, 124, 216, 233, 101, 172, 93, 25, 132, 178, 98,
         123, 128, 113, 115, 94, 73, 99, 19, 278, 283, 293),
    ),
}  # fmt: skip
"""By machine: its number for the kernel, that of clone(2), those of the calls that stay (linux/audit.h, unistd.h)."""
_CLONE3 = 435
"""Its flags lie in memory, where a filter can not see them; who hears ENOSYS uses clone(2)."""


def shut(memory: int, seconds: int, threads_files: int = 0) -> None:
    """Give up all but so many bytes of address space and seconds of processor time.

    With `threads_files` threads may still be started, with so many descriptors for them.
    """
    if sys.platform == "win32":
        return
    import resource

    if sys.platform.startswith("linux"):
        system = ctypes.CDLL(None)
        system.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)  # who locks leaves nobody that knows
        if _nobody_hears():  # it ended before it could be asked for that signal
            os._exit(1)
        system.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    limits = {
        resource.RLIMIT_NOFILE: threads_files,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_AS: memory,
        resource.RLIMIT_CPU: seconds,
    }
    if not threads_files:
        limits[resource.RLIMIT_NPROC] = 0  # no other process or thread, but as the system's own account
    for limit, most in limits.items():
        resource.setrlimit(limit, (most, most))
    if threads_files and sys.platform.startswith("linux"):
        _leave_computing()


def _nobody_hears() -> bool:
    """Whether who started this process has closed the line that it answers on, or is gone."""
    line = select.poll()
    line.register(1, 0)
    return any(told & (select.POLLERR | select.POLLNVAL) for _, told in line.poll(0))


def _leave_computing() -> None:
    """No call that opens, connects, starts or looks into another process; does nothing on a machine not listed."""
    known = _CALLS.get(platform.machine())
    if known is None:
        return
    machine, clone, calls = known
    steps = [
        (_LOAD, 0, 0, 4),
        (_EQUAL, 1, 0, machine),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, 0),
        (_EQUAL, 0, 1, _CLONE3),
        (_RETURN, 0, 0, _UNKNOWN),
        (_AT_LEAST, len(calls) + 1, 0, _X32),
        *((_EQUAL, len(calls) - at + 4, 0, call) for at, call in enumerate(calls)),
        (_EQUAL, 1, 0, clone),
        (_RETURN, 0, 0, _DENY),
        (_LOAD, 0, 0, 16),
        (_ANY_BIT, 1, 0, _CLONE_THREAD),
        (_RETURN, 0, 0, _DENY),
        (_RETURN, 0, 0, _ALLOW),
    ]
    code = b"".join(struct.pack("=HBBI", *step) for step in steps)
    held = ctypes.create_string_buffer(code)
    program = struct.pack("@HP", len(steps), ctypes.addressof(held))
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_SECCOMP, _FILTER, ctypes.c_char_p(program), 0, 0)
