"""The sheet with a recovery key: the key in the middle of its frame, at the side where its words begin."""

import pytest

from intake_app import i18n
from intake_app.slips.layout import Frame
from intake_app.slips.recovery_sheet import lay_out_recovery
from intake_app.slips.service_page import MARGIN, WIDTH
from tests.slips.test_pages import faults

KEY = "ABCD-EFGH-JKLM-NPQR-STUV-WXYZ-2345-6789"


@pytest.mark.parametrize("language", ["it", "en", "fr", "ar", "bn"])
def test_the_key_stands_in_the_middle_of_its_frame_where_the_words_begin(language: str) -> None:
    layout = lay_out_recovery(KEY, language, i18n.load)
    (page,) = layout.pages
    boxes = {text.role: text.box for text in page.texts}
    (frame,) = (shape for shape in page.shapes if isinstance(shape, Frame))
    first, last, title = boxes["key-0"], boxes["key-1"], boxes["title"]
    assert first.y - frame.box.y == pytest.approx(frame.box.bottom - last.bottom) and frame.box.y > title.bottom
    if language == "ar":
        assert title.right == pytest.approx(MARGIN + WIDTH)
        assert frame.box.right - first.right == pytest.approx(frame.box.right - last.right) == pytest.approx(18)
    else:
        assert title.x == pytest.approx(MARGIN) and first.x == last.x == pytest.approx(MARGIN + 18)
    assert [text.text for text in page.texts if text.role.startswith("key")] == [
        "ABCD  EFGH  JKLM  NPQR",
        "STUV  WXYZ  2345  6789",
    ]
    assert faults(layout) == []
