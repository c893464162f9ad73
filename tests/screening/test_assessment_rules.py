"""The rule file of the assessment: each rule as a table, what holds for any answers, and errors that name the place."""

import json
from collections.abc import Callable, ItemsView, Iterator, Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake_app import paths, xform
from intake_app.errors import IntakeError
from intake_app.screening import OUTCOMES, Assessment, Rules, assess_values, load_rules
from intake_app.screening.tags import signs
from intake_app.workflow import forms

DATA = (paths.resources() / "assessment.json").read_bytes()
RULES = load_rules(DATA)
AGE, AGREE = "/d/age", "/d/agree"
TAGS = {f"/d/{code}": {"indicator": code} for code in RULES.signs} | {
    AGE: {"slip": "age_band"},
    AGREE: {"consent": "interview"},
}
NO = {path: "no" for path, own in TAGS.items() if "indicator" in own} | {AGREE: "yes", AGE: "adult"}
RANK = {outcome: place for place, outcome in enumerate(("person_declined", *OUTCOMES[:4]))}
CODES = st.sets(st.sampled_from(sorted(RULES.signs)), max_size=6)
VALUE = st.sampled_from(["yes", "no", "", "does_not_know", "prefers_not_to_say"])
ANSWERS = st.dictionaries(st.sampled_from(sorted(f"/d/{code}" for code in RULES.signs)), VALUE)


def told(*codes: str, minor: bool = False, **others: str) -> Assessment:
    """The assessment when these were answered yes, the others as named, and all the rest no."""
    answers = {f"/d/{code}": "yes" for code in codes} | {f"/d/{code}": value for code, value in others.items()}
    return assess_values(TAGS, {**NO, **answers, AGE: "minor" if minor else "adult"}, RULES)


@pytest.mark.parametrize(
    "value",
    ["does_not_know", "prefers_not_to_say", "does_not_know prefers_not_to_say", "no prefers_not_to_say",
     "does_not_know no"],
)  # fmt: skip
def test_what_is_no_answer_is_none_in_a_choice_of_several(value: str) -> None:
    found = told(debt_grows=value)
    why = next(each for each in value.split() if each != "no")
    assert [(one.code, one.why) for one in found.missing] == [("debt_grows", why)]
    assert found.suggestion == "needs_more_time"


def weighed(strengths: str) -> Assessment:
    """One dimension with as many indicators, each of the strength its letter says."""
    names = {"s": "strong", "m": "medium", "w": "weak"}
    codes = [code for code, sign in RULES.signs.items() if sign.dimension == "coercion"]
    tags = {
        f"/d/{at}": {"indicator": code, "strength": names[letter]}
        for at, (code, letter) in enumerate(zip(codes, strengths, strict=False))
    }
    return assess_values(tags, dict.fromkeys(tags, "yes"), RULES)


@pytest.mark.parametrize(
    ("strengths", "clause"),
    [
        ("", ""),
        ("s", ""),
        ("ss", "two_strong"),
        ("sm", "strong_and_another"),
        ("sw", "strong_and_another"),
        ("m", ""),
        ("mm", ""),
        ("mmm", "three_medium"),
        ("mmw", "two_medium_and_weak"),
        ("mw", ""),
        ("mww", ""),
        ("www", ""),
        ("wwwww", ""),
        ("sss", "two_strong"),
        ("mmmw", "three_medium"),
    ],
)
def test_when_a_dimension_is_positive(strengths: str, clause: str) -> None:
    one = next(each for each in weighed(strengths).dimensions if each.name == "coercion")
    assert (one.clause, one.positive, len(one.indicators)) == (clause, bool(clause), len(strengths))


@pytest.mark.parametrize(
    ("who", "codes", "suggestion", "rule"),
    [
        # the quick screen
        ("adult", "", "no_indication_now", "none"),
        ("adult", "phone_held", "needs_more_time", "some"),
        ("adult", "coached_story", "needs_more_time", "some"),
        ("adult", "docs_held", "possible_refer", "one_strong"),
        ("adult", "phone_held fee_debt", "possible_refer", "two_medium"),
        ("adult", "phone_held coached_story", "needs_more_time", "some"),
        ("minor", "", "no_indication_now", "none"),
        ("minor", "coached_story", "possible_refer", "child_any"),
        # one index of art. 603-bis may suffice
        ("adult", "pay_below", "possible_refer", "labour_index"),
        ("adult", "unsafe_work", "possible_refer", "labour_index"),
        ("adult", "degrading_housing", "possible_refer", "labour_index"),
        ("adult", "hours_excess", "possible_refer", "one_strong"),
        # dimensions together: an adult needs means beside the purpose
        ("adult", "hours_excess pay_below", "possible_refer", "one_strong"),
        ("adult", "hours_excess pay_below docs_held", "possible_refer", "one_strong"),
        ("adult", "hours_excess pay_below docs_held phone_held", "priority_refer_now", "exploitation_and_means"),
        ("adult", "docs_held locked_watched deceived_job fake_employer_visa", "possible_refer", "one_strong"),
        ("adult", "hours_excess pay_below deceived_job deceived_terms", "priority_refer_now", "exploitation_and_means"),
        # what somebody meant to do shows by itself
        ("adult", "forced_beg", "possible_refer", "one_strong"),
        ("adult", "forced_beg docs_held phone_held", "priority_refer_now", "exploitation_and_means"),
        ("adult", "sold_transferred docs_held phone_held", "priority_refer_now", "exploitation_and_means"),
        ("adult", "forced_marriage", "possible_refer", "one_strong"),
        ("adult", "forced_adoption", "possible_refer", "one_strong"),
        ("adult", "surrogacy", "possible_refer", "one_strong"),
        ("adult", "organ_removal", "possible_refer", "one_strong"),
        ("adult", "forced_adoption docs_held threat_self", "priority_refer_now", "exploitation_and_means"),
        ("adult", "surrogacy deceived_job deceived_terms", "priority_refer_now", "exploitation_and_means"),
        ("adult", "organ_removal docs_held threat_self", "priority_refer_now", "exploitation_and_means"),
        ("adult", "child_labour", "needs_more_time", "some"),
        # a child: means are not needed
        ("minor", "hours_excess pay_below", "priority_refer_now", "child_exploitation"),
        ("minor", "hours_excess pay_below docs_held phone_held", "priority_refer_now", "child_exploitation"),
        ("minor", "forced_beg", "priority_refer_now", "child_exploitation"),
        ("minor", "forced_marriage", "priority_refer_now", "child_exploitation"),
        ("minor", "forced_adoption", "priority_refer_now", "child_exploitation"),
        ("minor", "organ_removal", "priority_refer_now", "child_exploitation"),
        ("minor", "child_labour", "possible_refer", "child_any"),
        ("minor", "child_labour hours_excess", "priority_refer_now", "child_exploitation"),
        ("minor", "docs_held phone_held", "possible_refer", "child_any"),
        # danger comes first, whoever it is
        ("adult", "danger_now", "priority_refer_now", "danger_now"),
        ("minor", "danger_now forced_beg", "priority_refer_now", "danger_now"),
    ],
)
def test_what_is_suggested_by_which_rule(who: str, codes: str, suggestion: str, rule: str) -> None:
    found = told(*codes.split(), minor=who == "minor")
    assert (found.suggestion, found.rule, found.child) == (suggestion, rule, who == "minor")


def test_evidence_stands_by_act_means_and_purpose_with_places_and_answers() -> None:
    found = told("sold_transferred", "docs_held", "pay_below")
    assert [(group.name, [(one.code, one.ref, one.value) for one in group.indicators]) for group in found.groups] == [
        ("act", [("sold_transferred", "/d/sold_transferred", "yes")]),
        ("means", [("docs_held", "/d/docs_held", "yes")]),
        ("purpose", [("pay_below", "/d/pay_below", "yes")]),
    ]
    assert found.version == "draft-2" and RULES.draft


def test_an_indicator_the_library_does_not_know_counts_in_the_quick_screen_and_is_shown() -> None:
    found = assess_values({"/d/own": {"indicator": "own_sign", "strength": "strong"}}, {"/d/own": "yes"}, RULES)
    assert (found.rule, [group.name for group in found.groups]) == ("one_strong", ["other"])


def test_the_four_indices_each_with_its_places() -> None:
    found = told("pay_below", "hours_excess", "unsafe_work", "degrading_housing")
    assert [(each.number, [one.ref for one in each.indicators]) for each in found.indices] == [
        (1, ["/d/pay_below"]),
        (2, ["/d/hours_excess"]),
        (3, ["/d/unsafe_work"]),
        (4, ["/d/degrading_housing"]),
    ]


def test_urgent_flags_are_told_and_only_danger_decides() -> None:
    found = told("no_medical")
    assert ([one.code for one in found.urgent], found.suggestion) == (["no_medical"], "needs_more_time")


def test_a_form_may_say_another_strength_than_the_library() -> None:
    tags = {"/d/a": {"indicator": "docs_held", "strength": "weak"}, "/d/b": {"indicator": "docs_held"}}
    assert assess_values(tags, {"/d/a": "yes", "/d/b": "no"}, RULES).rule == "some"
    assert assess_values(tags, {"/d/a": "no", "/d/b": "yes"}, RULES).rule == "one_strong"


@pytest.mark.parametrize(
    ("codes", "open_questions", "changes"),
    [
        ("", {"docs_held": ""}, [("docs_held", "not_asked", "possible_refer", "one_strong")]),
        ("", {"phone_held": "does_not_know"}, [("phone_held", "does_not_know", "needs_more_time", "some")]),
        ("phone_held", {"fee_debt": ""}, [("fee_debt", "not_asked", "possible_refer", "two_medium")]),
        (
            "hours_excess pay_below docs_held",
            {"phone_held": "prefers_not_to_say"},
            [("phone_held", "prefers_not_to_say", "priority_refer_now", "exploitation_and_means")],
        ),
    ],
)
def test_what_would_change_it(codes: str, open_questions: dict[str, str], changes: list[tuple[str, ...]]) -> None:
    found = told(*codes.split(), **open_questions)
    assert [(each.code, each.why, each.suggestion, each.rule) for each in found.changes] == changes


@given(ANSWERS, st.booleans())
def test_what_would_change_it_is_what_happens_when_it_is_answered(values: dict[str, str], minor: bool) -> None:
    values = {**values, AGE: "minor" if minor else "adult"}
    for change in assess_values(TAGS, values, RULES).changes:
        after = assess_values(TAGS, {**values, change.ref: "yes"}, RULES)
        assert (after.suggestion, after.rule) == (change.suggestion, change.rule)


@pytest.mark.parametrize(
    ("codes", "open_questions", "together"),
    [
        # a strong sign of a means: the purpose is open, and one more of the means
        (
            "docs_held",
            {"phone_held": "", "hours_excess": "", "pay_below": ""},
            ({"phone_held", "hours_excess", "pay_below"}, "priority_refer_now", "exploitation_and_means"),
        ),
        # what somebody meant to do needs no second sign of the purpose
        (
            "docs_held",
            {"phone_held": "", "hours_excess": "", "pay_below": "does_not_know", "forced_beg": ""},
            ({"phone_held", "forced_beg"}, "priority_refer_now", "exploitation_and_means"),
        ),
        # more than three, each of them needed
        (
            "phone_held threat_self",
            dict.fromkeys(("humiliation", "pay_withheld", "pay_below", "unsafe_work", "contact_waiting"), ""),
            (
                {"humiliation", "pay_withheld", "pay_below", "unsafe_work"},
                "priority_refer_now",
                "exploitation_and_means",
            ),
        ),
        # what is kept back is not asked again
        ("docs_held", {"phone_held": "prefers_not_to_say", "hours_excess": "", "pay_below": ""}, None),
        # nothing that is open leads anywhere else, or one answer does it alone
        ("docs_held", {"phone_held": "", "hours_excess": ""}, None),
        ("hours_excess pay_below docs_held", {"phone_held": "", "threat_self": ""}, None),
        ("danger_now", {"docs_held": "", "hours_excess": ""}, None),
    ],
)
def test_what_would_change_it_together_where_no_single_answer_would(
    codes: str, open_questions: dict[str, str], together: tuple[set[str], str, str] | None
) -> None:
    found = told(*codes.split(), **open_questions).together
    assert together == (found and ({one.code for one in found.questions}, found.suggestion, found.rule))


@given(ANSWERS, st.booleans())
def test_what_would_change_it_together_does_and_no_part_of_it_does(values: dict[str, str], minor: bool) -> None:
    values = {**values, AGE: "minor" if minor else "adult"}
    found = assess_values(TAGS, values, RULES)
    open_refs = [each.ref for each in found.missing if each.why != "prefers_not_to_say" and each.ref in values]
    everything = assess_values(TAGS, {**values, **dict.fromkeys(open_refs, "yes")}, RULES).suggestion
    assert (everything != found.suggestion) == bool(found.leads or found.together)
    kept_too = [each.ref for each in found.missing if each.ref in values]
    spoken_of = assess_values(TAGS, {**values, **dict.fromkeys(kept_too, "yes")}, RULES).suggestion
    assert (spoken_of != found.suggestion) == bool(found.leads or found.together or found.kept)
    if found.together:
        refs = [one.ref for one in found.together.questions]
        after = assess_values(TAGS, {**values, **dict.fromkeys(refs, "yes")}, RULES)
        assert (after.suggestion, after.rule) == (found.together.suggestion, found.together.rule)
        for left_out in refs:
            fewer = {**values, **{ref: "yes" for ref in refs if ref != left_out}}
            assert assess_values(TAGS, fewer, RULES).suggestion == found.suggestion


@given(st.permutations(sorted(NO)), CODES)
def test_the_order_of_answers_does_not_matter(order: list[str], codes: set[str]) -> None:
    values = {**NO, **{f"/d/{code}": "yes" for code in codes}}
    assert assess_values(TAGS, {path: values[path] for path in order}, RULES) == assess_values(TAGS, values, RULES)


@given(ANSWERS, st.sampled_from(sorted(RULES.signs)), st.sampled_from(["", "does_not_know", "prefers_not_to_say"]))
def test_no_answer_is_never_a_no(values: dict[str, str], code: str, silence: str) -> None:
    found = assess_values(TAGS, {**NO, **values, f"/d/{code}": silence}, RULES)
    assert code in [each.code for each in found.missing]
    assert found.suggestion != "no_indication_now"


@given(ANSWERS, st.sampled_from(sorted(RULES.signs)), VALUE, st.booleans())
def test_telling_more_never_lowers_it(values: dict[str, str], code: str, before: str, minor: bool) -> None:
    values = {**values, AGE: "minor" if minor else "adult", f"/d/{code}": before}
    earlier = assess_values(TAGS, values, RULES)
    later = assess_values(TAGS, {**values, f"/d/{code}": "yes"}, RULES)
    assert RANK[later.suggestion] >= RANK[earlier.suggestion]


@given(CODES)
def test_for_a_child_the_same_with_and_without_means(codes: set[str]) -> None:
    rest = {code for code in codes if RULES.signs[code].group != "means"}
    if rest:
        assert told(*codes, minor=True).suggestion == told(*rest, minor=True).suggestion


@given(ANSWERS, st.sampled_from(["adult", "minor", ""]), st.sampled_from(["yes", "no", ""]))
def test_every_suggestion_is_traced_to_answers(values: dict[str, str], age: str, agree: str) -> None:
    values = {**NO, **values, AGE: age, AGREE: agree}
    found = assess_values(TAGS, values, RULES)
    assert set(found.traced) <= values.keys()
    if found.rule not in ("none", "too_little_asked"):
        assert found.traced
        without = assess_values(TAGS, {**values, **dict.fromkeys(found.traced, "")}, RULES)
        assert without.rule != found.rule
    bare = assess_values(TAGS, {**values, **{one.ref: "" for one in found.indicators}}, RULES)
    assert bare.suggestion in ("needs_more_time", "person_declined", "no_indication_now")


class Counted(Mapping[str, str]):
    """Answers that count how often one is looked at."""

    def __init__(self, values: dict[str, str]) -> None:
        self.values_, self.looks = values, 0

    def __getitem__(self, ref: str) -> str:
        self.looks += 1
        return self.values_[ref]

    def __iter__(self) -> Iterator[str]:
        return iter(self.values_)

    def __len__(self) -> int:
        return len(self.values_)

    def items(self) -> ItemsView[str, str]:
        return ItemsView(self)


def test_a_case_of_many_questions_is_read_once() -> None:
    """Work grows with the questions, not with their square, told or open."""
    codes = sorted(RULES.signs)
    for size in (50, 200):
        tags = {f"/d/q{at}": {"indicator": codes[at % len(codes)]} for at in range(size)} | {AGE: TAGS[AGE]}
        values = Counted({f"/d/q{at}": ("yes", "", "no")[at % 3] for at in range(size)} | {AGE: "minor"})
        found = assess_values(tags, values, RULES)
        assert (len(found.indicators) + len(found.missing)) * 3 > size
        assert values.looks == size + 1


Spoil = Callable[[dict[str, Any]], object]


def entry(**fields: object) -> Spoil:
    return lambda data: data["indicators"][1].update(fields)


@pytest.mark.parametrize(
    ("spoil", "place", "reason"),
    [
        (lambda data: data.update(format=2), "format", "not_listed"),
        (lambda data: data.update(version=""), "file version", "missing"),
        (lambda data: data.pop("indicators"), "indicators", "missing"),
        (lambda data: data.update(indicators={"a": 1}), "indicators", "wrong_type"),
        (lambda data: data["indicators"].append(7), "indicators 40", "wrong_type"),
        (entry(code=""), "indicators 2 code", "missing"),
        (entry(code="deceived_job"), "deceived_job", "twice"),
        (entry(label=None), "deceived_terms label", "missing"),
        (entry(label=3), "deceived_terms label", "wrong_type"),
        (entry(strength="enormous"), "deceived_terms strength", "not_listed"),
        (entry(strength=None), "deceived_terms strength", "missing"),
        (entry(dimension="mood"), "deceived_terms dimension", "not_listed"),
        (entry(group="end"), "deceived_terms group", "not_listed"),
        (entry(index=5), "deceived_terms index", "not_listed"),
        (entry(index=True), "deceived_terms index", "not_listed"),
        (entry(urgent="soon"), "deceived_terms urgent", "not_listed"),
        (entry(intent="yes"), "deceived_terms intent", "wrong_type"),
        (lambda data: data["quick"][0].update(needs=["huge"]), "quick 1 needs", "not_listed"),
        (lambda data: data["quick"][1].update(suggests="not_a_victim"), "quick 2 suggests", "not_listed"),
        (lambda data: data["dimension"].append([]), "dimension 5", "wrong_type"),
        (lambda data: data["dimension"][0].pop("rule"), "dimension 1 rule", "missing"),
        (lambda data: data.update(child=[1]), "child", "wrong_type"),
        (lambda data: data["combined"].update(means=["luck"]), "combined means", "not_listed"),
        (lambda data: data["urgent"].update(danger="no_indication_now"), "urgent danger", "not_listed"),
        (lambda data: data["soon"].update(rain="24h"), "soon rain", "not_listed"),
        (lambda data: data["soon"].update(health="1w"), "soon health", "not_listed"),
        (lambda data: data.update(soon=["72h"]), "soon", "wrong_type"),
        (lambda data: data["offers"].append("x"), "offers 14", "wrong_type"),
        (lambda data: data["offers"][0].update(when="rain"), "offers 1 when", "not_listed"),
        (lambda data: data["offers"][5].update(recipients=["him"]), "offers 6 recipients", "not_listed"),
        (lambda data: data["modules"].append("x"), "modules 9", "wrong_type"),
        (lambda data: data["modules"][0].pop("signs"), "modules 1 signs", "missing"),
        (lambda data: data["modules"][0].pop("module"), "modules 1 module", "missing"),
        (lambda data: data["modules"][1].update(signs=["rain"]), "modules 2 signs", "not_listed"),
        (lambda data: data["urgent"].update(rain="possible_refer"), "urgent rain", "not_listed"),
    ],
)
def test_an_error_names_the_place_and_the_reason(spoil: Spoil, place: str, reason: str) -> None:
    data = json.loads(DATA)
    spoil(data)
    with pytest.raises(IntakeError) as told:
        load_rules(json.dumps(data).encode())
    assert (told.value.code, dict(told.value.facts)) == ("screening.bad_rules", {"place": place, "reason": reason})


@pytest.mark.parametrize(("data", "reason"), [(b"{", "not_json"), (b"\xff", "not_json"), (b"[]", "wrong_type")])
def test_a_file_that_is_none(data: bytes, reason: str) -> None:
    with pytest.raises(IntakeError) as told:
        load_rules(data)
    assert told.value.facts == {"place": "file", "reason": reason}


def test_the_file_says_that_it_is_a_draft_and_names_no_organisation() -> None:
    assert json.loads(DATA)["draft"] is True and "confirmed by a domain person" in json.loads(DATA)["note"]
    assert not any(name in DATA.decode() for name in ("ILO", "IOM", "UNODC", "EUAA", "UNHCR", "victim"))


def test_without_a_rule_file_there_is_the_quick_screen_alone() -> None:
    found = assess_values(TAGS, {**NO, "/d/pay_below": "yes", "/d/unsafe_work": "yes"}, Rules())
    assert (found.rule, found.dimensions, found.indices) == ("two_medium", (), ())


@pytest.mark.parametrize("name", forms.MODULES)
def test_what_a_questionnaire_asks_about_is_what_its_form_asks(name: str) -> None:
    """A sign that somebody observed is nobody's answer: the observations could change nothing."""
    found = {own["indicator"] for _, own in signs(xform.load(forms.compile_own(name)))} - {"danger_now"}
    asks = {row.module: set(row.asks) for row in RULES.modules}
    assert asks.get(name, set()) == (found if name != "observations" else set())
