"""Somebody comes near who should not hear: one key, and nothing sensitive is on the screen."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from intake_app.gui.interview_course import FINISH
from intake_app.gui.interview_finish import FinishPage
from intake_app.gui.interview_text import TextBlock
from intake_app.screening import is_sensitive
from intake_app.xform import AnswerState
from tests.gui_interview import forms
from tests.gui_interview.conftest import House, Interview

AR, IT = "العربية (ar)", "Italiano (it)"
SCREEN = "/data/screen"

pytestmark = pytest.mark.window


def in_the_middle(house: House) -> Interview:
    """The first interview, at a hard question."""
    talk = house.start(None, AR, IT)
    for ref in ("consent_interview", "consent_record"):
        talk.page.answering.apply(talk.session.answer(f"/data/information/{ref}", "yes"))
    talk.go(f"{SCREEN}/debt")
    return talk


def words_on(window: QWidget) -> str:
    """Everything that can be read on a window now."""
    labels = [one.text() for one in window.findChildren(QLabel) if one.isVisible()]
    blocks = [one.text for one in window.findChildren(TextBlock) if one.isVisible()]
    return "\n".join([*labels, *blocks])


def test_one_key_takes_what_is_sensitive_off_the_screen_and_one_brings_it_back(house: House) -> None:
    talk = in_the_middle(house)
    talk.key("1")
    talk.key(Qt.Key.Key_F8)
    talk.bot.wait(20)
    hard = [ref for ref in talk.session.definition.specs if is_sensitive(talk.session.definition, ref)]
    asked = {talk.page.reading.for_mediator(ref).text for ref in hard if talk.page.reading.asks(ref)}
    assert len(asked) >= 9 and any(text in words_on(talk.shell) for text in asked)
    talk.key(Qt.Key.Key_F7)
    talk.bot.wait(20)
    assert not talk.page.room.panel.isVisible()
    assert not is_sensitive(talk.session.definition, talk.ref)
    for _ in range(60):
        shown = words_on(talk.shell)
        assert not any(text in shown for text in asked), talk.ref
        if talk.page.course.page is None:
            break
        talk.page.turn(1)
        QApplication.processEvents()
    end = talk.page.centre
    assert isinstance(end, FinishPage) and not end.button.isEnabled()
    talk.key("j", Qt.KeyboardModifier.ControlModifier)
    listed = talk.page.room.jump_list.list
    assert not any(text in listed.item(at).text() for text in asked for at in range(listed.count()))
    talk.page.back()
    talk.key(Qt.Key.Key_F7)
    assert talk.page.room.notice.isVisible() and "left for later" in talk.page.room.notice.words.text()
    talk.click(talk.page.room.notice.action)
    assert is_sensitive(talk.session.definition, talk.ref)
    assert talk.session.value(f"{SCREEN}/debt") == "yes"


def test_its_words_say_nothing_of_why(house: House) -> None:
    talk = in_the_middle(house)
    button = talk.page.room.footer.discreet_button
    assert (button.text(), button.isVisible()) == ("Simple questions only", True)
    assert "listening" in button.accessibleName() and not button.toolTip()
    talk.key(Qt.Key.Key_F7)
    assert button.text() == "All questions"
    talk.key(Qt.Key.Key_F8)
    assert talk.page.room.panel.isVisible() and "waits until nobody listens" in words_on(talk.page.room.panel)


def test_what_waits_is_not_asked_and_stays_so_in_the_draft(house: House) -> None:
    talk = in_the_middle(house)
    talk.key(Qt.Key.Key_F7)
    talk.page.save_now()
    talk.wait_saved()
    again = house.reopen(talk.opened.row.id)
    assert again.session.state(f"{SCREEN}/debt") == AnswerState.NOT_ASKED
    assert f"{SCREEN}/debt" in again.page.course.waiting()
    again.go(FINISH)
    assert isinstance(again.page.centre, FinishPage)


def test_it_stays_on_until_somebody_turns_it_off(house: House) -> None:
    talk = in_the_middle(house)
    talk.key(Qt.Key.Key_F7)
    talk.page.save_now()
    talk.wait_saved()
    talk = house.reopen(talk.opened.row.id)
    notice = talk.page.room.notice
    assert talk.page.simple and talk.page.room.footer.discreet_button.text() == "All questions"
    assert notice.isVisible() and notice.words.text() == "Simple questions only"
    while talk.page.course.page is not None:
        assert not any(is_sensitive(talk.session.definition, ref) for ref in talk.page.course.page.refs)
        talk.page.turn(1)
    talk.key(Qt.Key.Key_F7)
    talk.wait_saved()
    assert not house.reopen(talk.opened.row.id).page.simple


def test_the_line_that_says_so_turns_it_off_and_gives_way_to_what_to_do_in_danger(house: House) -> None:
    talk = in_the_middle(house)
    talk.key(Qt.Key.Key_F7)
    talk.wait_saved()
    calm = house.reopen(talk.opened.row.id)
    calm.click(calm.page.room.notice.action)
    assert not calm.page.simple
    calm.page.answering.apply(calm.session.answer("/data/safety/danger_now", "yes"))
    calm.key(Qt.Key.Key_F7)
    calm.wait_saved()
    again = house.reopen(calm.opened.row.id)
    again.bot.waitUntil(lambda: "Pause here" in again.page.room.notice.words.text())
    assert again.page.simple


def test_a_form_that_says_of_nothing_that_it_is_sensitive_has_no_such_key(house: House) -> None:
    talk = house.start(forms.kinds())
    assert not talk.page.room.footer.discreet_button.isVisible()


def test_of_a_page_of_several_questions_the_others_stay(house: House) -> None:
    form = forms.family().replace(
        b'<bind nodeset="/data/home/land" type="string"/>',
        b'<bind xmlns:i="urn:intake:form:1" nodeset="/data/home/land" type="string" i:sensitive="yes"/>',
    )
    talk = house.start(form)
    assert talk.page.sheet is not None and "/data/home/land" in talk.page.sheet.blocks
    talk.page.answering.apply(talk.session.answer("/data/home/land", "n"))
    talk.key(Qt.Key.Key_F7)
    assert list(talk.page.sheet.blocks) == ["/data/home/town"]
    whole = forms.family().replace(
        b'<bind nodeset="/data/end"',
        b'<bind xmlns:i="urn:intake:form:1" nodeset="/data/child" i:sensitive="yes"/><bind nodeset="/data/end"',
    )
    talk = house.start(whole.replace(b'id="family"', b'id="family2"'))
    talk.key(Qt.Key.Key_F7)
    assert [page.ref for page in talk.page.course.pages] == ["/data/home", "/data/end"]
