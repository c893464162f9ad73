"""Files of records, sealed under the record's key: small ones in the SQLCipher file, others beside it.

Those of middle size lie on `shelves`, large ones are `attachments`.
"""

import contextlib
import hashlib
import secrets
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

from intake_app.errors import IntakeError
from intake_app.vault import attachments, audit, content, quarantine, seals, shelves
from intake_app.vault.attachments import PIECE
from intake_app.vault.database import Database, Row
from intake_app.vault.opening import Opening
from intake_app.vault.records import own_draft
from intake_app.vault.seals import Seal
from intake_app.vault.shelves import Place
from intake_app.vault.sight import number_of, reading_number
from intake_app.vault.types import MediaRow, NewFile

LARGEST = 100 * 1024 * 1024
_MORE = 10
_FILE = (
    "m.id, m.sha256, m.mark, m.outside, m.size, (SELECT count(*) FROM media_part WHERE media = m.id), "
    "m.shelf, m.page, m.file_key, k.key "
    "FROM media m LEFT JOIN content_key k ON k.record = m.record WHERE m.record = ?"
)
_PLACE = "mark, outside, shelf, page, size"
_FILES = f"SELECT {seals.FILE_FACTS}, {_FILE} ORDER BY name"


def put(opening: Opening, record_id: str, name: str, data: bytes, mime: str) -> MediaRow:
    """Keeps a file of a draft of one's own, in the place of one of the same name.

    Raises IntakeError 'vault.media_too_large' and what saving a draft raises.
    """
    number = own_draft(opening, record_id)
    seal = quarantine.judged_with_files(opening, number)
    with laid(opening, record_id, NewFile(name, data, mime)) as named, opening.database.transaction():
        gone = named()
        _reseal(opening, number, seal)
    let_go(opening, gone)
    return next(row for row in rows(opening, number) if row.name == name)


@contextlib.contextmanager
def laid(opening: Opening, record_id: str, file: NewFile) -> Iterator[Callable[[], list[Row]]]:
    """A file for a draft of one's own, sound as the caller knows: its bytes, where they belong beside the store.

    What is given makes it one of the draft, in the place of one of the same name, inside the caller's transaction, who
    seals the list of files; it tells where that one lies, for `let_go`. Nothing stays of it where that fails. Raises as
    `put`.
    """
    name, data = file.name, file.data
    if not name or len(name) > 255 or any(letter in name for letter in "/\\\0"):
        raise ValueError("a file name with a path in it")
    if len(data) > LARGEST:
        raise IntakeError("vault.media_too_large", size=len(data), most=LARGEST)
    number, digest, mark = own_draft(opening, record_id), hashlib.sha256(data).digest(), secrets.token_hex(16)
    database, outside = opening.database, len(data) > PIECE
    key = content.key_of(database, number)
    if outside:
        newest = content.newest_file_key(database)
        attachments.write(database.path, content.with_file_key(database, key, newest), record_id, mark, data, newest)
    place = _laid(opening, key, record_id, mark, data)

    def named() -> list[Row]:
        gone = _forget(opening, own_draft(opening, record_id), name)
        database.run(
            "INSERT INTO media (record, name, mime, size, sha256, mark, outside, shelf, page, file_key) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            *(number, name, file.mime, len(data), digest, mark, int(outside)),
            *(place.shelf, place.page, place.file_key),
        )
        if not outside and not place.shelf:
            _put_inside(opening, key, record_id, mark, data)
        audit.append(opening, "media.stored", record_id, size=len(data))
        return gone

    try:
        yield named
    except BaseException:
        if not _may_be_named(opening, mark):
            _clear(database.path, [(mark, outside, place.shelf, place.page, len(data))])
        raise


def _may_be_named(opening: Opening, mark: str) -> bool:
    """Whether a row may name a file although its commit failed: the commit was written, and its sync failed.

    What nobody can tell now is kept, and swept at the next opening when no row names it.
    """
    try:
        return opening.database.one("SELECT 1 FROM media WHERE mark = ?", mark) is not None
    except IntakeError:
        return True


def _laid(opening: Opening, key: bytes, record_id: str, mark: str, data: bytes) -> Place:
    """Where a file of middle size lies now; nowhere when it is none, or without room for another shelf.

    There may be room for the file alone then.  In a store that was put back, what is free may be taken later; beside a
    file that another took the place of, somebody else's may lie.
    """
    database = opening.database
    if not shelves.LEAST < len(data) <= PIECE or not database.lies_in_place():
        return Place()
    if opening.gaps is None:
        opening.gaps = shelves.gaps(database) if opening.behind is None else []
    newest = content.newest_file_key(database)
    sealed = attachments.seal(content.with_file_key(database, key, newest), record_id, mark, 0, True, data)
    try:
        shelf, page = shelves.lay(database.path, opening.gaps, sealed)
    except IntakeError as trouble:
        if trouble.code != "vault.disk_full":
            raise
        return Place()
    return Place(shelf, page, newest)


def _put_inside(opening: Opening, key: bytes, record_id: str, mark: str, data: bytes) -> None:
    for part, last, piece in attachments.pieces(data):
        opening.database.run(
            "INSERT INTO media_part (media, part, content) SELECT id, ?, ? FROM media WHERE mark = ?",
            *(part, attachments.seal(key, record_id, mark, part, last, piece), mark),
        )


def _forget(opening: Opening, number: int, name: str) -> list[Row]:
    """Takes a file out of the store; where it lies, for `let_go` once that is durable."""
    found = opening.database.all(f"SELECT {_PLACE} FROM media WHERE record = ? AND name = ?", number, name)
    opening.database.run("DELETE FROM media WHERE record = ? AND name = ?", number, name)
    return found


def others(opening: Opening, number: int, names: Iterable[str]) -> list[Row]:
    """Where those files of a record lie that have none of these names, for `let_go` once they are gone."""
    found = opening.database.all(f"SELECT {_PLACE}, name FROM media WHERE record = ?", number)
    return [row[:-1] for row in found if row[-1] not in names]


def let_go(opening: Opening, gone: Iterable[Row]) -> None:
    """Nothing stays of files that no row names any more; in a store that was put back all of it: a newer one may."""
    if opening.behind is None:
        _clear(opening.database.path, gone)


def _clear(store: Path, gone: Iterable[Row]) -> None:
    for mark, outside, *place, size in gone:
        if outside:
            attachments.remove(store, {mark})
        elif place[0]:
            shelves.wipe(store, Place(*place), size)


def _reseal(opening: Opening, number: int, old: Seal) -> None:
    files = seals.files_digest(opening.database, number)
    seals.write(opening.database, opening.keys.audit, number, old, files=files)


def drop(opening: Opening, record_id: str, name: str) -> None:
    """Deletes a file of a draft; a name that is not there is no error."""
    number = own_draft(opening, record_id)
    if opening.database.one("SELECT 1 FROM media WHERE record = ? AND name = ?", number, name) is None:
        return
    seal = quarantine.judged_with_files(opening, number)
    with opening.database.transaction():
        gone = _forget(opening, number, name)
        audit.append(opening, "media.dropped", record_id)
        _reseal(opening, number, seal)
    let_go(opening, gone)


def sweep(opening: Opening) -> None:
    """Deletes large files and shelves that no record names: left over from a crash, or from records that are gone.

    None where damage keeps it from being read which are named.
    """
    with contextlib.suppress(IntakeError):
        attachments.sweep(opening.database.path, beside(opening.database))


def beside(database: Database) -> set[str]:
    """Names of the files beside the store that it needs: large ones, and shelves."""
    return attachments.named(database) | shelves.named(database)


def rows(opening: Opening, number: int) -> tuple[MediaRow, ...]:
    """Files of a record by name."""
    return tuple(map(row_of, kept(opening, number)))


def kept(opening: Opening, number: int) -> list[Row]:
    """The files of a record by name, with all that is known of each, for `row_of` and `together`."""
    return opening.database.all(_FILES, number)


def row_of(found: Row) -> MediaRow:
    """One of `kept` as `rows` gives it."""
    name, mime, size, sha256 = found[:4]
    return MediaRow(name, size, sha256.lower(), mime)


def listed(opening: Opening, record_id: str) -> tuple[MediaRow, ...]:
    """Files of a record whose content this person may read."""
    return rows(opening, reading_number(opening, record_id))


def stream(opening: Opening, record_id: str, name: str) -> Iterator[bytes]:
    """A file in pieces of 1 MiB, for those who may read the content, and for a try to send it that is running.

    Raises IntakeError 'vault.media_missing', 'vault.damaged', 'vault.not_allowed'; 'vault.damaged' also in the middle,
    so that what came before must not be used until all has come.
    """
    number = _giving_number(opening, record_id)
    return _watched(opening, number, record_id, name)


def together(opening: Opening, record_id: str, names: Iterable[str]) -> dict[str, bytes]:
    """Several small files of a record as one piece each, by name; for the same people, and raises the same."""
    number, sealed, found = opening.line.given.get(record_id, (0, b"", []))
    if not sealed or not _being_sent(opening, number):
        number, sealed = _giving_number(opening, record_id), b""
    with quarantine.watched(opening, number):
        if not sealed:
            sealed, found = seals.verify(opening.database, opening.keys.audit, number).files, kept(opening, number)
        if seals.listed_digest([row[:-_MORE] for row in found]) != sealed:
            raise IntakeError("vault.damaged", part="file")
        known = {str(row[0]): row[-_MORE:] for row in found}
        return {name: b"".join(_opened(opening, record_id, name, known.get(name))[0]) for name in names}


def _giving_number(opening: Opening, record_id: str) -> int:
    """The row of a record whose files may be given to this person now; the log has it where that is reading."""
    number = number_of(opening, record_id)
    if not _being_sent(opening, number):
        reading_number(opening, record_id)
        _note_reading(opening, number, record_id)
    return number


def _watched(opening: Opening, number: int, record_id: str, name: str) -> Iterator[bytes]:
    with quarantine.watched(opening, number):
        verify_list(opening, number)
        yield from pieces(opening, number, record_id, name)


def verify_list(opening: Opening, number: int) -> None:
    """Raises IntakeError 'vault.damaged' when the list of a record's files is not the one that was sealed."""
    seals.verify_files(opening.database, opening.keys.audit, number)


def content_of(opening: Opening, record_id: str, name: str) -> bytes:
    """The same as one piece."""
    return b"".join(stream(opening, record_id, name))


def _note_reading(opening: Opening, number: int, record_id: str) -> None:
    """Reading a file is reading the record, but for who goes on with a draft of one's own."""
    own = "SELECT 1 FROM record WHERE number = ? AND state = 'draft' AND author = ?"
    if opening.database.one(own, number, opening.me.id) is None:
        with opening.database.transaction():
            audit.append(opening, "media.read", record_id)


def _being_sent(opening: Opening, number: int) -> bool:
    """Whether this opening sends the record just now; `queue.noted` asked who may, and whether it is released."""
    return number in opening.running.values()


def pieces(opening: Opening, number: int, record_id: str, name: str) -> Iterator[bytes]:
    """The pieces of a file, whoever asks; its digest is looked at when the last one has come."""
    row = opening.database.one(f"SELECT {_FILE} AND m.name = ?", number, name)
    parts, expected = _opened(opening, record_id, name, row)
    digest = hashlib.sha256()
    for piece in parts:
        digest.update(piece)
        yield piece
    if digest.digest() != expected:
        raise IntakeError("vault.damaged", part="file")


def _opened(opening: Opening, record_id: str, name: str, found: Row | None) -> tuple[Iterator[bytes], bytes]:
    """The pieces of a file and its digest.

    Where the list of files was compared with its seal the digest says nothing more: the list names the file by a mark
    of its own, and each piece opens in its place alone, under this mark and the key of this record.
    """
    if found is None:
        raise IntakeError("vault.media_missing", name=name)
    media, expected, mark, outside, size, parts_inside, *place, key = found
    if key is None:
        raise IntakeError("vault.damaged", part="key")
    if outside:
        mixed = partial(content.with_file_key, opening.database, key)
        return attachments.read(opening.database.path, mixed, record_id, mark, size), bytes(expected)
    if place[0]:
        return _on_shelf(opening, key, record_id, mark, size, Place(*place)), bytes(expected)
    return _inside(opening, key, record_id, mark, media, parts_inside), bytes(expected)


def _on_shelf(opening: Opening, key: bytes, record_id: str, mark: str, size: int, place: Place) -> Iterator[bytes]:
    mixed = content.with_file_key(opening.database, key, place.file_key)
    yield attachments.unseal(mixed, record_id, mark, 0, True, shelves.read(opening.database.path, place, size))


def _inside(opening: Opening, key: bytes, record_id: str, mark: str, media: int, parts: int) -> Iterator[bytes]:
    for part in range(parts):
        row = opening.database.one("SELECT content FROM media_part WHERE media = ? AND part = ?", media, part)
        yield attachments.unseal(key, record_id, mark, part, part == parts - 1, bytes(row[0]) if row else b"")
