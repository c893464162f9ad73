"""A range of very many steps goes to its end; what the record holds is shown as it is, and kept."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from intake_app import workflow
from intake_app.gui.answers.picker import PickerAnswer
from intake_app.gui.answers.span import SliderAnswer, StepsAnswer
from intake_app.xform import AnswerState
from tests.gui_interview.conftest import House, Interview
from tests.gui_interview.test_finger import form
from tests.gui_interview.test_person_window import opened, read

pytestmark = pytest.mark.window
WIDE = '<range ref="/data/a" appearance="{look}" start="0" end="{end}" step="{step}"><label>Paid</label></range>'


def begun(house: House, look: str = "", end: str = "50000", step: str = "1") -> tuple[Interview, SliderAnswer]:
    kind = "decimal" if "." in step else "int"
    talk = house.start(form(WIDE.format(look=look, end=end, step=step), {"a": kind}))
    answer = talk.answer()
    assert isinstance(answer, SliderAnswer)
    talk.page.begin()
    return talk, answer


def stored(talk: Interview) -> str:
    talk.page.commit()
    return talk.session.value("/data/a")


@pytest.mark.parametrize("look", ["", "picker", "vertical"])
def test_the_last_of_fifty_thousand_steps_is_reached(house: House, look: str) -> None:
    talk, answer = begun(house, look)
    talk.key(Qt.Key.Key_End)
    assert stored(talk) == answer.value.text == "50000"
    assert answer.typing is not None and answer.typing.field.text() == "50000"


def test_steps_of_less_than_one_go_to_the_end(house: House) -> None:
    talk, _answer = begun(house, end="1000", step="0.05")
    talk.key(Qt.Key.Key_End)
    assert stored(talk) == "1000"


def test_one_of_very_many_steps_is_typed(house: House) -> None:
    talk, answer = begun(house)
    talk.type("12345")
    assert stored(talk) == answer.value.text == "12345" and answer.slider.value() == 12345


def test_what_is_no_step_is_told_and_no_answer(house: House) -> None:
    talk, answer = begun(house)
    talk.type("60000")
    assert answer.typing is not None
    assert stored(talk) == "" and answer.typing.field.text() == "60000", "6000 was an answer on the way"
    assert answer.typing.note.isVisible() and "50000" in answer.typing.note.text
    talk.key(Qt.Key.Key_Backspace)
    assert stored(talk) == "6000" and not answer.typing.note.isVisible()


def test_a_refusal_empties_the_field(house: House) -> None:
    talk, answer = begun(house)
    talk.type("60000")
    talk.key(Qt.Key.Key_P, Qt.KeyboardModifier.AltModifier)
    assert answer.typing is not None and answer.typing.field.text() == ""
    assert talk.session.state("/data/a") is AnswerState.DECLINED


@pytest.mark.parametrize("held", ["20000", "60000", "2.5"])
def test_a_stored_value_is_shown_as_it_is_and_no_look_takes_it_away(house: House, held: str) -> None:
    talk, answer = begun(house)
    talk.page.answering.apply(workflow.answer(talk.session, "/data/a", held))
    assert answer.value.text == held and answer.typing is not None and answer.typing.field.text() == held
    if held == "20000":
        assert answer.slider.value() == 20000 and not answer.typing.note.isVisible()
        talk.key(Qt.Key.Key_Right)
        assert stored(talk) == "20001"
        return
    assert answer.typing.note.isVisible()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Home, Qt.Key.Key_PageDown):
        talk.key(key)
        talk.page.commit()
        assert talk.session.question("/data/a").value == held


@pytest.mark.parametrize("look", ["", "rating"])
@pytest.mark.parametrize("held", ["13", "2.5", "many"])
def test_a_row_of_steps_names_a_stored_value_that_is_none_of_them_until_another_is_chosen(
    house: House, look: str, held: str
) -> None:
    """From a default, or an older version of the form."""
    xml = form(WIDE.format(look=look, end="10", step="1"), {"a": "string"})
    talk = house.start(xml.replace(b"<a/>", b"<a>" + held.encode() + b"</a>"))
    answer = talk.answer()
    assert isinstance(answer, StepsAnswer)
    told = f"{held} is not on this scale, which goes from 0 to 10 in steps of 1."
    assert answer.note.isVisible() and answer.note.text == told
    assert stored(talk) == held and not any(button.isChecked() for button in answer.buttons.values())
    assert told in read(opened(talk)), "the person sees it, too"
    talk.shell.activateWindow()
    talk.click(answer.buttons["4"])
    assert stored(talk) == "4" and not answer.note.isVisible()
    talk.page.answering.apply(workflow.answer(talk.session, "/data/a", held))
    assert answer.note.isVisible() and not answer.buttons["4"].isChecked()
    talk.key(Qt.Key.Key_P, Qt.KeyboardModifier.AltModifier)
    assert not answer.note.isVisible() and talk.session.state("/data/a") is AnswerState.DECLINED


@pytest.mark.parametrize("held", ["13", "2.5", "many"])
def test_a_list_of_numbers_names_a_stored_value_that_is_none_of_them_until_another_is_chosen(
    house: House, held: str
) -> None:
    xml = form(WIDE.format(look="picker", end="10", step="1"), {"a": "string"})
    talk = house.start(xml.replace(b"<a/>", b"<a>" + held.encode() + b"</a>"))
    answer = talk.answer()
    assert isinstance(answer, PickerAnswer)
    told = f"{held} is not on this scale, which goes from 0 to 10 in steps of 1."
    assert answer.told.isVisible() and answer.told.text == told
    assert told in read(opened(talk)), "the person sees it, too"
    talk.page.answering.apply(workflow.answer(talk.session, "/data/a", "4"))
    assert answer.told.text == "4" and stored(talk) == "4"


@pytest.mark.parametrize("look", ["vertical", ""])
def test_a_short_slider_says_that_a_stored_value_is_none_of_its_own(house: House, look: str) -> None:
    xml = form(WIDE.format(look=look, end="40", step="1"), {"a": "string"})
    talk = house.start(xml.replace(b"<a/>", b"<a>130</a>"))
    answer = talk.answer()
    assert isinstance(answer, SliderAnswer) and answer.typing is None
    told = "130 is not on this scale, which goes from 0 to 40 in steps of 1."
    assert answer.note.isVisible() and answer.note.text == told and answer.value.text == "130"
    assert told in read(opened(talk)), "the person sees it, too"
    talk.shell.activateWindow()
    talk.page.answering.apply(workflow.answer(talk.session, "/data/a", "4"))
    assert not answer.note.isVisible() and answer.slider.accessibleDescription() == "Paid · 4"
    talk.page.answering.apply(workflow.answer(talk.session, "/data/a", "130"))
    assert answer.note.isVisible()
    house.words.set_language("it")
    QApplication.processEvents()
    answer = talk.answer()
    assert isinstance(answer, SliderAnswer) and answer.note.text.startswith("130 non è su questa scala")
    assert answer.note.text in answer.slider.accessibleDescription()


@pytest.mark.parametrize("look", ["", "rating", "picker", "vertical"])
def test_that_a_value_is_none_of_a_scale_is_heard_with_what_has_the_keyboard(house: House, look: str) -> None:
    xml = form(WIDE.format(look=look, end="10", step="1"), {"a": "string"})
    talk = house.start(xml.replace(b"<a/>", b"<a>13</a>"))
    talk.page.begin()
    held = QApplication.focusWidget()
    assert held is not None and talk.answer().isAncestorOf(held)
    assert held.accessibleDescription() == "Paid · 13 is not on this scale, which goes from 0 to 10 in steps of 1."
    talk.page.answering.apply(workflow.answer(talk.session, "/data/a", "4"))
    assert "13" not in held.accessibleDescription()


def test_a_slider_and_the_field_beside_it_are_heard_with_their_question_all_the_while(house: House) -> None:
    wide = WIDE.format(look="", end="1000", step="1").replace("</label>", "</label><hint>By month</hint>")
    talk = house.start(form(wide, {"a": "int"}))
    answer = talk.answer()
    assert isinstance(answer, SliderAnswer) and answer.typing is not None
    talk.page.begin()
    field = answer.typing.field
    talk.type("7")
    assert field.hasFocus() and field.accessibleDescription() == "Paid"
    assert answer.slider.accessibleDescription() == "Paid · 7 · By month"
    talk.type("777")
    assert field.accessibleDescription() == f"Paid · {answer.typing.note.text}" and answer.typing.note.text
    talk.page.commit()
    answer.slider.setFocus()
    talk.key(Qt.Key.Key_End)
    assert answer.slider.accessibleDescription() == "Paid · 1000 · By month"
    assert field.accessibleDescription() == "Paid"


@pytest.mark.parametrize("look", ["", "rating"])
def test_that_and_the_hint_are_heard_with_the_step_that_the_form_wants_first(house: House, look: str) -> None:
    wide = WIDE.format(look=look, end="10", step="1").replace("<range ", '<range odk:placeholder="4" ')
    wide = wide.replace("</label>", "</label><hint>By month</hint>")
    xml = form(wide.replace("<range ", '<range xmlns:odk="http://www.opendatakit.org/xforms" '), {"a": "string"})
    talk = house.start(xml.replace(b"<a/>", b"<a>13</a>"))
    talk.page.begin()
    answer = talk.answer()
    assert isinstance(answer, StepsAnswer) and answer.buttons["4"].hasFocus()
    heard = {value: button.accessibleDescription() for value, button in answer.buttons.items()}
    off = "13 is not on this scale, which goes from 0 to 10 in steps of 1."
    assert heard == dict.fromkeys(heard, "Paid") | {"4": f"Paid · {off} · By month"}
    talk.page.answering.apply(workflow.answer(talk.session, "/data/a", "6"))
    heard = {value: button.accessibleDescription() for value, button in answer.buttons.items()}
    assert heard == dict.fromkeys(heard, "Paid") | {"6": "Paid · By month"}


def test_a_short_slider_keeps_a_value_that_is_none_of_its_own(house: House) -> None:
    talk, answer = begun(house, end="100")
    assert answer.typing is None
    talk.page.answering.apply(workflow.answer(talk.session, "/data/a", "120"))
    talk.key(Qt.Key.Key_Left)
    assert stored(talk) == answer.value.text == "120"


@pytest.mark.parametrize("typed", ["3.000", "3,000", "60000", "-5"])
def test_what_is_no_value_of_the_scale_takes_no_answer_away_and_is_said_later(house: House, typed: str) -> None:
    body = WIDE.format(look="", end="50000", step="1") + '<input ref="/data/b"><label>B</label></input>'
    talk = house.start(form(body, {"a": "int", "b": "string"}))
    answer = talk.answer()
    assert isinstance(answer, SliderAnswer)
    talk.page.begin()
    talk.type("321")
    assert stored(talk) == "321"
    talk.key(Qt.Key.Key_Return)
    talk.go("/data/a")
    again = talk.answer()
    assert isinstance(again, SliderAnswer) and again.typing is not None
    again.typing.field.setFocus()
    again.typing.field.selectAll()
    talk.type(typed)
    assert stored(talk) == "321" and again.typing.note.isVisible(), "3,000 may be three thousand"
    talk.page.turn(1)
    assert talk.page.room.notice.isVisible() and "50000" in talk.page.room.notice.words.text()
