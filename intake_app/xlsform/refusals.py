"""pyxform's refusals, as codes: the commonest have one of their own, the rest pass pyxform's English on."""

import re
from functools import cache
from string import Formatter
from typing import Final

from pyxform.errors import ErrorCode, PyXFormError

from intake_app.errors import Fact, IntakeError

# By pyxform's own error identifiers, longest prefix first.
_BY_IDENTIFIER: Final = (
    ("HEADER_003", "xlsform.missing_column"),
    ("HEADER_", "xlsform.bad_header"),
    ("LABEL_001", "xlsform.choice_without_label"),
    ("NAMES_001", "xlsform.duplicate_name"),
    ("NAMES_003", "xlsform.duplicate_name"),
    ("NAMES_004", "xlsform.duplicate_name"),
    ("NAMES_005", "xlsform.reserved_name"),
    ("NAMES_006", "xlsform.choice_without_name"),
    ("NAMES_007", "xlsform.duplicate_choice"),
    ("NAMES_008", "xlsform.bad_name"),
    ("NAMES_009", "xlsform.bad_name"),
    ("PYREF_003", "xlsform.unknown_reference"),
    ("PYREF_004", "xlsform.ambiguous_reference"),
    ("PYREF_", "xlsform.bad_reference"),
    ("RANGE_", "xlsform.parameters"),
    ("SURVEY_001", "xlsform.unmatched_end"),
    ("SURVEY_002", "xlsform.unmatched_begin"),
    ("SURVEY_", "xlsform.parameters"),
    ("ENTITY_", "xlsform.entities"),
)

# By the text, for refusals that pyxform gives no identifier.
_BY_TEXT: Final = (
    (re.compile(r"You must have a sheet named '?survey"), "xlsform.no_survey_sheet"),
    (re.compile(r"There should be an? (external_)?choices sheet"), "xlsform.no_choices_sheet"),
    (re.compile(r"Unknown question type '(?P<name>[^']*)'"), "xlsform.unknown_type"),
    (re.compile(r"List name not in (external )?choices sheet: *(?P<name>\S+)"), "xlsform.unknown_list"),
    (re.compile(r"named '(?P<name>[^']*)' has no label or hint"), "xlsform.no_label"),
    (re.compile(r"Duplicate column header: *(?P<name>.*)"), "xlsform.bad_header"),
    (re.compile(r"'(?P<name>[^']*)' is invalid\. Names must begin"), "xlsform.bad_name"),
    (re.compile(r"Missing calculation|'calculation' column must not be empty"), "xlsform.no_calculation"),
    (re.compile(r"File name for '(?P<name>[^']*)' should end with"), "xlsform.file_type"),
    (re.compile(r"[Ii]nstance name[s:].*?'(?P<name>[^']*)'", re.DOTALL), "xlsform.instance_name"),
    (re.compile(r"must be (?:a number|set to)|Parameter|parameter|Invalid value for"), "xlsform.parameters"),
)
_ROW: Final = re.compile(r"\[row ?: ?(\d+|unknown)\] ?")
_SHEET: Final = re.compile(r"On the '(\w+)' sheet")
_NAMING: Final = ("q", "value", "name", "header", "missing", "type", "dataset")
_LONGEST: Final = 400


def refusal(error: PyXFormError, file: str) -> IntakeError:
    """The IntakeError for a refusal by pyxform. Facts: file, place (`survey:5`), name, reason (English)."""
    reason = str(error)
    code, found = _classify(error, reason)
    facts: dict[str, Fact] = {
        "file": file,
        "place": _place(found, reason),
        "name": next((found[key] for key in _NAMING if found.get(key)), ""),
        "reason": _short(reason),
    }
    return IntakeError(code, **facts)


def _classify(error: PyXFormError, reason: str) -> tuple[str, dict[str, str]]:
    if error.code is not None:
        return _own_code(error.code.name), {key: str(value) for key, value in error.context.items()}
    for identifier, pattern in _templates():
        if found := pattern.match(reason):
            return _own_code(identifier), {key: value or "" for key, value in found.groupdict().items()}
    for pattern, code in _BY_TEXT:
        if found := pattern.search(reason):
            return code, {key: value or "" for key, value in found.groupdict().items()}
    return "xlsform.refused", {}


def _own_code(identifier: str) -> str:
    return next((code for prefix, code in _BY_IDENTIFIER if identifier.startswith(prefix)), "xlsform.refused")


@cache
def _templates() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """pyxform often raises its templates already filled in: each becomes a pattern with a group for each field."""
    return tuple((each.name, re.compile(_pattern(each.value.msg), re.DOTALL)) for each in ErrorCode)


def _pattern(template: str) -> str:
    seen: set[str] = set()
    pattern = ""
    for text, name, _, _ in Formatter().parse(template):
        pattern += re.escape(text)
        if name:
            pattern += ".*?" if name in seen else f"(?P<{name}>.*?)"
            seen.add(name)
    return pattern


def _place(found: dict[str, str], reason: str) -> str:
    row = _ROW.search(reason)
    sheet = _SHEET.search(reason)
    name = sheet.group(1) if sheet else found.get("sheet") or found.get("sheet_name") or "survey"
    return f"{name}:{row.group(1)}" if row and row.group(1) != "unknown" else name


def _short(reason: str) -> str:
    told = " ".join(_ROW.sub("", reason).split())
    return told if len(told) <= _LONGEST else told[: _LONGEST - 1] + "…"
