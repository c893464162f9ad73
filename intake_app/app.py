"""The windows of the program, put together: one window over one store, and a fresh process in its place when it locks."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from intake_app import paths, process, workflow
from intake_app.gui import shell
from intake_app.gui.interview import InterviewPage
from intake_app.gui.lanes import Lanes
from intake_app.gui.tokens import Look
from intake_app.gui.words import Words
from intake_app.gui.workplace import Workplace
from intake_app.workflow import OpenRecord
from intake_app.xform import FormDefinition


class Program:
    """One running program: its words, its look, its lanes and its window over one store."""

    def __init__(self, application: QApplication, store: Path, language: str) -> None:
        self.store = store
        self.words, self.look, self.lanes = Words(language), Look(), Lanes()
        self._toolkit_words = QTranslator(application)
        self._definitions: dict[tuple[int, str], FormDefinition] = {}
        self.workplace = Workplace(self.words, self.look, self.lanes, store, self._interview, self._start_again)
        self.words.changed.connect(self._translate_toolkit)
        self._translate_toolkit()

    def _interview(self, opened: OpenRecord) -> InterviewPage:
        key = (opened.package.row.key, opened.package.row.hash)
        if key not in self._definitions:
            self._definitions[key] = workflow.load_definition(opened.package.xml, opened.package.files)
        session = workflow.session_for(opened, self._definitions[key])
        return InterviewPage(self.words, self.look, self.lanes, opened, session)

    def _translate_toolkit(self) -> None:
        """The toolkit's own words (file dialogs, menus of text fields) in the interface language."""
        running = QApplication.instance()
        if running is None:
            return
        running.removeTranslator(self._toolkit_words)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if self._toolkit_words.load(QLocale(self.words.language), "qtbase", "_", folder):
            running.installTranslator(self._toolkit_words)

    def _start_again(self) -> NoReturn:
        """Replace this process; only the path of the store and the interface language pass on."""
        process.replace(["start", "--store", str(self.store), "--language", self.words.language])


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
    program.workplace.show()
    return application.exec()
