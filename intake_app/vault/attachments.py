"""Large files of records, in a folder ``NAME.files`` beside the store: sealed pieces of 1 MiB under random names.

A file is ``INTKFILE``, or ``INTKFIL2`` and the number of a file key (4 bytes), and then each piece with its nonce
before and its tag behind, under the record's own key, mixed with the file key where there is one: each new volume key
brings a file key, so that who knew the store before does not read files that come later.  A piece is bound to the
record, the file, its number and whether it is the last: a piece that is missing, exchanged, cut off or out of order
does not open.  A file is durable before the row that names it is; a file that no row names is left over from a crash
or was dropped, and is swept away.
"""

import contextlib
import os
import re
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from itertools import chain
from pathlib import Path

from intake_app.disk import BINARY, PRIVATE
from intake_app.errors import IntakeError
from intake_app.vault import content
from intake_app.vault.database import Database, Row
from intake_app.vault.files import sync_folder, told

PIECE = 1024 * 1024
"""Bytes of content in each piece but the last."""

MAGIC, NUMBERED = b"INTKFILE", b"INTKFIL2"
_NUMBER_BYTES = 4
_MARK = re.compile(r"[0-9a-f]{32}")
_OWN_NAME = re.compile(rf"{_MARK.pattern}(\.new)?")


def folder(store: Path) -> Path:
    """Where the large files of a store lie."""
    return store.with_name(f"{store.name}.files")


def pieces(data: bytes) -> Iterator[tuple[int, bool, bytes]]:
    """Number, whether it is the last, and content of each piece; nothing for nothing."""
    for number, start in enumerate(range(0, len(data), PIECE)):
        yield number, start + PIECE >= len(data), data[start : start + PIECE]


def seal(key: bytes, record_id: str, mark: str, number: int, last: bool, data: bytes) -> bytes:
    """One piece, sealed in its place."""
    return content.lock(key, data, "file", record_id, mark, number, int(last))


def unseal(key: bytes, record_id: str, mark: str, number: int, last: bool, sealed: bytes) -> bytes:
    """The piece again.  Raises IntakeError 'vault.damaged' when it is not the one of this place."""
    return content.unlock(key, sealed, "file", record_id, mark, number, int(last))


def write(store: Path, key: bytes, record_id: str, mark: str, data: bytes, number: int = 0) -> None:
    """A durable file under its random name, whose key was mixed with the file key of this number.

    Raises IntakeError 'vault.disk_full' ... and leaves nothing then.
    """
    head = NUMBERED + number.to_bytes(_NUMBER_BYTES, "big") if number else MAGIC
    sealed = (seal(key, record_id, mark, part, last, piece) for part, last, piece in pieces(data))
    write_new(store, mark, chain((head,), sealed))


def write_new(store: Path, mark: str, blocks: Iterable[bytes]) -> None:
    """A durable file of these bytes under its random name; raises the same, and leaves nothing then."""
    where = folder(store)
    path, beside = where / mark, where / f"{mark}.new"
    try:
        with told():
            if not where.is_dir():
                where.mkdir(mode=0o700)
                sync_folder(where.parent)
            descriptor = os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY | BINARY, PRIVATE)
            with os.fdopen(descriptor, "wb") as stream:
                stream.writelines(blocks)
                stream.flush()
                os.fsync(stream.fileno())
            beside.replace(path)
            sync_folder(where)
    except IntakeError:
        for remnant in (beside, path):
            with contextlib.suppress(OSError):  # swept at the next opening otherwise
                remnant.unlink()
        raise


def read(store: Path, key_of: Callable[[int], bytes], record_id: str, mark: str, size: int) -> Iterator[bytes]:
    """The content piece by piece; ``key_of`` gives the key by the number of the file key, 0 for none.

    Raises IntakeError 'vault.damaged' at the first piece that is not as it was.
    """
    path = folder(store) / mark
    if not there(store, mark):
        raise IntakeError("vault.damaged", part="file")
    with told(), path.open("rb") as stream:
        magic = stream.read(len(MAGIC))
        if magic not in (MAGIC, NUMBERED):
            raise IntakeError("vault.damaged", part="file")
        key = key_of(int.from_bytes(stream.read(_NUMBER_BYTES), "big") if magic == NUMBERED else 0)
        for number in range(-(-size // PIECE)):
            length = min(PIECE, size - number * PIECE)
            last = (number + 1) * PIECE >= size
            yield unseal(key, record_id, mark, number, last, stream.read(length + content.OVERHEAD))
        if stream.read(1):
            raise IntakeError("vault.damaged", part="file")


def there(store: Path, mark: str) -> bool:
    """Whether a file of ours lies there under its random name: rows may name another, written by somebody else."""
    path = folder(store) / mark
    return _MARK.fullmatch(mark) is not None and path.is_file() and not path.is_symlink()


def marks(found: Iterable[Row]) -> set[str]:
    """Random names that rows of one column tell; none that leads elsewhere."""
    return {mark for (mark,) in found if _MARK.fullmatch(mark)}


def remove(store: Path, gone: AbstractSet[str]) -> None:
    """Deletes files that no row names any more; what can not be deleted now is swept at the next opening."""
    for mark in gone:
        with contextlib.suppress(OSError):
            (folder(store) / mark).unlink()


def sweep(store: Path, named: AbstractSet[str]) -> int:
    """Deletes every file of ours that no row names; how many.  What bears another name is somebody's, and stays."""
    left = [path for path in _own(store) if path.name not in named]
    for path in left:
        with contextlib.suppress(OSError):  # a file that is held: it harms nobody
            path.unlink()
    return len(left)


def named(database: Database) -> set[str]:
    """The large files of a store by their random names."""
    return marks(database.all("SELECT mark FROM media WHERE outside = 1"))


def left_over(store: Path) -> bool:
    """Whether large files of a store lie there: a new store in its place would sweep them away."""
    return bool(_own(store))


def _own(store: Path) -> list[Path]:
    """The files that this program made; none behind a link, for that leads into somebody's folder."""
    where = folder(store)
    if where.is_symlink() or not where.is_dir():
        return []
    return [path for path in where.iterdir() if _OWN_NAME.fullmatch(path.name)]
