"""What came back of a slip is told within a small window, however long the name of the service is."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from intake_app.gui.came_back_page import CameBackPage
from tests.gui_shell.test_slip_drawn import interview, slip

pytestmark = pytest.mark.window


@pytest.mark.parametrize("language", ["it", "fr", "ar"])
def test_a_service_with_a_long_name_and_all_answers_have_room(
    qtbot: QtBot, workplace_store: Path, language: str
) -> None:
    record = interview(workplace_store)
    seat, page = slip(qtbot, workplace_store, record)
    page.sheet.recipient.choose("health")
    seat.settle(page.issue.isEnabled)
    page.issue_now()
    seat.settle(lambda: page.issued is not None)
    assert page.issued is not None
    seat.words.set_language(language)
    seat.shell.resize(683, 384)
    seat.place.came_back(page.issued.reference, f"Ente del territorio · {'progetto di protezione ' * 3}")
    told = seat.page(CameBackPage)
    seat.settle(lambda: bool(told.steps))
    QTest.qWait(300)
    seat.settle(lambda: all(_fits(one, told) for one in (told.so_far_head, *told.steps.values())))
    focused = told.focusWidget()
    assert focused is next(iter(told.steps.values()))
    seat.leave()


def _fits(part: QWidget, page: QWidget) -> bool:
    """Whether all of its width is seen."""
    left = part.mapTo(page, QPoint(0, 0)).x()
    return left >= 0 and left + part.width() <= page.width()
