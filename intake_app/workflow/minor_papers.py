"""The report on the talk with a minor who came alone: a duty in law, kept as the ground of its release."""

from dataclasses import replace

from intake_app import exports
from intake_app.errors import IntakeError
from intake_app.exports import AgeTold, MinorReport
from intake_app.screening import Basis, may_leave
from intake_app.vault import AgeWord, Vault
from intake_app.workflow import ages, finalising, leaving, releasing
from intake_app.workflow.consent_sheet import ConsentSheet
from intake_app.workflow.paper_answers import answers_on_paper

RECIPIENT = "social_services"
"""Who keeps the child's social file; they pass it on to the prosecutor at the juvenile court."""
LAW = "DPCM 98/2024"
PAPER_LANGUAGE = "it"


def minor_report(store: Vault, record_id: str, noted: ConsentSheet | None = None) -> MinorReport:
    """The report of the newest version of a record, released on the duty to tell of a child who is alone.

    That they are a child is told in a record of theirs, or `noted` from them or a document, or presumed, see
    `ages.is_presumed`, which the report says; that they are alone, in one too or `noted`. Where a colleague finished a
    newer version that one does not see, the duty stands, and the report says so. Raises IntakeError
    `exports.not_a_minor`, `exports.not_alone`, `exports.no_report`, `vault.not_finalised`.
    """
    record_id = leaving.newest(store, record_id)
    here = leaving.circumstances(store, record_id, False, (), noted)
    if not (here.age_told or here.presumed):
        raise IntakeError("exports.not_a_minor")
    if may_leave("slip", RECIPIENT, (), here).basis is not Basis.DUTY:
        raise IntakeError("exports.not_alone")
    definition, heard = answers_on_paper(store, record_id, PAPER_LANGUAGE)
    release = releasing.new_release(store, record_id, "export", RECIPIENT, Basis.DUTY, LAW)
    exports.minor_report(definition, heard, record_id, release)
    ground = leaving.Ground(Basis.DUTY, LAW, "legal_duty", noted=noted)
    (kept,) = leaving.prepare_file(store, "minor", [(release, ground)])
    report = exports.minor_report(definition, heard, record_id, kept)
    corrected, presumed = store.corrected_by(record_id) is not None, not here.age_told
    return replace(report, corrected=corrected, presumed=presumed, told=_told(store, record_id))


def age_on_paper(word: AgeWord) -> AgeTold:
    """What was told of an age, as a paper has it."""
    return AgeTold(word.age, word.source, finalising.day_of(word.at) if word.at else None)


def _told(store: Vault, record_id: str) -> tuple[AgeTold, ...]:
    """What was told of the age elsewhere than in this record; of a record that was corrected, the newest alone, and
    no decision in whose place another stands.

    In a record it was told when that was finished, whenever it came to its person.
    """
    own, case = store.record(record_id).code, store.case_of(record_id)
    days = {entry.code: entry.at for entry in store.case_outline(case.id)} if case is not None else {}
    return tuple(
        age_on_paper(replace(word, at=days.get(word.told_in, word.at)) if word.source == "form" else word)
        for word in ages.told(store, record_id)
        if word.age in ("minor", "adult") and not word.former and (word.source != "form" or word.told_in != own)
        and not (word.source == "decision" and word.weighed)
    )
