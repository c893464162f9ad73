"""Menus of the pills: what is pressed in one is chosen, by whatever way the pointer came there."""

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from intake_app.gui.clipboard import drag_nothing
from intake_app.gui.menu_pill import MenuPill

pytestmark = pytest.mark.window


@pytest.mark.parametrize("inner", [False, True], ids=["menu", "menu in it"])
def test_a_finger_chooses_in_a_menu_without_having_moved(qtbot: QtBot, inner: bool) -> None:
    """Qt takes a press for the one that opened the menu until the pointer moved six times, or as far as one drags."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    drag_nothing(application)
    chosen: list[str] = []
    pill = MenuPill()
    qtbot.addWidget(pill)

    def fill(menu: QMenu) -> None:
        under = menu.addMenu("further") if inner else menu
        for name in ("one", "two", "three"):
            under.addAction(name).triggered.connect(lambda _checked=False, name=name: chosen.append(name))

    pill.opens(fill)
    pill.say("Language")
    pill.show()
    qtbot.waitExposed(pill)
    QTest.mouseMove(pill)
    QTest.mouseClick(pill, Qt.MouseButton.LeftButton)
    menu = pill.menu()
    assert isinstance(menu, QMenu) and menu.isVisible()
    for _ in range(inner):
        further = menu.actions()[0]
        QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(further).center())
        menu = further.menu()
        assert isinstance(menu, QMenu)
        qtbot.waitUntil(menu.isVisible)
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(menu.actions()[2]).center())
    assert chosen == ["three"]
    assert QApplication.startDragDistance() > 100_000, "nothing is dragged once it is closed"


@pytest.mark.parametrize("way", ["hidden", "gone while it is open", "filled and never shown"])
def test_nothing_is_dragged_once_a_menu_is_not_there(qtbot: QtBot, way: str) -> None:
    pill = MenuPill()
    qtbot.addWidget(pill)
    pill.opens(lambda menu: menu.addAction("one"))
    pill.show()
    qtbot.waitExposed(pill)
    menu = pill.menu()
    assert isinstance(menu, QMenu)
    drag_nothing(QApplication.instance())  # type: ignore[arg-type]
    if way == "filled and never shown":
        menu.aboutToShow.emit()
    else:
        pill.showMenu()
        assert QApplication.startDragDistance() == 1
    if way == "hidden":
        menu.hide()
    elif way == "gone while it is open":
        shiboken6.delete(menu)
    assert QApplication.startDragDistance() > 100_000
