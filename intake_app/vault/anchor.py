"""The anchor: a small file ``NAME.anchor`` beside the store that says how far the store had come.

It holds the store's random id, the number of the last audit link and the count of changes, under a MAC; nothing about
anybody.  It is written after each commit, never before one, so no crash and no power loss leaves it ahead of a whole
store.  An anchor that is ahead means that the store, its log or single pages of it were put back to an older state.
It does not notice when the anchor is put back with the store: for that somebody else must keep a head of the chain.
It costs one small write without a wait; a missing anchor says nothing, and one is made.
"""

import contextlib
import os
from pathlib import Path
from typing import NamedTuple

from intake_app.disk import BINARY, NO_LINK, PRIVATE, write_first
from intake_app.vault import keys
from intake_app.vault.database import Database
from intake_app.vault.keys import Mac

_MAGIC = b"INTKMARK"
_SIZE = len(_MAGIC) + 16 + 8 + 8 + 32


class Mark(NamedTuple):
    """How far a store had come: its last audit link, and how many changes of records."""

    seq: int
    changes: int


def path_of(store: Path) -> Path:
    """Where the anchor of a store lies."""
    return store.with_name(f"{store.name}.anchor")


def encode(mark: Mark, vault_id: str, mac: Mac) -> bytes:
    """The bytes of an anchor."""
    return _encode(_MAGIC + bytes.fromhex(vault_id), mark, mac)


def _encode(head: bytes, mark: tuple[int, int], mac: Mac) -> bytes:
    body = head + mark[0].to_bytes(8, "big") + mark[1].to_bytes(8, "big")
    return body + mac(keys.framed(b"anchor", body))


def decode(data: bytes, vault_id: str, key: Mac) -> Mark | None:
    """An anchor read back; None when it is none of this store's."""
    body, mac = data[:-32], data[-32:]
    if len(data) != _SIZE or body[:24] != _MAGIC + bytes.fromhex(vault_id):
        return None
    if not keys.same(mac, key(keys.framed(b"anchor", body))):
        return None
    return Mark(int.from_bytes(body[24:32], "big"), int.from_bytes(body[32:40], "big"))


def present(database: Database) -> Mark:
    """How far a store has come."""
    row = database.one("SELECT (SELECT max(seq) FROM audit), (SELECT changes FROM ledger)")
    return Mark(row[0] or 0, row[1] or 0) if row else Mark(0, 0)


class Anchor:
    """The anchor of an open store."""

    def __init__(self, database: Database, vault_id: str, key: bytes) -> None:
        self._database = database
        self._path = path_of(database.path)
        self._vault_id = vault_id
        self._head = _MAGIC + bytes.fromhex(vault_id)
        self._mac = Mac(key)
        self._descriptor = -1
        self._furthest = (0, 0)

    def kept(self) -> Mark | None:
        """What the file says, or None when it is missing or not as it was written."""
        with contextlib.suppress(OSError):
            if not self._path.is_symlink() and self._path.stat().st_size == _SIZE:
                return decode(self._path.read_bytes(), self._vault_id, self._mac)
        return None

    def drop(self, durably: bool = False) -> None:
        """Writes down how far the store has come.  Only advice: what keeps it from being written is passed over.

        A store that was put back while it is open does not take the anchor back with it: the next opening notices.
        """
        told, far = self._database.mark, self._furthest
        seq, changes = told or present(self._database)
        mark = self._furthest = (max(seq, far[0]), max(changes, far[1]))
        with contextlib.suppress(OSError):
            if self._descriptor < 0:
                self._descriptor = os.open(self._path, os.O_CREAT | os.O_RDWR | BINARY | NO_LINK, PRIVATE)
                os.ftruncate(self._descriptor, _SIZE)
            write_first(self._descriptor, _encode(self._head, mark, self._mac))
            if durably:
                os.fsync(self._descriptor)

    def close(self) -> None:
        """Lets go of the file."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1
