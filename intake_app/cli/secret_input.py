"""Secrets come from a prompt or a file descriptor, never from the command line, where every process can read them.

So do reasons, which speak of people, and names: `-` in the place of one asks for it.
"""

import getpass
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from intake_app import given_files, vault
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


def read_name(given: str | None, prompt: str) -> str:
    """A name, or words of one, in the same way. Raises IntakeError `vault.bad_name` when it was asked for and is blank.
    """
    try:
        return read_reason(given, prompt)
    except IntakeError as trouble:
        raise IntakeError("vault.bad_name", length=0) from trouble


def _line(descriptor: int) -> bytes:
    """Bytes up to the line's end, read one by one so that a second secret can follow on the same descriptor."""
    line = bytearray()
    while len(line) < _LONGEST:
        byte = os.read(descriptor, 1)
        if byte in (b"", b"\n"):
            break
        line += byte
    return bytes(line)


def check_new(path: str) -> None:
    """Raises IntakeError `vault.own_file` over a part of a store, `cli.file_exists` over any other file or folder."""
    vault.check_target(Path(path))
    if os.path.lexists(path) and not _is_outlet(path):
        raise IntakeError("cli.file_exists", name=Path(path).name)


def _is_outlet(path: str) -> bool:
    """A pipe or a device, which holds nothing that writing could lose."""
    there = Path(path)
    return there.is_fifo() or there.is_char_device()


@contextmanager
def private_file(path: str) -> Iterator[BinaryIO]:
    """A new file that only its owner may read (mode 0600), or a pipe or device; opened before what fills it.

    What was written is there when it is whole; until then an empty file keeps the name, and when filling fails nothing
    of it stays. Raises IntakeError as `check_new`, and OSError.
    """
    check_new(path)
    if _is_outlet(path):
        with open(path, "wb", opener=_there) as stream:
            yield stream
        return
    kept, beside = Path(path), given_files.beside(Path(path))
    vault.check_target(beside)
    kept.touch(0o600, exist_ok=False)
    try:
        with given_files.whole(kept) as stream:
            yield stream
    except BaseException as trouble:
        kept.unlink(missing_ok=True)
        if isinstance(trouble, OSError) and trouble.filename in (None, str(beside)):
            trouble.filename = path
        raise


def _there(path: str, _flags: int) -> int:
    """A pipe or a device, which is not made anew."""
    return os.open(path, os.O_WRONLY | getattr(os, "O_BINARY", 0))
