"""All that was said of a person, to look at: how it stands for each purpose and recipient, and how it came to be."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from intake_app import referral, screening
from intake_app.errors import IntakeError
from intake_app.vault import ConsentWord, Departure, ReleaseRow, Vault, is_record_code
from intake_app.workflow import as_whom, consenting, finalising, own_words, services
from intake_app.workflow import store as stores

AS_ADULT = "as_adult"
"""How it stands with a yes that somebody said as an adult who counts as a child since."""


@dataclass(frozen=True)
class SaidOf:
    """One purpose to one recipient, "" for any: `words` the newest first, with what was refused to all; `rests`: on
    what it goes out now, if it does.

    `here`: it is of one record alone; `counting`: with whose it is, what holds now of all that reaches this recipient.
    """

    purpose: str
    recipient: str
    words: tuple[ConsentWord, ...]
    rests: tuple[ReleaseRow, ...] = ()
    here: bool = False
    counting: tuple[tuple[str, str], ...] = ()

    def newest(self, whose: str) -> str:
        """What holds of what the person, or a guardian, said; "" where they said nothing; `AS_ADULT`: a child is asked
        anew."""
        return dict(self.counting).get(whose, "")


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
    pairs += [(each.purpose, _named(each)) for each in releases]
    known = {referral.named(code): (code, kind) for code, kind in services.kinds(store).items()}
    binding = consenting.without_guardian(words) if screening.found_adult(store.ages(record_id)) else words
    child, found = as_whom.of_child(store, record_id), list[SaidOf]()
    for purpose, to in dict.fromkeys(pairs):
        code, kind = known.get(to, ("", to))
        one = _of(purpose, (to, kind), words, releases)
        found.append(replace(one, counting=tuple(_counting(one, binding, child, (code, kind)))))
    place = {purpose: at for at, purpose in enumerate(screening.CONSENT_PURPOSES)}
    found.sort(key=lambda each: (place.get(each.purpose, len(place)), each.here, each.recipient))
    return AllSaid(tuple(found), store.ways_out(record_id).left)


def _with_end_of_talk(words: Sequence[ConsentWord]) -> list[ConsentWord]:
    """Who took everything back took back the talk with it, which is asked for again before anything is asked."""
    ends = frozenset(screening.ends_talk(words))
    both = ((each, *([replace(each, purpose="interview")] if at in ends else ())) for at, each in enumerate(words))
    return [each for several in both for each in several]


def _counting(
    one: SaidOf, words: Sequence[ConsentWord], child: as_whom.Child | None, body: tuple[str, str]
) -> Iterator[tuple[str, str]]:
    """With whose it is, the word that counts for a body: a kind, or a service of that by its code; for a child, too."""
    code, kind = body
    told = [replace(each, recipient=_to(each.recipient)) for each in words]
    reaching = [*told, *consenting.refused_by_code(told, code)]
    known = (consenting.of_service(consenting.as_of(child, each), code, kind) for each in reaching)
    rules = [each for each in known if each is not None]
    for whose in ("person", "guardian"):
        last = next((_stands(consenting.as_of(child, each)) for each in one.words if each.whose == whose), "")
        counts = screening.counting(one.purpose, (kind,) if kind else (), rules, whose)
        if one.here and last:
            yield whose, last
        elif counts is not None and not one.here:
            yield whose, _stands(counts)


def _stands(word: screening.Word) -> str:
    return AS_ADULT if word.as_adult else word.word


def _of(
    purpose: str, whom: tuple[str, str], words: Iterable[ConsentWord], releases: Iterable[ReleaseRow]
) -> SaidOf:
    to, kind = whom
    said = [each for each in words if each.purpose == purpose and _counts_for(to, kind, each)]
    rests = [each for each in releases if (each.purpose, _named(each)) == (purpose, to)]
    return SaidOf(purpose, to, tuple(reversed(said)), tuple(rests), is_record_code(to))


def _counts_for(to: str, kind: str, said: ConsentWord) -> bool:
    """What was said of this recipient, and what was refused to all of them or to its kind, or taken back."""
    refused = said.word == "withdrawn" or (said.word == "no" and not is_record_code(to))
    return _to(said.recipient) == to or (refused and _to(said.recipient) in ("", kind))


def _to(recipient: str) -> str:
    return "" if recipient == consenting.ORGANISATION else recipient


def _named(release: ReleaseRow) -> str:
    """To whom something goes, as a word names it."""
    return referral.named(release.recipient) if release.purpose == "slip" else _to(release.recipient)


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
    heard = own_words.heard(own, row.finalised or "", row.language or "", consenting.script(row))
    asked = (each for each in heard if each.word != "not_asked" and (each.purpose, each.word) not in noted)
    return [replace(consenting.kept(each), at=each.at, after=0, told_in=row.id) for each in asked]
