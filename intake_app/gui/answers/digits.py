"""Numbers as people type them, and as a form stores them: ASCII digits, a minus, a dot."""

import re
import unicodedata

_MINUS = "-−‒–﹣-"
_POINTS = ".,٫،‚·"
_THOUSANDS = "٬'’\u00a0\u202f _"
_ETHIOPIC = re.compile("(?<!\\d)[\u1369-\u137c]++(?!\\d)")
"""Signs for 1 to 9, for the tens, for a hundred and for ten thousand, which are read together, and with no others."""
_TO_99 = "(?:[፩-፱]|[፲-፺][፩-፱]?)?"
_TO_9999 = f"{_TO_99}(?:፻{_TO_99})?"
_NUMERAL = re.compile(f"{_TO_9999}(?:፼{_TO_9999})*")
"""What of them is a number: ፪፭ and ፪፻፫፻ are none, and read as if in places, or added up, they would be another."""
MARKS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
"""Of direction, which some programs put around a number or a day; nobody sees them."""
_AROUND_MARKS = re.compile(rf"(?<!\d){MARKS.pattern}+|{MARKS.pattern}+(?!{MARKS.pattern}|\d)")
_LONGEST = 64
"""Signs of such a number; nobody writes a longer one."""


_AROUND = " \u00a0+-−‐–/.,:()#*"
"""What stands in numbers to call, codes of figures and dates."""
_APART = re.compile(r"\+\d|\d[^\d]+\d")


def decimal_digits(text: str) -> str:
    """The same text, as long as before, with every decimal digit of any script as its ASCII digit."""
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)


def is_figures(text: str) -> bool:
    """Whether a text is a number and nothing else: digits of any script, and the signs that part them."""
    return any(map(str.isdecimal, text)) and all(char.isdecimal() or char in _AROUND for char in text)


def are_groups(text: str) -> bool:
    """Whether figures stand in groups, or have a plus before them: in some scripts such are drawn from the right."""
    return is_figures(text) and _APART.search(text) is not None


def ascii_digits(text: str) -> str:
    """The same text with every decimal digit of any script as its ASCII digit, and Ethiopic numerals so: "፳፻፲፮" is
    "2016". What is no Ethiopic numeral stays, so that it does not fit.
    """
    return decimal_digits(_ETHIOPIC.sub(lambda found: _ethiopic(found[0]), text))


def of_figures(text: str, most: int) -> str:
    """The longest beginning of figures of any script that is a number of at most so many."""
    while text and not (len(told := ascii_digits(text)) <= most and told.isdecimal()):
        text = text[:-1]
    return text


def _ethiopic(signs: str) -> str:
    """What stands before a hundred, or ten thousand, is as many of them, and one where nothing does."""
    if len(signs) > _LONGEST or not _NUMERAL.fullmatch(signs):
        return signs
    whole = 0
    for place, part in enumerate(signs.split("፼")):
        hundreds, hundred, rest = part.rpartition("፻")
        worth = (_added(hundreds) or 1) * 100 if hundred else 0
        whole = (whole or int(place == 1)) * 10_000 + worth + _added(rest)
    return str(whole)


def _added(signs: str) -> int:
    return int(sum(map(unicodedata.numeric, signs)))


def lexical_number(text: str) -> str:
    """The stored form of a typed number: "١٢٫٥" gives "12.5", "-3" stays, "1 234" gives "1234".

    Signs that belong to no number are left out before the first figure only. Behind it they stay, so that the answer
    does not fit and that is told: left out, they would make another number of it, 15 of 1e5.
    """
    return "".join(_stored(char) for char in ascii_digits(unmarked(typed_number(text))))


def unmarked(text: str) -> str:
    """Without the marks that nobody sees, but for those between two figures: without them these would be one number."""
    return _AROUND_MARKS.sub("", text)


def _stored(char: str) -> str:
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    if char in _POINTS:
        return "."
    return "-" if char in _MINUS else char


def typed_number(text: str) -> str:
    """What may stand in a number field: the person's own signs, without what parts thousands."""
    kept, begun = list[str](), False
    for char in text:
        figure = is_figure(char)
        of_number = figure or char in _POINTS or (char in _MINUS and not kept)
        behind = begun and char not in _THOUSANDS and not char.isspace()
        begun = begun or figure
        if of_number or behind:
            kept.append(char)
    return "".join(kept)


def is_figure(char: str) -> bool:
    """Whether it is a digit of any script, or one of the signs of Ethiopic numbers."""
    return char.isdecimal() or _NUMERAL.fullmatch(char) is not None


def spread_number(value: str) -> str:
    """A stored number with thin spaces between thousands: "1234567.5" gives "1 234 567.5"."""
    whole, point, rest = value.partition(".")
    sign, figures = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    if not figures.isdecimal():
        return value
    return f"{sign}{int(figures):,}".replace(",", "\u202f") + point + rest
