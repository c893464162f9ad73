"""What is agreed to on the page of files counts in the file that is saved there, for all records of the person."""

import json
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from intake_app import workflow
from intake_app.gui.export_page import ExportPage
from tests.gui_shell import people
from tests.gui_shell.windows import PASSPHRASE, Seat, shown_texts

pytestmark = pytest.mark.window
TO = "freephone"


def test_the_first_file_has_the_whole_case(qtbot: QtBot, workplace_store: Path, tmp_path: Path) -> None:
    with workflow.open_store(workplace_store, "Sara", PASSPHRASE) as store:
        record = people.finish(store, people.BENGALI, {"information/age_band": "adult"})
        code = store.record(record).code
        opened = workflow.begin_module(store, workflow.case_for(store, record).id, "needs")
        session = workflow.session_for(opened, workflow.load_definition(opened.package.xml, opened.package.files))
        session.answer("/data/health/doctor", "yes")
        needs = opened.row.id
        workflow.save(store, needs, workflow.snapshot(session, None, opened.languages))
        workflow.finalise_draft(store, needs)
    seat = Seat(qtbot, workplace_store)
    seat.unlock("Sara")
    seat.settle(lambda: seat.place.person is not None)
    seat.place.export(record, code)
    page = seat.page(ExportPage)
    seat.settle()
    page.to_choice.choose(TO)
    page.to_choice.picked.emit(TO)
    page.person.setChecked(True)
    for choice, said in ((page.how.how_choice, "spoken"), (page.how.language_choice, "bn")):
        choice.choose(said)
        choice.picked.emit(said)
    file = tmp_path / "case.json"
    page.save_to(file)
    seat.settle(file.exists)
    seat.settle()
    assert json.loads(file.read_bytes())["objects"]
    assert not any("is not in it" in text for text in (*shown_texts(seat.shell), seat.shell.notice.words.text()))
    seat.lanes.close()
    with workflow.open_store(workplace_store, "Sara", PASSPHRASE) as store:
        for each in (record, needs):
            assert [one.basis for one in store.releases(each) if one.purpose == "export"] == ["consent"]
