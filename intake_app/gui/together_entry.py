"""On a card that compares two records of which each has a person already: both persons put together, with a reason."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from intake_app.gui.controls import Label, column, row, secondary
from intake_app.gui.fields import Field, Line
from intake_app.gui.nested import nest
from intake_app.gui.tokens import Space
from intake_app.gui.words import Words


class TogetherEntry(QWidget):
    """`wanted` carries the reason, once there is one."""

    wanted = Signal(str)

    def __init__(self, tr: Words, typed: str = "") -> None:
        """``typed``: what of a reason was typed before the card was made anew."""
        super().__init__()
        self.line, self.keep = Line(longest=200), secondary()
        self.line.setText(typed)
        self._missing = tr("Write in a few words why both are the same person.")
        told = tr("Each of the two records has a person already. Both can be put together; nothing is lost, and it can "
                  "be undone.")  # fmt: skip
        self.reason = Field(self.line)
        self.reason.say(
            tr("Why, in neutral words"), tr("What was refused or taken back under one counts for both.")
        )
        self.keep.say(tr("Put together"))
        whole, end = column(self, gap=Space.SMALL), row(gap=0)
        whole.addWidget(Label(told, wrap=True))
        whole.addWidget(self.reason)
        end.addWidget(self.keep)
        end.addStretch(1)
        nest(whole, end)
        self.keep.clicked.connect(self._keep)
        self.line.returnPressed.connect(self._keep)

    def lead(self) -> None:
        """The keyboard goes to the reason."""
        self.line.setFocus(Qt.FocusReason.TabFocusReason)

    def _keep(self) -> None:
        why = self.line.text().strip()
        if why and self.keep.isEnabled():
            self.wanted.emit(why)
        elif not why:
            self.reason.trouble(self._missing)
