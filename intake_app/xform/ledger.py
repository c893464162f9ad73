"""What a call changed: kept as nodes while it works, told as refs when it is done."""

from collections.abc import Collection, Iterable, Iterator
from operator import attrgetter

from intake_app.xform.instance import ref_of
from intake_app.xform.views import Changes, Ref
from intake_app.xpath.tree import ROOT, Node


class Ledger:
    """What changed since the last look, as nodes. `thinned`: nodes have left the tree meanwhile."""

    def __init__(self) -> None:
        self.value: dict[Node, None] = {}
        self.relevance: dict[Node, None] = {}
        self.required: dict[Node, None] = {}
        self.readonly: dict[Node, None] = {}
        self.validity: dict[Node, None] = {}
        self.choices: dict[Node, None] = {}
        self.label: dict[Node, None] = {}
        self.cleared: list[tuple[Node, str]] = []
        self.structure = False
        self.thinned = False

    def turn(self, node: Node) -> None:
        """A node became relevant or not; if it is again what it was, nothing changed."""
        if node in self.relevance:
            del self.relevance[node]
        else:
            self.relevance[node] = None

    def changes(self) -> Changes:
        """The refs of what changed; nodes that have left the tree are left out."""
        refs = self._refs
        return Changes(
            refs(self.value) if self.value else _NONE,
            refs(self.relevance) if self.relevance else _NONE,
            refs(self.required) if self.required else _NONE,
            refs(self.readonly) if self.readonly else _NONE,
            refs(self.validity) if self.validity else _NONE,
            refs(self.choices) if self.choices else _NONE,
            refs(self.label) if self.label else _NONE,
            tuple([(ref_of(node), value) for node, value in self.cleared if _attached(node)]),
            self.structure,
        )

    def _refs(self, nodes: Collection[Node]) -> frozenset[Ref]:
        specs = list(map(_SPEC, nodes))
        if all(map(_PLAIN, specs)):
            return frozenset(map(_PATH, specs))
        found = [spec.path for spec in specs if spec.plain]  # outside repeats nothing leaves the tree
        return frozenset([*found, *self._told(node for node in nodes if not node.data.spec.plain)])

    def _told(self, nodes: Iterable[Node]) -> Iterator[Ref]:
        """The refs of nodes in repeats; those of one instance share what goes before the name."""
        around: dict[Node, str] = {}
        for node in nodes:
            if node.repeated or node.parent is None:
                if not self.thinned or _attached(node):
                    yield ref_of(node)
                continue
            parent = node.parent
            before = around.get(parent)
            if before is None:
                before = around[parent] = ref_of(parent) if not self.thinned or _attached(parent) else ""
            if before:
                yield f"{before}/{node.data.spec.name}"


_NONE: frozenset[Ref] = frozenset()
_SPEC, _PLAIN, _PATH = attrgetter("data.spec"), attrgetter("plain"), attrgetter("path")


def _attached(node: Node) -> bool:
    while node.parent is not None:
        node = node.parent
    return node.kind == ROOT
