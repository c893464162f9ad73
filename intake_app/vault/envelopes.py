"""Encrypted records on their way: what makes each try the same bytes, and which files a server has already.

AES-CFB gives the same bytes again once the key of a record is chosen, so only the manifest and that key are kept,
sealed under the record's own key: from before the first post until the server has accepted.
"""

import hashlib
from collections.abc import Iterable

from intake_app.errors import IntakeError
from intake_app.vault import audit, content
from intake_app.vault.database import Database
from intake_app.vault.opening import Opening
from intake_app.vault.types import Envelope

_RUNNING = (
    "SELECT r.number, r.id, a.server FROM attempt a JOIN record r ON r.number = a.record "
    "WHERE a.id = ? AND a.ended IS NULL AND a.opening = ?"
)


def _running(opening: Opening, attempt: int) -> tuple[int, str, str]:
    """Row number and id of the record that a try of this opening sends just now, and the server.

    Whether the person may send it was asked when the try began.
    """
    found = opening.database.one(_RUNNING, attempt, opening.id)
    if found is None:
        raise ValueError("an attempt that is not running in this opening")
    number, record_id, server = found
    return int(number), str(record_id), str(server)


def envelope(opening: Opening, attempt: int) -> Envelope | None:
    """The envelope of the record that is being sent; None before there is one.  Raises IntakeError 'vault.damaged'."""
    number, record_id, _server = _running(opening, attempt)
    return found(opening.database, number, record_id)


def found(database: Database, number: int, record_id: str) -> Envelope | None:
    """The same by the row of a record, whoever asks: for the check too."""
    row = database.one("SELECT body, size, sha256 FROM envelope WHERE record = ?", number)
    if row is None:
        return None
    body, size, sha256 = row
    opened = content.unlock(content.key_of(database, number), bytes(body), "envelope", record_id)
    manifest, (key,) = content.unpack(opened)
    if len(manifest) != size or hashlib.sha256(manifest).digest() != bytes(sha256):
        raise IntakeError("vault.damaged", part="envelope")
    return Envelope(manifest, bytes.fromhex(key))


def put(opening: Opening, attempt: int, made: Envelope) -> Envelope:
    """Keeps the envelope of the record that is being sent; the one to use, which is the first that was ever kept."""
    number, record_id, _server = _running(opening, attempt)
    there = found(opening.database, number, record_id)
    if there is not None:
        return there
    key = content.key_of(opening.database, number)
    body = content.lock(key, content.pack(made.manifest, made.key.hex()), "envelope", record_id)
    digest = hashlib.sha256(made.manifest)
    with opening.database.transaction():
        opening.database.run(
            "INSERT INTO envelope (record, body, size, sha256) VALUES (?, ?, ?, ?)",
            *(number, body, len(made.manifest), digest.digest()),
        )
        audit.append(opening, "send.sealed", record_id, sha256=digest.hexdigest())
    return made


def files_confirmed(opening: Opening, attempt: int, names: Iterable[str]) -> None:
    """Keeps which files of the record that is being sent the server has by now: the next try goes on behind them."""
    number, record_id, server = _running(opening, attempt)
    with opening.database.transaction():
        count = sum(
            opening.database.run(
                "INSERT INTO confirmed (record, server, name) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                *(number, server, name),
            )
            for name in names
        )
        audit.append(opening, "send.files", record_id, server=server, count=count)


def confirmed(database: Database, number: int, server: str) -> frozenset[str]:
    """Names of the files of a record that a server has by its own word."""
    rows = database.all("SELECT name FROM confirmed WHERE record = ? AND server = ?", number, server)
    return frozenset(str(name) for (name,) in rows)


def settle(database: Database, number: int, outcome: str) -> None:
    """After a try: what the server took stays known while the record goes again by itself.

    Once it was accepted nothing more is needed.  Where a person must look, the server may have thrown away what it had.
    Only inside a transaction.
    """
    if outcome in ("accepted", "hold"):
        database.run("DELETE FROM confirmed WHERE record = ?", number)
    if outcome == "accepted":
        database.run("DELETE FROM envelope WHERE record = ?", number)
