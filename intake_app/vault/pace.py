"""How a server stands with what one sends to it: what is due, what the last try said, whether anybody has looked since.

Nothing of this is stored for itself: it is read from the queue, the attempts, the receipts and the audit chain.
"""

import contextlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from intake_app.vault import edits, servers, sight
from intake_app.vault.opening import Opening
from intake_app.vault.queue import BY_ITSELF, LONGEST_WAIT, QUEUED, later, moments
from intake_app.vault.types import stamp
from intake_app.vault.withdrawing import released

_BACK = 5000
"""So many tries back a server may have asked to be left alone; an hour has no more."""


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
    """``due`` can go now by itself, none that is behind another; ``next_try`` is when the first that waits is due,
    "" when none does.  ``reached`` is when the server last answered to an attempt, "" when it never did; ``rests`` is
    until when it asked to be left alone, "" when it does not.  What a clock that was ahead wrote holds nobody back.
    ``by_hand`` are of forms that leave it to a person to send.
    """

    due: int
    next_try: str
    last: LastTry | None
    reached: str
    rests: str
    by_hand: int = 0


@dataclass(frozen=True, slots=True)
class Backlog:
    """What one sends, of all servers together, and when the last of it was received ("" never)."""

    waiting: int
    received: str


def of(opening: Opening, name: str, now: datetime) -> Pace:
    """How one server stands."""
    condition, values = sight.sent(opening)
    ((due, first, by_hand),) = opening.database.all(
        f"SELECT count(*) FILTER (WHERE {BY_ITSELF} AND (r.next_try IS NULL OR r.next_try <= ?2 OR r.next_try > ?3 "
        "OR r.changed > ?2)), "
        f"min(r.next_try) FILTER (WHERE {BY_ITSELF} AND r.next_try > ?2 AND r.next_try <= ?3 AND r.changed <= ?2), "
        f"count(*) FILTER (WHERE NOT {BY_ITSELF}) "
        f"{QUEUED} AND {edits.NOT_BEHIND} AND {condition}",
        *(name, *moments(now), *values),
    )
    return Pace(due, first or "", _last(opening, name), _reached(opening, name), _rests(opening, name, now), by_hand)


def backlog(opening: Opening) -> Backlog:
    """All servers together."""
    condition, values = sight.sent(opening)
    ((waiting,),) = opening.database.all(
        "SELECT count(*) FROM record r WHERE r.state <> 'draft' AND r.state = 'finalised' "
        f"AND {released()} AND {edits.not_blocked(opening.me)} AND {condition}",
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
        "SELECT a.outcome, a.code, a.ended, coalesce(a.retry_after, 0), r.id, "
        "(SELECT count(*) FROM attempt WHERE record = a.record AND id >= a.id) "
        "FROM attempt a JOIN record r ON r.number = a.record "
        "WHERE a.server = ? AND a.ended IS NOT NULL AND a.outcome <> 'cancelled' ORDER BY a.id DESC LIMIT 1",
        name,
    )
    if found is None:
        return None
    outcome, code, ended, wish, record_id, tries = found
    return LastTry(outcome, code, ended, wish, _looked_since(opening, name, record_id, tries))


def _looked_since(opening: Opening, name: str, record_id: str, tries: int) -> bool:
    """From the newest link back to the one of this try, which is near when it matters; no clock is asked.

    ``tries``: so many of the record have begun since, this one among them.
    """
    with contextlib.closing(opening.database.each("SELECT action, object FROM audit ORDER BY seq DESC")) as links:
        for action, about in links:
            tries -= (action, about) == ("send.started", record_id)
            if not tries:
                break
            if action == "send.again" or (action, about) == ("server.stored", name):
                return True
    return False


def _rests(opening: Opening, name: str, now: datetime) -> str:
    """Of all that a server wished in its answers the latest moment, also where other tries came after it."""
    wishes = opening.database.all(
        "SELECT ended, retry_after FROM attempt a WHERE server = ? AND retry_after > 0 AND ended > ? AND ended <= ? "
        f"AND id > (SELECT max(id) FROM attempt) - {_BACK} AND NOT {servers.ELSEWHERE}",
        *(name, stamp(now - timedelta(seconds=LONGEST_WAIT)), stamp(now)),
    )
    noted = servers.rests(opening, name)
    if noted is not None and noted[0] <= stamp(now):
        wishes.append(noted)
    ends = [later(datetime.fromisoformat(at), min(wish, LONGEST_WAIT)) for at, wish in wishes]
    latest = max(ends, default=now)
    return stamp(latest) if latest > now else ""


def _reached(opening: Opening, name: str) -> str:
    found = opening.database.one(
        "SELECT ended FROM attempt WHERE server = ? AND status IS NOT NULL ORDER BY id DESC LIMIT 1", name
    )
    return found[0] if found else ""
