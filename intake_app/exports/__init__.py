"""Export of one case: HTCDS 2.0 as JSON or CSV, and what papers of other laws need. Nothing goes without a release."""

from intake_app.exports.answers import answered, merged, several_of, with_spoken
from intake_app.exports.case import Determination, Facts, HtcdsCase, Source, htcds_case
from intake_app.exports.heard import Heard
from intake_app.exports.minor_report import DAYS as MINOR_DAYS
from intake_app.exports.minor_report import AgeTold, MinorReport, minor_report
from intake_app.exports.screening_page import SCREENING_ITEMS, ScreeningPage, screening_page
from intake_app.exports.standard import Field, Standard, load_standard
from intake_app.exports.writing import as_csv, as_json, csv_columns
from intake_app.screening import Statement

__all__ = [
    "MINOR_DAYS",
    "SCREENING_ITEMS",
    "AgeTold",
    "Determination",
    "Facts",
    "Field",
    "Heard",
    "HtcdsCase",
    "MinorReport",
    "ScreeningPage",
    "Source",
    "Standard",
    "Statement",
    "answered",
    "as_csv",
    "as_json",
    "csv_columns",
    "htcds_case",
    "load_standard",
    "merged",
    "minor_report",
    "screening_page",
    "several_of",
    "with_spoken",
]
