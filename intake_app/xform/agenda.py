"""What is due to be worked out again: nodes by the rank of their task, the lowest rank first."""

import heapq
from collections.abc import Iterable, Iterator, Mapping, Sequence

from intake_app.xpath.tree import Node

_FEW = 30


class Agenda:
    """Nodes waiting for the tasks that have a rank. A node waits once for each task, first come first served."""

    def __init__(self) -> None:
        self._nodes: dict[int, dict[Node, None]] = {}
        self._ranks: list[int] = []

    def add(self, rank: int, nodes: Iterable[Node]) -> None:
        """These nodes wait for the task of a rank."""
        waiting = self._nodes.get(rank)
        if waiting is None:
            waiting = self._nodes[rank] = {}
            heapq.heappush(self._ranks, rank)
        waiting.update(nodes if isinstance(nodes, dict) else dict.fromkeys(nodes))

    def add_all(self, wanted: Sequence[tuple[int, str]], kept: Mapping[str, dict[Node, None]]) -> None:
        """All nodes of each path wait for the task of the rank beside it; `kept`: the nodes by path."""
        waiting = self._nodes
        if len(wanted) == 1:
            rank, path = wanted[0]
            if path in kept and rank not in waiting:
                waiting[rank] = kept[path].copy()
                heapq.heappush(self._ranks, rank)
                return
        fresh: list[int] = []
        for rank, path in wanted:
            nodes = kept.get(path)
            if nodes is None:
                continue
            before = waiting.get(rank)
            if before is None:
                waiting[rank] = nodes.copy()
                fresh.append(rank)
            else:
                before.update(nodes)
        if len(fresh) < _FEW:
            for rank in fresh:
                heapq.heappush(self._ranks, rank)
        else:
            self._ranks.extend(fresh)
            heapq.heapify(self._ranks)

    def turns(self) -> Iterator[tuple[int, list[Node]]]:
        """Rank after rank with its nodes, until nothing is due. Who works on a list tells `interrupted` before each."""
        while self._ranks:
            rank = heapq.heappop(self._ranks)
            yield rank, list(self._nodes.pop(rank))

    def interrupted(self, rank: int) -> bool:
        """Whether something of a lower rank became due, which goes first."""
        return bool(self._ranks) and self._ranks[0] < rank

    def put_back(self, rank: int, nodes: Iterable[Node]) -> None:
        """Nodes taken out and not worked on wait again, before those that came since."""
        since = self._nodes.get(rank, {})
        self.add(rank, since)
        self._nodes[rank] = dict.fromkeys([*nodes, *since])
