"""Translations from catalogues become columns of the sheets, then marks in the XForm.

A missing translation is never blank and never a dash: the source text stands in after its code in brackets, so
that every client shows which language it is, and carries the attribute `intake:fallback` for ours.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from lxml import etree

INTAKE: Final = "urn:intake:form:1"
_XFORMS: Final = "{http://www.w3.org/2002/xforms}"


class Catalogue(dict[str, str]):
    """Texts in one language by source text; `signed` says who found which of them right, and when."""

    def __init__(self, texts: Mapping[str, str], signed: Mapping[str, str] | None = None) -> None:
        super().__init__(texts)
        self.signed: Mapping[str, str] = signed or {}


Catalogues = Mapping[str, Mapping[str, str]]

_COLUMNS: Final = {
    "survey": ("label", "hint", "guidance_hint", "constraint_message", "required_message"),
    "choices": ("label",),
}
_CODE: Final = re.compile(r"\(([A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*)\)\s*$")
_REVIEW: Final = re.compile(r"^X-Review:\s*(\w+)", re.MULTILINE)
# pyxform makes curly quotes straight, for the sake of rules: those of a text go past it as signs of private use.
_HIDDEN: Final = dict(zip(map(ord, "‘’“”"), "\ue018\ue019\ue01c\ue01d", strict=True))
_SHOWN: Final = {ord(hidden): chr(sign) for sign, hidden in _HIDDEN.items()}


def translatable(sheets: Mapping[str, Any]) -> Iterator[tuple[str, str, int, dict[str, str]]]:
    """Each (sheet, column, row number in the sheet, row) whose cell is a source text without a language."""
    for sheet, columns in _COLUMNS.items():
        for number, row in enumerate(sheets.get(sheet) or (), start=2):
            for column in columns:
                if row.get(column):
                    yield sheet, column, number, row


def merge(sheets: dict[str, Any], catalogues: Catalogues, signed: bool = False) -> None:
    """Add a column for each language beside each column of source texts. A column that is there stays.

    `signed` puts "[reviewed by NAME, DAY] " before what somebody has read, for `mark` to make an attribute of it, and
    hides curly quotes from pyxform, for `mark` to bring them back.
    """
    source = _source_code(sheets)
    for _sheet, column, _number, row in translatable(sheets):
        for language, texts in catalogues.items():
            told = texts.get(row[column]) or f"[{source}] {row[column]}"
            if signed and isinstance(texts, Catalogue) and row[column] in texts.signed:
                told = f"[reviewed by {texts.signed[row[column]].replace(']', ')')}] {told}"
            row.setdefault(f"{column}::{language}", told.translate(_HIDDEN) if signed else told)
    for sheet, columns in _COLUMNS.items():
        header = sheets.get(f"{sheet}_header") or []
        for known in header:
            added = [f"{c}::{language}" for c in columns if c in known for language in catalogues]
            known.update(dict.fromkeys(added))


def mark(root: etree._Element, catalogues: Catalogues) -> bytes:
    """Write `intake:review` on merged translations, `intake:fallback` where the source text stands in, and
    `intake:reviewer` on what somebody has read."""
    etree.register_namespace("intake", INTAKE)
    prefix = re.compile(r"^\[([A-Za-z-]{2,12})\] ")
    read = re.compile(r"^\[reviewed by ([^\]]+)\] ")
    for translation in root.iter(f"{_XFORMS}translation"):
        texts = catalogues.get(str(translation.get("lang")))
        if texts is None:
            continue
        translation.set(f"{{{INTAKE}}}review", _review(texts))
        for value in translation.iter(f"{_XFORMS}value"):
            # pyxform puts a blank before a text that holds answers.
            value.text = (value.text or "").lstrip().translate(_SHOWN)
            for answer in value:
                answer.tail = (answer.tail or "").translate(_SHOWN)
            if found := read.match(value.text):
                value.set(f"{{{INTAKE}}}reviewer", found.group(1))
                value.text = value.text[found.end() :]
            elif found := prefix.match(value.text):
                value.set(f"{{{INTAKE}}}fallback", found.group(1))
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


def _review(texts: Mapping[str, str]) -> str:
    found = _REVIEW.search(texts.get("", ""))
    return "reviewed" if found and found.group(1) == "reviewed" else "unreviewed"


def _source_code(sheets: Mapping[str, Any]) -> str:
    for row in sheets.get("settings") or ():
        found = _CODE.search(row.get("default_language") or "")
        if found:
            return found.group(1)
    return "en"
