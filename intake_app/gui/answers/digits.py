"""Numbers as people type them, and as a form stores them: ASCII digits, a minus, a dot."""

import unicodedata

_MINUS = "-−‒–﹣-"
_POINTS = ".,٫،‚·"
_THOUSANDS = "٬'’\u00a0\u202f _"


def ascii_digits(text: str) -> str:
    """The same text with every decimal digit of any script as its ASCII digit."""
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)


def lexical_number(text: str) -> str:
    """The stored form of a typed number: "١٢٫٥" gives "12.5", "-3" stays, "1 234" gives "1234".

    Signs that belong to no number are left out before the first figure only. Behind it they stay, so that the answer
    does not fit and that is told: left out, they would make another number of it, 15 of 1e5.
    """
    return "".join(_stored(char) for char in typed_number(text))


def _stored(char: str) -> str:
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    if char in _POINTS:
        return "."
    return "-" if char in _MINUS else char


def typed_number(text: str) -> str:
    """What may stand in a number field: the person's own signs, without what parts thousands."""
    kept: list[str] = []
    for char in text:
        of_number = char.isdecimal() or char in _POINTS or (char in _MINUS and not kept)
        behind = any(one.isdecimal() for one in kept) and char not in _THOUSANDS and not char.isspace()
        if of_number or behind:
            kept.append(char)
    return "".join(kept)


def spread_number(value: str) -> str:
    """A stored number with thin spaces between thousands: "1234567.5" gives "1 234 567.5"."""
    whole, point, rest = value.partition(".")
    sign, figures = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    if not figures.isdecimal():
        return value
    return f"{sign}{int(figures):,}".replace(",", "\u202f") + point + rest
