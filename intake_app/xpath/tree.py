"""The instance tree: one mutable node class that the XPath engine reads and the form engine writes.

How text is kept. A leaf element holds its text in `value` and has no children; that is the normal case of an
instance. An element with mixed content has text (and comment, processing instruction) nodes among its `children`,
and its own `value` is "". `text()` and `node()` steps on a leaf give one text node made on demand (`text_node`).

Two flags steer evaluation:

* `relevant` is the *effective* relevance (own and inherited; the form engine keeps it true for every node). A node
  that is not relevant reads as blank, and count, sum, min, max and join skip it (engine_decisions, row 4).
* `repeated` says that an element is one instance of a repeat. An absolute path that meets such an element takes
  the instance the context node lies in, if it lies in one (engine_decisions, row 5); outside it means all of them.

`numeric` says that the node is of a type of numbers: a text it is compared with counts as a number then, as in
JavaRosa (7.0 is 7, and so is 007).

`template` marks the pattern of a repeat: the form engine keeps patterns out of the tree, or, when it leaves them in,
name tests skip them.

Lists given by `named` and by evaluation belong to the tree: read them, never change them.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from threading import Lock
from typing import Any, Final, Literal

Kind = Literal["root", "element", "attribute", "text", "comment", "processing-instruction", "namespace"]

ROOT: Final = "root"
ELEMENT: Final = "element"
ATTRIBUTE: Final = "attribute"
TEXT: Final = "text"
COMMENT: Final = "comment"
PROCESSING_INSTRUCTION: Final = "processing-instruction"
NAMESPACE: Final = "namespace"

XML_NAMESPACE: Final = "http://www.w3.org/XML/1998/namespace"


class Node:
    """One node of an instance. `name` is the local name, `namespace` the URI ("" for none), `prefix` as written."""

    __slots__ = (
        "_named",
        "_place",
        "_text",
        "attributes",
        "children",
        "data",
        "kind",
        "name",
        "namespace",
        "numeric",
        "parent",
        "prefix",
        "relevant",
        "repeated",
        "template",
        "value",
    )

    def __init__(self, kind: Kind, name: str = "", value: str = "", namespace: str = "", prefix: str = "") -> None:
        self.kind: Kind = kind
        self.name = name
        self.value = value
        self.namespace = namespace
        self.prefix = prefix
        self.parent: Node | None = None
        self.children: list[Node] = []
        self.attributes: list[Node] = []
        self.relevant = True
        self.template = False
        self.repeated = False
        self.numeric = False
        self.data: Any = None
        self._named: dict[str, list[Node]] | None = None
        self._place = 0
        self._text: Node | None = None

    def __repr__(self) -> str:
        return f"<{self.kind} {self.path()}>"

    def text(self) -> str:
        """The string-value: the text of the node and what lies in it, blank where it is not relevant."""
        if not self.relevant:
            return ""
        if not self.children:
            return self.value
        return "".join(texts_in(self)[0])

    def named(self, name: str) -> list["Node"]:
        """The element children with this local name, in document order; templates left out."""
        index = self._named
        if index is None:
            if len(self.children) <= _FEW:
                return self.scan(name)
            index = self._index()
        return index.get(name, _NONE)

    def scan(self, name: str) -> list["Node"]:
        """What `named` gives, without an index of names: for nodes looked at once, such as the rows of a long list."""
        return [child for child in self.children if child.name == name and child.kind == ELEMENT and not child.template]

    def _index(self) -> dict[str, list["Node"]]:
        index: dict[str, list[Node]] = {}
        for child in self.children:
            if child.kind == ELEMENT and not child.template:
                index.setdefault(child.name, []).append(child)
        self._named = index
        return index

    def elements(self) -> Iterator["Node"]:
        """The element children in document order, templates included."""
        return (child for child in self.children if child.kind == ELEMENT)

    def attribute(self, name: str, namespace: str = "") -> "Node | None":
        """The attribute of this local name and namespace, or None."""
        for node in self.attributes:
            if node.name == name and node.namespace == namespace:
                return node
        return None

    def set_attribute(self, name: str, value: str, namespace: str = "", prefix: str = "") -> "Node":
        """Write an attribute, making it where it is absent; gives its node."""
        node = self.attribute(name, namespace)
        if node is None:
            return self.add_attribute(name, value, namespace, prefix)
        node.value = value
        return node

    def add_attribute(self, name: str, value: str, namespace: str = "", prefix: str = "") -> "Node":
        """Write an attribute that is known to be absent; gives its node."""
        node = Node(ATTRIBUTE, name, value, namespace, prefix)
        node.parent = self
        self.attributes.append(node)
        return node

    def append(self, child: "Node") -> "Node":
        """Put a node at the end of the children; gives the node."""
        child.parent = self
        self.children.append(child)
        if self._named is not None and child.kind == ELEMENT and not child.template:
            self._note_last(child, self._named)
        return child

    def _note_last(self, child: "Node", index: dict[str, list["Node"]]) -> None:
        """Take the last child of its name into the index. Lists handed out before stay as they are."""
        same = index.get(child.name, _NONE)
        child._place = len(same)
        index[child.name] = [*same, child]

    def insert(self, at: int, child: "Node") -> "Node":
        """Put a node before the child at a position (as list.insert counts); gives the node."""
        child.parent = self
        index = self._named if child.kind == ELEMENT and not child.template else None
        same = index.get(child.name) if index is not None else None
        follows = same is not None and at > 0 and self.children[at - 1] is same[-1]
        self.children.insert(at, child)
        if index is not None and follows:
            self._note_last(child, index)
        else:
            self._named = None
        return child

    def remove(self, child: "Node") -> None:
        """Take a child out. ValueError if it is not one."""
        self.children.remove(child)
        child.parent = None
        index = self._named
        if index is not None and child.kind == ELEMENT and not child.template:
            left = [each for each in index.pop(child.name, _NONE) if each is not child]
            if left:
                index[child.name] = left

    def position(self) -> int:
        """The 1-based place among siblings of the same name (templates not counted)."""
        parent = self.parent
        if parent is None or self.kind != ELEMENT:
            return 1
        index = parent._named
        same = parent.named(self.name) if index is None else index.get(self.name, _NONE)
        place = self._place
        if place < len(same) and same[place] is self:
            return place + 1
        for place, node in enumerate(same):
            node._place = place
        place = self._place
        return place + 1 if place < len(same) and same[place] is self else 1

    def root(self) -> "Node":
        """The topmost node above (or this one)."""
        node = self
        while node.parent is not None:
            node = node.parent
        return node

    def text_node(self) -> "Node | None":
        """The text node of a leaf element, made on demand; None where there is no text."""
        if self.kind != ELEMENT or self.children or not self.value:
            return None
        if self._text is None:
            self._text = Node(TEXT)
            self._text.parent = self
        self._text.value = self.value
        self._text.relevant = self.relevant
        return self._text

    def copy(self) -> "Node":
        """A deep copy without a parent; `data` is shared, flags are kept."""
        node = Node(self.kind, self.name, self.value, self.namespace, self.prefix)
        node.relevant, node.template, node.repeated, node.data = self.relevant, self.template, self.repeated, self.data
        node.numeric = self.numeric
        for attribute in self.attributes:
            twin = attribute.copy()
            twin.parent = node
            node.attributes.append(twin)
        for child in self.children:
            twin = child.copy()
            twin.parent = node
            node.children.append(twin)
        return node

    def path(self, indexed: Callable[["Node"], bool] | None = None) -> str:
        """The absolute path of local names; `[n]` after each element that `indexed` names (default: `repeated`)."""
        steps: list[str] = []
        node: Node | None = self
        while node is not None and node.kind != ROOT:
            steps.append(_step(node, indexed))
            node = node.parent
        return "/" + "/".join(reversed(steps))


class Row(Node):
    """An item of a long list: its cells become nodes when somebody looks at them, which for most never happens.

    `places`: of each name of a cell its place among `values`; the same object for all rows of a list.
    """

    __slots__ = ("_cells", "_places", "_values")

    def __init__(self, name: str, places: Mapping[str, int], values: Sequence[str]) -> None:
        super().__init__(ELEMENT, name)
        self._cells: list[Node] | None = None
        self._places = places
        self._values = values

    @property
    def children(self) -> list[Node]:
        """The cells as nodes."""
        cells = self._cells
        return self._made() if cells is None else cells

    @children.setter
    def children(self, cells: list[Node]) -> None:
        self._cells = cells

    def _made(self) -> list[Node]:
        with _ONE_AT_A_TIME:  # a form and its lists may be in use in several threads
            if self._cells is None:
                cells = [Node(ELEMENT, name, self._values[place]) for name, place in self._places.items()]
                for cell in cells:
                    cell.parent = self
                self._cells = cells
            return self._cells

    def cell(self, name: str) -> str | None:
        """The text of a cell; None where there is none of that name."""
        place = self._places.get(name)
        return None if place is None else self._values[place]


_ONE_AT_A_TIME: Final = Lock()
_NONE: list[Node] = []
_FEW: Final = 5  # an index of fewer names costs more memory than it saves time


def texts_in(node: Node) -> tuple[list[str], int]:
    """The texts inside a relevant node in document order, and how many nodes were visited for them."""
    found: list[str] = []
    visited = 0
    stack = node.children[::-1]
    while stack:
        inner = stack.pop()
        visited += 1
        if not inner.relevant or inner.template:
            continue
        if inner.children:
            stack.extend(inner.children[::-1])
        elif inner.kind == ELEMENT or inner.kind == TEXT:
            found.append(inner.value)
    return found, visited


def _step(node: Node, indexed: Callable[[Node], bool] | None) -> str:
    if node.kind == ATTRIBUTE:
        return f"@{node.name}"
    if node.kind != ELEMENT:
        return f"{node.kind}()"
    wanted = node.repeated if indexed is None else indexed(node)
    return f"{node.name}[{node.position()}]" if wanted else node.name


def new_root() -> Node:
    """An empty document root."""
    return Node(ROOT)


def element(name: str, value: str = "", namespace: str = "", prefix: str = "") -> Node:
    """A leaf element with a text."""
    return Node(ELEMENT, name, value, namespace, prefix)
