"""Information that was given, with or without an interview: counted by topic, language and medium, never by person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from intake_app import languages
from intake_app.errors import IntakeError
from intake_app.vault import InformationCount, InformationGiven, Vault
from intake_app.vault.types import stamp
from intake_app.workflow.desk import papers

LEAST_SHOWN = 11
"""The smallest number of persons that a figure tells, as CTDC has it."""


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


@dataclass(frozen=True)
class Figure:
    """How many persons were given the same; None where the number is hidden."""

    topic: str
    medium: str
    language: str
    contacts: int | None


@dataclass(frozen=True)
class InformationFigures:
    """The figures of a month; `total` is None where it would tell what is hidden."""

    rows: tuple[Figure, ...]
    total: int | None


def information_figures(store: Vault, year: int, month: int) -> InformationFigures:
    """What was given in a whole month, as it may be told to others: no number below `LEAST_SHOWN`.

    Where the hidden ones together are fewer than that, the next smallest is hidden too, and the total where there is
    none. Raises IntakeError `vault.not_allowed`.
    """
    first = date(year, month, 1)
    counted = information(store, first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1))
    told = tuple(zip(counted, shown([one.contacts for one in counted]), strict=True))
    rows = tuple(Figure(one.topic, one.medium, one.language, number) for one, number in told)
    hidden = sum(one.contacts for one, number in told if number is None)
    total = sum(one.contacts for one in counted)
    return InformationFigures(rows, total if not hidden or hidden >= LEAST_SHOWN else None)


def shown(numbers: Sequence[int]) -> list[int | None]:
    """The numbers of rows of which one can not work out a small one from the others and their sum."""
    hidden = {at for at, number in enumerate(numbers) if number < LEAST_SHOWN}
    others = sorted(set(range(len(numbers))) - hidden, key=lambda at: numbers[at])
    if hidden and others and (len(hidden) == 1 or sum(numbers[at] for at in hidden) < LEAST_SHOWN):
        hidden.add(others[0])
    return [None if at in hidden else number for at, number in enumerate(numbers)]


def _midnight(day: date) -> datetime:
    """The beginning of a day where the computer is."""
    return datetime.combine(day, time.min).astimezone()
