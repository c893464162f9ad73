"""The windows, put together: one window over one store, and a fresh process in its place when it locks.

What only who is in needs is loaded beside the window that asks for a name, so that it is there sooner.
"""

import argparse
import gc
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QTimer
from PySide6.QtWidgets import QApplication

from intake_app import i18n, paths, process
from intake_app.gui import inside, shell
from intake_app.gui.doorway import Doorway
from intake_app.gui.farewell import Farewell
from intake_app.gui.hide import Ending
from intake_app.gui.lanes import Lanes
from intake_app.gui.look_choice import KeptLook
from intake_app.gui.screen_capture import Unseen, call_for
from intake_app.gui.tokens import Look
from intake_app.gui.toolkit_words import ToolkitWords
from intake_app.gui.words import Words

if TYPE_CHECKING:
    from intake_app.gui.workplace import Workplace

PICTURED_IN = ("en", "it")
"""Interface languages of the pictures that the rehearsal makes."""

_AFTER_MS = 100
"""So long after the window was shown its first picture is there, and what comes behind it is loaded."""


class Program:
    """One running program: its words, its look, its lanes and its window over one store.

    ``language``: the one that was asked for; "" is the one that was chosen before, else that of the desktop.
    """

    def __init__(
        self, application: QApplication, store: Path, language: str, parent: process.Parent | None = None
    ) -> None:
        self._application, self._parent = application, parent
        self.look, self.lanes = Look(), Lanes()
        self._kept = KeptLook(self.look, store.with_name("look.json"), self.look)
        self.words = Words(language or self._kept.language or i18n.for_windows(QLocale().name()))
        self._toolkit_words = ToolkitWords(application)
        ending = Ending(self._locking, process.end_locked, self._saved)
        self.door = Doorway(self.words, self.look, self.lanes, store, ending, keep_report=self._keep_report)
        self._workplace: Workplace | None = None
        self._pages: inside.Pages | None = None
        self.door.needed.connect(self._come_behind)
        self._unseen = Unseen(application, call_for(sys.platform))
        self._unseen.failed.connect(self._keep_report)
        self.words.changed.connect(self._translate_toolkit)
        application.aboutToQuit.connect(self.door.clipboard.clear)
        self._translate_toolkit()

    @property
    def workplace(self) -> "Workplace":
        """What is behind the door; whoever asks waits until it is loaded."""
        return self._workplace or self._come_behind()

    def load(self) -> None:
        """Load what is behind the door while somebody types a name: on the work lane what has no windows in it."""
        self.lanes.work(inside.load_engine, self._load_pages)

    def _load_pages(self, _none: None) -> None:
        if self._workplace is None:
            self._pages = inside.Pages(self._application, self._come_behind)

    def wait_loaded(self) -> None:
        """Load all, and lay the window out without showing it: for a process that waits for its turn."""
        self._come_behind()
        self.door.shell.ensurePolished()
        self.door.shell.grab()

    def _come_behind(self) -> "Workplace":
        if self._workplace is None:
            if self._pages is not None:
                self._pages.end()
            inside.load()
            from intake_app.gui.workplace import Workplace

            self._workplace = Workplace(self.door)
            self._workplace.entered.connect(lambda: self._tell("open"))
            self._workplace.entered.connect(self._keep_trouble)
            gc.freeze()  # what is there now stays as long as the process
        return self._workplace

    def show(self, language: str = "-", saved: str = "saved") -> None:
        """Show the window, in the language and with the news that the process before it left."""
        self._kept.load()  # it may have been chosen after this process was made ready
        if language != "-":
            self.words.set_language(language)
        self.words.changed.connect(lambda: self._kept.keep_language(self.words.language))  # from here on by hand
        if saved != "saved":
            self.door.tell_unsaved()
        self.door.mishaps.install()
        self.door.shell.fit_screen()
        self.door.show()
        QTimer.singleShot(_AFTER_MS, self.door, self.load)

    def close(self) -> None:
        """Save, close the store and end, because somebody asks the program to go."""
        self.door.shell.close()
        self._application.quit()

    def _locking(self) -> None:
        process.end_within(process.GRACE)
        self._tell("locking", self.words.language)

    def _saved(self) -> None:
        self._tell("saved")

    def _tell(self, *said: str) -> None:
        if self._parent is not None:
            self._parent.tell(*said)

    def _translate_toolkit(self) -> None:
        """The toolkit's own words (file dialogs, menus of text fields) in the interface language."""
        self._application.removeTranslator(self._toolkit_words)
        self._toolkit_words.speak(self.words)
        self._application.installTranslator(self._toolkit_words)

    def _keep_trouble(self) -> None:
        """What failed before there was a store to keep it in."""
        if self._unseen.trouble:
            self._keep_report(self._unseen.trouble)

    def _keep_report(self, report: str) -> None:
        """Keep the report of a mistake in the store, if one is open; without a store it is only shown."""
        if self._workplace is not None and self._workplace.person is not None:
            from intake_app import workflow

            self.lanes.vault(lambda vault: workflow.keep_report(vault, report))


def window(arguments: Sequence[str]) -> int:
    """Make the window, wait for the word of the process that stays, show it until it is closed or locks."""
    parent = process.Parent()
    parser = argparse.ArgumentParser(prog="intake start")
    parser.add_argument("--store", type=Path, default=paths.default_store())
    parser.add_argument("--language", default="")
    parser.add_argument(process.BEHIND, action="store_true", dest="behind", help=argparse.SUPPRESS)
    parsed = parser.parse_args(arguments)
    parsed.store.parent.mkdir(parents=True, exist_ok=True)
    application = QApplication(sys.argv[:1])
    shell.prepare(application)
    program = Program(application, parsed.store, parsed.language, parent)
    if parsed.behind:
        program.wait_loaded()
    told = parent.wait()
    if not told:
        return 0
    farewell = Farewell(program.close)
    program.show(*told)
    code = application.exec()
    farewell.forget()
    return code


def pictures(store: Path, passphrases: Mapping[str, str], folder: Path) -> list[Path]:
    """Picture every window on a store, without a screen; gives the PNG files."""
    from intake_app.gui import portrait

    application = QApplication.instance() or QApplication(sys.argv[:1])
    if isinstance(application, QApplication):
        shell.prepare(application)
    made = []
    for language in PICTURED_IN:
        place = folder / language
        place.mkdir(parents=True, exist_ok=True)
        for name, png in portrait.grab_all(store, passphrases, portrait.Setting(language)).items():
            made.append(place / f"{name}.png")
            made[-1].write_bytes(png)
    return made
