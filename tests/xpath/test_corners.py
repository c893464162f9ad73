"""The rare ways through the evaluator: values known only at run time, odd paths, indexes that do not apply."""

import sys
from collections.abc import Callable

import pytest

from intake_app.errors import IntakeError
from intake_app.xpath.context import Context, Environment
from intake_app.xpath.dates import date_time_text, moment_of, utc_day_number
from intake_app.xpath.expression import Compiled, check, compile_expression
from intake_app.xpath.parser import parse
from intake_app.xpath.tree import Node, element, new_root
from tests.xpath.forms import at, environment, leaf, text, value

RUN_TIME = [
    ("count(if(true(), /data/person, ''))", "3"),
    ("count(if(false(), /data/person, ''))", "0"),
    ("if(true(), true(), 'x') = 1", "true"),
    ("if(true(), true(), 'x') != 0", "true"),
    ("if(true(), true(), 'x') > 0", "true"),
    ("if(true(), 'a', 1) = 'a'", "true"),
    ("if(true(), 'a', 1) != 'a'", "false"),
    ("if(true(), 3, 'a') < if(true(), 4, 'a')", "true"),
    ("if(true(), 4, 'a') <= if(true(), 4, 'a')", "true"),
    ("if(true(), /data/person, '') and true()", "true"),
    ("if(if(true(), /data/blank, 'x'), 'y', 'n')", "n"),
    ("if(if(true(), 'x', 1), 'y', 'n')", "y"),
    ("if(if(true(), '', 1), 'y', 'n')", "n"),
    ("if(if(true(), 0, 'x'), 'y', 'n')", "n"),
    ("if(if(true(), true(), 'x'), 'y', 'n')", "y"),
    ("if(true(), /data/age, 'x') + 1", "26"),
    ("if(true(), /data/none, 'x') + 1", "NaN"),
    ("if(true(), true(), 'x') + 1", "2"),
    ("if(true(), 2, 'x') + 1", "3"),
    ("string(if(true(), /data/age, 'x'))", "25"),
    ("string(if(true(), /data/none, 'x'))", ""),
    ("string(if(true(), 1.50, 'x'))", "1.5"),
    ("string(if(true(), false(), 'x'))", "false"),
    ("/data/person[if(true(), 2, 'x')]/amount", ""),
    ("true() > false()", "true"),
    ("true() = 'a'", "true"),
    ("/data/blank = false()", "true"),
    ("'a' != 'a'", "false"),
    ("'a' != 'b'", "true"),
    ("1 != '1'", "false"),
    ("date('2020-01-01') != date('2020-01-01')", "false"),
    ("date('2020-01-01') = 'soon'", "false"),
    ("date('2020-01-01') = 18262", "true"),
    ("/data/person/amount = 30", "true"),
    ("/data/person/amount != 30", "true"),
    ("30 = /data/person/amount", "true"),
    ("9 < /data/person/amount", "true"),
    ("31 <= /data/person/amount", "false"),
    ("30 <= /data/person/amount", "true"),
    ("10 >= /data/person/amount", "true"),
    ("9 >= /data/person/amount", "false"),
    ("/data/person/amount < /data/person/visit/days", "false"),
    ("/data/person/visit/days < /data/person/amount", "true"),
    ("/data/person/amount >= /data/person/amount", "true"),
    ("/data/person/amount > /data/person/name", "false"),
    ("1 < 2 < 3", "true"),
    ("3 > 2 > 1", "false"),
    ("1 = 1 = 1", "true"),
    ("2 + 3 * 4 - 6 div 3", "12"),
    ("(2 + 3) * 4", "20"),
    ("7 mod 4 mod 2", "1"),
    ("5.5 mod 2", "1.5"),
    ("-5 mod 3", "-2"),
    ("5 mod 0", "NaN"),
    ("(1 div 0) mod 2", "NaN"),
    ("2 mod (1 div 0)", "2"),
    ("2 mod (0 div 0)", "NaN"),
    ("0 div 0", "NaN"),
    ("-1 div 0", "-Infinity"),
    ("1 div -0", "-Infinity"),
    ("(0 div 0) div 0", "NaN"),
    ("6 div2", "3"),
    ("7 mod4", "3"),
    ("6 div 2div3", "1"),
    ("-(-(3))", "3"),
    ("--/data/age", "25"),
    ("-/data/none", "NaN"),
    ("- - 3", "3"),
    ("1 or 0", "true"),
    ("0 or '' or false()", "false"),
    ("1 and 'a' and true()", "true"),
    ("1 and '' and true()", "false"),
    ("0 or 1 and 0", "false"),
    ("name(/data/age | /data/blank)", "age"),
    ("string(/data/none | /data/zero)", "0"),
    ("number(/data/none | /data/age) + 1", "26"),
    ("boolean(/data/none | /data/zero)", "false"),
]


@pytest.mark.parametrize(("source", "wanted"), RUN_TIME, ids=[source for source, _ in RUN_TIME])
def test_operators_and_values_of_a_type_known_late(source: str, wanted: str) -> None:
    assert text(source) == wanted


PATHS = [
    ("../../../../../x", ""),
    ("../../..", ""),
    ("../../../x", ""),
    ("../none", ""),
    ("*", ""),
    ("mod", ""),
    ("div div div", "NaN"),
    ("* * *", "NaN"),
    ("../age", "25"),
    ("./../age", "25"),
    ("../person/name", "Ada"),
    ("../person[2]/visit/days", "3"),
    ("/data/person[(/data/zero)[1] < position()]/name", "Ada"),
    ("count(/data/person[(/data/zero)[1] < position()])", "3"),
    ("count(/data/person[(//name)[position() = 1] = name])", "1"),
    ("count(/data/person[count(visit[position() = 2]) = 1])", "2"),
    ("count(/data/person[instance('villages')/root/item[2]])", "3"),
    ("count(/data/person[not(position() = 2)])", "2"),
    ("count(/data/person[(position() = 2) or (position() = 3)])", "2"),
    ("count(/data/person[position() + 1 = 3])", "1"),
    ("count(/data/person[string(position()) = '3'])", "1"),
    ("count(/data/person[-position() = -3])", "1"),
    ("/data/person[name = 'Cy'][1]/amount", "30"),
    ("/data/person[1][name = 'Cy']/amount", ""),
    ("/data/person[name = 'Cy']/visit[2]/days", "5"),
    ("count(/data/*/visit)", "5"),
    ("count(/data//days)", "5"),
    ("count(//person//days)", "5"),
    ("count(//person/descendant::days[1])", "3"),
    ("count(/data/person/visit/../..)", "1"),
    ("count(/data/person/visit/ancestor::person)", "3"),
    ("count(//*[self::days]/..)", "5"),
    ("count(/descendant-or-self::node()/person)", "3"),
    ("count(//.)", "39"),
    ("count(/data/age/self::node())", "1"),
    ("current()/../age", "25"),
    ("current()", "25"),
    ("number()", "25"),
    ("string-length()", "2"),
    ("normalize-space()", "25"),
    ("string()", "25"),
    ("lang('en')", "false"),
    ("/data/person/name[. = 'Cy']", "Cy"),
    ("boolean(/data/person[name = 'Cy']/amount[. > 40])", "false"),
    ("boolean(/data/person[3])", "true"),
    ("boolean(/data/hidden[1])", "false"),
    ("boolean(/data/blank[1])", "true"),
]


@pytest.mark.parametrize(("source", "wanted"), PATHS, ids=[source for source, _ in PATHS])
def test_paths(source: str, wanted: str) -> None:
    env = environment()
    assert text(source, env, at(env, "age")) == wanted


LISTED = [
    ("item[district/@none = 'x']", 0),
    ("item[name[1] = 'v3']", 1),
    ("item[self::item = 'x']", 0),
    ("item[* = 'v3']", 1),
    ("item[jr:name = 'v3']", 0),
    ("item[1 = 1]", 300),
    ("item[1 = 2]", 0),
    ("item[name = true()]", 300),
    ("item[name > false()]", 0),
    ("item[name = date('2020-01-01')]", 0),
    ("item[people < date('1970-01-11')]", 30),
    ("item[people <= '9']", 30),
    ("item['90' <= people]", 30),
    ("item[people > 89.5 and people < 91]", 3),
    ("item[people >= /data/person/amount]", 270),
    ("item[people < /data/person/amount]", 90),
    ("item[people > /data/none]", 0),
    ("item[people < 0 div 0]", 0),
    ("item[people = 0 div 0]", 0),
    ("item[people = /data/person/amount]", 6),
    ("item[@code = '1' and district = 'd3']", 10),
    ("item[district = 'd3' and people = 21 and name != 'v3']", 2),
    ("item[district != 'd3']", 270),
    ("item[name = string(position())]", 0),
    ("item[name = concat('v', position())]", 0),
    ("item[name = concat('v', position() - 1)]", 300),
    ("item[name = uuid()]", 0),
    ("item[name = once('v3')]", 1),
    ("item[name = string()]", 0),
    ("item[name = (/data/blank)[1]]", 0),
    ("item[name = instance('villages')/root/item[3]/name]", 1),
    ("item[name = /data/person[1]/name]", 0),
    ("item[contains(name, '99')]", 3),
    ("item[contains(name, '99') and district = 'd9']", 3),
    ("item[name = 'v3' or name = 'v4']", 2),
    ("item[last()]", 1),
    ("item[position() = 300]", 1),
    ("item[district = 'd3'][2]", 1),
    ("item[district = 'd3'][people > 50][name != 'v3']", 15),
    ("item/name", 300),
    ("item/*", 900),
    ("*", 300),
    ("item/@code", 300),
    ("item/..", 1),
    ("item/name[. = 'v3']", 1),
    ("item[. = 'v0d00']", 1),
    ("none[name = 'x']", 0),
]


@pytest.mark.parametrize(("path", "count"), LISTED, ids=[path for path, _ in LISTED])
def test_lists_with_and_without_an_index(path: str, count: int) -> None:
    env = environment()
    spaces = {"jr": "http://openrosa.org/javarosa"}
    for source in (f"count(instance('villages')/root/{path})", f"count(instance(concat('vill', 'ages'))/root/{path})"):
        assert compile_expression(source, spaces).number(Context(env.main, env)) == count, source


def test_an_item_with_a_key_twice_is_found_once() -> None:
    env = environment()
    item = next(env.instances["villages"].elements()).children[4]
    leaf(item, "name", "v4")
    leaf(item, "name", "other")
    leaf(item, "people", "29")
    for condition in ("name = 'v4'", "name = 'other'", "people >= 28 and people <= 29 and name = 'v4'", "people = 28"):
        found = f"instance('villages')/root/item[{condition}][1]/district"
        assert text(found, env) == "d4", condition
    assert text("count(instance('villages')/root/item[people > 27 and people < 30])", env) == "6"


def test_a_count_by_order_looks_at_each_parent_of_a_list() -> None:
    env = environment()
    count = "count(instance('villages')/root/item[people > 90])"
    assert text(count, env) == "27"
    top = next(env.instances["villages"].elements())
    env.instances["villages"].append(top.copy())
    env.forget_indexes()
    assert text(count, env) == "54"
    assert text("count(instance('none')/root/item[people > 90])", env) == "0"


def test_the_indexes_of_repeats_named_in_other_ways() -> None:
    env = environment()
    inside = at(env, "person", 2, "name")
    for source, wanted in (
        ("indexed-repeat(../visit/days, ../visit, 2)", "5"),
        ("indexed-repeat(../visit/days, ../visit, 3)", ""),
        ("indexed-repeat(../name, /data/person, position(..) - 1)", ""),
        ("indexed-repeat(../name, /data/person, 1)", "Ada"),
        ("indexed-repeat(../amount, ../../person, 1)", "10"),
        ("indexed-repeat(/data/person/visit/days, ../../person, 1, /data/person/visit, 2)", "2"),
        ("indexed-repeat(/data/person/visit/days, /data/person, 2, ../visit, 1)", "3"),
        ("indexed-repeat(../name, /data/age, 1)", ""),
        ("indexed-repeat(/data/none/days, /data/none/visit, 1)", ""),
        ("indexed-repeat(/data/none/deep/days, /data/none/deep, 1)", ""),
        ("indexed-repeat(/data/person/visit/days, /data/person/visit, 1)", "4"),
        ("indexed-repeat(./../visit/days, /data/person, 9)", ""),
        ("indexed-repeat(//days, //visit, 1)", "4"),
        ("indexed-repeat(/data/person/visit/days, /data/person/visit, 2, /data/person, 1)", "2"),
        ("indexed-repeat(if(true(), ../visit/days, ''), ../visit, 1)", "4"),
        ("indexed-repeat(/data/person[1]/visit/days, /data/person/visit, 1)", ""),
        ("indexed-repeat(../../../../x/y, ../../../../x, 1)", ""),
        ("indexed-repeat(/data/age, /data/person, 1)", ""),
    ):
        assert text(source, env, inside) == wanted, source


def test_a_path_from_the_context_node_is_told_from_the_root_at_each_place() -> None:
    env = environment()
    compiled = compile_expression("indexed-repeat(../name, /data/person, 3)")
    places = [
        at(env, "person", 0, "name"),
        at(env, "person", 1, "amount"),
        at(env, "age"),
        at(env, "person", 0, "name"),
    ]
    assert [compiled.string(Context(node, env)) for node in places] == ["Cy", "Cy", "", "Cy"]


def test_compiled_code_is_made_once_for_each_way_of_asking() -> None:
    env = environment()
    compiled = compile_expression("/data/age")
    context = Context(at(env), env)
    assert [compiled.string(context) for _ in range(2)] == ["25", "25"]
    assert [compiled.number(context) for _ in range(2)] == [25.0, 25.0]
    assert [compiled.boolean(context) for _ in range(2)] == [True, True]
    assert compiled.nodes(context) == compiled.nodes(context) == [at(env, "age")]
    assert compiled.nodes(context) is not compiled.nodes(context)
    assert repr(compiled) == "Compiled('/data/age')"
    assert (compiled.source, compiled.kind) == ("/data/age", "nodes")


def test_a_tree_is_checked_before_it_is_compiled() -> None:
    check(parse("concat('a', /data/age[. = 1], -1, (1)[1])"))
    for source in (
        "a[b[explode()]]",
        "-explode()",
        "1 = explode()",
        "1 + explode()",
        "a | explode()",
        "(explode())[1]",
    ):
        with pytest.raises(IntakeError) as refused:
            check(parse(source))
        assert refused.value.facts["position"] == source.index("explode") + 1


def test_an_evaluation_within_an_evaluation_shares_its_budget() -> None:
    env = environment()
    env.itext = lambda name: text(f"concat('{name}', /data/age)", env)
    assert text("jr:itext('k')", env) == "k25"
    assert not env.running


def deeply(work: Callable[[], object], spare: int) -> object:
    """What a piece of work does where Python's stack is nearly used up."""

    def down(left: int) -> object:
        return work() if left == 0 else down(left - 1)

    frame, used = sys._getframe(), 0
    while frame is not None:
        frame, used = frame.f_back, used + 1
    return down(sys.getrecursionlimit() - used - spare)


def test_a_stack_used_up_is_a_refusal() -> None:
    source = "(" * 60 + "1" + ")" * 60
    with pytest.raises(IntakeError) as refused:
        deeply(lambda: parse(source), 45)
    assert refused.value.code == "xpath.too_deep"
    nested = "/data/age > 0" + "".join(f" and not(not(/data/age > {number}" for number in range(15)) + "))" * 15
    compiled = compile_expression(nested)
    env = environment()
    assert compiled.boolean(Context(at(env), env))
    with pytest.raises(IntakeError) as stopped:
        deeply(lambda: compiled.boolean(Context(at(env, "age"), env)), 20)
    assert stopped.value.code == "xpath.too_deep"
    assert not env.running


def test_days_at_the_ends_of_the_calendar() -> None:
    env = environment()
    assert text("round(decimal-date-time('0001-01-01'))", env) == "-719162"
    assert text("date-time('2020-01-05T10:00:00+01:75')", env) == ""
    assert text("date-time('2020-01-05T25:00:00')", env) == ""
    assert text("date-time('2020-01-05T10:00:00-11:30')", env) == "2020-01-05T22:30:00.000+01:00"
    assert text("date-time('2020-01-05T10:00:00+05')", env) == "2020-01-05T06:00:00.000+01:00"
    assert text("date-time('9999-12-31T23:00:00-05:00')", env) == ""
    env.zone = None
    assert text("date-time('2020-01-05')", env).startswith("2020-01-05T00:00:00.000")
    first, last = moment_of(-719161.0), moment_of(2932895.0)
    assert first is not None and last is not None
    assert date_time_text(first, None)[:19] == "0001-01-02T00:00:00"
    assert utc_day_number(last, None) == pytest.approx(2932895.0, abs=1)
    assert moment_of(-719162.0) is None
    assert moment_of(2932895.25) is None


def test_a_node_says_where_it_stands() -> None:
    env = environment()
    days = at(env, "person", 1, "visit", 0, "days")
    told = days.text_node()
    assert told is not None
    assert repr(days) == "<element /data/person[2]/visit[1]/days>"
    assert told.path() == "/data/person[2]/visit[1]/days/text()"
    assert (told.position(), env.main.position(), element("x").position()) == (1, 1, 1)
    assert days.path(lambda node: node.name == "visit") == "/data/person/visit[1]/days"
    assert days.root() is env.main


def test_mixed_content_is_read_in_order() -> None:
    root = new_root()
    top = root.append(element("top"))
    for node in (Node("text", "", "a"), Node("comment", "", "no"), element("b", "c"), Node("text", "", "d")):
        top.append(node)
    hidden = top.append(element("b", "gone"))
    hidden.relevant = False
    env = Environment(root)
    assert text("/top", env, root) == "acd"
    assert value("count(/top/text())", env, root) == 2.0
    assert text("/top/b[2]", env, root) == ""


@pytest.mark.parametrize(
    ("source", "position"),
    [
        ("child::foo(1)", 8),
        ("a:*(1)", 1),
        ("/data/a[b(]", 11),
        ("@", 2),
        ("a/", 3),
        ("..a", 3),
        ("'a' 'b'", 5),
        ("//", 3),
    ],
)
def test_more_faults_of_syntax(source: str, position: int) -> None:
    with pytest.raises(IntakeError) as refused:
        compile_expression(source)
    assert (refused.value.code, refused.value.facts["position"]) == ("xpath.syntax", position)
    assert refused.value.facts["near"] == source[position - 1 : position + 19]


def test_pulldata_by_an_attribute() -> None:
    assert text("pulldata('villages', 'name', '@code', '1')") == "v1"


@pytest.mark.parametrize("pattern", [r"(?:[&&])", r"\p{Is}", r"\p{sc=}", r"\p{sc=La.tin}", r"\p{foo=bar}", r"\p{gc=x}"])
def test_properties_and_classes_that_are_none(pattern: str) -> None:
    assert text(f"regex('a', '{pattern}')") == "false"


def test_a_back_reference_of_two_digits() -> None:
    assert text(f"regex('aaaaaaaaaabb', '{'(a)' * 10}(b)\\11')") == "true"


def test_distance_of_a_place_from_itself() -> None:
    assert text("distance('5 5;5 5')") == "0"


def test_a_compiled_expression_of_no_nodes_has_none() -> None:
    env = environment()
    with pytest.raises(IntakeError) as refused:
        Compiled.nodes(compile_expression("1 + 1"), Context(at(env), env))
    assert (refused.value.code, refused.value.facts["position"]) == ("xpath.not_nodes", 3)
