"""A new interview: which questionnaire, the person's language, the mediator's language."""

import json
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from intake_app import languages, workflow
from intake_app.gui import form_languages
from intake_app.gui.controls import Card, Kind, Label, column, link, primary, row, set_role, tab_order
from intake_app.gui.fields import Choice, Field
from intake_app.gui.finder import Finder
from intake_app.gui.foot import Footer
from intake_app.gui.form_languages import Coverage
from intake_app.gui.lanes import Lanes
from intake_app.gui.own_titles import about, draft_note
from intake_app.gui.page import Page
from intake_app.gui.room import Room
from intake_app.gui.states import form_title
from intake_app.gui.table import Cell, Row, Table
from intake_app.gui.tokens import Look, Space
from intake_app.gui.words import Words
from intake_app.vault import FormPackage, FormRow
from intake_app.workflow import OpenRecord

_SEVERAL = 2
"""Languages of a form from which on nobody can know which the person speaks."""


@dataclass(frozen=True)
class _Read:
    key: int
    found: tuple[Coverage, ...]
    default: str


class Begin(Page):
    """Choose and start. `started` carries the `OpenRecord` of the new draft."""

    started = Signal(object)

    def __init__(self, words: Words, lanes: Lanes, look: Look) -> None:
        super().__init__(words, lanes)
        self.forms_shown: tuple[FormRow, ...] = ()
        self._read: dict[int, _Read] = {}
        self._spoken: tuple[str, ...] = ()
        """Languages that whoever interviews read the questions in before."""
        self._wanted = ""
        self._likely = (0, "")
        """The questionnaire, and what was taken for the language of whoever interviews before they choose another."""
        self._starting = False
        """A draft is made; the page stays until its interview is there."""
        self.head = Label(role="title")
        self.forms, self.person = Table(look), Table(look)
        self.forms_head, self.person_head = Label(role="heading"), Label(role="heading")
        self.forms_note, self.person_note = Label(role="second", wrap=True), Label(role="second", wrap=True)
        self.search = Finder(self.person)
        self.mediator_choice = Choice()
        self.mediator = Field(self.mediator_choice)
        self.cancel = link(hint="Esc")
        self.start = primary("Ctrl+Return", "Ctrl ↵")
        self._lay_out()
        self._connect()
        self.retranslate()

    def title(self) -> str:
        """The name of the page."""
        return self.words("New interview")

    def shown(self) -> None:
        """Query the questionnaires, and in which language the questions were read last."""
        self.lanes.vault(workflow.mediator_spoke, self._take_spoken)
        self.lanes.vault(workflow.form_list, self._take_forms)
        self.forms.setFocus(Qt.FocusReason.TabFocusReason)

    def back(self) -> None:
        """Nothing was started."""
        self.left.emit()

    def retranslate(self) -> None:
        """Words of the page."""
        tr = self.words
        self.head.setText(tr("New interview"))
        self.forms_head.setText(tr("Questionnaire"))
        self.person_head.setText(tr("The person’s language"))
        self.forms.setAccessibleName(tr("Questionnaire"))
        self.person.setAccessibleName(tr("The person’s language"))
        self.search.setPlaceholderText(tr("Type a language, also one that is not translated"))
        self.search.setAccessibleName(tr("Find a language"))
        self.mediator.say(tr("Which language do you read in?"))
        self.cancel.say(tr("Back"))
        self.start.say(tr("Start"))
        self._show_forms()
        self._show_languages()

    def begin(self) -> None:
        """Make the draft on the vault lane; the first question comes when it is in the store.

        Where a language is not chosen yet it says so, and the keyboard goes there.
        """
        if not self.start.isEnabled() or self._lacks():
            return
        key, person, mediator = int(self.forms.key()), self.person.key(), self.mediator_choice.code()
        self._starting = True
        self._allow()
        self.lanes.vault(lambda store: workflow.start_record(store, key, person, mediator), self._started, self._failed)

    def _lacks(self) -> bool:
        """Something is not chosen: it is said where it is missing."""
        if not self.person.currentIndex().isValid():
            set_role(self.person_note, "trouble")
            self.person.setFocus(Qt.FocusReason.TabFocusReason)
            return True
        if self.mediator.isVisibleTo(self) and not self.mediator_choice.code():
            self.mediator.trouble(self.words("Choose the language you read in first."))
            return True
        return False

    def _started(self, opened: OpenRecord) -> None:
        self.lanes.vault_changed.emit()
        self.started.emit(opened)

    def _failed(self, error: Exception) -> None:
        self._starting = False
        self._allow()
        self.lanes.trouble.emit(error)

    def _take_spoken(self, spoken: tuple[str, ...]) -> None:
        self._spoken = spoken
        self._show_languages()

    def _take_forms(self, found: tuple[FormRow, ...]) -> None:
        self.forms_shown = found
        self._show_forms()
        if len(found) == 1:
            self.person.setFocus(Qt.FocusReason.TabFocusReason)

    def _show_forms(self) -> None:
        tr = self.words
        rows = [Row(str(form.key), (Cell(form_title(form.title, tr)), self._origin(form))) for form in self.forms_shown]
        self.forms.take((tr("Name"), tr("From")), rows)
        self._say_about()
        self._allow()

    def _origin(self, form: FormRow) -> Cell:
        tr = self.words
        told = {"own": tr("this program"), "file": tr("a file")}.get(form.source, form.server or tr("a server"))
        errors = sum(1 for one in json.loads(form.report or "{}").get("notices", []) if one.get("level") == "error")
        return Cell(told, tr("See its report"), Kind.WARN) if errors else Cell(told)

    def _form_chosen(self, key: str) -> None:
        if key != self._wanted:
            self.search.clear()
        self._wanted = key
        self._say_about()
        self._show_languages()
        if key and int(key) not in self._read:
            self.lanes.vault(lambda store: store.form(int(key)), self._take_package)

    def _say_about(self) -> None:
        """What the chosen questionnaire is for, where it is one of ours."""
        title = next((form.title for form in self.forms_shown if str(form.key) == self.forms.key()), "")
        said = (about(title), draft_note(title))
        self.forms_note.setText(" ".join(self.words(one) for one in said if one))
        self.forms_note.setVisible(bool(self.forms_note.text()))

    def _take_package(self, package: FormPackage) -> None:
        def read() -> _Read:
            definition = workflow.load_definition(package.xml, package.files)
            return _Read(package.row.key, form_languages.coverage(definition), definition.default_language)

        self.lanes.work(read, self._take_read)

    def _take_read(self, read: _Read) -> None:
        self._read[read.key] = read
        self._show_languages()

    def _show_languages(self) -> None:
        read = self._read.get(int(self._wanted)) if self._wanted else None
        found = read.found if read else ()
        self._show_person()
        names = [one.name for one in self._first_own(form_languages.by_name(found, self.words))]
        likely = read.key if read else 0, self._likely_mediator(read)
        self.mediator_choice.offer(names if likely[1] else ("", *names), self._in_words)
        if likely != self._likely:
            self._likely = likely
            if likely[1]:
                self.mediator_choice.choose(likely[1])
        self.mediator.setVisible(len(names) > 1)
        self._allow()

    def _first_own(self, found: list[Coverage]) -> list[Coverage]:
        """The language of the window is the first to be found; it is never taken for the one that somebody reads."""
        return sorted(found, key=lambda one: one.code.partition("-")[0] != self.words.language)

    def _show_person(self) -> None:
        """The languages of the form, then all others: whoever speaks one of those reads the nearest that there is.

        None of several is taken before somebody has chosen or looked for it: a guess that nobody notices is read
        aloud to somebody who does not understand it.
        """
        read = self._read.get(int(self._wanted)) if self._wanted else None
        rows: list[Row] = []
        if read is not None:
            own = form_languages.rows(read.found, self.words) or [self._only_row()]
            rows = [*own, *form_languages.others(read.found, read.default, self.words)]
        sought = form_languages.sought(self.search.text(), rows)
        lead = bool(self.search.text()) or read is None or len(read.found) < _SEVERAL
        self.person.take(form_languages.heads(self.words), sought, lead)

    def _only_row(self) -> Row:
        """The language of a form that names none."""
        tr = self.words
        return Row("", (Cell(tr("The form's own language")), Cell(), Cell(tr("complete"))))

    def _in_words(self, name: str) -> str:
        if not name:
            return self.words("Choose…")
        known = languages.from_form_name(name)
        return form_languages.our_name(known.code, self.words) if known else name

    def _likely_mediator(self, read: _Read | None) -> str:
        """That of an interview before, or the only one that there is; else nobody knows: "" asks."""
        if read is None:
            return ""
        names = [one.name for one in read.found]
        return workflow.as_named(self._spoken, names, names[0] if len(names) == 1 else "")

    def _allow(self) -> None:
        """Start is there when the questionnaire is read; what is to be chosen is said over the languages."""
        key = self.forms.key()
        read = self._read.get(int(key)) if key else None
        self.start.setEnabled(read is not None and not self._starting)
        if self.person.currentIndex().isValid():
            set_role(self.person_note, "second")
        self.person_note.setText(self._said(read))
        self.person_note.setVisible(bool(self.person_note.text()))

    def _said(self, read: _Read | None) -> str:
        """The same before and after a choice, so that the list does not move under the pointer."""
        tr = self.words
        if read is not None and not read.found:
            return tr("This questionnaire has one language only.")
        return tr("Choose the language the person understands best.")

    def _connect(self) -> None:
        self.forms.chosen.connect(self._form_chosen)
        self.forms.opened.connect(lambda _key: self.person.setFocus(Qt.FocusReason.TabFocusReason))
        self.person.opened.connect(lambda _key: self.begin())
        self.person.chosen.connect(lambda _key: self._allow())
        self.search.textChanged.connect(lambda _text: self._show_person())
        self.mediator_choice.picked.connect(lambda _code: self.mediator.hint(""))
        self.start.clicked.connect(self.begin)
        self.cancel.clicked.connect(self.back)

    def _lay_out(self) -> None:
        whole = column(self, gap=0)
        across = row(gap=Space.LARGE)
        across.addWidget(self._block(self.forms_head, self.forms_note, self.forms), 4)
        right = self._block(self.person_head, self.person_note, self.search, self.person, self.mediator)
        across.addWidget(right, 6)
        room = Room(self)
        room.beside(across)
        for table in (self.forms, self.person):
            room.keep(table)
        whole.addWidget(room.scroll((self.head, across), across, self.forms, self.person), 1)
        whole.addWidget(Footer((self.cancel,), (self.start,)))
        tab_order((self.forms, self.search, self.person, self.mediator_choice, self.cancel, self.start))

    @staticmethod
    def _block(*widgets: QWidget) -> QWidget:
        made = QWidget()
        down = column(made, gap=Space.SMALL)
        for widget in widgets:
            down.addWidget(widget, 1 if isinstance(widget, (Table, Card)) else 0)
        if not any(isinstance(widget, Table) and widget.isVisibleTo(made) for widget in widgets):
            down.addStretch(1)
        return made

