"""What is said in another language than was asked for bears a mark; what only a compiler wrote is said in ours."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget

from intake_app.gui.answers.birth import BirthAnswer
from intake_app.gui.controls import Badge, Button
from intake_app.gui.home import _reading_words
from intake_app.gui.interview_bar import InterviewBar
from intake_app.gui.interview_block import QuestionBlock
from intake_app.gui.interview_course import FINISH
from intake_app.gui.interview_finish import FinishPage
from intake_app.gui.interview_outline import OutlineRow
from intake_app.gui.interview_reading import Both
from intake_app.gui.interview_repeat import RepeatPrompt
from intake_app.gui.interview_words import cleared_words, doubt_words, removed_words, wrong_words
from intake_app.gui.shell import Shell
from intake_app.gui.tokens import direction
from intake_app.gui.words import Words
from intake_app.i18n import load
from intake_app.vault import Reading
from intake_app.xform import AnswerState, Changes, Text
from tests.gui_interview.conftest import House, Interview
from tests.gui_interview.test_person_window import opened, read

pytestmark = pytest.mark.window
AR, IT, HA = "العربية (ar)", "Italiano (it)", "Hausa (ha)"
HEADS = (
    "type", "name", "label::Italiano (it)", "label::العربية (ar)", "label::Hausa (ha)", "hint::Italiano (it)",
    "guidance_hint::Italiano (it)", "constraint", "constraint_message::Italiano (it)", "appearance",
)  # fmt: skip
ROWS = (
    ("text", "hinted", "Nome?", "الاسم؟", "Suna?", "Come sul documento"),
    ("text", "guided", "Luogo?", "المكان؟", "Wuri?", "", "Non insistere"),
    ("integer", "age", "Età?", "العمر؟", "Shekaru?", "", "", ". < 120", "Troppo alto"),
    ("text", "whole", "Solo così?"),
    ("text", "half", "", "نصف", "Rabi"),
    ("select_one l or_other", "fruit", "Frutto?", "فاكهة؟", "Wane?"),
    ("select_one m", "bread", "Pane?", "خبز؟", "Burodi?"),
    ("begin_group", "top", "Tavola", "طاولة", "Tebur", "", "", "", "", "table-list"),
    ("select_one m", "first", "Riga", "سطر", "Layi"),
    ("end_group",),
    ("begin_repeat", "child", "Figlio", "طفل", "Yaro"),
    ("begin_group", "tab", "Tabella", "جدول", "Tebur", "", "", "", "", "table-list"),
    ("select_one m", "one", "Riga uno", "سطر ١", "Daya"),
    ("end_group",),
    ("end_repeat",),
    ("select_one n", "only", "Solo?", "فقط؟", "Kadai?"),
    ("rank n", "order", "Ordine?", "ترتيب؟", "Tsari?"),
)
CHOICES = (
    ("l", "apple", "Mela", "تفاح", "Tuffa"), ("m", "old", "Vecchio"), ("m", "new", "Nuovo", "جديد", "Sabo"),
    ("n", "one", "Uno"), ("n", "two", "Due"), ("n", "does_not_know", "Non lo sa"),
)  # fmt: skip


def sheet() -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    _fill(book.create_sheet("survey"), (HEADS, *ROWS))
    heads = ("list_name", "name", *HEADS[2:5])
    _fill(book.create_sheet("choices"), (heads, *CHOICES))
    settings = (("form_title", "form_id", "version", "default_language"), ("Segni", "segni", "1", IT))
    _fill(book.create_sheet("settings"), settings)
    told = BytesIO()
    book.save(told)
    return told.getvalue()


def _fill(page: Worksheet, rows: Sequence[Sequence[str]]) -> None:
    for row in rows:
        page.append(row)


@pytest.fixture
def form(tmp_path: Path) -> Path:
    path = tmp_path / "segni.xlsx"
    path.write_bytes(sheet())
    return path


def mark(talk: Interview, name: str) -> str:
    """What the mark of another language says at a question, "" where there is none."""
    talk.go(f"/data/{name}")
    assert talk.page.sheet is not None
    badge = talk.page.sheet.blocks[f"/data/{name}"].badges.get("fallback")
    return badge.text() if badge is not None and badge.isVisible() else ""


def shown(talk: Interview, name: str) -> QuestionBlock:
    talk.go(f"/data/{name}")
    assert talk.page.sheet is not None
    return talk.page.sheet.blocks[f"/data/{name}"]


def test_hints_guidance_and_choices_of_another_language_are_marked_so(house: House, form: Path) -> None:
    talk = house.start(form, AR, IT)
    assert mark(talk, "hinted") == mark(talk, "guided") == mark(talk, "bread") == "Partly shown in Italian"
    assert mark(talk, "whole") == "Shown in Italian"
    assert mark(talk, "age") == ""


@pytest.mark.parametrize("person", [AR, IT])
def test_choices_that_are_shown_in_another_language_run_as_that_does(house: House, form: Path, person: str) -> None:
    talk = house.start(form, person, HA)
    for name in ("only", "order"):
        answer = shown(talk, name).answer
        assert answer.layoutDirection() == Qt.LayoutDirection.LeftToRight
    right = Qt.LayoutDirection.RightToLeft if person == AR else Qt.LayoutDirection.LeftToRight
    assert [shown(talk, name).answer.layoutDirection() for name in ("bread", "fruit", "whole")] == [right] * 3
    block = shown(talk, "only")
    assert block.layoutDirection() == right and block.words.person.text in ("فقط؟", "Solo?")
    talk.key(Qt.Key.Key_2)
    assert talk.session.value("/data/only") == "two"


def test_what_is_said_instead_of_an_answer_is_in_the_language_of_the_person_where_the_program_has_it(
    house: House, form: Path
) -> None:
    talk = house.start(form, AR, IT)
    free, among = (shown(talk, name).state_words()[AnswerState.DOES_NOT_KNOW] for name in ("hinted", "only"))
    assert among.person == free.person and among.person.language == "ar" and not among.person.fallback
    assert among.mediator is not None and among.mediator.text == "Non lo sa", "the form has it in Italian"
    talk = house.start(form, IT, AR)
    among = shown(talk, "only").state_words()[AnswerState.DOES_NOT_KNOW]
    assert among.person.text == "Non lo sa" and among.mediator == free.person
    talk = house.start(form, HA, IT)
    among = shown(talk, "only").state_words()[AnswerState.DOES_NOT_KNOW]
    assert (among.person.text, among.mediator) == ("Non lo sa", None), "there is none in Hausa, and the form has this"


def test_what_the_mediator_reads_in_another_language_is_marked_too(house: House, form: Path) -> None:
    talk = house.start(form, IT, HA)
    assert mark(talk, "half") in ("Shown in Arabic, English", "Partly shown in Arabic, English")
    assert mark(house.start(form, HA, AR), "whole") == "Shown in Italian, English", "our own words are English"
    assert mark(house.start(form, AR, IT), "half") == "Partly shown in Arabic"


def test_a_message_of_another_language_is_marked_as_soon_as_it_is_said(house: House, form: Path) -> None:
    talk = house.start(form, AR, IT)
    talk.go("/data/age")
    talk.type("130")
    talk.page.commit()
    talk.key(Qt.Key.Key_Return)
    talk.go("/data/age")
    assert talk.page.sheet is not None
    block = talk.page.sheet.blocks["/data/age"]
    assert block.fault.isVisible() and "Troppo alto" in block.fault.words.person.text
    assert block.badges["fallback"].text() == "Partly shown in Italian"
    talk.key(Qt.Key.Key_Backspace)
    talk.page.commit()
    assert not block.fault.isVisible() and not block.badges["fallback"].isVisible()


@pytest.mark.parametrize(("mediator", "told"), [(IT, "Troppo alto"), (HA, "Troppo alto (Shown in Italian)")])
def test_a_message_about_the_page_before_tells_its_language(house: House, form: Path, mediator: str, told: str) -> None:
    talk = house.start(form, AR, mediator)
    talk.go("/data/age")
    talk.type("130")
    talk.key(Qt.Key.Key_Return)
    assert talk.page.room.notice.words.text() == f"The answer before does not fit. {told}"


class Strays(QObject):
    """Parts of ours that are shown as windows of their own."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []
        running = QApplication.instance()
        assert running is not None
        running.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A window that comes."""
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen += [type(watched).__name__] if not isinstance(watched, Shell) else []
        return False


def test_rows_and_links_in_another_language_bear_the_mark_of_the_page(house: House, tmp_path: Path) -> None:
    heads = ("type", "name", "label::Italiano (it)", "label::العربية (ar)", "required")
    rows = (
        ("begin_group", "here", "Tavola 12", "طاولة ٢"),
        ("text", "told", "Telefono +39 320 1234567?", "", "yes"),
        ("end_group",),
        ("begin_group", "there", "Solo così"),
        ("text", "both", "Luogo?", "المكان؟", "yes"),
        ("end_group",),
    )
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    _fill(book.create_sheet("survey"), (heads, *rows))
    _fill(book.create_sheet("settings"), (("form_title", "form_id", "default_language"), ("Righe", "righe", IT)))
    path = tmp_path / "righe.xlsx"
    book.save(path)
    strays = Strays()
    talk = house.start(path, IT, AR)
    assert strays.seen == [], "to show what has no place yet opens a window, which takes the keyboard away"
    outline = {row.accessibleName(): row.mark.text for row in talk.page.findChildren(OutlineRow)}
    assert outline["Solo così. Shown in Italian. 0/1"] == "Shown in Italian" and outline["طاولة ٢ 0/1"] == ""
    bar, named = talk.page.bar(), "\u2068Solo così\u2069 (Shown in Italian) · question 1 of 1"
    assert isinstance(bar, InterviewBar) and bar.progress.text().startswith("\u2067طاولة ٢\u2069 ·")
    talk.go("/data/there/both")
    assert bar.progress.text() == named and bar.progress.accessibleName().startswith(named)
    for width in range(1366, 500, -40):
        bar.resize(width, bar.height())
        told = bar.progress.text()
        assert "\u2069 (Shown in Italian) · " in told or told in ("question 1 of 1", "1 / 1"), "its mark is with it"
    assert told in ("question 1 of 1", "1 / 1"), "where there is no room for both"
    talk.go("/data/here/told")
    talk.key(Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    lines = talk.page.room.jump_list.list
    told = [lines.item(at).text().strip() for at in range(lines.count())]
    assert [line.endswith("Shown in Italian") for line in told] == [False, True, True, False, False]
    talk.key(Qt.Key.Key_Escape)
    talk.go(FINISH)
    finish = talk.page.centre
    assert isinstance(finish, FinishPage)
    badges = {ref: _badges(link) for ref, link in finish.links.items()}
    assert badges["/data/here/told"] == ["Shown in Italian", "still needs an answer"]
    assert badges["/data/there/both"] == ["still needs an answer"]


def _badges(link: Button) -> list[str]:
    line = link.parentWidget()
    return [badge.text() for badge in line.findChildren(Badge)] if line is not None else []


@pytest.mark.parametrize(
    ("frame", "mediator", "row", "bar"),
    [
        ("it", AR, "\u2067نعم أم لا؟\u2069 — \u2068مرحبا.\u2069", "\u2067القسم؟\u2069 · "),
        ("ar", IT, "\u2066Sì o no?\u2069 — \u2068Ciao.\u2069", "\u2066La sezione?\u2069 · "),
        ("it", IT, "Sì o no? — Ciao.", "La sezione? · "),
    ],
)
def test_words_that_run_the_other_way_than_the_window_stay_together(
    house: House, tmp_path: Path, frame: str, mediator: str, row: str, bar: str
) -> None:
    """In the list of questions, and in the pill that says how far it is."""
    heads = ("type", "name", "label::Italiano (it)", "label::العربية (ar)")
    rows = (
        ("begin_group", "part", "La sezione?", "القسم؟"),
        ("text", "said", "Sì o no?", "نعم أم لا؟"),
        ("end_group",),
    )
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    _fill(book.create_sheet("survey"), (heads, *rows))
    _fill(book.create_sheet("settings"), (("form_title", "form_id", "default_language"), ("Lati", "lati", IT)))
    path = tmp_path / "lati.xlsx"
    book.save(path)
    house.words.set_language(frame)
    talk = house.start(path, HA, mediator)
    talk.go("/data/part/said")
    talk.session.answer("/data/part/said", "مرحبا." if mediator == AR else "Ciao.")
    shown = talk.page.bar()
    assert isinstance(shown, InterviewBar) and shown.progress.text().startswith(bar)
    talk.key(Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    lines = talk.page.room.jump_list.list
    assert lines.item(1).text().strip() == row
    named = "«Sì o no?»" if (frame, mediator) == ("it", IT) else "«\u2068{}\u2069»".format(row.split("\u2069")[0][1:])
    tr, reading, ref = house.words, talk.page.reading, "/data/part/said"
    told = [removed_words(tr, reading, ref, Changes())[0], doubt_words(tr, reading, ref, ("1", "2"))[0]]
    told.append(cleared_words(tr, reading, Changes(cleared=((ref, "x"),))))
    assert all(named in one for one in told), told


@pytest.mark.parametrize("frame", ["it", "ar"])
@pytest.mark.parametrize("reason", ["حماية طفل (عاجل)", "Per un bambino (urgente)."])
def test_a_reason_and_a_name_in_a_sentence_that_runs_the_other_way_stay_together(frame: str, reason: str) -> None:
    one = Reading("1", "KARO-27-4", "أحمد (ب)", "Anna", reason, "2026-11-30T10:00:00+00:00", None)
    told = _reading_words(one, Words(frame))
    assert "\u2068أحمد (ب)\u2069" in told
    turns = frame == "ar" or not reason.isascii()
    assert (f"\u2068{reason}\u2069" in told) == turns and reason in told


def test_the_other_that_a_compiler_adds_is_said_in_the_languages_of_the_conversation(house: House, form: Path) -> None:
    talk = house.start(form, AR, IT)
    assert mark(talk, "fruit") == ""
    other = talk.page.reading.options("/data/fruit")[-1]
    assert other.value == "other" and other.mediator is not None
    assert (other.person.text, other.mediator.text) == ("غير ذلك", "Altro")
    window = opened(talk)
    assert "غير ذلك" in read(window) and "Other" not in read(window)
    talk.session.answer("/data/fruit", "other")
    assert talk.page.reading.chosen_words(talk.session.question("/data/fruit")) == "Altro"
    asked = talk.page.reading.text("/data/fruit_other")
    assert asked.mediator is not None
    assert (asked.person.text, asked.mediator.text) == ("قل لنا من فضلك ما هو.", "Dica per favore che cos’altro.")


def test_where_we_have_no_word_for_it_the_other_is_marked_as_english(house: House, form: Path) -> None:
    talk = house.start(form, HA, IT)
    assert talk.page.reading.options("/data/fruit")[-1].person.text == "Other"
    assert mark(talk, "fruit") == "Partly shown in English"


def test_a_table_made_of_a_spreadsheet_has_its_name_in_the_list_of_sections(house: House, form: Path) -> None:
    talk = house.start(form, AR, IT)
    names = [row.name.text for row in talk.shell.findChildren(OutlineRow)]
    assert names == ["Segni", "Tavola", "Figlio", "Finish"]
    talk.go("/data/top/first")
    bar = talk.shell.findChild(InterviewBar)
    assert isinstance(bar, InterviewBar) and bar.progress.text().startswith("Tavola")
    assert talk.page.sheet is not None
    assert talk.page.sheet.heading.isHidden(), "the page says it itself"
    assert talk.page.reading.group_for_mediator("/data/child[1]/tab").text == "Tabella"
    assert talk.page.reading.group_for_mediator("/data/child[1]").text == "Figlio"


_NEAR = """
| survey | | | | | |
| | type | name | label::English (en) | label::Julakan (dyu) | label::Sylheti (syl) | label::Masri (arz) | label::Hausa (ha) |
| | select_one yn | sure | Sure? | Tiɲɛ? | Sotto? | متأكد؟ | Tabbas? |
| | begin_repeat | boat | Boat | Kurun | Nouka | مركب | Jirgi |
| | text | name | Name? | Tɔgɔ? | Nam? | اسم؟ | Suna? |
| | end_repeat | | | | | | |
| choices | | | | | | |
| | list_name | name | label::English (en) | label::Julakan (dyu) | label::Sylheti (syl) | label::Masri (arz) | label::Hausa (ha) |
| | yn | y | Yes | Ɔwɔ | Oy | أيوه | Ee |
| settings |
| | form_title | form_id | version | default_language |
| | Near | near | 1 | English (en) |
"""  # noqa: E501 - a table
UNKNOWN = "Does not know"


@pytest.mark.parametrize(
    ("person", "stands_in", "said_so"),
    [
        ("Julakan (dyu)", "fr", "Partly shown in French"),
        ("Sylheti (syl)", "bn", "Partly shown in Bengali"),
        ("Masri (arz)", "ar", "Partly shown in Arabic"),
        ("Hausa (ha)", "en", "Partly shown in English"),
        ("English (en)", "en", ""),
    ],
)
def test_our_own_words_come_in_what_stands_in_for_a_language(
    house: House, tmp_path: Path, person: str, stands_in: str, said_so: str
) -> None:
    path = tmp_path / "near.md"
    path.write_text(_NEAR.strip() + "\n", encoding="utf-8")
    talk = house.start(path, person, "English (en)")
    assert mark(talk, "sure") == said_so
    block = talk.page.sheet.blocks["/data/sure"] if talk.page.sheet else None
    assert block is not None
    assert block.pills[AnswerState.DOES_NOT_KNOW].person.text == load(stands_in)(UNKNOWN)
    window = opened(talk)
    assert window.block is not None
    assert window.block.pills[AnswerState.DOES_NOT_KNOW].person.text == load(stands_in)(UNKNOWN)
    assert window.next.text().startswith(load(stands_in)("Next"))
    talk.go("/data/boat")
    prompt = talk.page.centre
    assert isinstance(prompt, RepeatPrompt)
    assert prompt.words.person.text == load(stands_in)("Is there another one to add?")
    shown = prompt.mark.text() if prompt.mark.isVisible() else ""
    assert shown == said_so.replace("Partly shown", "Shown")


def test_the_name_of_a_section_stands_in_the_middle_of_its_row(house: House, form: Path) -> None:
    """It stood at the top, beside a count in the middle."""
    talk = house.start(form, AR, IT)
    rows = [row for row in talk.shell.findChildren(OutlineRow) if row.isVisible()]
    assert rows
    for row in rows:
        assert row.name.height() <= row.name.heightForWidth(row.name.width())
        assert abs(row.name.geometry().center().y() - row.rect().center().y()) <= 1


@pytest.mark.parametrize(
    ("frame", "said", "code"), [("ar", "Troppo alto.", "it"), ("it", "كبير جدا.", "ar"), ("it", "Troppo alto.", "it")]
)
def test_why_an_answer_does_not_fit_keeps_its_own_direction_in_the_sentence(frame: str, said: str, code: str) -> None:
    told = wrong_words(Words(frame), Both(Text(said, code), None), code)[0]
    assert told.endswith(f"\u2068{said}\u2069" if frame != code else f" {said}")


def test_a_list_that_the_persons_window_names_in_another_language_is_marked(house: House, tmp_path: Path) -> None:
    heads = ("type", "name", "label::English (en)", "label::Italiano (it)")
    rows = (
        ("begin_repeat", "toy", "Toy"), ("text", "what", "Which?", "Quale?"), ("end_repeat",),
        ("text", "last", "Last?", "Ultimo?"),
    )  # fmt: skip
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    _fill(book.create_sheet("survey"), (heads, *rows))
    settings = (("form_title", "form_id", "default_language"), ("Toys", "toys", "English (en)"))
    _fill(book.create_sheet("settings"), settings)
    path = tmp_path / "toys.xlsx"
    book.save(path)
    talk = house.start(path, IT, "English (en)")
    talk.page.go("/data/toy")
    prompt = talk.page.centre
    assert isinstance(prompt, RepeatPrompt) and prompt.mark.isHidden(), "nobody sees another language yet"
    window = opened(talk)
    assert "Toy" in read(window)
    assert prompt.mark.isVisible() and prompt.mark.text() == "Partly shown in English"
    talk.page.set_languages("English (en)", "English (en)")
    assert prompt.mark.isHidden()
    talk.page.set_languages(IT, "English (en)")
    assert prompt.mark.isVisible()
    talk.page.person_view.close()
    assert prompt.mark.isHidden()


@pytest.mark.parametrize("person", ["nqo", "ff-Adlm"])
def test_what_is_shown_in_french_runs_from_the_left_whichever_way_the_language_asked_for_does(
    house: House, person: str
) -> None:
    talk = house.start(None, f"X ({person})", IT)
    assert direction(person) == Qt.LayoutDirection.RightToLeft
    left = Qt.LayoutDirection.LeftToRight
    window = opened(talk)
    for ref in ("/data/safety/danger_now", "/data/information/age_band"):
        talk.go(ref)
        assert talk.page.sheet is not None and window.block is not None
        for block in (talk.page.sheet.blocks[ref], window.block):
            assert block.words.person.language == "fr"
            assert (block.layoutDirection(), block.answer.layoutDirection()) == (left, left)
        assert (window.layoutDirection(), window.next.text()) == (left, "Suivant →")
        assert talk.page.sheet.blocks[ref].badges["fallback"].text() == "Shown in French"


def test_a_birth_that_is_asked_in_french_has_its_fields_from_the_left(house: House) -> None:
    talk = house.start(None, "X (nqo)", IT)
    for name in ("understands", "private", "well_enough"):
        talk.session.answer(f"/data/safety/{name}", "yes")
    talk.session.answer("/data/safety/danger_now", "no")
    talk.session.answer("/data/information/age_band", "does_not_know")
    talk.page.course.refresh()
    window = opened(talk)
    talk.go("/data/information/born")
    assert window.block is not None and isinstance(window.block.answer, BirthAnswer)
    assert window.block.answer.layoutDirection() == Qt.LayoutDirection.LeftToRight


@pytest.mark.parametrize("person", ["zz", "X (zz)"])
def test_what_is_said_beside_a_question_in_no_known_language_is_in_that_of_the_question(
    house: House, person: str
) -> None:
    house.words.set_language("it")
    talk = house.start(None, person, IT)
    window = opened(talk)
    talk.go("/data/safety/danger_now")
    assert window.block is not None
    told = {state: both.person.language for state, both in window.block.state_words().items()}
    assert window.block.words.person.language == "en" and told and set(told.values()) == {"en"}
