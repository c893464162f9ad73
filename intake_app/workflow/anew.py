"""A record begun anew: a fresh draft with the answers of another, in which consent is asked again."""

import json
from collections.abc import Callable, Mapping

from intake_app import xform
from intake_app.errors import IntakeError
from intake_app.vault import RecordRow, Vault
from intake_app.workflow import asking, births, cases, consenting, entity_lists, forms, interview
from intake_app.workflow import store as stores
from intake_app.workflow.asked import AskedBy, all_of
from intake_app.workflow.interview import OpenRecord
from intake_app.xform import AnswerState, FormDefinition

_MOMENT = frozenset({"M0"})
"""Parts of our own forms about the moment of a talk: whether it is safe."""


def copy_record(store: Vault, record_id: str, go_on: Callable[[], None] = lambda: None) -> OpenRecord:
    """Begin a new record with the answers and files of one of one's own, a draft or a finished one.

    It has a code and an identity of its own and edits nothing; times, preloads and calculations are new. Consent, the
    safety of the moment, the age and what was concluded are asked again. It is of the same person, in whose case it
    begins, so that what is refused or taken back with either, and that they are a child, holds for both; where there is
    none, one is opened, but for a record that describes nobody. What was told in the earlier one says so until somebody
    asks it.
    ``go_on`` is asked before anything is written, and stops it by raising.
    Raises IntakeError as `Vault.begin_copy` does, and as `open_record` for who does not want to be asked; what a full
    disk cut is put away again.
    """
    store.check_copy(record_id)
    row = store.record(record_id)
    xml, states, shown, copied = _as_it_stands(store, row)
    package = entity_lists.form_for(store, row.form_key, xml)
    definition = xform.load(package.xml, package.files)
    go_on()
    if store.case_of(record_id) is None and not _describes_nobody(store, row, definition):
        cases.case_for(store, record_id)
    if row.state == "draft":
        refused = [word for word in consenting.refused_in(store, record_id) if word.after < 0]
        if refused:
            store.put_words(consenting.spoken_of(store, record_id), refused)
    asking.require_of(store, row)
    asked_again = _consent(definition) | _of_the_moment(definition)
    session = xform.again(
        definition, xml, stores.surroundings(store), row.language or None, states, asked_again,
        interview.last_saved(store, package),
    )  # fmt: skip
    births.recall(session, shown)
    simple = row.state == "draft" and store.draft(row.id).simple
    told = AskedBy(session, store.me.name, {}, copied=all_of(session, row.created, row.code, copied))
    draft = interview.snapshot(session, None, (row.language, row.mediator_language), told, simple=simple)
    try:
        store.begin_copy(record_id, session.instance_id, draft)
    except IntakeError as trouble:
        if any(one.id == session.instance_id for one in store.records("draft", mine=True)):
            store.discard(session.instance_id)
        raise trouble
    return interview.open_record(store, session.instance_id)


def _describes_nobody(store: Vault, row: RecordRow, definition: FormDefinition) -> bool:
    """Whether a record went out as one about nobody; of a draft, whether its form asks nothing of a person."""
    if forms.is_own(row.form_id):
        return False
    if row.state == "draft":
        return not any(definition.tagged(tag) for tag in ("consent", "slip", "birth", "person", "work"))
    return any(one.detail == "no_person" for one in store.releases(row.id))


def _consent(definition: FormDefinition) -> frozenset[str]:
    """The paths of consent, and where it is worked out, of all questions it is worked out from; and of what nobody
    answers and an answer to it sets: as whom they were asked.
    """
    found = {path for path, _purpose in definition.tagged("consent")}
    size = 0
    while size < len(found):
        size = len(found)
        found |= {
            path
            for path, spec in definition.specs.items()
            if (spec.question is not None or spec.calculate is not None)
            and any(one.task.kind == "calculate" and one.task.spec.path in found for one in spec.readers)
        }
    set_by = {action.target for path in found for action in definition.specs[path].on_change}
    return frozenset(found | {path for path in set_by if definition.question(path) is None})


def _of_the_moment(definition: FormDefinition) -> frozenset[str]:
    """What is true of one talk alone: whether it is safe here and now, the age that was told, what was concluded."""
    return frozenset(path for path in definition.specs if _is_of_the_moment(definition, path))


def _is_of_the_moment(definition: FormDefinition, path: str) -> bool:
    own = definition.tags(path)
    if own.get("slip") == "age_band" or own.get("audience") == "mediator":
        return True
    if not own.keys().isdisjoint(("outcome", "birth", "unsaid")):
        return True
    around = [path[:end] for end in range(1, len(path)) if path[end] == "/"]
    return any(definition.tags(each).get("module") in _MOMENT for each in around)


def _as_it_stands(
    store: Vault, row: RecordRow
) -> tuple[bytes, Mapping[str, AnswerState], tuple[str, ...], tuple[str, ...]]:
    """The instance, why what is blank in it is blank, the languages that its questions were shown in, and what was
    copied into it itself.
    """
    if row.state == "draft":
        draft = store.draft(row.id)
        states = {ref: AnswerState(state) for ref, state in draft.states.items()}
        return draft.xml, states, draft.shown or draft.languages, draft.copied
    frozen = store.frozen(row.id)
    facts = json.loads(frozen.values_json)
    states = {ref: AnswerState(state) for ref, state in facts.get("states", {}).items()}
    return frozen.xml, states, interview.shown_of(row, facts), tuple(facts.get("copied", ()))
