"""The log of actions for people to read: newest first, by person and kind, with names and codes in the place of ids."""

import json
from collections.abc import Collection

from intake_app.vault.database import Database, Row
from intake_app.vault.opening import Opening
from intake_app.vault.roles import Right, require
from intake_app.vault.types import LogEntry

_COLUMNS = "seq, at, actor, role, action, object, detail"


def entries(
    opening: Opening, person: str = "", actions: Collection[str] = (), before: int | None = None, limit: int = 200
) -> tuple[LogEntry, ...]:
    """Links of the chain, the newest first.

    ``person``: the id of somebody who did it or whom it is about.  ``actions``: only these; all without any.
    ``before``: only links before this one, to go on reading.
    """
    require(opening.me, Right.AUDIT)
    terms: list[str] = ["seq < ?"]
    values: list[str | int] = [1 << 62 if before is None else before]
    if person:
        terms.append("(actor = ? OR object = ?)")
        values += [person, person]
    if actions:
        terms.append(f"action IN ({', '.join('?' * len(actions))})")
        values += sorted(actions)
    found = opening.database.all(
        f"SELECT {_COLUMNS} FROM audit WHERE {' AND '.join(terms)} ORDER BY seq DESC LIMIT ?", *values, limit
    )
    names: dict[str, str] = dict(opening.database.all("SELECT id, name FROM person"))
    return tuple(_entry(opening.database, names, row) for row in found)


def _entry(database: Database, names: dict[str, str], row: Row) -> LogEntry:
    seq, at, actor, role, action, about, told = row
    detail = json.loads(told)
    person = names.get(about) or names.get(str(detail.get("to", detail.get("of", "")))) or ""
    code = _code(database, str(detail.get("record", about)))
    return LogEntry(seq, at, names.get(str(actor), str(actor)), role, action, person, code, about, detail)


def _code(database: Database, record_id: str) -> str:
    codes = "SELECT code FROM record WHERE id = ?1 UNION ALL SELECT code FROM casefile WHERE id = ?1"
    found = database.one(codes, record_id)
    return str(found[0]) if found else ""
