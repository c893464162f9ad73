"""The live tree of one record: its nodes by path, refs to nodes and back, instances of repeats."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Literal

from intake_app.errors import IntakeError
from intake_app.xform.definition import NodeSpec, Nth, Reader
from intake_app.xform.views import AnswerState, Fault
from intake_app.xpath.tree import ATTRIBUTE, Node

_REFS = 8192
"""Refs are asked for again and again while a page is open: so many are kept taken apart."""
_STEP = re.compile(r"(@?[^\[\]]+)(?:\[(\d+)\])?")


_NUMERIC = frozenset({"int", "decimal"})


class Cell:
    """What the engine keeps of one node: own relevance, and the rules worked out so far (None: not yet)."""

    __slots__ = ("counted", "fault", "own", "readonly", "required", "spec", "state")

    def __init__(self, spec: NodeSpec) -> None:
        self.spec = spec
        self.own = spec.bind.relevant is not False
        self.counted = True
        self.readonly: bool | None = None
        self.required: bool | None = None
        self.fault: Fault | Literal[False] | None = None
        self.state: AnswerState | None = None


def cell_of(node: Node) -> Cell:
    """The cell of a node of a live instance."""
    cell = node.data
    assert isinstance(cell, Cell)
    return cell


def keeps(node: Node) -> bool:
    """Whether a node keeps what `once()` put there: it is relevant, or a falling count hides it (row 17), whatever its
    own condition says there, where the answers of the instance read as blank.
    """
    if node.relevant:
        return True
    place: Node | None = node
    while place is not None and (place.data is None or cell_of(place).counted):
        place = place.parent
    return place is not None


def groups(node: Node) -> bool:
    """Whether a node holds others by its form, or, outside the record, as it stands."""
    return bool(node.children) if node.data is None else cell_of(node).spec.is_group


class Instance:
    """The tree of one record. Every element and attribute has a cell; patterns of repeats are not in the tree.

    `by_path`: the nodes of each path as they are kept; to be read only. `counted`: how many instances there are of all
    repeats with a count.
    """

    def __init__(self, document: Node, root: NodeSpec) -> None:
        self.document = document
        self.root_spec = root
        self.by_path: dict[str, dict[Node, None]] = {}
        self.counted = 0
        self.root = next(iter(document.elements()))
        self.adopt(self.root, root)

    def adopt(self, node: Node, spec: NodeSpec) -> None:
        """Give a node and all below it their cells. Names the form does not know get a path of their own."""
        node.data = Cell(spec)
        node.repeated = spec.repeat is not None
        self.counted += spec.count is not None
        node.numeric = spec.bind.type in _NUMERIC
        node.relevant = bool(node.data.own) and (node.parent is None or node.parent.relevant)
        self.by_path.setdefault(spec.path, {})[node] = None
        for attribute in node.attributes:
            self._adopt_attribute(attribute, spec, node.relevant)
        for child in node.elements():
            self.adopt(child, spec.children.get(child.name) or _stray(child.name, spec))

    def _adopt_attribute(self, node: Node, spec: NodeSpec, relevant: bool) -> None:
        own = spec.children.get("@" + node.name) or _stray("@" + node.name, spec)
        node.data = Cell(own)
        node.relevant = node.data.own and relevant
        self.by_path.setdefault(own.path, {})[node] = None

    def discard(self, node: Node) -> None:
        """Forget a node and all below it."""
        for each in within(node):
            spec = cell_of(each).spec
            self.by_path[spec.path].pop(each, None)
            self.counted -= spec.count is not None

    def nodes(self, spec: NodeSpec) -> list[Node]:
        """All nodes of a path."""
        return list(self.by_path.get(spec.path, ()))

    def count(self, spec: NodeSpec) -> int:
        """How many nodes of a path there are."""
        return len(self.by_path.get(spec.path, ()))

    def below(self, anchor: Node, spec: NodeSpec) -> list[Node]:
        """The nodes of a path that lie at or below an ancestor."""
        if anchor is self.root:
            return self.nodes(spec)
        return self.inside([anchor], cell_of(anchor).spec, spec)

    def inside(self, anchors: list[Node], top: NodeSpec, spec: NodeSpec) -> list[Node]:
        """The nodes of a path that lie at or below some nodes of the path `top`."""
        names = []
        step = spec
        while step is not top and step.parent is not None:
            names.append(step.name)
            step = step.parent
        found = anchors
        for name in reversed(names):
            found = [child for node in found for child in children(node, name)]
        return found

    def concerned(self, reader: Reader, node: Node) -> Iterable[Node]:
        """The nodes of a reader's task that can see a changed node."""
        if reader.everywhere is not None:
            return self.by_path.get(reader.everywhere, {})
        for _ in range(reader.ups):
            assert node.parent is not None
            node = node.parent
        if reader.child is not None:
            return node.named(reader.child)
        found = [node]
        for name in reader.names:
            found = [child for each in found for child in children(each, name)]
        return found

    def concerned_by(self, reader: Reader, nodes: Sequence[Node]) -> Iterable[Node]:
        """The nodes of a reader's task that can see one of some changed nodes of one path."""
        if reader.nth is not None:
            nodes = _read(reader.nth, nodes)
        if reader.everywhere is not None:
            return self.by_path.get(reader.everywhere, {}) if nodes else ()
        child = reader.child
        if reader.ups == 1 and child is not None:
            return [found for node in nodes if node.parent is not None for found in node.parent.named(child)]
        return [found for node in nodes for found in self.concerned(reader, node)]

    def resolve(self, ref: str) -> Node | None:
        """The node of a ref; a position left out means the first."""
        steps = _steps(ref)
        node = self.document
        for name, at in steps:
            same = node.named(name) if name[0] != "@" else children(node, name)
            if at > len(same):
                return None
            node = same[at - 1]
        return node if steps else None


class Below:
    """Of the paths at and below one, those of a kind; looked for once, as many instances of a repeat come at once."""

    def __init__(self) -> None:
        self._ruled: dict[str, tuple[NodeSpec, ...]] = {}
        self._listed: dict[str, tuple[NodeSpec, ...]] = {}

    def ruled(self, spec: NodeSpec) -> tuple[NodeSpec, ...]:
        """Those that are calculated, may be hidden, or are counted."""
        if spec.path not in self._ruled:
            found = (each for each in spec.descend() if each.calculate or each.relevant or each.count)
            self._ruled[spec.path] = tuple(found)
        return self._ruled[spec.path]

    def listed(self, spec: NodeSpec) -> tuple[NodeSpec, ...]:
        """Those whose answers come from a list."""
        if spec.path not in self._listed:
            self._listed[spec.path] = tuple(each for each in spec.descend() if each.choices is not None)
        return self._listed[spec.path]


@lru_cache(_REFS)
def _steps(ref: str) -> tuple[tuple[str, int], ...]:
    """The names of a ref and their places from 1; empty where it is none."""
    found = [_STEP.fullmatch(step) for step in ref.strip("/").split("/")]
    steps = tuple((match.group(1), int(match.group(2) or 1)) for match in found if match is not None)
    return steps if len(steps) == len(found) and all(at for _, at in steps) else ()


def children(node: Node, name: str) -> list[Node]:
    """Child elements of a name, or the attribute of an ``@name``."""
    if not name.startswith("@"):
        return node.named(name)
    return [attribute for attribute in node.attributes if attribute.name == name[1:]]


def ref_of(node: Node) -> str:
    """The ref of a node."""
    spec = node.data.spec
    if spec.plain:
        path: str = spec.path
        return path
    parent = node.parent
    assert parent is not None  # the root element is plain
    above = parent.data.spec.path if parent.data.spec.plain else ref_of(parent)
    return f"{above}/{spec.name}[{node.position()}]" if node.repeated else f"{above}/{spec.name}"


def placed(error: IntakeError, node: Node) -> IntakeError:
    """The trouble of an expression, with the node it belongs to."""
    return IntakeError(error.code, **{"place": ref_of(node), **error.facts})


def within(node: Node) -> Iterator[Node]:
    """A node, its attributes, and everything below, in document order."""
    yield node
    yield from node.attributes
    for child in node.elements():
        yield from within(child)


def climb(node: Node, depth: int) -> Node:
    """The ancestor (or the node itself) at a depth; the root element has depth 1."""
    spec: NodeSpec = node.data.spec
    for _ in range(spec.depth - depth):
        assert node.parent is not None
        node = node.parent
    return node


def is_leaf(node: Node) -> bool:
    """Whether a node holds an answer: an attribute, or an element without child elements."""
    return node.kind == ATTRIBUTE or not node.children


def _stray(name: str, parent: NodeSpec) -> NodeSpec:
    return NodeSpec(f"{parent.path}/{name}", name, parent, parent.depth + 1, -1, attribute=name.startswith("@"))


def pattern(spec: NodeSpec) -> Node:
    """A new instance of a repeat, as the form has it."""
    assert spec.template is not None
    return spec.template.copy()


def index_of(parent: Node, child: Node) -> int:
    """The place of a child; it is looked for from the end, where instances of repeats are added."""
    return next(at for at in range(len(parent.children) - 1, -1, -1) if parent.children[at] is child)


def put_in(parent: Node, spec: NodeSpec, at: int, node: Node) -> bool:
    """Put a new instance of a repeat in as number `at` (from 0) below a parent; gives whether it is the last one."""
    siblings = parent.named(spec.name)
    if at < len(siblings):
        parent.insert(index_of(parent, siblings[at]), node)
        return False
    place_after(parent, spec, siblings[-1] if siblings else None, node)
    return True


def place_after(parent: Node, spec: NodeSpec, last: Node | None, node: Node) -> None:
    """After the last instance; the first one goes before whatever follows the repeat in the form."""
    if last is not None:
        at = index_of(parent, last) + 1
    else:
        names = list((spec.parent or spec).children)
        later = set(names[names.index(spec.name) + 1 :])
        at = next((i for i, child in enumerate(parent.children) if child.name in later), len(parent.children))
    if at == len(parent.children):
        parent.append(node)
    else:
        parent.insert(at, node)


def _read(nth: Nth, nodes: Sequence[Node]) -> list[Node]:
    """Of nodes of one path, those in the one instance of a repeat that a reader looks at."""
    found: list[Node] = []
    around: Node | None = None
    wanted: Node | None = None
    for node in nodes:
        instance = climb(node, nth.depth)
        if instance.parent is not around:
            around = instance.parent
            same = around.named(instance.name) if around is not None else ()
            wanted = same[nth.number - 1] if nth.number <= len(same) else None
        if instance is wanted:
            found.append(node)
    return found
