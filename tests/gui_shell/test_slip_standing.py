"""The page of a slip says what stands: it issues where the button says so, and asks whom the rule asks."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from intake_app import workflow
from intake_app.gui.agreement_page import AgreementPage
from intake_app.gui.slip_page import SlipPage
from intake_app.vault import Vault
from intake_app.workflow import GuardianYes
from tests.gui_shell.test_agreement import asked
from tests.gui_shell.test_two_sittings import (
    ADULT,
    CHILD,
    OF_GUARDIAN,
    SIGNED_FR,
    SIGNED_UR,
    agreed_line,
    child_agrees,
    fill,
    guardian_agrees,
    issued,
    noted,
    opened,
    said,
    seated,
)
from tests.gui_shell.windows import Seat
from tests.slips.test_pdf import extracted

pytestmark = pytest.mark.window
_HEALTH_UR = {**SIGNED_UR, "recipient": ""}


def back(seat: Seat, record: str, to: str, whose: str = "person") -> None:
    asked(seat, lambda store: [workflow.withdraw_consent(store, record, "slip", to, whose=whose)])


def pressed(seat: Seat, page: SlipPage) -> None:
    """The button is pressed, and what comes of it is there."""
    before = page.proposal
    seat.click(page.issue)
    seat.settle(lambda: page.trouble.isVisible() or page.issued is not None or page.proposal is not before)
    seat.settle()


def test_after_a_guardian_alone_took_back_the_guardian_alone_is_asked_and_the_button_says_that_it_goes(
    qtbot: QtBot, workplace_store: Path
) -> None:
    seat, record = seated(qtbot, workplace_store, CHILD)
    noted(seat, record, _HEALTH_UR)
    back(seat, record, "", "guardian")
    page = opened(seat, record, "health")
    card = page.sheet.consent
    assert card.guardian.isVisible() and not card.person.isVisible() and not page.issue.isEnabled()
    guardian_agrees(seat, page)
    assert page.issue.text() == "Issue the slip"
    issued(seat, page)
    assert said(seat, record)[-1][2] == "guardian"
    seat.leave()


def test_what_would_go_is_not_issued_by_who_keeps_a_yes(qtbot: QtBot, workplace_store: Path) -> None:
    """Also where a guardian agreed elsewhere while the page is open: then the button says that it is issued."""
    seat, record = seated(qtbot, workplace_store, CHILD)
    page = opened(seat, record)
    child_agrees(seat, page)
    assert page.issue.text() == "Keep this yes"
    noted(seat, record, SIGNED_UR)
    pressed(seat, page)
    assert page.issued is None and asked(seat, lambda store: [store.slips(record)]) == [()]
    seat.settle(lambda: page.issue.isEnabled() and page.issue.text() == "Issue the slip")
    assert "guardian agreed" in page.sheet.consent.said_first.text() and page.sheet.consent.person.isChecked()
    issued(seat, page)
    seat.leave()


def test_who_agrees_again_in_the_same_way_has_it_kept_as_it_is_and_the_other_is_asked(
    qtbot: QtBot, workplace_store: Path
) -> None:
    seat, record = seated(qtbot, workplace_store, CHILD)
    noted(seat, record, SIGNED_FR)
    before = said(seat, record)
    page = opened(seat, record)
    card = page.sheet.consent
    seat.click(card.again)
    seat.click(card.person)
    seat.settle(page.issue.isEnabled)
    assert page.issue.text() == "Keep this yes"
    pressed(seat, page)
    assert said(seat, record) == before and not page.trouble.isVisible() and page.issued is None
    assert not card.again.isChecked() and card.guardian.isVisible() and "guardian" in page.foot.note.text()
    seat.settle(lambda: "being drawn" not in page.preview.note.text())
    guardian_agrees(seat, page)
    issued(seat, page)
    seat.leave()


@pytest.mark.parametrize("to", ["prefecture", ""])
def test_what_is_taken_back_elsewhere_meanwhile_is_shown_and_asked_for(
    qtbot: QtBot, workplace_store: Path, to: str
) -> None:
    seat, record = seated(qtbot, workplace_store, CHILD)
    noted(seat, record, SIGNED_FR)
    page = opened(seat, record)
    guardian_agrees(seat, page)
    back(seat, record, to)
    kept = said(seat, record)
    pressed(seat, page)
    card = page.sheet.consent
    seat.settle(card.person.isVisible)
    assert page.issued is None and said(seat, record) == kept, "nothing is kept of who was asked beside what ended"
    assert "person agreed" not in card.said_first.text() and card.guardian.isChecked()
    assert "took" in page.sheet.taken.text()
    seat.settle(lambda: "another since" in page.preview.note.text())
    child_agrees(seat, page)
    issued(seat, page)
    assert OF_GUARDIAN in said(seat, record)
    seat.leave()


def test_what_an_adult_takes_back_elsewhere_meanwhile_is_asked_for_where_the_form_had_asked(
    qtbot: QtBot, workplace_store: Path
) -> None:
    seat, record = seated(qtbot, workplace_store, ADULT)
    page = opened(seat, record, "health")
    seat.settle(page.issue.isEnabled)
    asked(seat, lambda store: [workflow.withdraw_consent(store, record)])
    pressed(seat, page)
    seat.settle(page.sheet.consent.person.isVisible)
    assert page.issued is None and not page.issue.isEnabled()
    seat.leave()


def of_police(seat: Seat, record: str) -> None:
    def told(store: Vault) -> bool:
        case = store.case_of(record)
        assert case is not None
        store.note_path(case.id, "judicial")
        workflow.own_word_given(store, record, "police", "yes", language="bn")
        return True

    assert asked(seat, told)


def test_a_guardian_who_agreed_to_slips_alone_is_asked_about_the_police_by_name_and_there_is_a_way_to_it(
    qtbot: QtBot, workplace_store: Path
) -> None:
    seat, record = seated(qtbot, workplace_store, CHILD)
    noted(seat, record, _HEALTH_UR)
    of_police(seat, record)
    page = opened(seat, record, "questura")
    seat.settle(page.to_own_word.isVisible)
    assert "guardian agreed" not in page.sheet.consent.said_first.text() and not page.issue.isEnabled()
    seat.click(page.sheet.consent.guardian)
    fill(page.sheet.consent.theirs.how, "signed", "ur")
    told = "Still missing: a word of its own about this service."
    seat.settle(lambda: page.foot.note.text() == told)  # and not nothing, beside a button that is off
    assert page.to_own_word.isVisible() and not page.issue.isEnabled()
    seat.click(page.to_own_word)
    other = seat.page(AgreementPage)
    seat.settle(other.own_word.isVisible)
    yes = GuardianYes("signed", "ur")
    asked(seat, lambda s: [workflow.own_word_given(s, record, "police", "yes", language="bn", guardian=yes)])
    seat.shell.leave_page()
    seat.settle(lambda: page.isVisible() and page.issue.isEnabled())
    assert "guardian agreed" in page.sheet.consent.said_first.text() and not page.to_own_word.isVisible()
    issued(seat, page)
    seat.leave()


@pytest.mark.parametrize("to", ["health", "labour_desk"])
def test_a_yes_by_name_to_a_body_of_a_general_yes_is_shown_as_it_is_printed(
    qtbot: QtBot, workplace_store: Path, to: str
) -> None:
    seat, record = seated(qtbot, workplace_store, ADULT)
    noted(seat, record, {"recipient": to, "how": "witness", "language": "fr", "witness": "interpreter"})
    page = opened(seat, record, to)
    card, shown = page.sheet.consent, page.sheet.consent.said_first.text()
    assert card.said_first.isVisible() and "witness" in shown and "nterpreter" in shown and "French" in shown
    assert not any(part.isVisible() for part in (card.person, card.how_field, card.language_field))
    seat.click(card.again)
    assert card.person.isVisible()
    seat.click(card.again)
    before = said(seat, record)
    seat.settle(page.issue.isEnabled)
    issued(seat, page)
    assert said(seat, record) == before and "testimone" in agreed_line(seat, page)
    seat.leave()


@pytest.mark.parametrize("to", ["health", "prefecture", "labour_desk"])
def test_the_guardian_who_agreed_stands_on_the_slip_of_who_is_said_there_to_be_under_18(
    qtbot: QtBot, workplace_store: Path, to: str
) -> None:
    seat, record = seated(qtbot, workplace_store, ADULT)
    page = opened(seat, record, to)
    page.sheet.choices["age_band"].choose("minor")
    page.sheet.choices["age_band"].picked.emit("minor")
    seat.settle()
    if page.sheet.consent.person.isVisible():
        child_agrees(seat, page)
    seat.click(page.sheet.consent.guardian)
    fill(page.sheet.consent.theirs.how, "signed", "ur")
    seat.settle(page.issue.isEnabled)
    issued(seat, page)
    slip = page.issued
    assert slip is not None
    text = " ".join(extracted(asked(seat, lambda store: store.slip(slip.reference)).pdf).split())
    told = "riferimento informato: sì" in text and "riferimento informato: sì no" not in text
    assert told or to == "labour_desk", "no boxes to tick; that desk is told no age"
    assert "urdu" in text.lower()
    seat.leave()
