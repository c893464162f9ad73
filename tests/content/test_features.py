"""The feature catalogue: every row of the check-list, and what is missing said where something is."""

import json
import re
from functools import cache

import pytest

from intake_app import paths
from intake_app.xform.usage import STATES, Feature, read_catalogue
from tests.shared_data import shared

KINDS = {
    "appearance",
    "bind",
    "body",
    "control",
    "element",
    "entity",
    "event",
    "function",
    "list",
    "mark",
    "model",
    "node",
    "preload",
    "root",
    "submission",
    "text",
    "type",
}


@cache
def catalogue() -> tuple[Feature, ...]:
    return read_catalogue(json.loads((paths.resources() / "xforms_features.json").read_text(encoding="utf-8")))


def test_rows_are_numbered_without_a_gap() -> None:
    assert [feature.row for feature in catalogue()] == list(range(1, 171))


def test_rows_and_priorities_are_those_of_the_check_list() -> None:
    lines = shared("reference/xforms_features.md").read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines if re.match(r"\| \d+ \|", line)]
    wanted = {int(row[0]): row[-1].rstrip(" |")[:1] for row in cells}
    assert wanted.keys() == {feature.row for feature in catalogue()}
    ours = {feature.row: feature.priority for feature in catalogue() if feature.group != "Functions"}
    assert ours == {row: wanted[row] for row in ours}


@pytest.mark.parametrize("feature", catalogue(), ids=lambda feature: str(feature.row))
def test_a_row_says_what_is_missing_and_nothing_more(feature: Feature) -> None:
    assert feature.name == feature.name.strip() != ""
    assert feature.priority in ("1", "2", "3", "X")
    assert bool(feature.note) == (feature.state != "supported")
    assert not feature.note or (feature.note[0].isupper() and feature.note.endswith("."))
    assert not feature.missing or feature.state != "supported"
    assert {sign.partition(":")[0] for sign in (*feature.signs, *feature.missing)} <= KINDS


def test_what_a_form_may_count_on_is_supported_or_says_what_happens_instead() -> None:
    assert {feature.state for feature in catalogue() if feature.priority in "12"} == {"supported", "degraded"}


def test_no_sign_stands_for_two_rows_but_where_both_are_meant() -> None:
    signs = [sign for feature in catalogue() for sign in (*feature.signs, *feature.missing)]
    assert sorted({sign for sign in signs if signs.count(sign) > 1}) == []


def test_refused_comes_first_in_a_report() -> None:
    assert STATES == ("refused", "degraded", "supported")
