"""Location paths compiled to closures: the general machinery and the fast ways for the paths forms are made of."""

import sys
from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from intake_app.errors import IntakeError
from intake_app.xpath.axes import AXES, REVERSE, document_order
from intake_app.xpath.column import Column
from intake_app.xpath.context import Context
from intake_app.xpath.signatures import Code
from intake_app.xpath.syntax import Step, Test
from intake_app.xpath.tree import ATTRIBUTE, ELEMENT, XML_NAMESPACE, Node

Walk: TypeAlias = Callable[[list[Node], Context], list[Node]]
"""One step: from a list of nodes to the nodes it finds, in document order, each once."""

Sieve: TypeAlias = Callable[[list[Node], Context], list[Node]]
"""One predicate: from an axis' nodes (nearest first) to those that pass."""

Matcher: TypeAlias = Callable[[Node], bool]

FullName: TypeAlias = tuple[str, str | None]
"""A local name, and the namespace it has to be in (None: any)."""

_KEEPS_LEVEL: Final = frozenset(
    {"child", "attribute", "self", "parent", "following-sibling", "preceding-sibling", "namespace"}
)
_KEEPS_ORDER: Final = frozenset({"child", "attribute", "self", "descendant", "descendant-or-self"})


def uri_of(prefix: str, namespaces: Mapping[str, str], at: int) -> str:
    """The namespace a prefix stands for. IntakeError xpath.unknown_prefix."""
    if prefix == "xml":
        return XML_NAMESPACE
    uri = namespaces.get(prefix)
    if uri is None:
        raise IntakeError("xpath.unknown_prefix", prefix=prefix, position=at + 1)
    return uri


def full_name(step: Step, namespaces: Mapping[str, str]) -> FullName | None:
    """The name of a step that is `child::name` or `child::x:name`, predicates aside; else None."""
    test = step.test
    if step.axis != "child" or test.kind != "name" or test.name == "*":
        return None
    return test.name, _uri_wanted(test, ELEMENT, namespaces, step.at)


def plain_name(step: Step, namespaces: Mapping[str, str]) -> str | None:
    """The local name of a step that is `child::name` for any namespace, predicates aside; else None."""
    test = step.test
    if step.axis != "child" or test.kind != "name" or test.prefix is not None or test.name == "*":
        return None
    return None if "" in namespaces else test.name


def matcher(step: Step, namespaces: Mapping[str, str]) -> Matcher | None:
    """Whether a node passes a step's node test; None where every node does."""
    test = step.test
    if test.kind == "node":
        return None
    if test.kind != "name":
        kind, target = test.kind, test.name
        return lambda node: node.kind == kind and target in ("*", node.name)
    kind = ATTRIBUTE if step.axis == "attribute" else ELEMENT
    return _name_matcher(test, kind, _uri_wanted(test, kind, namespaces, step.at))


def _uri_wanted(test: Test, kind: str, namespaces: Mapping[str, str], at: int) -> str | None:
    """The namespace a name test asks for; None for any. An unprefixed attribute is in no namespace."""
    if test.prefix is not None:
        return uri_of(test.prefix, namespaces, at)
    if test.name == "*":
        return None
    return "" if kind == ATTRIBUTE else namespaces.get("")


def _name_matcher(test: Test, kind: str, uri: str | None) -> Matcher:
    name = test.name
    if name == "*":
        if uri is None:
            return lambda node: node.kind == kind
        return lambda node: node.kind == kind and node.namespace == uri
    if uri is None:
        return lambda node: node.name == name and node.kind == kind
    return lambda node: node.name == name and node.kind == kind and node.namespace == uri


def is_step_up(step: Step) -> bool:
    """Whether a step is `..`."""
    return step.axis == "parent" and step.test.kind == "node" and not step.predicates


def is_step_self(step: Step) -> bool:
    """Whether a step is `.`."""
    return step.axis == "self" and step.test.kind == "node" and not step.predicates


def child_walk(name: str) -> Walk:
    """The step `child::name` without predicates, over the name index of each node."""

    def walk(nodes: list[Node], context: Context) -> list[Node]:
        if len(nodes) == 1:
            found = nodes[0].named(name)
        else:
            found = []
            for node in nodes:
                found.extend(node.named(name))
        context.env.spend(len(found) + len(nodes))
        return found

    return walk


def step_walk(step: Step, namespaces: Mapping[str, str], sieves: list[Sieve], positional: bool, level: bool) -> Walk:
    """Any step. `level`: the nodes it starts from all lie at one depth."""
    candidates = _candidates(step, namespaces)
    reverse = step.axis in REVERSE
    unsorted = reverse or not level or step.axis not in _KEEPS_ORDER

    def from_one(node: Node, context: Context) -> list[Node]:
        found = candidates(node, context)
        for sieve in sieves:
            found = sieve(found, context)
        return found

    def walk(nodes: list[Node], context: Context) -> list[Node]:
        if len(nodes) == 1:
            found = from_one(nodes[0], context)
            return found[::-1] if reverse else found
        together: list[Node] = []
        gather = from_one if positional else candidates
        for node in nodes:
            together.extend(gather(node, context))
        if unsorted:
            context.env.spend(len(together))
            together = document_order(together)
        if not positional:
            for sieve in sieves:
                together = sieve(together, context)
        return together

    return walk


def keeps_level(axis: str) -> bool:
    """Whether a step from nodes of one depth leads to nodes of one depth."""
    return axis in _KEEPS_LEVEL


def _candidates(step: Step, namespaces: Mapping[str, str]) -> Callable[[Node, Context], list[Node]]:
    match = matcher(step, namespaces)
    name = step.test.name
    if step.axis == "child" and step.test.kind == "name" and name != "*":
        return _named_children(name, _uri_wanted(step.test, ELEMENT, namespaces, step.at))
    axis = AXES[step.axis]

    def gather(node: Node, context: Context) -> list[Node]:
        found = axis(node)
        context.env.spend(len(found) + 1)
        return found if match is None else [item for item in found if match(item)]

    return gather


def _named_children(name: str, uri: str | None) -> Callable[[Node, Context], list[Node]]:
    def gather(node: Node, context: Context) -> list[Node]:
        found = node.named(name)
        context.env.spend(len(found) + 1)
        return found if uri is None else [item for item in found if item.namespace == uri]

    return gather


def own_instance(name: str, above: Node, node: Node, context: Context) -> Node | None:
    """The repeat instance called `name` under `above` in which the context node lies, if it lies in one.

    Inside a predicate over another document the node of the whole evaluation counts (`current()`).
    """
    if context.everywhere:
        return None
    for inner in (node, context.current):
        climber: Node | None = inner
        while climber is not None:
            if climber.parent is above:
                if climber.name == name and climber.repeated:
                    return climber
                break
            climber = climber.parent
        if climber is not None:
            return None
    return None


def key_of_names(names: tuple[str, ...]) -> str:
    """What `Environment.sole` and `columns` keep the nodes of `/a/b/c` by."""
    return sys.intern("/" + "/".join(names))  # one text for all that read it is found sooner


def absolute_nodes(names: tuple[str, ...]) -> Code[list[Node]]:
    """`/a/b/c`: down the name indexes of the main instance, taking the own instance of each repeat on the way."""
    key = key_of_names(names)
    search = _absolute_search(names, key)

    def run(node: Node, context: Context) -> list[Node]:
        env = context.env
        known = env.sole.get(key)
        if known is None:
            known = env.columns.get(key)
            if known is None or node is not context.current or _in_repeat(node):
                return search(node, context)
        env.left -= 1
        return known

    return run


def qualified_nodes(names: tuple[FullName, ...]) -> Code[list[Node]]:
    """`/data/x:r/x:q`: as `absolute_nodes`, where names have to be in a namespace.

    A repeat is told by its local name, as everywhere in a form: the own instance it is, or nothing where that is in
    another namespace.
    """

    def run(node: Node, context: Context) -> list[Node]:
        found: list[Node] = [context.env.main]
        for name, uri in names:
            own = own_instance(name, found[0], node, context) if len(found) == 1 else None
            found = [own] if own is not None else [child for above in found for child in above.named(name)]
            context.env.spend(len(found) + 1)
            if uri is not None:
                found = [child for child in found if child.namespace == uri]
        return found

    return run


def _in_repeat(node: Node) -> bool:
    """Whether a node lies in an instance of a repeat: there the own instance counts, outside all do."""
    climber: Node | None = node
    while climber is not None:
        if climber.repeated:
            return True
        climber = climber.parent
    return False


def _absolute_search(names: tuple[str, ...], key: str) -> Code[list[Node]]:
    cost = len(names)

    def run(node: Node, context: Context) -> list[Node]:
        env = context.env
        env.spend(cost)
        above = env.main
        found: list[Node] = [above]
        outside = env.steady
        for at, name in enumerate(names):
            found = above.named(name)
            if len(found) != 1 or found[0].repeated:
                if not found:
                    return found
                own = own_instance(name, above, node, context) if found[0].repeated else None
                if own is None:
                    fan = _column if outside else _fan
                    return fan(found, names[at + 1 :], context, key)
                found, outside = [own], False
            above = found[0]
        if outside:
            env.sole[key] = found
        return found

    return run


def _column(nodes: list[Node], names: tuple[str, ...], context: Context, key: str) -> list[Node]:
    """The nodes of a path through all instances of a repeat, found once."""
    columns = context.env.columns
    column = columns.get(key)
    if column is None:
        column = columns[key] = Column(_fan(nodes, names, context))
    context.env.spend(1)
    return column


def _fan(nodes: list[Node], names: tuple[str, ...], context: Context, _key: str = "") -> list[Node]:
    for name in names:
        nodes = [inner for node in nodes for inner in node.named(name)]
        context.env.spend(len(nodes))
    context.env.spend(len(nodes))
    return nodes


def relative_nodes(ups: int, names: tuple[str, ...]) -> Code[list[Node]]:
    """`../../a/b`: up, then down the name indexes."""
    if ups == 1 and len(names) == 1:
        return _sibling(names[0])
    cost = ups + len(names)

    def run(node: Node, context: Context) -> list[Node]:
        context.env.spend(cost)
        above: Node | None = node
        for _ in range(ups):
            if above is None:
                return []
            above = above.parent
        if above is None:
            return []
        return _down(above, names, context)

    return run


def _sibling(name: str) -> Code[list[Node]]:
    """`../a`, the path forms use most."""

    def run(node: Node, context: Context) -> list[Node]:
        context.env.left -= 2
        above = node.parent
        return [] if above is None else above.named(name)

    return run


def _down(above: Node, names: tuple[str, ...], context: Context) -> list[Node]:
    found = [above]
    for at, name in enumerate(names):
        found = above.named(name)
        if len(found) != 1:
            return _fan(found, names[at + 1 :], context)
        above = found[0]
    return found
