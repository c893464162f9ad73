"""A leaflet on one A5 page in one language: a number to phone, or two ways side by side. Nobody is named on it.

Where a page is too small for letters one can read there are two, the front and the back of one sheet.
"""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from intake_app import languages
from intake_app.referral import LeafletWords, Papers, PaperSection, Recipient
from intake_app.slips.layout import LEAST, MILLIMETRE, Box, Frame, Layout, Page, Sheet
from intake_app.slips.render import GoOn, draw, on_and_on
from intake_app.slips.service_page import review_words
from intake_app.slips.shaping import Shaper, Span
from intake_app.slips.telephone import NUMBER_LANGUAGE, NUMBER_LEADING, in_a_row, number_of, served, told_in, voice_for
from intake_app.slips.voice import INFORMATION, Said, Voice
from intake_app.slips.wording import Catalogues

WIDTH: Final = 148 * MILLIMETRE
HEIGHT: Final = 210 * MILLIMETRE
MARGIN: Final = 12 * MILLIMETRE
_INNER: Final = WIDTH - 2 * MARGIN
_GUTTER, _PAD, _GAP, _STEP = 10.0, 9.0, 11.0, 3.0
_TITLE, _NUMBER, _HEADING, _BODY, _FOOT = 19.0, 42.0, 12.0, 11.0, LEAST
_SCALES: Final = (*(step / 100 for step in range(125, 82, -3)), LEAST / _BODY)
Sides = tuple[Callable[["_Making"], float], ...]
"""What is set on each side of the sheet; gives the y below."""


def leaflet(
    papers: Papers,
    topic: str,
    line: Recipient,
    language: str,
    catalogues: Catalogues,
    copies: int = 1,
    go_on: GoOn = on_and_on,
) -> bytes:
    """The PDF of the leaflet on a topic of the papers, each of the `copies` on a sheet of its own.

    Raises IntakeError ``slips.font_missing`` or ``slips.font_damaged``.
    """
    one = lay_out_leaflet(papers, topic, line, language, catalogues)
    return draw(replace(one, pages=one.pages * copies), go_on)


def lay_out_leaflet(papers: Papers, topic: str, line: Recipient, language: str, catalogues: Catalogues) -> Layout:
    """Where everything stands, in the largest type at which all of it fits; the same errors as `leaflet`."""
    voice, shaper, words = voice_for(language, catalogues), Shaper(), papers.leaflets[topic]
    one: Sides = (lambda making: making.rest(words, making.beginning(words)),)
    both: Sides = (lambda making: making.beginning(words), lambda making: making.rest(words, MARGIN))
    for sides, scale in itertools.product((one, both), _SCALES):
        made = [_Making(Sheet(shaper, scale), voice, line) for _ in sides]
        ends = [fill(making) for fill, making in zip(sides, made, strict=True)]
        feet = [making.foot(papers, number, len(sides)) for number, making in enumerate(made, start=1)]
        if all(end <= foot - _GAP / 2 for end, foot in zip(ends, feet, strict=True)):
            break
    return Layout(tuple(making.page() for making in made), voice.words(INFORMATION), told_in(voice))


class _Making:
    """The page in the making."""

    def __init__(self, sheet: Sheet, voice: Voice, line: Recipient) -> None:
        self._sheet, self._voice, self._line = sheet, voice, line
        self._gap = _GAP * sheet.scale

    def page(self) -> Page:
        return self._sheet.frozen(WIDTH, HEIGHT)

    def beginning(self, words: LeafletWords) -> float:
        """What is to be seen first; returns the y at which more may stand."""
        y = self._said("title", self._voice.say(words.title, bold=True), (MARGIN, MARGIN, _INNER), _TITLE) + self._gap
        if words.phone:
            y = self._phone(words.phone, y) + self._gap
        if words.intro:
            y = self._paragraphs("intro", words.intro, y) + self._gap
        if words.ways:
            y = self._ways(words.ways, y) + self._gap
        return y

    def rest(self, words: LeafletWords, y: float) -> float:
        """Everything else but the foot, from a height on; returns the y below."""
        for number, section in enumerate(words.sections):
            y = self._section(f"section-{number}", section, y) + self._gap
        return self._said("last", self._voice.say(words.last), (MARGIN, y, _INNER), _BODY)

    def foot(self, papers: Papers, side: int, sides: int) -> float:
        """What is to be known of the texts, and which side of two it is, at the lower edge, in one size at every scale;
        returns the y above."""
        review = review_words(self._voice, self._voice)
        notes = [self._voice.say(papers.draft_note)] * papers.draft + ([review] if review else [])
        if sides > 1:
            notes.append(Said((Span(f"{side}/{sides}", alone=True),), told_in(self._voice)))
        if not notes:
            return HEIGHT - MARGIN
        said, size = in_a_row(notes), _FOOT / self._sheet.scale
        trial = Sheet(self._sheet.shaper, self._sheet.scale)
        high = trial.text("foot", said.spans, (0, 0, _INNER), language=said.language, size=size)
        top = HEIGHT - 0.7 * MARGIN - high
        self._sheet.text("foot", said.spans, (MARGIN, top, _INNER), language=said.language, size=size, ink="soft")
        return top

    def _phone(self, under: Sequence[str], top: float) -> float:
        """The number, large, in a frame of its own."""
        width = _INNER - 2 * _PAD
        spot = (MARGIN + _PAD, top + _PAD / 2, width)
        size = _NUMBER / self._sheet.scale
        y = self._sheet.text(
            "number",
            [number_of(self._line)],
            spot,
            language=NUMBER_LANGUAGE,
            size=size,
            align="centre",
            leading=NUMBER_LEADING,
        )
        for number, said in enumerate(self._on_one_line(under, width)):
            at, role = (spot[0], y, width), f"under-{number}"
            y = self._sheet.text(role, said.spans, at, language=said.language, size=_HEADING, align="centre")
        self._sheet.shapes.append(Frame(Box(MARGIN, top, _INNER, y + _PAD - top), 7, 1.4, "ink"))
        return y + _PAD

    def _on_one_line(self, texts: Sequence[str], width: float) -> Sequence[Said]:
        """The texts in a row if they fit on one line, else each by itself."""
        each = [self._voice.say(text, bold=number == 0) for number, text in enumerate(texts)]
        row, size = in_a_row(each), _HEADING * self._sheet.scale
        lines = self._sheet.shaper.lines(row.spans, language=row.language, size=size, width=width)
        return [row] if len(lines) == 1 else each

    def _ways(self, ways: Sequence[PaperSection], top: float) -> float:
        """Side by side, the first one where one begins to read, each as high as the highest."""
        width = (_INNER - _GUTTER * (len(ways) - 1)) / len(ways)
        rtl = languages.get(told_in(self._voice)).direction == "rtl"
        lefts = [MARGIN + place * (width + _GUTTER) for place in range(len(ways))]
        bottom = top
        for number, (way, left) in enumerate(zip(ways, reversed(lefts) if rtl else lefts, strict=True)):
            spot = (left + _PAD, top + _PAD, width - 2 * _PAD)
            y = self._said(f"way-{number}-heading", self._voice.say(way.heading, bold=True), spot, _HEADING)
            for place, text in enumerate(way.texts):
                at = (spot[0], y + _STEP, spot[2])
                y = self._said(f"way-{number}-{place}", self._voice.say(text), at, _BODY)
            bottom = max(bottom, y + _PAD)
        for left in lefts:
            self._sheet.shapes.append(Frame(Box(left, top, width, bottom - top), 7, 0.8, "soft"))
        return bottom

    def _section(self, role: str, section: PaperSection, y: float) -> float:
        heading = self._voice.say(section.heading, bold=True)
        y = self._said(f"{role}-heading", heading, (MARGIN, y, _INNER), _HEADING)
        if section.languages:
            names = Said((Span(served(self._line, self._voice)),), told_in(self._voice))
            y = self._said(f"{role}-languages", names, (MARGIN, y, _INNER), _BODY)
        return self._paragraphs(role, section.texts, y)

    def _paragraphs(self, role: str, texts: Sequence[str], y: float) -> float:
        for number, said in enumerate(self._voice.join([self._voice.say(text) for text in texts])):
            y = self._said(f"{role}-{number}", said, (MARGIN, y, _INNER), _BODY)
        return y

    def _said(self, role: str, said: Said, at: tuple[float, float, float], size: float) -> float:
        return self._sheet.text(role, said.spans, at, language=said.language, size=size)
