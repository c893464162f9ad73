"""What authors write in an XLSForm does what it says: the form is compiled, loaded and answered."""

import re

import pytest
from lxml import etree

from intake_app import workflow
from intake_app.xform import FormDefinition, Session, edit, load, new_session
from intake_app.xlsform import compile_form
from tests.xform.forms import NOW
from tests.xform.replay import surroundings

YES_NO = "| choices |\n| | list_name | name | label |\n| | yn | y | Yes |\n| | yn | n | No |\n"


def definition(survey: str, *sheets: str, files: dict[str, bytes] | None = None) -> FormDefinition:
    """A form of rows under their headings, and further sheets."""
    told = "| survey |\n" + "".join(f"| | {row.strip()} |\n" for row in survey.strip().split("\n")) + "".join(sheets)
    return load(compile_form(told.encode(), "form.md").xml, files or {})


def session(survey: str, *sheets: str, files: dict[str, bytes] | None = None) -> Session:
    return new_session(definition(survey, *sheets, files=files), surroundings(NOW), None)


def settings(**told: str) -> str:
    return f"| settings |\n| | {' | '.join(told)} |\n| | {' | '.join(told.values())} |\n"


def primary(form: Session) -> etree._Element:
    return etree.fromstring(form.serialise())


@pytest.mark.feature(106)
def test_or_other_adds_a_choice_and_a_question_that_opens_with_it() -> None:
    form = session("type | name | label\nselect_one yn or_other | a | A", YES_NO)
    assert [choice.value for choice in form.choices("/data/a")] == ["y", "n", "other"]
    assert not form.relevant("/data/a_other")
    form.answer("/data/a", "other")
    form.answer("/data/a_other", "perhaps")
    assert form.value("/data/a_other") == "perhaps"
    form.answer("/data/a", "y")
    assert primary(form).find("a_other") is None


@pytest.mark.feature(106)
def test_or_other_of_several_choices_opens_when_other_is_among_them() -> None:
    form = session("type | name | label\nselect_multiple yn or_other | a | A", YES_NO)
    form.answer("/data/a", "y other")
    assert form.relevant("/data/a_other")


@pytest.mark.feature(97, 101)
def test_choices_from_a_file_take_value_and_label_from_the_columns_named() -> None:
    survey = "type | name | label | parameters\nselect_one_from_file towns.csv | a | A | value=code label=town"
    form = session(survey, files={"towns.csv": b"code,town\nrm,Roma\nba,Bari\n"})
    assert [(choice.value, choice.label.text) for choice in form.choices("/data/a")] == [("rm", "Roma"), ("ba", "Bari")]


@pytest.mark.feature(97, 98, 96)
@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("t.csv", b"name,label\nrm,Roma\n"),
        ("t.xml", b"<root><item><name>rm</name><label>Roma</label></item></root>"),
        (
            "t.geojson",
            b'{"type":"FeatureCollection","features":[{"type":"Feature","id":"rm","properties":{"title":"Roma"},'
            b'"geometry":{"type":"Point","coordinates":[12.5,41.9]}}]}',
        ),
    ],
)
def test_choices_come_from_every_kind_of_file(name: str, data: bytes) -> None:
    form = session(f"type | name | label\nselect_multiple_from_file {name} | a | A", files={name: data})
    assert [(choice.value, choice.label.text) for choice in form.choices("/data/a")] == [("rm", "Roma")]


@pytest.mark.feature(101, 149)
def test_a_random_order_holds_all_choices_and_stays_for_its_seed() -> None:
    choices = "| choices |\n| | list_name | name | label |\n" + "".join(f"| | l | c{n} | C |\n" for n in range(12))
    survey = "type | name | label | parameters\nselect_one l | a | A | randomize=true seed={}"
    orders = [form.choice_values("/data/a") for form in (session(survey.format(seed), choices) for seed in (7, 7, 8))]
    assert orders[0] == orders[1] != orders[2]
    assert sorted(orders[0]) == sorted(orders[2]) == sorted(f"c{n}" for n in range(12))


@pytest.mark.feature(101, 149)
def test_the_seed_may_be_another_answer() -> None:
    choices = "| choices |\n| | list_name | name | label |\n" + "".join(f"| | l | c{n} | C |\n" for n in range(12))
    survey = "type | name | label | parameters\ninteger | s | S |\nselect_one l | a | A | randomize=true seed=${s}"
    form = session(survey, choices)
    orders = []
    for seed in ("7", "8", "7"):
        form.answer("/data/s", seed)
        orders.append(form.choice_values("/data/a"))
    assert orders[0] == orders[2] != orders[1]


@pytest.mark.feature(118, 124)
def test_each_question_of_a_trigger_list_sets_off_the_calculation() -> None:
    survey = (
        "type | name | label | trigger | calculation\ntext | a | A | |\ntext | b | B | |\n"
        "text | c | C | ${a}, ${b} | concat(${a}, '-', ${b})"
    )
    form = session(survey)
    form.answer("/data/a", "1")
    assert form.value("/data/c") == "1-"
    form.answer("/data/c", "mine")
    assert form.value("/data/c") == "mine"
    form.answer("/data/b", "2")
    assert form.value("/data/c") == "1-2"


@pytest.mark.feature(118, 121, 125)
def test_a_dynamic_default_is_set_once_and_for_each_new_repeat() -> None:
    survey = (
        "type | name | label | default\ntext | who | Who | concat('a', 'b')\nbegin repeat | r | R |\n"
        "integer | n | N | position(..)\nend repeat | | |"
    )
    form = session(survey)
    form.answer("/data/who", "me")
    form.add_repeat("/data/r")
    assert (form.value("/data/who"), form.value("/data/r[1]/n"), form.value("/data/r[2]/n")) == ("me", "1", "2")


@pytest.mark.feature(112)
def test_the_name_of_a_record_comes_from_its_settings() -> None:
    form = session("type | name | label\ntext | who | Who", settings(instance_name="concat('Visit of ', ${who})"))
    form.answer("/data/who", "Amal")
    assert form.instance_name == "Visit of Amal"


@pytest.mark.feature(104)
def test_one_name_may_stand_twice_in_a_list_that_allows_it() -> None:
    choices = (
        "| choices |\n| | list_name | name | label | land |\n| | c | x | Roma | it |\n| | c | x | Sfax | tn |\n"
        "| | c | y | Bari | it |\n"
    )
    survey = "type | name | label | choice_filter\ntext | land | Land |\nselect_one c | a | A | land = ${land}"
    form = session(survey, choices, settings(allow_choice_duplicates="yes"))
    form.answer("/data/land", "it")
    assert [choice.label.text for choice in form.choices("/data/a")] == ["Roma", "Bari"]
    form.answer("/data/a", "y")
    changes = form.answer("/data/land", "tn")
    assert [choice.label.text for choice in form.choices("/data/a")] == ["Sfax"]
    assert changes.cleared == (("/data/a", "y"),)


@pytest.mark.feature(93)
def test_the_default_language_of_the_settings_opens_the_form() -> None:
    survey = "type | name | label::English (en) | label::Italiano (it)\ntext | who | Who? | Chi?"
    form = session(survey, settings(default_language="Italiano (it)"))
    assert (form.language, form.text("/data/who", "label").text) == ("Italiano (it)", "Chi?")
    form.set_language("English (en)")
    assert form.text("/data/who", "label").text == "Who?"


def test_settings_reach_the_definition() -> None:
    told = settings(
        form_id="f",
        version="7",
        form_title="T",
        style="pages theme-grid",
        client_editable="yes",
        auto_send="true",
        auto_delete="false",
        submission_url="https://odk.example.org/x",
        sms_keyword="k",
        name="root",
    )
    form = definition("type | name | label\ntext | who | Who", told)
    assert (form.form_id, form.version, form.title, form.root_name) == ("f", "7", "T", "root")
    assert form.client_editable
    codes = {notice.code for notice in form.notices}
    assert "xform.address_ignored" in codes


def test_a_public_key_marks_the_form_as_one_that_encrypts() -> None:
    assert definition("type | name | label\ntext | a | A", settings(public_key="MIIBIjANBg")).public_key == "MIIBIjANBg"


@pytest.mark.feature(99)
def test_last_saved_takes_the_answer_of_the_record_before() -> None:
    form = definition("type | name | label | default\ntext | town | Town | ${last-saved#town}")
    first = new_session(form, surroundings(NOW), None)
    assert first.value("/data/town") == ""
    first.answer("/data/town", "Bari")
    second = new_session(form, surroundings(NOW), None, first.serialise())
    assert second.value("/data/town") == "Bari"


def test_questions_of_a_table_list_share_its_choices() -> None:
    survey = (
        "type | name | label | appearance\nbegin group | g | G | table-list\nselect_one yn | a | A |\n"
        "select_one yn | b | B |\nend group | | |"
    )
    form = session(survey, YES_NO)
    form.answer("/data/g/a", "y")
    assert form.choice_values("/data/g/b") == ("y", "n")
    assert form.value("/data/g/a") == "y"
    # What pyxform adds for the head of the table asks nothing.
    assert [ref for ref in form.values() if "reserved_name" in ref and form.value(ref)] == []


def test_a_loop_asks_for_each_choice() -> None:
    survey = "type | name | label\nbegin loop over yn | l | %(label)s\ninteger | n | How many?\nend loop | |"
    form = session(survey, YES_NO)
    form.answer("/data/l/y/n", "2")
    assert (form.value("/data/l/y/n"), form.value("/data/l/n/n")) == ("2", "")


@pytest.mark.feature(161, 162)
def test_an_entity_is_declared_with_the_properties_saved_to_it() -> None:
    entities = "| entities |\n| | list_name | label |\n| | people | ${who} |\n"
    form = session("type | name | label | save_to\ntext | who | Who | full_name", entities)
    form.answer("/data/who", "Amal")
    entity = primary(form).find("{*}meta/{*}entity")
    assert entity is not None
    assert (entity.get("dataset"), entity.get("create")) == ("people", "1")
    assert (entity.findtext("{*}label"), bool(re.match(r"[0-9a-f-]{36}$", entity.get("id") or ""))) == ("Amal", True)


@pytest.mark.feature(113)
def test_a_record_of_a_spreadsheet_can_be_edited() -> None:
    form = definition("type | name | label\ntext | who | Who")
    first = new_session(form, surroundings(NOW), None)
    first.answer("/data/who", "Amal")
    again = edit(form, first.serialise(), surroundings(NOW))
    assert primary(again).findtext("{*}meta/{*}deprecatedID") == first.instance_id


SEARCH = "type | name | label | appearance\nselect_one l | a | A | search('towns')"
HARMLESS = {
    "search": (SEARCH, "| choices |\n| | list_name | name | label |\n| | l | name | label |\n"),
    "osm": (
        "type | name | label\ntext | b | B\nosm tags | a | A",
        "| osm |\n| | list_name | name | label |\n| | tags | t | T |\n",
    ),
    "audit": ("type | name | label | parameters\ntext | a | A |\naudit | | | track-changes=true", ""),
    "background-audio": ("type | name | label\ntext | a | A\nbackground-audio | r |", ""),
    "background-geopoint": ("type | name | label | trigger\ntext | a | A |\nbackground-geopoint | g | | ${a}", ""),
    "start-geopoint": ("type | name | label\ntext | a | A\nstart-geopoint | g |", ""),
    "external": (
        "type | name | label | choice_filter\ntext | a | A |\nselect_one_external c | e | E | state=${a}",
        "| external_choices |\n| | list_name | name | label | state |\n| | c | x | X | 1 |\n",
    ),
    "csv-external": ("type | name | label\ncsv-external | towns |\ntext | a | A", ""),
    "reference-geometry": (
        "type | name | label | parameters\ntext | a | A |\ngeopoint | g | G | reference-geometry=yn",
        YES_NO,
    ),
    "range": (
        "type | name | label | parameters\nrange | a | A | start=0 end=10 step=2 tick_interval=4 placeholder=6",
        "",
    ),
    "parts of the phone": (
        "type | name | label\ntext | a | A\n"
        + "\n".join(
            f"{kind} | {kind.replace('-', '_')} |"
            for kind in (
                "start",
                "end",
                "today",
                "deviceid",
                "phonenumber",
                "username",
                "email",
                "simserial",
                "subscriberid",
            )
        ),
        "",
    ),
}


@pytest.mark.parametrize("name", HARMLESS)
def test_what_phones_alone_can_do_loads_and_the_rest_can_be_answered(name: str) -> None:
    survey, sheets = HARMLESS[name]
    form = session(survey, sheets)
    form.answer("/data/a", "6")
    assert form.value("/data/a") == "6"
    assert primary(form).findtext("{*}meta/{*}instanceID") == form.instance_id


@pytest.mark.parametrize("name", HARMLESS)
def test_what_phones_alone_can_do_is_reported_without_a_fault(name: str) -> None:
    survey, sheets = HARMLESS[name]
    told = "| survey |\n" + "".join(f"| | {row.strip()} |\n" for row in survey.split("\n")) + sheets
    report = workflow.check_form("form.md", told.encode())
    assert report.form_id == "form"


def test_columns_of_ours_on_the_choices_sheet_arrive_in_the_form() -> None:
    sheet = (
        "| survey |\n| | type | name | label |\n| | select_multiple held | held | What is kept? |\n\n| choices |\n"
        "| | list_name | name | label | intake_indicator | intake_strength |\n"
        "| | held | papers | Papers | docs_held | strong |\n| | held | none | Nothing | | |\n"
    )
    compiled = compile_form(sheet.encode(), "held.md")
    assert compiled.remarks == ()
    choices = {"papers": {"indicator": "docs_held", "strength": "strong"}}
    assert list(load(compiled.xml).choice_tags.values()) == [choices]
