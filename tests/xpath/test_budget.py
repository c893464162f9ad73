"""No expression takes the time or the memory of the program: long texts, many draws, wide predicates, many lists."""

import time
import tracemalloc

import pytest

from intake_app.errors import IntakeError
from intake_app.xpath.context import Context, Environment
from intake_app.xpath.expression import compile_expression
from intake_app.xpath.tree import element, new_root
from tests.cost import here
from tests.xpath.forms import at, environment, text
from tests.xpath.test_errors import SOON, wide


def grown(times: int) -> str:
    source = "string(/)"
    for _ in range(times):
        source = f"concat({source}, {source}, {source}, {source})" if len(source) < 20_000 else source
    return source


def with_list(rows: int) -> tuple[Context, Environment]:
    data, env = wide(2000)
    top = new_root()
    items = top.append(element("root"))
    for number in range(rows):
        items.append(element("item")).append(element("name", f"n{number}"))
    env.instances["long"] = top
    return Context(data, env), env


WIDE_PREDICATE = "coalesce(" + ",".join(["''"] * 3000) + ")"
HOSTILE = [
    "concat(" + ",".join(["string(/)"] * 400) + ")",
    "concat(/data/q, " + ",".join(["string(/)"] * 400) + ")",
    grown(8),
    "join(string(/), //q)",
    "join(string(/), //q, 'x')",
    "join(join(',', //q), //q)",
    "join(join('aaaaaaaaaa', //q), //q, //q)",
    "concat(" + ",".join(["uuid(10000)"] * 60) + ")",
    "//q[uuid(10000) = 'x']",
    f"//q[{WIDE_PREDICATE} = 'x']",
    f"//q[{WIDE_PREDICATE} = position()]",
    f"//q[{WIDE_PREDICATE}]",
    f"//q[-{WIDE_PREDICATE}]",
    "//q[instance('long')/root/item[name = current()/..]/x]",
    "//q[pulldata('long', 'name', ., 'y') = 'z']",
    "//q[string-length(string(/)) > 1]",
    "//q[string(..) = 'x' or string-length(..) = 1]",
    "//q[weighted-checklist(1, 2, 1, ..)]",
    "//q[count(/*[normalize-space()])]",
    "//q[/data[number() = 1]]",
]


@pytest.mark.no_cover
@pytest.mark.parametrize("source", HOSTILE, ids=lambda value: value[:40])
def test_what_grows_is_stopped(source: str) -> None:
    context, env = with_list(3000)
    compiled = compile_expression(source)
    tracemalloc.start()
    started = time.process_time()
    with pytest.raises(IntakeError) as refused:
        compiled.string(context)
    taken, (_, peak) = time.process_time() - started, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert refused.value.code == "xpath.too_expensive"
    assert taken < here(SOON * 2)
    assert peak < 100_000_000
    assert not env.running


def test_a_text_has_a_greatest_length_whatever_the_budget() -> None:
    env = environment()
    env.budget = 10**9
    at(env, "age").value = "a" * 1_000_000
    assert text("string-length(join('', /data/age, /data/age))", env) == "2000000"
    assert text(f"string-length(concat({', '.join(['/data/age'] * 10)}))", env) == "10000000"
    with pytest.raises(IntakeError) as refused:
        text(f"concat({', '.join(['/data/age'] * 10)}, 'x')", env)
    assert (refused.value.code, refused.value.facts["limit"]) == ("xpath.too_expensive", 10_000_000)


def test_a_long_text_is_counted_by_its_length() -> None:
    env = environment()
    at(env, "age").value = "a" * 1000
    compiled = compile_expression("join('', /data/age)")
    context = Context(at(env), env)
    compiled.string(context)
    short = env.budget - env.left
    at(env, "age").value = "a" * 64_000
    compiled.string(context)
    assert env.budget - env.left == short + 1000


@pytest.mark.no_cover
def test_what_forms_do_stays_within_the_budget() -> None:
    context, env = with_list(50_000)
    assert text("pulldata('long', 'name', 'name', 'n49999')", env) == "n49999"
    assert text("string-length(join(' ', instance('long')/root/item/name))", env) == "338889"
    source = "count(instance('long')/root/item[contains(name, '1') and not(contains(name, '2')) and name != 'n1'])"
    assert compile_expression(source).number(context) > 10_000
    assert text("string-length(uuid(36))", env) == "36"


@pytest.mark.no_cover
def test_many_arguments_and_depth_are_refused_or_answered_soon() -> None:
    started = time.process_time()
    assert text("max(" + ",".join(["1"] * 20_000) + ")") == "1"
    assert text("-" * 99_000 + "1") == "1"
    for source in ("(" * 49_000 + "1" + ")" * 49_000, "concat(" * 14_000 + ")" * 14_000, "/a[" * 30_000):
        with pytest.raises(IntakeError):
            compile_expression(source)
    assert time.process_time() - started < here(SOON * 2)
