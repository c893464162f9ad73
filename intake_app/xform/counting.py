"""Where the counts of repeats stand while they are worked out, so that they come to an end.

A count may depend on the instances it shows: "another one?" is asked inside the repeat. It is worked out with all
instances shown and then, as hiding some can lower it further, until it stays. Where hiding raises it again there may be
no number it stays at: after a few turns all instances are shown, as in JavaRosa, which hides none.
"""

from collections.abc import Container, Sequence

from intake_app.xform.definition import NodeSpec, Task
from intake_app.xform.instance import cell_of
from intake_app.xpath.tree import Node

MAX_INSTANCES = 5_000
"""A repeat count above this is taken as this; a mistyped number must not fill the memory."""
MAX_IN_ALL = 20_000
"""Of one repeat no more instances than this are made for counts, however many repeats it lies in."""
MAX_NODES = 100_000
"""Nor more than hold so many nodes: instances of a repeat of 200 questions are 500 at most."""
_ACTION = 2
"""An action of a new instance weighs as much as so many nodes."""
MAX_TOGETHER = 30_000
"""Nor more than this of all repeats of a record together: counts inside counts multiply, six deep in a moment. So many
are made in less than two seconds."""
FEW = 100
"""So many instances are always made, however large they are."""
MOST_TURNS = 5
"""How often in one change a count may show again what it has hidden."""
MOST_ROUNDS = 20
"""How often in one change a count may ask for further instances."""

Key = tuple[Task, Node]
"""A count and the parent of the instances it is about."""


def room(spec: NodeSpec, there: int, together: int) -> int:
    """How many instances counts may add to those that are there of a repeat. `together`: how many there are of all
    repeats with a count.
    """
    size = sum(1 + _ACTION * len(each.on_new) for each in spec.descend())
    of_one = max(0, min(MAX_IN_ALL, max(FEW, MAX_NODES // size)) - there)
    return min(of_one, max(0, MAX_TOGETHER - together))


class Counts:
    """The counts of one record. `shut`: those that can depend on what they show, while they hide some of it. `opened`:
    these were shown what they hide since all that is due began to be worked out; it is worked out once or several times
    for one change. `rises`: how often counts went up in this change.
    """

    def __init__(self) -> None:
        self.shut: dict[Key, None] = {}
        self.opened = False
        self.rises: dict[tuple[Key, bool], int] = {}
        self._working: dict[Key, bool] = {}
        self._unsettled: set[Key] = set()

    def done(self) -> None:
        """All that a change set off is worked out."""
        self.rises.clear()
        self._unsettled.clear()

    def enter(self, task: Task, parent: Node) -> bool:
        """Begin with a count; False while it is being worked on, by an action of an instance it made."""
        key = (task, parent)
        if key in self._working:
            self._working[key] = True
            return False
        self._working[key] = False
        return True

    def leave(self, task: Task, parent: Node) -> bool:
        """A count is done with; gives whether it was asked for meanwhile."""
        return self._working.pop((task, parent))

    def reopen(self) -> dict[Key, None]:
        """The counts that hide something, at the first call since `opened` was false; from here on nothing."""
        if self.opened:
            return {}
        self.opened = True
        shut, self.shut = self.shut, {}
        return shut

    def note(self, task: Task, parent: Node, hides: bool) -> None:
        """Whether a count hides instances now."""
        if hides:
            self.shut[task, parent] = None
        else:
            self.shut.pop((task, parent), None)

    def settles(self, task: Task, parent: Node, wanted: int, have: Sequence[Node]) -> bool:
        """Whether a count may bring its repeat to that number; False once it went up too often in one change."""
        key = (task, parent)
        if wanted > sum(cell_of(node).counted for node in have):
            grows = wanted > len(have)
            rises = self.rises[key, grows] = self.rises.get((key, grows), 0) + 1
            if rises > (MOST_ROUNDS if grows else MOST_TURNS):
                self._unsettled.add(key)
        return key not in self._unsettled

    def forget(self, gone: Container[Node]) -> None:
        """Nodes left the record."""
        self.shut = {key: None for key in self.shut if key[1] not in gone}
