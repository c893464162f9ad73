"""What is shown stays where it is until it is pressed: no click of a person is lost to what the store answers later."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget
from pytestqt.qtbot import QtBot

from intake_app.gui.fields import Choice
from intake_app.gui.slip_page import SlipPage
from intake_app.vault import Vault
from tests.gui_shell.test_slip_drawn import interview
from tests.gui_shell.windows import Seat

pytestmark = pytest.mark.window


def held(seat: Seat) -> Event:
    """The store answers nothing more until this is set."""
    go_on = Event()

    def wait(_store: Vault) -> None:
        go_on.wait(10)

    seat.lanes.vault(wait)
    return go_on


def seen_at(seat: Seat, part: QWidget) -> QPoint | None:
    """Where in the window somebody would press it; None where it is not seen."""
    return part.mapTo(seat.shell, part.rect().center()) if part.isVisible() else None


@pytest.mark.parametrize("size", [(1366, 768), (683, 384)])
def test_the_sheet_of_a_slip_is_shown_where_it_stays(
    qtbot: QtBot, workplace_store: Path, size: tuple[int, int]
) -> None:
    record = interview(workplace_store)
    seat = Seat(qtbot, workplace_store, size=size)
    seat.unlock("Sara")
    seat.settle(lambda: seat.place.home is not None and bool(seat.place.home._lists))
    go_on = held(seat)
    seat.place.refer(record)
    page = seat.page(SlipPage)
    qtbot.waitUntil(page.isVisible)
    QTest.qWait(100)
    assert page.proposal is None and page.preview.note.isVisible()
    before = [seen_at(seat, part) for part in (page.sheet.recipient, page.turn)]
    go_on.set()
    seat.settle(lambda: page.proposal is not None)
    QTest.qWait(100)
    after = [seen_at(seat, part) for part in (page.sheet.recipient, page.turn)]
    assert after[0] is not None and all(was in (None, now) for was, now in zip(before, after, strict=True))
    assert page.sheet.recipient.hasFocus()
    seat.leave()


def test_a_list_that_is_open_stays_under_the_finger_where_the_same_is_offered_again(qtbot: QtBot) -> None:
    box, codes = Choice(), [f"{at:03}" for at in range(200)]
    qtbot.addWidget(box)
    box.offer(codes, str)
    box.choose("120")
    box.show()
    picked = list[str]()
    box.picked.connect(picked.append)
    box.showPopup()
    qtbot.waitUntil(box.view().isVisible)
    rows = box.view()
    rows.verticalScrollBar().setValue(rows.verticalScrollBar().maximum() // 3)
    QTest.qWait(50)
    finger = rows.viewport().rect().center()
    code = codes[rows.indexAt(finger).row()]
    box.offer(codes, str)  # and nothing waits from here on: where the pointer is, a list may move by itself
    assert rows.isVisible() and codes[rows.indexAt(finger).row()] == code
    QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=finger)
    assert box.code() == code and picked == [code]
    box.offer(codes, "{}!".format)
    assert box.code() == code and box.currentText() == f"{code}!"


@pytest.fixture
def at_once() -> Iterator[int]:
    """The time of a double click, in milliseconds: a short one."""
    before = QApplication.doubleClickInterval()
    QApplication.setDoubleClickInterval(40)
    yield 40
    QApplication.setDoubleClickInterval(before)


@pytest.mark.parametrize("slid", [False, True])
def test_a_press_that_is_let_go_late_opens_a_list_and_chooses_only_where_it_slid_to(
    qtbot: QtBot, at_once: int, slid: bool
) -> None:
    box = Choice()
    qtbot.addWidget(box)
    box.offer("abcdefgh", str)
    box.setGeometry(200, 300, 200, 40)
    box.show()
    qtbot.waitExposed(box)
    picked = list[str]()
    box.picked.connect(picked.append)
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(box, left)
    rows = box.view()
    qtbot.waitUntil(rows.isVisible)
    QTest.qWait(3 * at_once)
    to = rows.visualRect(rows.model().index(5, 0)).center() if slid else _under(box, rows)
    QTest.mouseMove(rows.viewport(), to)
    QTest.mouseRelease(rows.viewport(), left, pos=to)
    QTest.qWait(at_once)
    assert rows.isVisible() is not slid and picked == (["f"] if slid else [])
    if not slid:
        QTest.mouseClick(rows.viewport(), left, pos=rows.visualRect(rows.model().index(2, 0)).center())
        assert picked == ["c"] and not rows.isVisible()


def _under(box: Choice, rows: QAbstractItemView) -> QPoint:
    """Where in the list the middle of the box is."""
    return rows.viewport().mapFromGlobal(box.mapToGlobal(box.rect().center()))
