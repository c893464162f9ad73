"""The rules of the assessment of this workplace, from the data file."""

from collections.abc import Mapping
from functools import cache

from intake_app import paths, screening
from intake_app.errors import IntakeError
from intake_app.screening import Offer, Rules
from intake_app.xform import FormDefinition


@cache
def assessment_rules() -> Rules:
    """The rules; IntakeError ``screening.bad_rules`` names the entry that can not be used."""
    return screening.load_rules((paths.resources() / "assessment.json").read_bytes())


def offered(definition: FormDefinition, values: Mapping[str, str], slip: Mapping[str, str]) -> tuple[Offer, ...]:
    """Which kinds of services to offer first, by what was told; rules that can not be used offer nothing."""
    try:
        rules = assessment_rules()
    except IntakeError:
        return ()
    return screening.offers(rules, screening.assess(definition, values, rules), slip)
