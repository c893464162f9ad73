"""Lists and nodes an environment keeps while its main instance stands still: same values, less looking."""

from collections.abc import Callable

import pytest

from intake_app.errors import IntakeError
from intake_app.xpath.column import Column, greatest
from intake_app.xpath.context import Context, Environment
from intake_app.xpath.expression import compile_expression
from intake_app.xpath.tree import Node, element
from tests.xpath.forms import ROME, at, environment, leaf, text

AMOUNTS = "/data/person/amount"


def steady() -> Environment:
    env = environment()
    env.steady = True
    return env


def amounts(env: Environment) -> list[Node]:
    return [at(env, "person", number, "amount") for number in range(3)]


def write(env: Environment, node: Node, value: str) -> None:
    node.value = value
    env.note(node, AMOUNTS)


def test_a_column_is_found_once_and_follows_its_values() -> None:
    env = steady()
    assert [text(f"{name}({AMOUNTS})", env) for name in ("sum", "max", "min", "count")] == ["40", "30", "10", "3"]
    column = env.columns[AMOUNTS]
    first, second, third = amounts(env)
    for node, value, told in (
        (second, "5", ["45", "30", "5"]),
        (first, "", ["35", "30", "5"]),
        (third, "0.1", ["5.1", "5", "0.1"]),
        (first, "x", ["5.1", "5", "0.1"]),
        (third, "30", ["35", "30", "5"]),
        (first, "4503599627370496", ["4503599627370531", "4503599627370496", "5"]),
        (first, "1", ["36", "30", "1"]),
        (second, "-7", ["24", "30", "-7"]),
    ):
        write(env, node, value)
        assert [text(f"{name}({AMOUNTS})", env) for name in ("sum", "max", "min")] == told, value
    assert env.columns[AMOUNTS] is column


def test_a_sum_is_that_of_a_column_made_anew_where_it_is_no_longer_exact_on_the_way() -> None:
    most = "4000000000000001"
    nodes = [element("n", told) for told in (most, most, most, f"-{most}", f"-{most}", "1")]
    column = Column(nodes)
    column.total(None)
    nodes[2].value = "1"
    column.note(nodes[2])
    assert column.total(None) == Column(nodes).total(None)


def test_a_column_that_lost_all_its_nodes_adds_up_to_a_number() -> None:
    column = Column([element("n", "3")])
    assert column.total(None) == 3.0
    assert type(column.without({*column}).total(None)) is float


def test_a_column_follows_relevance_and_is_dropped_when_instances_come() -> None:
    env = steady()
    assert text(f"sum({AMOUNTS})", env) == "40"
    amounts(env)[0].relevant = False
    env.note(amounts(env)[0], AMOUNTS)
    env.note(amounts(env)[0], "/data/elsewhere")
    assert text(f"sum({AMOUNTS})", env) == "30"
    leaf(leaf(at(env), "person"), "amount", "7")
    assert text(f"sum({AMOUNTS})", env) == "30"
    env.forget_column(AMOUNTS)
    env.forget_column(AMOUNTS)
    assert text(f"sum({AMOUNTS})", env) == "37"


def test_what_a_column_does_not_hold_makes_it_read_again() -> None:
    nodes = [element("n", told) for told in ("1", "", "2.5", "x")]
    column = Column(nodes)
    column.note(nodes[0])
    assert (column.total(None), column.leaves) == (3.5, True)
    nodes[1].value = "4"
    column.note(element("n", "9"))
    assert column.total(None) == 7.5
    assert column.numbers(None) == [1.0, 4.0, 2.5, None]
    nodes[0].value = "3"
    assert column.numbers(None)[0] == 1.0
    assert column.numbers(ROME) == [3.0, 4.0, 2.5, None]
    assert column.numbers(None) is not column.numbers(ROME)


def test_a_moment_in_a_column_is_read_in_the_zone_asked_for() -> None:
    nodes = [element("n", "1"), element("n", "")]
    column = Column(nodes)
    assert column.numbers(ROME) == [1.0, None]
    nodes[1].value = "2020-01-05T11:00:00Z"
    column.note(nodes[1])
    assert column.numbers(ROME) == [1.0, 18266.5]


def test_whole_numbers_are_not_added_up_again() -> None:
    nodes = [element("n", told) for told in ("1", "2", "3")]
    column = Column(nodes)
    assert column.total(None) == 6
    nodes[0].value = "10"
    assert column.total(None) == 6
    nodes[1].value = "20"
    column.note(nodes[1])
    assert column.total(None) == 24
    nodes[2].value = "0.5"
    column.note(nodes[2])
    assert column.total(None) == 21.5
    nodes[2].value = ""
    column.note(nodes[2])
    assert column.total(None) == 21


def test_the_greatest_and_the_least() -> None:
    assert greatest([1.0, None, 3.0], 1.0) == 3.0
    assert greatest([1.0, None, 3.0], -1.0) == 1.0
    assert greatest([None], 1.0) != greatest([None], 1.0)


def test_the_ends_of_a_column_follow_its_numbers() -> None:
    nodes = [element("n", told) for told in ("2", "7", "5", "")]
    column = Column(nodes)

    def ends(of: Column) -> tuple[float, float]:
        return of.end(1.0, None), of.end(-1.0, None)

    assert ends(column) == (7, 2)
    for node, value, told in (
        (nodes[1], "6", (6, 2)),  # the greatest is another
        (nodes[0], "9", (9, 5)),
        (nodes[3], "1", (9, 1)),
        (nodes[3], "", (9, 5)),
        (nodes[2], "5.5", (9, 5.5)),
        (nodes[2], "5", (9, 5)),
    ):
        node.value = value
        column.note(node)
        assert ends(column) == told == ends(Column(nodes)), value
    assert ends(column.longer([element("n", "12"), element("n", "x")])) == (12, 5)
    assert ends(column.longer([element("n", "6")])) == (9, 5)
    assert ends(column.without({nodes[0]})) == (6, 5)
    assert ends(column.without({nodes[2]})) == (9, 6)
    assert ends(column) == (9, 5)
    nodes[0].value = "1"
    column.note(element("n", "99"))
    assert ends(column) == (6, 1)
    blank = Column([element("n", "")])
    assert blank.end(1.0, None) != blank.end(1.0, None)


def test_texts_of_a_column_are_kept_and_joined() -> None:
    env = steady()
    names = "/data/person/name"
    first, second, third = (at(env, "person", number, "name") for number in range(3))
    other = compile_expression(f"join('-', {names})")

    def told() -> str:
        return other.string(Context(at(env), env))

    assert told() == "Ada--Cy"
    kept = env.columns[names].texts()
    for node, value, relevant, joined in (
        (second, "Bo", True, "Ada-Bo-Cy"),
        (first, "Adele", False, "Bo-Cy"),
        (third, "", True, "Bo-"),
        (first, "Eve", True, "Eve-Bo-"),
    ):
        node.value, node.relevant = value, relevant
        env.note(node, names)
        assert told() == joined
    assert env.columns[names].texts() is kept
    person = leaf(at(env), "person")
    person.repeated = True
    hidden = leaf(person, "name", "Di")
    hidden.relevant = False
    env.lengthen_column(names, [hidden])
    assert (told(), env.columns[names].texts().size) == ("Eve-Bo-", 5)
    hidden.relevant = True
    env.note(hidden, names)
    assert told() == "Eve-Bo--Di"
    env.thin_column(names, {second})
    assert (told(), env.columns[names].texts().size) == ("Eve--Di", 5)
    env.thin_column(names, {hidden, first})
    assert told() == ""
    assert text(f"join('-', {names})", env, at(env, "person", 1, "amount")) == "Bo"  # in an instance the own one
    leaf(leaf(at(env), "group"), "inner", "x")
    assert text("join('-', /data/group)", env) == ""


def test_a_long_text_of_a_column_is_counted_before_it_is_joined() -> None:
    env = steady()
    at(env, "person", 0, "name").value = "a" * 1200
    before = env.budget
    assert len(text("join('-', /data/person/name)", env)) == 1204
    env.budget = 10
    with pytest.raises(IntakeError) as refused:
        text("join('-', /data/person/name)", env)
    assert refused.value.code == "xpath.too_expensive"
    env.budget = before


def test_a_node_of_an_instance_times_one_outside() -> None:
    env = steady()
    amount = at(env, "person", 2, "amount")
    compiled = compile_expression("../amount * /data/age")
    visits = leaf(at(env, "person", 2), "told")
    for _ in range(2):  # searched, then kept
        assert compiled.number(Context(visits, env)) == 750
        compile_expression("/data/age").number(Context(at(env), env))
    amount.relevant = False
    assert compiled.number(Context(visits, env)) != compiled.number(Context(visits, env))
    amount.relevant = True
    at(env, "age").relevant = False
    assert compiled.number(Context(visits, env)) != compiled.number(Context(visits, env))
    at(env, "age").relevant, at(env, "age").value = True, "2"
    leaf(at(env, "person", 2), "amount", "4")
    assert compiled.number(Context(visits, env)) == 60  # of two the first
    top = next(env.main.elements()).parent
    assert top is not None
    assert compiled.number(Context(top, env)) != compiled.number(Context(top, env))


def test_a_list_is_compared_with_a_column_from_outside_and_in_an_instance() -> None:
    env = steady()
    source = f"count(instance('villages')/root/item[people > sum({AMOUNTS}) and position() < 20])"
    assert text(source, env) == text(source) == "9"
    assert text(source, env, at(env, "person", 0, "name")) == "16"  # there the own amount


def test_a_column_of_groups_is_read_as_any_list() -> None:
    env = steady()
    assert text("sum(/data/person)", env) == "0"  # in a record a group has no text
    assert not env.columns["/data/person"].leaves
    assert text("max(/data/person)", env) == "NaN"
    assert text("count(/data/person)", env) == "3"


def test_a_sole_node_is_found_once() -> None:
    env = steady()
    compiled = compile_expression("/data/age")
    context = Context(at(env), env)
    assert [compiled.string(context), compiled.number(context), compiled.boolean(context)] == ["25", 25.0, True]
    assert env.sole["/data/age"] == [at(env, "age")]
    at(env, "age").value = "0"
    assert [compiled.string(context), compiled.number(context), compiled.boolean(context)] == ["0", 0.0, False]
    at(env, "age").relevant = False
    assert compiled.string(context) == ""
    assert compiled.number(context) != compiled.number(context)
    assert not compiled.boolean(context)
    assert text("/data/person/name", env, at(env, "person", 2, "amount")) == "Cy"
    assert list(env.sole) == ["/data/age"]


def test_evaluations_may_share_one_budget() -> None:
    env = environment()
    before = env.begin()
    env.left = 10
    compiled = compile_expression("/data/age")
    assert compiled.string(Context(at(env), env)) == "25"
    assert (before, env.running, env.left < 10) == (False, True, True)
    env.end(before)
    assert not env.running


KEPT: list[tuple[str, Callable[[Environment], object]]] = [
    ("/data/age + 1", lambda env: compile_expression("/data/age + 1").number(Context(at(env), env))),
    ("/data/person + 1", lambda env: text("/data/person + 1", env)),
    ("/data/grown/deep", lambda env: text("/data/grown/deep", env)),
    ("number(/data)", lambda env: text("number(/data)", env)),
    ("/data/hidden", lambda env: text("/data/hidden = ''", env)),
]


@pytest.mark.parametrize(("source", "read"), KEPT, ids=[source for source, _ in KEPT])
def test_what_is_kept_reads_as_what_is_searched(source: str, read: Callable[[Environment], object]) -> None:
    env, other = steady(), environment()
    first = read(env)
    assert (first, read(env)) == (read(other), first), source


def grown(*told: str) -> Column:
    column = Column([element("n", each) for each in told])
    column.total(None)
    return column


def test_a_column_grows_at_its_end_and_keeps_its_sum() -> None:
    column = grown("1", "2")
    column[0].value = "100"
    more = [element("n", "4"), element("n", ""), element("n", "x")]
    longer = column.longer(more)
    assert (len(column), len(longer), longer.total(None)) == (2, 5, 7)
    assert longer.numbers(None) == [1, 2, 4, None, None]
    assert column.longer([element("n", "0.5")]).total(None) == 3.5
    assert grown("0.5").longer([element("n", "2")]).total(None) == 2.5
    assert Column([element("n", "1")]).longer([element("n", "2")]).total(None) == 3
    group = element("n")
    group.append(element("inner", "5"))
    assert not column.longer([group]).leaves
    assert column.longer([group]).total(None) == 102


def test_a_column_loses_nodes_and_keeps_its_sum() -> None:
    column = grown("1", "2", "", "4")
    column[3].value = "100"
    left = column.without({column[1]})
    assert (len(column), len(left), left.total(None)) == (4, 3, 5)
    assert left.numbers(None) == [1, None, 4]
    assert grown("0.5", "2").without(set()).total(None) == 2.5
    fresh = Column([element("n", "1"), element("n", "2")])
    assert fresh.without({fresh[0]}).total(None) == 2


def test_an_environment_changes_its_columns_with_the_instances() -> None:
    env = steady()
    assert text(f"sum({AMOUNTS})", env) == "40"
    person = leaf(at(env), "person")
    env.lengthen_column(AMOUNTS, [leaf(person, "amount", "7")])
    env.lengthen_column("/data/none", [person])
    assert text(f"sum({AMOUNTS})", env) == "47"
    env.thin_column(AMOUNTS, set(amounts(env)[:1]))
    env.thin_column("/data/none", set())
    assert text(f"sum({AMOUNTS})", env) == "37"
    assert text(f"count({AMOUNTS})", env) == "3"


def family() -> Environment:
    """The small form with brothers and sisters: one blank, one hidden, one with something in it, two of one name."""
    env = environment()
    around = at(env).append(element("around"))
    for name, told in (("a", "7"), ("blank", ""), ("hidden", "5"), ("two", "1"), ("two", "9"), ("here", "")):
        leaf(around, name, told)
    around.named("hidden")[0].relevant = False
    around.append(element("deep")).append(element("in", "3"))
    return env


SIBLINGS = ["../a", "../blank", "../hidden", "../two", "../deep", "../none", "../../none"]


@pytest.mark.parametrize("sibling", SIBLINGS)
@pytest.mark.parametrize("rest", ["", " + 1", " * 2 - 3", " &gt; 6", " + 1 = 8", " &lt; 5"])
def test_a_sibling_and_numerals_read_as_written_at_length(sibling: str, rest: str) -> None:
    env, rest = family(), rest.replace("&gt;", ">").replace("&lt;", "<")
    here = at(env, "around", "here")
    short, long = f"number({sibling}{rest})", f"number(self::node()/{sibling}{rest})"
    assert text(short, env, here) == text(long, env, here)


def test_what_has_no_parent_has_no_siblings() -> None:
    env = environment()
    assert text("../a + 1", env, env.main) == "NaN"
    assert compile_expression("../a > 1").boolean(Context(env.main, env)) is False


def test_a_sibling_costs_two_visits() -> None:
    env = family()
    context = Context(at(env, "around", "here"), env)
    env.begin()
    env.left = 10
    assert compile_expression("../a + 1").number(context) == 8.0
    assert env.left == 8


def test_what_is_a_node_and_numerals_says_so() -> None:
    chain = compile_expression("/data/age * 2 + 1 > 7").chain
    assert chain is not None
    assert (chain.key, [numeral for _, numeral in chain.steps]) == ("/data/age", [2.0, 1.0, 7.0])
    for other in ("../age > 7", "/data/age", "'x'", "1 + /data/age", "/data/age + /data/age", "/data/a[1]/age + 1"):
        assert compile_expression(other).chain is None, other
