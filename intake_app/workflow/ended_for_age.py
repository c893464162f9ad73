"""What ends as somebody notes that a person is, or may be, under 18: kept in mind until whoever noted it is told."""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from intake_app.errors import IntakeError
from intake_app.screening import Basis
from intake_app.vault import ReleaseRow, SlipRow, Vault
from intake_app.workflow import ages

T = TypeVar("T")
_Standing = dict[str, dict[tuple[str, str], str]]
"""By the fact that tells it: what stands, and as what it is named."""


@contextmanager
def noting(store: Vault, record_id: str, ends: bool = True) -> Iterator[None]:
    """Keep in mind what of this person stood before an age or a doubt is noted inside and does not stand behind it, on
    somebody's word: slips, and the sight of a record that another agency had. `ends`: whether anything can end there.
    """
    stood = _on_word(store, record_id) if ends else []
    records = _records(stood, "slip"), _records(stood, "export")
    before = _standing(store, stood, *records) if ends else {}
    yield
    after = _standing(store, _on_word(store, record_id), *records) if any(before.values()) else {}
    for fact, named in before.items():
        gone = (name for each, name in named.items() if each not in after.get(fact, {}))
        store.untold.setdefault(fact, {}).update(dict.fromkeys(gone))


def told(store: Vault) -> dict[str, str]:
    """What ended and was not told of yet, as facts that words know; it is told once."""
    facts = {fact: ", ".join(names) for fact, names in store.untold.items() if names}
    store.untold.clear()
    return facts


@contextmanager
def with_trouble(store: Vault) -> Iterator[None]:
    """Trouble inside tells, too, what ended before it came."""
    try:
        yield
    except IntakeError as trouble:
        ended = told(store)
        if not ended:
            raise
        raise IntakeError(trouble.code, **{**trouble.facts, **ended}) from trouble


def says_adult(store: Vault, slip: SlipRow) -> str:
    """The code of why a slip stays, whatever it went on, that calls an adult who was told since to be, or maybe to be,
    under 18, or who prefers now not to tell it; "" where it does not.
    """
    minor = ages.age_of_person(store, slip.record_id) == "minor"
    if not (minor or ages.is_left_open(store, slip.record_id)):
        return ""
    if json.loads(slip.sheet_json).get("age_band") != "adult":
        return ""
    return "workflow.slip_of_child" if minor else "workflow.slip_ended"


def _on_word(store: Vault, record_id: str) -> list[ReleaseRow]:
    return [one for one in store.standing_releases(record_id) if one.basis == Basis.CONSENT]


def _standing(store: Vault, on_word: Iterable[ReleaseRow], issued: Iterable[str], handed: Iterable[str]) -> _Standing:
    """Of the records of which slips were `issued`, and of those which another agency may read."""
    slips = {one.id for one in on_word if one.purpose == "slip"}
    return {
        "slips_ended": {
            (slip.record_id, slip.reference): slip.reference
            for record in issued for slip in reversed(_read(store.slips, record))
            if slip.release_id in slips
        },
        "sights_ended": _sights(store, handed),
    }  # fmt: skip


def _records(standing: Iterable[ReleaseRow], purpose: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.record_id for one in standing if one.purpose == purpose))


def _sights(store: Vault, records: Iterable[str]) -> dict[tuple[str, str], str]:
    """By a record, as far as one sees it, and the name of who of another agency reads it."""
    others = {one.name for one in store.people() if one.agency != store.me.agency}
    given = (one for record in records for one in _read(store.handovers, record))
    open_now = (one for one in given if one.taker in others and one.sight and one.ended is None)
    return {(one.record_id, one.taker): one.taker for one in open_now}


def _read(verb: Callable[[str], tuple[T, ...]], record_id: str) -> tuple[T, ...]:
    try:
        return verb(record_id)
    except IntakeError:  # of a colleague, who is told of it where they meet it
        return ()
