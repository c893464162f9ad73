"""Who agrees again: what opens does, what does not says why, and the corrected record goes, not the one before."""

import pytest

from intake_app import workflow
from intake_app.vault import Vault
from intake_app.workflow import ConsentSheet, Returning
from intake_app.workflow.age_grounds import AgeGround
from tests.workflow.consent_scenes import GUARDIAN
from tests.workflow.test_said_since import ALL, FIRST, Place, code_of

SERVERS = [("sync", "organisation")]


@pytest.fixture
def place(workplace: Vault) -> Place:
    """One store for all that needs none of its own."""
    return Place(workplace)


def returning(place: Place, record: str, purpose: str) -> Returning:
    (found,) = (one for one in workflow.agreement(place.store, record).returning if one.purpose == purpose)
    return found


@pytest.mark.parametrize("child", [False, True])
def test_who_took_slips_back_and_refused_to_be_written_down_is_asked_about_both(place: Place, child: bool) -> None:
    record = place.closed(**{**ALL, "age": "minor" if child else "adult"})
    place.slip(record, "health", ConsentSheet(guardian=GUARDIAN if child else None))
    speakers = ("person", "guardian") if child else ("person",)
    for whose in speakers:
        workflow.withdraw_consent(place.store, record, "slip", whose=whose)
        workflow.consent_given(place.store, record, "record", word="no", whose=whose)
    back = returning(place, record, "slip")
    assert (back.asked, back.shut) == (("record", "slip"), ""), "each is read out"
    workflow.agree_again(place.store, record, [back.way], guardian=GUARDIAN if child else None, language="bn")
    assert code_of(lambda: place.slip(record)) == ""
    assert code_of(lambda: place.slip(record, "labour_desk")) in (
        "screening.consent_refused", "screening.consent_withdrawn"
    ), "to this service alone"  # fmt: skip


def test_what_stays_shut_though_they_agree_says_why(place: Place) -> None:
    record = place.closed(**ALL)
    place.slip(record)
    workflow.withdraw_consent(place.store, record)
    workflow.consent_given(place.store, record, "interview", word="no")
    for purpose in ("sync", "slip"):
        assert returning(place, record, purpose).shut == "screening.consent_refused", "they do not want to talk"
    told = workflow.agree_again(place.store, record, [*SERVERS, returning(place, record, "slip").way], language="bn")
    assert [one.shut for one in told] == ["screening.consent_refused"] * 2
    assert place.due() == set() and code_of(lambda: place.slip(record)) == "screening.consent_refused"
    workflow.consent_given(place.store, record, "interview", language="bn")
    assert code_of(lambda: place.slip(record)) == ""


def test_of_an_adult_whose_guardian_took_it_back_it_is_said_and_a_decision_opens_it(place: Place) -> None:
    record = place.closed(**{**ALL, "age": ""})
    workflow.consent_given(place.store, record, "slip", whose="guardian", language="bn")
    place.slip(record)
    case = workflow.case_for(place.store, record).id
    workflow.withdraw_consent(place.store, record, whose="guardian")
    agreed = ConsentSheet(given=True, age="adult", age_from="person", language="bn")
    assert code_of(lambda: place.slip(record, "health", agreed)) == "screening.guardian_of_adult"
    assert place.store.put_age(record, "adult", "document")
    assert (
        code_of(lambda: place.slip(record, "health", ConsentSheet(given=True, language="bn")))
        == "screening.guardian_of_adult"
    )
    assert (
        returning(place, record, "slip").shut
        == returning(place, record, "sync").shut
        == ("screening.guardian_of_adult")
    )
    for noted in (ConsentSheet(given=True, language="bn"), ConsentSheet(override_reason="they must know of it")):
        late = workflow.release_later(place.store, record, noted)
        assert (late.released, late.code) == (False, "screening.guardian_of_adult")
    workflow.decide_age(place.store, case, "adult", "The passport says it", AgeGround("passport"))
    assert place.slip(record, "health", ConsentSheet(given=True, language="bn")), "their own yes is enough"
    assert {one.purpose: one.shut for one in workflow.agreement(place.store, record).returning}.get("sync") == ""
    workflow.agree_again(place.store, record, SERVERS, language="bn")
    assert record in place.due()


def test_of_an_adult_the_guardian_may_agree_again_instead(place: Place) -> None:
    record = place.closed(**{**ALL, "age": ""})
    workflow.consent_given(place.store, record, "slip", whose="guardian", language="bn")
    place.slip(record)
    workflow.withdraw_consent(place.store, record, "slip", whose="guardian")
    assert place.store.put_age(record, "adult", "document")
    workflow.agree_again(place.store, record, [returning(place, record, "slip").way], guardian=GUARDIAN, language="bn")
    assert code_of(lambda: place.slip(record)) == ""


@pytest.mark.parametrize("in_case", [False, True])
def test_what_was_corrected_after_it_was_taken_back_goes_behind_what_it_corrects(place: Place, in_case: bool) -> None:
    case = place.store.open_case().id if in_case else ""
    record = place.closed("asks", case, **ALL)
    workflow.withdraw_consent(place.store, record)
    corrected = workflow.edit_record(place.store, record).row.id
    place.mine.add(corrected)
    place.answer(corrected, age="adult")
    assert not workflow.finalise_draft(place.store, corrected).released
    back = returning(place, record, "sync")
    assert back.codes == tuple(place.store.record(each).code for each in (record, corrected))
    workflow.agree_again(place.store, record, SERVERS, language="bn")
    assert place.due() == {record} and place.store.record(corrected).delivery == "waiting", "one behind the other"
    workflow.withdraw_consent(place.store, record)
    assert {place.store.record(each).delivery for each in (record, corrected)} == {"held"}
    workflow.agree_again(place.store, corrected, SERVERS, language="bn")
    assert {place.store.record(each).delivery for each in (record, corrected)} == {"waiting"}


@pytest.mark.parametrize(("age", "shut"), [("adult", "screening.guardian_of_adult"), ("minor", "")])
def test_research_that_a_guardian_took_back_says_what_keeps_it_shut(place: Place, age: str, shut: str) -> None:
    record = place.closed(FIRST, place.store.open_case().id, **{**ALL, "age": ""})
    for whose in ("person", "guardian"):
        workflow.consent_given(place.store, record, "research", whose=whose, language="bn")
    workflow.withdraw_consent(place.store, record, "research", whose="guardian")
    place.store.put_age(record, age, "person")
    assert returning(place, record, "research").shut == shut
    (back,) = workflow.agree_again(place.store, record, [("research", "")], language="bn")
    assert back.shut == (shut or "screening.guardian_asked")
    (back,) = workflow.agree_again(place.store, record, [("research", "")], guardian=GUARDIAN, language="bn")
    assert back.shut == ""
    assert "research" not in {one.purpose for one in workflow.agreement(place.store, record).returning}


def test_research_is_agreed_to_again_where_all_else_is(place: Place) -> None:
    record = place.closed(FIRST, place.store.open_case().id, **ALL)
    workflow.withdraw_consent(place.store, record)
    assert "research" not in {one.purpose for one in workflow.agreement(place.store, record).returning}, "never asked"
    workflow.consent_given(place.store, record, "research", language="bn")
    assert "research" not in {one.purpose for one in workflow.agreement(place.store, record).returning}
    workflow.withdraw_consent(place.store, record, "research")
    back = returning(place, record, "research")
    assert (back.way, back.asked, back.codes, back.shut) == (("research", ""), ("research",), (), "")
    workflow.agree_again(place.store, record, [back.way], "signed", language="bn", script="read 1")
    newest = place.store.said(record)[-1]
    assert (newest.purpose, newest.recipient, newest.word, newest.how, newest.script) == (
        "research", "", "yes", "signed", "read 1"
    )  # fmt: skip
    assert "research" not in {one.purpose for one in workflow.agreement(place.store, record).returning}
    assert place.due() == set(), "nothing goes out by it"
