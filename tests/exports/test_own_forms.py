"""Every own questionnaire goes out as HTCDS 2.0: whatever was answered, each value is one that the standard has."""

import csv
import io
import json
import random
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pytest

from intake_app import paths, xform, xlsform
from intake_app.cli.walking import Plan, Walker
from intake_app.exports import Facts, HtcdsCase, Source, answered, as_json, htcds_case, load_standard
from intake_app.screening import Release, tags
from tests.shared_data import shared

RAW = (paths.resources() / "htcds.json").read_bytes()
STANDARD = load_standard(RAW)
LISTED = {each["name"]: each for each in json.loads(RAW)["fields"]}
MAPPED: dict[str, dict[str, str]] = json.loads(RAW)["indicators"]
NAMES = sorted(path.stem for path in paths.forms().glob("*.md"))
RELEASE = Release("r-1", "rec", "export", "office", "duty", "a reason", "me", "2026-03-06T10:00:00Z")
FACTS = Facts("NAP-0007", "2026-03-06")
CANARY = "canary Żółw"
OTHER_PURPOSES = {
    "forced_marriage": "ForcedMarriage", "forced_adoption": "ForcedAdoption", "surrogacy": "Surrogacy",
    "organ_removal": "OrganRemoval", "child_labour": "ChildLabour",
}  # fmt: skip


@cache
def definition(name: str) -> xform.FormDefinition:
    return xform.load(xlsform.compile_own(paths.forms() / f"{name}.md", paths.translations()).xml)


def signs(name: str) -> list[tuple[str, Mapping[str, str]]]:
    """What a form asks a person about, by its questions and its choices; not what a mediator sees."""
    return [each for each in tags.signs(definition(name)) if each[1].get("audience") != "mediator"]


def exported(name: str, values: dict[str, str]) -> HtcdsCase:
    """A case with all that the answers say."""
    facts = replace(FACTS, told=answered(STANDARD, definition(name), values))
    return htcds_case(STANDARD, [Source(definition(name), values, "rec", RELEASE)], facts)


def walked(name: str, seed: int) -> dict[str, str]:
    """The answers of a random person."""
    walker = Walker(definition(name), Plan(seed, 60, datetime(2026, 3, 6, 10, 30, tzinfo=UTC), (), 1_000))
    assert walker.run()["ok"]
    return walker.session.values()


def mixed(name: str, seed: int) -> dict[str, str]:
    """Any choice of its list at each question with one, also those that the rules of the form would not come to."""
    dice, session = random.Random(seed), Walker(definition(name), Plan(seed, 0, datetime.now(UTC), ())).session
    refs = [ref for page in session.pages() for ref in page.refs if session.question(ref).control.startswith("select")]
    offered = {ref: session.choice_values(ref) for ref in refs}
    everything = sorted({value for values in offered.values() for value in values} | {"", CANARY})
    return {ref: dice.choice([*offered.get(ref, everything), ""]) for ref in session.leaves()}


def fits(name: str, value: str) -> bool:
    """Whether a value may stand in a field, read from the file itself."""
    field = LISTED[name]
    if field.get("values"):
        return value in field["values"]
    return bool(re.fullmatch(field.get("pattern", ".*"), value))


@pytest.mark.parametrize("name", NAMES)
def test_every_value_is_one_of_the_standard(name: str) -> None:
    told = 0
    for seed in range(6):
        for values in (walked(name, seed), mixed(name, seed)):
            case = exported(name, values)
            assert list(case.rows) == list(dict.fromkeys(each["object"] for each in LISTED.values()))
            rows = [row for told_of in case.rows.values() for row in told_of]
            for field, value in [cell for row in rows for cell in row.items()]:
                parts = [value] if isinstance(value, str) else [*value]
                assert [part for part in parts if part and not fits(field, part)] == [], field
                told += sum(map(bool, parts))
            assert CANARY not in as_json(case).decode()
    assert told or not signs(name)


@pytest.mark.parametrize("name", NAMES)
def test_every_sign_it_asks_for_has_its_place_in_the_export(name: str) -> None:
    asked = {own["indicator"] for _, own in signs(name)}
    assert asked <= MAPPED.keys()
    values: dict[str, str] = {}
    for path, own in signs(name):
        values[path] = f"{values.get(path, '')} {own.get('when', 'yes').split()[0]}".strip()
    case = exported(name, values)
    assert {code for code, state in case.indicators.items() if state == "yes"} == asked
    victim: Any = case.rows["victim"][0]
    for field in ("vic_MethodsOfControl", "vic_TypeOfExploitation"):
        wanted = {MAPPED[code][field] for code in asked if field in MAPPED[code]}
        assert set(victim[field]) == wanted


def test_what_the_mediator_saw_goes_nowhere() -> None:
    seen = list(tags.signs(definition("observations")))
    case = exported("observations", {path: own.get("when", "yes").split()[0] for path, own in seen})
    assert seen and case.indicators == {} and not any(case.rows["victim"][0].values())


def test_marriage_adoption_surrogacy_and_organs_are_types_of_exploitation_of_the_standard() -> None:
    sheet = csv.DictReader(io.StringIO(shared("data/htcds/htcds_v2_fields.csv").read_text("utf-8-sig"), newline=""))
    theirs = next(each["Values"].split() for each in sheet if each["FullName"] == "vic_TypeOfExploitation")
    asked = {own["indicator"] for name in NAMES for _, own in signs(name)}
    for code, value in OTHER_PURPOSES.items():
        assert MAPPED[code] == {"vic_TypeOfExploitation": value}
        assert value in theirs and code in asked


def test_whatever_happened_somewhere_says_what_it_was_part_of() -> None:
    """An event of a case that is neither of a kind nor of a country tells its reader nothing."""
    happened = {code: told for code, told in MAPPED.items() if any(field.startswith("hte_") for field in told)}
    assert {"sold_transferred", "captivity_ransom"} <= happened.keys()
    asked = [(path, own) for path, own in signs("transit") if own["indicator"] in happened]
    values = {path.replace("/stage/", "/stage[1]/"): own.get("when", "yes").split()[0] for path, own in asked}
    events = exported("transit", values).rows["events"]
    assert len(events) == 2 and all(event["hte_Type"] or event["hte_Country"] for event in events)
    assert all(told.get("hte_Type") or told.get("hte_Country") for told in happened.values())


def test_what_is_asked_in_each_country_of_the_way_is_told_once() -> None:
    stages = {f"/data/begin/stage[{at}]/held": said for at, said in ((1, "no"), (2, "yes"), (3, ""))}
    assert {tags.bare(ref) for ref in stages} <= dict(definition("transit").tagged("indicator")).keys()
    case = exported("transit", stages)
    assert case.indicators["captivity_ransom"] == "yes"
    assert [event["hte_Type"] for event in case.rows["events"]] == ["Transit"]
