"""Where the top bar has no room for a pill for each page: one for all, with a menu of them."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QMenu

from intake_app.gui.controls import Button
from intake_app.gui.keys import Key
from intake_app.gui.menu_pill import MenuPill
from intake_app.gui.words import Words


class PagesPill(MenuPill):
    """Says on which page one is; its menu has all, and presses what is hidden."""

    def __init__(self, words: Words, pills: Callable[[], Sequence[Button]]) -> None:
        super().__init__()
        self._words, self.pills = words, pills
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill)
        self.setMenu(self._menu)
        self.hide()

    def key(self, key: str, pill: Button) -> None:
        """A key that presses a pill presses it here too: Qt hears none for what is hidden."""
        if key:
            Key(key, self).activated.connect(pill.click)

    def tell(self) -> None:
        """The page that is in front, by the words of its pill."""
        here = [pill.text() for pill in self.pills() if pill.isChecked()]
        told = here[0].replace("&&", "&") if here else self._words("Pages")
        self.say(told, self._words("Pages"))

    def _fill(self) -> None:
        self._menu.clear()
        for pill in self.pills():
            action = self._menu.addAction(pill.text())
            action.setCheckable(True)
            action.setChecked(pill.isChecked())
            action.triggered.connect(pill.click)
