"""The page beside the form of art. 17 of the Screening Regulation: what one person told and agreed to pass on."""

from intake_app import exports
from intake_app.errors import IntakeError
from intake_app.exports import ScreeningPage
from intake_app.exports.screening_page import Source
from intake_app.vault import Vault
from intake_app.workflow import finalising, leaving
from intake_app.workflow import store as stores
from intake_app.workflow.finalising import ConsentSheet
from intake_app.workflow.paper_answers import answers_on_paper

RECIPIENT = "asylum_body"
"""The kind of the authority that does the screening, to the rules of consent."""


def screening_page(store: Vault, record_id: str, language: str, noted: ConsentSheet | None = None) -> ScreeningPage:
    """The page of the person of a finished record: of that record and of those of the same case that one reads.

    Raises IntakeError `screening.*` where the person has not agreed to the export of this record, `vault.*`. What they
    have not agreed to of another record is left out, one that can not be read, and one that is here by hand-over alone.
    """
    record_id = leaving.newest(store, record_id)
    sources = [_source(store, record_id, language, noted)]
    case = store.case_of(record_id)
    others = store.case_outline(case.id) if case is not None else ()
    for entry in others:
        if entry.record_id != record_id and entry.released and entry.state != "draft":
            try:
                sources.append(_source(store, entry.record_id, language, None))
            except IntakeError as refused:
                if not (refused.code.startswith("screening.") or stores.is_unreadable(refused)):
                    raise
    return exports.screening_page(sources)


def _source(store: Vault, record_id: str, language: str, noted: ConsentSheet | None) -> Source:
    ground = leaving.ground(store, record_id, "export", RECIPIENT, noted)
    definition, heard = answers_on_paper(store, record_id, language)
    decision = finalising.new_release(
        store, record_id, "export", RECIPIENT, ground.basis, ground.detail, "", ground.lawful
    )
    release = finalising.keep_release(store, decision)
    leaving.keep_words(store, record_id, ground)
    store.export_left(record_id, release.id, "screening")
    return definition, heard, record_id, release
