"""The axes of XPath 1.0 as lists of nodes, nearest first, and document order.

Each function gives a fresh list, or a list that belongs to the tree; callers only read it.
"""

from collections.abc import Callable, Iterable
from typing import Final, TypeAlias

from intake_app.xpath.tree import ATTRIBUTE, ELEMENT, NAMESPACE, Node

Axis: TypeAlias = Callable[[Node], list[Node]]


def children(node: Node) -> list[Node]:
    """Child nodes; a leaf's text is a text node; templates are left out."""
    if node.children:
        return [child for child in node.children if not child.template]
    text = node.text_node()
    return [] if text is None else [text]


def itself(node: Node) -> list[Node]:
    """The node."""
    return [node]


def parent(node: Node) -> list[Node]:
    """The node above."""
    return [] if node.parent is None else [node.parent]


def attributes(node: Node) -> list[Node]:
    """The attributes, as written."""
    return node.attributes


def namespaces(_node: Node) -> list[Node]:
    """Namespace nodes are not kept in the tree."""
    return []


def descendants(node: Node) -> list[Node]:
    """All that lies in the node, in document order."""
    found: list[Node] = []
    stack = children(node)[::-1]
    while stack:
        inner = stack.pop()
        found.append(inner)
        if inner.children:
            stack.extend(children(inner)[::-1])
        elif inner.value and inner.kind == ELEMENT:
            stack.extend(children(inner))
    return found


def descendants_or_self(node: Node) -> list[Node]:
    """The node and all that lies in it."""
    return [node, *descendants(node)]


def ancestors(node: Node) -> list[Node]:
    """The nodes above, nearest first."""
    found: list[Node] = []
    above = node.parent
    while above is not None:
        found.append(above)
        above = above.parent
    return found


def ancestors_or_self(node: Node) -> list[Node]:
    """The node and those above."""
    return [node, *ancestors(node)]


def following_siblings(node: Node) -> list[Node]:
    """Later children of the same parent."""
    around, at = _siblings(node)
    return around[at + 1 :]


def preceding_siblings(node: Node) -> list[Node]:
    """Earlier children of the same parent, nearest first."""
    around, at = _siblings(node)
    return around[:at][::-1] if at >= 0 else []


def _siblings(node: Node) -> tuple[list[Node], int]:
    if node.parent is None or node.kind in (ATTRIBUTE, NAMESPACE):
        return [], -1
    around = children(node.parent)
    return (around, around.index(node)) if node in around else ([], -1)


def following(node: Node) -> list[Node]:
    """All that begins after the node ends."""
    found: list[Node] = []
    if node.kind == ATTRIBUTE and node.parent is not None:
        found.extend(descendants(node.parent))
        node = node.parent
    for inner in ancestors_or_self(node):
        for after in following_siblings(inner):
            found.extend(descendants_or_self(after))
    return found


def preceding(node: Node) -> list[Node]:
    """All that ends before the node begins, nearest first."""
    found: list[Node] = []
    if node.kind == ATTRIBUTE and node.parent is not None:
        node = node.parent
    for inner in ancestors_or_self(node):
        for before in preceding_siblings(inner):
            found.extend(descendants_or_self(before)[::-1])
    return found


AXES: Final[dict[str, Axis]] = {
    "ancestor": ancestors,
    "ancestor-or-self": ancestors_or_self,
    "attribute": attributes,
    "child": children,
    "descendant": descendants,
    "descendant-or-self": descendants_or_self,
    "following": following,
    "following-sibling": following_siblings,
    "namespace": namespaces,
    "parent": parent,
    "preceding": preceding,
    "preceding-sibling": preceding_siblings,
    "self": itself,
}
REVERSE: Final = frozenset({"ancestor", "ancestor-or-self", "preceding", "preceding-sibling"})


def document_order(nodes: Iterable[Node]) -> list[Node]:
    """Each node once, in document order; trees in the order their first node came."""
    unique = list(dict.fromkeys(nodes))
    if len(unique) < 2:
        return unique
    places = _Places()
    return sorted(unique, key=places.key)


class _Places:
    """Places of children within their parents, remembered during one sort."""

    def __init__(self) -> None:
        self.places: dict[Node, dict[Node, int]] = {}
        self.keys: dict[Node, tuple[int, ...]] = {}
        self.roots: dict[Node, int] = {}

    def key(self, node: Node) -> tuple[int, ...]:
        steps: list[int] = []
        inner = node
        while inner.parent is not None and inner not in self.keys:
            steps.append(self.place(inner.parent, inner))
            inner = inner.parent
        if inner.parent is None:
            base: tuple[int, ...] = (self.roots.setdefault(inner, len(self.roots)),)
        else:
            base = self.keys[inner]
        found = (*base, *reversed(steps))
        self.keys[node] = found
        return found

    def place(self, above: Node, node: Node) -> int:
        known = self.places.get(above)
        if known is None:
            order = [*above.attributes, *children(above)]
            known = self.places[above] = {child: at for at, child in enumerate(order)}
        return known.get(node, -1)
