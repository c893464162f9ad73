"""Slots: who can get at the volume key, and how.

``person`` and ``recovery`` have a key pair of their own.  A passphrase (or the recovery key) opens the private half;
the volume key is sealed to the public half, so that a new volume key reaches everybody without their passphrases.
``escrow`` is the public half of a key whose private half is elsewhere.  ``legacy`` is a person's slot of version 1,
which wraps the volume key itself; it gives way to a ``person`` slot when that person next opens the store.

What a passphrase opens is bound to the store's public signing key too.  Anybody can seal to a public key, so without
that a thief could put a store with a volume key of their own in the place of this one, and wait for it to be filled.
"""

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from intake_app.vault import keys
from intake_app.vault.keys import Kdf

FORMAT = "intake-store"
VERSION = 2
_TAG = 32


class Kind(StrEnum):
    """What opens a slot."""

    PERSON = "person"
    RECOVERY = "recovery"
    ESCROW = "escrow"
    LEGACY = "legacy"


@dataclass(frozen=True, slots=True)
class Binding:
    """What the slots of one header have in common: the store, the number of its volume key, its public signing key."""

    vault_id: str
    epoch: int
    signer: bytes


@dataclass(frozen=True, slots=True)
class Slot:
    """One way to the volume key.

    ``wrapped`` is the private half of the slot's key pair under its passphrase (legacy: the volume key itself),
    ``sealed`` the volume key to its public half.  ``keyring`` says that a second secret goes with the passphrase.
    """

    id: str
    kind: Kind
    public: bytes = b""
    sealed: bytes = b""
    tag: str = ""
    salt: bytes = b""
    kdf: Kdf = keys.FLOOR
    nonce: bytes = b""
    wrapped: bytes = b""
    keyring: bool = False

    @property
    def personal(self) -> bool:
        """Whether a name and a passphrase open it."""
        return self.kind in (Kind.PERSON, Kind.LEGACY)

    def belongs_to(self, name: str) -> bool:
        """Whether it is the slot of the person who says this name."""
        return self.personal and self.tag == name_tag(name, self.salt)


def name_tag(name: str, salt: bytes) -> str:
    """A salted hash that finds a slot by the name typed, without the name in the file."""
    told = b"intake name\0" + salt + keys.fold_name(name).encode("utf-8", "surrogatepass")
    return hashlib.sha256(told).hexdigest()[:_TAG]


def _canonical(*told: object) -> bytes:
    return json.dumps(told, separators=(",", ":")).encode()


def _lock(slot: Slot, binding: Binding) -> bytes:
    """What the wrapped half is bound to: everything that says how it is opened and whose store it is for."""
    cost = (slot.kdf.memory_kib, slot.kdf.iterations, slot.kdf.lanes)
    if slot.kind is Kind.LEGACY:
        return _canonical(FORMAT, 1, binding.vault_id, slot.id, slot.tag, *cost)
    mine = (slot.id, slot.kind.value, slot.tag, *cost, slot.keyring, slot.public.hex())
    return _canonical(FORMAT, VERSION, "slot", binding.vault_id, binding.signer.hex(), *mine)


def _letter(slot: Slot, binding: Binding) -> bytes:
    """What the sealed volume key is bound to."""
    return _canonical(FORMAT, VERSION, "volume", binding.vault_id, binding.epoch, slot.id, slot.kind.value)


@dataclass(frozen=True, slots=True, repr=False)
class Secret:
    """What a person types, at which cost it is tried, and the second factor beside it (empty: none)."""

    text: str
    kdf: Kdf = keys.FLOOR
    factor: bytes = b""


def person_slot(binding: Binding, slot_id: str, name: str, secret: Secret, volume: bytes) -> Slot:
    """A slot with a fresh key pair for a person."""
    private, public = keys.new_pair()
    return with_secret(Slot(slot_id, Kind.PERSON, public), binding, private, secret, volume, name)


def recovery_slot(binding: Binding, key: str, volume: bytes) -> Slot:
    """A slot for a recovery key.  Its cost is the floor: the key is random, and long enough by itself."""
    private, public = keys.new_pair()
    return with_secret(Slot(secrets.token_hex(8), Kind.RECOVERY, public), binding, private, Secret(key), volume)


def escrow_slot(binding: Binding, public: bytes, volume: bytes) -> Slot:
    """A slot for an organisation's key.  Raises IntakeError 'vault.bad_public_key'."""
    return resealed(Slot(escrow_id(public), Kind.ESCROW, public), binding, volume)


def escrow_id(public: bytes) -> str:
    """The id of an organisation key's slot: the same in every store."""
    return hashlib.sha256(b"intake escrow\0" + public).hexdigest()[:16]


def with_secret(slot: Slot, binding: Binding, private: bytes, secret: Secret, volume: bytes, name: str = "") -> Slot:
    """The slot as another secret opens it.  Its key pair stays, salt and nonce are fresh."""
    salt = secrets.token_bytes(keys.SALT_BYTES)
    tag = name_tag(name, salt) if slot.kind is Kind.PERSON else ""
    open_slot = replace(slot, tag=tag, salt=salt, kdf=secret.kdf, keyring=bool(secret.factor))
    key = keys.slot_key(secret.text, salt, secret.kdf, secret.factor)
    return resealed(_locked(open_slot, binding, private, key), binding, volume)


def modern(slot: Slot, binding: Binding, key: bytes, volume: bytes) -> Slot:
    """A legacy slot as a person slot with a key pair, under the same slot key."""
    private, public = keys.new_pair()
    return resealed(_locked(replace(slot, kind=Kind.PERSON, public=public), binding, private, key), binding, volume)


def _locked(slot: Slot, binding: Binding, private: bytes, key: bytes) -> Slot:
    nonce = secrets.token_bytes(keys.NONCE_BYTES)
    return replace(slot, nonce=nonce, wrapped=keys.wrap(key, nonce, private, _lock(slot, binding)))


def resealed(slot: Slot, binding: Binding, volume: bytes) -> Slot:
    """The slot with another volume key, or another number of it."""
    return replace(slot, sealed=keys.seal_to(slot.public, volume, _letter(slot, binding)))


def private_half(slot: Slot, binding: Binding, key: bytes) -> bytes | None:
    """What the slot key opens: the private half (legacy: the volume key); None for another key or a changed slot."""
    return keys.unwrap(key, slot.nonce, slot.wrapped, _lock(slot, binding))


def volume_with(slot: Slot, binding: Binding, private: bytes) -> bytes | None:
    """The volume key by the private half of the slot's pair; None when it was sealed to another."""
    return keys.open_sealed(private, slot.sealed, _letter(slot, binding))


def volume_by(slot: Slot, binding: Binding, key: bytes) -> bytes | None:
    """The volume key by a slot key; None for a wrong passphrase or a slot that is not what was written."""
    found = private_half(slot, binding, key)
    return found if found is None or slot.kind is Kind.LEGACY else volume_with(slot, binding, found)


_COST = {"memory_kib", "iterations", "lanes"}
_LOCKED = {"id", "kind", "public", "sealed", "salt", "nonce", "wrapped"} | _COST
_FIELDS = {
    Kind.PERSON: _LOCKED | {"tag", "keyring"},
    Kind.RECOVERY: _LOCKED,
    Kind.ESCROW: {"id", "kind", "public", "sealed"},
    Kind.LEGACY: {"id", "kind", "tag", "salt", "nonce", "wrapped"} | _COST,
}
_SIZES = {
    "public": keys.KEY_BYTES,
    "sealed": keys.SEALED_BYTES,
    "salt": keys.SALT_BYTES,
    "nonce": keys.NONCE_BYTES,
    "wrapped": keys.WRAPPED_BYTES,
}


def as_row(slot: Slot, version: int) -> dict[str, str | int | bool]:
    """The slot as JSON of a header of this version."""
    row: dict[str, str | int | bool] = {"id": slot.id, "kind": slot.kind.value, "tag": slot.tag}
    row |= {name: getattr(slot, name).hex() for name in _SIZES}
    row |= {name: getattr(slot.kdf, name) for name in _COST} | {"keyring": slot.keyring}
    told = _FIELDS[slot.kind] - ({"kind"} if version == 1 else set())
    return {name: value for name, value in row.items() if name in told}


def of_row(row: Mapping[str, Any], version: int) -> Slot:
    """A slot read from JSON.  Raises ValueError, KeyError or TypeError; IntakeError 'vault.kdf_refused'."""
    kind = Kind.LEGACY if version == 1 else Kind(text(row, "kind"))
    fields = _FIELDS[kind]
    found: dict[str, Any] = {name: _bytes(row, name) for name in _SIZES if name in fields}
    if "memory_kib" in fields:
        found["kdf"] = Kdf(number(row, "memory_kib"), number(row, "iterations"), number(row, "lanes"))
        keys.check_kdf(found["kdf"])
    if "tag" in fields:
        found["tag"] = text(row, "tag")
    if "keyring" in fields:
        found["keyring"] = _truth(row, "keyring")
    return Slot(text(row, "id"), kind, **found)


def _bytes(row: Mapping[str, Any], name: str) -> bytes:
    value = bytes.fromhex(text(row, name))
    if len(value) != _SIZES[name]:
        raise ValueError(name)
    return value


def _truth(row: Mapping[str, Any], name: str) -> bool:
    value = row[name]
    if not isinstance(value, bool):
        raise ValueError(name)
    return value


def text(row: Mapping[str, Any], name: str) -> str:
    """A member of a JSON object that must be text.  Raises ValueError or KeyError."""
    value = row[name]
    if not isinstance(value, str):
        raise ValueError(name)
    return value


def number(row: Mapping[str, Any], name: str) -> int:
    """A member of a JSON object that must be a whole number from 0.  Raises ValueError or KeyError."""
    value = row[name]
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError(name)
    return value
