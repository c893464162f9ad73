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
_GRAIN = 64
"""Bytes that do not matter: a change takes up to so many more than it need on each side."""
_STEP = 4096
"""A whole is filled up to a multiple, so that another of about the same length takes the same pages."""
SHOWN = ""
"""The place of no question: what stands there among who asked what are the languages that were shown."""
MARK = "."
"""Another one: what the answers tell of the person that holds for all who meet them."""
COUNTS, MINOR_IN, SIMPLE, ENDING, HEARD, LEFT_OUT = "counts", "minor_in", "simple", "ending", "heard", "left_out"
COPIED = "copied"
"""Others, of the draft by the same names."""
_encoded = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False).encode


@dataclass(slots=True, repr=False)
class Whole:
    """A draft as it was last written whole, with the digest of its sealed bytes to go on from.

    ``told`` is what a change is bound to, up to its version; ``near`` how many bytes at its beginning and at its end
    were the same in the draft before.
    """

    version: int
    xml: bytes
    texts: bytes
    sealed: bytes
    hashed: "hashlib._Hash"
    told: bytes
    near: tuple[int, int] = (0, 0)


@dataclass(slots=True, repr=False)
class Body:
    """Bytes to write, what a seal remembers of them, and the whole that the next change is told against, if any."""

    sealed: bytes
    digest: bytes
    whole: Whole | None


def body(cipher: AESGCM, record_id: str, version: int, draft: Draft, before: Whole | None = None) -> Body:
    """A draft as the body of a record in this version; ``before`` is what was written whole and still stands."""
    mark = (draft.age, *(("asylum",) if draft.asylum else ())) if draft.age or draft.asylum else ()
    more = {SHOWN: draft.shown, MARK: mark, COUNTS: draft.counts, MINOR_IN: draft.minor_in}
    more |= {SIMPLE: (SIMPLE,) if draft.simple else (), ENDING: draft.ending, HEARD: draft.heard}
    more |= {LEFT_OUT: (draft.left_out,) if draft.left_out else (), COPIED: draft.copied}
    told = {**draft.asked, **{place: kept for place, kept in more.items() if kept}}
    beside = [told, *draft.log] if told or draft.log else []
    texts = _encoded([dict(draft.states), draft.place, *beside]).encode("utf-8", "surrogatepass")
    if before is not None:
        change = _change(before, draft.xml, texts)
        if change is not None:
            return _with_room(before, cipher, version, change)
    packed = content.joined(draft.xml, texts)
    small = len(packed) <= _SMALL
    if not small:
        packed += b" " * (-len(packed) % _STEP)
    sealed = content.lock_with(cipher, packed, "draft", record_id, version)
    hashed = hashlib.sha256(sealed)
    if small:
        return Body(sealed, hashed.digest(), None)
    whole = Whole(version, draft.xml, texts, sealed, hashed, content.bound(("change", record_id, 0))[:-2])
    return _with_room(whole, cipher, version, _told((0, len(draft.xml), b""), (0, len(texts), b"")))


def _with_room(whole: Whole, cipher: AESGCM, version: int, change: bytes) -> Body:
    sealed = content.lock_bound(cipher, change.ljust(_MOST, b"\0"), b"%b%d]" % (whole.told, version))
    end = sealed + whole.version.to_bytes(8, "big") + _MARK
    hashed = whole.hashed.copy()
    hashed.update(end)
    return Body(whole.sealed + end, hashed.digest(), whole)


def _change(before: Whole, xml: bytes, texts: bytes) -> bytes | None:
    """What leads from the whole to these, or None where there is no room for it."""
    found = difference(before.xml, xml, before.near)
    before.near = found[:2]
    change = _told(found, (0, 0, texts) if len(texts) <= _GRAIN else difference(before.texts, texts))
    return change if len(change) <= _MOST else None


def _told(xml: tuple[int, int, bytes], texts: tuple[int, int, bytes]) -> bytes:
    return _CHANGE.pack(*xml[:2], len(xml[2]), *texts[:2], len(texts[2])) + xml[2] + texts[2]


def difference(old: bytes, new: bytes, near: tuple[int, int] = (0, 0)) -> tuple[int, int, bytes]:
    """How many bytes are taken as the same at the beginning, how many at the end, and what is new between these.

    At either side there may be up to `_GRAIN` more that are the same: as good, and found in fewer steps.  ``near`` are
    the two numbers of another time, which are likely to be about the same.
    """
    before, least = memoryview(old), min(len(old), len(new))
    start, past, step, up = 0, least + 1, _GRAIN, False
    if near[0] <= least and new.startswith(before[: near[0]]):
        start, up = near[0], True
    else:
        past = min(near[0], past)
    while past - start > _GRAIN:
        half = (start + past) // 2
        probe = min(start + step, half) if up else max(past - step, half)
        if new.startswith(before[start:probe], start):
            start = probe
        else:
            past = probe
        step *= 8
    return start, *_end(before, new, near[1], start, least - start)


def _end(old: memoryview, new: bytes, near: int, start: int, most: int) -> tuple[int, bytes]:
    """The second and third part of a difference, whose first is ``start``, and whose second is at most ``most``."""
    last, size = len(old), len(new)
    end, past, step, up = 0, most + 1, _GRAIN, False
    if near <= most and new.endswith(old[last - near :]):
        end, up = near, True
    else:
        past = min(near, past)
    while past - end > _GRAIN:
        half = (end + past) // 2
        probe = min(end + step, half) if up else max(past - step, half)
        if new.endswith(old[last - probe : last - end], 0, size - end):
            end = probe
        else:
            past = probe
        step *= 8
    return end, new[start : size - end]


def opened(key: bytes, record_id: str, version: int, sealed: bytes) -> tuple[bytes, dict[str, str], list[Any]]:
    """The bytes, the states of answers, and in a list the place in the form and, if there is any, who asked what.

    Behind it stand the lines of a log. The list is empty in an older body. An older program reads what it knows.

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
