"""Paragraphs to glyphs: lines are cut in logical order, shaped by HarfBuzz, then put in visual order line by line."""

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import uharfbuzz

from intake_app import languages
from intake_app.slips import fonts
from intake_app.slips.direction import Isolate, is_rtl, levels, visual_order

ELLIPSIS: Final = "…"
_URDU_OTHERWISE: Final = "۴۶۷"
"""Figures that Urdu and Persian share by their number and write in forms of their own."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a paragraph. `alone` marks a value from outside, which keeps its direction and is parted between its
    words only where it is longer than a line.
    """

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
    """A word, or the blank between two, in one font and one direction; clusters from left to right.

    `ems` is its width in multiples of the type size.
    """

    face: fonts.Face
    text: str
    level: int
    clusters: tuple[Cluster, ...]
    ems: float


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its text in logical order, its pieces from left to right, its width in points.

    `reading` are the places of its pieces in the order in which they are read.
    """

    text: str
    pieces: tuple[Piece, ...]
    width: float
    reading: tuple[int, ...]


class Shaper:
    """Cuts and shapes the paragraphs of one document; keeps what it has shaped until it is thrown away.

    Words and blanks are shaped one by one, so the width of a line is a sum, and trying other sizes costs little.
    """

    def __init__(self) -> None:
        self._shaped: dict[tuple[fonts.Face, str, int, str], Piece] = {}
        self._paragraphs: dict[tuple[tuple[Span, ...], str], _Paragraph] = {}
        self._faces = _FaceChooser()

    def lines(
        self, spans: Sequence[Span], *, language: str, size: float, width: float, most: int = 0
    ) -> tuple[Line, ...]:
        """The lines of a paragraph in a box `width` points wide; no more than `most`, the last one then ends in "…"."""
        paragraph = self._paragraph(tuple(spans), language)
        room = width / size
        cut: list[Line] = []
        start = 0
        while start < len(paragraph.text):
            end = self._line_end(paragraph, start, room)
            if most and len(cut) == most - 1 and end < len(paragraph.text):
                cut.append(self._shortened(paragraph, start, room, size))
                break
            cut.append(self._line(paragraph, start, end, size))
            start = end
        return tuple(cut)

    def _paragraph(self, spans: tuple[Span, ...], language: str) -> "_Paragraph":
        key = (spans, language)
        if key not in self._paragraphs:
            self._paragraphs[key] = _paragraph(spans, language, self._faces)
        return self._paragraphs[key]

    def _line_end(self, paragraph: "_Paragraph", start: int, room: float) -> int:
        for stops in (paragraph.stops, paragraph.inner):
            best = start
            for end in stops[bisect_right(stops, start) :]:
                if self._ems(paragraph, start, end) > room:
                    break
                best = end
            if best > start:
                return best
        places = paragraph.graphemes(start, len(paragraph.text))
        fitting = bisect_right(places, room, key=lambda end: self._ems(paragraph, start, end))
        return places[max(fitting - 1, 0)]

    def _shortened(self, paragraph: "_Paragraph", start: int, room: float, size: float) -> Line:
        """The rest of the paragraph as far as it fits; here even a value that stands alone is cut."""
        places = [start, *paragraph.graphemes(start, len(paragraph.text))]
        low, high = 0, len(places) - 1
        while low < high:
            middle = (low + high + 1) // 2
            short = paragraph.cut(start, places[middle], self._faces)
            if self._ems(short, 0, len(short.text)) <= room:
                low = middle
            else:
                high = middle - 1
        short = paragraph.cut(start, places[low], self._faces)
        return self._line(short, 0, len(short.text), size)

    def _ems(self, paragraph: "_Paragraph", start: int, end: int) -> float:
        """The width of a stretch without its last blanks, in multiples of the type size."""
        return sum(piece.ems for piece in self._pieces(paragraph, start, end))

    def _line(self, paragraph: "_Paragraph", start: int, end: int, size: float) -> Line:
        pieces = self._pieces(paragraph, start, end)
        order = visual_order([piece.level for piece in pieces])
        width = size * sum(piece.ems for piece in pieces)
        text = paragraph.text[start:end].rstrip()
        reading = sorted(range(len(order)), key=order.__getitem__)
        return Line(text, tuple(pieces[place] for place in order), width, tuple(reading))

    def _pieces(self, paragraph: "_Paragraph", start: int, end: int) -> list[Piece]:
        while end > start and paragraph.text[end - 1] == " ":
            end -= 1
        inner = paragraph.bounds[bisect_right(paragraph.bounds, start) : bisect_left(paragraph.bounds, end)]
        edges = [start, *inner, end] if end > start else []
        return [self._piece(paragraph, first, last) for first, last in pairwise(edges)]

    def _piece(self, paragraph: "_Paragraph", start: int, end: int) -> Piece:
        face, level = paragraph.faces[start], paragraph.levels[start]
        key = (face, paragraph.shown[start:end], level, paragraph.language)
        if key not in self._shaped:
            self._shaped[key] = _shape(*key)
        return self._shaped[key]


class _FaceChooser:
    """Which font each character of a paragraph is set in; remembers its choices."""

    def __init__(self) -> None:
        self._own: dict[tuple[str, bool, str], fonts.Face | None] = {}
        self._latin = {bold: fonts.face(fonts.LATIN, bold=bold) for bold in (False, True)}

    def faces(self, text: str, bold: Sequence[bool], language: str) -> tuple[fonts.Face, ...]:
        """The font of each character: its script's own; shared signs follow the word they stand in; else Noto Sans,
        else that of the language."""
        chosen: list[fonts.Face] = []
        for sign, heavy in zip(text, bold, strict=True):
            chosen.append(self._face(sign, heavy, language, chosen[-1] if chosen else None))
        return tuple(chosen)

    def _face(self, sign: str, heavy: bool, language: str, before: fonts.Face | None) -> fonts.Face:
        key = (sign, heavy, language)
        if key not in self._own:
            self._own[key] = _own_face(sign, heavy, language)
        own = self._own[key]
        if own is not None:
            return own
        same_word = before is not None and before.bold == heavy and not sign.isdigit() and sign != " "
        if before is not None and same_word and (before.glyph(sign) or _invisible(sign)):
            return before
        latin = self._latin[heavy]
        return latin if latin.glyph(sign) or _invisible(sign) else _face_with(sign, heavy, language) or latin


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """A paragraph with, for each character, its level, its font and what is shown for it.

    `stops` are the places where a line may end, `inner` those within a value that stands alone, for one that is longer
    than a line; `bounds` those where a piece begins.
    """

    text: str
    shown: str
    levels: tuple[int, ...]
    faces: tuple[fonts.Face, ...]
    bold: tuple[bool, ...]
    alone: tuple[Isolate, ...]
    language: str
    stops: tuple[int, ...]
    inner: tuple[int, ...]
    bounds: tuple[int, ...]

    def graphemes(self, start: int, end: int) -> list[int]:
        """Places after `start` where a word may be cut when it is longer than the line: never before a mark."""
        return [place for place in range(start + 1, end) if not _joined(self.text, place)] + [end]

    def cut(self, start: int, end: int, chooser: _FaceChooser) -> "_Paragraph":
        """This stretch alone, with an ellipsis after it."""
        text = self.text[start:end].rstrip() + ELLIPSIS
        bold = (*self.bold[start : start + len(text) - 1], False)
        alone = tuple(
            Isolate(max(isolate.start - start, 0), min(isolate.end - start, len(text) - 1), isolate.rtl)
            for isolate in self.alone
            if isolate.end > start and isolate.start - start < len(text) - 1
        )
        return _resolved(text, bold, alone, self.language, chooser)


def _paragraph(spans: Sequence[Span], language: str, chooser: _FaceChooser) -> _Paragraph:
    text = "".join(span.text for span in spans)
    bold = tuple(span.bold for span in spans for _ in span.text)
    alone: list[Isolate] = []
    here = 0
    for span in spans:
        if span.alone and span.text:
            alone.append(Isolate(here, here + len(span.text), is_rtl(span.text)))
        here += len(span.text)
    return _resolved(text, bold, tuple(alone), language, chooser)


def _resolved(
    text: str, bold: tuple[bool, ...], alone: tuple[Isolate, ...], language: str, chooser: _FaceChooser
) -> _Paragraph:
    faces = chooser.faces(text, bold, language)
    found = tuple(levels(text, languages.get(language).direction == "rtl", alone))
    shown = "".join(
        sign if face.glyph(sign) or _invisible(sign) else fonts.MISSING for sign, face in zip(text, faces, strict=True)
    )
    bounds = [
        place
        for place in range(1, len(text))
        if found[place - 1] != found[place]
        or faces[place - 1] is not faces[place]
        or (text[place - 1] == " ") != (text[place] == " ")
    ]
    return _Paragraph(text, shown, found, faces, bold, alone, language, *_stops(text, alone), tuple(bounds))


def _stops(text: str, alone: Sequence[Isolate]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Where a line may end: after a blank, outside a value that stands alone; and at the end of the paragraph. Then
    where in such a value.
    """
    inside = {place for isolate in alone for place in range(isolate.start + 1, isolate.end)}
    blanks = [place for place in range(1, len(text)) if text[place - 1] == " " and text[place] != " "]
    outer = (place for place in blanks if place not in inside)
    return (*outer, len(text)), tuple(place for place in blanks if place in inside)


def _own_face(sign: str, heavy: bool, language: str) -> fonts.Face | None:
    """The font of the character's script when it has the sign; None for signs that scripts share."""
    family = fonts.family_of(sign, language)
    if family is None:
        return None
    if _of_language(family, language):
        found: fonts.Face | None = fonts.face(family, bold=heavy)
    else:
        found = fonts.optional_face(family, bold=heavy)
    return found if found is not None and found.glyph(sign) else None


def _face_with(sign: str, heavy: bool, language: str) -> fonts.Face | None:
    """The font of the language for a sign that Noto Sans lacks, such as a danda after a Latin word."""
    found = fonts.face(languages.get(language).font_family, bold=heavy)
    return found if found.glyph(sign) else None


def _of_language(family: str, language: str) -> bool:
    return languages.get(language).font_family == family


def _invisible(sign: str) -> bool:
    return unicodedata.category(sign) == "Cf"


def _joined(text: str, place: int) -> bool:
    """Whether the character at a place belongs to the one before it: a mark, a joiner, or after a joining sign."""
    before, sign = text[place - 1], text[place]
    virama = unicodedata.combining(before) == 9
    return unicodedata.category(sign)[0] == "M" or _invisible(sign) or _invisible(before) or virama


def _shape(face: fonts.Face, text: str, level: int, language: str) -> Piece:
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.direction = "rtl" if level % 2 else "ltr"
    script = next((found for found in map(fonts.script_of, text) if found), "Latn")
    buffer.script = script
    known = languages.get(language)
    if known.script == script:
        buffer.language = known.code
    uharfbuzz.shape(face.shaped, buffer, _features(text, known))
    units = sum(position.x_advance for position in buffer.glyph_positions)
    return Piece(face, text, level, _clusters(text, buffer), units / face.upem)


def _features(text: str, known: languages.Language) -> dict[str, list[tuple[int, int, bool]]]:
    """Where the forms of a language are not wanted: Noto Naskh Arabic has the Urdu figures as those of each language.

    They belong to the languages that are written in its sloping style.
    """
    urdu = "Nastaliq" in known.font_family
    places = [] if urdu else [place for place, sign in enumerate(text) if sign in _URDU_OTHERWISE]
    return {"locl": [(place, place + 1, False) for place in places]} if places else {}


def _clusters(text: str, buffer: uharfbuzz.Buffer) -> tuple[Cluster, ...]:
    groups: dict[int, list[Glyph]] = {}
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        dx, dy, advance, _ = position.position
        groups.setdefault(info.cluster, []).append(Glyph(info.codepoint, advance, dx, dy))
    starts = sorted(groups)
    ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
    return tuple(Cluster(text[start : ends[start]], tuple(glyphs)) for start, glyphs in groups.items())
