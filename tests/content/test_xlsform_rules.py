"""Rules in a spreadsheet: what is told of them names the cell, and the place in it as its author wrote it."""

import pytest

from intake_app import i18n, messages, workflow
from intake_app.errors import IntakeError
from intake_app.xform import Notice
from intake_app.xlsform import in_cell, rules_at

_COLUMNS = ("name", "relevant", "constraint", "calculation", "choice_filter", "repeat_count", "default", "trigger")
CHOICES = "| choices |\n| | list_name | name | label | colour |\n| | l | x | X | red |\n| | l | y | Y | |\n"


def sheet(**cells: str) -> bytes:
    """A form whose question in row 3 has some cells; a group and a repeat with one question each follow."""
    rows = (
        ("text", {"name": "first_name"}),
        ("select_one l", {"name": "b", **{key: text for key, text in cells.items() if key != "repeat_count"}}),
        ("begin repeat", {"name": "r", "repeat_count": cells.get("repeat_count", "1")}),
        ("text", {"name": "d"}),
        ("end repeat", {}),
    )
    told = "".join(f"| | {kind} | T | {' | '.join(row.get(each, '') for each in _COLUMNS)} |\n" for kind, row in rows)
    return f"| survey |\n| | type | label | {' | '.join(_COLUMNS)} |\n{told}{CHOICES}".encode()


def doubts(**cells: str) -> list[Notice]:
    return [each for each in workflow.check_form("form.md", sheet(**cells)).notices if "attribute" in each.facts]


@pytest.mark.parametrize(
    ("column", "rule", "code"),
    [
        ("relevant", "regex(${first_name}, '(a')", "xform.bad_pattern"),
        ("constraint", ". > 2024-01-01", "xform.bare_date"),
        ("calculation", "jr:choice-name(${first_name}, ${first_name})", "xform.choice_name_path"),
        ("choice_filter", "color = ${first_name}", "xform.no_such_column"),
        ("default", "format-date(today(), 'YYYY')", "xform.format_without_sign"),
        ("repeat_count", "2024-01-01", "xform.bare_date"),
    ],
)
def test_a_doubtful_rule_is_told_with_sheet_row_and_column(column: str, rule: str, code: str) -> None:
    row = 4 if column == "repeat_count" else 3
    (found,) = doubts(**{column: rule})
    assert found.code == code
    english, italian = (
        messages.sentence(code, {"place": found.place, **found.facts}, i18n.load(language)) for language in ("en", "it")
    )
    assert f'sheet "survey", row {row}, column "{column}"' in english
    assert f"foglio «survey», riga {row}, colonna «{column}»" in italian


def test_a_calculation_that_waits_for_a_trigger_is_in_its_own_column() -> None:
    (found,) = doubts(calculation="2024-01-01", trigger="${first_name}")
    assert found.facts["column"] == "calculation"


@pytest.mark.parametrize(
    ("column", "rule", "near"),
    [
        ("relevant", "${first_name} = 'x' and nofunc(1)", "nofunc"),
        ("constraint", "regex(., 'a') or nofunc(${first_name})", "nofunc"),
        ("calculation", "concat(${first_name}, ${first_name}, nofunc(1))", "nofunc"),
        ("choice_filter", "colour = ${first_name} and nofunc(name)", "nofunc"),
        ("repeat_count", "${first_name} + nofunc(1)", "nofunc"),
        ("relevant", "${first_name} 1 ${first_name}", "1"),
    ],
)
def test_a_fault_is_told_at_its_place_in_the_cell(column: str, rule: str, near: str) -> None:
    with pytest.raises(IntakeError) as caught:
        workflow.check_form("form.md", sheet(**{column: rule}))
    facts = caught.value.facts
    assert (facts["row"], facts["column"]) == (4 if column == "repeat_count" else 3, column)
    assert facts["position"] == rule.index(near) + 1


@pytest.mark.parametrize(
    ("cell", "rule", "position", "place"),
    [
        ("${a} + 1", " /data/a  + 1", 3, 1),  # inside the path
        ("  ${a}  +  x", " /data/a  + x", 13, 12),  # blanks that were made one
        ("${a} + ‘x’ y", " /data/a  + 'x' y", 17, 12),  # curly quotes that were made straight
        ("a + ", "a +", 4, 4),  # the end
        ("x(${a})", "instance('l')/root/item[x( /data/a )]", 25, 1),
        ("x(${a})", "instance('l')/root/item[x( /data/a )]", 37, 8),
        ("${a} + 1", "another + rule", 3, None),
        ("x" * 30_000, "x" * 30_000, 3, None),
        ("", "another", 3, None),
    ],
)
def test_places_in_rules_and_in_cells(cell: str, rule: str, position: int, place: int | None) -> None:
    assert in_cell(cell, rule, position) == place


def test_the_number_of_a_repeat_is_found_on_it() -> None:
    xml = (
        b'<h xmlns="http://www.w3.org/2002/xforms" xmlns:jr="http://openrosa.org/javarosa"><bind nodeset="/d/r"/>'
        b'<repeat nodeset="/d/r" jr:count="1 +"/><input ref="/d/r"/></h>'
    )
    assert list(rules_at(xml, "/d/r", "count")) == ["1 +"]
