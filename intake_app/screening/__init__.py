"""Consent rules and the explainable assessment: pure functions over tags and answers. They suggest; people decide."""

from intake_app.screening.assessment import (
    OUTCOMES,
    Assessment,
    Indicator,
    Missing,
    assess,
    assess_values,
)
from intake_app.screening.birth import (
    SEASONS,
    Birth,
    Event,
    Majority,
    Reading,
    Statement,
    may_be_minor,
    understood,
    years_old,
)
from intake_app.screening.birth import beside as birth_parts
from intake_app.screening.birth import read as read_birth
from intake_app.screening.birth import written as written_birth
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
from intake_app.screening.contact import Known, Likeness, Point, compared, known
from intake_app.screening.tags import is_sensitive

__all__ = [
    "OUTCOMES",
    "SEASONS",
    "Assessment",
    "Basis",
    "Birth",
    "Consent",
    "Event",
    "Given",
    "Indicator",
    "Known",
    "Likeness",
    "Majority",
    "Missing",
    "Point",
    "Purpose",
    "Reading",
    "Release",
    "Statement",
    "Verdict",
    "asks_consent",
    "assess",
    "assess_values",
    "birth_parts",
    "compared",
    "consents",
    "consents_of",
    "is_sensitive",
    "known",
    "may_be_minor",
    "may_release",
    "read_birth",
    "slip_fields",
    "slip_fields_of",
    "understood",
    "written_birth",
    "years_old",
]
