"""What a field shows of what stands in it: numbers, codes and days keep their order among words from right to left.

The marks that hold them are in what is drawn alone: never in the text, on the clipboard or in what is read aloud.
Places are counted as the toolkit does, in UTF-16 units.
"""

import re
from bisect import bisect_left
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from unicodedata import bidirectional

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextLine

from intake_app.gui.words import framed, steady

_LINE = "\u2028"
_DIGIT = re.compile(r"\d")
_APART = re.compile("[\u2066-\u2068]")
_RIGHT = frozenset(("R", "AL"))
_LETTERS = _RIGHT | {"L"}
_OPEN, _CLOSE = frozenset("\u2066\u2067"), "\u2069"
_BLANKS = {code: " " for code in (*range(32), 0x2028, 0x2029, 0xFFFC) if code != 9}
"""What Qt shows as a blank in a field of one line."""


@dataclass(frozen=True)
class Held:
    """`shown` has the marks. `places`: where in it each unit of the text stands, and its end. `beside`: for the ends of
    what is held, the mark that stands where the cursor is drawn there: what goes on with a number is beside its last
    digit."""

    shown: str
    places: tuple[int, ...]
    beside: Mapping[int, int]
    way: Qt.LayoutDirection

    def at(self, place: int) -> int:
        """The place in the text of one in what is shown."""
        return bisect_left(self.places, place, hi=len(self.places) - 1)

    def at_x(self, x: float, line: QTextLine) -> int:
        """The place in the text whose cursor is seen so far along a line: both ends of a number are near its marks."""
        found, first = self.at(line.xToCursor(x)), line.textStart()
        ends = [end for end in self.beside if first <= self.places[end] <= first + line.textLength()]
        return min(found, *ends, key=lambda one: abs(self.x(one, line) - x)) if ends else found

    def span(self, start: int, length: int) -> tuple[int, int]:
        """Where some of the text begins in what is shown, and how long it is there."""
        return self.places[start], self.places[start + length] - self.places[start]

    def x(self, at: int, line: QTextLine) -> float:
        """How far along a line of what is shown the cursor is drawn at a place in the text."""
        place, first = self.beside.get(at), line.textStart()
        if place is None or first <= place < first + line.textLength():
            return x_of(line, self.places[at] if place is None else place)
        edges = line.naturalTextRect()  # what is held goes over more lines
        goes_on = place > first
        return edges.left() if goes_on == (self.way == Qt.LayoutDirection.RightToLeft) else edges.right()


def x_of(line: QTextLine, at: int) -> float:
    """How far along a line a place in what is drawn is."""
    told: Any = line.cursorToX(at)  # with the place it was told, which may be another
    return float(told[0])


def hold(text: str, starts: Collection[int] = ()) -> Held | None:
    """What is shown of a text, None where that is the text itself. `starts`: where lines begin after the first."""
    if not _mixed(text):
        return None
    first = _first(text)
    if first == "L" and _APART.search(text):
        return None  # what is from the right stands apart already
    marked = framed(text) if first == "L" else steady(text)
    way = Qt.LayoutDirection.LeftToRight if first == "L" else Qt.LayoutDirection.RightToLeft
    return None if marked == text else _held(text, marked, starts, way)


def ordered(text: str, way: Qt.LayoutDirection) -> str:
    """A text as it is drawn in a line of a window that goes this way: one that begins from the right is so in each."""
    if not _mixed(text):
        return text
    if way == Qt.LayoutDirection.RightToLeft:
        return steady(text)
    held = hold(text)
    if held is None:
        return text
    return held.shown if held.way == way else f"\u2068{held.shown}\u2069"


def _mixed(text: str) -> bool:
    if text.isascii() or not _DIGIT.search(text):
        return False
    return any(bidirectional(sign) in _RIGHT for sign in text)


def _first(text: str) -> str:
    """The way of the first letter that is in no isolate, which is that of the text for Qt."""
    deep = 0
    for sign in text:
        kind = bidirectional(sign)
        if kind in _LETTERS and not deep:
            return kind
        deep = deep + 1 if kind in ("LRI", "RLI", "FSI") else max(0, deep - (kind == "PDI"))
    return "L"


def in_one_line(text: str) -> str:
    """The text as a field of one line shows it."""
    return text.translate(_BLANKS)


def parted(text: str, at: int) -> tuple[str, str]:
    """What stands before a place in a text, and what behind it."""
    units = text.encode("utf-16-le", "surrogatepass")
    before, after = units[: 2 * at], units[2 * at :]
    return before.decode("utf-16-le", "surrogatepass"), after.decode("utf-16-le", "surrogatepass")


def _held(text: str, marked: str, starts: Collection[int], way: Qt.LayoutDirection) -> Held:
    """One line more begins in the place of a blank, or within a word."""
    shown, places, beside = list[str](), list[int](), dict[int, int]()
    before, after, signs = 0, 0, iter(text)
    sign, broken = next(signs, ""), False
    opened: tuple[int, int] | None = None
    for each in marked:
        size = 2 if ord(each) > 0xFFFF else 1
        if each == sign:
            if before in starts and not broken:
                shown.append(_LINE)
                after += 1
            broken = before + size in starts and each.isspace()
            shown.append(_LINE if broken else each)
            places.extend([after] * size)
            before, sign = before + size, next(signs, "")
        else:
            shown.append(each)
            if each == _CLOSE and opened is not None:
                beside.setdefault(opened[0], after)
                beside[before] = opened[1]
                opened = None
            opened = opened or ((before, after) if each in _OPEN else None)
        after += size
    return Held("".join(shown), (*places, after), beside, way)
