"""Who gets into a store, and with what: passphrases, the second secret in the keyring, recovery, organisations."""

from collections.abc import Sequence
from pathlib import Path

from intake_app import keychain, organisation_key, passphrases, vault
from intake_app.organisation_key import KeySet, ShareFacts
from intake_app.vault import Return, Upgrade, Vault, unwatched
from intake_app.workflow import store as stores


def suggest_passphrase(language: str, words: int = passphrases.WORDS) -> str:
    """A passphrase drawn by lot, in words of a language; English where there are none."""
    return passphrases.suggest(language, words)


def change_passphrase(store: Vault, old: str, new: str, keyring: bool | None = None) -> None:
    """One's own passphrase; `keyring` says whether a second secret goes with it from now on, None: as before.

    Raises IntakeError 'keychain.none' where there is no keyring, and as the vault's verb does.
    """
    entry, uses = store.keyring_entry(), store.uses_keyring()
    if keyring and not uses:
        try:
            store.change_passphrase(old, new, keychain.fetch, keychain.keep_new(entry))
        except Exception:
            keychain.forget(entry)
            raise
        return
    store.change_passphrase(old, new, keychain.fetch, b"" if keyring is False else None)
    if keyring is False and uses:
        keychain.forget(entry)


def recover_store(path: Path, key: str | bytes, who: Return, progress: Upgrade = unwatched) -> Vault:
    """The store by its recovery key as typed, or by the private half of an organisation's key; see `vault.recover`."""
    return stores.entered(vault.recover(path, key, who, progress=progress))


def new_organisation_key(shares: int, threshold: int) -> KeySet:
    """A fresh key of an organisation.  Raises IntakeError 'share.numbers'."""
    return organisation_key.create(shares, threshold)


def organisation_key_of(shares: Sequence[str]) -> bytes:
    """The private half of an organisation's key by its shares.  Raises IntakeError 'share.*'."""
    return organisation_key.private_half(shares)


def share_facts(share: str) -> ShareFacts:
    """What a share says about itself.  Raises IntakeError 'share.*'."""
    return organisation_key.facts(share)


def public_key_file(public: bytes) -> str:
    """The text of a file with an organisation's public key."""
    return organisation_key.public_file(public)


def public_key_of(text: str) -> bytes:
    """The key in such a file.  Raises IntakeError 'share.bad_file'."""
    return organisation_key.public_half(text)


def fingerprint(public: bytes) -> str:
    """Six groups of four digits, to be read aloud."""
    return organisation_key.fingerprint(public)
