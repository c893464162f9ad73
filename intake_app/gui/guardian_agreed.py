"""That a guardian, or who stands in for one, agreed too; and of them alone how, before whom and in which language."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from intake_app.gui.controls import column
from intake_app.gui.how_said import HowSaid
from intake_app.gui.tick import Tick
from intake_app.gui.tokens import Space
from intake_app.gui.words import Words
from intake_app.workflow import GuardianYes


class GuardianAgreed(QWidget):
    """A tick and, once it is set, the fields below it. Nothing is chosen before, nor again for the next word.

    Of who counts as an adult it is asked once somebody notes the doubt, where there is no other place for that.
    """

    changed = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__()
        self.words, self.tick, self.how = words, Tick(), HowSaid(words, guardian=True)
        self.doubt, self._of_adult = Tick(), False
        self.doubt.hide()
        parts = column(self, gap=Space.SMALL)
        for part in (self.doubt, self.tick, *self.how.fields):
            parts.addWidget(part)
        self.tick.toggled.connect(self._ticked)
        self.doubt.toggled.connect(self._doubted)
        self.how.changed.connect(self._show)
        self.retranslate()

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """Where the keyboard stops, in order."""
        return self.doubt, self.tick, *self.how.stops

    @property
    def whole(self) -> bool:
        """Whether nothing is missing of what a guardian said who agreed."""
        return self.how.whole or not self.tick.isChecked()

    @property
    def agreed(self) -> GuardianYes | None:
        """What they said; None where they did not agree, or something of it is missing."""
        if not (self.tick.isChecked() and self.how.whole):
            return None
        return GuardianYes(self.how.how_choice.code(), self.how.language_choice.code(), self.how.witness_code)

    def offer(self, asked: bool, of_adult: bool = False) -> None:
        """Whether a guardian is asked here; `of_adult`: of who counts as one, and may be a child."""
        self._of_adult = of_adult
        self.setVisible(asked)
        self.doubt.setVisible(asked and of_adult)
        self.tick.setVisible(asked and (self.doubt.isChecked() or not of_adult))

    def retranslate(self) -> None:
        """Words; what is chosen stays."""
        self.doubt.say(self.words("The person is, or may be, under 18"))
        self.tick.say(self.words("The guardian, or who stands in for one, agreed too"))
        self.blockSignals(True)
        self.how.retranslate()
        self.blockSignals(False)

    def _doubted(self, on: bool) -> None:
        if not on:
            self.tick.setChecked(False)
        self.tick.setVisible(on or not self._of_adult)

    def _ticked(self, _on: bool) -> None:
        self.how.begin()

    def _show(self) -> None:
        for field in self.how.fields:
            field.setVisible(self.tick.isChecked() and (field is not self.how.witness or self.how.before_one))
        self.changed.emit()
