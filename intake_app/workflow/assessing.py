"""The rules of the assessment of this workplace, from the data file."""

from functools import cache

from intake_app import paths, screening
from intake_app.screening import Rules


@cache
def assessment_rules() -> Rules:
    """The rules; IntakeError ``screening.bad_rules`` names the entry that can not be used."""
    return screening.load_rules((paths.resources() / "assessment.json").read_bytes())
