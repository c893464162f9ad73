"""Windows and pages that one comes to seldom, for whoever looks at them: what only a server brings about, a copy, the
program hidden, a mistake of its own.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QSize
from PySide6.QtWidgets import QWidget

from intake_app import workflow
from intake_app.gui import portrait
from intake_app.gui.came_back_page import CameBackPage
from intake_app.gui.certificate_page import CertificatePage
from intake_app.gui.dayend import DayEnd
from intake_app.gui.edit_server_page import EditServer
from intake_app.gui.first_start import FirstStart
from intake_app.gui.gate import Unlock
from intake_app.gui.hide import Cover, cover_all
from intake_app.gui.home import Home
from intake_app.gui.import_form import ImportForm
from intake_app.gui.lanes import Lanes
from intake_app.gui.met_page import MetPage
from intake_app.gui.page import Page
from intake_app.gui.people import NAMED, People
from intake_app.gui.profile_page import ProfilePage
from intake_app.gui.reason_page import ReasonPage
from intake_app.gui.restore_page import Restore
from intake_app.gui.servers_page import ServersPage
from intake_app.gui.slip_page import SlipPage
from intake_app.gui.taking_out_page import TakingOutPage
from intake_app.gui.updates_page import UpdatesPage
from intake_app.gui.versions_page import VersionsPage
from intake_app.practice import PracticeServer
from intake_app.sync import Progress
from intake_app.vault import RecordRow, Role, Vault
from intake_app.vault.keys import new_pair
from tests.cli import test_form_updates
from tests.gui_interview import every_control, forms
from tests.gui_shell import people
from tests.gui_shell.walking import come_to_rest
from tests.gui_shell.windows import PASSPHRASE
from tests.openrosa.certificates import Authority
from tests.workflow.test_contacts import AMINA, SOUNDS_SO, recorded
from tests.workflow.test_editing import AGREED, FORM, answered

P = TypeVar("P", bound=Page)
_OLD, _NEW = (form.replace(b"landing", b"arrival") for form in (test_form_updates.FORM, test_form_updates.NEWER))
_REASON = "The office for children asked for it in writing."
_SMALL = 683, 384
"""What a screen of 1366x768 at twice the size leaves."""
_NAMES = {"Mediatori": "organisation", "Molo": "site", "000 000 0000": "callback", "Amina": "name"}


@dataclass(frozen=True)
class Scene:
    """A store to which all of that has happened; the ids of two versions of a record, and of two who may be one."""

    path: Path
    server: PracticeServer
    copy: Path
    older: RecordRow
    newer: RecordRow
    met: tuple[RecordRow, RecordRow]


def scene(folder: Path, server: PracticeServer, authority: Authority) -> Scene:
    """Ada looks after the server and her colleagues; Sara's edit of what she sent came too late."""
    path = people.make(folder)
    server.add_form(_OLD, {"list.csv": b"a"})
    with workflow.open_store(path, "Ada", PASSPHRASE) as store:
        workflow.add_server(store, "Central", server.url)
        workflow.change_server(store, "Central", authority=authority.file.read_bytes())
        workflow.import_form(store, "landing.xml", FORM)
        workflow.import_form(store, "landed.xml", forms.landed())
        workflow.add_person(store, "Noor", Role.MEDIATOR, PASSPHRASE)
        store.put_escrow(new_pair()[1])
        workflow.fetch_forms(lambda call: call(store), "Central", lambda _progress: None, lambda: False)
    with workflow.open_store(path, "Sara", PASSPHRASE) as store:
        older, newer = _two_versions(store, server)
        workflow.start_record(store, _form(store, "arrival"))
        met = (
            store.record(recorded(store, {**SOUNDS_SO, "phone": "+39 333 1234567"}, finish=True)),
            store.record(recorded(store, {**AMINA, "phone": "333 1234567"})),
        )
        for row in met:
            workflow.case_for(store, row.id)
    server.add_form(_NEW, {"list.csv": b"b", "more.csv": b"c"})
    with workflow.open_store(path, "Ada", PASSPHRASE) as store:
        workflow.fetch_forms(lambda call: call(store), "Central", lambda _progress: None, lambda: False)
        store.back_up(folder / "stick")
    return Scene(path, server, folder / "stick", older, newer, met)


def _form(store: Vault, form_id: str) -> int:
    return next(row.key for row in workflow.form_list(store) if row.form_id == form_id)


def _two_versions(store: Vault, server: PracticeServer) -> tuple[RecordRow, RecordRow]:
    key, sent = _form(store, "landing"), list[str]()
    for what, told in (("first", None), ("second", "out_of_date")):
        opened = workflow.edit_record(store, sent[0]) if sent else workflow.start_record(store, key)
        sent.append(answered(store, opened, q=what, place="pier"))
        workflow.finalise_draft(store, sent[-1], AGREED)
        if told:
            server.then(told)
        workflow.sync_round(lambda call: call(store), "Central", lambda _progress: None, lambda: False)
    first, second = map(store.record, sent)
    return first, second


def pages(made: Scene, setting: portrait.Setting) -> Iterator[tuple[str, QWidget]]:
    """The name of each, and the window that shows it."""
    for walk in (_fresh, _restored, _again, _broken, _of_sara, _of_ada):
        for name, window in walk(made, setting):
            come_to_rest(window)
            yield name, window


class Visit:
    """The program over a store; somebody goes from one page to the next."""

    def __init__(self, path: Path, setting: portrait.Setting, name: str = "") -> None:
        self.lanes, self.setting = Lanes(), setting
        self.place = setting.workplace(path, self.lanes)
        self.shell = self.place.shell
        if name:
            gate = self.place.gate
            assert isinstance(gate, Unlock)
            gate.name_line.setText(name)
            gate.secret_line.setText(PASSPHRASE)
            gate.submit()
            self.settle(lambda: self.place.person is not None)

    def settle(self, until: Callable[[], bool] = lambda: True) -> None:
        """Until the lanes are empty and it is so."""
        portrait.settle(lambda: self.lanes.pending == 0 and until())

    def at(self, kind: type[P]) -> P:
        """The page in front, which is of this kind."""
        self.settle(lambda: isinstance(self.shell.page, kind))
        page = self.shell.page
        assert isinstance(page, kind)
        return page

    def own(self, kind: type[P]) -> P:
        """The page of this kind in the navigation, in front."""
        page = next(page for page in self.shell.pages() if isinstance(page, kind))
        self.shell.show_page(page)
        self.settle()
        return page

    def back(self) -> None:
        """To the page before."""
        self.shell.leave_page()
        self.settle()

    def shown(self, name: str) -> tuple[str, QWidget]:
        """What is there now, under a name."""
        self.settle()
        return name, self.shell

    def close(self) -> None:
        """Leave the program."""
        self.shell.close()
        portrait.put_away(self.shell)


Steps = Iterator[tuple[str, QWidget]]


def _fresh(made: Scene, setting: portrait.Setting) -> Steps:
    """The recovery key of a new workplace, before and after it is typed back."""
    visit = Visit(made.path.with_name("none"), setting)
    gate = visit.at(FirstStart)
    for text, field in _NAMES.items():
        getattr(gate, field).entry.setText(text)
    for field in (gate.passphrase, gate.again):
        field.entry.setText(PASSPHRASE)
    gate.submit()
    visit.settle(lambda: gate.on_paper)
    yield visit.shown("recovery-paper")
    gate.paper.back_line.setText(gate.paper.key)
    yield visit.shown("recovery-paper-typed")
    visit.close()


def _restored(made: Scene, setting: portrait.Setting) -> Steps:
    """A store from a copy."""
    visit = Visit(made.path.with_name("none"), setting)
    visit.place.restore(visit.place.door.store)
    page = visit.at(Restore)
    yield visit.shown("restore")
    page.take(made.copy)
    yield visit.shown("restore-copy")
    page.submit()
    yield visit.shown("restore-refused")
    visit.close()


def _again(made: Scene, setting: portrait.Setting) -> Steps:
    """The program that comes after one that was hidden before all was saved."""
    visit = Visit(made.path, setting)
    visit.place.door.tell_unsaved()
    yield visit.shown("unlock-again")
    visit.close()


def _broken(made: Scene, setting: portrait.Setting) -> Steps:
    """A mistake of the program."""
    visit = Visit(made.path, setting)
    visit.place.door.mishaps.show(ValueError("what is not told"))
    window = visit.place.door.mishaps.window
    assert window is not None
    yield "mishap", window
    window.close()
    portrait.put_away(window)
    visit.close()


def _of_sara(made: Scene, setting: portrait.Setting) -> Steps:
    """Of who interviews."""
    visit = Visit(made.path, setting, "Sara")
    day = visit.own(DayEnd)
    day.table.choose(made.newer.id)
    visit.settle(day.problem.isVisible)
    yield visit.shown("day-problem")
    visit.place.compare(made.newer.id, made.newer.code)
    versions = visit.at(VersionsPage)
    visit.settle(lambda: versions.sheet is not None)
    yield visit.shown("versions")
    visit.back()
    visit.place.take_out(made.newer)
    out = visit.at(TakingOutPage)
    visit.settle(lambda: out.openers is not None)
    yield visit.shown("taking-out")
    visit.back()
    yield from _met(made, visit)
    yield from _came_back(visit)
    visit.own(Home)
    yield from _small(visit, "small-home")
    yield from _hidden(visit)
    visit.close()


def _met(made: Scene, visit: Visit) -> Steps:
    """Two who may be one and have a person each."""
    record = made.met[1]
    visit.place.met_before(record.id, record.code)
    page = visit.at(MetPage)
    visit.settle(lambda: bool(page.sames))
    next(iter(page.sames.values())).click()
    visit.settle(lambda: page.together is not None)
    yield visit.shown("met-together")
    visit.back()


def _came_back(visit: Visit) -> Steps:
    """What a service answered to a slip."""
    found: list[str] = []
    visit.lanes.vault(lambda store: _own_record(store), found.append)
    visit.settle(lambda: bool(found))
    visit.place.refer(found[0])
    slip = visit.at(SlipPage)
    visit.settle(lambda: slip.proposal is not None)
    slip.sheet.recipient.choose(slip.sheet._in_order()[0].code)
    slip.sheet.consent.how.choose("oral")
    visit.settle(lambda: bool(slip.preview.sheets))
    slip.issue_now()
    visit.settle(lambda: slip.issued is not None)
    assert slip.issued is not None
    reference, service = slip.issued.reference, slip.sheet.recipient.currentText()
    visit.back()
    for name in ("came-back", "came-back-noted"):
        visit.place.came_back(reference, service)
        page = visit.at(CameBackPage)
        visit.settle(lambda page=page: bool(page.steps))
        yield visit.shown(name)
        page.steps["declined", "full"].click() if name == "came-back" else page.back()
        visit.settle(lambda page=page: visit.shell.page is not page)


def _own_record(store: Vault) -> str:
    return next(row.id for row in store.records() if row.language == people.ARABIC and row.state != "draft")


def _small(visit: Visit, name: str) -> Steps:
    """A window in a part of a screen: what has no room is behind one word."""
    wide, least = visit.shell.size(), visit.shell.minimumSize()
    small = QSize(*(round(side * max(1.0, visit.setting.scale)) for side in _SMALL)).boundedTo(wide)
    visit.shell.setMinimumSize(least.boundedTo(small))
    visit.shell.resize(small)
    yield visit.shown(name)
    visit.shell.setMinimumSize(least)
    visit.shell.resize(wide)


def _hidden(visit: Visit) -> Steps:
    """What F9 leaves to be seen, and what is there instead while records are still being sent."""
    covers = cover_all()
    yield "hidden", visit.shell
    for cover in covers:
        cover.hide()
        portrait.put_away(cover)
    go_on = Event()
    visit.lanes.net(go_on.wait)
    visit.place.door.hide_when_sent()
    portrait.settle(lambda: bool(visit.shell.findChildren(Cover)))
    yield "hidden-while-sending", visit.shell
    hider = visit.place.door.hider
    visit.lanes.wire_silent.disconnect()  # else this process would end,
    hider.deleteLater()  # and no key would be heard any more
    QCoreApplication.sendPostedEvents(hider, QEvent.Type.DeferredDelete)
    go_on.set()


def _of_ada(made: Scene, setting: portrait.Setting) -> Steps:
    """Of who looks after the program."""
    visit = Visit(made.path, setting, "Ada")
    yield from _servers(visit)
    yield from _second_laptop(made, visit)
    yield from _forms(visit)
    yield from _reading(made, visit)
    folk = visit.own(People)
    folk.table.choose(next(row.key for row in folk.table.rows if row.cells[0].text == "Noor"))
    folk.ask_removal()
    yield visit.shown("removal")
    folk.show_section(NAMED)
    yield visit.shown("name-on-papers")
    yield from _small(visit, "small")
    visit.close()


def _servers(visit: Visit) -> Steps:
    visit.place.servers()
    servers = visit.at(ServersPage)
    visit.settle(lambda: bool(servers.table.rows))
    servers.table.choose("Central")
    servers.reach_it()
    visit.settle(servers.answer.isVisible)
    yield visit.shown("servers")
    servers.edit_wanted.emit("Central")
    visit.at(EditServer)
    yield visit.shown("edit-server")
    visit.back()
    servers.certificate_wanted.emit("Central")
    page = visit.at(CertificatePage)
    page.ask_server()
    visit.settle(lambda: bool(page.offered))
    page.see(page.pins[0])
    yield visit.shown("certificate")
    visit.back()
    visit.back()


def _second_laptop(made: Scene, visit: Visit) -> Steps:
    visit.place.second_laptop()
    page = visit.at(ProfilePage)
    file = made.path.with_name("profile.json")
    page.save(file)
    visit.settle(page.made.isVisible)
    yield visit.shown("profile")
    page.take_file([file])
    visit.settle(lambda: page.opened is not None)
    yield visit.shown("profile-opened")
    visit.back()


def _forms(visit: Visit) -> Steps:
    """A questionnaire from a file, and a newer one from the server."""
    visit.place.import_form()
    page = visit.at(ImportForm)
    yield visit.shown("import")
    go_on = Event()
    visit.lanes.work(go_on.wait)
    page.under_way.begin(None)
    portrait.settle(page.under_way.isVisible)
    yield "import-under-way", visit.shell
    go_on.set()
    page.under_way.end()
    file = visit.place.door.store.with_name("every_control.md")
    file.write_bytes(every_control.source())
    page.take([file])
    visit.settle(lambda: page.imported is not None)
    yield visit.shown("import-report")
    page.take([file, file.with_name("none.pdf")])
    visit.settle(lambda: page.imported is None)
    yield visit.shown("import-refused")
    visit.back()
    day = visit.own(DayEnd)
    day.updates_wanted.emit()
    updates = visit.at(UpdatesPage)
    visit.settle(updates.accept.isEnabled)
    yield visit.shown("updates")
    visit.back()
    day.meter.begin("send")
    day.meter.advance(Progress(1, 3, "KARO-27-4", 120_000, 4_000_000))
    yield visit.shown("day-sending")
    day.meter.end()


def _reading(made: Scene, visit: Visit) -> Steps:
    """A record that is not one's own."""
    visit.place.read(made.older.id, made.older.code)
    page = visit.at(ReasonPage)
    yield visit.shown("reason")
    page.reason_line.setText(_REASON)
    page.read_now()
    visit.settle(lambda: bool(page.answers))
    yield visit.shown("reason-read")
    visit.back()
