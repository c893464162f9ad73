"""Lines of text whose letters climb (Nastaliq), placed by HarfBuzz and drawn glyph by glyph.

Qt 6.11 places joined letters of such a font in the wrong height (looked at on 2026-11-27: the first letters of سمندر
hang under the line instead of over it), so a paragraph in it is shaped as on paper, with the same code. Fields that a
person types into can not be drawn so: there the language has an upright font.

Nor does Qt 6.11 draw a run of glyphs of type higher than 64 pixels of the screen (looked at on 2026-11-30): these are
filled outlines.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QGlyphRun, QPainter, QPainterPath, QRawFont

from intake_app import languages
from intake_app.gui.tokens import CLIMBING
from intake_app.slips import fonts
from intake_app.slips.shaping import Line, Piece, Shaper, Span


def climbs(language: str) -> bool:
    """Whether a language is written so here: its font climbs, and is on this computer."""
    return languages.get(language).font_family == CLIMBING and _installed()


def may_be_shaped(text: str) -> bool:
    """Whether a text is none that would hold up the window: what is longer than people read, Qt places in its way."""
    return len(text) <= _LONGEST and max(map(len, text.split()), default=0) <= _LONGEST_WORD


@cache
def _installed() -> bool:
    return all(fonts.optional_face(family) for family in (CLIMBING, fonts.LATIN))


_LONGEST, _LONGEST_WORD = 4_000, 100
_HIGHEST_RUN = 64
"""Pixels of type on the screen up to which Qt draws a run of glyphs."""
_OPENING, _CLOSING = "\u2066\u2067\u2068", "\u2069"
_EMBEDDING = "\u202a\u202b\u202c\u202d\u202e"


@dataclass(frozen=True)
class _Ink:
    """How far glyphs reach from the point on the baseline where they begin: above, below, left, right of it."""

    above: float = 0.0
    below: float = 0.0
    left: float = 0.0
    right: float = 0.0


@dataclass(frozen=True)
class _Placed:
    """A line and its ink; `before` and `after` is what the ink needs beyond the width of the line."""

    line: Line
    baseline: float
    before: float
    after: float
    size: int


class ShapedText:
    """A text in one language and size, broken into lines for one width after another. Lengths in pixels."""

    def __init__(
        self,
        text: str,
        bold: Iterable[tuple[int, int]],
        language: str,
        size: int,
        larger: Iterable[tuple[int, int, int]] = (),
    ) -> None:
        """`bold` are stretches (start, length) in UTF-16 units; `larger` those whose whole lines have another size."""
        self._language = language
        self._shaper = Shaper()
        self._paragraphs = list(_paragraphs(text, list(bold), size, list(larger)))
        self._placed: list[_Placed] = []

    def measure(self, width: float, step: float) -> tuple[float, float]:
        """Break the text for a width, `step` from line to line at least; gives the widest line and the height."""
        self._placed = []
        widest = top = 0.0
        for spans, size in self._paragraphs:
            overhang = size / 4  # kept free for letters that begin before their line or end after it
            room = max(width - overhang, 1.0)
            lines = self._shaper.lines(spans, language=self._language, size=size, width=room)
            for line in lines or (None,):
                ink = _reach(line, size)
                tall = max(ink.above + ink.below, step)
                if line is not None:
                    baseline = top + (tall - ink.above - ink.below) / 2 + ink.above
                    after = max(ink.right - line.width, 0.0)
                    self._placed.append(_Placed(line, baseline, ink.left, after, size))
                    widest = max(widest, line.width + max(ink.left + after, overhang))
                top += tall
        return widest, top

    def draw(self, painter: QPainter, width: float, side: Qt.LayoutDirection | None) -> None:
        """Draw the lines that were measured last, at the left or the right of a width, or in its middle."""
        for placed in self._placed:
            right = side == Qt.LayoutDirection.RightToLeft
            x = width - placed.line.width - placed.after if right else placed.before
            x = x if side is not None else (width - placed.line.width) / 2
            for piece in placed.line.pieces:
                run, advance = _run(piece, placed.size)
                _ink_in(painter, QPointF(x, placed.baseline), run)
                x += advance


def _reach(line: Line | None, size: int) -> _Ink:
    """How far a line goes above its baseline and below it: what the font says, and ink that goes further."""
    own = fonts.face(CLIMBING)
    above, below, left, right, x = own.ascender / own.upem, -own.descender / own.upem, 0.0, 0.0, 0.0
    for piece in line.pieces if line is not None else ():
        ink = _ink(piece)
        above, below = max(above, ink.above), max(below, ink.below)
        left, right = max(left, ink.left - x), max(right, x + ink.right)
        x += piece.ems
    return _Ink(above * size, below * size, left * size, right * size)


def _ink(piece: Piece) -> _Ink:
    """The reach of a word in multiples of the type size."""
    above = below = left = right = x = 0
    for glyph in (each for cluster in piece.clusters for each in cluster.glyphs):
        extents = piece.face.shaped.get_glyph_extents(glyph.number)
        if extents is not None:
            top, begin = glyph.dy + extents.y_bearing, x + glyph.dx + extents.x_bearing
            above, below = max(above, top), max(below, -(top + extents.height))
            left, right = max(left, -begin), max(right, begin + extents.width)
        x += glyph.advance
    unit = piece.face.upem
    return _Ink(above / unit, below / unit, left / unit, right / unit)


def _paragraphs(
    text: str, bold: Sequence[tuple[int, int]], size: int, larger: Sequence[tuple[int, int, int]]
) -> Iterable[tuple[list[Span], int]]:
    """Each with the size of its letters."""
    at = 0
    heavy: list[bool] = []
    sizes: list[int] = []
    for sign in text:
        heavy.append(any(start <= at < start + length for start, length in bold))
        sizes.append(max((one for start, length, one in larger if start <= at < start + length), default=size))
        at += 2 if ord(sign) > 0xFFFF else 1
    here = 0
    for line in text.split("\n"):
        tall = max(sizes[here : here + len(line)], default=size)
        yield _spans(line, heavy[here : here + len(line)]), tall
        here += len(line) + 1


def _spans(line: str, heavy: Sequence[bool]) -> list[Span]:
    """Stretches of one weight; what stands between marks that keep a direction is alone. The marks are not drawn."""
    made: list[Span] = []
    depth = part = last = 0
    for sign, strong in zip(line, heavy, strict=True):
        if sign in _OPENING or sign in _CLOSING or sign in _EMBEDDING:
            depth = max(0, depth + (sign in _OPENING) - (sign in _CLOSING))
            part += 1
        elif made and part == last and made[-1].bold == strong:
            made[-1] = Span(made[-1].text + sign, strong, made[-1].alone)
        else:
            made.append(Span(sign, strong, depth > 0))
            last = part
    return made


def _run(piece: Piece, size: int) -> tuple[QGlyphRun, float]:
    """The glyphs of a word from its left end on the baseline, and how far it moves the pen."""
    scale = size / piece.face.upem
    run = QGlyphRun()
    run.setRawFont(_raw(str(piece.face.path), size))
    glyphs = [glyph for cluster in piece.clusters for glyph in cluster.glyphs]
    places, x = [], 0.0
    for glyph in glyphs:
        places.append(QPointF(x + glyph.dx * scale, -glyph.dy * scale))
        x += glyph.advance * scale
    run.setGlyphIndexes([glyph.number for glyph in glyphs])
    run.setPositions(places)
    return run, x


def _ink_in(painter: QPainter, at: QPointF, run: QGlyphRun) -> None:
    """Draw a run of glyphs in the colour of the pen, the first of them at a point."""
    face = run.rawFont()
    if face.pixelSize() * abs(painter.deviceTransform().m22()) <= _HIGHEST_RUN:
        painter.drawGlyphRun(at, run)
        return
    word = QPainterPath()
    word.setFillRule(Qt.FillRule.WindingFill)
    for glyph, place in zip(run.glyphIndexes(), run.positions(), strict=True):
        word.addPath(face.pathForGlyph(glyph).translated(at + place))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillPath(word, painter.pen().brush())
    painter.restore()


@cache
def _raw(path: str, size: int) -> QRawFont:
    return QRawFont(path, size)
