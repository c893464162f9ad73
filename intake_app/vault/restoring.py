"""A store made from a copy: verified before it becomes one, never in the place of another."""

import contextlib
from pathlib import Path

from intake_app.errors import IntakeError
from intake_app.vault import anchor, attachments, audit, backup, header, people, rotation
from intake_app.vault.backup import Meter, Progress, Told
from intake_app.vault.files import Lock, sync_folder, told
from intake_app.vault.opening import HeaderDesk, Opening, lasting
from intake_app.vault.store import enter, occupied
from intake_app.vault.types import Clock, utc_now
from intake_app.vault.unlocking import Factor, Unlocked, no_keyring, unlock
from intake_app.vault.vault import Vault


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
    'vault.backup_damaged', 'vault.exists', 'vault.cancelled', and what unlocking raises.
    """
    found = backup.manifest(source)
    unlocked = unlock(source / found.store, name, passphrase, factor, counted=False)
    if unlocked.header.vault_id != found.vault_id or not found.genuine(unlocked.keys.header):
        raise IntakeError("vault.backup_damaged", name=backup.MANIFEST)
    with told():
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with contextlib.ExitStack() as undo:
        lock = Lock(target)
        undo.callback(lock.release)
        unfinished = target.with_name(f"{target.name}.new")
        if occupied(target):
            raise IntakeError("vault.exists")
        try:
            _bring(source, found, target, progress)
            _verify(unfinished, target, unlocked, found.seq, clock)
        except BaseException:
            _forget(target, found)
            raise
        _become(unfinished, target, unlocked)
        store = enter(target, lock, unlocked, clock, restored=found.seq)
        undo.pop_all()
    return store


def _bring(source: Path, found: Told, target: Path, progress: Progress) -> None:
    """Each file of the copy, compared with what the manifest says of it."""
    meter = Meter(2 * sum(size for size, _digest in found.files.values()), progress)
    meter.add(0)
    folder = attachments.folder(target)
    if len(found.files) > 1:
        with told():
            folder.mkdir(mode=0o700, exist_ok=True)
            sync_folder(folder.parent)
    for name, (_size, digest) in found.files.items():
        path = _place(target, found, name)
        with told():
            path.unlink(missing_ok=True)
        if not (source / name).is_file() or (source / name).is_symlink():
            raise IntakeError("vault.backup_damaged", name=name)
        backup.copy_file(source / name, path, meter)
        if backup.digest_of(path, meter) != digest:
            raise IntakeError("vault.backup_damaged", name=name)
        with told():
            path.chmod(0o600)


def _place(target: Path, found: Told, name: str) -> Path:
    if name == found.store:
        return target.with_name(f"{target.name}.new")
    return attachments.folder(target) / name.rpartition("/")[2]


def _verify(unfinished: Path, target: Path, unlocked: Unlocked, links: int, clock: Clock) -> None:
    """The log, all ``links`` of it, before anything looks like a store.  What was set apart stays so in the copy."""
    database, derived = rotation.open_file(unfinished, unlocked.header, unlocked.keys)
    try:
        desk = HeaderDesk(target, unlocked.header, database, unlocked.keys.header)
        person = people.by_id(database, unlocked.slot_id)
        opening = Opening(database, lasting(database, derived), desk, person, clock)
        if audit.verify(opening) != links:
            raise IntakeError("vault.backup_damaged", name=backup.MANIFEST)
    finally:
        database.close()


def _become(unfinished: Path, target: Path, unlocked: Unlocked) -> None:
    header.write(target, unlocked.header)
    with told():
        anchor.path_of(target).unlink(missing_ok=True)  # a mark of the store that was lost; going back is what is meant
        unfinished.replace(target)
        sync_folder(target.parent)


def _forget(target: Path, found: Told) -> None:
    """Nothing stays of what did not become a store."""
    with contextlib.suppress(OSError):
        for name in found.files:
            _place(target, found, name).unlink(missing_ok=True)
        attachments.folder(target).rmdir()
