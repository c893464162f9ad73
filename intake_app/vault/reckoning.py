"""How people count their years, which the vault does not know: it is handed in by who opens the store."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date

from intake_app.vault.types import FormPackage


def _of_no_language(_language: str) -> Collection[str]:
    return ()


def _of_no_record(_form: FormPackage, _xml: bytes, _day: date) -> Sequence[str]:
    return ()


@dataclass(frozen=True, slots=True)
class Reckoning:
    """``calendars``: besides the Gregorian one, of who speaks a language, by the name that a meeting has for it.

    ``minor_in``: in which calendars a record that was finished on a day tells of a child, for one that an older program
    finished, which did not note it.
    """

    calendars: Callable[[str], Collection[str]] = _of_no_language
    minor_in: Callable[[FormPackage, bytes, date], Sequence[str]] = _of_no_record


UNKNOWN = Reckoning()
"""Where nobody told it."""
