"""How the body of a draft lies in the store: whole, or as it was some answers ago with what changed since behind it.

A large draft that changed in one place is not written anew with each answer.  The whole stays as it is, so that SQLite
leaves its pages alone; the change is sealed into room of a fixed size at the end.  Both parts are under the key of the
record, each bound to its version, and the seal of the record covers them together.
"""

import hashlib
import json
import struct
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from intake_app.vault import content
from intake_app.vault.types import Draft

_MARK = b"\0changed"
ROOM = 2048
"""Bytes at the end of a body that has room for a change; less than what is surely on the last page of a row."""
_CHANGE = struct.Struct(">IIIIII")
_MOST = ROOM - content.OVERHEAD - len(_MARK) - 8
_SMALL = 3000
"""Bytes of a draft that lies on one page anyway, and is simply written again."""
_STEP = 4096
"""A whole is filled up to a multiple, so that another of about the same length takes the same pages."""
_encoded = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False).encode


@dataclass(frozen=True, slots=True, repr=False)
class Whole:
    """A draft as it was last written whole, with the digest of its sealed bytes to go on from."""

    version: int
    xml: bytes
    texts: bytes
    sealed: bytes
    hashed: "hashlib._Hash"


@dataclass(slots=True, repr=False)
class Body:
    """Bytes to write, what a seal remembers of them, and the whole that the next change is told against, if any."""

    sealed: bytes
    digest: bytes
    whole: Whole | None


def body(cipher: AESGCM, record_id: str, version: int, draft: Draft, before: Whole | None = None) -> Body:
    """A draft as the body of a record in this version; ``before`` is what was written whole and still stands."""
    texts = _encoded([dict(draft.states), draft.place]).encode("utf-8", "surrogatepass")
    if before is not None:
        change = _change(before, draft.xml, texts)
        if change is not None:
            return _with_room(before, cipher, record_id, version, change)
    packed = content.joined(draft.xml, texts)
    small = len(packed) <= _SMALL
    if not small:
        packed += b" " * (-len(packed) % _STEP)
    sealed = content.lock_with(cipher, packed, "draft", record_id, version)
    hashed = hashlib.sha256(sealed)
    if small:
        return Body(sealed, hashed.digest(), None)
    whole = Whole(version, draft.xml, texts, sealed, hashed)
    return _with_room(whole, cipher, record_id, version, _told((0, len(draft.xml), b""), (0, len(texts), b"")))


def _with_room(whole: Whole, cipher: AESGCM, record_id: str, version: int, change: bytes) -> Body:
    sealed = content.lock_with(cipher, change.ljust(_MOST, b"\0"), "change", record_id, version)
    end = sealed + whole.version.to_bytes(8, "big") + _MARK
    hashed = whole.hashed.copy()
    hashed.update(end)
    return Body(whole.sealed + end, hashed.digest(), whole)


def _change(before: Whole, xml: bytes, texts: bytes) -> bytes | None:
    """What leads from the whole to these, or None where there is no room for it."""
    change = _told(difference(before.xml, xml), difference(before.texts, texts))
    return change if len(change) <= _MOST else None


def _told(xml: tuple[int, int, bytes], texts: tuple[int, int, bytes]) -> bytes:
    return _CHANGE.pack(*xml[:2], len(xml[2]), *texts[:2], len(texts[2])) + xml[2] + texts[2]


def difference(old: bytes, new: bytes) -> tuple[int, int, bytes]:
    """How many bytes are the same at the beginning, how many at the end, and what is new between these."""
    start, most = 0, min(len(old), len(new))
    left = most
    while start < left:
        middle = (start + left + 1) // 2
        if old[start:middle] == new[start:middle]:
            start = middle
        else:
            left = middle - 1
    end, left, behind, ahead = 0, most - start, len(old), len(new)
    while end < left:
        middle = (end + left + 1) // 2
        if old[behind - middle : behind - end] == new[ahead - middle : ahead - end]:
            end = middle
        else:
            left = middle - 1
    return start, end, new[start : ahead - end]


def opened(key: bytes, record_id: str, version: int, sealed: bytes) -> tuple[bytes, dict[str, str], list[Any]]:
    """The bytes, the states of answers, and the place in the form in a list; the list is empty in an older body.

    Raises IntakeError 'vault.damaged'.
    """
    if not sealed.endswith(_MARK):
        xml, texts = content.parted(content.unlock(key, sealed, "draft", record_id, version))
    else:
        whole, end = sealed[:-ROOM], sealed[-ROOM:]
        since = int.from_bytes(end[-len(_MARK) - 8 : -len(_MARK)], "big")
        xml, texts = content.parted(content.unlock(key, whole, "draft", record_id, since))
        xml, texts = _after(
            xml, texts.rstrip(b" "), content.unlock(key, end[: -len(_MARK) - 8], "change", record_id, version)
        )
    states, *place = json.loads(texts.decode("utf-8", "surrogatepass"))
    return xml, json.loads(states) if isinstance(states, str) else states, place


def _after(xml: bytes, texts: bytes, change: bytes) -> tuple[bytes, bytes]:
    """The two parts of a whole with a change made to them."""
    start, end, more, first, last, most = _CHANGE.unpack_from(change)
    middle = _CHANGE.size + more
    return (
        xml[:start] + change[_CHANGE.size : middle] + xml[len(xml) - end :],
        texts[:first] + change[middle : middle + most] + texts[len(texts) - last :],
    )
