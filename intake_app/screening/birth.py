"""What a person tells of their birth, and what it may mean: a date in any calendar, an age, an age at an event.

A statement is kept as it was told; the days that it may mean are worked out in every reading of it. Whoever may be
under 18 in any of them is treated as a minor until somebody knows better; nobody is an adult in one reading alone.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Literal

from intake_app import calendars
from intake_app.calendars import Span
from intake_app.screening.tags import Tags, Values, answers, bare

Majority = Literal["minor", "may_be_minor", "over_18", ""]
"""`over_18` only where every reading of what was told says so; "" where nothing was told that can be read."""

SEASONS = ("winter", "spring", "summer", "autumn", "rains", "dry")
PARTS = ("date", "said", "calendar", "precision", "earliest", "latest", "majority")
"""Values of the tag `birth`: the question, and the nodes beside it that take the rest."""
NOT_KNOWN = "not_known"
"""The calendar of a date that may be of several."""
MARGIN = 2 * 365
"""Days by which a thing that was told as 'about' may be off, to both sides."""
OLDEST, OF_AGE = 115, 18
_LUNAR_YEAR = 354.367
_WITHIN_A_YEAR = ("spring", "autumn")
"""Seasons that no year of the Gregorian or the Solar Hijri calendar cuts, on either side of the equator."""
_SEASON, _LONG_SEASON = 92, 183
"""Days by which another season may reach into the year after; the long ones are the rains and the dry."""

_MONTH = 31
"""Days of the longest month."""

_COUNTED = r"(?: counting ([a-z,]+))?\Z"
_DATE = re.compile(r"(\?|[a-z]+) (\d{0,4})-(\d{0,2})-(\d{0,2})(?: (?!counting)([a-z]+))?" + _COUNTED)
_AGE = re.compile(r"age (\d{0,3}) at (\d{4}-\d{2}-\d{2})" + _COUNTED)
_EVENT = re.compile(r"event ([a-z0-9_]*) age (\d{0,3})" + _COUNTED)


@dataclass(frozen=True, slots=True)
class Event:
    """Something whose days are known and by which people count: `names` by language code, `countries` by ISO 3166.

    `reviewed`: the languages in which a speaker has found the name right.
    """

    code: str
    earliest: date
    latest: date
    names: Mapping[str, str]
    countries: tuple[str, ...] = ()
    reviewed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """What was told. `kind` says which of the other fields count.

    date: `year`, `month`, `day` as figures, blank where not told; `calendar` is "" when nobody asked which; `season` is
    one of `SEASONS` or "". age: `age` in years, told on the day `on`. event: `age` at the event with code `event`.
    `counted`: the calendars in which the person may count, as far as that was known since it was told. Who shows the
    questions in another language afterwards makes nobody older.
    """

    kind: Literal["date", "age", "event"] = "date"
    calendar: str = ""
    year: str = ""
    month: str = ""
    day: str = ""
    season: str = ""
    age: str = ""
    on: str = ""
    event: str = ""
    about: bool = False
    counted: tuple[str, ...] = field(default=(), compare=False)

    @property
    def blank(self) -> bool:
        """Whether nothing was told."""
        return not (self.year or self.month or self.day or self.age or self.season)


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand a statement: the calendar it is in, and the days it then means."""

    calendar: str
    span: Span
    day: date | None = None
    """The very day, where one was told."""


@dataclass(frozen=True, slots=True)
class Birth:
    """A statement understood: every reading of it, the days of all together, and what that says of being under 18.

    `iso`: the day that was told; where none or several may be meant the last of them, which makes nobody older than
    they may be; what was typed where it means no day at all, in a form that nobody takes for a date.
    `precision`: day, month, season, year, age or event, with `about_` before it where it was told so.
    """

    iso: str = ""
    readings: tuple[Reading, ...] = ()
    span: Span | None = None
    majority: Majority = ""
    precision: str = ""
    read_as: Statement | None = None
    """What of it was read: of a day that no calendar has its month, or its year, and what it reaches into behind that,
    so that no child is missed by it."""

    @property
    def calendar(self) -> str:
        """The calendar it was told in; `NOT_KNOWN` where it may be several."""
        found = {reading.calendar for reading in self.readings}
        return found.pop() if len(found) == 1 else NOT_KNOWN if found else ""


def written(said: Statement) -> str:
    """A statement as one line that is kept and can be read again: `ethiopian 2002--`, `about age 17 at 2026-11-27`."""
    if said.blank:
        return ""
    about = "about " if said.about else ""
    counting = f" counting {','.join(said.counted)}" if said.counted else ""
    if said.kind == "age":
        return f"{about}age {said.age} at {said.on}{counting}"
    if said.kind == "event":
        return f"{about}event {said.event} age {said.age}{counting}"
    season = f" {said.season}" if said.season else ""
    return f"{about}{said.calendar or '?'} {said.year}-{said.month}-{said.day}{season}{counting}"


def read(text: str) -> Statement | None:
    """The statement of such a line; None for what is none."""
    about = text.startswith("about ")
    line = text.removeprefix("about ")
    if found := _DATE.match(line):
        calendar, year, month, day, season, counting = found.groups(default="")
        known = calendar in ("?", *calendars.CALENDARS) and season in ("", *SEASONS)
        kept = "" if calendar == "?" else calendar
        told = Statement("date", kept, year, month, day, season, about=about, counted=_counted(counting))
        return told if known else None
    if (found := _AGE.match(line)) and _told_on(found[2]) is not None:
        return Statement("age", age=found[1], on=found[2], about=about, counted=_counted(found[3] or ""))
    if found := _EVENT.match(line):
        return Statement("event", event=found[1], age=found[2], about=about, counted=_counted(found[3] or ""))
    return None


def _counted(line: str) -> tuple[str, ...]:
    return tuple(name for name in line.split(",") if name in calendars.CALENDARS)


def understood(
    said: Statement, spoken: Sequence[str], events: Mapping[str, Event], today: date, likely: Sequence[str] = ()
) -> Birth:
    """What a statement may mean to a person who may count in the calendars `spoken`, and in those it was told in.

    `likely`: others in which they may, as far as nobody knows where they are from; read besides only where that may
    make them a minor. A day that is none in a calendar of these, while another has it, makes nobody an adult either.
    """
    counting = (*spoken, *said.counted)
    readings, read_as = _read(said, counting, events, today)
    readings += tuple(_younger(read_as, said, [name for name in likely if name not in counting], events, today))
    readings += tuple(_lost(read_as, said, (*counting, calendars.GREGORIAN, *likely), readings, today))
    if said.about:
        readings = tuple(replace(one, span=one.span.wider(MARGIN), day=None) for one in readings)
    readings = tuple(_until(one, today) for one in readings)
    precision = ("about_" if said.about else "") + _precision(said)
    if not readings:
        return Birth(_as_typed(said), precision=precision if not said.blank else "")
    whole = readings[0].span
    for one in readings[1:]:
        whole = whole.with_other(one.span)
    told = readings[0].day if len(readings) == 1 else None
    iso = (told or whole.latest).isoformat() if read_as is said else _as_typed(said)
    return Birth(iso, readings, whole, majority(whole, today), precision, read_as)


def majority(span: Span, today: date) -> Majority:
    """Whether somebody born on one of these days is under 18 today: all of them, some, or none."""
    if _years_later(span.latest, OF_AGE) <= today:
        return "over_18"
    return "minor" if _years_later(span.earliest, OF_AGE) > today else "may_be_minor"


def years_old(span: Span, today: date) -> tuple[int, int]:
    """The youngest and the oldest age, in whole years, of somebody born on one of these days."""
    return _whole_years(span.latest, today), _whole_years(span.earliest, today)


def beside(tags: Tags, ref: str) -> dict[str, str]:
    """The node of each part of a birth by its name in `PARTS`: those tagged in the same group as `ref`."""
    group = ref.rpartition("/")[0]
    near = ((path, own["birth"]) for path, own in tags.items() if path.rpartition("/")[0] == bare(group))
    return {part: f"{group}/{path.rpartition('/')[2]}" for path, part in near if part in PARTS}


def may_be_minor(tags: Tags, values: Values) -> bool:
    """Whether some birth that was told may be of somebody under 18."""
    told = [path for path, own in tags.items() if own.get("birth") == "majority"]
    return any(value in ("minor", "may_be_minor") for path in told for _, value in answers(path, values))


def _until(one: Reading, today: date) -> Reading:
    """The same as of who is born: not after today."""
    span = Span(min(one.span.earliest, today), min(one.span.latest, today))
    return replace(one, span=span, day=one.day and min(one.day, today))


def _read(
    said: Statement, counting: Sequence[str], events: Mapping[str, Event], today: date
) -> tuple[tuple[Reading, ...], Statement]:
    """The readings of a statement, and what of it they are of. A day that there is not makes nobody an adult by its
    month, where its year does not."""
    readings, read_as = tuple[Reading, ...](), said
    for read_as in _ever_less(said):
        readings = tuple(_readings(read_as, said, counting, events, today))
        if readings and not (read_as is said and _by_the_moon_alone(said, readings, counting, today)):
            break
    year, margin = replace(said, day="", month=""), MARGIN if said.about else 0
    if read_as not in (said, year) and not any(_young(one, margin, today) for one in readings):
        whole = tuple(_readings(year, said, counting, events, today))
        if any(_young(one, margin, today) for one in whole):
            return whole, year
    return readings, read_as


def _readings(
    said: Statement, told: Statement, spoken: Sequence[str], events: Mapping[str, Event], today: date
) -> Iterator[Reading]:
    if said.kind == "date":
        named = [said.calendar] if said.calendar else dict.fromkeys((*spoken, calendars.GREGORIAN))
        found = (_by_date(said, told, calendar) for calendar in named)
    else:
        found = (_by_age(said, events, lunar=lunar) for lunar in (False, True)[: 1 + (calendars.HIJRI in spoken)])
    yield from (one for one in found if one is not None and _can_be(one.span, today))


def _younger(
    said: Statement, told: Statement, likely: Sequence[str], events: Mapping[str, Event], today: date
) -> Iterator[Reading]:
    """In calendars that are only likely, where somebody may be under 18 by them."""
    if said.kind == "date":
        found = [_by_date(said, told, calendar) for calendar in likely if not said.calendar]
    else:
        found = [_by_age(said, events, lunar=True)] if calendars.HIJRI in likely else []
    for one in found:
        if one is not None and _can_be(one.span, today) and _young(one, MARGIN if said.about else 0, today):
            yield one


def _young(one: Reading, margin: int, today: date) -> bool:
    return majority(one.span.wider(margin), today) != "over_18"


def _ever_less(said: Statement) -> Iterator[Statement]:
    """What was told, and of a date that may not be there its month, then its year."""
    yield said
    if said.kind == "date" and said.day and said.month:
        yield replace(said, day="")
    if said.kind == "date" and (said.day or said.month):
        yield replace(said, day="", month="")


def _by_the_moon_alone(said: Statement, readings: Sequence[Reading], spoken: Sequence[str], today: date) -> bool:
    """Whether a day is only a thirtieth by the moon, while another calendar, in which it may be meant too, has that
    month without that day: 30 Esfand is none in most years.
    """
    if said.calendar or not said.day or {one.calendar for one in readings} != {calendars.HIJRI}:
        return False
    others = set(spoken) | {calendars.GREGORIAN}
    months = [_by_date(replace(said, day=""), said, name) for name in others - {calendars.HIJRI}]
    return any(one is not None and _can_be(one.span, today) for one in months)


def _lost(
    said: Statement, told: Statement, counting: Sequence[str], readings: Sequence[Reading], today: date
) -> Iterator[Reading]:
    """Of a day that only others of these calendars have, where all that they say is an adult: its month, or its year,
    in those that lack it, where somebody may be under 18 by them.
    """
    margin = MARGIN if said.about else 0
    if said.kind != "date" or said.calendar or any(_young(one, margin, today) for one in readings):
        return
    for name in dict.fromkeys(counting):
        found = (_by_date(less, told, name) for less in _ever_less(said))
        less = next((one for one in found if one is not None and _can_be(one.span, today)), None)
        if less is not None and _young(less, margin, today):
            yield less


def _by_date(said: Statement, told: Statement, calendar: str) -> Reading | None:
    """What is read of a date that was `told`, in a calendar."""
    parts = [part for part in (said.year, said.month, said.day) if part]
    if not said.year or (said.day and not said.month) or not all(part.isdecimal() and int(part) for part in parts):
        return None
    year, month, day = (int(part or 0) for part in (said.year, said.month, said.day))
    # The first day of a year is what is written where no more than the year is known.
    whole_year = (month, day) in ((0, 0), (1, 1))
    span = calendars.span(calendar, year) if whole_year else calendars.span(calendar, year, month, day)
    if span is not None and said.season and whole_year:
        span = Span(span.earliest, span.latest + timedelta(_into_the_next(said.season, calendar)))
    if span is not None and said is not told:
        span = Span(span.earliest, span.latest + timedelta(_behind(said, told, calendar)))
    return Reading(calendar, span, calendars.day(calendar, year, month, day) if day else None) if span else None


def _behind(said: Statement, told: Statement, calendar: str) -> int:
    """Days by which a day that was `told` may be behind the month or the year that is read of it: 31 November may be
    the one after the 30th, a 13th month the one after the 12th.
    """
    if said.month:
        length = calendars.month_length(calendar, int(said.year), int(said.month))
        return max(1, min(_MONTH, int(told.day) - length)) if told.day.isdecimal() else 1
    return _MONTH if told.month.isdecimal() and int(told.month) > calendars.months(calendar) else 0


def _into_the_next(season: str, calendar: str) -> int:
    """Days of the next year in which a season may end that began in one."""
    if season in _WITHIN_A_YEAR and calendar in (calendars.GREGORIAN, calendars.PERSIAN):
        return 0
    return _LONG_SEASON if season in ("rains", "dry") else _SEASON


def _by_age(said: Statement, events: Mapping[str, Event], *, lunar: bool) -> Reading | None:
    """On the day it was told, or at an event: whole years, or the year that was running; ``lunar``: of moons too."""
    event, on = events.get(said.event), _told_on(said.on)
    days = (on, on) if said.kind == "age" else (event.earliest, event.latest) if event else (None, None)
    if days[0] is None or days[1] is None or not said.age.isdecimal() or int(said.age) > OLDEST:
        return None
    age = int(said.age)
    span = _age_span(days[0], age).with_other(_age_span(days[1], age))
    if lunar:
        running = int(max(0, age - 1) * _LUNAR_YEAR) - calendars.SIGHTING
        span = Span(span.earliest, max(span.latest, min(days[1], days[1] - timedelta(running))))
    return Reading(calendars.GREGORIAN, span)


def _told_on(text: str) -> date | None:
    """A day on which somebody may have told something; None for a line that names none."""
    try:
        on = date.fromisoformat(text)
    except ValueError:
        return None
    return on if calendars.FIRST <= on.year <= calendars.LAST else None


def _age_span(on: date, age: int) -> Span:
    """From the last day before one would be a year older, to the day one begins the year of that number."""
    return Span(_years_later(on, -age - 1) + timedelta(1), min(on, _years_later(on, -max(0, age - 1))))


def _can_be(span: Span, today: date) -> bool:
    """Whether somebody living was born then."""
    return span.earliest <= today and span.latest >= _years_later(today, -OLDEST)


def _precision(said: Statement) -> str:
    if said.kind != "date":
        return said.kind
    if said.season and not said.month:
        return "season"
    return "day" if said.day else "month" if said.month else "year"


def _as_typed(said: Statement) -> str:
    """A date that means no day, so that the question says so; an age or an event says nothing of a date.

    The day stands first: with the year first its figures may be another day, of the Gregorian calendar.
    """
    if said.kind != "date" or said.blank:
        return ""
    whole = said.year and said.month and said.day
    return f"{said.day}/{said.month}/{said.year}" if whole else f"{said.year}-{said.month}-{said.day}"


def _years_later(on: date, years: int) -> date:
    """The same day of another year; 1 March for a 29 February that it lacks."""
    try:
        return on.replace(year=on.year + years)
    except ValueError:
        return date(on.year + years, 3, 1)


def _whole_years(born: date, today: date) -> int:
    return today.year - born.year - (_years_later(born, today.year - born.year) > today)
