"""What a file offered as a questionnaire really is, told from its content, and whether it is safe to open.

A spreadsheet is a zip of XML: caps on files, unpacked size, rows and cells hold before any library opens it
(zip bombs, a million rows by sixteen thousand columns, entity bombs).
"""

import csv
import re
import zipfile
import zlib
from io import BytesIO, StringIO
from pathlib import PurePath
from typing import Final

from intake_app.errors import IntakeError

MAX_FILE: Final = 20 * 2**20
MAX_UNPACKED: Final = 120 * 2**20
MAX_PARTS: Final = 2_000
MAX_ROWS: Final = 50_000
MAX_CELLS: Final = 1_000_000
# pyxform looks for a comment from every "#" of a line to its end: measured 70 s for a hundred thousand of them.
MAX_LINE: Final = 200_000
MAX_HASHES: Final = 200
_CHUNK: Final = 2**20
_LOOK: Final = 5_000
_DELIMITERS: Final = (",", ";", "\t")

_OLE: Final = bytes.fromhex("d0cf11e0a1b11ae1")
_SIGNATURES: Final = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"\x1f\x8b", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"Rar!", "archive"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"{\\rtf", "document"),
)
_ROW = re.compile(rb"<(?:\w+:)?row[ >/]")
_CELL = re.compile(rb"<(?:\w+:)?c[ >/]")
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def file_type(data: bytes, name: str) -> str:
    """The suffix that stands for the content: `.xlsx`, `.xls`, `.md` or `.csv`.

    Raises IntakeError: xlsform.empty, too_large, not_a_form (kind), encrypted, damaged, unsafe, encoding.
    """
    if not data.strip():
        raise IntakeError("xlsform.empty", file=name)
    if len(data) > MAX_FILE:
        raise too_large(name, MAX_FILE)
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            raise IntakeError("xlsform.not_a_form", file=name, kind=kind)
    if data.startswith(b"PK"):
        _guard_zip(data, name)
        return ".xlsx"
    if data.startswith(_OLE):
        return _ole_type(data, name)
    return _text_type(data, name)


def too_large(name: str, limit: int) -> IntakeError:
    """The refusal of a file that is, or unpacks to, more than `limit` bytes."""
    return IntakeError("xlsform.too_large", file=name, limit_mb=limit // 2**20)


def _guard_zip(data: bytes, name: str) -> None:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
                raise too_large(name, MAX_UNPACKED)
            if any(part.flag_bits & 1 for part in parts):
                raise IntakeError("xlsform.encrypted", file=name)
            if not any(part.filename.lower() == "xl/workbook.xml" for part in parts):
                raise IntakeError("xlsform.not_a_form", file=name, kind=_zip_kind(parts))
            _scan_parts(archive, parts, name)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError) as error:
        raise IntakeError("xlsform.damaged", file=name) from error


def _zip_kind(parts: list[zipfile.ZipInfo]) -> str:
    names = {part.filename for part in parts}
    if "content.xml" in names:
        return "opendocument"
    return "document" if any(each.startswith(("word/", "ppt/")) for each in names) else "archive"


def _scan_parts(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo], name: str) -> None:
    rows = cells = 0
    for part in parts:
        if not part.filename.lower().endswith((".xml", ".rels", ".vml")):
            continue
        sheet = part.filename.lower().startswith("xl/worksheets/")
        with archive.open(part) as stream:
            tail = b""
            while chunk := stream.read(_CHUNK):
                window = tail + chunk
                if _DOCTYPE.search(window):
                    raise IntakeError("xlsform.unsafe", file=name)
                if sheet:
                    rows += len(_ROW.findall(window))
                    cells += len(_CELL.findall(window))
                    if rows > MAX_ROWS or cells > MAX_CELLS:
                        raise IntakeError("xlsform.too_many_rows", file=name, limit=MAX_ROWS)
                tail = window[-12:]


def _ole_type(data: bytes, name: str) -> str:
    # Stream names inside the old container are UTF-16.
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise IntakeError("xlsform.encrypted", file=name)
    if not any(stream.encode("utf-16-le") in data for stream in ("Workbook", "Book")):
        raise IntakeError("xlsform.not_a_form", file=name, kind="document")
    return ".xls"


def _text_type(data: bytes, name: str) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise IntakeError("xlsform.encoding", file=name) from error
    start = text.lstrip()[:200].lower()
    if start.startswith("<"):
        kind = "webpage" if "<!doctype html" in start or start.startswith("<html") else "xml"
        raise IntakeError("xlsform.not_a_form", file=name, kind=kind)
    if "\0" in text:
        raise IntakeError("xlsform.not_a_form", file=name, kind="unknown")
    if text.count("\n") > MAX_ROWS:
        raise IntakeError("xlsform.too_many_rows", file=name, limit=MAX_ROWS)
    suffix = PurePath(name).suffix.lower()
    commas, bars = max(text[:_LOOK].count(sign) for sign in _DELIMITERS), text[:_LOOK].count("|")
    as_csv = suffix == ".csv" or (suffix != ".md" and commas > bars)
    # pyxform's own least counts for a sheet with one question.
    if commas < 4 if as_csv else bars < 5:
        raise IntakeError("xlsform.not_a_form", file=name, kind="text")
    if not as_csv and any(len(line) > MAX_LINE or line.count("#") > MAX_HASHES for line in text.splitlines()):
        raise IntakeError("xlsform.unsafe", file=name)
    return ".csv" if as_csv else ".md"


def delimiter(text: str) -> str:
    """What stands between the cells of a CSV: a comma, or what spreadsheet programs write in other countries.

    The first of them for which one of the first rows has a heading "type".
    """
    start = StringIO(text[:_LOOK], newline="")
    for sign in _DELIMITERS:
        start.seek(0)
        rows = csv.reader(start, delimiter=sign)
        if any(cell.strip().lower() == "type" for row in rows for cell in row):
            return sign
    return ","
