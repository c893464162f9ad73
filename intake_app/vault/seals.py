"""Seals of records: which bytes, in which version, as of which link of the audit chain.

``mac`` covers a record's facts, the digest of its sealed body, the list of its files, its version and the number of
the last audit link when it changed.  SQLCipher notices changed pages but not old ones put back; a seal notices old
pages of one table beside new ones of another.  The ledger holds the sum of all seals (mod 2**256) and counts changes,
so that a record put back as a whole, its seal with it, no longer fits the sum; and points of the audit chain repeat
the ledger, so that putting back records and ledger together does not fit the chain.
"""

import hashlib
import hmac
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from intake_app.errors import IntakeError
from intake_app.vault import keys
from intake_app.vault.database import Database, Row
from intake_app.vault.keys import Mac

_FACTS = "id, code, form_key, state, author, role, agency, site, created, finalised, discarded, label"
_ROW = "version, audit, body, files, mac"
_FACT_COUNT = len(_FACTS.split(", "))
JUDGED = ", ".join([*(f"r.{fact}" for fact in _FACTS.split(", ")), *(f"s.{part}" for part in _ROW.split(", "))])
"""Columns of ``record r`` and ``seal s`` by which `misfit` judges."""
_JUDGED_ONE = (
    f"SELECT {JUDGED}, (SELECT max(seq) FROM audit) FROM record r LEFT JOIN seal s ON s.record = r.number "
    "WHERE r.number = ?"
)
TURN = 1 << 256
NOTHING = hashlib.sha256(b"").digest()
"""Digest of no body, and of no files."""


@dataclass(frozen=True, slots=True)
class Seal:
    """A seal as it lies in the store."""

    version: int
    audit: int
    body: bytes
    files: bytes
    mac: bytes


@dataclass(frozen=True, slots=True)
class Ledger:
    """How many changes of records there were, and the sum of all seals."""

    changes: int = 0
    total: int = 0

    def seal(self, key: bytes, audit: int) -> bytes:
        """The MAC of the ledger as of an audit link."""
        return keys.seal(key, b"ledger", b"%d" % self.changes, self.total.to_bytes(32, "big"), b"%d" % audit)


def digest(body: bytes) -> bytes:
    """What a seal remembers of a body."""
    return hashlib.sha256(body).digest()


def files_digest(database: Database, number: int) -> bytes:
    """Digest of the list of a record's files."""
    return listed_digest(database.all(f"SELECT {FILE_FACTS} FROM media WHERE record = ? ORDER BY name", number))


FILE_FACTS = "name, mime, size, hex(sha256), mark, outside"


def listed_digest(rows: Sequence[Row]) -> bytes:
    """Digest of `FILE_FACTS` of files in the order of their names; `NOTHING` without any."""
    return digest(repr([tuple(row) for row in rows]).encode()) if rows else NOTHING


def last_link(database: Database) -> int:
    """The number of the newest audit link; 0 before the first."""
    if database.seen.link is not None:
        return database.seen.link[0]
    row = database.one("SELECT max(seq) FROM audit")
    return int(row[0]) if row and row[0] is not None else 0


def found(database: Database, number: int) -> Seal | None:
    """The seal of a record, or None."""
    row = database.one(f"SELECT {_ROW} FROM seal WHERE record = ?", number)
    return _seal(row) if row else None


def _seal(row: Row) -> Seal:
    version, audit, body, files, mac = row
    return Seal(version, audit, bytes(body), bytes(files), bytes(mac))


def _mac(key: bytes, facts: Row, seal: Seal) -> bytes:
    *texts, label = facts
    return hmac.digest(key, _facts(texts) + _rest(bytes(label), seal), "sha256")


def _facts(texts: Iterable[object]) -> bytes:
    """The first part of what is sealed, which saving a draft does not change."""
    return keys.framed(b"record", *(repr(text).encode() for text in texts))


def _rest(label: bytes, seal: Seal) -> bytes:
    return keys.framed(label, b"%d" % seal.version, b"%d" % seal.audit, seal.body, seal.files)


def first(database: Database, key: bytes, number: int, body: bytes, files: bytes = NOTHING) -> None:
    """Seals a record that has no seal yet, in version 1.  Only inside a transaction."""
    write(database, key, number, Seal(1, 0, NOTHING, NOTHING, bytes(32)), body=body, files=files)


def write(
    database: Database, key: bytes, number: int, old: Seal, version: int | None = None, body: bytes | None = None,
    files: bytes | None = None,
) -> None:  # fmt: skip
    """Seals a record as it is now; what is not given stays as it was.  Only inside a transaction.

    ``old`` is the seal that fitted the record before it was changed: what other tools changed never becomes sealed.
    ``body`` is the digest of the sealed body, ``files`` that of the list of its files.
    """
    fresh = Seal(
        old.version if version is None else version, last_link(database), body or old.body, files or old.files, b""
    )
    facts = database.one(f"SELECT {_FACTS} FROM record WHERE number = ?", number)
    if facts is None:
        raise IntakeError("vault.no_such_record")
    mac = _mac(key, facts, fresh)
    database.run(
        f"INSERT INTO seal (record, {_ROW}) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (record) DO UPDATE SET "
        "version = excluded.version, audit = excluded.audit, body = excluded.body, files = excluded.files, "
        "mac = excluded.mac",
        *(number, fresh.version, fresh.audit, fresh.body, fresh.files, mac),
    )
    database.seen.wrote(facts[0], mac)
    _move(database, key, _int(mac) - _int(old.mac))


_RENEWED = "UPDATE seal SET version = ?, audit = ?, body = ?, mac = ? WHERE record = ?"
_LEDGER = "UPDATE ledger SET changes = ?, total = ?, audit = ?, mac = ?"
_STANDING = (
    f"SELECT {JUDGED}, (SELECT max(seq) FROM audit), l.changes, l.total "
    "FROM record r JOIN seal s ON s.record = r.number JOIN ledger l WHERE r.number = ?"
)


@dataclass(slots=True, repr=False)
class Standing:
    """What `renew` needs to know of a record, and leaves behind for the next time."""

    number: int
    record_id: str
    version: int
    files: bytes
    own: int
    mac: Mac
    facts: bytes
    last: int
    changes: int
    total: int


def standing(database: Database, key: bytes, number: int) -> Standing | None:
    """It, read with one query; None for a record that has no seal."""
    row = database.one(_STANDING, number)
    if row is None:
        return None
    (*facts, _label), seal, (last, told, sum_told) = row[:_FACT_COUNT], _seal(row[_FACT_COUNT:-3]), row[-3:]
    changes, total = database.seen.ledger or (told, _int(sum_told))
    return Standing(
        *(number, facts[0], seal.version, seal.files, _int(seal.mac)),
        *(Mac(key), _facts(facts), last or 0, changes, total),
    )


def renew(database: Database, standing: Standing, label: bytes, body: bytes) -> None:
    """As `write`, for the next version of a record's body (its digest) and label; ``standing`` is as it is then.

    Saving a draft is the one verb that happens with each answer.  Only inside a transaction.
    """
    mac, change, last = standing.mac, database.changing(), b"%d" % standing.last
    standing.version += 1
    sealed = mac(standing.facts + keys.framed(label, b"%d" % standing.version, last, body, standing.files))
    change(_RENEWED, (standing.version, standing.last, body, sealed, standing.number))
    database.seen.wrote(standing.record_id, sealed)
    own = _int(sealed)
    standing.changes += 1
    standing.total = (standing.total + own - standing.own) % TURN
    standing.own = own
    total = standing.total.to_bytes(32, "big")
    told = mac(keys.framed(b"ledger", b"%d" % standing.changes, total, last))
    change(_LEDGER, (standing.changes, total, standing.last, told))
    database.seen.ledger = standing.changes, standing.total


def forget(database: Database, key: bytes, number: int) -> None:
    """Takes the seal of a record out of the sum, before the record is deleted.  Only inside a transaction."""
    old = found(database, number)
    _move(database, key, -_int(old.mac) if old else 0)


def verify(database: Database, key: bytes, number: int) -> Seal:
    """The seal of a record, once it fits the record's facts.

    Raises IntakeError 'vault.damaged', and 'vault.replayed' when it is of a time that the audit chain does not reach,
    or another than the one that was seen or written last while the store is open.
    """
    row = database.one(_JUDGED_ONE, number)
    code = misfit(database, Mac(key), row[:-1], row[-1] or 0) if row else "vault.damaged"
    if code == "vault.replayed":
        raise IntakeError(code)
    if row is None or code:
        raise IntakeError("vault.damaged", part="seal")
    return _seal(row[_FACT_COUNT:-1])


def misfit(database: Database, key: Mac, row: Row, last: int) -> str:
    """What is wrong with a record by a row of `JUDGED` columns, as `verify` would say: a code, or "".

    For lists, which read these columns with all others.  ``last``: the number of the newest audit link.
    """
    facts, told = row[:_FACT_COUNT], row[_FACT_COUNT:]
    if None in told:
        return "vault.damaged"
    seal, (*texts, label) = _seal(told), facts
    if not keys.same(seal.mac, key(_facts(texts) + _rest(bytes(label), seal))):
        return "vault.damaged"
    return "" if seal.audit <= last and database.seen.fits(str(texts[0]), seal.mac) else "vault.replayed"


def verify_files(database: Database, key: bytes, number: int) -> Seal:
    """As `verify`, and 'vault.damaged' when the list of a record's files is not the one that was sealed."""
    seal = verify(database, key, number)
    if seal.files != files_digest(database, number):
        raise IntakeError("vault.damaged", part="file")
    return seal


def verify_body(seal: Seal, body: bytes) -> None:
    """Raises IntakeError 'vault.damaged' when the sealed body is not the one that was sealed last."""
    if not keys.same(seal.body, digest(body)):
        raise IntakeError("vault.damaged", part="record")


def ledger(database: Database, key: bytes) -> Ledger:
    """The ledger.  Raises IntakeError 'vault.damaged' when its MAC does not fit."""
    told = ledger_told(database)
    row = database.one("SELECT audit, mac FROM ledger")
    if row is not None and not keys.same(bytes(row[1]), told.seal(key, row[0])):
        raise IntakeError("vault.damaged", part="ledger")
    return told


def ledger_told(database: Database) -> Ledger:
    """What the ledger says, whether its MAC fits or not."""
    row = database.one("SELECT changes, total FROM ledger")
    return Ledger(int(row[0]), int.from_bytes(bytes(row[1]), "big")) if row else Ledger()


def _move(database: Database, key: bytes, difference: int) -> None:
    """A ledger that was changed from outside keeps nobody from saving: its total stays wrong, and is told of.

    One that was put back while the store is open is not gone on from, so that what was put back with it does not fit.
    """
    known, audit = database.seen.ledger, last_link(database)
    old = Ledger(*known) if known else ledger_told(database)
    fresh = Ledger(old.changes + 1, (old.total + difference) % TURN)
    database.seen.ledger = fresh.changes, fresh.total
    database.run(
        "INSERT INTO ledger (id, changes, total, audit, mac) VALUES (1, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET "
        "changes = excluded.changes, total = excluded.total, audit = excluded.audit, mac = excluded.mac",
        *(fresh.changes, fresh.total.to_bytes(32, "big"), audit, fresh.seal(key, audit)),
    )


def verify_sum(database: Database, key: bytes) -> None:
    """Raises IntakeError 'vault.replayed' when the seals do not add up to the ledger."""
    macs = database.all("SELECT mac FROM seal")
    if sum(_int(bytes(mac)) for (mac,) in macs) % TURN != ledger(database, key).total:
        raise IntakeError("vault.replayed")


def _int(mac: bytes) -> int:
    return int.from_bytes(mac, "big")
