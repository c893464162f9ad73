"""Pages are right when a reader finds on the pixels what was meant: OCR of every paragraph at 300 dpi."""

from dataclasses import replace
from itertools import groupby
from pathlib import Path

import pytest
import uharfbuzz

from intake_app import slips
from intake_app.slips.fonts import Face
from intake_app.slips.layout import Layout, Page, PlacedText, Sheet
from intake_app.slips.render import draw
from intake_app.slips.shaping import Shaper, Span
from tests.slips.examples import make_content
from tests.slips.reading import ENOUGH, need_tesseract, outline, outlines, read_right, shares


def weak(found: dict[str, tuple[float, str]]) -> dict[str, tuple[float, str]]:
    return {name: share for name, share in found.items() if share[0] < ENOUGH}


@pytest.mark.parametrize("language", ["ar", "bn"])
def test_every_paragraph_of_a_slip_reads_back(language: str, tmp_path: Path) -> None:
    need_tesseract("it", language)
    content = make_content("freephone", language=language)
    found = shares(slips.lay_out(content, language), slips.render(content, language), tmp_path)
    assert len(found) > 40
    assert weak(found) == {}


@pytest.mark.parametrize("language", ["en", "fr", "so", "fa", "am", "ti"])
def test_what_is_for_the_person_reads_back(language: str, tmp_path: Path) -> None:
    need_tesseract(language)
    content = make_content("freephone", language=language)
    layout = slips.lay_out(content, language)
    found = shares(layout, slips.render(content, language), tmp_path, again=(0.5, 0.4), only=language)
    assert len(found) > 12
    assert {role: share for role, share in found.items() if share[0] < 0.75} == {}
    assert read_right(layout, found) >= ENOUGH


def urdu() -> list[PlacedText]:
    """The paragraphs for the person."""
    layout = slips.lay_out(make_content("freephone", language="ur"), "ur")
    return [text for page in layout.pages for text in page.texts if text.language == "ur"]


def test_the_same_urdu_reads_back_in_the_plain_style(tmp_path: Path) -> None:
    """No engine reads the sloping style (Nastaliq), on a perfect page either; all else about it is the same."""
    need_tesseract("ur")
    sheet, y = Sheet(Shaper()), 40.0
    for text in urdu():
        y = sheet.text(text.role, text.text, (60, y, 460), language="fa", size=12) + 4
    layout = Layout((sheet.frozen(),))
    assert {piece.face.family for text in sheet.texts for line in text.lines for piece in line.line.pieces} == {
        "Noto Naskh Arabic", "Noto Sans",
    }  # fmt: skip
    named = Layout((Page(tuple(replace(text, language="ur") for text in sheet.texts), ()),))
    found = shares(named, draw(layout), tmp_path, again=(0.8, 0.5))
    assert len(found) > 12 and read_right(named, found) >= ENOUGH


def test_the_glyphs_of_sloping_urdu_are_those_of_harfbuzz() -> None:
    """Words are shaped one by one; a whole line shaped at once gives the same glyphs in the same places.

    And the page draws these: the outlines in the file, found through its own tables, are the font's, in this order.
    """
    texts = urdu()
    layout = Layout((Page(tuple(texts), ()),))
    drawn = outlines(draw(layout))
    count = 0
    for placed in (placed for text in texts for placed in text.lines):
        for (face, level), run in groupby(placed.line.pieces, key=lambda piece: (piece.face, piece.level)):
            pieces = list(run)
            ours = [glyph for piece in pieces for cluster in piece.clusters for glyph in cluster.glyphs]
            said = "".join(piece.text for piece in (reversed(pieces) if level % 2 else pieces))
            assert [(one.number, one.advance, one.dx, one.dy) for one in ours] == shaped_at_once(face, said, level)
            for glyph in ours:
                assert next(drawn) == outline(face.shaped, glyph.number)
            count += "Nastaliq" in face.family
    assert count > 100 and next(drawn, None) is None


def shaped_at_once(face: Face, text: str, level: int) -> list[tuple[int, int, int, int]]:
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.direction, buffer.language = ("rtl" if level % 2 else "ltr"), "ur"
    uharfbuzz.shape(face.shaped, buffer, {})
    both = zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
    return [(info.codepoint, at.x_advance, at.x_offset, at.y_offset) for info, at in both]


LONG = {
    "ar": (
        [
            Span("تحدثنا اليوم في نقطة الاستقبال عن الخدمات المتاحة وعن طريقة الوصول إليها، وقد طلبنا موعدا من مركز "),
            Span("Favaloro 12", alone=True),
            Span(" في المدينة. رقم الهاتف هو "),
            Span("800 290 290", bold=True, alone=True),
            Span(" والرقم المرجعي هو "),
            Span("7K4M-29QX", bold=True, alone=True),
            Span(" والموعد يوم "),
            Span("21/11/2026", alone=True),
            Span(" في الساعة العاشرة صباحا. يمكنك أن تغير رأيك في أي وقت دون أن تذكر السبب."),
        ]
    ),
    "bn": (
        [
            Span("আমরা আজ অভ্যর্থনা কেন্দ্রে উপলব্ধ সেবা এবং সেখানে পৌঁছানোর উপায় নিয়ে কথা বলেছি এবং "),
            Span("Favaloro 12", alone=True),
            Span(" কেন্দ্রে সাক্ষাতের অনুরোধ করেছি। ফোন নম্বর "),
            Span("800 290 290", bold=True, alone=True),
            Span(" এবং কোড "),
            Span("7K4M-29QX", bold=True, alone=True),
            Span("। আপনি যেকোনো সময় মত বদলাতে পারেন, কারণ বলতে হবে না। শিক্ষা, স্বাস্থ্য ও বিশ্রামের ব্যবস্থা আছে।"),
        ]
    ),
    "it": (
        [
            Span("Oggi abbiamo parlato dei servizi e di come raggiungerli; l'appuntamento è al centro "),
            Span("Favaloro 12", alone=True),
            Span(", già pronto perché più vicino. Il numero è "),
            Span("800 290 290", bold=True, alone=True),
            Span(" e il riferimento è "),
            Span("7K4M-29QX", bold=True, alone=True),
            Span(". Può cambiare idea in ogni momento e non deve dire perché."),
        ]
    ),
}


@pytest.mark.parametrize("language", sorted(LONG))
@pytest.mark.parametrize("width", [240.0, 420.0])
def test_long_mixed_paragraphs_keep_their_order_over_lines(language: str, width: float, tmp_path: Path) -> None:
    need_tesseract(language)
    sheet = Sheet(Shaper())
    sheet.text("long", LONG[language], (60, 60, width), language=language, size=13)
    layout = Layout((sheet.frozen(),))
    found = shares(layout, draw(layout), tmp_path)
    assert len(layout.pages[0].texts[0].lines) >= 3
    assert weak(found) == {}
