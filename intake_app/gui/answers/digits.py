"""Numbers as people type them, and as a form stores them: ASCII digits, a minus, a dot."""

import unicodedata

_MINUS = "-−‒–﹣-"
_POINTS = ".,٫،‚·"
_THOUSANDS = "٬'’\u00a0\u202f _"


def ascii_digits(text: str) -> str:
    """The same text with every decimal digit of any script as its ASCII digit."""
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)


def lexical_number(text: str, *, whole: bool) -> str:
    """The stored form of a typed number: "١٢٫٥" gives "12.5", "-3" stays. Anything not of a number is dropped.

    The last of several points is the decimal one only when there is a single one; a whole number keeps none.
    """
    kept: list[str] = []
    for char in text.strip():
        if char.isdecimal():
            kept.append(str(unicodedata.decimal(char)))
        elif char in _MINUS and not kept:
            kept.append("-")
        elif char in _POINTS and not whole and "." not in kept:
            kept.append(".")
    return "".join(kept)


def typed_number(text: str, *, whole: bool) -> str:
    """What may stand in a number field: the person's own digits stay as typed, letters go."""
    kept: list[str] = []
    seen_point = False
    for char in text:
        point = char in _POINTS and not whole and not seen_point
        if char.isdecimal() or point or (char in _MINUS and not kept):
            kept.append(char)
            seen_point = seen_point or point
    return "".join(kept)


def spread_number(value: str) -> str:
    """A stored number with thin spaces between thousands: "1234567.5" gives "1 234 567.5"."""
    whole, point, rest = value.partition(".")
    sign, figures = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    if not figures.isdecimal():
        return value
    return f"{sign}{int(figures):,}".replace(",", "\u202f") + point + rest
