"""The desk: finished interviews that can be referred, and slips that were issued."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal, SignalInstance
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QButtonGroup

from intake_app import messages, slips, workflow
from intake_app.errors import IntakeError
from intake_app.gui.button_row import Pills
from intake_app.gui.controls import Kind, Label, column, link, pill, primary, row, secondary, tab_order
from intake_app.gui.fields import Line
from intake_app.gui.foot import Footer
from intake_app.gui.home_person import HomePerson
from intake_app.gui.keys import Key
from intake_app.gui.lanes import Lanes
from intake_app.gui.page import Page
from intake_app.gui.promised import promised_cell
from intake_app.gui.room import Room
from intake_app.gui.searching import TYPING_MS, look_for
from intake_app.gui.slip_print import Printing
from intake_app.gui.slip_words import standing_cell
from intake_app.gui.states import form_title, when
from intake_app.gui.table import Cell, Row, Table
from intake_app.gui.tokens import Look, Space
from intake_app.gui.under_way import UnderWay, ask_once, work_once
from intake_app.gui.words import Words, steady
from intake_app.referral import Directory
from intake_app.referral.life import LoopCount
from intake_app.vault import RecordRow, SlipRow, Vault
from intake_app.workflow import Followed, FollowUp, RecordList, stopped_slips
from intake_app.workflow.lists import FINISHED, STEP, keep_desk

RECORDS, SLIPS, WAITING = "records", "slips", "waiting"
_STAYS = stopped_slips.CODES
_OF_TWO = "vault.slip_of_two"
"""Why a slip of today is not printed with the others."""


class Desk(Page):
    """Three lists. `refer_wanted` carries a record id, `slip_wanted` the reference of an issued slip, `answer_wanted`
    that and the name of its service; `papers_wanted` the language of the chosen record by its form name, "" where there
    is none; `agreement_wanted` and `export_wanted` id and code of a record."""

    refer_wanted = Signal(str)
    slip_wanted = Signal(str)
    answer_wanted = Signal(str, str)
    papers_wanted = Signal(str)
    agreement_wanted = Signal(str, str)
    export_wanted = Signal(str, str)

    def __init__(self, words: Words, lanes: Lanes, look: Look, directory: Directory) -> None:
        super().__init__(words, lanes)
        self._directory = directory
        self.records: tuple[RecordRow, ...] = ()
        self._found, self._most = RecordList(), STEP
        self.followed = FollowUp((), LoopCount(0, 0, 0))
        self._issued: Counter[str] = Counter()
        self.section = self._kept = RECORDS
        self._picked = False
        self.search = Line(longest=80)
        self._sought: tuple[RecordRow, ...] | None = None
        """What was found; None while nothing is looked for."""
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MS)
        self.head = Label(role="title")
        self.tabs = {name: pill(checkable=True) for name in (RECORDS, SLIPS, WAITING)}
        self.table = Table(look)
        self.empty = Label(wrap=True)
        self.go, self.older, self.papers = primary(hint="↵"), link(), link("Ctrl+P")
        self.answer, self.several = secondary("Ctrl+R"), link("Ctrl+Shift+P")
        self.printing = Printing(self)
        self._printed: tuple[str, ...] = ()
        self.agreement, self.export = link("Ctrl+T"), secondary("Ctrl+E")
        self.person = HomePerson(lanes, words, self)
        self.under_way = UnderWay(words, self)
        self._lay_out()
        self._connect()
        self.retranslate()

    @staticmethod
    def named(tr: Words) -> str:
        """The word in the navigation."""
        return tr("Referrals")

    def shown(self) -> None:
        """Query again and give the keyboard to the list."""
        self.refresh()
        self.table.setFocus(Qt.FocusReason.TabFocusReason)

    def take_directory(self, directory: Directory) -> None:
        """The services as they are now."""
        self._directory = directory
        self._show()

    def refresh(self) -> None:
        """Ask the store for finished records and slips."""
        self.lanes.vault(partial(_query, most=self._most), self._take)
        self._look()

    def retranslate(self) -> None:
        """Words of the page."""
        tr = self.words
        self.head.setText(tr("Referrals"))
        self.papers.say(tr("Cards and leaflets…"))
        self.search.setPlaceholderText(tr("Find by code, slip reference or name, in any script"))
        self.search.setAccessibleName(tr("Find an interview"))
        self.table.setAccessibleName(tr("List of referrals"))
        self.answer.say(tr("What came back…"))
        self.several.say(tr("Print today’s slips…"))
        self.agreement.say(tr("The person takes back what they agreed to…"))
        self.export.say(tr("Files and papers…"))
        self.go.say(tr("Prepare a slip") if self.section == RECORDS else tr("Open the slip"))
        self._show()

    def show_section(self, name: str) -> None:
        """Change to the other list."""
        self.section, self._picked = name, True
        self.retranslate()

    def come_back(self, section: str) -> None:
        """To the list that was open when this person locked, unless they were quicker and chose one."""
        if section in self.tabs and not self._picked:
            self._kept = section
            self.show_section(section)

    def save_now(self) -> None:
        """Keep in the store which list is open; what is looked for is kept nowhere."""
        section = self.section
        if section != self._kept:
            self._kept = section
            self.lanes.vault(lambda store: keep_desk(store, section))

    def hideEvent(self, event: QHideEvent) -> None:
        """Another page is shown, which may be the one that is locked on."""
        self.save_now()
        super().hideEvent(event)

    def _look(self) -> None:
        self._typing.stop()
        look_for(self.search, self.lanes, self._take_sought)

    def _take_sought(self, rows: tuple[RecordRow, ...] | None) -> None:
        """A draft is no matter of the desk."""
        if rows is not None or self._sought is not None:
            self._sought = None if rows is None else tuple(one for one in rows if one.state in FINISHED)
            self._show()

    def _of_the_sought(self, slips: Sequence[Followed]) -> Sequence[Followed]:
        """All slips while nothing is looked for, else those of the records that were found."""
        if self._sought is None:
            return slips
        records = {one.id for one in self._sought}
        return [one for one in slips if one.slip.record_id in records]

    def _take(self, found: tuple[RecordList, FollowUp]) -> None:
        self._found, self.followed = found
        self.records = self._found.rows
        self._issued = Counter(one.slip.record_id for one in self.followed.slips)
        self._show()

    def _show_older(self) -> None:
        self._most += STEP
        self.refresh()

    def _show(self) -> None:
        tr = self.words
        listed = {SLIPS: self.followed.slips, WAITING: self.followed.waiting}
        counts = {RECORDS: self._found.count(FINISHED), **{name: len(found) for name, found in listed.items()}}
        names = {RECORDS: tr("Finished interviews"), SLIPS: tr("Issued slips"), WAITING: tr("No answer for a day")}
        for name, button in self.tabs.items():
            button.say(f"{names[name]} · {counts[name]}")
            button.setChecked(name == self.section)
        heads: tuple[str, ...]
        if self.section == RECORDS:
            heads = (tr("Record"), tr("Questionnaire"), tr("Finished"), tr("Slips"))
            rows = [self._record_row(record) for record in self._listed]
        else:
            told = tr("Within"), tr("What came back")
            heads = (tr("Reference"), tr("Interview"), tr("Service"), tr("Issued"), *told)
            rows = self._slip_rows(self._of_the_sought(listed[self.section]))
        self.table.take(heads, rows)
        self.older.say(tr("Show older ones"))
        self.older.setVisible(self._sought is None and len(rows) < counts[self.section])
        self.empty.setText(self._empty_words())
        self._body.setCurrentIndex(0 if rows else 1)
        self.go.setVisible(bool(rows))
        self.answer.setVisible(bool(rows) and self.section != RECORDS)
        self.several.setVisible(self.section == SLIPS and bool(self._of_today()))
        self.agreement.setVisible(bool(rows))
        self.export.setVisible(bool(rows) and self.section == RECORDS)

    @property
    def _listed(self) -> tuple[RecordRow, ...]:
        return self.records if self._sought is None else self._sought

    def _record_row(self, record: RecordRow) -> Row:
        tr = self.words
        count = self._issued[record.id]
        issued = tr.plural("{n} slip", "{n} slips", count).format(n=count) if count else tr("none yet")
        when_finished = when(record.finalised, tr)
        title = form_title(record.form_title, tr)
        return Row(record.id, (Cell(record.code), Cell(title), Cell(when_finished), Cell(issued)))

    def _slip_rows(self, slips: Sequence[Followed]) -> list[Row]:
        tr = self.words
        rows = []
        for one in slips[: self._most]:
            slip = one.slip
            cells = (slip.reference, slip.code, self._service(slip.recipient), when(slip.issued_at, tr))
            told = promised_cell(one, tr), standing_cell(one, tr)
            rows.append(Row(slip.reference, (*map(Cell, cells), *told)))
        return rows

    def _service(self, code: str) -> str:
        found = next((one for one in self._directory if one.code == code), None)
        return steady(found.name(self.words.language)) if found else code

    def _know(self, key: str) -> None:
        """The person of the chosen record, or of that of the chosen slip, where one is known."""
        slips = {one.slip.reference: one.slip.record_id for one in self.followed.slips}
        self.person.know(key if self.section == RECORDS else slips.get(key, ""))

    def _of_today(self) -> tuple[str, ...]:
        """Slips that were issued today and may go, the oldest first."""
        today = datetime.now().astimezone().date()
        found = [one.slip for one in self.followed.slips if not one.slip.withdrawn]
        issued = [slip for slip in found if datetime.fromisoformat(slip.issued_at).astimezone().date() == today]
        return tuple(slip.reference for slip in sorted(issued, key=lambda slip: slip.issued_at))

    def print_several(self) -> None:
        """Ask for a printer for all slips of today that may go, at once; the log has each of them."""
        references = self._of_today()

        def found(told: tuple[Sequence[SlipRow], Mapping[str, str]]) -> None:
            going, stay = told
            self._printed = tuple(slip.reference for slip in going)
            corrected = [slip.reference for slip in going if slip.corrected]
            self._say_before(stay, corrected)
            if going:
                pages = tuple(slip.pdf for slip in going)
                work_once(
                    self, self.under_way, lambda halt: slips.together(pages, halt.go_on), self.printing.ask,
                    say=lambda done, _of: _joined_words(done, len(pages), self.words),
                )  # fmt: skip

        ask_once(
            self, self.under_way, lambda store, halt: _going(references, store, halt.go_on), found,
            say=lambda done, _of: _read_words(done, len(references), self.words),
        )  # fmt: skip

    def _say_before(self, stay: Mapping[str, str], corrected: Sequence[str]) -> None:
        """How many are not printed, which, and why, and which are of records that were corrected since then."""
        self.printing.before = partial(_before_words, stay, corrected, self.words)
        if self.printing.before():
            self.said.emit(self.printing.before, Kind.WARN, "", None)

    def _note_leaving(self, way: str) -> None:
        for reference in self._printed:
            self.lanes.vault(partial(workflow.slip_left, reference=reference, way=way))

    def _ask_answer(self) -> None:
        key = self.table.key()
        found = next((one.slip for one in self.followed.slips if one.slip.reference == key), None)
        if found is not None and self.section != RECORDS:
            self.answer_wanted.emit(found.reference, self._service(found.recipient))

    def _about_record(self, wanted: SignalInstance) -> None:
        found = self._chosen()
        if found is not None:
            wanted.emit(found.id, found.code)

    def _take_back(self) -> None:
        """By the record, or by the slip whose reference the person says."""
        key = "" if self.section == RECORDS else self.table.key()
        slip = next((one.slip for one in self.followed.slips if one.slip.reference == key), None)
        if slip is not None:
            self.agreement_wanted.emit(slip.record_id, slip.code)
        self._about_record(self.agreement_wanted)

    def _chosen(self) -> RecordRow | None:
        key = self.table.key() if self.section == RECORDS else ""
        return next((record for record in self._listed if record.id == key), None)

    def _give_papers(self) -> None:
        found = self._chosen()
        self.papers_wanted.emit(found.language if found is not None and found.language else "")

    def _empty_words(self) -> str:
        tr = self.words
        if self._sought is not None:
            return tr("Nothing was found.")
        if self.section == RECORDS:
            return tr("No interview is finished yet. A slip can be made from a finished one.")
        if self.section == WAITING:
            return tr("No service has left a slip without an answer for a day.")
        return tr("No slip has been issued from here yet.")

    def _open(self, key: str) -> None:
        if key:
            (self.refer_wanted if self.section == RECORDS else self.slip_wanted).emit(key)

    def _connect(self) -> None:
        self.search.textChanged.connect(lambda _text: self._typing.start())
        self.search.returnPressed.connect(lambda: self.table.setFocus(Qt.FocusReason.OtherFocusReason))
        self._typing.timeout.connect(self._look)
        Key("Ctrl+F", self).activated.connect(self._find)
        self.table.opened.connect(self._open)
        self.table.chosen.connect(self._know)
        self.papers.clicked.connect(self._give_papers)
        self.older.clicked.connect(self._show_older)
        self.answer.clicked.connect(self._ask_answer)
        self.several.clicked.connect(self.print_several)
        self.printing.left.connect(self._note_leaving)
        self.agreement.clicked.connect(self._take_back)
        self.export.clicked.connect(lambda: self._about_record(self.export_wanted))
        self.go.clicked.connect(lambda: self._open(self.table.key()))
        self.lanes.vault_changed.connect(self.refresh)
        for name, button in self.tabs.items():
            button.clicked.connect(lambda _on=False, section=name: self.show_section(section))

    def _find(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _lay_out(self) -> None:
        whole = column(self, gap=0)
        top = row(gap=Space.LARGE)
        top.addWidget(self.head, 1)
        top.addWidget(self.search, 1)
        tabs = row(gap=Space.SMALL)
        self._group = QButtonGroup(self)
        for button in self.tabs.values():
            self._group.addButton(button)
        tabs.addWidget(Pills(tuple(self.tabs.values())), 1)
        tabs.addWidget(self.several)
        room = Room(self)
        room.beside(tabs)
        self._body = room.list_or_words(self.table, self.empty)
        parts = (top, tabs, self._body, Pills((self.person.link, self.older)))
        whole.addWidget(room.scroll(parts, self._body, self.table), 1)
        whole.addWidget(self.under_way)
        self._footer = Footer((self.papers, self.agreement), (self.export, self.answer, self.go))
        whole.addWidget(self._footer)
        quiet = (self.person.link, self.older, self.papers, self.agreement)
        first, acts = (self.search, *self.tabs.values(), self.several), (self.export, self.answer, self.go)
        tab_order((*first, self.table, *quiet, self.under_way.stop, *acts))


def _query(store: Vault, most: int) -> tuple[RecordList, FollowUp]:
    return workflow.record_list(store, FINISHED, most), workflow.follow_up(store)


def _going(
    references: Sequence[str], store: Vault, go_on: Callable[[int, int], None]
) -> tuple[Sequence[SlipRow], Mapping[str, str]]:
    """Those slips that may go now, with their pages, and of the others, by reference, the code of why they stay."""
    try:
        return workflow.reprint_several(store, references, go_on), {}
    except IntakeError as refused:
        if refused.code not in _STAYS:
            raise
    found, stay = list[SlipRow](), dict[str, str]()
    for done, reference in enumerate(references, 1):
        try:
            found.append(workflow.reprint(store, reference))
        except IntakeError as refused:
            if refused.code not in _STAYS:
                raise
            stay[reference] = refused.code
        go_on(done, len(references))
    return found, stay


def _read_words(done: int, of: int, tr: Words) -> str:
    return tr("Slips read: {done} of {n}").format(done=done, n=of)


def _joined_words(done: int, of: int, tr: Words) -> str:
    return tr("Slips ready to print: {done} of {n}").format(done=done, n=of)


def _before_words(stay: Mapping[str, str], corrected: Sequence[str], tr: Words) -> str:
    plural, told = tr.plural, list[str]()
    of_two = [each for each, code in stay.items() if code == _OF_TWO]
    if stopped := {each: code for each, code in stay.items() if code != _OF_TWO}:
        text = plural(
            "{n} slip of today is not among them, for what it went on does not hold any more: {slips}.",
            "{n} slips of today are not among them, for what they went on does not hold any more: {slips}.",
            len(stopped),
        )
        whys = (messages.sentence(code, {"slip": each}, tr.translator) for each, code in stopped.items())
        told += [text.format(n=len(stopped), slips=", ".join(stopped)), *dict.fromkeys(whys)]
    if of_two:
        text = plural(
            "{n} slip of today is not among them, as it may say what another person told: {slips}. Make a new one.",
            "{n} slips of today are not among them, as they may say what another person told: {slips}. Make new ones.",
            len(of_two),
        )
        told.append(text.format(n=len(of_two), slips=", ".join(of_two)))
    if corrected:
        text = plural(
            "{n} slip is of a record that was corrected since then, and is as it was: {slips}. Issue another one.",
            "{n} slips are of records that were corrected since then, and are as they were: {slips}. Issue others.",
            len(corrected),
        )
        told.append(text.format(n=len(corrected), slips=", ".join(corrected)))
    return " ".join(told)
