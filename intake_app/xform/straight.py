"""Straight rules: outside repeats, a value or relevance that follows from one node outside repeats and from numerals.

Most rules of most forms are such (`/data/age < 18`). They can not fail, their nodes neither come nor go, and so they
are worked off one after the other without asking for each what kind of rule it is.
"""

from bisect import bisect_left
from collections.abc import Callable
from typing import Any, NamedTuple

from intake_app.xform.definition import FormDefinition, NodeSpec, Task
from intake_app.xform.instance import Instance
from intake_app.xform.lexical import EXACT, stored
from intake_app.xpath.combine import Steps
from intake_app.xpath.context import Environment
from intake_app.xpath.tree import ROOT, Node
from intake_app.xpath.values import text_number


class Rule(NamedTuple):
    """A straight rule of one session.

    source, node: what is read, and what has the rule. steps: operators with the numeral on their right side. type: the
    bind's for a calculate, None for relevance. only: the rank of the one straight rule that reads the node; -1: none
    reads it; None: whoever reads it is told by `touch`.
    """

    source: Node
    node: Node
    steps: Steps
    type: str | None
    only: int | None


class Straight:
    """The straight rules of a session by rank.

    touch, spread: what the engine does when a value, or a relevance, is another; behind: when the value of a node is
    that is not relevant.
    """

    def __init__(
        self,
        instance: Instance,
        env: Environment,
        touch: Callable[[Node], None],
        spread: Callable[[Node], None],
        behind: Callable[[], None],
    ) -> None:
        self._instance = instance
        self._env = env
        self._touch = touch
        self._spread = spread
        self._behind = behind
        self._known: dict[str, Node | None] = {}
        self.rules: list[Rule | None] = []

    def take(self, definition: FormDefinition, identity: Node | None) -> None:
        """Find the straight rules of a form. `identity`: a node that keeps the value it has."""
        nodes = [self._node(task, identity) for task in definition.ordered]
        ranks = {task.rank for task, node in zip(definition.ordered, nodes, strict=True) if node is not None}
        for task, node in zip(definition.ordered, nodes, strict=True):
            self.rules.append(None if node is None else self._rule(task, node, ranks))

    def _node(self, task: Task, identity: Node | None) -> Node | None:
        """The node of a rule, if it is straight."""
        chain = task.chain
        if chain is None or not task.spec.plain or self._sole(chain.key) is None:
            return None
        node = self._sole(task.spec.path)
        return None if node is identity or (node is not None and node.children and task.kind == "calculate") else node

    def _sole(self, path: str) -> Node | None:
        """The node of a path, if it is the only one and no other has the name of it or of one above it."""
        if path not in self._known:
            self._known[path] = self._found(path)
        return self._known[path]

    def _found(self, path: str) -> Node | None:
        nodes = self._instance.by_path.get(path, {})
        if len(nodes) != 1:
            return None
        (node,) = nodes
        above = node.parent
        return node if above is None or above.kind == ROOT or self._alone(node, above) else None

    def _alone(self, node: Node, parent: Node) -> bool:
        return len(parent.named(node.name)) == 1 and not node.repeated and self._sole(parent.data.spec.path) is parent

    def _rule(self, task: Task, node: Node, ranks: set[int]) -> Rule:
        assert task.chain is not None
        source = self._sole(task.chain.key)
        assert source is not None
        if task.kind != "calculate":
            return Rule(source, node, task.chain.steps, None, None)
        return Rule(source, node, task.chain.steps, task.type, _only(node.data.spec, ranks))

    def work(self, ranks: list[int], value: dict[Node, None], check: dict[Node, None]) -> None:
        """Work off the rules that are due, the lowest rank first, as long as they are straight.

        ranks: what is due, negative and ascending; value, check: where nodes of other values are noted, and those of
        questions to look at again.
        """
        rules, zone, now = self.rules, self._env.zone, self._env.now
        told, start = None, 0.0
        while ranks and (rule := rules[-ranks[-1]]) is not None:
            ranks.pop()
            source, node, steps, kind, only = rule
            text = source.value if source.relevant else ""
            if text is not told:  # many rules in a row read the answer that was just given
                told, start = text, text_number(text, zone)
            number: Any = start
            for operation, numeral in steps:
                number = operation(number, numeral)
            if kind is None:
                if number is not node.data.own:
                    node.data.own = number
                    self._spread(node)
                continue
            text = str(int(number)) if kind == "int" and -EXACT < number < EXACT else stored(number, kind, now)
            if text != node.value:
                node.value = text
                value[node] = None
                self.written(node, only, ranks, check)

    def written(self, node: Node, only: int | None, ranks: list[int], check: dict[Node, None]) -> None:
        """The value of a node is another, for whoever reads it. `only`: as in its rule."""
        cell = node.data
        if cell.spec.question is None:
            cell.fault = None
        else:
            check[node] = None
            cell.state = None
        if self._env.columns:
            self._env.note(node, cell.spec.path)
        if not node.relevant:
            self._behind()
        elif only is None:
            if cell.spec.readers:
                self._touch(node)
        elif only >= 0:
            call(ranks, -only)


def call(ranks: list[int], due: int) -> None:
    """A negative rank waits among others, in their order and once."""
    at = bisect_left(ranks, due)
    if at == len(ranks) or ranks[at] != due:
        ranks.insert(at, due)


def _only(spec: NodeSpec, ranks: set[int]) -> int | None:
    """The rank of the one straight rule that reads a path; -1 where none does, None where there are others."""
    if not spec.readers:
        return -1
    (rank, _), *more = spec.broad or ((-1, ""),)
    return rank if not more and not spec.narrow and rank in ranks else None
