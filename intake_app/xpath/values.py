"""The four XPath types as Python values, and the ODK coercions between them.

A value is a str, a float, a bool or a list of nodes. Dates are texts; where a number is wanted, a date text gives its
day number (engine_decisions, rows 9 and 10). Numbers become plain decimals without an exponent (row 20).
"""

import math
import re
from datetime import tzinfo
from decimal import Decimal
from typing import Final, TypeAlias

from intake_app.xpath.dates import number_of
from intake_app.xpath.tree import Node

Atom: TypeAlias = str | float | bool
Value: TypeAlias = Atom | list[Node]

NAN: Final = math.nan
_NUMERAL: Final = re.compile(r"[ \t\r\n]*-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)[ \t\r\n]*")
_SHORT: Final = 15
_NEAR: Final = 1e-12


def text_number(text: str, zone: tzinfo | None) -> float:
    """number() of a text: an XPath numeral or a date; NaN for anything else, blank too."""
    if len(text) < _SHORT and text.isascii() and text.isdigit():
        return float(text)
    if not text:
        return NAN
    if _NUMERAL.fullmatch(text):
        return float(text)
    found = number_of(text, zone)
    return NAN if found is None else found


def number_text(number: float) -> str:
    """string() of a number; what is above a whole number only by the error of computing is written as that number.

    JavaRosa's rule, one-sided, so that `100 * 1.1` reads 110 and `4.35 * 100` 434.99999999999994 there and here.
    """
    if number != number:
        return "NaN"
    if number in (math.inf, -math.inf):
        return "Infinity" if number > 0 else "-Infinity"
    if abs(number) < 1e15:
        whole = int(number)
        if abs(number - whole) < _NEAR:
            return str(whole)
    text = repr(float(number))
    if "e" in text:
        text = format(Decimal(text), "f")
    return text.removesuffix(".0")


def boolean_text(value: bool) -> str:
    """string() of a boolean: true or false. A calculate stores 1 or 0 instead (row 1); that is the form engine's."""
    return "true" if value else "false"


def to_text(value: Atom) -> str:
    """string() of a value that is no nodeset."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return boolean_text(value)
    return number_text(value)


def to_number(value: Atom, zone: tzinfo | None) -> float:
    """number() of a value that is no nodeset."""
    if isinstance(value, bool):
        return 1.0 if value else 0.0
    if isinstance(value, float | int):
        return float(value)
    return text_number(to_text(value), zone)


def text_boolean(text: str) -> bool:
    """Whether a node's text counts as true: not blank and not zero (row 7)."""
    if not text or text == "0":
        return False
    return not (_NUMERAL.fullmatch(text) and float(text) == 0)


def to_boolean(value: Atom) -> bool:
    """boolean() of a value that is no nodeset; a literal text is true unless blank."""
    if isinstance(value, str):
        return value != ""
    return value == value and value != 0
