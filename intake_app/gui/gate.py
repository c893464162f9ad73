"""The first two pages: create the store of a workplace, and open it."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from intake_app import vault, workflow
from intake_app.errors import IntakeError
from intake_app.gui.controls import Button, Card, Footer, Label, Sheet, column, link, primary, row, scrolled, tab_order
from intake_app.gui.fields import Choice, Field, Line, Secret
from intake_app.gui.following import Following
from intake_app.gui.lanes import Lanes
from intake_app.gui.page import Page
from intake_app.gui.recovery_paper import RecoveryPaper
from intake_app.gui.room import Room
from intake_app.gui.slip_print import Printing
from intake_app.gui.states import role_words
from intake_app.gui.suggestion import Suggestion
from intake_app.gui.tokens import Look, Space
from intake_app.gui.trouble import explain
from intake_app.gui.words import Words
from intake_app.vault import Kdf, Person, Role
from intake_app.workflow import Setup

_GOOD_LENGTH = 20
_DOES_NOT_OPEN = frozenset(
    f"vault.{code}"
    for code in ("damaged", "truncated", "not_a_store", "header_missing", "file_missing", "old_header", "not_found")
)
"""What the store is told to be when a copy of it is the way on."""


class Gate(Page):
    """What both pages share: one card in the middle, a line of progress, nothing that locks."""

    idle_seconds = 0
    opened = Signal(object)
    """The store is open; carries the `Person` who opened it."""
    restoring = Signal()
    """Somebody has a copy of a store and wants it to be the store here."""

    def __init__(self, words: Words, lanes: Lanes, look: Look, path: Path, width: int) -> None:
        super().__init__(words, lanes)
        self.path = path
        self.head = Label(role="title", wrap=True)
        self.explanation = Label(role="second", wrap=True)
        self.trouble = Label(role="trouble", wrap=True)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setRange(0, 0)
        self.working = Label(role="second", wrap=True)
        self.swap = Label(role="second", wrap=True)
        self.swap.hide()
        self.go = primary(hint="↵")
        self.go.clicked.connect(self.submit)
        self.card = Card(margin=Space.LARGE, gap=Space.MEDIUM)
        self._look, self._width = look, width
        self._last: QWidget | None = None
        """The buttons, where they are not in a bar at the foot."""
        look.changed.connect(self._fit)
        self._fit()
        self.card.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._busy, self.room = False, Room(self)

    def lay_out(self, body: QWidget, *, pinned: bool, quiet: Sequence[Button] = ()) -> None:
        """Head, body and trouble in the card in the middle; the buttons in it, or pinned to the foot of the window."""
        inside = self.card.column
        for widget in (self.head, self.explanation, body, self.trouble, self.progress, self.swap):
            inside.addWidget(widget)
        middle = Sheet()
        down = column(middle, gap=0)
        down.setContentsMargins(Space.LARGE, Space.NORMAL, Space.LARGE, Space.NORMAL)
        for around in (down, inside):
            self.room.edges(around)
        down.addStretch(1)  # an alignment would hold the card to a height that its lines may outgrow
        across = row(gap=0)
        across.addStretch(1)
        across.addWidget(self.card, 100)
        across.addStretch(1)
        down.addLayout(across)
        down.addStretch(1)
        whole = column(self, gap=0)
        self._scroll = scrolled(middle)
        Following(self._scroll)
        whole.addWidget(self._scroll, 1)
        inside.addWidget(self.working)
        if pinned:
            whole.addWidget(Footer(quiet, (self.go,)))
        else:
            last = QWidget()
            beside = row(last)
            for button in (*quiet, self.go):
                beside.addWidget(button)
            self._last = last
            self._stand()
        self.set_busy(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The buttons of a card are at the foot of a low window, in sight whatever is scrolled."""
        super().resizeEvent(event)
        self._stand()

    def _stand(self) -> None:
        layout = self.layout()
        wanted = layout if self.room.low else self.card.column
        if self._last is None or not isinstance(layout, QVBoxLayout) or not isinstance(wanted, QVBoxLayout):
            return
        if wanted.indexOf(self._last) < 0:
            held = self.focusWidget()
            for held_by in (layout, self.card.column):
                held_by.removeWidget(self._last)
            wanted.addWidget(self._last)
            edge = Space.NORMAL if self.room.low else 0
            self._last.setContentsMargins(edge, Space.SMALL if edge else 0, edge, Space.SMALL if edge else 0)
            if held is not None:
                held.setFocus(Qt.FocusReason.OtherFocusReason)

    def submit(self) -> None:
        """Enter was pressed in a field, or the button."""

    def set_busy(self, busy: bool, text: str = "") -> None:
        """Show that the passphrase is being worked on; it takes about a second."""
        self._busy = busy
        self.progress.setVisible(busy)
        self.working.setText(text)
        self.working.setVisible(busy)
        self.go.setEnabled(not busy)
        self.trouble.setVisible(False)

    def show_open_swap(self, places: Sequence[str]) -> None:
        """Say that the system may put pieces of memory on the disk in the open; nobody is stopped by it."""
        self.swap.setVisible(bool(places))
        self.tell_swap()

    def tell_swap(self) -> None:
        """The words about swap, again in the present language."""
        tr = self.words
        self.swap.setText(
            tr(
                "The swap space of this computer is not encrypted: while the program is open, pieces of its memory "
                "may be written there. Whoever looks after this computer can encrypt the disk or turn swap off."
            )
        )

    def _fit(self) -> None:
        self.card.setMaximumWidth(self._look.tokens.px(self._width))

    def show_failure(self, error: Exception) -> None:
        """What went wrong, in place."""
        self.set_busy(False)
        self.say_trouble(str(explain(error, self.words)))

    def say_trouble(self, text: str) -> None:
        """Say it under the fields, and not below the edge of a small screen."""
        self.trouble.setText(text)
        self.trouble.setVisible(True)
        QTimer.singleShot(0, self, lambda: self._scroll.ensureWidgetVisible(self.trouble))


class FirstStart(Gate):
    """Organisation, site, call-back number, and the first person with a passphrase; then the recovery key on paper.

    The store is created when the key was typed back, or when somebody chose to do without one.
    """

    def __init__(self, words: Words, lanes: Lanes, look: Look, path: Path, kdf: Kdf = vault.DEFAULT) -> None:
        super().__init__(words, lanes, look, path, 860)
        self._kdf = kdf
        self.organisation, self.site, self.callback = Field(Line()), Field(Line()), Field(Line())
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
        if told:
            self.passphrase.trouble(told)
            return False
        if self._entry(self.passphrase).text() != self._entry(self.again).text():
            self.again.trouble(tr("The two are not the same."))
            return False
        self.again.hint("")
        return True

    def _judge(self, text: str) -> None:
        tr = self.words
        weakness = self._weakness(text)
        if not text:
            self.passphrase.hint(tr("Four or five words that nobody expects together. Nobody can reset it."))
        elif weakness:
            self.passphrase.hint(weakness)
        elif len(text) < _GOOD_LENGTH:
            self.passphrase.hint(tr("Enough. A longer one is better."))
        else:
            self.passphrase.hint(tr("Good."))

    def _judge_names(self) -> None:
        """That a name which tells of trafficking stands on some papers only."""
        tr = self.words
        told = tr("This name tells of trafficking: papers for services that must not be told of it leave it out.")
        for field in (self.organisation, self.site):
            field.hint(told if workflow.tells_of_trafficking(self._entry(field).text()) else "")

    def _weakness(self, text: str) -> str:
        try:
            vault.check_passphrase(text, self._known())
        except IntakeError as error:
            return str(explain(error, self.words))
        return ""

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
            across.addLayout(down, 1)
        return body


class Unlock(Gate):
    """Name and passphrase, and the way out for who forgot it."""

    forgotten = Signal()
    """Somebody wants to use the recovery key or the organisation's."""

    def __init__(self, words: Words, lanes: Lanes, look: Look, path: Path) -> None:
        super().__init__(words, lanes, look, path, 480)
        self.name_line, self.secret_line = Line(), Secret()
        self.name, self.passphrase = Field(self.name_line), Field(self.secret_line)
        body = QWidget()
        down = column(body, gap=Space.NORMAL)
        down.addWidget(self.name)
        down.addWidget(self.passphrase)
        self.forgot, self.restore = link(), link()
        down.addWidget(self.restore, 0, Qt.AlignmentFlag.AlignLeading)
        self.restore.hide()
        self.restore.clicked.connect(self.restoring)
        self.forgot.clicked.connect(self.forgotten)
        self.lay_out(body, pinned=False, quiet=(self.forgot,))
        self.name_line.returnPressed.connect(lambda: self.secret_line.setFocus(Qt.FocusReason.TabFocusReason))
        self.secret_line.returnPressed.connect(self.submit)
        tab_order([self.name_line, self.secret_line, self.restore, self.forgot, self.go])
        self.retranslate()

    def shown(self) -> None:
        """The keyboard on the name."""
        self.name_line.setFocus(Qt.FocusReason.TabFocusReason)

    def retranslate(self) -> None:
        """Words of the page."""
        tr = self.words
        self.head.setText(tr("Welcome back"))
        self.explanation.setText(tr("Open the workplace with your name and your passphrase."))
        self.name.say(tr("Your name"))
        self.passphrase.say(tr("Passphrase"))
        self.go.say(tr("Open"))
        self.forgot.say(tr("Forgotten passphrase…"))
        self.restore.say(tr("Restore from a copy…"))
        self.tell_swap()
        self.trouble.setVisible(False)

    def submit(self) -> None:
        """Open the store on the vault lane."""
        if self._busy:
            return
        path, name, passphrase = self.path, self.name_line.text(), self.secret_line.text()
        self.set_busy(True, self.words("Opening, about a second…"))
        self.lanes.open(lambda: workflow.open_store(path, name, passphrase), self._opened, self._refused)

    def _opened(self, person: Person) -> None:
        self.secret_line.clear()
        self.set_busy(False)
        self.opened.emit(person)

    def _refused(self, error: Exception) -> None:
        self.show_failure(error)
        self.restore.setVisible(getattr(error, "code", "") in _DOES_NOT_OPEN)
        self.secret_line.clear()
        self.secret_line.setFocus(Qt.FocusReason.OtherFocusReason)
