"""The end of a day: what is unfinished, what waits, and the queue page by page."""

from collections.abc import Collection
from datetime import datetime

from intake_app.vault import DayFacts, QueuePage, Vault
from intake_app.xform.surroundings import SYSTEM_ZONE

WAITING = ("waiting", "held", "needs_person")


def day_facts(store: Vault, now: datetime | None = None) -> DayFacts:
    """Unfinished drafts by author and age, finished records by form and age; no content, a few queries."""
    moment = now or datetime.now(SYSTEM_ZONE)
    return store.day_facts(moment.replace(hour=0, minute=0, second=0, microsecond=0))


def queue_page(
    store: Vault, after: str = "", limit: int = 100, deliveries: Collection[str] = WAITING, server: str | None = None
) -> QueuePage:
    """Some finished records, the newest first; `after` is what the page before gave."""
    return store.queue_page(after, limit, deliveries, server)
