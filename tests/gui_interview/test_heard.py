"""Every kind of control of an interview as somebody hears it, and as somebody reaches it who has no mouse."""

import pytest

from intake_app.gui.interview_course import FINISH
from tests.gui_interview import forms, long_form
from tests.gui_interview.conftest import House, Interview
from tests.gui_shell import heard
from tests.shared_data import shared

AR, EN = "العربية (ar)", "English (en)"

pytestmark = pytest.mark.window


def listened(talk: Interview) -> dict[str, list[object]]:
    """What is wrong with each page of an interview."""
    found: dict[str, list[object]] = {}
    for place in [*(page.ref for page in talk.page.course.pages), FINISH]:
        talk.go(place)
        if talk.page.sheet is not None:
            assert len(talk.page.sheet.blocks) == len(talk.page.sheet.refs)
            talk.page.refresh_side()
        talk.bot.wait(40)  # the order of keys is told a moment after the page
        found[place] = [*heard.faults(talk.shell), *heard.out_of_order(talk.page)]
    return {place: faults for place, faults in found.items() if faults}


@pytest.mark.parametrize("name", ["kinds", "looks", "family", "births"])
def test_every_kind_of_answer_is_told_and_reached(house: House, name: str) -> None:
    assert listened(house.start(getattr(forms, name)(), AR, EN)) == {}


def test_a_page_that_is_made_bit_by_bit_is_walked_in_its_order(house: House) -> None:
    talk = house.start(long_form.xml(1, 12), EN, EN)
    sheet = talk.page.sheet
    assert sheet is not None
    talk.bot.waitUntil(lambda: len(sheet.made) == 12, timeout=20_000)
    talk.bot.wait(60)
    assert heard.out_of_order(talk.page) == []
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
