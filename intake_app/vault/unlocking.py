"""From what somebody types, or holds in the hand, to the keys: slots tried, seals looked at, wrong tries counted."""

import contextlib
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from intake_app.errors import IntakeError
from intake_app.vault import header, keys, slots
from intake_app.vault.header import NO_TRIES, Header, Pair, Tries
from intake_app.vault.keys import VolumeKeys
from intake_app.vault.slots import Kind, Slot

FREE_TRIES = 3
LONGEST_DELAY = 60.0
"""Seconds.  After `FREE_TRIES` wrong passphrases the next one waits 1, 2, 4 ... seconds, up to this."""

Factor = Callable[[str], bytes | None]
"""The second secret that the system keyring keeps under a name, or None."""


@dataclass(frozen=True, slots=True, repr=False)
class Unlocked:
    """What a right secret gave: the header in force, the keys, whose slot it was.

    ``wrong`` are the tries before it; ``repair`` says that the two header files are not both as they should be;
    ``slot_key`` is there when the slot is of version 1, to be made anew under the same key.
    """

    header: Header
    keys: VolumeKeys
    slot_id: str
    wrong: Tries = NO_TRIES
    repair: bool = False
    slot_key: bytes = b""


@dataclass(frozen=True, slots=True, repr=False)
class _Found:
    """A slot and what came out of it; no volume key when the secret was another."""

    slot: Slot | None = None
    volume: bytes | None = None
    key: bytes = b""


def no_keyring(_entry: str) -> bytes | None:
    """Where there is no system keyring."""
    return None


def keyring_entry(vault_id: str, slot_id: str) -> str:
    """The name under which the system keyring keeps a person's second secret; it says nothing about the person."""
    return f"{vault_id}.{slot_id}"


def unlock(path: Path, name: str, passphrase: str, factor: Factor = no_keyring, counted: bool = True) -> Unlocked:
    """The keys of the newest header that this passphrase opens and whose seal is right.

    ``counted``: whether a wrong try is noted in the headers; not in those of a copy, which stays as it is.

    Raises IntakeError 'vault.wrong_passphrase', 'vault.wait', 'vault.keyring_missing', and 'vault.damaged' when the
    passphrase is right but no header is as it was written.
    """
    tried = partial(_by_name, name=name, passphrase=passphrase, factor=factor)
    return _unlocked(path, tried, "vault.wrong_passphrase", counted)


def unlock_with_recovery(path: Path, key: str) -> Unlocked:
    """The same with a recovery key as `recovery.canonical` gives it.

    Raises IntakeError 'vault.no_recovery_key' when the store has none, 'vault.wrong_recovery_key' ...
    """
    _has(path, Kind.RECOVERY, "vault.no_recovery_key")
    return _unlocked(path, lambda candidate: _by_recovery(candidate, key), "vault.wrong_recovery_key")


def unlock_with_escrow(path: Path, private: bytes) -> Unlocked:
    """The same with the private half of an organisation's key.

    Raises IntakeError 'vault.no_organisation_key' when the store has none, 'vault.wrong_organisation_key' ...
    """
    _has(path, Kind.ESCROW, "vault.no_organisation_key")
    return _unlocked(path, lambda candidate: _by_escrow(candidate, private), "vault.wrong_organisation_key")


def _has(path: Path, kind: Kind, code: str) -> None:
    if not any(candidate.of_kind(kind) for candidate in header.read(path).headers):
        raise IntakeError(code)


def _unlocked(path: Path, attempt: Callable[[Header], _Found], refusal: str, counted: bool = True) -> Unlocked:
    pair = header.read(path)
    _wait_over(pair.tries)
    forged = False
    for candidate in pair.headers:
        found = attempt(candidate)
        if found.slot is None or found.volume is None:
            continue
        subkeys = keys.volume_keys(found.volume, candidate.vault_id)
        if candidate.genuine(subkeys.header):
            legacy = found.key if found.slot.kind is Kind.LEGACY else b""
            repair = not pair.alike or pair.tries != NO_TRIES
            return Unlocked(candidate, subkeys, found.slot.id, pair.tries, repair, legacy)
        forged = True
    if forged:
        raise IntakeError("vault.damaged", part="header")
    if counted:
        _count_wrong_try(path, pair, recovery=refusal != "vault.wrong_passphrase")
    raise IntakeError(refusal)


def _by_name(candidate: Header, name: str, passphrase: str, factor: Factor) -> _Found:
    """One key derivation, whether the name is known or not."""
    slot = candidate.slot_of(name)
    if slot is None:
        keys.slot_key(passphrase, secrets.token_bytes(keys.SALT_BYTES), candidate.cost())
        return _Found()
    second = second_secret(candidate.vault_id, slot, factor)
    key = keys.slot_key(passphrase, slot.salt, slot.kdf, second)
    return _Found(slot, slots.volume_by(slot, candidate.binding, key), key)


def second_secret(vault_id: str, slot: Slot, factor: Factor) -> bytes:
    """What the keyring adds to the passphrase of a slot; empty when the slot wants nothing of it.

    Raises IntakeError 'vault.keyring_missing'.
    """
    if not slot.keyring:
        return b""
    found = factor(keyring_entry(vault_id, slot.id))
    if not found:
        raise IntakeError("vault.keyring_missing")
    return found


def _by_recovery(candidate: Header, key: str) -> _Found:
    for slot in candidate.of_kind(Kind.RECOVERY):
        derived = keys.slot_key(key, slot.salt, slot.kdf)
        return _Found(slot, slots.volume_by(slot, candidate.binding, derived))
    return _Found()


def _by_escrow(candidate: Header, private: bytes) -> _Found:
    slot = candidate.slot(slots.escrow_id(keys.public_of(private)))
    return _Found() if slot is None else _Found(slot, slots.volume_with(slot, candidate.binding, private))


def _wait_over(tries: Tries) -> None:
    """A clock that was set back does not lock anybody out for longer than the longest delay."""
    left = tries.until - time.time()
    if 0 < left <= LONGEST_DELAY:
        raise IntakeError("vault.wait", seconds=int(left) + 1)


def _count_wrong_try(path: Path, pair: Pair, recovery: bool) -> None:
    """Notes the try in the headers, when both say the same; with two different ones nothing is overwritten."""
    count = pair.tries.count + 1
    late = count - FREE_TRIES
    delay = min(2.0 ** (late - 1), LONGEST_DELAY) if late > 0 else 0.0
    tries = replace(pair.tries, count=count, until=time.time() + delay if delay else 0.0)
    if recovery:
        tries = replace(tries, recoveries=tries.recoveries + 1)
    if len(pair.headers) == 1:
        with contextlib.suppress(IntakeError):  # only advice: a read-only folder must still tell of the passphrase
            header.write(path, pair.headers[0], tries)
