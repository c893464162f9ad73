"""The two header files beside the store: who may open it, at which cost, in which generation.

A header is JSON: ``body`` (canonical JSON text), ``mac`` (HMAC of the body under the header key), ``sum`` (SHA-256
of both, tells damage from a wrong passphrase) and ``tries`` (wrong passphrases so far: advice, not protection, for
files can be copied).  Both files normally hold the same; either one alone opens the store.  A slot has a salted
hash of the person's name, no name and no role.
"""

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from intake_app.errors import IntakeError
from intake_app.vault import keys
from intake_app.vault.files import read_small, write_durably
from intake_app.vault.keys import Kdf

FORMAT = "intake-store"
VERSION = 1
LARGEST = 256 * 1024
MOST_SLOTS = 64


@dataclass(frozen=True, slots=True)
class Slot:
    """One person's copy of the volume key, wrapped."""

    id: str
    tag: str
    salt: bytes
    kdf: Kdf
    nonce: bytes
    wrapped: bytes


@dataclass(frozen=True, slots=True)
class Tries:
    """Wrong passphrases since the last right one, and the epoch second before which no other is tried."""

    count: int = 0
    until: float = 0.0


@dataclass(frozen=True, slots=True)
class Header:
    """A header as read or to be written; `mac` is empty until `sealed`."""

    vault_id: str
    generation: int
    slots: tuple[Slot, ...]
    mac: bytes = b""

    def body(self) -> str:
        """Canonical JSON of everything that the MAC protects."""
        return json.dumps(
            {
                "format": FORMAT,
                "version": VERSION,
                "vault": self.vault_id,
                "generation": self.generation,
                "slots": [_slot_out(slot) for slot in self.slots],
            },
            sort_keys=True,
            separators=(",", ":"),
        )

    def sealed(self, header_key: bytes) -> "Header":
        """The same with its MAC."""
        return replace(self, mac=keys.seal(header_key, self.body().encode()))

    def genuine(self, header_key: bytes) -> bool:
        """Whether nobody without the volume key wrote or changed it."""
        return keys.same(self.mac, keys.seal(header_key, self.body().encode()))

    def slot_of(self, name: str) -> Slot | None:
        """The slot of the person who says this name."""
        return next((slot for slot in self.slots if slot.tag == name_tag(name, slot.salt)), None)

    def slot(self, slot_id: str) -> Slot | None:
        """The slot of a person by id."""
        return next((slot for slot in self.slots if slot.id == slot_id), None)

    def with_slot(self, slot: Slot) -> "Header":
        """The next generation, with this slot added or put in the place of the one with its id."""
        others = tuple(other for other in self.slots if other.id != slot.id)
        return replace(self, generation=self.generation + 1, slots=(*others, slot), mac=b"")

    def without_slot(self, slot_id: str) -> "Header":
        """The next generation, without the slot of this id."""
        left = tuple(slot for slot in self.slots if slot.id != slot_id)
        return replace(self, generation=self.generation + 1, slots=left, mac=b"")


def name_tag(name: str, salt: bytes) -> str:
    """A salted hash that finds a slot by the name typed, without the name in the file."""
    return hashlib.sha256(b"intake name\0" + salt + keys.fold_name(name).encode("utf-8", "surrogatepass")).hexdigest()[
        :32
    ]


def _bound(vault_id: str, slot_id: str, tag: str, kdf: Kdf) -> bytes:
    told = [FORMAT, VERSION, vault_id, slot_id, tag, kdf.memory_kib, kdf.iterations, kdf.lanes]
    return json.dumps(told, separators=(",", ":")).encode()


def new_slot(vault_id: str, slot_id: str, name: str, passphrase: str, kdf: Kdf, volume_key: bytes) -> Slot:
    """The volume key wrapped for one person under fresh salt and nonce."""
    salt, nonce = secrets.token_bytes(keys.SALT_BYTES), secrets.token_bytes(keys.NONCE_BYTES)
    tag = name_tag(name, salt)
    key = keys.slot_key(passphrase, salt, kdf)
    wrapped = keys.wrap(key, nonce, volume_key, _bound(vault_id, slot_id, tag, kdf))
    return Slot(slot_id, tag, salt, kdf, nonce, wrapped)


def open_slot(header: Header, slot: Slot, passphrase: str) -> bytes | None:
    """The volume key, or None for a wrong passphrase or a slot that is not what was written."""
    key = keys.slot_key(passphrase, slot.salt, slot.kdf)
    return keys.unwrap(key, slot.nonce, slot.wrapped, _bound(header.vault_id, slot.id, slot.tag, slot.kdf))


def spend_as_long(header: Header, passphrase: str) -> None:
    """The work of `open_slot` for a name that has no slot, so that time does not tell which names exist."""
    like = header.slots[0]
    stranger = replace(like, salt=secrets.token_bytes(keys.SALT_BYTES))
    open_slot(header, stranger, passphrase)


def paths(store: Path) -> tuple[Path, Path]:
    """Where the two headers of a store lie."""
    return store.with_name(f"{store.name}.header-a"), store.with_name(f"{store.name}.header-b")


def encode(header: Header, tries: Tries = Tries()) -> bytes:
    """The bytes of a header file."""
    body = header.body()
    told = {
        "body": body,
        "mac": header.mac.hex(),
        "sum": _sum(body, header.mac),
        "tries": {"count": tries.count, "until": tries.until},
    }
    return json.dumps(told, separators=(",", ":")).encode()


def _sum(body: str, mac: bytes) -> str:
    return hashlib.sha256(body.encode("utf-8", "surrogatepass") + mac).hexdigest()


def decode(data: bytes) -> tuple[Header, Tries]:
    """A header file read back.

    Raises IntakeError 'vault.damaged' (part header), 'vault.newer', 'vault.kdf_refused'.
    """
    try:
        outer = _mapping(json.loads(data.decode("utf-8")))
        body, mac = _text(outer, "body"), bytes.fromhex(_text(outer, "mac"))
        if _text(outer, "sum") != _sum(body, mac):
            raise ValueError("sum")
        inner = _mapping(json.loads(body))
        if _text(inner, "format") != FORMAT:
            raise ValueError("format")
        found = _number(inner, "version")
        if found <= VERSION:
            return _header_in(inner, mac, body), _tries_in(outer.get("tries"))
    except (ValueError, KeyError, TypeError, RecursionError) as trouble:
        raise IntakeError("vault.damaged", part="header") from trouble
    raise IntakeError("vault.newer", found=found, known=VERSION)


def _header_in(inner: Mapping[str, Any], mac: bytes, body: str) -> Header:
    rows = inner["slots"]
    if not isinstance(rows, list) or not 0 < len(rows) <= MOST_SLOTS:
        raise ValueError("slots")
    vault_id = _text(inner, "vault")
    if len(bytes.fromhex(vault_id)) != keys.SALT_BYTES:
        raise ValueError("vault")
    slots = tuple(_slot_in(_mapping(row)) for row in rows)
    header = Header(vault_id, _number(inner, "generation"), slots, mac)
    if header.body() != body or len({slot.id for slot in slots}) != len(slots):
        raise ValueError("not canonical")
    return header


def _slot_out(slot: Slot) -> dict[str, str | int]:
    return {
        "id": slot.id,
        "tag": slot.tag,
        "salt": slot.salt.hex(),
        "memory_kib": slot.kdf.memory_kib,
        "iterations": slot.kdf.iterations,
        "lanes": slot.kdf.lanes,
        "nonce": slot.nonce.hex(),
        "wrapped": slot.wrapped.hex(),
    }


def _slot_in(row: Mapping[str, Any]) -> Slot:
    kdf = Kdf(_number(row, "memory_kib"), _number(row, "iterations"), _number(row, "lanes"))
    keys.check_kdf(kdf)
    salt, nonce = bytes.fromhex(_text(row, "salt")), bytes.fromhex(_text(row, "nonce"))
    if len(salt) != keys.SALT_BYTES or len(nonce) != keys.NONCE_BYTES:
        raise ValueError("salt or nonce")
    return Slot(_text(row, "id"), _text(row, "tag"), salt, kdf, nonce, bytes.fromhex(_text(row, "wrapped")))


def _tries_in(told: object) -> Tries:
    """The count as far as it can be read: it is outside the MAC and only advice."""
    if not isinstance(told, dict):
        return Tries()
    count, until = told.get("count"), told.get("until")
    if isinstance(count, int) and isinstance(until, (int, float)) and 0 <= count < 10**6 and 0 <= until < 2**40:
        return Tries(count, float(until))
    return Tries()


def _mapping(value: object) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise ValueError("not an object")
    return value


def _text(row: Mapping[str, Any], key: str) -> str:
    value = row[key]
    if not isinstance(value, str):
        raise ValueError(key)
    return value


def _number(row: Mapping[str, Any], key: str) -> int:
    value = row[key]
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError(key)
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


def write(store: Path, header: Header, tries: Tries = Tries()) -> None:
    """Both files, one after the other: at every moment one of them is whole, and at the end both are new."""
    for path in paths(store):
        write_durably(path, encode(header, tries))
