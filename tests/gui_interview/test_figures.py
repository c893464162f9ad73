"""Numbers, codes and days in languages from right to left: ASCII digits in the record, and never turned round."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QTextLayout, QTextOption
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from intake_app import prose
from intake_app.gui.answers.picker import PickerAnswer
from intake_app.gui.answers.span import StepsAnswer
from intake_app.gui.answers.text import LineAnswer, PageAnswer, PointAnswer
from intake_app.gui.fields import Line
from intake_app.gui.interview_text import _in_order, draw_line
from intake_app.gui.words import bare, framed, steady
from tests.gui_interview import forms
from tests.gui_interview.conftest import House, Interview
from tests.gui_interview.test_person_window import opened

pytestmark = pytest.mark.window
AR, IT = "العربية (ar)", "Italiano (it)"
RIGHT, LEFT = Qt.LayoutDirection.RightToLeft, Qt.LayoutDirection.LeftToRight
TYPED = "+٣٩ ٣٣٣ ١٢٣٤٥٦"


def field_of(talk: Interview, name: str) -> LineAnswer:
    talk.go(f"/data/{name}")
    answer = talk.answer()
    assert isinstance(answer, LineAnswer)
    return answer


def stored(talk: Interview, name: str) -> str:
    """What the record holds once what is typed is taken."""
    talk.page.commit()
    return talk.session.value(f"/data/{name}")


def from_left(field: QLineEdit) -> bool:
    """Whether each letter in a field stands at the right of the one before."""
    places, at = [], field.cursorPosition()
    for cursor in range(len(field.text()) + 1):
        field.setCursorPosition(cursor)
        places.append(field.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle).x())
    field.setCursorPosition(at)
    return len(places) > 2 and places == sorted(places)


def straight(whole: str, part: str) -> bool:
    """Whether a part of a text in a paragraph from right to left is drawn from left to right."""
    layout, option = QTextLayout(whole), QTextOption()
    option.setTextDirection(RIGHT)
    layout.setTextOption(option)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(10_000)
    layout.endLayout()
    begin = whole.index(part)
    signs = [line.glyphRuns(begin + at, 1) for at in range(len(part))]
    lefts = [min(point.x() for run in runs for point in run.positions()) for runs in signs]
    return lefts == sorted(lefts)


@pytest.mark.parametrize("mediator", [IT, AR])
@pytest.mark.parametrize("name", ["phone", "said"])
def test_a_number_to_call_reads_from_left_to_right_while_it_is_typed(house: House, name: str, mediator: str) -> None:
    talk = house.start(forms.figured(), AR, mediator)
    answer = field_of(talk, name)
    talk.type(TYPED)
    assert answer.field.text() == "+39 333 123456" and from_left(answer.field)
    assert stored(talk, name) == "+39 333 123456"
    window = opened(talk)
    theirs = window.block.answer if window.block else None
    assert isinstance(theirs, LineAnswer)
    assert theirs.field.text() == "+39 333 123456" and from_left(theirs.field)


def test_digits_in_the_middle_of_a_number_go_where_the_cursor_is(house: House) -> None:
    talk = house.start(forms.figured(), AR, AR)
    answer = field_of(talk, "phone")
    talk.type("+39 3456")
    answer.field.setCursorPosition(5)
    talk.type("٩")
    talk.type("٨")
    assert answer.field.text() == "+39 398456" and answer.field.cursorPosition() == 7


def test_a_code_has_ascii_digits_and_reads_from_left_to_right(house: House) -> None:
    talk = house.start(forms.figured(), AR, AR)
    answer = field_of(talk, "code")
    talk.type("١٢٣٤-AB")
    assert (answer.field.text(), stored(talk, "code")) == ("1234-AB", "1234-AB")
    assert from_left(answer.field)
    assert answer.field.alignment() & Qt.AlignmentFlag.AlignRight, "it begins where its row does"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("٢٥", "25"),
        ("١٢/٣/٢٠٠٥", "12/3/2005"),
        ("১২ ৩৪", "12 34"),
        ("፳፻፲፯", "2017"),
        ("፩/፪/፲፱፻፺፱", "1/2/1999"),
        ("شارع ١٢", "شارع ١٢"),
        ("١٢ شارع روما", "١٢ شارع روما"),
        ("أتيت في ٢٠١٩ مع ٣", "أتيت في ٢٠١٩ مع ٣"),
    ],
)
def test_a_text_that_is_a_number_is_stored_as_one_and_words_stay_as_they_are(
    house: House, typed: str, kept: str
) -> None:
    talk = house.start(forms.figured(), AR, AR)
    answer = field_of(talk, "said")
    talk.type(typed)
    assert stored(talk, "said") == kept
    if kept == typed:
        assert (answer.field.text(), answer.field.layoutDirection()) == (typed, RIGHT)
    talk.go("/data/code")
    assert field_of(talk, "said").field.text() == kept


@pytest.mark.parametrize("name", ["phone", "code", "said"])
def test_ethiopic_signs_that_make_no_number_stay_as_they_are_typed(house: House, name: str) -> None:
    talk = house.start(forms.figured(), AR, AR)
    field_of(talk, name)
    talk.type("፪፭")
    assert stored(talk, name) == "፪፭"
    talk.key(Qt.Key.Key_Backspace)
    assert stored(talk, name) == "2"


def test_a_place_has_its_latitude_first_while_it_is_typed(house: House) -> None:
    talk = house.start(forms.kinds(), AR, AR)
    talk.go("/data/where")
    answer = talk.answer()
    assert isinstance(answer, PointAnswer)
    talk.type("٣٥٫٥، −١٢٫٦")
    assert answer.field.text() == "35٫5، −12٫6" and from_left(answer.field)
    assert stored(talk, "where").startswith("35.5 -12.6 ")


def test_a_number_in_several_lines_reads_from_left_to_right_and_begins_at_the_right(house: House) -> None:
    talk = house.start(forms.figured(), AR, AR)
    talk.go("/data/story")
    answer = talk.answer()
    assert isinstance(answer, PageAnswer)
    talk.type("+39 333 123456")
    option = answer.field.document().defaultTextOption()
    assert answer.field.layoutDirection() == LEFT and option.alignment() & Qt.AlignmentFlag.AlignRight
    talk.type(" هاتفي")
    assert answer.field.layoutDirection() == RIGHT


def test_an_answer_among_words_from_right_to_left_keeps_its_order(house: House) -> None:
    talk = house.start(forms.figured(), AR, IT)
    field_of(talk, "phone")
    talk.type(TYPED)
    assert stored(talk, "phone") == "+39 333 123456"
    talk.go("/data/again")
    assert talk.page.sheet is not None
    words = talk.page.sheet.blocks["/data/again"].words.person
    assert words.text == words.accessibleName() == "رقمك هو +39 333 123456", "the marks are for the eye alone"
    assert straight(words._layout.text().replace("\u00a0", " "), "+39 333 123456")
    told = talk.page.reading.chosen_words(talk.session.question("/data/phone"))
    assert straight(f"هاتف — {told}", "+39 333 123456")


@pytest.mark.parametrize(
    ("source", "part", "bold"),
    [
        ("𞤀 اتصل +39 **320** 1234567 الآن", "+39 320 1234567", "320"),
        ("اتصل 800-**290**-290 أو **06-5551234**", "800-290-290", "290"),
        ("الرقم 800&#45;290&#45;290 **مهم**", "800-290-290", "مهم"),
    ],
)
def test_a_number_of_which_a_part_is_bold_keeps_its_order(
    source: str, part: str, bold: str, qapp: QApplication
) -> None:
    shown = _in_order(prose.read(source), RIGHT)
    assert straight(shown.text.replace("\u00a0", " ").replace("𞤀", "ا"), part), "and a sign of two units before it"
    start, length = shown.bold[0]
    units = shown.text.encode("utf-16-le")[2 * start : 2 * (start + length)].decode("utf-16-le")
    assert bare(units) == bold


@pytest.mark.parametrize(
    "part",
    [
        "+39 333 123456", "+٣٩ ٣٣٣-١٢٣", "٨٠٠ ٢٩٠ ٢٩٠", "۸۰۰ ۲۹۰", "06-5551234",
        "2026-03-15", "15.3.2026", "٢٠٢٦-٠٣-١٥", "-5", "−2.5", "1234-AB", "KARO-27-4",
        "800-290-290", "06-1234 5678", "0922-97 00 04", "(+39) 320 1234567", "06/1234-567", "091 / 123.45.67",
        "800-29-02-90", "12 - 3 - 2020", "2020-03", "KARO-27-4 B/12", "1234567 YA", "27/B",
        "35.5013, 12.6089", "-36,8065; 10,1815", "03-2026", "2026-03-15T14:30:00.000+01:00",
        "14:30:00.000+01:00", "mario-85@gmail.com", "info-12@centro-a.it", "Via Roma 12/B", "12 marzo 2020",
        "www.centro-12.it/a-1", "AB 123 CD", "116-117", "116-000", "06-1234567/8", "*100#", "3-2026", "2026-3",
        "12 mar. 2020", "12 de marzo de 2020", "12-15 marzo 2020", "-35.5 -12.6 0 0", "-35.5013 12.6089 0.0 4.5",
        "35°30'04\" N, 12°36'04\" E", "35.5° N, 12.6° E",
    ],
)  # fmt: skip
def test_what_is_held_together_is_read_as_it_is_written(part: str, qapp: QApplication) -> None:
    whole = f"كلمة {part} كلمة"
    assert straight(steady(whole), part)
    assert bare(steady(whole)) == whole


@pytest.mark.parametrize(
    "text",
    ["من 2-5 سنوات", "كلمة-كلمة", "abc-def", "2023-2024", "2019 - 2020", "5 - 10", "a - 5", "https://x.org/a-1-b",
     "1.50, 2.50, 3.50", "km 3+400", "3+400", "112 / 118", "37.5° - 38.2°", "116-120 سم", "12-3"],
)  # fmt: skip
def test_what_is_no_number_to_call_no_day_and_no_code_is_left_alone(text: str) -> None:
    assert steady(text) == text


def test_what_is_in_brackets_behind_a_number_keeps_both_of_them(qapp: QApplication) -> None:
    assert steady("اتصل 800 290 290 (24/7) الآن") == "اتصل \u2066800 290 290\u2069 (24/7) الآن"


def test_a_line_that_is_drawn_by_itself_holds_numbers_too(qapp: QApplication) -> None:
    def drawn(text: str) -> QImage:
        image = QImage(500, 40, QImage.Format.Format_ARGB32)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        draw_line(painter, QRect(0, 0, 500, 40), text, (QApplication.font(), "ar"), Qt.AlignmentFlag.AlignRight)
        painter.end()
        return image

    assert drawn("هاتف +39 320 1234567") == drawn("هاتف \u2066+39 320 1234567\u2069") != drawn("هاتف 1234567 320 39+")


def test_a_day_with_its_hour_is_read_day_first(qapp: QApplication) -> None:
    assert steady("يوم 15/3/2026 14:30") == "يوم \u206615/3/2026\u2069 14:30"


@pytest.mark.parametrize("name", ["محمد", "محمد علي", "عبد الرحمن. ا"])
def test_a_number_after_a_name_in_arabic_stays_after_it_among_words_from_left_to_right(
    name: str, qapp: QApplication
) -> None:
    held = framed(f"Figli di {name}: 3, 12 anni")
    layout = QTextLayout(held, QApplication.font())
    layout.beginLayout()
    line = layout.createLine()
    layout.endLayout()
    ends = [line.cursorToX(held.index(part))[0] for part in ("Figli", "di", ": 3", "3", "12", "anni")]
    assert ends == sorted(ends) and bare(held.replace("\u2067", "")) == f"Figli di {name}: 3, 12 anni"
    assert framed("Figli: 3") == "Figli: 3"


@pytest.mark.parametrize(
    "words",
    ["علی\u200cرضا", "أنا من القاهرة (مصر) وعمري 25 سنة: نعم", "شارع 12 نوفمبر", "«قال: لا!» ثم ذهب", "أ - ب / ج"],
)
def test_words_from_right_to_left_stay_one_sentence_among_others(words: str) -> None:
    assert framed(f"Dice {words}: 3") == f"Dice \u2067{words}\u2069: 3".replace("\u2067«", "«\u2067")
    assert framed(f"{words}\n{words}").count("\u2067") == 2
    assert framed(f"{words} e {words}").count("\u2067") == 2


def test_the_list_of_questions_keeps_numbers_and_names_in_order_and_is_heard_without_marks(house: House) -> None:
    talk = house.start(forms.figured(), AR, IT)
    field_of(talk, "phone")
    talk.type("06-1234 5678")
    stored(talk, "phone")
    for language in (IT, AR):
        talk.page.set_languages(AR, language)
        talk.key(Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
        rows = talk.page.room.jump_list.list
        told = [rows.item(at) for at in range(rows.count()) if "06-1234" in rows.item(at).text()]
        held = ["\u206606-1234 5678\u2069" in one.text() for one in told]
        assert any(held) and (language == IT or all(held)), "an Italian label needs no marks for it"
        heard = [one.data(Qt.ItemDataRole.AccessibleTextRole) for one in told]
        assert all("06-1234 5678" in one and not set(one) & set("\u2066\u2067\u2068\u2069") for one in heard)
        talk.key(Qt.Key.Key_Escape)
    assert framed("Dice علي 06-1234 5678 قال: 3") == "Dice \u2067علي \u206606-1234 5678\u2069 قال\u2069: 3"


def test_steps_below_nothing_have_their_minus_before_them(house: House) -> None:
    talk = house.start(forms.figured(), AR, IT)
    window = opened(talk)
    talk.go("/data/steps")
    theirs = window.block.answer if window.block else None
    for answer in (talk.answer(), theirs):
        assert isinstance(answer, StepsAnswer)
        for value, button in answer.buttons.items():
            assert straight(button.text(), value) and button.accessibleName() == value


def test_a_list_of_steps_has_their_minus_before_them_and_finds_them(house: House) -> None:
    talk = house.start(forms.figured(), AR, IT)
    talk.go("/data/picked")
    answer = talk.answer()
    assert isinstance(answer, PickerAnswer)
    for option in answer.model.all:
        assert straight(option.person.text, option.value)
    talk.type("-5")
    assert [option.value for option in answer.model.shown] == ["-5"]
    talk.key(Qt.Key.Key_Return)
    assert stored(talk, "picked") == "-5"


@pytest.mark.parametrize("name", ["steps", "rated"])
def test_all_steps_have_room_in_the_persons_window_and_arrows_walk_through_them(house: House, name: str) -> None:
    talk = house.start(forms.figured(), AR, IT)
    window = opened(talk)
    talk.go(f"/data/{name}")
    for size in (window.size(), window.minimumSize()):
        window.resize(size)
        QApplication.processEvents()
        answer = window.block.answer if window.block else None
        assert isinstance(answer, StepsAnswer)
        buttons = list(answer.buttons.values())
        places = [button.mapTo(window, QPoint(0, 0)).x() for button in buttons]
        assert min(places) >= 0 and all(
            at + button.width() <= window.width() for at, button in zip(places, buttons, strict=True)
        )
        assert all(button.width() >= 44 for button in buttons)
        heights = {button.mapTo(window, QPoint(0, 0)).y() for button in buttons}
        assert len(heights) > 1, "they go on in another line"
    buttons[0].setFocus()
    for before, after in pairwise(buttons):
        assert before.hasFocus()
        QTest.keyClick(before, Qt.Key.Key_Left)
        assert after.hasFocus()
    for before, after in pairwise(buttons[::-1]):
        QTest.keyClick(before, Qt.Key.Key_Right)
        assert after.hasFocus()


def test_a_line_for_figures_has_them_in_ascii_and_from_left_to_right(house: House) -> None:
    line = Line(longest=30, figures=True)
    house.bot.addWidget(line)
    line.show()
    for sign in TYPED:
        QApplication.sendEvent(line, QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, sign))
    assert line.text() == "+39 333 123456" and from_left(line)
