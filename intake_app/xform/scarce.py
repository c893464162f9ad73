"""Lists beside a form from which nothing, or less than stands in them, can be chosen: told to who brings them."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from intake_app.xform.definition import FormDefinition, Itemset, Notice
from intake_app.xform.secondary import table
from intake_app.xpath.tree import Node, Row

_LIST = re.compile(r"""instance\(\s*['"]([^'"]+)['"]\s*\)""")
_COLUMN = re.compile(r"[\w.\-]+")


def scarce(definition: FormDefinition, files: Mapping[str, bytes]) -> Iterator[Notice]:
    """A notice for each list without rows, and for each question whose list lacks a column, or has a choice twice or
    rows that swallowed others. `files`: those of the form, by name.
    """
    for name in sorted(files):
        if name.lower().endswith(".csv") and not table(files[name], name):
            yield Notice("warning", name, "xform.list_empty", {"file": name})
    for spec in definition.specs.values():
        itemset = spec.question.itemset if spec.question is not None else None
        named = _LIST.match(itemset.nodeset.source) if itemset is not None else None
        if itemset is not None and named is not None and named[1] in definition.instances:
            rows = _rows(definition.instances[named[1]])
            for code, found in _lacking(itemset, rows) if rows else ():
                yield Notice("warning", spec.path, code, {"name": named[1], "found": found})


def _rows(document: Node) -> list[Row]:
    return [row for root in document.elements() for row in root.elements() if isinstance(row, Row)]


def _lacking(itemset: Itemset, rows: list[Row]) -> Iterator[tuple[str, str]]:
    """Codes, with the column or the choice that each is about."""
    label = itemset.label.source if itemset.label is not None and not itemset.label_is_itext else ""
    columns = dict.fromkeys(each for each in (itemset.value_name, label) if each and _COLUMN.fullmatch(each))
    for column in columns:
        cells = [row.cell(column) for row in rows]
        if not any(cells):
            yield "xform.list_column", column
        elif any("\n" in (cell or "") for cell in cells):
            yield "xform.list_row_swallowed", column
    values = Counter(row.cell(itemset.value_name or "") for row in rows)
    twin = next((value for value, count in values.items() if value and count > 1), None)
    if twin is not None and "[" not in itemset.nodeset.source:
        yield "xform.list_twin", twin
