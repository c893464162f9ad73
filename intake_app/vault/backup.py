"""Copies of a whole store, made while it is open and read back before they count, and stores made from them.

A copy is a folder: the store file, its two headers, its folder of large files, and ``backup.json`` with the size and
digest of each, under a MAC.  All of it is encrypted as in the store, so that the copy opens for the same people with
the same passphrases, also straight from where it lies.  A folder and not one file, because file systems of memory
sticks take no file above 4 GiB, and because the copy can be read back and checked in place, without room for a second.
It is built under the name with ``.part`` and renamed when all has been read back: a stick pulled out or a crash leaves
a ``.part`` that the next copy to the same place removes, never half a copy under the right name.
"""

import contextlib
import hashlib
import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from intake_app.disk import forget_pages
from intake_app.errors import IntakeError
from intake_app.vault import attachments, audit, check, header, keys, media
from intake_app.vault.database import Database
from intake_app.vault.files import durable, make_private, read_small, sync_folder, told
from intake_app.vault.meter import Meter, Progress, heedless
from intake_app.vault.opening import Opening
from intake_app.vault.roles import Right, require

MANIFEST = "backup.json"
FORMAT = "intake-backup"
LARGEST_MANIFEST = 16 * 1024 * 1024
_BLOCK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class BackupMade:
    """What a copy holds: bytes, large files, the last audit link; ``wrong`` was wrong with the store itself."""

    path: Path
    size: int
    files: int
    seq: int
    wrong: tuple[str, ...]


def back_up(opening: Opening, target: Path, progress: Progress) -> BackupMade:
    """A verified copy of the store in the new folder ``target``.

    Raises IntakeError 'vault.not_allowed', 'vault.backup_exists', 'vault.cancelled', 'vault.backup_full', and
    'vault.backup_failed' with the reason; then nothing is left under that name.
    """
    require(opening.me, Right.BACKUP)
    if target.exists():
        raise IntakeError("vault.backup_exists")
    opening.database.checkpoint()
    part = target.with_name(f"{target.name}.part")
    try:
        _clear(opening, part)
        made = _write(opening, part, progress)
        with told():
            part.replace(target)
            sync_folder(target.parent)
            arrived = (target / MANIFEST).is_file()
        if not arrived:  # seen on a stick whose file system loses what is in a folder that is renamed
            with contextlib.suppress(OSError):
                target.rmdir()
            raise IntakeError("vault.backup_failed", reason="vault.io_error")
    except IntakeError as trouble:
        with contextlib.suppress(IntakeError):
            _clear(opening, part)
        raise _of_target(trouble) from trouble
    with opening.database.transaction():
        audit.append(opening, "store.backed_up", size=made.size, files=made.files)
    return replace(made, path=target)


def _of_target(trouble: IntakeError) -> IntakeError:
    if trouble.code in ("vault.cancelled", "vault.backup_exists", "vault.backup_failed"):
        return trouble
    if trouble.code == "vault.disk_full":
        return IntakeError("vault.backup_full")
    return IntakeError("vault.backup_failed", reason=trouble.code)


def _clear(opening: Opening, part: Path) -> None:
    """Removes what an unfinished copy left; a folder with anything else in it is somebody's, and stays."""
    if not part.exists():
        return
    name = opening.database.path.name
    files = attachments.folder(part / name)
    with told():
        inside = [path for path in files.iterdir() if path.is_file()] if files.is_dir() else []
        for path in (*inside, *(part / own for own in _names(name))):
            path.unlink(missing_ok=True)
        for folder in (files, part):
            with contextlib.suppress(FileNotFoundError):
                folder.rmdir()


def _names(name: str) -> tuple[str, ...]:
    """What this program may have put into a folder, on its way too."""
    headers = [f"{name}.header-{end}{way}" for end in "ab" for way in ("", ".new")]
    return (name, f"{name}-wal", f"{name}-journal", *headers, MANIFEST)


def _write(opening: Opening, part: Path, progress: Progress) -> BackupMade:
    database, copied = opening.database, part / opening.database.path.name
    marks = media.beside(database)
    large = attachments.folder(database.path)
    present = sorted(mark for mark in marks if (large / mark).is_file())
    with told():
        size = database.path.stat().st_size + sum((large / mark).stat().st_size for mark in present)
        meter = Meter(4 * size, progress)  # checked, written, read back and checked as a store
        meter.add(0)
        if shutil.disk_usage(part.parent).free < size:
            raise IntakeError("vault.disk_full")
        part.mkdir(mode=0o700)
    wrong = check.sound(opening, progress=_share(meter, size))
    _copy_store_file(database, copied, meter)
    entries = [_entry(part, copied.name, meter)]
    if present:
        with told():
            attachments.folder(copied).mkdir(mode=0o700)
    for mark in present:
        name = f"{attachments.folder(copied).name}/{mark}"
        digest = copy_file(large / mark, part / name, meter)
        entries.append(_entry(part, name, meter, digest))
    header.write(copied, opening.header.current)
    _manifest(opening, part, entries)
    _read_back(opening, copied, wrong, _share(meter, size))
    return BackupMade(part, size, len(present), audit.head(opening).seq, wrong)


def _share(meter: Meter, size: int) -> Progress:
    """What a reading tells a meter of bytes that has so many for it."""
    told = 0

    def heard(done: int, of: int) -> bool:
        nonlocal told
        share = size * done // of
        meter.add(share - told)
        told = share
        return True

    return heard


def _copy_store_file(database: Database, copied: Path, meter: Meter) -> None:
    told_pages = 0

    def heard(done: int, of: int) -> None:
        nonlocal told_pages
        meter.add((done - told_pages) * (database.path.stat().st_size // max(of, 1)))
        told_pages = done

    database.copy(copied, heard)
    make_private(copied)
    durable(copied)


def copy_file(source: Path, target: Path, meter: Meter) -> str:
    """A durable copy of a sealed file; the digest of what was read."""
    digest = hashlib.sha256()
    with told(), source.open("rb") as stream, target.open("xb") as out:
        while block := stream.read(_BLOCK):
            digest.update(block)
            out.write(block)
            meter.add(len(block))
    durable(target)
    return digest.hexdigest()


def _entry(part: Path, name: str, meter: Meter, expected: str = "") -> dict[str, str | int]:
    """Size and digest of a file as it can be read back from where it was written, not from memory."""
    path = part / name
    digest = digest_of(path, meter)
    if expected and digest != expected:
        raise IntakeError("vault.backup_failed", reason="read back")
    return {"name": name, "size": path.stat().st_size, "sha256": digest}


def digest_of(path: Path, meter: Meter) -> str:
    """SHA-256 of a file, past the system's memory of it where the system can be told so."""
    digest = hashlib.sha256()
    with told(), path.open("rb") as stream:
        forget_pages(stream.fileno())
        while block := stream.read(_BLOCK):
            digest.update(block)
            meter.add(len(block))
    return digest.hexdigest()


def _manifest(opening: Opening, part: Path, entries: list[dict[str, str | int]]) -> None:
    body = json.dumps(
        {
            "format": FORMAT,
            "version": 1,
            "vault": opening.header.current.vault_id,
            "store": opening.database.path.name,
            "made": opening.now(),
            "seq": audit.head(opening).seq,
            "files": entries,
        }
    )
    mac = keys.seal(opening.keys.header, b"backup", body.encode()).hex()
    with told():
        (part / MANIFEST).write_text(json.dumps({"body": body, "mac": mac}))
    durable(part / MANIFEST)


def _read_back(opening: Opening, copied: Path, wrong: tuple[str, ...], progress: Progress) -> None:
    """The restore test: the copy opens, and nothing is wrong with it that is not wrong with the store."""
    found = wrong_with(opening, copied, progress)
    if not set(found) <= set(wrong):
        raise IntakeError("vault.backup_failed", reason=", ".join(found))


def wrong_with(opening: Opening, copied: Path, progress: Progress = heedless) -> tuple[str, ...]:
    """What the whole check says about a store file that nobody writes, with the keys and headers of an opening."""
    database = Database(copied, opening.database.key, frozen=True)
    try:
        return check.sound(replace(opening, database=database, behind=None), still=True, progress=progress)
    finally:
        database.close()


@dataclass(frozen=True, slots=True)
class Told:
    """What the manifest of a copy says."""

    store: str
    vault_id: str
    made: str
    seq: int
    files: Mapping[str, tuple[int, str]]
    body: str
    mac: str

    def genuine(self, header_key: bytes) -> bool:
        """Whether it was written by who held the keys of the store."""
        return keys.same(self.mac.encode(), keys.seal(header_key, b"backup", self.body.encode()).hex().encode())


def manifest(source: Path) -> Told:
    """The manifest of a copy.  Raises IntakeError 'vault.not_a_backup', 'vault.newer'."""
    data = read_small(source / MANIFEST, LARGEST_MANIFEST) if source.is_dir() else None
    try:
        outer = json.loads((data or b"").decode("utf-8"))
        inner = json.loads(outer["body"])
        found = _told_in(inner, outer)
    except (ValueError, KeyError, TypeError, RecursionError) as trouble:
        raise IntakeError("vault.not_a_backup") from trouble
    if inner["version"] != 1:
        raise IntakeError("vault.newer", found=inner["version"], known=1)
    return found


def _told_in(inner: Mapping[str, Any], outer: Mapping[str, Any]) -> Told:
    if inner["format"] != FORMAT or not isinstance(inner["version"], int):
        raise ValueError("format")
    store = str(inner["store"])
    allowed = {store, *(f"{attachments.folder(Path(store)).name}/{mark}" for mark in _marks(inner))}
    files = {str(entry["name"]): (int(entry["size"]), str(entry["sha256"])) for entry in inner["files"]}
    if Path(store).name != store or store in ("", ".", "..") or not set(files) <= allowed or store not in files:
        raise ValueError("names")
    return Told(
        store, str(inner["vault"]), str(inner["made"]), int(inner["seq"]), files, outer["body"], str(outer["mac"])
    )


def _marks(inner: Mapping[str, Any]) -> list[str]:
    """The random names of large files: 32 hexadecimal digits, so that no name leads elsewhere."""
    names = [str(entry["name"]).rpartition("/")[2] for entry in inner["files"]]
    return [name for name in names if len(name) == 32 and set(name) <= set("0123456789abcdef")]
