"""Functions of nodesets: counting, adding, names and places."""

from collections.abc import Callable, Mapping
from functools import reduce
from operator import add
from types import MappingProxyType
from typing import Final

from intake_app.xpath.axes import ancestors_or_self, descendants_or_self
from intake_app.xpath.column import Column, greatest, number_or_absent, number_or_none
from intake_app.xpath.context import Context
from intake_app.xpath.functions.strings import text_list
from intake_app.xpath.locate import is_step_up
from intake_app.xpath.signatures import BOOLEAN, NODES, NUMBER, TEXT, Builder, Code, Function
from intake_app.xpath.syntax import Call, Expr, Path
from intake_app.xpath.tree import ELEMENT, XML_NAMESPACE, Node
from intake_app.xpath.values import NAN, Value


def _count(builder: Builder, call: Call) -> Code[Value]:
    nodes, told = builder.nodes(call.args[0]), builder.number_of_nodes(call.args[0])

    def run(node: Node, context: Context) -> Value:
        found = nodes(node, context)
        context.env.spend(len(found))
        return float(sum([item.relevant for item in found]))

    def run_quick(node: Node, context: Context) -> Value:
        number = told(node, context) if told is not None else None
        return run(node, context) if number is None else number

    return run if told is None else run_quick


def _count_non_empty(builder: Builder, call: Call) -> Code[Value]:
    nodes = builder.nodes(call.args[0])
    return lambda node, context: float(sum([context.env.filled(item) for item in nodes(node, context)]))


def _sum(builder: Builder, call: Call) -> Code[Value]:
    """The sum from the first node to the last; what is blank or no number is skipped."""
    nodes = builder.nodes(call.args[0])

    def run(node: Node, context: Context) -> Value:
        found, env = nodes(node, context), context.env
        env.spend(len(found))
        if isinstance(found, Column) and found.leaves:
            return found.total(env.zone)
        told = [number_or_none(env.text(item), env.zone) for item in found]
        return reduce(add, [number for number in told if number is not None], 0.0)

    return run


def _extreme(sign: float) -> Function:
    """max or min over all arguments; what is blank or no number is skipped, as in JavaRosa."""

    def build(builder: Builder, call: Call) -> Code[Value]:
        codes = [_numbers(builder, arg) for arg in call.args]

        def run(node: Node, context: Context) -> Value:
            return greatest([number for code in codes for number in code(node, context)], sign)

        if len(call.args) == 1 and builder.kind(call.args[0]) == NODES:
            return _extreme_of_nodes(builder.nodes(call.args[0]), run, sign)
        return run

    return Function(1, None, NUMBER, build)


def _numbers(builder: Builder, arg: Expr) -> Code[list[float | None]]:
    """The numbers of an argument: of each relevant node of a nodeset, else the one it is or reads as."""
    if builder.kind(arg) == NODES:
        listed = text_list(builder, (arg,))
        return lambda node, context: [number_or_none(text, context.env.zone) for text in listed(node, context)]
    number = builder.number(arg)
    return lambda node, context: [number_or_absent(number(node, context))]


def _extreme_of_nodes(nodes: Code[list[Node]], otherwise: Code[Value], sign: float) -> Code[Value]:
    def run(node: Node, context: Context) -> Value:
        found, env = nodes(node, context), context.env
        env.spend(len(found))
        if isinstance(found, Column) and found.leaves:
            return found.end(sign, env.zone)
        return otherwise(node, context)

    return run


def _position(builder: Builder, call: Call) -> Code[Value]:
    if not call.args:
        return lambda _node, context: float(context.position)
    where = call.args[0]
    if isinstance(where, Path) and where.start is None and len(where.steps) == 1 and is_step_up(where.steps[0]):
        return _position_of_parent
    nodes = builder.nodes(where)

    def run(node: Node, context: Context) -> Value:
        found = nodes(node, context)
        return float(found[0].position()) if found else 0.0

    return run


def _position_of_parent(node: Node, _context: Context) -> Value:
    """`position(..)`, as every numbered repeat has it."""
    return NAN if node.parent is None else float(node.parent.position())


def _last(_builder: Builder, _call: Call) -> Code[Value]:
    return lambda _node, context: float(context.size)


def _named(rule: Callable[[Node], str]) -> Function:
    """A rule of the first node of the argument, or of the context node."""

    def build(builder: Builder, call: Call) -> Code[Value]:
        if not call.args:
            return lambda node, _context: rule(node)
        nodes = builder.nodes(call.args[0])

        def run(node: Node, context: Context) -> Value:
            found = nodes(node, context)
            return rule(found[0]) if found else ""

        return run

    return Function(0, 1, TEXT, build)


def _qualified(node: Node) -> str:
    return f"{node.prefix}:{node.name}" if node.prefix else node.name


def _id(builder: Builder, call: Call) -> Code[Value]:
    """Elements whose `id` (or `xml:id`) attribute is one of the words of the argument."""
    listed = text_list(builder, call.args)

    def run(node: Node, context: Context) -> Value:
        wanted = {word for text in listed(node, context) for word in text.split()}
        everything = descendants_or_self(node.root())
        context.env.spend(len(everything))
        return [item for item in everything if item.attributes and _identity(item) in wanted]

    return run


def _identity(node: Node) -> str | None:
    found = node.attribute("id") or node.attribute("id", XML_NAMESPACE)
    return None if found is None else found.value


def _lang(builder: Builder, call: Call) -> Code[Value]:
    wanted = builder.text(call.args[0])

    def run(node: Node, context: Context) -> Value:
        asked = wanted(node, context).lower()
        for inner in ancestors_or_self(node):
            found = inner.attribute("lang", XML_NAMESPACE) if inner.kind == ELEMENT else None
            if found is not None:
                told = found.value.lower()
                return told == asked or told.startswith(f"{asked}-")
        return False

    return run


FUNCTIONS: Final[Mapping[str, Function]] = MappingProxyType(
    {
        "count": Function(1, 1, NUMBER, _count),
        "count-non-empty": Function(1, 1, NUMBER, _count_non_empty),
        "sum": Function(1, 1, NUMBER, _sum),
        "max": _extreme(1),
        "min": _extreme(-1),
        "position": Function(0, 1, NUMBER, _position),
        "last": Function(0, 0, NUMBER, _last),
        "name": _named(_qualified),
        "local-name": _named(lambda node: node.name),
        "namespace-uri": _named(lambda node: node.namespace),
        "id": Function(1, 1, NODES, _id),
        "lang": Function(1, 1, BOOLEAN, _lang),
    }
)
