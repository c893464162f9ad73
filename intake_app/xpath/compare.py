"""The comparisons of XPath 1.0, with dates compared as dates (engine_decisions, rows 2, 7 and 9).

Two rules of JavaRosa are kept: numbers are equal when they differ by less than what computing loses (0.1 + 0.2 is 0.3),
and a node of a type of numbers is compared with a text as a number (7.0 with 7, 7 with 007).
"""

import operator
from bisect import bisect_left
from collections.abc import Callable, Iterator
from datetime import tzinfo
from typing import Final, TypeAlias

from intake_app.xpath.context import Context, Environment
from intake_app.xpath.dates import number_of
from intake_app.xpath.signatures import ANY, BOOLEAN, DATE, NODES, NUMBER, TEXT, Builder, Code
from intake_app.xpath.syntax import Compare
from intake_app.xpath.tree import Node
from intake_app.xpath.values import NAN, Value, text_number, to_number, to_text

Relation: TypeAlias = Callable[[float, float], bool]

Absent: TypeAlias = tuple[str, ...]
"""What a nodeset without nodes counts as: a blank answer in forms, as JavaRosa has it; nothing in plain XPath 1.0."""

ALIKE: Final = 1e-12
"""Numbers that differ by less are equal."""


def alike(left: float, right: float) -> bool:
    """Whether two numbers are equal, but for what computing loses."""
    return left == right or abs(left - right) < ALIKE


RELATIONS: Final[dict[str, Relation]] = {
    "=": alike,
    "!=": lambda left, right: not alike(left, right),
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
MIRRORED: Final = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}


def compile_comparison(builder: Builder, expr: Compare) -> Code[bool]:
    """Code for one comparison, chosen by what is known of both sides."""
    left, right, op = expr.left, expr.right, expr.op
    kinds = (builder.kind(left), builder.kind(right))
    absent = () if builder.plain else ("",)
    if ANY in kinds:
        return _at_run_time(builder.value(left), builder.value(right), op, absent)
    if BOOLEAN in kinds and op in ("=", "!="):
        return _truths(builder.boolean(left), builder.boolean(right), op == "=")
    if NODES in kinds:
        if kinds[0] != NODES:
            left, right, op, kinds = right, left, MIRRORED[op], (kinds[1], kinds[0])
        return _nodes(builder, Compare(op, left, right, expr.at), kinds[1], absent)
    if op in ("=", "!=") and NUMBER not in kinds:
        code_left, code_right = builder.text(left), builder.text(right)
        return _dates(code_left, code_right, op) if DATE in kinds else _texts(code_left, code_right, op)
    return _simple(builder.number(left), builder.number(right), op)


def _simple(left: Code[float], right: Code[float], op: str) -> Code[bool]:
    relation = RELATIONS[op]
    return lambda node, context: relation(left(node, context), right(node, context))


def _truths(left: Code[bool], right: Code[bool], wanted: bool) -> Code[bool]:
    return lambda node, context: (left(node, context) == right(node, context)) is wanted


def _texts(left: Code[str], right: Code[str], op: str) -> Code[bool]:
    if op == "=":
        return lambda node, context: left(node, context) == right(node, context)
    return lambda node, context: left(node, context) != right(node, context)


def _dates(left: Code[str], right: Code[str], op: str) -> Code[bool]:
    wanted = op == "="
    return lambda node, context: same_date(left(node, context), right(node, context), context.env.zone) == wanted


def same_date(left: str, right: str, zone: tzinfo | None) -> bool:
    """Equality where one side is a date: by day number if both are dates, else by text."""
    if left == right:
        return True
    one, other = number_of(left, zone), number_of(right, zone)
    return one is not None and one == other


def _nodes(builder: Builder, expr: Compare, kind: str, absent: Absent) -> Code[bool]:
    left, op = builder.nodes(expr.left), expr.op
    if op in ("=", "!="):
        if kind == NODES:
            return _nodes_nodes_equal(left, builder.nodes(expr.right), op == "=", absent)
        if kind == TEXT:
            return _nodes_text(left, builder.text(expr.right), op == "=", absent)
        if kind == DATE:
            return _nodes_date(left, builder.text(expr.right), op == "=", absent)
    if kind == NODES:
        return _nodes_nodes_ordered(left, builder.nodes(expr.right), RELATIONS[op])
    return _nodes_number(left, builder.number(expr.right), RELATIONS[op], absent)


def _nodes_text(left: Code[list[Node]], right: Code[str], wanted: bool, absent: Absent) -> Code[bool]:
    def run(node: Node, context: Context) -> bool:
        text, nodes, env = right(node, context), left(node, context), context.env
        if len(nodes) == 1 and not nodes[0].numeric:
            return (env.text(nodes[0]) == text) is wanted
        if not nodes:
            return any((told == text) is wanted for told in absent)
        for item in nodes:  # noqa: SIM110 - a generator costs twice as much here
            if _same((env.text(item), item.numeric), (text, False), env) is wanted:
                return True
        return False

    return run


def _nodes_date(left: Code[list[Node]], right: Code[str], wanted: bool, absent: Absent) -> Code[bool]:
    def run(node: Node, context: Context) -> bool:
        text, env = right(node, context), context.env
        return any(same_date(told, text, env.zone) is wanted for told in _told(left(node, context), env, absent))

    return run


def _told(nodes: list[Node], env: Environment, absent: Absent) -> Iterator[str]:
    """The text of each node; `absent` where there is none."""
    return (env.text(item) for item in nodes) if nodes else iter(absent)


def _nodes_number(left: Code[list[Node]], right: Code[float], relation: Relation, absent: Absent) -> Code[bool]:
    def run(node: Node, context: Context) -> bool:
        nodes = left(node, context)
        if not nodes:
            return bool(absent) and relation(NAN, right(node, context))
        number, env = right(node, context), context.env
        if len(nodes) == 1:
            return relation(text_number(env.text(nodes[0]), env.zone), number)
        for item in nodes:  # noqa: SIM110 - a generator costs twice as much here
            if relation(text_number(env.text(item), env.zone), number):
                return True
        return False

    return run


def _nodes_nodes_equal(left: Code[list[Node]], right: Code[list[Node]], wanted: bool, absent: Absent) -> Code[bool]:
    def run(node: Node, context: Context) -> bool:
        one, other, env = left(node, context), right(node, context), context.env
        if len(one) == len(other) == 1:
            return _same((env.text(one[0]), one[0].numeric), (env.text(other[0]), other[0].numeric), env) is wanted
        return _some_pair(_values(one, env, absent), _values(other, env, absent), wanted, env)

    return run


Told: TypeAlias = tuple[str, bool]
"""A text, and whether it is of a type of numbers."""


def _values(value: Value, env: Environment, absent: Absent) -> set[Told]:
    if isinstance(value, list):
        return {(env.text(item), item.numeric) for item in value} or {(told, False) for told in absent}
    return {(to_text(value), False)}


def _same(left: Told, right: Told, env: Environment) -> bool:
    (one, numeric), (other, also) = left, right
    if one == other:
        return True
    if not one or not other or not (numeric or also):
        return False
    return alike(text_number(one, env.zone), text_number(other, env.zone))


def _some_pair(one: set[Told], other: set[Told], wanted: bool, env: Environment) -> bool:
    """Whether there is a pair that is equal, or one that is not, without looking at every pair."""
    texts, others = {text for text, _ in one}, {text for text, _ in other}
    if not any(numeric for _, numeric in (*one, *other)):
        return _differ(texts, others) if not wanted else not texts.isdisjoint(others)
    if not wanted:  # the values that are equal to one number are few
        return any(not _same(a, b, env) for a in one for b in other)
    return not texts.isdisjoint(others) or _meets(one, others, env) or _meets(other, texts, env)


def _meets(one: set[Told], texts: set[str], env: Environment) -> bool:
    """Whether a number of one side is a number among the texts of the other."""
    numbers = sorted(number for number in (text_number(text, env.zone) for text in texts) if number == number)
    return any(_is_among(text_number(text, env.zone), numbers) for text, numeric in one if numeric and text)


def _is_among(wanted: float, numbers: list[float]) -> bool:
    at = bisect_left(numbers, wanted - ALIKE)
    return any(alike(number, wanted) for number in numbers[at : at + 2])


def _differ(one: set[str], other: set[str]) -> bool:
    """Whether some pair differs: not when a side is empty, nor when both hold the same single text."""
    return bool(one and other) and (len(one) > 1 or len(other) > 1 or one != other)


def _nodes_nodes_ordered(left: Code[list[Node]], right: Code[list[Node]], relation: Relation) -> Code[bool]:
    def run(node: Node, context: Context) -> bool:
        one = extremes(left(node, context), context.env)
        other = extremes(right(node, context), context.env)
        return any(relation(a, b) for a in one for b in other)

    return run


def extremes(nodes: list[Node], env: Environment) -> tuple[float, ...]:
    """The least and greatest number: if any pair is in an order relation, a pair of extremes is."""
    found = [number for number in (text_number(env.text(item), env.zone) for item in nodes) if number == number]
    return (min(found), max(found)) if found else ()


def _at_run_time(left: Code[Value], right: Code[Value], op: str, absent: Absent) -> Code[bool]:
    return lambda node, context: compare_values(left(node, context), right(node, context), op, context.env, absent)


def compare_values(left: Value, right: Value, op: str, env: Environment, absent: Absent) -> bool:
    """One comparison of values whose types were not known before."""
    if isinstance(left, bool) or isinstance(right, bool):
        if op in ("=", "!="):
            return (env.truth(left) == env.truth(right)) is (op == "=")
    elif op in ("=", "!=") and not isinstance(left, float) and not isinstance(right, float):
        return _some_pair(_values(left, env, absent), _values(right, env, absent), op == "=", env)
    relation = RELATIONS[op]
    others = _numbers(right, op, env, absent)
    return any(relation(number, other) for number in _numbers(left, op, env, absent) for other in others)


def _numbers(value: Value, op: str, env: Environment, absent: Absent) -> tuple[float, ...]:
    """The numbers of a value that decide a comparison: of a nodeset all for equality, the extremes for an order."""
    if not isinstance(value, list):
        return (to_number(value, env.zone),)
    if op not in ("=", "!="):
        return extremes(value, env)
    return tuple({text_number(told, env.zone) for told in _told(value, env, absent)})
