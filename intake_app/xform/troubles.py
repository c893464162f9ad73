"""Rules that could not be worked out, kept for whoever asks; everything else goes on meanwhile."""

from collections.abc import Container

from intake_app.errors import IntakeError
from intake_app.xform.instance import placed
from intake_app.xpath.tree import Node


class Troubles:
    """The troubles of one record, by the rule (its kind, or the action itself) and the node it was worked out for."""

    def __init__(self) -> None:
        self.failed: dict[tuple[object, Node], IntakeError] = {}

    def fail(self, rule: object, node: Node, error: IntakeError) -> None:
        """A rule could not be worked out."""
        self.failed[rule, node] = placed(error, node)

    def mend(self, rule: object, node: Node) -> None:
        """A rule could be worked out."""
        if self.failed:
            self.failed.pop((rule, node), None)

    def forget(self, gone: Container[Node]) -> None:
        """Nodes left the record."""
        for key in [key for key in self.failed if key[1] in gone]:
            del self.failed[key]

    def told(self) -> tuple[IntakeError, ...]:
        """The troubles that matter as the answers are now."""
        return tuple(error for (rule, node), error in self.failed.items() if _matters(rule, node))


def _matters(rule: object, node: Node) -> bool:
    """Nothing is asked of what is not relevant; whether an answer is valid or offered not while there is none, and
    whether one is required only then.
    """
    if rule == "required":
        return node.relevant and not node.value
    return node.relevant and (bool(node.value) or rule not in ("constraint", "choices"))
