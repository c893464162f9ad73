"""A workplace's own services: read from a table (CSV) or from JSON, checked, laid over the built-in ones.

Of a table each error names the line and the column; of JSON the entry and the field. Columns of a table: those of
`COLUMNS`, and `names`, `mandate` and `hours` once for each language, such as `names:it`. What is more than one is
written with blanks or semicolons between. What may stand there is in `own_rules`, alike for both.
"""

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from intake_app.errors import IntakeError
from intake_app.referral.directory import ACCEPTS, CHANNELS, FORMAT, KINDS, Directory, Recipient, recipient_of
from intake_app.referral.own_rules import FITTING, LISTS, PLAIN, TEXTS, Fault, Rules, fault, national, tidy
from intake_app.referral.sheet import SERVICES

MOST: Final = 1000
"""Entries of a workplace."""
LARGEST_TABLE: Final = 2_000_000
"""Bytes of a file."""
COLUMNS: Final = (*PLAIN, *LISTS)
_NEEDED: Final = ("code", "kind", "recipient_kind", "names:it", "mandate:it")
_BOMS: Final = (b"\xff\xfe", b"\xfe\xff")
_FORMULA: Final = "=+-@\uff1d\uff0b\uff0d\uff20"
Tell = Callable[[str, str], IntakeError]
"""The error for a column and a reason, at the place where an entry stands."""

_VALUES: Final[Mapping[str, Sequence[str]]] = {
    "kind": KINDS, "accepts": ACCEPTS, "channels": CHANNELS, "needs": SERVICES,
}  # fmt: skip
"""What may stand in a column that has few values of its own."""


@dataclass(frozen=True)
class Kept:
    """What a workplace kept: its own services, and what kind of body each code is that it ever had."""

    own: Directory
    kinds: Mapping[str, str]


def read_own(data: bytes, rules: Rules) -> Directory:
    """The services of a file, JSON where it begins with a brace, else a table; nothing of it is a draft.

    Raises IntakeError ``referral.bad_table`` with the `line`, the `column` and a `reason`, ``referral.bad_entry`` with
    the `entry` instead, ``referral.kind_of_body`` and ``referral.not_allowed`` with the `line` or entry and what is
    `allowed`.
    """
    text = _text(data)
    found: dict[str, Recipient] = {}
    for place, tell, entry in _of_json(text) if text.lstrip().startswith("{") else _of_table(text):
        wrong = fault(entry, rules)
        if wrong is None and entry["code"] in found:
            wrong = "code", "twice"
        if wrong is not None:
            raise _wrong(place, tell, entry, wrong)
        found[entry["code"]] = recipient_of(entry, place)
    return Directory(tuple(found.values()))


def check_room(own: Directory) -> None:
    """Whether so many services can be kept, and brought out and in again.

    Raises IntakeError ``referral.too_many_services``.
    """
    size = max(len(as_json(own)), len(as_table(own)))
    if len(own) > MOST or size > LARGEST_TABLE:
        raise IntakeError(
            "referral.too_many_services",
            own=len(own), most=MOST, kilobytes=-(-size // 1000), limit=LARGEST_TABLE // 1000,
        )  # fmt: skip


def to_keep(own: Directory, kinds: Mapping[str, str]) -> str:
    """What `read_kept` takes: services, and the kind of body of each code."""
    return json.dumps({"format": FORMAT, "recipients": [_plain(one) for one in own], "kinds": dict(kinds)})


def read_kept(text: str) -> Kept:
    """What was kept, as far as it can be read: people take back what they agreed to whatever became of a list.

    What can not be read is counted in `unread` of the services.
    """
    try:
        told = json.loads(text)
        entries, kinds = told["recipients"], told.get("kinds", {})
        known = {code: kind for code, kind in kinds.items() if isinstance(kind, str)}
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return Kept(Directory((), unread=1), {})
    found = {one.code: one for one in map(_readable, entries if isinstance(entries, list) else ()) if one is not None}
    unread = len(entries) - len(found) if isinstance(entries, list) else 1
    return Kept(Directory(tuple(found.values()), unread=unread), {**known, **_kinds(found)})


def as_json(own: Directory) -> bytes:
    """The services as JSON, as `read_own` takes it."""
    entries = [_plain(one) for one in own]
    return (json.dumps({"format": FORMAT, "recipients": entries}, ensure_ascii=False, indent=1) + "\n").encode()


def as_table(own: Directory) -> bytes:
    """The same as a table that spreadsheets open."""
    entries = [_plain(one) for one in own]
    spoken = {
        field: list(dict.fromkeys(["it", *(code for entry in entries for code in entry[field])])) for field in TEXTS
    }
    heads = [*PLAIN, *(f"{field}:{code}" for field in TEXTS for code in spoken[field]), *LISTS]
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(heads)
    for entry in entries:
        writer.writerow([_harmless(_cell(entry, head)) for head in heads])
    return stream.getvalue().encode("utf-8-sig")


def merged(built_in: Directory, own: Directory) -> Directory:
    """The own services over the built-in ones: an own one of the same code takes its place, the others come after.

    But a free telephone line for all keeps its number, whatever was kept in its place.
    """
    ours = {one.code: one for one in own}
    first = [(one, ours.pop(one.code, one)) for one in built_in]
    kept = (mine if national(one, mine) is None else one for one, mine in first)
    return Directory((*kept, *ours.values()), built_in.version, own.unread)


def added(former: Directory, fresh: Directory) -> Directory:
    """The fresh entries over the former ones; what could not be read of these is gone."""
    ours = {one.code: one for one in (*former, *fresh)}
    return Directory(tuple(ours.values()))


def _kinds(found: Mapping[str, Recipient]) -> dict[str, str]:
    return {code: one.recipient_kind for code, one in found.items()}


def _readable(entry: object) -> Recipient | None:
    try:
        return recipient_of(entry, 1)
    except (IntakeError, TypeError):
        return None


def _wrong(place: int, tell: Tell, entry: Mapping[str, Any], wrong: Fault) -> IntakeError:
    column, reason = wrong
    if reason == "not_listed" and column in _VALUES:
        return IntakeError("referral.not_allowed", line=place, column=column, allowed=", ".join(_VALUES[column]))
    if reason != "not_fitting":
        return tell(column, reason)
    kind = str(entry["kind"])
    return IntakeError("referral.kind_of_body", line=place, kind=kind, allowed=", ".join(FITTING[kind]))


def _text(data: bytes) -> str:
    if len(data) > LARGEST_TABLE:
        raise _bad(1, 1, "too_large")
    try:
        return data.decode("utf-16" if data[:2] in _BOMS else "utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        raise _bad(before.count(b"\n") + 1, len(before) - before.rfind(b"\n"), "encoding") from error


def _of_json(text: str) -> Iterator[tuple[int, Tell, dict[str, Any]]]:
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as error:
        line, column = getattr(error, "lineno", 1), getattr(error, "colno", 1)
        raise _bad(line, column, "not_json") from error
    entries = told.get("recipients")
    if told.get("format") != FORMAT or not isinstance(entries, list):
        raise IntakeError("referral.bad_directory", place="file", reason="format")
    for number, entry in enumerate(entries, start=1):
        tell = _at("referral.bad_entry", "entry", number)
        if not isinstance(entry, dict):
            raise tell("code", "missing")
        tidied = {name: _texts(told) if name in TEXTS else tidy(told) for name, told in entry.items()}
        yield number, tell, {**tidied, "draft": False}


def _texts(told: Any) -> Any:
    return {code: tidy(text) for code, text in told.items()} if isinstance(told, dict) else told


def _of_table(text: str) -> Iterator[tuple[int, Tell, dict[str, Any]]]:
    for line, entry in _rows(text):
        yield line, _at("referral.bad_table", "line", line), entry


def _at(code: str, name: str, number: int) -> Tell:
    def tell(column: str, reason: str) -> IntakeError:
        where: dict[str, str | int] = {name: number, "column": column, "reason": reason}
        return IntakeError(code, **where)

    return tell


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
        if head not in COLUMNS and not (field in TEXTS and colon and language):
            raise _bad(1, head or number, "not_listed")
        if heads.count(head) > 1:
            raise _bad(1, head, "twice")
    for needed in _NEEDED:
        if needed not in heads:
            raise _bad(1, needed, "missing")


def _entry(cells: Mapping[str, str]) -> dict[str, Any]:
    entry: dict[str, Any] = {field: {} for field in TEXTS}
    entry["draft"] = False
    for head, cell in cells.items():
        told = tidy(cell)
        field, _colon, language = head.partition(":")
        if field in TEXTS:
            entry[field] |= {language: told} if told else {}
        elif field in LISTS:
            entry[field] = told.replace(";", " ").replace(",", " ").split()
        elif told or field in ("code", "kind"):
            entry[field] = told
    return entry


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
    return f" {text}" if text[:1] in _FORMULA and text else text


def _bad(line: int, column: str | int, reason: str) -> IntakeError:
    return IntakeError("referral.bad_table", line=line, column=str(column), reason=reason)
