"""The ballast: a file ``NAME.ballast`` of 4 MiB that is given up when a draft meets a full disk, so that it is saved.

Random bytes, for a file system that compresses would not keep room for others.  It is made while there is room, at the
start of an interview and when the store closes; it holds nothing and may be deleted at any time.
"""

import contextlib
import os
import shutil
from pathlib import Path

from intake_app.disk import BINARY, PRIVATE
from intake_app.vault.noise import noise

SIZE = 4 * 1024 * 1024
ROOM = 2 * SIZE
"""Bytes that must stay free beside it."""


def path_of(store: Path) -> Path:
    """Where the ballast of a store lies."""
    return store.with_name(f"{store.name}.ballast")


def make(store: Path) -> bool:
    """Takes the room aside, when it is not there and the disk has enough; whether it is there now."""
    path = path_of(store)
    try:
        if path.exists() and path.stat().st_size >= SIZE:
            return True
        if shutil.disk_usage(path.parent).free < SIZE + ROOM:
            return False
        path.unlink(missing_ok=True)
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | BINARY, PRIVATE)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(noise(SIZE))
    except OSError:
        give_up(store)
        return False
    return True


def give_up(store: Path) -> bool:
    """Gives the room back; whether there was any."""
    with contextlib.suppress(OSError):
        path_of(store).unlink()
        return True
    return False
