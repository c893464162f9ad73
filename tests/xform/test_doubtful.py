"""What an author hardly meant is told at a check, with what stands there; the form loads and runs all the same."""

from typing import Any

import pytest

from intake_app.xform import FormDefinition
from intake_app.xform.inspection import inspect
from tests.xform.forms import definition, inputs

LIST = (
    '<instance id="l"><root><item><name>x</name><colour>red</colour></item>'
    "<item><name>y</name></item></root></instance><instance id='none'><root/></instance>"
)


def told(form: FormDefinition) -> list[tuple[str, str, str, Any]]:
    """(level, place, code, what is told of, attribute) of the notices that this is about."""
    mine = [notice for notice in inspect(form) if "attribute" in notice.facts]
    return [
        (notice.level, notice.code.removeprefix("xform."), str(notice.facts.get("near", notice.facts.get("found"))),
         notice.facts["attribute"])
        for notice in mine
    ]  # fmt: skip


def of_rule(rule: str, attribute: str = "calculate") -> list[tuple[str, str, str, Any]]:
    bind = f'<bind nodeset="/data/a" {attribute}="{rule}"/>'
    return told(definition("<a/><b/><g><x/><y z=''/></g>", bind, inputs("a", "b"), LIST))


@pytest.mark.parametrize("attribute", ["relevant", "constraint", "required", "readonly", "calculate"])
def test_a_pattern_that_is_none_is_an_error(attribute: str) -> None:
    assert of_rule("true() and regex(/data/b, '[a')", attribute) == [("error", "bad_pattern", "[a", attribute)]


@pytest.mark.parametrize(
    "rule",
    [
        "regex(/data/b, '[a-z&amp;&amp;[^x]]+')",  # Java's own syntax
        "regex(/data/b, concat('[', 'a'))",  # known only when it is worked out
        "format-date(today(), '%Y')",
        "format-date-time(now(), /data/b)",
        "jr:choice-name(/data/b, '/data/b')",
        "jr:choice-name(/data/b, concat('/data/', 'b'))",
        "count(/data/g) > 0 and count-non-empty(/data/g) = 1",
        "if(/data/g/x, position(/data/g), 2)",
        "not(/data/g/y)",
        "concat(/data/g/text(), /data/g/y/@z)",
        "not(/)",
        "count(/data[g = 1])",
        "count(if(/data/b = 1, /data/g, /data/g))",
        "concat(/data/g/*)",
        "2024 - 1 - 1",
        "2024-01",
        "1850-01-01",
        "2024-13-01",
        "'2024-01-01'",
        "date('2024-01-01') + 1",
        "instance('l')/root/item[name = /data/b and colour = 'red']/name",
        "instance('l')/root/item[position() = 1]/name",
        "instance('l')/root/item[current()/../b = 1]/name",
        "instance('l')/root/item[@kind = 1 or * = 2 or ../other = 3]/name",
        "instance('l')/root/item[name[other = 1]]/name",
        "instance('l')/root/item",
        "instance('l')/root/*[other = 1]",
        "instance('none')/root/item[other = 1]/name",
        "instance('absent')/root/item[other = 1]/name",
    ],
)
def test_what_may_well_be_meant_is_not_told(rule: str) -> None:
    assert of_rule(rule) == []


@pytest.mark.parametrize(
    ("rule", "code", "near"),
    [
        ("format-date(today(), 'YYYY')", "format_without_sign", "YYYY"),
        ("concat('x', format-date-time(now(), ''))", "format_without_sign", ""),
        ("jr:choice-name(/data/b, /data/b)", "choice_name_path", "/data/b"),
        ("if(true(), jr:choice-name( /data/b , ../b ), 1)", "choice_name_path", "../b"),
        ("if(/data/g, 1, 2)", "group_as_answer", "/data/g"),
        ("/data/b = 1 and not(../g)", "group_as_answer", "/data/g"),
        ("/data/g", "group_as_answer", "/data/g"),
        ("today() > 2024-01-01", "bare_date", "2024-01-01"),
        ("date(2024-1-1)", "bare_date", "2024-1-1"),
        ("today() - 2024-01-01", "bare_date", "2024-01-01"),
        ("instance('l')/root/item[name = 'x'][color = 'red']/name", "no_such_column", "color"),
        ("count(instance('l')/root/item[contains(color, 'r') and color != color])", "no_such_column", "color"),
    ],
)
def test_what_was_hardly_meant_is_a_warning(rule: str, code: str, near: str) -> None:
    assert of_rule(rule) == [("warning", code, near, "calculate")]


def test_actions_and_lists_are_looked_at_too() -> None:
    body = (
        "<select1 ref='/data/a'><label>A</label><itemset nodeset=\"instance('l')/root/item[color = 'red']\">"
        "<value ref='name'/></itemset>"
        "<setvalue event='xforms-value-changed' ref='/data/b' value=\"format-date(today(), 'Y')\"/></select1>"
    )
    act = (
        "<setvalue event='odk-instance-first-load' ref='/data/b' value='2024-01-01'/>"
        "<setvalue event='odk-instance-first-load' ref='/data/a'>2024-01-01</setvalue>"
    )
    assert told(definition("<a/><b/>", "", body, LIST + act)) == [
        ("warning", "no_such_column", "color", "nodeset"),
        ("warning", "bare_date", "2024-01-01", "value"),
        ("warning", "format_without_sign", "Y", "value"),
    ]


def test_a_place_is_told_once_of_the_same() -> None:
    body = "<input ref='/data/b'><label>Since <output value='/data/a'/></label></input>"
    form = definition("<a/><b/>", '<bind nodeset="/data/a" calculate="2024-01-01 + 2024-01-01"/>', body)
    assert told(form) == [("warning", "bare_date", "2024-01-01", "calculate")]
