"""The sheets of a questionnaire from its bytes: the same rows, headings and texts whichever format they come in.

pyxform's own rules hold (a row of headings, blank columns left out, numbers without a needless ".0", an end after sixty
blank rows), with what its readers lack: further sheets in a CSV, semicolons or tabs in it, the sheet of a repeated
heading, the rows after the end, silence.
"""

import csv
import re
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import BytesIO, StringIO
from typing import Any, Final

import openpyxl
import xlrd
from openpyxl.utils import get_column_letter
from pyxform.constants import SUPPORTED_SHEET_NAMES
from pyxform.errors import PyXFormError
from pyxform.xls2json_backends import (
    get_excel_column_headers,
    xls_value_to_unicode,
    xlsx_value_to_str,
)

from intake_app.errors import Fact, IntakeError
from intake_app.xlsform.reading import delimiter
from intake_app.xlsform.remarks import Remark

Sheets = dict[str, Any]
Row = Sequence[str | None]

_BLANK_ROWS: Final = 60
# So far below the end a row that was left out is still looked for.
_FAR: Final = 5_000
_TABLE_LINE: Final = re.compile(r"\s*\|(.*)\|")
_RULE: Final = re.compile(r"^[|-]+$")
_BAR: Final = re.compile(r"(?<!\\)\|")


def read(data: bytes, suffix: str, name: str) -> tuple[Sheets, list[Remark]]:
    """The sheets `survey`, `choices`, `settings` … as rows, `…_header` as their columns, `sheet_names` as written.

    Raises IntakeError xlsform.repeated_heading, too_many_cells, no_sheet_names, bad_date; what the readers raise on
    damaged files is left to the caller.
    """
    if suffix == ".md":
        return _gather(_markdown(data.decode("utf-8-sig"), name), name)
    if suffix == ".csv":
        return _gather(_csv(data.decode("utf-8-sig"), name), name)
    with warnings.catch_warnings():
        # openpyxl remarks on every extension of spreadsheet programs that it passes over.
        warnings.simplefilter("ignore")
        return _xls(data, name) if suffix == ".xls" else _xlsx(data, name)


def _xlsx(data: bytes, name: str) -> tuple[Sheets, list[Remark]]:
    book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
    try:
        wanted = [title for title in book.sheetnames if len(book.sheetnames) == 1 or _known(title)]
        pages = {title: _new_rows(book[title]) for title in wanted}
        return _gather(pages, name, book.sheetnames)
    finally:
        book.close()


def _new_rows(page: Any) -> Iterator[list[str | None]]:
    """The rows as wide as the headings: a sheet may be coloured to its sixteen-thousandth column."""
    for first in page.iter_rows(max_row=1):
        headings = _new_row(first)
        yield headings
        width = max((place for place, heading in enumerate(headings, start=1) if heading), default=0)
        yield from map(_new_row, page.iter_rows(min_row=2, max_col=width) if width else ())


def _new_row(row: Iterable[Any]) -> list[str | None]:
    return [None if cell.value is None else str(xlsx_value_to_str(cell.value)) for cell in row]


def _xls(data: bytes, name: str) -> tuple[Sheets, list[Remark]]:
    # The log would go to standard output, where a caller reads JSON. Ragged: no row is filled up to the widest.
    with xlrd.open_workbook(file_contents=data, logfile=StringIO(), on_demand=True, ragged_rows=True) as book:
        titles = book.sheet_names()
        wanted = [title for title in titles if len(titles) == 1 or _known(title)]
        pages = {title: _old_rows(book.sheet_by_name(title), book.datemode, name) for title in wanted}
        return _gather(pages, name, titles)


def _old_rows(page: Any, datemode: int, name: str) -> Iterator[list[str | None]]:
    for number, row in enumerate(page.get_rows(), start=1):
        told: list[str | None] = []
        for column, cell in enumerate(row, start=1):
            try:
                told.append(_old_cell(cell, datemode))
            except xlrd.xldate.XLDateError as error:
                letter = get_column_letter(column)
                raise IntakeError("xlsform.bad_date", file=name, column=letter, **_at(page.name, number)) from error
        yield told


def _old_cell(cell: Any, datemode: int) -> str | None:
    if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
        return None
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(cell.value, "#N/A"))
    return str(xls_value_to_unicode(cell.value, cell.ctype, datemode))


def _markdown(text: str, name: str) -> dict[str, list[Row]]:
    """The pages of Markdown tables: the first column names the sheets, "#" after the last bar begins a comment."""
    pages: dict[str, list[Row]] = {}
    sheet = ""
    for line in text.split("\n"):
        found = None if line.lstrip().startswith("#") else _TABLE_LINE.match(_without_comment(line))
        if found is None or _RULE.match(found.group(1)):
            continue
        first, *cells = (_cell(each) for each in _BAR.split(found.group(1)))
        if first:
            sheet = first
            pages[sheet] = []
        if sheet and any(cells):
            if _known(sheet):
                _no_more_than_headings(pages[sheet], cells, sheet, name)
            pages[sheet].append(cells)
    return pages


def _no_more_than_headings(page: list[Row], cells: Row, sheet: str, name: str) -> None:
    """A bar inside a text that was not escaped shifts what follows; nobody would notice what is lost then."""
    headings = page[0] if page else cells
    for place, cell in enumerate(cells):
        if cell and (place >= len(headings) or not headings[place]):
            raise IntakeError("xlsform.too_many_cells", file=name, found=cell, **_at(sheet, len(page) + 1))


def _without_comment(line: str) -> str:
    after = line.rfind("|") + 1
    # A sign that ends the line begins nothing.
    at = line.rfind("#", after, len(line) - 1)
    return line if at < 0 else line[:at]


def _cell(text: str) -> str | None:
    return text.strip().replace("\\|", "|") or None


def _csv(text: str, name: str) -> dict[str, list[Row]]:
    """The pages of a CSV. Its first column names the sheets; a table of questions alone needs no such column."""
    rows = list(csv.reader(StringIO(text, newline=""), delimiter=delimiter(text)))
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    if not any(_known(row[0].strip()) for row in filled):
        if any(cell.strip().lower() == "type" for cell in filled[0]):
            return {"survey": [*filled]}
        raise IntakeError("xlsform.no_sheet_names", file=name)
    pages: dict[str, list[Row]] = {}
    sheet = ""
    for row in rows:
        named, content = (row[0].strip() if row else ""), row[1:]
        if named and named != sheet:
            sheet = named
            pages[sheet] = []
        # Blank rows count for the row numbers, except before the headings.
        if sheet and (pages[sheet] or any(cell.strip() for cell in content)):
            pages[sheet].append(content)
    return pages


def _known(sheet: str) -> bool:
    return sheet.lower() in SUPPORTED_SHEET_NAMES


def _gather(
    pages: Mapping[str, Iterable[Row]], name: str, titles: Sequence[str] | None = None
) -> tuple[Sheets, list[Remark]]:
    """The sheets that pyxform knows, or the only sheet under whatever name."""
    sheets: Sheets = {"sheet_names": list(titles or pages)}
    remarks: list[Remark] = []
    for title, rows in pages.items():
        if not _known(title) and len(sheets["sheet_names"]) > 1:
            continue
        part = title.lower() if _known(title) else "survey"
        headings, told, left_out = _table(title, iter(rows), name)
        sheets[part] = told
        sheets[f"{part}_header"] = [dict.fromkeys(filter(None, headings))] if headings else []
        if left_out:
            remarks.append(Remark("xlsform.rows_left_out", _at(title, left_out)))
    return sheets, remarks


def _table(title: str, rows: Iterator[Row], name: str) -> tuple[Row, list[dict[str, str]], int | None]:
    """(headings, rows by heading, number of the first row after the end of the table that is not blank)."""
    headings = _headings(title, next(rows, ()), name)
    told: list[dict[str, str]] = []
    blank = 0
    for number, row in enumerate(rows, start=2):
        found = {key: _clean(text) for key, text in zip(headings, row, strict=False) if key and text and text.strip()}
        if blank > _BLANK_ROWS:
            if found or number > len(told) + _FAR:
                return headings, told[: len(told) - blank], number if found else None
            continue
        blank = 0 if found else blank + 1
        told.append(found)
    return headings, told[: len(told) - blank], None


def _headings(title: str, first: Row, name: str) -> Row:
    try:
        return list(get_excel_column_headers(first))
    except PyXFormError as error:
        twice = next(each for place, each in enumerate(first) if each and each in first[:place])
        raise IntakeError("xlsform.repeated_heading", file=name, name=twice, **_at(title, 1)) from error


def _clean(text: str) -> str:
    return text.strip().replace("\xa0", " ")


def _at(sheet: str, row: int) -> dict[str, Fact]:
    return {"sheet": sheet, "row": row, "place": f"{sheet}:{row}"}
