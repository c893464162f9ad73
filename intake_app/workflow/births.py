"""A date of birth with what belongs beside it: how it was told, in which calendar, what days it may mean.

A form asks for it by the tag `birth` on a date question, with value `date`, and on nodes of the same group for the
rest. Without them a date is a date.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import cache, partial

from intake_app import calendars, languages, paths, screening
from intake_app.screening import Birth, Event, Statement
from intake_app.screening.birth import PARTS
from intake_app.screening.tags import bare
from intake_app.xform import AnswerState, Changes, FormDefinition, Session, generic


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


def spoken_calendars(session: Session, ref: str = "") -> tuple[str, ...]:
    """The calendars in which the person may count, the likeliest first.

    They are of the nationalities that were told, of every language that the questions were shown in, before the draft
    was put away and in other talks with the person too, also one that the form lacks, and of those that were known when
    the birth `ref` was told: texts that are shown in another language change nobody's way of counting.
    """
    found = [calendar for language in _shown(session) for calendar in language.calendars] or [calendars.GREGORIAN]
    home = [calendar for country in _nationalities(session) for calendar in languages.calendars_of(country)]
    kept = birth_said(session, ref).counted if ref else ()
    return tuple(dict.fromkeys((*home, *found, *session.counted, *kept)))


def likely_calendars(session: Session) -> tuple[str, ...]:
    """Others in which the person may count where nobody told a nationality: those of people who are spoken with in a
    language that is not theirs.
    """
    return () if _nationalities(session) else tuple(dict.fromkeys(name for one in _shown(session) for name in one.also))


def _shown(session: Session) -> list[languages.Language]:
    """The languages that the questions were shown in, the present one first."""
    codes = map(partial(_code, session.definition), session.spoken)
    return [languages.get(code) for code in codes if code]


def _nationalities(session: Session) -> tuple[str, ...]:
    asked = any(whose == "prs_Citizenship" for _path, whose in session.definition.tagged("htcds"))
    return screening.nationalities(session.definition, session.values()) if asked else ()


def _code(definition: FormDefinition, name: str) -> str:
    """The BCP 47 code of a language by its name in the form, or by that of one that the form lacks."""
    named = definition.language(name)
    known = languages.from_form_name(name)
    return (named.code if named is not None else "") or (known.code if known is not None else "")


def birth_said(session: Session, ref: str) -> Statement:
    """How it was told; a date that came otherwise counts as told in the Gregorian calendar."""
    kept = screening.read_birth(session.value(_beside(session, ref)["said"]))
    value = session.value(ref)
    return kept or _plain(value)


def understand_birth(session: Session, ref: str, said: Statement, today: date) -> Birth:
    """What it may mean, to this person, on this day."""
    known, likely = spoken_calendars(session, ref), likely_calendars(session)
    return screening.understood(said, known, birth_events(), today, likely)


def answer(session: Session, ref: str, text: str, today: date | None = None) -> Changes:
    """Take an answer; for a birth a line as `screening.written_birth` gives it, or a plain date."""
    session.looked_from = None
    if not _asked(session, ref):
        return session.answer(ref, text).then(_from_elsewhere(session, ref, today))
    return _take(session, ref, screening.read_birth(text) or _plain(text), today or date.today())


def as_told(session: Session, ref: str) -> str:
    """What `answer` takes to have an answer again as it is now, also one that does not fit; "" where there is none."""
    if _asked(session, ref):
        return screening.written_birth(birth_said(session, ref))
    return session.question(ref).value


def mark(session: Session, ref: str, state: AnswerState) -> Changes:
    """Note that there is no answer, and why; what was told of a birth goes with its date."""
    session.looked_from = None
    if not _asked(session, ref):
        return session.mark(ref, state).then(_from_elsewhere(session, ref, None))
    changes = _take(session, ref, Statement(), date.today())
    return changes.then(session.mark(ref, state))


def speak(session: Session, language: str, today: date | None = None) -> Changes:
    """Go on in another language of the form; a birth is understood anew, as people of it may count, too.

    Who only looks, and goes back with nothing answered and no page turned, has talked with nobody in that language:
    births are kept as they were.
    """
    shown, said = began = session.looked_from or (session.spoken, _lines(session))
    changes = session.set_language(language)
    back = language == shown[0]
    if back:
        session.spoken = shown
        for ref, line in _lines(session).items():
            if screening.read_birth(line) == screening.read_birth(said.get(ref, "")):  # whoever may count how
                changes = changes.then(session.answer(_beside(session, ref)["said"], said[ref]))
    session.looked_from = None if back else began
    return changes.then(_anew(session, today))


def _lines(session: Session) -> dict[str, str]:
    return {ref: screening.written_birth(said) for ref, said in _told(session)}


def _anew(session: Session, today: date | None) -> Changes:
    """Each birth that was told, understood in the calendars that are known of now."""
    changes = Changes()
    for ref, said in _told(session):
        changes = changes.then(_take(session, ref, said, today or date.today()))
    return changes


def _from_elsewhere(session: Session, ref: str, today: date | None) -> Changes:
    """A nationality was told, or is told no more: whoever is from there may count otherwise."""
    asked = screening.asks_nationality(session.definition, generic(ref))
    return _anew(session, today) if asked else Changes()


def recall(
    session: Session, shown: Iterable[str], counts: Iterable[str] = (), today: date | None = None
) -> None:
    """Let a session know in which languages its person was spoken with before, and in which calendars they may count
    by other records.

    A birth that was told when that was not known is understood anew: it may be in one of these calendars.
    """
    session.spoken = tuple(dict.fromkeys((*session.spoken, *filter(None, shown))))
    session.counted = tuple(dict.fromkeys((*session.counted, *counts)))
    on = today or date.today()
    for ref, said in _told(session):
        known = {calendars.GREGORIAN, *said.counted}.issuperset(spoken_calendars(session))
        if _is_open(said) and (not known or _made_older(session, ref, said, on)):
            _take(session, ref, said, on)


def _made_older(session: Session, ref: str, said: Statement, today: date) -> bool:
    """Whether it was once taken for that of an adult, and is not by what is known of calendars now."""
    place = _beside(session, ref).get("majority")
    held = session.value(place) if place is not None else ""
    return held == "over_18" and understand_birth(session, ref, said, today).majority != held


def other_calendars(session: Session) -> tuple[str, ...]:
    """The calendars besides the Gregorian one in which the person may count."""
    return tuple(name for name in spoken_calendars(session) if name != calendars.GREGORIAN)


def minor_in(session: Session, today: date | None = None) -> tuple[str, ...]:
    """The calendars in which somebody under 18 may mean what was told of a birth, whether they count so or not.

    What the person is spoken with in elsewhere may make a child of who seems of age here.
    """
    told = [said for _ref, said in _told(session) if _is_open(said)]
    return tuple(name for name in calendars.CALENDARS if any(_may_be_minor(said, name, today) for said in told))


def _may_be_minor(said: Statement, calendar: str, today: date | None) -> bool:
    found = screening.understood(said, (calendar,), birth_events(), today or date.today())
    return found.majority in ("minor", "may_be_minor")


def _is_open(said: Statement) -> bool:
    """Whether what it means depends on how the person counts: nobody asked in which calendar."""
    return not said.calendar


def _told(session: Session) -> list[tuple[str, Statement]]:
    """Each birth that was told, by its question."""
    paths = {path for path, part in session.definition.tagged("birth") if part == "date"}
    asked = [ref for ref in session.values() if bare(ref) in paths and _asked(session, ref)] if paths else []
    return [(ref, said) for ref in asked if not (said := birth_said(session, ref)).blank]


def told_births(session: Session) -> dict[str, Statement]:
    """What was told of each birth, by the ref of its question: the date that is stored with it is but the last it may
    mean.
    """
    return dict(_told(session))


def _plain(value: str) -> Statement:
    """A date as a form stores it."""
    year, month, day = (*value.split("-"), "", "")[:3]
    return Statement(calendar=calendars.GREGORIAN, year=year, month=month, day=day) if value else Statement()


def _asked(session: Session, ref: str) -> bool:
    return session.exists(ref) and session.definition.question(generic(ref)) is not None and asks_birth(session, ref)


def _take(session: Session, ref: str, said: Statement, today: date) -> Changes:
    counting = spoken_calendars(session, ref)
    if not said.blank and not said.calendar and set(counting) != {calendars.GREGORIAN}:
        said = replace(said, counted=tuple(dict.fromkeys((*birth_said(session, ref).counted, *counting))))
    birth = understand_birth(session, ref, said, today)
    span = birth.span
    parts = {
        "said": screening.written_birth(said),
        "calendar": birth.calendar,
        "precision": birth.precision,
        "earliest": span.earliest.isoformat() if span else "",
        "latest": span.latest.isoformat() if span else "",
        "majority": birth.majority,
    }
    changes = Changes()
    for part, node in _beside(session, ref).items():
        if part in parts:
            changes = changes.then(session.answer(node, parts[part]))
    return changes.then(session.answer(ref, birth.iso))  # last: the form knows then what the birth means


def _beside(session: Session, ref: str) -> dict[str, str]:
    tags = {path: session.definition.tags(path) for path, part in session.definition.tagged("birth") if part in PARTS}
    found = screening.birth_parts(tags, ref)
    return {part: node for part, node in found.items() if session.exists(node)}
