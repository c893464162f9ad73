"""A card for a pocket with a number to phone, one by itself or ten on a sheet to cut. It tells nothing of its owner."""

import itertools
from dataclasses import dataclass, replace
from typing import Final

from intake_app import languages
from intake_app.referral import Papers, Recipient
from intake_app.slips.layout import LEAST, MILLIMETRE, PAGE_HEIGHT, PAGE_WIDTH, CutMark, Layout, Page, Sheet
from intake_app.slips.render import GoOn, draw, on_and_on
from intake_app.slips.service_page import review_words
from intake_app.slips.shaping import Shaper, Span
from intake_app.slips.telephone import NUMBER_LANGUAGE, NUMBER_LEADING, in_a_row, number_of, served, told_in, voice_for
from intake_app.slips.voice import INFORMATION, Said, Voice
from intake_app.slips.wording import Catalogues

WIDTH: Final = 85.6 * MILLIMETRE
HEIGHT: Final = 54.0 * MILLIMETRE
COLUMNS: Final = 2
ROWS: Final = 5
ON_A_SHEET: Final = COLUMNS * ROWS
PAD: Final = 3.5 * MILLIMETRE
"""Nothing is printed nearer to the cut."""
_LEFT: Final = (PAGE_WIDTH - COLUMNS * WIDTH) / 2
_TOP: Final = (PAGE_HEIGHT - ROWS * HEIGHT) / 2
_MARK, _AWAY = 4 * MILLIMETRE, 1.5 * MILLIMETRE
_NUMBER: Final = 36.0
_TIGHT: Final = 32.0
"""The number where all languages find no room under a larger one: Nastaliq needs high lines."""
_TITLE, _WORDS, _NOTE = 10.5, 10.5, LEAST
_SCALES: Final = (*(step / 100 for step in range(125, 85, -3)), LEAST / _WORDS)
FINE: Final = 7.0
"""All languages are named in type as small as this before some are left out."""
_FINES: Final = (LEAST, 8.0, FINE)
_OF_LANGUAGES: Final = ("-languages", "-not-served")


def card(
    papers: Papers, line: Recipient, language: str, catalogues: Catalogues, copies: int = 1, go_on: GoOn = on_and_on
) -> bytes:
    """The PDF: one card on a page of its own size, or so many `copies` on A4 sheets of ten with marks to cut by.

    Raises IntakeError ``slips.font_missing`` or ``slips.font_damaged``.
    """
    return draw(lay_out_card(papers, line, language, catalogues, copies), go_on)


def lay_out_card(papers: Papers, line: Recipient, language: str, catalogues: Catalogues, copies: int = 1) -> Layout:
    """Where everything stands; the same errors as `card`."""
    voice = voice_for(language, catalogues)
    face = _Face.fitted(Shaper(), papers, line, voice)
    if copies == 1:
        return Layout((face.alone(),), voice.words(INFORMATION), told_in(voice))
    counts = [min(ON_A_SHEET, copies - first) for first in range(0, copies, ON_A_SHEET)]
    sheets = {count: face.sheet(count) for count in set(counts)}
    return Layout(tuple(sheets[count] for count in counts), voice.words(INFORMATION), told_in(voice))


@dataclass(frozen=True, slots=True)
class _Face:
    """What is printed on every card: its words, the scale at which they fit, and the room that is left above.

    joined: the words under the number stand on one line, where that leaves room for a larger type.
    whole: every language that the line is known to serve is named; `fine` is the size of what tells of languages.
    number: the size of the number; below the largest one nothing parts what is under it from the languages.
    """

    shaper: Shaper
    papers: Papers
    line: Recipient
    voice: Voice
    scale: float = 1.0
    joined: bool = False
    whole: bool = True
    fine: float = LEAST
    number: float = _NUMBER
    above: float = 0.0

    @classmethod
    def fitted(cls, shaper: Shaper, papers: Papers, line: Recipient, voice: Voice) -> "_Face":
        """With every language, if there is a type in which all leave the edges free; in the largest such type. What
        does not tell of languages is one line each.
        """
        named = [(True, fine, _NUMBER) for fine in _FINES] + [(True, FINE, _TIGHT)]
        ways = (*named, *((False, fine, _NUMBER) for fine in _FINES))
        for (whole, fine, number), scale, joined in itertools.product(ways, _SCALES, (False, True)):
            face, trial = cls(shaper, papers, line, voice, scale, joined, whole, fine, number), Sheet(shaper, scale)
            left = HEIGHT - 2 * PAD - face.draw(trial, "", 0.0, -PAD)
            if left >= 0 and all(len(text.lines) == 1 for text in trial.texts if text.role not in _OF_LANGUAGES):
                break
        return replace(face, above=max(left / 2, 0.0))

    def alone(self) -> Page:
        sheet = Sheet(self.shaper, self.scale)
        self.draw(sheet, "card", 0.0, self.above)
        return sheet.frozen(WIDTH, HEIGHT)

    def sheet(self, count: int) -> Page:
        """An A4 page with `count` cards and, outside the cuts, what whoever prints it should know."""
        sheet = Sheet(self.shaper, self.scale)
        for number in range(count):
            row, column = divmod(number, COLUMNS)
            self.draw(sheet, f"card-{number}", _LEFT + column * WIDTH, _TOP + row * HEIGHT + self.above)
        sheet.scale = 1.0
        _marks(sheet)
        for number, said in enumerate(self._notes()):
            at = (_LEFT + number * WIDTH + PAD, 14.0, WIDTH - 2 * PAD)
            sheet.text(f"note-{number}", said.spans, at, language=said.language, size=_NOTE, ink="soft", align="centre")
        return sheet.frozen()

    def draw(self, sheet: Sheet, role: str, left: float, top: float) -> float:
        """The words of one card whose upper left corner is there; returns the y below them."""
        card, say = self.papers.card, self.voice.say
        x, y, width = left + PAD, top + PAD, WIDTH - 2 * PAD

        def set_in(name: str, said: Said, size: float, at: float, leading: float = 0.0) -> float:
            return sheet.text(
                f"{role}-{name}",
                said.spans,
                (x, at, width),
                language=said.language,
                size=size,
                align="centre",
                leading=leading,
            )

        y = set_in("title", say(card.title), _TITLE, y)
        number = Said((number_of(self.line),), NUMBER_LANGUAGE)
        y = set_in("number", number, self.number / sheet.scale, y, NUMBER_LEADING)
        under = [say(text, bold=place == 0) for place, text in enumerate(card.under)]
        for place, said in enumerate([in_a_row(under)] if self.joined and under else under):
            y = set_in(f"under-{place}", said, _WORDS, y)
        sheet.least, small = FINE, self.fine / sheet.scale
        label = say(card.languages if self.whole else card.some_languages)
        names = served(self.line, self.voice, 0 if self.whole else card.first_languages)
        y += 3 if self.number == _NUMBER else 0
        y = set_in("languages", Said((*label.spans, Span(" " + names)), label.language), small, y)
        language = told_in(self.voice)
        if not self.line.speaks(language):
            not_known = say(card.not_known, language=languages.get(language).named_in(language.partition("-")[0]))
            (said,) = self.voice.join([not_known, say(card.not_served)])
            y = set_in("not-served", said, small, y)
        sheet.least = LEAST
        return y

    def _notes(self) -> list[Said]:
        say = self.voice.say
        review = review_words(self.voice, self.voice)
        return [say(self.papers.draft_note)] * self.papers.draft + ([review] if review else [])


def _marks(sheet: Sheet) -> None:
    """Short lines outside the block of cards, in line with each cut."""
    right, bottom = _LEFT + COLUMNS * WIDTH, _TOP + ROWS * HEIGHT
    for column in range(COLUMNS + 1):
        x = _LEFT + column * WIDTH
        sheet.shapes.append(CutMark(x, _TOP - _AWAY, 0.0, -_MARK))
        sheet.shapes.append(CutMark(x, bottom + _AWAY, 0.0, _MARK))
    for row in range(ROWS + 1):
        y = _TOP + row * HEIGHT
        sheet.shapes.append(CutMark(_LEFT - _AWAY, y, -_MARK, 0.0))
        sheet.shapes.append(CutMark(right + _AWAY, y, _MARK, 0.0))
