"""Files of the store: private, durable, and one program at a time."""

import contextlib
import errno
import os
from collections.abc import Iterator
from pathlib import Path

from intake_app import disk
from intake_app.disk import BINARY, PRIVATE
from intake_app.errors import IntakeError

_CLOSED = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})


@contextlib.contextmanager
def told() -> Iterator[None]:
    """Trouble with a file as an IntakeError: 'vault.disk_full', 'vault.read_only', else 'vault.io_error'."""
    try:
        yield
    except OSError as trouble:
        raise of_os_error(trouble) from trouble


def of_os_error(trouble: OSError) -> IntakeError:
    """The code for what the operating system said."""
    if trouble.errno in disk.FULL:
        return IntakeError("vault.disk_full")
    if trouble.errno in _CLOSED:
        return IntakeError("vault.read_only")
    return IntakeError("vault.io_error", reason=errno.errorcode.get(trouble.errno or 0, "unknown"))


def new_private(path: Path) -> None:
    """An empty file that only its owner may read, whatever the umask; an existing one is an error."""
    with told():
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR | BINARY, PRIVATE)
        os.close(descriptor)


def make_private(path: Path) -> None:
    """Takes away what a copy or an older umask gave to others."""
    with told():
        disk.make_private(path)


def write_durably(path: Path, data: bytes) -> None:
    """New content in the place of the old, whole or not at all: write beside, fsync, rename, fsync the folder."""
    beside = path.with_name(f"{path.name}.new")
    with told():
        descriptor = os.open(beside, os.O_CREAT | os.O_TRUNC | os.O_WRONLY | BINARY, PRIVATE)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(path)
        sync_folder(path.parent)


def durable(path: Path) -> None:
    """Makes a file that others wrote durable, and its name."""
    with told():
        descriptor = os.open(path, os.O_RDWR | BINARY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Makes renames in a folder durable.  Raises OSError."""
    disk.sync_folder(folder)


def read_small(path: Path, most: int) -> bytes | None:
    """A regular file of at most `most` bytes and one more, or None when there is none."""
    if not path.exists():
        return None
    if not path.is_file():
        return b""
    with told(), path.open("rb") as stream:
        return stream.read(most + 1)


class Lock:
    """The right to be the only program with this store; the system takes it back when the process dies."""

    def __init__(self, store: Path) -> None:
        """Raises IntakeError 'vault.in_use' when another program, or another part of this one, has it."""
        path = store.with_name(f"{store.name}.lock")
        with told():
            self._descriptor = os.open(path, os.O_CREAT | os.O_RDWR | BINARY, PRIVATE)
        try:
            disk.take_lock(self._descriptor)
        except OSError as taken:
            os.close(self._descriptor)
            raise IntakeError("vault.in_use") from taken

    def release(self) -> None:
        """Lets others in."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1
