"""What the other records of a person tell, for the assessment of the one that is open."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

from intake_app import screening
from intake_app.errors import IntakeError
from intake_app.screening import Before, Beyond, Missing
from intake_app.vault import CaseEntry, Vault
from intake_app.workflow import ages, assessing, drafts, forms, untold
from intake_app.workflow import store as stores
from intake_app.workflow.assessing import Asked, Told
from intake_app.xform import FormDefinition
from intake_app.xform.surroundings import SYSTEM_ZONE

_Read = TypeVar("_Read")
_Signs = Mapping[str, tuple[Told, ...]]
_Asked = Mapping[str, Asked]


class _Talk(NamedTuple):
    signs: _Signs
    asked: _Asked
    begun: bool = True
    """Whether anything was said in it."""


def of_person(store: Vault, record_id: str) -> Beyond:
    """Signs of the records of the case that one reads, drafts of one's own too, and whether any makes them a child.

    A record that can not be read is told of by its code and keeps nobody from the others: what was noted of it with the
    case, ages and words to consent, stands apart.
    """
    case = store.case_of(record_id)
    if case is None:
        return screening.NOTHING_BEYOND
    versions = {row.id for row in store.versions(record_id)} | {record_id}
    every = [entry for entry in store.case_outline(case.id) if entry.record_id not in versions]
    others = [entry for entry in every if entry.readable]
    loaded = dict[int, FormDefinition]()
    found, unread = read_of(others, lambda entry: _talk(store, entry, loaded))
    signs = (
        Before(code, entry.code, *one) for entry, told in found for code, each in told.signs.items() for one in each
    )
    words = ages.told(store, record_id)
    age = screening.age_in_doubt(words)
    said = next((word.told_in or word.source for word in words if word.age == age), "")
    doubt = {"not_told": said, "": case.code}.get(age, "")
    left = _open(store, record_id, [(entry, told.asked) for entry, told in found])
    child = said if age == "minor" else ""
    begun = {entry.record_id: told.begun for entry, told in found}  # what was closed blank was asked of nobody
    met = {entry.form_id for entry in every if begun.get(entry.record_id, entry.state != "draft")}
    asked = frozenset(name for name in forms.MODULES if forms.own_form_id(name) in met)
    return Beyond(tuple(dict.fromkeys(signs)), child, unread, doubt, age == "adult", open=left, asked=asked)


def _open(store: Vault, record_id: str, talks: Iterable[tuple[CaseEntry, _Asked]]) -> tuple[Missing, ...]:
    """What these talks leave open: what was asked in one is so until a later one has an answer.

    A talk is as old as its first version that was finished, or as the last change of its draft; what is a draft of
    one's own here is being told now.
    """
    here, form = _held(store, record_id, ""), store.record(record_id).form_id
    left = list[tuple[str, Missing]]()
    held = [(_held(store, entry.record_id, entry.at), entry, asked) for entry, asked in talks]
    for at, entry, asked in sorted(held, key=lambda each: each[0]):
        answered = {name for name, one in asked.items() if not one.why}
        left = [
            (of_form, one)
            for of_form, one in left
            if one.code not in answered and not (of_form == entry.form_id and one.gate in answered)
        ]
        left += (
            (entry.form_id, Missing(code, one.ref, one.why, entry.code, bool(here) and at > here, one.gate))
            for code, one in asked.items()
            if one.why
        )
    return tuple(one if of_form == form else replace(one, gate="") for of_form, one in left)


def _held(store: Vault, record_id: str, at: str) -> str:
    """When a record said first what it says: as its first version was finished, else ``at``."""
    return min((row.finalised for row in store.versions(record_id) if row.finalised), default=at)


def read_of(
    entries: Iterable[CaseEntry], reading: Callable[[CaseEntry], _Read]
) -> tuple[list[tuple[CaseEntry, _Read]], tuple[str, ...]]:
    """What each of these records says to a reading, and the codes of those that can not be read."""
    found, unread = list[tuple[CaseEntry, _Read]](), list[str]()
    for entry in entries:
        try:
            found.append((entry, reading(entry)))
        except IntakeError as trouble:
            if not stores.is_unreadable(trouble):
                raise
            unread.append(entry.code)
    return found, tuple(unread)


def reasons_so_far(store: Vault, record_id: str) -> frozenset[str]:
    """What drafts of the person that one reads tell so far that a service is offered for, as the rules name it.

    A talk that pauses at a question was told up to it. Not of a version of that record, which tells it itself.
    """
    case = store.case_of(record_id)
    versions = {row.id for row in store.versions(record_id)} | {record_id}
    entries = store.case_outline(case.id) if case is not None else ()
    drafts_here = [one for one in entries if one.readable and one.state == "draft" and one.record_id not in versions]
    loaded = dict[int, FormDefinition]()
    found, _unread = read_of(drafts_here, lambda entry: _read_draft(store, entry, loaded, "offered", _reasons))
    return frozenset(reason for _entry, reasons in found for reason in reasons)


def _reasons(form: FormDefinition, values: Mapping[str, str], _said: Mapping[str, str]) -> Mapping[str, str]:
    return {reason: offer.recipient for offer in assessing.offered(form, values, {}) for reason in offer.reasons}


def _talk(store: Vault, entry: CaseEntry, loaded: dict[int, FormDefinition]) -> _Talk:
    if entry.state == "draft":
        return _read_draft(
            store, entry, loaded, "",
            lambda form, values, said: _Talk(
                **assessing.weighed(form, values, said, entry.created),
                begun=untold.is_answered(form, said, entry.created),
            ),
        )  # fmt: skip
    facts = json.loads(store.frozen(entry.record_id).values_json)
    kept = _signs_in(facts)
    if "asked" in facts and all(one.ref for each in kept.values() for one in each):
        asked = {code: Asked(*one) for code, one in facts["asked"].items()}
        return _Talk(kept, asked, begun=bool(kept or asked or facts.get("states")))
    at = f"{entry.record_id} finished"
    known = store.recalled.get(at)
    if known is None:
        known = store.recalled[at] = b"", _traced(store, entry, facts, kept)
    found: _Talk = known[1]
    return found


def _read_draft(
    store: Vault, entry: CaseEntry, loaded: dict[int, FormDefinition], what: str,
    reading: Callable[[FormDefinition, Mapping[str, str], Mapping[str, str]], _Read],
) -> _Read:  # fmt: skip
    """Of a draft that is as it was when it was read last, and of the same day, what was read then: of its form, its
    answers, and the answers with why there is none.
    """
    row, draft = store.record(entry.record_id), store.draft(entry.record_id)
    read = f"{row.form_key} {datetime.now(SYSTEM_ZONE).date()} {draft.copied} {draft.states} ".encode() + draft.xml
    mark = hashlib.sha256(read).digest()
    at = f"{entry.record_id} {what}".strip()
    known = store.recalled.get(at)
    if known is None or known[0] != mark:
        form, values = drafts.draft_told(store, entry.record_id, loaded)
        own = _without_copied(values, draft.copied)
        known = mark, reading(form, own, stores.with_states(own, draft.states))
        store.recalled[at] = known
    found: _Read = known[1]
    return found


def _without_copied(values: Mapping[str, str], copied: Iterable[str]) -> Mapping[str, str]:
    """Without what stands as in the record that it came from, which tells it itself."""
    away = {each.split(" ", 2)[2] for each in copied}
    return {ref: value for ref, value in values.items() if ref not in away}


def _traced(store: Vault, entry: CaseEntry, facts: Mapping[str, Any], kept: _Signs) -> _Talk:
    """Of a record that was finished before all of this was kept with its signs: as its form tells it now."""
    try:
        form, values = drafts.finished_told(store, entry.record_id)
    except IntakeError:
        return _Talk(kept, {})
    own = _without_copied(values, facts.get("copied", ()))
    told = assessing.signs_told(form, own)
    signs = {
        code: tuple(one._replace(strength=each[0].strength) for one in told.get(code, ())) or each
        for code, each in kept.items()
    }
    said = stores.with_states(own, facts.get("states", {}))
    return _Talk(signs, assessing.signs_asked(form, said, entry.created))


def signs_of(store: Vault, record_id: str) -> _Signs:
    """The signs that a finished record tells, by code, the strongest first, with the answers that tell each; those, and
    how strong it is, are "" where it was finished before they were kept.
    """
    return _signs_in(json.loads(store.frozen(record_id).values_json))


def _signs_in(facts: Mapping[str, Any]) -> _Signs:
    told = facts.get("signs", ())
    kept = told if isinstance(told, dict) else dict.fromkeys(told, "")
    each = {code: [(how,)] if isinstance(how, str) else how for code, how in kept.items()}
    return {code: tuple(Told(*one) for one in how) for code, how in each.items()}
