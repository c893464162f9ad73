"""Who hands a record over to another agency is not offered the bodies to which it does not go, and learns why."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from intake_app import workflow
from intake_app.errors import IntakeError
from intake_app.gui.hand_over_page import HandOverPage
from intake_app.vault import Role, Vault
from intake_app.workflow import AGENCY_KINDS, ConsentSheet, GuardianYes
from tests.gui_shell.test_agreement import asked
from tests.gui_shell.test_two_sittings import ADULT, CHILD, fill, seated
from tests.gui_shell.windows import PASSPHRASE, Seat

pytestmark = pytest.mark.window


def handing(bot: QtBot, path: Path, told: dict[str, str]) -> tuple[Seat, str, HandOverPage]:
    """The page on which Sara hands a finished first interview to Far, of another agency."""
    with workflow.open_store(path, "Ada", PASSPHRASE) as store:
        workflow.add_person(store, "Far", Role.MEDIATOR, PASSPHRASE, agency="Progetto")
    seat, record = seated(bot, path, told)
    seat.place.hand_over(asked(seat, lambda store: store.record(record)))
    page = seat.page(HandOverPage)
    seat.settle(lambda: page.taker_choice.count() > 0)
    to_far(page)
    seat.settle(page.agency.isVisible)
    return seat, record, page


def to_far(page: HandOverPage) -> None:
    at = next(at for at in range(page.taker_choice.count()) if "Far" in page.taker_choice.itemText(at))
    page.taker_choice.setCurrentIndex(at)
    page.taker_choice.picked.emit(page.taker_choice.code())


def refused(store: Vault, record: str, noted: ConsentSheet) -> set[str]:
    """As what kinds of body Far does not get the whole record although everybody agrees."""
    found = set[str]()
    for kind in AGENCY_KINDS:
        try:
            workflow.hand_over(store, record, "Far", kind, noted)
        except IntakeError as trouble:
            found |= {kind} if trouble.code in ("workflow.tells_whole", "screening.minors_alone") else set[str]()
        else:
            workflow.withdraw(store, record, "Far")
    return found


@pytest.mark.parametrize(("told", "alone"), [(ADULT, False), (CHILD, False), (CHILD, True)])
def test_the_bodies_that_are_offered_are_those_to_which_it_may_go(
    qtbot: QtBot, workplace_store: Path, told: dict[str, str], alone: bool
) -> None:
    seat, record, page = handing(qtbot, workplace_store, told)
    card = page.agency
    offered = {str(card.kind_choice.itemData(at)) for at in range(1, card.kind_choice.count())}
    assert card.shut.isVisible() and "trafficking" in card.shut.text()
    seat.leave()
    theirs = GuardianYes("signed", "ur", "") if told is CHILD and not alone else None
    noted = ConsentSheet(given=not alone, language="bn", guardian=theirs, alone=alone, risks=True)
    with workflow.open_store(workplace_store, "Sara", PASSPHRASE) as store:
        shut = refused(store, record, noted)
    assert len(shut) > 5
    owed = {"juvenile_court", "social_services"} if told is CHILD else set[str]()
    assert offered == set(AGENCY_KINDS) - (shut - owed), "to the court and the social services of a child who is alone"
    assert bool(shut & owed) is (told is CHILD and not alone)


def test_that_a_child_is_alone_is_asked_where_the_law_opens_the_record_for_it(
    qtbot: QtBot, workplace_store: Path
) -> None:
    seat, record, page = handing(qtbot, workplace_store, CHILD)
    card = page.agency
    assert card.alone.isHidden()
    card.kind_choice.choose("juvenile_court")
    assert card.alone.isVisible() and card.shut.text().startswith("This one reads the whole record only of a child")
    seat.click(card.person)
    fill(card.how, "spoken", "bn")
    assert not page.give.isEnabled(), "nobody is asked in vain"
    seat.click(card.person)
    seat.click(card.no)
    assert page.give.isEnabled() and page.give.text().startswith("Note that they said no")
    seat.click(card.no)
    seat.click(card.alone)
    seat.click(page.give)
    seat.settle(lambda: seat.shell.page is not page)
    assert asked(seat, lambda store: store.releases(record))[-1].recipient == "juvenile_court"
    seat.leave()
