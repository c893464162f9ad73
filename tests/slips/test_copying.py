"""Text of right-to-left scripts copies out of the PDF in the order in which it is read."""

import re
import subprocess
import unicodedata

import pypdfium2
import pytest

from intake_app.slips.layout import Layout, Sheet
from intake_app.slips.render import draw
from intake_app.slips.shaping import Shaper
from tests.needed import need
from tests.slips.test_variants import lay_out

_CONTROLS = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c]")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff]")
MIXED = (
    ("ar", "سنطلب من خدمة أن تستقبلك خلال 24 ساعة."),
    ("ar", "اتصل بالرقم 800 290 290 في أي وقت (مجانا)، يوميا"),
    ("ar", "الرمز PINO-44-1، والوثيقة A/12 بتاريخ 21/11/2026"),
    ("ar", "Lampedusa ثم Agrigento، لم تُراجع بعد"),
    ("fa", "شمارهٔ شما ۲۴، می‌فرستیم: یک کد"),
    ("ar", "اتصل بالرقم 000 351 0922."),
    ("ar", "ترجمة لم تُراجع بعد (traduzione non ancora rivista)، انتظر"),
    ("ur", "آپ جب چاہیں 72 گھنٹوں کے اندر، ہم یہ آگے بتاتے ہیں: نام، فون نمبر۔"),
)
ITALIAN = "Testo in italiano che riempie la pagina, così che il verso prevalente sia da sinistra a destra."


def normal(text: str) -> str:
    return " ".join(_CONTROLS.sub("", unicodedata.normalize("NFKC", text)).split())


def lines(layout: Layout, only_turned: bool = True) -> list[str]:
    """Each line of right-to-left writing as it is read."""
    texts = [text for page in layout.pages for text in page.texts]
    told = [placed.line.text for text in texts for placed in text.lines]
    return [normal(line) for line in told if not only_turned or _RIGHT_TO_LEFT.search(line)]


def by_poppler(pdf: bytes) -> str:
    need("pdftotext", "poppler-utils", "2026-11-27")
    run = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return normal(run.stdout.decode())


def by_pdfium(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    text = " ".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return normal(text)


def mixed(italian: int) -> Layout:
    """Every mixed line alone, on a page with so many Italian ones."""
    sheet = Sheet(Shaper())
    for place, (language, text) in enumerate([*MIXED, *[("it", ITALIAN)] * italian]):
        sheet.text(str(place), text, (40, 60 + 40 * place, 520), language=language, size=12)
    return Layout((sheet.frozen(),))


@pytest.mark.parametrize("language", ["ar", "fa", "ur"])
def test_every_line_of_a_slip_is_copied_in_logical_order(language: str) -> None:
    layout = lay_out("anti_trafficking", language)
    got = by_poppler(draw(layout))
    assert len(lines(layout)) > 10
    assert [line for line in lines(layout, only_turned=False) if line not in got] == []


@pytest.mark.parametrize("italian", [0, 9])
def test_numbers_and_latin_words_stay_where_they_are_read(italian: int) -> None:
    """Poppler reads a page that is mostly right to left otherwise than one that is not."""
    layout = mixed(italian)
    got = by_poppler(draw(layout))
    assert [line for line in lines(layout, only_turned=False) if line not in got] == []


@pytest.mark.parametrize("italian", [0, 9])
def test_the_reader_of_browsers_gets_every_mixed_line(italian: int) -> None:
    """Codes, dates, brackets, marks on letters, groups of a number, several Latin words in a row."""
    got = by_pdfium(draw(mixed(italian)))
    assert [text for _, text in MIXED if normal(text) not in got] == []


@pytest.mark.parametrize("kind", ["anti_trafficking", "labour_desk", "police"])
@pytest.mark.parametrize("language", ["ar", "fa"])
def test_every_line_of_a_slip_is_copied_from_a_browser(kind: str, language: str) -> None:
    layout = lay_out(kind, language)
    got = by_pdfium(draw(layout))
    assert len(lines(layout)) > 10
    assert [line for line in lines(layout, only_turned=False) if line not in got] == []


def test_a_browser_parts_only_a_few_long_lines_of_nastaliq() -> None:
    """It takes letters that hang far from the line for another one: halves of three such lines change places."""
    layout = lay_out("anti_trafficking", "ur")
    got = by_pdfium(draw(layout))
    wrong = [line for line in lines(layout, only_turned=False) if line not in got]
    assert len(wrong) <= 3
    assert [word for line in wrong for word in line.split() if word not in got] == []
