"""A workplace's own services: read from a table (CSV) or from JSON, checked, laid over the built-in ones.

Of a table each error names the line and the column; of JSON the entry and the field. Columns of a table: those of
`COLUMNS`, and `names`, `mandate` and `hours` once for each language, such as `names:it`. What is more than one is
written with blanks or semicolons between.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any, Final

from intake_app.errors import IntakeError
from intake_app.referral.directory import FORMAT, Directory, Recipient, load_directory

MOST: Final = 1000
"""Entries of a workplace."""
LARGEST_TABLE: Final = 2_000_000
"""Bytes of a file."""
_LONGEST: Final = 300
_LISTS: Final = ("languages", "provinces", "accepts", "channels", "needs")
_TEXTS: Final = ("names", "mandate", "hours")
_PLAIN: Final = ("code", "kind", "recipient_kind", "phone", "territory", "address", "source", "last_verified")
COLUMNS: Final = (*_PLAIN, *_LISTS)
_BOMS: Final = (b"\xff\xfe", b"\xfe\xff")


def read_own(data: bytes) -> Directory:
    """The services of a file, JSON where it begins with a brace, else a table; nothing of it is a draft.

    Raises IntakeError ``referral.bad_table`` with the `line`, the `column` and a `reason`, ``referral.bad_directory``
    with the `place`.
    """
    text = _text(data)
    if text.lstrip().startswith("{"):
        entries = _of_json(text)
        return _checked(entries, [f"entry {number}" for number in range(1, len(entries) + 1)])
    rows = list(_rows(text))
    for line, entry in rows:
        _check_line(line, entry)
    entries = [entry for _line, entry in rows]
    _check_twice(rows)
    return _checked(entries, [str(entry["code"]) for entry in entries])


def as_json(own: Directory) -> bytes:
    """The services as JSON, as `read_own` takes it."""
    entries = [_plain(one) for one in own]
    return (json.dumps({"format": FORMAT, "recipients": entries}, ensure_ascii=False, indent=1) + "\n").encode()


def as_table(own: Directory) -> bytes:
    """The same as a table that spreadsheets open."""
    entries = [_plain(one) for one in own]
    spoken = {
        field: list(dict.fromkeys(["it", *(code for entry in entries for code in entry[field])])) for field in _TEXTS
    }
    heads = [*_PLAIN, *(f"{field}:{code}" for field in _TEXTS for code in spoken[field]), *_LISTS]
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(heads)
    for entry in entries:
        writer.writerow([_harmless(_cell(entry, head)) for head in heads])
    return stream.getvalue().encode("utf-8-sig")


def merged(built_in: Directory, own: Directory) -> Directory:
    """The own services over the built-in ones: an own one of the same code takes its place, the others come after."""
    ours = {one.code: one for one in own}
    first = [ours.pop(one.code, one) for one in built_in]
    return Directory((*first, *ours.values()), built_in.version)


def added(former: Directory, fresh: Directory) -> Directory:
    """The fresh entries over the former ones."""
    return replace(merged(former, fresh), version="")


def _text(data: bytes) -> str:
    if len(data) > LARGEST_TABLE:
        raise _bad(1, 1, "too_large")
    try:
        return data.decode("utf-16" if data[:2] in _BOMS else "utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        raise _bad(before.count(b"\n") + 1, len(before) - before.rfind(b"\n"), "encoding") from error


def _of_json(text: str) -> list[Any]:
    try:
        told = json.loads(text)
    except ValueError as error:
        line, column = getattr(error, "lineno", 1), getattr(error, "colno", 1)
        raise _bad(line, column, "not_json") from error
    entries = told.get("recipients")
    if told.get("format") != FORMAT or not isinstance(entries, list):
        raise IntakeError("referral.bad_directory", place="file", reason="format")
    return [{**entry, "draft": False} if isinstance(entry, dict) else entry for entry in entries]


def _checked(entries: Sequence[Any], places: Sequence[str]) -> Directory:
    if len(entries) > MOST:
        raise IntakeError("referral.bad_directory", place=places[MOST], reason="too_many")
    return load_directory(json.dumps({"format": FORMAT, "recipients": entries}).encode())


def _rows(text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    first = text.split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count), strict=True)
    try:
        heads = [head.strip() for head in next(reader, [])]
        _check_heads(heads)
        for cells in reader:
            if any(cell.strip() for cell in cells):
                if len(cells) > len(heads) and any(cell.strip() for cell in cells[len(heads) :]):
                    raise _bad(reader.line_num, len(heads) + 1, "syntax")
                yield reader.line_num, _entry(dict(zip(heads, cells, strict=False)))
    except csv.Error as error:
        raise _bad(reader.line_num, 1, "syntax") from error


def _check_heads(heads: Sequence[str]) -> None:
    for number, head in enumerate(heads, start=1):
        field, colon, language = head.partition(":")
        if head not in COLUMNS and not (field in _TEXTS and colon and language):
            raise _bad(1, head or number, "not_listed")
        if heads.count(head) > 1:
            raise _bad(1, head, "twice")
    for needed in ("code", "kind", "names:it", "mandate:it"):
        if needed not in heads:
            raise _bad(1, needed, "missing")


def _entry(cells: Mapping[str, str]) -> dict[str, Any]:
    entry: dict[str, Any] = {field: {} for field in _TEXTS}
    entry["draft"] = False
    for head, cell in cells.items():
        told = " ".join(cell.split())
        field, _colon, language = head.partition(":")
        if field in _TEXTS:
            entry[field] |= {language: told} if told else {}
        elif field in _LISTS:
            entry[field] = told.replace(";", " ").replace(",", " ").split()
        elif told or field in ("code", "kind"):
            entry[field] = told
    return entry


def _check_line(line: int, entry: Mapping[str, Any]) -> None:
    for field in _TEXTS:
        for language, told in entry[field].items():
            if len(told) > _LONGEST:
                raise _bad(line, f"{field}:{language}", "long")
    for field in _PLAIN:
        if len(entry.get(field, "")) > _LONGEST:
            raise _bad(line, field, "long")
    try:
        load_directory(json.dumps({"format": FORMAT, "recipients": [entry]}).encode())
    except IntakeError as error:
        field = str(error.facts["reason"])
        reason = "not_a_day" if field == "last_verified" else "not_listed"
        blank = not entry.get(field) or (field in _TEXTS and not entry[field].get("it"))
        raise _bad(line, f"{field}:it" if field in _TEXTS else field, "missing" if blank else reason) from error


def _check_twice(rows: Iterable[tuple[int, Mapping[str, Any]]]) -> None:
    seen: set[str] = set()
    for line, entry in rows:
        if entry["code"] in seen:
            raise _bad(line, "code", "twice")
        seen.add(entry["code"])


def _plain(one: Recipient) -> dict[str, Any]:
    told = asdict(one)
    told["hours"] = one.hours or {}
    told["last_verified"] = one.last_verified.isoformat() if one.last_verified else None
    return told


def _cell(entry: Mapping[str, Any], head: str) -> str:
    field, colon, language = head.partition(":")
    value = entry[field].get(language, "") if colon else entry[field]
    return " ".join(value) if isinstance(value, list | tuple) else str(value or "")


def _harmless(text: str) -> str:
    """No formula for a spreadsheet: such a cell begins with a blank, which is not read back."""
    return f" {text}" if text[:1] in "=+-@" and text else text


def _bad(line: int, column: str | int, reason: str) -> IntakeError:
    return IntakeError("referral.bad_table", line=line, column=str(column), reason=reason)
