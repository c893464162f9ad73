"""A case as HTCDS 2.0: every field, only values of the lists, nothing without a release, nothing but codes."""

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake_app import paths
from intake_app.errors import IntakeError
from intake_app.exports import (
    Determination,
    Facts,
    HtcdsCase,
    Source,
    as_csv,
    as_json,
    csv_columns,
    htcds_case,
    load_standard,
)
from intake_app.screening import Release, assess
from tests.shared_data import shared

GOLDEN = Path(__file__).parent / "golden"
RAW = (paths.resources() / "htcds.json").read_bytes()
STANDARD = load_standard(RAW)
FIELDS = {field.name: field for field in STANDARD.fields}
CANARY = "canary Żółw"
RELEASE = Release("r-1", "rec", "export", "office", "duty", "a reason", "me", "2026-03-06T10:00:00Z")
TAGS: dict[str, dict[str, str]] = {
    **{f"/d/{code}": {"indicator": code, "strength": "medium"} for code in STANDARD.indicators},
    **{f"/d/c_{name}": {"consent": name} for name in ("interview", "record", "research")},
    "/d/outcome": {"outcome": "human"},
}
ASKED = {path: "" for path in TAGS}
ANSWERS = ("yes", "no", "does_not_know", "prefers_not_to_say", "", "yes no", "priority_refer_now", "x=;,")


class Form:
    """A form definition as far as an export looks at one."""

    def __init__(self, tags: dict[str, dict[str, str]]) -> None:
        self._tags = tags
        self.choice_tags: dict[str, dict[str, dict[str, str]]] = {}
        self.gates: dict[str, tuple[str, ...]] = {}

    def tagged(self, name: str) -> list[tuple[str, str]]:
        return [(path, own[name]) for path, own in self._tags.items() if name in own]

    def tags(self, ref: str) -> dict[str, str]:
        return self._tags.get(ref, {})


FACTS = Facts(
    "NAP-0007",
    "2026-03-06",
    told={
        "organisation": [{"org_Name": '=HYPERLINK("x"), "Casa"\nNapoli', "org_Type": "NGO", "org_Phone": "+39081123"}],
        "person": [{"prs_FirstName": CANARY, "prs_Citizenship": ("BD", "IT"), "prs_Gender": "Feminine"}],
        "victim": [{"vic_MethodOfRecruitment": ("AtWork", "Other")}],
        "referrals": [
            {"cas_ReferredOrganisation": "Sportello A", "cas_OutgoingReferralDate": "2026-03-06"},
            {"cas_ReferredOrganisation": "'Sportello B", "cas_ReasonForOutgoingReferral": "Other"},
        ],
        "events": [{"hte_Longitude": "-12.5", "hte_Latitude": "32.9", "hte_Type": "Recruitment"}],
        "support_plans": [{"spl_Type": "Legal", "spl_Objectives": "@home"}, {"spl_Type": "Health"}, {"spl_Type": ""}],
    },
)
TOLD = {
    **ASKED,
    "/d/fee_debt": "yes",
    "/d/locked_watched": "yes",
    "/d/children_used": "yes",
    "/d/hours_excess": "yes",
    "/d/captivity_ransom": "yes",
    "/d/forced_crime": "yes",
    "/d/docs_held": "no",
    "/d/beaten": "prefers_not_to_say",
    "/d/threat_self": "does_not_know",
    "/d/c_interview": "yes",
    "/d/c_record": "yes",
    "/d/c_research": "does_not_know",
    "/d/outcome": "priority_refer_now",
}


QUESTIONS = {f"small/{code}": f"/d/{code}" for code in ("fee_debt", "docs_held", "beaten", "threat_self", "drugged")}


def case(values: dict[str, str] = TOLD, facts: Facts = FACTS) -> HtcdsCase:
    return htcds_case(STANDARD, [Source(Form(TAGS), values, "rec", RELEASE, QUESTIONS)], facts)


def row(told: HtcdsCase, name: str) -> Any:
    return told.rows[name][0]


def table(data: bytes) -> list[dict[str, str]]:
    """A CSV export read back as its documentation says."""
    lines = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True)
    head, *rest = ([cell.removeprefix("'") for cell in line] for line in lines)
    return [dict(zip(head, line, strict=True)) for line in rest]


def test_every_field_of_the_standard_in_its_order_with_its_values() -> None:
    sheet = shared("data/htcds/htcds_v2_fields.csv").read_text(encoding="utf-8-sig")
    theirs = list(csv.DictReader(io.StringIO(sheet, newline="")))
    assert [field.name for field in STANDARD.fields] == [each["FullName"] for each in theirs]
    assert len(theirs) == 83
    assert [field.core for field in STANDARD.fields] == [each["Core"] == "Core" for each in theirs]
    for field, each in zip(STANDARD.fields, theirs, strict=True):
        if field.values:
            assert list(field.values) == each["Values"].split()
        else:
            assert field.pattern or "Picklist" not in each["Type"] or "Text" in each["Type"]


@pytest.mark.parametrize(("name", "made"), [("case.json", as_json), ("case.csv", as_csv)])
def test_the_bytes_are_those_that_were_looked_at(name: str, made: Any) -> None:
    assert made(case()) == (GOLDEN / name).read_bytes()


@pytest.mark.parametrize("facts", [FACTS, replace(FACTS, told={})])
def test_json_and_csv_read_back_equal(facts: Facts) -> None:
    told = case(facts=facts)
    loaded = json.loads(as_json(told))
    assert [name for rows in loaded["objects"].values() for name in rows[0]] == list(FIELDS)
    lines = table(as_csv(told))
    assert tuple(lines[0])[:83] == tuple(FIELDS)
    assert tuple(lines[0]) == csv_columns(STANDARD)
    for rows in loaded["objects"].values():
        joined = [
            {key: value if isinstance(value, str) else ";".join(value) for key, value in row.items()} for row in rows
        ]
        told_of = [{key: line[key] for key in joined[0]} for line in lines]
        assert [row for row in told_of if any(row.values())] == [row for row in joined if any(row.values())]
    assert {name: lines[0][name] for name in loaded["extension"]} == loaded["extension"]
    assert {name: lines[0][f"v1_{name}"] for name in loaded["consent_v1"]} == loaded["consent_v1"]
    assert {line["ext_CaseCode"] for line in lines} == {"NAP-0007"}
    for line in lines[1:]:
        on_it = {FIELDS[name].object for name in FIELDS if line[name]}
        assert len(on_it) == 1, "two lists on one line would be read as one thing"


def test_no_cell_is_a_formula_and_numbers_stay_numbers() -> None:
    data = as_csv(case()).decode("utf-8-sig")
    cells = [cell for line in csv.reader(io.StringIO(data, newline="")) for cell in line]
    assert [cell for cell in cells if cell[:1] in tuple("=+-@")] == ["-12.5"]
    assert {"'+39081123", "'@home", "''Sportello B"} <= set(cells)
    assert as_csv(case()).startswith(b"\xef\xbb\xbforg_Name,")
    assert data.count("\r\n") == 8


@pytest.mark.parametrize("unseen", ["\u200b", "\ufeff", "\u202e", "\u2060", "\u00ad", "\u00a0\u200b ", "\ufe0f"])
def test_a_formula_behind_signs_that_nobody_sees_is_none(unseen: str) -> None:
    named = replace(FACTS, determination=Determination("Police", f"{unseen}=1+1"))
    cells = next(csv.DictReader(io.StringIO(as_csv(case(facts=named)).decode("utf-8-sig"), newline="")))
    assert cells["ext_DeterminationBody"] == f"'{unseen}=1+1"


def test_indicators_become_what_the_standard_has_and_the_rest_an_extension() -> None:
    told = case()
    assert row(told, "victim")["vic_MethodsOfControl"] == ("DebtBondage", "Other", "ExcessiveWorkingHours")
    assert row(told, "victim")["vic_TypeOfExploitation"] == ("ForcedLabour",)
    assert told.extension["ext_MethodsOfControlOther"] == "RestrictsMovement;UsesChildren"
    assert told.extension["ext_603bis"] == "2"
    assert told.extension["ext_ForcedLabourDetail"] == "IllicitActivities"
    assert [event["hte_Type"] for event in told.rows["events"]] == ["Recruitment", "Transit"]


def test_each_question_is_answered_or_says_why_not_and_the_newest_record_that_says_so_counts() -> None:
    told = case()
    assert told.questions == {
        "small/fee_debt": "answered",
        "small/docs_held": "answered",
        "small/beaten": "prefers_not_to_say",
        "small/threat_self": "does_not_know",
        "small/drugged": "not_asked",
    }
    assert told.extension["ext_QuestionStates"] == ";".join(f"{name}={state}" for name, state in told.questions.items())
    newer = {**ASKED, "/d/fee_debt": "prefers_not_to_say", "/d/drugged": "", "/d/beaten": "a longer text"}
    both = [Source(Form(TAGS), values, "rec", RELEASE, QUESTIONS) for values in (newer, TOLD)]
    assert htcds_case(STANDARD, both, FACTS).questions == {
        **told.questions,
        "small/fee_debt": "prefers_not_to_say",
        "small/beaten": "answered",
    }
    told_before = replace(both[0], copied=frozenset({"/d/fee_debt", "/d/beaten"}))
    alone = htcds_case(STANDARD, [told_before], FACTS)
    assert {"small/fee_debt=told_before", "small/beaten=told_before"} <= set(
        alone.extension["ext_QuestionStates"].split(";")
    )
    assert htcds_case(STANDARD, [told_before, both[1]], FACTS).questions == told.questions, "as it was said when asked"
    repeated = Source(Form({}), {"/d/p[1]/x": "does_not_know", "/d/p[2]/x": "7"}, "rec", RELEASE, {"f/p/x": "/d/p/x"})
    assert htcds_case(STANDARD, [repeated], FACTS).questions == {"f/p/x": "answered"}


def test_what_is_not_known_is_shown_as_such_and_never_as_no() -> None:
    told = case()
    states = dict(pair.split("=") for pair in told.extension["ext_AnswerStates"].split(";"))
    assert states == told.indicators
    assert [told.indicators[code] for code in ("docs_held", "beaten", "threat_self", "drugged", "fee_debt")] == [
        "no",
        "prefers_not_to_say",
        "does_not_know",
        "not_asked",
        "yes",
    ]
    assert told.extension["ext_ConsentStates"] == "interview=yes;record=yes;research=does_not_know"
    assert told.consent_v1["con_DataForResearch"] == told.consent_v1["con_RightToBeForgotten"] == ""
    several = Form({"/d/p/beaten": {"indicator": "beaten"}})
    values = {"/d/p[1]/beaten": "no", "/d/p[2]/beaten": "does_not_know"}
    played = htcds_case(STANDARD, [Source(several, values, "rec", RELEASE)], FACTS)
    assert played.indicators == {"beaten": "does_not_know"}


@pytest.mark.parametrize(
    ("record", "shown"),
    [
        ("yes", "true"),
        ("no", "false"),
        ("yes no", "false"),
        ("does_not_know", ""),
        ("prefers_not_to_say", ""),
        ("", ""),
    ],
)
def test_consent_in_both_shapes(record: str, shown: str) -> None:
    told = case({**TOLD, "/d/c_record": record})
    assert row(told, "consent")["con_Consent"] == shown
    assert told.consent_v1["con_Consent"] == "true"
    assert told.consent_v1["con_UseOfData"] == shown


@pytest.mark.parametrize("outcome", ["no_indication_now", "needs_more_time", "person_declined", "", CANARY])
def test_no_outcome_makes_somebody_no_victim(outcome: str) -> None:
    told = case({**TOLD, "/d/outcome": outcome})
    assert row(told, "victim")["vic_TraffickingStatus"] == ""
    assert row(case(), "victim")["vic_TraffickingStatus"] == "PossibleVictimOfTrafficking"


def test_actual_is_the_word_of_a_named_body() -> None:
    told = case(facts=replace(FACTS, determination=Determination("CourtOrProsecution", "Procura di Napoli")))
    assert row(told, "victim")["vic_TraffickingStatus"] == "ActualVictimOfTrafficking"
    assert row(told, "victim")["vic_TraffickingStatusDecisionMakingOrg"] == "CourtOrProsecution"
    assert told.extension["ext_DeterminationBody"] == "Procura di Napoli"
    for wrong in (Determination("", "x"), Determination("Mediator", "x")):
        with pytest.raises(IntakeError, match="vic_TraffickingStatusDecisionMakingOrg"):
            case(facts=replace(FACTS, determination=wrong))


def test_names_go_only_with_leave_and_answers_never() -> None:
    values = {**TOLD, "/d/note": CANARY, "/d/outcome": CANARY, "/d/beaten": CANARY, "/d/c_record": CANARY}
    for made in (as_json, as_csv):
        assert CANARY not in made(case(values)).decode()
        assert CANARY in made(case(values, replace(FACTS, may_identify=True))).decode()
    nobody = replace(FACTS, told={}, may_identify=True)
    assert CANARY not in as_json(case(values, nobody)).decode()


@pytest.mark.parametrize(
    "release",
    [None, *(replace(RELEASE, **{k: v}) for k, v in (("purpose", "sync"), ("record_id", "other"), ("basis", "")))],
)
def test_nothing_without_a_release_for_this_export(release: Release | None) -> None:
    with pytest.raises(IntakeError) as caught:
        htcds_case(STANDARD, [Source(Form(TAGS), TOLD, "rec", release)], FACTS)
    assert caught.value.code == "exports.no_release"


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("person", {"prs_Gender": "female"}),
        ("person", {"prs_Citizenship": ("Bangladesh",)}),
        ("person", {"prs_PrimaryLanguage": "bn"}),
        ("person", {"prs_Deceased": "maybe"}),
        ("person", {"prs_NumberOfChildren": "two"}),
        ("person", {"prs_Gender": ("Feminine", "Masculine")}),
        ("events", {"hte_Date": "2026-02-30"}),
        ("events", {"hte_Date": "20260203"}),
        ("events", {"hte_Latitude": "90.1"}),
        ("events", {"hte_City": "a\x00b"}),
        ("events", {"hte_City": "\ud800"}),
        ("organisation", {"org_Phone": "081"}),
        ("victim", {"vic_TraffickingStatus": "NotAVictimOfTrafficking"}),
        ("victim", {"vic_TraffickingStatusDecisionMakingOrg": "NGO"}),
        ("victim", {"vic_Vulnerabilities": ("Poverty",)}),
        ("consent", {"con_Consent": "true"}),
        ("case", {"cas_Nothing": "x"}),
    ],
)
def test_what_the_standard_does_not_allow_is_refused_with_the_field_and_without_the_value(name: str, told: Any) -> None:
    with pytest.raises(IntakeError) as caught:
        case(facts=replace(FACTS, told={name: [told]}))
    assert (caught.value.code, dict(caught.value.facts)) == ("exports.bad_value", {"field": next(iter(told))})


def test_how_our_content_is_told_says_that_it_is_a_draft_until_it_is_confirmed() -> None:
    told = json.loads(RAW)
    assert told["draft"] is True and "confirmed by a domain person" in told["note"]
    assert (STANDARD.version, STANDARD.mapping) == ("2.0", "draft-1")
    confirmed = RAW.replace(b'"draft": true', b'"draft": false').replace(b'"draft-1"', b'"1"')
    for raw, mapping in ((RAW, {"version": "draft-1", "draft": True}), (confirmed, {"version": "1", "draft": False})):
        written = json.loads(as_json(replace(case(), standard=load_standard(raw))))
        assert (written["version"], written["mapping"]) == ("2.0", mapping)
    assert "draft" in STANDARD.notice and load_standard(confirmed).notice == f"{STANDARD.source}\n"
    assert case().extension["ext_Mapping"] == "draft-1 (draft)"


def test_one_person_has_one_row_and_a_code_is_a_code() -> None:
    with pytest.raises(IntakeError, match="person"):
        case(facts=replace(FACTS, told={"person": [{}, {}]}))
    with pytest.raises(IntakeError, match="/d/a"):
        htcds_case(STANDARD, [Source(Form({"/d/a": {"indicator": "a;b"}}), {}, "rec", RELEASE)], FACTS)
    with pytest.raises(IntakeError, match="ext_CaseCode"):
        case(facts=replace(FACTS, case_code="a\rb"))
    strange = htcds_case(
        STANDARD, [Source(Form({"/d/a": {"indicator": "new_one"}}), {"/d/a": "yes"}, "rec", RELEASE)], FACTS
    )
    assert strange.extension["ext_IndicatorCodes"] == "new_one"


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        (b'"format": 1', b'"format": 2', "format"),
        (b'"DebtBondage"}', b'"DebtBonds"}', "fee_debt"),
        (b'"prs_Gender"', b'"prs_Title"', "fields"),
        (b'"kind": "date"', b'"kind": "day"', "prs_Birthdate"),
        (b'"many": [', b'"lots": [', "file"),
        (b"{", b"", "file"),
    ],
)
def test_a_damaged_list_of_fields_is_refused(old: bytes, new: bytes, place: str) -> None:
    with pytest.raises(IntakeError) as caught:
        load_standard(RAW.replace(old, new, 1))
    assert (caught.value.code, caught.value.facts["place"]) == ("exports.bad_standard", place)


@given(st.fixed_dictionaries({path: st.sampled_from(ANSWERS) for path in TAGS}))
def test_whatever_is_answered_only_values_of_the_lists_come_out(values: dict[str, str]) -> None:
    told = case(values)
    assert row(told, "victim")["vic_TraffickingStatus"] in ("", "PossibleVictimOfTrafficking")
    for name, rows in told.rows.items():
        for each in rows:
            assert list(each) == [field.name for field in STANDARD.of(name)]
            for key, value in each.items():
                parts = (value,) if isinstance(value, str) else value
                assert not FIELDS[key].values or set(parts) <= {"", *FIELDS[key].values}
    told_by_screening = {indicator.code for indicator in assess(Form(TAGS), values).indicators}
    assert {code for code, state in told.indicators.items() if state == "yes"} == told_by_screening
