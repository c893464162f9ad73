"""Whom the law asks to tell of a child who is alone stays in sight until each of both bodies was told by a slip."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from intake_app import i18n, slips, workflow
from intake_app.gui.case_page import CasePage
from intake_app.gui.still_owed import StillOwed
from intake_app.vault import Role
from intake_app.workflow import ConsentSheet, owing
from tests.gui_shell import people
from tests.gui_shell.test_agreement import asked
from tests.gui_shell.test_two_sittings import ADULT, CHILD, issued, opened, seated
from tests.gui_shell.windows import PASSPHRASE, Seat

pytestmark = pytest.mark.window
COURT, TOWN = "juvenile court", "social services of the town"
UNTOLD = {"information/age_band": "prefers_not_to_say"}


def told(owed: StillOwed) -> str:
    return owed.line.text() if owed.card.isVisible() else ""


def at_person(seat: Seat, case: str) -> CasePage:
    seat.shell.show_page(seat.place.show_case(case))
    page = seat.page(CasePage)
    seat.settle(lambda: page.sheet is not None)
    seat.settle()
    return page


def test_after_the_slip_to_one_of_both_the_other_is_still_to_be_told(qtbot: QtBot, workplace_store: Path) -> None:
    seat, record = seated(qtbot, workplace_store, CHILD)
    (case,) = (found.id for found in asked(seat, lambda store: [store.case_of(record)]) if found)
    assert not told(at_person(seat, case).owed), "nobody told that the child is alone"
    page = opened(seat, record, "juvenile_court")
    assert not told(page.owed)
    seat.click(page.sheet.consent.alone)
    issued(seat, page)
    seat.settle(page.owed.card.isVisible)
    assert TOWN in told(page.owed) and COURT not in told(page.owed)
    person = at_person(seat, case)
    seat.settle(person.owed.card.isVisible)
    seat.words.set_language("ar")
    assert "الخدمات الاجتماعية" in told(person.owed)
    seat.words.set_language("en")
    page = opened(seat, record, "social_service")
    assert TOWN in told(page.owed), "before it is issued, too"
    seat.settle(page.issue.isEnabled)
    issued(seat, page)
    seat.settle(page.owed.card.isHidden)
    assert not told(at_person(seat, case).owed)
    seat.leave()


@pytest.mark.parametrize(("age", "left"), [(ADULT, ()), (UNTOLD, ("social_services",))])
def test_what_is_presumed_of_who_told_no_age_is_owed_too_and_nothing_of_an_adult(
    workplace_store: Path, age: dict[str, str], left: tuple[str, ...]
) -> None:
    with workflow.open_store(workplace_store, "Sara", PASSPHRASE) as store:
        record = people.finish(store, people.BENGALI, age)
        assert owing.still_to_tell(store, record) == ()
        if left:
            sheet = workflow.propose_slip(store, record).sheet
            workflow.issue_slip(store, record, "juvenile_court", sheet, "bn", slips.render, ConsentSheet(alone=True))
        assert owing.still_to_tell(store, record) == left


@pytest.mark.parametrize(("what", "left"), [("saved", ()), ("received", ()), ("", ("juvenile_court",))])
def test_a_court_that_was_told_stays_so_when_the_slip_is_taken_back_then(
    workplace_store: Path, what: str, left: tuple[str, ...]
) -> None:
    with workflow.open_store(workplace_store, "Sara", PASSPHRASE) as store:
        record, guardian = people.finish(store, people.BENGALI, CHILD), workflow.GuardianYes("spoken", "ur")
        sheet, agreed = workflow.propose_slip(store, record).sheet, ConsentSheet(guardian=guardian)
        court = workflow.issue_slip(store, record, "juvenile_court", sheet, "bn", slips.render, agreed)
        workflow.issue_slip(store, record, "social_service", sheet, "bn", slips.render, ConsentSheet(alone=True))
        if what == "saved":
            workflow.slip_left(store, court.reference, what)
        elif what:
            workflow.note_answer(store, court.reference, what)
        workflow.withdraw_consent(store, record, "slip")
        assert owing.still_to_tell(store, record) == left


@pytest.mark.parametrize("first", ["guardian", "nobody"])
def test_no_slip_says_that_there_is_no_guardian_once_one_was_heard(workplace_store: Path, first: str) -> None:
    with workflow.open_store(workplace_store, "Sara", PASSPHRASE) as store:
        record, guardian = people.finish(store, people.BENGALI, CHILD), workflow.GuardianYes("spoken", "ur")
        sheet = workflow.propose_slip(store, record).sheet
        workflow.issue_slip(store, record, "juvenile_court", sheet, "bn", slips.render, ConsentSheet(alone=True))
        if first == "guardian":
            agreed = ConsentSheet(guardian=guardian)
            workflow.issue_slip(store, record, "health", sheet, "bn", slips.render, agreed)
        content = workflow.draft_slip(store, record, "social_service", workflow.propose_slip(store, record).sheet)
        assert content.release.basis == "duty"
        made = slips.lay_out(content, "bn", i18n.load)
        row = {text.text for page in made.pages for text in page.texts if text.role.startswith("guardian-")}
        assert ("nessuno: non ne ha con sé" in row, {"sì", "no"} <= row) == (first == "nobody", first != "nobody")


def test_what_another_agency_told_whom_is_not_known(workplace_store: Path) -> None:
    with workflow.open_store(workplace_store, "Ada", PASSPHRASE) as store:
        workflow.add_person(store, "Far", Role.MEDIATOR, PASSPHRASE, agency="Another")
    with workflow.open_store(workplace_store, "Sara", PASSPHRASE) as store:
        record = people.finish(store, people.BENGALI, CHILD)
        workflow.hand_over(store, record, "Far", "social_services", ConsentSheet(alone=True))
        assert owing.still_to_tell(store, record) == ("juvenile_court",), "they read all of it"
    with workflow.open_store(workplace_store, "Far", PASSPHRASE) as store:
        assert owing.still_to_tell(store, record) == ()
