"""A4 pages in the making from above to below: what does not fit any more begins another page."""

from bisect import bisect_left
from collections.abc import Callable, Sequence

from intake_app.slips.cleaning import clean
from intake_app.slips.direction import is_rtl
from intake_app.slips.form_row import Part, form_row
from intake_app.slips.layout import LEAST, PAGE_HEIGHT, Align, Ink, Layout, Rule, Sheet, line_height, reads_from_right
from intake_app.slips.service_page import MARGIN, WIDTH, page_of
from intake_app.slips.shaping import Shaper, Span
from intake_app.slips.voice import SHEET, Said, Voice

TOP, BOTTOM = 48.0, PAGE_HEIGHT - 52.0
GAP = 8.0
_FOOT = LEAST
_BEFORE = 2.0
_PIECE = 400
"""Signs without a blank that stay together; the next ones may stand on another page."""


class Flow:
    """`foot` stands under every page, with its number."""

    def __init__(self, voice: Voice, foot: Sequence[Said]) -> None:
        self.voice = voice
        self.shaper = Shaper()
        self.sheet = Sheet(self.shaper)
        self.y = TOP
        self._foot = foot
        self._done: list[Sheet] = []

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
        """Cells beside each other under a hairline, the first where one begins to read: what they say, their share of
        the width, whether softly."""
        rtl = reads_from_right(self.voice.language)

        def draw(sheet: Sheet, y: float) -> float:
            left, bottom = 0.0, y
            sheet.shapes.append(Rule(MARGIN, y + GAP / 4, WIDTH, 0.3))
            for number, (said, share, soft) in enumerate(cells):
                wide = share * WIDTH - GAP
                at = (MARGIN + (WIDTH - left - wide if rtl else left), y + GAP / 2, wide)
                ink: Ink = "soft" if soft else "ink"
                name = f"{role}-{number}"
                align: Align = "end" if rtl != reads_from_right(said.language) else "start"
                below = sheet.text(name, said.spans, at, language=said.language, size=size, ink=ink, align=align)
                bottom = max(bottom, below)
                left += share * WIDTH
            return bottom

        self.whole(draw)

    def told(self, role: str, text: str, size: float) -> None:
        """Words that somebody wrote, in their own direction; a paragraph goes on on the next page."""
        number = 0
        for line in text.splitlines():
            words = [word[at : at + _PIECE] for word in line.split() for at in range(0, len(word), _PIECE)]
            language = _direction(line, self.voice.language)
            while words:
                count = self._fitting(words, language, size)
                said = Said((Span(_joined(words[:count])),), language)
                self.said(f"{role}-{number}", said, size, gap=_BEFORE)
                words, number = words[count:], number + 1

    def _fitting(self, words: Sequence[str], language: str, size: float) -> int:
        """How many of these words have room on this page, or on the next one where there is none for any here."""

        def goes_out(count: int) -> bool:
            spans = [Span(_joined(words[:count]))]
            lines = self.shaper.lines(spans, language=language, size=size, width=WIDTH)
            return self.y + _BEFORE + len(lines) * line_height(language, size) > BOTTOM

        if not goes_out(len(words)):
            return len(words)
        count = bisect_left(range(1, len(words)), True, key=goes_out)
        if count == 0:
            self.turn()
            return self._fitting(words, language, size)
        return count

    def form(self, role: str, parts: Sequence[Part], size: float, gap: float = GAP) -> None:
        """A row to fill by hand."""
        self.whole(lambda sheet, y: form_row(sheet, role, parts, (MARGIN, y + gap, WIDTH), size))

    def room(self, height: float) -> None:
        """So much is wanted below, or another page."""
        if self.y + height > BOTTOM:
            self.turn()

    def turn(self) -> None:
        """The page is done."""
        self._done.append(self.sheet)
        self.sheet, self.y = Sheet(self.shaper), TOP

    def layout(self) -> Layout:
        """All pages, each with its number and how many there are."""
        self.turn()
        for at, sheet in enumerate(self._done, start=1):
            number = page_of(self.voice, at, len(self._done))
            spans = [span for said in (*self._foot, number) for span in (Span(" · "), *said.spans)][1:]
            spot = (MARGIN, BOTTOM + GAP, WIDTH)
            sheet.text("page", spans, spot, language=number.language, size=_FOOT, ink="soft", align="centre", most=2)
        return Layout(tuple(sheet.frozen() for sheet in self._done), self.voice.words(SHEET))


def _joined(words: Sequence[str]) -> str:
    text = " ".join(words)
    return clean(text, longest=len(text) + 1)


def _direction(text: str, language: str) -> str:
    """The language whose direction a paragraph is written in."""
    rtl = is_rtl(text)
    return language if rtl == reads_from_right(language) else "ar" if rtl else "it"
