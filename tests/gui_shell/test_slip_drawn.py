"""What is drawn beside the sheet of a slip is what would be issued, or why none can be."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from intake_app import slips, workflow
from intake_app.gui.export_page import JSON, SCREENING, ExportPage
from intake_app.gui.slip_page import SlipPage
from tests.gui_shell import people
from tests.gui_shell.windows import PASSPHRASE, Seat

pytestmark = pytest.mark.window


def interview(path: Path, **told: str) -> str:
    with workflow.open_store(path, "Sara", PASSPHRASE) as store:
        return people.finish(store, people.ARABIC, {f"information/{name}": word for name, word in told.items()})


def slip(bot: QtBot, path: Path, record: str) -> tuple[Seat, SlipPage]:
    seat = Seat(bot, path)
    seat.unlock("Sara")
    seat.settle(lambda: seat.place.home is not None and bool(seat.place.home._lists))
    seat.place.refer(record)
    page = seat.page(SlipPage)
    seat.settle(lambda: page.proposal is not None)
    return seat, page


def test_the_slip_of_a_child_who_is_alone_is_drawn_although_they_said_no(qtbot: QtBot, workplace_store: Path) -> None:
    record = interview(workplace_store, age_band="minor", consent_referral="no")
    seat, page = slip(qtbot, workplace_store, record)
    page.sheet.recipient.choose("juvenile_court")
    qtbot.waitUntil(lambda: "agree" in page.preview.note.text(), timeout=10_000)
    assert not page.preview.sheets
    page.sheet.consent.alone.setChecked(True)
    qtbot.waitUntil(lambda: bool(page.preview.sheets), timeout=10_000)
    assert "Preview" in page.preview.note.text()
    assert not page.trouble.isVisible()
    seat.leave()


def test_no_slip_for_a_service_before_stays_beside_one_that_is_refused(qtbot: QtBot, workplace_store: Path) -> None:
    seat, page = slip(qtbot, workplace_store, interview(workplace_store))
    page.sheet.recipient.choose("health")
    qtbot.waitUntil(lambda: bool(page.preview.sheets), timeout=10_000)
    page.sheet.recipient.choose("questura")
    qtbot.waitUntil(lambda: not page.preview.sheets, timeout=10_000)
    qtbot.waitUntil(lambda: "police" in page.preview.note.text(), timeout=10_000)
    assert "social path" not in page.preview.note.text(), "nobody has chosen one"
    page.sheet.recipient.choose("")
    assert page.preview.note.text().startswith("Choose a service")
    page.sheet.recipient.choose("health")
    qtbot.waitUntil(lambda: bool(page.preview.sheets), timeout=10_000)
    seat.leave()


@pytest.mark.parametrize("size", [(1366, 768), (1024, 600)])
@pytest.mark.parametrize("kind", [JSON, SCREENING])
def test_why_nothing_was_saved_is_seen(
    qtbot: QtBot, workplace_store: Path, tmp_path: Path, size: tuple[int, int], kind: str
) -> None:
    record = interview(workplace_store, consent_export="no" if kind == JSON else "yes")
    seat = Seat(qtbot, workplace_store, size=size)
    seat.unlock("Sara")
    seat.settle(lambda: seat.place.home is not None and bool(seat.place.home._lists))
    seat.place.export(record, "CODE")
    page = seat.page(ExportPage)
    page.format_choice.choose(kind)
    page.to_choice.choose("anti_trafficking")
    for held in (page.format_choice, page.reason_line):
        held.setFocus()
        page.save_to(tmp_path / "file")
        seat.settle(page.trouble.isVisible)
        qtbot.waitUntil(
            lambda: page.trouble.visibleRegion().boundingRect().height() == page.trouble.height(), timeout=10_000
        )
        assert not (tmp_path / "file").exists()
    if kind == SCREENING:
        assert "has not been asked about this page" in page.trouble.text(), "a box that is not ticked is no no"
    seat.leave()


def test_advice_on_going_back_is_asked_about_by_itself(qtbot: QtBot, workplace_store: Path) -> None:
    seat, page = slip(qtbot, workplace_store, interview(workplace_store))
    consent = page.sheet.consent
    page.sheet.recipient.choose("health")
    assert not consent.person.isVisible() and not consent.risks.isVisible()
    page.sheet.recipient.choose("return_desk")
    assert consent.person.isVisible() and consent.risks.isVisible()
    consent.person.setChecked(True)
    assert not page.issue.isEnabled()
    consent.risks.setChecked(True)
    assert page.issue.isEnabled()
    page.sheet.recipient.choose("health")
    page.sheet.recipient.choose("return_desk")
    assert not consent.person.isChecked() and not consent.risks.isChecked()
    consent.person.setChecked(True)
    consent.risks.setChecked(True)
    page.issue_now()
    seat.settle(lambda: page.issued is not None)
    seat.leave()


def test_who_may_be_hurt_now_is_not_to_wait_three_days(qtbot: QtBot, workplace_store: Path) -> None:
    seat, page = slip(qtbot, workplace_store, interview(workplace_store))
    page.sheet.recipient.choose("health")
    assert page.sheet.choices["priority"].code() == "72h"
    page.sheet.consent.danger.setChecked(True)
    assert page.sheet.sheet().priority == "24h"
    page.sheet.choices["priority"].choose("2w")
    page.sheet.consent.reason.setText("x")
    assert page.sheet.sheet().priority == "2w", "the desk may choose another"
    seat.leave()


def test_a_slip_that_was_taken_back_opens_with_why_and_nothing_to_fill_in(
    qtbot: QtBot, workplace_store: Path
) -> None:
    record = interview(workplace_store)
    with workflow.open_store(workplace_store, "Sara", PASSPHRASE) as store:
        sheet = workflow.propose_slip(store, record).sheet
        reference = workflow.issue_slip(store, record, "health", sheet, "ar", slips.render).reference
        workflow.withdraw_consent(store, record)
    seat = Seat(qtbot, workplace_store)
    seat.unlock("Sara")
    seat.settle(lambda: seat.place.home is not None and bool(seat.place.home._lists))
    place = seat.place
    seat.shell.show_page(SlipPage(seat.words, seat.lanes, seat.look, place.directory, slip=reference))
    page = seat.page(SlipPage)
    seat.settle(page.reason.isVisible)
    assert page.head.text() == f"Slip {reference}"
    assert "taken back" in page.explanation.text() or "withdrawn" in page.explanation.text()
    assert not page.sheet.isVisible() and not page.issue.isVisible() and not page.danger.isVisible()
    seat.leave()
