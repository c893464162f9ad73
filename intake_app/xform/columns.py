"""What expressions keep of the paths through all instances of a repeat, as instances come and go."""

from collections.abc import Set

from intake_app.xform.definition import FormDefinition, NodeSpec
from intake_app.xform.instance import Instance
from intake_app.xpath.context import Environment
from intake_app.xpath.tree import Node


class Columns:
    """The columns of a session's environment, told of new instances of repeats and of those that went."""

    def __init__(self, definition: FormDefinition, instance: Instance, env: Environment) -> None:
        self._specs = definition.specs
        self._instance = instance
        self._env = env

    def grow(self, node: Node, spec: NodeSpec, last: bool) -> None:
        """A new instance of a repeat is in the tree; `last`: behind all others of its path."""
        for path in self._of(spec):
            each = self._specs.get(path)
            if last and each is not None:
                self._env.lengthen_column(path, self._instance.below(node, each))
            else:
                self._env.forget_column(path)

    def thin(self, spec: NodeSpec, gone: Set[Node]) -> None:
        """Nodes at and below a path are gone."""
        for path in self._of(spec):
            self._env.thin_column(path, gone)

    def _of(self, spec: NodeSpec) -> list[str]:
        """The paths at and below one whose nodes are kept."""
        below = f"{spec.path}/"
        return [path for path in self._env.columns if path == spec.path or path.startswith(below)]
