"""The instance as XML: a draft with everything, a submission with what is relevant."""

import re
from collections.abc import Iterator, Mapping

from intake_app.xform.namespaces import XFORMS
from intake_app.xpath.tree import TEXT, Node

_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
_IN_ATTRIBUTE = {**_ESCAPES, '"': "&quot;", "\n": "&#10;", "\t": "&#9;"}
_TEXT = str.maketrans(_ESCAPES)
_ATTRIBUTE = str.maketrans(_IN_ATTRIBUTE)


def legal(text: str) -> str:
    """A text without the characters XML can not hold."""
    return _ILLEGAL.sub("", text)


def serialise(root: Node, declared: Mapping[str, str], everything: bool) -> bytes:
    """The XML of an instance, UTF-8, without a declaration.

    declared: prefixes the form declares on the instance's own root, kept as they are; others only where used.
    everything: also what is not relevant, as a draft needs.
    """
    return _Writer(root, declared, everything).document().encode()


class _Writer:
    def __init__(self, root: Node, declared: Mapping[str, str], everything: bool) -> None:
        self._root = root
        self._everything = everything
        self._prefixes = _prefixes(root, declared)
        self._plain = root.namespace in ("", XFORMS)
        self._default = declared.get("", "") if self._plain or root.prefix else root.namespace
        self._pieces: list[str] = []

    def document(self) -> str:
        own = "".join(f' xmlns:{prefix}="{_quoted(uri)}"' for uri, prefix in self._prefixes.items())
        default = f' xmlns="{_quoted(self._default)}"' if self._default else ""
        self._element(self._root, self._default, default + own)
        return "".join(self._pieces)

    def _element(self, node: Node, default: str, extra: str) -> None:
        name = node.name
        if node.namespace == _XML:
            name = f"xml:{name}"
        elif node.prefix and node.namespace in self._prefixes:
            name = f"{self._prefixes[node.namespace]}:{name}"
        elif not extra and self._bare(node) != default:
            default = self._bare(node)
            extra = f' xmlns="{_quoted(default)}"'
        attributes = "".join([self._attribute(attribute) for attribute in node.attributes])
        self._content(node, f"{name}{extra}{attributes}", name, default)

    def _bare(self, node: Node) -> str:
        """The namespace an element without a prefix is written in.

        A record whose root is in none, or in that of XForms as its form wrote it, is in the one the form declares.
        """
        return self._default if self._plain and node.namespace in ("", XFORMS) else node.namespace

    def _content(self, node: Node, opening: str, name: str, default: str) -> None:
        if not node.children:
            text = legal(node.value)
            self._pieces.append(f"<{opening}>{text.translate(_TEXT)}</{name}>" if text else f"<{opening}/>")
            return
        children = [child for child in node.children if self._everything or child.relevant]
        if not children:
            self._pieces.append(f"<{opening}/>")
            return
        self._pieces.append(f"<{opening}>")
        for child in children:
            if child.kind == TEXT:
                self._pieces.append(legal(child.value).translate(_TEXT))
            else:
                self._element(child, default, "")
        self._pieces.append(f"</{name}>")

    def _attribute(self, node: Node) -> str:
        prefix = self._prefixes.get(node.namespace)
        name = f"{prefix}:{node.name}" if prefix and node.namespace else node.name
        if node.namespace == _XML:
            name = f"xml:{node.name}"
        return f' {name}="{_quoted(node.value)}"'


_XML = "http://www.w3.org/XML/1998/namespace"


def _quoted(text: str) -> str:
    return legal(text).translate(_ATTRIBUTE)


def _prefixes(root: Node, declared: Mapping[str, str]) -> dict[str, str]:
    """The prefix of each namespace to declare on the root."""
    found = {uri: prefix for prefix, uri in declared.items() if prefix}
    for node in _all(root):
        attribute_without = node.kind == "attribute" and node.namespace and not node.prefix
        if node.namespace in found or node.namespace == _XML or not (node.prefix or attribute_without):
            continue
        prefix = node.prefix or "a"
        while prefix in found.values():
            prefix += "x"
        found[node.namespace] = prefix
    return found


def _all(root: Node) -> Iterator[Node]:
    """Every element and attribute in document order."""
    stack = [root]
    while stack:
        node = stack.pop()
        yield node
        yield from node.attributes
        if node.children:
            stack.extend(reversed(node.children))
