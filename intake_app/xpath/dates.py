"""Dates and times as texts and as day numbers.

A day number counts days since 1970-01-01 in local civil time: midnight of a date is a whole number in every zone, on
every side of Greenwich and across changes of summer time (engine_decisions, rows 9b and 9c). A date-time with an
offset is first brought to the local zone, then counted by its wall clock.
"""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import Final

_DATE: Final = re.compile(
    r"\s*(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?(Z|[+-]\d{2}(?::?\d{2})?)?)?\s*",
    re.ASCII,
)
_TIME: Final = re.compile(r"\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?(Z|[+-]\d{2}(?::?\d{2})?)?\s*", re.ASCII)
_EPOCH: Final = datetime(1970, 1, 1)
_EPOCH_ORDINAL: Final = _EPOCH.toordinal()
_DAY_MICROSECONDS: Final = 86_400_000_000
_FIRST_DAY: Final = date(1, 1, 2).toordinal() - _EPOCH_ORDINAL
_LAST_DAY: Final = date(9999, 12, 30).toordinal() - _EPOCH_ORDINAL


class SystemZone(tzinfo):
    """The zone of the system with its changes of summer time, where `datetime.astimezone()` keeps one bare offset."""

    def utcoffset(self, moment: datetime | None) -> timedelta | None:
        if moment is None:
            return None
        try:
            return moment.replace(tzinfo=None).astimezone().utcoffset()
        except (OverflowError, ValueError, OSError):  # the first and last days of the calendar
            return timedelta(0)

    def dst(self, _moment: datetime | None) -> timedelta | None:
        return None

    def tzname(self, moment: datetime | None) -> str | None:
        return None if moment is None else moment.replace(tzinfo=None).astimezone().tzname()

    def fromutc(self, moment: datetime) -> datetime:
        aware = moment.replace(tzinfo=UTC).astimezone()
        local = aware.replace(tzinfo=self)
        return local if local.utcoffset() == aware.utcoffset() else local.replace(fold=1)


SYSTEM_ZONE: Final = SystemZone()


def looks_like_date(text: str) -> bool:
    """A cheap first look, before the pattern: four digits and a hyphen."""
    return len(text) >= 8 and text.lstrip()[4:5] == "-"


def parse_local(text: str, zone: tzinfo | None) -> datetime | None:
    """A date or date-time text as local wall clock (naive); None if it is neither. No zone means the system's."""
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    year, month, day, hour, minute, second, fraction, offset = match.groups()
    try:
        moment = datetime(
            int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0), _micro(fraction)
        )
        if offset is None:
            return moment
        return moment.replace(tzinfo=_offset(offset)).astimezone(zone).replace(tzinfo=None)
    except (ValueError, OverflowError):
        return None


def _micro(fraction: str | None) -> int:
    return int((fraction or "0")[:6].ljust(6, "0"))


def _offset(text: str) -> timezone:
    if text == "Z":
        return UTC
    digits = text[1:].replace(":", "")
    minutes = int(digits[:2]) * 60 + int(digits[2:] or 0)
    if int(digits[2:] or 0) > 59:
        raise ValueError(text)
    return timezone(timedelta(minutes=-minutes if text[0] == "-" else minutes))


def day_number(moment: datetime) -> float:
    """Days since 1970-01-01T00:00 of a local wall clock."""
    days = moment.toordinal() - _EPOCH_ORDINAL
    inside = ((moment.hour * 60 + moment.minute) * 60 + moment.second) * 1_000_000 + moment.microsecond
    return days + inside / _DAY_MICROSECONDS if inside else float(days)


def utc_day_number(moment: datetime, zone: tzinfo | None) -> float:
    """Days since 1970-01-01T00:00Z of a naive local wall clock."""
    offset = moment.replace(tzinfo=zone or SYSTEM_ZONE).utcoffset() or timedelta(0)
    return (moment - _EPOCH - offset) / timedelta(days=1)


def number_of(text: str, zone: tzinfo | None) -> float | None:
    """The day number of a date or date-time text, or None."""
    if not looks_like_date(text):
        return None
    moment = parse_local(text, zone)
    return None if moment is None else day_number(moment)


def moment_of(days: float) -> datetime | None:
    """The local wall clock of a day number, to the millisecond; None outside the years 1 to 9999."""
    if not _FIRST_DAY <= days <= _LAST_DAY:
        return None
    whole = int(days // 1)
    milliseconds = round((days - whole) * 86_400_000)
    return datetime.fromordinal(whole + _EPOCH_ORDINAL) + timedelta(milliseconds=milliseconds)


def date_text(moment: datetime) -> str:
    """YYYY-MM-DD."""
    return f"{moment.year:04}-{moment.month:02}-{moment.day:02}"


def date_time_text(moment: datetime, zone: tzinfo | None) -> str:
    """YYYY-MM-DDThh:mm:ss.sss±hh:mm of a naive local wall clock, or of an aware moment in its own offset.

    Without an offset from UTC it ends in Z, as JavaRosa writes it.
    """
    aware = moment if moment.tzinfo is not None else moment.replace(tzinfo=zone or SYSTEM_ZONE)
    return f"{date_text(aware)}T{_clock(aware)}{_offset_text(aware)}"


def _clock(moment: datetime) -> str:
    return f"{moment.hour:02}:{moment.minute:02}:{moment.second:02}.{moment.microsecond // 1000:03}"


def _offset_text(moment: datetime) -> str:
    offset = moment.utcoffset()
    minutes = 0 if offset is None else round(offset.total_seconds() / 60)
    if not minutes:
        return "Z"
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def day_fraction(text: str, now: datetime) -> float | None:
    """The part of the local day a time or date-time text names, 0 to 1; None if it is neither.

    A time with an offset is read on the day of `now` and brought to its zone.
    """
    zone = now.tzinfo
    moment = parse_local(text, zone)
    if moment is not None:
        return day_number(moment) % 1
    match = _TIME.fullmatch(text)
    if match is None:
        return None
    hour, minute, second, fraction, offset = match.groups()
    try:
        clock = time(int(hour), int(minute), int(second or 0), _micro(fraction))
        moment = datetime.combine(now.date(), clock)
        if offset is not None:
            moment = moment.replace(tzinfo=_offset(offset)).astimezone(zone)
    except (ValueError, OverflowError):
        return None
    return ((moment.hour * 60 + moment.minute) * 60 + moment.second + moment.microsecond / 1e6) / 86400
