"""What a check tells of rules: paths that lead nowhere, what costs much, and why."""

import pytest

from intake_app.xform import load
from intake_app.xform.inspection import MANY, inspect
from tests.xform.forms import definition, inputs, xform


def items(count: int) -> str:
    return "".join(f"<item><name>n{at}</name><label>L{at}</label></item>" for at in range(count))


LIST = f"<instance id='t'><root>{items(MANY)}</root></instance>"
SHORT = f"<instance id='s'><root>{items(40)}</root></instance>"
FAMILY = "<a/><g><b c=''/></g><r jr:template=''><d/><e/></r>"


def found(rule: str, place: str = "/data/a") -> list[tuple[str, str]]:
    """(code, name or path) of what a calculate brings about."""
    body = inputs("a") + '<repeat nodeset="/data/r"><input ref="/data/r/d"/></repeat>'
    form = definition(FAMILY, f'<bind nodeset="{place}" calculate="{rule}"/>', body, LIST + SHORT)
    told = [notice for notice in inspect(form) if notice.code != "xform.group_as_answer"]
    assert all(notice.place == place for notice in told)
    return [
        (notice.code.removeprefix("xform."), str(notice.facts.get("path") or notice.facts["name"])) for notice in told
    ]


@pytest.mark.parametrize(
    ("rule", "path"),
    [
        ("/data/q", "/data/q"),
        ("/other/a", "/other"),
        ("1 + /data/g/q + 2", "/data/g/q"),
        ("/data/g/b/@q", "/data/g/b/@q"),
        ("../q", "/data/q"),
        ("current()/../q", "/data/q"),
        ("current()/../g[../q = 1 or /data/q]", "/data/q"),
        ("instance('t')/root/item[name = /data/q]/label", "/data/q"),
        ("instance('t')/root/item[name = current()/../q]/label", "/data/q"),
        ("(../g | ../q)[/data/p]", "/data/q"),
        ("(/data/g)[/data/q]", "/data/q"),
        ("instance(/data/q)/root", "/data/q"),
    ],
)
def test_a_path_that_leads_nowhere_is_named(rule: str, path: str) -> None:
    assert ("no_such_path", path) in found(rule)


@pytest.mark.parametrize(
    "rule",
    [
        "/data/g/b",
        "../g/b/@c",
        "../g/./b",
        "/data/g/*/q",
        "/*/g/q",
        "../g/*/q",
        "/data//q",
        "//q",
        "../g/text()",
        "'/data/q'",
        "/",
        "instance('t')/root/nothing",
        "instance('t')/root/item[q = 1]",
        "../../..",
        "../../../x",
        "(../g)[q = 1]",
    ],
)
def test_a_path_that_may_lead_somewhere_is_not(rule: str) -> None:
    assert [code for code, _ in found(rule) if code == "no_such_path"] == []


def test_a_path_is_told_once_for_each_place_and_of_actions_too() -> None:
    action = '<setvalue event="xforms-value-changed" ref="/data/b" value="../z"/>'
    body = inputs("a").replace("</input>", f"{action}</input>")
    model = (
        '<setvalue ref="/data/b" event="odk-instance-load" value="/data/y"/>'
        '<setvalue ref="/data/b" event="odk-instance-load">plain</setvalue>'
    )
    binds = '<bind nodeset="/data/a" calculate="../q + ../q" relevant="../q"/>'
    told = inspect(definition("<a/><b/>", binds, body, model))
    assert [(each.level, each.place, each.facts["path"]) for each in told] == [
        ("warning", "/data/a", "/data/q"),
        ("warning", "/data/b", "/data/y"),
        ("warning", "/data/b", "/data/z"),
    ]


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("count(instance('t')/root/item[contains(label, 'x')])", [("costly_filter", "t")]),
        ("count(instance('t')/root/item[name != 'x'])", [("costly_filter", "t")]),
        ("count(instance('t')/root/item[name = ../item/label])", [("costly_filter", "t")]),
        (
            "count(instance('t')/root/item[contains(label, 'x')]) + count(instance('t')/root/item[name != 'x'])",
            [("costly_filter", "t")],
        ),
        ("instance('t')/root/item[name = 'x' and contains(label, 'x')]/label", []),
        ("instance('t')/root/item['x' = name]/label", []),
        ("instance('t')/root/item[name &lt; 5]/label", []),
        ("instance('t')/root/item[1]/label", []),
        ("count(instance('t')/root/item)", []),
        ("count(instance('s')/root/item[contains(label, 'x')])", []),
        ("count(instance('u')/root/item[contains(label, 'x')])", []),
        ("count(instance(/data/a)/root/item[contains(label, 'x')])", []),
        (
            "instance('s')/root/item[name = instance('t')/root/item[label != 'x']/name]",
            [("costly_filter", "t"), ("costly_nested", "s")],
        ),
        (
            "instance('t')/root/item[contains(instance('s')/root/item[name = current()/../g/b]/label, name)]",
            [("costly_nested", "t")],
        ),
    ],
)
def test_what_costs_and_why(rule: str, told: list[tuple[str, str]]) -> None:
    assert sorted(found(rule)) == told


def test_the_dearest_comes_first_with_an_estimate() -> None:
    rules = (
        "<bind nodeset=\"/data/a\" calculate=\"count(instance('t')/root/item[contains(label, 'x')])\"/>"
        "<bind nodeset=\"/data/b\" calculate=\"count(instance('t')/root/item[label != instance('s')/root/item[label "
        "!= 'x']/name])\"/>"
    )
    told = inspect(definition("<a/><b/>", rules, "", LIST + SHORT))
    assert [(each.level, each.place, each.code) for each in told] == [
        ("warning", "/data/b", "xform.costly_nested"),
        ("info", "/data/a", "xform.costly_filter"),
    ]
    assert told[1].facts["count"] == MANY
    assert told[0].facts["count"] == MANY * (1 + 1 + 40 * 2)


def test_a_search_of_the_whole_form() -> None:
    many = "".join(f"<q{at}/>" for at in range(MANY))
    rules = '<bind nodeset="/data/q0" calculate="count(//q1)"/><bind nodeset="/data/q2" calculate="(//q1)[. = 1]"/>'
    rules += '<bind nodeset="/data/q3" calculate="count(../q4/ancestor::*[. = 2])"/>'
    told = inspect(load(xform(many, rules)))
    assert {(each.place, each.code) for each in told} == {
        ("/data/q0", "xform.costly_search"),
        ("/data/q2", "xform.costly_search"),
        ("/data/q3", "xform.costly_search"),
    }


@pytest.mark.parametrize(
    ("rule", "square"),
    [
        ("sum(/data/r[true()]/d)", True),
        ("/data/r[position() = position(current()/..) - 1]/d", True),
        ("indexed-repeat(/data/r/d, /data/r, position(..) - 1)", True),
        ("../d + 1", False),
        ("/data/r/d", False),
        ("position(..)", False),
        ("/data/a", False),
    ],
)
def test_what_each_repetition_asks_of_all(rule: str, square: bool) -> None:
    assert (("costly_repeat", "/data/r") in found(rule, "/data/r/e")) == square


def test_the_list_of_costs_has_an_end() -> None:
    names = [f"q{at}" for at in range(50)]
    rule = "count(instance('t')/root/item[contains(label, 'x')])"
    binds = "".join(f'<bind nodeset="/data/{name}" calculate="{rule}"/>' for name in names)
    assert len(inspect(load(xform("".join(f"<{name}/>" for name in names), binds, "", LIST)))) == 30
