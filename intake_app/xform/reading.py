"""Reading XML that came from elsewhere: no document type, no entities, no network, bounded depth and size."""

import codecs
import re
from collections.abc import Iterator
from itertools import islice, zip_longest

from lxml import etree

from intake_app.errors import IntakeError
from intake_app.xform.namespaces import local_name, namespace_of
from intake_app.xpath.tree import ELEMENT, TEXT, Node

MAX_BYTES = 32 * 1024 * 1024
MAX_ELEMENTS = 1_000_000
MAX_DEPTH = 200
MAX_ATTRIBUTES = 5_000
"""Of one element: lxml takes a time that grows with the square of their number to hand them out."""
MAX_ATTRIBUTES_IN_ALL = 2_000_000
BLANKS = "".join(map(chr, range(33)))
"""What JavaRosa takes off the ends of a text: blanks and control characters of ASCII, none of other scripts."""

_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_DECLARED = re.compile(rb"""<\?xml[^>]{0,100}?\sencoding\s*=\s*["']([\w.\-]+)["']""")
_PLAIN_ENCODINGS = (b"utf-8", b"utf8", b"us-ascii", b"ascii")
_OPENING = re.compile(rb"<[^/!?]")
_TOO_LARGE_FOR_LXML = (45, 63, 110, 114)
"""Codes of libxml2 for a comment, a CDATA section, a name and a text or attribute that is too long."""


def parse_xml(data: bytes, place: str) -> etree._Element:
    """The root element of a document.

    Refuses with ``xform.not_xml``, ``xform.bad_encoding``, ``xform.doctype``, ``xform.too_large`` or
    ``xform.too_deep``; `place` names the document in the facts. What is too large is refused before a tree is made.
    """
    if len(data) > MAX_BYTES:
        raise too_large(place, MAX_BYTES // 2**20, "megabytes")
    data = _as_utf8(data, place)
    if b"<!DOCTYPE" in data[:4096]:
        raise IntakeError("xform.doctype", place=place)
    _weigh(data, place)
    root = _parsed(data, place)
    if root.getroottree().docinfo.internalDTD is not None:
        raise IntakeError("xform.doctype", place=place)
    _measure(root, place, data.count(b"="))
    return root


def too_large(place: str, limit: int, unit: str) -> IntakeError:
    """The refusal of a document for a limit; `unit` is a word of the closed list in `messages`."""
    return IntakeError("xform.too_large", place=place, limit=limit, unit=unit)


def _as_utf8(data: bytes, place: str) -> bytes:
    """The document in UTF-8: UTF-16 only with its byte order mark, no other encoding, whatever is declared."""
    try:
        if data.startswith(_UTF_16) and not data.startswith(codecs.BOM_UTF32_LE):
            return data.decode("utf-16").encode()
        declared = _DECLARED.match(data.removeprefix(codecs.BOM_UTF8))
        if declared is not None and declared[1].lower() not in _PLAIN_ENCODINGS:
            raise IntakeError("xform.bad_encoding", place=place)
        data.decode("utf-8")
    except UnicodeError as error:
        raise IntakeError("xform.bad_encoding", place=place) from error
    return data


def _weigh(data: bytes, place: str) -> None:
    """Refuse what would make too large a tree. Comments that hold tags count as what they look like."""
    if data.count(b"<") > MAX_ELEMENTS and next(islice(_OPENING.finditer(data), MAX_ELEMENTS, None), None) is not None:
        raise too_large(place, MAX_ELEMENTS, "elements")
    if data.count(b"=") > MAX_ATTRIBUTES_IN_ALL:
        raise too_large(place, MAX_ATTRIBUTES_IN_ALL, "attributes")


def _parsed(data: bytes, place: str) -> etree._Element:
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        remove_comments=True,
        remove_pis=False,
        huge_tree=False,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if "depth" in str(error).lower():
            raise IntakeError("xform.too_deep", place=place, limit=MAX_DEPTH) from error
        if getattr(error, "code", 0) in _TOO_LARGE_FOR_LXML:
            raise IntakeError("xform.too_long", place=place, line=error.lineno) from error
        raise IntakeError("xform.not_xml", place=place, line=error.lineno) from error
    etree.strip_tags(root, etree.ProcessingInstruction)
    return root


_TOO_DEEP = etree.XPath(f"boolean({'/*' * (MAX_DEPTH + 1)})")
_TOO_MANY_ATTRIBUTES = etree.XPath(f"boolean(//*[count(@*) > {MAX_ATTRIBUTES}])")


def _measure(root: etree._Element, place: str, signs: int) -> None:
    """Refuse what is too deep, or has too many attributes on one element; `signs` is how often "=" stands in it."""
    if _TOO_DEEP(root.getroottree()):
        raise IntakeError("xform.too_deep", place=place, limit=MAX_DEPTH)
    if signs > MAX_ATTRIBUTES and _TOO_MANY_ATTRIBUTES(root):
        raise too_large(place, MAX_ATTRIBUTES, "attributes")


def elements_of(parent: etree._Element, name: str | None = None) -> Iterator[etree._Element]:
    """Child elements, of that lxml name or all."""
    return parent.iterchildren(name) if name is not None else parent.iterchildren("*")


def to_node(element: etree._Element) -> Node:
    """The element as a tree node: a leaf has its text as value, without blanks at the ends, as JavaRosa reads it."""
    return _Builder(element, BLANKS).build(element)


def default_node(element: etree._Element) -> Node:
    """The same for the record a form begins with: text between child elements is kept where there is any."""
    node = to_node(element)
    _keep_texts(element, node)
    return node


def record_node(element: etree._Element) -> Node:
    """The same for a record that was written before: every text is kept as it is."""
    node = _Builder(element, "").build(element)
    _keep_texts(element, node)
    return node


def _keep_texts(element: etree._Element, node: Node) -> None:
    if not len(element):
        return
    inside = list(node.children)
    for inner, child in zip(element, inside, strict=True):
        _keep_texts(inner, child)
    texts = [element.text or "", *(child.tail or "" for child in element)]
    if all(not text or text.isspace() for text in texts):
        return
    node.children.clear()
    for text, child in zip_longest(texts, inside):
        if text:
            node.append(Node(TEXT, value=text))
        if child is not None:
            node.append(child)


class _Builder:
    """Makes nodes of one document. Long lists have few names: each is taken apart once. `ends`: what is taken off both
    ends of a text.
    """

    def __init__(self, root: etree._Element, ends: str) -> None:
        self._ends = ends
        self._prefixes = _Prefixes(root)
        self._names: dict[str, tuple[str, str]] = {}

    def build(self, element: etree._Element) -> Node:
        """The node of an element with all that is in it."""
        node = self._bare(element)
        inside = node.children
        for child in element:
            inner = self.build(child) if len(child) else self._leaf(child)
            inner.parent = node
            inside.append(inner)
        if not inside:
            node.value = (element.text or "").strip(self._ends)
        return node

    def _leaf(self, element: etree._Element) -> Node:
        node = self._bare(element)
        node.value = (element.text or "").strip(self._ends)
        return node

    def _bare(self, element: etree._Element) -> Node:
        tag = str(element.tag)
        known = self._names.get(tag)
        if known is None:
            known = self._names[tag] = (local_name(tag), namespace_of(tag))
        node = Node(ELEMENT, known[0], "", known[1], element.prefix or "")
        for key, value in element.items():
            space = namespace_of(str(key))
            node.add_attribute(local_name(str(key)), str(value), space, self._prefixes.of(space) if space else "")
        return node


class _Prefixes:
    """The prefix of each namespace in a document, the first where it has several.

    Looked up once: to ask lxml at each element takes a time that grows with the number of declarations around it.
    """

    def __init__(self, root: etree._Element) -> None:
        self._root = root
        self._known: dict[str, str] | None = None

    def of(self, namespace: str) -> str:
        """The prefix, or "" for a namespace that has none."""
        if self._known is None:
            self._known = {str(uri): prefix for prefix, uri in self._root.nsmap.items() if prefix}
            for _, (prefix, uri) in etree.iterwalk(self._root, events=("start-ns",)):
                if prefix:
                    self._known.setdefault(uri, prefix)
        return self._known.get(namespace, "")
