"""Carrying out actions: what a question, a new instance or an event of the form sets, and what that sets off."""

from collections.abc import Callable
from dataclasses import dataclass

from intake_app.xform.definition import FormDefinition, NodeSpec, SetValue, shared_spec
from intake_app.xform.instance import Cell, Instance, cell_of, climb
from intake_app.xpath.context import Context
from intake_app.xpath.tree import Node


@dataclass(frozen=True)
class Surface:
    """What actions need of the engine: a context for an expression, and how to put a value into a node, which gives
    whether the node has another value now; what depends on it has been worked out by then.
    """

    context: Callable[[Node], Context]
    put: Callable[[SetValue, Node], bool]


class Actions:
    """The actions of one session. What an action changes sets off others, but never itself again before it is done."""

    def __init__(self, definition: FormDefinition, instance: Instance, surface: Surface) -> None:
        self._definition = definition
        self._instance = instance
        self._surface = surface
        self._acting: set[tuple[SetValue, Node]] = set()

    def act(self, action: SetValue, source: Node) -> None:
        """Carry out an action for the node it was set off by. Where more than one node is meant, none is set.

        However long a chain of actions, it is walked, not descended: each is done with before its follower's follower.
        """
        waiting = [(action, source, False)]
        done: list[tuple[SetValue, Node]] = []
        try:
            while waiting:
                action, source, over = waiting.pop()
                if over:
                    self._acting.discard((action, source))
                elif (action, source) not in self._acting:
                    self._acting.add((action, source))
                    done.append((action, source))
                    waiting.append((action, source, True))
                    waiting += [(each, node, False) for node, each in reversed(self._carried_out(action, source))]
        finally:
            self._acting.difference_update(done)

    def _carried_out(self, action: SetValue, source: Node) -> list[tuple[Node, SetValue]]:
        """Do it; gives the actions it sets off, with the node that does."""
        if action.chosen is not None:
            nodes = action.chosen.nodes(self._surface.context(source))
        else:
            nodes = self._near(action, source)
        if len(nodes) != 1 or not isinstance(nodes[0].data, Cell) or not self._surface.put(action, nodes[0]):
            return []
        return [(nodes[0], each) for each in cell_of(nodes[0]).spec.on_change]

    def _near(self, action: SetValue, source: Node) -> list[Node]:
        """The nodes of an action's target in the same instances of repeats as its source."""
        target: NodeSpec | None = self._definition.specs.get(action.target)
        if target is None:
            return []
        shared = shared_spec(cell_of(source).spec, target)
        return self._instance.below(climb(source, shared.depth), target)
