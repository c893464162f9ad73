"""Secrets come from a prompt or a file descriptor, never from the command line, where every process can read them.

So do reasons, which speak of people: `-` in the place of one asks for it.
"""

import getpass
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from intake_app.cli.options import ASKED
from intake_app.errors import IntakeError

_LONGEST = 4096
_STANDARD_INPUT = 0


def read_secret(descriptor: int | None, prompt: str) -> str:
    """One line from a descriptor, or typed unseen at a prompt. Raises IntakeError `cli.no_secret`."""
    if descriptor is None:
        try:
            return getpass.getpass(prompt)
        except (EOFError, OSError) as error:
            raise IntakeError("cli.no_secret") from error
    try:
        text = _line(descriptor).decode("utf-8").rstrip("\r")
    except (OSError, OverflowError, UnicodeDecodeError) as error:
        raise IntakeError("cli.no_secret") from error
    if not text:
        raise IntakeError("cli.no_secret")
    return text


def read_reason(given: str | None, prompt: str) -> str:
    """A reason as the command line has it, or, for `ASKED`, one line of standard input; "" when none is wanted.

    Raises IntakeError `cli.no_reason` when it was asked for and is blank.
    """
    if given != ASKED:
        return given or ""
    try:
        if os.isatty(_STANDARD_INPUT):
            sys.stderr.write(prompt)
            sys.stderr.flush()
        text = _line(_STANDARD_INPUT).decode("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise IntakeError("cli.no_reason") from error
    if not text:
        raise IntakeError("cli.no_reason")
    return text


def _line(descriptor: int) -> bytes:
    """Bytes up to the line's end, read one by one so that a second secret can follow on the same descriptor."""
    line = bytearray()
    while len(line) < _LONGEST:
        byte = os.read(descriptor, 1)
        if byte in (b"", b"\n"):
            break
        line += byte
    return bytes(line)


@contextmanager
def private_file(path: str) -> Iterator[BinaryIO]:
    """A file that only its owner may read (mode 0600), also when it was there before; opened before what fills it.

    When filling fails, a file that was made for it goes again and one that was there keeps its content.
    """
    fresh = not os.path.lexists(path)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        try:
            if sys.platform != "win32" and stat.S_ISREG(os.fstat(descriptor).st_mode):
                os.fchmod(descriptor, 0o600)
            yield stream
        except BaseException:
            if fresh:
                Path(path).unlink()
            raise
