"""Each mistake in an XLSForm has a code of its own, its place, and a sentence and advice in our words."""

import gzip
import json

import pytest

from intake_app import i18n, messages
from intake_app.errors import IntakeError
from intake_app.xlsform import compile_form
from tests.shared_data import shared

ENGLISH, ITALIAN = i18n.load("en"), i18n.load("it")
HEAD = "| survey |\n| | type | name | label | {} |\n"
CHOICES = "| choices |\n| | list_name | name | label |\n| | l | a | A |\n| | l | b | B |\n| | n | 1 | One |\n"
ENTITIES = "| entities |\n| | list_name | label | entity_id | create_if | update_if |\n"

# (column beside type, name and label; rows; further sheets; code; place; facts that must be told)
CASES = (
    ("", "text | a | A |", "", "", "", {}),
    ("", "text | a | A |\ntext | a | B |", "", "duplicate_name", "survey:3", {"name": "a"}),
    ("", "txet | a | A |", "", "unknown_type", "survey:2", {"found": "txet", "name": "a"}),
    ("", "text | 1a | A |", "", "bad_name", "survey:2", {"found": "1a", "column": "name"}),
    ("", "note | a | ${b} |", "", "unknown_reference", "survey:2", {"found": "b", "column": "label"}),
    ("", "note | a | ${ b } |", "", "bad_reference", "survey:2", {"column": "label"}),
    (
        "",
        "begin group | g | G |\ntext | a | A |\nend group | | |\ntext | a | B |\nnote | c | ${a} |",
        "",
        "ambiguous_reference",
        "survey:6",
        {"found": "a"},
    ),
    ("", "begin group | g | G |\ntext | a | A |", "", "unmatched_begin", "survey:2", {"name": "g", "block": "group"}),
    ("", "text | a | A |\nend repeat | | |", "", "unmatched_end", "survey:3", {"block": "repeat"}),
    ("", "select_one l | a | A |", "", "no_choices_sheet", "choices", {}),
    ("", "select_one x | a | A |", CHOICES, "list_unknown", "survey:2", {"found": "x"}),
    ("", "select_one | a | A |", CHOICES, "select_without_list", "survey:2", {"name": "a"}),
    ("", "text | a | |", "", "no_label", "survey:2", {"name": "a"}),
    ("", "| a | A |", "", "no_type", "survey:2", {}),
    ("", "text | | A |", "", "no_name", "survey:2", {}),
    ("", "calculate | a | |", "", "no_calculation", "survey:2", {"name": "a"}),
    ("", "text | meta | A |", "", "reserved_name", "survey:2", {"name": "meta"}),
    ("", "begin repeat | data | A |\nend repeat | | |", "", "repeat_named_as_form", "survey:2", {"name": "data"}),
    (
        "",
        "begin repeat | r | R |\nend repeat | | |\nbegin group | g | G |\nbegin repeat | r | R |\nend repeat | | |\n"
        "end group | | |",
        "",
        "duplicate_repeat",
        "survey:5",
        {"name": "r"},
    ),
    ("", "begin loop | r | R |\nend loop | | |", "", "select_without_list", "survey:2", {}),
    ("", "begin loop over x | r | R |\nend loop | | |", "", "list_unknown", "survey:2", {"found": "x"}),
    ("", "include | a | A |", "", "include", "survey:2", {}),
    ("", "select_one a.pdf | a | A |", CHOICES, "list_unknown", "survey:2", {}),
    ("", "select_one_from_file a.pdf | a | A |", "", "file_type", "survey:2", {"found": "a.pdf"}),
    ("", "select_one_external l | a | A |", "", "no_external_choices_sheet", "external_choices", {}),
    (
        "",
        "text | b | B |\nselect_one_external l | a | A |",
        "| external_choices |\n| | list_name | name |\n| | l | a |\n",
        "external_without_filter",
        "survey:3",
        {"name": "a"},
    ),
    (
        "choice_filter",
        "select_one_external l | a | A | b=1 |",
        "| external_choices |\n| | list_name | name |\n| | k | a |\n",
        "external_list_unknown",
        "survey:2",
        {"found": "l"},
    ),
    (
        "choice_filter",
        "select_one l or_other | a | A | name='a' |",
        CHOICES,
        "or_other_filter",
        "survey:2",
        {"column": "choice_filter"},
    ),
    ("", "text | b | B |\nselect_one ${b} or_other | a | A |", CHOICES, "or_other_without_list", "survey:3", {}),
    (
        "appearance",
        "begin group | g | G | table-list |\nselect_one l | a | A | |\nselect_one n | b | B | |\nend group | | | |",
        CHOICES,
        "table_list_mixed",
        "survey:4",
        {"found": "n", "other": "l"},
    ),
    (
        "appearance | choice_filter",
        "begin group | g | G | table-list | |\nselect_one l | a | A | | name='a' |\nend group | | | | |",
        CHOICES,
        "table_list_filter",
        "survey:3",
        {},
    ),
    ("appearance", "select_one_from_file a.csv | a | A | search('x') |", "", "search_in_file", "survey:2", {}),
    (
        "appearance",
        "select_one l | a | A | search('x') |\nselect_one l | b | B | |",
        CHOICES,
        "search_mixed",
        "survey:2",
        {"found": "l"},
    ),
    (
        "trigger",
        "calculate | b | | |\ntext | a | A | ${b} |",
        "",
        "no_calculation",
        "survey:2",
        {},
    ),
    (
        "trigger | calculation",
        "calculate | b | | | 1 |\ntext | a | A | ${b} | 2 |",
        "",
        "hidden_trigger",
        "survey:3",
        {"found": "b", "name": "a"},
    ),
    ("trigger", "text | a | A | |\ntext | b | B | ${a}${b} |", "", "reference_comma", "survey:3", {}),
    ("trigger", "text | a | A | nothing |", "", "bad_reference", "survey:2", {"column": "trigger"}),
    ("trigger", "background-geopoint | a | A | |", "", "geopoint_trigger", "survey:2", {}),
    (
        "trigger | calculation",
        "text | b | B | | |\nbackground-geopoint | a | A | ${b} | 1 |",
        "",
        "geopoint_calculation",
        "survey:3",
        {},
    ),
    ("media::big-image", "text | a | A | x.png |", "", "big_image", "survey:2", {"name": "a"}),
    ("media::smell", "text | a | A | x.png |", "", "media_type", "survey", {"found": "smell"}),
    ("", "csv-external | c | |\nxml-external | c | |", "", "duplicate_name", "survey:3", {}),
    (
        "",
        "csv-external | c | |\nbegin group | g | G |\nxml-external | c | |\nend group | | |\ntext | a | A |",
        "",
        "instance_name",
        "survey",
        {"name": "c"},
    ),
    ("parameters", "text | a | A | rows=x |", "", "parameter_whole", "survey:2", {"parameter": "rows"}),
    (
        "parameters",
        "text | a | A | lines=3 |",
        "",
        "parameter_unknown",
        "survey:2",
        {"found": "lines", "accepted": "rows"},
    ),
    ("parameters", "text | a | A | rows is 3 |", "", "parameters_unreadable", "survey:2", {"found": "rows is 3"}),
    ("parameters", "text | b | B | |\nimage | a | A | max-pixels=x |", "", "parameter_whole", "survey:3", {}),
    ("parameters", "image | a | A | app=camera |", "", "app_name", "survey:2", {"found": "app=camera"}),
    ("parameters", "audio | a | A | quality=x |", "", "parameter_value", "survey:2", {"parameter": "quality"}),
    ("parameters", "geopoint | a | A | capture-accuracy=x |", "", "parameter_number", "survey:2", {}),
    ("parameters", "geopoint | a | A | warning-accuracy=x |", "", "parameter_number", "survey:2", {}),
    ("parameters", "geopoint | a | A | allow-mock-accuracy=x |", "", "parameter_yes_no", "survey:2", {}),
    ("parameters", "geotrace | a | A | incremental=no |", "", "incremental", "survey:2", {}),
    ("parameters", "geopoint | a | A | reference-geometry=x |", "", "reference_geometry", "survey:2", {}),
    ("parameters", "select_one l | a | A | randomize=x |", CHOICES, "parameter_yes_no", "survey:2", {}),
    ("parameters", "select_one l | a | A | randomize=true seed=x |", CHOICES, "seed_value", "survey:2", {}),
    ("parameters", "select_one l | a | A | seed=1 |", CHOICES, "seed_without_randomize", "survey:2", {}),
    (
        "parameters",
        "select_one_from_file a.csv | a | A | value=1x |",
        "",
        "bad_name",
        "survey:2",
        {"found": "value=1x"},
    ),
    ("parameters", "text | b | B | |\naudit | a | | |", "", "audit_name", "survey:3", {"name": "a"}),
    ("parameters", "audit | audit | | track-changes=x |", "", "parameter_yes_no", "survey:2", {}),
    ("parameters", "audit | audit | | track-changes-reasons=x |", "", "parameter_value", "survey:2", {}),
    ("parameters", "audit | audit | | location-priority=balanced |", "", "audit_location", "survey:2", {}),
    (
        "parameters",
        "audit | | | location-priority=x location-min-interval=1 location-max-age=2 |",
        "",
        "parameter_value",
        "survey:2",
        {"found": "x"},
    ),
    (
        "parameters",
        "audit | | | location-priority=balanced location-min-interval=-1 location-max-age=2 |",
        "",
        "parameter_negative",
        "survey:2",
        {"parameter": "location-min-interval"},
    ),
    (
        "parameters",
        "audit | | | location-priority=balanced location-min-interval=5 location-max-age=2 |",
        "",
        "audit_intervals",
        "survey:2",
        {"parameter": "location-max-age", "other": "location-min-interval"},
    ),
    ("parameters", "range | a | A | start=x |", "", "parameter_number", "survey:2", {"parameter": "start"}),
    ("parameters", "range | a | A | step=0 |", "", "range_zero", "survey:2", {"parameter": "step"}),
    ("parameters", "range | a | A | start=0 end=5 step=9 |", "", "range_too_wide", "survey:2", {}),
    ("parameters", "range | a | A | start=0 end=6 step=2 placeholder=3 |", "", "range_multiple", "survey:2", {}),
    ("parameters", "range | a | A | start=0 end=6 placeholder=9 |", "", "range_outside", "survey:2", {}),
    ("parameters", "range | a | A | tick_labelset=x |", CHOICES, "ticks_list", "survey:2", {}),
    ("parameters", "range | a | A | tick_labelset=l |", CHOICES, "ticks_number", "survey:2", {}),
    ("parameters", "range | a | A | start=2 end=6 tick_labelset=n |", CHOICES, "ticks_outside", "survey:2", {}),
    ("parameters", "range | a | A | start=0 end=6 step=2 tick_labelset=n |", CHOICES, "ticks_multiple", "survey:2", {}),
    (
        "parameters | appearance",
        "range | a | A | start=0 end=6 tick_labelset=n | no-ticks |",
        CHOICES,
        "ticks_ends",
        "survey:2",
        {},
    ),
    ("parameters | appearance", "range | a | A | placeholder=3 | picker |", "", "range_appearance", "survey:2", {}),
    ("caption", "text | a | A | B |", "", "same_column", "survey", {"found": "caption", "other": "label"}),
    (
        "",
        "select_one l | a | A |",
        "| choices |\n| | list_name | label |\n| | l | A |\n",
        "missing_column",
        "choices",
        {},
    ),
    ("", "select_one l | a | A |", CHOICES + "| | l | | C |\n", "choice_without_name", "choices:5", {}),
    ("", "select_one l | a | A |", CHOICES + "| | l | a | C |\n", "duplicate_choice", "choices:5", {"name": "a"}),
    (
        "",
        "select_multiple l | a | A |",
        CHOICES + "| | l | a c | C |\n",
        "choice_with_space",
        "choices:5",
        {"found": "a c", "name": "l"},
    ),
    ("", "select_one l | a | A |", CHOICES.replace("| choices", "| choises"), "misspelt_sheet", "choices", {}),
    ("", "text | a | A |", "| settings |\n| | name |\n| | 1x |\n", "bad_name", "settings:2", {"found": "1x"}),
    (
        "",
        "text | a | A |",
        "| settings |\n| | omit_instanceID | public_key |\n| | yes | k |\n",
        "no_instance_id",
        "settings:2",
        {},
    ),
    ("save_to", "text | a | A | p |", "", "entity_sheet_missing", "survey:2", {"found": "p"}),
    ("save_to", "text | a | A | name |", ENTITIES + "| | e | x | | | |\n", "entity_property_reserved", "survey:2", {}),
    ("save_to", "text | a | A | __p |", ENTITIES + "| | e | x | | | |\n", "name_underscores", "survey:2", {}),
    ("save_to", "text | a | A | p#q#r |", ENTITIES + "| | e | x | | | |\n", "entity_prefix_twice", "survey:2", {}),
    (
        "save_to",
        "text | a | A | f#q |",
        ENTITIES + "| | e | x | | | |\n",
        "entity_list_unknown",
        "survey:2",
        {"name": "f"},
    ),
    (
        "save_to",
        "text | a | A | p |\ntext | b | B | p |",
        ENTITIES + "| | e | x | | | |\n",
        "entity_property_twice",
        "survey:3",
        {"other": "2", "found": "p"},
    ),
    (
        "save_to",
        "begin group | g | G | p |\ntext | a | A | |\nend group | | | |",
        ENTITIES + "| | e | x | | | |\n",
        "entity_property_on_group",
        "survey:2",
        {},
    ),
    (
        "save_to",
        "text | a | A | p |",
        ENTITIES + "| | e | x | | | |\n| | f | x | | | |\n",
        "entity_prefix_missing",
        "survey:2",
        {"found": "p"},
    ),
    (
        "",
        "text | a | A |",
        ENTITIES + "| | e | x | | | |\n| | e | x | | | |\n",
        "duplicate_entity_list",
        "entities:3",
        {},
    ),
    ("", "text | a | A |", ENTITIES + "| | e | | | | |\n", "entity_without_label", "entities:2", {"name": "e"}),
    ("", "text | a | A |", ENTITIES + "| | e | x | | | 1 |\n", "entity_without_id", "entities:2", {"name": "e"}),
    (
        "",
        "text | a | A |",
        ENTITIES + "| | e | x | 1 | 1 | |\n",
        "entity_without_update_if",
        "entities:2",
        {"name": "e"},
    ),
    ("", "text | a | A |", ENTITIES + "| | | x | | | |\n", "entity_without_name", "entities:2", {}),
    ("", "text | a | A |", ENTITIES + "| | e.1 | x | | | |\n", "name_period", "entities:2", {"found": "e.1"}),
    ("", "text | a | A |", ENTITIES + "| | e | x | | | |\n| | f | x | | | |\n", "entity_no_room", "entities:3", {}),
    (
        "",
        "text | a | A |",
        "| entities |\n| | list_name | label | what |\n| | e | x | y |\n",
        "entity_column",
        "entities:1",
        {},
    ),
    (
        "save_to",
        "begin repeat | r | R | |\ntext | a | A | p |\nend repeat | | | |\n"
        "begin repeat | s | S | |\ntext | b | B | q |\nend repeat | | | |",
        ENTITIES + "| | e | x | | | |\n",
        "entity_scope",
        "survey:6",
        {},
    ),
    ("", "text | a | A | spilt |", "", "too_many_cells", "survey:2", {"found": "spilt"}),
    ("label", "text | a | A | B |", "", "repeated_heading", "survey:1", {"name": "label"}),
    ("bind::1 x", "text | a | A | B |", "", "bad_heading", "survey:1", {"found": "bind::1 x"}),
    ("", "text | x:a | A |", "", "not_xml", "survey:2", {"found": "x:a"}),
)


def form(column: str, rows: str, sheets: str) -> bytes:
    told = HEAD.format(column).replace(" |  |", " |") + "".join(f"| | {row}\n" for row in rows.split("\n"))
    return (told + sheets).encode()


def refused(data: bytes, name: str = "form.md", form_name: str | None = None) -> IntakeError:
    with pytest.raises(IntakeError) as caught:
        compile_form(data, name, form_name=form_name)
    return caught.value


def names_its_place(error: IntakeError) -> None:
    """The sentence in both languages shows the file, and the sheet, row and column as far as they are known."""
    sentences = [messages.sentence(error.code, error.facts, tr) for tr in (ENGLISH, ITALIAN)]
    assert sentences[0] != sentences[1]
    for told in sentences:
        assert "form.md" in told
        assert "…" not in told or any("…" in str(fact) for fact in error.facts.values())
        assert str(error.facts["row"] or "") in told
    sheet = str(error.facts["sheet"])
    if error.code not in WITHOUT_SHEET:
        assert f'"{sheet}"' in sentences[0]
        assert f"«{sheet}»" in sentences[1]


# These speak of the form as a whole.
WITHOUT_SHEET = {
    "xlsform.no_choices_sheet",
    "xlsform.no_external_choices_sheet",
    "xlsform.no_survey_sheet",
    "xlsform.too_deep",
}


@pytest.mark.parametrize(
    ("column", "rows", "sheets", "code", "place", "facts"), CASES[1:], ids=[case[3] for case in CASES[1:]]
)
def test_a_mistake_has_its_code_place_and_words(
    column: str, rows: str, sheets: str, code: str, place: str, facts: dict[str, str]
) -> None:
    error = refused(form(column, rows, sheets))
    assert (error.code, error.facts["place"]) == (f"xlsform.{code}", place)
    assert {key: error.facts[key] for key in facts} == facts
    names_its_place(error)


def test_the_same_form_without_a_mistake_compiles() -> None:
    assert compile_form(form(*CASES[0][:3]), "form.md").form_id == "form"


def recorded() -> list[dict[str, str]]:
    return json.loads(gzip.decompress(shared("conformance/pyxform_errors.json.gz").read_bytes()))


# Recorded with a name for the form that the caller hands over; the sheets themselves are in order.
FROM_OUTSIDE = "The 'form_name' value is invalid"


def test_every_recorded_mistake_is_refused_in_our_words() -> None:
    generic = 0
    cases = recorded()
    for case in cases:
        named = "bad@name" if case["error"].startswith(FROM_OUTSIDE) else None
        error = refused(case["md"].encode(), form_name=named)
        names_its_place(error)
        told = messages.explain(error, ENGLISH)
        assert case["error"][:40] not in told.sentence
        generic += error.code in ("xlsform.refused", "xlsform.stumbled")
    # None today; the bar is a tenth.
    assert generic < 0.02 * len(cases)


def test_what_was_recorded_with_a_name_from_outside_is_in_order_with_a_good_one() -> None:
    (case,) = (case for case in recorded() if case["error"].startswith(FROM_OUTSIDE))
    assert compile_form(case["md"].encode(), "form.md").rows == {"/data/q1": 2}
    named = compile_form(case["md"].encode(), "form.md", form_name="visit")
    assert (named.form_id, named.rows) == ("form", {"/visit/q1": 2})
    assert b'<visit id="form">' in named.xml
