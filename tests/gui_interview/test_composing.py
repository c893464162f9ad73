"""The word that an input method is composing, as in Bengali or Amharic, is kept wherever the page goes."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication

from intake_app.gui.person_window import PersonWindow
from tests.gui_interview import forms
from tests.gui_interview.conftest import House, Interview

pytestmark = pytest.mark.window


@pytest.mark.parametrize("ref", ["/data/name", "/data/story"])
@pytest.mark.parametrize("leave", ["hide", "turn"])
def test_a_word_in_composition_is_kept_when_the_page_goes(house: House, ref: str, leave: str) -> None:
    talk = house.start(forms.kinds(), "English (en)", "العربية (ar)")
    talk.go(ref)
    field = QApplication.focusWidget()
    assert field is not None
    whole = QInputMethodEvent()
    whole.setCommitString("Abebe ")
    for event in (whole, QInputMethodEvent("ከበ", [])):
        QApplication.sendEvent(field, event)
    talk.bot.waitUntil(lambda: bool(talk.session.value(ref)))
    assert talk.session.value(ref).strip() == "Abebe", "nobody's word is taken while it is being composed"
    if leave == "hide":
        talk.page.save_now()
    else:
        talk.page.turn(1)
    assert talk.session.value(ref) == "Abebe ከበ"
    talk.wait_saved()


GONE: dict[str, Callable[[Interview, PersonWindow], object]] = {
    "taken away by Escape": lambda talk, window: talk.key(Qt.Key.Key_Escape),
    "taken away by touch": lambda talk, window: talk.click(window.leave),
    "given back": lambda talk, window: talk.key("d", Qt.KeyboardModifier.ControlModifier),
    "closed": lambda talk, window: window.close(),
    "closed from the page": lambda talk, window: talk.page.person_view.close(),
    "gone on": lambda talk, window: talk.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier),
    "turned": lambda talk, window: talk.page.turn(1),
    "swapped": lambda talk, window: talk.page.swap(),
    "larger": lambda talk, window: window.resize(1400, 1600),
}


@pytest.mark.parametrize("gone", GONE)
@pytest.mark.parametrize("ref", ["/data/name", "/data/story"])
def test_so_it_is_when_the_window_of_the_person_goes(house: House, ref: str, gone: str) -> None:
    talk = house.start(forms.kinds(), "English (en)", "বাংলা (bn)")
    talk.go(ref)
    talk.page.person_view.toggle()
    window = talk.page.person_view.window
    assert window is not None
    window.activateWindow()
    talk.bot.waitUntil(lambda: window.isActiveWindow() and window.block is not None)
    assert window.block is not None
    window.block.begin()
    field = QApplication.focusWidget()
    assert field is not None and window.isAncestorOf(field)
    talk.type("ab ")
    QApplication.sendEvent(field, QInputMethodEvent("বাং", []))
    GONE[gone](talk, window)
    talk.bot.waitUntil(lambda: talk.session.value(ref) == "ab বাং")
