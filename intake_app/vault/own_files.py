"""Files of a store that nothing else may be written over.

Told by names and neighbours alone: opening and closing the file of an open store would drop the locks of SQLite on it.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path

from intake_app.errors import IntakeError
from intake_app.vault import anchor, header

_COMPANION = re.compile(
    r"(.+)(?:-wal|-shm|-journal|\.(?:header-[ab]|anchor|ballast|lock|next|before|files|new|aside-\w+))", re.IGNORECASE
)


def check_target(path: Path) -> None:
    """Raises IntakeError 'vault.own_file' when a file written here would lie over a store or a part of one."""
    for named in {path.absolute(), path.resolve()}:  # a store may lie beside a link, or behind one
        if any(map(_is_store, (*_owners(named), *_owners(named.parent)))):
            raise IntakeError("vault.own_file")


def _owners(path: Path) -> Iterator[Path]:
    """The path, and every store whose companion it would be by its name."""
    yield path
    while found := _COMPANION.fullmatch(path.name):
        path = path.with_name(found[1])
        yield path


def _is_store(path: Path) -> bool:
    return bool(path.name) and any(map(os.path.lexists, (*header.paths(path), anchor.path_of(path))))
