"""What opening a store has met is told at the window, to whoever opens it."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from intake_app import vault
from intake_app.gui.dayend import DayEnd
from intake_app.gui.home import Home
from intake_app.gui.states import READY
from intake_app.vault import quarantine
from tests.gui_shell.windows import PASSPHRASE, Seat

pytestmark = pytest.mark.window


def test_a_store_that_was_put_back_is_told_at_the_door(qtbot: QtBot, workplace_store: Path) -> None:
    older = workplace_store.read_bytes()
    vault.open_store(workplace_store, "Sara", PASSPHRASE).close()
    workplace_store.write_bytes(older)
    seat = Seat(qtbot, workplace_store)
    seat.unlock("Sara")
    seat.settle(lambda: seat.shell.notice.isVisible())
    assert "put back to an older state" in seat.shell.notice.words.text()
    seat.page(Home).show_section(READY)
    seat.press(Qt.Key.Key_F3)
    assert "put back to an older state" in seat.shell.notice.words.text(), "it stays until somebody takes it away"
    seat.lanes.close()


def test_records_that_can_not_be_read_are_told_and_marked(qtbot: QtBot, workplace_store: Path) -> None:
    with vault.open_store(workplace_store, "Sara", PASSPHRASE) as store:
        code = store.records(state="finalised")[0].code
        number = store._opening.database.all("SELECT number FROM record WHERE code = ?", code)[0][0]
        assert quarantine.set_apart(store._opening, number, "vault.damaged")
    seat = Seat(qtbot, workplace_store)
    seat.unlock("Sara")
    seat.settle(lambda: seat.shell.notice.isVisible())
    assert "can not be read" in seat.shell.notice.words.text()
    home = seat.page(Home)
    home.show_section(READY)
    seat.settle(lambda: code in {row.cells[0].text for row in home.table.rows})
    marked = {row.cells[0].text: row.cells[5].badge for row in home.table.rows}
    assert marked.pop(code) == "Can not be read"
    assert set(marked.values()) == {"Waiting"}
    seat.press(Qt.Key.Key_F4)
    seat.settle(lambda: isinstance(seat.shell.page, DayEnd))
    seat.lanes.close()


def test_a_sound_store_says_nothing(sara: Seat) -> None:
    sara.settle()
    assert sara.shell.notice.isHidden()
