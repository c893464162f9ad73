"""All that was said of a person, to look at: how it stands for each purpose and recipient, and how it came to be."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from intake_app import languages, screening
from intake_app.errors import IntakeError
from intake_app.vault import ConsentWord, Departure, ReleaseRow, Vault, is_record_code
from intake_app.workflow import consenting, finalising
from intake_app.workflow import store as stores


@dataclass(frozen=True)
class SaidOf:
    """One purpose to one recipient, "" for any: `words` the newest first; `rests`: on what it goes out now, if it does.

    `here`: it is of one record alone.
    """

    purpose: str
    recipient: str
    words: tuple[ConsentWord, ...]
    rests: tuple[ReleaseRow, ...] = ()
    here: bool = False

    def newest(self, whose: str) -> str:
        """What the person, or a guardian, said last; "" where they said nothing."""
        return next((each.word for each in self.words if each.whose == whose), "")


@dataclass(frozen=True)
class AllSaid:
    """By purpose and recipient, in the order in which they are asked; and what had left."""

    told: tuple[SaidOf, ...]
    left: tuple[Departure, ...]


def of_record(store: Vault, record_id: str) -> AllSaid:
    """All that was said of the person of a record, for who reads it. Raises IntakeError as `Vault.said` does."""
    words = _with_end_of_talk([*_heard(store, record_id), *store.said(record_id)])
    releases = store.standing_releases(record_id)
    pairs = [(each.purpose, _to(each.recipient)) for each in words]
    pairs += [(each.purpose, _to(each.recipient)) for each in releases]
    found = [_of(purpose, to, words, releases) for purpose, to in dict.fromkeys(pairs)]
    place = {purpose: at for at, purpose in enumerate(screening.CONSENT_PURPOSES)}
    found.sort(key=lambda each: (place.get(each.purpose, len(place)), each.here, each.recipient))
    return AllSaid(tuple(found), store.ways_out(record_id).left)


def _with_end_of_talk(words: Sequence[ConsentWord]) -> list[ConsentWord]:
    """Who took everything back took back the talk with it, which is asked for again before anything is asked."""
    ends = frozenset(screening.ends_talk(words))
    both = ((each, *([replace(each, purpose="interview")] if at in ends else ())) for at, each in enumerate(words))
    return [each for several in both for each in several]


def _of(purpose: str, to: str, words: Iterable[ConsentWord], releases: Iterable[ReleaseRow]) -> SaidOf:
    said = [each for each in words if each.purpose == purpose and _counts_for(to, each)]
    rests = [each for each in releases if (each.purpose, _to(each.recipient)) == (purpose, to)]
    return SaidOf(purpose, to, tuple(reversed(said)), tuple(rests), is_record_code(to))


def _counts_for(to: str, said: ConsentWord) -> bool:
    """What was said of this recipient, and what was taken back from all of them."""
    return _to(said.recipient) == to or (said.word == "withdrawn" and not _to(said.recipient))


def _to(recipient: str) -> str:
    return "" if recipient == consenting.ORGANISATION else recipient


def _heard(store: Vault, record_id: str) -> list[ConsentWord]:
    """What the form of this record heard and nobody noted: of one in a case its words are noted with that."""
    row = store.record(record_id)
    noted = {(each.purpose, each.word) for each in store.said(record_id) if not _to(each.recipient)}
    if row.state == "draft":
        return []
    try:
        own = finalising.own_consents(store, record_id)
    except IntakeError as trouble:
        if not stores.is_unreadable(trouble):
            raise
        return []
    told = languages.from_form_name(row.language or "")
    heard = screening.words_of(own, row.finalised or "", told.code if told else "", consenting.script(row))
    asked = (each for each in heard if each.word != "not_asked" and (each.purpose, each.word) not in noted)
    return [replace(consenting.kept(each), at=each.at) for each in asked]
