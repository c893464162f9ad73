"""Answers of a random user, by control and type: ordinary ones, edges, ones that break a rule, and junk."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from random import Random

from intake_app.xform import QuestionView

TEXTS = (
    "Amina",
    "Kairo 12",
    "x",
    "a b c",
    "été",
    "שלום",
    "yes",
    "0",
    "-1",
    "12",
    'it\'s "so"',
    "<b>&amp;",
    "z" * 300,
    "😀",
)
JUNK = ("abc", "12abc", "9" * 20, "2024-02-30", "25:61", "91 0", ";;", "  ", "\t", "NaN", "1e9")
"""Texts that are no number, date, time or point; other engines can not even hold them."""
_WHOLE = ("0", "1", "2", "3", "5", "7", "12", "18", "40", "59", "99", "100", "120", "-1", "2147483647", "-2147483648")
_DECIMALS = ("0", "0.1", "1.5", "2.5", "36.6", "38.5", "100", "-0.5", "12.345", "99999.99")
_DAYS = (0, 1, -1, -7, -30, -59, -60, -61, -365, -1826, -10957, 30, 400)
_CLOCKS = ("00:00:00.000", "09:30:00.000", "12:00:00.000", "23:59:59.999")
_POINTS = ("41.9 12.5 20.0 5.0", "-33.9 18.4 0.0 0.0", "0.5 0.2 0.0 0.0", "90.0 180.0 0.0 0.0")
_LINE = ("10.0 10.0 0.0 0.0", "10.0 10.5 0.0 0.0", "10.5 10.5 0.0 0.0", "10.0 10.0 0.0 0.0")


def answer(view: QuestionView, choices: Callable[[], Sequence[str]], dice: Random, now: datetime) -> str | None:
    """An answer to a question; None where there is nothing to choose. `choices` gives the values it offers."""
    if view.control in ("select1", "select", "rank"):
        return _chosen(view.control, choices(), dice)
    if view.control == "trigger":
        return "OK"
    if view.control == "upload":
        return f"{dice.getrandbits(32):08x}.jpg"
    if view.control == "range":
        return _in_range(view.parameters, dice)
    return _typed(view.type, dice, now)


def _chosen(control: str, offered: Sequence[str], dice: Random) -> str | None:
    if not offered:
        return None
    if control == "select1":
        return dice.choice(offered)
    count = len(offered) if control == "rank" else dice.randint(1, min(4, len(offered)))
    return " ".join(dice.sample(offered, count))


def _in_range(parameters: Mapping[str, str], dice: Random) -> str:
    start, end, step = (
        float(parameters.get(name) or other) for name, other in (("start", 0), ("end", 10), ("step", 1))
    )
    count = int(abs(end - start) / (abs(step) or 1))
    value = start + dice.randint(0, count) * (abs(step) if end >= start else -abs(step))
    return str(int(value)) if value == int(value) else repr(round(value, 6))


def _typed(kind: str, dice: Random, now: datetime) -> str:
    day = now + timedelta(days=dice.choice(_DAYS))
    by_kind: dict[str, Callable[[], str]] = {
        "int": lambda: dice.choice(_WHOLE),
        "long": lambda: dice.choice(_WHOLE),
        "decimal": lambda: dice.choice(_DECIMALS),
        "boolean": lambda: dice.choice(("true", "false")),
        "date": lambda: day.date().isoformat(),
        "dateTime": lambda: _local(f"{day.date().isoformat()}T{dice.choice(_CLOCKS)}", now),
        "time": lambda: _local(f"{now.date().isoformat()}T{dice.choice(_CLOCKS)}", now).partition("T")[2],
        "geopoint": lambda: dice.choice(_POINTS),
        "geotrace": lambda: "; ".join(_LINE[: dice.randint(2, 3)]),
        "geoshape": lambda: "; ".join(_LINE),
        "binary": lambda: f"{dice.getrandbits(32):08x}.jpg",
    }
    return by_kind.get(kind, lambda: dice.choice(TEXTS))()


def _local(text: str, now: datetime) -> str:
    written = datetime.fromisoformat(text).replace(tzinfo=now.tzinfo).isoformat(timespec="milliseconds")
    return written.replace("+00:00", "Z")
