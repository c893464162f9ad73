"""A key that a page announces does what it says, whatever the desktop gives to fields."""

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from intake_app.gui.field_keys import FieldKeys
from intake_app.gui.home import Home
from tests.gui_shell.conftest import Seat

pytestmark = pytest.mark.window
CTRL = Qt.KeyboardModifier.ControlModifier

_ON_A_SCREEN = """
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from intake_app.gui.field_keys import FieldKeys
app = QApplication([])
field, pressed = QLineEdit("told"), []
keys = FieldKeys(app)
for key in ("Ctrl+E", "Ctrl+U"):
    QShortcut(QKeySequence(key), field).activated.connect(lambda key=key: pressed.append(key))
field.show()
field.activateWindow()
assert QTest.qWaitForWindowActive(field)
field.setFocus()
field.setCursorPosition(0)
for key in (Qt.Key.Key_E, Qt.Key.Key_U):
    QTest.keyClick(field, key, Qt.KeyboardModifier.ControlModifier)
print(app.platformName(), pressed, field.text(), field.cursorPosition())
"""


def test_on_a_screen_of_linux(screen: dict[str, str]) -> None:
    """There Ctrl+E is the end of a line, and Ctrl+U empties it."""
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", _ON_A_SCREEN], env=screen, cwd=root, capture_output=True, text=True)
    assert done.stdout.strip() == "xcb ['Ctrl+E', 'Ctrl+U'] told 0", done.stderr


@pytest.mark.parametrize("kind", [QLineEdit, QPlainTextEdit])
@pytest.mark.parametrize(("key", "wins"), [("Ctrl+Y", True), ("Ctrl+Z", False), ("Ctrl+V", False)])
def test_what_everybody_knows_of_a_field_stays_with_it(
    qtbot: QtBot, kind: type[QLineEdit | QPlainTextEdit], key: str, wins: bool
) -> None:
    window, field, pressed = QWidget(), kind(), list[str]()
    qtbot.addWidget(window)
    QVBoxLayout(window).addWidget(field)
    keys = FieldKeys(window)
    QShortcut(QKeySequence(key), window).activated.connect(lambda: pressed.append(key))
    window.show()
    window.activateWindow()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    QTest.keyClicks(field, "a")
    QTest.keyClick(field, QKeySequence(key)[0].key(), CTRL)
    assert pressed == ([key] if wins else []) and keys.parent() is window


def test_the_page_of_a_person_opens_while_the_search_has_the_keyboard(sara: Seat) -> None:
    home = sara.page(Home)
    sara.settle(lambda: bool(home.records))
    home._find()
    QTest.keyClicks(home.search, home.records[0].code)
    sara.settle(home.person.link.isVisible)
    typed = home.search.text()
    QTest.keyClick(QApplication.focusWidget() or home, Qt.Key.Key_U, CTRL)
    sara.settle(lambda: sara.shell.page is not home)
    assert typed and home.search.text() in (typed, "")
