"""Files of middle size, on shelves: files of one length in the folder of large ones, see `attachments`.

A shelf is random from end to end until something is laid on it: it shows neither how many files lie there nor how large
they are nor when each came.  A file lies there as one sealed piece, on whole pages of its own; its row names the shelf,
the first page and the file key.  It is durable before the row that names it is.  What no row names is free, so that
nothing is to be tidied up after a crash; what was dropped is random again at once, and given out in the next opening.
A shelf that no row names is swept away like a large file.
"""

import contextlib
import os
import secrets
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from intake_app.errors import IntakeError
from intake_app.vault import attachments, content, files
from intake_app.vault.database import Database
from intake_app.vault.noise import noise

LEAST = 16 * 1024
"""Bytes; smaller files lie in the pages of the store."""

PAGE = 4096
PAGES = 4096
"""Of one shelf: 16 MiB."""

_LAID = "SELECT shelf, page, size FROM media WHERE shelf > '' ORDER BY shelf, page"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a file lies; `file_key` is the number of the key that its own was mixed with."""

    shelf: str = ""
    page: int = 0
    file_key: int = 0


@dataclass(slots=True)
class Gap:
    """Free pages of a shelf, from `page` to before `end`."""

    shelf: str
    page: int
    end: int


def named(database: Database) -> set[str]:
    """Marks of the shelves that something lies on."""
    return attachments.marks(database.all("SELECT DISTINCT shelf FROM media WHERE shelf > ''"))


def gaps(database: Database) -> list[Gap]:
    """What is free on the shelves."""
    found: list[Gap] = []
    for shelf, rows in groupby(database.all(_LAID), itemgetter(0)):
        free = 0
        for _shelf, page, size in (*rows, (shelf, PAGES, 0)):
            if free < page:
                found.append(Gap(shelf, free, page))
            free = max(free, page + _pages(size + content.OVERHEAD))
    return found


def lay(store: Path, free: list[Gap], sealed: bytes) -> tuple[str, int]:
    """Lays sealed bytes durably on pages that are taken from `free`, where need be of a new shelf; shelf and page.

    Raises IntakeError 'vault.disk_full' when there is no room for another shelf, 'vault.io_error' ...
    """
    count = _pages(len(sealed))
    room = next((gap for gap in free if gap.end - gap.page >= count and attachments.there(store, gap.shelf)), None)
    if room is None:
        room = Gap(_new(store), 0, PAGES)
        free.append(room)
    page, room.page = room.page, room.page + count
    _write(store, room.shelf, page, sealed + noise(count * PAGE - len(sealed)))
    return room.shelf, page


def wipe(store: Path, place: Place, size: int) -> None:
    """Random bytes over a file of this size that no row names any more: the key of its record may go on.

    Where they can not be written now, it lies there until something else is laid there.
    """
    if attachments.there(store, place.shelf):
        with contextlib.suppress(IntakeError):
            _write(store, place.shelf, place.page, noise(_pages(size + content.OVERHEAD) * PAGE))


def read(store: Path, place: Place, size: int) -> bytes:
    """The sealed bytes of a file of this size.  Raises IntakeError 'vault.damaged' without the shelf."""
    if not attachments.there(store, place.shelf):
        raise IntakeError("vault.damaged", part="file")
    pieces, left = [], size + content.OVERHEAD
    with files.told(), (attachments.folder(store) / place.shelf).open("rb", buffering=0) as stream:
        stream.seek(place.page * PAGE)
        while left and (piece := stream.read(left)):  # over a network a part may come
            pieces.append(piece)
            left -= len(piece)
    return b"".join(pieces)


def _write(store: Path, shelf: str, page: int, data: bytes) -> None:
    with files.told(), (attachments.folder(store) / shelf).open("r+b") as stream:
        stream.seek(page * PAGE)
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def _pages(size: int) -> int:
    return -(-size // PAGE)


def _new(store: Path) -> str:
    """The mark of a shelf with nothing on it."""
    mark = secrets.token_hex(16)
    attachments.write_new(store, mark, (noise(64 * PAGE) for _part in range(PAGES // 64)))
    return mark
