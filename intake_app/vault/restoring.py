"""A store made from a copy: verified before it becomes one, never in the place of another."""

import contextlib
from dataclasses import dataclass
from pathlib import Path

from intake_app.errors import IntakeError
from intake_app.vault import anchor, attachments, audit, backup, header, people, returned, rotation, schema, shelves
from intake_app.vault.backup import Told
from intake_app.vault.database import Database
from intake_app.vault.files import Lock, make_private, sync_folder, told
from intake_app.vault.meter import Meter, Progress, Upgrade
from intake_app.vault.migration import known, pages_sound
from intake_app.vault.opening import HeaderDesk, Opening, lasting
from intake_app.vault.store import enter, occupied
from intake_app.vault.types import Clock, utc_now
from intake_app.vault.unlocking import Factor, Unlocked, no_keyring, unlock
from intake_app.vault.vault import Vault

_Beside = tuple[set[str], set[str]]
"""Marks of large files, and of shelves."""


def restore(
    source: Path,
    target: Path,
    name: str,
    passphrase: str,
    progress: Progress,
    clock: Clock = utc_now,
    factor: Factor = no_keyring,
) -> Vault:
    """The store in ``target``, made from the copy ``source`` and open for this person.

    Everything is written beside, read back and checked; the last step is one rename, so that a crash leaves no store
    or a whole one.  ``factor`` is the system keyring, as for `open_store`.  Raises IntakeError 'vault.not_a_backup',
    'vault.backup_damaged', 'vault.backup_open', 'vault.backup_older', 'vault.backup_rekeyed', 'vault.exists',
    'vault.cancelled', and what unlocking raises.
    """
    found = backup.manifest(source)
    unlocked = unlock(source / found.store, name, passphrase, factor, counted=False)
    never_rekeyed = unlocked.header.epoch == 1
    if unlocked.header.vault_id != found.vault_id or (never_rekeyed and not found.genuine(unlocked.keys.header)):
        raise IntakeError("vault.backup_damaged", name=backup.MANIFEST)
    with told():
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with contextlib.ExitStack() as undo:
        lock = Lock(target)
        undo.callback(lock.release)
        if occupied(target):
            raise IntakeError("vault.exists")
        copy, laid = _Copy(source, found, target), list[Path]()
        try:
            links = _bring(copy, unlocked, Meter(_twice(found), progress), laid)
        except BaseException:
            _forget(target, laid)
            raise
        _become(copy.unfinished, target, unlocked)
        store = enter(target, lock, unlocked, clock, restored=links, progress=_upgrading(progress))
        undo.pop_all()
    return store


def _upgrading(progress: Progress) -> Upgrade:
    """A store is there by then: one of an older program tells how far it is brought up to date, and is not stopped."""
    return lambda _part, done, of: progress(done, of) or True


def _twice(found: Told) -> int:
    """Bytes that are written and read back."""
    return 2 * sum(size for size, _digest in found.files.values())


_NO_DAMAGE = frozenset(
    {
        *("vault.disk_full", "vault.read_only", "vault.io_error"),
        *("vault.newer", "vault.backup_older", "vault.backup_rekeyed"),
    }
)


@dataclass(frozen=True, slots=True)
class _Copy:
    """A copy, what its manifest says, and where its store shall be."""

    source: Path
    told: Told
    target: Path

    @property
    def file(self) -> Path:
        """The store file of the copy."""
        return self.source / self.told.store

    @property
    def unfinished(self) -> Path:
        """Where it lies until it is a store."""
        return self.target.with_name(f"{self.target.name}.new")


def _bring(copy: _Copy, unlocked: Unlocked, meter: Meter, laid: list[Path]) -> int:
    """Each file of the copy, compared with what the manifest says of it, and noted in `laid`; the links of the log.

    A copy that was opened where it lies has gone on as a store since: it is proved like one.  What a log beside
    it holds would be left behind, whether the file itself has changed or not: the copy is to be closed first.
    """
    meter.add(0)
    if _log_of(copy.file):
        raise IntakeError("vault.backup_open")
    laid += copy.unfinished, copy.unfinished.with_name(f"{copy.unfinished.name}-wal")
    with told():
        laid[-1].unlink(missing_ok=True)  # of a restoration that was cut: SQLite would read it
    opened = _brought(copy, copy.told.store, copy.unfinished, meter) != copy.told.files[copy.told.store][1]
    try:
        links, beside = _verified(copy, unlocked, opened)
    except IntakeError as trouble:
        if not opened or trouble.code in _NO_DAMAGE:
            raise
        raise IntakeError("vault.backup_damaged", name=copy.told.store) from trouble
    _bring_large(copy, beside, meter, laid)
    return links


def _bring_large(copy: _Copy, beside: _Beside | None, meter: Meter, laid: list[Path]) -> None:
    """The large files and shelves of the manifest; of a copy that was opened, those it names now and that are there.

    On a shelf more may lie by then, and what lies there is proved piece by piece when it is read.
    """
    known = set(copy.told.files) - {copy.told.store}
    names, fixed = known, known
    if beside is not None:
        folder = attachments.folder(Path(copy.told.store)).name
        large, shelved = ({f"{folder}/{mark}" for mark in marks} for marks in beside)
        names = {name for name in large | shelved if name in known or (copy.source / name).is_file()}
        fixed = known - shelved
    if names:
        with told():
            attachments.folder(copy.target).mkdir(mode=0o700, exist_ok=True)
            sync_folder(copy.target.parent)
    for name in sorted(names):
        laid.append(attachments.folder(copy.target) / name.rpartition("/")[2])
        digest = _brought(copy, name, laid[-1], meter)
        if name in fixed and digest != copy.told.files[name][1]:
            raise IntakeError("vault.backup_damaged", name=name)


def _brought(copy: _Copy, name: str, place: Path, meter: Meter) -> str:
    """A private copy of a file; the digest of what can be read back.  Raises IntakeError 'vault.backup_damaged'."""
    path = copy.source / name
    with told():
        place.unlink(missing_ok=True)
    if not path.is_file() or path.is_symlink():
        raise IntakeError("vault.backup_damaged", name=name)
    backup.copy_file(path, place, meter)
    make_private(place)
    return backup.digest_of(place, meter)


def _verified(copy: _Copy, unlocked: Unlocked, opened: bool) -> tuple[int, _Beside | None]:
    """Links of the log, and what lies beside a copy that was opened, before anything looks like a store.

    What was set apart stays so in the copy.  ``opened``: it may have gone on since the manifest was written.
    """
    database, derived = rotation.open_file(copy.unfinished, unlocked.header, unlocked.keys)
    try:
        if known(database) < schema.CURRENT and opened:
            raise IntakeError("vault.backup_older")
        _genuine(copy.told, unlocked, database)
        desk = HeaderDesk(copy.target, unlocked.header, database, unlocked.keys.header)
        person = people.by_id(database, unlocked.slot_id)
        opening = Opening(database, lasting(database, derived), desk, person, utc_now)
        links = audit.verify(opening)
        if links < copy.told.seq or (links > copy.told.seq and not opened):
            raise IntakeError("vault.backup_damaged", name=backup.MANIFEST)
        beside = None
        if opened:
            _prove(opening, copy.file)
            beside = attachments.named(database), shelves.named(database)
        returned.mark(database, copy.told.made)
        return links, beside
    finally:
        database.close()


def _genuine(told: Told, unlocked: Unlocked, database: Database) -> None:
    """Whether what the copy says of itself was written with a key of this store: it may have another since.

    Raises IntakeError 'vault.backup_damaged', and 'vault.backup_rekeyed' for a store that did not keep the key of then.
    """
    had = rotation.header_keys(database, unlocked.header, unlocked.keys)
    if any(map(told.genuine, had)):
        return
    if len(set(had)) < unlocked.header.epoch:
        raise IntakeError("vault.backup_rekeyed")
    raise IntakeError("vault.backup_damaged", name=backup.MANIFEST)


def _log_of(path: Path) -> bool:
    """Whether there is a log beside a store file: it is open, or was not closed."""
    log = path.with_name(f"{path.name}-wal")
    return log.exists() and log.stat().st_size > 0


def _prove(opening: Opening, opened: Path) -> None:
    """Each page, and all that says whether a store is sound; single records may have been damaged before the copy.

    Raises IntakeError 'vault.damaged', 'vault.replayed' ...
    """
    if not pages_sound(opening.database):
        raise IntakeError("vault.damaged", part="records")
    wrong = set(backup.wrong_with(opening, opened)) - {"vault.damaged"}
    if wrong:
        raise IntakeError(min(wrong))


def _become(unfinished: Path, target: Path, unlocked: Unlocked) -> None:
    header.write(target, unlocked.header)
    with told():
        anchor.path_of(target).unlink(missing_ok=True)  # a mark of the store that was lost; going back is what is meant
        unfinished.replace(target)
        sync_folder(target.parent)


def _forget(target: Path, laid: list[Path]) -> None:
    """Nothing stays of what did not become a store."""
    with contextlib.suppress(OSError):
        for path in laid:
            path.unlink(missing_ok=True)
        attachments.folder(target).rmdir()
