"""indexed-repeat(): a node inside the n-th instance of a repeat.

The paths name nodes of all instances; the indexes choose among them. A repeat around the ones named is taken as the
instance the context node lies in, as JavaRosa does.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final, TypeAlias

from intake_app.xpath.axes import ancestors, ancestors_or_self
from intake_app.xpath.context import Context
from intake_app.xpath.functions.strings import whole
from intake_app.xpath.locate import is_step_up, own_instance
from intake_app.xpath.signatures import NODES, Builder, Code, Function
from intake_app.xpath.syntax import ROOT_START, Call, Expr, Path
from intake_app.xpath.tree import Node
from intake_app.xpath.values import Value

Pair: TypeAlias = tuple[Code[list[Node]], Code[float]]

Trail: TypeAlias = tuple[int, tuple[str, ...]]
"""A path of names: how many steps up it begins (-1: at the root), and the names down."""


def _indexed_repeat(builder: Builder, call: Call) -> Code[Value]:
    target, pairs = call.args[0], _outermost_first(call)
    repeats, indexes = [repeat for repeat, _ in pairs], [builder.number(index) for _, index in pairs]
    otherwise = _anywhere(builder.nodes(target), list(zip(map(builder.nodes, repeats), indexes, strict=True)))
    trails = [trail for trail in (_trail(arg) for arg in (*repeats, target)) if trail is not None]
    if len(trails) <= len(repeats):
        return otherwise
    if len({ups for ups, _ in trails}) > 1 or not all(names for _, names in trails):
        return _mixed(trails, indexes, otherwise)
    legs = _legs(trails)
    return otherwise if legs is None else _down(legs, indexes)


def _mixed(trails: list[Trail], indexes: list[Code[float]], otherwise: Code[Value]) -> Code[Value]:
    """Paths of which some begin at the root and some at the context node, or end above it: all told from the root."""
    known: dict[tuple[str, ...], Code[Value]] = {}

    def run(node: Node, context: Context) -> Value:
        around = tuple(above.name for above in reversed(ancestors_or_self(node)))[1:]
        if around not in known:
            full = [names if ups < 0 else (*around[: max(len(around) - ups, 0)], *names) for ups, names in trails]
            order = sorted(range(len(indexes)), key=lambda at: len(full[at]))
            legs = _legs([(-1, full[at]) for at in (*order, -1)])
            known[around] = otherwise if legs is None else _down(legs, [indexes[at] for at in order])
        return known[around](node, context)

    return run


def _outermost_first(call: Call) -> list[tuple[Expr, Expr]]:
    """The repeats with their indexes; a form may name them in any order (as in JavaRosa)."""
    pairs = list(zip(call.args[1::2], call.args[2::2], strict=True))
    return sorted(pairs, key=lambda pair: _depth(pair[0]))


def _depth(expr: Expr) -> int:
    """How far down a path leads from where it begins; 0 for any other expression."""
    return sum(-1 if is_step_up(step) else 1 for step in expr.steps) if isinstance(expr, Path) else 0


def _trail(expr: Expr) -> Trail | None:
    """A path of nothing but names after `/` or `..`, as forms have it; None for any other expression."""
    if not isinstance(expr, Path) or (expr.start is not None and expr.start != ROOT_START):
        return None
    ups = 0
    while expr.start is None and ups < len(expr.steps) and is_step_up(expr.steps[ups]):
        ups += 1
    names: list[str] = []
    for step in expr.steps[ups:]:
        test = step.test
        if step.axis != "child" or step.predicates or test.kind != "name" or test.prefix or test.name == "*":
            return None
        names.append(test.name)
    return (-1 if expr.start == ROOT_START else ups), tuple(names)


def _legs(trails: list[Trail]) -> tuple[int, list[tuple[str, ...]]] | None:
    """Where to begin, and the names from there to the first repeat, from it to the next, and to the target."""
    begin = trails[0][0]
    before: tuple[str, ...] = ()
    legs: list[tuple[str, ...]] = []
    for ups, names in trails:
        if ups != begin or names[: len(before)] != before or (len(legs) < len(trails) - 1 and names == before):
            return None
        legs.append(names[len(before) :])
        before = names
    return begin, legs


def _down(legs: tuple[int, list[tuple[str, ...]]], indexes: list[Code[float]]) -> Code[Value]:
    """From repeat to repeat by name, looking at no other instance."""
    ups, (*hops, last) = legs

    def run(node: Node, context: Context) -> Value:
        above = _begin(ups, node, context)
        for hop, index in zip(hops, indexes, strict=True):
            context.env.spend(len(hop) + 1)
            inner = _walk(above, hop[:-1], node, context) if above is not None else None
            above = _pick([] if inner is None else inner.named(hop[-1]), index(node, context))
        found = [] if above is None else [above]
        for name in last:
            found = [child for item in found for child in item.named(name)]
        context.env.spend(len(found))
        return found

    return run


def _begin(ups: int, node: Node, context: Context) -> Node | None:
    if ups < 0:
        return context.env.main
    above: Node | None = node
    for _ in range(ups):
        above = above.parent if above is not None else None
    return above


def _walk(above: Node, names: Iterable[str], node: Node, context: Context) -> Node | None:
    for name in names:
        found = above.named(name)
        if not found:
            return None
        own = own_instance(name, above, node, context) if found[0].repeated else None
        above = found[0] if own is None else own
    return above


def _pick(found: list[Node], number: float) -> Node | None:
    """The instance of a 1-based number; a number before the first one means the first, as in JavaRosa."""
    at = max(whole(number), 1)
    return found[at - 1] if number == number and at <= len(found) else None


def _anywhere(target: Code[list[Node]], pairs: list[Pair]) -> Code[Value]:
    """The same for any other paths: all nodes they give, kept where they lie in the chosen instances."""

    def run(node: Node, context: Context) -> Value:
        above: Node | None = None
        for repeat, index in pairs:
            found = _everywhere(repeat, node, context)
            found = _own(found, node) if above is None else [item for item in found if above in ancestors(item)]
            above = _pick(found, index(node, context))
            if above is None:
                return []
        return [item for item in _everywhere(target, node, context) if above in ancestors_or_self(item)]

    return run


def _everywhere(code: Code[list[Node]], node: Node, context: Context) -> list[Node]:
    """What a path gives when it is not taken to the own instance."""
    before, context.everywhere = context.everywhere, True
    try:
        found = code(node, context)
    finally:
        context.everywhere = before
    context.env.spend(len(found))
    return found


def _own(found: list[Node], node: Node) -> list[Node]:
    """Those whose outer repeat instances are the ones the context node lies in; all, if there are none such."""
    around = set(ancestors_or_self(node))
    own = [item for item in found if all(above in around for above in ancestors(item) if above.repeated)]
    return own or found


FUNCTIONS: Final[Mapping[str, Function]] = MappingProxyType(
    {"indexed-repeat": Function(3, 7, NODES, _indexed_repeat, odd=True)}
)
