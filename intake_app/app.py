"""The windows, put together: one window over one store, and a fresh process in its place when it locks."""

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NoReturn

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from intake_app import paths, process, workflow
from intake_app.gui import portrait, shell
from intake_app.gui.lanes import Lanes
from intake_app.gui.tokens import Look
from intake_app.gui.words import Words
from intake_app.gui.workplace import Workplace

PICTURED_IN = ("en", "it")
"""Interface languages of the pictures that the rehearsal makes."""


class Program:
    """One running program: its words, its look, its lanes and its window over one store."""

    def __init__(self, application: QApplication, store: Path, language: str) -> None:
        self._application, self._store = application, store
        self.words, self.look, self.lanes = Words(language), Look(), Lanes()
        self._toolkit_words = QTranslator(application)
        self.workplace = Workplace(
            self.words, self.look, self.lanes, store, self._start_again, keep_report=self._keep_report
        )
        self.words.changed.connect(self._translate_toolkit)
        self._translate_toolkit()

    def _translate_toolkit(self) -> None:
        """The toolkit's own words (file dialogs, menus of text fields) in the interface language."""
        self._application.removeTranslator(self._toolkit_words)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if self._toolkit_words.load(QLocale(self.words.language), "qtbase", "_", folder):
            self._application.installTranslator(self._toolkit_words)

    def _keep_report(self, report: str) -> None:
        """Keep the report of a mistake in the store, if one is open; without a store it is only shown."""
        if self.workplace.person is not None:
            self.lanes.vault(lambda vault: workflow.keep_report(vault, report))

    def _start_again(self) -> NoReturn:
        """Replace this process; only the path of the store and the interface language pass on."""
        process.replace(["start", "--store", str(self._store), "--language", self.words.language])


def run(arguments: Sequence[str]) -> int:
    """Show the window and stay until it is closed; gives the exit code."""
    parser = argparse.ArgumentParser(prog="intake start")
    parser.add_argument("--store", type=Path, default=paths.default_store())
    parser.add_argument("--language", default=QLocale().name().partition("_")[0])
    parsed = parser.parse_args(arguments)
    parsed.store.parent.mkdir(parents=True, exist_ok=True)
    application = QApplication(sys.argv[:1])
    shell.prepare(application)
    program = Program(application, parsed.store, parsed.language)
    program.workplace.mishaps.install()
    program.workplace.shell.fit_screen()
    program.workplace.show()
    return application.exec()


def pictures(store: Path, passphrases: Mapping[str, str], folder: Path) -> list[Path]:
    """Picture every window on a store, without a screen; gives the PNG files."""
    application = QApplication.instance() or QApplication(sys.argv[:1])
    if isinstance(application, QApplication):
        shell.prepare(application)
    made = []
    for language in PICTURED_IN:
        place = folder / language
        place.mkdir(parents=True, exist_ok=True)
        for name, png in portrait.grab_all(store, passphrases, language).items():
            made.append(place / f"{name}.png")
            made[-1].write_bytes(png)
    return made
