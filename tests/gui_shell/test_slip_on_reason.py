"""A slip that goes on a reason tells what is in its record alone, from the moment that this is chosen."""

from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from intake_app import workflow
from intake_app.gui.slip_page import SlipPage
from intake_app.vault import Vault
from tests.gui_shell import people
from tests.gui_shell.test_desk import Desk, at_the_desk
from tests.gui_shell.windows import PASSPHRASE, Seat
from tests.workflow.test_concluding import later

pytestmark = pytest.mark.window


def told_elsewhere(store: Vault, how: str) -> str:
    """A record in which nothing of health was told, whose person told it in another one; and said this of slips."""
    record = people.finish(store, people.ARABIC, {"next_steps/services": "legal_information"})
    case = workflow.case_for(store, record).id
    later(store, case, "sexual", after__see_doctor="yes", after__doctor_gender="woman")
    if how == "withdrawn":
        workflow.withdraw_consent(store, record, "slip")
    else:
        workflow.consent_given(store, record, "slip", word="no")
    return record


def opened(seat: Seat, record: str) -> SlipPage:
    desk = seat.page(Desk)
    desk.table.choose(record)
    seat.press(Qt.Key.Key_Return, on=desk.table)
    page = seat.page(SlipPage)
    seat.settle(lambda: page.proposal is not None)
    return page


def wanted(page: SlipPage) -> list[str]:
    return [code for code, box in page.sheet.services.items() if box.isChecked()]


def test_after_a_word_was_taken_back_the_fields_follow_what_it_goes_on(qtbot: QtBot, workplace_store: Path) -> None:
    with workflow.open_store(workplace_store, "Sara", PASSPHRASE) as store:
        record = told_elsewhere(store, "withdrawn")
    seat = at_the_desk(qtbot, workplace_store)
    page = opened(seat, record)
    sheet, consent = page.sheet, page.sheet.consent
    assert wanted(page) == ["medical_visit", "legal_information"]
    sheet.recipient.choose("health")
    sheet.services["mediation"].setChecked(True)
    consent.danger.setChecked(True)
    assert not page.issue.isEnabled()
    seat.settle(lambda: page.proposal is not None and page.proposal.by_itself)
    assert wanted(page) == ["legal_information", "mediation"], "what was chosen here stays"
    assert sheet.choices["doctor_gender"].code() == "any" and sheet.choices["priority"].code() == "24h"
    consent.person.setChecked(True)
    seat.settle(lambda: page.proposal is not None and not page.proposal.by_itself)
    assert wanted(page) == ["medical_visit", "legal_information", "mediation"]
    assert sheet.choices["doctor_gender"].code() == "woman"
    consent.person.setChecked(False)
    seat.type(consent.reason, "she is bleeding")
    seat.settle(lambda: page.issue.isEnabled())
    assert wanted(page) == ["legal_information", "mediation"]
    seat.click(page.issue)
    seat.settle(lambda: page.issued is not None)
    assert page.issued is not None
    assert "dottoressa" not in " ".join(one.extract_text() for one in PdfReader(BytesIO(page.issued.pdf)).pages)
    seat.leave()


def test_after_a_no_danger_brings_nothing_of_other_records(qtbot: QtBot, workplace_store: Path) -> None:
    with workflow.open_store(workplace_store, "Sara", PASSPHRASE) as store:
        record = told_elsewhere(store, "no")
    seat = at_the_desk(qtbot, workplace_store)
    page = opened(seat, record)
    seat.click(page.danger)
    seat.settle(lambda: page.proposal is not None and page.proposal.by_itself)
    assert wanted(page) == ["legal_information"]
    page.sheet.recipient.choose("health")
    seat.settle(lambda: len(page.preview.sheets) == 2)
    assert not page.trouble.isVisible()
    seat.leave()
