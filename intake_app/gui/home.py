"""Interviews: drafts to go on with, records that are ready, were received, were refused, were referred."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QButtonGroup

from intake_app import workflow
from intake_app.errors import IntakeError
from intake_app.gui import home_lists
from intake_app.gui.button_row import Pills
from intake_app.gui.controls import (
    Kind,
    Label,
    column,
    link,
    pill,
    primary,
    row,
    secondary,
    tab_order,
)
from intake_app.gui.fields import Line
from intake_app.gui.foot import Footer
from intake_app.gui.home_contacts import HomeContacts
from intake_app.gui.home_person import HomePerson
from intake_app.gui.keys import Key
from intake_app.gui.lanes import Lanes
from intake_app.gui.page import Page
from intake_app.gui.room import Room
from intake_app.gui.searching import TYPING_MS, look_for
from intake_app.gui.states import DRAFT, READY, SECTIONS, section_of, when
from intake_app.gui.table import Row, Table
from intake_app.gui.tokens import Look, Space
from intake_app.gui.trouble import explain
from intake_app.gui.under_way import Halt, UnderWay, ask_once
from intake_app.gui.words import Words, beside, own_way
from intake_app.i18n import msg
from intake_app.referral import Directory
from intake_app.vault import Person, Reading, RecordRow, Vault
from intake_app.workflow import OpenRecord, RecordList, held
from intake_app.workflow.lists import STEP

_STAYS = msg("Slips and files of this person that were stopped stay so: issue others where they are still wanted.")
_READINGS_AT_ONCE = 3
T = TypeVar("T")


class Home(Page):
    """Lists of records with counts. Signals say what the person wants; the workplace decides what to show.

    `resumed` carries an `OpenRecord`; `new_wanted`, `import_wanted` nothing; `papers_wanted` the language of the
    chosen record by its form name; `refer_wanted` a record id.
    """

    resumed = Signal(object)
    new_wanted = Signal()
    import_wanted = Signal()
    papers_wanted = Signal(str)
    refer_wanted = Signal(str)
    release_wanted = Signal(str, str)
    """A record that was kept back: its id and its code."""
    agreement_wanted = Signal(str, str)
    """A finished record whose person takes back what they agreed to: its id and its code."""
    hand_over_wanted = Signal(object)
    """A `RecordRow` of one's own, for a colleague."""

    def __init__(
        self, words: Words, lanes: Lanes, look: Look, me: str, directory: Directory, *, may_import: bool
    ) -> None:
        """``me``: the id of who works here, to tell their records from those they only see."""
        super().__init__(words, lanes)
        self._me, self._directory = me, directory
        self._lists: dict[str, RecordList] = {}
        """What each list held when it was asked for last."""
        self._newest, self._most = RecordList(), STEP
        self.section = DRAFT
        self._kept: tuple[str, str] | None = None
        self._arriving = False
        """Somebody has just come to the page, and what is in the list is not known yet."""
        self._wanted = ""
        """A record to stand on once the list has it."""
        self.head = Label(role="title")
        self.tabs = {name: pill(checkable=True) for name in SECTIONS}
        self.search = Line(longest=80)
        self._sought: tuple[RecordRow, ...] | None = None
        """What was found; None while nothing is looked for."""
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MS)
        self.table = Table(look)
        self.empty = Label(wrap=True)
        self.why = Label(role="second", wrap=True)
        self.contacts = HomeContacts(lanes, words, self)
        self.person = HomePerson(lanes, words, self)
        self.under_way = UnderWay(words, self)
        self.new = primary("Ctrl+N")
        self.resume = secondary(hint="↵")
        self.discard = secondary(hint="Del")
        self.release = secondary("Ctrl+R")
        self.edit = secondary("Ctrl+E")
        self.hand_over, self.hand_back = secondary("Ctrl+H"), secondary("Ctrl+B")
        self.bring, self.anew, self.older = link("Ctrl+I"), link("Ctrl+D"), link()
        self.undelete = link("Ctrl+Z")
        self.papers, self.agreement = link("Ctrl+P"), link("Ctrl+T")
        self._lay_out()
        self.bring.setVisible(may_import)
        self._connect()
        self.retranslate()

    @staticmethod
    def named(tr: Words) -> str:
        """The word in the navigation."""
        return tr("Interviews")

    def shown(self) -> None:
        """Query again, tell who read one's records for a reason, and give the keyboard to the list."""
        self.contacts.forget()
        self.refresh()
        self.lanes.vault(workflow.readings, self._tell_readings)
        self._arriving = True
        self.table.setFocus(Qt.FocusReason.TabFocusReason)

    def come_back(self, kept: tuple[str, str] | None) -> None:
        """To the list that was open when this person locked, and to what was looked for."""
        section, text = kept or (self.section, "")
        self._kept = kept
        if section in self.tabs and section != self.section:
            self.show_section(section)
        self.search.setText(text)

    def save_now(self) -> None:
        """Keep in the store, and nowhere else, what is open and looked for."""
        view = self.section, self.search.text().strip()
        if view != (self._kept or (DRAFT, "")):
            self._kept = view
            self.lanes.vault(lambda store: workflow.keep_view(store, *view))

    def hideEvent(self, event: QHideEvent) -> None:
        """Another page is shown, which may be the one that is locked on."""
        self.save_now()
        super().hideEvent(event)

    def take_directory(self, directory: Directory) -> None:
        """The services as they are now."""
        self._directory = directory
        self._show()

    def refresh(self) -> None:
        """Ask the store for the list that is open, and how many are in each."""
        section, most = self.section, self._most
        self.lanes.vault(
            lambda store: workflow.record_list(store, SECTIONS[section], most), lambda found: self._take(section, found)
        )
        self._look()

    def retranslate(self) -> None:
        """Words of the page."""
        tr = self.words
        self.head.setText(tr("Interviews"))
        self.table.setAccessibleName(tr("List of interviews"))
        self.search.setPlaceholderText(tr("Find by code, slip reference or name, in any script"))
        self.search.setAccessibleName(tr("Find an interview"))
        self.new.say(tr("New interview"))
        self.resume.say(tr("Go on") if self._here == DRAFT else tr("Referral slip"))
        self.discard.say(tr("Delete draft"))
        self.release.say(tr("Release…"))
        self.edit.say(tr("Edit"))
        self.hand_over.say(tr("Hand over…"))
        self.hand_back.say(tr("Hand back"))
        self.bring.say(tr("Import a questionnaire…"))
        self.papers.say(tr("Cards and leaflets…"))
        self.anew.say(tr("Copy as new"))
        self.agreement.say(tr("The person takes back what they agreed to…"))
        self.older.say(tr("Show older ones"))
        self._show()

    def show_section(self, name: str) -> None:
        """Change to another of the lists; what was looked for is done with."""
        self.section, self._sought = name, None
        self.search.clear()
        self._typing.stop()
        self.refresh()
        self.retranslate()

    def lead_to(self, record_id: str) -> None:
        """Whoever stops a draft that no list shows yet finds it in front, not the record of somebody else."""
        if all(record.id != record_id for record in self._shown):
            self._wanted = record_id
            self.show_section(DRAFT)
            self.save_now()

    @property
    def _here(self) -> str:
        """The list that the chosen record stands in by its state, whichever is open."""
        record = self._chosen()
        return section_of(record) if record is not None else self.section

    @property
    def records(self) -> tuple[RecordRow, ...]:
        """The records of the list that is open, as far as they were asked for."""
        return self._list.rows

    @property
    def _list(self) -> RecordList:
        return self._lists.get(self.section, RecordList())

    @property
    def _shown(self) -> tuple[RecordRow, ...]:
        return self._sought if self._sought is not None else self.records

    def _look(self) -> None:
        """Look for what is typed, a person by their whole code too."""
        self._typing.stop()
        self.person.look_for(self.search.text().strip())
        look_for(self.search, self.lanes, self._take_sought)

    def _take_sought(self, rows: tuple[RecordRow, ...] | None) -> None:
        if rows is not None or self._sought is not None:
            self._sought = rows
            self._show()

    def _take(self, section: str, found: RecordList) -> None:
        self._lists[section] = self._newest = found
        other = home_lists.to_open(found)
        if self._arriving and not found.rows and other and not self.search.text():
            self.show_section(other)  # whoever comes from sending finds what was sent, and no empty list
            return
        self._show()

    def _show_older(self) -> None:
        self._most += STEP
        self.refresh()

    def _show(self) -> None:
        tr, section = self.words, "" if self._sought is not None else self.section
        self._group.setExclusive(bool(section))  # while one looks in all lists, none of them is open
        for name, told in home_lists.tab_words(self._newest, tr).items():
            self.tabs[name].say(told)
            self.tabs[name].setChecked(name == section)
        shown = self._shown
        rows = [self._row(record) for record in shown]
        self.table.take(home_lists.heads(section, tr), rows, unused=home_lists.unused(shown))
        if any(record.id == self._wanted for record in shown):
            self.table.choose(self._wanted)
            self._wanted = ""
        away = self._list.away if section else ()
        self.undelete.say(tr("Bring {name} back").format(name=own_way(away[0].code)) if away else "")
        self.undelete.setVisible(bool(away))
        self.older.setVisible(bool(section) and len(shown) < self._newest.count(SECTIONS[self.section]))
        known = not section or section in self._lists
        self.empty.setText(home_lists.empty_words(section, tr) if known and not self.person.found else "")
        self._body.setCurrentIndex(0 if shown else 1)
        if known and not shown and self.isVisible() and (self._arriving or self.empty.hasFocus()):
            self.new.setFocus()
        self._arriving = self._arriving and not known
        self._allow()

    def _row(self, record: RecordRow) -> Row:
        looked = self._sought is not None
        slip = None if looked else self._list.slips.get(record.id)
        return home_lists.row(record, slip, self._directory, self.words, named=looked)

    def _allow(self) -> None:
        drafts = self._here == DRAFT
        self.resume.say(self.words("Go on") if drafts else self.words("Referral slip"))
        chosen = bool(self.table.key())
        self.resume.setVisible(chosen)
        self.release.setVisible(self._held() is not None)
        record = self._chosen()
        own = record is not None and record.author_id == self._me
        self.contacts.choose(record if own else None)
        self.person.choose(record if own or (record is not None and record.handed_by) else None)
        self.why.setText(home_lists.why_refused(record, self.words))
        self.why.setVisible(bool(self.why.text()))
        if (kept := self._held()) is not None:
            name = kept.id
            self.lanes.vault(lambda store: held.why(store, name), lambda code: self._tell_held(name, code))
        self.anew.setVisible(own and record is not None and not record.damaged)
        self.hand_over.setVisible(own)
        self.hand_back.setVisible(record is not None and bool(record.handed_by))
        self.discard.setVisible(chosen and drafts)
        self.agreement.setVisible(record is not None and not drafts)
        self.edit.hide()
        if record is not None and own and not drafts:
            name = record.id
            self.lanes.vault(lambda store: workflow.may_edit(store, name), lambda may: self._offer_edit(name, may))

    def _tell_held(self, record_id: str, code: str) -> None:
        """Why the chosen record stays here, and what to do."""
        kept = self._held()
        if code and kept is not None and kept.id == record_id:
            self.why.setText(str(explain(IntakeError(code), self.words)))
            self.why.show()

    def _offer_edit(self, record_id: str, may: bool) -> None:
        """Only of a form that allows it; the answer may come when another record is chosen."""
        if record_id == self.table.key():
            self.edit.setVisible(may and self._here != DRAFT)

    def _edit(self) -> None:
        record_id = self.table.key()
        if record_id:
            self._once(lambda store, _halt: workflow.edit_record(store, record_id), self._opened)

    def _copy(self) -> None:
        """A new interview with the answers of the chosen one."""
        record = self._chosen()
        if record is None or record.author_id != self._me:
            return

        self._once(lambda store, halt: workflow.copy_record(store, record.id, halt.go_on), self.resumed.emit)

    def _once(self, fn: Callable[[Vault, Halt], T], done: Callable[[T], None]) -> None:
        ask_once(self, self.under_way, fn, done)

    def _chosen(self) -> RecordRow | None:
        return next((record for record in self._shown if record.id == self.table.key()), None)

    def _take_back(self) -> None:
        record = self._chosen()
        if record is not None and self._here != DRAFT:
            self.agreement_wanted.emit(record.id, record.code)

    def _give_papers(self) -> None:
        """In the language of who is in front, where that is known."""
        record = self._chosen()
        self.papers_wanted.emit(record.language if record is not None and record.language else "")

    def _give(self) -> None:
        record = self._chosen()
        if record is not None:
            self.hand_over_wanted.emit(record)

    def _give_back(self) -> None:
        record = self._chosen()
        if record is None:
            return

        def gone(person: Person) -> None:
            self.refresh()
            told = self.words("{code} was handed back to {name}.").format(code=record.code, name=own_way(person.name))
            self.said.emit(told, Kind.NEUTRAL, "", None)

        self._once(lambda store, _halt: workflow.hand_back(store, record.id), gone)

    def _tell_readings(self, readings: tuple[Reading, ...]) -> None:
        """A few lines until they are confirmed: a record of one's own was read, by whom and why."""
        if not readings:
            return
        tr, shown = self.words, readings[:_READINGS_AT_ONCE]
        self.said.emit(
            lambda: "\n".join(_reading_words(one, tr) for one in shown),
            Kind.WARN,
            lambda: tr("I know now"),
            lambda: self._readings_seen(shown[-1].at),
        )

    def _readings_seen(self, until: str) -> None:
        """Confirm those that were shown, and show the next ones."""
        self.lanes.vault(lambda store: workflow.readings_seen(store, until))
        self.lanes.vault(workflow.readings, self._tell_readings)

    def _held(self) -> RecordRow | None:
        """The chosen record, if it was kept back for want of consent."""
        record = self._chosen()
        return record if record is not None and record.delivery == "held" and self._here == READY else None

    def _release(self) -> None:
        held = self._held()
        if held is not None:
            self.release_wanted.emit(held.id, held.code)

    def _open(self, record_id: str) -> None:
        if self._here == DRAFT:
            self._once(lambda store, _halt: workflow.open_record(store, record_id), self._opened)
        else:
            self.refer_wanted.emit(record_id)

    def _opened(self, opened: OpenRecord) -> None:
        self.resumed.emit(opened)

    def _put_away(self, record_id: str) -> None:
        record = self._chosen()
        if self._here != DRAFT or record is None:
            return
        code = record.code
        tr = self.words
        back = self._bring_back(record_id, code)

        def told() -> str:
            return tr("{code} was deleted. It can be brought back until the program locks.").format(code=code)

        def gone(by_this: bool) -> None:
            self.refresh()
            if by_this:
                self.said.emit(told, Kind.NEUTRAL, lambda: tr("Undo"), back)

        self.lanes.vault(lambda store: _discard(store, record_id), gone)

    def _bring_back(self, record_id: str, code: str) -> Callable[[], None]:
        def again(stays: bool) -> None:
            self.refresh()
            if stays:
                self.said.emit(lambda: self.words(_STAYS), Kind.WARN, "", None)
            else:  # instead of a line that still offers it
                self.said.emit(lambda: self.words("{code} is back.").format(code=code), Kind.NEUTRAL, "", None)

        return lambda: self._once(lambda store, _halt: workflow.restore(store, record_id), again)

    def _connect(self) -> None:
        self.table.opened.connect(self._open)
        self.table.removed.connect(self._put_away)
        self.table.chosen.connect(lambda _key: self._allow())
        self.search.textChanged.connect(lambda _text: self._typing.start())
        self.search.returnPressed.connect(self._go_in)
        self._typing.timeout.connect(self._look)
        Key("Ctrl+F", self).activated.connect(self._find)
        self.new.clicked.connect(self.new_wanted)
        self.bring.clicked.connect(self.import_wanted)
        self.papers.clicked.connect(self._give_papers)
        self.anew.clicked.connect(self._copy)
        self.agreement.clicked.connect(self._take_back)
        self.older.clicked.connect(self._show_older)
        self.resume.clicked.connect(lambda: self._open(self.table.key()))
        self.discard.clicked.connect(lambda: self._put_away(self.table.key()))
        self.undelete.clicked.connect(lambda: self._bring_back(self._list.away[0].id, self._list.away[0].code)())
        self.release.clicked.connect(self._release)
        self.edit.clicked.connect(self._edit)
        self.hand_over.clicked.connect(self._give)
        self.hand_back.clicked.connect(self._give_back)
        self.lanes.vault_changed.connect(self.refresh)
        self.person.changed.connect(self._show)
        for name, button in self.tabs.items():
            button.clicked.connect(lambda _on=False, section=name: self._go_to(section))

    def _go_to(self, section: str) -> None:
        """Open a list, with the keyboard in it."""
        self.show_section(section)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _find(self) -> None:
        """The keyboard where one types what one looks for."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _go_in(self) -> None:
        """From the field into what was found; the whole code of a person leads to them, not to their records."""
        if self.person.found:
            self.person.go()
        elif self.table.rows:
            self.table.setFocus(Qt.FocusReason.TabFocusReason)

    def _lay_out(self) -> None:
        whole = column(self, gap=0)
        top = row(gap=Space.LARGE)
        top.addWidget(self.head, 1)
        top.addWidget(self.search, 1)
        self._group = QButtonGroup(self)
        for button in self.tabs.values():
            self._group.addButton(button)
        links = (self.contacts.link, self.person.link, self.agreement, self.older, self.undelete)
        room = Room(self)
        self._body = room.list_or_words(self.table, self.empty)
        parts = (top, Pills(tuple(self.tabs.values())), self._body, self.why, Pills(links))
        whole.addWidget(room.scroll(parts, self._body, self.table), 1)
        actions = (self.discard, self.hand_back, self.hand_over, self.release, self.edit, self.resume, self.new)
        self.footer = Footer((self.papers, self.bring, self.anew), actions)
        whole.addWidget(self.under_way)
        whole.addWidget(self.footer)
        quiet = (self.papers, self.bring, self.anew)
        tab_order((self.search, *self.tabs.values(), self.table, *links, self.under_way.stop, *quiet, *actions))


def _reading_words(one: Reading, tr: Words) -> str:
    return tr("{code} was read by {name}, {when}, because: “{reason}”").format(
        code=one.record_code, name=own_way(one.person), when=when(one.at, tr), reason=beside(one.reason, tr)
    )


def _discard(store: Vault, record_id: str) -> bool:
    """Whether it was put away by this: the key was pressed twice where it is away already."""
    try:
        workflow.discard(store, record_id)
    except IntakeError as error:
        if error.code != "vault.discarded":
            raise
        return False
    return True
