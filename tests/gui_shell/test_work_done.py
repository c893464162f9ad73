"""How much the store is asked while somebody searches, and before the windows are covered: counted, not timed."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from intake_app import workflow
from intake_app.gui.home import Home
from tests.gui_shell import people
from tests.gui_shell.windows import PASSPHRASE, Replaced, Seat
from tests.vault import many

MOST_ROWS = 50

pytestmark = [pytest.mark.window, pytest.mark.always]


def listening(seat: Seat) -> list[str]:
    """Every statement that the store runs from now on."""
    told: list[str] = []
    seat.lanes.vault(lambda store: store._opening.database.connection.set_trace_callback(told.append))
    seat.settle_vault()
    told.clear()
    return told


def found(bot: QtBot, path: Path, records: int) -> tuple[list[str], int]:
    """What the store runs for one search of a word that very many records hold, and how many rows are shown."""
    people.make_alone(path)
    with workflow.open_store(path, "Amina", PASSPHRASE) as store:
        many.fill(store, records, body=10)
    seat = Seat(bot, path)
    seat.unlock("Amina")
    seat.settle(lambda: seat.place.person is not None)
    home, told = seat.page(Home), listening(seat)
    home.search.setText("lante")
    bot.waitUntil(lambda: len(home.table.rows) > 0 and home.table.rows[0].key != "uuid:first", timeout=10_000)
    seat.settle()
    rows = len(home.table.rows)
    seat.leave()
    seat.lanes.close()
    return told, rows


def test_a_search_asks_as_much_of_a_large_store_as_of_a_small_one(qtbot: QtBot, tmp_path: Path) -> None:
    few, some = found(qtbot, tmp_path / "few.intake", 40)
    lots, most = found(qtbot, tmp_path / "lots.intake", 600)
    assert max(len(few), len(lots)) < 100
    assert 1 <= some < most == MOST_ROWS


def test_the_windows_are_covered_before_anything_is_asked_of_the_store(sara: Seat) -> None:
    told, then = listening(sara), list[tuple[int, int]]()
    sara.place.begin()
    sara.settle()
    told.clear()
    hider = sara.place.door.hider
    hider._ending = replace(hider._ending, begin=lambda: then.append((sara.lanes.pending, len(told))))
    with pytest.raises(Replaced), sara.bot.capture_exceptions() as caught:
        QTest.keyClick(sara.shell, Qt.Key.Key_F9)
        raise caught[0][1] if caught else AssertionError("not hidden")
    assert then == [(0, 0)]
