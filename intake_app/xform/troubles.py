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

    def mend(self, rule: object, node: Node) -> bool:
        """A rule could be worked out, or nobody asks for it now; gives whether it had failed before."""
        return bool(self.failed) and self.failed.pop((rule, node), None) is not None

    def forget(self, gone: Container[Node]) -> None:
        """Nodes left the record."""
        self.failed = {key: error for key, error in self.failed.items() if key[1] not in gone}

    def told(self) -> tuple[IntakeError, ...]:
        """The troubles of what is relevant now."""
        return tuple(error for (_, node), error in self.failed.items() if node.relevant)
