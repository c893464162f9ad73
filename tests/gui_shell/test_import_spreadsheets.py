"""Spreadsheets chosen in the window: every format, remarks and refusals in the language of the interface."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea
from pytestqt.qtbot import QtBot

from intake_app.gui.import_form import ImportForm
from tests.content.spreadsheets import csv_text, md, xls, xlsx
from tests.gui_shell import looking
from tests.gui_shell.walking import come_to_rest
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


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_in_a_small_window_the_report_is_below_the_languages_and_whole(
    qtbot: QtBot, workplace_store: Path, tmp_path: Path, language: str
) -> None:
    seat = Seat(qtbot, workplace_store, language, (683, 384))
    seat.unlock("Ada")
    seat.settle(lambda: seat.place.person is not None)
    seat.place.import_form()
    page = seat.page(ImportForm)
    heads = ["type", "name", "label::Italiano (it)", "label::English (en)"]
    kinds = ("text", "image", "geopoint", "geotrace", "geoshape", "barcode", "audio", "video")
    rows = [[kind, f"the_{kind}", "Chi?", ""] for kind in kinds]
    (tmp_path / "a.md").write_bytes(md({**FORM, "survey": [heads, *rows]}))
    page.take([tmp_path / "a.md"])
    seat.settle(lambda: page.imported is not None)
    come_to_rest(seat.shell)
    report = next(area for area in page.findChildren(QScrollArea) if area.widget() is page.notices.parentWidget())
    assert report.verticalScrollBar().maximum() == 0, "the page alone scrolls"
    assert page.languages.mapTo(page, page.languages.rect().bottomLeft()).y() < report.mapTo(page, QPoint(0, 0)).y()
    assert [*looking.faults(seat.shell, language), *looking.out_of_sight(seat.shell)] == []
    for _turn in range(20):
        seat.press(Qt.Key.Key_PageDown, on=page)
    assert not report.visibleRegion().isEmpty()
    seat.shell.resize(800, 400)
    come_to_rest(seat.shell)
    bar = report.verticalScrollBar()
    for _turn in range(20):
        seat.press(Qt.Key.Key_PageDown, on=page)
    assert bar.value() == bar.maximum() > 0, "beside the list the report scrolls by itself, and by the same keys"
    for _turn in range(20):
        seat.press(Qt.Key.Key_PageUp, on=page)
    assert bar.value() == 0
    seat.leave()
