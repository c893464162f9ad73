"""What ends as somebody notes that a person is, or may be, under 18: kept in mind until whoever noted it is told."""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from typing import TypeVar

from intake_app import screening
from intake_app.errors import IntakeError
from intake_app.screening import Basis, Consent
from intake_app.vault import Frozen, Kept, Leaving, ReleaseRow, SlipRow, Stopped, Vault, withdrawing
from intake_app.workflow import ages

T = TypeVar("T")
AGAIN = "sending_again"
"""The fact that names records that wait to be sent again, for an age that had stopped them counts no more."""

LATE = "sending_late"
"""The fact that names records that stay here, for a server came after what they had gone on."""
_OTHERS = {AGAIN: "others_again", LATE: "others_late"}
"""The facts that tell how many records of colleagues, which one does not see, wait again, or stay for a server."""
_HELD = "others_held"
"""The same of what stays here for an age."""


@contextmanager
def noting(
    store: Vault, record_id: str, ends: bool = True, besides: Collection[tuple[str, str]] = (), *, child: bool = False
) -> Iterator[None]:
    """Keep in mind what of this person stood before an age or a doubt is told inside and does not stand behind it, on
    somebody's word: slips, the sight of a record that another agency had, what waits to be sent; and slips that call
    them an adult.

    `ends`: whether anything can end there. `besides`: ways out, purpose and recipient, that end for another reason.
    `child`: that they are one is told, and may have counted already while it was typed.
    """
    before = _before(store, record_id, besides, child) if ends else None
    yield
    if before is not None:
        with suppress(IntakeError):  # it is done, whatever can be told of it
            gone, whose = before.gone(store, record_id, child), person(store, record_id)
            store.untold.add((whose, fact, name) for fact, name in gone)


@contextmanager
def together(store: Vault, case_ids: Iterable[str], besides: Collection[tuple[str, str]] = ()) -> Iterator[None]:
    """As `noting`, of each of these cases of which one reads a record."""
    with ExitStack() as noted:
        for case in case_ids:
            read = read_of(store, case)
            noted.enter_context(noting(store, read, bool(read), besides))
        yield


def read_of(store: Vault, case_id: str) -> str:
    """A record of a case that one reads, "" for none."""
    return next((entry.record_id for entry in _read(store.case_outline, case_id) if entry.readable), "")


@contextmanager
def closing(store: Vault, record_id: str, frozen: Frozen, consents: Iterable[Consent]) -> Iterator[None]:
    """As `noting`, where a record is closed that tells no adult, or does not tell it any more."""
    ends, besides = json.loads(frozen.values_json)["age"] != "adult", set[tuple[str, str]]()
    with suppress(IntakeError):  # who may not know what stands is told of nothing
        besides = _refused(store, record_id, consents) if ends else besides
    with noting(store, record_id, ends, besides):
        yield


def may_end(leaving: Leaving) -> bool:
    """Whether an age, or a doubt of it, is told with something that leaves, by which other things can end."""
    return leaving.doubt or leaving.age not in ("", "adult")


def told(store: Vault, record_id: str) -> dict[str, str]:
    """What of the person of a record ended and was not told of yet, as facts that words know; it is told once."""
    try:
        return told_of_case(store, person(store, record_id)) if store.untold else {}
    except IntakeError:  # of a record that one has handed over
        return {}


def told_of_case(store: Vault, case_id: str) -> dict[str, str]:
    """As `told`, of the person of a case."""
    return _taken(store, [each for each in store.untold if each[0] == case_id])


def left_over(store: Vault) -> dict[str, str]:
    """As `told`, of all persons: what nobody was told of before they locked, or whose record they did not open again.
    """
    return _taken(store, list(store.untold))


@contextmanager
def with_trouble(store: Vault, record_id: str = "") -> Iterator[None]:
    """Trouble inside tells, too, what ended since this began, and what of the person of a record, if one is named, was
    not told of before.
    """
    before = set(store.untold)
    try:
        yield
    except IntakeError as trouble:
        ended = _taken(store, [each for each in store.untold if each not in before])
        ended |= told(store, record_id) if record_id else {}
        if not ended:
            raise
        raise IntakeError(trouble.code, **{**trouble.facts, **ended}) from trouble


def _taken(store: Vault, found: Collection[tuple[str, str, str]]) -> dict[str, str]:
    names = dict[str, dict[str, None]]()
    store.untold.drop(found)
    for each in found:
        for known, told in _as_known(store, *each):
            names.setdefault(known, {})[told] = None
    counted = (_HELD, *_OTHERS.values())
    return {fact: str(len(told)) if fact in counted else ", ".join(told) for fact, told in names.items()}


def _as_known(store: Vault, whose: str, fact: str, name: str) -> Iterator[tuple[str, str]]:
    """What ended as it is told; of a record its code where it still stays here or, if that is to be told, waits to be
    sent, and of one that one does not see that there is one, where that still is so.
    """
    if not fact.startswith("sending_"):
        yield fact, name
        return
    waits = fact == AGAIN
    try:
        row = store.record(name)
    except IntakeError:
        if _is_released(store, whose, name) in (waits, None):
            yield _OTHERS.get(fact, _HELD), name
    else:
        if row.delivery == ("waiting" if waits else "held"):
            yield fact, row.code


def _is_released(store: Vault, whose: str, record_id: str) -> bool | None:
    """Whether a record that one does not see is released to be sent, by another of its person; None where one sees
    none.
    """
    with suppress(IntakeError):
        released = store.standing_releases(read_of(store, whose) or whose)
        return any((one.purpose, one.record_id) == ("sync", record_id) for one in released)
    return None


def behind(ways: Iterable[Stopped], kept: Iterable[Kept]) -> set[str]:
    """Records, by id, after which a server came: of what went before after its release, of what never did after its
    end, also where it corrects one that went.
    """
    ended = {one.record_id: one.behind for one in kept}
    return {one.record_id for one in ways if ended.get(one.record_id, one.behind)} | {
        each for each, late in ended.items() if late
    }


def _refused(store: Vault, record_id: str, consents: Iterable[Consent]) -> set[tuple[str, str]]:
    """Ways out of this person, on a word, that end with what a form hears, whatever age it tells."""
    noes = [each.purpose for each in screening.words_of(tuple(consents)) if each.word == "no"]
    ways = {way for purpose in noes for way in withdrawing.DENIED.get(purpose, ())}
    standing = store.standing_releases(record_id) if ways else ()
    return {(one.purpose, one.recipient) for one in standing if one.purpose in ways and one.basis == Basis.CONSENT}


def person(store: Vault, record_id: str) -> str:
    """The case of a record or, of one without, its first version."""
    case = store.case_of(record_id)
    return case.id if case is not None else store.versions(record_id)[0].id


def _before(store: Vault, record_id: str, besides: Collection[tuple[str, str]], child: bool) -> "_Before | None":
    """What stands before an age is told; None where nothing does, or one may not know."""
    try:
        stood = [one for one in store.standing_releases(record_id) if (one.purpose, one.recipient) not in besides]
        slips, sights = _issued(store, record_id, stood, child), _sights(store, stood)
        named = slips or sights or any(one.purpose == "sync" for one in stood)
        return _Before(_age(store, record_id), stood, slips, sights) if named else None
    except IntakeError:
        return None


def _age(store: Vault, record_id: str) -> tuple[str, bool]:
    return ages.age_of_person(store, record_id), ages.is_doubted(store, record_id)


@dataclass(frozen=True)
class Standing:
    """What was released, and of that the slips and the sights by which it is named."""

    stood: Sequence[ReleaseRow]
    slips: Sequence["_Issued"]
    sights: Iterable[tuple[str, str]]

    def gone(self, store: Vault, record_id: str) -> Iterator[tuple[str, str, ReleaseRow]]:
        """What of it does not stand any more: 'sending', 'slips' or 'sights', its name, and what it went on."""
        stands, seen = {one.id for one in store.standing_releases(record_id)}, _sights(store, self.stood)
        ended = [one for one in self.stood if one.id not in stands]
        yield from (("sending", one.record_id, one) for one in ended if one.purpose == "sync")
        yield from (("slips", one.reference, one.release) for one in self.slips if one.release.id not in stands)
        for record, taker in (each for each in self.sights if each not in seen):
            went = [one for one in ended if (one.purpose, one.record_id) == ("export", record)]
            yield from (("sights", taker, one) for one in went[-1:])


def standing(store: Vault, record_id: str) -> Standing | None:
    """What stands of the person of a record; None where one may not know."""
    try:
        stood = store.standing_releases(record_id)
        return Standing(stood, _issued(store, record_id, stood, False), _sights(store, stood))
    except IntakeError:
        return None


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


@dataclass(frozen=True)
class _Issued:
    """A slip with what it went on; without its row where a colleague issued it of a record that one does not read."""

    reference: str
    release: ReleaseRow
    slip: SlipRow | None

    def ended(self, store: Vault, stands: Collection[str]) -> bool:
        """Whether it went on somebody's word that holds no more, or calls an adult who may be none now."""
        if self.release.id not in stands:
            return self.release.basis == Basis.CONSENT
        return self.slip is not None and bool(says_adult(store, self.slip))


@dataclass(frozen=True)
class _Before:
    """The age that counted, what was released, and of that the slips and the sights by which it is named."""

    age: tuple[str, bool]
    stood: Sequence[ReleaseRow]
    slips: Sequence[_Issued]
    sights: Iterable[tuple[str, str]]

    def gone(self, store: Vault, record_id: str, child: bool) -> list[tuple[str, str]]:
        """What of it does not stand any more, if the person is, or may be, under 18 now and was not before; or is told
        to be a `child`.
        """
        now = _age(store, record_id)
        if (now == self.age and not child) or now[0] == "adult":
            return []
        stands, seen = {one.id for one in store.standing_releases(record_id)}, _sights(store, self.stood)
        slips = [("slips_ended", one.reference) for one in self.slips if one.ended(store, stands)]
        sync = (one for one in self.stood if one.purpose == "sync" and one.id not in stands)
        held = [("sending_ended", one.record_id) for one in sync]
        return [*slips, *(("sights_ended", one[1]) for one in self.sights if one not in seen), *held]


def _issued(store: Vault, record_id: str, stood: Iterable[ReleaseRow], child: bool) -> list[_Issued]:
    """Slips that went on what stood, and do not stay here already; `child`: see `noting`."""
    went = {one.id: one for one in stood if one.purpose == "slip"}
    found, hidden = list[_Issued](), list[ReleaseRow]()
    for record in dict.fromkeys(one.record_id for one in went.values()):
        try:
            rows = [slip for slip in reversed(store.slips(record, sheets=True)) if slip.release_id in went]
        except IntakeError:
            hidden += [one for one in went.values() if one.record_id == record]
        else:
            found += [_Issued(slip.reference, went[slip.release_id], slip) for slip in rows]
    kept = (one for one in found if one.slip is not None and says_adult(store, one.slip))
    stays = {one.reference for one in kept if not (child and one.release.basis == Basis.CONSENT)}
    found = [one for one in found if one.reference not in stays]
    return [*found, *(_of_colleague(store, record_id, hidden) if hidden else ())]


def _of_colleague(store: Vault, record_id: str, hidden: Iterable[ReleaseRow]) -> Iterator[_Issued]:
    """Slips of records of this person that one does not read, as it is told that they left."""
    known = {slip.reference for slip in store.slips()}
    left = [one for one in store.ways_out(record_id).left if one.purpose == "slip" and one.reference not in known]
    for release in hidden:
        to = [one.reference for one in left if one.recipient == release.recipient]
        if to:
            left = [one for one in left if one.reference != to[-1]]
            yield _Issued(to[-1], release, None)


def _sights(store: Vault, stood: Iterable[ReleaseRow]) -> dict[tuple[str, str], None]:
    """Of the records that went to somebody on a word, as far as one sees it, and who of another agency reads it."""
    records = (one.record_id for one in stood if (one.purpose, one.basis) == ("export", Basis.CONSENT))
    others = {one.name for one in store.people() if one.agency != store.me.agency}
    given = (one for record in dict.fromkeys(records) for one in _read(store.handovers, record))
    open_now = (one for one in given if one.taker in others and one.sight and one.ended is None)
    return {(one.record_id, one.taker): None for one in open_now}


def _read(verb: Callable[[str], tuple[T, ...]], of: str) -> tuple[T, ...]:
    try:
        return verb(of)
    except IntakeError:  # of a colleague, who is told of it where they meet it
        return ()
