"""The two header files beside the store: who may open it, at which cost, in which generation.

A header is JSON: ``body`` (canonical JSON text), ``mac`` (HMAC of the body under the header key), ``signature`` (of
the body, by the store's signing key), ``sum`` (SHA-256 of the three, tells damage from a wrong passphrase) and
``tries`` (wrong passphrases so far: advice, not protection, for files can be copied).  Both files normally hold the
same; either one alone opens the store.  A slot has a salted hash of the person's name, no name and no role.

Version 1 had no signature, no key pairs and one volume key for ever.  It is read, and never made.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from intake_app.errors import IntakeError
from intake_app.paths import headers
from intake_app.vault import keys
from intake_app.vault.files import read_small, write_durably
from intake_app.vault.slots import FORMAT, VERSION, Binding, Kind, Slot, as_row, number, of_row, text

LARGEST = 256 * 1024
MOST_SLOTS = 64


@dataclass(frozen=True, slots=True)
class Tries:
    """Wrong secrets since the last right one, and the epoch second before which no other is tried.

    ``recoveries`` are those among them that were a recovery key or an organisation's key.
    """

    count: int = 0
    until: float = 0.0
    recoveries: int = 0


NO_TRIES = Tries()


@dataclass(frozen=True, slots=True)
class Header:
    """A header as read or to be written; `mac` and `signature` are empty until `sealed`.

    ``epoch`` numbers the volume key, ``signer`` is the public signing key.  ``previous`` is there while a new volume
    key takes over: the volume key before it, wrapped by the new one.
    """

    vault_id: str
    generation: int
    slots: tuple[Slot, ...]
    epoch: int = 1
    signer: bytes = b""
    previous: bytes = b""
    version: int = VERSION
    mac: bytes = b""
    signature: bytes = b""

    @property
    def binding(self) -> Binding:
        """What its slots have in common."""
        return Binding(self.vault_id, self.epoch, self.signer)

    def body(self) -> str:
        """Canonical JSON of everything that MAC and signature protect."""
        told = {
            "format": FORMAT,
            "version": self.version,
            "vault": self.vault_id,
            "generation": self.generation,
            "slots": [as_row(slot, self.version) for slot in self.slots],
        }
        if self.version > 1:
            told |= {"epoch": self.epoch, "signer": self.signer.hex(), "previous": self.previous.hex()}
        return json.dumps(told, sort_keys=True, separators=(",", ":"))

    def sealed(self, header_key: bytes, signing_key: Ed25519PrivateKey) -> "Header":
        """The same as the present version, with its MAC and its signature."""
        whole = replace(self, version=VERSION, signer=signing_key.public_key().public_bytes_raw())
        body = whole.body().encode()
        return replace(whole, mac=keys.seal(header_key, body), signature=signing_key.sign(body))

    def genuine(self, header_key: bytes) -> bool:
        """Whether nobody without the volume key and the signing key wrote or changed it."""
        body = self.body().encode()
        return keys.same(self.mac, keys.seal(header_key, body)) and (self.version == 1 or self._signed(body))

    def _signed(self, body: bytes) -> bool:
        try:
            Ed25519PublicKey.from_public_bytes(self.signer).verify(self.signature, body)
        except InvalidSignature:
            return False
        return True

    def slot_of(self, name: str) -> Slot | None:
        """The slot of the person who says this name."""
        return next((slot for slot in self.slots if slot.belongs_to(name)), None)

    def slot(self, slot_id: str) -> Slot | None:
        """The slot with this id."""
        return next((slot for slot in self.slots if slot.id == slot_id), None)

    def of_kind(self, kind: Kind) -> tuple[Slot, ...]:
        """The slots of one kind."""
        return tuple(slot for slot in self.slots if slot.kind is kind)

    def with_slot(self, slot: Slot) -> "Header":
        """The next generation, with this slot added or put in the place of the one with its id."""
        others = tuple(other for other in self.slots if other.id != slot.id)
        return replace(self, generation=self.generation + 1, slots=(*others, slot))

    def renewed(self, slots: tuple[Slot, ...], previous: bytes) -> "Header":
        """The next generation, with the next volume key in these slots and the one before it beside them."""
        return replace(self, generation=self.generation + 1, epoch=self.epoch + 1, slots=slots, previous=previous)

    def settled(self) -> "Header":
        """The next generation, without the volume key before."""
        return replace(self, generation=self.generation + 1, previous=b"")

    def cost(self) -> keys.Kdf:
        """What it costs to try a passphrase here, whoever says it."""
        return next((slot.kdf for slot in self.slots if slot.personal), keys.DEFAULT)


def paths(store: Path) -> tuple[Path, Path]:
    """Where the two headers of a store lie."""
    return headers(store)


def encode(header: Header, tries: Tries = NO_TRIES) -> bytes:
    """The bytes of a header file."""
    body = header.body()
    told = {"body": body, "mac": header.mac.hex(), "sum": _sum(body, header.mac, header.signature)}
    if header.version > 1:
        told["signature"] = header.signature.hex()
    counts = {"count": tries.count, "until": tries.until, "recoveries": tries.recoveries}
    return json.dumps({**told, "tries": counts}, separators=(",", ":")).encode()


def _sum(body: str, mac: bytes, signature: bytes = b"") -> str:
    return hashlib.sha256(body.encode("utf-8", "surrogatepass") + mac + signature).hexdigest()


def decode(data: bytes) -> tuple[Header, Tries]:
    """A header file read back.

    Raises IntakeError 'vault.damaged' (part header), 'vault.newer', 'vault.kdf_refused'.
    """
    try:
        outer = _mapping(json.loads(data.decode("utf-8"), object_pairs_hook=_each_once))
        body, mac = text(outer, "body"), bytes.fromhex(text(outer, "mac"))
        signature = bytes.fromhex(text(outer, "signature")) if "signature" in outer else b""
        if text(outer, "sum") != _sum(body, mac, signature):
            raise ValueError("sum")
        inner = _mapping(json.loads(body))
        if text(inner, "format") != FORMAT:
            raise ValueError("format")
        found = number(inner, "version")
        if 1 <= found <= VERSION:
            return _header_in(inner, mac, signature, body), _tries_in(outer.get("tries"))
    except (ValueError, KeyError, TypeError, RecursionError) as trouble:
        raise IntakeError("vault.damaged", part="header") from trouble
    raise IntakeError("vault.newer", found=found, known=VERSION)


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose members have different names: the last of two would win, unseen."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("twice")
    return found


def _header_in(inner: Mapping[str, Any], mac: bytes, signature: bytes, body: str) -> Header:
    rows, version = inner["slots"], number(inner, "version")
    if not isinstance(rows, list) or not 0 < len(rows) <= MOST_SLOTS:
        raise ValueError("slots")
    vault_id = text(inner, "vault")
    if len(bytes.fromhex(vault_id)) != keys.SALT_BYTES:
        raise ValueError("vault")
    slots = tuple(of_row(_mapping(row), version) for row in rows)
    told = _later(inner) if version > 1 else {}
    header = Header(vault_id, number(inner, "generation"), slots, version=version, mac=mac, signature=signature, **told)
    if (
        header.body() != body
        or len({slot.id for slot in slots}) != len(slots)
        or len(header.of_kind(Kind.RECOVERY)) > 1
    ):
        raise ValueError("not canonical")
    return header


def _later(inner: Mapping[str, Any]) -> dict[str, Any]:
    """What version 2 has beside the slots."""
    signer, previous = bytes.fromhex(text(inner, "signer")), bytes.fromhex(text(inner, "previous"))
    if len(signer) != keys.KEY_BYTES or len(previous) not in (0, keys.NONCE_BYTES + keys.WRAPPED_BYTES):
        raise ValueError("signer or previous")
    return {"epoch": number(inner, "epoch"), "signer": signer, "previous": previous}


def _tries_in(told: object) -> Tries:
    """The count as far as it can be read: it is outside the MAC and only advice."""
    if not isinstance(told, dict):
        return NO_TRIES
    count, until, recoveries = told.get("count"), told.get("until"), told.get("recoveries", 0)
    counts = all(isinstance(value, int) and 0 <= value < 10**6 for value in (count, recoveries))
    if counts and isinstance(until, (int, float)) and 0 <= until < 2**40:
        return Tries(count or 0, float(until), recoveries)
    return NO_TRIES


def _mapping(value: object) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise ValueError("not an object")
    return value


@dataclass(frozen=True, slots=True)
class Pair:
    """What the two header files gave: readable headers, the newest first, and whether both files are alike."""

    headers: tuple[Header, ...]
    tries: Tries
    alike: bool


def read(store: Path) -> Pair:
    """The headers of a store; one torn or missing file is survived.

    Raises IntakeError 'vault.header_missing' (neither there), or the trouble of the last unreadable one.
    """
    found: list[tuple[Header, Tries]] = []
    trouble: IntakeError | None = None
    for path in paths(store):
        data = read_small(path, LARGEST)
        if data is None:
            continue
        try:
            found.append(decode(data))
        except IntakeError as error:
            trouble = error
    if found:
        return _pair(found)
    raise trouble or IntakeError("vault.header_missing")


def _pair(found: list[tuple[Header, Tries]]) -> Pair:
    found.sort(key=lambda item: item[0].generation, reverse=True)
    different = tuple(dict.fromkeys(header for header, _ in found))
    tries = max((tries for _, tries in found), key=lambda tries: tries.count)
    return Pair(different, tries, alike=len(found) == 2 and len(different) == 1)


def write(store: Path, header: Header, tries: Tries = NO_TRIES) -> None:
    """Both files, one after the other: at every moment one of them is whole, and at the end both are new."""
    for path in paths(store):
        write_durably(path, encode(header, tries))
