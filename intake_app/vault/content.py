"""Content of records, each under a random key of its own: AES-256-GCM, bound to what it is and whose it is.

The keys lie in one table of the store.  Deleting a record's row there leaves its content unreadable wherever copies of
it lie: in old pages, in attachment files, in freed blocks of a disk.
"""

import json
import os
import secrets
import zlib

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from intake_app.errors import IntakeError
from intake_app.vault.database import Database
from intake_app.vault.keys import KEY_BYTES, NONCE_BYTES, seal

_FILE_KEY = "file_key:"

OVERHEAD = NONCE_BYTES + 16
"""Bytes that sealing adds: nonce before, tag behind."""


def new_key(database: Database, number: int) -> bytes:
    """A key for a new record; only inside a transaction."""
    key = secrets.token_bytes(KEY_BYTES)
    database.run("INSERT INTO content_key (record, key) VALUES (?, ?)", number, key)
    return key


def key_of(database: Database, number: int) -> bytes:
    """The key of a record.  Raises IntakeError 'vault.damaged' when it has none."""
    row = database.one("SELECT key FROM content_key WHERE record = ?", number)
    if row is None:
        raise IntakeError("vault.damaged", part="key")
    return bytes(row[0])


def new_file_key(database: Database, number: int) -> None:
    """A key that large files are sealed with too from now on; only inside a transaction."""
    database.run("INSERT INTO store (key, value) VALUES (?, ?)", f"{_FILE_KEY}{number}", secrets.token_hex(KEY_BYTES))


def newest_file_key(database: Database) -> int:
    """The number of the file key in use; 0 as long as the store has had one volume key only."""
    found = database.all("SELECT key FROM store WHERE key GLOB ?", f"{_FILE_KEY}*")
    return max((int(key.removeprefix(_FILE_KEY)) for (key,) in found), default=0)


def with_file_key(database: Database, key: bytes, number: int) -> bytes:
    """The key of a record mixed with a file key; as it is for number 0.

    Raises IntakeError 'vault.damaged' when there is no such file key.
    """
    if not number:
        return key
    row = database.one("SELECT value FROM store WHERE key = ?", f"{_FILE_KEY}{number}")
    if row is None:
        raise IntakeError("vault.damaged", part="key")
    return seal(bytes.fromhex(row[0]), b"file", key)


_encoded = json.JSONEncoder().encode


def bound(told: tuple[str | int, ...]) -> bytes:
    """What sealed bytes are bound to: JSON without blanks."""
    pieces = [_encoded(part) if isinstance(part, str) else str(part) for part in told]
    return f"[{','.join(pieces)}]".encode("ascii")


def lock(key: bytes, data: bytes, *told: str | int) -> bytes:
    """Sealed bytes; ``told`` says what they are, whose, in which version, and is needed again to read them."""
    return lock_with(AESGCM(key), data, *told)


def lock_with(cipher: AESGCM, data: bytes, *told: str | int) -> bytes:
    """The same with a key that is set up already."""
    return lock_bound(cipher, data, bound(told))


def lock_bound(cipher: AESGCM, data: bytes, told: bytes) -> bytes:
    """The same with what is told as `bound` gives it."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + cipher.encrypt(nonce, data, told)


def unlock(key: bytes, sealed: bytes, *told: str | int) -> bytes:
    """The bytes again.  Raises IntakeError 'vault.damaged' when they, the key or what is told are others."""
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound(told))
    except (InvalidTag, ValueError) as trouble:
        raise IntakeError("vault.damaged", part=str(told[0])) from trouble


def pack(xml: bytes, *texts: str) -> bytes:
    """Bytes and texts as one piece, compressed: a length, the bytes, the texts as JSON.

    Fewer pages to seal and to wait for: answers in XML are mostly tags.
    """
    return zlib.compress(joined(xml, json.dumps(texts, ensure_ascii=False).encode("utf-8", "surrogatepass")), 1)


def joined(xml: bytes, texts: bytes) -> bytes:
    """The same as it is, uncompressed; the texts are JSON already."""
    return len(xml).to_bytes(8, "big") + xml + texts


def unpack(packed: bytes) -> tuple[bytes, list[str]]:
    """What `pack` was given."""
    xml, told = parted(packed)
    texts: list[str] = json.loads(told.decode("utf-8", "surrogatepass"))
    return xml, texts


def parted(packed: bytes) -> tuple[bytes, bytes]:
    """Bytes, and texts as JSON, of a piece that is compressed or as it is.

    The latter begins with a length, and so with a zero, as no compressed piece does.
    """
    plain = packed if packed.startswith(b"\0") else zlib.decompress(packed)
    end = 8 + int.from_bytes(plain[:8], "big")
    return plain[8:end], plain[end:]


def lock_label(cipher: AESGCM, record_id: str, title: str, place: str | None) -> bytes:
    """Title and place of a record: what a list shows beside its code; not written anew with each version of a draft."""
    return lock_with(cipher, json.dumps([title, place]).encode(), "title", record_id)


def unlock_label(key: bytes, record_id: str, version: int, label: bytes) -> tuple[str, str | None]:
    """Title and place again.  Raises IntakeError 'vault.damaged'."""
    try:
        found = unlock(key, label, "title", record_id)
    except IntakeError:  # of before that: bound to the version
        found = unlock(key, label, "label", record_id, version)
    title, place = json.loads(found)
    return title, place
