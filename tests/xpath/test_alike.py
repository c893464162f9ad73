"""Equality as forms need it: numbers but for what computing loses, nodes of a type of numbers by their number.

Each expectation was played on JavaRosa 5.1.0 too.
"""

import pytest

from intake_app.xpath.context import Environment
from intake_app.xpath.tree import element
from tests.xpath.forms import at, environment, leaf, value


def typed() -> Environment:
    """The small form with 7 and 7.0 and a blank as numbers, 007 as a text, a list with 007 and 8, numbers in people."""
    env = environment()
    data = at(env)
    for name, told, numeric in (("i", "7", True), ("dec", "7.0", True), ("none", "", True), ("s", "007", False)):
        leaf(data, name, told).numeric = numeric
    for person in data.named("person"):
        person.named("amount")[0].numeric = True
    top = env.instances["villages"].named("root")[0]
    for told in ("007", "7", "8"):
        top.append(element("item")).append(element("code", told))
    return env


@pytest.mark.feature(131)
@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("0.1 + 0.2 = 0.3", True),
        ("0.1 + 0.2 != 0.3", False),
        ("0.1 + 0.2 > 0.3", True),
        ("1.0000000000001 = 1", True),
        ("1.000000000001 = 1", False),
        ("number('x') = number('x')", False),
        ("number('x') != number('x')", True),
        ("33.3 + 33.3 + 33.4 = 100", True),
    ],
)
def test_numbers_are_equal_but_for_what_computing_loses(source: str, wanted: bool) -> None:
    assert value(source) is wanted


@pytest.mark.feature(131)
@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("/data/i = '007'", True),
        ("'007' = /data/i", True),
        ("/data/i != '007'", False),
        ("/data/i = ' 7 '", True),
        ("/data/i = 'x'", False),
        ("/data/i != 'x'", True),
        ("/data/i = ''", False),
        ("/data/none = ''", True),
        ("/data/none = 'x'", False),
        ("/data/none != 0", True),
        ("/data/s = '7'", False),
        ("/data/s = 7", True),
        ("/data/i = /data/s", True),
        ("/data/dec = /data/i", True),
        ("/data/i != /data/dec", False),
        ("/data/none = /data/blank", True),
        ("/data/none != /data/i", True),
        ("/data/person/amount = '10.0'", True),
        ("/data/person/amount = '11'", False),
        ("/data/person/amount != '10.0'", True),
        ("/data/person/amount = /data/i", False),
        ("/data/person/amount != /data/i", True),
        ("/data/person/amount[. = 10] != /data/person/amount[. = 10]", False),
        ("/data/person/amount = /data/person/visit/days", False),
        ("/data/person/visit/days = /data/dec", False),
        ("/data/person/visit/days = (/data/i - 2)", True),
        ("/data/dec[. = 7] != (/data/i | /data/s)", False),
        ("(/data/i | /data/s) = /data/dec", True),
        ("/data/i = (/data/s | /data/blank)", True),
        ("/data/i = (/data/born | /data/blank)", False),
        ("if(true(), /data/i, '') = '07'", True),
        ("if(/data/age, '05', /data/i) = 5", True),
        ("date(/data/person[1]/../born) = /data/born", True),
        ("if(true(), /data/i, '') != /data/dec", False),
        ("if(/data/age, true(), 'x') = 'x'", True),
        ("if(/data/age, true(), 'x') != 'x'", False),
        ("coalesce('', /data/i) = '07'", True),
    ],
)
def test_a_node_of_a_type_of_numbers_is_compared_as_a_number(source: str, wanted: bool) -> None:
    assert value(source, typed()) is wanted


def test_a_date_is_compared_where_the_rule_stands() -> None:
    env = typed()
    assert value("date(.) = '2001-05-17'", env, at(env, "born")) is True
    assert value("date(.) = '2001-05-17'", env, at(env, "age")) is False


@pytest.mark.feature(107)
@pytest.mark.parametrize(
    ("condition", "count"),
    [
        ("code = /data/i", 2),
        ("/data/dec = code", 2),
        ("code = /data/s", 1),
        ("code = (/data/i | /data/s)", 2),
        ("code = (/data/i - 0)", 2),
        ("code = 10.1 - 3.1", 2),
        ("code = /data/none", 300),
    ],
)
def test_lists_are_found_by_number_where_the_answer_is_one(condition: str, count: int) -> None:
    env = typed()
    for _ in range(2):  # the second time from what the first has kept
        assert value(f"count(instance('villages')/root/item[{condition}])", env) == count
    assert value(f"count(instance(concat('vill', 'ages'))/root/item[{condition}])", typed()) == count


@pytest.mark.feature(150)
@pytest.mark.parametrize("source", ["decimal-time('')", "decimal-date-time('')", "decimal-time(/data/blank)"])
def test_the_number_of_a_blank_time_is_blank(source: str) -> None:
    assert value(f"{source} = ''") is True
    assert value(f"number({source}) = ''") is False
