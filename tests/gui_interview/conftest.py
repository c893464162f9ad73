"""A real store, a real form, the page in a real window, driven by clicks and keys."""

import os
import shutil
import sys
import tempfile

if sys.platform != "win32" and not os.environ.get("DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from intake_app import vault, workflow
from intake_app.gui import shell
from intake_app.gui.answers.answer import Answer
from intake_app.gui.interview import InterviewPage
from intake_app.gui.lanes import Lanes
from intake_app.gui.shell import Shell
from intake_app.gui.tokens import Look
from intake_app.gui.words import Words
from intake_app.vault import Draft, Role, Vault
from intake_app.workflow import OpenRecord
from intake_app.xform import Session
from tests.gui_interview.loudspeaker import Loudspeaker

_SOUND = Path(tempfile.gettempdir(), f"sound-{os.getpid()}")
os.environ["PULSE_SERVER"] = f"unix:{_SOUND}/native"  # no test is heard by people; Qt asks where once

PASSPHRASE = "seven grey boats at the quay 4"


@pytest.fixture(scope="session")
def qapp(qapp: QApplication) -> QApplication:
    """The application with the settings every window relies on."""
    shell.prepare(qapp)
    return qapp


@dataclass
class Interview:
    """A page object: what a mediator sees and does."""

    bot: QtBot
    lanes: Lanes
    shell: Shell
    page: InterviewPage
    opened: OpenRecord

    @property
    def session(self) -> Session:
        """The live session of the page."""
        return self.page.session

    @property
    def ref(self) -> str:
        """Where the interview stands."""
        return self.page.course.place

    def key(self, key: Qt.Key | str, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key on whatever has the keyboard."""
        target = QApplication.focusWidget() or self.page
        QTest.keyClick(target, key, held)
        QApplication.processEvents()

    def type(self, text: str) -> None:
        """Type a text, also of scripts for which there is no key."""
        for char in text:
            target = QApplication.focusWidget() or self.page
            if char.isascii():
                QTest.keyClicks(target, char)
            else:
                _send(target, char)
        QApplication.processEvents()

    def click(self, widget: QWidget) -> None:
        """A click of the left button in the middle of a widget."""
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
        QApplication.processEvents()

    def answer(self, ref: str | None = None) -> Answer:
        """The answer widget of a question on the page, or of its first."""
        assert self.page.sheet is not None
        blocks = self.page.sheet.blocks
        return blocks[ref or next(iter(blocks))].answer

    def go(self, ref: str) -> None:
        """Go to a place."""
        self.page.go(ref)
        QApplication.processEvents()

    def wait_saved(self) -> None:
        """Wait until everything said is in the store."""
        self.bot.waitUntil(lambda: self.page.saver.clean, timeout=5000)

    def stored(self) -> Draft:
        """The draft as the store holds it."""
        told: list[Draft] = []
        self.lanes.vault(lambda store: store.draft(self.opened.row.id), told.append)
        self.bot.waitUntil(lambda: bool(told), timeout=5000)
        return told[0]


def menu_of(pill: QPushButton) -> QMenu:
    """The menu of a button, as it is when it opens."""
    menu = pill.menu()
    menu.aboutToShow.emit()
    return menu


def _send(target: QWidget, text: str) -> None:
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(target, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, text))


class House:
    """A workplace with one store; opens interviews in it."""

    def __init__(self, bot: QtBot, folder: Path) -> None:
        self.bot, self.folder = bot, folder
        self.lanes = Lanes()
        self.words, self.look = Words("en"), Look()
        self.shells: list[Shell] = []
        setup = workflow.Setup("Org", "Quay", "000", "Anna", Role.MEDIATOR, PASSPHRASE)
        self.wait(
            lambda done: self.lanes.open(lambda: workflow.create_store(folder / "w.intake", setup, vault.FLOOR), done)
        )

    def wait(self, order: Callable[[Callable[[Any], None]], None]) -> Any:
        """The result of a job on a lane."""
        told: list[Any] = []
        order(told.append)
        self.bot.waitUntil(lambda: bool(told), timeout=20000)
        return told[0]

    def start(
        self,
        form: Path | bytes | None = None,
        person: str = "",
        mediator: str = "",
        size: tuple[int, int] = (1366, 768),
        files: Mapping[str, bytes] | None = None,
    ) -> Interview:
        """Start an interview with our own form, or with one from a file or its bytes, and the files it needs."""

        def begin(store: Vault) -> OpenRecord:
            key = _form_key(store, form, files or {})
            return workflow.start_record(store, key, person, mediator)

        opened: OpenRecord = self.wait(lambda done: self.lanes.vault(begin, done))
        return self.show(opened, size)

    def reopen(self, record_id: str) -> Interview:
        """Open a draft again, as after a start."""
        opened: OpenRecord = self.wait(
            lambda done: self.lanes.vault(lambda store: workflow.open_record(store, record_id), done)
        )
        return self.show(opened)

    def show(self, opened: OpenRecord, size: tuple[int, int] = (1366, 768)) -> Interview:
        """The page of a record in a window."""
        definition = workflow.load_definition(opened.package.xml, opened.package.files)
        session = workflow.session_for(opened, definition)
        frame = Shell(self.words, self.look, self.lanes)
        frame.resize(*size)
        self.bot.addWidget(frame, before_close_func=lambda window: window.idle.start(0))
        page = InterviewPage(self.words, self.look, self.lanes, opened, session)
        frame.show()
        frame.show_page(page)
        frame.activateWindow()
        self.bot.waitExposed(frame).__exit__(None, None, None)
        QApplication.processEvents()
        self.shells.append(frame)
        return Interview(self.bot, self.lanes, frame, page, opened)

    def close(self) -> None:
        """Close windows and store."""
        self.lanes.close()
        running = QApplication.instance()
        for frame in self.shells:
            frame.idle.start(0)
            if running is not None:
                running.removeEventFilter(frame.idle)
        QApplication.processEvents()


def _form_key(store: Vault, form: Path | bytes | None, files: Mapping[str, bytes]) -> int:
    if form is None:
        return store.forms()[0].key
    name, data = ("form.xml", form) if isinstance(form, bytes) else (form.name, form.read_bytes())
    key = workflow.import_form(store, name, data, files).form_key
    assert key is not None
    return key


@pytest.fixture(scope="session")
def loudspeaker() -> Iterator[Loudspeaker]:
    """What is heard of the tests; to the end, because Qt complains where a sound server goes away."""
    made = Loudspeaker(_SOUND / "native")
    yield made
    made.close()
    shutil.rmtree(_SOUND, ignore_errors=True)


@pytest.fixture
def house(qtbot: QtBot, tmp_path: Path) -> Iterator[House]:
    """A workplace that closes its store at the end."""
    made = House(qtbot, tmp_path)
    yield made
    made.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen platform says that it has no window manager to tell sizes to; that is no fault of a window."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True))
