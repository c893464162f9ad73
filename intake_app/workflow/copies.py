"""Copies of the store, stores from copies, and the reading of everything that says whether a store is sound."""

from dataclasses import dataclass
from pathlib import Path

from intake_app import keychain, vault
from intake_app.errors import IntakeError
from intake_app.vault import BackupMade, Progress, SetApart, Vault, backup


@dataclass(frozen=True)
class Soundness:
    """What a reading of the whole store found: codes, records that are set apart, links of the log of actions.

    `links` is None when the log is broken. `set_apart` is empty for who may not see the log.
    """

    wrong: tuple[str, ...]
    set_apart: tuple[SetApart, ...]
    links: int | None


def back_up(store: Vault, target: Path, progress: Progress = backup.heedless) -> BackupMade:
    """A copy of the whole store in a new folder, encrypted as the store is, read back and checked before it counts.

    Raises IntakeError `vault.backup_*`, `vault.cancelled`, `vault.not_allowed`.
    """
    return store.back_up(target, progress)


def restore_store(
    source: Path, target: Path, name: str, passphrase: str, progress: Progress = backup.heedless
) -> Vault:
    """A new store made from a copy and open for this person. Raises IntakeError `vault.backup_*`, `vault.exists`."""
    return vault.restore(source, target, name.strip(), passphrase, progress, factor=keychain.fetch)


def verify_store(store: Vault) -> Soundness:
    """Read every page, seal, file and link of the store. Takes about a minute for each 10 GB."""
    wrong = store.check()
    try:
        links = store.verify_audit()
    except IntakeError:
        links = None
    try:
        apart = store.set_apart()
    except IntakeError:
        apart = ()
    return Soundness(wrong, apart, links)
