"""A slip that stays here says why: who took it back, that the person is a child, a duty that ended, or no more."""

from collections.abc import Callable

import pytest

from intake_app import workflow
from intake_app.errors import IntakeError
from intake_app.gui import desk
from intake_app.vault import Vault
from intake_app.workflow import ConsentSheet, stopped_slips
from intake_app.workflow.age_grounds import AgeGround
from tests.workflow.consent_scenes import GUARDIAN
from tests.workflow.test_said_since import ALL, Place

GUARDIAN = ConsentSheet(given=True, guardian=GUARDIAN, language="bn")


def why(store: Vault, reference: str) -> str:
    with pytest.raises(IntakeError) as stopped:
        workflow.reprint(store, reference)
    assert stopped.value.code in stopped_slips.CODES, "the others of the day are printed"
    return stopped.value.code


@pytest.fixture
def place(store: Vault) -> Place:
    return Place(store)


@pytest.fixture
def met(place: Place) -> str:
    return place.closed("asks", place.store.open_case().id, **ALL)


def case_of(store: Vault, record: str) -> str:
    case = store.case_of(record)
    assert case is not None
    return case.id


NOES: dict[str, Callable[[Vault, str], None]] = {
    "research": lambda store, record: workflow.consent_given(store, record, "research", word="no"),
    "another service": lambda store, record: workflow.consent_given(store, record, "slip", "labour_desk", word="no"),
    "sending": lambda store, record: workflow.consent_given(store, record, "sync", word="no"),
}


@pytest.mark.parametrize("about", NOES)
def test_a_no_to_something_else_is_not_why_the_slip_of_a_child_stays(place: Place, met: str, about: str) -> None:
    store, slip = place.store, place.slip(met)
    NOES[about](store, met)
    assert workflow.reprint(store, slip)
    assert store.put_age(met, "minor", "document")
    assert why(store, slip) == "workflow.slip_of_child"


def test_nobody_is_said_to_have_agreed_again_who_took_nothing_back(place: Place, met: str) -> None:
    store, slip = place.store, place.slip(met)
    assert store.put_age(met, "minor", "document")
    assert why(store, slip) == "workflow.slip_of_child"
    assert place.slip(met, noted=GUARDIAN)
    assert why(store, slip) == "workflow.slip_ended", "the guardian agreed for the first time"
    workflow.decide_age(store, case_of(store, met), "adult", "the passport was seen here", AgeGround("passport"))
    assert why(store, slip) == "workflow.slip_ended"


def test_what_a_duty_ended_with_is_told_of_the_slip_that_went_on_it_alone(place: Place, met: str) -> None:
    store, other = place.store, place.closed(**ALL)
    going = place.slip(other)
    assert store.put_age(met, "minor", "document")
    duty = place.slip(met, "social_services", ConsentSheet(alone=True))
    workflow.decide_age(store, case_of(store, met), "adult", "the passport was seen here", AgeGround("passport"))
    assert why(store, duty) == "workflow.duty_ended"
    assert place.slip(met, "social_services"), "they agreed to that in the form"
    assert why(store, duty) == "workflow.duty_ended"
    found, of_two = desk._going((duty, going), store, lambda _done, _of: None)
    assert ([one.reference for one in found], of_two) == ([going], {duty: "workflow.duty_ended"})


def test_what_a_guardian_took_back_or_refused_is_told_as_theirs(place: Place, met: str) -> None:
    store = place.store
    assert store.put_age(met, "minor", "document")
    slip = place.slip(met, noted=GUARDIAN)
    workflow.withdraw_consent(store, met, "slip", whose="guardian")
    assert why(store, slip) == "screening.guardian_withdrawn"
    workflow.consent_given(store, met, "slip", whose="guardian", word="no")
    assert why(store, slip) == "screening.guardian_said_no"
    workflow.withdraw_consent(store, met)
    assert why(store, slip) == "vault.withdrawn", "the person did, too"


def test_who_agreed_again_is_told_so_only_where_it_would_go_on_their_word(place: Place, met: str) -> None:
    store, slip = place.store, place.slip(met)
    workflow.withdraw_consent(store, met, "slip")
    assert why(store, slip) == "vault.withdrawn"
    workflow.consent_given(store, met, "slip", language="bn")
    assert why(store, slip) == "workflow.slip_anew"
    assert store.put_age(met, "minor", "document")
    assert why(store, slip) == "vault.withdrawn", "they had taken it back, whatever else is missing now"


def test_the_slip_of_who_turned_out_a_child_alone_is_told_so_also_where_no_reason_counts(
    place: Place, met: str
) -> None:
    store = place.store
    workflow.own_word_given(store, met, "police", "yes", language="bn")
    slip = place.slip(met, "police")
    assert store.put_age(met, "minor", "document")
    assert place.slip(met, "social_services", ConsentSheet(alone=True))
    assert why(store, slip) == "workflow.slip_of_child"
