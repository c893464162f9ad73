"""A date of birth with what belongs beside it: how it was told, in which calendar, what days it may mean.

A form asks for it by the tag `birth` on a date question, with value `date`, and on nodes of the same group for the
rest. Without them a date is a date.
"""

import json
from collections.abc import Mapping
from datetime import date
from functools import cache

from intake_app import calendars, languages, paths, screening
from intake_app.screening import Birth, Event, Statement
from intake_app.screening.birth import PARTS
from intake_app.screening.tags import bare
from intake_app.xform import AnswerState, Changes, Session, generic


@cache
def birth_events() -> Mapping[str, Event]:
    """Events by which people count, in the order of time."""
    rows = json.loads((paths.resources() / "anchors.json").read_text(encoding="utf-8"))["events"]
    made = [
        Event(
            row["code"],
            date.fromisoformat(row["from"]),
            date.fromisoformat(row["to"]),
            row["names"],
            tuple(row["countries"]),
            tuple(row.get("reviewed", ())),
        )
        for row in rows
    ]
    return {event.code: event for event in sorted(made, key=lambda event: event.earliest)}


def asks_birth(session: Session, ref: str) -> bool:
    """Whether a question asks for a birth and has room beside it for how it was told."""
    return session.definition.tags(generic(ref)).get("birth") == "date" and "said" in _beside(session, ref)


def spoken_calendars(session: Session) -> tuple[str, ...]:
    """The calendars in which the person may count, the likeliest first."""
    named = session.definition.language(session.language)
    return languages.get(named.code).calendars if named is not None and named.code else (calendars.GREGORIAN,)


def birth_said(session: Session, ref: str) -> Statement:
    """How it was told; a date that came otherwise counts as told in the Gregorian calendar."""
    kept = screening.read_birth(session.value(_beside(session, ref)["said"]))
    value = session.value(ref)
    return kept or _plain(value)


def understand_birth(session: Session, said: Statement, today: date) -> Birth:
    """What it may mean, to this person, on this day."""
    return screening.understood(said, spoken_calendars(session), birth_events(), today)


def answer(session: Session, ref: str, text: str, today: date | None = None) -> Changes:
    """Take an answer; for a birth a line as `screening.written_birth` gives it, or a plain date."""
    if not _asked(session, ref):
        return session.answer(ref, text)
    return _take(session, ref, screening.read_birth(text) or _plain(text), today or date.today())


def mark(session: Session, ref: str, state: AnswerState) -> Changes:
    """Note that there is no answer, and why; what was told of a birth goes with its date."""
    if not _asked(session, ref):
        return session.mark(ref, state)
    changes = _take(session, ref, Statement(), date.today())
    return changes.then(session.mark(ref, state))


def speak(session: Session, language: str, today: date | None = None) -> Changes:
    """Go on in another language of the form; a birth is understood anew, people of it may count otherwise."""
    changes = session.set_language(language)
    for path in [path for path, part in session.definition.tagged("birth") if part == "date"]:
        for ref in [ref for ref in session.values() if bare(ref) == path]:
            said = birth_said(session, ref) if _asked(session, ref) else Statement()
            if not said.blank:
                changes = changes.then(_take(session, ref, said, today or date.today()))
    return changes


def _plain(value: str) -> Statement:
    """A date as a form stores it."""
    year, month, day = (*value.split("-"), "", "")[:3]
    return Statement(calendar=calendars.GREGORIAN, year=year, month=month, day=day) if value else Statement()


def _asked(session: Session, ref: str) -> bool:
    return session.exists(ref) and session.definition.question(generic(ref)) is not None and asks_birth(session, ref)


def _take(session: Session, ref: str, said: Statement, today: date) -> Changes:
    birth = understand_birth(session, said, today)
    span = birth.span
    parts = {
        "said": screening.written_birth(said),
        "calendar": birth.calendar,
        "precision": birth.precision,
        "earliest": span.earliest.isoformat() if span else "",
        "latest": span.latest.isoformat() if span else "",
        "majority": birth.majority,
    }
    changes = session.answer(ref, birth.iso)
    for part, node in _beside(session, ref).items():
        if part in parts:
            changes = changes.then(session.answer(node, parts[part]))
    return changes


def _beside(session: Session, ref: str) -> dict[str, str]:
    tags = {path: session.definition.tags(path) for path, part in session.definition.tagged("birth") if part in PARTS}
    found = screening.birth_parts(tags, ref)
    return {part: node for part, node in found.items() if session.exists(node)}
