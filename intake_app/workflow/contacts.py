"""Whether a person may have been met before: a hint with its reasons, for the mediator alone. Nothing is merged."""

import json
from dataclasses import dataclass, field, fields, replace

from intake_app import languages, prose, screening, xform
from intake_app.screening import Known, Likeness
from intake_app.vault import Namesake, RecordRow, Sighting, Vault
from intake_app.workflow import drafts
from intake_app.workflow import store as stores
from intake_app.workflow.forms import is_ours, names_nobody
from intake_app.xform import FormDefinition, Session

MOST = 5
"""So many records are shown, the likeliest first."""
_TOO_MANY = 5
"""A name that more records than this have, with nothing else that they tell, is no name: it says nothing."""
_OF_MANY = ("name", "language")


@dataclass(frozen=True)
class Met:
    """A record that may be of the same person, and how the two compare."""

    row: RecordRow
    likeness: Likeness = field(repr=False)


@dataclass(frozen=True)
class Contacts:
    """Records that one reads, the likeliest first; and that a colleague met somebody of this name, by day and site."""

    met: tuple[Met, ...] = ()
    elsewhere: tuple[Sighting, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.met or self.elsewhere)


def who_told(session: Session) -> Known:
    """What the answers so far say of who it is; pure, for the GUI thread.

    The name of a record stands for a name that the form does not tag, but in our own forms, which name nobody: there
    `possible_contacts` takes the name of the case.
    """
    name = "" if names_nobody(session.definition) else session.instance_name
    return screening.known(session.definition, session.values(), name)


def title_of(session: Session) -> str:
    """What a record is found by: the name that the form gives it, and the person's where the form tags one."""
    named = prose.plain(session.instance_name)
    if "name" not in (part for _path, part in session.definition.tagged("person")):
        return named
    name = screening.known(session.definition, session.values()).name
    return " · ".join(part for part in (named, name if name not in named else "") if part)


def possible_contacts(store: Vault, record_id: str, told: Known | None = None) -> Contacts:
    """Records that may be of the person of this one; `told` as `who_told` has it, None: as the record was saved.

    Where a record tells no name, that of its case stands for it, as far as it is told to who asks. Raises IntakeError
    `vault.not_allowed`, `vault.no_such_record`.
    """
    known = told if told is not None else _as_saved(store, record_id)
    found = store.namesakes(record_id, known.name)
    loaded: dict[int, FormDefinition] = {}
    here = _of_person(known, store.record(record_id), found.name)
    there = [_of_person(_known(store, one, loaded), one.row, one.name) for one in found.rows]
    compared = [Met(one.row, screening.compared(here, other)) for one, other in zip(found.rows, there, strict=True)]
    hints = sorted((one for one in compared if one.likeness.is_hint), key=_order)
    by_name = [one for one in hints if all(point.part in _OF_MANY for point in one.likeness.points)]
    shown = [one for one in hints if len(by_name) <= _TOO_MANY or one not in by_name]
    return Contacts(tuple(shown[:MOST]), found.elsewhere)


def _of_person(known: Known, row: RecordRow, name: str) -> Known:
    """With the name of the case where the record tells none, and the language in which a form of ours was asked."""
    spoken = languages.from_form_name(row.language) if is_ours(row.form_id) else None
    return replace(known, name=known.name or name, language=spoken.code if spoken else "")


def _order(one: Met) -> tuple[int, str]:
    return -one.likeness.weight, one.row.code


def tell_apart(store: Vault, record_id: str, other_id: str, apart: bool = True) -> None:
    """Remember that two records are not of one person, so that they are not shown for each other; or take it back.

    Raises IntakeError `vault.not_allowed`, `vault.no_such_record`.
    """
    store.tell_apart(record_id, other_id, apart)


def _as_saved(store: Vault, record_id: str) -> Known:
    row = store.record(record_id)
    if row.state != "draft":
        frozen = store.frozen(record_id)
        return _known(store, Namesake(row, frozen.xml, frozen.values_json), {})
    return _known(store, Namesake(row, store.draft(record_id).xml), {})


def _known(store: Vault, one: Namesake, loaded: dict[int, FormDefinition]) -> Known:
    """As it was noted when the record was finished; of a draft, and of records of before that, from the answers."""
    noted = json.loads(one.values_json or "{}").get("person")
    if noted is not None:
        kept = {each.name: noted[each.name] for each in fields(Known) if each.name in noted}
        return Known(**{**kept, "born": tuple(kept.get("born", ("", "")))})
    form = drafts.definition(store, one.row.form_key, loaded)
    return who_told(xform.resume(form, one.xml, {}, stores.surroundings(store)))
