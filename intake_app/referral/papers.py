"""What cards and leaflets say: content, not code. One JSON file whose English texts are the keys of the catalogues."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from intake_app.errors import IntakeError

FORMAT: Final = 1


@dataclass(frozen=True, slots=True)
class PaperSection:
    """A heading and what stands under it; with `languages`, first the languages that the line is known to serve."""

    heading: str
    texts: tuple[str, ...]
    languages: bool = False


@dataclass(frozen=True, slots=True)
class CardWords:
    """A card. `not_known` and `not_served` stand on it where the line is not known to serve the language of the card.

    first_languages: how many of the languages that it serves are named under `some_languages` where there is no room
    for all of them.
    """

    title: str
    under: tuple[str, ...]
    languages: str
    some_languages: str
    first_languages: int
    not_known: str
    not_served: str


@dataclass(frozen=True, slots=True)
class LeafletWords:
    """A leaflet, its parts in the order of reading; `phone` stands under the number, `ways` side by side."""

    title: str
    phone: tuple[str, ...]
    intro: tuple[str, ...]
    ways: tuple[PaperSection, ...]
    sections: tuple[PaperSection, ...]
    last: str


@dataclass(frozen=True, slots=True)
class Papers:
    """All of it. `line` is the code of the telephone line in the directory of services; `draft` until somebody who
    knows the subject has confirmed the texts. `permit_term`: how long a permit lasts, for who writes down a path."""

    line: str
    card: CardWords
    leaflets: Mapping[str, LeafletWords]
    permit_term: str
    draft: bool
    draft_note: str
    version: str


def load_papers(data: bytes) -> Papers:
    """The papers of a JSON file. Raises IntakeError ``referral.bad_papers`` with the `place`."""
    try:
        told = json.loads(data)
    except ValueError as error:
        raise IntakeError("referral.bad_papers", place="file") from error
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise IntakeError("referral.bad_papers", place="format")
    card = _part(told, "card", "")
    leaflets = _part(told, "leaflets", "")
    return Papers(
        line=_text(told, "line", ""),
        card=CardWords(
            _text(card, "title", "card/"),
            _texts(card, "under", "card/"),
            _text(card, "languages", "card/"),
            _text(card, "some_languages", "card/"),
            _number(card, "first_languages", "card/"),
            _text(card, "not_known", "card/"),
            _text(card, "not_served", "card/"),
        ),
        leaflets={topic: _leaflet(_part(leaflets, topic, "leaflets/"), f"leaflets/{topic}/") for topic in leaflets},
        permit_term=_text(told, "permit_term", ""),
        draft=told.get("draft") is not False,
        draft_note=_text(told, "draft_note", ""),
        version=str(told.get("version", "")),
    )


def _leaflet(told: Mapping[str, Any], place: str) -> LeafletWords:
    return LeafletWords(
        _text(told, "title", place),
        _texts(told, "phone", place),
        _texts(told, "intro", place),
        _sections(told, "ways", place),
        _sections(told, "sections", place),
        _text(told, "last", place),
    )


def _sections(told: Mapping[str, Any], name: str, place: str) -> tuple[PaperSection, ...]:
    listed = told.get(name, [])
    if not isinstance(listed, list) or not all(isinstance(each, dict) for each in listed):
        raise IntakeError("referral.bad_papers", place=place + name)
    inside = f"{place}{name}/"
    return tuple(
        PaperSection(_text(each, "heading", inside), _texts(each, "texts", inside), each.get("languages") is True)
        for each in listed
    )


def _part(told: Mapping[str, Any], name: str, place: str) -> Mapping[str, Any]:
    value = told.get(name)
    if not isinstance(value, dict):
        raise IntakeError("referral.bad_papers", place=place + name)
    return value


def _text(told: Mapping[str, Any], name: str, place: str) -> str:
    value = told.get(name)
    if not isinstance(value, str) or not value.strip():
        raise IntakeError("referral.bad_papers", place=place + name)
    return value


def _texts(told: Mapping[str, Any], name: str, place: str) -> tuple[str, ...]:
    value = told.get(name, [])
    if not isinstance(value, list) or not all(isinstance(text, str) and text.strip() for text in value):
        raise IntakeError("referral.bad_papers", place=place + name)
    return tuple(value)


def _number(told: Mapping[str, Any], name: str, place: str) -> int:
    value = told.get(name)
    if not isinstance(value, int) or value < 1:
        raise IntakeError("referral.bad_papers", place=place + name)
    return value
