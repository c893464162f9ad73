"""Making and opening a store."""

import contextlib
import secrets
import time
from dataclasses import dataclass
from pathlib import Path

from intake_app.errors import IntakeError
from intake_app.vault import audit, header, keys, people
from intake_app.vault.database import PAGE, PLAIN_HEADER, Database, migrate, start
from intake_app.vault.files import Lock, make_private, new_private, sync_folder, told
from intake_app.vault.header import Header, Pair, Tries
from intake_app.vault.keys import DEFAULT, Kdf, VolumeKeys
from intake_app.vault.opening import HeaderDesk, Opening
from intake_app.vault.types import Clock, Person, Role, Site, stamp, utc_now
from intake_app.vault.vault import Vault

FREE_TRIES = 3
LONGEST_DELAY = 60.0
"""Seconds.  After `FREE_TRIES` wrong passphrases the next one waits 1, 2, 4 ... seconds, up to this."""


@dataclass(frozen=True, slots=True, repr=False)
class Unlocked:
    """What a right passphrase gave: the header in force, the keys, whose slot it was.

    ``wrong_tries`` came before it; ``repair`` says that the two header files are not both as they should be.
    """

    header: Header
    keys: VolumeKeys
    slot_id: str
    wrong_tries: int = 0
    repair: bool = False


def exists(path: Path) -> bool:
    """Whether any part of a store lies there: the file or one of its headers."""
    return path.exists() or any(part.exists() for part in header.paths(path))


def create(
    path: Path, site: Site, name: str, role: Role, passphrase: str, kdf: Kdf = DEFAULT, clock: Clock = utc_now
) -> Vault:
    """A new store with its first person, who keeps it; open.

    The file is built under another name and renamed when it and its headers are durable, so that a crash leaves
    nothing that looks like a store.  Raises IntakeError 'vault.exists', 'vault.weak_passphrase', 'vault.kdf_refused',
    'vault.bad_name', 'vault.in_use', 'vault.disk_full', 'vault.read_only'.
    """
    keys.check_passphrase(passphrase)
    keys.check_kdf(kdf)
    for told_name in (site.organisation, site.site):  # both stand on every slip
        people.check_name(told_name)
    keeper = people.new_person(site, name, role, keeper=True)
    with told():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with contextlib.ExitStack() as undo:
        lock = Lock(path)
        undo.callback(lock.release)
        unfinished = path.with_name(f"{path.name}.new")
        if path.exists() or (exists(path) and not unfinished.exists()):
            raise IntakeError("vault.exists")
        vault_id, volume = secrets.token_hex(keys.SALT_BYTES), secrets.token_bytes(keys.KEY_BYTES)
        slot = header.new_slot(vault_id, keeper.id, keeper.name, passphrase, kdf, volume)
        subkeys = keys.volume_keys(volume, vault_id)
        first = Header(vault_id, 1, (slot,)).sealed(subkeys.header)
        _build(unfinished, subkeys, vault_id, site, keeper, stamp(clock()))
        header.write(path, first)
        with told():
            unfinished.replace(path)
            sync_folder(path.parent)
        vault = enter(path, lock, Unlocked(first, subkeys, keeper.id), clock)
        undo.pop_all()
    return vault


def _build(path: Path, subkeys: VolumeKeys, vault_id: str, site: Site, keeper: Person, at: str) -> None:
    """The file with its schema and its first rows, closed and without a log beside it."""
    with told():
        for remnant in (path, path.with_name(f"{path.name}-wal")):
            remnant.unlink(missing_ok=True)
    new_private(path)
    database = Database(path, subkeys.database)
    try:
        migrate(database, at)
        facts = {"vault": vault_id, "generation": "1", "organisation": site.organisation, "site": site.site}
        with database.transaction():
            for key, value in {**facts, "callback": site.callback}.items():
                database.run("INSERT INTO store (key, value) VALUES (?, ?)", key, value)
            people.insert(database, keeper, at)
        if not database.checkpoint():
            raise IntakeError("vault.io_error", reason="checkpoint")
    finally:
        database.close()


def open_store(path: Path, name: str, passphrase: str, clock: Clock = utc_now) -> Vault:
    """The store as this person may see it.

    Raises IntakeError 'vault.not_found', 'vault.header_missing', 'vault.not_a_store', 'vault.file_missing',
    'vault.in_use', 'vault.wait', 'vault.wrong_passphrase' (also for an unknown name, after the same time),
    'vault.truncated', 'vault.damaged', 'vault.old_header', 'vault.newer', 'vault.io_error' ...
    """
    _look_before_lock(path)
    with contextlib.ExitStack() as undo:
        lock = Lock(path)
        undo.callback(lock.release)
        vault = enter(path, lock, unlock(path, name, passphrase), clock)
        undo.pop_all()
    return vault


def _look_before_lock(path: Path) -> None:
    """A file without headers: nothing, another kind of file, or a store whose headers were left behind."""
    if not exists(path):
        raise IntakeError("vault.not_found")
    if any(part.exists() for part in header.paths(path)):
        return
    size = path.stat().st_size if path.is_file() else 0
    if size < PAGE or size % PAGE or start(path).startswith(PLAIN_HEADER):
        raise IntakeError("vault.not_a_store")
    raise IntakeError("vault.header_missing")


def unlock(path: Path, name: str, passphrase: str) -> Unlocked:
    """The keys of the newest header that this passphrase opens and whose seal is right.

    Raises IntakeError 'vault.wrong_passphrase', 'vault.wait', and 'vault.damaged' when the passphrase is right but no
    header is as it was written.
    """
    pair = header.read(path)
    _wait_over(pair.tries)
    forged = False
    for candidate in pair.headers:
        slot, volume = _try(candidate, name, passphrase)
        if volume is None:
            continue
        subkeys = keys.volume_keys(volume, candidate.vault_id)
        if candidate.genuine(subkeys.header):
            return Unlocked(candidate, subkeys, slot, pair.tries.count, repair=not pair.alike or pair.tries.count > 0)
        forged = True
    if forged:
        raise IntakeError("vault.damaged", part="header")
    _count_wrong_try(path, pair)
    raise IntakeError("vault.wrong_passphrase")


def _try(candidate: Header, name: str, passphrase: str) -> tuple[str, bytes | None]:
    """One key derivation, whether the name is known or not."""
    slot = candidate.slot_of(name)
    if slot is None:
        header.spend_as_long(candidate, passphrase)
        return "", None
    return slot.id, header.open_slot(candidate, slot, passphrase)


def _wait_over(tries: Tries) -> None:
    """A clock that was set back does not lock anybody out for longer than the longest delay."""
    left = tries.until - time.time()
    if 0 < left <= LONGEST_DELAY:
        raise IntakeError("vault.wait", seconds=int(left) + 1)


def _count_wrong_try(path: Path, pair: Pair) -> None:
    """Notes the try in the headers, when both say the same; with two different ones nothing is overwritten."""
    count = pair.tries.count + 1
    late = count - FREE_TRIES
    delay = min(2.0 ** (late - 1), LONGEST_DELAY) if late > 0 else 0.0
    tries = Tries(count, time.time() + delay if delay else 0.0)
    if len(pair.headers) == 1:
        with contextlib.suppress(IntakeError):  # only advice: a read-only folder must still tell of the passphrase
            header.write(path, pair.headers[0], tries)


def enter(path: Path, lock: Lock, unlocked: Unlocked, clock: Clock = utc_now) -> Vault:
    """The open store behind a key: verified, migrated, headers alike again, the opening in the audit."""
    with contextlib.ExitStack() as undo:
        database = Database(path, unlocked.keys.database)
        undo.callback(database.close)
        make_private(path)
        desk = HeaderDesk(path, unlocked.header, database, unlocked.keys.header)
        _belongs(database, desk, unlocked.header)
        migrate(database, stamp(clock()))
        opening = Opening(database, unlocked.keys, desk, people.by_id(database, unlocked.slot_id), clock)
        opening.wrong_tries = unlocked.wrong_tries
        _settle(opening, unlocked)
        undo.pop_all()
    return Vault(path, lock, opening)


def _belongs(database: Database, desk: HeaderDesk, found: Header) -> None:
    """An empty file, another store's file, or a header older than one that was in force are refused."""
    if database.one("SELECT 1 FROM sqlite_master WHERE name = 'store'") is None:
        raise IntakeError("vault.truncated", size=0, expected=None)
    row = database.one("SELECT value FROM store WHERE key = 'vault'")
    if row is None or row[0] != found.vault_id:
        raise IntakeError("vault.damaged", part="records")
    if found.generation < desk.oldest():
        raise IntakeError("vault.old_header")


def _settle(opening: Opening, unlocked: Unlocked) -> None:
    """Headers alike again, the opening in the audit.  On a full disk the store still opens, to be read."""
    try:
        opening.header.settle()
        if unlocked.repair:
            opening.header.repair()
        with opening.database.transaction():
            audit.announce(opening)
    except IntakeError as trouble:
        if trouble.code != "vault.disk_full":
            raise
