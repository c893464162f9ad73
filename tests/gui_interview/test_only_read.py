"""What the form lets nobody answer: no button, key or figure changes it, whether something stands there or not."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from shiboken6 import isValid

from intake_app.gui.answers.rank import RankAnswer
from tests.gui_interview import forms
from tests.gui_interview.conftest import House, Interview

pytestmark = pytest.mark.window
KINDS = {
    "time": ("time", "<input ref='/data/q'><label>Q</label></input>", "10:30:00.000+01:00"),
    "moment": ("dateTime", "<input ref='/data/q'><label>Q</label></input>", "2026-11-20T10:30:00.000+01:00"),
    "day": ("date", "<input ref='/data/q'><label>Q</label></input>", "2026-11-20"),
    "place": ("geopoint", "<input ref='/data/q'><label>Q</label></input>", "35.5 12.6 0.0 0.0"),
    "order": (
        "odk:rank",
        "<odk:rank xmlns:odk='http://www.opendatakit.org/xforms' ref='/data/q'><label>Q</label>"
        + "".join(f"<item><label>{one}</label><value>{one}</value></item>" for one in "abc")
        + "</odk:rank>",
        "b a c",
    ),
    "number": ("int", "<range ref='/data/q' start='0' end='9' step='1'><label>Q</label></range>", "4"),
    "picture": ("binary", "<upload ref='/data/q' mediatype='image/*'><label>Q</label></upload>", ""),
}


def only_read(kind: str, held: str) -> bytes:
    told, body, _value = KINDS[kind]
    bind = f"<bind nodeset='/data/q' type='{told}' readonly='true()'/><bind nodeset='/data/s' type='string'/>"
    body += "<input ref='/data/s'><label>S</label></input>"
    made = forms._HEAD.format(
        title="D", id="d", itext="", nodes=f"<q>{held}</q><s/>", binds=bind, body=body
    )
    return made.replace("<itext></itext>", "").encode()


def press_all(talk: Interview) -> None:
    answer = talk.answer("/data/q")
    for button in answer.findChildren(QAbstractButton):
        if isValid(button) and button.isVisible():
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    for key in ("2", "5", "1"):
        talk.type(key)
    talk.page.commit()


@pytest.mark.parametrize("blank", [True, False])
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.feature(13)
def test_nothing_that_is_pressed_or_typed_answers_what_is_only_read(house: House, kind: str, blank: bool) -> None:
    held = "" if blank else KINDS[kind][2]
    talk = house.start(only_read(kind, held))
    talk.go("/data/q")
    press_all(talk)
    assert talk.session.value("/data/q") == held


def test_an_order_that_is_only_read_stands_and_none_of_its_buttons_can_be_pressed(house: House) -> None:
    talk = house.start(only_read("order", "b a c"))
    talk.go("/data/q")
    answer = talk.answer("/data/q")
    assert isinstance(answer, RankAnswer)
    assert answer.order() == ["b", "a", "c"]
    assert not any(button.isEnabled() for row in answer.rows for button in (row.up, row.down))
    answer.chosen.emit("c b a")
    assert talk.session.value("/data/q") == "b a c", "whatever a widget says"
