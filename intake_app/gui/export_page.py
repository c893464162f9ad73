"""One record in the shared data format: for whom, on what it goes, and the file."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt

from intake_app import workflow
from intake_app.errors import IntakeError
from intake_app.gui import files
from intake_app.gui.consent_words import KINDS
from intake_app.gui.controls import Card, Kind, Label, primary, tab_order
from intake_app.gui.fields import Choice, Field, Line
from intake_app.gui.headed_page import HeadedPage
from intake_app.gui.lanes import Lanes
from intake_app.gui.tick import Tick
from intake_app.gui.tokens import Look, Space
from intake_app.gui.trouble import explain
from intake_app.gui.words import Words
from intake_app.workflow import ConsentSheet

_WIDTH = 820
JSON, CSV = "json", "csv"


class ExportPage(HeadedPage):
    """The same gate as for a slip: what the form heard, else what is noted here, else a reason that is kept."""

    def __init__(self, words: Words, lanes: Lanes, look: Look, record_id: str, code: str) -> None:
        super().__init__(words, lanes)
        self._record_id, self._code = record_id, code
        self.to_choice, self.format_choice, self.reason_line = Choice(), Choice(), Line(longest=200)
        self.to, self.format, self.reason = Field(self.to_choice), Field(self.format_choice), Field(self.reason_line)
        self.person, self.minor, self.guardian = Tick(), Tick(), Tick()
        self.danger = Tick()
        self.trouble = Label(role="trouble", wrap=True)
        self.save = primary("Ctrl+S", "Ctrl S")
        self._lay_out(look.tokens.px(_WIDTH))
        self.save.clicked.connect(self._ask)
        self.to_choice.picked.connect(lambda _code: self._allow())
        self.retranslate()

    def title(self) -> str:
        """The name of the page."""
        return self.words("Shared data format")

    def shown(self) -> None:
        """The keyboard on the choice."""
        self.to_choice.setFocus(Qt.FocusReason.TabFocusReason)

    def retranslate(self) -> None:
        """Words of the page."""
        tr = self.words
        self.say_head(
            tr("{code} in the shared data format").format(code=self._code),
            tr("HTCDS 2.0 by IOM: codes alone, no name and no words of an answer. It goes when the person agreed to "
               "the record and to this."),
        )  # fmt: skip
        self.to.say(tr("For"))
        kinds = ("", *workflow.export_recipients())
        self.to_choice.offer(kinds, lambda code: tr(KINDS[code]) if code else tr("Choose a service…"))
        self.format.say(tr("As"))
        self.format_choice.offer((JSON, CSV), lambda code: code.upper())
        self.person.say(tr("The person agreed to this, where the questionnaire did not ask"))
        self.minor.say(tr("The person is, or may be, under 18"))
        self.guardian.say(tr("The guardian, or who stands in for one, agreed too"))
        self.danger.say(tr("Somebody may be hurt now"))
        self.reason.say(tr("Or the reason why it must go without"), tr("It is kept with the record."))
        self.save.say(tr("Save as a file…"))
        self._allow()

    def _allow(self) -> None:
        """Nobody gets it by default."""
        self.save.setEnabled(bool(self.to_choice.code()))

    def noted(self) -> ConsentSheet:
        """What was noted here."""
        return ConsentSheet(
            given=self.person.isChecked(),
            override_reason=self.reason_line.text().strip(),
            guardian=self.guardian.isChecked(),
            danger=self.danger.isChecked(),
            minor=self.minor.isChecked(),
        )

    def save_to(self, path: Path) -> None:
        """Release it in the store, then write a file that only this account can read."""
        kind, told = self.format_choice.code(), self.to_choice.code()
        noted = self.noted()
        self.trouble.hide()
        as_table = kind == CSV
        self.once(
            lambda store: workflow.export_record(
                store, self._record_id, told, "csv" if as_table else "json", noted
            ),
            partial(self._write, path, as_table),
            self._failed,
        )

    def _write(self, path: Path, as_table: bool, written: bytes) -> None:
        def write() -> None:
            files.write_private(path, written)
            if as_table:
                line = f"{workflow.export_standard().source}\n".encode()
                files.write_private(path.with_name(f"{path.name}.txt"), line)

        self.lanes.vault_changed.emit()
        self.lanes.work(write, lambda _none: self._saved(path), lambda _error: self._not_saved(path))

    def _saved(self, path: Path) -> None:
        told = self.words("Saved as {name}. Delete it when it has been handed over.").format(name=path.name)
        self.said.emit(told, Kind.OK, "", None)
        self.left.emit()

    def _not_saved(self, path: Path) -> None:
        self.lanes.trouble.emit(IntakeError("gui.not_saved", file=path.name))

    def _failed(self, error: Exception) -> None:
        self.trouble.setText(str(explain(error, self.words)))
        self.trouble.show()

    def _ask(self) -> None:
        kind = self.format_choice.code()
        tr = self.words
        files.ask_save(self, tr("Save as a file"), f"{kind.upper()} (*.{kind})", f"{self._code}.{kind}", self.save_to)

    def _lay_out(self, width: int) -> None:
        card = Card(gap=Space.NORMAL)
        card.setMaximumWidth(width)
        ticks = (self.person, self.minor, self.guardian, self.danger)
        for part in (self.to, self.format, *ticks, self.reason, self.trouble):
            card.column.addWidget(part)
        self.trouble.hide()
        self.lay_out((card,), (self.save,))
        tab_order((self.to_choice, self.format_choice, *ticks, self.reason_line, self.cancel, self.save))
