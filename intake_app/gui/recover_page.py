"""Forgotten passphrase: the recovery key, or shares of the organisation's key, give a new one."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from intake_app import vault, workflow
from intake_app.errors import IntakeError
from intake_app.gui.controls import Label, column, link, row, tab_order
from intake_app.gui.fields import Choice, Field, Line, Secret
from intake_app.gui.gate import Gate
from intake_app.gui.lanes import Lanes
from intake_app.gui.nested import nest
from intake_app.gui.suggestion import Suggestion
from intake_app.gui.tick import Tick
from intake_app.gui.tokens import Look, Space
from intake_app.gui.trouble import explain
from intake_app.gui.words import Words
from intake_app.vault import Person, Return

RECOVERY, SHARES = "recovery", "shares"
_SHARES = 3
_LONGEST_SHARE = 400


class Recover(Gate):
    """What one has on paper on the left, who comes back on the right."""

    def __init__(self, words: Words, lanes: Lanes, look: Look, path: Path) -> None:
        super().__init__(words, lanes, look, path, 860)
        self.means_choice, self.key_line, self.name_line = Choice(), Line(longest=80), Line()
        self.share_lines = tuple(Line(longest=_LONGEST_SHARE) for _ in range(_SHARES))
        self.new_line, self.again_line, self.newcomer = Secret(), Secret(), Tick()
        self.means, self.key, self.name = Field(self.means_choice), Field(self.key_line), Field(self.name_line)
        self.shares = tuple(Field(line) for line in self.share_lines)
        self.new, self.again = Field(self.new_line), Field(self.again_line)
        self.suggestion = Suggestion(words, (self.new_line, self.again_line))
        self.cancel = link(hint="Esc")
        self.cancel.clicked.connect(self.back)
        self.lay_out(self._two_columns(), pinned=True, quiet=(self.cancel,))
        self.means_choice.picked.connect(lambda _code: self._show_means())
        for line in (self.key_line, *self.share_lines, self.name_line, self.new_line, self.again_line):
            line.returnPressed.connect(self.submit)
        typed = (self.means_choice, self.key_line, *self.share_lines, self.name_line, self.newcomer)
        tab_order((*typed, self.new_line, self.again_line, self.suggestion.draw, self.cancel, self.stop, self.go))
        self.retranslate()

    def shown(self) -> None:
        """The keyboard on the means."""
        self.means_choice.setFocus(Qt.FocusReason.TabFocusReason)

    def save_now(self) -> None:
        """Another page comes: nothing typed here is kept."""
        for line in (self.key_line, *self.share_lines, self.new_line, self.again_line):
            line.clear()
        self.suggestion.clear()

    def back(self) -> None:
        """Back to the page that asks for the passphrase."""
        if not self._busy:
            self.left.emit()

    def retranslate(self) -> None:
        """Words of the page."""
        tr = self.words
        self.suggestion.retranslate()
        self.head.setText(tr("Forgotten passphrase"))
        self.explanation.setText(
            tr("What is on paper gives you a new passphrase. Nothing else changes, and the use of it is noted.")
        )
        self._left.setText(tr("On paper"))
        self._right.setText(tr("You"))
        self.means.say(tr("What you have"))
        self.means_choice.offer((RECOVERY, SHARES), self._means_words)
        self.key.say(tr("Recovery key"), tr("Capital letters, spaces and hyphens do not matter."))
        for number, field in enumerate(self.shares, 1):
            field.say(tr("Share {number}").format(number=number))
        self.shares[-1].hint(tr("Leave a field empty when fewer are needed. Four letters of each word are enough."))
        self.name.say(tr("Your name"))
        self.newcomer.say(tr("I am new here and will keep this workplace"))
        self.new.say(tr("New passphrase"))
        self.again.say(tr("New passphrase again"))
        self.cancel.say(tr("Back"))
        self.go.say(tr("Recover"))
        self._show_means()

    def submit(self) -> None:
        """Check the fields in place, then recover on the vault lane."""
        if self._busy or not self._complete():
            return
        try:
            key = self._key()
        except IntakeError as error:
            self.show_failure(error)
            return
        path, who = self.path, Return(self.name_line.text(), self.new_line.text(), self.newcomer.isChecked())
        self.set_busy(True, self.words("Opening, a few seconds…"))
        self.lanes.open(lambda: workflow.recover_store(path, key, who, self.hear), self._opened, self.show_failure)

    def _key(self) -> str | bytes:
        if self.means_choice.code() == RECOVERY:
            return vault.check_recovery_key(self.key_line.text())
        return workflow.organisation_key_of([line.text() for line in self.share_lines if line.text().strip()])

    def _opened(self, person: Person) -> None:
        self.save_now()
        self.set_busy(False)
        self.opened.emit(person)

    def _complete(self) -> bool:
        tr = self.words
        first = (
            (self.key, self.key_line) if self.means_choice.code() == RECOVERY else (self.shares[0], self.share_lines[0])
        )
        for field, line in (first, (self.name, self.name_line)):
            if not line.text().strip():
                field.trouble(tr("This is needed."))
                return False
        try:
            vault.check_passphrase(self.new_line.text(), (self.name_line.text(),))
        except IntakeError as error:
            self.new.trouble(str(explain(error, tr)))
            return False
        if self.new_line.text() != self.again_line.text():
            self.again.trouble(tr("The two are not the same."))
            return False
        return True

    def _means_words(self, code: str) -> str:
        tr = self.words
        return {RECOVERY: tr("the recovery key"), SHARES: tr("shares of the organisation's key")}[code]

    def _show_means(self) -> None:
        chosen = self.means_choice.code()
        self.key.setVisible(chosen == RECOVERY)
        for field in self.shares:
            field.setVisible(chosen == SHARES)

    def _two_columns(self) -> QWidget:
        body = QWidget()
        across = row(body, gap=Space.HUGE)
        self.room.beside(across)
        self._left, self._right = Label(role="heading"), Label(role="heading")
        left = (self._left, self.means, self.key, *self.shares)
        right = (self._right, self.name, self.newcomer, self.new, self.again, self.suggestion)
        for widgets in (left, right):
            down = column(gap=Space.MEDIUM)
            for widget in widgets:
                down.addWidget(widget)
            down.addStretch(1)
            nest(across, down, 1)
        return body
