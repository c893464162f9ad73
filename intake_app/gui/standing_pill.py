"""The few words in the bar that say how sending stands. A click goes to the end of the day; it is never a dialog."""

from PySide6.QtCore import Signal

from intake_app.gui.automatic import Automatic
from intake_app.gui.automatic_words import standing
from intake_app.gui.controls import Button
from intake_app.gui.rounds import Rounds
from intake_app.gui.words import Words


class StandingPill(Button):
    """Empty as long as there is nothing to say; the bar shows it where there is room. `said` comes with other words."""

    said = Signal()

    def __init__(self, words: Words, automatic: Automatic, rounds: Rounds) -> None:
        super().__init__("pill")
        self._words, self._automatic, self._rounds = words, automatic, rounds
        self._most = 2
        for told in (words.changed, automatic.changed, rounds.began, rounds.waits, rounds.moved, rounds.over):
            told.connect(self._renew)
        self._show()

    @property
    def told(self) -> tuple[str, ...]:
        """All there is to say, the most urgent first."""
        automatic = self._automatic
        return standing(automatic.outlook, automatic.connection, automatic.trouble, self._rounds, self._words)

    @property
    def pressing(self) -> tuple[str, ...]:
        """The same without when something was sent last, which presses nobody."""
        return self.told[:-1] if self._automatic.outlook.received else self.told

    def shorten(self, most: int) -> None:
        """How much there is room for: 2 all of it, 1 what presses, 0 the most urgent alone."""
        self._most = most
        self._show()

    def _renew(self, *_told: object) -> None:
        before = self.accessibleName()
        self._show()
        if before != self.accessibleName():
            self.said.emit()

    def _show(self) -> None:
        """The words as things stand; a screen reader says all of them."""
        whole, pressing = " · ".join(self.told), self.pressing
        self.say(whole if self._most > 1 else " · ".join(pressing if self._most else pressing[:1]), whole)
        self.setToolTip(whole)
