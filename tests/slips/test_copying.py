"""Text copies out of a PDF of ours in the order in which it is read, in every script and by every reader."""

import random
import re
import subprocess
import unicodedata
from collections import Counter
from collections.abc import Iterator
from io import BytesIO

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from intake_app import i18n, slips
from intake_app.slips import lay_out_receipt
from intake_app.slips.flowing import Flow
from intake_app.slips.layout import Layout, Sheet
from intake_app.slips.recovery_sheet import lay_out_recovery
from intake_app.slips.render import draw
from intake_app.slips.shaping import Shaper
from intake_app.slips.voice import Voice
from tests.needed import need
from tests.slips.test_papers import LINE, NAMES, PAPERS, TIER_1
from tests.slips.test_papers import lay_out as a_paper
from tests.slips.test_recovery_sheet import KEY
from tests.slips.test_screening_page import laid
from tests.slips.test_transfer_receipt import transfer
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


def by_poppler(pdf: bytes, *how: str) -> str:
    need("pdftotext", "poppler-utils", "2026-11-27")
    run = subprocess.run(["pdftotext", *how, "-", "-"], input=pdf, capture_output=True, check=True)
    return normal(run.stdout.decode())


def by_pdfium(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    text = " ".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return normal(text)


def by_pypdf(pdf: bytes) -> str:
    return normal(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages))


def mixed(italian: int) -> Layout:
    """Every mixed line alone, on a page with so many Italian ones."""
    sheet = Sheet(Shaper())
    for place, (language, text) in enumerate([*MIXED, *[("it", ITALIAN)] * italian]):
        sheet.text(str(place), text, (40, 60 + 40 * place, 520), language=language, size=12)
    return Layout((sheet.frozen(),), "Sheet")


@pytest.mark.parametrize("italian", [0, 9])
def test_numbers_and_latin_words_stay_where_they_are_read(italian: int) -> None:
    """Poppler reads a page that is mostly right to left otherwise than one that is not."""
    layout = mixed(italian)
    got = by_poppler(draw(layout))
    assert [line for line in lines(layout, only_turned=False) if line not in got] == []


@pytest.mark.parametrize("italian", [0, 9])
def test_browsers_and_readers_of_glyphs_alone_get_every_mixed_line(italian: int) -> None:
    """Codes, dates, brackets, marks on letters, groups of a number, several Latin words in a row."""
    pdf = draw(mixed(italian))
    for got in (by_pdfium(pdf), by_pypdf(pdf)):
        assert [text for _, text in MIXED if normal(text) not in got] == []


def papers(language: str) -> Iterator[tuple[str, Layout]]:
    """Whatever we print in a language, by name."""
    for kind in ("anti_trafficking", "freephone", "labour_desk", "police"):
        yield kind, lay_out(kind, language)
    for name in NAMES:
        yield name, a_paper(name, language)
    yield "sheet of cards", slips.lay_out_card(PAPERS, LINE, language, i18n.load, 10)
    yield "art. 17", laid(language=language)
    yield "receipt", lay_out_receipt(transfer(3, 2), language, i18n.load)
    yield "recovery key", lay_out_recovery(KEY, language, i18n.load)


def told_in(language: str) -> Layout:
    """Words that somebody wrote, on a page in Italian, as in the report on a child."""
    flow = Flow(Voice.of("it", i18n.load), ())
    for number, text in enumerate(by_hand for by_hand in MIXED if by_hand[0] == language):
        flow.told(f"own-{number}", text[1] + " " + text[1], 11)
    flow.told("story", " ".join(text.text for text in lay_out("police", language).pages[1].texts[4:12]), 11)
    return flow.layout()


def not_copied(layout: Layout, copied: str) -> tuple[list[str], Counter[str], Counter[str]]:
    """Lines that are not whole in a copy, and words that are there too seldom or too often."""
    wanted = lines(layout, only_turned=False)
    drawn, got = Counter(" ".join(wanted).split()), Counter(copied.split())
    return [line for line in wanted if line not in copied], drawn - got, got - drawn


@pytest.mark.parametrize("language", TIER_1)
def test_every_paper_is_copied_as_it_is_read(language: str) -> None:
    """By browsers, by poppler, and by pypdf, which goes by the order of the file and by the glyphs alone."""
    found = {}
    for name, layout in papers(language):
        pdf = draw(layout)
        assert by_pypdf(pdf) == " ".join(lines(layout, only_turned=False)), name
        found[name] = not_copied(layout, by_pdfium(pdf)), not_copied(layout, by_poppler(pdf))
    nothing: tuple[list[str], Counter[str], Counter[str]] = [], Counter(), Counter()
    assert found == dict.fromkeys(found, (nothing, nothing))


@pytest.mark.parametrize("language", TIER_1)
def test_the_order_in_which_a_slip_is_drawn_is_that_in_which_it_is_read(language: str) -> None:
    layout = lay_out("police", language)
    assert by_poppler(draw(layout), "-raw") == " ".join(lines(layout, only_turned=False))


@pytest.mark.parametrize("language", ["ar", "ur", "fa", "bn", "am"])
def test_words_that_somebody_wrote_are_copied_as_they_are_read(language: str) -> None:
    layout = told_in(language)
    pdf = draw(layout)
    assert by_pypdf(pdf) == " ".join(lines(layout, only_turned=False))
    for copied in (by_pdfium(pdf), by_poppler(pdf)):
        assert not_copied(layout, copied) == ([], Counter(), Counter())


WORDS = {
    "ar": ["لا", "الهاتف", "أهلا", "(مجانا)،", "آمنًا", "لك.", "لم", "تُراجع", "و", "هو:"],
    "ur": ["مسودہ،", "اس", "شعبے", "کسی", "ماہر", "(تصدیق)", "ہے۔", "پناہ", "وجہ", "مہربانی", "دفتر:"],
    "fa": ["می‌خواهیم", "این‌ها", "شمارهٔ", "یک", "(رایگان)", "ساعت.", "و", "۲۴", "زبان:"],
}
STRANGE = ("Lampedusa", "Agrigento,", "PINO-44-1", "Page", "A/12", "24", "72", "21/11/2026", "000", "290", "1")


@settings(max_examples=100, deadline=None, derandomize=True)
@given(
    st.sampled_from(sorted(WORDS)), st.sampled_from(["", "it"]), st.integers(3, 30), st.randoms(use_true_random=False)
)
def test_words_of_two_directions_in_any_order_are_copied_in_that_order(
    language: str, base: str, italian: int, dice: random.Random
) -> None:
    """A paragraph of either language, on a page that is mostly of either."""
    count = dice.randint(1, 8)
    text = " ".join(dice.choice(WORDS[language] if dice.random() < 0.7 else STRANGE) for _ in range(count))
    sheet = Sheet(Shaper())
    sheet.text("mixed", text, (30, 60, 540), language=base or language, size=12)
    for number in range(italian):
        sheet.text(str(number), ITALIAN, (30, 200 + 20 * number, 540), language="it", size=11)
    layout = Layout((sheet.frozen(),), "Sheet")
    pdf = draw(layout)
    for copied in (by_pypdf(pdf), by_pdfium(pdf), by_poppler(pdf)):
        assert not_copied(layout, copied)[0] == []
