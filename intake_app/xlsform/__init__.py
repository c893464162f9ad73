"""XLSForm (.xlsx, .xls, .csv, .md) to XForm XML through pyxform, with translations merged from catalogues."""

from intake_app.xlsform.catalogues import (
    SourceText,
    compile_own,
    own_catalogues,
    read_catalogue,
    source_texts,
    write_xlsx,
)
from intake_app.xlsform.compiling import CompiledForm, compile_form

__all__ = [
    "CompiledForm",
    "SourceText",
    "compile_form",
    "compile_own",
    "own_catalogues",
    "read_catalogue",
    "source_texts",
    "write_xlsx",
]
