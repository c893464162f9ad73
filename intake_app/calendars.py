"""Days of other calendars as Gregorian days, and the other way round. What is stored is always Gregorian, ISO 8601.

Arithmetic and equinox come from `convertdate`. The Ethiopian calendar is the Coptic one with 276 years more; the
Buddhist one of Thailand is the Gregorian one with 543 years more (since 1941; before, its year began in April).
Hijri is the tabular calendar: in life a month begins when the moon is seen, so a day of it is right to `SIGHTING` days,
and any month may have a thirtieth.
The months of Nepal (Bikram Sambat) have lengths that are published each year: they come from the table of
`nepali-datetime`, from 1975 to 2100 (April 1918 to April 2044); what is ahead of us in it is foreseen, not published.
"""

import calendar as gregorian
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from types import ModuleType
from typing import cast

GREGORIAN, ETHIOPIAN, PERSIAN, HIJRI = "gregorian", "ethiopian", "persian", "hijri"
COPTIC, BUDDHIST, NEPALI = "coptic", "buddhist", "nepali"
CALENDARS = (GREGORIAN, ETHIOPIAN, PERSIAN, HIJRI)
"""Those that a birth is told in. Persian is Solar Hijri, the calendar of Iran and Afghanistan; Ethiopian is Eritrea's
too."""
ALL = (*CALENDARS, COPTIC, BUDDHIST, NEPALI)
"""Those that a form may ask for."""
SIGHTING = 2
"""Days by which a Hijri date may be off. Source: Umm al-Qura beside the tabular calendar, AH 1343 to 1500."""
_LONGEST_MOON = 30
FIRST, LAST = 1800, 2200
"""Gregorian years between which days are converted."""
_COPTIC, _SOLAR, _BUDDHIST, _NEPALI = 276, 621, 543, 57
_ORDINAL_OF_JULIAN = 1721424.5


@dataclass(frozen=True, slots=True)
class Span:
    """The days that are meant, both included."""

    earliest: date
    latest: date

    def wider(self, days: int) -> "Span":
        """The same with so many days more at both ends."""
        return Span(self.earliest - timedelta(days), self.latest + timedelta(days))

    def with_other(self, other: "Span") -> "Span":
        """Everything from the first day of both to the last."""
        return Span(min(self.earliest, other.earliest), max(self.latest, other.latest))


def months(calendar: str) -> int:
    """How many months a year has: 13 in Ethiopia and Egypt, the last of five or six days."""
    return 13 if calendar in (ETHIOPIAN, COPTIC) else 12


def day(calendar: str, year: int, month: int, number: int) -> date | None:
    """The Gregorian day; None for a day that the calendar does not have, or outside the years that are converted."""
    if not FIRST <= year + _ahead(calendar) <= LAST or not 1 <= month <= months(calendar):
        return None
    if calendar == NEPALI and not _nepali().MINYEAR <= year <= _nepali().MAXYEAR:
        return None
    if not 1 <= number <= (_LONGEST_MOON if calendar == HIJRI else month_length(calendar, year, month)):
        return None
    if calendar in (GREGORIAN, BUDDHIST):
        return date(_plain(calendar, year), month, number)
    if calendar in (ETHIOPIAN, COPTIC):
        return date(*_coptic().to_gregorian(_plain(calendar, year), month, number))
    if calendar == PERSIAN:
        return _nowruz(year) + timedelta(31 * (month - 1) - max(0, month - 7) + number - 1)
    if calendar == NEPALI:
        return _first(year, month) + timedelta(number - 1)
    return date(*_islamic().to_gregorian(year, month, 1)) + timedelta(number - 1)


def parts(calendar: str, on: date) -> tuple[int, int, int]:
    """Year, month and day of a Gregorian day in a calendar.  ValueError for a day that it does not reach."""
    if calendar in (GREGORIAN, BUDDHIST):
        return on.year + (_BUDDHIST if calendar == BUDDHIST else 0), on.month, on.day
    if calendar in (ETHIOPIAN, COPTIC):
        year, month, number = _coptic().from_gregorian(on.year, on.month, on.day)
        return int(year) + (_COPTIC if calendar == ETHIOPIAN else 0), int(month), int(number)
    if calendar == PERSIAN:
        return _solar(on)
    if calendar == NEPALI:
        return _of_nepal(on)
    year, month, number = _islamic().from_gregorian(on.year, on.month, on.day)
    return int(year), int(month), int(number)


def reaches(calendar: str, on: date) -> bool:
    """Whether a Gregorian day has a name in a calendar."""
    if calendar != NEPALI:
        return True
    return bool(_first(_nepali().MINYEAR, 1) <= on <= _nepali().date.max.to_datetime_date())


def month_length(calendar: str, year: int, month: int) -> int:
    """Days of a month."""
    if calendar in (GREGORIAN, BUDDHIST):
        return gregorian.monthrange(_plain(calendar, year), month)[1]
    if calendar in (ETHIOPIAN, COPTIC):
        return 30 if month < 13 else 6 if year % 4 == 3 else 5
    if calendar == PERSIAN:
        last = 30 if (_nowruz(year + 1) - _nowruz(year)).days == 366 else 29
        return 31 if month < 7 else 30 if month < 12 else last
    if calendar == NEPALI:
        return (_first(year + month // 12, month % 12 + 1) - _first(year, month)).days
    return int(_islamic().month_length(year, month))


def span(calendar: str, year: int, month: int = 0, number: int = 0) -> Span | None:
    """The days that a date may mean: a whole year or month when the rest is 0. None for what the calendar lacks."""
    first_month, last_month = (month, month) if month else (1, months(calendar))
    earliest = day(calendar, year, first_month, number or 1)
    if earliest is None:
        return None
    latest = day(calendar, year, last_month, number or month_length(calendar, year, last_month))
    meant = Span(earliest, latest or earliest)
    return meant.wider(SIGHTING) if calendar == HIJRI else meant


def _ahead(calendar: str) -> int:
    """About how many years the Gregorian count is ahead, for the bounds."""
    behind = {BUDDHIST: -_BUDDHIST, NEPALI: -_NEPALI}
    return {GREGORIAN: 0, ETHIOPIAN: 8, PERSIAN: _SOLAR, COPTIC: 284, **behind}.get(calendar, 579)


def _plain(calendar: str, year: int) -> int:
    """The year in the calendar that one is counted from: the Gregorian or the Coptic one."""
    return year - {BUDDHIST: _BUDDHIST, ETHIOPIAN: _COPTIC}.get(calendar, 0)


@cache
def _nowruz(year: int) -> date:
    """The first day of a year of the Solar Hijri calendar: by the equinox as seen at 52.5 degrees east."""
    from convertdate import persian  # costs a tenth of a second: only where somebody needs it

    return _of_julian(persian.equinox_jd(year + _SOLAR) + 0.5)


def _solar(on: date) -> tuple[int, int, int]:
    year = on.year - _SOLAR
    if on < _nowruz(year):
        year -= 1
    ahead = (on - _nowruz(year)).days
    if ahead < 6 * 31:
        return year, ahead // 31 + 1, ahead % 31 + 1
    ahead -= 6 * 31
    return year, ahead // 30 + 7, ahead % 30 + 1


def _of_julian(number: float) -> date:
    return date.fromordinal(int(number - _ORDINAL_OF_JULIAN))


@cache
def _coptic() -> ModuleType:
    from convertdate import coptic

    return cast(ModuleType, coptic)


@cache
def _islamic() -> ModuleType:
    from convertdate import islamic

    return cast(ModuleType, islamic)


@cache
def _nepali() -> ModuleType:
    import nepali_datetime  # as above

    return cast(ModuleType, nepali_datetime)


def _of_nepal(on: date) -> tuple[int, int, int]:
    if not reaches(NEPALI, on):
        raise ValueError("a day before or behind the years of the table")
    told = _nepali().date.from_datetime_date(on)
    return int(told.year), int(told.month), int(told.day)


@cache
def _first(year: int, month: int) -> date:
    """The first day of a month of Nepal; of the one behind the last, too."""
    if year > _nepali().MAXYEAR:
        return cast(date, _nepali().date.max.to_datetime_date()) + timedelta(1)
    return cast(date, _nepali().date(year, month, 1).to_datetime_date())
