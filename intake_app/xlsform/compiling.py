"""From the bytes of a questionnaire to XForm XML. pyxform's Java validator is never run."""

import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import PurePath
from typing import Any, Final

from lxml import etree
from pyxform.errors import PyXFormError
from pyxform.xls2json_backends import get_xlsform
from pyxform.xls2xform import convert

from intake_app.errors import IntakeError
from intake_app.xlsform.merging import Catalogues, mark, merge
from intake_app.xlsform.reading import file_type
from intake_app.xlsform.refusals import refusal

_XHTML: Final = "{http://www.w3.org/1999/xhtml}"
_XFORMS: Final = "{http://www.w3.org/2002/xforms}"

# What the readers of spreadsheets raise on damaged or hostile files, beside their own errors.
_UNREADABLE: Final = (
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
    """An XForm and what pyxform remarked (English). `files` holds what goes beside it, `itemsets.csv` at most."""

    xml: bytes
    warnings: tuple[str, ...]
    form_id: str
    title: str
    files: Mapping[str, bytes] = field(default_factory=dict)


def compile_form(data: bytes, name: str, catalogues: Catalogues | None = None) -> CompiledForm:
    """Compile a questionnaire. `name` is its file name; the content decides what it is.

    `catalogues` maps a form's language name ("Italiano (it)") to texts by source text; the entry "" holds the
    catalogue's header. A text without a translation shows the source after "[en] " and is marked in the XML.
    Raises IntakeError `xlsform.*`; a refusal has the facts file, place, name and reason.
    """
    sheets = read_sheets(data, name)
    if catalogues:
        merge(sheets, catalogues)
    return _compile(sheets, name, catalogues or {})


def read_sheets(data: bytes, name: str) -> Sheets:
    """The sheets of a questionnaire: `survey`, `choices`, `settings` … as rows, `…_header` as their columns."""
    suffix = file_type(data, name)
    try:
        told = get_xlsform(BytesIO(data.removeprefix(b"\xef\xbb\xbf")), file_type=suffix)
    except PyXFormError as error:
        raise _reading_refused(error, name) from error
    except Exception as error:
        # The reader of old spreadsheets has errors of its own without a common base.
        if isinstance(error, _UNREADABLE) or type(error).__module__.startswith("xlrd."):
            raise IntakeError("xlsform.damaged", file=name) from error
        raise
    sheets: Sheets = {part: getattr(told, part) for part in told.__dataclass_fields__}
    sheets["fallback_form_name"] = PurePath(name).stem or None
    return sheets


def _reading_refused(error: PyXFormError, name: str) -> IntakeError:
    if "not recognized as a supported type" in str(error):
        return IntakeError("xlsform.damaged", file=name)
    return refusal(error, name)


def _compile(sheets: Sheets, name: str, catalogues: Catalogues) -> CompiledForm:
    remarks: list[str] = []
    try:
        result = convert(sheets, warnings=remarks, validate=False, enketo=False)
    except PyXFormError as error:
        raise refusal(error, name) from error
    except _UNREADABLE as error:
        raise IntakeError("xlsform.refused", file=name, place="survey", reason=type(error).__name__) from error
    root = _parse(result.xform.encode(), name)
    xml = mark(root, catalogues) if catalogues else result.xform.encode()
    files = {"itemsets.csv": result.itemsets.encode()} if result.itemsets else {}
    return CompiledForm(xml, tuple(remarks), _form_id(root), root.findtext(f".//{_XHTML}title") or "", files)


def _parse(xml: bytes, name: str) -> etree._Element:
    try:
        return etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
    except etree.XMLSyntaxError as error:
        raise IntakeError("xlsform.refused", file=name, place="survey", reason=str(error)) from error


def _form_id(root: etree._Element) -> str:
    for instance in root.iter(f"{_XFORMS}instance"):
        for primary in instance:
            return str(primary.get("id") or "")
    return ""
