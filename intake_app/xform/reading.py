"""Reading XML that came from elsewhere: no document type, no entities, no network, bounded depth and size."""

from collections.abc import Iterator

from lxml import etree

from intake_app.errors import IntakeError
from intake_app.xform.namespaces import local_name, namespace_of
from intake_app.xpath.tree import ELEMENT, Node

MAX_BYTES = 32 * 1024 * 1024
MAX_ELEMENTS = 1_000_000
MAX_DEPTH = 200
MAX_ATTRIBUTES = 5_000
"""Of one element: lxml takes a time that grows with the square of their number to hand them out."""


def parse_xml(data: bytes, place: str) -> etree._Element:
    """The root element of a document.

    Refuses with ``xform.not_xml``, ``xform.doctype``, ``xform.too_large`` or ``xform.too_deep``; `place` names the
    document in the facts.
    """
    if len(data) > MAX_BYTES:
        raise IntakeError("xform.too_large", place=place, limit=MAX_BYTES, unit="bytes")
    if b"<!DOCTYPE" in data[:4096]:
        raise IntakeError("xform.doctype", place=place)
    root = _parsed(data, place)
    if root.getroottree().docinfo.internalDTD is not None:
        raise IntakeError("xform.doctype", place=place)
    _measure(root, place)
    return root


def _parsed(data: bytes, place: str) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if "depth" in str(error).lower():
            raise IntakeError("xform.too_deep", place=place, limit=MAX_DEPTH) from error
        raise IntakeError("xform.not_xml", place=place, line=error.lineno) from error


def _measure(root: etree._Element, place: str) -> None:
    depth = elements = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "end":
            depth -= 1
            continue
        depth += 1
        elements += 1
        if depth > MAX_DEPTH:
            raise IntakeError("xform.too_deep", place=place, limit=MAX_DEPTH)
        if elements > MAX_ELEMENTS:
            raise IntakeError("xform.too_large", place=place, limit=MAX_ELEMENTS, unit="elements")
        if len(element.attrib) > MAX_ATTRIBUTES:
            raise IntakeError("xform.too_large", place=place, limit=MAX_ATTRIBUTES, unit="attributes")


def elements_of(parent: etree._Element, name: str | None = None) -> Iterator[etree._Element]:
    """Child elements, of that lxml name or all."""
    return parent.iterchildren(name) if name is not None else parent.iterchildren("*")


def to_node(element: etree._Element) -> Node:
    """The element as a tree node: a leaf keeps its text as value, blanks between child elements are dropped."""
    space, _, name = str(element.tag).rpartition("}")
    node = Node(ELEMENT, name, "", space[1:], element.prefix or "")
    for key, value in element.items():
        space = namespace_of(str(key))
        node.add_attribute(local_name(str(key)), str(value), space, _prefix(element, space))
    if not len(element):
        node.value = element.text or ""
        return node
    for child in element:
        inner = to_node(child)
        inner.parent = node
        node.children.append(inner)
    return node


def _prefix(element: etree._Element, namespace: str) -> str:
    if not namespace:
        return ""
    return next((prefix for prefix, address in element.nsmap.items() if prefix and address == namespace), "")
