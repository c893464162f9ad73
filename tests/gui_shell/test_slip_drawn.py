"""What is drawn beside the sheet of a slip is what would be issued, or why none can be."""

from functools import partial
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from intake_app import slips, vault, workflow
from intake_app.gui.agreement_page import AgreementPage
from intake_app.gui.export_page import JSON, SCREENING, ExportPage
from intake_app.gui.slip_page import SlipPage
from intake_app.workflow import services
from tests.gui_shell import people
from tests.gui_shell.test_agreement import asked
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


def test_a_slip_that_nobody_may_issue_is_not_offered_and_leads_to_what_the_person_says(
    qtbot: QtBot, workplace_store: Path
) -> None:
    seat, page = slip(qtbot, workplace_store, interview(workplace_store))
    page.sheet.recipient.choose("questura")
    qtbot.waitUntil(page.to_own_word.isVisible, timeout=10_000)
    assert not page.issue.isEnabled()
    page.to_own_word.click()
    answer = seat.page(AgreementPage)
    qtbot.waitUntil(answer.own_word.isVisible, timeout=10_000)
    answer.own_word.to_choice.choose("police")
    answer.own_word.word_choice.choose("yes")
    answer.own_word.how.how_choice.choose("spoken")
    qtbot.waitUntil(answer.own_word.keep.isEnabled, timeout=10_000)
    answer.own_word.keep.click()
    seat.settle(lambda: ("police", "person", "yes") in answer.ways.own_words)
    answer.back()
    assert seat.page(SlipPage) is page
    qtbot.waitUntil(lambda: bool(page.preview.sheets), timeout=10_000)
    qtbot.waitUntil(lambda: not page.to_own_word.isVisible(), timeout=10_000)
    page.sheet.recipient.choose("health")
    qtbot.waitUntil(page.issue.isEnabled, timeout=10_000)
    seat.leave()


def test_what_was_agreed_by_name_as_an_adult_is_told_so_of_who_counts_as_a_child(
    qtbot: QtBot, workplace_store: Path
) -> None:
    record = interview(workplace_store)
    with workflow.open_store(workplace_store, "Sara", PASSPHRASE) as store:
        workflow.own_word_given(store, record, "police", "yes", language="fr")
        workflow.decide_age(store, workflow.case_for(store, record).id, "minor", "the birth certificate was seen here")
        assert ("police", "person", "as_adult") in workflow.agreement(store, record).own_words
    seat, page = slip(qtbot, workplace_store, record)
    page.sheet.recipient.choose("questura")
    qtbot.waitUntil(page.to_own_word.isVisible, timeout=10_000)
    page.to_own_word.click()
    answer = seat.page(AgreementPage)
    qtbot.waitUntil(answer.own_word.isVisible, timeout=10_000)
    assert "police: the person agreed as an adult, and counts as a child" in answer.own_word.stands.text()
    seat.leave()


def test_a_slip_that_asks_its_service_for_nothing_says_so(qtbot: QtBot, workplace_store: Path) -> None:
    seat, page = slip(qtbot, workplace_store, interview(workplace_store))
    page.sheet.recipient.choose("health")
    page.sheet.services["medical_visit"].setChecked(True)
    assert "for nothing" not in page.sheet.left_out.text()
    for box in page.sheet.services.values():
        box.setChecked(False)
    assert page.sheet.left_out.isVisible() and "for nothing" in page.sheet.left_out.text()
    page.sheet.services["labour_rights"].setChecked(True)
    assert "for nothing" in page.sheet.left_out.text(), "it is not on a slip for this service"
    qtbot.waitUntil(lambda: "for nothing" in page.preview.note.text(), timeout=10_000)
    qtbot.waitUntil(page.to_help.isVisible, timeout=10_000)
    seat.click(page.to_help)
    assert page.sheet.services["medical_visit"].hasFocus()
    page.sheet.services["medical_visit"].setChecked(True)
    qtbot.waitUntil(lambda: "for nothing" not in page.preview.note.text(), timeout=10_000)
    assert not page.to_help.isVisible()
    seat.leave()


def test_the_preview_says_that_the_name_of_who_sends_is_left_out(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "w.intake"
    setup = workflow.Setup("Contro il traffico di persone", "Molo", "0", "Sara", vault.Role.MEDIATOR, PASSPHRASE)
    workflow.create_store(path, setup, vault.FLOOR).close()
    seat, page = slip(qtbot, path, interview(path))
    page.sheet.recipient.choose("health")
    qtbot.waitUntil(lambda: "name is not on it" in page.preview.note.text(), timeout=10_000)
    page.sheet.recipient.choose("freephone")
    qtbot.waitUntil(lambda: "name" not in page.preview.note.text(), timeout=10_000)
    assert page.preview.sheets
    for name, told in (("Centro Alba", "names you as “\u2068Centro Alba\u2069”"), ("", "name is not on it")):
        asked(seat, partial(services.set_paper_name, text=name))
        page.sheet.recipient.choose("health")
        qtbot.waitUntil(lambda told=told: told in page.preview.note.text(), timeout=10_000)  # type: ignore[misc]
        assert ("not on it" in page.preview.note.text()) is not bool(name)
        page.sheet.recipient.choose("freephone")
        qtbot.waitUntil(lambda: "name" not in page.preview.note.text(), timeout=10_000)
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
