"""The end of a day in numbers: what is unfinished, what waits and since when, and the queue page by page.

Whatever the store holds, each of these takes the same few queries, and no more rows than are shown.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from intake_app.vault import edits, records, sight
from intake_app.vault.destinations import DESTINATION, TIED
from intake_app.vault.opening import Opening
from intake_app.vault.types import RecordRow, stamp
from intake_app.vault.withdrawing import released

RECENT = timedelta(days=3)
QUEUE = ("waiting", "held", "needs_person", "settled", "sent")
"""Where a finished record can stand; ``settled``: a person decided that it stays here, see `settlements`."""
_LARGEST = 2**63 - 1
MOST = 500
"""Rows of a page at most."""


@dataclass(frozen=True, slots=True)
class Ages:
    """How many are of today, of the three days before, and older."""

    today: int
    recent: int
    older: int

    def __add__(self, other: "Ages") -> "Ages":
        """Both together."""
        return Ages(self.today + other.today, self.recent + other.recent, self.older + other.older)

    @property
    def total(self) -> int:
        """All of them."""
        return self.today + self.recent + self.older


@dataclass(frozen=True, slots=True)
class Unfinished:
    """Drafts of one person, by when they were last changed; ``author`` is a name."""

    author: str
    ages: Ages


@dataclass(frozen=True, slots=True)
class Standing:
    """Finished records of one form that stand alike, by when they were finished; one of `QUEUE` but sent.

    Or ``behind``: it waits, but behind a version before it that waits for a person or that somebody else sends.

    ``server`` is where they go, None as long as any may have them.  Which form it is stands in those that one reads.
    """

    form_id: str
    form_title: str
    server: str | None
    delivery: str
    ages: Ages


@dataclass(frozen=True, slots=True)
class DayFacts:
    """What a day leaves: drafts by author, finished records by form, as far as the role sees them."""

    unfinished: tuple[Unfinished, ...]
    standing: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class QueuePage:
    """Some rows of the queue; ``after`` asks for the next ones, "" when there are none; ``total`` counts all pages."""

    rows: tuple[RecordRow, ...]
    after: str
    total: int


_AGES = "sum({0} >= ?1), sum({0} < ?1 AND {0} >= ?2), sum({0} < ?2)"
_DELIVERY = (
    "CASE r.state WHEN 'sent' THEN 'sent' WHEN 'refused' THEN CASE WHEN EXISTS (SELECT 1 FROM settlement "
    "WHERE record = r.number) THEN 'settled' ELSE 'needs_person' END ELSE CASE WHEN NOT {released} "
    "THEN 'held' WHEN EXISTS (SELECT 1 FROM settlement "
    "WHERE record = r.number) THEN 'settled' WHEN EXISTS (SELECT 1 FROM settlement s JOIN edit e "
    "ON e.former = s.record WHERE e.record = r.number AND e.kind = 'edit') THEN 'needs_person' ELSE {waiting} END END"
)
_STANDING = _DELIVERY.format(released=released(), waiting="'waiting'")

_GETS_IT = (
    f"(? IS NULL OR (coalesce({DESTINATION}, ?) = ? AND (NOT {released()} OR r.state <> 'finalised' "
    f"OR {released(server='?')})))"
)


def facts(opening: Opening, today: datetime) -> DayFacts:
    """The numbers; ``today`` is when the day began where the person is."""
    begun, before = stamp(today), stamp(today - RECENT)
    (condition, values), (read, reading) = sight.seen(opening), sight.read(opening)
    waiting = f"CASE WHEN {edits.not_blocked(opening.me)} THEN 'waiting' ELSE 'behind' END"
    standing = _DELIVERY.format(released=released(), waiting=waiting)
    drafts = opening.database.all(
        f"SELECT p.name, {_AGES.format('r.changed')} FROM record r JOIN person p ON p.id = r.author "
        f"WHERE r.state = 'draft' AND r.discarded IS NULL AND {condition} GROUP BY r.author ORDER BY p.folded",
        *(begun, before, *values),
    )
    finished = opening.database.all(
        f"SELECT {_AGES.format('r.finalised')}, {DESTINATION} AS goes_to, {standing} AS delivery, "
        f"CASE WHEN {read} THEN f.form_id ELSE '' END AS form, max(CASE WHEN {read} THEN f.title ELSE '' END) AS title "
        "FROM record r JOIN form f ON f.key = r.form_key "
        f"WHERE r.state IN ('finalised', 'refused') AND r.state <> 'draft' AND {condition} "
        "GROUP BY form, goes_to, delivery ORDER BY title, form, goes_to, delivery",
        *(begun, before, *reading, *reading, *values),
    )
    return DayFacts(
        tuple(Unfinished(name, Ages(*ages)) for name, *ages in drafts),
        tuple(
            Standing(form, title, server, delivery, Ages(*ages)) for *ages, server, delivery, form, title in finished
        ),
    )


def page(opening: Opening, after: str, limit: int, deliveries: Collection[str], server: str | None) -> QueuePage:
    """Finished records that stand so, the newest first; those that one server gets, or may get, when it is named.

    ``after`` is what the page before gave.  Raises ValueError for a cursor or a standing that there is not.
    """
    if not set(deliveries) <= set(QUEUE):
        raise ValueError("no such standing")
    condition, values = sight.seen(opening)
    marks = ", ".join("?" * len(deliveries))
    terms = f"r.state <> 'draft' AND {condition} AND {_STANDING} IN ({marks}) AND {_GETS_IT}"
    bound = (*values, *deliveries, server, server, server, server)
    source = f"FROM record r JOIN form f ON f.key = r.form_key WHERE {terms}"
    at, number = _cursor(after)
    found = opening.database.all(
        f"SELECT r.finalised, r.number {source} AND (r.finalised, r.number) < (?, ?) "
        "ORDER BY r.finalised DESC, r.number DESC LIMIT ?",
        *(*bound, at, number, min(max(limit, 1), MOST) + 1),
    )
    ((total,),) = opening.database.all(f"SELECT count(*) {source}", *bound)
    shown = found[: min(max(limit, 1), MOST)]
    more = f"{shown[-1][0]} {shown[-1][1]}" if len(found) > len(shown) else ""
    return QueuePage(_rows(opening, [row[1] for row in shown]), more, int(total))


def _cursor(after: str) -> tuple[str, int]:
    if not after:
        return "~", 0
    at, _, told = after.partition(" ")
    number = int(told)
    if abs(number) > _LARGEST:
        raise ValueError("no row has this number")
    return at, number


def _rows(opening: Opening, numbers: Sequence[int]) -> tuple[RecordRow, ...]:
    marks = ", ".join("?" * len(numbers))
    found = opening.database.all(
        f"SELECT r.id, {DESTINATION}, {TIED}, EXISTS (SELECT 1 FROM settlement WHERE record = r.number) "
        f"FROM record r JOIN form f ON f.key = r.form_key WHERE r.number IN ({marks})",
        *numbers,
    )
    goes = {record_id: (server or "", bool(tied), settled) for record_id, server, tied, settled in found}
    rows = records.matching(opening, f"r.number IN ({marks})", numbers, "r.finalised DESC, r.number DESC", None)
    return tuple(_with_goal(row, *goes[row.id]) for row in rows)


def _with_goal(row: RecordRow, server: str, tied: bool, settled: int) -> RecordRow:
    return replace(row, server=server, tied=tied, delivery="settled" if settled else row.delivery)
