"""From the bytes of a questionnaire to XForm XML. Nothing is written to disk and no validator is run."""

import csv
import re
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import StringIO
from pathlib import PurePath
from typing import Any, Final

from lxml import etree
from pyxform.builder import create_survey_element_from_dict
from pyxform.errors import PyXFormError
from pyxform.parsing.expression import is_xml_tag
from pyxform.utils import has_external_choices
from pyxform.xls2json import workbook_to_json
from pyxform.xls2json_backends import DefinitionData

from intake_app.errors import Fact, IntakeError
from intake_app.xlsform.cells import bad_heading, drop_notes, repair
from intake_app.xlsform.merging import Catalogues, mark, merge
from intake_app.xlsform.places import only, rows_by_path, rules_by_path
from intake_app.xlsform.reading import file_type
from intake_app.xlsform.refusals import fault, refusal
from intake_app.xlsform.remarks import (
    Remark,
    bounded,
    broken_cells,
    languages_without_code,
    notes_left_out,
    remarks,
)
from intake_app.xlsform.workbooks import read

_XHTML: Final = "{http://www.w3.org/1999/xhtml}"
_XFORMS: Final = "{http://www.w3.org/2002/xforms}"

_PREFIX: Final = re.compile(r"Namespace prefix (\S+) (?:on|for) (\S+)")

# What the readers of spreadsheets raise on damaged or hostile files, beside their own errors.
_UNREADABLE: Final = (
    csv.Error,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
    etree.XMLSyntaxError,
    SyntaxError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    AssertionError,
    ArithmeticError,
    OSError,
    EOFError,
    RecursionError,
)

Sheets = dict[str, Any]


@dataclass(frozen=True, slots=True)
class CompiledForm:
    """An XForm and what is worth knowing of its source.

    `files` holds what goes beside it, `itemsets.csv` at most; `rows` the rows of `survey` by path in the record, and
    `rules` the rules written there, by path and column.
    """

    xml: bytes
    remarks: tuple[Remark, ...]
    form_id: str
    title: str
    files: Mapping[str, bytes] = field(default_factory=dict)
    rows: Mapping[str, int] = field(default_factory=dict)
    rules: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def compile_form(
    data: bytes, name: str, catalogues: Catalogues | None = None, form_name: str | None = None
) -> CompiledForm:
    """Compile a questionnaire. `name` is its file name; the content decides what it is. `form_name` is what the
    outermost element of a record is called where the settings do not say; without it, `data`.

    `catalogues` maps a form's language name ("Italiano (it)") to texts by source text; the entry "" holds the
    catalogue's header. A text without a translation shows the source after "[en] " and is marked in the XML.
    Raises IntakeError `xlsform.*`; a refusal has the facts file, place, sheet, row, column and name.
    """
    sheets, told = _sheets(data, name)
    if catalogues:
        merge(sheets, catalogues, signed=True)
    if form_name is not None and not is_xml_tag(form_name):
        facts: dict[str, Fact] = {"sheet": "settings", "row": None, "column": "name", "place": "settings"}
        raise IntakeError("xlsform.bad_name", file=name, found=form_name, **facts)
    return _compile(sheets, name, catalogues or {}, told, form_name)


def read_sheets(data: bytes, name: str) -> Sheets:
    """The sheets of a questionnaire: `survey`, `choices`, `settings` … as rows, `…_header` as their columns."""
    return _sheets(data, name)[0]


def _sheets(data: bytes, name: str) -> tuple[Sheets, list[Remark]]:
    suffix = file_type(data, name)
    try:
        sheets, told = read(data, suffix, name)
    except IntakeError:
        raise
    except Exception as error:
        # The reader of old spreadsheets has errors of its own without a common base.
        if isinstance(error, _UNREADABLE) or type(error).__module__.startswith("xlrd."):
            raise IntakeError("xlsform.damaged", file=name) from error
        raise
    repair(sheets)
    return sheets, [*told, *notes_left_out(drop_notes(sheets), name)]


def _compile(
    sheets: Sheets, name: str, catalogues: Catalogues, told: list[Remark], form_name: str | None
) -> CompiledForm:
    warnings: list[str] = []
    try:
        xml, itemsets = _convert(sheets, PurePath(name).stem or None, form_name, warnings)
    except PyXFormError as error:
        raise refusal(error, name, sheets) from error
    except RecursionError as error:
        raise IntakeError("xlsform.too_deep", file=name, sheet="survey", place="survey") from error
    except _UNREADABLE as error:
        raise fault(error, name, sheets) from error
    root = _parse(xml, name, sheets)
    known = (*told, *broken_cells(sheets, name), *remarks(warnings, name, sheets), *languages_without_code(root, name))
    if catalogues:
        xml = mark(root, catalogues)
    files = {"itemsets.csv": itemsets} if itemsets else {}
    title = root.findtext(f".//{_XHTML}title") or ""
    rows = rows_by_path(sheets, form_name or "data")
    return CompiledForm(xml, bounded(known), _form_id(root), title, files, rows, rules_by_path(sheets, rows))


def _convert(sheets: Sheets, stem: str | None, form_name: str | None, warnings: list[str]) -> tuple[bytes, bytes]:
    """(XForm, itemsets.csv). pyxform's own way round would write the XForm to a temporary file first."""
    book = DefinitionData(**sheets)
    known = workbook_to_json(book, form_name=form_name, fallback_form_name=stem, warnings=warnings)
    itemsets = _itemsets(sheets) if has_external_choices(json_struct=known) else b""
    survey = create_survey_element_from_dict(known)
    return f'<?xml version="1.0"?>{survey.xml().toxml()}'.encode(), itemsets


def _itemsets(sheets: Sheets) -> bytes:
    """The external choices as Collect reads them, each cell under its heading."""
    headings = [heading for header in sheets["external_choices_header"] for heading in header]
    stream = StringIO(newline="")
    writer = csv.writer(stream, quoting=csv.QUOTE_ALL)
    writer.writerow(headings)
    writer.writerows([row.get(heading, "") for heading in headings] for row in sheets["external_choices"])
    return stream.getvalue().encode()


def _parse(xml: bytes, name: str, sheets: Sheets) -> etree._Element:
    """Also finds what pyxform lets through and no client can open."""
    try:
        return etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
    except etree.XMLSyntaxError as error:
        if "depth" in str(error):
            raise IntakeError("xlsform.too_deep", file=name, sheet="survey", place="survey") from error
        raise _no_xml(error, name, sheets) from error


def _no_xml(error: etree.XMLSyntaxError, name: str, sheets: Sheets) -> IntakeError:
    if written := bad_heading(sheets):
        sheet, found = written
        facts: dict[str, Fact] = {"sheet": sheet, "row": 1, "place": f"{sheet}:1", "column": found, "found": found}
        return IntakeError("xlsform.bad_heading", file=name, **facts)
    prefixed = _PREFIX.search(str(error))
    if prefixed is None:
        return fault(error, name, sheets)
    found = ":".join(prefixed.groups())
    row = only(sheets, "survey", "name", found)
    place = f"survey:{row}" if row else "survey"
    return IntakeError("xlsform.not_xml", file=name, sheet="survey", row=row, place=place, found=found)


def _form_id(root: etree._Element) -> str:
    for instance in root.iter(f"{_XFORMS}instance"):
        for primary in instance:
            return str(primary.get("id") or "")
    return ""
