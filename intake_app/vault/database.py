"""The one connection to the SQLCipher file: open sequence, transactions, trouble as codes.

The sequence and each setting follow measurements: WAL with synchronous FULL loses nothing that was acknowledged;
a missing key would silently make a plaintext file, so the first bytes are looked at each time; after an I/O error a
handle must not be used again, so it is closed, opened anew and verified.
"""

import contextlib
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, NoReturn

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.ciphers.modes import CBC
from sqlcipher3 import dbapi2 as sqlcipher

from intake_app.disk import Name, has_room
from intake_app.errors import IntakeError
from intake_app.vault import schema
from intake_app.vault.files import of_os_error, told
from intake_app.vault.seen import Seen

PLAIN_HEADER = b"SQLite format 3\0"
PAGE = 4096
_RESERVED = 80
_PRAGMAS = (
    "locking_mode=EXCLUSIVE",
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "recursive_triggers=ON",
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "temp_store=MEMORY",
    "mmap_size=0",
    "secure_delete=ON",
    "wal_autocheckpoint=1000",
    "cache_size=-32768",
)
_FROZEN_PRAGMAS = ("query_only=ON", "trusted_schema=OFF", "cell_size_check=ON", "temp_store=MEMORY", "mmap_size=0")
_ALLOWED_PRAGMAS = frozenset(
    [
        "wal_checkpoint",
        "integrity_check",
        "quick_check",  # what ALTER TABLE asks for by itself
        "cipher_integrity_check",
        "foreign_key_check",
        "page_count",
        "max_page_count",
        "query_only",
    ]
)
_SQLITE_PRAGMA, _SQLITE_ATTACH, _SQLITE_DETACH = 19, 24, 25
_ALLOW, _DENY = 0, 1
_BUSY, _LOCKED, _READONLY, _IOERR, _CORRUPT, _FULL, _CANTOPEN, _NOTADB = 5, 6, 8, 10, 11, 13, 14, 26
_CODES = {
    _BUSY: "vault.in_use",
    _LOCKED: "vault.in_use",
    _READONLY: "vault.read_only",
    _IOERR: "vault.io_error",
    _CORRUPT: "vault.damaged",
    _FULL: "vault.disk_full",
    _CANTOPEN: "vault.io_error",
    _NOTADB: "vault.damaged",
}
_SPOILS_HANDLE = frozenset({_READONLY, _IOERR, _CORRUPT, _CANTOPEN, _NOTADB})
"""A handle that met a page it could not decrypt may hand out zeros in its place and refuse to write from then on."""
_PREPARED = 1024
"""Statements that stay prepared: more than the program has.  Once the room for them is full, one that is new takes the
place of the one before it, and verbs that come late in a day would be prepared anew each time."""

_TROUBLE = (sqlcipher.Error, UnicodeEncodeError, MemoryError)

Row = tuple[Any, ...]


class Database:
    """The open file.  `all` and `one` read; `transaction` writes, whole or not at all.

    ``turn`` is another number with each transaction and each handle: who remembers what the file holds compares it.
    ``mark`` is what the transaction told of itself for `after_commit`, if anything.  ``seen`` are seals of records.
    """

    def __init__(self, path: Path, key: bytes, frozen: bool = False) -> None:
        """Opens and verifies; ``frozen``: a file that nobody writes, read without a log or lock beside it.

        Raises IntakeError 'vault.truncated', 'vault.damaged', 'vault.not_a_store' ...
        """
        self.path = path
        self._key = key
        self._frozen = frozen
        self._closed = False
        self.turn = 0
        self.mark: tuple[int, int] | None = None
        self.after_commit: Callable[[], None] = _nothing
        self.seen = Seen()
        self._transaction = _Transaction(self)
        self._name, self._log = Name(path), Name(path.with_name(f"{path.name}-wal"))
        self._lying = self._log_lying = b""
        self.connection: Any = None
        self._cursor: Any = None
        self._reopen()

    def all(self, sql: str, *values: object) -> list[Row]:
        """Every row of a query."""
        try:
            rows: list[Row] = self._handle().execute(sql, values).fetchall()
        except _TROUBLE as trouble:
            self._tell(trouble)
        return rows

    def one(self, sql: str, *values: object) -> Row | None:
        """The first row of a query, or None."""
        try:
            row: Row | None = self._handle().execute(sql, values).fetchone()
        except _TROUBLE as trouble:
            self._tell(trouble)
        return row

    def each(self, sql: str, *values: object) -> Generator[Row, None, None]:
        """The rows of a query one after the other, for those too many to hold."""
        with self._told():
            yield from self._handle().execute(sql, values)

    def run(self, sql: str, *values: object) -> int:
        """One change; how many rows it touched.  Only inside `transaction`."""
        return int(self.changing()(sql, values).rowcount)

    def changing(self) -> Callable[[str, tuple[object, ...]], Any]:
        """What makes changes, for several in a row.  Only inside `transaction`."""
        if not self._handle().in_transaction:
            raise ValueError("a change outside a transaction")
        execute: Callable[[str, tuple[object, ...]], Any] = self._cursor.execute
        return execute

    def transaction(self) -> "_Transaction":
        """All changes inside ``with`` become durable together when it ends, or none does."""
        return self._transaction

    def begin(self) -> None:
        """The beginning of `transaction`."""
        try:
            self._handle()
            self._cursor.execute("BEGIN IMMEDIATE")
        except _TROUBLE as trouble:
            self._tell(trouble)
        self.turn, self.mark = self.turn + 1, None

    def commit(self) -> None:
        """Its end: everything is durable, or nothing was changed."""
        try:
            self._in_place()
            if not self._handle().in_transaction:  # another handle took the place of the one that it began with
                raise IntakeError("vault.io_error", reason="handle")
            self._cursor.execute("COMMIT")
            self.mark = self.mark or self._come_to()
        except BaseException as trouble:
            self.give_up(trouble)
            raise
        self.seen.settled()
        self.after_commit()

    def give_up(self, trouble: BaseException) -> None:
        """Its end by an error: nothing was changed.  Raises what is our own for it, if anything."""
        self._undo()
        self.seen.unsure()
        if isinstance(trouble, _TROUBLE):
            self._tell(trouble)

    def _come_to(self) -> tuple[int, int] | None:
        """How far the store has come with this transaction, when it wrote to the log and to the ledger is known."""
        link, ledger = self.seen.link, self.seen.ledger
        return (link[0], ledger[0]) if link and ledger else None

    @property
    def writing(self) -> bool:
        """Whether a transaction is open."""
        return self.connection is not None and bool(self.connection.in_transaction)

    @property
    def key(self) -> bytes:
        """The key of the file, for a copy under the same one."""
        return self._key

    @property
    def closed(self) -> bool:
        """Whether `close` was called."""
        return self._closed

    def checkpoint(self) -> None:
        """Moves the write-ahead log into the file and empties it.

        Raises IntakeError 'vault.in_use' or 'vault.io_error' (reason checkpoint) when that could not be finished.
        """
        if self.all("PRAGMA wal_checkpoint(TRUNCATE)")[0][0]:
            raise IntakeError("vault.io_error", reason="checkpoint")

    def copy(self, target: Path, progress: Callable[[int, int], None], key: bytes | None = None) -> None:
        """A consistent copy in a new file, under the same key or another; ``progress`` hears pages done, of how many.

        What `progress` raises ends the copying.
        """
        try:
            with contextlib.closing(_keyed(target, key or self._key)) as copied:
                self._handle().backup(copied, pages=256, progress=lambda _state, left, of: progress(of - left, of))
        except sqlcipher.Error as trouble:  # of the two handles it was the target's: this one goes on
            raise _of_copying(trouble, target) from trouble

    def let_go(self) -> None:
        """Closes the handle while the file is replaced; the next use opens what is there then."""
        self.turn += 1
        if self.connection is not None:
            self.connection.close()
            self.connection = None
            self._log_lying = b""  # the log goes with the last handle

    def take(self, key: bytes) -> None:
        """Opens the file that is there now, under its key.  Raises as the constructor does; then the next use tries."""
        self._key = key
        self.turn += 1
        self._reopen()

    def close(self) -> None:
        """Closes the handle for good; closing twice is harmless."""
        self._closed = True
        self.let_go()

    def _handle(self) -> Any:
        """The handle; a fresh one when the last could not be replaced at once after an I/O error."""
        if self._closed:
            raise IntakeError("vault.io_error", reason="closed")
        if self.connection is None:
            self._reopen()
        return self.connection

    def _reopen(self) -> None:
        self._use(_open(self.path, self._key, self._frozen))
        with told():
            self._lying, self._log_lying = self._name.file(), self._log.file()

    def _use(self, connection: Any) -> None:
        self.connection, self._cursor = connection, connection.cursor()  # one for all changes: they leave no rows

    def lies_in_place(self) -> bool:
        """Whether the file is the one under its name still, so that what lies beside it belongs to it."""
        try:
            self._in_place()
        except IntakeError:
            return False
        return True

    def _in_place(self) -> None:
        """What a file takes that was moved, replaced or deleted while it is open, nobody finds again: told before.

        Raises IntakeError 'vault.moved'.
        """
        try:
            found, log = self._name.file(), self._log.file()
        except OSError as trouble:
            raise of_os_error(trouble) from trouble
        if not found or not log or found != self._lying or (log != self._log_lying and self._log_lying):
            raise IntakeError("vault.moved")
        self._log_lying = log  # that of a new file comes with its first transaction

    def _undo(self) -> None:
        """Rolls back unless SQLite has done so already, as it does when the disk is full."""
        if self.connection is not None and self.connection.in_transaction:
            with contextlib.suppress(sqlcipher.Error):  # the first trouble is the one to tell
                self.connection.execute("ROLLBACK")

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except _TROUBLE as trouble:
            self._tell(trouble)

    def _tell(self, trouble: Exception) -> NoReturn:
        """Raises what is our own for it; what is a bug as it is."""
        if isinstance(trouble, UnicodeEncodeError):  # a lone surrogate; the error itself would hold the text
            raise IntakeError("vault.bad_text") from None
        if isinstance(trouble, MemoryError):  # a commit on a handle that met a page it could not decrypt said so
            self.renew()
            raise IntakeError("vault.io_error", reason="memory") from trouble
        ours = of_error(trouble)
        if ours is None:
            raise trouble
        if _primary(trouble) in _SPOILS_HANDLE:
            self.renew()
        raise _looked_into(ours, self.path) from trouble

    def renew(self) -> None:
        """A fresh handle in the place of one that saw trouble; the next use tries again when that fails too."""
        self._undo()
        self.turn += 1
        if self.connection is not None:
            with contextlib.suppress(sqlcipher.Error):  # what the old handle says no longer matters
                self.connection.close()
        self.connection = None
        with contextlib.suppress(IntakeError):  # the caller raises the error that led here
            self._reopen()


class _Transaction:
    """What `Database.transaction` gives to ``with``: nothing of its own, so that one serves them all."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def __enter__(self) -> None:
        self._database.begin()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if error is None:
            self._database.commit()
        else:
            self._database.give_up(error)


def _nothing() -> None:
    """Nobody waits for a commit."""


def _primary(trouble: Exception) -> int:
    return int(getattr(trouble, "sqlite_errorcode", 0) or 0) & 0xFF


def of_error(trouble: Exception) -> IntakeError | None:
    """The code for what SQLite said, or None when it is a bug of ours."""
    if schema.FROZEN in str(trouble):
        return IntakeError("vault.frozen")
    code = _CODES.get(_primary(trouble))
    return IntakeError(code) if code else None


def _looked_into(error: IntakeError, path: Path) -> IntakeError:
    """The same, or that the disk is full: SQLite tells so only of the plainest case, not where a quota is used up."""
    full = error.code == "vault.io_error" and not has_room(path.parent)
    return IntakeError("vault.disk_full", **error.facts) if full else error


def _of_copying(trouble: Exception, target: Path) -> IntakeError:
    """The same for a copy, whose errors come without their number."""
    full = "full" in str(trouble)
    told = of_error(trouble) or IntakeError("vault.disk_full" if full else "vault.io_error", reason="copy")
    return _looked_into(told, target)


def _permit(action: int, first: str | None, *_rest: str | None) -> int:
    """No other file is ever attached, no key changed, no setting loosened."""
    if action in (_SQLITE_ATTACH, _SQLITE_DETACH):
        return _DENY
    if action == _SQLITE_PRAGMA:
        return _ALLOW if (first or "").lower() in _ALLOWED_PRAGMAS else _DENY
    return _ALLOW


def _keyed(path: Path, key: bytes, frozen: bool = False) -> Any:
    """A connection with its key set, before the first read."""
    where = f"{path.absolute().as_uri()}?immutable=1" if frozen else str(path)
    connection = sqlcipher.connect(where, isolation_level=None, timeout=2, uri=frozen, cached_statements=_PREPARED)
    connection.execute("PRAGMA cipher_log_level=NONE")
    connection.set_key(b"x'" + key.hex().encode() + b"'")  # not PRAGMA key: keeps it out of any trace
    ciphered(connection)
    return connection


def ciphered(connection: Any) -> None:
    """Closes a connection of a SQLite that was built without the cipher: it would write in the clear.

    Raises RuntimeError.
    """
    if not connection.execute("PRAGMA cipher_version").fetchone():
        connection.close()
        raise RuntimeError("this SQLite has no cipher")


def _open(path: Path, key: bytes, frozen: bool = False) -> Any:
    _look_at(path)
    _whole(path, key)
    empty = path.stat().st_size == 0
    try:
        with contextlib.ExitStack() as undo:
            connection = _keyed(path, key, frozen)
            undo.callback(connection.close)
            connection.execute("PRAGMA locking_mode=EXCLUSIVE").fetchone()  # before the first read: then no -shm file
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            for pragma in _FROZEN_PRAGMAS if frozen else _PRAGMAS:
                connection.execute(f"PRAGMA {pragma}").fetchone()
            if empty:  # one that could be read under its key is not plain; who opens and closes it gives its lock away
                _look_at(path)
            connection.set_authorizer(_permit)
            undo.pop_all()
    except sqlcipher.Error as trouble:
        raise _why_closed(path, key, trouble) from trouble
    return connection


def _look_at(path: Path) -> None:
    """What can be said before and after a key is set: plain SQLite, a link in the place of a companion, no file."""
    for companion in (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
        if companion.is_symlink():
            raise IntakeError("vault.not_a_store", reason="link")
    if not path.is_file():
        raise IntakeError("vault.not_a_store" if path.exists() else "vault.file_missing")
    if start(path).startswith(PLAIN_HEADER):
        raise IntakeError("vault.not_a_store", reason="plain")


def _whole(path: Path, key: bytes) -> None:
    """A file without a log has all the pages that its first one promises; a log may still hold some of them."""
    log = path.with_name(f"{path.name}-wal")
    if log.exists() and log.stat().st_size:
        return
    size, pages = path.stat().st_size, _pages_promised(path, key)
    if pages is not None and size < pages * PAGE:
        raise IntakeError("vault.truncated", size=size, expected=pages * PAGE)


def start(path: Path) -> bytes:
    """The first page of a file, or what there is of it."""
    with told(), path.open("rb") as stream:
        return stream.read(PAGE)


def _why_closed(path: Path, key: bytes, trouble: Exception) -> IntakeError:
    """Truncated, damaged, or what SQLite said otherwise."""
    primary = _primary(trouble)
    if primary not in (_CORRUPT, _NOTADB, _IOERR):
        return of_error(trouble) or IntakeError("vault.damaged", part="records")
    size, pages = path.stat().st_size, _pages_promised(path, key)
    if size % PAGE or (pages is not None and size < pages * PAGE):
        return IntakeError("vault.truncated", size=size, expected=pages * PAGE if pages else None)
    if primary == _IOERR and (pages is not None or size == 0):  # the file reads well, or has nothing to read yet
        return _looked_into(IntakeError("vault.io_error", reason="open"), path)
    return IntakeError("vault.damaged", part="records")


def _pages_promised(path: Path, key: bytes) -> int | None:
    """How many pages the first page says there are; None when this key does not read it.

    SQLCipher's first page: 16 bytes of salt in the place of the magic, AES-256-CBC, the vector 80 bytes before the end.
    """
    page = start(path)
    if len(page) < PAGE:
        return None
    vector = page[PAGE - _RESERVED : PAGE - _RESERVED + 16]
    decryptor = Cipher(AES256(key), CBC(vector)).decryptor()
    plain = PLAIN_HEADER + decryptor.update(page[16 : PAGE - _RESERVED]) + decryptor.finalize()
    if int.from_bytes(plain[16:18], "big") != PAGE or plain[20] != _RESERVED:
        return None
    return int.from_bytes(plain[28:32], "big")
