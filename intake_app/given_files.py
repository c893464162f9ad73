"""Files that a person names: read whole when they are files, no more than is wanted; written whole or not."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from intake_app.errors import IntakeError

LARGEST = 200_000_000
"""Bytes of a questionnaire or of a file beside it."""

_PATIENT = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def read_file(path: Path, most: int = LARGEST) -> bytes:
    """The bytes of a regular file of at most `most`.

    A pipe would keep the program waiting for ever and a device has no end: neither is read. Raises IntakeError
    `workflow.not_a_file`, `gui.file_too_large`, and OSError when the file can not be opened.
    """
    descriptor = os.open(path, os.O_RDONLY | _PATIENT)
    told = os.fstat(descriptor)
    if not stat.S_ISREG(told.st_mode):
        os.close(descriptor)
        raise IntakeError("workflow.not_a_file", file=path.name)
    with os.fdopen(descriptor, "rb") as stream:
        data = stream.read(most + 1) if told.st_size <= most else b""
        size = max(told.st_size, len(data))
    if size > most:
        raise IntakeError("gui.file_too_large", file=path.name, size=size, limit=most)
    return data


def beside(path: Path) -> Path:
    """Where a file, or a folder, is until it is whole."""
    return path.with_name(f"{path.name}.part")


@contextmanager
def whole(path: Path) -> Iterator[BinaryIO]:
    """A file that only this account can read (0600) in the place of what was there, durable and whole; else nothing.

    Raises OSError.
    """
    part = beside(path)
    part.unlink(missing_ok=True)
    with whole_new(part) as stream:
        yield stream
    try:
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


@contextmanager
def whole_new(path: Path) -> Iterator[BinaryIO]:
    """The same where there was none."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise
