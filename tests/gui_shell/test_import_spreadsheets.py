"""Spreadsheets chosen in the window: every format, remarks and refusals in the language of the interface."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from intake_app.gui.import_form import ImportForm
from tests.content.spreadsheets import csv_text, md, xls, xlsx
from tests.gui_shell.windows import Seat

pytestmark = pytest.mark.window
FORM = {
    "survey": [["type", "name", "label"], ["text", "who", "Who?"], ["image", "photo", "Photo"]],
    "settings": [["form_title"], ["Chi"]],
}
WRITERS = {"a.xlsx": xlsx, "b.xlsm": xlsx, "c.xls": xls, "d.csv": csv_text, "e.md": md}


@pytest.fixture
def ada(qtbot: QtBot, workplace_store: Path) -> Seat:
    """Who keeps the store."""
    seat = Seat(qtbot, workplace_store)
    seat.unlock("Ada")
    seat.settle(lambda: seat.place.person is not None)
    return seat


def said(page: ImportForm) -> str:
    QApplication.processEvents()
    labels = page.notices.parentWidget().findChildren(QLabel)
    return " ".join(label.text().replace("\u200b", "") for label in labels)


def test_every_format_is_ready_with_its_remarks(ada: Seat, tmp_path: Path) -> None:
    ada.place.import_form()
    page = ada.page(ImportForm)
    for name, write in WRITERS.items():
        (tmp_path / name).write_bytes(write(FORM))
        page.imported = None
        page.take([tmp_path / name])
        ada.settle(lambda: page.imported is not None)
        assert page.head.text() == "Chi"
        assert f'In {name}, sheet "survey", row 3' in said(page)
    ada.leave()


def test_a_mistake_is_told_with_its_row(ada: Seat, tmp_path: Path) -> None:
    ada.place.import_form()
    page = ada.page(ImportForm)
    for name, write in WRITERS.items():
        (tmp_path / name).write_bytes(write({"survey": [*FORM["survey"], ["txet", "last", "Last"]]}))
        page.take([tmp_path / name])
        ada.settle(lambda name=name: name in page.summary.text() and page.head.text() == "Not imported")
        assert 'row 4, column "type": there is no type of question "txet"' in page.summary.text().replace("\u200b", "")
    ada.leave()
