"""XML text to an instance tree with everything in it, and the positional paths recorded cases use."""

import re

from lxml import etree

from intake_app.xpath.tree import COMMENT, ELEMENT, PROCESSING_INSTRUCTION, ROOT, TEXT, Node

_STEP = re.compile(r"(?:@(?P<attribute>.+)|\*\[(?P<element>\d+)\]|(?P<kind>[a-z-]+)\(\)\[(?P<at>\d+)\])")
_KINDS = {"text": TEXT, "comment": COMMENT, "processing-instruction": PROCESSING_INSTRUCTION}


def read_document(xml: str) -> Node:
    """The root node of a document; blanks between elements are kept as text nodes."""
    tree = etree.fromstring(xml.strip().encode(), etree.XMLParser(resolve_entities=False, strip_cdata=False))
    root = Node(ROOT)
    if "<!DOCTYPE" in xml:
        root.append(Node(TEXT))  # the recording counts a document type as a text node
    root.append(_element(tree))
    return root


def _element(source: etree._Element) -> Node:
    name = etree.QName(source)
    node = Node(ELEMENT, name.localname, "", name.namespace or "", source.prefix or "")
    prefixes = {uri: prefix for prefix, uri in source.nsmap.items() if prefix}
    for key, value in source.attrib.items():
        wanted = etree.QName(key)
        uri = wanted.namespace or ""
        prefix = "xml" if uri.endswith("XML/1998/namespace") else prefixes.get(uri, "")
        node.set_attribute(wanted.localname, value, uri, prefix)
    if len(source) == 0:
        node.value = source.text or ""
        return node
    _text(node, source.text)
    for child in source:
        node.append(_child(child))
        _text(node, child.tail)
    return node


def _child(source: etree._Element) -> Node:
    if isinstance(source, etree._ProcessingInstruction):
        return Node(PROCESSING_INSTRUCTION, source.target, source.text or "")
    if isinstance(source, etree._Comment):
        return Node(COMMENT, "", source.text or "")
    return _element(source)


def _text(node: Node, text: str | None) -> None:
    if text:
        node.append(Node(TEXT, "", text))


def at_path(root: Node, path: str) -> Node:
    """The node at `/*[1]/*[2]/@id`, `/*[1]/text()[1]` …"""
    node = root
    for step in path.strip("/").split("/") if path != "/" else []:
        match = _STEP.fullmatch(step)
        assert match, step
        node = _child_at(node, match)
    return node


def _child_at(node: Node, match: "re.Match[str]") -> Node:
    if match["attribute"]:
        return next(item for item in node.attributes if match["attribute"] == _attribute_name(item))
    if match["element"]:
        return list(node.elements())[int(match["element"]) - 1]
    kind = _KINDS[match["kind"]]
    text = node.text_node()
    inside = [text] if text is not None else node.children
    return [item for item in inside if item.kind == kind][int(match["at"]) - 1]


def _attribute_name(node: Node) -> str:
    return f"{node.prefix}:{node.name}" if node.prefix else node.name


def path_of(node: Node) -> str:
    """The positional path of a node, in the same writing."""
    steps: list[str] = []
    while node.parent is not None:
        steps.append(_step_of(node))
        node = node.parent
    return "/" + "/".join(reversed(steps))


def _step_of(node: Node) -> str:
    above = node.parent
    assert above is not None
    if node.kind == "attribute":
        return f"@{_attribute_name(node)}"
    if node.kind == ELEMENT:
        return f"*[{list(above.elements()).index(node) + 1}]"
    if above.text_node() is node:
        return "text()[1]"
    same = [item for item in above.children if item.kind == node.kind]
    return f"{node.kind}()[{same.index(node) + 1}]"
