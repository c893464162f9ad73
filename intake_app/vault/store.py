"""Making and opening a store."""

import contextlib
import secrets
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from intake_app.errors import IntakeError
from intake_app.paths import store_exists
from intake_app.vault import (
    attachments,
    audit,
    header,
    keys,
    media,
    people,
    recovery_key,
    returned,
    rotation,
    safeguards,
    servers,
    signing,
    slots,
)
from intake_app.vault.anchor import Anchor, Mark, present
from intake_app.vault.database import PAGE, PLAIN_HEADER, Database, start
from intake_app.vault.files import Lock, make_private, new_private, sync_folder, told
from intake_app.vault.header import Header
from intake_app.vault.keys import DEFAULT, Kdf, VolumeKeys
from intake_app.vault.meter import Upgrade, unwatched
from intake_app.vault.migration import known, migrate
from intake_app.vault.opening import HeaderDesk, Opening, lasting
from intake_app.vault.safeguards import Return
from intake_app.vault.slots import Binding, Secret
from intake_app.vault.types import Clock, Person, Role, Site, stamp, utc_now
from intake_app.vault.unlocking import Factor, Unlocked, no_keyring, unlock, unlock_with_escrow, unlock_with_recovery
from intake_app.vault.vault import Vault


def exists(path: Path) -> bool:
    """Whether any part of a store lies there: the file or one of its headers."""
    return store_exists(path)


def occupied(path: Path) -> bool:
    """Whether something lies there that a new store would take the place of: a store, or parts of one.

    What a creation or a restoration left that was cut (``NAME.new`` is there) is no such thing.
    """
    parts = exists(path) or attachments.left_over(path)
    return path.exists() or (parts and not path.with_name(f"{path.name}.new").exists())


def create(
    path: Path,
    site: Site,
    name: str,
    role: Role,
    passphrase: str,
    kdf: Kdf = DEFAULT,
    clock: Clock = utc_now,
    recovery: str = "",
) -> Vault:
    """A new store with its first person, who keeps it; open.

    The file is built under another name and renamed when it and its headers are durable, so that a crash leaves
    nothing that looks like a store.  ``recovery`` is a recovery key, which somebody has on paper by now; none without
    one.  Raises IntakeError 'vault.exists', 'vault.weak_passphrase', 'vault.kdf_refused', 'vault.bad_name',
    'vault.in_use', 'vault.disk_full', 'vault.read_only', 'vault.recovery_typo'.
    """
    keys.check_passphrase(passphrase, (name, site.organisation, site.site))
    key = recovery_key.canonical(recovery) if recovery else ""
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
        if occupied(path):
            raise IntakeError("vault.exists")
        vault_id, volume = secrets.token_hex(keys.SALT_BYTES), secrets.token_bytes(keys.KEY_BYTES)
        signing_key = signing.new_key()
        binding = Binding(vault_id, 1, signing_key.public_key().public_bytes_raw())
        ways = [slots.person_slot(binding, keeper.id, keeper.name, Secret(passphrase, kdf), volume)]
        if key:
            ways.append(slots.recovery_slot(binding, key, volume))
        subkeys = keys.volume_keys(volume, vault_id)
        first = Header(vault_id, 1, tuple(ways)).sealed(subkeys.header, signing_key)
        _build(unfinished, subkeys, _First(site, keeper, signing_key, vault_id), stamp(clock()))
        header.write(path, first)
        with told():
            unfinished.replace(path)
            sync_folder(path.parent)
        vault = enter(path, lock, Unlocked(first, subkeys, keeper.id), clock)
        undo.pop_all()
    return vault


@dataclass(frozen=True, slots=True, repr=False)
class _First:
    """What the first rows of a store tell."""

    site: Site
    keeper: Person
    signing_key: Ed25519PrivateKey
    vault_id: str


def _build(path: Path, subkeys: VolumeKeys, first: _First, at: str) -> None:
    """The file with its schema and its first rows, closed and without a log beside it."""
    with told():
        for remnant in (path, path.with_name(f"{path.name}-wal")):
            remnant.unlink(missing_ok=True)
    new_private(path)
    database = Database(path, subkeys.database)
    try:
        migrate(database, at, subkeys.audit)
        facts = {"vault": first.vault_id, "generation": "1", **asdict(first.site)}
        with database.transaction():
            for key, value in facts.items():
                database.run("INSERT INTO store (key, value) VALUES (?, ?)", key, value)
            signing.keep(database, first.signing_key)
            people.insert(database, first.keeper, at)
        database.checkpoint()
    finally:
        database.close()


def open_store(
    path: Path,
    name: str,
    passphrase: str,
    clock: Clock = utc_now,
    factor: Factor = no_keyring,
    progress: Upgrade = unwatched,
) -> Vault:
    """The store as this person may see it; ``factor`` is the system keyring, for who has a second secret there.

    ``progress`` hears how far it is where an older store is brought up to date, and may stop that.

    Raises IntakeError 'vault.not_found', 'vault.header_missing', 'vault.not_a_store', 'vault.file_missing',
    'vault.in_use', 'vault.wait', 'vault.wrong_passphrase' (also for an unknown name, after the same time),
    'vault.truncated', 'vault.damaged', 'vault.old_header', 'vault.newer', 'vault.io_error' ...
    """
    _look_before_lock(path)
    with contextlib.ExitStack() as undo:
        lock = Lock(path)
        undo.callback(lock.release)
        vault = enter(path, lock, unlock(path, name, passphrase, factor), clock, progress=progress)
        undo.pop_all()
    return vault


def recover(
    path: Path, key: str | bytes, who: Return, clock: Clock = utc_now, progress: Upgrade = unwatched
) -> Vault:
    """The store by its recovery key (text, as typed) or by the private half of an organisation's key (bytes).

    The person named gets a new passphrase and has opened the store.  A second secret in a keyring is no longer asked
    for.  Raises as `open_store` does, and IntakeError 'vault.weak_passphrase', 'vault.recovery_typo',
    'vault.no_recovery_key', 'vault.wrong_recovery_key', 'vault.no_organisation_key', 'vault.wrong_organisation_key',
    'vault.no_such_person', 'vault.name_taken'.
    """
    keys.check_passphrase(who.passphrase, (who.name,))
    people.check_name(who.name)
    text = recovery_key.canonical(key) if isinstance(key, str) else ""
    _look_before_lock(path)
    with contextlib.ExitStack() as undo:
        lock = Lock(path)
        undo.callback(lock.release)
        unlocked = unlock_with_recovery(path, text) if isinstance(key, str) else unlock_with_escrow(path, key)
        vault = enter(path, lock, unlocked, clock, who, progress=progress)
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


_ANCHORED = 2
"""The schema with which anchors came: a store of before has none."""


def enter(
    path: Path,
    lock: Lock,
    unlocked: Unlocked,
    clock: Clock = utc_now,
    returns: Return | None = None,
    restored: int | None = None,
    progress: Upgrade = unwatched,
) -> Vault:
    """The open store behind a key: verified, migrated, headers alike again, the opening in the audit.

    ``returns`` is who gets a new passphrase on the way, when it was no person's slot that was opened;
    ``restored`` says that the store was made from a copy just now, which ended at this link.
    """
    with contextlib.ExitStack() as undo:
        database, derived = rotation.open_file(path, unlocked.header, unlocked.keys)
        undo.callback(database.close)
        make_private(path)
        desk = HeaderDesk(path, unlocked.header, database, unlocked.keys.header)
        _belongs(database, desk, unlocked.header)
        before_anchors = known(database) < _ANCHORED
        migrate(database, stamp(clock()), lasting(database, derived).audit, progress)
        signing.key_of(database)
        me = safeguards.returning(database, returns) if returns else people.by_id(database, unlocked.slot_id)
        opening = Opening(database, lasting(database, derived), desk, me, clock)
        opening.wrong = unlocked.wrong
        anchor = Anchor(database, unlocked.header.vault_id, opening.keys.audit)
        undo.callback(anchor.close)
        opening.behind = _behind(anchor, database)
        returned.look(opening, path, before_anchors or anchor.kept() is not None)
        _settle(opening, unlocked, restored)
        if returns:
            safeguards.readmit(opening, returns, unlocked.slot_id)
        if opening.behind is None:
            media.sweep(opening)
        with contextlib.suppress(IntakeError):  # a full disk: what hangs on them waits until the next time
            servers.let_go(opening)
        database.after_commit = partial(_drop, opening, anchor)
        database.after_commit()
        undo.pop_all()
    return Vault(path, lock, opening, anchor)


def _belongs(database: Database, desk: HeaderDesk, found: Header) -> None:
    """An empty file, another store's file, or a header older than one that was in force are refused."""
    if database.one("SELECT 1 FROM sqlite_master WHERE name = 'store'") is None:
        raise IntakeError("vault.truncated", size=0, expected=None)
    row = database.one("SELECT value FROM store WHERE key = 'vault'")
    if row is None or row[0] != found.vault_id:
        raise IntakeError("vault.damaged", part="records")
    if found.generation < desk.oldest():
        raise IntakeError("vault.old_header")


def _behind(anchor: Anchor, database: Database) -> Mark | None:
    """How far the store had come before it was put back to an older state; None when nobody did."""
    kept, now = anchor.kept(), present(database)
    return kept if kept is not None and (kept.seq > now.seq or kept.changes > now.changes) else None


def _settle(opening: Opening, unlocked: Unlocked, restored: int | None) -> None:
    """Headers alike again, the opening in the audit.  On a full disk the store still opens, to be read."""
    try:
        opening.header.settle()
        _modernise(opening, unlocked)
        if unlocked.repair:
            opening.header.repair()
        _end_rotation(opening)
        with opening.database.transaction():
            audit.announce(opening)
            if unlocked.wrong.recoveries:
                audit.append(opening, "recovery.failed", count=unlocked.wrong.recoveries)
            if restored is not None:
                audit.append(opening, "store.restored", seq=restored)
            if opening.behind is not None:
                audit.append(opening, "store.behind", seq=opening.behind.seq, changes=opening.behind.changes)
            returned.note(opening)
        opening.held_anew = False
    except IntakeError as trouble:
        if trouble.code != "vault.disk_full":
            raise


def _drop(opening: Opening, anchor: Anchor) -> None:
    """How far the store has come, but where it was put back and that is not in its log yet: the next opening looks."""
    if not opening.held_anew:
        anchor.drop()


def _end_rotation(opening: Opening) -> None:
    """What a crash left of a new volume key.  Where it can not be ended now, the store opens all the same."""
    with contextlib.suppress(IntakeError):
        if opening.header.current.previous:
            rotation.finish(opening, people.catch_up)
        rotation.clear_remnant(opening.database.path)


def _modernise(opening: Opening, unlocked: Unlocked) -> None:
    """A slot of version 1 gets a key pair, so that a new volume key can reach its person."""
    slot = opening.header.current.slot(unlocked.slot_id)
    if slot is not None and unlocked.slot_key:
        binding = opening.header.binding()
        modern = slots.modern(slot, binding, unlocked.slot_key, opening.keys.volume)
        opening.header.put(opening.header.current.with_slot(modern))
