"""A store that was put back from a copy: who took their word back since, before anything leaves it again."""

import re

from PySide6.QtCore import Qt

from intake_app import workflow
from intake_app.errors import IntakeError
from intake_app.gui.controls import Card, Kind, Label, primary, tab_order
from intake_app.gui.fields import Field, Line
from intake_app.gui.headed_page import HeadedPage
from intake_app.gui.lanes import Lanes
from intake_app.gui.states import when
from intake_app.gui.tick import Tick
from intake_app.gui.tokens import Look, Space
from intake_app.gui.trouble import explain
from intake_app.gui.words import Words
from intake_app.vault import PutBack

_WIDTH = 720
_BETWEEN = re.compile(r"[,;،؛、]+")


class PutBackPage(HeadedPage):
    """What waits, whose word was taken back, and that somebody has asked; then the rest may leave."""

    def __init__(self, words: Words, lanes: Lanes, look: Look, found: PutBack) -> None:
        super().__init__(words, lanes)
        self._found = found
        self.waits = Label(wrap=True)
        self.codes_line, self.asked = Line(longest=2000, figures=True), Tick()
        self.codes = Field(self.codes_line)
        self.confirm = primary("Ctrl+Return", "Ctrl ↵")
        self._lay_out(look.tokens.px(_WIDTH))
        self.confirm.clicked.connect(self.confirm_now)
        self.codes_line.returnPressed.connect(self.confirm_now)
        self.retranslate()

    def title(self) -> str:
        """The name of the page."""
        return self.words("After a copy")

    def shown(self) -> None:
        """The keyboard on the codes."""
        self.codes_line.setFocus(Qt.FocusReason.TabFocusReason)

    def retranslate(self) -> None:
        """Words of the page."""
        tr, found = self.words, self._found
        self.say_head(
            tr("Who took their word back since {when}?").format(when=when(found.made, tr)),
            tr("This store was put back to how it was then. What people took back since is not in it, so nothing "
               "leaves it: no record, no slip, no file. Interviews go on."),
        )  # fmt: skip
        lines = (
            tr.plural("{n} record waits to be sent.", "{n} records wait to be sent.", found.records),
            tr.plural("{n} slip can be printed again.", "{n} slips can be printed again.", found.slips),
            tr.plural("{n} release for an export stands.", "{n} releases for exports stand.", found.exports),
        )
        numbers = (found.records, found.slips, found.exports)
        self.waits.setText("\n".join(line.format(n=n) for line, n in zip(lines, numbers, strict=True)))
        self.codes.say(
            tr("Their codes"),
            tr("Of the person or of a record, with commas between: KARO-27-4, MIDU-08-1. All that they agreed to is "
               "taken back."),
        )  # fmt: skip
        self.asked.say(tr("I have asked: nobody else took their word back since then."))
        self.confirm.say(tr("Let all else leave"))

    def confirm_now(self) -> None:
        """Check in place, then say it in the store."""
        if not self.asked.isChecked():
            self.codes.trouble(self.words("Ask first, and tick that you have."))
            return
        codes = [code for code in map(str.strip, _BETWEEN.split(self.codes_line.text())) if code]
        self.once(
            lambda store: workflow.confirm_put_back(store, codes), lambda _stopped: self._done(len(codes)), self._failed
        )

    def _failed(self, error: Exception) -> None:
        if isinstance(error, IntakeError) and "typed" in error.facts:
            self.codes.trouble(str(explain(error, self.words)))
        else:
            self.lanes.trouble.emit(error)

    def _done(self, codes: int) -> None:
        tr = self.words
        self.lanes.vault_changed.emit()
        self.left.emit()
        told = tr.plural("Noted of {n} code. All else may leave.", "Noted of {n} codes. All else may leave.", codes)
        self.said.emit(told.format(n=codes), Kind.OK, "", None)

    def _lay_out(self, width: int) -> None:
        card = Card(gap=Space.NORMAL)
        card.setMaximumWidth(width)
        for part in (self.waits, self.codes, self.asked):
            card.column.addWidget(part)
        self.lay_out((card,), (self.confirm,))
        tab_order((self.codes_line, self.asked, self.cancel, self.confirm))
