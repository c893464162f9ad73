"""What a bar of buttons has no room for at all, behind one word."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from intake_app.gui.controls import Button
from intake_app.gui.keys import Key
from intake_app.gui.menu_pill import MenuPill
from intake_app.i18n import msg

MORE = msg("More")


class MorePill(MenuPill):
    """Holds buttons out of sight; its menu presses them, and so do their keys."""

    def __init__(self, owner: QWidget) -> None:
        super().__init__()
        self.setParent(owner)
        self.held: tuple[Button, ...] = ()
        self._drawer = QWidget(owner)
        self._drawer.hide()
        self._keys: list[Key] = []
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill)
        self.setMenu(self._menu)
        self.hide()

    def hold(self, buttons: Sequence[Button]) -> None:
        """These, out of whatever they stood in, and no others."""
        self.held = tuple(buttons)
        for button in buttons:
            button.setParent(self._drawer)
        for key in self._keys:
            key.deleteLater()
        keyed = [(button, button.shortcut_key) for button in buttons]
        self._keys = [Key(made.key(), self, partial(press, button)) for button, made in keyed if made is not None]
        self.setVisible(bool(buttons))

    def _fill(self) -> None:
        self._menu.clear()
        for button in self.held:
            if not put_away(button):
                keyed = f"{button.text()}\t{button.key_words}" if button.key_words else button.text()
                action = self._menu.addAction(keyed)
                action.setEnabled(button.isEnabled())
                action.triggered.connect(button.click)


def press(button: Button) -> None:
    """Its key does what the menu offers, and nothing of a button that its page hid meanwhile."""
    if not put_away(button):
        button.click()


def put_away(button: QWidget) -> bool:
    """Whether its page hid it, which what holds it out of sight does not."""
    return button.isHidden() and button.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide)
