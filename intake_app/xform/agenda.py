"""What is due to be worked out again: nodes by the rank of their task, the lowest rank first."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from intake_app.xform.definition import NodeSpec
from intake_app.xform.straight import Rule, call
from intake_app.xpath.tree import Node

_FEW = 30


class _Fan(NamedTuple):
    """Who outside repeats reads a path outside repeats: ranks, negative and ascending; nodes of those not straight."""

    ranks: list[int]
    nodes: list[tuple[int, tuple[Node, ...]]]


class Agenda:
    """Nodes waiting for the tasks that have a rank. A node waits once for each task, first come first served.

    `kept`: the nodes by path. Outside repeats they neither come nor go: all of such a path wait as they are kept, in a
    tuple made once. `rules`: the straight rules by rank, which know their node: there the rank waits alone.
    `ranks`: negative and ascending, so that the lowest rank is the last.
    """

    def __init__(self, kept: Mapping[str, dict[Node, None]], rules: Sequence[Rule | None]) -> None:
        self._kept = kept
        self._rules = rules
        self._nodes: dict[int, dict[Node, None] | tuple[Node, ...]] = {}
        self._fans: dict[NodeSpec, _Fan] = {}
        self.ranks: list[int] = []

    def add(self, rank: int, nodes: Iterable[Node]) -> None:
        """These nodes wait for the task of a rank."""
        waiting = self._nodes.get(rank)
        if waiting is None:
            call(self.ranks, -rank)
            if self._rules[rank] is not None:
                return
            waiting = self._nodes[rank] = {}
        if isinstance(waiting, dict):  # else all there are wait already
            for node in nodes:
                waiting[node] = None

    def add_readers(self, spec: NodeSpec) -> None:
        """All nodes of the paths outside repeats that read this one (`NodeSpec.broad`) wait."""
        fan = self._fans.get(spec) or self._spread(spec)
        ranks = self.ranks
        if len(fan.ranks) < _FEW:
            for due in fan.ranks:
                call(ranks, due)
        else:
            ranks[:] = sorted({*ranks, *fan.ranks}) if ranks else fan.ranks
        self._nodes.update(fan.nodes)

    def _spread(self, spec: NodeSpec) -> _Fan:
        kept, rules = self._kept, self._rules
        nodes = [(rank, tuple(kept.get(path, ()))) for rank, path in spec.broad if rules[rank] is None]
        fan = self._fans[spec] = _Fan([-rank for rank, _ in reversed(spec.broad)], nodes)
        return fan

    def take(self) -> tuple[int, Sequence[Node]]:
        """The lowest rank that is due, which is not that of a straight rule, and the nodes that wait for its task."""
        rank = -self.ranks.pop()
        nodes = self._nodes.pop(rank)
        return rank, nodes if isinstance(nodes, tuple) else list(nodes)

    def put_back(self, rank: int, nodes: Sequence[Node]) -> None:
        """Nodes taken out and not worked on wait again, before those that came since."""
        since = self._nodes.get(rank, {})
        self.add(rank, since)
        self._nodes[rank] = dict.fromkeys([*nodes, *since])
