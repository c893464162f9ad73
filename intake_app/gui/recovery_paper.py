"""A fresh recovery key on the screen, to be copied onto paper by hand and typed back once.

Only when it was typed back it can be printed too, once and never into a file: through the queue, which is made to
forget it. Who has typed it back from paper does not depend on a printer that ran out of ink.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from intake_app import i18n, slips, vault
from intake_app.errors import IntakeError
from intake_app.gui.controls import Label, column, row, secondary
from intake_app.gui.fields import Field, Line
from intake_app.gui.nested import nest
from intake_app.gui.tokens import Space
from intake_app.gui.trouble import explain
from intake_app.gui.words import Words

_LONGEST = 80


class RecoveryPaper(QWidget):
    """The key in large groups, and the field to type it back into."""

    entered = Signal()
    """Enter was pressed in the field."""

    print_wanted = Signal(bytes)
    """The pages of a sheet with the key, to be printed."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self.words, self.key = words, ""
        self.shown_key = Label(role="title")
        self.back_line = Line(longest=_LONGEST)
        self.back = Field(self.back_line)
        self.print = secondary()
        self._printed = False
        inside = column(self, gap=Space.MEDIUM)
        inside.addWidget(self.shown_key)
        inside.addWidget(self.back)
        beside = row()
        beside.addWidget(self.print)
        beside.addStretch(1)
        nest(inside, beside)
        self.shown_key.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.back_line.returnPressed.connect(self.entered)
        self.back_line.textChanged.connect(lambda _text: self._allow())
        self.print.clicked.connect(self._print)
        self.retranslate()

    def retranslate(self) -> None:
        """Words of the field."""
        tr = self.words
        self.shown_key.setAccessibleName(tr("Recovery key"))
        self.back.say(tr("Type it back from the paper"), tr("Capital letters, spaces and hyphens do not matter."))
        self.print.say(tr("Print it too…"))
        self._allow()

    def fresh(self) -> None:
        """Another key; what was typed goes."""
        self.key, self._printed = vault.new_recovery_key(), False
        groups = self.key.split("-")
        self.shown_key.setText("\u2002".join(groups[:4]) + "\n" + "\u2002".join(groups[4:]))
        self.back_line.clear()
        self.back.hint(self.words("Capital letters, spaces and hyphens do not matter."))
        self.back_line.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """Nothing is shown or kept any more."""
        self.key = ""
        self.shown_key.setText("")
        self.back_line.clear()

    def _allow(self) -> None:
        self.print.setVisible(bool(self.key) and not self._printed and self._same())

    def _same(self) -> bool:
        try:
            return vault.check_recovery_key(self.back_line.text()) == vault.check_recovery_key(self.key)
        except IntakeError:
            return False

    def _print(self) -> None:
        """The sheet, once: who wants a second one copies it by hand."""
        try:
            pages = slips.recovery_sheet(self.key, self.words.language, i18n.load)
        except IntakeError as error:
            self.back.trouble(str(explain(error, self.words)))
            return
        self._printed = True
        self._allow()
        self.print_wanted.emit(pages)

    def typed_back(self) -> bool:
        """Whether the key was typed back; if not, the field says why."""
        try:
            typed = vault.check_recovery_key(self.back_line.text())
        except IntakeError as error:
            self.back.trouble(str(explain(error, self.words)))
            return False
        if typed != vault.check_recovery_key(self.key):
            self.back.trouble(self.words("This is not the key above. Compare them group by group."))
            return False
        return True
