"""The audit chain: one row for each verb, each sealed together with the one before it.

Saving a draft repeats with every answer; it is written once for each record and opening of the store.
"""

import hmac
import json
from collections.abc import Iterable, Mapping
from typing import Any

from intake_app.errors import IntakeError
from intake_app.vault import checkpoints, keys, register, seals
from intake_app.vault.clockwatch import steady
from intake_app.vault.database import Database
from intake_app.vault.opening import Opening
from intake_app.vault.roles import Right, require
from intake_app.vault.types import HEAD_SIGNS, AuditHead, AuditRow

_START = b"\0" * 32
_COLUMNS = "seq, at, actor, role, action, object, detail"
_BYTES = ", ".join(f"CAST({column} AS BLOB)" for column in _COLUMNS.split(", ")[1:])
_WALK = f"SELECT seq, {_BYTES}, mac FROM audit ORDER BY seq"


def append(opening: Opening, action: str, about: str = "", **detail: str | int | None) -> None:
    """Adds a link.  Only inside a transaction, so that a verb and its link stand or fall together."""
    announce(opening)
    _tell_of_clock(opening, _jump(opening))
    _append(opening, action, about, detail)


def _jump(opening: Opening) -> int:
    return opening.watch.jumped(opening.clock(), _last(opening.database)[1], steady())


def _tell_of_clock(opening: Opening, jump: int) -> None:
    if jump:
        _append(opening, "clock.jumped", "", {"seconds": jump})


def announce(opening: Opening) -> None:
    """Tells of the opening, once: later when the disk was full at first, again when that was rolled back."""
    last = _last(opening.database)[0]
    if opening.announced is None or last < opening.announced:
        jump = _jump(opening)
        if not last:
            register.judge(opening)
        _append(opening, "store.opened", "", {"wrong": opening.wrong.count} if opening.wrong.count else {})
        opening.announced = last + 1
        _tell_of_clock(opening, jump)


def head(opening: Opening) -> AuditHead:
    """The newest link, for others to keep; all zeros before the first."""
    seq, _at, mac = _last(opening.database)
    return AuditHead(seq, mac.hex(), seals.ledger_told(opening.database).changes)


def _last(database: Database) -> tuple[int, str, bytes]:
    """Number, time and MAC of the newest link; read once in a transaction, which alone writes them."""
    if database.seen.link is not None:
        return database.seen.link
    found = database.one("SELECT seq, at, mac FROM audit ORDER BY seq DESC LIMIT 1")
    last = (int(found[0]), str(found[1]), bytes(found[2])) if found else (0, "", _START)
    if database.writing:
        database.seen.link = last
    return last


def holds(opening: Opening, kept: AuditHead) -> bool:
    """Whether the chain still has a link that somebody kept; False when it was cut, forked or put back."""
    found = opening.database.one("SELECT mac FROM audit WHERE seq = ?", kept.seq)
    mac = bytes(found[0]).hex()[: max(len(kept.mac), HEAD_SIGNS)] if found else ""
    return keys.same(mac.encode(), kept.mac.encode()) and head(opening).changes >= kept.changes


def _append(opening: Opening, action: str, about: str, detail: Mapping[str, str | int | None]) -> None:
    database = opening.database
    seq, _at, before = _last(database)
    if register.concerns(action, seq + 1):
        detail = {**detail, "register": register.to_tell(opening)}
    told = json.dumps(detail, sort_keys=True, separators=(",", ":"))
    seq, now, me = seq + 1, opening.now(), opening.me
    row = (seq, now, me.id, me.role.value, action, about, told)
    mac = _link(opening.keys.audit, before, row)
    database.run(f"INSERT INTO audit ({_COLUMNS}, mac) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", *row, mac)
    database.seen.link = seq, now, mac
    if seq % checkpoints.EVERY == 0:
        checkpoints.sign(database, seq, mac, now)


def changing(opening: Opening) -> None:
    """Looks at people, servers, settings and forms before a verb changes any, inside its transaction.

    What other tools changed there is told of once, and never becomes what a link says of them.
    """
    if register.judge(opening):
        append(opening, register.ALTERED)


def close(opening: Opening) -> None:
    """The last link of an opening, with the ledger of the records, signed.  Only inside a transaction."""
    told = seals.ledger_told(opening.database)
    append(opening, checkpoints.CLOSING, changes=told.changes, sum=f"{told.total:064x}"[:16])
    last = head(opening)
    if last.seq % checkpoints.EVERY:
        checkpoints.sign(opening.database, last.seq, bytes.fromhex(last.mac), opening.now())


def cut_short(opening: Opening) -> bool:
    """Whether the opening before, of the person who opened the store, ended without being closed."""
    last = opening.database.one(
        "SELECT action FROM audit WHERE actor = ? AND action IN ('store.opened', ?) AND seq < ? ORDER BY seq DESC",
        *(opening.me.id, checkpoints.CLOSING, opening.announced or head(opening).seq + 1),
    )
    return last is not None and last[0] != checkpoints.CLOSING


def _link(key: bytes, before: bytes, columns: Iterable[Any]) -> bytes:
    """HMAC-SHA256 of the link before and of each column, each with its length: `keys.seal`, as one call."""
    message = [len(before).to_bytes(8, "big"), before]
    for column in columns:
        text = str(column).encode()
        message += (len(text).to_bytes(8, "big"), text)
    return hmac.digest(key, b"".join(message), "sha256")


def rows(opening: Opening, limit: int | None) -> tuple[AuditRow, ...]:
    """The newest first."""
    require(opening.me, Right.AUDIT)
    found = opening.database.all(
        f"SELECT {_COLUMNS} FROM audit ORDER BY seq DESC LIMIT ?", -1 if limit is None else limit
    )
    return tuple(AuditRow(*row) for row in found)


class _Sizes(dict[int, bytes]):
    """The lengths that stand before columns, each made once."""

    def __missing__(self, size: int) -> bytes:
        self[size] = size.to_bytes(8, "big")
        return self[size]


def verify(opening: Opening) -> int:
    """Walks the chain; how many links it has.  Raises IntakeError 'vault.audit_broken' with the first bad link.

    A log of years has a million links: columns come as their bytes, and the loop does for each what `_link` does.
    """
    every, closing = checkpoints.EVERY, checkpoints.CLOSING.encode()
    mac, size, join = keys.Mac(opening.keys.audit), _Sizes(), b"".join
    signed, before, count = checkpoints.Signed(opening.database), _START, 0
    try:
        for seq, at, actor, role, action, about, told, sealed in opening.database.each(_WALK):
            count += 1
            number = b"%d" % count
            before = mac(join((
                size[32], before, size[len(number)], number, size[len(at)], at, size[len(actor)], actor,
                size[len(role)], role, size[len(action)], action, size[len(about)], about, size[len(told)], told,
            )))  # fmt: skip
            if seq != count or not keys.same(before, sealed):
                raise IntakeError("vault.audit_broken", row=count)
            if not count % every or action == closing or count in signed.points:
                signed.verify(count, before)
    except TypeError as trouble:  # a column without anything in it, which no link has
        raise IntakeError("vault.audit_broken", row=count) from trouble
    return count
