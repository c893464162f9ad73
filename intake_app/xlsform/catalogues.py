"""Our own questionnaires: a Markdown source, a catalogue for each language, a spreadsheet for other tools."""

import re
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.messages.pofile import PoFileError, read_po
from pyxform.xls2json_backends import md_table_to_workbook

from intake_app import reviews
from intake_app.errors import IntakeError
from intake_app.xlsform.compiling import CompiledForm, Sheets, compile_form, read_sheets
from intake_app.xlsform.merging import Catalogue, Catalogues, merge, translatable

_LANGUAGE: Final = re.compile(r"^X-Form-Language:\s*(.+?)\s*$", re.MULTILINE)
# The reader of catalogues keeps the headers it knows and drops the rest.
_EXTRA_HEADER: Final = re.compile(r'^"(X-[^"]*?)\\n"', re.MULTILINE)
_PARTS: Final = ("survey", "choices", "settings", "entities", "external_choices")


@dataclass(frozen=True, slots=True)
class SourceText:
    """A text to translate and where it stands, each place as `survey:5 label question_name`."""

    text: str
    places: tuple[str, ...]


def source_texts(data: bytes, name: str = "form.md") -> tuple[SourceText, ...]:
    """Every text of a questionnaire that a person reads, once, in order of appearance."""
    places: dict[str, list[str]] = {}
    for sheet, column, number, row in translatable(read_sheets(data, name)):
        places.setdefault(row[column], []).append(f"{sheet}:{number} {column} {row.get('name', '')}".strip())
    return tuple(SourceText(text, tuple(where)) for text, where in places.items())


def read_catalogue(data: bytes, file: str) -> tuple[str, Catalogue]:
    """(form's name of the language, texts by source text) of a `.po` file; the entry "" is its header.

    `signed` of the catalogue says who has read which text. Fuzzy entries count as missing.
    Raises IntakeError xlsform.bad_catalogue.
    """
    try:
        catalogue = read_po(BytesIO(data), charset="utf-8", abort_invalid=True)
    except (PoFileError, ValueError) as error:
        raise IntakeError("xlsform.bad_catalogue", file=file) from error
    header = "\n".join(_EXTRA_HEADER.findall(data.decode("utf-8", "replace")))
    language = _LANGUAGE.search(header)
    if language is None:
        raise IntakeError("xlsform.bad_catalogue", file=file)
    texts = {str(each.id): str(each.string) for each in catalogue if each.id and each.string and not each.fuzzy}
    signed = {
        text: str(found)
        for each in catalogue
        if (text := str(each.id)) in texts
        and (found := reviews.signature(each.user_comments, (text,), (texts[text],))) is not None
    }
    return language.group(1), Catalogue({**texts, "": header}, signed)


def own_catalogues(folder: Path) -> Catalogues:
    """Every catalogue of one questionnaire, by the form's name of the language, in the order of their codes."""
    return dict(read_catalogue(path.read_bytes(), path.name) for path in sorted(folder.glob("*.po")))


def compile_own(source: Path, translations: Path) -> CompiledForm:
    """Compile a questionnaire that comes with the program: `forms/NAME.md` with `translations/forms/NAME/*.po`."""
    return compile_form(source.read_bytes(), source.name, own_catalogues(translations / "forms" / source.stem))


def write_xlsx(md: bytes, name: str = "form.md", catalogues: Catalogues | None = None) -> bytes:
    """The same questionnaire as a spreadsheet, with a column for each language, for Kobo, ODK and people."""
    sheets = read_sheets(md, name)
    if catalogues:
        merge(sheets, catalogues)
    book = md_table_to_workbook(_markdown(sheets))
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _markdown(sheets: Sheets) -> str:
    lines: list[str] = []
    for sheet in _PARTS:
        for header in sheets.get(f"{sheet}_header") or ():
            columns = list(header)
            lines += [f"| {sheet} |", _line(columns)]
            lines += [_line([row.get(column) or "" for column in columns]) for row in sheets[sheet] or ()]
    return "\n".join(lines) + "\n"


def _line(cells: list[str]) -> str:
    escaped = (" ".join(cell.split()).replace("|", "\\|") for cell in cells)
    return "|  | " + " | ".join(escaped) + " |"
