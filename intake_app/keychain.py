"""The keyring of the operating system, where a person's second secret can lie: never the only one.

`keyring` looks for what the system has when it is imported, which takes a moment; so it is imported when it is needed.
"""

import secrets
from typing import Any

from intake_app.errors import IntakeError

_SERVICE = "intake"
_BYTES = 32


def _system() -> Any:
    import keyring

    return keyring


def fetch(entry: str) -> bytes | None:
    """The secret under a name; None when there is none, or no keyring to ask."""
    system = _system()
    try:
        kept = system.get_password(_SERVICE, entry)
        return bytes.fromhex(kept) if kept else None
    except (system.errors.KeyringError, ValueError):
        return None


def keep_new(entry: str) -> bytes:
    """A fresh secret, kept under a name and read back.  Raises IntakeError 'keychain.none'."""
    system, secret = _system(), secrets.token_bytes(_BYTES)
    try:
        system.set_password(_SERVICE, entry, secret.hex())
    except system.errors.KeyringError as trouble:
        raise IntakeError("keychain.none") from trouble
    if fetch(entry) != secret:
        raise IntakeError("keychain.none")
    return secret


def forget(entry: str) -> None:
    """Takes a secret away, if the keyring has it and lets it go."""
    system = _system()
    try:
        system.delete_password(_SERVICE, entry)
    except system.errors.KeyringError:
        return
