"""XLSForm (.xlsx, .xlsm, .xls, .csv, .md) to XForm XML through pyxform, with translations merged from catalogues."""

from intake_app.xlsform.catalogues import (
    SourceText,
    compile_own,
    own_catalogues,
    read_catalogue,
    source_texts,
    write_xlsx,
)
from intake_app.xlsform.compiling import CompiledForm, compile_form
from intake_app.xlsform.positions import in_cell, rules_at
from intake_app.xlsform.remarks import Remark

__all__ = [
    "CompiledForm",
    "Remark",
    "SourceText",
    "compile_form",
    "compile_own",
    "in_cell",
    "own_catalogues",
    "read_catalogue",
    "rules_at",
    "source_texts",
    "write_xlsx",
]
