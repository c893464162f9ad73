"""Pictures of every window on a real store, made without a screen: what a person would see, as PNG bytes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from PySide6.QtCore import QBuffer, QCoreApplication, QDeadlineTimer, QEvent, QEventLoop, QIODevice, QSize
from PySide6.QtWidgets import QApplication, QWidget

from intake_app.errors import IntakeError
from intake_app.gui.ask_again_page import AskAgainPage
from intake_app.gui.case_page import CasePage
from intake_app.gui.dayend import DayEnd
from intake_app.gui.desk import Desk
from intake_app.gui.doorway import Doorway
from intake_app.gui.first_start import FirstStart
from intake_app.gui.gate import Unlock
from intake_app.gui.hide import Ending
from intake_app.gui.home import Home
from intake_app.gui.interview import InterviewPage
from intake_app.gui.lanes import Lanes
from intake_app.gui.papers_page import PapersPage
from intake_app.gui.people import SAFE, People
from intake_app.gui.slip_page import SlipPage
from intake_app.gui.tokens import Look
from intake_app.gui.words import Words
from intake_app.gui.workplace import Workplace
from intake_app.vault import PutBack
from intake_app.vault.roles import Right

SIZE = (1366, 768)
_PATIENCE_MS = 30_000
_SIDES_MS = 600
"""The outline beside a question is drawn a moment after the question."""


@dataclass(frozen=True)
class Setting:
    """How windows are pictured: interface language, size in pixels, palette by its name, scale of the look.

    `seen` is shown each window as it is pictured, under the name of its picture.
    """

    language: str = "en"
    size: tuple[int, int] = SIZE
    palette: str = "light"
    scale: float = 1.0
    seen: Callable[[str, QWidget], None] = lambda _name, _window: None

    def workplace(self, store: Path, lanes: Lanes) -> Workplace:
        """The program over a store, shown so."""
        look = Look()
        look.set_palette(self.palette)
        look.set_scale(self.scale)
        place = Workplace(Doorway(Words(self.language), look, lanes, store, _ENDING))
        place.shell.setMinimumSize(place.shell.minimumSize().boundedTo(QSize(*self.size)))  # as on so small a screen
        place.shell.resize(*self.size)
        place.door.show()
        return place


def grab_all(store: Path, passphrases: Mapping[str, str], setting: Setting | None = None) -> dict[str, bytes]:
    """Open the store as each person, walk the windows, and picture each: name of the picture to PNG bytes.

    Needs a QApplication made ready by `shell.prepare`. Raises IntakeError `gui.window_stuck` when one never settles.
    """
    setting = setting or Setting()
    pictures = {"1-first-start": _first_start(store, setting)}
    for name, passphrase in passphrases.items():
        visit = _Visit(store, setting)
        pictures.update(visit.walk(name, passphrase))
    return pictures


class _Visit:
    """One person's walk through the windows."""

    def __init__(self, store: Path, setting: Setting) -> None:
        self.setting, self.lanes = setting, Lanes()
        self.place = setting.workplace(store, self.lanes)
        self.pictures: dict[str, bytes] = {}

    def walk(self, name: str, passphrase: str) -> dict[str, bytes]:
        """Unlock, then every page this person has."""
        self._picture("2-unlock")
        gate = self.place.gate
        if isinstance(gate, Unlock):
            gate.forgotten.emit()
            self._picture("3-recover")
            self.place.shell.leave_page()
            gate.name_line.setText(name)
            gate.secret_line.setText(passphrase)
            gate.submit()
        self._settle(lambda: self.place.person is not None or gate.trouble.isVisible())
        for page in self.place.shell.pages():
            self.place.shell.show_page(page)
            self._picture(f"{name}-{type(page).__name__.lower()}")
            if isinstance(page, Home):
                self._interviews(page, name)
            elif isinstance(page, Desk):
                self._slip(page, name)
            elif isinstance(page, People) and page.tabs[SAFE].isVisible():
                page.show_section(SAFE)
                self._picture(f"{name}-safeguards")
            elif isinstance(page, DayEnd) and Right.SERVERS in page.rights:
                page.server_wanted.emit()
                self._picture(f"{name}-server")
                self.place.shell.leave_page()
                self.place.services()
                self._picture(f"{name}-services")
                self.place.shell.leave_page()
                self.place.after_copy(PutBack("2026-11-20T10:00:00.000+00:00", 3, 2, 1, confirms=True))
                self._picture(f"{name}-after-copy")
                self.place.shell.leave_page()
        self.place.shell.close()
        put_away(self.place.shell)
        return self.pictures

    def _consent(self, key: str, code: str, name: str) -> None:
        """What is taken back of a record, all that was said of it, and its way out in the shared data format."""
        ways = (("agreement", self.place.take_back), ("said", self.place.all_said), ("export", self.place.export))
        for told, show in ways:
            show(key, code)
            self._picture(f"{name}-{told}")
            self.place.shell.leave_page()
            self._settle()

    def _case(self, home: Home, name: str) -> None:
        """The person of the chosen record, and the page that asks them for their consent."""
        home.person.go()
        self._settle(lambda: isinstance(self.place.shell.page, CasePage) and self.place.shell.page.sheet is not None)
        self._picture(f"{name}-case")
        page = self.place.shell.page
        if isinstance(page, CasePage):
            page.asking_wanted.emit("needs", False)
            self._settle(lambda: isinstance(self.place.shell.page, AskAgainPage) and bool(self.place.shell.page.asked))
            self._picture(f"{name}-ask")
            self.place.shell.leave_page()
            self._settle()
        self.place.shell.leave_page()
        self._settle()

    def _interviews(self, home: Home, name: str) -> None:
        home.new_wanted.emit()
        self._picture(f"{name}-begin")
        self.place.shell.leave_page()
        self._settle()
        self._papers(home, name)
        if home.table.rows:
            code = home.table.rows[0].cells[0].text
            self.place.met_before(home.table.rows[0].key, code)
            self._picture(f"{name}-met")
            self.place.shell.leave_page()
            self._settle()
            self._case(home, name)
            home.table.opened.emit(home.table.rows[0].key)
            sides = QDeadlineTimer(_SIDES_MS)
            self._settle(sides.hasExpired)
            self._picture(f"{name}-interview")
            self._person(name)
            self.place.shell.leave_page()
            self._settle()

    def _papers(self, home: Home, name: str) -> None:
        home.papers_wanted.emit("")
        page = self.place.shell.page
        if isinstance(page, PapersPage):
            self._settle(lambda: bool(page.languages.rows))
            page.languages.choose("bn")
            self._settle(lambda: bool(page.preview.sheets))
            self._picture(f"{name}-papers")
        self.place.shell.leave_page()
        self._settle()

    def _person(self, name: str) -> None:
        """The window of the person, in whose language it is whatever the others speak."""
        page = self.place.shell.page
        if isinstance(page, InterviewPage):
            page.person_view.toggle()
            window = page.person_view.window
            if window is not None:
                window.resize(*self.setting.size)
                self._settle()
                self.setting.seen(f"{name}-person", window)
                self.pictures[f"{name}-person"] = png(window)
                page.person_view.close()

    def _slip(self, desk: Desk, name: str) -> None:
        if not desk.table.rows:
            return
        desk.refer_wanted.emit(desk.table.rows[0].key)
        page = self.place.shell.page
        if isinstance(page, SlipPage):
            self._settle(lambda: page.proposal is not None)
            choice = page.sheet.recipient
            first = next(filter(None, map(choice.itemData, range(choice.count()))), "")
            choice.choose(page.sheet.recipient_code() or first)
            self._settle(lambda: bool(page.preview.sheets) or page.reason.isVisible() or page.trouble.isVisible())
            self._picture(f"{name}-slip")
        self.place.shell.leave_page()
        self._settle()
        first = desk.table.rows[0]
        self._consent(first.key, first.cells[0].text, name)

    def _picture(self, name: str) -> None:
        self._settle()
        self.setting.seen(name, self.place.shell)
        self.pictures[name] = png(self.place.shell)

    def _settle(self, until: Callable[[], bool] = lambda: True) -> None:
        settle(lambda: self.lanes.pending == 0 and until())


def settle(until: Callable[[], bool]) -> None:
    """Let events run until the condition holds and nothing is left to do."""
    deadline = QDeadlineTimer(_PATIENCE_MS)
    while not until():
        if deadline.hasExpired():
            raise IntakeError("gui.window_stuck")
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
    QApplication.processEvents()


def put_away(window: QWidget) -> None:
    """A window that is closed is no more: every change of the look would dress it again."""
    window.deleteLater()
    QCoreApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete)


def png(window: QWidget) -> bytes:
    """What a window shows, as PNG."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    window.grab()  # what is laid out for it moves what lies over it, such as the ring around what has the keyboard
    QCoreApplication.sendPostedEvents()
    window.grab().save(buffer, "PNG")
    return bytes(buffer.data().data())


def _first_start(store: Path, setting: Setting) -> bytes:
    place = setting.workplace(store.with_name(store.name + ".none"), Lanes())
    if not isinstance(place.gate, FirstStart):
        raise IntakeError("gui.window_stuck")
    settle(lambda: True)
    setting.seen("1-first-start", place.shell)
    picture = png(place.shell)
    place.shell.close()
    put_away(place.shell)
    return picture


def _never() -> NoReturn:
    raise ValueError("nothing is hidden while pictures are made")


_ENDING = Ending(begin=lambda: None, replace=_never)
