"""Records that were taken out of one case, one by one, and are of one person after all: what was said stands as before.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from intake_app import workflow
from intake_app.vault import Vault
from tests.workflow.test_said_since import ALL, FIRST, Place, code_of

WHY = "same face and same voice"
NO = {**ALL, "referral": "no", "sync": "no"}
Said = Callable[["Two"], None]


@dataclass
class Two:
    """Two records in one case; the second was begun after the first was closed."""

    place: Place
    case: str
    first: str
    second: str

    @property
    def store(self) -> Vault:
        return self.place.store

    def stands(self) -> tuple[set[str], list[str]]:
        """What waits, and what is said to a slip of each."""
        codes = [code_of(lambda one=each: self.place.slip(one)) for each in (self.first, self.second)]
        return self.place.due(), codes

    def apart(self) -> tuple[str, str]:
        """Each in a case of its own."""
        first, second = (workflow.take_from_case(self.store, self.case, each).id for each in (self.first, self.second))
        return first, second

    def again(self) -> None:
        workflow.merge_cases(self.store, *self.apart(), WHY)


def two(place: Place, first: dict[str, str], second: dict[str, str]) -> Two:
    case = place.store.open_case().id
    return Two(place, case, *(closed(place, case, said) for said in (first, second)))


def closed(place: Place, case: str, said: dict[str, str]) -> str:
    record = place.begun(FIRST, True, case, **said)
    workflow.finalise_draft(place.store, record)
    return record


def nothing(_two: Two) -> None:
    """But what the forms heard."""


def a_no_then_a_yes(two: Two) -> None:
    workflow.consent_given(two.store, two.first, "slip", word="no")
    workflow.consent_given(two.store, two.second, "slip", language="bn")


def a_yes_then_a_no(two: Two) -> None:
    workflow.consent_given(two.store, two.first, "slip", language="bn")
    workflow.consent_given(two.store, two.second, "slip", word="no")


def taken_back_and_agreed_to(two: Two) -> None:
    workflow.withdraw_consent(two.store, two.first, "slip")
    workflow.agree_again(two.store, two.first, [("slip", "health")], language="bn")


def taken_back(two: Two) -> None:
    workflow.withdraw_consent(two.store, two.first)


@pytest.fixture
def place(workplace: Vault) -> Place:
    return Place(workplace)


@pytest.mark.parametrize("said", [nothing, a_no_then_a_yes, a_yes_then_a_no, taken_back_and_agreed_to, taken_back])
@pytest.mark.parametrize(("first", "second"), [(ALL, ALL), (NO, ALL), (ALL, NO)])
def test_put_together_again_they_stand_as_they_stood(
    place: Place, said: Said, first: dict[str, str], second: dict[str, str]
) -> None:
    both = two(place, first, second)
    said(both)
    before = both.stands()
    both.again()
    assert both.stands() == before
    assert place.store.check() == ()


def test_what_one_of_them_refused_meanwhile_counts_for_both(place: Place) -> None:
    both = two(place, ALL, ALL)
    cases = both.apart()
    workflow.consent_given(place.store, both.first, "slip", word="no")
    workflow.withdraw_consent(place.store, both.first, "sync")
    workflow.consent_given(place.store, both.second, "slip", language="bn")
    workflow.merge_cases(place.store, *cases, WHY)
    assert both.stands() == (set(), ["screening.consent_refused"] * 2)


def test_what_a_third_one_refused_elsewhere_is_no_older_for_it(place: Place) -> None:
    """It was heard apart: no clock tells whether that was before what the two had said in one place."""
    both = two(place, ALL, ALL)
    workflow.consent_given(place.store, both.first, "slip", word="no")
    third = place.closed("asks", **ALL)
    workflow.consent_given(place.store, third, "slip", word="no")
    workflow.consent_given(place.store, both.second, "slip", language="bn")
    first, second = both.apart()
    workflow.put_in_case(place.store, third, first)
    workflow.merge_cases(place.store, first, second, WHY)
    assert both.stands()[1] == ["screening.consent_refused"] * 2


def test_what_somebody_says_of_a_store_that_was_put_back_is_no_copy(place: Place) -> None:
    """The same words as before, taken back for the second time, by the code of the person."""
    both = two(place, ALL, ALL)
    workflow.withdraw_consent(place.store, both.first)
    for each in (both.first, both.second):
        workflow.agree_again(place.store, each, [("sync", "organisation"), ("slip", "health")], language="bn")
    first, _second = both.apart()
    code, opening = place.store.case(first).code, place.store._opening
    opening.held = "2026-01-01"
    workflow.confirm_put_back(place.store, [code])
    assert both.first not in place.due() and code_of(lambda: place.slip(both.first)) == "screening.consent_withdrawn"


def test_what_went_on_the_word_of_the_other_waits_again(place: Place) -> None:
    store, case = place.store, place.store.open_case().id
    first = closed(place, case, ALL)
    module = place.begun("module", False, case)
    assert workflow.finalise_draft(store, module).released
    apart = workflow.take_from_case(store, case, module).id
    assert place.due() == {first}
    workflow.merge_cases(store, case, apart, WHY)
    assert place.due() == {first, module}
    workflow.take_from_case(store, case, module)
    workflow.withdraw_consent(store, first, "sync")
    workflow.merge_cases(store, case, store.case_of(module).id, WHY)  # type: ignore[union-attr]
    assert place.due() == set(), "taken back meanwhile"
