"""What a call changed: kept as nodes while it works, told as refs when it is done."""

from collections.abc import Collection
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

    def emptied(self, node: Node, before: str) -> None:
        """An action set a node that had this value: was that an answer, which is gone now?"""
        spec = node.data.spec
        asked = spec.question is not None and spec.bind.readonly is False and node.relevant
        if asked and before and not node.value:
            self.cleared.append((node, before))

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
        """The refs of nodes; those of one instance of a repeat share what goes before the name."""
        if all(map(_PLAIN, nodes)):
            return frozenset(map(_PATH, nodes))
        around, found = self._around, []
        for node in nodes:
            spec, parent = node.data.spec, node.parent
            if spec.plain:
                found.append(spec.path)
                continue
            if node.repeated or parent is None:
                found.append(ref_of(node))
                continue
            before = around.get(parent)
            if before is None:
                before = around[parent] = ref_of(parent)
            found.append(f"{before}/{spec.name}")
        return frozenset(found)


_NONE: frozenset[Ref] = frozenset()
_PLAIN, _PATH = attrgetter("data.spec.plain"), attrgetter("data.spec.path")
