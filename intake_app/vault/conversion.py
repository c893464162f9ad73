"""What moves when a store of schema 1 becomes one of schema 2: content under keys, seals, the key of the chain."""

import contextlib
import hashlib
import secrets
from collections.abc import Callable

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from intake_app.errors import IntakeError
from intake_app.vault import content, keys, seals, search
from intake_app.vault.database import Database, Row


def convert(database: Database, audit_key: bytes) -> None:
    """Reads each row as version 1 wrote it, looks at its seal, and writes it as version 2 does.

    A record whose old seal does not fit moves as it is and is set apart: nothing is lost, nothing is hidden.
    """
    database.run("INSERT OR REPLACE INTO store (key, value) VALUES ('audit_key', ?)", audit_key.hex())
    for row in database.all("SELECT number, id, title, place FROM record ORDER BY number"):
        _record(database, audit_key, row)


def _record(database: Database, audit_key: bytes, row: Row) -> None:
    number, record_id, title, place = row
    key = content.new_key(database, number)
    label = content.lock_label(AESGCM(key), record_id, title, place)
    database.run("UPDATE record SET label = ? WHERE number = ?", label, number)
    search.index(database, number, title)
    sound = True
    body = b""
    for kind, texts in (("draft", "states"), ("submission", "attachments, instance_name, values_json")):
        found = database.one(f"SELECT xml, seal, {texts} FROM {kind} WHERE record = ?", number)
        if found is not None:
            xml, seal, *rest = found
            sound = keys.same(bytes(seal), _old_seal(audit_key, kind, record_id, bytes(xml), rest))
            body = content.lock(key, content.pack(bytes(xml), *rest), kind, record_id, 1)
            _put(database, kind, number, body, bytes(xml))
    _slips(database, key, number, record_id)
    _media(database, key, number, record_id)
    seals.first(database, audit_key, number, seals.digest(body), seals.files_digest(database, number))
    if not sound:
        at = "SELECT ?, 'vault.damaged', max(at) FROM migration"
        database.run(f"INSERT INTO quarantine (record, code, since) {at}", number)


def _old_seal(audit_key: bytes, kind: str, record_id: str, xml: bytes, texts: list[str]) -> bytes:
    return keys.seal(audit_key, kind.encode(), record_id.encode(), xml, *(text.encode() for text in texts))


def _put(database: Database, kind: str, number: int, body: bytes, xml: bytes) -> None:
    if kind == "draft":
        database.run("INSERT INTO sealed_draft (record, body) VALUES (?, ?)", number, body)
    else:
        sha256 = hashlib.sha256(xml).digest()
        database.run("INSERT INTO sealed_submission (record, body, sha256) VALUES (?, ?, ?)", number, body, sha256)


def _slips(database: Database, key: bytes, number: int, record_id: str) -> None:
    columns = "reference, recipient, release_id, issued_at, issued_by"
    for *told, sheet, pdf in database.all(f"SELECT {columns}, sheet, pdf FROM slip WHERE record = ?", number):
        body = content.lock(key, content.pack(bytes(pdf), sheet), "slip", record_id, str(told[0]))
        database.run(
            f"INSERT INTO sealed_slip ({columns}, record, body) VALUES (?, ?, ?, ?, ?, ?, ?)", *told, number, body
        )


def _media(database: Database, key: bytes, number: int, record_id: str) -> None:
    """Each part sealed where it lies; a file whose old digest does not fit is told of when it is read."""
    for (media,) in database.all("SELECT id FROM media WHERE record = ?", number):
        mark = secrets.token_hex(16)
        database.run("UPDATE media SET mark = ? WHERE id = ?", mark, media)
        parts = database.all("SELECT part, content FROM media_part WHERE media = ? ORDER BY part", media)
        for part, data in parts:
            last = int(part == len(parts) - 1)
            sealed = content.lock(key, bytes(data), "file", record_id, mark, part, last)
            database.run("UPDATE media_part SET content = ? WHERE media = ? AND part = ?", sealed, media, part)


def count(database: Database) -> int:
    """How many records have a title that they are found by."""
    return int(database.all("SELECT count(DISTINCT record) FROM word")[0][0])


def index_again(database: Database, told: Callable[[], None]) -> None:
    """What titles are found by, as it is written from then on; a title that can not be read keeps its words.

    Of each record it is ``told``.
    """
    query = (
        "SELECT r.number, r.id, r.label, k.key, s.version FROM record r JOIN content_key k ON k.record = r.number "
        "JOIN seal s ON s.record = r.number WHERE r.number IN (SELECT record FROM word)"
    )
    for number, record_id, label, key, version in database.all(query):
        with contextlib.suppress(IntakeError):
            search.index(database, number, content.unlock_label(bytes(key), record_id, version, bytes(label))[0])
        told()
