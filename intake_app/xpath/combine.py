"""The small closures compiled expressions are put together from: operators, conversions, lists and predicates."""

import math
import operator
from collections.abc import Callable
from typing import Any, Final, NamedTuple, TypeAlias, TypeVar

from intake_app.xpath.axes import document_order
from intake_app.xpath.context import Context
from intake_app.xpath.locate import Sieve, Walk
from intake_app.xpath.signatures import Code
from intake_app.xpath.tree import Node
from intake_app.xpath.values import Value, text_number

T = TypeVar("T", float, bool)

Steps: TypeAlias = tuple[tuple[Callable[[float, float], float], float], ...]
"""Operators with the numeral on their right, put together one after the other."""


class Chain(NamedTuple):
    """`/data/a * 2 + 1 > 7`: a node by the key of its absolute path, and numerals."""

    key: str
    steps: Steps


def modulo(left: float, right: float) -> float:
    """mod truncates towards zero and takes the sign of the left side."""
    if right == 0 or math.isinf(left) or left != left or right != right:
        return math.nan
    return math.fmod(left, right)


def divide(left: float, right: float) -> float:
    """div by IEEE 754: by zero it is infinite or NaN."""
    if right != 0:
        return left / right
    if left == 0 or left != left:
        return math.nan
    return math.copysign(math.inf, left) * math.copysign(1.0, right)


OPERATIONS: Final[dict[str, Callable[[float, float], float]]] = {
    "+": operator.add,
    "-": operator.sub,
    "times": operator.mul,
    "div": divide,
    "mod": modulo,
}


def first_text(code: Code[list[Node]]) -> Code[str]:
    """string() of a nodeset."""

    def run(node: Node, context: Context) -> str:
        nodes = code(node, context)
        return context.env.text(nodes[0]) if nodes else ""

    return run


def first_number(code: Code[list[Node]]) -> Code[float]:
    """number() of a nodeset."""

    def run(node: Node, context: Context) -> float:
        nodes = code(node, context)
        return text_number(context.env.text(nodes[0]), context.env.zone) if nodes else math.nan

    return run


def with_constant(operation: Callable[[float, float], float], code: Code[float], number: float) -> Code[float]:
    """An operator whose right side is a numeral."""
    return lambda node, context: operation(code(node, context), number)


def both_sides(operation: Callable[[float, float], float], left: Code[float], right: Code[float]) -> Code[float]:
    """An operator."""
    return lambda node, context: operation(left(node, context), right(node, context))


def sole_chain(chain: Chain, otherwise: Code[T]) -> Code[T]:
    """The value of a chain; `otherwise` does the same where the environment does not keep the node."""
    key, steps = chain

    def run(node: Node, context: Context) -> Any:
        env = context.env
        known = env.sole.get(key)
        if known is None:
            return otherwise(node, context)
        env.left -= 1
        found = known[0]
        text = found.value if found.relevant else ""
        if text is not env.told:  # many rules in a row read the answer that was just given
            env.told, env.number = text, text_number(text, env.zone)
        number: Any = env.number
        for operation, numeral in steps:
            number = operation(number, numeral)
        return number

    return run


def sibling_chain(name: str, steps: Steps, otherwise: Code[T]) -> Code[T]:
    """`../a * 2 + 1 > 7`, as `sole_chain`; `otherwise` does the same where there is not just one such node."""

    def run(node: Node, context: Context) -> Any:
        above = node.parent
        found = above.named(name) if above is not None else ()
        if len(found) != 1:
            return otherwise(node, context)
        env = context.env
        env.left -= 2
        first = found[0]
        text = first.value if first.relevant else ""
        number: Any = text_number(env.text(first) if first.children else text, env.zone)
        for operation, numeral in steps:
            number = operation(number, numeral)
        return number

    return run


def sibling_by_sole(
    name: str, key: str, operation: Callable[[float, float], float], otherwise: Code[float]
) -> Code[float]:
    """`../a * /data/rate`, as `sole_chain`; `otherwise` does the same where there is not just one node on each side."""

    def run(node: Node, context: Context) -> float:
        env, above = context.env, node.parent
        known = env.sole.get(key)
        found = above.named(name) if above is not None else ()
        if known is None or len(found) != 1 or found[0].children:
            return otherwise(node, context)
        env.left -= 3
        first, second = found[0], known[0]
        text = second.value if second.relevant else ""
        if text is not env.told:
            env.told, env.number = text, text_number(text, env.zone)
        return operation(text_number(first.value if first.relevant else "", env.zone), env.number)

    return run


def main_root(_node: Node, context: Context) -> list[Node]:
    """The root of the primary instance."""
    return [context.env.main]


def walked(start: Code[list[Node]], walks: list[Walk]) -> Code[list[Node]]:
    """A path: from where it begins, step after step."""

    def run(node: Node, context: Context) -> list[Node]:
        nodes = start(node, context)
        for walk in walks:
            if not nodes:
                return nodes
            nodes = walk(nodes, context)
        return nodes

    return run


def union(codes: list[Code[list[Node]]]) -> Code[list[Node]]:
    """Nodesets joined, in document order."""

    def run(node: Node, context: Context) -> list[Node]:
        together: list[Node] = []
        for code in codes:
            together.extend(code(node, context))
        context.env.spend(len(together))
        return document_order(together)

    return run


def any_of(codes: list[Code[bool]]) -> Code[bool]:
    """`or`, from the left, no further than needed."""

    def run(node: Node, context: Context) -> bool:
        for code in codes:  # noqa: SIM110 - a generator costs twice as much here
            if code(node, context):
                return True
        return False

    return run


def all_of(codes: list[Code[bool]]) -> Code[bool]:
    """`and`, from the left, no further than needed."""

    def run(node: Node, context: Context) -> bool:
        for code in codes:  # noqa: SIM110 - a generator costs twice as much here
            if not code(node, context):
                return False
        return True

    return run


def filtered(code: Code[list[Node]], sieves: list[Sieve]) -> Code[list[Node]]:
    """A nodeset with predicates."""

    def run(node: Node, context: Context) -> list[Node]:
        nodes = code(node, context)
        for sieve in sieves:
            nodes = sieve(nodes, context)
        return nodes

    return run


def plain_sieve(test: Code[bool], weight: int) -> Sieve:
    """A predicate that does not look at the position. `weight`: visits a look at one node counts as."""

    def sieve(nodes: list[Node], context: Context) -> list[Node]:
        context.env.spend(len(nodes) * weight)
        return [node for node in nodes if test(node, context)]

    return sieve


def pick_sieve(number: float) -> Sieve:
    """A predicate that is a plain numeral."""
    at = int(number) - 1 if number == number and abs(number) < 1e15 and number == int(number) else -1

    def sieve(nodes: list[Node], _context: Context) -> list[Node]:
        return nodes[at : at + 1] if at >= 0 else []

    return sieve


def at_position(number: Code[float]) -> Code[bool]:
    """A predicate that gives a number."""
    return lambda node, context: number(node, context) == context.position


def perhaps_position(code: Code[Value]) -> Code[bool]:
    """A predicate whose type is known only at run time."""

    def run(node: Node, context: Context) -> bool:
        value = code(node, context)
        if isinstance(value, float):
            return value == context.position
        return context.env.truth(value)

    return run


def any_or_true(nodes: Code[list[Node]]) -> Code[bool]:
    """boolean() of a path that ends in a predicate: in a document, whether there is such a node; in a record, what the
    first that is relevant says.
    """

    def run(node: Node, context: Context) -> bool:
        there = next((found for found in nodes(node, context) if found.relevant), None)
        return there is not None and (not context.env.steady or context.env.truth([there]))

    return run


def positional_sieve(test: Code[bool], weight: int) -> Sieve:
    """A predicate that looks at the position. `weight`: visits a look at one node counts as."""

    def sieve(nodes: list[Node], context: Context) -> list[Node]:
        context.env.spend(len(nodes) * weight)
        outside = context.position, context.size
        context.size = len(nodes)
        kept: list[Node] = []
        for position, node in enumerate(nodes, 1):
            context.position = position
            if test(node, context):
                kept.append(node)
        context.position, context.size = outside
        return kept

    return sieve
