"""Where everything stands: frozen values that the PDF is drawn from and that tests read.

Lengths are points; the origin is the upper left corner of the page, y grows downwards.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from intake_app import languages
from intake_app.slips import fonts
from intake_app.slips.shaping import Line, Shaper, Span

PAGE_WIDTH: Final = 595.28
PAGE_HEIGHT: Final = 841.89
MILLIMETRE: Final = 72 / 25.4
LEAST: Final = 9.0
"""No letters on any paper are smaller, in points."""

Align = Literal["start", "end", "centre"]
Ink = Literal["ink", "soft"]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle: left, top, width, height."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    def overlaps(self, other: "Box") -> bool:
        """Whether the two share more than an edge."""
        return self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """One line of text: its left end and its baseline."""

    line: Line
    x: float
    baseline: float


@dataclass(frozen=True, slots=True)
class PlacedText:
    """One paragraph. `text` is what the page shows, in logical order; `role` names its place on the slip."""

    role: str
    text: str
    language: str
    size: float
    ink: Ink
    box: Box
    lines: tuple[PlacedLine, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """A rounded outline; `weight` is the width of its stroke."""

    box: Box
    radius: float
    weight: float
    ink: Ink


@dataclass(frozen=True, slots=True)
class Rule:
    """A horizontal line, dashed for the cut."""

    x: float
    y: float
    width: float
    weight: float
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Tick:
    """An empty box to tick by hand."""

    box: Box


@dataclass(frozen=True, slots=True)
class Scissors:
    """The sign on the cut, centred on its left end."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class CutMark:
    """A short line at the edge of a sheet that says where to cut, from a point so far across or so far down."""

    x: float
    y: float
    across: float
    down: float


@dataclass(frozen=True, slots=True)
class QrCode:
    """A QR code: its square with the quiet zone, what it says, and its modules row by row, true for dark."""

    box: Box
    says: str
    modules: tuple[tuple[bool, ...], ...]


Shape = Frame | Rule | Tick | Scissors | CutMark | QrCode


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its texts and its shapes; A4 unless it says otherwise."""

    texts: tuple[PlacedText, ...]
    shapes: tuple[Shape, ...]
    width: float = PAGE_WIDTH
    height: float = PAGE_HEIGHT


@dataclass(frozen=True, slots=True)
class Layout:
    """A whole slip or another paper. `title` is all that its properties say: one of two that tell of nobody."""

    pages: tuple[Page, ...]
    title: str
    language: str = "it-IT"


@dataclass(slots=True)
class Sheet:
    """A page in the making: texts and shapes are added, then frozen. `scale` multiplies every type size, down to the
    `least`."""

    shaper: Shaper
    scale: float = 1.0
    texts: list[PlacedText] = field(default_factory=list)
    shapes: list[Shape] = field(default_factory=list)
    least: float = LEAST

    def sized(self, size: float) -> float:
        """A type size as it is set here."""
        return max(size * self.scale, self.least)

    def text(
        self,
        role: str,
        content: str | Sequence[Span],
        at: tuple[float, float, float],
        *,
        language: str,
        size: float = 10.0,
        ink: Ink = "ink",
        align: Align = "start",
        bold: bool = False,
        most: int = 0,
        leading: float = 0.0,
    ) -> float:
        """Set a paragraph at (left, top, width); returns the y below it.

        "start" is the left edge for a left-to-right language, the right edge for a right-to-left one. `leading` is the
        height of a line as a factor of the size where the language's own would be too airy: for figures alone.
        """
        spans = [Span(content, bold)] if isinstance(content, str) else list(content)
        spans = [span for span in spans if span.text]
        if not spans:
            return at[1]
        size = self.sized(size)
        lines = self.shaper.lines(spans, language=language, size=size, width=at[2], most=most)
        pitch = leading * size or line_height(language, size)
        placed = _place(lines, at, language, size, align, pitch)
        height = len(lines) * pitch
        shown = " ".join(line.text for line in lines)
        left = min(line.x for line in placed)
        box = Box(left, at[1], max(line.x + line.line.width for line in placed) - left, height)
        self.texts.append(PlacedText(role, shown, language, size, ink, box, placed))
        return at[1] + height

    def frozen(self, width: float = PAGE_WIDTH, height: float = PAGE_HEIGHT) -> Page:
        """The page as a value."""
        return Page(tuple(self.texts), tuple(self.shapes), width, height)


def line_height(language: str, size: float) -> float:
    """The distance between baselines, in points: the language's own factor, never less than its font needs."""
    known = languages.get(language)
    face = fonts.face(known.font_family)
    return max(known.line_height, (face.ascender - face.descender) / face.upem) * size


def reads_from_right(language: str) -> bool:
    """Whether one reads a language from the right."""
    return languages.get(language).direction == "rtl"


def _place(
    lines: Sequence[Line], at: tuple[float, float, float], language: str, size: float, align: Align, height: float
) -> tuple[PlacedLine, ...]:
    left, top, width = at
    face = fonts.face(languages.get(language).font_family)
    ascent, descent = face.ascender * size / face.upem, -face.descender * size / face.upem
    first = top + (height - ascent - descent) / 2 + ascent
    to_right = reads_from_right(language) == (align == "start")
    placed = []
    for number, line in enumerate(lines):
        room = width - line.width
        shift = room / 2 if align == "centre" else room if to_right else 0.0
        placed.append(PlacedLine(line, left + shift, first + number * height))
    return tuple(placed)
