"""Who locks and unlocks is where they were, with what they had typed; nobody else is, and no passphrase is kept."""

import json
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from intake_app.gui.case_page import CasePage
from intake_app.gui.coming_back import ComingBack
from intake_app.gui.dayend import DayEnd
from intake_app.gui.desk import Desk
from intake_app.gui.gate import Unlock
from intake_app.gui.home import Home
from intake_app.gui.services_page import ServicesPage
from intake_app.gui.slip_page import SlipPage
from intake_app.gui.standing import fields, text_of
from intake_app.workflow.lists import take_page
from tests.gui_shell.test_desk import at_the_desk, open_slip
from tests.gui_shell.windows import PASSPHRASE, Replaced, Seat

pytestmark = pytest.mark.window


def hidden(seat: Seat) -> None:
    """F9."""
    with pytest.raises(Replaced):
        seat.place.door.hide()


def back(bot: QtBot, store: Path, name: str) -> Seat:
    again = Seat(bot, store)
    again.unlock(name)
    again.settle(lambda: again.place.person is not None)
    return again


def test_a_slip_that_is_being_prepared_is_there_again_with_what_was_typed(qtbot: QtBot, workplace_store: Path) -> None:
    seat = at_the_desk(qtbot, workplace_store)
    page = open_slip(seat)
    at = next(at for at, one in enumerate(fields(page)) if one.isVisible() and one.isEnabled() and not text_of(one))
    field = fields(page)[at]
    field.setFocus()
    seat.bot.keyClicks(field, "Ask for Ward 3")
    seat.settle()
    record, chosen = page._record_id, page.sheet.recipient_code()
    hidden(seat)
    again = back(qtbot, workplace_store, "Luca")
    again.settle(lambda: isinstance(again.shell.page, SlipPage))
    made = again.page(SlipPage)
    assert made._record_id == record and made is not page
    again.settle(lambda: text_of(fields(made)[at]) == "Ask for Ward 3")
    assert made.sheet.recipient_code() == chosen == "health"
    made.left.emit()
    again.settle()
    assert isinstance(again.shell.page, Desk)
    again.leave()


@pytest.mark.parametrize("now", ["", "of now"])
def test_what_is_typed_while_the_page_is_made_is_not_written_over(
    qtbot: QtBot, workplace_store: Path, now: str
) -> None:
    """However long something else takes; what is blank has its words again once that is done."""
    seat = at_the_desk(qtbot, workplace_store)
    page = open_slip(seat)
    at = next(at for at, one in enumerate(fields(page)) if one.isVisible() and one.isEnabled() and not text_of(one))
    fields(page)[at].setFocus()
    qtbot.keyClicks(fields(page)[at], "of before")
    seat.settle()
    hidden(seat)
    again, done = Seat(qtbot, workplace_store), Event()
    again.place.entered.connect(lambda: again.lanes.net(done.wait))
    try:
        gate = again.page(Unlock)
        again.type(gate.name_line, "Luca")
        again.press(Qt.Key.Key_Return, on=gate.name_line)
        again.type(gate.secret_line, PASSPHRASE)
        QTest.keyClick(gate.secret_line, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: isinstance(again.shell.page, SlipPage) and again.shell.page.proposal is not None)
        made = again.page(SlipPage)
        fields(made)[at].setFocus()
        qtbot.keyClicks(fields(made)[at], now)
    finally:
        done.set()
    coming_back = again.place.findChild(ComingBack)
    assert coming_back is not None
    again.settle(lambda: not coming_back.waits)
    assert text_of(fields(made)[at]) == (now or "of before")
    again.leave()


def test_places_and_pages_of_the_workplace_are_there_again_once(qtbot: QtBot, workplace_store: Path) -> None:
    seat = back(qtbot, workplace_store, "Luca")
    seat.place.services()
    seat.settle()
    hidden(seat)
    again = back(qtbot, workplace_store, "Luca")
    again.settle(lambda: isinstance(again.shell.page, ServicesPage))
    day = again.place._day
    assert day is not None
    again.shell.show_page(day.go())
    again.settle()
    hidden(again)
    third = back(qtbot, workplace_store, "Luca")
    third.settle(lambda: isinstance(third.shell.page, DayEnd))
    kept: list[str] = []
    third.lanes.vault(take_page, kept.append)
    third.settle(lambda: bool(kept))
    assert kept == [""], "it is told once"
    third.leave()


def test_the_page_of_a_person_is_there_again(qtbot: QtBot, workplace_store: Path) -> None:
    seat = back(qtbot, workplace_store, "Sara")
    opened: list[str] = []
    seat.lanes.vault(lambda store: store.open_case().id, opened.append)
    seat.settle(lambda: bool(opened))
    seat.place.show_case(opened[0])
    seat.settle()
    hidden(seat)
    again = back(qtbot, workplace_store, "Sara")
    again.settle(lambda: isinstance(again.shell.page, CasePage))
    assert again.page(CasePage).way == ("case", opened[0])
    again.page(CasePage).left.emit()
    again.settle()
    assert isinstance(again.shell.page, Home)
    again.leave()


def test_nobody_else_comes_to_where_somebody_was(qtbot: QtBot, workplace_store: Path) -> None:
    seat = at_the_desk(qtbot, workplace_store)
    open_slip(seat)
    hidden(seat)
    other = back(qtbot, workplace_store, "Sara")
    other.settle(lambda: isinstance(other.shell.page, Home))
    other.lanes.close()
    again = back(qtbot, workplace_store, "Luca")
    again.settle(lambda: isinstance(again.shell.page, Desk))
    again.leave()


def test_no_word_of_a_passphrase_is_kept(qtbot: QtBot, workplace_store: Path) -> None:
    seat = back(qtbot, workplace_store, "Sara")
    seat.place.add_server()
    seat.settle()
    page = seat.shell.page
    assert page is not None
    secret = [field for field in fields(page) if "assword" in field.accessibleName()]
    assert secret
    for field in secret:
        seat.bot.keyClicks(field, "not to be kept")
    seat.place.door.leaving.emit()
    kept: list[str] = []
    seat.lanes.vault(take_page, kept.append)
    seat.settle(lambda: bool(kept))
    assert json.loads(kept[0])[0] == ["add server"] and "not to be kept" not in kept[0]
    seat.leave()
