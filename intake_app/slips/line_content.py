"""A line as the content of a page: glyphs in their places, and what those tell who copies them.

A word with composed or reordered glyphs tells its text as ActualText, and so does a whole line with anything written
from right to left on it, see `copying`. Readers differ in what they go by, so such a line is drawn in two passes:

* in the order of reading, of each word or mark what stands on the line and can bear all of its text: so readers that
  know no ActualText, such as pypdf, read on from one to the next. Within a word pdfium takes what is told at one of
  these for the whole, and goes by where that stands: so none may hang far from the line, as letters of Nastaliq do;
* all other glyphs, which tell a blank, and pdfium nothing.
"""

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from math import ceil
from typing import Final

from intake_app.slips import copying
from intake_app.slips.embedding import EmbeddedFont, utf16
from intake_app.slips.fonts import Face
from intake_app.slips.shaping import Cluster, Glyph, Line, Piece

_BLANK: Final = " "
_PASSED_OVER: Final = "\t"
"""pdfium leaves out what tells only signs that cannot be seen."""
_STEP: Final = 60
"""Less than a half of any blank, in thousandths of the size."""

Fonts = Callable[[Face], EmbeddedFont]


@dataclass(frozen=True, slots=True)
class _Placed:
    """A glyph: how far from the left end of its piece it is, in units of the font, and what it tells."""

    glyph: Glyph
    left: int
    text: str


@dataclass(frozen=True, slots=True)
class _Unit:
    """What is drawn at once: glyphs of one piece, whether they are read from the right; the pen at the piece's left
    end, in points."""

    face: Face
    turned: bool
    pen: float
    glyphs: tuple[_Placed, ...]

    @property
    def width(self) -> float:
        return sum(placed.glyph.advance for placed in self.glyphs) / self.face.upem

    @property
    def text(self) -> str:
        """All of it as it is read."""
        return "".join(placed.text for placed in (reversed(self.glyphs) if self.turned else self.glyphs))

    @property
    def begins(self) -> str:
        """The first sign that each glyph tells, by which pdfium knows a direction."""
        return "".join(placed.text[:1] for placed in self.glyphs)


class Lines:
    """The lines of one page, one after the other. from_left: whether it is mostly written from left to right."""

    def __init__(self, fonts: Fonts, from_left: bool) -> None:
        self._fonts, self._from_left = fonts, from_left
        self._after = False

    def content(self, line: Line, at: tuple[float, float], size: float) -> str:
        """Page content that sets a line with its left end and baseline at a place, in points from the lower left."""
        pens = [at[0]]
        for piece in line.pieces:
            pens.append(pens[-1] + piece.ems * size)
        pen = _Pen(self._fonts, size, at[1])
        after, self._after = self._after, copying.is_turned(line.pieces[-1].text) if line.pieces else False
        if not any(piece.level % 2 for piece in line.pieces):
            return "\n".join(["BT", *_from_left(line, pens, pen), "ET"])
        told = _told("Span", copying.as_copied(line.text, self._from_left))
        return "\n".join([told, "BT", *_turned(line, pens, pen, after), "ET", "EMC"])


class _Pen:
    """Draws glyphs in a size, on a baseline."""

    def __init__(self, fonts: Fonts, size: float, baseline: float) -> None:
        self._fonts, self._size, self._baseline = fonts, size, baseline

    def drawn(self, unit: _Unit) -> Iterator[str]:
        """One run for each height above the baseline; all begin where the unit does."""
        font, upem = self._fonts(unit.face), unit.face.upem
        yield f"/{font.resource} {_number(self._size)} Tf"
        yield f"1 0 0 1 {_number(unit.pen)} {_number(self._baseline)} Tm"
        raised = any(placed.glyph.dy for placed in unit.glyphs)
        reached = 0
        for dy, run in groupby(unit.glyphs, lambda placed: placed.glyph.dy):
            if raised:
                yield f"{_number(dy * self._size / upem)} Ts"
            shown = []
            for placed in run:
                way = reached - placed.left
                code = font.code(placed.glyph.number, placed.text)
                shown.append(_steps(way * 1000 / upem) + f"<{code:04X}>")
                reached = placed.left + font.advance(placed.glyph.number)
            yield "[" + "".join(shown) + "] TJ"
        if raised:
            yield "0 Ts"


def _from_left(line: Line, pens: Sequence[float], pen: _Pen) -> Iterator[str]:
    units = [
        _Unit(piece.face, False, start, tuple(_glyphs(piece))) for piece, start in zip(line.pieces, pens, strict=False)
    ]
    for piece, unit in zip(line.pieces, units, strict=True):
        composed = any(len(cluster.glyphs) > 1 for cluster in piece.clusters)
        telling = replace(unit, glyphs=tuple(one for one in unit.glyphs if one.text))
        yield from _marked(_told("Span", piece.text), pen.drawn(telling)) if composed else pen.drawn(telling)
    for unit in units:
        yield from _silent(
            replace(unit, glyphs=tuple(replace(one, text=_BLANK) for one in unit.glyphs if not one.text)), pen
        )
    yield from _edge(line.pieces[-1].face, pens[-1], pen)


def _turned(line: Line, pens: Sequence[float], pen: _Pen, after: bool) -> Iterator[str]:
    parts = [[_parted(unit) for unit in _units(piece, start)] for piece, start in zip(line.pieces, pens, strict=False)]
    told = dict(_words(line, [[telling for telling, _ in units] for units in parts], after))
    yield from _edge(line.pieces[0].face, pens[0], pen)
    for place in line.reading:
        numbered = list(enumerate(parts[place]))
        for number, (telling, _) in reversed(numbered) if line.pieces[place].level % 2 else numbered:
            yield from _marked(_told("Word", told.get((place, number), _PASSED_OVER)), pen.drawn(telling))
    for rest in (rest for units in parts for _, rest in units):
        yield from _silent(rest, pen)
    yield from _edge(line.pieces[-1].face, pens[-1], pen)


def _words(line: Line, units: Sequence[Sequence[_Unit]], after: bool) -> Iterator[tuple[tuple[int, int], str]]:
    """What each word and blank of a line tells pdfium, and at which unit of which piece: the widest."""
    carriers = [
        max(
            ((place, number) for place in places for number in range(len(units[place]))),
            key=lambda at: units[at[0]][at[1]].width,
        )
        for _, places in groupby(range(len(units)), key=lambda place: copying.is_gap(line.pieces[place].text))
    ]
    begun = (units[place][number].begins for place, number in carriers)
    turned = zip(copying.as_pdfium_turns(line.text), begun, strict=True)
    yield from zip(carriers, copying.for_pdfium(turned, after), strict=True)


def _edge(face: Face, pen: float, draws: _Pen) -> Iterator[str]:
    """A blank at an end of the line: poppler takes a line for as wide as from its first glyph to its last, and pypdf
    parts by it from the next what stands further left."""
    number = face.glyph(_BLANK)
    if number is not None:
        blank = _Placed(Glyph(number, face.shaped.get_glyph_h_advance(number), 0, 0), 0, _BLANK)
        yield from _silent(_Unit(face, False, pen, (blank,)), draws)


def _silent(unit: _Unit, pen: _Pen) -> Iterator[str]:
    if unit.glyphs:
        yield from _marked(_told("Word", _PASSED_OVER), pen.drawn(unit))


def _units(piece: Piece, pen: float) -> Iterator[_Unit]:
    """A piece as it is; of what is written from right to left the words, and each mark alone."""
    if piece.level % 2 == 0:
        yield _Unit(piece.face, False, pen, tuple(_glyphs(piece)))
        return
    for word, clusters in groupby(_placed(piece), key=lambda cluster: any(_of_word(one.text) for one in cluster)):
        if word:
            yield _Unit(piece.face, True, pen, tuple(_led([one for cluster in clusters for one in cluster])))
        else:
            for cluster in clusters:
                yield _Unit(piece.face, True, pen, tuple(cluster))


def _of_word(text: str) -> bool:
    """Whether it is a letter from right to left, or a sign that joins such, which cannot be seen."""
    return copying.is_turned(text) or unicodedata.category(text[:1] or _BLANK) in ("Cf", "Mn")


def _glyphs(piece: Piece) -> list[_Placed]:
    return [one for cluster in _placed(piece) for one in cluster]


def _parted(unit: _Unit) -> tuple[_Unit, _Unit]:
    """What of a unit tells its text, and what does not.

    Where each glyph can tell something of its own and all are at the same height, all do; else the one nearest to the
    line, of these the widest, tells all.
    """
    if _each_tells(unit.glyphs):
        return unit, replace(unit, glyphs=())
    best = max(unit.glyphs, key=lambda one: (one.glyph.advance > 0, -abs(one.glyph.dy), one.glyph.advance))
    rest = tuple(replace(one, text=_BLANK) for one in unit.glyphs if one is not best)
    return replace(unit, glyphs=(replace(best, text=unit.text),)), replace(unit, glyphs=rest)


def _each_tells(glyphs: Sequence[_Placed]) -> bool:
    """pypdf turns letters from right to left by itself, once it has seen one that stands alone for its glyph, and takes
    numbers of Arabic for such letters."""
    if len(glyphs) == 1:
        return True
    if len({one.glyph.dy for one in glyphs}) > 1 or not all(one.text for one in glyphs):
        return False
    first = glyphs[0].text
    if copying.is_turned("".join(one.text for one in glyphs)):
        return len(first) == 1 and copying.is_turned(first)
    return not any("\u0590" <= sign <= "\u08ff" for one in glyphs for sign in one.text)


def _led(glyphs: Sequence[_Placed]) -> list[_Placed]:
    """A word from right to left, its last letter alone at its first glyph from the left."""
    if len(glyphs) < 2 or len(glyphs[0].text) < 2:
        return list(glyphs)
    first, second, *rest = glyphs
    return [replace(first, text=first.text[-1]), replace(second, text=second.text + first.text[:-1]), *rest]


def _placed(piece: Piece) -> Iterator[list[_Placed]]:
    """The glyphs of each cluster from left to right, with as much of its text as each may tell."""
    pen = 0
    for cluster in piece.clusters:
        placed = []
        for glyph, text in zip(cluster.glyphs, _shares(cluster, piece.level % 2 == 1), strict=True):
            placed.append(_Placed(glyph, pen + glyph.dx, text))
            pen += glyph.advance
        yield placed


def _shares(cluster: Cluster, turned: bool) -> list[str]:
    """The text of a cluster among its glyphs: a sign each, the widest glyph has the rest; where signs are too few it
    has all of them."""
    count, widest = len(cluster.glyphs), max(range(len(cluster.glyphs)), key=lambda at: cluster.glyphs[at].advance)
    text = cluster.text
    if count > len(text):
        return [text if at == widest else "" for at in range(count)]
    at = count - 1 - widest if turned else widest
    spare = len(text) - count + 1
    told = [*text[:at], text[at : at + spare], *text[at + spare :]]
    return told[::-1] if turned else told


def _marked(mark: str, drawn: Iterable[str]) -> Iterator[str]:
    yield mark
    yield from drawn
    yield "EMC"


def _told(tag: str, text: str) -> str:
    return f"/{tag} <</ActualText <FEFF{utf16(text)}>>> BDC"


def _steps(way: float) -> str:
    """A way between two glyphs, in thousandths of the size: a long one step by step, which nobody takes for a blank."""
    count = ceil(abs(way) / _STEP)
    return " ".join([_number(way / count)] * count) if count else ""


def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")
