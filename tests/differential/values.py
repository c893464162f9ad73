"""Answers as a person could give them, by the kind of a field: ordinary, at the edges, blank."""

from datetime import datetime
from random import Random
from zoneinfo import ZoneInfo

from tests.differential.grammar import DATES, WORDS

CHOICES = ("a", "b", "c", "d")
_WHOLE = ("0", "1", "2", "3", "-3", "7", "42", "120", "999999999", "-2147483648", "2147483647")
_DECIMALS = ("0", "1.5", "-0.25", "2.50", "100", "0.1", "12.345", "-7", "3")
_TIMES = ("00:00:00.000", "10:30:00.000", "23:59:59.999", "01:05:09.120")
_MOMENTS = ("2024-02-29T10:00:00.000", "2024-07-01T23:30:00.000", "2026-01-01T00:00:00.000", "1999-12-31T12:00:00.000",
            "2023-03-26T03:30:00.000")  # fmt: skip
_POINTS = ("0.1 0.0 0.0 0.0", "41.9 12.5 20.0 5.0", "-33.9 18.4 0.0 0.0", "0.5 0.2 0.0 0.0", "89.9 179.9 0.0 0.0")
_SHAPES = (
    ("0.0 0.1", "0.0 1.0", "1.0 1.0", "0.0 0.1"),
    ("41.0 12.0", "42.0 12.0", "42.0 13.0", "41.0 13.0", "41.0 12.0"),
    ("10.0 10.0", "10.0 10.5", "10.5 10.0", "10.0 10.0"),
)


def moment(text: str, zone: str) -> str:
    """A local wall clock in a zone with its offset, as a phone writes it."""
    written = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).isoformat(timespec="milliseconds")
    return written.replace("+00:00", "Z")


def answer(kind: str, dice: Random, zone: str) -> str:
    """A value of a kind in its lexical form, as somebody in a zone gives it."""
    if dice.random() < 0.1:
        return ""
    plain = {
        "int": _WHOLE,
        "decimal": _DECIMALS,
        "date": DATES,
        "string": [word.strip() for word in WORDS],
        "geopoint": _POINTS,
        "binary": ("one.jpg", "two.jpg"),
        "trigger": ("OK",),
        "count": ("0", "1", "2", "3", "4"),
    }
    if kind in plain:
        return dice.choice(plain[kind])
    if kind == "dateTime":
        return moment(dice.choice(_MOMENTS), zone)
    if kind == "time":
        today = datetime.now(ZoneInfo(zone)).date()
        return moment(f"{today}T{dice.choice(_TIMES)}", zone).partition("T")[2]
    if kind in ("geotrace", "geoshape"):
        shape = dice.choice(_SHAPES)
        return "; ".join(f"{point} 0.0 0.0" for point in (shape if kind == "geoshape" else shape[: dice.randint(2, 3)]))
    if kind == "select1":
        return dice.choice(CHOICES)
    return " ".join(dice.sample(CHOICES, dice.randint(1, 3)))
