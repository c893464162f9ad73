"""A new volume key in the place of the old one, so that whoever knew the old one reads nothing written from now on.

The file is copied under the new key, never keyed anew in place: `PRAGMA rekey` was seen to report success while only
the old key opened the file.  Four steps, each durable before the next begins:

1. a copy ``NAME.next`` under the new key, verified;
2. a header of the next generation: the slots that stay, sealed with the new key, and the old key wrapped by the new;
3. the copy in the place of the file, whose log was emptied and taken away first;
4. a header of the generation after that, without the old key.

Before step 2 nothing has happened.  After it the new key is in force: an opening that finds the file under the old key
makes the copy again, because somebody may have worked since, and goes on from there.  Everybody who stays opens the
store at each moment.  After step 4 neither the old key nor an older header opens anything.

The key of the audit chain and of the seals goes on inside the store: else every row would have to be written anew.
The header key of before stays there too: the list of files of a copy that was opened where it lies is under it.
The keys of attachment files lie inside the store, so that the files stay as they are; those that come later are sealed
with a file key too, which is made with the new volume key.
"""

import contextlib
import secrets
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from intake_app.errors import IntakeError
from intake_app.vault import content, keys, slots
from intake_app.vault.database import Database
from intake_app.vault.files import durable, new_private, sync_folder, told
from intake_app.vault.header import Header
from intake_app.vault.keys import VolumeKeys
from intake_app.vault.migration import pages_sound
from intake_app.vault.opening import Opening
from intake_app.vault.slots import Kind, Slot

Progress = Callable[[int, int], None]
"""Hears of pages done, of how many.  An IntakeError that it raises ends a rotation, as long as nothing has changed."""

Change = Callable[[Opening], None]
"""What is written into the new file together with the new key, in one transaction."""

_HEADER_KEY = "header_key:"
_COMPANIONS = ("", "-wal", "-shm", "-journal")


def silent(_done: int, _of: int) -> None:
    """Nobody listens."""


def rotate(opening: Opening, stay: tuple[Slot, ...], change: Change, progress: Progress = silent) -> None:
    """Gives the store a new volume key, for these slots only.

    Raises IntakeError 'vault.slots_to_renew' when somebody's slot can not be sealed to, 'vault.rotation_unfinished'
    when step 3 or 4 failed (the next opening finishes it), and whatever step 1 or 2 says; then nothing has changed.
    """
    waiting = sum(slot.kind is Kind.LEGACY for slot in stay)
    if waiting:
        raise IntakeError("vault.slots_to_renew", count=waiting)
    desk, volume = opening.header, secrets.token_bytes(keys.KEY_BYTES)
    vault_id = desk.current.vault_id
    fresh = replace(keys.volume_keys(volume, vault_id), audit=opening.keys.audit)
    binding = replace(desk.binding(), epoch=desk.current.epoch + 1)
    sealed = tuple(slots.resealed(slot, binding, volume) for slot in stay)
    header = desk.current.renewed(sealed, _old_wrapped(opening.keys.volume, volume, vault_id))
    try:
        _copy(opening, fresh, header, change, progress)
        desk.advance(header, fresh.header)
    except BaseException:
        with contextlib.suppress(IntakeError):  # what is left over is taken away before the next copy
            _clear(_beside(opening.database.path))
        raise
    opening.keys = fresh
    try:
        _swap(opening)
        desk.put(desk.current.settled())
    except IntakeError as trouble:
        raise IntakeError("vault.rotation_unfinished", reason=trouble.code) from trouble


def finish(opening: Opening, catch_up: Change) -> None:
    """Goes on with a rotation that was cut after its step 2.

    What was written into the copy then is written into the new one by `catch_up`.  Raises IntakeError; the store stays
    open as it was.
    """
    if opening.database.key != opening.keys.database:
        _copy(opening, opening.keys, opening.header.current, catch_up, silent)
        _swap(opening)
    opening.header.put(opening.header.current.settled())


def clear_remnant(store: Path) -> None:
    """Takes away the copy of a rotation that was cut before its step 2."""
    _clear(_beside(store))


def open_file(path: Path, header: Header, derived: VolumeKeys) -> tuple[Database, VolumeKeys]:
    """The file of a store, and the keys that it was written with.

    It lies under the volume key in force or, when that has not reached it yet, under the one before.
    """
    old = _old_of(header, derived.volume)
    try:
        database = Database(path, derived.database)
    except IntakeError:
        if old is None:
            raise
        before = keys.volume_keys(old, header.vault_id)
        database, derived = Database(path, before.database), replace(derived, audit=before.audit)
    return database, derived


def header_keys(database: Database, header: Header, derived: VolumeKeys) -> tuple[bytes, ...]:
    """The header keys that this store has had, as far as it kept them: since there is such a row for each."""
    kept = database.all("SELECT value FROM store WHERE key GLOB ?", f"{_HEADER_KEY}*")
    before = _header_keys_before(header, derived.volume)
    return derived.header, *before, *(bytes.fromhex(value) for (value,) in kept)


def _header_keys_before(header: Header, volume: bytes) -> tuple[bytes, ...]:
    """The header key of the volume key that one takes over from just now, if any."""
    old = _old_of(header, volume)
    return (keys.subkey(old, header.vault_id, "header"),) if old else ()


def _old_wrapped(old: bytes, new: bytes, vault_id: str) -> bytes:
    nonce = secrets.token_bytes(keys.NONCE_BYTES)
    return nonce + keys.wrap(keys.subkey(new, vault_id, "previous"), nonce, old, vault_id.encode())


def _old_of(header: Header, volume: bytes) -> bytes | None:
    if not header.previous:
        return None
    nonce, wrapped = header.previous[: keys.NONCE_BYTES], header.previous[keys.NONCE_BYTES :]
    key = keys.subkey(volume, header.vault_id, "previous")
    return keys.unwrap(key, nonce, wrapped, header.vault_id.encode())


def _beside(store: Path) -> Path:
    return store.with_name(f"{store.name}.next")


def _clear(path: Path) -> None:
    """Takes a file of SQLite and what lies beside it away."""
    with told():
        for companion in _COMPANIONS:
            path.with_name(path.name + companion).unlink(missing_ok=True)


def _copy(opening: Opening, fresh: VolumeKeys, header: Header, change: Change, progress: Progress) -> None:
    """Step 1."""
    target = _beside(opening.database.path)
    _clear(target)
    new_private(target)
    opening.database.copy(target, progress, fresh.database)
    with contextlib.closing(Database(target, fresh.database)) as copy:
        _same(opening.database, copy)
        inside = replace(opening, database=copy)
        with copy.transaction():
            _keep(copy, "audit_key", fresh.audit.hex())
            _keep(copy, "generation", str(header.generation))
            _keep(copy, f"{_HEADER_KEY}{header.epoch - 1}", _header_keys_before(header, fresh.volume)[0].hex())
            content.new_file_key(copy, header.epoch)
            change(inside)
        _whole(copy)
    durable(target)
    opening.announced = inside.announced


def _keep(database: Database, key: str, value: str) -> None:
    database.run(
        "INSERT INTO store (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        *(key, value),
    )


def _same(source: Database, copy: Database) -> None:
    """Every table has as many rows as it had."""
    tables = source.all("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    counts = " UNION ALL ".join(f"SELECT '{name}', count(*) FROM \"{name}\"" for (name,) in tables)
    if source.all(counts) != copy.all(counts):
        raise IntakeError("vault.io_error", reason="copy")


def _whole(copy: Database) -> None:
    """Every page of the copy can be read under the new key, and nothing waits in a log."""
    copy.checkpoint()
    if not pages_sound(copy):
        raise IntakeError("vault.io_error", reason="copy")


def _swap(opening: Opening) -> None:
    """Step 3.  Whatever happens on the way, the handle ends up on the file that is there."""
    database, path = opening.database, opening.database.path
    database.checkpoint()
    database.let_go()
    key = database.key
    try:
        with told():
            # A log of the old file beside the new one would be played into it: it goes first, for good.
            for companion in _COMPANIONS[1:]:
                path.with_name(path.name + companion).unlink(missing_ok=True)
            sync_folder(path.parent)
            _beside(path).replace(path)
            key = opening.keys.database
            sync_folder(path.parent)
    finally:
        database.take(key)
