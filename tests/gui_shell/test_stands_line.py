"""On what a file or a handed record would go is told before it goes, and of what it leaves out why."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from intake_app import workflow
from intake_app.gui.export_page import MINOR, SCREENING, ExportPage
from intake_app.gui.fields import Choice
from tests.gui_shell import people
from tests.gui_shell.test_two_sittings import ADULT
from tests.gui_shell.test_whole_to import handing
from tests.gui_shell.windows import PASSPHRASE, Seat

pytestmark = pytest.mark.window
ON_YES = "Goes out now on: their agreement."


def pick(choice: Choice, code: str) -> None:
    choice.choose(code)
    choice.picked.emit(code)


def test_the_page_of_files_tells_what_a_file_would_go_on_and_why_a_record_is_not_in_it(
    qtbot: QtBot, workplace_store: Path, tmp_path: Path
) -> None:
    with workflow.open_store(workplace_store, "Sara", PASSPHRASE) as store:
        record = people.finish(store, people.BENGALI, {"information/age_band": "adult"})
        code = store.record(record).code
        needs = workflow.begin_module(store, workflow.case_for(store, record).id, "needs").row.code
        workflow.consent_given(store, record, "export", "freephone", language="bn")
        workflow.consent_given(store, record, "record", "freephone", language="bn")
    seat = Seat(qtbot, workplace_store)
    seat.unlock("Sara")
    seat.settle(lambda: seat.place.person is not None)
    seat.place.export(record, code)
    page = seat.page(ExportPage)
    seat.settle()
    assert page.stands.isHidden(), "nobody is chosen"
    pick(page.to_choice, "police")
    seat.settle(page.stands.isVisible)
    assert ON_YES not in page.stands.text() and page.stands.text()
    pick(page.to_choice, "freephone")
    seat.settle(lambda: page.stands.text() == ON_YES)
    pick(page.format_choice, MINOR)
    assert page.stands.isHidden(), "the report rests on a duty, which is told above"
    pick(page.format_choice, SCREENING)
    seat.settle(page.stands.isVisible)
    assert page.stands.text() != ON_YES, "a yes to one body is none to another"
    pick(page.format_choice, "json")
    seat.settle(lambda: page.stands.text() == ON_YES)
    seat.words.set_language("it")
    assert page.stands.text() not in ("", ON_YES), "it follows the language"
    seat.words.set_language("en")
    page.save_to(tmp_path / "case.json")
    seat.settle((tmp_path / "case.json").exists)
    seat.settle(lambda: needs in seat.shell.notice.words.text())
    assert "is not in it. It is a draft." in seat.shell.notice.words.text()
    seat.leave()


def test_a_doubt_that_is_kept_with_what_did_not_go_is_told_there(
    qtbot: QtBot, workplace_store: Path, tmp_path: Path
) -> None:
    with workflow.open_store(workplace_store, "Sara", PASSPHRASE) as store:
        record = people.finish(store, people.BENGALI, {"information/age_band": "adult"})
        for purpose in ("export", "record"):
            workflow.consent_given(store, record, purpose, "freephone", language="bn")
    seat = Seat(qtbot, workplace_store)
    seat.unlock("Sara")
    seat.settle(lambda: seat.place.person is not None)
    seat.place.export(record, "")
    page = seat.page(ExportPage)
    seat.settle()
    pick(page.to_choice, "freephone")
    seat.settle(lambda: page.stands.text() == ON_YES)
    page.minor.setChecked(True)
    page.save_to(tmp_path / "case.json")
    seat.settle(page.trouble.isVisible)
    seat.settle(lambda: page.stands.isVisible() and page.stands.text() != ON_YES)
    assert not (tmp_path / "case.json").exists()
    seat.leave()


def test_who_hands_a_record_to_another_agency_sees_what_is_missing(qtbot: QtBot, workplace_store: Path) -> None:
    seat, _record, page = handing(qtbot, workplace_store, ADULT)
    line = page.agency.stands
    assert line.isHidden()
    pick(page.agency.kind_choice, "anti_trafficking")
    seat.settle(line.isVisible)
    assert line.text() and line.text() != ON_YES
    pick(page.agency.kind_choice, "")
    assert line.isHidden(), "nobody is chosen"
    pick(page.agency.kind_choice, "police")
    seat.settle(line.isVisible)
    assert line.text()
    seat.leave()
