"""What the window makes of each appearance: the widget, what it stores, what it keeps to itself."""

import pytest
from PySide6.QtCore import QBuffer, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from intake_app.gui.answers.answer import Answer
from intake_app.gui.answers.choices import ChoiceGrid
from intake_app.gui.answers.day import DateAnswer
from intake_app.gui.answers.folded import FoldedList
from intake_app.gui.answers.long_list import LongList
from intake_app.gui.answers.plain import NoteAnswer
from intake_app.gui.answers.span import SliderAnswer, StepsAnswer
from intake_app.gui.answers.text import LineAnswer, NumberAnswer, PageAnswer
from intake_app.gui.answers.upload import UploadAnswer
from intake_app.xform.views import MASK
from tests.gui_interview import forms
from tests.gui_interview.conftest import House, Interview

pytestmark = pytest.mark.window


@pytest.fixture
def talk(house: House) -> Interview:
    """An interview with a question of each look."""
    return house.start(forms.looks())


def at(talk: Interview, name: str) -> Answer:
    talk.go(f"/data/{name}")
    return talk.answer()


def stored(talk: Interview, name: str) -> str:
    """What the record holds once what is typed is taken."""
    talk.page.commit()
    return talk.session.value(f"/data/{name}")


@pytest.mark.feature(58)
def test_several_lines(talk: Interview) -> None:
    answer = at(talk, "lines")
    assert isinstance(answer, PageAnswer)
    talk.type("one")
    talk.key(Qt.Key.Key_Return)
    talk.type("two")
    assert stored(talk, "lines") == "one\ntwo"


@pytest.mark.feature(59)
def test_text_of_digits_is_stored_in_ascii_and_keeps_what_is_no_digit(talk: Interview) -> None:
    answer = at(talk, "figures")
    assert isinstance(answer, LineAnswer)
    assert answer.field.inputMethodHints() & Qt.InputMethodHint.ImhPreferNumbers
    talk.type("+٣٩ ٠٦-5a")
    assert answer.field.text() == "+39 06-5a", "its groups would be drawn from the right"
    assert stored(talk, "figures") == "+39 06-5a"


@pytest.mark.feature(57, 60)
def test_a_masked_answer_is_seen_nowhere(talk: Interview) -> None:
    for name in ("hidden", "old"):
        answer = at(talk, name)
        assert isinstance(answer, LineAnswer)
        assert answer.field.echoMode() == QLineEdit.EchoMode.Password
        talk.type("zzsecret")
        assert stored(talk, name) == "zzsecret"
        assert [row.value_text for row in talk.session.outline() if row.ref == f"/data/{name}"] == [MASK]
        assert talk.page.reading.chosen_words(talk.session.question(f"/data/{name}")) == MASK


@pytest.mark.feature(62)
def test_thousands_are_set_apart_for_reading(talk: Interview) -> None:
    answer = at(talk, "sum")
    assert isinstance(answer, NumberAnswer)
    talk.type("1234567")
    assert answer.echo.text == "1\u202f234\u202f567"
    assert stored(talk, "sum") == "1234567"


@pytest.mark.feature(63)
def test_a_counter_counts_from_zero_up_and_down(talk: Interview) -> None:
    answer = at(talk, "counted")
    assert isinstance(answer, NumberAnswer)
    assert answer.more.isVisible()
    assert not answer.less.isEnabled()
    for button in (answer.more, answer.more, answer.less):
        talk.click(button)
    assert stored(talk, "counted") == "1"
    talk.click(answer.less)
    talk.click(answer.less)
    assert stored(talk, "counted") == "0"
    plain = at(talk, "sum")
    assert isinstance(plain, NumberAnswer)
    assert not plain.more.isVisible()


@pytest.mark.feature(67)
def test_dates_ask_for_what_they_need(talk: Interview) -> None:
    for name, fields, calendar, typed, held in (
        ("day", 3, True, "5/3/2026", "2026-03-05"),
        ("plain_day", 3, False, "5/3/2026", "2026-03-05"),
        ("month", 2, False, "3/2026", "2026-03-01"),
        ("year", 1, False, "2026", "2026-01-01"),
    ):
        answer = at(talk, name)
        assert isinstance(answer, DateAnswer)
        assert sum(part.isVisible() for part in (answer.day, answer.month, answer.year)) == fields
        assert answer.calendar.isVisible() == calendar
        talk.type(typed)
        assert stored(talk, name) == held


@pytest.mark.parametrize("how", ["typed", "pasted"])
@pytest.mark.parametrize(
    ("name", "at_first", "text", "held"),
    [
        ("month", True, "30/11/2008", "2008-11-01"),
        ("month", False, "30/11/2008", "2008-11-01"),
        ("month", True, "11/2008", "2008-11-01"),
        ("month", False, "11/2008", "2008-11-01"),
        ("year", False, "30/11/2008", "2008-01-01"),
        ("year", False, "11/2008", "2008-01-01"),
    ],
)
def test_a_whole_date_fills_only_the_fields_that_a_question_shows(
    talk: Interview, how: str, name: str, at_first: bool, text: str, held: str
) -> None:
    """What nobody sees nobody can clear."""
    answer = at(talk, name)
    assert isinstance(answer, DateAnswer)
    (answer.month if at_first else answer.year).field.setFocus()
    if how == "typed":
        for char in text:
            talk.type(char)
            talk.page.commit()
    else:
        QApplication.clipboard().setText(text)
        (answer.month if at_first else answer.year).field.paste()
    assert stored(talk, name) == held
    assert not answer.left_out.isVisible()
    assert not any(part.field.text() for part in (answer.day, answer.month, answer.year) if not part.isVisible())
    for part in (answer.month, answer.year):
        if part.isVisible():
            part.field.setFocus()
            part.field.selectAll()
            talk.key(Qt.Key.Key_Delete)
    assert stored(talk, name) == ""


def test_a_month_before_a_year_alone_is_told_to_be_left_out(talk: Interview) -> None:
    answer = at(talk, "year")
    assert isinstance(answer, DateAnswer)
    talk.type("11/")
    assert answer.year.field.text() == "" and answer.left_out.isVisible()
    talk.type("2008")
    assert stored(talk, "year") == "2008-01-01" and not answer.left_out.isVisible()


@pytest.mark.feature(69, 70)
def test_lists_that_are_folded_or_searched(talk: Interview) -> None:
    for name in ("few", "many"):
        assert isinstance(at(talk, name), ChoiceGrid)
    for name in ("found", "searched", "folded"):
        answer = at(talk, name)
        if name == "folded":
            assert isinstance(answer, FoldedList)
            talk.type("choice 3")
            talk.key(Qt.Key.Key_Space)
            assert stored(talk, name) == "c3"
            continue
        assert isinstance(answer, LongList)
        talk.type("ice 3")
        assert [option.value for option in answer.model.shown] == ["c3"]
        talk.key(Qt.Key.Key_Return)
        assert stored(talk, name) == "c3"


@pytest.mark.parametrize(
    ("control", "typed", "held"),
    [
        ("select", "14", "c1 c4"),
        ("select", "147", "c1 c4 c7"),
        ("select", "10", "c10"),
        ("select", "34", "c3 c4"),
        ("select1", "14", "c4"),
        ("select1", "10", "c10"),
    ],
)
def test_two_quick_figures_that_are_no_choice_together_are_two(
    house: House, control: str, typed: str, held: str
) -> None:
    ten = forms.looks().decode()
    before, _, after = ten.partition('<select1 ref="/data/many"')
    made = f'{before}<{control} ref="/data/many"{after.replace("</select1>", f"</{control}>", 1)}'
    talk = house.start(made.encode())
    talk.go("/data/many")
    for figure in typed:
        talk.key(figure)
    assert stored(talk, "many") == held


def test_a_figure_that_is_pressed_twice_is_not_taken_away_by_itself(house: House) -> None:
    ten = forms.looks().decode()
    before, _, after = ten.partition('<select1 ref="/data/many"')
    talk = house.start(f'{before}<select ref="/data/many"{after.replace("</select1>", "</select>", 1)}'.encode())
    grid = at(talk, "many")
    assert isinstance(grid, ChoiceGrid)
    talk.key("1")
    talk.key("1")
    assert talk.session.value("/data/many") == "c1" and not grid.keys.waits and not grid.keys.figure
    assert stored(talk, "many") == "c1", "nothing waits that takes it away"
    talk.key("1")
    assert stored(talk, "many") == "", "once more, later, it is"


@pytest.mark.feature(71)
def test_quick_goes_on_by_itself(talk: Interview) -> None:
    at(talk, "quick")
    talk.key("2")
    assert stored(talk, "quick") == "c2"
    talk.bot.waitUntil(lambda: talk.ref == "/data/columns", timeout=3000)
    at(talk, "few")
    talk.key("2")
    assert talk.ref == "/data/few"


@pytest.mark.feature(72, 74, 75)
def test_choices_stand_in_the_columns_asked_for(talk: Interview) -> None:
    wanted = {"few": 2, "columns": 4, "packed": 3, "compact": 3, "level": 3, "scale": 5, "listed": 5}
    for name, across in wanted.items():
        answer = at(talk, name)
        assert isinstance(answer, ChoiceGrid)
        talk.bot.waitUntil(lambda rows=answer.rows, across=across: len({row.x() for row in rows}) == across)
        assert answer.rows[across - 1].y() == answer.rows[0].y()


@pytest.mark.feature(75, 78)
def test_a_table_of_selections_is_one_page_under_one_heading(talk: Interview) -> None:
    talk.go("/data/table/first")
    sheet = talk.page.sheet
    assert sheet is not None
    assert list(sheet.blocks) == ["/data/table/head", "/data/table/first", "/data/table/second"]
    assert isinstance(talk.answer("/data/table/head"), NoteAnswer)
    for name in ("first", "second"):
        answer = talk.answer(f"/data/table/{name}")
        assert isinstance(answer, ChoiceGrid)
        assert len({row.y() for row in answer.rows}) == 1
        talk.click(answer.rows[1])
        assert talk.session.value(f"/data/table/{name}") == "c2"


@pytest.mark.feature(46, 82)
def test_ranges_are_buttons_or_a_slider_upright_where_asked(talk: Interview) -> None:
    stars = at(talk, "stars")
    assert isinstance(stars, StepsAnswer)
    assert [button.text() for button in stars.findChildren(QPushButton)] == ["1", "2", "3", "4", "5"]
    talk.key("4")
    assert stored(talk, "stars") == "4"
    upright = at(talk, "upright")
    assert isinstance(upright, SliderAnswer)
    assert upright.slider.orientation() == Qt.Orientation.Vertical
    talk.key(Qt.Key.Key_Up)
    assert stored(talk, "upright") == "2"
    level = at(talk, "long")
    assert isinstance(level, SliderAnswer)
    assert level.slider.orientation() == Qt.Orientation.Horizontal
    talk.key(Qt.Key.Key_Home)
    assert stored(talk, "long") == "0", "the handle stands there already, and it is an answer all the same"
    talk.key(Qt.Key.Key_Right)
    assert stored(talk, "long") == "0.1"


@pytest.mark.feature(88)
def test_guidance_stands_under_the_hint_in_both_languages(house: House) -> None:
    talk = house.start(forms.guided(), "العربية (ar)", "English (en)")
    assert talk.page.sheet is not None
    block = talk.page.sheet.blocks["/data/a"]
    assert block.guidance.isVisible()
    assert block.guidance.person.text == "اسأل مرتين"
    assert block.guidance.mediator.text == "Ask twice"
    assert all(hint.isVisible() for hint in block.words.hints) and block.guidance.y() > block.words.y()


def png(width: int, height: int) -> bytes:
    """A picture of one colour."""
    held = QBuffer()
    held.open(QBuffer.OpenModeFlag.WriteOnly)
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkGreen)
    image.save(held, "PNG")
    return bytes(held.data().data())


@pytest.mark.feature(7, 89)
def test_pictures_of_the_form_are_shown_and_drawings_are_not(house: House) -> None:
    files = {
        "ask.png": png(600, 300),
        "a.png": png(50, 40),
        "drawing.svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    }
    talk = house.start(forms.pictured(), files=files)
    talk.go("/data/one")
    assert talk.page.sheet is not None
    block = talk.page.sheet.blocks["/data/one"]
    assert block.picture.isVisible() and block.picture.pixmap().isNull(), "its place, until it is drawn elsewhere"
    talk.bot.waitSignal(talk.page.reading.pictures.drawn, timeout=10000).wait()
    shown = block.picture.pixmap()
    assert block.picture.isVisible()
    assert shown.width() == 2 * shown.height() < 600
    grid = block.answer
    assert isinstance(grid, ChoiceGrid)
    assert [row.picture.isVisible() for row in grid.rows] == [True, False, False]
    talk.go("/data/photo")
    photo = talk.answer()
    assert isinstance(photo, UploadAnswer)
    talk.bot.waitUntil(photo.picture.isVisible, timeout=10000)
    talk.go("/data/one")
    assert not talk.page.sheet.blocks["/data/one"].picture.pixmap().isNull(), "kept, and there at once"
    talk.go("/data/photo")
    photo = talk.answer()
    assert isinstance(photo, UploadAnswer) and photo.picture.isVisible()
    assert talk.page.room.notice.isHidden()
    talk.click(photo.remove)
    assert talk.session.value("/data/photo") == ""
    assert talk.page.room.notice.action.text().startswith("Undo"), "and nothing has failed"


@pytest.mark.parametrize("before", [("", ""), ("3", ""), ("3", "2001")])
@pytest.mark.parametrize("text", ["11/2008", "30/11/2008"])
def test_a_month_is_typed_before_its_year_where_a_year_stands(
    talk: Interview, before: tuple[str, str], text: str
) -> None:
    answer = at(talk, "month")
    assert isinstance(answer, DateAnswer)
    for part, figures in zip((answer.month, answer.year), before, strict=True):
        part.field.setFocus()
        talk.type(figures)
    answer.year.field.selectAll()
    for char in text:
        talk.type(char)
        talk.page.commit()
    assert stored(talk, "month") == "2008-11-01"


@pytest.mark.parametrize("at_first", [True, False])
@pytest.mark.parametrize("text", ["2005/11", "2005-11", "٢٠٠٥ ١١"])
def test_a_month_is_typed_behind_its_year(talk: Interview, at_first: bool, text: str) -> None:
    answer = at(talk, "month")
    assert isinstance(answer, DateAnswer)
    (answer.month if at_first else answer.year).field.setFocus()
    for char in text:
        talk.type(char)
        talk.page.commit()
    assert stored(talk, "month") == "2005-11-01" and not answer.left_out.isVisible()
