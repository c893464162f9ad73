"""Answers in the whole form that JavaRosa writes: points with altitude and accuracy, times and moments with an offset.

Points are completed as they come in. A time or moment without an offset stays as it was given while a record is filled
in, as in other engines, and is completed when the record is finished; one with an offset keeps it (feature 33). What
is calculated is a text in JavaRosa: a calculated point is completed there, a calculated time or moment is not.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from intake_app.xform.definition import FormDefinition
from intake_app.xform.instance import Instance
from intake_app.xpath.dates import date_time_text
from intake_app.xpath.tree import Node

_POINTS = ("geopoint", "geotrace", "geoshape")
_DAY = r"\d{4}-\d{2}-\d{2}"
_CLOCK = r"\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?"
_DATE = re.compile(_DAY, re.ASCII)
_BARE = {"time": re.compile(_CLOCK, re.ASCII), "dateTime": re.compile(f"{_DAY}T{_CLOCK}", re.ASCII)}
_FIGURE = r"-?\d+(?:\.\d+)?(?:E-?\d{1,2})?"
POINT = re.compile(rf"{_FIGURE}(?:\s+{_FIGURE}){{1,3}}", re.ASCII)
_SHORT = re.compile(r"-?\d+(?:\.\d+)?E[+-]?\d{1,2}", re.ASCII | re.IGNORECASE)
_JAVA = re.compile(r"-?\d\.\d+E-?\d{1,2}", re.ASCII)
"""How JavaRosa writes what is very small or large; typed by hand, a number with an exponent is none."""
_FIGURES = 4
"""Latitude, longitude, altitude, accuracy."""


def plain(text: str) -> str:
    """A number with an exponent, as JavaRosa writes what is very small, without (engine decision 20)."""
    return format(Decimal(text).normalize(), "f") if _SHORT.fullmatch(text) else text


def from_java(text: str) -> str:
    """A decimal that JavaRosa wrote with an exponent, without; another text as it is."""
    return plain(text) if _JAVA.fullmatch(text) else text


def with_time(text: str, type_name: str) -> str:
    """A date where a moment is wanted is its midnight; another text as it is."""
    return f"{text}T00:00:00.000" if type_name == "dateTime" and _DATE.fullmatch(text) else text


def points(text: str, type_name: str) -> str:
    """A point, or several, each with its four figures; another text, or of another type, as it is."""
    if type_name not in _POINTS:
        return text
    found = _split(text)
    return "; ".join(map(_whole, found)) if found and all(map(POINT.fullmatch, found)) else text


def kept(text: str, type_name: str) -> str:
    """A text of a record that is loaded: completed where a figure is absent, else byte for byte as it was sent."""
    if type_name == "decimal":
        return from_java(text)
    return text if all(len(each.split()) == _FIGURES for each in _split(text)) else points(text, type_name)


def _split(text: str) -> list[str]:
    return [each.strip() for each in text.strip("; \t\r\n").split(";")] if text.strip() else []


def _whole(point: str) -> str:
    figures = point.split()
    return " ".join(_with_fraction(float(each)) for each in figures + ["0"] * (_FIGURES - len(figures)))


def _with_fraction(value: float) -> str:
    text = plain(repr(value))
    return text if "." in text else f"{text}.0"


def without_offset(definition: FormDefinition, instance: Instance, now: datetime) -> Iterator[tuple[Node, str]]:
    """The answers that are times and moments without an offset, each as it is at the place of `now`."""
    for spec in definition.specs.values():
        pattern = _BARE.get(spec.bind.type)
        if pattern is None or spec.bind.calculate is not None:
            continue
        for node in instance.nodes(spec):
            if pattern.fullmatch(node.value):
                yield node, _placed(node.value, now)


def _placed(text: str, now: datetime) -> str:
    """With milliseconds and the offset of the place at that moment; a time is one of today."""
    try:
        local = datetime.fromisoformat(text if "T" in text else f"{now.date()}T{text}")
        written = date_time_text(_at(local, now), now.tzinfo)
    except (OverflowError, ValueError):  # no clock of this world, or one of the first and last days of the calendar
        return text
    return written if "T" in text else written.partition("T")[2]


def _at(local: datetime, now: datetime) -> datetime:
    """The moment of a wall clock: of two that read the same, and of a clock that was skipped, by standard time."""
    offsets = [local.replace(tzinfo=now.tzinfo, fold=fold).utcoffset() or timedelta(0) for fold in (0, 1)]
    return (local - min(offsets)).replace(tzinfo=UTC).astimezone(now.tzinfo)
