"""Another language of the windows, or another size, moves no keyboard and changes nothing that is half typed."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from intake_app.gui.answers.choice_row import ChoiceRow
from intake_app.gui.answers.day import DateAnswer
from intake_app.gui.interview_course import FINISH
from intake_app.gui.interview_finish import FinishPage
from intake_app.gui.interview_pill import StatePill
from intake_app.gui.person_window import PersonWindow
from tests.gui_interview import forms
from tests.gui_interview.conftest import House, Interview

pytestmark = pytest.mark.window

AR, EN = "العربية (ar)", "English (en)"
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
RETOLD: dict[str, Callable[[Interview], None]] = {
    "another language": lambda talk: talk.key("l", CTRL),
    "larger": lambda talk: talk.page.look.set_scale(1.25),
    "larger letters of the person": lambda talk: talk.page.look.set_person_scale(1.25),
    "the languages swapped": lambda talk: talk.key("e", CTRL),
}
EACH = pytest.mark.parametrize("retold", RETOLD)


def held() -> QWidget:
    """What has the keyboard."""
    QApplication.processEvents()
    part = QApplication.focusWidget()
    assert part is not None
    return part


def tell_anew(talk: Interview, retold: str) -> None:
    """And let it come to rest."""
    RETOLD[retold](talk)
    QApplication.processEvents()


def taken(talk: Interview, ref: str) -> str:
    """What the record holds once everything typed is taken."""
    talk.page.commit()
    return talk.session.value(ref)


@EACH
@pytest.mark.parametrize("ref", ["/data/name", "/data/story"])
def test_who_types_goes_on_where_they_were(house: House, ref: str, retold: str) -> None:
    talk = house.start(forms.kinds(), EN, AR)
    talk.go(ref)
    talk.type("hello")
    tell_anew(talk, retold)
    talk.type(" more")
    for _ in range(4):
        talk.key(Qt.Key.Key_Left)
    tell_anew(talk, retold)
    talk.type("and ")
    assert taken(talk, ref) == "hello and more"


@EACH
@pytest.mark.parametrize("ref", ["/data/name", "/data/story"])
def test_what_is_marked_stays_marked_to_the_same_side(house: House, ref: str, retold: str) -> None:
    talk = house.start(forms.kinds(), EN, AR)
    talk.go(ref)
    talk.type("hello you")
    for _ in range(3):
        talk.key(Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    tell_anew(talk, retold)
    field = held()
    assert isinstance(field, QLineEdit | QPlainTextEdit)
    marked = field.selectedText() if isinstance(field, QLineEdit) else field.textCursor().selectedText()
    assert marked == "you"
    talk.key(Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    talk.type("t")
    assert taken(talk, ref) == "hello yt"


@pytest.mark.parametrize("ref", ["/data/name", "/data/story"])
def test_who_comes_back_to_a_text_goes_on_at_its_end(house: House, ref: str) -> None:
    talk = house.start(forms.kinds(), EN, AR)
    talk.go(ref)
    talk.type("hello")
    talk.page.turn(1)
    talk.page.turn(-1)
    talk.type(" more")
    assert taken(talk, ref) == "hello more"


@EACH
@pytest.mark.parametrize(
    ("ref", "first", "then", "stored"),
    [
        ("/data/height", "1.", "5", "1.5"),
        ("/data/height", "1,", "5", "1.5"),
        ("/data/height", "١٫", "٥", "1.5"),
        ("/data/height", "১.", "৫", "1.5"),
        ("/data/height", "-", "2", "-2"),
        ("/data/height", "1.0", "5", "1.05"),
        ("/data/age", "0", "7", "7"),
        ("/data/born", "29/2", "/2024", "2024-02-29"),
        ("/data/where", "37.5,", " 15.1", "37.5 15.1 0.0 0.0"),
    ],
)
def test_what_is_half_typed_stays_as_it_is_typed(
    house: House, ref: str, first: str, then: str, stored: str, retold: str
) -> None:
    talk = house.start(forms.kinds(), EN, AR)
    talk.go(ref)
    talk.type(first)
    tell_anew(talk, retold)
    talk.type(then)
    assert taken(talk, ref) == stored


@EACH
def test_half_a_date_stays_in_the_calendar_that_was_chosen(house: House, retold: str) -> None:
    talk = house.start(forms.kinds(), EN, "አማርኛ (am)")
    talk.page.set_languages("አማርኛ (am)", EN)
    talk.go("/data/born")
    answer = talk.answer("/data/born")
    assert isinstance(answer, DateAnswer)
    talk.click(answer.counted.pills["ethiopian"])
    answer.day.field.setFocus()
    talk.type("1/1/")
    tell_anew(talk, retold)
    again = talk.answer("/data/born")
    assert isinstance(again, DateAnswer) and again.counted.name == "ethiopian"
    assert again.counted.pills["ethiopian"].isVisible() and again.counted.pills["ethiopian"].isChecked()
    talk.type("2016")
    assert taken(talk, "/data/born") == "2023-09-12"


@EACH
def test_a_row_keeps_the_keyboard(house: House, retold: str) -> None:
    talk = house.start(forms.kinds(), EN, AR)
    talk.go("/data/one")
    for _ in range(3):
        talk.key(Qt.Key.Key_Down)
    row = held()
    assert isinstance(row, ChoiceRow)
    tell_anew(talk, retold)
    again = held()
    assert isinstance(again, ChoiceRow) and again.option.value == row.option.value
    talk.key(Qt.Key.Key_Space)
    assert taken(talk, "/data/one") == row.option.value


@EACH
def test_what_may_be_said_instead_keeps_the_keyboard(house: House, retold: str) -> None:
    talk = house.start(forms.kinds(), EN, AR)
    talk.go("/data/one")
    assert talk.page.sheet is not None
    pills = list(talk.page.sheet.made["/data/one"].pills.values())
    pills[1].setFocus()
    tell_anew(talk, retold)
    again = held()
    assert isinstance(again, StatePill)
    assert again is list(talk.page.sheet.made["/data/one"].pills.values())[1]


@EACH
def test_a_later_field_of_a_date_keeps_the_keyboard(house: House, retold: str) -> None:
    talk = house.start(forms.kinds(), EN, AR)
    talk.go("/data/seen")
    talk.type("29/2/")
    tell_anew(talk, retold)
    answer = talk.answer("/data/seen")
    assert isinstance(answer, DateAnswer) and held() is answer.year.field


@EACH
@pytest.mark.parametrize("name", ["stop_button", "next_button", "back_button"])
def test_the_foot_keeps_the_keyboard(house: House, name: str, retold: str) -> None:
    talk = house.start(forms.kinds(), EN, AR)
    talk.go("/data/one")
    button = getattr(talk.page.room.footer, name)
    button.setFocus()
    tell_anew(talk, retold)
    assert held() is button


@EACH
def test_the_bar_and_the_sides_keep_the_keyboard(house: House, retold: str) -> None:
    talk = house.start(forms.kinds(), EN, AR, size=(1600, 900))
    talk.go("/data/one")
    bar = talk.page._bar
    for part in (bar.progress, bar.swap_pill, bar.alone_pill):
        part.setFocus()
        tell_anew(talk, retold)
        assert held() is part
        talk.page.look.set_scale(1.0)
    talk.bot.waitUntil(lambda: len(talk.page.room.outline.rows) > 0)
    talk.page.room.outline.rows[-1].setFocus()
    tell_anew(talk, retold)
    talk.bot.waitUntil(lambda: talk.page.room.outline.rows[-1].hasFocus())


@EACH
def test_the_last_page_keeps_the_keyboard_on_the_same_part(house: House, retold: str) -> None:
    talk = house.start(forms.kinds(), EN, AR)
    talk.go(FINISH)
    page = talk.page.centre
    assert isinstance(page, FinishPage) and page.consent is not None
    page.consent.place.setFocus()
    tell_anew(talk, retold)
    again = talk.page.centre
    assert isinstance(again, FinishPage) and again.consent is not None and held() is again.consent.place


@EACH
def test_so_does_what_lies_over_the_page_and_it_goes_back_to_the_same_part(house: House, retold: str) -> None:
    talk = house.start(forms.kinds(), EN, AR)
    talk.go("/data/one")
    talk.key(Qt.Key.Key_Down)
    talk.key(Qt.Key.Key_Down)
    row = held()
    assert isinstance(row, ChoiceRow)
    talk.key("j", CTRL)
    talk.key(Qt.Key.Key_Tab)
    jump_list = talk.page.room.jump_list
    assert jump_list.list.hasFocus()
    tell_anew(talk, retold)
    assert held() is jump_list.list
    talk.key(Qt.Key.Key_Escape)
    again = held()
    assert isinstance(again, ChoiceRow) and again.option.value == row.option.value


def test_who_hears_the_list_of_questions_hears_what_it_is(house: House) -> None:
    talk = house.start(forms.kinds(), EN, AR)
    talk.key("j", CTRL)
    jump_list = talk.page.room.jump_list
    for _ in range(2):
        told = talk.page.words("Questions")
        assert (jump_list.accessibleName(), jump_list.list.accessibleName()) == (told, told)
        talk.key("l", CTRL)


PERSONS: dict[str, Callable[[Interview], object]] = {
    "the languages swapped": lambda talk: talk.page.swap(),
    "larger letters of the person": lambda talk: talk.page.look.set_person_scale(1.25),
    "a much larger window": lambda talk: own(talk).resize(1400, 1600),
}


def own(talk: Interview) -> PersonWindow:
    """The person's window."""
    window = talk.page.person_view.window
    assert window is not None
    return window


def with_window(house: House, ref: str) -> Interview:
    """An interview in which the person has the keyboard, in their own window."""
    talk = house.start(forms.kinds(), EN, AR)
    talk.go(ref)
    talk.page.person_view.toggle()
    own(talk).resize(900, 700)
    own(talk).activateWindow()
    talk.bot.waitUntil(lambda: own(talk).isActiveWindow() and own(talk).block is not None)
    own(talk).begin()
    return talk


@pytest.mark.parametrize("retold", PERSONS)
@pytest.mark.parametrize(
    ("ref", "first", "then", "stored"),
    [
        ("/data/height", "1.", "5", "1.5"),
        ("/data/name", "hello", " more", "hello more"),
        ("/data/story", "hello", " more", "hello more"),
        ("/data/born", "29/2/", "2024", "2024-02-29"),
    ],
)
def test_so_it_is_in_the_window_of_the_person(
    house: House, ref: str, first: str, then: str, stored: str, retold: str
) -> None:
    talk = with_window(house, ref)
    before = own(talk).block
    talk.type(first)
    PERSONS[retold](talk)
    talk.bot.waitUntil(lambda: own(talk).block is not before)
    assert own(talk).isAncestorOf(held())
    talk.type(then)
    assert taken(talk, ref) == stored


@pytest.mark.parametrize("retold", PERSONS)
def test_a_row_of_the_person_keeps_the_keyboard(house: House, retold: str) -> None:
    talk = with_window(house, "/data/one")
    before = own(talk).block
    talk.key(Qt.Key.Key_Down)
    talk.key(Qt.Key.Key_Down)
    row = held()
    assert isinstance(row, ChoiceRow)
    PERSONS[retold](talk)
    talk.bot.waitUntil(lambda: own(talk).block is not before)
    again = held()
    assert isinstance(again, ChoiceRow) and again.option.value == row.option.value and own(talk).isAncestorOf(again)
