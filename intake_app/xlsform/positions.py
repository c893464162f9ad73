"""From a place in a compiled rule back to the cell its author wrote: pyxform writes a path for each `${name}`.

Beside that it makes one blank of several, and what a person typed as curly quotes is straight.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from lxml import etree

_XFORMS: Final = "{http://www.w3.org/2002/xforms}"
_COUNT: Final = "{http://openrosa.org/javarosa}count"
_LONGEST: Final = 20_000
"""Characters of a cell, beyond which nobody counts to a place."""
_TOKEN: Final = re.compile(r"\$\{[^}]*\}|\s+|(?:(?!\$\{)\S)+")
_PATH: Final = r"(\s?+\S++\s?+)"
_BLANKS: Final = r"(\s*+)"
_QUOTES: Final = {"'": "['‘’]", "‘": "['‘’]", "’": "['‘’]", '"': '["“”]', "“": '["“”]', "”": '["“”]'}


def in_cell(cell: str, rule: str, position: int) -> int | None:
    """The place in a cell, from 1, of a place in the rule made of it; None where the rule is not made of it.

    A place inside the path of a question is that of its `${name}`.
    """
    if len(cell) > _LONGEST:
        return None
    tokens = list(_TOKEN.finditer(cell.strip()))
    found = re.search("".join(map(_pattern, tokens)), rule)
    if found is None:
        return None
    before = len(cell) - len(cell.lstrip())
    for number, token in enumerate(tokens, start=1):
        start, end = found.span(number)
        if position - 1 < end or number == len(tokens):
            inside = 0 if token[0].startswith("${") else max(0, position - 1 - start)
            beyond = position - 1 >= end
            return before + (token.end() if beyond else min(token.start() + inside, token.end())) + 1
    return None


def _pattern(token: re.Match[str]) -> str:
    text = token[0]
    if text.startswith("${"):
        return _PATH
    return _BLANKS if text.isspace() else f"({''.join(_QUOTES.get(sign) or re.escape(sign) for sign in text)})"


def rules_at(xml: bytes, path: str, attribute: str) -> Iterator[str]:
    """The texts of a rule of a path: of an attribute of its bind, of its list, of its number, of what sets it."""
    root = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    for element in root.iter(etree.Element):
        at = element.get("nodeset") if element.tag in (f"{_XFORMS}bind", f"{_XFORMS}repeat") else element.get("ref")
        if at == path:
            yield from _texts(element, attribute)


def _texts(element: etree._Element, attribute: str) -> Iterator[str]:
    told = {"count": _COUNT}.get(attribute, attribute)
    each: Mapping[str, etree._Element | None] = {"nodeset": element.find(f"{_XFORMS}itemset")}
    holder = each.get(attribute, element)
    if holder is not None and holder.get(told):
        yield str(holder.get(told))
