"""Page objects: what a person does at the main window, in a person's words."""

from collections.abc import Callable
from pathlib import Path
from typing import NoReturn, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from intake_app import vault
from intake_app.gui.doorway import Doorway
from intake_app.gui.first_start import FirstStart
from intake_app.gui.gate import Unlock
from intake_app.gui.hide import Ending
from intake_app.gui.lanes import Lanes
from intake_app.gui.page import Page
from intake_app.gui.tokens import Look
from intake_app.gui.words import Words
from intake_app.gui.workplace import Workplace

PASSPHRASE = "quattro parole che nessuno aspetta"
P = TypeVar("P", bound=Page)


class Replaced(BaseException):
    """The process would have been replaced."""


class Seat:
    """Somebody sitting at the program."""

    def __init__(self, bot: QtBot, store: Path, language: str = "en", size: tuple[int, int] = (1366, 768)) -> None:
        self.bot = bot
        self.words, self.look, self.lanes = Words(language), Look(), Lanes()
        self.replaced = 0
        self.covered = False
        ending = Ending(self._cover, self._replace)
        self.place = Workplace(Doorway(self.words, self.look, self.lanes, store, ending, vault.FLOOR))
        self.shell = self.place.shell
        bot.addWidget(self.shell)
        self.shell.resize(*size)
        self.place.door.show()
        self.settle(self.shell.isActiveWindow)

    def _cover(self) -> None:
        self.covered = True

    def _replace(self) -> NoReturn:
        self.replaced += 1
        raise Replaced

    def settle(self, until: Callable[[], bool] = lambda: True) -> None:
        """Wait for every lane and for the condition."""
        self.bot.waitUntil(lambda: self.lanes.pending == 0 and until(), timeout=10_000)

    def settle_vault(self) -> None:
        """Wait for what the store was asked so far."""
        told: list[bool] = []
        self.lanes.vault(lambda _store: True, told.append)
        self.bot.waitUntil(lambda: bool(told), timeout=10_000)

    def page(self, kind: type[P]) -> P:
        """The page in front, which must be of this kind."""
        page = self.shell.page
        assert isinstance(page, kind), type(page)
        return page

    def own(self, kind: type[P]) -> P:
        """The page of this kind in the navigation, also if nobody went there yet."""
        return next(page for page in self.shell.pages() if isinstance(page, kind))

    def press(self, key: Qt.Key, *, ctrl: bool = False, shift: bool = False, on: QWidget | None = None) -> None:
        """A key, to whatever has the keyboard."""
        modifiers = Qt.KeyboardModifier.NoModifier
        if ctrl:
            modifiers |= Qt.KeyboardModifier.ControlModifier
        if shift:
            modifiers |= Qt.KeyboardModifier.ShiftModifier
        QTest.keyClick(on or self.shell.focusWidget() or self.shell, key, modifiers)
        self.settle()

    def choose_language(self, code: str) -> None:
        """The entry of the interface language in the menu of the top bar."""
        menu = self.shell.bar.languages.pill.menu()
        next(action for action in menu.actions() if action.data() == code).trigger()
        self.settle()

    def click(self, button: QAbstractButton) -> None:
        """A click with the mouse, as a person can: only on what is shown and allowed."""
        assert button.isVisible() and button.isEnabled(), button.text()
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.settle()

    def type(self, entry: QWidget, text: str) -> None:
        """Type into a field after whatever was there."""
        assert isinstance(entry, QLineEdit)
        entry.setFocus()
        entry.clear()
        QTest.keyClicks(entry, text)

    def set_up(self, name: str = "Amina", passphrase: str = PASSPHRASE) -> None:
        """First start, to the first page."""
        gate = self.page(FirstStart)
        for field, text in (
            (gate.organisation, "Mediatori"), (gate.site, "Molo"), (gate.callback, "000 000 0000"),
            (gate.name, name), (gate.passphrase, passphrase), (gate.again, passphrase),
        ):  # fmt: skip
            self.type(field.entry, text)
        self.press(Qt.Key.Key_Return, on=gate.again.entry)
        self.type(gate.paper.back_line, gate.paper.key)
        self.press(Qt.Key.Key_Return, on=gate.paper.back_line)
        self.settle(lambda: self.place.person is not None)

    def unlock(self, name: str, passphrase: str = PASSPHRASE) -> None:
        """Name, passphrase, Enter."""
        gate = self.page(Unlock)
        self.type(gate.name_line, name)
        self.press(Qt.Key.Key_Return, on=gate.name_line)
        self.type(gate.secret_line, passphrase)
        self.press(Qt.Key.Key_Return, on=gate.secret_line)

    def leave(self) -> None:
        """Close the window."""
        self.shell.close()


def shown_texts(window: QWidget) -> list[str]:
    """Every text a person sees in labels and buttons, in the order of the widgets."""
    found = []
    for widget in window.findChildren(QWidget):
        if isinstance(widget, QLabel | QAbstractButton) and widget.isVisible() and widget.text():
            found.append(widget.text())
    return found
