"""Newer versions of questionnaires that a server offers: what each changes, and taking it or leaving it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from intake_app import workflow
from intake_app.gui.controls import Card, Kind, Label, column, empty, primary, scrolled, secondary, tab_order
from intake_app.gui.headed_page import ListPage
from intake_app.gui.lanes import Lanes
from intake_app.gui.nested import nest
from intake_app.gui.states import form_title
from intake_app.gui.table import Cell, Row
from intake_app.gui.tokens import Look, Space
from intake_app.gui.trouble import explain
from intake_app.gui.update_words import changed
from intake_app.gui.words import Words, beside
from intake_app.workflow import FormUpdate, UpdateChanges, UpdateSets


class UpdatesPage(ListPage):
    """A list of what is offered; beside it what the chosen one changes. Nothing is taken unseen."""

    def __init__(self, words: Words, lanes: Lanes, look: Look) -> None:
        super().__init__(words, lanes, look)
        self._found: tuple[FormUpdate, ...] = ()
        self._changes: dict[int, UpdateChanges] = {}
        self.versions, self.drafts = Label(wrap=True), Label(role="second", wrap=True)
        self.changes = column(gap=Space.SMALL)
        self.leave, self.accept = secondary("Ctrl+D"), primary("Ctrl+Return", "Ctrl ↵")
        self._lay_out()
        self.table.chosen.connect(lambda _key: self._chose())
        self.leave.clicked.connect(self.leave_it)
        self.accept.clicked.connect(self.accept_it)
        self.retranslate()

    def title(self) -> str:
        """The name of the page."""
        return self.words("Updates of questionnaires")

    def refresh(self) -> None:
        """What is offered now."""
        self.lanes.vault(workflow.form_updates, self._take)

    def retranslate(self) -> None:
        """Words of the page."""
        tr = self.words
        self.say_head(
            tr("Updates of questionnaires"),
            tr("New interviews use an update once it is taken; it can not be taken back. Drafts keep their version."),
        )
        self.table.setAccessibleName(tr("Updates of questionnaires"))
        self.area.setAccessibleName(tr("What the chosen update changes"))
        self.empty.setText(tr("No update waits."))
        self.leave.say(tr("Leave it"))
        self.accept.say(tr("Take it"))
        self._show()

    def accept_it(self) -> None:
        """New records use it from now on."""
        update = self._chosen()
        if update is not None:
            told = self.words("{title}: new interviews use version {version} now.")
            self._decide(update, told, accept=True)

    def leave_it(self) -> None:
        """It waits; nothing tells of it any more until the server has another."""
        update = self._chosen()
        if update is not None:
            told = self.words("{title}: version {version} was left. It stays in this list.")
            self._decide(update, told, accept=False)

    def _decide(self, update: FormUpdate, told: str, *, accept: bool) -> None:
        offer = update.offer
        verb = workflow.accept_update if accept else workflow.leave_update
        words = told.format(title=beside(form_title(offer.title, self.words), self.words), version=offer.version)

        def decided(_value: object) -> None:
            self.said.emit(words, Kind.OK if accept else Kind.NEUTRAL, "", None)
            self.lanes.vault_changed.emit()
            self.refresh()

        self.accept.setEnabled(False)
        self.leave.setEnabled(False)
        self.once(lambda store: verb(store, offer.id), decided, self._not_decided)

    def _not_decided(self, error: Exception) -> None:
        self.lanes.trouble.emit(error)
        self.refresh()

    def _chosen(self) -> FormUpdate | None:
        key = self.table.key()
        return next((one for one in self._found if str(one.offer.id) == key), None)

    def _take(self, found: tuple[FormUpdate, ...]) -> None:
        self._found = found
        self._show()

    def _chose(self) -> None:
        """Read both versions, unless that was done; the bytes on the vault lane, the comparison beside it."""
        update = self._chosen()
        if update is not None and update.offer.id not in self._changes:
            offer = update.offer.id

            def compare(sets: UpdateSets) -> None:
                self.lanes.work(
                    lambda: workflow.update_changes(sets), lambda changes: self._compared(offer, changes), self._failed
                )

            self.lanes.vault(lambda store: workflow.update_sets(store, offer), compare, self._failed)
        self._show_chosen()

    def _compared(self, offer: int, changes: UpdateChanges) -> None:
        self._changes[offer] = changes
        self._show_chosen()

    def _failed(self, error: Exception) -> None:
        empty(self.changes)
        self.changes.addWidget(Label(str(explain(error, self.words)), "trouble", wrap=True))

    def _show(self) -> None:
        tr = self.words
        self.show_rows((tr("Questionnaire"), tr("State")), [self._row(one) for one in self._found])
        self._show_chosen()

    def _row(self, update: FormUpdate) -> Row:
        tr, offer = self.words, update.offer
        state = Cell("", tr("New"), Kind.WARN) if update.undecided else Cell("", tr("Left"), Kind.NEUTRAL)
        return Row(str(offer.id), (Cell(form_title(offer.title, tr)), state))

    def _show_chosen(self) -> None:
        tr, update = self.words, self._chosen()
        empty(self.changes)
        changes = self._changes.get(update.offer.id) if update is not None else None
        self.accept.setEnabled(changes is not None)
        self.leave.setEnabled(update is not None and update.undecided)
        if update is None:
            return
        self.name.setText(form_title(update.offer.title, tr))
        self.versions.setText(_versions(update, tr))
        self.drafts.setText(_drafts(update, tr))
        if changes is None:
            self.changes.addWidget(Label(tr("Comparing…"), "second"))
            return
        for heading, lines in changed(changes, tr):
            self.changes.addWidget(Label(heading, "field", wrap=True))
            for line in lines:
                self.changes.addWidget(Label(line, wrap=True))

    def _lay_out(self) -> None:
        card = Card(margin=Space.NORMAL, gap=Space.SMALL)
        for part in (self.name, self.versions, self.drafts):
            card.column.addWidget(part)
        holder = QWidget()
        down = column(holder, gap=0)
        nest(down, self.changes)
        down.addStretch(1)
        self.area = scrolled(holder)
        self.area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        card.column.addWidget(self.area, 1)
        self.lay_out_list(card, (self.leave, self.accept), inside=self.area)
        tab_order((self.table, self.area, self.cancel, self.leave, self.accept))


def _versions(update: FormUpdate, tr: Words) -> str:
    """Which version is in use, which one is offered, and by whom."""
    old = update.former.version if update.former is not None else "…"
    told = tr("In use: {old}. From {server}: {new}.")
    return told.format(old=old, new=update.offer.version, server=update.offer.server)


def _drafts(update: FormUpdate, tr: Words) -> str:
    """Whose drafts stay with the version they began with."""
    if not update.drafts:
        return tr("No draft was begun with it.")
    number = sum(count for _name, count in update.drafts)
    told = tr.plural("{n} draft keeps its version: {people}", "{n} drafts keep their version: {people}", number)
    return told.format(n=number, people=", ".join(f"{name} {count}" for name, count in update.drafts))
