"""Signed points of the audit chain: who holds the keys of the store can compute MACs anew, but not an old signature.

Every `EVERY` links, and when the store closes, the number and MAC of the newest link and the ledger of the records are
signed with the device's key.  The private half lies in the store, so this is worth something together with a point, or
its public half, that somebody else has kept.
"""

import math
from collections.abc import Sequence

from cryptography.exceptions import InvalidSignature

from intake_app.errors import IntakeError
from intake_app.vault import seals, signing
from intake_app.vault.database import Database, Row
from intake_app.vault.seals import Ledger

EVERY = 100
CLOSING = "store.closed"
"""What the link says that has a point whatever its number."""


def _message(seq: int, mac: bytes, told: Ledger) -> bytes:
    return b"intake checkpoint\0" + b"".join(
        part.to_bytes(32, "big") for part in (seq, int.from_bytes(mac, "big"), told.changes, told.total)
    )


def sign(database: Database, seq: int, mac: bytes, at: str) -> None:
    """A signed point at the newest link; only inside a transaction."""
    told = seals.ledger_told(database)
    signature = signing.key_of(database).sign(_message(seq, mac, told))
    database.run(
        "INSERT INTO checkpoint (seq, at, changes, total, signature) VALUES (?, ?, ?, ?, ?)",
        *(seq, at, told.changes, told.total.to_bytes(32, "big"), signature),
    )


def _first(database: Database, points: Sequence[Row]) -> float:
    """From which link on none may be without its point: the first, but for a store that is older than points are."""
    made = database.one("SELECT count(DISTINCT at) FROM migration WHERE version <= 2")
    if made == (1,):
        return 0
    return int(points[0][0]) if points else math.inf


class Signed:
    """The signed points of a chain, to be compared with its links as they go by."""

    def __init__(self, database: Database) -> None:
        """Reads them all; there is one for every hundred links or so."""
        self._public = signing.key_of(database).public_key()
        found = database.all("SELECT seq, changes, total, signature FROM checkpoint ORDER BY seq")
        self._first = _first(database, found)
        self.points = {
            int(seq): (Ledger(changes, int.from_bytes(bytes(total), "big")), bytes(signature))
            for seq, changes, total, signature in found
        }

    def verify(self, seq: int, mac: bytes) -> None:
        """Raises IntakeError 'vault.audit_broken' when the point that this link must have is missing or another."""
        if seq not in self.points:
            if seq < self._first:
                return
            raise IntakeError("vault.audit_broken", row=seq)
        told, signature = self.points.pop(seq)
        try:
            self._public.verify(signature, _message(seq, mac, told))
        except InvalidSignature as trouble:
            raise IntakeError("vault.audit_broken", row=seq) from trouble
