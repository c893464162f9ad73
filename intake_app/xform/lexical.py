"""The lexical forms answers are stored in: of calculated values by type, and what a type allows (features 27 to 40)."""

import math
import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta

from intake_app.xform.completing import POINT, from_java, points
from intake_app.xpath.dates import date_time_text
from intake_app.xpath.tree import Node
from intake_app.xpath.values import Value, number_text, to_text

_INT = re.compile(r"[+-]?[0-9]+", re.ASCII)
_DECIMAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)", re.ASCII)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_DATE_TIME = re.compile(
    r"(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|[+-](?:0\d|1[0-4]):?[0-5]\d)?", re.ASCII
)
_TIME = re.compile(r"(\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|[+-](?:0\d|1[0-4])(?::?[0-5]\d)?)?", re.ASCII)
_PLAIN = {"int": _INT, "decimal": _DECIMAL}
_ALMOST = 1e-9
"""A calculated number this little above a whole one is stored as the whole one, as JavaRosa does."""
EXACT = 1e15
"""Whole numbers below this are exact, and written digit by digit."""
_INT_LIMIT = 2**31
_LONGEST_NUMBER = 300
"""Digits a float can hold; a longer text stays as it is, and is a violation."""
_FEW_DIGITS = 10
_EPOCH = date(1970, 1, 1)


def stored(value: Value, type_name: str, now: Callable[[], datetime]) -> str:
    """A calculated value as it is stored in a node of a type.

    Booleans are ``1`` and ``0`` (engine decision 1), numbers plain decimals (20), a date in a date node stays a date
    (9b) and in a dateTime node is its midnight in the zone of `now`, NaN is blank.
    """
    if isinstance(value, float):
        if -EXACT < value < EXACT and type_name != "date":
            whole = int(value)
            if type_name == "int" or whole == value:
                return str(whole)
        return _stored_number(value, type_name)
    if isinstance(value, bool):
        return "1" if value else "0"
    text = _first(value) if isinstance(value, list) else to_text(value)
    if type_name == "date" and _DATE_TIME.fullmatch(text):
        return text[:10]
    if type_name == "dateTime" and _is_date(text):
        return date_time_text(datetime.fromisoformat(text), now().tzinfo)
    if type_name == "int" and "." in text and len(text) < _LONGEST_NUMBER and _DECIMAL.fullmatch(text):
        return _plain(text.partition(".")[0])  # its fraction goes; a whole number written as a text stays as it is
    if type_name == "time" and _DATE_TIME.fullmatch(text):
        return text.partition("T")[2]
    return points(text, type_name)


def _first(nodes: list[Node]) -> str:
    """The text of the first node; a group has none."""
    return nodes[0].text() if nodes and not nodes[0].children else ""


def _stored_number(value: float, type_name: str) -> str:
    if value != value:
        return ""
    if type_name == "date" and abs(value) < 700_000:
        return (_EPOCH + timedelta(days=math.floor(value))).isoformat()
    if math.isfinite(value) and (type_name == "int" or abs(value - int(value)) < _ALMOST):
        return str(int(value))
    return number_text(value)


def entered(text: str, type_name: str) -> str:
    """An answer as it is stored: without blanks at its ends (engine decision 18); a number in its plain form, 5 for 05
    and 5.5 for 5.50, in ASCII digits, as JavaRosa has it; of a moment without a zone a date keeps the day.
    """
    text = text.strip(" \t\r\n")
    if is_short_whole(text):
        return text
    if type_name in _PLAIN and len(text) < _LONGEST_NUMBER:
        digits = text if text.isascii() else "".join(map(_ascii_digit, text))
        if type_name == "decimal":
            digits = from_java(digits)
        return _plain(digits) if _PLAIN[type_name].fullmatch(digits) else text
    moment = _DATE_TIME.fullmatch(text) if type_name == "date" else None
    return text[:10] if moment is not None and moment.group(3) is None else text


def is_short_whole(text: str) -> bool:
    """Whether a text is a whole number in its plain form, of few digits: as most numbers are typed, and fit to stay."""
    return len(text) < _FEW_DIGITS and text.isascii() and text.isdigit() and (text[0] != "0" or len(text) == 1)


def _ascii_digit(character: str) -> str:
    return str(unicodedata.decimal(character)) if character.isdecimal() else character


def _plain(text: str) -> str:
    whole, _, part = text.lstrip("+-").partition(".")
    digits = (whole.lstrip("0") or "0") + f".{part}".rstrip("0").removesuffix(".")
    return f"-{digits}" if text.startswith("-") and digits != "0" else digits


def has_form(type_name: str) -> bool:
    """Whether a type has a lexical form of its own."""
    return type_name in _CHECKS


def allowed(text: str, type_name: str) -> bool:
    """Whether a text that is not blank is in the lexical form of a type; types without a form allow any text."""
    check = _CHECKS.get(type_name)
    return check is None or check(text)


def _is_int(text: str) -> bool:
    if is_short_whole(text):
        return True
    return _INT.fullmatch(text) is not None and len(text) < 12 and -_INT_LIMIT <= int(text) < _INT_LIMIT


def _is_decimal(text: str) -> bool:
    return is_short_whole(text) or _DECIMAL.fullmatch(text) is not None


def _is_date(text: str) -> bool:
    if _DATE.fullmatch(text) is None:
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _is_date_time(text: str) -> bool:
    match = _DATE_TIME.fullmatch(text)
    return match is not None and _is_date(match.group(1)) and _is_clock(match.group(2))


def _is_clock(text: str) -> bool:
    try:
        datetime.fromisoformat(f"2000-01-01T{text[:8]}")
    except ValueError:
        return False
    return True


def _is_time(text: str) -> bool:
    match = _TIME.fullmatch(text)
    return match is not None and _is_clock(match.group(1))


def _is_points(least: int, text: str) -> bool:
    points = [point.strip() for point in text.rstrip("; ").split(";")]
    return len(points) >= least and all(_is_point(point) for point in points)


def _is_point(text: str) -> bool:
    if POINT.fullmatch(text) is None:
        return False
    latitude, longitude = (float(part) for part in text.split()[:2])
    return -90 <= latitude <= 90 and -180 <= longitude <= 180


_CHECKS: Mapping[str, Callable[[str], bool]] = {
    "int": _is_int,
    "long": lambda text: _INT.fullmatch(text) is not None,
    "decimal": _is_decimal,
    "date": _is_date,
    "dateTime": _is_date_time,
    "time": _is_time,
    "geopoint": _is_point,
    "geotrace": lambda text: _is_points(2, text),
    "geoshape": lambda text: _is_points(3, text),
}
