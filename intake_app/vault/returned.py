"""A store that was put back to how it was: nothing leaves before somebody says who took their word back since.

A copy does not know what was said after it was made.  The mark is in the file before it becomes a store, and then two
links of the log: one from which on nothing leaves, one with which it goes on.  The same holds for a copy that is opened
where it lies, for an older file that somebody put in the place of the store, and for a file without the anchor that
each opening leaves beside it: a store that was copied by hand may be of any day.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from intake_app.errors import IntakeError
from intake_app.vault import audit, backup, codes, taking_back, withdrawing
from intake_app.vault.database import Database
from intake_app.vault.opening import Line, Opening
from intake_app.vault.roles import Right, may, require

HELD, CONFIRMED = "leaving.held", "leaving.confirmed"
LAST = f"SELECT action, object FROM audit WHERE action IN ('{HELD}', '{CONFIRMED}') ORDER BY seq DESC LIMIT 1"
_MARK = "put_back"
"""Row of the store: that it was made from a copy, and the moment up to which that knows what was said."""


@dataclass(frozen=True, slots=True)
class PutBack:
    """Up to when (ISO 8601) the store knows what was said, and what waits: records, slips, exports.

    ``confirms``: who asks may say who withdrew since; nobody else is told how many wait.
    """

    made: str
    records: int
    slips: int
    exports: int
    confirms: bool


def mark(database: Database, made: str) -> None:
    """Marks a file that becomes a store, whole in itself."""
    with database.transaction():
        moment = max(made, _last(database))
        database.run("INSERT INTO store (key, value) VALUES (?, ?) ON CONFLICT (key) DO NOTHING", _MARK, moment)
    database.checkpoint()


def _last(database: Database) -> str:
    """The moment of the newest link of the log."""
    found = database.one("SELECT at FROM audit ORDER BY seq DESC LIMIT 1")
    return str(found[0]) if found else ""


def look(opening: Opening, store: Path, anchored: bool) -> None:
    """Whether the store was put back and nobody said since who withdrew; before this opening writes anything.

    ``anchored``: the anchor of this store lies beside it.
    """
    database = opening.database
    marked = database.one("SELECT value FROM store WHERE key = ?", _MARK)
    anew = str(marked[0]) if marked else _where_it_lies(opening, store)
    if not anew and (opening.behind is not None or not (anchored or _is_new(database))):
        anew = _last(database)
    before = database.one(LAST)
    moments = [anew, str(before[1]) if before and before[0] == HELD else ""]
    opening.held, opening.held_anew = min(filter(None, moments), default=""), bool(anew)


def _is_new(database: Database) -> bool:
    """Whether there is nothing yet of which something could leave."""
    return database.one("SELECT 1 FROM submission LIMIT 1") is None


def _where_it_lies(opening: Opening, store: Path) -> str:
    """The moment of a copy that is opened where it lies for the first time, "" for anything else."""
    try:
        told = backup.manifest(store.parent)
    except IntakeError:
        return ""
    known = f"SELECT 1 FROM audit WHERE action IN ('{HELD}', '{CONFIRMED}') AND seq > ?"
    its_own = (told.store, told.vault_id) == (store.name, opening.header.current.vault_id)
    if not its_own or opening.database.one(known, told.seq) is not None:
        return ""
    return max(told.made, _last(opening.database))


def note(opening: Opening) -> None:
    """The link from which on nothing leaves, where it is not there yet; only inside a transaction."""
    if opening.held_anew:
        audit.append(opening, HELD, opening.held)
        opening.database.run("DELETE FROM store WHERE key = ?", _MARK)


def facts(opening: Opening) -> PutBack | None:
    """What there is to say before anything leaves; None where the store was not put back, or somebody said it."""
    if not opening.held:
        return None
    if not may(opening.me, Right.BACKUP):
        return PutBack(opening.held, 0, 0, 0, confirms=False)
    ((records, slips, exports),) = opening.database.all(
        "SELECT (SELECT count(*) FROM record r WHERE r.state = 'finalised' AND " + withdrawing.released() + "), "
        "(SELECT count(*) FROM slip s JOIN release x ON x.id = s.release_id WHERE x.withdrawn IS NULL), "
        "(SELECT count(*) FROM release WHERE purpose = 'export' AND withdrawn IS NULL)"
    )
    return PutBack(opening.held, records, slips, exports, confirms=True)


def _plain(typed: str) -> str:
    try:
        return codes.code_of(typed)
    except IntakeError as trouble:
        raise IntakeError("vault.code_not_here", typed=typed) from trouble


def confirm(opening: Opening, typed: Sequence[str]) -> int:
    """Somebody says who withdrew since, by codes of records or of persons; how many releases count no more.

    Each of them takes everything back; then all else may leave again.  All or nothing.  Raises IntakeError
    'vault.not_put_back', 'vault.code_not_here', 'vault.code_of_draft', 'vault.not_allowed'.
    """
    require(opening.me, Right.BACKUP)
    if not opening.held:
        raise IntakeError("vault.not_put_back")
    plain = list(dict.fromkeys(map(_plain, typed)))
    with opening.database.transaction():
        stopped = taking_back.withdraw_of_all(opening, plain)
        note(opening)
        audit.append(opening, CONFIRMED, opening.held, codes=len(plain))
    opening.held, opening.held_anew, opening.line = "", False, Line()
    return stopped
