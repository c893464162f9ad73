"""Of what one person told in several talks, the newest word to each question, for papers that show answers in words.

What a correction or a copy tells as it stood before is as old as it is. Where a newer talk says why a question is not
put any more, what was answered to it before does not stand either.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from intake_app.errors import IntakeError
from intake_app.exports import Heard
from intake_app.screening.tags import bare
from intake_app.vault import Vault
from intake_app.workflow import finalising
from intake_app.workflow import store as stores
from intake_app.workflow.paper_answers import heard_on_paper, session_on_paper
from intake_app.xform import AnswerState, FormDefinition, Session
from intake_app.xform.definition import line_of

Told = tuple[FormDefinition, tuple[Heard, ...]]
"""A form, and its questions with what was answered."""
_Words = tuple[tuple[str, str, str], ...]
"""What was said to a question: each place with the value and the state."""


@dataclass(frozen=True, slots=True)
class _Record:
    definition: FormDefinition
    here: frozenset[str]
    """The questions that it puts, answered or not, by path."""

    said: Mapping[str, _Words]
    ages: Mapping[str, int]
    """By path the number of the record in which it was said first as it is now."""


def newest_words(
    store: Vault, told: Mapping[str, Told], tag: str, language: str, beside: Collection[str] = ()
) -> dict[str, Told]:
    """By record its answers, of what carries the tag only those that no other record of `told` says newer.

    `beside`: records that are not shown themselves, and whose words take older ones off all the same.
    """
    order = store.finishings((*told, *beside))
    last = {each: numbers[-1][0] for each, numbers in order.items()}
    read = {each: _record(store, numbers, each, language) for each, numbers in order.items()}
    records = {each: read[each] for each in sorted(read, key=last.__getitem__) if read[each] is not None}
    known = {each: one for each, one in records.items() if one is not None}
    newest = max(told, key=last.__getitem__)
    best: dict[tuple[str, str], str] = {}
    for one in known.values():
        form = one.definition.form_id
        of_form = {each: other for each, other in known.items() if other.definition.form_id == form}
        for path, _ in one.definition.tagged(tag):
            place = (form, _whole(one.definition, path))
            best[place] = best.get(place) or _best(of_form, place[1]) or newest
    return {
        each: (definition, tuple(
            one for one in heard
            if best.get((definition.form_id, _whole(definition, bare(one.ref))), each) == each
        ))
        for each, (definition, heard) in told.items()
    }  # fmt: skip


def _whole(definition: FormDefinition, path: str) -> str:
    """What is told as a whole: a list with all its entries, or one question."""
    spec = definition.spec(path)
    lists = [each.path for each in line_of(spec) if each.repeat is not None]
    return min(lists, key=len) if lists else path


def _best(records: Mapping[str, _Record], place: str) -> str:
    """Of one form, the record that says the newest word to a question or list, or that does not put it for what it
    says newer; "" for none.
    """
    saying = [each for each, one in records.items() if place in one.ages]
    if not saying:
        return ""
    said_by = max(saying, key=lambda each: (records[each].ages[place], saying.index(each)))
    said = records[said_by]
    for on in _rests_on(said.definition, place) & said.said.keys():
        told = [each for each, one in records.items() if on in one.ages]
        newest = max(told, key=lambda each: (records[each].ages[on], told.index(each)))
        if records[newest].said[on] != said.said[on] and place not in records[newest].here:
            return newest
    return said_by


def _record(store: Vault, versions: Sequence[tuple[int, str]], record_id: str, language: str) -> _Record | None:
    session = _readable(store, record_id, language)
    if session is None:
        return None
    here, now = _said(session)
    ages, same = dict.fromkeys(now, versions[-1][0]), set(now)
    for number, version in reversed(versions[:-1]):
        before = _readable(store, version, language) if version and same else None
        if before is None:
            break
        same &= {path for path, words in _said(before)[1].items() if now.get(path) == words}
        ages |= dict.fromkeys(same, number)
    ages |= dict.fromkeys(now.keys() & _copied(store, record_id), 0)
    return _Record(session.definition, here, now, ages)


def _copied(store: Vault, record_id: str) -> set[str]:
    """The paths of what came from an earlier record, and was asked of nobody since."""
    return {bare(each.split(" ", 2)[2]) for each in finalising.facts_of(store, record_id).get("copied", ())}


def _readable(store: Vault, record_id: str, language: str) -> Session | None:
    try:
        return session_on_paper(store, record_id, language)
    except IntakeError as refused:
        if not stores.is_unreadable(refused):
            raise
        return None


def _said(session: Session) -> tuple[frozenset[str], dict[str, _Words]]:
    """What is put, and what was said to what is answered, declined or not known; a list with its entries is one."""
    heard = heard_on_paper(session)
    said: dict[str, _Words] = {}
    for each in heard:
        if each.state != AnswerState.NOT_ASKED and (each.value or each.state != "answered"):
            path = _whole(session.definition, bare(each.ref))
            said[path] = (*said.get(path, ()), (each.ref, each.value, each.state))
    return frozenset(_whole(session.definition, bare(each.ref)) for each in heard), said


def _rests_on(definition: FormDefinition, path: str) -> set[str]:
    """The questions that decide whether another is put, also by what is worked out of them."""
    reads: dict[str, set[str]] = {}
    for read, spec in definition.specs.items():
        for each in spec.readers:
            if each.task.kind in ("relevant", "calculate"):
                reads.setdefault(each.task.spec.path, set()).add(read)
    parts = path.split("/")
    wanted, found = ["/".join(parts[:upto]) for upto in range(2, len(parts) + 1)], set[str]()
    while wanted:
        more = reads.get(wanted.pop(), set()) - found
        found |= more
        wanted += [each for each in more if definition.question(each) is None]
    return found - {path}
