"""The page that makes the store of a workplace, when there is none yet."""

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
from intake_app.gui.recovery_paper import RecoveryPaper
from intake_app.gui.slip_print import Printing
from intake_app.gui.states import role_words
from intake_app.gui.suggestion import Suggestion
from intake_app.gui.tokens import Look, Space
from intake_app.gui.trouble import explain
from intake_app.gui.words import Words
from intake_app.vault import Kdf, Person, Role
from intake_app.workflow import Setup

_GOOD_LENGTH = 20
_NOT_ENOUGH = ("common", "long")
"""Why a passphrase is weak that is long enough."""


class FirstStart(Gate):
    """Organisation, site, call-back number, and the first person with a passphrase; then the recovery key on paper.

    The store is created when the key was typed back, or when somebody chose to do without one.
    """

    def __init__(self, words: Words, lanes: Lanes, look: Look, path: Path, kdf: Kdf = vault.DEFAULT) -> None:
        super().__init__(words, lanes, look, path, 860)
        self._kdf = kdf
        self.organisation, self.site, self.callback = Field(Line()), Field(Line()), Field(Line(figures=True))
        self.name = Field(Line())
        self.role_choice = Choice()
        self.role = Field(self.role_choice)
        first, second = Secret(), Secret()
        self.passphrase, self.again = Field(first), Field(second)
        self.suggestion, self.paper = Suggestion(words, (first, second)), RecoveryPaper(words)
        self.return_, self.without, self.restore = link(hint="Esc"), link(), link()
        self.printing = Printing(self, into_files=False)
        body = QWidget()
        inside, self._fields = column(body, gap=0), self._two_columns()
        for step in (self._fields, self.paper):
            inside.addWidget(step)
        self.lay_out(body, pinned=True, quiet=(self.return_, self.without, self.restore))
        self.return_.clicked.connect(self.back)
        self.without.clicked.connect(lambda: self._create(""))
        self.restore.clicked.connect(self._ask_restore)
        self.paper.entered.connect(self.submit)
        self.paper.print_wanted.connect(self.printing.ask)
        for field in self._lines():
            entry = field.entry
            if isinstance(entry, Line):
                entry.returnPressed.connect(self.submit)
        self._entry(self.passphrase).textChanged.connect(self._judge)
        for named in (self.organisation, self.site):
            self._entry(named).textChanged.connect(self._judge_names)
        typed = [field.entry for field in self._lines()]
        quiet = [self.return_, self.without, self.restore]
        tab_order([*typed, self.suggestion.draw, self.paper.back_line, self.paper.print, *quiet, self.go])
        self._go_to(False)

    def _go_to(self, on_paper: bool) -> None:
        """Show the fields, or the recovery key."""
        self.on_paper = on_paper
        self._fields.setVisible(not on_paper)
        for widget in (self.paper, self.return_, self.without):
            widget.setVisible(on_paper)
        self.restore.setVisible(not on_paper)
        self.retranslate()

    def _ask_restore(self) -> None:
        if not self._busy:
            self.restoring.emit()

    def back(self) -> None:
        """From the recovery key back to the fields."""
        if self.on_paper and not self._busy:
            self.paper.forget()
            self._go_to(False)
            self.shown()

    def shown(self) -> None:
        """The keyboard on the first field."""
        self.organisation.entry.setFocus(Qt.FocusReason.TabFocusReason)

    def retranslate(self) -> None:
        """Words of the page."""
        tr = self.words
        self.head.setText(tr("Recovery key") if self.on_paper else tr("Set up this workplace"))
        self.explanation.setText(
            tr("Copy this key onto paper by hand and keep it away from this computer. It opens everything, and it is "
               "the way back when a passphrase is forgotten. It is shown only now.")
            if self.on_paper
            else tr("Everything stays on this computer, encrypted. Only the people you name here can open it.")
        )  # fmt: skip
        self.return_.say(tr("Back"))
        self.without.say(tr("Go on without one"))
        self.restore.say(tr("Restore from a copy…"))
        self.paper.retranslate()
        self.suggestion.retranslate()
        self._left.setText(tr("The workplace"))
        self._right.setText(tr("You"))
        self.organisation.say(tr("Organisation"))
        self.site.say(tr("Place of work"))
        self.callback.say(tr("Number to call back"), tr("Printed on referral slips, so that a service can ring you."))
        self.name.say(tr("Your name"))
        self.role.say(tr("Your task"))
        self.role_choice.offer(list(Role), self._role_words)
        self.passphrase.say(tr("Passphrase"))
        self.again.say(tr("Passphrase again"))
        self.go.say(tr("Create") if self.on_paper else tr("Continue"))
        self.tell_swap()
        self.passphrase.keep_room(self._hints())
        self._judge(self._entry(self.passphrase).text())
        self._judge_names()

    def submit(self) -> None:
        """Check the fields in place and show the recovery key; when that was typed back, create the store."""
        if self._busy:
            return
        if self.on_paper:
            if self.paper.typed_back():
                self._create(self.paper.key)
        elif self._complete():
            self._go_to(True)
            self.paper.fresh()

    def _create(self, recovery: str) -> None:
        """Create the store on the vault lane; an empty key is the choice to have none."""
        setup = Setup(
            organisation=self._entry(self.organisation).text(),
            site=self._entry(self.site).text(),
            callback=self._entry(self.callback).text(),
            name=self._entry(self.name).text(),
            role=Role(self.role_choice.code()),
            passphrase=self._entry(self.passphrase).text(),
            recovery=recovery,
        )
        path, kdf = self.path, self._kdf
        self.set_busy(True, self.words("Creating the encrypted store, a few seconds…"))
        self.lanes.open(lambda: workflow.create_store(path, setup, kdf), self._created, self.show_failure)

    def _created(self, person: Person) -> None:
        for field in (self.passphrase, self.again):
            self._entry(field).clear()
        self.paper.forget()
        self.suggestion.clear()
        self.set_busy(False)
        self.opened.emit(person)

    def _complete(self) -> bool:
        tr = self.words
        for field in (self.organisation, self.site, self.name):
            if not self._entry(field).text().strip():
                field.trouble(tr("This is needed."))
                return False
            field.hint("")
        self._judge_names()
        told = self._weakness(self._entry(self.passphrase).text())
        if told is not None:
            self.passphrase.trouble(str(explain(told, self.words)))
            return False
        if self._entry(self.passphrase).text() != self._entry(self.again).text():
            self.again.trouble(tr("The two are not the same."))
            return False
        self.again.hint("")
        return True

    def _judge(self, text: str) -> None:
        weak, (what, enough, good) = self._weakness(text), self._good_words()
        if weak is None:
            self.passphrase.hint(enough if len(text) < _GOOD_LENGTH else good)
        elif weak.facts.get("reason") in _NOT_ENOUGH:
            self.passphrase.hint(explain(weak, self.words).sentence)
        else:  # it is not whole yet: what it should be helps more than what is wrong with three letters
            self.passphrase.hint(what)

    def _good_words(self) -> tuple[str, str, str]:
        """What is said of nothing yet, of enough and of more."""
        tr = self.words
        what = tr("Four or five words that nobody expects together. Nobody can reset it.")
        return what, tr("Enough. A longer one is better."), tr("Good.")

    def _judge_names(self) -> None:
        """That a name which tells of trafficking stands on some papers only."""
        tr = self.words
        told = tr("This name tells of trafficking: papers for services that must not be told of it leave it out.")
        for field in (self.organisation, self.site):
            field.hint(told if workflow.tells_of_trafficking(self._entry(field).text()) else "")

    def _weakness(self, text: str) -> IntakeError | None:
        try:
            vault.check_passphrase(text, self._known())
        except IntakeError as error:
            return error
        return None

    def _hints(self) -> list[str]:
        """Everything that is said while it is typed."""
        weak = (IntakeError("vault.weak_passphrase", reason=reason) for reason in _NOT_ENOUGH)
        return [*self._good_words(), *(explain(error, self.words).sentence for error in weak)]

    def _known(self) -> tuple[str, ...]:
        """What somebody who has this computer knows anyway."""
        return tuple(self._entry(field).text() for field in (self.name, self.organisation, self.site))

    def _role_words(self, code: str) -> str:
        return role_words(code, self.words)

    def _lines(self) -> tuple[Field, ...]:
        return (self.organisation, self.site, self.callback, self.name, self.role, self.passphrase, self.again)

    @staticmethod
    def _entry(field: Field) -> Line:
        entry = field.entry
        if not isinstance(entry, Line):
            raise TypeError("not a line of text")
        return entry

    def _two_columns(self) -> QWidget:
        body = QWidget()
        across = row(body, gap=Space.HUGE)
        self.room.beside(across)
        self._left, self._right = Label(role="heading"), Label(role="heading")
        for head, fields in (
            (self._left, (self.organisation, self.site, self.callback)),
            (self._right, (self.name, self.role, self.passphrase, self.again, self.suggestion)),
        ):
            down = column(gap=Space.MEDIUM)
            down.addWidget(head)
            for field in fields:
                down.addWidget(field)
            down.addStretch(1)
            nest(across, down, 1)
        return body
