"""The answers of a finished record as paper shows them, in one language of its form."""

import json

from intake_app import prose, xform
from intake_app.exports import Heard
from intake_app.screening.tags import bare
from intake_app.vault import Vault
from intake_app.workflow import births, entity_lists
from intake_app.workflow import store as stores
from intake_app.xform import AnswerState, FormDefinition, Session

_MEDIATOR = "mediator"


def answers_on_paper(store: Vault, record_id: str, language: str) -> tuple[FormDefinition, tuple[Heard, ...]]:
    """The form, and each of its relevant questions with what was answered; hidden values too.

    Raises IntakeError `vault.not_finalised`, `vault.not_allowed` and whatever `Vault.frozen` does.
    """
    session = session_on_paper(store, record_id, language)
    return session.definition, heard_on_paper(session)


def session_on_paper(store: Vault, record_id: str, language: str) -> Session:
    """A finished record as it was, to look at. Raises IntakeError as `answers_on_paper` does."""
    frozen = store.frozen(record_id)
    package = entity_lists.form_for(store, store.record(record_id).form_key, frozen.xml)
    definition = xform.load(package.xml, package.files)
    known = {str(state): state for state in AnswerState}
    states = {ref: known[state] for ref, state in json.loads(frozen.values_json or "{}").get("states", {}).items()}
    name = next((each.name for each in definition.languages if each.code == language), None)
    return xform.resume(definition, frozen.xml, states, stores.surroundings(store), name)


def heard_on_paper(session: Session) -> tuple[Heard, ...]:
    """Each of the relevant questions with what was answered; hidden values too."""
    definition, values = session.definition, session.values()
    stated = births.told_births(session)
    told = {
        row.ref: Heard(
            row.ref, values.get(row.ref, ""), _question(definition, row), row.value_text, str(row.state),
            stated.get(row.ref),
        )
        for row in session.outline()
        if row.kind == "question" and session.question(row.ref).control != "note"
    }
    hidden = [Heard(ref, value, "", value) for ref, value in values.items() if ref not in told]
    return (*told.values(), *hidden)


def _question(definition: FormDefinition, row: xform.OutlineRow) -> str:
    """Its label, without the words that say to whom it is put."""
    words = prose.plain(row.label.text)
    if definition.tags(bare(row.ref)).get("audience") != _MEDIATOR:
        return words
    asked = words.partition(": ")[2] or words
    return asked[:1].upper() + asked[1:]
