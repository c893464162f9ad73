"""Texts a form asks for and has in none of its languages."""

from collections.abc import Container, Iterable, Iterator, Mapping

from intake_app.xform.definition import Element, NodeSpec, Notice, Question, Wording
from intake_app.xform.wordings import Itext
from intake_app.xpath.tree import Node


def unsaid(
    elements: Iterable[Element], specs: Iterable[NodeSpec], instances: Mapping[str, Node], itext: Itext
) -> Iterator[Notice]:
    """A notice for each itext id that no translation has, where no text written beside it stands in."""
    known = {name for entries in itext.values() for name in entries}
    told: set[tuple[str, str]] = set()
    for place, wording in _all(elements, specs):
        name = wording.itext if wording is not None and wording.inline.missing else None
        if name is not None and name not in known and (place, name) not in told:
            told.add((place, name))
            yield Notice("warning", place, "xform.no_such_text", {"name": name})
    lists = _translated_lists(elements)
    for list_id, document in instances.items() if lists else ():
        missing = next(_unknown(document, lists, known), None)
        if missing is not None:
            yield Notice("warning", list_id, "xform.no_such_text", {"name": missing})


def _all(elements: Iterable[Element], specs: Iterable[NodeSpec]) -> Iterator[tuple[str, Wording | None]]:
    for spec in specs:
        yield spec.path, spec.bind.required_message
        yield spec.path, spec.bind.constraint_message
    for element in _each(elements):
        yield element.path or "", element.label
        if isinstance(element, Question):
            yield element.path, element.hint
            yield from ((element.path, item.label) for item in element.items)


def _each(elements: Iterable[Element]) -> Iterator[Element]:
    for element in elements:
        yield element
        if not isinstance(element, Question):
            yield from _each(element.children)


def _translated_lists(elements: Iterable[Element]) -> set[str]:
    """The columns in which choice lists keep itext ids."""
    itemsets = (element.itemset for element in _each(elements) if isinstance(element, Question))
    return {
        each.label.source for each in itemsets if each is not None and each.label is not None and each.label_is_itext
    }


def _unknown(document: Node, columns: set[str], known: Container[str]) -> Iterator[str]:
    for top in document.elements():
        for item in top.elements():
            for cell in item.elements():
                if cell.name in columns and cell.value and cell.value not in known:
                    yield cell.value
