"""A place as people type or paste it, and as a form stores it: "lat lon alt acc", south and west below zero.

Understood: degrees with a dot or a comma, degrees with minutes and seconds, and N, S, E, W behind or before both
figures, in either order. What could mean two places is left as it was typed, so that it does not fit and that is told.
"""

import re
import unicodedata
from decimal import Decimal

from intake_app.gui.answers.digits import ascii_digits

_WEST_BY_O = frozenset(("ca", "es", "fr", "it", "pt"))
"""Languages whose west begins with O; in German and Dutch O is the east."""
_SIGNS = str.maketrans({**dict.fromkeys("−‒–﹣-", "-"), **dict.fromkeys("٫‚·", "."), **dict.fromkeys("،，", ",")})
_FIGURE = r"\d++(?:\.\d++)?+"  # never a part of the digits: 130' is no 13 degrees and 0 minutes
_APART = r"(?:\s*[,;]\s*|\s+)"
_SECONDS = r"(?:[\"″”]|''|′′|’’)"
_COMMAS = re.compile(r"(?<![\d.])[\d.]++(?:,[\d.]++)+", re.ASCII)
_O = re.compile(r"(?<![^\W\d_])[Oo](?![^\W\d_])")
_STEP = Decimal("1e-7")
"""Degrees, about a centimetre: what is worked out from minutes and seconds is not more exact."""


def _angle(sign: str, number: int) -> str:
    """An angle with its degrees, and with minutes and seconds where they have their marks."""
    minutes = rf"(?P<m{number}>{_FIGURE})\s*['′’]"
    seconds = rf"(?P<s{number}>{_FIGURE})\s*{_SECONDS}"
    return rf"(?P<d{number}>{sign}{_FIGURE})\s*[°º]?(?:\s*{minutes}(?:\s*{seconds})?)?"


_REST = rf"(?:{_APART}(?P<altitude>[+-]?{_FIGURE}))?(?:{_APART}(?P<accuracy>{_FIGURE}))?"
_WAYS = (
    re.compile(rf"{_angle('[+-]?', 1)}{_APART}{_angle('[+-]?', 2)}{_REST}", re.ASCII),
    re.compile(rf"{_angle('', 1)}\s*(?P<to1>[NSEW])\s*[,;]?\s*{_angle('', 2)}\s*(?P<to2>[NSEW]){_REST}", re.ASCII),
    re.compile(rf"(?P<to1>[NSEW])\s*{_angle('', 1)}\s*[,;]?\s*(?P<to2>[NSEW])\s*{_angle('', 2)}{_REST}", re.ASCII),
)


def stored_point(typed: str, mediator: str = "") -> str:
    """The lexical geopoint for what is typed; the text as typed while it is not whole or could mean two places.

    mediator: the language (BCP 47) of the person who types, which tells whether O is the west.
    """
    return _stored(typed, mediator) or typed.strip()


def _stored(typed: str, mediator: str) -> str:
    text = _plain(typed).upper()
    return _read(_O.sub("W", text) if _west_is_o(mediator) else text)


def stored_points(typed: str, mediator: str = "") -> str:
    """The lexical geotrace or geoshape for points with ; between them; the text as typed while one is not whole."""
    parts = [part for part in typed.split(";") if part.strip()]
    points = [_stored(part, mediator) for part in parts]
    return "; ".join(points) if all(points) else typed.strip()


def unclear_direction(typed: str, mediator: str) -> bool:
    """Whether an O stands where a direction would, and names none in the language of the person who types."""
    return not _west_is_o(mediator) and _O.search(_plain(typed)) is not None


def _west_is_o(language: str) -> bool:
    return language.partition("-")[0] in _WEST_BY_O


def _plain(typed: str) -> str:
    """With ASCII digits, dots in figures, commas between them, and without marks of the direction of writing."""
    seen = "".join(char for char in ascii_digits(typed) if unicodedata.category(char) != "Cf")
    return _COMMAS.sub(_with_dots, " ".join(seen.translate(_SIGNS).split()))


def _with_dots(found: re.Match[str]) -> str:
    """A comma inside a figure is its dot; where a figure has a dot, each comma stands between two.

    Several in a row without a dot may be either: `45,5,12,6` is left, and is no place.
    """
    text = found.group()
    if "." in text:
        return text.replace(",", ", ")
    return text.replace(",", ".")


def _read(text: str) -> str:
    """The four figures of a place; "" for what is none."""
    found = next(filter(None, (way.fullmatch(text) for way in _WAYS)), None)
    if found is None:
        return ""
    parts = found.groupdict()
    angles = {parts.get("to1") or "N": _degrees(found, 1), parts.get("to2") or "E": _degrees(found, 2)}
    latitude, longitude = (_of(angles, ways) for ways in ("NS", "EW"))
    if not latitude or not longitude:
        return ""
    return f"{latitude} {longitude} {parts['altitude'] or '0'} {parts['accuracy'] or '0'}"


def _of(angles: dict[str, str], ways: str) -> str:
    """The angle that goes one of two ways, below zero for the second; "" for none or one that can not be."""
    ahead, back = (angles.get(way, "") for way in ways)
    return ahead or (f"-{back}" if back.strip("0.") else back)


def _degrees(found: re.Match[str], number: int) -> str:
    """An angle in degrees; "" where its parts do not go together."""
    degrees, minutes, seconds = (found[f"{part}{number}"] for part in "dms")
    figure = str(degrees).removeprefix("+")
    if minutes is None:
        return figure
    parts = [Decimal(minutes), Decimal(seconds or 0)]
    if max(parts) >= 60 or "." in figure or (seconds is not None and "." in minutes):
        return ""
    whole = abs(Decimal(figure)) + parts[0] / 60 + parts[1] / 3600
    return ("-" if figure.startswith("-") else "") + format(whole.quantize(_STEP).normalize(), "f")
