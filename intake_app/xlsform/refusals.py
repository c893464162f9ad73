"""pyxform's refusals as ours: a code, the sheet, row and column, and what was found there."""

import re
from types import TracebackType
from typing import Any, Final

from pyxform.errors import PyXFormError

from intake_app.errors import Fact, IntakeError
from intake_app.xlsform import places
from intake_app.xlsform.kinds import BY_IDENTIFIER, BY_TEXT, EXTERNAL, RENAMED, UNKNOWN, Kind, templates

_ROW: Final = re.compile(r"\[row ?: ?(\d+|unknown)\] ?")
_SHEET: Final = re.compile(r"[Oo]n the '(\w+)' sheet")
_COLUMN: Final = re.compile(r"the '([^']+)' value is (?:invalid|problematic)")
_RANGE: Final = "RANGE_"
_LONGEST: Final = 80

Sheets = dict[str, Any]


def refusal(error: PyXFormError, file: str, sheets: Sheets) -> IntakeError:
    """The IntakeError for a refusal by pyxform. Facts: file, place (`survey:5`), sheet, row, column, name and more."""
    told = str(error)
    context = {key: str(value) for key, value in error.context.items() if value is not None}
    kind, facts = _classify(error.code.name if error.code else "", told, context)
    if "row" not in facts and error.code is None:
        _row_by_search(kind, facts, sheets)
        _row_of_loop(kind, facts, error.__traceback__)
    if kind is UNKNOWN:
        facts["reason"] = told.rstrip(".")
    return IntakeError(kind.code, file=file, **complete(kind, facts, sheets))


def fault(error: Exception, file: str, sheets: Sheets) -> IntakeError:
    """The refusal of a questionnaire that pyxform stumbled over without a word."""
    facts: dict[str, str] = {}
    row = _loop_row(error.__traceback__)
    if row and places.cell(sheets, "survey", row, "type").replace("_", " ").startswith("select one external"):
        return IntakeError(EXTERNAL.code, file=file, **complete(EXTERNAL, {"row": str(row)}, sheets))
    # After the last row comes work on the whole form, which is no fault of that row.
    if row and row <= len(sheets.get("survey") or ()):
        facts["row"] = str(row)
    return IntakeError("xlsform.stumbled", file=file, error=type(error).__name__, **complete(UNKNOWN, facts, sheets))


def classify(told: str) -> tuple[Kind, dict[str, str]]:
    """The kind of a remark or refusal, and the facts that stand in its text."""
    return _classify("", told, {})


def complete(kind: Kind, known: dict[str, str], sheets: Sheets) -> dict[str, Fact]:
    """All facts of a sentence: what the text gave, and what the sheets hold at that place."""
    facts: dict[str, Fact] = {**kind.facts, **{key: _short(text) for key, text in known.items()}}
    sheet = str(facts.setdefault("sheet", kind.sheet))
    column = str(facts.get("column", kind.column))
    facts["column"] = places.heading(sheets, sheet, column) or column
    if "similar" in facts:
        facts["similar"] = str(facts["similar"]).replace("'", '"')
    row = int(str(facts["row"])) if str(facts.get("row", "")).isdigit() else None
    # pyxform counts the headings of settings as the row itself.
    facts["row"] = row = 2 if sheet == "settings" and row == 1 else row
    facts["place"] = f"{sheet}:{row}" if row else sheet
    if row:
        facts.setdefault("name", _short(places.cell(sheets, sheet, row, "name")))
        facts.setdefault("found", _short(places.cell(sheets, sheet, row, column.partition(" (")[0])))
    return facts


def _classify(identifier: str, told: str, context: dict[str, str]) -> tuple[Kind, dict[str, str]]:
    if identifier:
        return BY_IDENTIFIER.get(identifier, UNKNOWN), _renamed(identifier, context)
    for each, pattern in templates():
        if found := pattern.match(told):
            kind, facts = BY_IDENTIFIER.get(each, UNKNOWN), _renamed(each, found.groupdict())
            return kind, {**_in_words(told), **facts}
    for pattern, kind in BY_TEXT:
        if found := pattern.search(told):
            return kind, {**_in_words(told), **{key: text for key, text in found.groupdict().items() if text}}
    return UNKNOWN, _in_words(told)


def _renamed(identifier: str, groups: dict[str, Any]) -> dict[str, str]:
    names = {**RENAMED, "name": "parameter"} if identifier.startswith(_RANGE) else RENAMED
    facts = {names.get(key, key): str(text) for key, text in groups.items() if text and text != "unknown"}
    if identifier.startswith("HEADER_"):
        facts["found"] = facts.get("found", facts.get("column", "")).replace("'", "")
    return facts


def _in_words(told: str) -> dict[str, str]:
    """The place as pyxform words it."""
    found = {"row": _ROW.search(told), "sheet": _SHEET.search(told), "column": _COLUMN.search(told)}
    return {key: each.group(1) for key, each in found.items() if each and each.group(1) != "unknown"}


def _row_by_search(kind: Kind, facts: dict[str, str], sheets: Sheets) -> None:
    if kind.find:
        row = places.only(sheets, kind.sheet, kind.find, {**kind.facts, **facts}.get(kind.by, ""))
        if row is not None:
            facts["row"] = str(row)


def _row_of_loop(kind: Kind, facts: dict[str, str], trace: TracebackType | None) -> None:
    row = _loop_row(trace)
    if "row" not in facts and kind.sheet == "survey" and not kind.find and row is not None:
        facts["row"] = str(row)


def _loop_row(trace: TracebackType | None) -> int | None:
    """The row pyxform was at: it does not tell it with every refusal, but its frame holds it."""
    while trace is not None:
        if trace.tb_frame.f_code.co_name == "workbook_to_json":
            row = trace.tb_frame.f_locals.get("row_number")
            return row if isinstance(row, int) else None
        trace = trace.tb_next
    return None


def _short(text: str) -> str:
    told = " ".join(_ROW.sub("", text).split())
    return told if len(told) <= _LONGEST else told[: _LONGEST - 1] + "…"
