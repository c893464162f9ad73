"""The assessment: a rule table, reasons by reference, never a verdict."""

from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake_app import workflow
from intake_app.screening import (
    OUTCOMES,
    Assessment,
    Before,
    Beyond,
    Indicator,
    Missing,
    asks_for_signs,
    assess,
    assess_values,
    is_sensitive,
)


def tag(code: str, strength: str, when: str = "yes") -> dict[str, str]:
    return {"indicator": code, "strength": strength, "when": when}


TAGS = {
    "/d/job": tag("deceived_job", "strong"),
    "/d/docs": tag("docs_held", "strong"),
    "/d/debt": tag("fee_debt", "medium"),
    "/d/pay": tag("pay_withheld", "medium"),
    "/d/place": tag("degrading_housing", "weak", "locked crowded"),
    "/d/danger": tag("danger_now", "strong"),
    "/d/age": {"slip": "age_band"},
    "/d/agree": {"consent": "interview"},
}
NO = {path: "no" for path, own in TAGS.items() if "indicator" in own} | {"/d/agree": "yes", "/d/age": "adult"}


def assessed(**changed: str) -> Assessment:
    return assess_values(TAGS, {**NO, **{f"/d/{name}": value for name, value in changed.items()}})


@pytest.mark.parametrize(
    ("told", "suggestion", "rule"),
    [
        ({}, "no_indication_now", "none"),
        ({"job": "yes"}, "possible_refer", "one_strong"),
        ({"debt": "yes"}, "needs_more_time", "some"),
        ({"debt": "yes", "pay": "yes"}, "possible_refer", "two_medium"),
        ({"place": "crowded"}, "needs_more_time", "some"),
        ({"place": "tidy"}, "no_indication_now", "none"),
        ({"debt": "yes", "place": "locked"}, "needs_more_time", "some"),
        ({"place": "locked", "age": "minor"}, "possible_refer", "child_any"),
        ({"age": "minor"}, "no_indication_now", "none"),
        ({"danger": "yes"}, "priority_refer_now", "danger_now"),
        ({"pay": "prefers_not_to_say"}, "needs_more_time", "too_little_asked"),
        ({"agree": "no"}, "person_declined", "declined"),
        ({"agree": "no", "job": "yes"}, "possible_refer", "one_strong"),
    ],
)
def test_the_rule_table(told: dict[str, str], suggestion: str, rule: str) -> None:
    found = assessed(**told)
    assert (found.suggestion, found.rule) == (suggestion, rule)


def test_reasons_name_the_place_and_the_indicator_strongest_first() -> None:
    found = assessed(debt="yes", docs="yes")
    assert found.indicators == (
        Indicator("docs_held", "strong", "/d/docs", "yes"),
        Indicator("fee_debt", "medium", "/d/debt", "yes"),
    )


def test_what_is_not_known_is_told_with_why() -> None:
    found = assessed(job="does_not_know", docs="prefers_not_to_say", debt="")
    assert found.missing == (
        Missing("deceived_job", "/d/job", "does_not_know"),
        Missing("docs_held", "/d/docs", "prefers_not_to_say"),
        Missing("fee_debt", "/d/debt", "not_asked"),
    )


def test_one_indicator_told_twice_is_one_indicator() -> None:
    tags = {"/d/trip/debt": tag("fee_debt", "medium")}
    found = assess_values(tags, {"/d/trip[1]/debt": "yes", "/d/trip[2]/debt": "yes"})
    assert [each.ref for each in found.indicators] == ["/d/trip[1]/debt", "/d/trip[2]/debt"]
    assert found.suggestion == "needs_more_time"


def test_a_strength_nobody_knows_counts_as_medium() -> None:
    assert assess_values({"/d/a": tag("fee_debt", "enormous")}, {"/d/a": "yes"}).indicators[0].strength == "medium"


def test_a_talk_that_never_came_to_the_questions_is_no_good_news() -> None:
    found = assess_values(TAGS, {"/d/danger": "no", "/d/agree": "yes"})
    assert (found.suggestion, found.rule) == ("needs_more_time", "too_little_asked")
    assert {each.why for each in found.missing} == {"not_relevant"}


def test_a_question_skipped_by_the_form_does_not_keep_a_talk_open() -> None:
    rest = {path: value for path, value in NO.items() if path != "/d/place"}
    assert assess_values(TAGS, rest).suggestion == "no_indication_now"


def test_a_form_without_tags_suggests_nothing_wrong() -> None:
    assert assess_values({}, {"/d/a": "yes"}) == Assessment((), "no_indication_now", "none", ())


def test_the_vocabulary_never_says_that_somebody_is_not_a_victim() -> None:
    assert not any("victim" in outcome or outcome.startswith("not") for outcome in OUTCOMES)


ANSWERS = st.sampled_from(["yes", "no", "", "does_not_know", "prefers_not_to_say", "minor", "locked"])
RANK = {outcome: place for place, outcome in enumerate(("person_declined", *OUTCOMES[:4]))}


@given(st.dictionaries(st.sampled_from(sorted(TAGS)), ANSWERS), st.sampled_from(["/d/job", "/d/debt", "/d/danger"]))
def test_telling_more_never_lowers_the_suggestion(values: dict[str, str], path: str) -> None:
    before = assess_values(TAGS, {**values, path: "no"})
    after = assess_values(TAGS, {**values, path: "yes"})
    assert before.suggestion in OUTCOMES
    assert RANK[after.suggestion] >= RANK[before.suggestion]


class Form:
    """A form definition whose choices stand for indicators."""

    gates: ClassVar[dict[str, tuple[str, ...]]] = {}
    choice_tags: ClassVar[dict[str, dict[str, dict[str, str]]]] = {
        "/d/held": {
            "papers": {"indicator": "docs_held", "strength": "strong"},
            "phone": {"indicator": "phone_held", "strength": "medium"},
            "none": {"strength": ""},
        }
    }

    def tagged(self, name: str) -> list[tuple[str, str]]:
        return [("/d/job", "deceived_job")] if name == "indicator" else []

    def tags(self, ref: str) -> dict[str, str]:
        return {"indicator": "deceived_job", "strength": "strong"} if ref == "/d/job" else {}


@pytest.mark.parametrize(
    ("held", "told", "missing"),
    [
        ("papers", ["docs_held"], []),
        ("phone papers", ["docs_held", "phone_held"], []),
        ("none", [], []),
        ("prefers_not_to_say", [], ["docs_held", "phone_held"]),
        ("", [], ["docs_held", "phone_held"]),
    ],
)
def test_choices_stand_for_indicators_of_their_own(held: str, told: list[str], missing: list[str]) -> None:
    found = assess(Form(), {"/d/job": "no", "/d/held": held})
    assert [one.code for one in found.indicators] == told
    assert [one.code for one in found.missing] == missing
    assert {one.ref for one in found.indicators} <= {"/d/held"}


def test_a_question_whose_choices_stand_for_indicators_waits_while_somebody_listens() -> None:
    assert is_sensitive(Form(), "/d/held") and is_sensitive(Form(), "/d/job")
    assert not is_sensitive(Form(), "/d/other")
    assert asks_for_signs(Form())


@pytest.mark.parametrize(
    ("beyond", "told", "suggestion", "traced"),
    [
        (Beyond(minor="KOTA-12-1"), {"place": "locked"}, "possible_refer", {"/d/place", "KOTA-12-1"}),
        (Beyond((Before("fee_debt", "KOTA-12-1"),)), {"pay": "yes"}, "possible_refer", {"/d/pay", "KOTA-12-1"}),
        (Beyond((Before("docs_held", "KOTA-12-1"),)), {}, "possible_refer", {"KOTA-12-1"}),
        (
            Beyond((Before("docs_held", "KOTA-12-1", "", "/d/held", "yes"),)),
            {},
            "possible_refer",
            {"KOTA-12-1 /d/held"},
        ),
        (Beyond((Before("danger_now", "KOTA-12-1"),)), {}, "no_indication_now", set()),
        (Beyond((Before("forced_sex", "KOTA-12-1", "strong"),)), {}, "possible_refer", {"KOTA-12-1"}),
        (Beyond((Before("forced_sex", "KOTA-12-1", "strong"),), "KOTA-12-1"), {}, "priority_refer_now", {"KOTA-12-1"}),
        (Beyond((Before("forced_sex", "KOTA-12-1", "weak"),)), {}, "needs_more_time", {"KOTA-12-1"}),
        (Beyond(unread=("KOTA-12-1",)), {}, "needs_more_time", {"KOTA-12-1"}),
    ],
)
def test_what_other_records_tell_counts_with_it(
    beyond: Beyond, told: dict[str, str], suggestion: str, traced: set[str]
) -> None:
    values = {**NO, **{f"/d/{name}": value for name, value in told.items()}}
    found = assess_values(TAGS, values, workflow.assessment_rules(), beyond)
    assert (found.suggestion, set(found.traced)) == (suggestion, traced)


@pytest.mark.parametrize(
    ("code", "after", "told", "suggestion", "traced"),
    [
        ("forced_sex", False, {}, "needs_more_time", {"KOTA-12-1 /d/films"}),
        ("fee_debt", False, {"debt": "no"}, "no_indication_now", set()),
        ("fee_debt", False, {"debt": "prefers_not_to_say"}, "needs_more_time", {"/d/debt", "KOTA-12-1 /d/films"}),
        ("fee_debt", True, {"debt": "no"}, "needs_more_time", {"KOTA-12-1 /d/films"}),
        ("fee_debt", False, {"job": "yes"}, "possible_refer", {"/d/job"}),
        ("danger_now", False, {"danger": ""}, "needs_more_time", {"/d/danger", "KOTA-12-1 /d/films"}),
    ],
)
def test_what_is_open_in_another_record_is_no_no_until_it_is_answered(
    code: str, after: bool, told: dict[str, str], suggestion: str, traced: set[str]
) -> None:
    left = Missing(code, "/d/films", "prefers_not_to_say", "KOTA-12-1", after)
    values = {**NO, **{f"/d/{name}": value for name, value in told.items()}}
    found = assess_values(TAGS, values, workflow.assessment_rules(), Beyond(open=(left,)))
    assert (found.suggestion, set(found.traced)) == (suggestion, traced)
    copied = frozenset({"/d/debt", "/d/danger"})
    there = assess_values(TAGS, values, workflow.assessment_rules(), Beyond(open=(left,), copied=copied))
    assert left in there.missing, "what nobody asked since answers nothing"


def test_what_is_urgent_is_so_where_it_was_told_today() -> None:
    rules, tags = workflow.assessment_rules(), {**TAGS, "/d/films": tag("forced_sex", "medium")}
    before = Beyond((Before("forced_sex", "KOTA-12-1", "strong"),))
    told = assess_values(tags, {**NO, "/d/films": "yes"}, rules, before)
    assert [(one.ref, one.record) for one in told.urgent] == [("/d/films", "")]
    assert {(one.strength, one.place) for one in told.indicators} == {("strong", "KOTA-12-1"), ("medium", "/d/films")}
    alone = assess_values(tags, {**NO, "/d/films": "no"}, rules, before)
    assert alone.urgent == () and [one.place for one in alone.indicators] == ["KOTA-12-1"]
    assert OUTCOMES.index(told.suggestion) >= OUTCOMES.index(alone.suggestion)


@pytest.mark.parametrize("age", ["does_not_know", "prefers_not_to_say"])
def test_in_doubt_who_may_be_a_child_is_weighed_as_one(age: str) -> None:
    found = assessed(place="locked", age=age)
    assert (found.suggestion, found.rule) == ("possible_refer", "child_any")
    assert found.child and found.presumed
    assert set(found.traced) == {"/d/place", "/d/age"}
    assert not assessed(place="locked", age="minor").presumed
    assert not assessed(place="locked", age="adult").child
    assert assessed(age=age).suggestion == "no_indication_now"
    tags = {**TAGS, "/d/born": {"birth": "majority"}}
    grown = assess_values(tags, {**NO, "/d/place": "locked", "/d/age": age, "/d/born": "over_18"})
    assert not grown.child, "the birth that they told is over 18"


def test_an_age_that_nobody_asked_is_no_adults_age() -> None:
    """A blank is no answer: who may be a child is weighed as one, until they tell that they are grown, anywhere."""
    found = assessed(place="locked", age="")
    assert (found.suggestion, found.presumed, set(found.traced)) == ("possible_refer", True, {"/d/place", "/d/age"})
    blank = {**NO, "/d/age": "", "/d/place": "locked"}
    assert not assess_values(TAGS, blank, beyond=Beyond(grown=True)).child
    unsaid = {**blank, "/d/age": "does_not_know"}
    assert not assess_values(TAGS, unsaid, beyond=Beyond(grown=True)).child, "what was decided on it counts"
    assert not assess_values(TAGS, {**blank, "/d/age": "adult"}, beyond=Beyond(doubt="KOTA-12")).child
    nowhere = {name: value for name, value in blank.items() if name != "/d/age"}
    assert not assess_values(TAGS, nowhere).child, "a form that asks for no age says nothing of it"


def test_a_doubt_in_another_record_counts_where_nothing_else_tells_the_age() -> None:
    open_age = {name: value for name, value in NO.items() if name != "/d/age"} | {"/d/place": "locked"}
    found = assess_values(TAGS, open_age, beyond=Beyond(doubt="KOTA-12-1"))
    assert (found.suggestion, found.presumed) == ("possible_refer", True)
    assert set(found.traced) == {"/d/place", "KOTA-12-1"}
