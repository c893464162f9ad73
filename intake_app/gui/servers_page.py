"""The servers of this workplace: what each is, how it stands, and what can be done about it."""

import threading

from PySide6.QtCore import Qt, Signal

from intake_app import workflow
from intake_app.gui.automatic import Automatic
from intake_app.gui.automatic_words import server_line
from intake_app.gui.button_row import ButtonRow
from intake_app.gui.controls import (
    Badge,
    Card,
    Kind,
    Label,
    Sheet,
    column,
    link,
    primary,
    row,
    scrolled,
    secondary,
    tab_order,
)
from intake_app.gui.fields import Choice, Field
from intake_app.gui.headed_page import ListPage
from intake_app.gui.lanes import Lanes
from intake_app.gui.nested import nest
from intake_app.gui.server_words import automatic_words, facts_lines, own_forms_told, own_forms_words
from intake_app.gui.table import Cell, Row
from intake_app.gui.tokens import Look, Space
from intake_app.gui.trouble import explain
from intake_app.gui.words import Words, own_way
from intake_app.vault import Vault
from intake_app.workflow import ServerFacts
from intake_app.workflow.server_settings import bring_server_back, choose_own_forms_server, remove_server

_Found = tuple[tuple[ServerFacts, ...], tuple[str, ...], str]
_ANY = "\x1f"
"""Before a name in the choice, where "" is none: alone it is any server."""


class ServersPage(ListPage):
    """A list, and beside it the chosen server. One that was removed can be brought back until the program locks."""

    add_wanted = Signal()
    second_wanted = Signal()
    services_wanted = Signal()
    edit_wanted = Signal(str)
    """A server by its name."""
    certificate_wanted = Signal(str)
    """The same."""

    def __init__(self, words: Words, lanes: Lanes, look: Look, automatic: Automatic) -> None:
        super().__init__(words, lanes, look)
        self._automatic = automatic
        self._found: tuple[ServerFacts, ...] = ()
        self._stop = threading.Event()
        self._asked, self._asking, self._answers = "", "", dict[str, Exception | None]()
        self._gone: tuple[str, ...] = ()
        self._own = ""
        self.test, self.lines, self.answer = Badge(), Label(wrap=True), Label(wrap=True)
        self.own_choice = Choice()
        self.own = Field(self.own_choice)
        self.automatic_choice = Choice()
        self.automatic = Field(self.automatic_choice)
        self.reach, self.edit = secondary("Ctrl+T"), secondary("Ctrl+E")
        self.certificate, self.remove = secondary("Ctrl+K"), secondary("Ctrl+D")
        self.older, self.stop, self.sure = secondary(), secondary(), secondary()
        self.bring_back = link("Ctrl+Z")
        self.acts = ButtonRow((self.reach, self.edit, self.certificate, self.remove, self.older, self.stop, self.sure))
        self.second, self.services, self.add = link("Ctrl+P"), link(), primary("Ctrl+N")
        self._lay_out()
        self._connect()
        self.retranslate()

    def title(self) -> str:
        """The name of the page."""
        return self.words("Servers")

    def refresh(self) -> None:
        """How they stand now."""

        def asked(store: Vault) -> _Found:
            return workflow.server_facts(store), store.gone_servers(), workflow.own_forms_server(store)

        self.lanes.vault(asked, self._take)

    def back(self) -> None:
        """Leave the page, or only the question whether a server gets what is older."""
        if self._asked:
            self._ask("")
        else:
            super().back()

    def forget(self) -> None:
        """A server that was asked is not waited for."""
        self._stop.set()

    def retranslate(self) -> None:
        """Words of the page."""
        tr = self.words
        self.say_head(tr("Servers"), tr("Questionnaires come from them, finished records that may leave go to them."))
        self.table.setAccessibleName(tr("Servers"))
        self.area.setAccessibleName(tr("The chosen server"))
        self.empty.setText(tr("No server yet"))
        self.own.say(tr("Records of questionnaires that came from no server go"))
        self.automatic.say(tr("Send by itself"), tr("When the server answers, without anybody's asking."))
        self.automatic_choice.offer(workflow.AUTOMATIC, lambda code: automatic_words(code, tr))
        self.reach.say(tr("Reach it now"))
        self.edit.say(tr("Change…"))
        self.certificate.say(tr("Certificate…"))
        self.remove.say(tr("Remove"))
        self.stop.say(tr("Back"))
        self.sure.say(tr("Let them go there"))
        self.older.say(tr("Older records too…"))
        self.second.say(tr("Second laptop…"))
        self.services.say(tr("Services…"))
        self.add.say(tr("Add a server…"))
        self._show()

    def reach_it(self) -> None:
        """Ask the server whether it answers, beside whatever the program sends."""
        chosen = self._chosen()
        if chosen is None:
            return
        name, stop = chosen.row.name, self.lanes.patience()
        self._stop, self._asking = stop, name
        self.reach.setEnabled(False)
        self._show_chosen()
        self.lanes.net(
            lambda: workflow.reach(self.lanes.on_vault, name, stop.is_set),
            lambda _none: self._answered(name, None),
            lambda error: self._answered(name, error),
        )

    def remove_it(self, name: str) -> None:
        """Take a server away; its records wait until it is there again."""
        tr = self.words

        def told() -> str:
            text = tr(
                "{name} was removed. Its records and questionnaires stay here; it can be brought back until the "
                "program locks."
            )
            return text.format(name=own_way(name))

        def gone(_none: None) -> None:
            self.said.emit(told, Kind.NEUTRAL, lambda: tr("Undo"), lambda: self.bring_it_back(name))
            self.lanes.vault_changed.emit()

        if name:
            self.once(lambda store: remove_server(store, name), gone, self._refused)

    def bring_it_back(self, name: str) -> None:
        """The removed server as it was."""
        tr = self.words

        def told(done: bool) -> str:
            text = tr("{name} is there as it was.") if done else tr("Another server is called {name} since: it stays.")
            return text.format(name=own_way(name))

        def there(done: bool) -> None:
            self.said.emit(lambda: told(done), Kind.OK if done else Kind.WARN, "", None)
            self.lanes.vault_changed.emit()

        self.once(lambda store: bring_server_back(store, name), there, self._refused)

    def cover_it(self) -> None:
        """Records that were agreed to before the server was here go there too."""
        name, self._asked = self._asked, ""
        if name:
            self.once(lambda store: workflow.cover_server(store, name), self._covered, self._refused)

    def _covered(self, number: int) -> None:
        told = self.words.plural("{n} record goes there too now.", "{n} records go there too now.", number)
        self._changed(told.format(n=number))

    def _answered(self, name: str, error: Exception | None) -> None:
        self._answers[name], self._asking = error, ""
        self.reach.setEnabled(True)
        self._show_chosen()

    def _choose_automatic(self, code: str) -> None:
        chosen = self._chosen()
        if chosen is not None and chosen.row.automatic != code:
            name = chosen.row.name
            self.lanes.vault(
                lambda store: workflow.change_server(store, name, automatic=code),
                lambda _row: self._changed(""),
                self._refused,
            )

    def _choose_own(self, code: str) -> None:
        """The server that has the records of questionnaires of none from now on."""
        name, before = code.removeprefix(_ANY), self._own
        if name == before:
            return

        def chosen(_none: None) -> None:
            self.said.emit(lambda: own_forms_told(name, self.words), Kind.NEUTRAL, lambda: self.words("Undo"), back)
            self.lanes.vault_changed.emit()

        def back() -> None:
            self.once(
                lambda store: choose_own_forms_server(store, before, waits=True),
                lambda _none: self.lanes.vault_changed.emit(),
                self._refused,
            )

        self.once(lambda store: choose_own_forms_server(store, name), chosen, self._refused)

    def _changed(self, told: str) -> None:
        if told:
            self.said.emit(told, Kind.NEUTRAL, "", None)
        self.lanes.vault_changed.emit()

    def _refused(self, error: Exception) -> None:
        self.lanes.trouble.emit(error)
        self.refresh()

    def _ask(self, name: str) -> None:
        """Whether the server of this name gets what is older; "" asks no more."""
        self._asked = name
        self._show_chosen()
        (self.stop if name else self.table).setFocus(Qt.FocusReason.OtherFocusReason)

    def _chosen(self) -> ServerFacts | None:
        key = self.table.key()
        return next((one for one in self._found if one.row.name == key), None)

    def _take(self, found: _Found) -> None:
        self._found, self._gone, self._own = found
        self._show()

    def _show_own(self) -> None:
        """Where there is but one server and none was chosen there is nothing to choose."""
        there = tuple(one.row.name for one in self._found)
        names = ("", *there, *(() if self._own in ("", *there) else (self._own,)))
        self.own_choice.offer(
            tuple(_ANY + name for name in names),
            lambda code: own_forms_words(code.removeprefix(_ANY), code.removeprefix(_ANY) in there, self.words),
        )
        self.own_choice.blockSignals(True)
        self.own_choice.choose(_ANY + self._own)
        self.own_choice.blockSignals(False)
        self.own.setVisible(len(names) > 2 or bool(self._own))

    def _chose(self) -> None:
        if self._asked != self.table.key():
            self._asked = ""
        self._show_chosen()

    def _show(self) -> None:
        tr = self.words
        self.show_rows((tr("Server"), tr("State")), [self._row(one) for one in self._found])
        last = own_way(self._gone[-1]) if self._gone else ""
        self.bring_back.say(tr("Bring {name} back").format(name=last) if last else "")
        self.bring_back.setVisible(bool(last))
        self._show_own()
        self._show_chosen()

    def _row(self, facts: ServerFacts) -> Row:
        tr, number = self.words, facts.waiting
        told = tr.plural("{n} waiting", "{n} waiting", number).format(n=number) if number else ""
        badge = tr("TEST") if facts.row.test else ""
        return Row(facts.row.name, (Cell(facts.row.name), Cell(told, badge, Kind.STOP)))

    def _show_chosen(self) -> None:
        tr, chosen = self.words, self._chosen()
        if chosen is None:
            return
        name, told = chosen.row.name, self._automatic
        self.name.setText(own_way(name))
        self.test.say(tr("TEST"), Kind.STOP)
        self.test.setVisible(chosen.row.test)
        by_itself = server_line(name, told.outlook, told.trouble.get(name), tr)
        self.lines.setText("\n".join((*facts_lines(chosen, tr), *([by_itself] if by_itself else []))))
        self.automatic_choice.blockSignals(True)
        self.automatic_choice.choose(chosen.row.automatic)
        self.automatic_choice.blockSignals(False)
        self._show_answer(chosen)
        for button in (self.reach, self.edit, self.certificate, self.remove):
            button.setVisible(not self._asked)
        self.older.setVisible(bool(chosen.uncovered) and not self._asked)
        for button in (self.stop, self.sure):
            button.setVisible(bool(self._asked))

    def _show_answer(self, chosen: ServerFacts) -> None:
        """What it means that older records go there, or what came of asking."""
        tr, name = self.words, chosen.row.name
        text = ""
        if self._asked:
            text = tr(
                "Whoever agreed before this server was here was not told of it. Let their records go there only if it "
                "belongs to the organisation they agreed to, or they were told since."
            )
        elif name == self._asking:
            text = tr("Asking the server…")
        elif name in self._answers:
            error = self._answers[name]
            text = tr("It answers, and it knows this workplace.") if error is None else str(explain(error, tr))
        if text != self.answer.text():
            self.area.verticalScrollBar().setValue(0)
        self.answer.setText(text)
        self.answer.setVisible(bool(text))

    def _connect(self) -> None:
        self.table.chosen.connect(lambda _key: self._chose())
        self.automatic_choice.picked.connect(self._choose_automatic)
        self.own_choice.picked.connect(self._choose_own)
        self.reach.clicked.connect(self.reach_it)
        self.edit.clicked.connect(lambda: self.edit_wanted.emit(self.table.key()))
        self.certificate.clicked.connect(lambda: self.certificate_wanted.emit(self.table.key()))
        self.remove.clicked.connect(lambda: self.remove_it(self.table.key()))
        self.table.removed.connect(self.remove_it)
        self.bring_back.clicked.connect(lambda: self.bring_it_back(self._gone[-1]))
        self.stop.clicked.connect(lambda: self._ask(""))
        self.older.clicked.connect(lambda: self._ask(self.table.key()))
        self.sure.clicked.connect(self.cover_it)
        self.second.clicked.connect(self.second_wanted)
        self.services.clicked.connect(self.services_wanted)
        self.add.clicked.connect(self.add_wanted)
        self._automatic.changed.connect(self._show_chosen)
        self.lanes.vault_changed.connect(self.refresh)

    def _lay_out(self) -> None:
        card = self._card()
        quiet = (self.bring_back, self.second, self.services)
        self.lay_out_list(card, (self.add,), quiet, inside=self.area, above=(self.own,))
        walk = (self.own_choice, self.table, self.area, self.automatic_choice, *self.acts.buttons)
        tab_order((*walk, self.cancel, self.bring_back, self.second, self.services, self.add))

    def _card(self) -> Card:
        card = Card(margin=Space.NORMAL, gap=Space.SMALL)
        top = row(gap=Space.SMALL)
        top.addWidget(self.name, 1)
        top.addWidget(self.test)
        nest(card.column, top)
        holder = Sheet()
        down = column(holder, gap=Space.SMALL)
        for widget in (self.answer, self.lines, self.automatic):
            down.addWidget(widget)
        down.addStretch(1)
        self.area = scrolled(holder)
        self.area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        card.column.addWidget(self.area, 1)
        card.column.addWidget(self.acts)
        return card
