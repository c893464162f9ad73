"""What became of the records of one transfer, on paper: by code, without a person, an answer or a key of a server."""

from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import bidirectional

from intake_app.i18n import msg
from intake_app.slips.cleaning import clean
from intake_app.slips.fonts import require_fonts
from intake_app.slips.layout import LEAST, PAGE_HEIGHT, Align, Layout, Rule, Sheet, reads_from_right
from intake_app.slips.render import draw
from intake_app.slips.service_page import MARGIN, WIDTH, page_of
from intake_app.slips.shaping import Shaper
from intake_app.slips.voice import SHEET, Said, Voice
from intake_app.slips.wording import Catalogues

_SHARES = (0.19, 0.25, 0.18, 0.38)
_GAP, _LINE, _SMALL = 8.0, 10.5, LEAST
_TOP, _BOTTOM = 48.0, PAGE_HEIGHT - 52.0
_SIGNS = 16
"""Of the digest, so many of its 64 signs: enough to compare by eye with what the server shows."""


@dataclass(frozen=True, slots=True)
class TransferLine:
    """One record: its speakable code, the title of its questionnaire, when, and what became of it in words.

    digest: SHA-256 in hex of the bytes that the server accepted; blank where it accepted none.
    """

    code: str
    form: str
    at: str
    told: str
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Transfer:
    """A round as it is put on paper; the texts are in the language of the sheet already.

    head: a code for the newest entry of the log of actions, which tells later whether the workplace was put back.
    """

    site: str
    server: str
    at: str
    head: str
    received: tuple[TransferLine, ...]
    remaining: tuple[TransferLine, ...]


def transfer_receipt(transfer: Transfer, language: str, catalogues: Catalogues) -> bytes:
    """A4 pages: where to and when, what the server received, what is still here and why.

    Raises IntakeError ``slips.font_missing``.
    """
    return draw(lay_out_receipt(transfer, language, catalogues))


def lay_out_receipt(transfer: Transfer, language: str, catalogues: Catalogues) -> Layout:
    """Where everything stands, page by page; the same errors as `transfer_receipt`."""
    require_fonts(language)
    return _Paper(Voice.of(language, catalogues)).pages_of(transfer)


class _Paper:
    """Pages in the making: a block that does not fit any more begins another page."""

    def __init__(self, voice: Voice) -> None:
        self._voice = voice
        self._shaper = Shaper()
        self._sheet = Sheet(self._shaper)
        self._y = _TOP
        self._done: list[Sheet] = []

    def pages_of(self, transfer: Transfer) -> Layout:
        say = self._voice.say
        self._said("title", say(msg("Records sent"), bold=True), 20)
        place = say(msg("From {site} to {server}, {at}"), site=transfer.site, server=transfer.server, at=transfer.at)
        self._said("place", place, 11)
        self._section("received", msg("Received by the server: {count}"), transfer.received)
        self._section("remaining", msg("Still on this computer: {count}"), transfer.remaining)
        note = msg("The signs under a code are the beginning of the SHA-256 of the record as it was received.")
        if transfer.received:
            self._room(3 * _LINE)
            self._said("note", say(note), _SMALL)
        head = msg("Code of this receipt: {head}. With it the log tells whether the workplace was put back since.")
        self._room(4 * _LINE)
        self._said("head", say(head, head=transfer.head), _SMALL)
        self._break()
        for at, sheet in enumerate(self._done, start=1):
            number, spot = page_of(self._voice, at, len(self._done)), (MARGIN, _BOTTOM + _GAP, WIDTH)
            sheet.text("page", number.spans, spot, language=number.language, size=_SMALL, ink="soft", align="centre")
        return Layout(tuple(sheet.frozen() for sheet in self._done), self._voice.words(SHEET))

    def _section(self, role: str, title: str, lines: Sequence[TransferLine]) -> None:
        self._room(4 * _LINE)
        self._y += _GAP
        self._said(role, self._voice.say(title, bold=True, count=str(len(lines))), 12)
        for number, line in enumerate(lines):
            self._row(f"{role}-{number}", line)
        self._y += _GAP

    def _row(self, role: str, line: TransferLine) -> None:
        """A row as high as its highest cell; one that would cross the edge goes onto the next page whole."""
        trial = Sheet(self._shaper)
        height = self._cells(trial, role, line, 0.0)
        self._room(height + _GAP)
        self._sheet.shapes.append(Rule(MARGIN, self._y + _GAP / 2, WIDTH, 0.4))
        self._y = self._cells(self._sheet, role, line, self._y + _GAP)

    def _cells(self, sheet: Sheet, role: str, line: TransferLine, top: float) -> float:
        language, left, bottom = self._voice.language, 0.0, top
        rtl = reads_from_right(language)
        side: Align = "end" if rtl else "start"
        for number, (share, text) in enumerate(zip(_SHARES, (line.code, line.form, line.at, line.told), strict=True)):
            wide = share * WIDTH - _GAP
            x = MARGIN + (WIDTH - left - wide if rtl else left)
            at, code, words = (x, top, wide), number == 0, clean(text)
            own = "en" if rtl and _is_latin(words) else language
            to: Align = "start" if own == language else side
            below = sheet.text(f"{role}-{number}", words, at, language=own, size=_LINE, bold=code, align=to)
            if code and line.digest:
                under, shown = (x, below, wide), line.digest[:_SIGNS]
                below = sheet.text(f"{role}-digest", shown, under, language="en", size=_SMALL, ink="soft", align=side)
            bottom = max(bottom, below)
            left += share * WIDTH
        return bottom

    def _said(self, role: str, said: Said, size: float) -> None:
        self._y = self._sheet.text(role, said.spans, (MARGIN, self._y, WIDTH), language=said.language, size=size)

    def _room(self, height: float) -> None:
        if self._y + height > _BOTTOM:
            self._break()

    def _break(self) -> None:
        """The page is done."""
        self._done.append(self._sheet)
        self._sheet, self._y = Sheet(self._shaper), _TOP


def _is_latin(text: str) -> bool:
    """Whether all its letters are written from the left: it came from elsewhere, and ends at its own full stop."""
    kinds = {bidirectional(sign) for sign in text}
    return "L" in kinds and not kinds & {"R", "AL"}
