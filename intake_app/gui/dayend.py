"""End of day: what waits, one button, and for each record what became of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from intake_app import workflow
from intake_app.errors import IntakeError
from intake_app.gui.automatic import Automatic
from intake_app.gui.automatic_words import server_line
from intake_app.gui.controls import (
    Kind,
    Label,
    Sheet,
    column,
    link,
    primary,
    row,
    scrolled,
    secondary,
    stand_on_top,
    tab_order,
)
from intake_app.gui.day_card import DayLines
from intake_app.gui.day_orders import DayOrder, due
from intake_app.gui.fields import Choice
from intake_app.gui.fitted import Remainder
from intake_app.gui.following import SETTLED_MS, Following
from intake_app.gui.foot import Folding, Footer
from intake_app.gui.lanes import Lanes
from intake_app.gui.nested import nest
from intake_app.gui.page import Page
from intake_app.gui.passed import Passed
from intake_app.gui.problem_card import ProblemCard
from intake_app.gui.queue_list import PAGE, Listed, heads, listed, outcome_cell, record_row, titled, with_server
from intake_app.gui.room import Room
from intake_app.gui.round_meter import RoundMeter
from intake_app.gui.round_words import fetch_words, offered, round_words
from intake_app.gui.rounds import Rounds
from intake_app.gui.server_words import no_server_words, send_words
from intake_app.gui.table import Cell, Row, Rows, Table
from intake_app.gui.tokens import Look, Space
from intake_app.gui.transfer_paper import TransferPaper
from intake_app.gui.trouble import explain
from intake_app.gui.words import Words, own_way
from intake_app.openrosa import Outcome
from intake_app.sync import FormsReport, Progress, RoundReport
from intake_app.vault import DayFacts, RecordRow, ServerRow, Vault
from intake_app.vault.roles import Right

_LOWEST, _LOWEST_ABOVE, _NARROWEST = 140, 116, 240
"""Of the list, of the list above what a record waits for, and of the lines beside the buttons."""


@dataclass(frozen=True)
class _Found:
    queue: Listed = field(default_factory=Listed)
    servers: tuple[ServerRow, ...] = ()
    facts: DayFacts = field(default_factory=lambda: DayFacts((), ()))
    updates: int = 0
    """How many updates of questionnaires nobody has decided about."""
    waiting: Mapping[str, int] = field(default_factory=dict)
    """How many records one sends wait for each server."""


class DayEnd(Page):
    """The queue. Records are never taken from it by hand; a record leaves when its server has it.

    One button sends to all servers that have something waiting.
    """

    server_wanted = Signal()
    servers_wanted = Signal()
    """Where there is one already: the list of them."""
    updates_wanted = Signal()
    import_wanted = Signal()
    read_wanted = Signal(str, str)
    """A record to be read for a reason: its id and its code."""
    compare_wanted = Signal(str, str)
    """A record whose versions are to be seen side by side: its id and its code."""
    out_wanted = Signal(object)
    """A `RecordRow` to be taken out as a sealed file."""

    def __init__(
        self,
        words: Words,
        lanes: Lanes,
        look: Look,
        rights: frozenset[Right],
        me: str = "",
        rounds: Rounds | None = None,
        automatic: Automatic | None = None,
    ) -> None:
        """``me``: the id of who works here. ``rounds`` that others may order too; ``automatic`` tells of those."""
        super().__init__(words, lanes)
        self.rounds, self._automatic = rounds or Rounds(lanes, self), automatic
        self.rights, self._look, self._passed = rights, look, Passed(lanes, self)
        self._found, self._most = _Found(), PAGE
        self._outcomes: Mapping[str, Outcome] = {}
        self._by_code: Mapping[str, str] = {}
        self._seen = ""
        self.head, self.second = Label(role="title", wrap=True), Label(role="second", wrap=True)
        self.day = DayLines(words, look)
        self.meter, self.problem = RoundMeter(words), ProblemCard(words, lanes, me)
        self.server, self.only, self._order = Choice(), link(), DayOrder()
        self._known: list[str] = []
        self._asked = False
        """Whether the store has answered."""
        self.table = Table(look)
        self.empty = Label(wrap=True)
        self.add, self.bring, self.older = link(), link("Ctrl+I"), link()
        self.updates, self.fetch = link("Ctrl+U"), secondary("Ctrl+G")
        self.read = secondary("Ctrl+O")
        self.send = primary("Ctrl+Return", "Ctrl ↵")
        self.paper = TransferPaper(self)
        self._lay_out()
        self._connect()
        self.retranslate()
        if self.rounds.running:
            self._began()

    @staticmethod
    def named(tr: Words) -> str:
        """The word in the navigation."""
        return tr("End of day")

    def shown(self) -> None:
        """Query the queue."""
        self.refresh()
        self.table.setFocus(Qt.FocusReason.TabFocusReason)

    def refresh(self) -> None:
        """Ask the store what waits and which servers there are."""
        self.lanes.vault(partial(_query, most=self._most, updates=Right.FORMS in self.rights), self._take)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The lines beside the buttons or above them, the list two rows high at least: a low page scrolls."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self._body.setMinimumHeight(self._look.tokens.px(_LOWEST if self.problem.isHidden() else _LOWEST_ABOVE))
        shown = [one for one in (self.paper.print, self.paper.save, self.read) if not one.isHidden()]
        left = self.width() - sum(one.sizeHint().width() + Space.MEDIUM for one in shown) - 4 * Space.HUGE
        self._told.fold(left < self._look.tokens.px(_NARROWEST))

    def retranslate(self) -> None:
        """Words of the page."""
        tr = self.words
        self.server.setAccessibleName(tr("Server"))
        self.table.setAccessibleName(tr("Records to send"))
        self.bring.say(tr("Import a questionnaire…"))
        self.fetch.say(tr("Get questionnaires"))
        self.older.say(tr("Show older ones"))
        self.read.say(tr("Read…"))
        self.only.say(tr("Send only here"))
        for part in (self.paper, self.day, self.meter, self.problem):
            part.retranslate()
        self._show()

    def send_now(self) -> None:
        """A round with each server that has something waiting; where there is no server, the way to one."""
        if self._adds:
            self.server_wanted.emit()
        self._send_to(self._due())

    @property
    def _adds(self) -> bool:
        """Whether what there is to do is to add the first server."""
        return self._asked and not self._known and Right.SERVERS in self.rights

    def _due(self) -> tuple[str, ...]:
        found = self._found
        return due(self.server.code(), found.servers, found.waiting, found.facts.standing)

    def _send_to(self, servers: tuple[str, ...]) -> None:
        self._order.give(servers, self.server.code())
        for server in servers:
            self.rounds.send(server)

    @property
    def running(self) -> str:
        """What runs: "send", "fetch", or nothing."""
        return self.meter.running

    @property
    def sending(self) -> bool:
        """Whether a round or a fetch is under way."""
        return bool(self.running)

    def fetch_forms(self) -> None:
        """Get what is new or changed from the server."""
        self.rounds.fetch(self.server.code())

    def cancel(self) -> None:
        """Stop after the present step; what is not confirmed goes again next time."""
        self._order.to_come.clear()
        self.rounds.cancel()
        self.meter.interrupt.setEnabled(False)

    def back(self) -> None:
        """Escape takes back what was asked of the person, and nothing else."""
        self.problem.ask_no_more()

    def save_now(self) -> None:
        """Nothing is unsaved here; a round that runs goes on while another page is shown."""

    def _began(self) -> None:
        """A server that is only asked whether it answers, by itself, changes nothing here yet."""
        if not self.rounds.by_itself:
            self._begin(self.rounds.running, self.rounds.server)

    def _waits(self) -> None:
        """What somebody ordered is on its way, although what runs by itself comes first."""
        if not self.running:
            self._begin(*self.rounds.ordered[0])

    def _begin(self, what: str, server: str) -> None:
        self._outcomes = self._outcomes if self._order.begins(what, server) else {}
        self.server.choose(server)
        self.meter.begin(what)
        self._show()

    def _moved_to(self, progress: Progress) -> None:
        if not self.running or (self.rounds.by_itself and self.meter.at is None):
            self._begin(self.rounds.running, self.rounds.server)
        for code in self.meter.advance(progress):
            record_id = self._by_code.get(code, "")
            self.table.stale(record_id)
            if record_id and code != progress.code:
                self._passed.add(record_id)

    def _sent(self, report: RoundReport) -> None:
        self.meter.end()
        if report.results or not self.rounds.by_itself:
            before = {} if self.rounds.by_itself else self._outcomes
            self._outcomes = {**before, **{result.record_id: result.outcome for result in report.results}}
        if self.rounds.by_itself:
            if report.results:
                self.paper.take(self.rounds.server, report)
            self._show()
            return
        good = report.stopped is None and report.sent == len(report.results)
        self._say_end(partial(round_words, report, self.rounds.server, self.words), good=good)
        self.paper.take(self.rounds.server, report, further=self._order.several)
        self.lanes.vault_changed.emit()

    def _say_end(self, told: Callable[[], str], *, good: bool) -> None:
        """What came of the round, and of those ordered with it; after the last the chosen server is chosen again."""
        words = self._order.ended(self.rounds.server, told, good=good)
        self.said.emit(words, Kind.OK if self._order.good else Kind.WARN, "", None)
        if not self._order.to_come and self._order.several:
            self.server.choose(self._order.home)

    def _fetched(self, report: FormsReport) -> None:
        self.meter.end()
        failed = any(result.error is not None for result in report.results) or report.stopped is not None
        tr, kind = self.words, Kind.WARN if failed else Kind.OK
        action = (lambda: tr("Look at what changes")) if offered(report) else ""
        self.said.emit(partial(fetch_words, report, tr), kind, action, self.updates_wanted.emit)
        self.lanes.vault_changed.emit()
        self._show()

    def _failed(self, error: Exception) -> None:
        self.meter.end()
        if isinstance(error, IntakeError) and error.code == "openrosa.cancelled":
            self.said.emit(self.words("Stopped. What has come until now is kept."), Kind.NEUTRAL, "", None)
        elif self._order.to_come or self._order.several:
            self._say_end(lambda: explain(error, self.words).sentence, good=False)
        elif not self.rounds.by_itself:
            self.lanes.trouble.emit(error)
        self.refresh()

    def _take(self, found: _Found) -> None:
        self._found, self._asked = found, True
        self._passed.forget()
        self._show()

    def _show(self) -> None:
        self._show_servers()
        self._show_words()
        self.day.take(self._found.facts, len(self._found.servers) > 1)
        self._show_rows()

    def _show_servers(self) -> None:
        names = [server.name for server in self._found.servers]
        added = [name for name in names if name not in self._known]
        testing = {server.name for server in self._found.servers if server.test}
        mark = f" · {self.words('TEST')}"
        self.server.offer(names, lambda name: name + mark if name in testing else name)
        if self._known and added:
            self.server.choose(added[-1])  # who adds a server means to use it
        self._known = names
        self.server.setVisible(len(names) > 1)
        self.server.setEnabled(not self.running)
        self.add.say(self.words("Servers…"))
        self.add.setVisible(bool(names) and Right.SERVERS in self.rights)
        self.bring.setVisible(Right.FORMS in self.rights)
        self.fetch.setVisible(bool(names) and Right.FORMS in self.rights)
        self.send.setVisible(self._adds or (bool(names) and Right.SEND in self.rights))

    def _show_words(self) -> None:
        tr = self.words
        name = self.server.code()
        waiting = self._found.waiting.get(name, 0)
        if not name:
            self.head.setText(tr("No server yet"))
            self.second.setText(no_server_words(Right.SERVERS in self.rights, tr))
        else:
            told = tr.plural("{n} record to send to {server}", "{n} records to send to {server}", waiting)
            told = told if waiting else tr("Nothing to send to {server}")
            self.head.setText(told.format(n=waiting, server=own_way(self.server.currentText())))
            self.second.setText(self._second_words(name))
        updates = self._found.updates
        self.updates.say(tr.plural("{n} update…", "{n} updates…", updates).format(n=updates))
        self.updates.setVisible(bool(updates))
        goes_to = self._due()
        self.send.say(tr("Add a server…") if self._adds else send_words(goes_to, name, tr))
        self.send.setEnabled(self._adds or (bool(goes_to) and not self.running))
        self.only.setVisible(name in goes_to and len(goes_to) > 1 and not self.running and Right.SEND in self.rights)
        self.fetch.setEnabled(bool(name) and not self.running)

    def _second_words(self, server: str) -> str:
        """The most important there is to say of a server."""
        tr = self.words
        if any(one.test for one in self._found.servers if one.name == server):
            return tr("TEST project: what is sent there is thrown away. Not for real interviews.")
        return self._by_itself(server) or tr("Only records whose consent allows it are sent. The others stay here.")

    def _by_itself(self, server: str) -> str:
        """What there is to say of a server that is asked by itself."""
        told = self._automatic
        if told is None:
            return ""
        return server_line(server, told.outlook, told.trouble.get(server), self.words)

    def _show_rows(self) -> None:
        tr, queue = self.words, self._found.queue.rows
        title = titled(queue)
        self._by_code = {record.code: record.id for record in queue}
        rows = Rows([record.id for record in queue], lambda at: self._row(queue[at], title=title))
        self.table.take(heads(tr, title=title), rows)
        self.older.setVisible(self._found.queue.more)
        self.empty.setText(tr("Nothing waits here. Finished interviews appear in this list."))
        self._body.setCurrentIndex(0 if queue else 1)
        self._allow()

    def _row(self, listed: RecordRow, *, title: bool) -> Row:
        record = self._passed.known.get(listed.id, listed)
        return record_row(record, self._outcome_cell(record), self.words, title=title)

    def _outcome_cell(self, record: RecordRow) -> Cell:
        at = self.meter.at
        if self.running == "send" and at is not None and at.code == record.code:
            return Cell("", self.words("Sending"), Kind.BUSY)
        cell = outcome_cell(record, self._outcomes, self.server.code(), self.words, self._found.queue.why)
        gone = self._gone(record)
        cell = replace(cell, text="") if gone else cell
        told = len(self._found.servers) > 1 or gone or not record.server
        return with_server(cell, record, self.words) if told else cell

    def _gone(self, record: RecordRow | None) -> bool:
        """Whether a record waits for a server that is not set up here any more."""
        names = {server.name for server in self._found.servers}
        return record is not None and record.delivery == "waiting" and bool({record.server} - {"", *names})

    def _chosen(self) -> RecordRow | None:
        key = self.table.key()
        return next((record for record in self._found.queue.rows if record.id == key), None)

    def _allow(self) -> None:
        record = self._chosen()
        may_send = not self.running and Right.SEND in self.rights
        outcome = self._outcomes.get(record.id) if record is not None else None
        told = None if self.running else record
        several, gone = len(self._found.servers) > 1, self._gone(record)
        may_set = not self.running and Right.SERVERS in self.rights
        self.problem.show_problem(
            *(told, outcome, self.server.code()), may_send=may_send, several=several, gone=gone, may_set=may_set,
            shut=self._found.queue.shut(record),
        )  # fmt: skip
        self.second.setVisible(self.problem.isHidden() and not self.running)  # a low window has no room for everything
        self.read.setVisible(record is not None and Right.BREAK_GLASS in self.rights)
        self._fit()
        before, self._seen = self._seen, record.id if record is not None else ""
        if before and before != self._seen:  # who only comes here sees the head of the page
            self._reveal()

    def _reveal(self) -> None:
        """Where the window is low for large letters: scroll to what the chosen record waits for, below its row."""
        QTimer.singleShot(SETTLED_MS, self, self._scroll_to_problem)

    def _scroll_to_problem(self) -> None:
        bar, holder = self._area.verticalScrollBar(), self._area.widget()
        if holder is None or self.problem.isHidden():
            return
        row = self.table.mapTo(holder, self.table.ring_rect().topLeft()).y() - Space.SMALL
        end = self.problem.geometry().bottom() + Space.SMALL
        bar.setValue(min(row, max(bar.value(), end - self._area.viewport().height())))

    def _read(self) -> None:
        record = self._chosen()
        if record is not None:
            self.read_wanted.emit(record.id, record.code)

    def _try(self) -> None:
        """One round with the server of the chosen record."""
        record = self._chosen()
        if record is not None:
            self._send_to((record.server or self.server.code(),))

    def _problem_done(self, record_id: str) -> None:
        self._outcomes = {record: outcome for record, outcome in self._outcomes.items() if record != record_id}
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_older(self) -> None:
        """The page after the last row, below those that are there."""
        before = self._found.queue
        self._most = len(before.rows) + PAGE
        self.lanes.vault(lambda store: listed(store, PAGE, before), self._take_older)

    def _take_older(self, queue: Listed) -> None:
        self._found = replace(self._found, queue=queue)
        self._show_rows()

    def _connect(self) -> None:
        rounds = self.rounds
        for told, do in (
            (rounds.began, self._began), (rounds.waits, self._waits), (rounds.moved, self._moved_to),
            (rounds.sent, self._sent), (rounds.fetched, self._fetched), (rounds.failed, self._failed),
        ):  # fmt: skip
            told.connect(do)
        self._passed.told.connect(self.table.stale)
        if self._automatic is not None:
            self._automatic.changed.connect(self._show_words)
        self.server.picked.connect(lambda _name: self._show_words())
        self.table.chosen.connect(lambda _key: self._allow())
        self.add.clicked.connect(self.servers_wanted)
        self.bring.clicked.connect(self.import_wanted)
        self.updates.clicked.connect(self.updates_wanted)
        self.fetch.clicked.connect(self.fetch_forms)
        self.problem.asked.connect(self._reveal)
        self.problem.done.connect(self._problem_done)
        self.problem.compare_wanted.connect(self.compare_wanted)
        self.problem.out_wanted.connect(self.out_wanted)
        self.problem.try_wanted.connect(self._try)
        self.problem.settings_wanted.connect(self.servers_wanted)
        self.read.clicked.connect(self._read)
        self.older.clicked.connect(self._show_older)
        self.send.clicked.connect(self.send_now)
        self.only.clicked.connect(lambda: self._send_to((self.server.code(),)))
        self.meter.interrupt.clicked.connect(self.cancel)
        self.lanes.vault_changed.connect(self.refresh)

    def _lay_out(self) -> None:
        whole, holder = column(self, gap=0), Sheet()
        inside = column(holder, gap=Space.SMALL)
        inside.setContentsMargins(2 * Space.HUGE, Space.LARGE, 2 * Space.HUGE, Space.NORMAL)
        Room(self).edges(inside)
        top = row(gap=Space.NORMAL)
        top.addWidget(self.head, 1)
        self.server.setMinimumContentsLength(18)
        top.addWidget(self.server)
        top.addWidget(self.only)
        nest(inside, top)
        left = QWidget()
        lines = column(left, gap=Space.HAIR)
        lines.addWidget(self.second)
        lines.addWidget(self.day)
        self._told = Folding((left,), (self.paper.print, self.paper.save, self.read))
        nest(inside, self._told)
        inside.addWidget(self.meter)
        self._body = Remainder()
        self._body.addWidget(self.table)
        self._body.addWidget(self.empty)
        stand_on_top(self.empty)
        inside.addSpacing(Space.SMALL)
        inside.addWidget(self._body, 1)
        inside.addWidget(self.older)
        inside.addWidget(self.problem)
        self._area = scrolled(holder)
        self.table.chosen.connect(Following(self._area).look_at_row)
        whole.addWidget(self._area, 1)
        actions = (self.fetch, self.send)
        self.footer = Footer((self.add, self.bring, self.updates), actions)
        whole.addWidget(self.footer)
        paper = (self.paper.print, self.paper.save)
        lists = (self.read, self.day.area, self.meter.interrupt, self.table, self.older, *self.problem.buttons)
        tab_order((self.server, self.only, *paper, *lists, self.add, self.bring, self.updates, *actions))


def _query(store: Vault, most: int, updates: bool = False) -> _Found:
    servers = workflow.servers(store)
    waiting = {server.name: store.waiting(server.name) for server in servers}
    offers = sum(one.undecided for one in workflow.form_updates(store)) if updates else 0
    return _Found(listed(store, most), servers, workflow.day_facts(store), offers, waiting)
