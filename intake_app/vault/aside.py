"""A store that does not open is put aside to make room for one from a copy: moved as a whole, nothing of it changed."""

from pathlib import Path

from intake_app.errors import IntakeError
from intake_app.vault import anchor, attachments, header, migration
from intake_app.vault.files import Lock, sync_folder, told


def set_aside(store: Path, at: str) -> Path:
    """Moves every file of a store into a new folder beside it, named by the moment; gives the folder.

    Raises IntakeError 'vault.in_use', and 'vault.io_error' ... after which what was moved lies where it lay.
    """
    lock = Lock(store)
    try:
        folder = store.with_name(f"{store.name}.aside-{at.translate(_PLAIN)}")
        with told():
            folder.mkdir(mode=0o700)
        _move(_parts(store), folder)
        return folder
    finally:
        lock.release()


def put_back(folder: Path, store: Path) -> None:
    """What `set_aside` moved, where it lay, and the folder gone."""
    _move(sorted(folder.iterdir()), store.parent)
    with told():
        folder.rmdir()


_PLAIN = str.maketrans({":": None, "-": None, "+": None, ".": None})


def _parts(store: Path) -> list[Path]:
    """The file last: as long as it is there, the place is not free."""
    beside = [store.with_name(f"{store.name}{end}") for end in ("-wal", "-shm", "-journal", ".new")]
    headers = [path.with_name(f"{path.name}{end}") for path in header.paths(store) for end in ("", ".new")]
    own = (*beside, *headers, anchor.path_of(store), migration.copy_path(store), attachments.folder(store), store)
    return [path for path in own if path.exists() or path.is_symlink()]


def _move(paths: list[Path], folder: Path) -> None:
    moved: list[Path] = []
    try:
        with told():
            for path in paths:
                path.rename(folder / path.name)
                moved.append(path)
            for changed in {folder, *(path.parent for path in paths)}:
                sync_folder(changed)
    except IntakeError:
        with told():
            for path in moved:
                (folder / path.name).rename(path)
        raise
