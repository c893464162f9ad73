"""Information that was given, with or without an interview: counted by topic, language and medium, never by person."""

from datetime import date, datetime, time, timedelta

from intake_app import languages
from intake_app.errors import IntakeError
from intake_app.vault import InformationCount, InformationGiven, Vault
from intake_app.vault.types import stamp
from intake_app.workflow.desk import papers


def information_topics() -> tuple[str, ...]:
    """What information can be about: the topics of the leaflets, of which a card has one."""
    told, _line = papers()
    return tuple(told.leaflets)


def note_information(store: Vault, topic: str, medium: str, language: str, copies: int = 1) -> None:
    """Note that so many persons were given information. `topic` is one of `information_topics`, `language` BCP 47.

    Raises IntakeError `workflow.unknown_language`, `vault.not_allowed`; ValueError for another topic or medium.
    """
    if topic not in information_topics():
        raise ValueError("no such topic")
    known = {one.code for one in languages.all_languages()}
    code = languages.get(language).code
    if code not in known:
        raise IntakeError("workflow.unknown_language", language=language)
    store.put_information(InformationGiven(topic, medium, code, copies))


def information(store: Vault, since: date | None = None, until: date | None = None) -> tuple[InformationCount, ...]:
    """How many persons were given what, on the days from `since` to `until`, both with; the most frequent first."""
    begins = stamp(_midnight(since)) if since else ""
    ends = stamp(_midnight(until + timedelta(days=1))) if until else ""
    return store.information(begins, ends)


def _midnight(day: date) -> datetime:
    """The beginning of a day where the computer is."""
    return datetime.combine(day, time.min).astimezone()
