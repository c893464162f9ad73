"""What is refused, and where: syntax, depth, length, names, arity, cost."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake_app.errors import IntakeError
from intake_app.xpath.context import Context, Environment
from intake_app.xpath.expression import compile_expression
from intake_app.xpath.parser import parse
from intake_app.xpath.tree import Node, element, new_root
from tests.cost import here
from tests.xpath.forms import at, environment, text

ROOT = Path(__file__).resolve().parents[2]
REFUSED = [
    ("", "xpath.syntax", 1),
    ("1 +", "xpath.syntax", 4),
    ("1 2", "xpath.syntax", 3),
    ("(1", "xpath.syntax", 3),
    ("'open", "xpath.syntax", 1),
    ("/data/[1]", "xpath.syntax", 7),
    ("/data/a[", "xpath.syntax", 9),
    ("a ≤ b", "xpath.syntax", 3),
    ("$name", "xpath.syntax", 1),
    ("sideways::a", "xpath.syntax", 1),
    ("a/text(1)", "xpath.syntax", 8),
    ("concat('a',)", "xpath.syntax", 12),
    ("1 + nosuch(2)", "xpath.unknown_function", 5),
    ("a[explode()]", "xpath.unknown_function", 3),
    ("if(true(), 1)", "xpath.arity", 1),
    ("1 + today(1)", "xpath.arity", 5),
    ("weighted-checklist(1, 2, 3)", "xpath.arity", 1),
    ("indexed-repeat(a, b, 1, c)", "xpath.arity", 1),
    ("count('text')", "xpath.not_nodes", 7),
    ("1 + nope:name", "xpath.unknown_prefix", 5),
    ("(" * 5000 + "1" + ")" * 5000, "xpath.too_deep", 101),
    ("not(" * 5000 + "1" + ")" * 5000, "xpath.too_deep", 404),
    ("a[" * 5000 + "1" + "]" * 5000, "xpath.too_deep", 202),
    ("1=" * 5000 + "1", "xpath.too_deep", 202),
    ("-" * 90_000, "xpath.syntax", 90_001),
    ("1 or " * 50_000, "xpath.too_long", 100_000),
    ("'" + "a" * 5_000_000 + "'", "xpath.too_long", 100_000),
]


@pytest.mark.parametrize(("source", "code", "position"), REFUSED, ids=lambda value: str(value)[:30])
def test_refusals_name_their_place(source: str, code: str, position: int) -> None:
    with pytest.raises(IntakeError) as refused:
        compile_expression(source)
    assert (refused.value.code, refused.value.facts["position"]) == (code, position)


FACTS = [
    ("1 +", "xpath.syntax", {"position": 4, "near": ""}),
    ("'a' 'b' and something long enough", "xpath.syntax", {"position": 5, "near": "'b' and something lo"}),
    ("a b", "xpath.syntax", {"position": 3, "near": "b"}),
    ("concat('a' 'b')", "xpath.syntax", {"position": 12, "near": "'b')"}),
    ("a[1", "xpath.syntax", {"position": 4, "near": ""}),
    ("a::b", "xpath.syntax", {"position": 1, "near": "a::b"}),
    ("text(", "xpath.syntax", {"position": 6, "near": ""}),
    ("1 + nosuch(2)", "xpath.unknown_function", {"name": "nosuch", "position": 5}),
    ("jr:nosuch()", "xpath.unknown_function", {"name": "jr:nosuch", "position": 1}),
    ("if(true(), 1)", "xpath.arity", {"name": "if", "position": 1, "given": 2}),
    ("1 = today(1)", "xpath.arity", {"name": "today", "position": 5, "given": 1}),
    ("weighted-checklist(1, 2, 3)", "xpath.arity", {"name": "weighted-checklist", "position": 1, "given": 3}),
    ("indexed-repeat(a, b, 1, c)", "xpath.arity", {"name": "indexed-repeat", "position": 1, "given": 4}),
    ("count('text')", "xpath.not_nodes", {"position": 7}),
    ("count(1 | a)", "xpath.not_nodes", {"position": 7}),
    ("('a')[1]", "xpath.not_nodes", {"position": 2}),
    ("1 + nope:name", "xpath.unknown_prefix", {"prefix": "nope", "position": 5}),
    ("@nope:*", "xpath.unknown_prefix", {"prefix": "nope", "position": 1}),
    ("(" * 101 + "1" + ")" * 101, "xpath.too_deep", {"position": 101, "limit": 100}),
    ("a[" * 101 + "1" + "]" * 101, "xpath.too_deep", {"position": 202, "limit": 100}),
    ("not(" * 101 + "1" + ")" * 101, "xpath.too_deep", {"position": 404, "limit": 100}),
    ("1=" * 101 + "1", "xpath.too_deep", {"position": 202, "limit": 100}),
    ("1" * 100_001, "xpath.too_long", {"position": 100_000, "length": 100_001, "limit": 100_000}),
]


@pytest.mark.decision("21")
@pytest.mark.parametrize(("source", "code", "facts"), FACTS, ids=[source[:30] for source, _, _ in FACTS])
def test_what_a_refusal_says(source: str, code: str, facts: dict[str, object]) -> None:
    with pytest.raises(IntakeError) as refused:
        compile_expression(source)
    assert (refused.value.code, dict(refused.value.facts)) == (code, facts)


def test_the_bounds_themselves_are_allowed() -> None:
    assert text("(" * 100 + "1" + ")" * 100) == "1"
    assert text("1=" * 100 + "1") == "true"
    assert text("1" * 100_000) == "Infinity"
    assert text("(1=1)=(1=1)=(1=1)") == "true"
    assert text("a[1][2][3]" * 1) == ""
    assert text("(((1))) + (((2))) + " + "(1) + " * 200 + "1") == "204"


def test_the_budget_is_that_of_the_environment() -> None:
    data, env = wide(10)
    counted = compile_expression("count(/data/q)")
    assert counted.number(Context(data, env)) == 10
    env.budget -= env.left
    assert counted.number(Context(data, env)) == 10
    env.budget = 5
    with pytest.raises(IntakeError) as refused:
        compile_expression("count(//q)").number(Context(data, env))
    assert (refused.value.code, dict(refused.value.facts)) == ("xpath.too_expensive", {"limit": 5})
    env.allow(3)
    assert env.budget == 30
    env.allow(2)
    assert env.budget == 30


@pytest.mark.no_cover
def test_long_but_flat_expressions_work() -> None:
    assert text(" or ".join(["false()"] * 5000) + " or true()") == "true"
    assert text(" + ".join(["1"] * 10_000)) == "10000"
    assert text("-" * 1001 + "1") == "-1"
    assert text("|".join(["/data/age"] * 2000)) == "25"


def test_deep_but_allowed_nesting_works() -> None:
    source = "0"
    for number in range(95):
        source = f"if(/data/age = {number}, 'n{number}', {source})"
    assert text(source) == "n25"
    assert text("(" * 95 + "1" + ")" * 95) == "1"


SAMPLES = (
    """/data / // a * [ ] ( ) 'x' 1 .5 .. . @ :: child and or div mod - + = < | , if concat not text node : é \""""
)
WORDS = st.sampled_from(SAMPLES.split())
SOURCES = st.one_of(st.text(max_size=60), *(st.lists(WORDS, max_size=25).map(gap.join) for gap in ("", " ")))


@pytest.mark.no_cover
@settings(max_examples=150, deadline=None)
@given(SOURCES)
def test_parsing_raises_nothing_else(source: str) -> None:
    try:
        parse(source)
    except IntakeError as refused:
        assert refused.code.startswith("xpath.")
        assert isinstance(refused.facts["position"], int)


@pytest.mark.no_cover
@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, max_size=25).map(" ".join))
def test_evaluating_raises_nothing_else(source: str) -> None:
    env = environment()
    try:
        text(source, env, at(env, "person", 1, "name"))
    except IntakeError as refused:
        assert refused.code.startswith("xpath.")


def wide(count: int) -> tuple[Node, Environment]:
    root = new_root()
    data = root.append(element("data"))
    for number in range(count):
        data.append(element("q", f"{'a' * 30}{number}"))
    return data, Environment(root)


SOON = 2 if sys.gettrace() is None else 8
"""Seconds within which an evaluation is stopped; where each line is traced for its coverage, it takes longer."""

HOSTILE = [
    "//*[//*[//*[. = 'x']]]",
    "/data/q[/data/q[/data/q[. = 'x'] = .] = .]",
    "//*/preceding::*/following::*",
    "//q[preceding::q[following::q = .] = 'x']",
    "|".join(["//q"] * 2000),
    ".=//*[.=//*]",
    "//*[contains(string(/), 'zz')]",
    "//*[count(//*) > 1][sum(//*) > 1]",
    "//q[regex(., '(a|aa)+$')]",
    "//q[regex(., '(a|a|aa)+b')]",
    "sum(//*[max(//*) > 1])",
    "//*[id(.)]",
    "count(//q[join(',', //q) = 'x'])",
    "//q[if(1, //q, '') = if(1, //q, '')]",
]


@pytest.mark.no_cover
@pytest.mark.parametrize("source", HOSTILE, ids=lambda value: value[:30])
def test_hostile_expressions_stop_soon(source: str) -> None:
    data, env = wide(5000)
    compiled = compile_expression(source)
    started = time.process_time()
    with pytest.raises(IntakeError) as refused:
        compiled.boolean(Context(data, env))
    assert refused.value.code == "xpath.too_expensive"
    assert time.process_time() - started < here(SOON)
    assert not env.running


def test_many_cheap_evaluations_are_within_the_budget() -> None:
    data, env = wide(5000)
    compiled = compile_expression("count(/data/q[. != 'x'])")
    assert {compiled.number(Context(data, env)) for _ in range(20)} == {5000.0}


@pytest.mark.no_cover
def test_a_long_list_makes_room_for_a_plain_scan() -> None:
    _, env = wide(1)
    top = new_root()
    items = top.append(element("root"))
    for number in range(30_000):
        items.append(element("item")).append(element("name", str(number)))
    env.instances["long"] = top
    scan = "count(instance('long')/root/item[contains(name, '99') or contains(name, '98') or contains(name, '97')])"
    assert text(scan, env, env.main) == "2502"


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="2026-11-26: no way to stop a process for a moment")
def test_a_pattern_is_not_charged_for_a_computer_that_sleeps() -> None:
    code = f"""
from tests.xpath.forms import environment, text
print("ready", flush=True)
print(text("regex('{"a" * 40}b', '(a|aa)+$')", environment()))
"""
    with subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True) as asleep:
        assert asleep.stdout is not None and asleep.stdout.readline() == "ready\n"
        time.sleep(0.05)  # the match takes twice as long
        asleep.send_signal(signal.SIGSTOP)
        time.sleep(1.2)
        asleep.send_signal(signal.SIGCONT)
        assert asleep.stdout.read() == "false\n"


def test_a_catastrophic_pattern_is_no_match_and_told() -> None:
    told: list[str] = []
    env = environment()
    env.notice = lambda code, _facts: told.append(code)
    started = time.process_time()
    assert text(f"regex('{'a' * 40}b', '(a|aa)+$')", env) == "false"
    assert time.process_time() - started < here(SOON)
    assert text("regex('a', '(')", env) == "false"
    assert text(f"regex('a', '{'a' * 20_000}')", env) == "false"
    assert told == ["xpath.regex_timeout", "xpath.regex_refused", "xpath.regex_refused"]
