"""A case as bytes: JSON with rows nested under their objects, or CSV for a spreadsheet. Both hold every field.

CSV is one table (RFC 4180, UTF-8 with a byte order mark): the fields of the standard in its order, the five consent
fields of version 1.0 as `v1_con_…`, then our extension columns. The first line holds the person and the case; each
further line holds one event, one referral or whatever else there are several of, and of the rest the case code only:
what stands on one line belongs together. Several values of a field stand with a semicolon between, as the standard's
own home has it.

That our mapping is a draft stands in a column of ours, `ext_Mapping`, and in the notice that goes beside the table. The
standard names fields and fixes neither their order nor that there are no others; the home of IOM and its forms are read
by the heads of columns, and eleven more of ours are there already for what it has no word for. A line of comment above
the heads would be read as the heads. The notice alone is lost where the table is passed on by itself.

A spreadsheet takes a cell for a formula when it begins with = + - @, and some look past signs that nobody sees, such as
a soft hyphen or a mark of direction. Such a cell, one that begins with a tab or a line
feed, and one that begins with an apostrophe itself, gets an apostrophe in front; a plain number such as -12.5 does not.
To read a cell back, take one apostrophe away from its beginning when it has one.
"""

import csv
import io
import json
import re
import unicodedata

from intake_app.exports.case import HtcdsCase, Row, Value
from intake_app.exports.standard import Standard

_NUMBER = re.compile(r"-[0-9]+(?:\.[0-9]+)?")
_DANGEROUS = tuple("=+-@'\t\n\r＝＋－＠")
_UNSEEN = ("Cc", "Cf", "Cn", "Co", "Mn", "Me", "Zl", "Zp", "Zs")
"""Categories of signs that leave no mark where a text begins."""


def as_json(case: HtcdsCase) -> bytes:
    """The case as JSON: every object is a list of rows, and one without anything told has one blank row."""
    told = {
        "standard": "HTCDS",
        "version": case.standard.version,
        "source": case.standard.source,
        "mapping": {"version": case.standard.mapping, "draft": case.standard.draft},
        "objects": case.rows,
        "consent_v1": case.consent_v1,
        "states": {"indicators": case.indicators, "consent": case.consents, "questions": case.questions},
        "extension": case.extension,
    }
    return (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode()


def csv_columns(standard: Standard) -> tuple[str, ...]:
    """The heads of the columns: fields of the standard, consent of version 1.0, extension."""
    names = tuple(field.name for field in standard.fields)
    return (*names, *(f"v1_{name}" for name in standard.consent_v1), *standard.extension)


def as_csv(case: HtcdsCase) -> bytes:
    """The case as CSV, as the head of this module tells."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    columns = csv_columns(case.standard)
    writer.writerow(columns)
    code = {"ext_CaseCode": case.extension["ext_CaseCode"]}
    rest: Row = {**{f"v1_{name}": value for name, value in case.consent_v1.items()}, **case.extension}
    first = (pair for name, rows in case.rows.items() if name not in case.standard.many for pair in rows[0].items())
    further = [row for name in case.standard.many for row in case.rows[name] if any(row.values())]
    for told in ({**rest, **dict(first)}, *({**code, **row} for row in further)):
        writer.writerow([_cell(told.get(name, "")) for name in columns])
    return text.getvalue().encode("utf-8-sig")


def _cell(value: Value) -> str:
    text = value if isinstance(value, str) else ";".join(value)
    seen = next((text[place:] for place, sign in enumerate(text) if unicodedata.category(sign) not in _UNSEEN), "")
    dangerous = text.startswith(_DANGEROUS) or seen.startswith(_DANGEROUS)
    return f"'{text}" if dangerous and not _NUMBER.fullmatch(text) else text
