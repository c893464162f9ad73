"""A4 pages in the making from above to below: what does not fit any more begins another page."""

from collections.abc import Callable, Iterator, Sequence

from intake_app import languages
from intake_app.i18n import msg
from intake_app.slips.cleaning import clean
from intake_app.slips.direction import is_rtl
from intake_app.slips.form_row import Part, form_row
from intake_app.slips.layout import PAGE_HEIGHT, Ink, Layout, Page, Rule, Sheet
from intake_app.slips.service_page import MARGIN, WIDTH
from intake_app.slips.shaping import Shaper, Span
from intake_app.slips.voice import Said, Voice

TOP, BOTTOM = 48.0, PAGE_HEIGHT - 52.0
GAP = 8.0
_FOOT = 8.0
_PIECE = 400
"""Signs of a long answer that stay together; the next ones may stand on another page."""


class Flow:
    """`foot` stands under every page, with its number."""

    def __init__(self, voice: Voice, foot: Sequence[Said]) -> None:
        self.voice = voice
        self.shaper = Shaper()
        self.sheet = Sheet(self.shaper)
        self.y = TOP
        self._foot = foot
        self._done: list[Page] = []

    def said(self, role: str, said: Said, size: float, *, soft: bool = False, gap: float = 0.0) -> None:
        """A paragraph as wide as the page, whole on one."""

        def draw(sheet: Sheet, y: float) -> float:
            at = (MARGIN, y + gap, WIDTH)
            ink: Ink = "soft" if soft else "ink"
            return sheet.text(role, said.spans, at, language=said.language, size=size, ink=ink)

        self.whole(draw)

    def whole(self, draw: Callable[[Sheet, float], float]) -> None:
        """Something that is not parted: drawn at a height, it gives the one below it."""
        high = draw(Sheet(self.shaper), 0.0)
        if self.y + high > BOTTOM:
            self.turn()
        self.y = draw(self.sheet, self.y)

    def row(self, role: str, cells: Sequence[tuple[Said, float, bool]], size: float) -> None:
        """Cells beside each other under a hairline: what they say, their share of the width, whether softly."""

        def draw(sheet: Sheet, y: float) -> float:
            left, bottom = MARGIN, y
            sheet.shapes.append(Rule(MARGIN, y + GAP / 4, WIDTH, 0.3))
            for number, (said, share, soft) in enumerate(cells):
                at = (left, y + GAP / 2, share * WIDTH - GAP)
                ink: Ink = "soft" if soft else "ink"
                name = f"{role}-{number}"
                below = sheet.text(name, said.spans, at, language=said.language, size=size, ink=ink)
                bottom = max(bottom, below)
                left += share * WIDTH
            return bottom

        self.whole(draw)

    def told(self, role: str, text: str, size: float) -> None:
        """Words that somebody wrote, in their own direction, on as many pages as they need."""
        for number, (piece, language) in enumerate(_pieces(text, self.voice.language)):
            self.said(f"{role}-{number}", Said((Span(piece),), language), size, gap=2)

    def form(self, role: str, parts: Sequence[Part], size: float, gap: float = GAP) -> None:
        """A row to fill by hand."""
        self.whole(lambda sheet, y: form_row(sheet, role, parts, (MARGIN, y + gap, WIDTH), size))

    def room(self, height: float) -> None:
        """So much is wanted below, or another page."""
        if self.y + height > BOTTOM:
            self.turn()

    def turn(self) -> None:
        """The page is done."""
        number = self.voice.say(msg("Page {number}"), number=str(len(self._done) + 1))
        spans = [span for said in (*self._foot, number) for span in (Span(" · "), *said.spans)][1:]
        at = (MARGIN, BOTTOM + GAP, WIDTH)
        self.sheet.text("page", spans, at, language=number.language, size=_FOOT, ink="soft", align="centre", most=2)
        self._done.append(self.sheet.frozen())
        self.sheet, self.y = Sheet(self.shaper), TOP

    def layout(self) -> Layout:
        """All pages."""
        self.turn()
        return Layout(tuple(self._done))


def _pieces(text: str, language: str) -> Iterator[tuple[str, str]]:
    """Paragraphs in stretches, each with the language whose direction it is written in."""
    for line in text.splitlines():
        words: list[str] = []
        for word in line.split():
            if words and sum(map(len, words)) > _PIECE:
                yield _written(words, language)
                words = []
            words.append(word)
        if words:
            yield _written(words, language)


def _written(words: Sequence[str], language: str) -> tuple[str, str]:
    text = clean(" ".join(words), longest=4 * _PIECE)
    rtl = languages.get(language).direction == "rtl"
    if is_rtl(text) == rtl:
        return text, language
    return text, "ar" if is_rtl(text) else "it"
