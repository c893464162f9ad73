"""Days where this computer is, of moments that the vault writes in UTC."""

from datetime import date, datetime, time, timedelta

from intake_app.vault.types import stamp


def day_of(moment: str) -> date:
    """The day of a moment as the vault writes it, where this computer is."""
    return datetime.fromisoformat(moment).astimezone().date()


def day_begins(moment: datetime, days: int = 0) -> str:
    """When the day of an aware moment began where this computer is, or so many days later, as the vault writes it."""
    return stamp(datetime.combine(moment.astimezone().date() + timedelta(days), time.min).astimezone())
