"""The PDF itself: deterministic, fonts inside, text that copies, codes that scan, nothing about anybody in it."""

import re
import subprocess
from pathlib import Path

import pypdfium2
import pytest
import segno

from intake_app import i18n, slips
from intake_app.slips.layout import Layout, QrCode, Sheet
from intake_app.slips.qr import QUIET
from intake_app.slips.render import draw
from intake_app.slips.shaping import Shaper
from tests.needed import need
from tests.slips.examples import make_content
from tests.slips.reading import rasterise


def extracted(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    text = " ".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    return " ".join(text.split())


def test_the_same_content_gives_the_same_bytes() -> None:
    assert slips.render(make_content(), "ar") == slips.render(make_content(), "ar")


def test_two_a4_pages_and_neutral_properties() -> None:
    document = pypdfium2.PdfDocument(slips.render(make_content("freephone"), "bn"))
    assert [tuple(round(edge) for edge in page.get_size()) for page in document] == [(595, 842)] * 2
    about = {key: value for key, value in document.get_metadata_dict().items() if value}
    document.close()
    assert about.pop("Producer").startswith("ReportLab")
    assert set(about) <= {"Title", "Subject", "CreationDate", "ModDate"}
    assert about["Title"] == "Scheda" and "2026" not in about["CreationDate"]


def test_fonts_are_inside_and_no_path_or_person_is(tmp_path: Path) -> None:
    pdf = slips.render(make_content(), "ar")
    assert len(re.findall(rb"/FontFile2", pdf)) == len(re.findall(rb"/CIDFontType2", pdf)) >= 3
    assert len(pdf) < 120_000
    assert not re.search(rb"CANARY|/usr/|/home/|\.ttf|uuid:1|file://", pdf)


@pytest.mark.parametrize(
    ("language", "key"),
    [
        ("ar", "A service will be asked to see you within 24 hours."),
        ("bn", "A service will be asked to see you within 24 hours."),
        ("bn", "This sheet does not carry your name. Keep it only if that is safe for you."),
        ("fr", "This sheet does not carry your name. Keep it only if that is safe for you."),
        ("ar", "This sheet does not carry your name. Keep it only if that is safe for you."),
    ],
)
def test_text_can_be_copied_and_searched(language: str, key: str) -> None:
    assert i18n.load(language)(key) in extracted(slips.render(make_content(language=language), language))


SCRIPTS = {
    "ur": "ہم ایک خدمت سے کہیں گے کہ وہ آپ سے ملے۔",
    "ti": "ንሓደ ኣገልግሎት ኣብ ውሽጢ 24 ሰዓታት ክቕበለኩም ክንሓትት ኢና።",
    "bn": "ক্ষ্ম জ্ঞ ন্ত্র স্ত্রী কর্তৃপক্ষ শ্রদ্ধা দ্বন্দ্ব চাঁদ দুঃখ।",
    "ar": "لا بأس، الحمد لله",
    "so": "Waxaan weydiin doonaa adeeg inuu ku qaabilo",
    "tr": "kabul etmesini isteyeceğiz, ığüşöç",
    "sq": "çdo shërbim është falas",
    "ff": "ɓ ɗ ŋ ƴ Ɓ",
}


@pytest.mark.parametrize("language", sorted(SCRIPTS))
def test_every_script_has_its_glyphs_and_its_text(language: str) -> None:
    sheet = Sheet(Shaper())
    sheet.text("one", SCRIPTS[language], (60, 60, 400), language=language, size=14)
    sheet.text("heavy", SCRIPTS[language], (60, 160, 400), language=language, size=14, bold=True)
    layout = Layout((sheet.frozen(),), "Sheet")
    pieces = [piece for text in layout.pages[0].texts for placed in text.lines for piece in placed.line.pieces]
    assert all(glyph.number for piece in pieces for cluster in piece.clusters for glyph in cluster.glyphs)
    assert not any("\ufffd" in piece.text for piece in pieces)
    assert extracted(draw(layout)).count(SCRIPTS[language]) == 2


def test_markup_in_a_value_is_text() -> None:
    content = make_content(person_code="<b>&amp;</b>(%s)")
    assert "<b>&amp;</b>(%s)" in extracted(slips.render(content, "fr"))


def test_qr_modules_on_the_page_are_those_of_the_reference() -> None:
    content = make_content()
    (first, *_), layout = rasterise(slips.render(content, "ar")), slips.lay_out(content, "ar")
    wanted = [[bool(dark) for dark in row] for row in segno.make_qr(content.reference, error="m").matrix]
    codes = [shape for shape in layout.pages[0].shapes if isinstance(shape, QrCode)]
    assert len(codes) == 2
    for code in codes:
        module = code.box.width / (len(wanted) + 2 * QUIET)
        seen = [
            [
                first.getpixel(
                    (
                        int((code.box.x + (column + QUIET + 0.5) * module) * 300 / 72),
                        int((code.box.y + (row + QUIET + 0.5) * module) * 300 / 72),
                    )
                )
                < 128  # type: ignore[operator]
                for column in range(len(wanted))
            ]
            for row in range(len(wanted))
        ]
        assert seen == wanted


def test_a_scanner_reads_both_codes(tmp_path: Path) -> None:
    need("zbarimg", "zbar-tools", "2026-11-22")
    content = make_content()
    picture = tmp_path / "page.png"
    rasterise(slips.render(content, "ar"))[0].save(picture)
    run = subprocess.run(["zbarimg", "-q", "--raw", str(picture)], capture_output=True, text=True, check=True)
    assert run.stdout.split() == [content.reference] * 2
