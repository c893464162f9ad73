"""Dates and times between what is typed and what a form stores. No clock but the one handed in, and today."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial

from intake_app import calendars
from intake_app.gui.answers.digits import MARKS, ascii_digits, is_figure, of_figures

SEPARATORS = "/.- :،,"
_SIGNS = re.escape(SEPARATORS)
_ALONE = re.compile(rf"[{_SIGNS}]*(\d*)[{_SIGNS}]*")
_BEGUN = re.compile(rf"[{_SIGNS}]*(?:\d{{3}}|\d{{4}}[\d{_SIGNS}]*)")
_FRONT = re.compile(rf"[{_SIGNS}]*")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})\Z")
_DAY_FIRST = re.compile(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})\Z")
_MONTH_FIRST = re.compile(r"(\d{1,2})[/. -](\d{4})\Z")
_YEAR_FIRST = re.compile(r"(\d{4})[/. -](\d{1,2})(?:[/. -](\d{1,2}))?\Z")
_TWO_YEARS = re.compile(r"(\d{4})[/. :،,-]+(\d{1,4})[/. :،,-]*\Z")
_UNKNOWN = re.compile(r"[^\d/. :،,-]+")
"""Signs and letters of which nobody knows what they mean in a date."""
_ABOUT = r"(?:[~≈]|(?i:circa|about|environ|ca|c)\.?|(?:حوالي|حوالی|تقريبا|تقریبا)ً?)"
"""In front of figures: that they are not certain."""
_DOUBTED = re.compile(rf"{_ABOUT} ?(\d{{4}})|(\d{{4}}) ?[?؟~≈]")
_MAY_BE_DOUBTED = re.compile(rf"{_ABOUT} ?\d{{0,3}}")
"""A year that was told with a sign that it is not certain."""
_FARTHEST, _OF_AGE, _MARGIN = 5, 18, 2
"""Years between two that may be told like a month; the age of an adult; by how many a year that is about may be off."""
_BEHIND_A_SIGN = re.compile(r"[/. :،,-]+\d{3}")
"""A year, or what begins one, of which it is open whether it is meant, or one before or after."""
_BEHIND_A_YEAR = re.compile(r"\d{4}[/. :،,-]+(\d+)(.*)")
_SECONDS = r"(?::[0-5]\d(?:\.\d+)?)?\Z"
"""What may stand behind a minute: a zone, or half of the day, or the end of a while, would make another time of it."""
_AT = re.compile(rf"(?<=\d)[T ]\d{{1,2}}:\d{{2}}{_SECONDS}")
"""A time behind a date."""
_CLOCK = re.compile(rf"(\d{{1,2}})(?::| ?[Hh] ?(?=\d\d)|\.(?=\d\d))(\d{{1,2}}){_SECONDS}")
_UNSEEN = ";"
_BETWEEN = re.compile(rf"(?<=\d){MARKS.pattern}+(?=\d)")
"""Marks that part figures which stand beside each other: they are two, not one."""
_SAME = str.maketrans("–‑‐−‒—﹣－؍／⁄∕：\u00a0\u202f\u2009\u3000", "--------////:    ")
"""Signs that look like those of a date, and mean them."""
_AROUND = re.compile(r"\s*([/.:-])\s*")
_PARTIAL = re.compile(r"(\d{0,4})-(\d{0,2})-([^T]*)")
_ELSEWHERE = re.compile(r"([^/T ]*)/([^/T ]*)/([^/T ]*)(?: ([a-z-]+))?(?:T|\Z)")
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?")
MOST_MONTHS = 13
"""Of a year of any calendar; the thirteenth has what is left over of the days."""
_MOST_DAYS, _LEFT_OVER = 32, 6
_FIRST_OF_A_YEAR = "12"
_OF_A_DATE = 8
"""Figures of a whole date."""
DAYS = ("date", "dateTime")
"""The types of a question with a day in it."""
_YEARS = (1250, 2650)
"""Between which a year is in any calendar."""
_HALVES = {"am": 0, "pm": 12}
_NOON = 12
Days = tuple[tuple[int, int, int], ...]
"""Year, month and day of today in each calendar that may be meant; of none, in the Gregorian one."""
_PARTIAL_TIME = re.compile(r"(\d{0,2}):(\d{0,2})\Z")


@dataclass(frozen=True)
class Parts:
    """A date while it is being typed: each part may still be blank. `clock`: hour and minute that were told with it.

    `or_month`: what would be the month, where it may as well be the year behind this one: 09 of "2008-09". `unread`:
    what begins with a year and goes on with what is neither a month nor the year behind it: "2006/2008". No year of it
    counts: it may be the other; nor of what stands beside a sign that is none of a date. `about`: the year was told
    with a sign of doubt.
    """

    day: str = ""
    month: str = ""
    year: str = ""
    clock: tuple[str, str] = ("", "")
    or_month: str = ""
    unread: str = ""
    about: bool = False


def parts_of(value: str) -> Parts:
    """The fields for a stored date, whole or half typed, with or without a time after it."""
    other = _ELSEWHERE.match(value)
    if other:
        return Parts(other[1].lstrip("0"), other[2].lstrip("0"), other[3])
    found = _PARTIAL.match(value)
    return Parts(found[3].lstrip("0"), found[2].lstrip("0"), found[1]) if found else Parts()


def stored(parts: Parts) -> str:
    """The lexical form of what is typed: "2026-03-15", a half-typed "2026-3-", or "" for nothing.

    A half-typed date is kept as it stands, so that no keystroke is lost; the form's type check marks it.
    """
    day, month, year = (ascii_digits(part).strip() for part in (parts.day, parts.month, parts.year))
    if not (day or month or year):
        return ""
    if len(year) == 4 and _figures(day, month, year):
        return f"{year}-{int(month):02d}-{int(day):02d}"
    return f"{year}-{month}-{day}"


def stored_of(calendar: str, parts: Parts) -> str:
    """The Gregorian form of a date of a calendar, "" where nobody knows of which; half typed, and of a day that there
    is not, the figures day first with the calendar they are meant in: "/12/1386 persian".

    The thirtieth that a Hijri month has by the moon alone is none here: it would come back as the first of the next.
    """
    day, month, year = (ascii_digits(part).strip() for part in (parts.day, parts.month, parts.year))
    if not (day or month or year):
        return ""
    on = None
    if calendar and len(year) == 4 and _figures(day, month, year):
        figures = int(year), int(month), int(day)
        on = calendars.day(calendar, *figures)
        on = on if on is not None and calendars.parts(calendar, on) == figures else None
    return on.isoformat() if on is not None else f"{day}/{month}/{year} {calendar}".rstrip()


def meant_in(value: str) -> str | None:
    """The calendar that half typed figures or a refused day are meant in, "" where nobody knows; None where a stored
    value does not say so, as what is typed where nothing but the Gregorian one is asked for.
    """
    found = _ELSEWHERE.match(value)
    return found and (found[4] if found[4] in calendars.ALL else "")


def without_calendar(value: str) -> str:
    """The figures of such a value alone, and its time after a blank."""
    figures, _, time = _ELSEWHERE.sub(r"\1/\2/\3 ", value).partition(" ")
    return f"{figures.strip('/')} {time}".strip()


def plain(text: str) -> str:
    """What is typed or pasted as ASCII digits, without marks of direction and blanks around its signs."""
    return _AROUND.sub(r"\1", ascii_digits(MARKS.sub("", _BETWEEN.sub(_UNSEEN, text))).translate(_SAME)).strip()


def typed_whole(text: str, today: Days = ()) -> Parts | None:
    """A date typed or pasted in one go, ISO or day first, or a month with its year, also with a time behind it; None
    when it is not one.
    """
    return _with_time(text, _told_whole, today)


def _told_whole(told: str) -> Parts | None:
    iso = _ISO.match(told)
    if iso:
        return Parts(iso[3].lstrip("0"), iso[2].lstrip("0"), iso[1])
    day_first = _DAY_FIRST.match(told)
    if day_first:
        return Parts(day_first[1].lstrip("0"), day_first[2].lstrip("0"), day_first[3])
    month_first = _MONTH_FIRST.match(told)
    return Parts("", month_first[1].lstrip("0"), month_first[2]) if month_first and is_month(month_first[1]) else None


def pasted_whole(text: str, today: Days = ()) -> Parts | None:
    """The same where a month or a year stands: also what begins with its year, and eight figures."""
    return _with_time(text, partial(_from_any, today=today), today)


def _from_any(told: str, today: Days) -> Parts | None:
    begins = _YEAR_FIRST.match(told) or (told.isdecimal() and len(told) == 8) or _two_years(told, today)
    parts = _told_whole(told) or (from_the_year(told, today) if begins else None)
    return None if parts and parts.unread else parts


def _with_time(text: str, read: Callable[[str], Parts | None], today: Days) -> Parts | None:
    """What a date says, with the time that is told behind it: nothing more comes, so it may begin with its year."""
    told = plain(text)
    at = _AT.search(told)
    parts = _from_any(told[: at.start()], today) if at else read(told)
    return replace(parts, clock=clock_of(at[0])) if at and parts else parts


def pasted_clock(text: str) -> tuple[str, str] | None:
    """Hour and minute typed or pasted in one go; None when it is no time."""
    found = _CLOCK.match(plain(text))
    return (found[1], found[2]) if found else None


def by_half_of_day(hour: str, word: str) -> str:
    """The hour of a day of 24 that an hour is in the half that a word names; "" where it is in none."""
    if word not in _HALVES or not hour.isdecimal() or not int(hour):
        return ""
    later, told = _HALVES[word], int(hour)
    if told > _NOON:
        return hour if later else ""
    return f"{told % _NOON + later:02d}"


def is_month(figures: str) -> bool:
    """Whether figures are the number of a month of some calendar."""
    return figures.isdecimal() and 0 < int(figures) <= MOST_MONTHS


def from_the_year(text: str, today: Days = ()) -> Parts:
    """A day alone, or a date that begins with its year, however much of it is typed: "200", "2001", "2001-0".

    Eight figures that are no such date are read day first, as papers have it: "31122001". Two years that follow each
    other, as a season or a year of school is written, are the first of them and no month. A sign that is none of a date
    parts years, and nothing else. ``today``: in the calendars that may be meant.
    """
    told = plain(text)
    if doubted := _DOUBTED.fullmatch(told):
        return Parts(year=doubted[1] or doubted[2], about=True)
    known = _UNKNOWN.sub("/", told)
    if two := _two_years(known, today):
        return Parts(year=two[1], or_month=two[2])
    if known != told or _BEHIND_A_SIGN.match(told) or _is_no_month(told, today):
        return Parts(unread=told)
    first, *rest = re.findall(r"\d+", told) or [""]
    if len(first) <= 2:
        return Parts(first)
    if _is_too_much(first, rest):
        return Parts(unread=told)
    if len(first) == 8 and not _can_be(first[6:], first[4:6], first[:4]) and _can_be(first[:2], first[2:4], first[4:]):
        return Parts(first[:2], first[2:4], first[4:])
    rest = [part for part in (first[4:6], first[6:]) if part] + rest
    month, day = (part[:2] for part in (*rest, "", "")[:2])
    return Parts(day, month, first[:4])


def alone(text: str, most: int) -> bool:
    """Whether a text is a number of no more figures than so many, or blank, and has nothing else but signs around."""
    found = _ALONE.fullmatch(plain(text))
    return found is not None and len(found[1]) <= most


def in_front(text: str) -> str:
    """The signs in front of figures."""
    found = _FRONT.match(plain(text))
    return found[0] if found else ""


def begins_with_the_year(text: str) -> bool:
    """Whether it may be the start of a whole date: more figures than a day has."""
    told = plain(text)
    return _BEGUN.fullmatch(told) is not None and not is_more_than_a_month(told)


def of_a_day(text: str) -> bool:
    return begins_with_the_year(text) or alone(text, 2) or has_unknown(text)


def of_a_month(text: str) -> bool:
    typed = "".join(filter(is_figure, text))
    year = from_the_month(typed).year if of_figures(typed, 2) != typed else ""
    return alone(text, 6) and of_figures(year, 4) == year


def is_more_than_a_month(text: str) -> bool:
    """Whether behind a year there are more figures than a month has, and they begin no year."""
    two = _TWO_YEARS.match(plain(text))
    return two is not None and len(two[2]) > 2 and two[2].startswith("0")


def may_be_two_years(text: str, today: Days = ()) -> bool:
    """Whether a date begins with what may be two years, of which it is open whether the first is meant."""
    told = from_the_year(text, today)
    return bool(told.or_month or told.unread)


def may_become_two_years(text: str) -> bool:
    """Whether figures behind a year begin the one that follows it or are one alone, or a sign of doubt begins a year.
    """
    two = _TWO_YEARS.match(plain(text))
    begun = two is not None and (len(two[2]) == 1 or _next_year(two[1]).startswith(two[2]))
    return begun or _MAY_BE_DOUBTED.fullmatch(plain(text)) is not None


def has_unknown(text: str) -> bool:
    """Whether a sign or a letter stands in a text that is none of a date."""
    return any(not is_figure(char) for found in _UNKNOWN.findall(plain(text)) for char in found)


def is_doubted(text: str) -> bool:
    """Whether it is a year that was told with a sign that it is not certain."""
    return _DOUBTED.fullmatch(plain(text)) is not None


def is_about(front: str) -> bool:
    """Whether what stands in front of figures says that they are not certain."""
    return re.fullmatch(rf"{_ABOUT} ?", plain(front)) is not None


def sign(char: str) -> str:
    """The sign of a date that one which looks like it means."""
    return char.translate(_SAME)


def _is_no_month(told: str, today: Days) -> bool:
    behind = _BEHIND_A_YEAR.match(told)
    if behind is None:
        return False
    alone, figures = not any(map(str.isdecimal, behind[2])), behind[1]
    no_month = len(figures) == 2 and not is_month(figures)
    return len(figures) > 2 or (alone and (no_month or _may_be_years(told[:4], figures, today)))


def _is_too_much(first: str, rest: list[str]) -> bool:
    """Whether behind a date there is more: a third part of more figures than a day has, or a fourth."""
    most = sum(map(len, (first, *rest))) > _OF_A_DATE
    return most or len(rest) > 2 or any(len(part) > 2 for part in rest[1:])


def _two_years(told: str, today: Days) -> re.Match[str] | None:
    """A year and, behind a sign, what may be the next one, however short it is written."""
    two = _TWO_YEARS.match(told)
    if two is None or len(two[2]) == 3:
        return None
    open_years = len(two[2]) <= 2 and _may_be_years(two[1], two[2], today) and _may_be_young(two[1], today)
    return two if open_years or _next_year(two[1]).endswith(two[2]) else None


def _may_be_years(first: str, last: str, today: Days) -> bool:
    """Whether a figure or two behind a year, of 2006-8 or 2006-10, are one soon after it, in which a child may be born.
    """
    apart = (int(last) - int(first[-len(last) :])) % 10 ** len(last)
    since = (now for now, _month, _day in today or _gregorian() if int(first) <= now)
    return 0 < apart <= _FARTHEST and any(int(first) + apart >= now - _OF_AGE for now in since)


def _may_be_young(year: str, today: Days) -> bool:
    """Whether who was born about a year may be a child; where not, nothing of two years counts, not even the first."""
    latest = (int(year) + _MARGIN + _OF_AGE, 12, 30)
    return any(latest > now for now in today or _gregorian() if int(year) <= now[0])


def _gregorian() -> Days:
    return (calendars.parts(calendars.GREGORIAN, date.today()),)


def _next_year(year: str) -> str:
    return str(int(year) + 1)


def from_the_month(figures: str) -> Parts:
    """More figures than a month has: "122" and "52" begin a month and a year, "200" a year alone, and so does an
    Ethiopic numeral.
    """
    if not figures.isdecimal():
        return Parts(year=figures)
    told = ascii_digits(figures)
    if is_month(told[:2]) and told[2] in _FIRST_OF_A_YEAR:
        return Parts(month=figures[:2], year=figures[2:])
    if told[0] not in "01" and told[1] in _FIRST_OF_A_YEAR:
        return Parts(month=figures[0], year=figures[1:])
    return Parts(year=figures)


def real_date(value: str) -> date | None:
    """The day of a stored date or date and time; None when there is none in the calendar."""
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        return None


def no_such_day(value: str) -> bool:
    """Whether day, month and year were all told and there is no such day, in whichever calendar."""
    told = parts_of(value)
    return len(told.year) == 4 and _figures(told.day, told.month, told.year) and real_date(value) is None


def by_the_moon_alone(value: str) -> bool:
    """Whether it is refused as the thirtieth of a Hijri month that has one by the moon, and none by the table."""
    if not no_such_day(value) or meant_in(value) != calendars.HIJRI:
        return False
    told = parts_of(value)
    return calendars.day(calendars.HIJRI, int(told.year), int(told.month), int(told.day)) is not None


def clock_of(value: str) -> tuple[str, str]:
    """Hour and minute of a stored time, two blanks when there is none; of a half typed one as they stand."""
    found, half = _TIME.search(value), _PARTIAL_TIME.search(value)
    if half and not (half[1] and len(half[2]) == 2):
        return half[1], half[2]
    return (found[1].zfill(2), found[2]) if found else ("", "")


def stored_time(hour: str, minute: str, near: datetime) -> str:
    """The lexical form of a time of day, with the offset that holds at `near`; "" for nothing.

    Until both parts make a time it is kept as it stands, "12:" or "25:70"; the form's type check marks it.
    """
    told_hour, told_minute = ascii_digits(hour).strip(), ascii_digits(minute).strip()
    if not (told_hour or told_minute):
        return ""
    if not (_figures(told_hour) and _figures(told_minute)) or int(told_hour) > 23 or int(told_minute) > 59:
        return f"{told_hour}:{told_minute}"
    return f"{int(told_hour):02d}:{int(told_minute):02d}:00.000{offset(near)}"


def stored_moment(day: str, hour: str, minute: str, near: datetime) -> str:
    """The lexical form of a date and time; the bare date while the time is missing, the bare time while the date is."""
    on = real_date(day)
    if on is None:
        half = stored_time(hour, minute, near).partition(":00.000")[0]
        return f"{day}T{half}" if half else day
    local = datetime(on.year, on.month, on.day, 12).astimezone(near.tzinfo)
    clock = stored_time(hour, minute, local)
    return f"{day}T{clock}" if clock else day


def offset(moment: datetime) -> str:
    """The offset from UTC as `+02:00`, Z for none, as ODK Collect writes it."""
    ahead = moment.utcoffset() or timedelta()
    minutes = round(ahead.total_seconds() / 60)
    if not minutes:
        return "Z"
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


def _can_be(day: str, month: str, year: str) -> bool:
    """Whether figures may name a day of a year in which somebody living has lived, in whichever calendar."""
    longest = _MOST_DAYS if int(month) < MOST_MONTHS else _LEFT_OVER
    return 0 < int(day) <= longest and 0 < int(month) <= MOST_MONTHS and _YEARS[0] <= int(year) <= _YEARS[1]


def _figures(*parts: str) -> bool:
    return all(part.isdecimal() for part in parts)
