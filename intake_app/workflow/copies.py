"""Copies of the store, stores from copies, and the reading of everything that says whether a store is sound."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from intake_app import keychain, vault
from intake_app.errors import IntakeError
from intake_app.vault import BackupMade, Checked, Progress, PutBack, SetApart, Vault, backup, heedless
from intake_app.workflow import store as stores


@dataclass(frozen=True)
class Soundness:
    """What a reading of the whole store found: codes, records that are set apart, links of the log of actions.

    `links` is None when the log is broken. `set_apart` is empty for who may not see the log.
    """

    wrong: tuple[str, ...]
    set_apart: tuple[SetApart, ...]
    links: int | None


def back_up(store: Vault, target: Path, progress: Progress = heedless) -> BackupMade:
    """A copy of the whole store in a new folder, encrypted as the store is, read back and checked before it counts.

    Raises IntakeError `vault.backup_*`, `vault.cancelled`, `vault.not_allowed`.
    """
    return store.back_up(target, progress)


@dataclass(frozen=True)
class CopyFacts:
    """What a copy says of itself: when it was made (ISO 8601), how many bytes it holds. Nothing of it is proved yet."""

    made: str
    size: int


def copy_facts(source: Path) -> CopyFacts:
    """What the copy in a folder says of itself. Raises IntakeError `vault.not_a_backup`, `vault.newer`."""
    found = backup.manifest(source)
    try:
        datetime.fromisoformat(found.made)
    except ValueError as trouble:
        raise IntakeError("vault.not_a_backup") from trouble
    return CopyFacts(found.made, sum(size for size, _digest in found.files.values()))


def restore_store(
    source: Path,
    target: Path,
    name: str,
    passphrase: str,
    progress: Progress = heedless,
    *,
    aside: bool = False,
) -> Vault:
    """A new store made from a copy and open for this person. Raises IntakeError `vault.backup_*`, `vault.exists`.

    Nothing leaves it before `confirm_put_back`.

    ``aside``: what lies in the place of the store does not open and makes room, whole, in a folder beside; only once
    the copy has opened, and it comes back when no store can be made of the copy after all.
    """
    given = (source, target, name.strip(), passphrase, progress)
    try:
        return stores.entered(vault.restore(*given, factor=keychain.fetch))
    except IntakeError as trouble:
        if trouble.code != "vault.exists" or not aside:
            raise
    moved = vault.set_aside(target, datetime.now().isoformat(timespec="seconds"))
    try:
        return stores.entered(vault.restore(*given, factor=keychain.fetch))
    except BaseException:
        vault.put_back(moved, target)
        raise


def put_back(store: Vault) -> PutBack | None:
    """That the store was put back and nothing leaves it before somebody says who took their word back since; else None.
    """
    return store.put_back()


def confirm_put_back(store: Vault, codes: Sequence[str]) -> int:
    """Say who took their word back since the store was put back, by codes of persons or of records: all is taken back.

    All else may leave then. How many releases count no more. Raises IntakeError `vault.not_put_back`,
    `vault.code_not_here`, `vault.code_of_draft`, `vault.not_allowed`; then nothing is noted.
    """
    return store.confirm_put_back(codes)


def verify_store(store: Vault, progress: Progress = heedless) -> Soundness:
    """Read every page, seal, file and link of the store. Takes about a minute for each 10 GB.

    `progress` hears of records and names. Raises IntakeError `vault.cancelled`.
    """
    return _told(store, store.check(progress))


def verify_further(store: Vault, at: Checked) -> Checked | Soundness:
    """The same part by part, from `Checked()` on, so that others may write meanwhile."""
    at = store.check_on(at)
    return _told(store, at.wrong) if at.over else at


def _told(store: Vault, wrong: tuple[str, ...]) -> Soundness:
    try:
        links = store.verify_audit()
    except IntakeError:
        links = None
    try:
        apart = store.set_apart()
    except IntakeError:
        apart = ()
    return Soundness(wrong, apart, links)
