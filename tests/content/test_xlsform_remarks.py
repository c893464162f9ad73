"""What is worth knowing about an XLSForm that compiles, in our words; and rows of the spreadsheet beside paths."""

import json
from pathlib import Path

import pytest

from intake_app import cli, i18n, messages, workflow
from intake_app.errors import IntakeError
from intake_app.xlsform import Remark, compile_form
from intake_app.xlsform.remarks import MOST
from tests.content.spreadsheets import Sheets, md, xlsx

ENGLISH, ITALIAN = i18n.load("en"), i18n.load("it")
HEAD = ["type", "name", "label"]
TEXT = ["text", "who", "Who?"]
TWO = [["type", "name", "label::English (en)", "label::Italiano (it)"], ["text", "who", "Who?", "Chi?"]]
CHOICES = [["list_name", "name", "label"], ["l", "a", "A"]]
TWO_CHOICES = [["list_name", "name", "label::English (en)", "label::Italiano (it)"], ["l", "a", "A", "A"]]

CASES: tuple[tuple[str, str, Sheets], ...] = (
    ("broken_cell", "survey:2", {"survey": [[*HEAD, "hint"], [*TEXT, "#REF!"]]}),
    ("name_differs_in_case", "survey:3", {"survey": [HEAD, TEXT, ["text", "Who", "B"]]}),
    ("row_skipped", "survey:3", {"survey": [[*HEAD, "hint"], [*TEXT, None], [None, None, None, "a note"]]}),
    ("disabled_column", "survey:3", {"survey": [[*HEAD, "disabled"], [*TEXT, None], ["text", "b", "B", "yes"]]}),
    ("repeat_without_label", "survey:2", {"survey": [HEAD, ["begin repeat", "r", None], TEXT, ["end repeat"]]}),
    ("no_max_pixels", "survey:2", {"survey": [HEAD, ["image", "a", "A"]]}),
    ("old_metadata", "survey:3", {"survey": [HEAD, TEXT, ["simserial", "a", None]]}),
    (
        "external_without_filter",
        "survey:2",
        {
            "survey": [HEAD, ["select_one_external l", "a", "A"], TEXT],
            "choices": CHOICES,
            "external_choices": CHOICES,
        },
    ),
    (
        "choice_without_label",
        "choices:3",
        {"survey": [HEAD, ["select_one l", "a", "A"]], "choices": [*CHOICES, ["l", "b", None]]},
    ),
    (
        "choice_heading",
        "choices:1",
        {"survey": [HEAD, ["select_one l", "a", "A"]], "choices": [[*CHOICES[0], "a note"], ["l", "b", "B", "x"]]},
    ),
    (
        "choice_heading",
        "choices:1",
        {"survey": [HEAD, ["select_one l", "a", "A"]], "choices": [[*CHOICES[0], "$kuid"], ["l", "b", "B", "x"]]},
    ),
    ("misspelt_sheet", "settings", {"survey": [HEAD, TEXT], "setings": [["form_id"], ["f"]]}),
    ("misspelt_sheet", "entities", {"survey": [HEAD, TEXT], "entitis": [["list_name"], ["f"]]}),
    ("two_form_ids", "settings", {"survey": [HEAD, TEXT], "settings": [["form_id", "id_string"], ["f", "g"]]}),
    ("language_without_code", "settings", {"survey": [["type", "name", "label::English"], TEXT]}),
    ("translation_column", "survey", {"survey": [[*TWO[0], "hint::English (en)"], [*TWO[1], "Name"]]}),
    (
        "or_other_translations",
        "survey",
        {"survey": [TWO[0], ["select_one l or_other", "a", "A", "A"]], "choices": TWO_CHOICES},
    ),
)


def told(remark: Remark) -> list[str]:
    """The sentence and advice in both languages; nothing in them is missing."""
    words = [messages.explain(IntakeError(remark.code, **remark.facts), tr) for tr in (ENGLISH, ITALIAN)]
    sentences = [each.sentence for each in words]
    assert sentences[0] != sentences[1]
    assert words[0].advice != words[1].advice
    assert "…" not in "".join(sentences)
    return sentences


@pytest.mark.parametrize(("code", "place", "sheets"), CASES, ids=[case[0] for case in CASES])
def test_a_remark_has_its_code_place_and_words(code: str, place: str, sheets: Sheets) -> None:
    for data, name in ((xlsx(sheets), "form.xlsx"), (md(sheets), "form.md")):
        remarks = {(each.code, each.facts["place"]): each for each in compile_form(data, name).remarks}
        remark = remarks[f"xlsform.{code}", place]
        row = place.partition(":")[2]
        assert all(name in words and row in words for words in told(remark))


def test_a_form_in_order_has_nothing_to_remark() -> None:
    for sheets in ({"survey": [HEAD, TEXT]}, {"survey": TWO}):
        assert compile_form(xlsx(sheets), "form.xlsx").remarks == ()


def test_each_language_that_lacks_a_column_is_named() -> None:
    sheets = {"survey": [[*TWO[0], "hint::English (en)", "label::Français (fr)"], [*TWO[1], "Name", "Qui ?"]]}
    found = [each.facts for each in compile_form(xlsx(sheets), "form.xlsx").remarks]
    assert [(facts["language"], facts["found"]) for facts in found] == [
        ("Français (fr)", "hint"),
        ("Italiano (it)", "hint"),
    ]


def test_one_mistake_many_times_is_told_some_times_and_counted() -> None:
    choices = [CHOICES[0], *(["l", f"a{number}", None] for number in range(MOST + 7))]
    remarks = compile_form(xlsx({"survey": [HEAD, ["select_one l", "a", "A"]], "choices": choices}), "f.xlsx").remarks
    assert [each.code for each in remarks] == ["xlsform.choice_without_label"] * MOST + ["xlsform.more_remarks"]
    assert remarks[-1].facts["count"] == 7
    assert "7" in messages.sentence(remarks[-1].code, remarks[-1].facts, ITALIAN)


def test_the_command_line_tells_remarks_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "form.xlsx"
    source.write_bytes(xlsx({"survey": [HEAD, ["image", "photo", "Photo"]]}))
    assert cli.run(["form", "check", str(source)]) == 0
    warnings = json.loads(capsys.readouterr().out)["warnings"]
    assert warnings == [
        'In form.xlsx, sheet "survey", row 2, column "parameters": the picture "photo" is sent in its full size.'
    ]


@pytest.mark.parametrize("suffix", ["xlsx", "md"])
def test_what_only_the_engine_can_refuse_names_the_row_too(suffix: str) -> None:
    rows = [[*HEAD, "relevant"], ["begin group", "g", "G", None], ["text", "who", "Who?", "1 = = 2"], ["end group"]]
    data = (xlsx if suffix == "xlsx" else md)({"survey": rows, "settings": [["name"], ["root"]]})
    with pytest.raises(IntakeError) as caught:
        workflow.check_form(f"form.{suffix}", data)
    assert (caught.value.facts["place"], caught.value.facts["row"]) == ("/root/g/who", 3)
    assert "/root/g/who (foglio «survey», riga 3, colonna «relevant»)" in messages.sentence(
        caught.value.code, caught.value.facts, ITALIAN
    )


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        *((each, "text") for each in ("relevant", "constraint", "required", "readonly", "calculation")),
        ("choice_filter", "select_one l"),
        ("repeat_count", "begin repeat"),
    ],
)
def test_a_faulty_rule_is_told_with_its_column(heading: str, kind: str) -> None:
    rows = [[*HEAD, heading], [*TEXT, None], [kind, "b", "B", "name == 'x'"], ["text", "c", "C", None]]
    end = [["end repeat"]] if kind == "begin repeat" else []
    lists = {"choices": [["list_name", "name", "label"], ["l", "x", "X"]]}
    with pytest.raises(IntakeError) as caught:
        workflow.check_form("form.xlsx", xlsx({"survey": rows + end, **lists}))
    facts = caught.value.facts
    assert (caught.value.code, facts["row"], facts["column"]) == ("xform.bad_expression", 3, heading)
    sentence = messages.sentence(caught.value.code, facts, ITALIAN)
    assert f"(foglio «survey», riga 3, colonna «{heading}»)" in sentence


def test_rules_that_wait_for_each_other_are_told_with_their_rows() -> None:
    rows = [[*HEAD, "calculation"], ["calculate", "a", None, "${b} + 1"], ["calculate", "b", None, "${a} + 1"]]
    with pytest.raises(IntakeError) as caught:
        workflow.check_form("form.xlsx", xlsx({"survey": [*rows, [*TEXT, None]]}))
    sentence = messages.sentence(caught.value.code, caught.value.facts, ITALIAN)
    assert "/data/a (survey:2)" in sentence
    assert "/data/b (survey:3)" in sentence


def test_notices_of_the_engine_name_the_row_too() -> None:
    repeat = [["begin repeat", "r", "R", None], ["text", "a", "A", None], ["end repeat"]]
    rows = [[*HEAD, "calculation"], [*TEXT, None], *repeat, ["calculate", "c", None, "../nothing + 1"]]
    report = workflow.check_form("form.xlsx", xlsx({"survey": rows}))
    assert {notice.facts["row"] for notice in report.notices if notice.place == "/data/c"} == {6}
