"""The life of a referral after its slip was issued: what may follow what, and how long an answer has been missing.

Pure; statuses are noted by hand: from the strip that came back, by telephone, or by word of mouth.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

ISSUED: Final = "issued"
_ANSWERS: Final = ("received", "accepted", "waiting_list", "declined", "not_reached", "started", "closed", "revoked")
STATUSES: Final = (ISSUED, *_ANSWERS)
FOLLOWS: Final[Mapping[str, tuple[str, ...]]] = {
    ISSUED: ("received", "accepted", "waiting_list", "declined", "not_reached", "revoked"),
    "received": ("accepted", "waiting_list", "declined", "not_reached", "revoked"),
    "waiting_list": ("accepted", "declined", "not_reached", "started", "revoked"),
    "accepted": ("started", "waiting_list", "declined", "not_reached", "closed", "revoked"),
    "not_reached": ("received", "accepted", "waiting_list", "declined", "closed", "revoked"),
    "started": ("closed", "not_reached", "revoked"),
    "declined": (),
    "closed": (),
    "revoked": (),
}
"""What may come next. Whatever stood before may come again: that corrects a note that was a mistake."""
REASONS: Final = (
    "full",
    "other_mandate",
    "other_territory",
    "language",
    "not_accepted_group",
    "person_refused",
    "other",
)
"""Why a service declined: codes, so that nobody's story comes in by a reason."""
LATE: Final = timedelta(hours=24)
VERY_LATE: Final = timedelta(hours=72)
_WITHIN: Final[Mapping[str, timedelta]] = {
    "24h": timedelta(hours=24),
    "72h": timedelta(hours=72),
    "2w": timedelta(weeks=2),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """How one referral stands: status, since when, and how long its service has had without any answer.

    `age` counts only while nothing came back; `level` is '' (answered, or younger than a day), 'late' after 24 hours,
    'very_late' after 72. `left`: how long the service has until what was promised, below nothing once that has passed;
    nothing where it answered. `overdue`: it should have answered by then.
    """

    status: str
    age: timedelta
    level: str
    overdue: bool
    left: timedelta = timedelta()


def may_follow(history: Sequence[str], status: str) -> bool:
    """Whether a note may come after those that are there, the oldest first; none is 'issued'."""
    stood = (ISSUED, *history)
    now = stood[-1]
    return status != now and (status in FOLLOWS.get(now, ()) or status in stood)


def next_steps(history: Sequence[str]) -> tuple[str, ...]:
    """What may be noted now, corrections last."""
    stood = (ISSUED, *history)
    now = stood[-1]
    onward = FOLLOWS.get(now, ())
    back = tuple(dict.fromkeys(each for each in stood if each not in (now, *onward)))
    return onward + back


def standing(status: str, issued_at: str, priority: str, now: datetime) -> Standing:
    """How a slip stands; `issued_at` ISO 8601 with its zone. A status that is no answer yet grows old."""
    waits = status == ISSUED
    age = max(now - datetime.fromisoformat(issued_at), timedelta()) if waits else timedelta()
    level = "very_late" if age >= VERY_LATE else "late" if age >= LATE else ""
    left = _WITHIN.get(priority, VERY_LATE) - age if waits else timedelta()
    return Standing(status, age, level, waits and left <= timedelta(), left)


@dataclass(frozen=True, slots=True)
class LoopCount:
    """How many slips were issued, to how many something came back, and how many of those have an end."""

    issued: int
    answered: int
    ended: int


def closed_loop(statuses: Iterable[str]) -> LoopCount:
    """The count for figures. Slips that were revoked count as ended, but not as answered: no service said it."""
    told = list(statuses)
    answered = [each for each in told if each not in (ISSUED, "revoked")]
    return LoopCount(len(told), len(answered), sum(each in ("closed", "declined", "revoked") for each in told))
