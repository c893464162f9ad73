"""The primary instance of a form: patterns of repeats taken out, meta/instanceID made sure of."""

from collections.abc import Iterator, Mapping

from intake_app.xform.completing import with_time
from intake_app.xform.definition import NodeSpec, Notice
from intake_app.xform.fitting import as_stored, fitting, is_checked
from intake_app.xform.namespaces import JAVAROSA, OPENROSA
from intake_app.xpath.tree import ELEMENT, Node


def meta_node(root: Node, name: str) -> Node | None:
    """A node of the meta block, in the default or the OpenRosa namespace (feature 116)."""
    for meta in root.named("meta"):
        for node in meta.named(name):
            return node
    return None


def ensure_instance_id(root: Node) -> bool:
    """Add meta/instanceID where a form has none; gives whether it was added."""
    if meta_node(root, "instanceID") is not None:
        return False
    metas = root.named("meta")
    meta = metas[0] if metas else root.append(Node(ELEMENT, "meta", "", OPENROSA, "orx"))
    meta.append(Node(ELEMENT, "instanceID", "", OPENROSA, "orx"))
    return True


def fit_defaults(root: Node, specs: Mapping[str, NodeSpec]) -> Iterator[Notice]:
    """Bring default answers into the form of their type; one that is no value of it is left out, with a notice."""
    for node, spec in _leaves(root, specs[f"/{root.name}"]):
        bind = spec.bind
        if bind.calculate is not None or not is_checked(spec):
            continue
        text = as_stored(with_time(node.value.strip(), bind.type), spec)
        node.value = fitting(text, spec)
        if node.value != text:
            yield Notice("warning", spec.path, "xform.bad_default", {"type": bind.type})


def _leaves(node: Node, spec: NodeSpec) -> Iterator[tuple[Node, NodeSpec]]:
    if not node.children and node.value:
        yield node, spec
    for child in node.elements():
        yield from _leaves(child, spec.children[child.name])


def take_templates(root: Node, spec: NodeSpec) -> None:
    """Move the pattern of each repeat from the tree to its path. Without ``jr:template`` the first instance serves."""
    for each in spec.descend():
        if each.repeat is not None:
            each.template = _template(root, each)
    for node in list(_patterns(root)):
        if node.parent is not None and node is not root:
            node.parent.remove(node)
    for each in spec.descend():
        if each.template is not None:
            for node in list(_patterns(each.template)):
                if node.parent is not None and node is not each.template:
                    node.parent.remove(node)
            each.template.attributes = [node for node in each.template.attributes if not _is_mark(node)]


def _is_mark(attribute: Node) -> bool:
    return attribute.name == "template" and attribute.namespace == JAVAROSA


def _patterns(node: Node) -> Iterator[Node]:
    if any(_is_mark(attribute) for attribute in node.attributes):
        yield node
    for child in node.elements():
        yield from _patterns(child)


def _template(root: Node, spec: NodeSpec) -> Node:
    """A copy of the node marked as the pattern of a repeat, else of its first instance."""
    found = list(_at(root, spec))
    marked = [node for node in found if any(_is_mark(attribute) for attribute in node.attributes)]
    return marked[0].copy() if marked else _blank(found[0].copy(), spec)


def _blank(node: Node, spec: NodeSpec) -> Node:
    """A first instance made into a pattern as JavaRosa does: no default values, no instances of inner repeats."""
    node.value = ""
    for child in list(node.elements()):
        inner = spec.children[child.name]
        if inner.repeat is not None:
            node.remove(child)
        else:
            _blank(child, inner)
    return node


def _at(root: Node, spec: NodeSpec) -> list[Node]:
    names: list[str] = []
    step: NodeSpec | None = spec
    while step is not None and step.parent is not None:
        names.append(step.name)
        step = step.parent
    found = [root]
    for name in reversed(names):
        found = [child for node in found for child in node.elements() if child.name == name]
    return found
