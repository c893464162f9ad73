"""In words, the questions and answers of other talks that tell signs: read when the mediator asks what led there."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from intake_app import prose, xform
from intake_app.vault import Vault
from intake_app.workflow import entity_lists, known_beyond, sharing
from intake_app.workflow import store as stores
from intake_app.xform import Session
from intake_app.xform.views import MASK


@dataclass(frozen=True, slots=True)
class Traced:
    """A question as it was asked in another talk, and what was answered; `language` (BCP 47) is "" where the form names
    none.
    """

    question: str
    answer: str = field(repr=False)
    language: str


Traces = Mapping[tuple[str, str], tuple[Traced, ...]]
"""By the code of the record and the place of the question: in each language of its form, the form's own first."""


def told_beyond(store: Vault, record_id: str) -> Traces:
    """Of the records of the person that one reads, all but this one: what the signs in them rest on."""
    case = store.case_of(record_id)
    wanted = dict[str, set[str]]()
    for one in known_beyond.of_person(store, record_id).signs:
        wanted.setdefault(one.record, set()).add(one.ref)
    entries = store.case_outline(case.id) if case is not None else ()
    named = [entry for entry in entries if entry.readable and entry.code in wanted]
    found, _unread = known_beyond.read_of(named, lambda entry: dict(_read(store, entry.record_id, wanted[entry.code])))
    return {(entry.code, ref): each for entry, told in found for ref, each in told.items()}


def _read(store: Vault, record_id: str, refs: Collection[str]) -> Iterator[tuple[str, tuple[Traced, ...]]]:
    row = store.record(record_id)
    xml, states = sharing.as_it_stands(store, row)
    package = entity_lists.form_for(store, row.form_key, xml)
    form = xform.load(package.xml, package.files)
    session = xform.resume(form, xml, states, stores.surroundings(store))
    spoken = sorted(form.languages, key=lambda one: not one.default)
    languages: list[tuple[str | None, str]] = [(one.name, one.code or "") for one in spoken]
    for ref in sorted(refs):
        if session.exists(ref) and form.question(xform.generic(ref)) is not None:
            yield ref, tuple(Traced(*_said(session, ref, name), code) for name, code in languages or [(None, "")])


def _said(session: Session, ref: str, language: str | None) -> tuple[str, str]:
    """The question and the answer; what is masked stays so."""
    view, label = session.question(ref), prose.plain(session.text(ref, "label", language).text)
    if "masked" in view.appearance:
        return label, MASK
    if view.control not in ("select", "select1", "rank"):
        return label, view.value
    names = {one.value: prose.plain(one.label.text) for one in session.choices(ref, language)}
    return label, " · ".join(names.get(value, value) for value in view.value.split())
