"""What each operating system does in its own way with files: flags, modes, locks, names made durable."""

import ctypes
import errno
import os
import shutil
import struct
import sys
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

BINARY = getattr(os, "O_BINARY", 0)
"""For `os.open`: bytes as they are."""
NO_LINK = getattr(os, "O_NOFOLLOW", 0)
"""For `os.open`: an error for a symbolic link."""
PRIVATE = 0o600
FULL = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG})
"""What a system says where there is no room: on the disk, for this account, in one file."""
_A_LITTLE = 65_536

_NO_MODES = frozenset({errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EPERM})
"""What a file system says that keeps no modes: that of most sticks."""


def make_private(path: Path) -> None:
    """Takes away what a copy or an older umask gave to others; nothing on Windows.

    Raises OSError, but not where the file system keeps no modes: what lies there is sealed all the same.
    """
    if sys.platform != "win32" and path.stat().st_mode & 0o177:
        try:
            path.chmod(PRIVATE)
        except OSError as error:
            if error.errno not in _NO_MODES:
                raise


def sync_folder(folder: Path) -> None:
    """Makes renames in a folder durable; Windows has no such call and needs none.  Raises OSError."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def has_room(folder: Path) -> bool:
    """Whether a little can be written to a folder: some file systems tell of a full disk only when a file is synced.

    The file that is written for it has no name and is gone with this call.  Where there are none (not Linux, or a file
    system without them) what the disk says it has counts, which knows no limit for one account.
    """
    unnamed = getattr(os, "O_TMPFILE", 0)
    try:
        descriptor = os.open(folder, unnamed | os.O_WRONLY, PRIVATE) if unnamed else -1
    except OSError:
        descriptor = -1
    try:
        if descriptor < 0:
            return shutil.disk_usage(folder).free >= _A_LITTLE
        with os.fdopen(descriptor, "wb", buffering=0) as probe:
            probe.write(bytes(_A_LITTLE))
            os.fsync(probe.fileno())
    except OSError as error:
        return error.errno not in FULL
    return True


def take_lock(descriptor: int) -> None:
    """Locks an open file for this process until it is closed.  Raises OSError when it is locked, without waiting."""
    if sys.platform == "win32":
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    else:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


_AT_FDCWD, _AT_SYMLINK_NOFOLLOW, _STATX_INO = -100, 0x100, 0x100
_STATX_BYTES, _STATX_INO_AT, _STATX_DEVICE_AT = 256, slice(32, 40), slice(136, 144)
_FOUND = struct.Struct("=QII")
"""A file as `statx` tells of it: where that call fails once, what is asked in its place says the same."""
_statx = getattr(ctypes.CDLL(None), "statx", None) if sys.platform.startswith("linux") else None


class Name:
    """The name of a file that is asked again and again which file has it.  Not for two threads at once.

    Without asking for its times, as `stat` does: a file that was asked costs more to make durable.
    """

    def __init__(self, path: Path) -> None:
        self._path = os.fsencode(path)
        self._found = ctypes.create_string_buffer(_STATX_BYTES)

    def file(self) -> bytes:
        """What tells the file from another that takes its name; empty when there is none.

        The same for every file on Windows, where nobody renames or deletes one that SQLite has open.  Raises OSError.
        """
        found = self._found
        if _statx is None or _statx(_AT_FDCWD, self._path, _AT_SYMLINK_NOFOLLOW, _STATX_INO, found):
            return self._asked()
        raw = found.raw
        return raw[_STATX_INO_AT] + raw[_STATX_DEVICE_AT]

    def _asked(self) -> bytes:
        try:
            found = os.lstat(self._path)
        except (FileNotFoundError, NotADirectoryError):
            return b""
        if sys.platform == "win32":
            return b"there"
        return _FOUND.pack(found.st_ino, os.major(found.st_dev), os.minor(found.st_dev))


def write_first(descriptor: int, data: bytes) -> None:
    """Writes over the beginning of an open file.  Raises OSError."""
    if sys.platform == "win32":
        os.lseek(descriptor, 0, os.SEEK_SET)
        os.write(descriptor, data)
    else:
        os.pwrite(descriptor, data, 0)


def forget_pages(descriptor: int) -> None:
    """Asks the system to read a file from where it lies and not from memory, where it can be asked."""
    if sys.platform.startswith("linux"):
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
