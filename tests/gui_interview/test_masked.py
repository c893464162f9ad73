"""What a form masks nobody sees: of several lines, in figures, in the window of the person, by a screen reader."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from intake_app import workflow
from intake_app.gui.answers.text import LineAnswer, NumberAnswer
from intake_app.xform.views import MASK
from tests.gui_interview.conftest import House, Interview
from tests.gui_interview.test_finger import form
from tests.gui_interview.test_person_window import opened

pytestmark = [pytest.mark.window, pytest.mark.feature(60)]
ASKED = '<input ref="/data/a" appearance="masked {look}"><label>Secret</label></input>'
KINDS = {
    "lines": ("multiline", "string", "CANARY9"),
    "whole": ("", "int", "654321"),
    "spread": ("thousands-sep", "int", "654321"),
    "part": ("thousands-sep", "decimal", "1.500"),
    "address": ("url", "string", "https://x.it/CANARY9"),
    "place": ("", "geopoint", "35.5013, 12.6089"),
    "figures": ("numbers thousands-sep", "string", "654321"),
}


def told(window: QWidget) -> str:
    """All that is seen and heard of a window's parts."""
    found = []
    for part in (window, *window.findChildren(QWidget)):
        if not part.isVisible():
            continue
        face = QAccessible.queryAccessibleInterface(part)
        kinds = (QAccessible.Text.Name, QAccessible.Text.Value, QAccessible.Text.Description)
        found += [face.text(kind) for kind in kinds] if face is not None else []
        for name in ("text", "displayText", "toPlainText"):
            if name != "text" or not isinstance(part, QLineEdit):
                read = getattr(part, name, None)
                found.append(str(read() if callable(read) else read or ""))
    return "\n".join(found)


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_of_a_masked_answer_is_seen_or_heard(house: House, kind: str) -> None:
    look, what, typed = KINDS[kind]
    talk = house.start(form(ASKED.format(look=look), {"a": what}))
    person = opened(talk)
    talk.page.begin()
    talk.type(typed)
    talk.page.commit()
    QApplication.processEvents()
    assert talk.session.value("/data/a")
    secret = typed.split("/")[-1].split(",")[0].lstrip("1.") or typed
    for window in (talk.shell, person):
        assert window.isVisible()
        assert secret not in told(window).replace("\u202f", "").replace(" ", "")
        assert not [one for one in window.findChildren(QPlainTextEdit) if one.isVisible()]
    view = talk.session.question("/data/a")
    assert talk.page.reading.chosen_words(view) == MASK
    person.close()


def test_a_masked_address_is_put_on_no_clipboard(house: House) -> None:
    talk = house.start(form(ASKED.format(look="url"), {"a": "string"}))
    talk.page.begin()
    talk.type("https://x.it/CANARY9")
    talk.page.commit()
    assert not talk.answer().findChildren(QPushButton)
    talk.key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    talk.key(Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert "CANARY9" not in QApplication.clipboard().text()


def test_masked_lines_that_are_there_stay_lines(house: House) -> None:
    talk: Interview = house.start(form(ASKED.format(look="multiline"), {"a": "string"}))
    talk.page.answering.apply(workflow.answer(talk.session, "/data/a", "one\ntwo"))
    answer = talk.answer()
    assert isinstance(answer, LineAnswer)
    talk.page.begin()
    talk.key(Qt.Key.Key_End)
    talk.type("3")
    talk.page.commit()
    assert talk.session.value("/data/a") == "one\ntwo3"


@pytest.mark.feature(62)
def test_a_text_of_digits_has_its_thousands_apart_below(house: House) -> None:
    body = '<input ref="/data/a" appearance="numbers thousands-sep"><label>N</label></input>'
    talk = house.start(form(body, {"a": "string"}))
    talk.type("1234567")
    answer = talk.answer()
    assert isinstance(answer, LineAnswer)
    assert answer.echo.isVisible() and answer.echo.text == "1\u202f234\u202f567"
    talk.type("-")
    assert not answer.echo.isVisible()


def test_a_number_that_may_mean_thousands_is_told_on_the_next_page_too(house: House) -> None:
    body = "".join(f'<input ref="/data/{name}"><label>Q {name}</label></input>' for name in "ab")
    talk = house.start(form(body, {"a": "decimal", "b": "string"}))
    talk.type("2,500")
    answer = talk.answer()
    assert isinstance(answer, NumberAnswer)
    assert answer.meant.isVisible() and answer.meant.text in answer.field.accessibleDescription()
    talk.page.turn(1)
    notice = talk.page.room.notice
    assert talk.ref == "/data/b" and notice.isVisible()
    assert all(part in notice.words.text() for part in ("2.5,", "2500", "Q a"))
    talk.page.turn(-1)
    talk.page.turn(1)
    assert not notice.isVisible(), "it is said once"
