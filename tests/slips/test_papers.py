"""Cards and leaflets: every language whole on its page, nothing on them that tells why somebody holds them."""

import itertools
import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pypdfium2
import pytest

from intake_app import i18n, languages, paths, slips, workflow
from intake_app.errors import IntakeError
from intake_app.referral import load_papers
from intake_app.slips.card import COLUMNS, FINE, ON_A_SHEET, PAD
from intake_app.slips.card import HEIGHT as CARD_HEIGHT
from intake_app.slips.card import WIDTH as CARD_WIDTH
from intake_app.slips.layout import LEAST, MILLIMETRE, PAGE_HEIGHT, PAGE_WIDTH, Box, CutMark, Layout, Page
from intake_app.slips.leaflet import HEIGHT, MARGIN, WIDTH
from intake_app.slips.render import draw
from tests.slips.reading import ENOUGH, need_tesseract, read_right, shares
from tests.slips.test_pages import FORBIDDEN, shown
from tests.slips.test_pdf import extracted

TIER_1 = ("it", "en", "fr", "ar", "bn", "ur", "fa", "so", "ti", "am")
PAPERS, LINE = workflow.papers()
NUMBER = "800 290 290"
NAMES = ("card", "freephone", "paths", "permits")
SIDES = {("paths", "ur"): 2}
"""Of the sheet of a paper in a language that are printed, where one has no room for it."""


@cache
def lay_out(name: str, language: str) -> Layout:
    if name == "card":
        return slips.lay_out_card(PAPERS, LINE, language, i18n.load)
    return slips.lay_out_leaflet(PAPERS, name, LINE, language, i18n.load)


@cache
def drawn(name: str, language: str) -> bytes:
    return draw(lay_out(name, language))


def faults(page: Page, edge: float) -> list[str]:
    """What is nearer to an edge than it may be, or lies on something else."""
    boxes = [(text.role, text.box) for text in page.texts]
    free = Box(edge, edge, page.width - 2 * edge, page.height - 2 * edge)
    outside = [
        f"{role} is outside"
        for role, box in boxes
        if box.x < free.x - 0.01
        or box.y < free.y - 0.01
        or box.right > free.right + 0.01
        or box.bottom > free.bottom + 0.01
    ]
    pairs = itertools.combinations(boxes, 2)
    return outside + [f"{first} lies on {second}" for (first, one), (second, two) in pairs if one.overlaps(two)]


@pytest.mark.parametrize("language", TIER_1)
@pytest.mark.parametrize(
    ("name", "edge"), [("card", PAD), *((topic, 0.7 * MARGIN) for topic in ("freephone", "paths", "permits"))]
)
def test_all_of_it_is_on_the_page_in_its_language(name: str, edge: float, language: str) -> None:
    pages = lay_out(name, language).pages
    assert len(pages) == SIDES.get((name, language), 1)
    assert [fault for page in pages for fault in faults(page, edge)] == []
    texts = [text for page in pages for text in page.texts]
    assert {text.language for text in texts if text.role not in ("number", "card-number")} == {language}
    fine = ("card-languages", "card-not-served")
    assert all(text.size >= (FINE if text.role in fine else LEAST) for text in texts)
    assert not any("…" in text.text or "\ufffd" in text.text for text in texts)
    pieces = [piece for text in texts for line in text.lines for piece in line.line.pieces]
    assert all(glyph.number for piece in pieces for cluster in piece.clusters for glyph in cluster.glyphs)
    assert not any("\ufffd" in piece.text for piece in pieces)


@pytest.mark.parametrize("language", TIER_1)
def test_no_paper_tells_why_somebody_holds_it(language: str) -> None:
    """Whoever finds it in a pocket learns no more than that there is a number, or that one may ask for help."""
    text = " ".join(shown(page) for name in NAMES for page in lay_out(name, language).pages).casefold()
    assert [word for word in FORBIDDEN if word in text] == []
    assert LINE.mandate_text("it") not in text


def plain(text: str) -> str:
    """Without joiners, which pdfium leaves out of what it copies."""
    return " ".join(text.replace("\u200c", "").split())


@pytest.mark.parametrize("language", TIER_1)
def test_what_is_copied_is_what_was_written(language: str) -> None:
    tr = i18n.load(language)
    wanted = {
        "card": (PAPERS.card.title,),
        "freephone": (PAPERS.leaflets["freephone"].title, "You decide", "If you are in danger now"),
        "paths": ("You need not report anybody to the police.", "There are two ways. You choose."),
        "permits": (PAPERS.leaflets["permits"].title, PAPERS.permit_term, "A desk for workers can explain it to you."),
    }
    for name, texts in wanted.items():
        copied = plain(extracted(drawn(name, language)))
        assert [text for text in texts if plain(tr(text)) not in copied] == []
        assert (NUMBER in copied) == (name in ("card", "freephone"))


@pytest.mark.parametrize("language", [language for language in TIER_1 if language not in ("ar", "ur")])
def test_every_word_is_copied(language: str) -> None:
    """Not so in Urdu, where pdfium turns some words of sloping lines round, nor with the vowel signs of Arabic."""
    for name in NAMES:
        copied = set(re.findall(r"\w+", plain(extracted(drawn(name, language)))))
        written = set(re.findall(r"\w+", plain(" ".join(map(shown, lay_out(name, language).pages)))))
        assert written - copied == set()


@pytest.mark.parametrize("language", TIER_1)
def test_a_card_says_whether_somebody_should_phone_with_one(language: str) -> None:
    """The line is known to serve some languages; to whom speaks another the card says what can be done."""
    (page,) = lay_out("card", language).pages
    own = languages.get(language).named_in(language)
    not_known = i18n.load(language)(PAPERS.card.not_known).format(language=own)
    for said in (not_known, i18n.load(language)(PAPERS.card.not_served)):
        assert (said in shown(page)) == (language not in LINE.languages)
    (named,) = [text for text in page.texts if text.role == "card-languages"]
    assert (own in named.text) == (language in LINE.languages)


@pytest.mark.parametrize("language", TIER_1)
def test_a_card_names_every_language_that_is_known(language: str) -> None:
    """Also in the sloping lines of Urdu, under a number that is a little smaller."""
    (page,) = lay_out("card", language).pages
    (named,) = [text for text in page.texts if text.role == "card-languages"]
    told = [code for code in LINE.languages if languages.get(code).named_in(language) in named.text]
    some = i18n.load(language)(PAPERS.card.some_languages) in named.text
    assert (len(told), some) == (len(LINE.languages), False)


def test_a_card_says_that_there_are_more_languages_where_all_have_no_room() -> None:
    many = replace(LINE, languages=tuple(one.code for one in languages.all_languages()))
    (page,) = slips.lay_out_card(PAPERS, many, "it", i18n.load).pages
    (named,) = [text for text in page.texts if text.role == "card-languages"]
    first = [languages.get(code).named_in("it") for code in ("it", *(each for each in many.languages if each != "it"))]
    assert i18n.load("it")(PAPERS.card.some_languages) in named.text
    assert [name for name in first[:6] if name in named.text] == first[: PAPERS.card.first_languages]


@pytest.mark.parametrize("language", ["it", "ar", "ti"])
def test_the_leaflet_names_every_language_that_is_known(language: str) -> None:
    (page,) = lay_out("freephone", language).pages
    assert "bn" not in LINE.languages
    assert all(languages.get(code).named_in(language) in shown(page) for code in LINE.languages)


@pytest.mark.parametrize("language", ["it", "ur"])
def test_the_two_ways_stand_side_by_side_the_first_where_one_begins(language: str) -> None:
    page = lay_out("paths", language).pages[0]
    social, judicial = (next(t.box for t in page.texts if t.role == f"way-{n}-heading") for n in (0, 1))
    assert social.y == judicial.y
    assert (social.x < judicial.x) == (language == "it")


def test_what_has_two_sides_says_which_one_is_seen() -> None:
    """And each copy has both of them, one after the other, to be printed on the front and the back."""
    front, back = lay_out("paths", "ur").pages
    assert "1/2" in shown(front) and "2/2" in shown(back)
    assert {text.role for text in front.texts} & {text.role for text in back.texts} == {"foot"}
    document = pypdfium2.PdfDocument(slips.leaflet(PAPERS, "paths", LINE, "ur", i18n.load, 3))
    assert len(document) == 3 * 2
    document.close()
    assert "1/1" not in shown(lay_out("paths", "it").pages[0])


def test_a_draft_says_so_until_it_is_confirmed() -> None:
    data = (paths.resources() / "papers.json").read_bytes()
    confirmed = load_papers(data.replace(b'"draft": true', b'"draft": false'))
    for topic in PAPERS.leaflets:
        assert PAPERS.draft_note in shown(lay_out(topic, "en").pages[0])
        assert "da confermare" in shown(lay_out(topic, "it").pages[0])
        (page,) = slips.lay_out_leaflet(confirmed, topic, LINE, "en", i18n.load).pages
        assert "foot" not in {text.role for text in page.texts}


def test_a_machine_made_translation_says_so() -> None:
    note = "translation not yet reviewed"
    assert i18n.load("bn")(note) in shown(lay_out("paths", "bn").pages[0])
    assert i18n.load("bn")(note) in shown(slips.lay_out_card(PAPERS, LINE, "bn", i18n.load, 2).pages[0])
    assert slips.translation_note("bn", i18n.load, "en") == note
    assert slips.translation_note("en", i18n.load, "en") == ""
    assert slips.translation_note("xx", i18n.load, "en").startswith("no translation yet")


def test_without_a_translation_a_paper_is_in_english() -> None:
    layout = lay_out("card", "nv")
    assert {text.language for text in layout.pages[0].texts} == {"en"} and layout.language == "en"


@pytest.mark.parametrize(("copies", "pages"), [(1, [1]), (2, [2]), (10, [10]), (23, [10, 10, 3])])
def test_cards_are_cut_from_sheets_of_ten(copies: int, pages: list[int]) -> None:
    layout = slips.lay_out_card(PAPERS, LINE, "ar", i18n.load, copies)
    assert [sum(text.text == NUMBER for text in page.texts) for page in layout.pages] == pages
    if copies > 1:
        assert {(page.width, page.height) for page in layout.pages} == {(PAGE_WIDTH, PAGE_HEIGHT)}
        assert [fault for page in layout.pages for fault in faults(page, 10)] == []


def test_marks_stand_outside_the_cards_in_line_with_each_cut() -> None:
    (page,) = slips.lay_out_card(PAPERS, LINE, "it", i18n.load, ON_A_SHEET).pages
    marks = [shape for shape in page.shapes if isinstance(shape, CutMark)]
    down, across = sorted({m.x for m in marks if m.down}), sorted({m.y for m in marks if m.across})
    assert [round(b - a, 2) for a, b in itertools.pairwise(down)] == [round(85.6 * MILLIMETRE, 2)] * COLUMNS
    assert [round(b - a, 2) for a, b in itertools.pairwise(across)] == [round(54 * MILLIMETRE, 2)] * 5
    assert len(marks) == 2 * (len(down) + len(across))
    for mark in marks:
        inside = down[0] < mark.x < down[-1] and across[0] < mark.y < across[-1]
        assert not inside and min(mark.x, mark.x + mark.across, mark.y, mark.y + mark.down) > 0


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("card", (CARD_WIDTH, CARD_HEIGHT)),
        ("freephone", (WIDTH, HEIGHT)),
        ("paths", (WIDTH, HEIGHT)),
        ("permits", (WIDTH, HEIGHT)),
    ],
)
def test_the_file_has_its_size_and_says_nothing_of_itself(name: str, size: tuple[float, float]) -> None:
    made = [slips.card(PAPERS, LINE, "ar", i18n.load), slips.leaflet(PAPERS, "paths", LINE, "ar", i18n.load)]
    pdf = drawn(name, "ar")
    assert (pdf in made) == (name in ("card", "paths"))  # the same content gives the same bytes
    document = pypdfium2.PdfDocument(pdf)
    assert [tuple(page.get_size()) for page in document] == [pytest.approx(size, abs=0.01)]
    about = {key: value for key, value in document.get_metadata_dict().items() if value}
    document.close()
    assert set(about) <= {"Title", "Subject", "CreationDate", "ModDate", "Producer"}
    assert about["Title"] == "ورقة معلومات" and "2026" not in about["CreationDate"]
    assert not re.search(rb"/usr/|/home/|\.ttf|file://", pdf)


def assert_read(name: str, language: str, folder: Path) -> None:
    """Nine characters in ten, and something of each paragraph."""
    need_tesseract("en", language)
    layout = lay_out(name, language)
    found = shares(layout, drawn(name, language), folder, again=(0.8, 0.6, 0.5, 0.4))
    assert {role: share for role, share in found.items() if share[0] < 0.5} == {}
    assert read_right(layout, found) >= ENOUGH


@pytest.mark.parametrize(("name", "language"), [("card", "it"), ("freephone", "ar"), ("card", "bn"), ("card", "fa")])
def test_a_reader_finds_on_the_pixels_what_was_meant(name: str, language: str, tmp_path: Path) -> None:
    assert_read(name, language, tmp_path)


@pytest.mark.soak
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", [language for language in TIER_1 if language != "ur"])
def test_a_reader_finds_every_paper_in_every_language(name: str, language: str, tmp_path: Path) -> None:
    """Urdu is read in another script style: see `test_read_back`."""
    assert_read(name, language, tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        (b"{", b"[", "file"),
        (b'"format": 1', b'"format": 2', "format"),
        (b'"card": {', b'"cards": {', "card"),
        (b'"first_languages": 4', b'"first_languages": 0', "card/first_languages"),
        (b'"title": "Two ways to ask for help"', b'"title": ""', "leaflets/paths/title"),
        (b'"heading": "With a prosecutor"', b'"heading": 3', "leaflets/paths/ways/heading"),
        (b'"texts": ["Phone 112."]', b'"texts": "Phone 112."', "leaflets/freephone/sections/texts"),
        (b'"ways": [', b'"ways": ["x", ', "leaflets/paths/ways"),
    ],
)
def test_a_file_that_is_not_whole_is_named_by_its_place(old: bytes, new: bytes, place: str) -> None:
    data = (paths.resources() / "papers.json").read_bytes()
    assert old in data
    with pytest.raises(IntakeError) as caught:
        load_papers(data.replace(old, new, 1))
    assert (caught.value.code, caught.value.facts["place"]) == ("referral.bad_papers", place)
