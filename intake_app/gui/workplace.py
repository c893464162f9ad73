"""The pages of one workplace, wired: which page follows which, and who sees what."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from intake_app import vault, workflow
from intake_app.errors import IntakeError
from intake_app.gui.agreement_page import AgreementPage
from intake_app.gui.all_said_page import AllSaidPage
from intake_app.gui.ask_again_page import AskAgainPage
from intake_app.gui.automatic import Automatic
from intake_app.gui.begin import Begin
from intake_app.gui.came_back_page import CameBackPage
from intake_app.gui.case_page import CasePage
from intake_app.gui.certificate_page import CertificatePage
from intake_app.gui.coming_back import ComingBack
from intake_app.gui.controls import Kind
from intake_app.gui.dayend import DayEnd
from intake_app.gui.desk import Desk
from intake_app.gui.doorway import Doorway
from intake_app.gui.edit_server_page import EditServer
from intake_app.gui.ended_words import tell_ended
from intake_app.gui.export_page import ExportPage
from intake_app.gui.gate import Gate
from intake_app.gui.hand_over_page import HandOverPage
from intake_app.gui.home import Home
from intake_app.gui.import_form import ImportForm
from intake_app.gui.information_page import InformationPage
from intake_app.gui.interview import InterviewPage
from intake_app.gui.interview_words import copied_words, ready_words
from intake_app.gui.keys import Key
from intake_app.gui.log_page import LogPage
from intake_app.gui.met_page import MetPage
from intake_app.gui.noticed_words import back_words, held_words, noticed_words
from intake_app.gui.page import Page, Place
from intake_app.gui.papers_page import PapersPage
from intake_app.gui.people import People, people_title
from intake_app.gui.profile_page import ProfilePage
from intake_app.gui.put_back_page import PutBackPage
from intake_app.gui.reason_page import ReasonPage
from intake_app.gui.recover_page import Recover
from intake_app.gui.release_page import ReleasePage
from intake_app.gui.restore_page import Restore
from intake_app.gui.rounds import Rounds
from intake_app.gui.server_page import AddServer
from intake_app.gui.servers_page import ServersPage
from intake_app.gui.service_search import Sought
from intake_app.gui.services_page import ServicesPage
from intake_app.gui.slip_page import SlipPage
from intake_app.gui.standing_pill import StandingPill
from intake_app.gui.states import READY, role_words, when
from intake_app.gui.taking_out_page import TakingOutPage
from intake_app.gui.updates_page import UpdatesPage
from intake_app.gui.versions_page import VersionsPage
from intake_app.referral import Directory
from intake_app.screening import Known
from intake_app.vault import Person, PutBack, RecordRow, StoreInfo, Vault
from intake_app.vault.roles import Right, may
from intake_app.workflow import CopyFacts, Finalised, OpenRecord
from intake_app.workflow.lists import kept_desk
from intake_app.xform import FormDefinition, hold, tidy

T = TypeVar("T")
PAUSE_SECONDS = 20
"""So long nobody has touched a key in an interview before something is sent beside it."""


class Workplace(QObject):
    """What is behind the door of one store. `entered` comes when somebody opened it."""

    entered = Signal()

    def __init__(self, door: Doorway) -> None:
        super().__init__()
        self.door, self.words, self.look, self.lanes = door, door.words, door.look, door.lanes
        self.shell, self.gate, self._kdf = door.shell, door.gate, door.kdf or vault.DEFAULT
        self.directory, self.sought = workflow.directory(), Sought()
        self.rounds = Rounds(self.lanes, self)
        self.automatic = Automatic(self.lanes, self.rounds, self._in_the_way, self)
        for refused in (self.lanes.trouble, self.rounds.failed):
            refused.connect(self._look_whether_put_back)
        self.person: Person | None = None
        self._copied = ""
        self.home: Home | None = None
        self.desk: Desk | None = None
        self._day: Place | None = None
        self.rounds.began.connect(self._begun_to_send)
        door.leaving.connect(self.automatic.stop)
        door.opened.connect(self.enter)
        door.restoring.connect(lambda: self.restore(door.store))
        door.forgotten.connect(lambda: self.recover(door.store))
        self.words.changed.connect(self._show_person)

    def _in_the_way(self) -> bool:
        """Whether somebody works on an interview just now: nothing begins beside it before there is a pause."""
        return isinstance(self.shell.page, InterviewPage) and self.shell.idle.quiet < PAUSE_SECONDS

    def enter(self, person: Person) -> None:
        """The store is open: build the pages this person's task needs and go to the first."""
        self.person = person
        self._show_person()
        places = self._places(person)
        for number, place in enumerate(places, start=2):
            self.shell.add_place(place, f"F{number}")
            place.way = ("place", str(number - 2)) if number > 2 else ()
        asked = self.shell.page
        self.shell.show_page(places[0].go())
        for gate in {self.gate, asked}:
            if isinstance(gate, Gate):
                self.shell.stack.removeWidget(gate)
                gate.deleteLater()
        self.door.session.start()
        self._tell_standing()
        self.lanes.vault(workflow.directory, self._take_directory)
        self.lanes.vault(workflow.kept_view, self._come_back)
        self._coming_back(places).look_back()
        self.entered.emit()
        self.lanes.vault(lambda store: store.noticed(), self._tell_noticed)

    def _come_back(self, kept: tuple[str, str] | None) -> None:
        """What somebody else had open was wiped by asking; one's own is there again."""
        if self.home is not None:
            self.home.come_back(kept)
            tell_ended(self.home)

    def _coming_back(self, places: Sequence[Place]) -> ComingBack:
        """Where somebody is when they lock is noted, and found again by these ways."""
        ways: dict[str, Callable[..., object]] = {
            "place": lambda at: self.shell.show_page(places[int(at)].go()) if int(at) < len(places) else None,
            "case": self.show_case, "slip for": self.refer, "slip": self.slip, "services": self.services,
            "servers": self.servers, "add server": self.add_server, "papers": self.give_papers,
            "import": self.import_form, "agreement": self.take_back, "export": self.export, "release": self.release,
            "versions": self.compare, "said": self.all_said, "read": self.read, "came back": self.came_back,
            "hand over": lambda record: self._if_here(lambda store: store.record(record), self.hand_over),
            "edit server": self._edit_server, "certificate": self._certificate,
        }  # fmt: skip
        made = ComingBack(self.shell, ways, self)
        self.door.leaving.connect(made.keep)
        return made

    def _tell_standing(self) -> None:
        """How sending stands, in the bar; a click goes to the end of the day."""
        pill = StandingPill(self.words, self.automatic, self.rounds)
        pill.clicked.connect(lambda: self.shell.show_page(self._day.go()) if self._day is not None else None)
        self.shell.bar.tell_standing(pill)
        self.automatic.start()

    def _tell_noticed(self, codes: tuple[str, ...]) -> None:
        """What opening the store has met: it was put back, or records are set apart."""
        self._tell_held(lambda: noticed_words(codes, self.words), Kind.STOP)

    def _look_whether_put_back(self, error: Exception) -> None:
        """Something did not leave for that: say it once more, with the way to where it is said who withdrew."""
        if isinstance(error, IntakeError) and error.code == "vault.put_back":
            self._tell_held()

    def _tell_held(self, before: Callable[[], str] = str, kind: Kind = Kind.WARN) -> None:
        """Say what there is to say ``before``, and that nothing leaves the store where it was put back."""
        self.lanes.vault(workflow.put_back, lambda found: self._say_held(found, before, kind))

    def _say_held(self, found: PutBack | None, before: Callable[[], str], kind: Kind) -> None:
        """Nothing leaves a store that was put back before somebody says who took their word back since."""
        if found is None:
            if before():
                self.shell.say(before, kind)
            return
        tr, kind = self.words, Kind.STOP if before() and kind is Kind.STOP else Kind.WARN

        def told() -> str:
            return f"{before()} {held_words(found.made, tr)}".strip()

        if found.confirms:
            self.shell.say(told, kind, lambda: tr("Say who it was…"), lambda: self.after_copy(found))
        else:
            self.shell.say(lambda: f"{told()} {tr('Tell your coordinator.')}", kind)

    def after_copy(self, found: PutBack) -> None:
        """Who took their word back since the copy from which the store was made."""
        self.shell.show_page(PutBackPage(self.words, self.lanes, self.look, found))

    def recover(self, store: Path) -> None:
        """Ask for what is on paper, in the place of the passphrase."""
        page = Recover(self.words, self.lanes, self.look, store)
        page.opened.connect(self.enter)
        self.shell.show_page(page)

    def restore(self, store: Path) -> None:
        """Make the store of this workplace from a copy of one."""
        page = Restore(self.words, self.lanes, self.look, store)
        page.came_back.connect(self._back_from)
        page.opened.connect(self.enter)
        page.opened.connect(lambda _person: self.lanes.vault(lambda store: store.info(), self._tell_back))
        self.shell.show_page(page)

    def _back_from(self, facts: CopyFacts) -> None:
        self._copied = when(facts.made, self.words)

    def _tell_back(self, info: StoreInfo) -> None:
        """What came back: how much of it this person may see."""
        copied, number = self._copied, sum(info.counts.values())
        self._tell_held(lambda: back_words(copied, number, self.words), Kind.OK)

    def open_interview(self, opened: OpenRecord, asked: Page | None = None, *, instead: bool = False) -> None:
        """Read the form on the work lane, then show the interview over the page that ``asked`` for it, or ``instead``.

        That page stays in front until then. Who has gone elsewhere meanwhile stays there and is told.
        """
        package, then = opened.package, partial(self._show_or_tell, opened, asked, instead=instead)
        self.lanes.work(lambda: workflow.load_definition(package.xml, package.files), then)

    def _show_or_tell(
        self, opened: OpenRecord, asked: Page | None, definition: FormDefinition, *, instead: bool
    ) -> None:
        tr, row = self.words, opened.row

        def again() -> None:
            self._if_here(lambda store: workflow.open_record(store, row.id), self.open_interview)

        if asked in (None, self.shell.page):
            if instead:
                self.shell.leave_page()
            self._show_interview(opened, definition)
        else:
            self.shell.say(lambda: ready_words(row.code, tr), Kind.NEUTRAL, lambda: tr("Open"), again)
        if self.home is not None:
            self.home.lead_to(row.id)

    def _show_interview(self, opened: OpenRecord, definition: FormDefinition) -> None:
        tidy()
        session = workflow.session_for(opened, definition)
        hold()
        page = InterviewPage(self.words, self.look, self.lanes, opened, session)
        page.finished.connect(self._finished)
        page.finished.connect(lambda done: tell_ended(page, done.row.id))
        page.person_wanted.connect(self._to_person)
        page.slip_wanted.connect(self._to_slip)
        page.contacts.compare_wanted.connect(
            lambda known: self.met_before(opened.row.id, opened.row.code, known, lambda: page.contacts.look(anew=True))
        )
        self.shell.show_page(page)
        page.left.connect(lambda: tell_ended(self.shell.page or page, opened.row.id))  # to which one came back
        if opened.draft.copied:
            self.shell.say(lambda: copied_words(opened, self.words))

    def show_case(self, case_id: str) -> CasePage:
        """A person under a code: what was asked, what comes next."""
        refers = self.person is not None and may(self.person, Right.SLIPS)
        page = CasePage(self.words, self.lanes, case_id, may_refer=refers)
        page.started.connect(lambda opened: self.open_interview(opened, page))
        page.slip_wanted.connect(self.refer)
        page.agreement_wanted.connect(self.take_back)
        page.all_wanted.connect(self.all_said)
        page.papers_wanted.connect(self.give_papers)
        page.asking_wanted.connect(lambda name, again: self.ask_again(case_id, name, again=again))
        self._open(page, "case", case_id)
        return page

    def ask_again(self, case_id: str, name: str, *, again: bool) -> None:
        """A person who said no is asked anew; the questionnaire then takes the place of that."""
        page = AskAgainPage(self.words, self.lanes, self.look, case_id, name, again=again)
        page.started.connect(lambda opened: self.open_interview(opened, page, instead=True))
        self.shell.show_page(page)

    def _to_person(self, record_id: str) -> None:
        """From a closed record to its person, in the place of it."""
        self._if_here(lambda store: workflow.case_for(store, record_id), lambda case: self._in_place_of_this(case.id))

    def _to_slip(self, record_id: str) -> None:
        """From a closed record to a slip for it, in the place of it."""
        self.shell.leave_page()
        self.refer(record_id)

    def _in_place_of_this(self, case_id: str) -> CasePage:
        self.shell.leave_page()
        return self.show_case(case_id)

    def met_before(
        self, record_id: str, code: str, known: Known | None = None, after: Callable[[], None] = lambda: None
    ) -> None:
        """Show who may be the person of this record; ``after``: they were looked at."""
        page = MetPage(self.words, self.lanes, record_id, code, known)
        page.look_wanted.connect(self.compare)
        page.person_wanted.connect(lambda case: tell_ended(self._in_place_of_this(case), case_id=case))
        page.merged.connect(lambda case_id, other: self._in_place_of_this(case_id).tell_together(other))
        page.left.connect(after)
        self.shell.show_page(page)

    def _finished(self, _done: Finalised) -> None:
        """The interview page itself says what became of it; the list behind it shows it among the ready ones."""
        if self.home is not None:
            self.home.show_section(READY)
        self.lanes.vault_changed.emit()

    def _places(self, person: Person) -> list[Place]:
        """What this person has in the navigation; all but the first is made when somebody goes there."""
        rights = frozenset(right for right in Right if may(person, right))
        with_us = (self.words, self.lanes, self.look)
        places: list[Place] = []
        if Right.INTERVIEW in rights:
            places.append(self._place(Home, lambda: self._home(person, may_import=Right.FORMS in rights)))
        if Right.SLIPS in rights:
            places.append(self._place(Desk, self._desk))
        self._day = self._place(DayEnd, lambda: self._day_end(rights))
        places.append(self._day)
        may_add, may_escrow = Right.PEOPLE in rights, Right.ESCROW in rights
        people = self._place(People, lambda: People(*with_us, may_add=may_add, may_escrow=may_escrow))
        people.title = lambda: people_title(self.words, may_add)
        places.append(people)
        if Right.AUDIT in rights:
            places.append(self._place(LogPage, lambda: LogPage(*with_us)))
        if Right.INFORM in rights and rights.isdisjoint({Right.INTERVIEW, Right.SLIPS}):  # others have it by the papers
            places.append(self._place(InformationPage, lambda: InformationPage(*with_us)))
        return places

    def _place(self, kind: type[Page], make: Callable[[], Page]) -> Place:
        """A place for a page of this kind; an interview begins from each."""

        def made() -> Page:
            page = make()
            if self.home is not None and page is not self.home:  # which has a button with this key
                Key("Ctrl+N", page).activated.connect(self.begin)
            return page

        return Place(lambda: kind.named(self.words), made)

    def _begun_to_send(self) -> None:
        """The page of the end of the day tells of each round from its beginning, whoever looks at it when."""
        if self._day is not None:
            self.shell.ready(self._day)

    def _home(self, person: Person, *, may_import: bool) -> Home:
        self.home = home = Home(self.words, self.lanes, self.look, person.id, self.directory, may_import=may_import)
        home.resumed.connect(lambda opened: self.open_interview(opened, home))
        home.new_wanted.connect(self.begin)
        home.import_wanted.connect(self.import_form)
        home.papers_wanted.connect(self.give_papers)
        home.refer_wanted.connect(self.refer)
        home.release_wanted.connect(self.release)
        home.hand_over_wanted.connect(self.hand_over)
        home.agreement_wanted.connect(self.take_back)
        home.contacts.wanted.connect(self.met_before)
        home.person.wanted.connect(self.show_case)
        return home

    def import_form(self) -> None:
        """Bring in a questionnaire from a file."""
        self._open(ImportForm(self.words, self.lanes, self.look), "import")

    def give_papers(self, spoken: str = "") -> None:
        """Cards and leaflets, for anybody; ``spoken``: the form's name of the language of who is in front."""
        self._open(PapersPage(self.words, self.lanes, self.look, spoken), "papers", spoken)

    def begin(self) -> None:
        """Choose a questionnaire; the interview then takes the place of the choice."""
        page = Begin(self.words, self.lanes, self.look)
        page.started.connect(lambda opened: self.open_interview(opened, page, instead=True))
        self.shell.show_page(page)

    def release(self, record_id: str, code: str) -> None:
        """Note on what ground a record that was kept back may be sent after all."""
        self._open(ReleasePage(self.words, self.lanes, self.look, record_id, code), "release", record_id, code)

    def take_back(self, record_id: str, code: str) -> None:
        """What the person of a record takes back."""
        page = AgreementPage(self.words, self.lanes, self.look, self.directory, record_id, code)
        page.all_wanted.connect(lambda: self.all_said(record_id, code))
        self._open(page, "agreement", record_id, code)

    def all_said(self, record_id: str, code: str) -> None:
        """All that the person of a record said, and how it stands."""
        page = AllSaidPage(self.words, self.lanes, self.look, self.directory, record_id, code)
        page.agreement_wanted.connect(self.take_back)
        self._open(page, "said", record_id, code)

    def export(self, record_id: str, code: str) -> None:
        """A record in the shared data format."""
        self._open(ExportPage(self.words, self.lanes, self.look, record_id, code), "export", record_id, code)

    def hand_over(self, record: RecordRow) -> None:
        """Choose a colleague for a record of one's own."""
        self._open(HandOverPage(self.words, self.lanes, self.look, record), "hand over", record.id)

    def read(self, record_id: str, code: str) -> None:
        """Ask why a record that is not one's own is to be read."""
        self._open(ReasonPage(self.words, self.lanes, self.look, record_id, code), "read", record_id, code)

    def refer(self, record_id: str) -> None:
        """Prepare a slip for a finished record."""
        page = SlipPage(self.words, self.lanes, self.look, self.directory, record_id=record_id, sought=self.sought)
        page.sheet.services_wanted.connect(lambda: self.services(page.sheet.take_directory))
        page.own_word_wanted.connect(self.take_back)
        self._open(page, "slip for", record_id)

    def services(self, then: Callable[[Directory], None] = lambda _directory: None) -> None:
        """The services there are; ``then`` is told when they are others."""
        may_import = self.person is not None and may(self.person, Right.SETTINGS)
        page = ServicesPage(self.words, self.lanes, self.look, may_import=may_import, sought=self.sought)
        page.changed.connect(self._take_directory)
        page.changed.connect(then)
        self._open(page, "services")

    def _take_directory(self, directory: Directory) -> None:
        """The services of the workplace, its own among them."""
        self.directory = directory
        for page in (self.home, self.desk):
            if page is not None:
                page.take_directory(directory)

    def _desk(self) -> Desk:
        self.desk = desk = Desk(self.words, self.lanes, self.look, self.directory)
        self.lanes.vault(kept_desk, desk.come_back)
        desk.papers_wanted.connect(self.give_papers)
        desk.person.wanted.connect(self.show_case)
        desk.refer_wanted.connect(self.refer)
        desk.agreement_wanted.connect(self.take_back)
        desk.export_wanted.connect(self.export)
        desk.answer_wanted.connect(self.came_back)
        desk.slip_wanted.connect(self.slip)
        return desk

    def came_back(self, reference: str, service: str) -> None:
        """What a service answered to a slip."""
        self._open(CameBackPage(self.words, self.lanes, reference, service), "came back", reference, service)

    def slip(self, reference: str) -> None:
        """A slip that was issued."""
        self._open(SlipPage(self.words, self.lanes, self.look, self.directory, slip=reference), "slip", reference)

    def _open(self, page: Page, *way: str) -> None:
        """Show a page that is there again, by this way, after the program was locked."""
        page.way = way
        self.shell.show_page(page)

    def _day_end(self, rights: frozenset[Right]) -> DayEnd:
        me = self.person.id if self.person else ""
        page = DayEnd(self.words, self.lanes, self.look, rights, me, self.rounds, self.automatic)
        page.server_wanted.connect(self.add_server)
        page.servers_wanted.connect(self.servers)
        page.import_wanted.connect(self.import_form)
        page.updates_wanted.connect(lambda: self.shell.show_page(UpdatesPage(self.words, self.lanes, self.look)))
        page.read_wanted.connect(self.read)
        page.compare_wanted.connect(self.compare)
        page.problem.release_wanted.connect(self.release)
        page.out_wanted.connect(self.take_out)
        return page

    def compare(self, record_id: str, code: str) -> None:
        """Show the versions of a record side by side."""
        self._open(VersionsPage(self.words, self.lanes, self.look, record_id, code), "versions", record_id, code)

    def take_out(self, record: RecordRow) -> None:
        """Seal a record that no server takes into a file."""
        reads = self.person is not None and record.author_id == self.person.id
        page = TakingOutPage(self.words, self.lanes, self.look, record.id, record.code, reads=reads, kdf=self._kdf)
        self.shell.show_page(page)

    def add_server(self) -> None:
        """Tell of a server for the first time."""
        self._open(AddServer(self.words, self.lanes, self.look), "add server")

    def servers(self) -> None:
        """The servers there are."""
        page = ServersPage(self.words, self.lanes, self.look, self.automatic)
        page.add_wanted.connect(self.add_server)
        page.second_wanted.connect(self.second_laptop)
        page.services_wanted.connect(self.services)
        page.edit_wanted.connect(self._edit_server)
        page.certificate_wanted.connect(self._certificate)
        self._open(page, "servers")

    def second_laptop(self) -> None:
        """The profile of this workplace, for another laptop or from one."""
        self.shell.show_page(ProfilePage(self.words, self.lanes, self.look, self._kdf))

    def _edit_server(self, name: str) -> None:
        make = partial(EditServer, self.words, self.lanes, self.look)
        self._if_here(lambda store: store.server(name), lambda found: self._open(make(found), "edit server", name))

    def _certificate(self, name: str) -> None:
        make = partial(CertificatePage, self.words, self.lanes, self.look)
        self._if_here(lambda store: store.server(name), lambda found: self._open(make(found), "certificate", name))

    def _if_here(self, ask: Callable[[Vault], T], show: Callable[[T], object]) -> None:
        """Of the store: shown once, and to who is still where it was asked for."""
        asked_at = self.shell.page

        def told(found: T) -> None:
            if self.shell.page is asked_at:
                show(found)

        self.lanes.vault(ask, told)

    def _show_person(self) -> None:
        if self.person is not None:
            self.shell.show_person(self.person.name, self.person.site)
            self.shell.bar.person.setToolTip(role_words(self.person.role, self.words))
