"""What is due to be worked out again: nodes by the rank of their task, the lowest rank first."""

from bisect import insort
from collections.abc import Iterable, Iterator, Mapping

from intake_app.xform.definition import NodeSpec
from intake_app.xpath.tree import Node

_FEW = 30


class Agenda:
    """Nodes waiting for the tasks that have a rank. A node waits once for each task, first come first served.

    `kept`: the nodes by path. Outside repeats they neither come nor go: all of such a path wait as they are kept, or in
    a tuple made once.
    """

    def __init__(self, kept: Mapping[str, dict[Node, None]]) -> None:
        self._kept = kept
        self._nodes: dict[int, dict[Node, None] | tuple[Node, ...]] = {}
        self._ranks: list[int] = []  # negative and ascending: the lowest rank is the last
        self._fans: dict[NodeSpec, tuple[tuple[int, tuple[Node, ...]], ...]] = {}

    def add(self, rank: int, nodes: Iterable[Node]) -> None:
        """These nodes wait for the task of a rank."""
        waiting = self._nodes.get(rank)
        if waiting is None:
            waiting = self._nodes[rank] = {}
            insort(self._ranks, -rank)
        if isinstance(waiting, dict):  # else all there are wait already
            waiting.update(nodes if isinstance(nodes, dict) else dict.fromkeys(nodes))

    def add_readers(self, spec: NodeSpec) -> None:
        """All nodes of the paths outside repeats that read this one (`NodeSpec.broad`) wait."""
        waiting, ranks = self._nodes, self._ranks
        if len(spec.broad) == 1:  # a chain of many such is worked off once, to keep a tuple for each would cost more
            rank, path = spec.broad[0]
            if rank not in waiting:
                insort(ranks, -rank)
            waiting[rank] = self._kept.get(path) or {}
            return
        fan = self._fans.get(spec) or self._spread(spec)
        if len(fan) < _FEW:
            for rank, nodes in fan:
                if rank not in waiting:
                    insort(ranks, -rank)
                waiting[rank] = nodes
        else:
            ranks.extend([-rank for rank, _ in fan if rank not in waiting])
            ranks.sort()
            waiting.update(fan)

    def _spread(self, spec: NodeSpec) -> tuple[tuple[int, tuple[Node, ...]], ...]:
        kept = self._kept
        fan = self._fans[spec] = tuple([(rank, tuple(kept.get(path, ()))) for rank, path in spec.broad])
        return fan

    def turns(self) -> Iterator[tuple[int, Node]]:
        """Node after node with the rank of its task, the lowest rank first, until nothing is due. Nodes of a task make
        way for what becomes due meanwhile with a lower rank.
        """
        ranks, take = self._ranks, self._nodes.pop
        while ranks:
            rank = -ranks.pop()
            nodes = take(rank)
            if len(nodes) == 1:
                (node,) = nodes
                yield rank, node
                continue
            left = list(nodes)
            for at, node in enumerate(left, 1):
                yield rank, node
                if ranks and -ranks[-1] < rank and at < len(left):
                    self._put_back(rank, left[at:])
                    break

    def _put_back(self, rank: int, nodes: list[Node]) -> None:
        """Nodes taken out and not worked on wait again, before those that came since."""
        since = self._nodes.get(rank, {})
        self.add(rank, since)
        self._nodes[rank] = dict.fromkeys([*nodes, *since])
