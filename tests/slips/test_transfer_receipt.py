"""The receipt of a transfer: every record is on it once, nothing lies on anything else, and it names nobody."""

import itertools
from io import BytesIO

import pytest
from pypdf import PdfReader

from intake_app import i18n
from intake_app.slips import Transfer, TransferLine, lay_out_receipt, transfer_receipt
from intake_app.slips.layout import PAGE_HEIGHT, PAGE_WIDTH, Layout
from intake_app.slips.service_page import MARGIN, WIDTH
from tests.slips.test_pages import shown

HEAD = "1234-567-a1b2c3d4e5f60718"
DIGEST = "0123456789abcdef" * 4
REASON = "Il server ha già un altro record con questo identificativo: non è stato toccato. Confronta i due. "


def transfer(received: int, remaining: int, reason: str = REASON) -> Transfer:
    sent = (TransferLine(f"LUNE-{n:03}", "Primo colloquio", "oggi 14:37", "Ricevuto", DIGEST) for n in range(received))
    left = (TransferLine(f"TELI-{n:03}", "Primo colloquio", "oggi 14:37", reason) for n in range(remaining))
    return Transfer("Molo", "Centrale · example.org", "26/11/2026 18:04", HEAD, tuple(sent), tuple(left))


def _faults(layout: Layout) -> list[str]:
    found = []
    for number, page in enumerate(layout.pages, start=1):
        boxes = [(text.role, text.box) for text in page.texts]
        for role, box in boxes:
            if box.x < 20 or box.y < 15 or box.right > PAGE_WIDTH - 20 or box.bottom > PAGE_HEIGHT - 15:
                found.append(f"page {number}: {role} leaves the page")
        found += [
            f"page {number}: {one} lies on {other}"
            for (one, box), (other, second) in itertools.combinations(boxes, 2)
            if box.overlaps(second)
        ]
    return found


@pytest.mark.parametrize("language", ["it", "en", "ar", "bn"])
@pytest.mark.parametrize(("received", "remaining"), [(0, 0), (1, 0), (0, 1), (37, 23)])
def test_every_record_stands_on_it_once(language: str, received: int, remaining: int) -> None:
    layout = lay_out_receipt(transfer(received, remaining), language, i18n.load)
    whole = " ".join(shown(page) for page in layout.pages)
    assert _faults(layout) == []
    for code in (*(f"LUNE-{n:03}" for n in range(received)), *(f"TELI-{n:03}" for n in range(remaining))):
        assert whole.count(code) == 1
    assert whole.count(DIGEST[:16]) == received
    assert DIGEST[:17] not in whole
    assert whole.count(HEAD) == 1
    assert (len(layout.pages) > 1) == (received > 1)


def test_in_arabic_code_and_digest_stand_at_the_right_edge() -> None:
    (page,) = lay_out_receipt(transfer(1, 0), "ar", i18n.load).pages
    boxes = {text.role: text.box for text in page.texts}
    for role in ("received", "received-0-0", "received-0-digest"):
        assert boxes[role].right == pytest.approx(MARGIN + WIDTH)
    assert [text.text for text in page.texts if text.role == "page"] == ["صفحة 1 من 1"]


@pytest.mark.parametrize("told", ["تم الاستلام.", "Server said no."])
def test_in_arabic_every_cell_begins_at_its_right_edge(told: str) -> None:
    (page,) = lay_out_receipt(transfer(0, 1, told), "ar", i18n.load).pages
    cell = next(text for text in page.texts if text.role == "remaining-0-3")
    assert cell.box.right == pytest.approx(MARGIN + 0.38 * WIDTH)
    assert cell.language == ("en" if told.isascii() else "ar"), "a full stop stands where its sentence ends"


def test_a_row_stays_whole_at_the_edge_of_a_page() -> None:
    """A long reason is never torn: all its lines stand on the page of its code."""
    layout = lay_out_receipt(transfer(0, 40, REASON * 4), "it", i18n.load)
    for page in layout.pages:
        roles = {text.role.removesuffix("-0") for text in page.texts if text.role.endswith("-0")}
        assert all(f"{role}-3" in {text.role for text in page.texts} for role in roles)
    assert len(layout.pages) > 4


def test_columns_are_mirrored_where_one_reads_from_the_right() -> None:
    def code_of(language: str) -> float:
        (page,) = lay_out_receipt(transfer(1, 0), language, i18n.load).pages
        return next(text.box.x for text in page.texts if text.text == "LUNE-000")

    assert code_of("ar") > PAGE_WIDTH / 2 > code_of("it")


def test_the_file_says_nothing_of_itself() -> None:
    pdf = PdfReader(BytesIO(transfer_receipt(transfer(2, 1), "it", i18n.load)))
    assert pdf.metadata is not None
    assert (pdf.metadata.title, pdf.metadata.author or "") == ("Scheda", "")
    assert transfer_receipt(transfer(2, 1), "it", i18n.load) == transfer_receipt(transfer(2, 1), "it", i18n.load)
