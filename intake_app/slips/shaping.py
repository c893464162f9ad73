"""Paragraphs to glyphs: lines are cut in logical order, shaped by HarfBuzz, then put in visual order line by line."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import uharfbuzz

from intake_app import languages
from intake_app.slips import fonts
from intake_app.slips.direction import Isolate, is_rtl, levels, visual_order

ELLIPSIS: Final = "…"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a paragraph. `alone` marks a value from outside, which keeps its direction."""

    text: str
    bold: bool = False
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Glyph:
    """One glyph in units of the font: its number, how far it moves the pen, and where it sits from the pen."""

    number: int
    advance: int
    dx: int
    dy: int


@dataclass(frozen=True, slots=True)
class Cluster:
    """Glyphs that stand for one stretch of text."""

    text: str
    glyphs: tuple[Glyph, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A word, or the blank between two, in one font and one direction; clusters from left to right."""

    face: fonts.Face
    text: str
    level: int
    clusters: tuple[Cluster, ...]

    def width(self, size: float) -> float:
        """Points at a type size."""
        return sum(glyph.advance for cluster in self.clusters for glyph in cluster.glyphs) * size / self.face.upem


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its text in logical order, its pieces from left to right, its width in points."""

    text: str
    pieces: tuple[Piece, ...]
    width: float


class Shaper:
    """Cuts and shapes the paragraphs of one document; keeps the words it has shaped until it is thrown away."""

    def __init__(self) -> None:
        self._shaped: dict[tuple[int, str, bool, str], tuple[Cluster, ...]] = {}

    def lines(
        self, spans: Sequence[Span], *, language: str, size: float, width: float, most: int = 0
    ) -> tuple[Line, ...]:
        """The lines of a paragraph in a box `width` points wide; no more than `most`, the last one then ends in "…"."""
        paragraph = _Paragraph.of(spans, language)
        cut: list[Line] = []
        start = 0
        while start < len(paragraph.text):
            end = self._line_end(paragraph, start, size, width)
            if most and len(cut) == most - 1 and end < len(paragraph.text):
                cut.append(self._shortened(paragraph, start, end, size, width))
                break
            cut.append(self._line(paragraph, start, end, size))
            start = end
        return tuple(cut)

    def _line_end(self, paragraph: "_Paragraph", start: int, size: float, width: float) -> int:
        best = start
        for end in paragraph.stops(start):
            if self._line(paragraph, start, end, size).width > width:
                break
            best = end
        return best if best > start else self._inside_a_word(paragraph, start, size, width)

    def _inside_a_word(self, paragraph: "_Paragraph", start: int, size: float, width: float) -> int:
        best = start
        for end in paragraph.graphemes(start):
            if best > start and self._line(paragraph, start, end, size).width > width:
                return best
            best = end
        return best

    def _shortened(self, paragraph: "_Paragraph", start: int, end: int, size: float, width: float) -> Line:
        for stop in reversed([*paragraph.graphemes(start, end)]):
            short = paragraph.cut(start, stop)
            line = self._line(short, 0, len(short.text), size)
            if line.width <= width:
                return line
        return self._line(paragraph, start, start + 1, size)

    def _line(self, paragraph: "_Paragraph", start: int, end: int, size: float) -> Line:
        text = paragraph.text[start:end].rstrip()
        pieces = [self._piece(paragraph, *stretch) for stretch in paragraph.stretches(start, start + len(text))]
        order = visual_order([piece.level for piece in pieces])
        return Line(text, tuple(pieces[place] for place in order), sum(piece.width(size) for piece in pieces))

    def _piece(self, paragraph: "_Paragraph", start: int, end: int) -> Piece:
        face, level = paragraph.faces[start], paragraph.levels[start]
        text = paragraph.shown[start:end]
        key = (id(face), text, bool(level % 2), paragraph.language)
        if key not in self._shaped:
            self._shaped[key] = _shape(face, text, bool(level % 2), paragraph.language)
        return Piece(face, text, level, self._shaped[key])


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """A paragraph with, for each character, its level, its font and what is shown for it."""

    text: str
    shown: str
    levels: tuple[int, ...]
    faces: tuple[fonts.Face, ...]
    bold: tuple[bool, ...]
    alone: tuple[Isolate, ...]
    language: str
    rtl: bool

    @classmethod
    def of(cls, spans: Sequence[Span], language: str) -> "_Paragraph":
        text = "".join(span.text for span in spans)
        bold = tuple(span.bold for span in spans for _ in span.text)
        alone: list[Isolate] = []
        here = 0
        for span in spans:
            if span.alone and span.text:
                alone.append(Isolate(here, here + len(span.text), is_rtl(span.text)))
            here += len(span.text)
        return cls._resolved(text, bold, tuple(alone), language, languages.get(language).direction == "rtl")

    @classmethod
    def _resolved(
        cls, text: str, bold: tuple[bool, ...], alone: tuple[Isolate, ...], language: str, rtl: bool
    ) -> "_Paragraph":
        faces = _faces(text, bold, language)
        shown = "".join(
            sign if face.glyph(sign) or _invisible(sign) else fonts.MISSING
            for sign, face in zip(text, faces, strict=True)
        )
        found = tuple(levels(text, rtl, alone))
        return cls(text, shown, found, faces, bold, alone, language, rtl)

    def stops(self, start: int) -> list[int]:
        """Places after `start` where a line may end: after a blank, outside a value that stands alone; and the end."""
        inside = {place for isolate in self.alone for place in range(isolate.start + 1, isolate.end)}
        found = [
            place
            for place in range(start + 1, len(self.text))
            if self.text[place - 1] == " " and self.text[place] != " " and place not in inside
        ]
        return [*found, len(self.text)]

    def graphemes(self, start: int, end: int | None = None) -> list[int]:
        """Places after `start` where a word may be cut when it is longer than the line: never before a mark."""
        last = len(self.text) if end is None else end
        return [place for place in range(start + 1, last) if not _joined(self.text, place)] + [last]

    def cut(self, start: int, end: int) -> "_Paragraph":
        """This stretch alone, with an ellipsis after it."""
        text = self.text[start:end].rstrip() + ELLIPSIS
        bold = (*self.bold[start : start + len(text) - 1], False)
        alone = tuple(
            Isolate(max(isolate.start - start, 0), min(isolate.end - start, len(text) - 1), isolate.rtl)
            for isolate in self.alone
            if isolate.end > start and isolate.start - start < len(text) - 1
        )
        return self._resolved(text, bold, alone, self.language, self.rtl)

    def stretches(self, start: int, end: int) -> list[tuple[int, int]]:
        """Words and blanks of one level and one font between two places, in logical order."""
        found = []
        first = start
        for place in range(start + 1, end + 1):
            if place == end or self._differ(place - 1, place):
                found.append((first, place))
                first = place
        return found if end > start else []

    def _differ(self, left: int, right: int) -> bool:
        return (
            self.levels[left] != self.levels[right]
            or self.faces[left] is not self.faces[right]
            or (self.text[left] == " ") != (self.text[right] == " ")
        )


def _faces(text: str, bold: Sequence[bool], language: str) -> tuple[fonts.Face, ...]:
    chosen: list[fonts.Face] = []
    for sign, heavy in zip(text, bold, strict=True):
        chosen.append(_face_for(sign, heavy, language, chosen[-1] if chosen else None))
    return tuple(chosen)


def _face_for(sign: str, heavy: bool, language: str, before: fonts.Face | None) -> fonts.Face:
    latin = fonts.face(fonts.LATIN, bold=heavy)
    family = fonts.family_of(sign, language)
    if family is not None:
        own = fonts.face(family, bold=heavy) if _of_language(family, language) else None
        own = own or fonts.optional_face(family, bold=heavy)
        if own is not None and own.glyph(sign):
            return own
    same_word = before is not None and before.bold == heavy and not sign.isdigit() and sign != " "
    if before is not None and same_word and (before.glyph(sign) or _invisible(sign)):
        return before
    return latin


def _of_language(family: str, language: str) -> bool:
    return languages.get(language).font_family == family


def _invisible(sign: str) -> bool:
    return unicodedata.category(sign) == "Cf"


def _joined(text: str, place: int) -> bool:
    """Whether the character at a place belongs to the one before it: a mark, a joiner, or after a joining sign."""
    before, sign = text[place - 1], text[place]
    virama = unicodedata.combining(before) == 9
    return unicodedata.category(sign)[0] == "M" or _invisible(sign) or _invisible(before) or virama


def _shape(face: fonts.Face, text: str, rtl: bool, language: str) -> tuple[Cluster, ...]:
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.direction = "rtl" if rtl else "ltr"
    script = next((found for found in map(fonts.script_of, text) if found), "Latn")
    buffer.script = script
    known = languages.get(language)
    if known.script == script:
        buffer.language = known.code
    uharfbuzz.shape(face.shaped, buffer, {})
    return _clusters(text, buffer)


def _clusters(text: str, buffer: uharfbuzz.Buffer) -> tuple[Cluster, ...]:
    groups: dict[int, list[Glyph]] = {}
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        dx, dy, advance, _ = position.position
        groups.setdefault(info.cluster, []).append(Glyph(info.codepoint, advance, dx, dy))
    starts = sorted(groups)
    ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
    return tuple(Cluster(text[start : ends[start]], tuple(glyphs)) for start, glyphs in groups.items())
