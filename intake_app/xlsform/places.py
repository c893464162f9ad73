"""Where something stands in the sheets of a questionnaire. Rows are counted as in the sheet, headings included."""

from collections.abc import Mapping
from typing import Any, Final

Sheets = dict[str, Any]

# Headings that mean the same column (pyxform's aliases), each set by the name used here.
_SAME: Final = {
    "name": {"name", "value", "tag"},
    "type": {"type", "command"},
    "label": {"label", "caption"},
    "calculation": {"calculation", "calculate"},
    "relevant": {"relevant", "relevance"},
    "readonly": {"readonly", "read_only"},
    "repeat_count": {"repeat_count", "count", "jr:count"},
    "list_name": {"list_name", "dataset"},
    "dataset": {"list_name", "dataset"},
}


_RULES: Final = (
    "relevant",
    "constraint",
    "required",
    "readonly",
    "calculation",
    "choice_filter",
    "repeat_count",
    "default",
    "trigger",
)


def heading(sheets: Sheets, sheet: str, column: str) -> str | None:
    """The heading of a column as it is written in the sheet; for a translated column the first of its headings."""
    wanted = _SAME.get(column, {column})
    for header in sheets.get(f"{sheet}_header") or ():
        for written in header:
            if _plain(written) in wanted:
                return str(written)
    return None


def cell(sheets: Sheets, sheet: str, row: int, column: str) -> str:
    """The text of a cell, empty when there is none."""
    rows = sheets.get(sheet) or ()
    written = heading(sheets, sheet, column)
    if written is None or not 2 <= row < len(rows) + 2:
        return ""
    return str(rows[row - 2].get(written) or "")


def only(sheets: Sheets, sheet: str, column: str, text: str) -> int | None:
    """The one row whose cell holds this text, None when there is none or more than one: no place beats a wrong one."""
    written = heading(sheets, sheet, column)
    rows = sheets.get(sheet) or ()
    found = [number for number, row in enumerate(rows, start=2) if written and _told(row.get(written)) == _told(text)]
    return found[0] if len(found) == 1 else None


def rows_by_path(sheets: Sheets, form_name: str) -> dict[str, int]:
    """The row of each question, group and repeat by its path in the record (`/data/group/question`)."""
    found: dict[str, int] = {}
    stack = ["/" + (cell(sheets, "settings", 2, "name") or form_name)]
    types, names = (heading(sheets, "survey", column) or "" for column in ("type", "name"))
    for number, row in enumerate(sheets.get("survey") or (), start=2):
        kind = " ".join(row.get(types, "").replace("_", " ").split()).lower()
        if kind.startswith("end ") and len(stack) > 1:
            stack.pop()
        elif row.get(names):
            path = f"{stack[-1]}/{row[names]}"
            found.setdefault(path, number)
            if kind.startswith("begin "):
                stack.append(path)
    return found


def rules_by_path(sheets: Sheets, rows: Mapping[str, int]) -> dict[str, dict[str, str]]:
    """What an author wrote of rules, by path in the record and column; blank cells are left out."""
    found = {path: {column: cell(sheets, "survey", row, column) for column in _RULES} for path, row in rows.items()}
    return {path: {column: text for column, text in cells.items() if text} for path, cells in found.items()}


def _plain(written: str) -> str:
    return "_".join(written.partition("::")[0].split()).lower()


def _told(text: str | None) -> str:
    return " ".join((text or "").split())
