"""The desk: finished interviews that can be referred, and slips that were issued."""

from collections import Counter
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QStackedWidget

from intake_app import workflow
from intake_app.gui.controls import Footer, Label, column, link, pill, primary, row, stand_on_top, tab_order
from intake_app.gui.lanes import Lanes
from intake_app.gui.page import Page
from intake_app.gui.states import form_title, when
from intake_app.gui.table import Cell, Row, Table
from intake_app.gui.tokens import Look, Space
from intake_app.gui.words import Words, steady
from intake_app.referral import Directory
from intake_app.vault import RecordRow, SlipRow, Vault
from intake_app.workflow import RecordList
from intake_app.workflow.lists import FINISHED, STEP

RECORDS, SLIPS = "records", "slips"


class Desk(Page):
    """Two lists. `refer_wanted` carries a record id, `slip_wanted` the reference of an issued slip;
    `papers_wanted` nothing."""

    refer_wanted = Signal(str)
    slip_wanted = Signal(str)
    papers_wanted = Signal()

    def __init__(self, words: Words, lanes: Lanes, look: Look, directory: Directory) -> None:
        super().__init__(words, lanes)
        self._directory = directory
        self.records: tuple[RecordRow, ...] = ()
        self._found, self._most = RecordList(), STEP
        self.slips: tuple[SlipRow, ...] = ()
        self._issued: Counter[str] = Counter()
        self.section = RECORDS
        self.head = Label(role="title")
        self.tabs = {name: pill(checkable=True) for name in (RECORDS, SLIPS)}
        self.table = Table(look)
        self.empty = Label(wrap=True)
        self.go, self.older, self.papers = primary(hint="↵"), link(), link("Ctrl+P")
        self._lay_out()
        self._connect()
        self.retranslate()

    def title(self) -> str:
        """The word in the navigation."""
        return self.words("Referrals")

    def shown(self) -> None:
        """Query again and give the keyboard to the list."""
        self.refresh()
        self.table.setFocus(Qt.FocusReason.TabFocusReason)

    def refresh(self) -> None:
        """Ask the store for finished records and slips."""
        self.lanes.vault(partial(_query, most=self._most), self._take)

    def retranslate(self) -> None:
        """Words of the page."""
        tr = self.words
        self.head.setText(tr("Referrals"))
        self.papers.say(tr("Cards and leaflets…"))
        self.table.setAccessibleName(tr("List of referrals"))
        self.go.say(tr("Prepare a slip") if self.section == RECORDS else tr("Open the slip"))
        self._show()

    def show_section(self, name: str) -> None:
        """Change to the other list."""
        self.section = name
        self.retranslate()

    def _take(self, found: tuple[RecordList, tuple[SlipRow, ...]]) -> None:
        self._found, self.slips = found
        self.records = self._found.rows
        self._issued = Counter(slip.record_id for slip in self.slips)
        self._show()

    def _show_older(self) -> None:
        self._most += STEP
        self.refresh()

    def _show(self) -> None:
        tr = self.words
        counts = {RECORDS: self._found.count(FINISHED), SLIPS: len(self.slips)}
        names = {RECORDS: tr("Finished interviews"), SLIPS: tr("Issued slips")}
        for name, button in self.tabs.items():
            button.say(f"{names[name]} · {counts[name]}")
            button.setChecked(name == self.section)
        if self.section == RECORDS:
            heads = (tr("Record"), tr("Questionnaire"), tr("Finished"), tr("Slips"))
            rows = [self._record_row(record) for record in self.records]
        else:
            heads = (tr("Reference"), tr("Record"), tr("Service"), tr("Issued"))
            rows = self._slip_rows()
        self.table.take(heads, rows)
        self.older.say(tr("Show older ones"))
        self.older.setVisible(len(rows) < counts[self.section])
        self.empty.setText(self._empty_words())
        self._body.setCurrentIndex(0 if rows else 1)
        self.go.setVisible(bool(rows))

    def _record_row(self, record: RecordRow) -> Row:
        tr = self.words
        count = self._issued[record.id]
        issued = tr.plural("{n} slip", "{n} slips", count).format(n=count) if count else tr("none yet")
        when_finished = when(record.finalised, tr)
        title = form_title(record.form_title, tr)
        return Row(record.id, (Cell(record.code), Cell(title), Cell(when_finished), Cell(issued)))

    def _slip_rows(self) -> list[Row]:
        codes = {record.id: record.code for record in self.records}
        names = {one.code: steady(one.name(self.words.language)) for one in self._directory}
        rows = []
        for slip in self.slips[: self._most]:
            cells = (slip.reference, codes.get(slip.record_id, ""), names.get(slip.recipient, slip.recipient))
            moment = when(slip.issued_at, self.words)
            rows.append(Row(slip.reference, (*(Cell(text) for text in cells), Cell(moment))))
        return rows

    def _empty_words(self) -> str:
        tr = self.words
        if self.section == RECORDS:
            return tr("No interview is finished yet. A slip can be made from a finished one.")
        return tr("No slip has been issued from here yet.")

    def _open(self, key: str) -> None:
        if key:
            (self.refer_wanted if self.section == RECORDS else self.slip_wanted).emit(key)

    def _connect(self) -> None:
        self.table.opened.connect(self._open)
        self.papers.clicked.connect(self.papers_wanted)
        self.older.clicked.connect(self._show_older)
        self.go.clicked.connect(lambda: self._open(self.table.key()))
        self.lanes.vault_changed.connect(self.refresh)
        for name, button in self.tabs.items():
            button.clicked.connect(lambda _on=False, section=name: self.show_section(section))

    def _lay_out(self) -> None:
        whole = column(self, gap=0)
        inside = column(gap=Space.NORMAL)
        inside.setContentsMargins(2 * Space.HUGE, Space.HUGE, 2 * Space.HUGE, Space.NORMAL)
        inside.addWidget(self.head)
        tabs = row(gap=Space.SMALL)
        self._group = QButtonGroup(self)
        for button in self.tabs.values():
            self._group.addButton(button)
            tabs.addWidget(button)
        tabs.addStretch(1)
        inside.addLayout(tabs)
        self._body = QStackedWidget()
        self._body.addWidget(self.table)
        self._body.addWidget(self.empty)
        stand_on_top(self.empty)
        inside.addWidget(self._body, 1)
        inside.addWidget(self.older)
        whole.addLayout(inside, 1)
        self._footer = Footer((self.papers,), (self.go,))
        whole.addWidget(self._footer)
        tab_order((*self.tabs.values(), self.table, self.older, self.papers, self.go))


def _query(store: Vault, most: int) -> tuple[RecordList, tuple[SlipRow, ...]]:
    return workflow.record_list(store, FINISHED, most), workflow.slips_of(store)
