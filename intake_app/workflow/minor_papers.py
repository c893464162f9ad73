"""The report on the talk with a minor who came alone: a duty in law, kept as the ground of its release."""

from intake_app import exports, screening
from intake_app.errors import IntakeError
from intake_app.exports import MinorReport
from intake_app.screening import Basis, Circumstances
from intake_app.vault import Vault
from intake_app.workflow import finalising
from intake_app.workflow.paper_answers import answers_on_paper

RECIPIENT = "social_services"
"""Who keeps the child's social file; they pass it on to the prosecutor at the juvenile court."""
LAW = "DPCM 98/2024"
PAPER_LANGUAGE = "it"


def minor_report(store: Vault, record_id: str) -> MinorReport:
    """The report of a finished record, released on the duty to tell of a child who is alone.

    Raises IntakeError `exports.not_a_minor` for a record of who is none, `exports.no_report`, `vault.not_finalised`.
    """
    facts = finalising.facts_of(store, record_id)
    minor = facts.get("slip", {}).get("age_band") == "minor"
    verdict = screening.may_leave("slip", RECIPIENT, (), Circumstances(minor=minor))
    if verdict.basis is not Basis.DUTY:
        raise IntakeError("exports.not_a_minor")
    definition, heard = answers_on_paper(store, record_id, PAPER_LANGUAGE)
    release = finalising.new_release(store, record_id, "export", RECIPIENT, Basis.DUTY, LAW)
    exports.minor_report(definition, heard, record_id, release)
    return exports.minor_report(definition, heard, record_id, finalising.keep_release(store, release))
