"""A questionnaire from a file: what came of it, said before anybody is interviewed with it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from intake_app import given_files, workflow
from intake_app.errors import IntakeError
from intake_app.gui import files, form_languages, import_report
from intake_app.gui.controls import Card, Label, Sheet, column, empty, primary, row, scrolled, secondary
from intake_app.gui.following import turned
from intake_app.gui.foot import Footer
from intake_app.gui.form_languages import Coverage
from intake_app.gui.lanes import Lanes
from intake_app.gui.nested import nest
from intake_app.gui.page import Page
from intake_app.gui.room import Room
from intake_app.gui.states import form_title
from intake_app.gui.table import Table
from intake_app.gui.tokens import Look, Space
from intake_app.gui.trouble import explain
from intake_app.gui.under_way import Halt, UnderWay, ask_once, work_once
from intake_app.gui.words import Words
from intake_app.vault import Vault
from intake_app.workflow import ImportedForm

_FORM_ENDINGS = (".xlsx", ".xlsm", ".xls", ".xml", ".xhtml", ".md")


@dataclass(frozen=True)
class _Imported:
    form: ImportedForm
    found: tuple[Coverage, ...]


class ImportForm(Page):
    """Asks for the file, stores the form, and shows the report: what is not supported, which languages are there."""

    def __init__(self, words: Words, lanes: Lanes, look: Look) -> None:
        super().__init__(words, lanes)
        self.imported: _Imported | None = None
        self._failure: Exception | None = None
        self.under_way = UnderWay(words, self)
        self.head = Label(role="title", wrap=True)
        self.summary = Label(role="second", wrap=True)
        self.languages_head, self.notices_head = Label(role="heading"), Label(role="heading")
        self.languages = Table(look)
        self.notices = column(gap=Space.MEDIUM)
        self.choose = primary("Ctrl+O")
        self.done = secondary(hint="Esc")
        self._lay_out()
        self.choose.clicked.connect(self.ask)
        self.done.clicked.connect(self.back)
        self.retranslate()

    def title(self) -> str:
        """The name of the page."""
        return self.words("Import a questionnaire")

    def shown(self) -> None:
        """The keyboard on the button that asks for a file."""
        self.choose.setFocus()

    def back(self) -> None:
        """Done, but not before what was ordered has ended."""
        if not self.under_way.busy:
            self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What is only to be read comes into sight by these two keys: of the page, and of the report in it."""
        if not turned(event.key(), self._area, self._notes):
            super().keyPressEvent(event)

    def ask(self) -> None:
        """Ask for the questionnaire and, chosen together with it, the files it needs."""
        tr = self.words
        kinds = tr("Questionnaires and their files") + " (*)"
        files.ask_open(self, tr("Choose the questionnaire, with its files"), kinds, self.take)

    def take(self, paths: Sequence[Path]) -> None:
        """Read the chosen files and import the form on the vault lane."""
        form = form_among(paths)
        if form is None:
            self._fail(IntakeError("gui.no_form_chosen", count=len(paths)))
            return
        beside = [path for path in paths if path != form]
        self._failure = None
        self.retranslate()

        def read(halt: Halt) -> tuple[bytes, dict[str, bytes]]:
            found = {}
            for path in (form, *beside):
                halt.go_on()
                found[path] = given_files.read_file(path)
            return found.pop(form), {path.name: data for path, data in found.items()}

        work_once(
            self, self.under_way, read, lambda data: self._store(form.name, *data), self._fail, self._reading(form.name)
        )

    def _reading(self, name: str) -> Callable[[int, int], str]:
        return lambda _done, _of: self.words("Reading {name}…").format(name=name)

    def _store(self, name: str, data: bytes, beside: dict[str, bytes]) -> None:
        def store_it(store: Vault, halt: Halt) -> _Imported:
            form = workflow.import_form(store, name, data, beside, halt.go_on)
            return _Imported(form, form_languages.told(form.coverage))

        ask_once(self, self.under_way, store_it, self._take, self._fail, self._reading(name))

    def _take(self, imported: _Imported) -> None:
        self.imported, self._failure = imported, None
        self.lanes.vault_changed.emit()
        self.retranslate()

    def _fail(self, error: Exception) -> None:
        self.imported, self._failure = None, error
        self.retranslate()

    def retranslate(self) -> None:
        """Words of the page."""
        tr = self.words
        self.choose.say(tr("Choose a file…"))
        self.done.say(tr("Done"))
        self.languages_head.setText(tr("Languages"))
        self.languages.setAccessibleName(tr("Languages"))
        self.notices_head.setText(tr("What to know before using it"))
        self.head.setText(self._head_words())
        self.summary.setText(self._summary_words())
        form = self.imported.form if self.imported else None
        self._report.setVisible(form is not None)
        self._languages_block.setVisible(bool(self.imported and self.imported.found))
        found = self.imported.found if self.imported else ()
        self.languages.take(form_languages.heads(tr), form_languages.rows(found, tr))
        empty(self.notices)
        for part in import_report.parts(form, tr) if form else ():
            self.notices.addWidget(import_report.widget(part))
        self.notices.addStretch(1)

    def _head_words(self) -> str:
        tr = self.words
        if self.imported:
            return form_title(self.imported.form.title, tr)
        return tr("Not imported") if self._failure else tr("Import a questionnaire")

    def _summary_words(self) -> str:
        tr = self.words
        if self._failure:
            return str(explain(self._failure, tr))
        if self.imported:
            form = self.imported.form
            told = tr("Ready to use. Identifier {id}, version {version}.")
            if form.missing_files:
                told = tr("Can be used, but files that it names are missing. Identifier {id}, version {version}.")
            told = told.format(id=form.form_id, version=form.version or "–")
            return f"{told} {import_report.counts(form, tr)}"
        return tr(
            "Takes XLSForm spreadsheets (.xlsx, .xls, .csv, .md) and XForms (.xml). Choose the files it needs together "
            "with it: lists, pictures, sounds."
        )

    def _lay_out(self) -> None:
        whole, room = column(self, gap=0), Room(self)
        self._report = QWidget()
        across = row(self._report, gap=Space.LARGE)
        self._languages_block = QWidget()
        left = column(self._languages_block, gap=Space.SMALL)
        left.addWidget(self.languages_head)
        left.addWidget(self.languages, 1)
        across.addWidget(self._languages_block, 4)
        right = column(gap=Space.SMALL)
        right.addWidget(self.notices_head)
        card = Card(margin=Space.NORMAL)
        holder = Sheet()
        holder.setLayout(self.notices)
        self._notes = scrolled(holder)
        card.column.addWidget(self._notes)
        right.addWidget(card, 1)
        nest(across, right, 5)
        room.beside(across)
        room.keep(self.languages)
        room.unfold(self._notes)
        self._area = room.scroll((self.head, self.summary, self._report), self._report, self.languages)
        whole.addWidget(self._area, 1)
        whole.addWidget(self.under_way)
        whole.addWidget(Footer((), (self.done, self.choose)))


def form_among(paths: Sequence[Path]) -> Path | None:
    """The questionnaire among the chosen files, by its ending; a .csv is one only when it is alone."""
    for ending in _FORM_ENDINGS:
        for path in paths:
            if path.suffix.lower() == ending:
                return path
    return paths[0] if len(paths) == 1 and paths[0].suffix.lower() == ".csv" else None
