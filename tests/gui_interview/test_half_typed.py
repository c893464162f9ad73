"""A birth that is half typed protects at once, and ends nothing for good before it is typed."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

import pytest
from PySide6.QtWidgets import QApplication

from intake_app import workflow
from intake_app.errors import IntakeError
from intake_app.gui.answers.birth import BirthAnswer
from intake_app.gui.interview_answering import PAUSE
from intake_app.gui.interview_saving import SOON
from intake_app.vault import Vault
from intake_app.workflow import ages
from tests.gui_interview.conftest import House, Interview
from tests.gui_shell import people

pytestmark = pytest.mark.window
T = TypeVar("T")
BORN = "/data/information/born"


def in_store(house: House, verb: Callable[[Vault], T]) -> T:
    found: T = house.wait(lambda done: house.lanes.vault(verb, done))
    return found


def with_slip(store: Vault) -> tuple[str, str]:
    """An adult with a slip for a health service on their word: the record and the reference of the slip."""
    record = people.finish(store, people.BENGALI)
    workflow.case_for(store, record)
    service = replace(workflow.directory().get("health"), code="service_health", recipient_kind="health")
    sheet, agreed = workflow.propose_slip(store, record).sheet, workflow.ConsentSheet(given=True, language="bn")
    slip = workflow.keep_slip(store, workflow.slip_for(store, record, service, sheet, agreed), b"%PDF")
    return record, slip.reference


def second(house: House) -> tuple[Interview, str, str]:
    """A second talk of that adult, who does not know their age, at the question about their birth."""
    record, reference = in_store(house, with_slip)
    talk = house.start(None, people.BENGALI, people.ITALIAN)
    in_store(house, lambda store: workflow.put_in_case(store, talk.opened.row.id, store.case_of(record).id))
    talk.page.answering.apply(talk.session.answer("/data/information/age_band", "does_not_know"))
    talk.go(BORN)
    answer = talk.answer()
    assert isinstance(answer, BirthAnswer)
    talk.click(answer.kinds["age"])
    answer.age.field.setFocus()
    return talk, record, reference


def prints(house: House, reference: str) -> bool:
    def reprint(store: Vault) -> bool:
        try:
            workflow.reprint(store, reference)
        except IntakeError as trouble:
            assert trouble.code in ("workflow.slip_ended", "workflow.slip_of_child"), trouble.code
            return False
        return True

    return in_store(house, reprint)


def stands(house: House, record: str) -> bool:
    """Whether that slip still rests on the word of the person."""
    return any(one.purpose == "slip" for one in in_store(house, lambda store: store.standing_releases(record)))


def slowly(talk: Interview, figures: str) -> None:
    for figure in figures:
        talk.type(figure)
        talk.bot.wait(PAUSE + SOON + 100)
        talk.wait_saved()


def test_the_first_figure_of_an_age_ends_no_slip(house: House) -> None:
    talk, record, reference = second(house)
    slowly(talk, "36")
    assert talk.session.value("/data/information/born_majority") == "over_18"
    talk.page.turn(1)
    talk.wait_saved()
    assert prints(house, reference)
    assert stands(house, record)
    assert in_store(house, lambda store: ages.age_of_person(store, record)) == "adult"


def test_the_age_of_a_child_counts_as_soon_as_the_field_is_left(house: House) -> None:
    talk, record, reference = second(house)
    slowly(talk, "16")
    assert stands(house, record), "it may be typed on"
    assert in_store(house, lambda store: ages.age_of_person(store, record)) == "minor", "if the program ends now, too"
    talk.page.turn(1)
    talk.wait_saved()
    assert not prints(house, reference) and not stands(house, record)
    assert in_store(house, lambda store: ages.age_of_person(store, record)) == "minor"


def test_an_age_at_which_nobody_types_on_counts_though_its_field_is_not_left(house: House) -> None:
    talk, record, reference = second(house)
    slowly(talk, "16")
    talk.bot.waitUntil(lambda: not stands(house, record))
    assert talk.answer().isAncestorOf(QApplication.focusWidget()) and not prints(house, reference)


def test_an_age_that_is_half_typed_when_the_window_goes_counts_as_it_stands(house: House) -> None:
    talk, _record, reference = second(house)
    talk.type("16")
    talk.page.save_now()
    talk.wait_saved()
    assert not prints(house, reference)
