"""The comparisons of XPath 1.0, with dates compared as dates (engine_decisions, rows 2, 7 and 9)."""

import operator
from collections.abc import Callable
from datetime import tzinfo
from typing import Final, TypeAlias

from intake_app.xpath.context import Context, Environment
from intake_app.xpath.dates import number_of
from intake_app.xpath.signatures import ANY, BOOLEAN, DATE, NODES, NUMBER, TEXT, Builder, Code
from intake_app.xpath.syntax import Compare
from intake_app.xpath.tree import Node
from intake_app.xpath.values import Value, text_number, to_boolean, to_number, to_text

Relation: TypeAlias = Callable[[float, float], bool]

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
    if ANY in kinds:
        return _at_run_time(builder.value(left), builder.value(right), op)
    if BOOLEAN in kinds and op in ("=", "!="):
        return _simple(builder.boolean(left), builder.boolean(right), op)
    if NODES in kinds:
        if kinds[0] != NODES:
            left, right, op, kinds = right, left, MIRRORED[op], (kinds[1], kinds[0])
        return _nodes(builder, Compare(op, left, right, expr.at), kinds[1])
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


def _nodes(builder: Builder, expr: Compare, kind: str) -> Code[bool]:
    left, op = builder.nodes(expr.left), expr.op
    if op in ("=", "!="):
        if kind == NODES:
            return _nodes_nodes_equal(left, builder.nodes(expr.right), op == "=")
        if kind == TEXT:
            return _nodes_text(left, builder.text(expr.right), op == "=")
        if kind == DATE:
            return _nodes_date(left, builder.text(expr.right), op == "=")
    if kind == NODES:
        return _nodes_nodes_ordered(left, builder.nodes(expr.right), _RELATIONS[op])
    return _nodes_number(left, builder.number(expr.right), _RELATIONS[op])


def _nodes_text(left: Code[list[Node]], right: Code[str], wanted: bool) -> Code[bool]:
    def run(node: Node, context: Context) -> bool:
        text = right(node, context)
        return any((context.env.text(item) == text) is wanted for item in left(node, context))

    def run_equal(node: Node, context: Context) -> bool:
        nodes = left(node, context)
        if len(nodes) == 1:
            return context.env.text(nodes[0]) == right(node, context)
        return run(node, context)

    return run_equal if wanted else run


def _nodes_date(left: Code[list[Node]], right: Code[str], wanted: bool) -> Code[bool]:
    def run(node: Node, context: Context) -> bool:
        text, env = right(node, context), context.env
        return any(same_date(env.text(item), text, env.zone) is wanted for item in left(node, context))

    return run


def _nodes_number(left: Code[list[Node]], right: Code[float], relation: Relation) -> Code[bool]:
    def run(node: Node, context: Context) -> bool:
        nodes = left(node, context)
        if not nodes:
            return False
        number, env = right(node, context), context.env
        for item in nodes:  # noqa: SIM110 - a generator costs twice as much here
            if relation(text_number(env.text(item), env.zone), number):
                return True
        return False

    return run


def _nodes_nodes_equal(left: Code[list[Node]], right: Code[list[Node]], wanted: bool) -> Code[bool]:
    def run(node: Node, context: Context) -> bool:
        env = context.env
        one = {env.text(item) for item in left(node, context)}
        other = {env.text(item) for item in right(node, context)}
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


def _at_run_time(left: Code[Value], right: Code[Value], op: str) -> Code[bool]:
    return lambda node, context: compare_values(left(node, context), right(node, context), op, context.env)


def compare_values(left: Value, right: Value, op: str, env: Environment) -> bool:
    """One comparison of values whose types were not known before."""
    if isinstance(left, bool) or isinstance(right, bool):
        if op in ("=", "!="):
            return _RELATIONS[op](to_boolean(left), to_boolean(right))
    elif op in ("=", "!=") and not isinstance(left, float) and not isinstance(right, float):
        one, other = _text_set(left, env), _text_set(right, env)
        return not one.isdisjoint(other) if op == "=" else _differ(one, other)
    relation = _RELATIONS[op]
    others = _numbers(right, op, env)
    return any(relation(number, other) for number in _numbers(left, op, env) for other in others)


def _text_set(value: Value, env: Environment) -> set[str]:
    return {env.text(item) for item in value} if isinstance(value, list) else {to_text(value)}


def _numbers(value: Value, op: str, env: Environment) -> tuple[float, ...]:
    """The numbers of a value that decide a comparison: of a nodeset all for equality, the extremes for an order."""
    if not isinstance(value, list):
        return (to_number(value, env.zone),)
    if op not in ("=", "!="):
        return extremes(value, env)
    return tuple({text_number(env.text(item), env.zone) for item in value})
