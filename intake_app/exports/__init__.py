"""Export of one case in a data standard that others read: HTCDS 2.0, JSON or CSV. Nothing goes without a release."""

from intake_app.exports.answers import answered
from intake_app.exports.case import Determination, Facts, HtcdsCase, htcds_case
from intake_app.exports.standard import Field, Standard, load_standard
from intake_app.exports.writing import as_csv, as_json, csv_columns

__all__ = [
    "Determination",
    "Facts",
    "Field",
    "HtcdsCase",
    "Standard",
    "answered",
    "as_csv",
    "as_json",
    "csv_columns",
    "htcds_case",
    "load_standard",
]
