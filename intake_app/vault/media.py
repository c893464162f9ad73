"""Files of records.  They lie in the SQLCipher file, in parts; nothing outside this module knows where they lie."""

import hashlib

from intake_app.errors import IntakeError
from intake_app.vault import audit
from intake_app.vault.opening import Opening
from intake_app.vault.records import content_number, number_of, own_draft
from intake_app.vault.roles import Right, may, not_allowed, sees_content
from intake_app.vault.types import MediaRow

PART = 1024 * 1024
LARGEST = 100 * 1024 * 1024


def put(opening: Opening, record_id: str, name: str, data: bytes, mime: str) -> MediaRow:
    """Keeps a file of a draft of one's own, in the place of one of the same name.

    Raises IntakeError 'vault.media_too_large' and what saving a draft raises.
    """
    if not name or len(name) > 255 or any(letter in name for letter in "/\\\0"):
        raise ValueError("a file name with a path in it")
    if len(data) > LARGEST:
        raise IntakeError("vault.media_too_large", size=len(data), most=LARGEST)
    digest = hashlib.sha256(data).digest()
    database = opening.database
    with database.transaction():
        number = own_draft(opening, record_id)
        database.run("DELETE FROM media WHERE record = ? AND name = ?", number, name)
        database.run(
            "INSERT INTO media (record, name, mime, size, sha256) VALUES (?, ?, ?, ?, ?)",
            *(number, name, mime, len(data), digest),
        )
        _put_parts(opening, data)
        audit.append(opening, "media.stored", record_id, size=len(data))
    return MediaRow(name, len(data), digest.hex(), mime)


def _put_parts(opening: Opening, data: bytes) -> None:
    row = opening.database.one("SELECT last_insert_rowid()")
    media = row[0] if row else 0
    for part, start in enumerate(range(0, len(data), PART)):
        opening.database.run(
            "INSERT INTO media_part (media, part, content) VALUES (?, ?, ?)", media, part, data[start : start + PART]
        )


def drop(opening: Opening, record_id: str, name: str) -> None:
    """Deletes a file of a draft; a name that is not there is no error."""
    with opening.database.transaction():
        number = own_draft(opening, record_id)
        if opening.database.run("DELETE FROM media WHERE record = ? AND name = ?", number, name):
            audit.append(opening, "media.dropped", record_id)


def rows(opening: Opening, number: int) -> tuple[MediaRow, ...]:
    """Files of a record by name."""
    found = opening.database.all(
        "SELECT name, size, lower(hex(sha256)), mime FROM media WHERE record = ? ORDER BY name", number
    )
    return tuple(MediaRow(*row) for row in found)


def listed(opening: Opening, record_id: str) -> tuple[MediaRow, ...]:
    """Files of a record whose content this person may read."""
    return rows(opening, content_number(opening, record_id))


def content(opening: Opening, record_id: str, name: str) -> bytes:
    """The bytes of a file, for those who may read the content, and for those who send what is released.

    Raises IntakeError 'vault.media_missing', 'vault.damaged', 'vault.not_allowed'.
    """
    number = number_of(opening, record_id)
    if not sees_content(opening.me) and not (may(opening.me, Right.SEND) and _released(opening, number)):
        raise not_allowed(opening.me, "content")
    return _bytes(opening, number, name)


def _released(opening: Opening, number: int) -> bool:
    return (
        opening.database.one("SELECT 1 FROM release WHERE record = ? AND purpose = 'sync' LIMIT 1", number) is not None
    )


def _bytes(opening: Opening, number: int, name: str) -> bytes:
    found = opening.database.one("SELECT id, sha256 FROM media WHERE record = ? AND name = ?", number, name)
    if found is None:
        raise IntakeError("vault.media_missing", name=name)
    parts = opening.database.all("SELECT content FROM media_part WHERE media = ? ORDER BY part", found[0])
    data = b"".join(bytes(part[0]) for part in parts)
    if hashlib.sha256(data).digest() != bytes(found[1]):
        raise IntakeError("vault.damaged", part="file")
    return data
