"""What a call changed: kept as nodes while it works, told as refs when it is done."""

from collections.abc import Collection, Iterable, Iterator
from operator import attrgetter

from intake_app.xform.instance import ref_of
from intake_app.xform.views import Changes, Ref
from intake_app.xpath.tree import Node


class Ledger:
    """What changed since the last look, as nodes; none of them has left the tree.

    `around`: the refs of nodes in repeats that others lie in, kept from one ledger to the next until instances come or
    go.
    """

    def __init__(self, around: dict[Node, Ref]) -> None:
        self._around = around
        self.value: dict[Node, None] = {}
        self.relevance: dict[Node, None] = {}
        self.required: dict[Node, None] = {}
        self.readonly: dict[Node, None] = {}
        self.validity: dict[Node, None] = {}
        self.choices: dict[Node, None] = {}
        self.label: dict[Node, None] = {}
        self.cleared: list[tuple[Node, str]] = []
        self.structure = False

    def turn(self, node: Node) -> None:
        """A node became relevant or not; if it is again what it was, nothing changed."""
        if node in self.relevance:
            del self.relevance[node]
        else:
            self.relevance[node] = None

    def changes(self) -> Changes:
        """The refs of what changed."""
        refs = self._refs
        return Changes(
            refs(self.value) if self.value else _NONE,
            refs(self.relevance) if self.relevance else _NONE,
            refs(self.required) if self.required else _NONE,
            refs(self.readonly) if self.readonly else _NONE,
            refs(self.validity) if self.validity else _NONE,
            refs(self.choices) if self.choices else _NONE,
            refs(self.label) if self.label else _NONE,
            tuple([(ref_of(node), value) for node, value in self.cleared]),
            self.structure,
        )

    def _refs(self, nodes: Collection[Node]) -> frozenset[Ref]:
        specs = list(map(_SPEC, nodes))
        if all(map(_PLAIN, specs)):
            return frozenset(map(_PATH, specs))
        found = [spec.path for spec in specs if spec.plain]
        return frozenset([*found, *self._told(node for node in nodes if not node.data.spec.plain)])

    def _told(self, nodes: Iterable[Node]) -> Iterator[Ref]:
        """The refs of nodes in repeats; those of one instance share what goes before the name."""
        around = self._around
        for node in nodes:
            if node.repeated or node.parent is None:
                yield ref_of(node)
                continue
            before = around.get(node.parent)
            if before is None:
                before = around[node.parent] = ref_of(node.parent)
            yield f"{before}/{node.data.spec.name}"


_NONE: frozenset[Ref] = frozenset()
_SPEC, _PLAIN, _PATH = attrgetter("data.spec"), attrgetter("plain"), attrgetter("path")
