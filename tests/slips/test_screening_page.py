"""The page of art. 17: five items and no other, in Italian and English, on the ground that is told."""

from dataclasses import replace

import pytest

from intake_app import i18n, slips
from intake_app.errors import IntakeError
from intake_app.exports import SCREENING_ITEMS, Heard, screening_page
from intake_app.exports.screening_page import Source
from intake_app.screening import Release
from intake_app.slips.layout import Layout, Rule
from intake_app.slips.service_page import MARGIN, WIDTH
from tests.exports.test_htcds import Form
from tests.slips.test_pages import faults
from tests.slips.test_pdf import extracted

CANARY = "Zarafshan"
LEAVE = Release("r1", "uuid:1", "export", "asylum_body", "consent", "spoken", "p1", "2026-11-27T10:00:00+00:00")
FRAME = slips.ReportFrame("PINO-44-1", "Org", "Quay")
TAGS = {f"/d/{letter}": {"art17": letter} for letter in SCREENING_ITEMS} | {"/d/story": {}}


def heard(letter: str, answer: str, state: str = "answered") -> Heard:
    return Heard(f"/d/{letter}", answer, f"Question {letter}", answer, state)


ALL = [heard(letter, f"answer {letter}") for letter in SCREENING_ITEMS] + [heard("story", CANARY)]


def source(**changed: object) -> Source:
    return Form(TAGS), ALL, "uuid:1", replace(LEAVE, **changed)  # type: ignore[arg-type]


def laid(*sources: Source, language: str = "it") -> Layout:
    return slips.lay_out_screening(screening_page(sources or (source(),)), FRAME, language, i18n.load)


@pytest.mark.parametrize("language", ["it", "en"])
def test_five_items_stand_on_one_page_and_nothing_else_of_the_record(language: str) -> None:
    layout = laid(language=language)
    assert len(layout.pages) == 1 and faults(layout) == []
    shown = " ".join(text.text for text in layout.pages[0].texts)
    assert all(f"answer {letter}" in shown for letter in SCREENING_ITEMS)
    assert CANARY not in shown
    heads = [text.role for text in layout.pages[0].texts if text.role.endswith("-heading")]
    assert heads == [f"{letter}-heading" for letter in SCREENING_ITEMS]
    pdf = slips.screening_pages(screening_page((source(),)), FRAME, language, i18n.load)
    assert CANARY not in extracted(pdf) and CANARY.encode() not in pdf


@pytest.mark.parametrize("letter", ["c", "d", "h", "i", "x"])
def test_an_item_of_others_never_goes(letter: str) -> None:
    form = Form({**TAGS, "/d/story": {"art17": letter}})
    with pytest.raises(IntakeError) as caught:
        screening_page(((form, ALL, "uuid:1", LEAVE),))
    assert caught.value.facts == {"field": "/d/story"}


@pytest.mark.parametrize("wrong", [{"purpose": "slip"}, {"record_id": "uuid:2"}, {"basis": "hope"}])
def test_nothing_goes_without_a_release_for_this_record(wrong: dict[str, str]) -> None:
    with pytest.raises(IntakeError, match=r"exports\.no_release"):
        screening_page((source(**wrong),))


def test_records_of_one_person_stand_together_and_each_ground_is_told_once() -> None:
    told = [heard("e", "help to walk"), heard("g", "", "prefers_not_to_say")]
    other = (Form(TAGS), told, "uuid:1", replace(LEAVE, basis="override"))
    page = screening_page((source(), source(), other))
    assert page.bases == ("consent", "override")
    shown = " ".join(text.text for text in laid(source(), other).pages[0].texts)
    assert "help to walk" in shown and i18n.load("it")("prefers not to say") in shown


@pytest.mark.parametrize("basis", ["consent", "duty"])
def test_of_a_child_it_says_that_the_guardian_agreed_too(basis: str) -> None:
    for child in ("", "minor", "not_told"):
        page = replace(screening_page((source(basis=basis),)), child=child)
        shown = slips.lay_out_screening(page, FRAME, "en", i18n.load).pages[0].texts
        ground = " ".join(text.text for text in shown if text.role == "ground-0")
        assert ("and of their guardian" in ground) == bool(child and basis == "consent"), ground


def test_what_nobody_asked_is_told_apart_from_what_was_told_and_declined() -> None:
    """Who checks the vulnerability takes no silence of the talk for a "nothing" of the person."""
    unasked = [heard("e", "", "not_asked") for _ in range(6)]

    def said(*told: Heard) -> str:
        layout = laid((Form(TAGS), told, "uuid:1", LEAVE))
        assert faults(layout) == []
        return " ".join(text.text for text in layout.pages[0].texts if text.role in ("e-none", "e-left"))

    it = i18n.load("it")
    none = it("On this paper there is no answer to any question about this: nobody asked, or it is not here.")
    left = it("Questions about this without an answer on this paper, as nobody asked or it is not here: {n}")
    assert said(*unasked) == said() == none
    declined = heard("e", "", "prefers_not_to_say")
    assert said(declined, *unasked) == left.format(n=6)
    assert said(declined) == said(heard("e", "walks badly")) == ""


def test_a_day_is_written_as_it_is_here() -> None:
    layout = laid((Form(TAGS), [heard("a", "2004-02-29")], "uuid:1", LEAVE))
    shown = " ".join(text.text for text in layout.pages[0].texts)
    assert "29/02/2004" in shown


WORDS = {
    "it": "Mio fratello maggiore vive in Germania, vicino a Monaco",
    "ar": "أخي الأكبر يعيش في ألمانيا بالقرب من مدينة ميونيخ مع عائلته",
    "am": "ወንድሜ በጀርመን ሀገር በሙኒክ ከተማ አቅራቢያ ከቤተሰቡ ጋር ይኖራል",
    "bn": "আমার বড় ভাই জার্মানিতে মিউনিখ শহরের কাছে থাকে",
}


@pytest.mark.parametrize("told", WORDS.values(), ids=WORDS)
@pytest.mark.parametrize("language", ["it", "ar"])
def test_what_was_told_ends_no_line_within_a_word(told: str, language: str) -> None:
    layout = laid((Form(TAGS), [heard("g", told)], "uuid:1", LEAVE), language=language)
    assert faults(layout) == [] and len(layout.pages) == 1
    (said,) = [text for text in layout.pages[0].texts if text.role == "g-0-1"]
    assert len(said.lines) > 1
    assert [word for one in said.lines for word in one.line.text.split()] == told.split()


@pytest.mark.parametrize("times", [3, 300])
@pytest.mark.parametrize("told", WORDS.values(), ids=WORDS)
def test_what_was_told_at_length_goes_on_and_is_never_cut(told: str, times: int) -> None:
    whole = " ".join(f"{told} {number}" for number in range(times))
    layout = laid((Form(TAGS), [heard("g", whole), heard("e", "walks badly")], "uuid:1", LEAVE))
    assert faults(layout) == [] and (len(layout.pages) == 1) == (times == 3)
    every = [text for page in layout.pages for text in page.texts]
    texts = [text for text in every if text.role.startswith("g-0-") and text.role != "g-0-question"]
    assert [word for text in texts for one in text.lines for word in one.line.text.split()] == whole.split()


def test_what_was_not_told_is_left_to_the_hand() -> None:
    shown = " ".join(text.text for text in laid((Form(TAGS), [], "uuid:1", LEAVE)).pages[0].texts)
    assert "Cittadinanza" in shown and "Nome e cognome" in shown


def test_a_page_in_arabic_is_read_from_the_right() -> None:
    """The answer stands to the left of its question, a line to write on to the left of what belongs on it."""
    (page,) = laid(language="ar").pages
    boxes = {text.role: text.box for text in page.texts}
    edge = MARGIN + WIDTH
    assert boxes["a-0-0"].right == pytest.approx(edge) and boxes["a-0-1"].right < boxes["a-0-0"].x
    assert boxes["a-hand-0-0"].right == pytest.approx(edge, abs=1)
    words = boxes["a-hand-0-0"]
    lines = [one for one in page.shapes if isinstance(one, Rule) and words.y < one.y < words.bottom]
    assert [one.x for one in lines] == [pytest.approx(MARGIN)]
    assert all(one.x + one.width < words.x for one in lines)
    assert faults(laid(language="ar")) == []


def test_the_gender_is_told_or_written_by_hand() -> None:
    def lines(*more: Heard) -> str:
        tags = {**TAGS, "/d/gender": {"art17": "a"}}
        told: Source = (Form(tags), [*ALL, *more], "uuid:1", LEAVE)
        layout = laid(told)
        assert len(layout.pages) == 1 and faults(layout) == []
        return " ".join(text.text for text in layout.pages[0].texts)

    assert "Genere" in lines()
    told = lines(replace(heard("gender", "Donna"), value="woman"))
    assert "Genere" not in told and "Donna" in told


def test_what_was_told_is_not_asked_for_by_hand_once_more() -> None:
    """A line to write on stands for each thing that was not told, or not wholly."""
    names = {"born": "a", "birthplace": "a", "nationality": "b", "residence": "b", "protection": "f"}
    tags = {f"/d/{name}": {"art17": letter} for name, letter in names.items()}

    def by_hand(told: dict[str, str]) -> list[str]:
        said = [heard(name, answer, "answered" if answer else "prefers_not_to_say") for name, answer in told.items()]
        layout = laid((Form(tags), said, "uuid:1", LEAVE), language="en")
        return [text.text for text in layout.pages[0].texts if "-hand-" in text.role]

    every = by_hand({})
    assert {"Nationality", "Country of residence before", "Day and place of birth"} <= set(every)
    some = by_hand({"nationality": "Somalia", "residence": "", "born": "2004"})
    assert [line for line in every if line not in some] == ["Nationality"], "declined, or half of it: it is asked for"
    whole = by_hand(dict.fromkeys(names, "told"))
    assert whole == ["Name and family name", "Gender", "Who, and in which state"]
