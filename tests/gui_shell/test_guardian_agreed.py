"""Below the tick that a guardian agreed: how, before whom and in which language, and nothing of it in advance."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from intake_app.gui.guardian_agreed import GuardianAgreed
from intake_app.gui.words import Words
from intake_app.workflow import GuardianYes

pytestmark = pytest.mark.window


def shown(qtbot: QtBot) -> GuardianAgreed:
    asked = GuardianAgreed(Words())
    qtbot.addWidget(asked)
    asked.show()
    qtbot.waitExposed(asked)
    return asked


def test_nothing_is_asked_before_it_is_ticked_and_nothing_chosen_then(qtbot: QtBot) -> None:
    asked = shown(qtbot)
    assert not any(field.isVisible() for field in asked.how.fields) and asked.whole and asked.agreed is None
    asked.tick.setChecked(True)
    assert asked.how.how.isVisible() and asked.how.language.isVisible() and not asked.how.witness.isVisible()
    assert not asked.whole and asked.agreed is None and not any(each.code() for each in asked.how.stops)
    asked.how.how_choice.choose("witness")
    asked.how.language_choice.choose("other")
    assert asked.how.witness.isVisible() and not asked.whole, "nobody says who was there"
    assert asked.how.witness_choice.findData("guardian") < 0, "a guardian is no witness to themselves"
    asked.how.witness_choice.choose("mediator")
    assert asked.agreed == GuardianYes("witness", "other", "mediator")
    asked.tick.setChecked(False)
    assert asked.agreed is None and asked.whole and not any(field.isVisible() for field in asked.how.fields)
    asked.tick.setChecked(True)
    assert not any(each.code() for each in asked.how.stops), "what was said of one body is said of no other"


def test_the_keyboard_comes_to_each_part_and_each_says_that_it_is_of_the_guardian(qtbot: QtBot) -> None:
    asked = shown(qtbot)
    asked.tick.setChecked(True)
    asked.how.how_choice.choose("witness")
    chain, one = list[QWidget]([asked.tick]), asked.tick.nextInFocusChain()
    while one is not asked.tick:
        chain += [one] if one.isVisible() and one.focusPolicy() & Qt.FocusPolicy.TabFocus else []
        one = one.nextInFocusChain()
    assert (asked.doubt, *chain) == asked.stops and not asked.doubt.isVisible()
    assert all("guardian" in stop.accessibleName() for stop in chain[1:])
