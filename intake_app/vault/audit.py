"""The audit chain: one row for each verb, each sealed together with the one before it.

Saving a draft repeats with every answer; it is written once for each record and opening of the store.
"""

import json
from collections.abc import Mapping

from intake_app.errors import IntakeError
from intake_app.vault import keys
from intake_app.vault.opening import Opening
from intake_app.vault.roles import Right, require
from intake_app.vault.types import AuditRow

_START = b"\0" * 32
_COLUMNS = "seq, at, actor, role, action, object, detail"


def append(opening: Opening, action: str, about: str = "", **detail: str | int | None) -> None:
    """Adds a link.  Only inside a transaction, so that a verb and its link stand or fall together."""
    announce(opening)
    _append(opening, action, about, detail)


def announce(opening: Opening) -> None:
    """Tells of the opening, once: later when the disk was full at first, again when that was rolled back."""
    last = _last(opening)[0]
    if opening.announced is None or last < opening.announced:
        _append(opening, "store.opened", "", {"wrong": opening.wrong.count} if opening.wrong.count else {})
        opening.announced = last + 1


def _last(opening: Opening) -> tuple[int, bytes]:
    found = opening.database.one("SELECT seq, mac FROM audit ORDER BY seq DESC LIMIT 1")
    return (int(found[0]), bytes(found[1])) if found else (0, _START)


def _append(opening: Opening, action: str, about: str, detail: Mapping[str, str | int | None]) -> None:
    seq, before = _last(opening)
    told = json.dumps(detail, sort_keys=True, separators=(",", ":"))
    row = AuditRow(seq + 1, opening.now(), opening.me.id, opening.me.role.value, action, about, told)
    opening.database.run(
        f"INSERT INTO audit ({_COLUMNS}, mac) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        *(row.seq, row.at, row.actor, row.role, row.action, row.object, row.detail),
        _link(opening.keys.audit, before, row),
    )


def _link(key: bytes, before: bytes, row: AuditRow) -> bytes:
    texts = (str(row.seq), row.at, row.actor, row.role, row.action, row.object, row.detail)
    return keys.seal(key, before, *(text.encode() for text in texts))


def rows(opening: Opening, limit: int | None) -> tuple[AuditRow, ...]:
    """The newest first."""
    require(opening.me, Right.AUDIT)
    found = opening.database.all(
        f"SELECT {_COLUMNS} FROM audit ORDER BY seq DESC LIMIT ?", -1 if limit is None else limit
    )
    return tuple(AuditRow(*row) for row in found)


def verify(opening: Opening) -> int:
    """Walks the chain; how many links it has.  Raises IntakeError 'vault.audit_broken' with the first bad link."""
    before, count = _START, 0
    for *columns, mac in opening.database.all(f"SELECT {_COLUMNS}, mac FROM audit ORDER BY seq"):
        row = AuditRow(*columns)
        count += 1
        before = _link(opening.keys.audit, before, row)
        if row.seq != count or not keys.same(before, bytes(mac)):
            raise IntakeError("vault.audit_broken", row=count)
    return count
