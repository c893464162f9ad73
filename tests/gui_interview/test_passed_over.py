"""What is passed over without an answer blocks nothing and is said: on the next page, in the list, and at the end."""

import pytest
from PySide6.QtCore import Qt

from intake_app.gui.interview_course import FINISH
from intake_app.gui.interview_finish import FinishPage
from intake_app.gui.words import bare
from intake_app.xform import AnswerState
from tests.gui_interview.conftest import House, Interview
from tests.gui_interview.test_narrow import faultless
from tests.xform.forms import xform

pytestmark = pytest.mark.window
BODY = """<group ref="/data/g" appearance="field-list"><label>Travel</label>
<input ref="/data/g/a"><label>Where from</label></input><input ref="/data/g/b"><label>With whom</label></input>
<input ref="/data/g/c"><label>How long</label></input></group>
<group ref="/data/h"><label>Health</label><input ref="/data/h/d"><label>Pain</label></input>
<input ref="/data/h/e"><label>Medicine</label></input></group>"""
FORM = xform("<g><a/><b/><c/></g><h><d/><e/></h>", "", BODY)


def begun(house: House, size: tuple[int, int] = (1366, 768)) -> Interview:
    talk = house.start(FORM, size=size)
    talk.go("/data/g")
    return talk


def line(talk: Interview) -> str:
    notice = talk.page.room.notice
    return notice.words.text() if notice.isVisible() else ""


def test_of_several_questions_those_passed_over_are_counted_on_the_next_page_with_a_way_back(house: House) -> None:
    talk = begun(house)
    talk.page.answering.apply(talk.session.answer("/data/g/a", "Kebi"))
    talk.click(talk.page.room.footer.next_button)
    assert talk.ref == "/data/h/d" and line(talk) == "2 questions on the page before have no answer."
    house.words.set_language("it")
    assert line(talk) == "2 domande della pagina di prima sono senza risposta."
    talk.click(talk.page.room.notice.action)
    assert talk.page.sheet is not None and talk.page.sheet.blocks["/data/g/b"].isAncestorOf(talk.shell.focusWidget())
    for ref, state in (("/data/g/b", AnswerState.DECLINED), ("/data/g/c", AnswerState.DOES_NOT_KNOW)):
        talk.page.answering.apply(talk.session.mark(ref, state))
    talk.page.turn(1)
    assert talk.ref == "/data/h/d" and line(talk) == "", "what is declined was asked"


def test_one_question_alone_and_the_way_back_say_nothing(house: House) -> None:
    talk = begun(house)
    talk.page.turn(1)
    assert line(talk)
    talk.go(FINISH)
    assert line(talk) == "", "the page before is another"
    talk.go("/data/g")
    talk.page.turn(1)
    talk.page.turn(1)
    assert talk.ref == "/data/h/e" and line(talk) == ""
    talk.page.turn(-1)
    talk.page.turn(-1)
    assert talk.page.sheet is not None and "/data/g/a" in talk.page.sheet.refs and line(talk) == ""


def test_the_list_of_questions_says_what_was_passed_over_in_every_width(house: House) -> None:
    talk = begun(house, (683, 384))
    talk.page.answering.apply(talk.session.answer("/data/g/a", "Kebi"))
    talk.page.turn(1)
    talk.key(Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    rows = talk.page.room.jump_list.list
    told = [bare(rows.item(at).text()) for at in range(rows.count())]
    open_ones = [each for each in told if "Not answered yet" in each]
    assert len(open_ones) == 2 and "With whom" in open_ones[0] and "How long" in open_ones[1]


@pytest.mark.parametrize("language", ["en", "it", "ar"])
@pytest.mark.parametrize(("size", "scale"), [((1366, 768), 1.0), ((683, 384), 2.0)])
def test_the_end_names_what_was_passed_over_by_section_and_leads_there(
    house: House, language: str, size: tuple[int, int], scale: float
) -> None:
    house.words.set_language(language)
    house.look.set_scale(scale)
    talk = begun(house, size)
    for ref in ("/data/g/a", "/data/h/d", "/data/h/e"):
        talk.page.answering.apply(talk.session.answer(ref, "x"))
    talk.go(FINISH)
    page = talk.page.centre
    assert isinstance(page, FinishPage) and page.passed is not None and not page.links
    assert page.consent is not None
    page.consent.not_asked.click()
    assert page.button.isEnabled(), "it keeps nobody from the end"
    faultless(talk, language)
    assert [bare(lead.text()) for lead in page.passed.leads.values()] == ["Travel · 2"]
    talk.click(next(iter(page.passed.leads.values())))
    assert talk.page.sheet is not None and talk.page.sheet.blocks["/data/g/b"].isAncestorOf(talk.shell.focusWidget())
    for ref in ("/data/g/b", "/data/g/c"):
        talk.page.answering.apply(talk.session.mark(ref, AnswerState.DECLINED))
    talk.go(FINISH)
    assert isinstance(talk.page.centre, FinishPage) and talk.page.centre.passed is None
