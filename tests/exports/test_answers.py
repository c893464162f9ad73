"""What answers say in the standard: coded values alone, an event for each place on the way, never words."""

import csv
import io
from functools import cache

import pytest

from intake_app import paths, xform, xlsform
from intake_app.errors import IntakeError
from intake_app.exports import (
    Facts,
    Source,
    answered,
    as_csv,
    htcds_case,
    load_standard,
    merged,
    several_of,
    with_spoken,
)
from intake_app.exports.answers import Told
from intake_app.screening import Release
from intake_app.xform import FormDefinition
from tests.exports.test_htcds import Form

STANDARD = load_standard((paths.resources() / "htcds.json").read_bytes())
LANGUAGE = "prs_PrimaryLanguage"
NAMES = sorted(path.stem for path in paths.forms().glob("*.md"))
LEAVE = Release("r1", "uuid:1", "export", "partner", "consent", "spoken", "p1", "2026-11-27T10:00:00+00:00")


@cache
def own(name: str) -> FormDefinition:
    return xform.load(xlsform.compile_own(paths.forms() / f"{name}.md", paths.translations()).xml)


def test_work_and_how_it_was_found_have_values_of_the_standard() -> None:
    found = answered(STANDARD, own("labour"), {"/data/work/section": "F", "/data/start/found_by": "online"})
    assert found == {
        "victim": [
            {"vic_MethodOfRecruitment": ("ThroughOnlineSocialNetworks",), "vic_ForcedLabourIndustry": "F_Construction"}
        ]
    }


def test_what_is_not_said_any_more_is_filled_from_no_older_record() -> None:
    form = own("labour")
    newer = answered(STANDARD, form, {"/data/work/section": "prefers_not_to_say"})
    older = answered(STANDARD, form, {"/data/work/section": "F", "/data/start/found_by": "online"})
    (victim,) = merged(STANDARD, [newer, older])["victim"]
    assert victim == {"vic_ForcedLabourIndustry": "", "vic_MethodOfRecruitment": ("ThroughOnlineSocialNetworks",)}
    assert merged(STANDARD, [answered(STANDARD, form, {"/data/work/section": ""}), older]) == older, "not asked again"
    told = {"/data/start/found_by": "does_not_know"}
    again = several_of(STANDARD, form, told)
    assert again == {"/data/start/found_by"}
    assert "vic_MethodOfRecruitment" not in answered(STANDARD, form, {"/data/start/found_by": "online"}, again)


def test_each_country_on_the_way_is_an_event() -> None:
    values = {"/data/begin/stage[1]/country": "LY", "/data/begin/stage[2]/country": "other"}
    values["/data/begin/stage[3]/country"] = "TN"
    found = answered(STANDARD, own("transit"), values)
    assert found == {
        "events": [{"hte_Country": "LY", "hte_Type": "Transit"}, {"hte_Country": "TN", "hte_Type": "Transit"}]
    }
    case = htcds_case(
        STANDARD, [Source(own("transit"), values, "uuid:1", LEAVE)], Facts("AB12", "2026-11-27", told=found)
    )
    assert [row["hte_Country"] for row in case.rows["events"]] == ["LY", "TN"]


def test_being_held_and_handed_over_stands_with_the_country_in_which_it_was() -> None:
    there = {"country": "LY", "held": "yes", "ransom": "yes", "handed_over": "yes"}
    values = {f"/data/begin/stage[1]/{name}": value for name, value in there.items()}
    values |= {"/data/begin/stage[2]/country": "TN", "/data/begin/stage[2]/held": "no"}
    values |= {"/data/begin/stage[3]/country": "other", "/data/begin/stage[3]/held": "yes"}
    form = own("transit")
    found = answered(STANDARD, form, values)
    assert found["events"] == [
        {"hte_Country": "LY", "hte_Type": "Transit", "hte_Description": "captivity_ransom; sold_transferred"},
        {"hte_Country": "TN", "hte_Type": "Transit"},
        {"hte_Type": "Transit", "hte_Description": "captivity_ransom"},
    ]
    case = htcds_case(STANDARD, [Source(form, values, "uuid:1", LEAVE)], Facts("AB12", "2026-11-27", told=found))
    assert [row["hte_Country"] for row in case.rows["events"]] == ["LY", "TN", ""], "none of them once more"
    lines = list(csv.DictReader(io.StringIO(as_csv(case).decode("utf-8-sig"), newline="")))
    sold = [line for line in lines if line["per_RoleInProcess"]]
    assert [(line["per_RoleInProcess"], line["hte_Country"]) for line in sold] == [("SoldIndividual", "")]
    older = answered(STANDARD, form, {"/data/begin/stage[1]/country": "LY"})
    assert merged(STANDARD, [older, found])["events"] == merged(STANDARD, [found, older])["events"] == found["events"]


def test_what_was_told_of_no_country_is_an_event_without_one() -> None:
    form, values = own("minor"), {"/data/safe/handed_on": "yes"}
    facts = Facts("AB12", "2026-11-27", told=answered(STANDARD, form, values))
    case = htcds_case(STANDARD, [Source(form, values, "uuid:1", LEAVE)], facts)
    found = [(row["hte_Country"], row["hte_Description"]) for row in case.rows["events"]]
    assert found == [("", "sold_transferred")]


def test_who_held_somebody_on_the_way_goes_as_what_they_were_there() -> None:
    said = enumerate(("carriers", "armed", "carriers", "police", "does_not_know", ""), 1)
    values = {f"/data/begin/stage[{at}]/held_by": who for at, who in said}
    found = answered(STANDARD, own("transit"), values)
    roles = [{"per_RoleInProcess": ("Smuggler",)}, {"per_RoleInProcess": ("Kidnapper",)}]
    assert found == {"perpetrators": roles}, "the standard has no word for the police"
    case = htcds_case(
        STANDARD, [Source(own("transit"), values, "uuid:1", LEAVE)], Facts("AB12", "2026-11-27", told=found)
    )
    assert [row["per_RoleInProcess"] for row in case.rows["perpetrators"]] == [("Smuggler",), ("Kidnapper",)]
    assert merged(STANDARD, [found, found]) == found


@pytest.mark.parametrize(
    ("name", "question"), [("transit", "/data/begin/stage[1]/handed_over"), ("minor", "/data/safe/handed_on")]
)
def test_that_somebody_handed_the_person_over_for_money_tells_what_they_did(name: str, question: str) -> None:
    """A kind of part and nobody's name; nothing where it was denied or refused."""
    assert own(name).tags(question.replace("[1]", ""))["indicator"] == "sold_transferred"
    sold = answered(STANDARD, own(name), {question: "yes"})
    assert sold == {"perpetrators": [{"per_RoleInProcess": ("SoldIndividual",)}]}
    assert merged(STANDARD, [sold, sold]) == sold
    for said in ("no", "does_not_know", "prefers_not_to_say", ""):
        assert answered(STANDARD, own(name), {question: said}) == {}


@pytest.mark.parametrize(
    ("best", "codes", "told"),
    [
        (None, ["fr"], {"prs_PrimaryLanguage": "fra"}),
        ("bam", ["fr", "ar"], {"prs_PrimaryLanguage": "bam", "prs_SecondaryLanguage": "fra"}),
        ("fra", ["fr"], {"prs_PrimaryLanguage": "fra"}),
        ("bam", ["", "xx", "fa-AF"], {"prs_PrimaryLanguage": "bam", "prs_SecondaryLanguage": "fas"}),
        ("", ["fr"], {"prs_PrimaryLanguage": ""}),
        (None, [""], {}),
    ],
)
def test_in_which_language_one_talked_is_told_where_no_other_is_best(
    best: str | None, codes: list[str], told: dict[str, str]
) -> None:
    before: Told = {"person": [{"prs_Gender": "Feminine"}]} if best is None else {"person": [{LANGUAGE: best}]}
    (person,) = with_spoken(STANDARD, before, codes)["person"]
    assert {name: value for name, value in person.items() if name != "prs_Gender"} == told


def test_where_the_work_was_is_a_place_of_exploitation_only_with_a_sign_of_it() -> None:
    form = own("labour")

    def told(**work: str) -> tuple[list[str], str]:
        values = {f"/data/work/{name}": value for name, value in {"province": "FG", **work}.items()}
        facts = Facts("AB12", "2026-11-27", told=answered(STANDARD, form, values))
        case = htcds_case(STANDARD, [Source(form, values, "uuid:1", LEAVE)], facts)
        shown = ("hte_Type", "hte_Country", "hte_State")
        found = [" ".join(str(row[each]) for each in shown) for row in case.rows["events"]]
        return found, str(case.rows["victim"][0]["vic_LocationOfExploitation"])

    assert told(pay_below="yes") == (["Exploitation IT IT-FG"], "IT-FG")
    assert told(pay_below="no") == told(pay_below="does_not_know") == (["  "], "")
    assert told(province="does_not_know", pay_below="yes") == (["  "], "")


def test_where_the_work_was_goes_as_it_was_said_last() -> None:
    form, said = own("labour"), {"/data/work/province": "prefers_not_to_say"}
    older = answered(STANDARD, form, {"/data/work/province": "FG"}, several_of(STANDARD, form, said))
    assert merged(STANDARD, [answered(STANDARD, form, said), older]) == {}


@pytest.mark.parametrize("said", ["", "does_not_know", "prefers_not_to_say", "nothing of the list", "F_Construction?"])
def test_what_is_no_value_of_the_standard_is_left_out(said: str) -> None:
    blank = {"victim": [{"vic_ForcedLabourIndustry": ""}]} if said else {}
    assert answered(STANDARD, own("labour"), {"/data/work/section": said}) == blank


@pytest.mark.parametrize("name", NAMES)
def test_columns_of_choices_hold_values_of_the_standard(name: str) -> None:
    """A column of a value that the standard does not have would be passed over without a word."""
    form, fields = own(name), {each.name: each for each in STANDARD.fields}
    for path, field in form.tagged("htcds"):
        told = [tags["htcds"] for tags in form.choice_tags.get(path, {}).values() if "htcds" in tags]
        assert [value for value in told if not fields[field].fits(value)] == []


NO_ANSWERS = ("vic_TraffickingStatus", "prs_FirstName", "prs_HomePhone", "vic_Vulnerabilities", "x")


@pytest.mark.parametrize("field", NO_ANSWERS)
def test_a_field_that_no_answer_may_fill_is_refused(field: str) -> None:
    with pytest.raises(IntakeError) as caught:
        answered(STANDARD, Form({"/d/q": {"htcds": field}}), {"/d/q": "y"})
    assert (caught.value.code, caught.value.facts) == ("exports.bad_value", {"field": "/d/q"})


def test_what_the_mediator_answers_by_themselves_is_not_told_by_the_person() -> None:
    form = Form({"/d/q": {"htcds": "vic_RelationshipToTrafficker", "audience": "mediator"}})
    assert answered(STANDARD, form, {"/d/q": "Familial"}) == {}
    del form.tags("/d/q")["audience"]
    assert answered(STANDARD, form, {"/d/q": "Familial"}) == {"victim": [{"vic_RelationshipToTrafficker": "Familial"}]}
