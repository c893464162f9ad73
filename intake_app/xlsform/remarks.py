"""What is worth knowing about a questionnaire that compiles: pyxform's warnings and ours, as codes and facts."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from lxml import etree

from intake_app.errors import Fact
from intake_app.xlsform.kinds import EXTERNAL, UNKNOWN, Kind
from intake_app.xlsform.refusals import classify, complete

# Of one code so many are told one by one; a list of five thousand answers without a text is one mistake.
MOST: Final = 20

_SETTINGS: Final = Kind("xlsform.two_form_ids", "settings")
_TEXTS: Final = tuple(
    (re.compile(text, re.IGNORECASE | re.DOTALL), kind)
    for text, kind in (
        (
            r"^Language '(?P<language>.*)' is missing the (?P<sheet>\w+) (?:columns )?(?P<found>.+?)(?: column)?\.$",
            Kind("xlsform.translation_column"),
        ),
        (r"^The form_id and id_string", _SETTINGS),
        (r"'disabled' column header", Kind("xlsform.disabled_column")),
        (r"row without name, text, or label", Kind("xlsform.row_skipped")),
        (r"(?P<found>\S+) is no longer supported on most devices", Kind("xlsform.old_metadata", column="type")),
        (r"repeat has no label", Kind("xlsform.repeat_without_label", column="label")),
        (r"external is only meant for filtered", EXTERNAL),
        (r"use the max-pixels parameter", Kind("xlsform.no_max_pixels", column="parameters")),
        (r"uses or_other and translations", Kind("xlsform.or_other_translations")),
    )
)
_FORMULA_ERRORS: Final = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"})
_XFORMS: Final = "{http://www.w3.org/2002/xforms}"
_LANGUAGE_CODE: Final = re.compile(r"\([A-Za-z]{2,8}(?:[-_][A-Za-z0-9]{1,8})*\)$")
_ROW: Final = re.compile(r"\[row ?: ?(\d+)\]")


@dataclass(frozen=True, slots=True)
class Remark:
    """A code `xlsform.*` and the facts of its sentence, among them the place as `survey:5`."""

    code: str
    facts: Mapping[str, Fact] = field(default_factory=dict)


def remarks(warnings: Iterable[str], file: str, sheets: dict[str, Any]) -> Iterator[Remark]:
    """pyxform's warnings as remarks. A warning may hold several lines, one for each language or row."""
    for warning in warnings:
        lines = warning.split("\n") if warning.startswith("Language '") else [warning]
        for line in lines:
            kind, facts = _kind(line)
            if kind is UNKNOWN:
                facts["reason"] = " ".join(_ROW.sub("", line).split())
                kind = Kind("xlsform.remark")
            yield Remark(kind.code, {"file": file, **complete(kind, facts, sheets)})


def notes_left_out(headings: Iterable[str], file: str) -> Iterator[Remark]:
    """Columns of answers that were taken out, as pyxform remarks on those it leaves out."""
    for each in headings:
        known = {"sheet": "choices", "row": "1", "column": each, "found": each}
        yield Remark("xlsform.choice_heading", {"file": file, **complete(UNKNOWN, known, {})})


def broken_cells(sheets: dict[str, Any], file: str) -> Iterator[Remark]:
    """Cells in which a formula gave an error, which the form now has as its text."""
    for sheet in ("survey", "choices", "settings", "external_choices", "entities"):
        for number, row in enumerate(sheets.get(sheet) or (), start=2):
            for column in [key for key, text in row.items() if text in _FORMULA_ERRORS]:
                known = {"sheet": sheet, "row": str(number), "column": column, "found": row[column]}
                yield Remark("xlsform.broken_cell", {"file": file, **complete(UNKNOWN, known, sheets)})


def languages_without_code(root: etree._Element, file: str) -> Iterator[Remark]:
    """Languages of a form whose name gives no code in brackets, so that a client can not tell which they are."""
    for translation in root.iter(f"{_XFORMS}translation"):
        language = str(translation.get("lang"))
        if language != "default" and not _LANGUAGE_CODE.search(language):
            yield Remark("xlsform.language_without_code", {"file": file, "language": language, "place": "settings"})


def bounded(told: Iterable[Remark]) -> tuple[Remark, ...]:
    """The first of each code, and for a code that comes too often how many more there are."""
    kept: list[Remark] = []
    seen: Counter[str] = Counter()
    for remark in told:
        seen[remark.code] += 1
        if seen[remark.code] <= MOST:
            kept.append(remark)
    more = ((code, count - MOST) for code, count in seen.items() if count > MOST)
    return (*kept, *(Remark("xlsform.more_remarks", {"reason": code, "count": count}) for code, count in more))


def _kind(line: str) -> tuple[Kind, dict[str, str]]:
    for pattern, kind in _TEXTS:
        if found := pattern.search(line):
            facts = {key: text for key, text in found.groupdict().items() if text}
            row = _ROW.search(line)
            return kind, {**facts, **({"row": row.group(1)} if row else {})}
    return classify(line)
