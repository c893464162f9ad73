"""Births and ages on paper, as they were told and no more exact."""

from datetime import date
from typing import Final

from intake_app.exports import AgeTold, Statement
from intake_app.i18n import msg
from intake_app.slips.shaping import Span
from intake_app.slips.voice import Said, Voice

_AGES: Final = {"minor": msg("under 18"), "adult": msg("18 or older")}
_TOLD: Final = {
    "form": msg("{age}: answered in another interview, noted on {day}"),
    "person": msg("{age}: the person said so, noted on {day}"),
    "document": msg("{age}: a document shows it, noted on {day}"),
    "decision": msg("{age}: decided by the sender, noted on {day}"),
}
_SEASONS: Final = {
    "winter": msg("winter"), "spring": msg("spring"), "summer": msg("summer"), "autumn": msg("autumn"),
    "rains": msg("rainy season"), "dry": msg("dry season"),
}  # fmt: skip
_CALENDARS: Final = {
    "ethiopian": msg("Ethiopian"),
    "persian": msg("Solar Hijri"),
    "hijri": msg("Hijri"),
    "coptic": msg("Coptic"),
    "buddhist": msg("Buddhist"),
    "nepali": msg("Nepali (Bikram Sambat)"),
}


def age_told(voice: Voice, told: AgeTold) -> Said:
    """What was told elsewhere than in this talk, where and when; no age is worked out of it."""
    age = voice.words(_AGES[told.age])
    day = day_here(told.on) if told.on is not None else "–"
    return voice.say(_TOLD[told.source], age=age, day=day)


def day_here(day: date) -> str:
    """A day as it is written here."""
    return f"{day:%d/%m/%Y}"


def birth_told(voice: Voice, said: Statement) -> Said:
    """What was told, no more exact than it was told."""
    about = voice.say(msg("about:")).spans if said.about else ()
    if said.kind == "age":
        told = voice.say(msg("{age} years old, told on {day}"), age=said.age, day=day_here(date.fromisoformat(said.on)))
    elif said.kind == "event":
        told = voice.say(msg("{age} years old at an event that is known"), age=said.age)
    else:
        day = said.day if said.month else ""  # a day of no month is none
        season = voice.words(_SEASONS[said.season]) if said.season in _SEASONS else ""
        when = "/".join(part for part in (day, said.month, said.year) if part)
        told = voice.say(msg("born {when}"), when=" ".join(filter(None, (season, when))) or "–")
    spans = (*about, *((Span(" "),) if about else ()), *told.spans)
    if said.kind == "date" and said.calendar in _CALENDARS:
        named = voice.say(msg("{calendar} calendar"), calendar=voice.words(_CALENDARS[said.calendar]))
        spans = (*spans, Span(" ("), *named.spans, Span(")"))
    return Said(spans, told.language)
