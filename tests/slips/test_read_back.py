"""Pages are right when a reader finds on the pixels what was meant: OCR of every paragraph at 300 dpi."""

from pathlib import Path

import pytest

from intake_app import slips
from intake_app.slips.layout import Layout, Sheet
from intake_app.slips.render import draw
from intake_app.slips.shaping import Shaper, Span
from tests.slips.examples import make_content
from tests.slips.reading import ENOUGH, need_tesseract, shares


def weak(found: dict[str, tuple[float, str]]) -> dict[str, tuple[float, str]]:
    return {name: share for name, share in found.items() if share[0] < ENOUGH}


@pytest.mark.parametrize("language", ["ar", "bn", "fr"])
def test_every_paragraph_of_a_slip_reads_back(language: str, tmp_path: Path) -> None:
    need_tesseract("it", language)
    content = make_content("freephone", language=language)
    found = shares(slips.lay_out(content, language), slips.render(content, language), tmp_path)
    assert len(found) > 40
    assert weak(found) == {}


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
