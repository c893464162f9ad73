"""The form as screens and as a jump list: what is relevant now, in order."""

from collections.abc import Callable, Iterator

from intake_app.xform.appearances import width_of
from intake_app.xform.definition import Element, FormDefinition, Group, Question, Repeat
from intake_app.xform.instance import Instance, cell_of, children, ref_of
from intake_app.xform.views import OutlineRow, Page
from intake_app.xpath.tree import Node

_GRID, _COLUMNS = "theme-grid", 4
"""The style of a form whose questions stand in columns; so many where a group does not say how many, as in Enketo."""

Row = Callable[[str, int, Element, Node | None], OutlineRow]


class Pager:
    """Walks the body over the live tree of one session."""

    def __init__(self, definition: FormDefinition, instance: Instance) -> None:
        self._definition = definition
        self._instance = instance
        self._grid = _GRID in definition.style

    def pages(self) -> tuple[Page, ...]:
        """The relevant pages in order."""
        return tuple(self._pages(self._definition.questions, self._instance.root, ()))

    def _pages(self, elements: tuple[Element, ...], around: Node, groups: tuple[str, ...]) -> Iterator[Page]:
        for element in elements:
            if isinstance(element, Question):
                for node in self.shown(element.path, around):
                    ref = ref_of(node)
                    yield Page(ref, "question", (ref,), groups)
            elif isinstance(element, Group):
                yield from self._group_pages(element, around, groups)
            else:
                yield from self._repeat_pages(element, around, groups)

    def _group_pages(self, group: Group, around: Node, groups: tuple[str, ...]) -> Iterator[Page]:
        for node in self.inside(group, around):
            key = group_key(group, node)
            if "field-list" in group.appearance or self._in_columns(group):
                yield from self._one_page(group, ref_of(node), node, (*groups, key))
            else:
                yield from self._pages(group.children, node, (*groups, key))

    def _repeat_pages(self, repeat: Repeat, around: Node, groups: tuple[str, ...]) -> Iterator[Page]:
        for node in self.shown(repeat.path, around):
            ref = ref_of(node)
            if "field-list" in repeat.appearance:
                yield from self._one_page(repeat, ref, node, (*groups, ref))
            else:
                yield from self._pages(repeat.children, node, (*groups, ref))
        for ref in self.prompts(repeat, around):
            yield Page(ref, "repeat-prompt", (), groups)

    def _one_page(self, around: Group | Repeat, ref: str, node: Node, groups: tuple[str, ...]) -> Iterator[Page]:
        refs = tuple(self.questions(around.children, node))
        if refs:
            across = (width_of(around.appearance) or _COLUMNS) if self._grid else 0
            yield Page(ref, "field-list", refs, groups, across)
        for prompt in self._prompts_in(around.children, node):
            yield Page(prompt, "repeat-prompt", (), groups)

    def _prompts_in(self, elements: tuple[Element, ...], around: Node) -> Iterator[str]:
        """Places of one page where one more instance may be added, in body order, those of an instance before it."""
        for element in elements:
            if isinstance(element, Group):
                for node in self.inside(element, around):
                    yield from self._prompts_in(element.children, node)
            elif isinstance(element, Repeat):
                for node in self.shown(element.path, around):
                    yield from self._prompts_in(element.children, node)
                yield from self.prompts(element, around)

    def _in_columns(self, group: Group) -> bool:
        """Whether a form that is laid out as a grid has questions of a group beside each other: on one page, then."""
        if not self._grid or not all(isinstance(child, Question) for child in group.children):
            return False
        return any(width_of(one.appearance) for one in (group, *group.children))

    def questions(self, elements: tuple[Element, ...], around: Node) -> Iterator[str]:
        """Refs of the relevant questions below a node, in body order."""
        for element in elements:
            if isinstance(element, Question):
                yield from (ref_of(node) for node in self.shown(element.path, around))
            elif isinstance(element, Group):
                for node in self.inside(element, around):
                    yield from self.questions(element.children, node)
            else:
                for node in self.shown(element.path, around):
                    yield from self.questions(element.children, node)

    def shown(self, path: str, around: Node) -> list[Node]:
        """The relevant nodes of a path at or below a node."""
        spec = self._definition.specs[path]
        top = cell_of(around).spec
        if spec.parent is top:
            found = children(around, spec.name)
        elif spec.depth <= top.depth:
            found = [node for node in self._instance.nodes(spec)][:1]
        else:
            found = self._instance.below(around, spec)
        return [node for node in found if node.relevant]

    def inside(self, group: Group, around: Node) -> list[Node]:
        """The nodes a group stands for; a group for presentation only stands for the node around it."""
        return self.shown(group.path, around) if group.path is not None else [around]

    def prompts(self, repeat: Repeat, around: Node) -> Iterator[str]:
        """Refs, without last index, of places where one more instance may be added."""
        if repeat.fixed or repeat.count is not None:
            return
        spec = self._definition.specs[repeat.path]
        if spec.bind.relevant is False or spec.parent is None:
            return
        parents = [around] if cell_of(around).spec is spec.parent else self.shown(spec.parent.path, around)
        for parent in parents:
            if not self._hidden(parent, spec.name):
                yield f"{ref_of(parent)}/{spec.name}"

    def _hidden(self, parent: Node, name: str) -> bool:
        """A repeat whose instances are all not relevant is not offered."""
        instances = children(parent, name)
        return bool(instances) and not any(node.relevant for node in instances)

    def outline(self, row: Row) -> tuple[OutlineRow, ...]:
        """The rows of the jump list; `row` makes one from (ref, level, element, node)."""
        return tuple(self._rows(self._definition.questions, self._instance.root, 0, row))

    def _rows(self, elements: tuple[Element, ...], around: Node, level: int, row: Row) -> Iterator[OutlineRow]:
        for element in elements:
            if isinstance(element, Group):
                yield from self._group_rows(element, around, level, row)
                continue
            for node in self.shown(element.path, around):
                yield row(ref_of(node), level, element, node)
                if isinstance(element, Repeat):
                    yield from self._rows(element.children, node, level + 1, row)
            if isinstance(element, Repeat):
                for ref in self.prompts(element, around):
                    yield row(ref, level, element, None)

    def _group_rows(self, group: Group, around: Node, level: int, row: Row) -> Iterator[OutlineRow]:
        for node in self.inside(group, around):
            rows = list(self._rows(group.children, node, level + 1, row))
            if rows:
                yield row(group_key(group, node), level, group, node)
                yield from rows


def group_key(group: Group, node: Node) -> str:
    """What names a group to `Session.group_label`: its ref; for one without a node, its key and the node around."""
    return ref_of(node) if group.key == group.path else f"{group.key}{ref_of(node)}"
