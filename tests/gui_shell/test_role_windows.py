"""Every page and every verb of the windows, as each role, against the records of somebody else."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QPlainTextEdit, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from intake_app import vault, workflow
from intake_app.gui.desk import Desk
from intake_app.gui.home import DRAFT, Home
from intake_app.gui.log_page import LogPage
from intake_app.vault import RecordRow, Role
from tests.gui_shell import people
from tests.gui_shell.windows import PASSPHRASE, Seat, shown_texts

pytestmark = pytest.mark.window
BEGUN, DONE = "Zarafshan", "Okavango"
"""What stands in a draft and in a finished record, in answer and title."""
ROLES = {"Bruno": Role.MEDIATOR, "Luca": Role.DESK, "Cora": Role.COORDINATOR, "Omar": Role.ADMINISTRATOR}
LISTED = {"Bruno": set(), "Luca": {DONE}, "Cora": {DONE}, "Omar": set()}
"""Whose pages list the codes of which records; besides the log, where who reads it sees what was done with each."""
READS = {"Luca": {DONE}}
"""In whose windows the answers of others stand: a desk officer works with the finished records of the site."""
Records = dict[str, RecordRow]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Records]:
    """A store with two records of Sara, and one person of each role beside her."""
    path = tmp_path_factory.mktemp("roles") / "workplace.intake"
    people.make_alone(path)
    with workflow.open_store(path, "Amina", PASSPHRASE) as store:
        for name, role in ({"Sara": Role.MEDIATOR} | ROLES).items():
            workflow.add_person(store, name, role, PASSPHRASE)
    with workflow.open_store(path, "Sara", PASSPHRASE) as store:
        small = next(row.key for row in workflow.form_list(store) if row.form_id == "small")
        found = {}
        for said in (BEGUN, DONE):
            opened = workflow.start_record(store, small)
            session = workflow.session_for(opened, workflow.load_definition(opened.package.xml, opened.package.files))
            session.answer("/data/note", said)
            draft = replace(workflow.snapshot(session, None, opened.languages), title=said)
            workflow.save(store, opened.row.id, draft)
            found[said] = opened.row.id
        workflow.finalise_draft(store, found[DONE])
        return path, {said: store.record(record) for said, record in found.items()}


def _of(model: QAbstractItemModel, parent: QModelIndex) -> Iterator[str]:
    for row in range(model.rowCount(parent)):
        for column in range(model.columnCount(parent)):
            index = model.index(row, column, parent)
            for kind in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
                yield str(index.data(kind))
            yield from _of(model, index)


def _told(window: QWidget) -> str:
    """Every text that a window holds, shown or not."""
    found = [*shown_texts(window), window.windowTitle()]
    for widget in window.findChildren(QWidget):
        found += [widget.toolTip(), widget.accessibleName(), widget.accessibleDescription()]
        if isinstance(widget, QLineEdit):
            found.append(widget.text())
        elif isinstance(widget, QTextEdit | QPlainTextEdit):
            found.append(widget.toPlainText())
        elif isinstance(widget, QAbstractItemView) and (model := widget.model()) is not None:
            found += _of(model, QModelIndex())
    return "\n".join(found)


def _calm(seat: Seat) -> None:
    """What was asked has been answered, and what was asked for because of it."""
    for _turn in range(3):
        seat.settle()
        seat.settle_vault()


def _pages(seat: Seat) -> Iterator[str]:
    """What stands on each page of a person."""
    for page in (page for page in seat.shell.pages() if not isinstance(page, LogPage)):
        seat.shell.show_page(page)
        for section in getattr(page, "tabs", (None,)):
            if section is not None:
                page.show_section(section)  # type: ignore[attr-defined]
            _calm(seat)
            yield _told(seat.shell)


def _walk(seat: Seat, records: Records) -> Iterator[str]:
    """What stands in the windows after each verb; one that is refused says so, or no page comes."""
    place = seat.place
    for page in seat.shell.pages():
        seat.shell.show_page(page)
        for row in records.values():
            if isinstance(page, Home):
                page.show_section(DRAFT)
                _calm(seat)
                page.table.opened.emit(row.id)
            elif isinstance(page, Desk):
                page.refer_wanted.emit(row.id)
            _calm(seat)
            yield _told(seat.shell)
            seat.shell.show_page(page)
    for row in records.values():
        verbs = (
            lambda row: place.refer(row.id),
            lambda row: place.release(row.id, row.code),
            lambda row: place.compare(row.id, row.code),
            lambda row: place.read(row.id, row.code),
            lambda row: place.take_back(row.id, row.code),
            lambda row: place.export(row.id, row.code),
            place.hand_over,
            place.take_out,
        )
        for verb in verbs:
            verb(row)
            _calm(seat)
            yield _told(seat.shell)
            seat.shell.leave_page()
            _calm(seat)


@pytest.mark.parametrize("name", ROLES)
def test_windows_show_of_others_what_the_table_allows(
    qtbot: QtBot, tmp_path: Path, made: tuple[Path, Records], name: str
) -> None:
    path, records = made
    for part in path.parent.iterdir():
        shutil.copy2(part, tmp_path / part.name)
    seat = Seat(qtbot, tmp_path / path.name)
    seat.unlock(name)
    seat.settle(lambda: seat.place.person is not None)
    listed = "\n".join(_pages(seat))
    told = "\n".join((listed, *_walk(seat, records)))
    seat.leave()
    assert {said for said, row in records.items() if row.code in listed} == LISTED[name]
    assert {said for said in records if said in told} == READS.get(name, set())
    with vault.open_store(tmp_path / path.name, "Sara", PASSPHRASE) as store:
        kept = {said: store.record(row.id) for said, row in records.items()}
        assert kept == records
        assert BEGUN.encode() in store.draft(records[BEGUN].id).xml


def test_the_author_sees_both(qtbot: QtBot, made: tuple[Path, Records]) -> None:
    """The walk finds what is there to be seen."""
    path, records = made
    seat = Seat(qtbot, path)
    seat.unlock("Sara")
    seat.settle(lambda: seat.place.person is not None)
    listed, told = "\n".join(_pages(seat)), "\n".join(_walk(seat, records))
    seat.leave()
    assert all(row.code in listed for row in records.values())
    assert BEGUN in told
