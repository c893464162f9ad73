"""Rows to fill by hand: boxes to tick, lines to write on, with words between."""

from collections.abc import Sequence
from dataclasses import dataclass

from intake_app.slips.layout import Box, Rule, Sheet, Tick, line_height, reads_from_right
from intake_app.slips.shaping import Span
from intake_app.slips.voice import Said

_TICK = 8.0
_GAP = 5.0
_LINE_WEIGHT = 0.6


@dataclass(frozen=True, slots=True)
class Part:
    """Words, with a box to tick before them or a line to write on after them.

    The line is `blank` points long; with `fill` it goes on to the end of the row.
    """

    said: Said
    tick: bool = False
    blank: float = 0.0
    fill: bool = False


def form_row(sheet: Sheet, role: str, parts: Sequence[Part], at: tuple[float, float, float], size: float) -> float:
    """Set parts as one reads their language, on a new row where the width ends; returns the y below the last row."""
    left, y, width = at
    step = line_height("it", sheet.sized(size))
    rtl = any(reads_from_right(part.said.language) for part in parts)
    x = left
    for number, part in enumerate(parts):
        needed = _width(sheet, part, size)
        if x > left and x + needed > left + width:
            x, y = left, y + step * 1.15
        rest = left + width - x
        taken = rest if part.fill else min(needed, rest)
        start = 2 * left + width - x - taken if rtl else x
        _part(sheet, f"{role}-{number}", part, (start, y, taken), size, rtl)
        x += needed + 3 * _GAP
    return y + step


def _width(sheet: Sheet, part: Part, size: float) -> float:
    before = _TICK + _GAP if part.tick else 0.0
    after = _GAP + part.blank if part.blank else 0.0
    return before + _words_width(sheet, part, size) + after


def _words_width(sheet: Sheet, part: Part, size: float) -> float:
    spans: Sequence[Span] = part.said.spans
    lines = sheet.shaper.lines(spans, language=part.said.language, size=sheet.sized(size), width=10_000)
    return sum(line.width for line in lines) + 0.5


def _part(sheet: Sheet, role: str, part: Part, at: tuple[float, float, float], size: float, rtl: bool) -> None:
    """Box, words and line one after the other; `rtl` has the first of them at the right."""
    left, y, width = at
    middle = y + line_height("it", sheet.sized(size)) / 2
    x = 0.0

    def place(wide: float) -> float:
        return left + width - x - wide if rtl else left + x

    if part.tick:
        sheet.shapes.append(Tick(Box(place(_TICK), middle - _TICK / 2, _TICK, _TICK)))
        x += _TICK + _GAP
    room = min(_words_width(sheet, part, size), width - x - (part.blank + _GAP if part.blank else 0.0))
    sheet.text(role, part.said.spans, (place(room), y, room), language=part.said.language, size=size, most=1)
    if part.blank:
        x += room + _GAP
        length = width - x if part.fill else part.blank
        sheet.shapes.append(Rule(place(length), middle + size * 0.35, length, _LINE_WEIGHT))
