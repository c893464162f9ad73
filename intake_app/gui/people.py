"""People: who has a passphrase of their own here, add one, remove one, change one's own; what brings it all back."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QStackedWidget, QWidget

from intake_app import vault, workflow
from intake_app.errors import IntakeError
from intake_app.gui.button_row import ButtonRow
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
from intake_app.gui.following import Following
from intake_app.gui.foot import Footer
from intake_app.gui.lanes import Lanes
from intake_app.gui.nested import nest
from intake_app.gui.page import Page
from intake_app.gui.paper_name_card import PaperNameCard
from intake_app.gui.removal_card import RemovalCard
from intake_app.gui.room import Room
from intake_app.gui.safeguard_card import SafeguardCard
from intake_app.gui.slip_print import Printing
from intake_app.gui.states import role_words
from intake_app.gui.suggestion import Suggestion
from intake_app.gui.table import Cell, Row, Table
from intake_app.gui.tick import Tick
from intake_app.gui.tokens import Look, Space
from intake_app.gui.trouble import explain
from intake_app.gui.words import Words
from intake_app.vault import Person, Role, Safeguards

ADD, OWN, SAFE, NAMED = "add", "own", "safe", "named"
_WIDTH, _NO_LIMIT = 640, (1 << 24) - 1
"""Of a card beside the list, at scale 1; below it a card is as wide as the list."""


def people_title(tr: Words, may_add: bool) -> str:
    """The word in the navigation, also before there is the page."""
    return tr("Staff") if may_add else tr("Passphrase")


class _Cards(QStackedWidget):
    """One card of several, as wide as the widest, and only as high as the one that is seen: Qt takes the highest."""

    def __init__(self) -> None:
        super().__init__()
        self.currentChanged.connect(lambda _at: self.updateGeometry())

    def sizeHint(self) -> QSize:
        """As high as what is seen."""
        return QSize(super().sizeHint().width(), self._seen().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """The height follows from the width, where words wrap."""
        seen = self._seen()
        height = 0 if seen.hasHeightForWidth() else seen.minimumSizeHint().height()
        return QSize(super().minimumSizeHint().width(), height)

    def heightForWidth(self, width: int) -> int:
        """As high as what is seen is in that width."""
        seen = self._seen()
        return seen.heightForWidth(width) if seen.hasHeightForWidth() else seen.minimumSizeHint().height()

    def _seen(self) -> QWidget:
        return self.currentWidget() or QWidget()


class People(Page):
    """Colleagues on one side; on the other add one, one's own passphrase, and what helps when one is forgotten.

    Who may not add people sees one's own passphrase, and the keys of organisations if that is theirs to see.
    """

    def __init__(self, words: Words, lanes: Lanes, look: Look, *, may_add: bool, may_escrow: bool = False) -> None:
        super().__init__(words, lanes)
        self._may_add, self._look = may_add, look
        self._sections = (ADD, OWN, SAFE, NAMED) if may_add else (OWN, SAFE) if may_escrow else (OWN,)
        self.safeguards = SafeguardCard(words, lanes, may_recover=may_add)
        self.removal = RemovalCard(words, lanes)
        self.paper_name = PaperNameCard(words, lanes)
        self.printing = Printing(self, into_files=False)
        self.warning = Label(role="trouble", wrap=True)
        self._people: tuple[Person, ...] = ()
        self.head = Label(role="title")
        self.table = Table(look)
        self.tabs = {name: pill(checkable=True) for name in (ADD, OWN, SAFE, NAMED)}
        self._group, self._room = QButtonGroup(self), Room(self)
        self.name_line, self.secret_line, self.again_line = Line(), Secret(), Secret()
        self.role_choice = Choice()
        self.name, self.role = Field(self.name_line), Field(self.role_choice)
        self.passphrase, self.again = Field(self.secret_line), Field(self.again_line)
        self.add = primary("Ctrl+Return", "Ctrl ↵")
        self.suggestion = Suggestion(words, (self.secret_line, self.again_line))
        self.old_line, self.new_line, self.new_again_line = Secret(), Secret(), Secret()
        self.old, self.new, self.new_again = Field(self.old_line), Field(self.new_line), Field(self.new_again_line)
        self.own_suggestion = Suggestion(words, (self.new_line, self.new_again_line))
        self.keyring, self._uses_keyring = Tick(), False
        self.change, self.remove = primary("Ctrl+Return", "Ctrl ↵"), secondary("Delete", "Del")
        self._tab_row = ButtonRow(tuple(self.tabs.values()))
        self._lay_out()
        self._listen()
        self.retranslate()

    def _listen(self) -> None:
        self.add.clicked.connect(self.add_person)
        self.change.clicked.connect(self.change_own)
        self.remove.clicked.connect(self.ask_removal)
        self.table.removed.connect(lambda _key: self.ask_removal())
        self.table.chosen.connect(lambda _key: self._allow_removal())
        self.safeguards.paper.print_wanted.connect(self.printing.ask)
        self.removal.ended.connect(self._removal_over)
        self.safeguards.changed.connect(self._warn)
        for card in (self.removal, self.safeguards, self.paper_name):
            card.said.connect(self.said)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The cards keep their width where there is little; the list gives way. They scroll with the page alone."""
        super().resizeEvent(event)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A card says more, or less."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return False

    def _fit(self) -> None:
        width = _NO_LIMIT if self._room.narrow else self._look.tokens.px(_WIDTH)
        self._cards.setMaximumWidth(width)
        self._area.setMinimumWidth(0 if self._room.narrow else self._cards.minimumSizeHint().width())
        self._area.setMaximumWidth(width)
        self._area.setMinimumHeight(self._card_height())
        QTimer.singleShot(0, self, lambda: self._room.squeeze(self.page_area))

    def _card_height(self) -> int:
        """All of the card that is seen."""
        return max(self._cards.heightForWidth(self._cards.width()), self._cards.minimumSizeHint().height())

    def title(self) -> str:
        """The word in the navigation."""
        return people_title(self.words, self._may_add)

    def shown(self) -> None:
        """Query the list."""
        self.lanes.vault(lambda store: store.uses_keyring(), self._take_keyring)
        if SAFE in self._sections:
            self.safeguards.refresh()
        if self._may_add:
            self.paper_name.refresh()
            self.lanes.vault(lambda store: store.people(), self._take)
            self.name_line.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.old_line.setFocus(Qt.FocusReason.TabFocusReason)

    def save_now(self) -> None:
        """Another page comes: nothing typed here is kept."""
        self._clear()
        self.paper_name.forget()
        self.safeguards.close_paper()

    def back(self) -> None:
        """From asking whether to remove somebody back to the page."""
        if self._cards.currentWidget() is self._removal_holder:
            self.removal.stop()

    def retranslate(self) -> None:
        """Words of the page."""
        tr = self.words
        self.head.setText(tr("Staff") if self._may_add else tr("My passphrase"))
        self.warning.setText(tr("This workplace has no recovery key: whoever forgets the passphrase loses everything."))
        self.tabs[SAFE].say(tr("If one is forgotten"))
        self.remove.say(tr("Remove…"))
        self.keyring.say(tr("Also ask the keyring of this computer account"))
        for part in (self.removal, self.safeguards, self.paper_name, self.suggestion, self.own_suggestion):
            part.retranslate()
        self.tabs[ADD].say(tr("Add a person"))
        self.tabs[OWN].say(tr("My passphrase"))
        self.tabs[NAMED].say(tr("Name on papers"))
        self.table.setAccessibleName(tr("Staff"))
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
        if not self._agree(self.passphrase, self.again, secret, self.again_line.text(), name):
            return
        self.add.setEnabled(False)
        self.lanes.vault(lambda store: workflow.add_person(store, name, role, secret), self._added, self._not_added)

    def change_own(self) -> None:
        """Change one's own passphrase."""
        old, new = self.old_line.text(), self.new_line.text()
        if not self._agree(self.new, self.new_again, new, self.new_again_line.text()):
            return
        self.change.setEnabled(False)
        ring = self.keyring.isChecked()
        wanted = None if ring == self._uses_keyring else ring
        self.lanes.vault(
            lambda store: workflow.change_passphrase(store, old, new, wanted), self._changed, self._not_changed
        )

    def ask_removal(self) -> None:
        """Show what removing the chosen person means."""
        chosen = self._chosen()
        if chosen is not None and self.remove.isEnabled():
            self.tabs[ADD].setChecked(True)
            self.removal.ask(chosen.name)
            self._cards.setCurrentWidget(self._removal_holder)
            self._offer("")
            self.removal.keep.setFocus(Qt.FocusReason.OtherFocusReason)

    def _chosen(self) -> Person | None:
        return next((one for one in self._people if one.id == self.table.key()), None)

    def _allow_removal(self) -> None:
        """Somebody must be chosen, and the last who keeps the store stays."""
        chosen = self._chosen()
        keepers = sum(one.keeper for one in self._people)
        self.remove.setEnabled(chosen is not None and not (chosen.keeper and keepers == 1))

    def _removal_over(self) -> None:
        self.show_section(ADD)
        self.lanes.vault(lambda store: store.people(), self._take)

    def _take_keyring(self, uses: bool) -> None:
        self._uses_keyring = uses
        self.keyring.setChecked(uses)

    def _warn(self, state: Safeguards) -> None:
        self.warning.setVisible(self._may_add and not state.recovery)

    def _agree(self, first: Field, second: Field, text: str, again: str, name: str = "") -> bool:
        first.hint("")
        second.hint("")
        try:
            vault.check_passphrase(text, (name,))
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
        self.passphrase.hint(tr("They type it themselves; you need not know it."))
        if self.isVisible():
            self.name_line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.said.emit(tr("{name} can open this workplace now.").format(name=person.name), Kind.OK, "", None)
        self.lanes.vault(lambda store: store.people(), self._take)

    def _not_added(self, error: Exception) -> None:
        self.add.setEnabled(True)
        self.name.trouble(str(explain(error, self.words)))

    def _changed(self, _value: None) -> None:
        self._clear()
        self.lanes.vault(lambda store: store.uses_keyring(), self._take_keyring)
        self.said.emit(self.words("Your passphrase has changed."), Kind.OK, "", None)

    def _not_changed(self, error: Exception) -> None:
        self.change.setEnabled(True)
        self.old.trouble(str(explain(error, self.words)))

    def _clear(self) -> None:
        for line in (self.name_line, self.secret_line, self.again_line, self.old_line, self.new_line):
            line.clear()
        self.new_again_line.clear()
        self.suggestion.clear()
        self.own_suggestion.clear()
        self.add.setEnabled(True)
        self.change.setEnabled(True)

    def _take(self, people: tuple[Person, ...]) -> None:
        self._people = people
        self._show()

    def _show(self) -> None:
        tr = self.words
        rows = [Row(one.id, (Cell(one.name), Cell(role_words(one.role, tr)))) for one in self._people]
        self.table.take((tr("Name"), tr("Task")), rows)
        self._allow_removal()

    def _offer(self, section: str) -> None:
        """The foot holds what is done on the card that is seen."""
        self.add.setVisible(section == ADD)
        self.change.setVisible(section == OWN)

    def show_section(self, name: str) -> None:
        """Change between adding a person, one's own passphrase, and what helps when one is forgotten."""
        self.tabs[name].setChecked(True)
        self._cards.setCurrentWidget(self._holders[name])
        self._offer(name)
        self._fit()
        first = {ADD: self.name_line, OWN: self.old_line, SAFE: self.safeguards.add, NAMED: self.paper_name.line}[name]
        first.setFocus(Qt.FocusReason.TabFocusReason)

    def _lay_out(self) -> None:
        self.warning.hide()
        self._fill_cards()
        right = column(gap=Space.SMALL)
        for name, button in self.tabs.items():
            self._group.addButton(button)
            button.clicked.connect(lambda _on=False, section=name: self.show_section(section))
        above = row()
        above.addWidget(self._tab_row, 1)
        above.addStretch()
        self._area = scrolled(self._cards)
        Following(self._area)
        beside = row()
        beside.addWidget(self._area, 1)
        beside.addStretch()
        nest(right, beside, 1)
        across = row(gap=Space.LARGE)
        self.remove.setEnabled(False)
        if not self._may_add:
            self.remove.hide()
        else:
            across.addWidget(self.table, 5)
        nest(across, right, 5)
        self._room.beside(across)
        self._room.keep(self.table)
        whole = column(self, gap=0)
        self.page_area = self._room.scroll((self.head, self.warning, above, across), across, self.table)
        whole.addWidget(self.page_area, 1)
        whole.addWidget(Footer((self.remove,), (self.add, self.change)))
        for name, button in self.tabs.items():
            button.setVisible(name in self._sections and len(self._sections) > 1)
        self._cards.setCurrentWidget(self._holders[self._sections[0]])
        self.tabs[self._sections[0]].setChecked(True)
        self._offer(self._sections[0])
        self._order_tabs()

    def _fill_cards(self) -> None:
        self._cards = _Cards()
        self._holders = {
            ADD: self._card(self.name, self.role, self.passphrase, self.again, self.suggestion),
            OWN: self._card(self.old, self.new, self.new_again, self.own_suggestion, self.keyring),
            SAFE: self._holder(self.safeguards),
            NAMED: self._holder(self.paper_name),
        }
        self._removal_holder = self._holder(self.removal)
        for holder in (*self._holders.values(), self._removal_holder):
            self._cards.addWidget(holder)
        self._cards.installEventFilter(self)

    def _order_tabs(self) -> None:
        lines = (self.name_line, self.role_choice, self.secret_line, self.again_line, self.suggestion.draw)
        own = (self.old_line, self.new_line, self.new_again_line, self.own_suggestion.draw, self.keyring)
        first = (*self.tabs.values(), self.table) if self._may_add else tuple(self.tabs.values())
        named = (self.paper_name.line, self.paper_name.keep)
        tab_order((*first, *lines, *own, *named, self.remove, self.add, self.change))

    def _card(self, *widgets: QWidget) -> QWidget:
        made = Card(gap=Space.MEDIUM)
        for widget in widgets:
            made.column.addWidget(widget)
        return self._holder(made)

    @staticmethod
    def _holder(card: Card) -> QWidget:
        holder = QWidget()
        down = column(holder, gap=0)
        down.addWidget(card)
        down.addStretch(1)
        return holder
