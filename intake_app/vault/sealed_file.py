"""A file with a record in it that leaves the store, sealed: for keys of organisations, for a passphrase, or for both.

``INTKRCD1``, the length of the head in four bytes, the head as JSON, pieces, a signature of 64 bytes.  The head says
who made it and what opens it; the key of the pieces is sealed to each organisation (HPKE) and under the passphrase
(Argon2id, AES-GCM), bound to the file and to its maker.  A piece is its length in four bytes, the first bit set on the
last piece of a part, and AES-256-GCM bound to head, part and place.  The signature (Ed25519) is that of the store over
the SHA-256 of all before it, and is looked at before anything is opened.
"""

import hashlib
import json
import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from intake_app.errors import IntakeError
from intake_app.vault import content, keys
from intake_app.vault.attachments import PIECE
from intake_app.vault.keys import Kdf

MAGIC = b"INTKRCD1"
_SIGNED = b"intake sealed record\0"
_SIGNATURE, _LENGTH, _LAST = 64, 4, 1 << 31
_LARGEST_HEAD = 1024 * 1024
_BLOCK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Lock:
    """What opens a file: public halves of organisations, and a passphrase at a cost; "" for none."""

    organisations: Sequence[bytes]
    passphrase: str = field(repr=False)
    kdf: Kdf


def sealed(
    facts: dict[str, str], lock: Lock, maker: Ed25519PrivateKey, parts: Iterable[Iterable[bytes]]
) -> Iterator[bytes]:
    """The bytes of a file, piece by piece; ``facts`` stand in its head for anybody to read."""
    key, name = secrets.token_bytes(keys.KEY_BYTES), secrets.token_hex(16)
    public = maker.public_key().public_bytes_raw()
    bound = _SIGNED + public + bytes.fromhex(name)
    told = {
        **facts,
        "file": name,
        "key": public.hex(),
        "organisations": {one.hex(): keys.seal_to(one, key, bound).hex() for one in lock.organisations},
        "passphrase": _under(lock, key, bound) if lock.passphrase else None,
    }
    head = json.dumps(told, ensure_ascii=False).encode()
    digest = hashlib.sha256()
    for piece in (MAGIC, len(head).to_bytes(_LENGTH, "big"), head):
        digest.update(piece)
        yield piece
    place = hashlib.sha256(head).hexdigest()
    for number, part in enumerate(parts):
        for framed in _framed(key, place, number, part):
            digest.update(framed)
            yield framed
    yield maker.sign(_SIGNED + digest.digest())


def _under(lock: Lock, key: bytes, bound: bytes) -> dict[str, Any]:
    salt, nonce = secrets.token_bytes(keys.SALT_BYTES), secrets.token_bytes(keys.NONCE_BYTES)
    wrapped = keys.wrap(keys.slot_key(lock.passphrase, salt, lock.kdf), nonce, key, bound)
    cost = {"memory_kib": lock.kdf.memory_kib, "iterations": lock.kdf.iterations, "lanes": lock.kdf.lanes}
    return {"salt": salt.hex(), "nonce": nonce.hex(), "kdf": cost, "wrapped": wrapped.hex()}


def _framed(key: bytes, place: str, number: int, part: Iterable[bytes]) -> Iterator[bytes]:
    """The pieces of a part, each as long as it came; one empty piece for a part without any."""
    pieces = iter(part)
    at, piece = 0, next(pieces, b"")
    while True:
        following = next(pieces, None)
        last = following is None
        locked = content.lock(key, piece, "part", place, number, at, int(last))
        yield (len(locked) | (_LAST if last else 0)).to_bytes(_LENGTH, "big") + locked
        if following is None:
            return
        at, piece = at + 1, following


class SealedFile:
    """A sealed file whose signature fits; ``head`` is what anybody can read of it."""

    def __init__(self, stream: BinaryIO) -> None:
        """Reads the whole stream once.  Raises IntakeError 'vault.sealed_not_one', 'vault.sealed_changed'."""
        self._stream = stream
        magic, length = stream.read(len(MAGIC)), int.from_bytes(stream.read(_LENGTH), "big")
        if magic != MAGIC or length > _LARGEST_HEAD:
            raise IntakeError("vault.sealed_not_one")
        self._told = stream.read(length)
        self._begin = stream.tell()
        try:
            self.head: dict[str, Any] = json.loads(self._told)
            maker = Ed25519PublicKey.from_public_bytes(bytes.fromhex(self.head["key"]))
            self._bound = _SIGNED + bytes.fromhex(self.head["key"]) + bytes.fromhex(self.head["file"])
        except (ValueError, KeyError, TypeError, RecursionError) as trouble:
            raise IntakeError("vault.sealed_not_one") from trouble
        self._end = self._verify(maker)

    def _verify(self, maker: Ed25519PublicKey) -> int:
        """Where the pieces end."""
        end = self._stream.seek(0, 2) - _SIGNATURE
        self._stream.seek(0)
        digest, left = hashlib.sha256(), end
        while left > 0:
            block = self._stream.read(min(left, _BLOCK))
            digest.update(block)
            left -= len(block)
        try:
            maker.verify(self._stream.read(_SIGNATURE), _SIGNED + digest.digest())
        except InvalidSignature as trouble:
            raise IntakeError("vault.sealed_changed") from trouble
        return end

    def key(self, passphrase: str = "", private: bytes = b"") -> bytes:
        """The key of the pieces, by the passphrase or the private half of an organisation's key.

        Raises IntakeError 'vault.sealed_wrong' when it opens nothing here, 'vault.kdf_refused'.
        """
        try:
            found = self._by_organisation(private) if private else self._by_passphrase(passphrase)
        except (ValueError, KeyError, TypeError, AttributeError) as trouble:
            raise IntakeError("vault.sealed_not_one") from trouble
        if found is None:
            raise IntakeError("vault.sealed_wrong")
        return found

    def _by_organisation(self, private: bytes) -> bytes | None:
        wrapped = self.head["organisations"].get(keys.public_of(private).hex())
        return keys.open_sealed(private, bytes.fromhex(wrapped), self._bound) if wrapped else None

    def _by_passphrase(self, passphrase: str) -> bytes | None:
        told = self.head["passphrase"]
        if told is None:
            return None
        salt, nonce, wrapped = (bytes.fromhex(told[name]) for name in ("salt", "nonce", "wrapped"))
        kdf = Kdf(**{name: int(value) for name, value in told["kdf"].items()})
        return keys.unwrap(keys.slot_key(passphrase, salt, kdf), nonce, wrapped, self._bound)

    def parts(self, key: bytes) -> Iterator[Iterator[bytes]]:
        """The parts, one after the other, each to be read to its end before the next."""
        self._stream.seek(self._begin)
        number, place = 0, hashlib.sha256(self._told).hexdigest()
        while self._stream.tell() < self._end:
            yield self._part(key, place, number)
            number += 1

    def _part(self, key: bytes, place: str, number: int) -> Iterator[bytes]:
        at, last = 0, 0
        while not last:
            told = int.from_bytes(self._stream.read(_LENGTH), "big")
            last = int(bool(told & _LAST))
            length = min(told & ~_LAST, PIECE + content.OVERHEAD)
            yield content.unlock(key, self._stream.read(length), "part", place, number, at, last)
            at += 1
