"""Whole forms filled, finished and closed by keys alone: what is stored is what was typed and chosen."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from intake_app.gui.answers.span import StepsAnswer
from intake_app.gui.interview_finish import FinishPage
from tests.gui_interview.conftest import House
from tests.gui_interview.hands import Hands
from tests.gui_interview.test_filled_by_window import compare, painter
from tests.shared_data import shared

pytestmark = [pytest.mark.window, pytest.mark.always]

_MOST_STOPS = 300
FORMS = {"htcds": ("data/htcds/htcds_xlsform.xml", 31), "all widgets": ("data/forms/all-widgets.xml", 65)}
"""The form, and how many answers the record must hold at least."""


class Keyboard(Hands):
    """Every part is reached by Tab; a button is pressed by Space."""

    def press(self, widget: QWidget) -> None:
        self.take_keys(widget)
        if isinstance(widget, QAbstractButton):
            self.talk.key(Qt.Key.Key_Space)

    def _step(self, answer: StepsAnswer, nth: int) -> str:
        """Of such buttons Tab reaches one; arrows lead to the others."""
        value, button = list(answer.buttons.items())[-1 - nth]
        self.take_keys(answer)
        for _ in answer.buttons:
            if button.hasFocus():
                break
            self.talk.key(Qt.Key.Key_Right)
        assert button.hasFocus()
        self.talk.key(Qt.Key.Key_Space)
        return value

    def take_keys(self, widget: QWidget) -> None:
        """Walk on or back with Tab, whichever is nearer, until the part, or one in it, has the keyboard."""
        key = self._nearer(widget)
        for _ in range(_MOST_STOPS):
            held = QApplication.focusWidget()
            if held is not None and (held is widget or widget.isAncestorOf(held)):
                return
            self.talk.key(key)
        raise AssertionError(f"Tab does not reach {widget}, {widget.accessibleName()}")


    def _nearer(self, widget: QWidget) -> Qt.Key:
        ahead = behind = QApplication.focusWidget() or self.talk.page
        while ahead is not widget and behind is not widget:
            ahead, behind = ahead.nextInFocusChain(), behind.previousInFocusChain()
            if ahead is behind:
                break
        return Qt.Key.Key_Tab if ahead is widget else Qt.Key.Key_Backtab


class Mouse(QObject):
    """Whether a button of a mouse was pressed."""

    pressed = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.pressed |= event.type() == QEvent.Type.MouseButtonPress
        return False


@pytest.mark.parametrize("name", FORMS)
def test_filled_finished_and_closed_by_keys_alone(name: str, house: House, tmp_path: Path) -> None:
    form, fewest = FORMS[name]
    talk = house.start(shared(form))
    running, mouse = QApplication.instance(), Mouse()
    assert running is not None
    running.installEventFilter(mouse)
    hands = Keyboard(talk, painter(tmp_path), seed=5)
    hands.fill()
    assert hands.still_open() == []
    end = talk.page.centre
    assert isinstance(end, FinishPage) and list(end.links) == []
    if end.consent is not None:
        hands.press(end.consent.yes if name == "htcds" else end.consent.not_asked)
        if name == "htcds":
            hands.press(end.consent.how["spoken"])
    hands.take_keys(end.button)
    with talk.bot.waitSignal(talk.page.finished, timeout=10000):
        talk.key(Qt.Key.Key_Return)
    with talk.bot.waitSignal(talk.page.left, timeout=10000):
        hands.take_keys(end.button)
        talk.key(Qt.Key.Key_Return)
    running.removeEventFilter(mouse)
    assert not mouse.pressed
    record_id = talk.opened.row.id
    frozen: Any = house.wait(lambda told: house.lanes.vault(lambda store: store.frozen(record_id), told))
    assert compare(talk, hands, frozen) >= fewest
