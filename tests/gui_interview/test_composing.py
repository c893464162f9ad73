"""The word that an input method is composing, as in Bengali or Amharic, is kept wherever the page goes."""

import pytest
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication

from tests.gui_interview import forms
from tests.gui_interview.conftest import House

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
