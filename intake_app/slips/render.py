"""From content to layout, from layout to PDF bytes. Pure: the same content gives the same bytes."""

from collections.abc import Callable
from io import BytesIO
from typing import Any, Final

from reportlab.pdfgen.canvas import Canvas

from intake_app import i18n
from intake_app.referral import SlipContent
from intake_app.slips import copying
from intake_app.slips.embedding import Embedding
from intake_app.slips.fonts import require_fonts
from intake_app.slips.layout import (
    PAGE_HEIGHT,
    PAGE_WIDTH,
    CutMark,
    Frame,
    Layout,
    Page,
    PlacedText,
    QrCode,
    Rule,
    Scissors,
    Shape,
    Tick,
)
from intake_app.slips.line_content import Lines
from intake_app.slips.person_page import person_pages
from intake_app.slips.service_page import service_pages
from intake_app.slips.shaping import Shaper
from intake_app.slips.voice import ITALIAN, SHEET, Voice
from intake_app.slips.wording import Catalogues

GoOn = Callable[[int, int], None]
"""Hears how many pages are drawn, of how many, and stops the work by raising."""
_INKS: Final = {"ink": (0x16 / 255, 0x23 / 255, 0x2B / 255), "soft": (0x4A / 255, 0x5B / 255, 0x66 / 255)}


def render(content: SlipContent, person_language: str, catalogues: Catalogues = i18n.load) -> bytes:
    """The PDF of a slip: A4, page one for the service, where it has more to know than has room there a second one, the
    last page for the person, or two where both languages have no room on one.

    `person_language` is BCP 47; `catalogues` gives the translator for a code. Raises IntakeError
    ``slips.font_missing`` or ``slips.font_damaged``.
    """
    return draw(lay_out(content, person_language, catalogues))


def lay_out(content: SlipContent, person_language: str, catalogues: Catalogues = i18n.load) -> Layout:
    """Where every text and shape of the slip stands; the same errors as `render`."""
    desk, person = Voice.of(ITALIAN, catalogues), Voice.of(person_language, catalogues)
    require_fonts(ITALIAN if person.is_missing else person_language)
    shaper = Shaper()
    for_service = service_pages(shaper, content, desk, person)
    return Layout((*for_service, *person_pages(shaper, content, desk, person)), desk.words(SHEET))


def on_and_on(_done: int, _of: int) -> None:
    """Nobody stops it."""


def draw(layout: Layout, go_on: GoOn = on_and_on) -> bytes:
    """The PDF of a layout. Its properties name nobody and no program version but the PDF library's."""
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=(PAGE_WIDTH, PAGE_HEIGHT), invariant=1, pageCompression=1, lang=layout.language)
    canvas.setTitle(layout.title)
    canvas.setAuthor("")
    canvas.setCreator("")
    embedding = Embedding(canvas._doc)
    for done, page in enumerate(layout.pages, 1):
        _page(canvas, embedding, page)
        canvas.showPage()
        go_on(done, len(layout.pages))
    canvas.save()
    return buffer.getvalue()


def _page(canvas: Any, embedding: Embedding, page: Page) -> None:
    canvas.setPageSize((page.width, page.height))
    canvas._code.append("q")
    if page.height != PAGE_HEIGHT:  # what follows measures from the upper edge of an A4 page
        canvas.translate(0, page.height - PAGE_HEIGHT)
    for shape in page.shapes:
        _shape(canvas, shape)
    lines = Lines(embedding.font, copying.mostly_left_to_right(text.text for text in page.texts))
    for text in page.texts:
        _text(canvas, lines, text)
    canvas._code.append("Q")


def _text(canvas: Any, lines: Lines, text: PlacedText) -> None:
    canvas.setFillColorRGB(*_INKS[text.ink])
    for placed in text.lines:
        at = placed.x, PAGE_HEIGHT - placed.baseline
        canvas._code.append(lines.content(placed.line, at, text.size))


def _shape(canvas: Any, shape: Shape) -> None:
    match shape:
        case Frame(box, radius, weight, ink):
            _stroke(canvas, weight, ink)
            canvas.roundRect(box.x, PAGE_HEIGHT - box.bottom, box.width, box.height, radius, stroke=1, fill=0)
        case Rule(x, y, width, weight, dashed):
            _stroke(canvas, weight, "soft", dashed)
            canvas.line(x, PAGE_HEIGHT - y, x + width, PAGE_HEIGHT - y)
        case Tick(box):
            _stroke(canvas, 0.9, "ink")
            canvas.rect(box.x, PAGE_HEIGHT - box.bottom, box.width, box.height, stroke=1, fill=0)
        case Scissors(x, y):
            _scissors(canvas, x, PAGE_HEIGHT - y)
        case CutMark(x, y, across, down):
            _stroke(canvas, 0.5, "soft")
            canvas.line(x, PAGE_HEIGHT - y, x + across, PAGE_HEIGHT - y - down)
        case QrCode():
            _qr(canvas, shape)


def _stroke(canvas: Any, weight: float, ink: str, dashed: bool = False) -> None:
    canvas.setLineWidth(weight)
    canvas.setStrokeColorRGB(*_INKS[ink])
    canvas.setDash(*(((5, 4), 0) if dashed else ((), 0)))


def _scissors(canvas: Any, x: float, y: float) -> None:
    _stroke(canvas, 0.9, "soft")
    for side in (1, -1):
        canvas.circle(x + 2, y + side * 2.6, 1.8, stroke=1, fill=0)
        canvas.line(x + 3.6, y + side * 1.8, x + 12, y - side * 2.4)


def _qr(canvas: Any, code: QrCode) -> None:
    module = code.box.width / len(code.modules)
    canvas.setFillColorRGB(0, 0, 0)
    path = canvas.beginPath()
    for row, modules in enumerate(code.modules):
        start = None
        for column, dark in enumerate((*modules, False)):
            if dark and start is None:
                start = column
            elif not dark and start is not None:
                y = PAGE_HEIGHT - code.box.y - (row + 1) * module
                path.rect(code.box.x + start * module, y, (column - start) * module, module)
                start = None
    canvas.drawPath(path, stroke=0, fill=1)
