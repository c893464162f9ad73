"""Finished records that are edited: as a new draft, which goes to the server behind the version that it corrects."""

import json
from collections.abc import Mapping
from dataclasses import replace

from intake_app import screening, xform
from intake_app.errors import IntakeError
from intake_app.openrosa.multipart import form_key
from intake_app.vault import FormPackage, Frozen, RecordRow, Vault
from intake_app.workflow import asked, births, carrying, entity_lists, filling_log, interview
from intake_app.workflow import store as stores
from intake_app.workflow.interview import OpenRecord
from intake_app.xform import AnswerState, FormDefinition, Session

_MARK = b"client-editable"
_AS_ADULT, _AGAIN = "adult", "asked"
"""What our own forms keep of a yes of who counted as an adult; and that there was one, which is no yes any more."""


def may_edit(store: Vault, record_id: str) -> bool:
    """Whether a window should offer it, told without reading the form whole; `edit_record` says why not.

    A finished record of one's own, of a form that allows it, that no server refused.
    """
    row = store.record(record_id)
    return (
        row.author_id == store.me.id
        and row.delivery in ("held", "waiting", "sent")
        and not row.damaged
        and _MARK in store.form(row.form_key).xml
    )


def edit_record(store: Vault, record_id: str) -> OpenRecord:
    """Open a finished record of one's own for editing: a new draft with its answers and files, or the one begun before.

    The record itself stays as it was sent. Raises IntakeError `workflow.not_editable` for a form that does not allow
    it, `workflow.edit_encrypted` for one whose records are encrypted, and as `Vault.begin_edit` does.
    """
    begun = _begun(store, record_id)
    if begun is not None:
        return interview.open_record(store, begun.id)
    store.check_edit(record_id)
    row = store.record(record_id)
    frozen = store.frozen(record_id)
    package = entity_lists.form_for(store, row.form_key, frozen.xml)
    definition = _editable(package)
    session = xform.edit(
        definition, frozen.xml, stores.surroundings(store), row.language or None, _states(frozen),
        interview.last_saved(store, package),
    )  # fmt: skip
    _forget_marks(session, package.xml)
    facts = json.loads(frozen.values_json)
    births.recall(session, interview.shown_of(row, facts))
    log = filling_log.after(_log_of(store, record_id)) if definition.audit is not None else ()
    draft = interview.snapshot(session, None, (row.language, row.mediator_language), log=log)
    given = asked.as_given(carrying.heard_in(store, record_id), store.me.name, row.finalised or "")
    store.begin_edit(record_id, session.instance_id, replace(draft, asked=given, copied=tuple(facts.get("copied", ()))))
    return interview.open_record(store, session.instance_id)


def _forget_marks(session: Session, form: bytes) -> None:
    """Of a consent to which the record has no answer, what an answer to it had set: what somebody agreed to as an adult
    went with the version that tells of a child, and is no yes any more where they turn out to be an adult after all.
    A form that knows the word for it says still that this is to be asked again.
    """
    again = _AGAIN if b"'%s'" % _AGAIN.encode() in form else ""
    definition = session.definition
    consents = screening.consents_of(definition, session.values())
    heard = {each.purpose for each in consents if each.given != "not_asked"}
    for path, purpose in definition.tagged("consent"):
        for action in definition.specs[path].on_change if purpose not in heard else ():
            if definition.question(action.target) is None and session.exists(action.target):
                agreed = session.value(action.target) in (_AS_ADULT, _AGAIN)
                session.answer(action.target, again if agreed else "")


def _log_of(store: Vault, record_id: str) -> bytes:
    """The log of filling in that a finished record has; b"" where it has none."""
    named = {row.name for row in store.media(record_id)}
    return store.media_bytes(record_id, filling_log.FILE_NAME) if filling_log.FILE_NAME in named else b""


def _begun(store: Vault, record_id: str) -> RecordRow | None:
    """The draft of one's own that edits a record, if it was begun."""
    versions = store.versions(record_id)
    ids = [row.id for row in versions]
    after = versions[ids.index(record_id) + 1 :]
    return after[0] if after and after[0].state == "draft" and after[0].author_id == store.me.id else None


def _editable(package: FormPackage) -> FormDefinition:
    """The form, if its records may be edited here."""
    definition = xform.load(package.xml, package.files)
    if not definition.client_editable:
        raise IntakeError("workflow.not_editable")
    if form_key(package.xml):
        raise IntakeError("workflow.edit_encrypted")
    return definition


def _states(frozen: Frozen) -> Mapping[str, AnswerState]:
    """How questions without an answer were left: declined, not known."""
    facts = json.loads(frozen.values_json)
    return {ref: AnswerState(state) for ref, state in facts.get("states", {}).items()}
