"""A doubt that a person is, or may be, under 18 holds slips that went: where it is noted, and on the page of a slip."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from intake_app import slips, workflow
from intake_app.gui.agreement_page import AgreementPage
from intake_app.gui.slip_page import SlipPage
from intake_app.workflow.age_grounds import AgeGround
from tests.gui_shell import people
from tests.gui_shell.windows import PASSPHRASE, Seat

pytestmark = pytest.mark.window


def gone(path: Path) -> tuple[str, str]:
    """Of a person who told to be an adult: a record, and a slip that went on their word."""
    with workflow.open_store(path, "Sara", PASSPHRASE) as store:
        record = people.finish(store, people.BENGALI, {})
        workflow.case_for(store, record)
        sheet = workflow.propose_slip(store, record).sheet
        return record, workflow.issue_slip(store, record, "health", sheet, "bn", slips.render).reference


def test_a_doubt_that_is_noted_as_something_is_taken_back_says_which_slips_it_holds(
    qtbot: QtBot, workplace_store: Path
) -> None:
    record, reference = gone(workplace_store)
    seat = Seat(qtbot, workplace_store, "en")
    seat.unlock("Sara")
    seat.place.take_back(record, "KARO")
    page = seat.page(AgreementPage)
    seat.settle(page.doubt.isVisible)
    chosen = next(at for at, (purpose, _to) in enumerate(page.ways.offered) if purpose == "sync")
    page.what_choice.choose(str(chosen))
    page.what_choice.picked.emit(str(chosen))
    seat.click(page.doubt)
    seat.click(page.take_back)
    seat.settle(lambda: reference in seat.shell.notice.words.text())
    assert seat.shell.notice.words.text().startswith("Taken back.")
    seat.leave()


def test_the_page_of_a_slip_tells_a_doubt_over_an_age_that_was_told_and_what_ends_it(
    qtbot: QtBot, workplace_store: Path
) -> None:
    record, reference = gone(workplace_store)
    with workflow.open_store(workplace_store, "Sara", PASSPHRASE) as store:
        workflow.consent_given(store, record, "slip", word="no", recipient="prefecture", in_doubt=True)
    seat = Seat(qtbot, workplace_store, "en")
    seat.unlock("Sara")
    seat.place.refer(record)
    page = seat.page(SlipPage)
    seat.settle(lambda: page.proposal is not None)
    page.sheet.recipient.choose("health")
    page.sheet.recipient.picked.emit("health")
    card = page.sheet.consent
    assert card.unknown.isVisible() and "Nobody has told" not in card.unknown.text()
    assert "told that they are 18 or older" in card.unknown.text() and "page of the person" in card.unknown.text()
    assert card.guardian.isVisible() and not card.alone.isVisible(), "no duty rests on a doubt alone"
    page.sheet.choices["age_band"].choose("adult")
    page.sheet.choices["age_band"].picked.emit("adult")
    card.source.choose("document")
    card.source.picked.emit("document")
    assert card.guardian.isVisible() and not card.ready, "what is told ends no doubt"
    seat.leave()
    with workflow.open_store(workplace_store, "Sara", PASSPHRASE) as store:
        case = store.case_of(record)
        assert case is not None
        workflow.decide_age(store, case.id, "adult", "the passport was seen", AgeGround("passport"))
        assert workflow.reprint(store, reference).reference == reference
