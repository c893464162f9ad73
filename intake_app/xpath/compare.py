"""The comparisons of XPath 1.0, with dates compared as dates (engine_decisions, rows 2, 7 and 9)."""

import operator
from collections.abc import Callable, Iterator
from datetime import tzinfo
from typing import Final, TypeAlias

from intake_app.xpath.context import Context, Environment
from intake_app.xpath.dates import number_of
from intake_app.xpath.signatures import ANY, BOOLEAN, DATE, NODES, NUMBER, TEXT, Builder, Code
from intake_app.xpath.syntax import Compare
from intake_app.xpath.tree import Node
from intake_app.xpath.values import NAN, Value, text_number, to_boolean, to_number, to_text

Relation: TypeAlias = Callable[[float, float], bool]

Absent: TypeAlias = tuple[str, ...]
"""What a nodeset without nodes counts as: a blank answer in forms, as JavaRosa has it; nothing in plain XPath 1.0."""

_RELATIONS: Final[dict[str, Relation]] = {
    "=": operator.eq,
    "!=": operator.ne,
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
        return _simple(builder.boolean(left), builder.boolean(right), op)
    if NODES in kinds:
        if kinds[0] != NODES:
            left, right, op, kinds = right, left, MIRRORED[op], (kinds[1], kinds[0])
        return _nodes(builder, Compare(op, left, right, expr.at), kinds[1], absent)
    if op in ("=", "!=") and NUMBER not in kinds:
        code_left, code_right = builder.text(left), builder.text(right)
        return _dates(code_left, code_right, op) if DATE in kinds else _texts(code_left, code_right, op)
    return _simple(builder.number(left), builder.number(right), op)


def _simple(left: Code[float], right: Code[float], op: str) -> Code[bool]:
    relation = _RELATIONS[op]
    return lambda node, context: relation(left(node, context), right(node, context))


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
        return _nodes_nodes_ordered(left, builder.nodes(expr.right), _RELATIONS[op])
    return _nodes_number(left, builder.number(expr.right), _RELATIONS[op], absent)


def _nodes_text(left: Code[list[Node]], right: Code[str], wanted: bool, absent: Absent) -> Code[bool]:
    def run(node: Node, context: Context) -> bool:
        text, nodes = right(node, context), left(node, context)
        if len(nodes) == 1:
            return (context.env.text(nodes[0]) == text) is wanted
        return any((told == text) is wanted for told in _told(nodes, context.env, absent))

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
        env = context.env
        one = {env.text(item) for item in left(node, context)} or set(absent)
        other = {env.text(item) for item in right(node, context)} or set(absent)
        return not one.isdisjoint(other) if wanted else _differ(one, other)

    return run


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
            return _RELATIONS[op](to_boolean(left), to_boolean(right))
    elif op in ("=", "!=") and not isinstance(left, float) and not isinstance(right, float):
        one, other = _text_set(left, env, absent), _text_set(right, env, absent)
        return not one.isdisjoint(other) if op == "=" else _differ(one, other)
    relation = _RELATIONS[op]
    others = _numbers(right, op, env, absent)
    return any(relation(number, other) for number in _numbers(left, op, env, absent) for other in others)


def _text_set(value: Value, env: Environment, absent: Absent) -> set[str]:
    if isinstance(value, list):
        return {env.text(item) for item in value} or set(absent)
    return {to_text(value)}


def _numbers(value: Value, op: str, env: Environment, absent: Absent) -> tuple[float, ...]:
    """The numbers of a value that decide a comparison: of a nodeset all for equality, the extremes for an order."""
    if not isinstance(value, list):
        return (to_number(value, env.zone),)
    if op not in ("=", "!="):
        return extremes(value, env)
    return tuple({text_number(told, env.zone) for told in _told(value, env, absent)})
