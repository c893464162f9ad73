"""The name that a window proposes for a file is a code: no name of anybody is in it, and no kind of body."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from intake_app import slips, workflow
from intake_app.gui.desk import Desk
from intake_app.gui.export_page import JSON, ExportPage
from intake_app.gui.slip_page import SlipPage
from tests.gui_shell.windows import Seat
from tests.workflow import consent_scenes
from tests.workflow.consent_scenes import NAME, PASSPHRASE, YES

pytestmark = pytest.mark.window
CANARY = "Zarafshan"


def proposed(seat: Seat, button: QWidget) -> str:
    """The name of the file in the window that a button opens, which is shut again."""
    window = button.window()
    seat.click(button)
    seat.settle(lambda: bool(window.findChildren(QFileDialog)))
    (dialog,) = window.findChildren(QFileDialog)
    (chosen,) = dialog.selectedFiles()
    dialog.reject()
    return Path(chosen).name


def test_a_slip_goes_by_its_reference_and_a_case_by_the_code_of_a_record(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "work.intake"
    with consent_scenes.make(path) as store:
        record = consent_scenes.met(store, YES)
        workflow.put_case_name(store, workflow.case_for(store, record).id, CANARY)
        code, sheet = store.record(record).code, workflow.propose_slip(store, record).sheet
        slip = workflow.issue_slip(store, record, consent_scenes.service("health"), sheet, "it", slips.render)
    seat = Seat(qtbot, path)
    seat.unlock(NAME, PASSPHRASE)
    seat.settle(lambda: seat.place.person is not None)
    desk = seat.own(Desk)
    desk.slip_wanted.emit(slip.reference)
    page = seat.page(SlipPage)
    seat.settle(lambda: page.save.isVisible())
    assert proposed(seat, page.save) == f"{slip.reference}.pdf"
    seat.shell.leave_page()
    desk.export_wanted.emit(record, code)
    export = seat.page(ExportPage)
    export.format_choice.choose(JSON)
    export.to_choice.choose("anti_trafficking")
    seat.settle(lambda: export.save.isEnabled())
    assert proposed(seat, export.save) == f"{code}.json"
    seat.leave()
