"""Consent rules and the explainable assessment: pure functions over tags and answers. They suggest; people decide."""

from intake_app.screening.assessment import (
    OUTCOMES,
    Assessment,
    Indicator,
    Missing,
    assess,
    assess_values,
)
from intake_app.screening.consent import (
    Basis,
    Consent,
    Given,
    Purpose,
    Release,
    Verdict,
    asks_consent,
    consents,
    consents_of,
    may_release,
    slip_fields,
    slip_fields_of,
)

__all__ = [
    "OUTCOMES",
    "Assessment",
    "Basis",
    "Consent",
    "Given",
    "Indicator",
    "Missing",
    "Purpose",
    "Release",
    "Verdict",
    "asks_consent",
    "assess",
    "assess_values",
    "consents",
    "consents_of",
    "may_release",
    "slip_fields",
    "slip_fields_of",
]
