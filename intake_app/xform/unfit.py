"""Answers that do not fit their question: a fraction where a whole number is asked, 30 February, a choice not offered.

They are kept beside the instance, so that whoever typed them sees them and is told. In the instance their place is
blank, for rules and for what is sent, as in other engines; a record can not be finished with one (engine decision 18).
Only a draft carries them.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from intake_app.xform.completing import kept
from intake_app.xform.definition import FormDefinition
from intake_app.xform.fitting import fitting, is_checked
from intake_app.xform.instance import Instance, cell_of
from intake_app.xpath.tree import Node


class Unfit:
    """The unfit answers of one record, by node."""

    def __init__(self) -> None:
        self._texts: dict[Node, str] = {}

    def take(self, node: Node, text: str) -> str:
        """Keep an answer if it does not fit as a whole; gives what of it goes into the instance.

        What is put into a calculated question stays there only until it is calculated again, so nothing is kept.
        """
        spec = cell_of(node).spec
        fit = fitting(text, spec) if spec.bind.calculate is None else text
        if fit == text:
            self._texts.pop(node, None)
        else:
            self._texts[node] = text
        return fit

    def keep(self, node: Node, text: str) -> None:
        """Keep an answer beside the instance."""
        self._texts[node] = text

    def drop(self, node: Node) -> None:
        """Another value than what was kept is in its place."""
        self._texts.pop(node, None)

    def text(self, node: Node) -> str:
        """The unfit answer of a node; "" where there is none."""
        return self._texts.get(node, "")

    def shown(self, node: Node) -> str:
        """The answer of a node as it was given, fit or not."""
        return self._texts.get(node) or node.value

    def set_aside(self, instance: Instance, definition: FormDefinition) -> None:
        """Take the unfit answers out of a record that is loaded, each as it was given; a point that lacks a figure is
        completed.
        """
        for spec in definition.specs.values():
            if spec.bind.calculate is None and is_checked(spec):
                for node in instance.nodes(spec):
                    if node.value:
                        given, whole = node.value, kept(node.value, spec.bind.type)
                        node.value = self.take(node, whole)
                        if node.value != whole:
                            self.keep(node, given)

    @contextmanager
    def written_out(self) -> Iterator[None]:
        """While this lasts, unfit answers stand in the instance: a draft is written."""
        fit = {node: node.value for node in self._texts}
        for node, text in self._texts.items():
            node.value = text
        try:
            yield
        finally:
            for node, value in fit.items():
                node.value = value
