"""People: who has a passphrase of their own here, add one, change one's own."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QStackedWidget, QWidget

from intake_app import vault, workflow
from intake_app.errors import IntakeError
from intake_app.gui.controls import (
    Card,
    Kind,
    Label,
    column,
    pill,
    primary,
    row,
    scrolled,
    secondary,
    tab_order,
)
from intake_app.gui.fields import Choice, Field, Line, Secret
from intake_app.gui.lanes import Lanes
from intake_app.gui.page import Page
from intake_app.gui.states import role_words
from intake_app.gui.table import Cell, Row, Table
from intake_app.gui.tokens import Look, Space
from intake_app.gui.trouble import explain
from intake_app.gui.words import Words
from intake_app.vault import Person, Role

ADD, OWN = "add", "own"
_WIDTH = 560


class People(Page):
    """Colleagues on one side, one's own passphrase on the other. Who may not add people sees only the latter."""

    def __init__(self, words: Words, lanes: Lanes, look: Look, *, may_add: bool) -> None:
        super().__init__(words, lanes)
        self._may_add = may_add
        self._people: tuple[Person, ...] = ()
        self.head = Label(role="title")
        self.table = Table(look)
        self.tabs = {name: pill(checkable=True) for name in (ADD, OWN)}
        self._group = QButtonGroup(self)
        self.name_line, self.secret_line, self.again_line = Line(), Secret(), Secret()
        self.role_choice = Choice()
        self.name, self.role = Field(self.name_line), Field(self.role_choice)
        self.passphrase, self.again = Field(self.secret_line), Field(self.again_line)
        self.add = primary("Ctrl+Return", "Ctrl ↵")
        self.old_line, self.new_line, self.new_again_line = Secret(), Secret(), Secret()
        self.old, self.new, self.new_again = Field(self.old_line), Field(self.new_line), Field(self.new_again_line)
        self.change = secondary()
        self._lay_out(look)
        self.add.clicked.connect(self.add_person)
        self.change.clicked.connect(self.change_own)
        self.retranslate()

    def title(self) -> str:
        """The word in the navigation."""
        return self.words("People") if self._may_add else self.words("Passphrase")

    def shown(self) -> None:
        """Query the list."""
        if self._may_add:
            self.lanes.vault(lambda store: store.people(), self._take)
            self.name_line.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.old_line.setFocus(Qt.FocusReason.TabFocusReason)

    def save_now(self) -> None:
        """Another page comes: nothing typed here is kept."""
        self._clear()

    def retranslate(self) -> None:
        """Words of the page."""
        tr = self.words
        self.head.setText(tr("People") if self._may_add else tr("My passphrase"))
        self.tabs[ADD].say(tr("Add a person"))
        self.tabs[OWN].say(tr("My passphrase"))
        self.table.setAccessibleName(tr("People"))
        self.name.say(tr("Name"))
        self.role.say(tr("Task"))
        self.role_choice.offer(list(Role), lambda code: role_words(code, tr))
        self.passphrase.say(tr("Passphrase"), tr("They type it themselves; you need not know it."))
        self.again.say(tr("Passphrase again"))
        self.add.say(tr("Add"))
        self.old.say(tr("Present passphrase"))
        self.new.say(tr("New passphrase"))
        self.new_again.say(tr("New passphrase again"))
        self.change.say(tr("Change"))
        self._show()

    def add_person(self) -> None:
        """Give the person a key of their own; takes about a second on the vault lane."""
        name, role, secret = self.name_line.text().strip(), Role(self.role_choice.code()), self.secret_line.text()
        if not name:
            self.name.trouble(self.words("This is needed."))
            return
        if not self._agree(self.passphrase, self.again, secret, self.again_line.text()):
            return
        self.add.setEnabled(False)
        self.lanes.vault(lambda store: workflow.add_person(store, name, role, secret), self._added, self._not_added)

    def change_own(self) -> None:
        """Change one's own passphrase."""
        old, new = self.old_line.text(), self.new_line.text()
        if not self._agree(self.new, self.new_again, new, self.new_again_line.text()):
            return
        self.change.setEnabled(False)
        self.lanes.vault(lambda store: store.change_passphrase(old, new), self._changed, self._not_changed)

    def _agree(self, first: Field, second: Field, text: str, again: str) -> bool:
        first.hint("")
        second.hint("")
        try:
            vault.check_passphrase(text)
        except IntakeError as error:
            first.trouble(str(explain(error, self.words)))
            return False
        if text != again:
            second.trouble(self.words("The two are not the same."))
            return False
        return True

    def _added(self, person: Person) -> None:
        self._clear()
        tr = self.words
        self.said.emit(tr("{name} can open this workplace now.").format(name=person.name), Kind.OK, "", None)
        self.lanes.vault(lambda store: store.people(), self._take)

    def _not_added(self, error: Exception) -> None:
        self.add.setEnabled(True)
        self.name.trouble(str(explain(error, self.words)))

    def _changed(self, _value: None) -> None:
        self._clear()
        self.said.emit(self.words("Your passphrase has changed."), Kind.OK, "", None)

    def _not_changed(self, error: Exception) -> None:
        self.change.setEnabled(True)
        self.old.trouble(str(explain(error, self.words)))

    def _clear(self) -> None:
        for line in (self.name_line, self.secret_line, self.again_line, self.old_line, self.new_line):
            line.clear()
        self.new_again_line.clear()
        self.add.setEnabled(True)
        self.change.setEnabled(True)

    def _take(self, people: tuple[Person, ...]) -> None:
        self._people = people
        self._show()

    def _show(self) -> None:
        tr = self.words
        rows = [Row(one.id, (Cell(one.name), Cell(role_words(one.role, tr)))) for one in self._people]
        self.table.take((tr("Name"), tr("Task")), rows)

    def show_section(self, name: str) -> None:
        """Change between adding a person and one's own passphrase."""
        self.tabs[name].setChecked(True)
        self._cards.setCurrentIndex(0 if name == ADD else 1)
        (self.name_line if name == ADD else self.old_line).setFocus(Qt.FocusReason.TabFocusReason)

    def _lay_out(self, look: Look) -> None:
        inside = column(self, gap=Space.NORMAL)
        inside.setContentsMargins(2 * Space.HUGE, Space.LARGE, 2 * Space.HUGE, Space.NORMAL)
        inside.addWidget(self.head)
        self._cards = QStackedWidget()
        self._cards.addWidget(self._card(self.name, self.role, self.passphrase, self.again, self.add))
        self._cards.addWidget(self._card(self.old, self.new, self.new_again, self.change))
        self._cards.setMaximumWidth(look.tokens.px(_WIDTH))
        right = column(gap=Space.SMALL)
        tabs = row(gap=Space.SMALL)
        for name, button in self.tabs.items():
            self._group.addButton(button)
            tabs.addWidget(button)
            button.clicked.connect(lambda _on=False, section=name: self.show_section(section))
        tabs.addStretch(1)
        right.addLayout(tabs)
        right.addWidget(scrolled(self._cards), 1)
        across = row(gap=Space.LARGE)
        if self._may_add:
            across.addWidget(self.table, 5)
        across.addLayout(right, 5)
        inside.addLayout(across, 1)
        self._cards.setCurrentIndex(0 if self._may_add else 1)
        self.tabs[ADD].setChecked(True)
        for button in self.tabs.values():
            button.setVisible(self._may_add)
        lines = (self.name_line, self.role_choice, self.secret_line, self.again_line, self.add)
        first = (self.table, *self.tabs.values()) if self._may_add else ()
        tab_order((*first, *lines, self.old_line, self.new_line, self.new_again_line, self.change))

    @staticmethod
    def _card(*widgets: QWidget) -> QWidget:
        holder = QWidget()
        down = column(holder, gap=0)
        made = Card(gap=Space.MEDIUM)
        for widget in widgets:
            made.column.addWidget(widget)
        down.addWidget(made)
        down.addStretch(1)
        return holder
