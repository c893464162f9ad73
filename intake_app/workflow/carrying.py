"""What the first interview of a case said to consent, for the questionnaires that come after it.

It is carried to whoever reads that interview, within the agency to which it was said.
"""

import json
from dataclasses import replace

from intake_app import screening
from intake_app.errors import IntakeError
from intake_app.screening import Consent
from intake_app.vault import Vault
from intake_app.workflow import drafts
from intake_app.workflow import store as stores
from intake_app.workflow.forms import OWN_FORMS, own_form_id

_FIRST = frozenset(map(own_form_id, OWN_FORMS))


def consents(store: Vault, record_id: str, *, drafts: bool = False) -> tuple[Consent, ...]:
    """What was said to consent in the first interview of the case of a record; see `carried`."""
    return carried(store, record_id, drafts=drafts)[1]


def carried(store: Vault, record_id: str, *, drafts: bool = False) -> tuple[str, tuple[Consent, ...]]:
    """The first interview of the case of a record, by id, the newest, and what was said to consent in it; "" and ()
    where none is read.

    A first interview has its own. Nothing rests on what can still change: `drafts` is for who only looks. Of one that
    can not be read nothing is known here; what was noted of it with the case stands apart.
    Raises IntakeError `vault.no_such_record`, `vault.not_allowed`.
    """
    case = store.case_of(record_id)
    if case is None:
        return "", ()
    agency = store.record(record_id).agency
    found = (entry for entry in store.case_outline(case.id) if entry.form_id in _FIRST and entry.readable)
    firsts = [entry for entry in found if entry.agency == agency]
    if not firsts or any(entry.record_id == record_id for entry in firsts):
        return "", ()
    last = firsts[-1]
    try:
        if last.state == "draft":
            return last.record_id, heard_so_far(store, last.record_id) if drafts else ()
        return last.record_id, heard_in(store, last.record_id)
    except IntakeError as trouble:
        if not stores.is_unreadable(trouble):
            raise
        return "", ()


def heard_so_far(store: Vault, record_id: str) -> tuple[Consent, ...]:
    """What was said to the consent questions of a draft."""
    definition, values = drafts.draft_told(store, record_id)
    return screening.consents_of(definition, stores.with_states(values, store.draft(record_id).states))


def first_is_open(store: Vault, record_id: str) -> bool:
    """As `is_first_open`, another one than the record."""
    return is_first_open(store, record_id, but=record_id)


def is_first_open(store: Vault, record_id: str, but: str = "") -> bool:
    """Whether a first interview of the case of a record is not closed yet, whoever holds it; nothing of it is read."""
    case = store.case_of(record_id)
    entries = store.case_outline(case.id) if case is not None else ()
    return any(one.form_id in _FIRST and one.state == "draft" and one.record_id != but for one in entries)


def heard_in(store: Vault, record_id: str) -> tuple[Consent, ...]:
    """What was said to the consent questions of a finished record.

    An older program noted one that was declined, or not known, as one that was not asked, where the form has no choice
    for that: it is a no here too, where the form came to the question. Nor in which language each was asked: it is the
    one of the record.
    """
    told = json.loads(store.frozen(record_id).values_json)
    heard, unsaid = tuple(Consent(**each) for each in told.get("consents", [])), told.get("states", {})
    if not all(each.language for each in heard):
        spoken = store.record(record_id).language or ""
        heard = tuple(replace(each, language=each.language or spoken) for each in heard)
    if not any(each.given == "not_asked" and each.ref in unsaid for each in heard):
        return heard
    asked = drafts.finished_told(store, record_id)[1].keys() & unsaid.keys()
    return tuple(
        replace(each, given="no") if each.given == "not_asked" and each.ref in asked else each for each in heard
    )
