"""Texts of cells that would break the form wherever it is opened, mended; and headings that no XForm can hold."""

import re
from typing import Any, Final

from intake_app.xlsform.places import heading

Sheets = dict[str, Any]

# What XML can not hold: pasted from word processors, seen by nobody.
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_MIDNIGHT: Final = re.compile(r"^(\d{4}-\d\d-\d\d) 00:00:00$")
_MOMENT: Final = re.compile(r"^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)$")
_XML_NAME: Final = re.compile(r"^(?:[^\W\d][\w.-]*:)?[^\W\d][\w.-]*$")
_PARTS: Final = ("survey", "choices", "settings", "external_choices", "entities", "osm")
_ATTRIBUTES: Final = ("bind", "control", "body", "instance", "attribute")


def repair(sheets: Sheets) -> None:
    """Take out control characters, and write a default that is a date of a spreadsheet program as XForms write it."""
    for part in _PARTS:
        for row in sheets.get(part) or ():
            for key, text in row.items():
                if _CONTROL.search(text):
                    row[key] = _CONTROL.sub("", text)
    kind, default = heading(sheets, "survey", "type"), heading(sheets, "survey", "default")
    if kind and default:
        for row in sheets.get("survey") or ():
            if row.get(default):
                row[default] = _moment(row.get(kind, "").strip().lower(), row[default])


def drop_notes(sheets: Sheets) -> list[str]:
    """Take out columns of answers whose heading no element can have, so that no filter can speak of them; which."""
    dropped = [each for each in _headings(sheets, "choices") if not set(" :") & set(each) and not _XML_NAME.match(each)]
    if dropped:
        sheets["choices_header"] = [{key: None for key in _headings(sheets, "choices") if key not in dropped}]
        for row in sheets["choices"]:
            for key in dropped:
                row.pop(key, None)
    return dropped


def bad_heading(sheets: Sheets) -> tuple[str, str] | None:
    """(sheet, heading) of the first heading that becomes the name of an attribute but can be none."""
    for sheet in ("survey", "settings"):
        for written in _headings(sheets, sheet):
            first, _, rest = written.partition("::")
            if first.strip().lower() in _ATTRIBUTES and not _XML_NAME.match(rest.strip()):
                return sheet, written
    return None


def _headings(sheets: Sheets, sheet: str) -> list[str]:
    return [written for header in sheets.get(f"{sheet}_header") or () for written in header]


def _moment(kind: str, text: str) -> str:
    if kind == "date":
        return _MIDNIGHT.sub(r"\1", text)
    return _MOMENT.sub(r"\1T\2", text) if kind == "datetime" else text
