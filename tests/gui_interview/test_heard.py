"""Every kind of control of an interview as somebody hears it, and as somebody reaches it who has no mouse."""

import re
from contextlib import suppress

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QApplication, QMenu, QPushButton
from pytestqt.exceptions import TimeoutError as WaitedEnough

from intake_app.gui.answers.birth import BirthAnswer
from intake_app.gui.interview_course import FINISH
from intake_app.gui.interview_repeat import RepeatPrompt
from intake_app.gui.menu_pill import MenuPill
from tests.gui_interview import forms, long_form
from tests.gui_interview.conftest import House, Interview
from tests.gui_shell import heard
from tests.shared_data import shared

AR, EN = "العربية (ar)", "English (en)"

pytestmark = pytest.mark.window


def listened(talk: Interview) -> dict[str, list[object]]:
    """What is wrong with each page of an interview, and stays so: the order of keys is told a moment after the page."""
    found: dict[str, list[object]] = {}

    def faults() -> list[object]:
        return [*heard.faults(talk.shell), *heard.out_of_order(talk.page)]

    for place in [*(page.ref for page in talk.page.course.pages), FINISH]:
        talk.go(place)
        if talk.page.sheet is not None:
            assert len(talk.page.sheet.blocks) == len(talk.page.sheet.refs)
        talk.page.refresh_side()
        with suppress(WaitedEnough):
            talk.bot.waitUntil(lambda: not faults())
        found[place] = faults()
    return {place: faults for place, faults in found.items() if faults}


@pytest.mark.parametrize("name", ["kinds", "looks", "family", "births"])
def test_every_kind_of_answer_is_told_and_reached(house: House, name: str) -> None:
    assert listened(house.start(getattr(forms, name)(), AR, EN)) == {}


@pytest.mark.parametrize("name", ["kinds", "looks", "family", "births"])
def test_on_arriving_the_question_is_heard_and_a_ring_is_seen(house: House, name: str) -> None:
    talk = house.start(getattr(forms, name)(), AR, EN)
    for page in talk.page.course.pages:
        talk.go(page.ref)
        held = QApplication.focusWidget()
        assert held is not None, page.ref
        talk.bot.waitUntil(talk.shell.ring.isVisible, timeout=500)
        said = heard.told(held)
        if talk.page.sheet is None:
            assert isinstance(talk.page.centre, RepeatPrompt) and talk.page.centre.words.person.text in said
            continue
        block = talk.page.sheet.focused()
        assert block is not None
        words = [text for text in (block.words.person.text, block.words.mediator.text) if text]
        assert said and all(text in said for text in words), (page.ref, said)


def test_the_hint_is_heard_with_what_has_the_keyboard_first_and_as_long_as_it_is_answered(house: House) -> None:
    hinted = re.sub(r"(<label [^>]*/>)(?!<value>)", r"\1<hint>As written</hint>", forms.kinds().decode())
    talk = house.start(hinted.encode(), EN, AR)
    without = set[str]()
    for page in talk.page.course.pages:
        talk.go(page.ref)
        for key in ("", "1"):
            talk.type(key)
            held = QApplication.focusWidget()
            told = QAccessible.queryAccessibleInterface(held).text(QAccessible.Text.Description)
            without |= {page.ref} if "As written" not in told else set()
    assert not without


def test_the_question_is_heard_before_its_answers_and_before_the_next(house: House) -> None:
    talk = house.start(forms.family(), EN, EN)
    talk.page.answering.apply(talk.session.answer("/data/home/land", "n"))
    assert talk.page.sheet is not None and len(talk.page.sheet.blocks) == 2
    QApplication.processEvents()
    told = heard.in_order(talk.shell)
    wanted = ["Land", "North", "South", "Town", "Alba", "Back", "Next"]
    assert [name for name in dict.fromkeys(told) if name in wanted] == wanted
    assert told.index("What the person sees, and how large") < told.index("Hide everything and lock")


def test_one_of_several_is_a_radio_button_and_some_of_several_are_boxes_to_tick(house: House) -> None:
    talk = house.start(forms.kinds(), AR, EN)
    roles = {}
    for ref in ("one", "many", "level"):
        talk.go(f"/data/{ref}")
        talk.key("2")
        buttons = [one for one in talk.answer().findChildren(QAbstractButton) if one.isCheckable()]
        roles[ref] = {heard.role(button) for button in buttons}
        assert [button.isChecked() for button in buttons][:3] == [False, True, False]
        reached = set(map(id, heard.by_tab(talk.shell)))
        assert ref == "level" or all(id(button) in reached for button in buttons)
        talk.key("n")
        talk.page.commit()
        assert not any(button.isChecked() for button in buttons), "it can be taken back"
    radio, box = QAccessible.Role.RadioButton, QAccessible.Role.CheckBox
    assert roles == {"one": {radio}, "many": {box}, "level": {radio}}


@pytest.mark.qt_log_ignore(r"does not support (raise|grabbing|propagateSizeHints)", extend=True)
@pytest.mark.parametrize("size", [(1366, 768), (700, 600)])
def test_a_button_that_opens_a_menu_says_so_and_no_other_does(house: House, size: tuple[int, int]) -> None:
    talk = house.start(forms.kinds(), AR, EN, size)
    talk.go("/data/one")
    opened = []
    for button in [one for one in talk.shell.bar.findChildren(QPushButton) if one.isVisible()]:
        if button in (talk.shell.bar.hide_button, talk.page.bar().progress):  # type: ignore[attr-defined]
            continue
        talk.click(button)
        menu = QApplication.activePopupWidget()
        told = QAccessible.queryAccessibleInterface(button)
        assert told is not None
        roles = (told.role() is QAccessible.Role.ButtonMenu, bool(told.state().hasPopup))
        assert roles == (isinstance(menu, QMenu),) * 2, button.accessibleName()
        if menu is not None:
            opened.append(button)
            named = QAccessible.queryAccessibleInterface(menu)
            assert menu.actions() and named is not None
            if isinstance(button, MenuPill):
                assert named.text(QAccessible.Text.Name) == button.accessibleName() != ""
            assert not told.state().checkable and not told.state().checked, "a menu is never ticked"
            menu.close()
    assert len(opened) >= 3
    bar = talk.page.bar()
    pictures = []
    for on in (True, False, True):
        bar.person_pill.light(on)  # type: ignore[attr-defined]
        pictures.append(bar.person_pill.grab().toImage())  # type: ignore[attr-defined]
    assert pictures[0] == pictures[2] != pictures[1], "that it is on is seen"
    assert heard.role(talk.shell.bar.looks) is QAccessible.Role.ButtonMenu, "which other pages have"


def test_a_list_that_opens_is_named_by_what_it_is_for(house: House) -> None:
    talk = house.start(forms.births(), AR, EN)
    talk.go("/data/who/born")
    answer = talk.answer()
    assert isinstance(answer, BirthAnswer)
    assert (heard.labelled(answer.season), heard.labelled(answer.happening)) == ("Season", "Event")
    assert {heard.role(button) for button in answer.kinds.values()} == {QAccessible.Role.RadioButton}


def test_a_page_that_is_made_bit_by_bit_is_walked_in_its_order(house: House) -> None:
    talk = house.start(long_form.xml(1, 12), EN, EN)
    sheet = talk.page.sheet
    assert sheet is not None
    talk.bot.waitUntil(lambda: len(sheet.made) == 12, timeout=20_000)
    talk.bot.waitUntil(lambda: heard.out_of_order(talk.page) == [], timeout=5_000)
    talk.type("never")
    talk.page.commit()
    talk.type("!")
    talk.page.commit()
    assert len(sheet.blocks) == 12
    talk.bot.waitUntil(lambda: heard.out_of_order(talk.page) == [], timeout=5_000)


def test_questions_that_somebody_asks_for_early_are_walked_in_their_order_too(house: House) -> None:
    talk = house.start(long_form.xml(1, 12), EN, EN)
    sheet = talk.page.sheet
    assert sheet is not None
    talk.bot.waitUntil(lambda: len(sheet.made) > 3, timeout=20_000)
    assert len(sheet.blocks) == 12
    talk.bot.waitUntil(lambda: heard.out_of_order(talk.page) == [], timeout=5_000)


@pytest.mark.soak
def test_the_form_with_every_control_is_told_and_reached(house: House) -> None:
    assert listened(house.start(shared("data/forms/all-widgets.xml"))) == {}
