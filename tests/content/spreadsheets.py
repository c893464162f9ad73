"""Spreadsheets made by the tests: a book of rows in each format that people send."""

import csv
import datetime
import struct
from collections.abc import Mapping, Sequence
from io import BytesIO, StringIO

from openpyxl import Workbook

Cell = str | float | bool | datetime.date | None
Sheets = Mapping[str, Sequence[Sequence[Cell]]]

_ERRORS = {"#N/A": 0x2A, "#REF!": 0x17}
_EPOCH = datetime.datetime(1899, 12, 30)


def xlsx(sheets: Sheets) -> bytes:
    """An .xlsx; a text that begins with "=" is a formula without a stored value, "#N/A" an error."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for title, rows in sheets.items():
        page = workbook.create_sheet(title)
        for row in rows:
            page.append(list(row))
    stream = BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def csv_text(sheets: Sheets, delimiter: str = ",") -> bytes:
    """A CSV as spreadsheet programs write it: the first column names the sheets."""
    stream = StringIO(newline="")
    writer = csv.writer(stream, delimiter=delimiter)
    for title, rows in sheets.items():
        writer.writerow([title])
        writer.writerows(["", *map(shown, row)] for row in rows)
    return stream.getvalue().encode()


def md(sheets: Sheets) -> bytes:
    """The Markdown tables of forms that people keep beside their code."""
    lines = []
    for title, rows in sheets.items():
        lines.append(f"| {title} |")
        lines += ["| | " + " | ".join(shown(cell).replace("|", "\\|") for cell in row) + " |" for row in rows]
    return "\n".join(lines).encode()


def shown(cell: Cell) -> str:
    """A cell as its program shows it."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def xls(sheets: Sheets) -> bytes:
    """An .xls: a BIFF8 stream of cells in a compound file with one sector chain and one folder."""
    streams = [_page(rows) for rows in sheets.values()]
    boundsheets = [(title, struct.pack("<BB", len(title), 0) + title.encode("ascii")) for title in sheets]
    # Two cell formats: general, and the built-in date.
    formats = b"".join(_record(0x00E0, struct.pack("<HHHBB", 0, number, 0, 0, 0) + bytes(12)) for number in (0, 22))
    begin = _record(0x0809, struct.pack("<HHHHII", 0x600, 5, 0, 1997, 0, 0)) + _record(0x0042, struct.pack("<H", 1200))
    size = len(begin) + len(formats) + sum(4 + 6 + len(name) for _, name in boundsheets) + 4
    workbook = begin + formats
    for (_, name), stream in zip(boundsheets, streams, strict=True):
        workbook += _record(0x0085, struct.pack("<IH", size, 0) + name)
        size += len(stream)
    return _compound(workbook + _record(0x000A) + b"".join(streams))


def _page(rows: Sequence[Sequence[Cell]]) -> bytes:
    page = _record(0x0809, struct.pack("<HHHHII", 0x600, 0x10, 0, 1997, 0, 0))
    for y, row in enumerate(rows):
        for x, cell in enumerate(row):
            page += _cell(struct.pack("<HHH", y, x, 0), struct.pack("<HHH", y, x, 1), cell)
    return page + _record(0x000A)


def _cell(at: bytes, dated: bytes, cell: Cell) -> bytes:
    if cell is None:
        return b""
    if isinstance(cell, bool):
        return _record(0x0205, at + struct.pack("<BB", cell, 0))
    if isinstance(cell, datetime.datetime):
        return _record(0x0203, dated + struct.pack("<d", (cell - _EPOCH) / datetime.timedelta(days=1)))
    if isinstance(cell, int | float):
        return _record(0x0203, at + struct.pack("<d", cell))
    if cell in _ERRORS:
        return _record(0x0205, at + struct.pack("<BB", _ERRORS[str(cell)], 1))
    text = str(cell)
    return _record(0x0204, at + struct.pack("<HB", len(text), 1) + text.encode("utf-16-le"))


def _record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _compound(stream: bytes) -> bytes:
    """A compound file: header, one sector of allocation, one of folder, then the stream."""
    sectors = max(8, -(-len(stream) // 512))
    assert sectors <= 126
    chain = [-3, -2, *range(3, sectors + 2), -2]
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIiIiI", 0, 1, 1, 0, 4096, -2, 0, -2, 0) + struct.pack("<109i", 0, *[-1] * 108)
    allocation = struct.pack("<128i", *chain, *[-1] * (128 - len(chain)))
    folder = _entry("Root Entry", 5, 1, -2, 0) + _entry("Workbook", 2, -1, 2, sectors * 512)
    return header + allocation + folder.ljust(512, b"\0") + stream.ljust(sectors * 512, b"\0")


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    text = (name + "\0").encode("utf-16-le")
    return text.ljust(64, b"\0") + struct.pack("<HBBiii36xiI4x", len(text), kind, 1, -1, -1, child, start, size)
