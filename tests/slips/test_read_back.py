"""Pages are right when a reader finds on the pixels what was meant: OCR of every paragraph at 300 dpi."""

from dataclasses import replace
from itertools import groupby, product
from pathlib import Path

import pytest
import uharfbuzz

from intake_app import i18n, slips
from intake_app.screening import RECIPIENT_KINDS
from intake_app.slips.fonts import Face
from intake_app.slips.layout import PAGE_HEIGHT, Layout, Page, PlacedText, Sheet
from intake_app.slips.render import draw
from intake_app.slips.shaping import Shaper, Span
from tests.slips.examples import make_content
from tests.slips.reading import ENOUGH, Drawn, need_tesseract, outline, outlines, read_right, shares
from tests.slips.test_variants import content


def weak(found: dict[str, tuple[float, str]]) -> dict[str, tuple[float, str]]:
    return {name: share for name, share in found.items() if share[0] < ENOUGH}


IN_TURN = {
    "it": "prefecture", "en": "consulate", "fr": "labour_desk", "ar": "anti_trafficking", "bn": "health",
    "ur": "social_services", "fa": "juvenile_court", "so": "police", "am": "training", "ti": "asylum_body",
}  # fmt: skip
"""Each language with another kind of recipient; the long run takes each with each."""
STRICT = ("it", "ar", "bn")
"""Languages of which each paragraph reads back; of the others nine characters of ten."""


def read_slip(kind: str, language: str, folder: Path, *pages: int) -> float:
    """The share of a slip that reads back of what is in a language, on these pages, or on all of them."""
    need_tesseract(language)
    spoken = "ar" if language == "it" else language
    whole = slips.lay_out(content(kind, language=spoken), spoken, i18n.load)
    layout = Layout(tuple(whole.pages[at] for at in pages) or whole.pages, "Sheet")
    layout = in_plain_style(layout) if language == "ur" else layout
    strict = language in STRICT
    again = (0.8, 0.5) if language == "ur" else (0.5, 0.4)
    found = shares(layout, draw(layout), folder, again=again, only=language)
    assert len(found) > 10
    assert {role: share for role, share in found.items() if share[0] < (ENOUGH if strict else 0.75)} == {}
    return read_right(layout, found)


def in_plain_style(layout: Layout) -> Layout:
    """The Urdu of a page as a reader can read it: none reads the sloping style (Nastaliq), on a perfect page either.

    All else about it is the same.
    """
    sheet, y = Sheet(Shaper()), 40.0
    for text in (text for page in layout.pages for text in page.texts if text.language == "ur"):
        y = sheet.text(text.role, text.text, (60, y, 460), language="fa", size=12) + 4
    plain = sheet.frozen()
    faces = {piece.face.family for text in sheet.texts for line in text.lines for piece in line.line.pieces}
    assert faces == {"Noto Naskh Arabic", "Noto Sans"}
    return Layout((Page(tuple(replace(text, language="ur") for text in plain.texts), ()),), "Sheet")


@pytest.mark.parametrize(("language", "kind"), IN_TURN.items())
def test_a_slip_reads_back(language: str, kind: str, tmp_path: Path) -> None:
    """The page for the service in Italian, those for the person in theirs."""
    assert read_slip(kind, language, tmp_path, *((0,) if language == "it" else ())) >= ENOUGH


@pytest.mark.soak
@pytest.mark.parametrize(("language", "kind"), list(product(IN_TURN, RECIPIENT_KINDS)))
def test_every_slip_reads_back(language: str, kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    share = read_slip(kind, language, tmp_path, *((0,) if language == "it" else ()))
    with capsys.disabled():
        print(f" {language} {kind}: {share:.1%}")  # noqa: T201 - whoever runs it wants to see how much reads back
    assert share >= ENOUGH


def urdu() -> list[PlacedText]:
    """The paragraphs for the person."""
    layout = slips.lay_out(make_content("freephone", language="ur"), "ur")
    return [text for page in layout.pages for text in page.texts if text.language == "ur"]


def test_the_glyphs_of_sloping_urdu_are_those_of_harfbuzz() -> None:
    """Words are shaped one by one; a whole line shaped at once gives the same glyphs in the same places.

    And the page draws these: the outlines in the file, found through its own tables, are the font's, in these places.
    """
    texts = urdu()
    drawn = outlines(draw(Layout((Page(tuple(texts), ()),), "Sheet")))
    count = 0
    wanted: list[Drawn] = []
    for placed, size in ((placed, text.size) for text in texts for placed in text.lines):
        pen = placed.x
        for (face, level), run in groupby(placed.line.pieces, key=lambda piece: (piece.face, piece.level)):
            pieces = list(run)
            ours = [glyph for piece in pieces for cluster in piece.clusters for glyph in cluster.glyphs]
            said = "".join(piece.text for piece in (reversed(pieces) if level % 2 else pieces))
            assert [(one.number, one.advance, one.dx, one.dy) for one in ours] == shaped_at_once(face, said, level)
            for glyph in ours:
                unit = size / face.upem
                at = pen + glyph.dx * unit, PAGE_HEIGHT - placed.baseline + glyph.dy * unit
                wanted += [(*at, strokes)] if (strokes := outline(face.shaped, glyph.number)) else []
                pen += glyph.advance * unit
            count += "Nastaliq" in face.family
    assert count > 100
    assert not_drawn(wanted, list(drawn)) == ([], [])


def not_drawn(wanted: list[Drawn], drawn: list[Drawn]) -> tuple[list[Drawn], list[Drawn]]:
    """What of this is not drawn within a twentieth of a point, and what else is drawn."""
    lacking = []
    for one in wanted:
        same = (
            other
            for other in drawn
            if abs(one[0] - other[0]) < 0.05 and abs(one[1] - other[1]) < 0.05 and one[2] == other[2]
        )
        if found := next(same, None):
            drawn.remove(found)
        else:
            lacking.append(one)
    return lacking, drawn


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
    layout = Layout((sheet.frozen(),), "Sheet")
    found = shares(layout, draw(layout), tmp_path)
    assert len(layout.pages[0].texts[0].lines) >= 3
    assert weak(found) == {}
