"""Functions of dates and times; all count in local civil time (see `intake_app.xpath.dates`)."""

import math
from collections.abc import Mapping
from datetime import datetime, timedelta, tzinfo
from types import MappingProxyType
from typing import Final

from intake_app.xpath.context import Context, Environment
from intake_app.xpath.dates import date_text, date_time_text, day_fraction, moment_of, parse_local, utc_day_number
from intake_app.xpath.signatures import ANY, DATE, TEXT, Builder, Code, Function
from intake_app.xpath.syntax import Call
from intake_app.xpath.tree import Node
from intake_app.xpath.values import NAN, Atom, Value, text_number, to_text


def _local_now(env: Environment) -> datetime:
    return env.now().astimezone(env.zone)


def _today(_builder: Builder, _call: Call) -> Code[Value]:
    return lambda _node, context: date_text(_local_now(context.env))


def _now(_builder: Builder, _call: Call) -> Code[Value]:
    return lambda _node, context: date_time_text(_local_now(context.env), context.env.zone)


def moment(value: Atom, zone: tzinfo | None) -> datetime | None:
    """The local wall clock of a day number or of a date text; None of anything else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, float | int):
        return moment_of(value)
    text = to_text(value)
    found = parse_local(text, zone)
    if found is None and text.strip():
        number = text_number(text, zone)
        return moment_of(number) if number == number else None
    return found


def _date(builder: Builder, call: Call) -> Code[Value]:
    code = builder.value(call.args[0])

    def run(node: Node, context: Context) -> Value:
        found = moment(context.env.plain(code(node, context)), context.env.zone)
        return "" if found is None else date_text(found)

    return run


def _date_time(builder: Builder, call: Call) -> Code[Value]:
    code = builder.value(call.args[0])

    def run(node: Node, context: Context) -> Value:
        found = moment(context.env.plain(code(node, context)), context.env.zone)
        return "" if found is None else date_time_text(found, context.env.zone)

    return run


def _decimal_date_time(builder: Builder, call: Call) -> Code[Value]:
    """Days since 1970-01-01T00:00Z: the one function that counts in UTC, in every engine. A number is what it is."""
    code = builder.value(call.args[0])

    def run(node: Node, context: Context) -> Value:
        value, zone = context.env.plain(code(node, context)), context.env.zone
        if isinstance(value, float):
            return value
        found = moment(value, zone)
        if found is None:
            return NAN if to_text(value) else ""
        return utc_day_number(found, zone)

    return run


def _decimal_time(builder: Builder, call: Call) -> Code[Value]:
    code = builder.value(call.args[0])

    def run(node: Node, context: Context) -> Value:
        value = context.env.plain(code(node, context))
        if isinstance(value, float):
            return value % 1 if math.isfinite(value) else NAN
        text = to_text(value)
        found = day_fraction(text, _local_now(context.env)) if text else ""
        return NAN if found is None else found

    return run


def _format(builder: Builder, call: Call) -> Code[Value]:
    code, pattern = builder.value(call.args[0]), builder.text(call.args[1])

    def run(node: Node, context: Context) -> Value:
        value = context.env.plain(code(node, context))
        found = moment(value, context.env.zone) or _today_at(value, context.env)
        return "" if found is None else formatted(found, pattern(node, context), context.env)

    return run


def _today_at(value: Atom, env: Environment) -> datetime | None:
    """The moment of today that a time of day names; None of anything else."""
    now = _local_now(env)
    fraction = day_fraction(to_text(value), now)
    if fraction is None:
        return None
    midnight = datetime(now.year, now.month, now.day)
    return midnight + timedelta(milliseconds=round(fraction * 86_400_000))


def formatted(found: datetime, pattern: str, env: Environment) -> str:
    """A date written by a pattern; names of months and days in the form's language. Unknown marks stay as typed."""
    pieces: list[str] = []
    at = 0
    while at < len(pattern):
        mark = pattern[at : at + 2]
        if mark[0] != "%" or len(mark) < 2:
            pieces.append(mark[0])
            at += 1
            continue
        pieces.append(_mark(found, mark[1], env))
        at += 2
    return "".join(pieces)


def _mark(found: datetime, letter: str, env: Environment) -> str:
    numbers = {
        "Y": f"{found.year:04}",
        "y": f"{found.year % 100:02}",
        "m": f"{found.month:02}",
        "n": f"{found.month}",
        "d": f"{found.day:02}",
        "e": f"{found.day}",
        "H": f"{found.hour:02}",
        "h": f"{found.hour}",
        "M": f"{found.minute:02}",
        "S": f"{found.second:02}",
        "3": f"{found.microsecond // 1000:03}",
        "W": f"{found.isocalendar().week}",
        "%": "%",
    }
    if letter in numbers:
        return numbers[letter]
    if letter in "bB":
        return env.month_names(env.language, letter == "b", found.month)
    if letter in "aA":
        return env.day_names(env.language, letter == "a", found.isoweekday() % 7)
    return f"%{letter}"


FUNCTIONS: Final[Mapping[str, Function]] = MappingProxyType(
    {
        "today": Function(0, 0, DATE, _today, volatile=True),
        "now": Function(0, 0, DATE, _now, volatile=True),
        "date": Function(1, 1, DATE, _date),
        "date-time": Function(1, 1, DATE, _date_time),
        "decimal-date-time": Function(1, 1, ANY, _decimal_date_time),
        "decimal-time": Function(1, 1, ANY, _decimal_time),
        "format-date": Function(2, 2, TEXT, _format),
        "format-date-time": Function(2, 2, TEXT, _format),
    }
)
