"""Files that a person names: read whole when they are files, and no more of them than is wanted."""

import os
import stat
from pathlib import Path

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
