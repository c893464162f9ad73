"""A record that no server takes, taken out as a sealed file: what it holds, who can open it, and where it goes."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt

from intake_app import workflow
from intake_app.errors import IntakeError
from intake_app.gui import files
from intake_app.gui.controls import Card, Kind, Label, primary, tab_order
from intake_app.gui.fields import Field, Secret
from intake_app.gui.headed_page import HeadedPage
from intake_app.gui.lanes import Lanes
from intake_app.gui.states import when
from intake_app.gui.suggestion import Suggestion
from intake_app.gui.tokens import Look, Space
from intake_app.gui.trouble import explain
from intake_app.gui.words import Words, file_name
from intake_app.vault import DEFAULT, Kdf

_WIDTH = 720
_FILE = "record.sealed"
_ENDING = ".sealed"


class TakingOutPage(HeadedPage):
    """A passphrase is asked for where the author wants one; whoever only sends seals for the organisation alone."""

    def __init__(
        self, words: Words, lanes: Lanes, look: Look, record_id: str, code: str, *, reads: bool, kdf: Kdf = DEFAULT
    ) -> None:
        """``reads``: whether who works here reads the record; only then a passphrase may open the file."""
        super().__init__(words, lanes)
        self._record_id, self._code, self._reads, self._kdf = record_id, code, reads, kdf
        self.openers: tuple[workflow.Opener, ...] | None = None
        self.who = Label(wrap=True)
        self.secret_line, self.again_line = Secret(), Secret()
        self.secret, self.again = Field(self.secret_line), Field(self.again_line)
        self.suggestion = Suggestion(words, (self.secret_line, self.again_line))
        self.save = primary("Ctrl+Return", "Ctrl ↵")
        self._lay_out(look.tokens.px(_WIDTH))
        self.save.clicked.connect(self.ask)
        self.again_line.returnPressed.connect(self.ask)
        self.retranslate()

    def title(self) -> str:
        """The name of the page."""
        return self.words("Take a record out")

    def shown(self) -> None:
        """Ask the store whose keys it has."""
        self.lanes.vault(workflow.openers, self._take)
        (self.secret_line if self._reads else self.cancel).setFocus(Qt.FocusReason.TabFocusReason)

    def forget(self) -> None:
        """Keep nothing that was typed."""
        for line in (self.secret_line, self.again_line):
            line.clear()
        self.suggestion.clear()

    def retranslate(self) -> None:
        """Words of the page."""
        tr = self.words
        self.say_head(
            tr("Take {code} out as a file").format(code=self._code),
            tr("The file holds this record: every answer, its files, and what the server said. It is sealed, so that "
               "nobody reads it on the way. The record stays here as it is, and the log notes that it was taken out."),
        )  # fmt: skip
        self.secret.say(tr("Passphrase for the file, if somebody else must open it"))
        self.again.say(tr("Passphrase again"))
        self.suggestion.retranslate()
        self.save.say(tr("Save the sealed file…"))
        self._show()

    def ask(self) -> None:
        """Check the passphrase in place, then ask where the file goes."""
        tr, text = self.words, self.secret_line.text()
        if not text and not self.openers:
            self.secret.trouble(tr("This is needed."))
            return
        if text != self.again_line.text():
            self.again.trouble(tr("The two are not the same."))
            return
        kinds = tr("Sealed files") + f" (*{_ENDING})"
        files.ask_save(self, tr("Save the sealed file"), kinds, _FILE, self.save_to)

    def save_to(self, path: Path) -> None:
        """Write the file on the vault lane."""
        record_id, text, kdf = self._record_id, self.secret_line.text(), self._kdf
        self.save.setEnabled(False)
        self.once(
            lambda store: workflow.take_out(store, record_id, path, text, kdf),
            lambda _openers: self._saved(path.name),
            partial(self._refused, path.name),
        )

    def _saved(self, name: str) -> None:
        told = self.words("Saved as {name}. The record itself is still here.").format(name=file_name(name, self.words))
        self.back()
        self.said.emit(told, Kind.OK, "", None)

    def _refused(self, name: str, error: Exception) -> None:
        self.save.setEnabled(True)
        if isinstance(error, IntakeError) and error.code == "vault.weak_passphrase":
            self.secret.trouble(str(explain(error, self.words)))
        elif isinstance(error, OSError):
            self.lanes.trouble.emit(IntakeError("gui.not_saved", file=name))
        else:
            self.lanes.trouble.emit(error)

    def _take(self, openers: tuple[workflow.Opener, ...]) -> None:
        self.openers = openers
        self._show()

    def _show(self) -> None:
        tr, openers = self.words, self.openers
        if openers is None:
            self.who.setText("")
        elif openers:
            told = tr("Who has the private half of one of these keys of organisations opens it:")
            self.who.setText("\n".join((told, *(_opener(one, tr) for one in openers))))
        else:
            self.who.setText(tr("No key of an organisation is in this store: only a passphrase can open the file."))
        for widget in (self.secret, self.again, self.suggestion):
            widget.setVisible(self._reads)
        self.save.setEnabled(bool(openers) or self._reads)

    def _lay_out(self, width: int) -> None:
        card = Card(gap=Space.NORMAL)
        card.setMaximumWidth(width)
        for part in (self.who, self.secret, self.again, self.suggestion):
            card.column.addWidget(part)
        self.lay_out((card,), (self.save,))
        tab_order((self.secret_line, self.again_line, self.suggestion.draw, self.cancel, self.save))


def _opener(one: workflow.Opener, tr: Words) -> str:
    """A line: digits never mirror, so they stand alone at its beginning."""
    digits = f"\u2066{one.fingerprint}\u2069"
    if not one.since:
        return digits
    return tr("{digits} · since {when}, let in by {person}").format(
        digits=digits, when=when(one.since, tr), person=one.by or "…"
    )
