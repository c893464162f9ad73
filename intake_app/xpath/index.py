"""Indexes over secondary instances: lists found once, equality by dictionary, order by bisection.

`instance('x')/root/item[name = …]` is answered without looking at the items. An index is made when it is first
needed and kept in `Environment.indexes`; environments over the same unchanged instances may share that mapping.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol, TypeAlias

from intake_app.xpath.compare import ALIKE, MIRRORED, extremes
from intake_app.xpath.context import Context, Environment
from intake_app.xpath.functions import FUNCTIONS
from intake_app.xpath.locate import Sieve, is_step_self
from intake_app.xpath.signatures import ANY, DATE, NODES, NUMBER, TEXT, Builder, Code
from intake_app.xpath.syntax import Call, Compare, Expr, Filter, Literal, Logic, Path, parts
from intake_app.xpath.tree import ELEMENT, Node, Row
from intake_app.xpath.values import text_number

Place: TypeAlias = tuple[str, tuple[str, ...]]
"""A list in a secondary instance: the id, and the names of the steps from its root."""

Key: TypeAlias = tuple[str, ...]
"""Where an item keeps what it is found by: child names, or one attribute name with "@" before it; () is itself."""

_NOT_CONSTANT: Final = frozenset({"position", "last", "once", "lang", "randomize"})
_CONTEXT_WHEN_BARE: Final = frozenset(
    {"string", "number", "string-length", "normalize-space", "name", "local-name", "namespace-uri"}
)


@dataclass(frozen=True, slots=True)
class Listed:
    """The nodes of a list, and whether they all have one parent (so that positions can be told from the list)."""

    nodes: list[Node]
    lone: bool


class Finder(Protocol):
    """One condition that an index can answer: the places of the items that meet it, in ascending order."""

    def __call__(self, env: Environment, context: Context, above: Node) -> list[int]: ...


def listed(env: Environment, place: Place) -> Listed:
    """The nodes of a list, found once."""
    kept: Listed | None = env.indexes.get(place)
    if kept is None:
        name, steps = place
        root = env.instance(name)
        parents: list[Node] = []
        nodes = [] if root is None else [root]
        for step in steps:
            parents, nodes = nodes, [child for node in nodes for child in node.named(step)]
        kept = env.indexes[place] = Listed(nodes, len(parents) < 2)
    env.allow(len(kept.nodes))
    return kept


def _key_nodes(node: Node, key: Key) -> list[Node]:
    nodes = [node]
    for name in key:
        if name.startswith("@"):
            nodes = [found for item in nodes for found in item.attributes if found.name == name[1:]]
        else:
            nodes = [found for item in nodes for found in item.scan(name)]
    return nodes


_BLANK = [""]


def _key_texts(env: Environment, item: Node, key: Key) -> list[str]:
    """The texts of the key of an item; one blank where it has none. Most keys are the name of one leaf."""
    if len(key) != 1 or key[0].startswith("@"):
        return [env.text(node) for node in _key_nodes(item, key)] or _BLANK
    name = key[0]
    if isinstance(item, Row):
        text = item.cell(name)
        return _BLANK if text is None else [text]
    return [
        node.value if node.relevant and not node.children else env.text(node)
        for node in item.children
        if node.name == name and node.kind == ELEMENT and not node.template
    ] or _BLANK


def _by_text(env: Environment, place: Place, key: Key) -> dict[str, list[int]]:
    name = ("text", place, key)
    kept: dict[str, list[int]] | None = env.indexes.get(name)
    if kept is None:
        kept = {}
        for at, item in enumerate(listed(env, place).nodes):
            for text in _key_texts(env, item, key):
                found = kept.get(text)
                if found is None:
                    kept[text] = [at]
                elif found[-1] != at:
                    found.append(at)
        env.indexes[name] = kept
    return kept


@dataclass(frozen=True, slots=True)
class Ordered:
    """Numbers in ascending order, the places of their items, and whether an item stands there more than once."""

    numbers: list[float]
    places: list[int]
    repeated: bool
    ranks: list[int]  # of each item its place among the numbers, -1 where it has none; empty if `repeated`

    def between(self, start: int, end: int) -> list[int]:
        """The places of the items from one place among the numbers to another, in ascending order, each once."""
        if self.ranks and (end - start) * _LARGE_PART > len(self.ranks):
            return [at for at, rank in enumerate(self.ranks) if start <= rank < end]  # quicker than to sort so many
        found = self.places[start:end]
        return sorted(set(found) if self.repeated else found)


_LARGE_PART = 6


def _by_number(env: Environment, place: Place, key: Key) -> Ordered:
    name = ("number", place, key)
    kept: Ordered | None = env.indexes.get(name)
    if kept is None:
        found: list[float] = []
        owners: list[int] = []
        for at, item in enumerate(listed(env, place).nodes):
            for text in _key_texts(env, item, key):
                number = text_number(text, env.zone)
                if number == number:
                    found.append(number)
                    owners.append(at)
        order = sorted(range(len(found)), key=found.__getitem__)
        places = [owners[each] for each in order]
        repeated = len(set(places)) < len(places)
        ranks = [] if repeated else _ranks(places, len(listed(env, place).nodes))
        kept = env.indexes[name] = Ordered([found[each] for each in order], places, repeated, ranks)
    return kept


def _ranks(places: list[int], count: int) -> list[int]:
    found = [-1] * count
    for rank, at in enumerate(places):
        found[at] = rank
    return found


# which conditions an index can answer


def key_of(expr: Expr) -> Key | None:
    """The key a relative path names: `a/b`, `@a` or `.`; None for anything else."""
    if not isinstance(expr, Path) or expr.start is not None:
        return None
    if len(expr.steps) == 1 and is_step_self(expr.steps[0]):
        return ()
    found: list[str] = []
    for step in expr.steps:
        if step.predicates or step.test.kind != "name" or step.test.prefix is not None or step.test.name == "*":
            return None
        if step.axis not in ("child", "attribute"):
            return None
        found.append(f"@{step.test.name}" if step.axis == "attribute" else step.test.name)
    return tuple(found)


def is_constant(expr: Expr) -> bool:
    """Whether an expression gives the same for every item: nothing in it is relative to the item."""
    stack = [expr]
    while stack:
        inner = stack.pop()
        if isinstance(inner, Path):
            if inner.start is None or any(step.predicates for step in inner.steps):
                return False
            stack.extend(parts(inner))
        elif isinstance(inner, Filter) or (isinstance(inner, Call) and not _is_constant_call(inner)):
            return False
        else:
            stack.extend(parts(inner))
    return True


def _is_constant_call(call: Call) -> bool:
    function = FUNCTIONS.get(call.name)
    bare = not call.args and call.name in _CONTEXT_WHEN_BARE
    return function is not None and not function.volatile and not bare and call.name not in _NOT_CONSTANT


def conjuncts(predicate: Expr) -> tuple[Expr, ...]:
    """The conditions a predicate joins by `and`."""
    return predicate.operands if isinstance(predicate, Logic) and predicate.op == "and" else (predicate,)


def finder(builder: Builder, place: Place, condition: Expr) -> Finder | None:
    """What answers a condition by an index, or None."""
    if not isinstance(condition, Compare) or condition.op == "!=":
        return None
    sides = ((condition.left, condition.right, condition.op), (condition.right, condition.left, MIRRORED[condition.op]))
    for item, other, op in sides:
        key = key_of(item)
        if key is not None and is_constant(other):
            return _equality(builder, place, key, other) if op == "=" else _order(builder, place, key, other, op)
    return None


def _equality(builder: Builder, place: Place, key: Key, other: Expr) -> Finder | None:
    kind = builder.kind(other)
    if kind == TEXT:
        text = builder.text(other)
        return lambda env, context, above: _by_text(env, place, key).get(text(above, context), [])
    if kind == NODES:
        return _equal_nodes(place, key, builder.nodes(other))
    if kind == NUMBER:
        return _between(place, key, builder.number(other), _from, _to)
    return None


def _from(numbers: list[float], wanted: float) -> int:
    return bisect_left(numbers, wanted - ALIKE)


def _to(numbers: list[float], wanted: float) -> int:
    return bisect_right(numbers, wanted + ALIKE)


def _equal_nodes(place: Place, key: Key, nodes: Code[list[Node]]) -> Finder:
    def find(env: Environment, context: Context, above: Node) -> list[int]:
        index = _by_text(env, place, key)
        found = nodes(above, context)
        if len(found) == 1 and not found[0].numeric:
            return index.get(env.text(found[0]), [])
        texts = {env.text(node) for node in found} or {""}
        for node in found:
            if node.numeric and env.text(node):
                texts.update(_written_as(env, place, key, text_number(env.text(node), env.zone)))
        return sorted({at for text in texts for at in index.get(text, [])})

    return find


def _written_as(env: Environment, place: Place, key: Key, number: float) -> list[str]:
    """The texts of a list that mean one number: 7, 7.0, 007."""
    name = ("spelling", place, key)
    kept: dict[float, list[str]] | None = env.indexes.get(name)
    if kept is None:
        kept = {}
        for text in _by_text(env, place, key):
            found = text_number(text, env.zone)
            if found == found:
                kept.setdefault(found, []).append(text)
        env.indexes[name] = kept
    return kept.get(number, [])


@dataclass(frozen=True, slots=True)
class Range:
    """A condition on the order of numbers: those from the first place `low` finds to the last `high` finds."""

    place: Place
    key: Key
    number: Code[float]
    low: Callable[[list[float], float], int] | None
    high: Callable[[list[float], float], int] | None

    def look(self, env: Environment, context: Context, above: Node) -> tuple["Ordered", int, int]:
        """The index, and where in it the numbers that meet the condition begin and end."""
        index = _by_number(env, self.place, self.key)  # made before there is a bound: at the start, not at an answer
        bound = self.number(above, context)
        if bound != bound:
            return index, 0, 0
        start = 0 if self.low is None else self.low(index.numbers, bound)
        end = len(index.numbers) if self.high is None else self.high(index.numbers, bound)
        return index, start, end

    def __call__(self, env: Environment, context: Context, above: Node) -> list[int]:
        index, start, end = self.look(env, context, above)
        return index.between(start, end)


def _between(
    place: Place,
    key: Key,
    number: Code[float],
    low: Callable[[list[float], float], int] | None,
    high: Callable[[list[float], float], int] | None,
) -> Finder:
    """Items whose number lies between bounds; None means no bound."""
    return Range(place, key, number, low, high)


def _order(builder: Builder, place: Place, key: Key, other: Expr, op: str) -> Finder | None:
    kind = builder.kind(other)
    if kind == NODES:
        number = _extreme(builder.nodes(other), greatest=op.startswith("<"))
    elif kind in (TEXT, DATE, NUMBER):
        number = builder.number(other)
    else:
        return None
    if op.startswith("<"):
        return _between(place, key, number, None, bisect_right if op == "<=" else bisect_left)
    return _between(place, key, number, bisect_left if op == ">=" else bisect_right, None)


def _extreme(nodes: Code[list[Node]], greatest: bool) -> Code[float]:
    def run(node: Node, context: Context) -> float:
        found = extremes(nodes(node, context), context.env)
        return found[-1 if greatest else 0] if found else float("nan")

    return run


# answering


def filtered_list(
    builder: Builder,
    place: Place,
    predicates: tuple[Expr, ...],
    sieve: Callable[[Expr], Sieve],
    slow: Callable[[], Code[list[Node]]],
) -> Code[list[Node]]:
    """Code for a list with predicates, of which an index answers the first wholly or in part if it can.

    Equality narrows most, so an order is asked of the index only where there is no equality. `sieve` compiles the
    conditions that are left; `slow` compiles the whole for lists with several parents, where positions count for
    each parent (made only when such a list is met, lest nested lists compile twice at each level).
    """
    conditions = conjuncts(predicates[0])
    finders = {condition: finder(builder, place, condition) for condition in conditions}
    answered = [condition for condition in conditions if finders[condition] is not None]
    equal = [condition for condition in answered if isinstance(condition, Compare) and condition.op == "="]
    used = equal or answered[:1]
    left = [condition for condition in conditions if condition not in used]
    rest = [sieve(condition) for condition in (*_true_or_false(builder, left), *predicates[1:])]
    ready = [found for found in (finders[condition] for condition in used) if found is not None]
    return _found_by_index(place, ready, rest, slow)


def _true_or_false(builder: Builder, conditions: list[Expr]) -> list[Expr]:
    """Operands of `and`, fit to stand alone as predicates, where a number would be a position."""
    return [
        Logic("and", (condition,), condition.at) if builder.kind(condition) in (NUMBER, ANY) else condition
        for condition in conditions
    ]


def _found_by_index(
    place: Place, finders: list[Finder], rest: list[Sieve], slow: Callable[[], Code[list[Node]]]
) -> Code[list[Node]]:
    def run(node: Node, context: Context) -> list[Node]:
        env = context.env
        items = listed(env, place)
        if not items.nodes or not items.lone:
            return slow()(node, context)
        above = items.nodes[0].parent or items.nodes[0]
        kept = items.nodes
        if finders:
            found = finders[0](env, context, above)
            for find in finders[1:]:
                found = _both(found, find(env, context, above))
            env.spend(len(found) + len(finders))
            kept = [items.nodes[at] for at in found]
        for sieve in rest:
            kept = sieve(kept, context)
        return kept

    return run


def counted_list(builder: Builder, place: Place, predicates: tuple[Expr, ...]) -> Code[float | None] | None:
    """Code for how many items of a list meet one condition on the order of numbers, without looking at any.

    The code gives None where the items have several parents; None instead of code for any other predicates.
    """
    condition = finder(builder, place, predicates[0]) if len(predicates) == 1 else None
    if not isinstance(condition, Range):
        return None

    def run(_node: Node, context: Context) -> float | None:
        env = context.env
        items = listed(env, place)
        if not items.nodes or not items.lone:
            return None
        index, start, end = condition.look(env, context, items.nodes[0].parent or items.nodes[0])
        env.spend(1)
        return float(max(0, end - start)) if not index.repeated else None

    return run


def _both(one: list[int], other: list[int]) -> list[int]:
    few, many = (one, other) if len(one) <= len(other) else (other, one)
    wanted = set(few)
    return [at for at in many if at in wanted]


def whole_list(place: Place) -> Code[list[Node]]:
    """Code for a list without predicates."""

    def run(_node: Node, context: Context) -> list[Node]:
        context.env.spend(1)
        return listed(context.env, place).nodes

    return run


def place_of(path: Path, names: list[str | None]) -> tuple[Place, int] | None:
    """The list a path begins with, and how many of its steps that takes; None if it begins otherwise.

    `names` are the local names of the steps (predicates aside), None where a step is more than a name.
    """
    start = path.start
    if not isinstance(start, Call) or start.name != "instance" or not isinstance(start.args[0], Literal):
        return None
    taken: list[str] = []
    for step, name in zip(path.steps, names, strict=True):
        if name is None:
            break
        taken.append(name)
        if step.predicates:
            break
    return ((start.args[0].value, tuple(taken)), len(taken)) if taken else None
