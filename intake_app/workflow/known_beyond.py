"""What the other records of a person tell, for the assessment of the one that is open."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import TypeVar

from intake_app import screening
from intake_app.errors import IntakeError
from intake_app.screening import Before, Beyond
from intake_app.vault import CaseEntry, Vault
from intake_app.workflow import ages, assessing, drafts
from intake_app.workflow import store as stores
from intake_app.workflow.assessing import Told
from intake_app.xform import FormDefinition
from intake_app.xform.surroundings import SYSTEM_ZONE

_Read = TypeVar("_Read")
_Signs = Mapping[str, tuple[Told, ...]]


def of_person(store: Vault, record_id: str) -> Beyond:
    """Signs of the records of the case that one reads, drafts of one's own too, and whether any makes them a child.

    A record that can not be read is told of by its code and keeps nobody from the others: what was noted of it with the
    case, ages and words to consent, stands apart.
    """
    case = store.case_of(record_id)
    if case is None:
        return screening.NOTHING_BEYOND
    versions = {row.id for row in store.versions(record_id)} | {record_id}
    others = [entry for entry in store.case_outline(case.id) if entry.readable and entry.record_id not in versions]
    loaded = dict[int, FormDefinition]()
    found, unread = read_of(others, lambda entry: _signs(store, entry, loaded))
    signs = (Before(code, entry.code, *one) for entry, told in found for code, each in told.items() for one in each)
    words = ages.told(store, record_id)
    age = screening.standing_age(words)
    said = next((word.told_in or word.source for word in words if word.age == age), "")
    doubt = {"not_told": said, "": case.code}.get(age, "")
    return Beyond(tuple(dict.fromkeys(signs)), said if age == "minor" else "", unread, doubt, age == "adult")


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


def _reasons(form: FormDefinition, values: Mapping[str, str]) -> Mapping[str, str]:
    return {reason: offer.recipient for offer in assessing.offered(form, values, {}) for reason in offer.reasons}


def _signs(store: Vault, entry: CaseEntry, loaded: dict[int, FormDefinition]) -> _Signs:
    if entry.state != "draft":
        kept = signs_of(store, entry.record_id)
        return kept if all(one.ref for each in kept.values() for one in each) else _traced(store, entry, kept)
    return _read_draft(store, entry, loaded, "", assessing.signs_told)


def _read_draft(
    store: Vault, entry: CaseEntry, loaded: dict[int, FormDefinition], what: str,
    reading: Callable[[FormDefinition, Mapping[str, str]], _Read],
) -> _Read:  # fmt: skip
    """Of a draft that is as it was when it was read last, and of the same day, what was read then."""
    row, draft = store.record(entry.record_id), store.draft(entry.record_id)
    read = f"{row.form_key} {datetime.now(SYSTEM_ZONE).date()} {draft.copied} ".encode() + draft.xml
    mark = hashlib.sha256(read).digest()
    at = f"{entry.record_id} {what}".strip()
    known = store.recalled.get(at)
    if known is None or known[0] != mark:
        form, values = drafts.draft_told(store, entry.record_id, loaded)
        known = mark, reading(form, _without_copied(values, draft.copied))
        store.recalled[at] = known
    found: _Read = known[1]
    return found


def _without_copied(values: Mapping[str, str], copied: Iterable[str]) -> Mapping[str, str]:
    """Without what stands as in the record that it came from, which tells it itself."""
    away = {each.split(" ", 2)[2] for each in copied}
    return {ref: value for ref, value in values.items() if ref not in away}


def _traced(store: Vault, entry: CaseEntry, kept: _Signs) -> _Signs:
    """Of a record that was finished before the answers were kept with its signs: as its form tells them now."""
    copied = json.loads(store.frozen(entry.record_id).values_json).get("copied", ())
    try:
        form, values = drafts.finished_told(store, entry.record_id)
    except IntakeError:
        return kept
    told = assessing.signs_told(form, _without_copied(values, copied))
    return {
        code: tuple(one._replace(strength=each[0].strength) for one in told.get(code, ())) or each
        for code, each in kept.items()
    }


def signs_of(store: Vault, record_id: str) -> _Signs:
    """The signs that a finished record tells, by code, the strongest first, with the answers that tell each; those, and
    how strong it is, are "" where it was finished before they were kept.
    """
    told = json.loads(store.frozen(record_id).values_json).get("signs", ())
    kept = told if isinstance(told, dict) else dict.fromkeys(told, "")
    each = {code: [(how,)] if isinstance(how, str) else how for code, how in kept.items()}
    return {code: tuple(Told(*one) for one in how) for code, how in each.items()}
