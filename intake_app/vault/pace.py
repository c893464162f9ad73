"""How a server stands with what one sends to it: what is due, what the last try said, whether anybody has looked since.

Nothing of this is stored for itself: it is read from the queue, the attempts, the receipts and the audit chain.
"""

import contextlib
import itertools
from dataclasses import dataclass
from datetime import datetime

from intake_app.vault import edits, sight
from intake_app.vault.opening import Opening
from intake_app.vault.queue import QUEUED, moments


@dataclass(frozen=True, slots=True)
class LastTry:
    """The last attempt on a server that ended.

    ``looked``: since it began a person has set the server anew, or put a record back in line.
    """

    outcome: str
    code: str
    ended: str
    retry_after: float
    looked: bool


@dataclass(frozen=True, slots=True)
class Pace:
    """``due`` can go now, none that is behind another; ``next_try`` is the time of the first that waits for its time,
    "" when none does.  ``reached`` is when the server last answered to an attempt, "" when it never did.
    """

    due: int
    next_try: str
    last: LastTry | None
    reached: str


@dataclass(frozen=True, slots=True)
class Backlog:
    """What one sends, of all servers together, and when the last of it was received ("" never)."""

    waiting: int
    received: str


def of(opening: Opening, name: str, now: datetime) -> Pace:
    """How one server stands."""
    condition, values = sight.sent(opening)
    ((due, later),) = opening.database.all(
        "SELECT count(*) FILTER (WHERE r.next_try IS NULL OR r.next_try <= ?2 OR r.next_try > ?3), "
        f"min(r.next_try) FILTER (WHERE r.next_try > ?2 AND r.next_try <= ?3) {QUEUED} AND {edits.NOT_BEHIND} "
        f"AND {condition}",
        *(name, *moments(now), *values),
    )
    return Pace(due, later or "", _last(opening, name), _reached(opening, name))


def backlog(opening: Opening) -> Backlog:
    """All servers together."""
    condition, values = sight.sent(opening)
    ((waiting,),) = opening.database.all(
        "SELECT count(*) FROM record r WHERE r.state <> 'draft' AND r.state = 'finalised' AND EXISTS "
        f"(SELECT 1 FROM release WHERE record = r.number AND purpose = 'sync') AND {edits.NOT_BLOCKED} AND {condition}",
        *values,
    )
    received = opening.database.one(
        f"SELECT x.at FROM receipt x JOIN record r ON r.number = x.record WHERE {condition} "
        "ORDER BY x.attempt DESC LIMIT 1",
        *values,
    )
    return Backlog(waiting, received[0] if received else "")


def _last(opening: Opening, name: str) -> LastTry | None:
    found = opening.database.one(
        "SELECT outcome, code, ended, coalesce(retry_after, 0), started FROM attempt "
        "WHERE server = ? AND ended IS NOT NULL AND outcome <> 'cancelled' ORDER BY id DESC LIMIT 1",
        name,
    )
    if found is None:
        return None
    outcome, code, ended, wish, started = found
    return LastTry(outcome, code, ended, wish, _looked_since(opening, name, started))


def _looked_since(opening: Opening, name: str, moment: str) -> bool:
    """From the newest link back to the moment, which is near when it matters."""
    with contextlib.closing(opening.database.each("SELECT at, action, object FROM audit ORDER BY seq DESC")) as links:
        since = itertools.takewhile(lambda link: link[0] > moment, links)
        return any(action == "send.again" or (action, about) == ("server.stored", name) for _, action, about in since)


def _reached(opening: Opening, name: str) -> str:
    found = opening.database.one(
        "SELECT ended FROM attempt WHERE server = ? AND status IS NOT NULL ORDER BY id DESC LIMIT 1", name
    )
    return found[0] if found else ""
