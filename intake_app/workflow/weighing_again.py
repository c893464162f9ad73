"""What was released before something else was said: whether it still would be."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from intake_app import screening
from intake_app.errors import IntakeError
from intake_app.screening import Age, Basis, Circumstances, Path, Purpose, Word
from intake_app.vault import ConsentWord, Leaving, ReleaseRow, Telling, Vault
from intake_app.vault.consents import Weigh
from intake_app.workflow import ages, as_whom, carrying, consenting, own_words, protection

_ENDED = frozenset(
    {
        screening.WITHDRAWN,
        "screening.consent_refused",
        "screening.social_path",
        screening.UNTOLD,
        "screening.judicial_missing",
        "screening.cross_border_missing",
        "screening.consular_missing",
        "screening.guardian_missing",
        "screening.guardian_asked",
        screening.GUARDIAN_BY_NAME,
        "screening.age_not_told",
    }
)
"""What ends a release on somebody's word. That another word is missing does not: one stood there when it was given."""
_MISSING = frozenset(
    {
        "screening.consent_missing",
        "screening.page_not_asked",
        "screening.work_not_asked",
        "screening.return_not_asked",
        "screening.transfer_not_asked",
        "screening.authority_not_asked",
    }
)
"""What ends it, too, where that word may have been another person's."""
_FLED = frozenset({"consulate"})
"""Kinds of bodies to which nothing goes once somebody tells that they ask for protection."""
_OF_CHILD = frozenset({"screening.guardian_missing", "screening.guardian_asked", screening.GUARDIAN_BY_NAME})
"""What ends a release of any agency once somebody tells, to whomever, that they are a child."""
_PURPOSES: dict[str, Purpose] = {"sync": "sync", "slip": "slip", "export": "export"}
_PATHS: dict[str, Path] = {"social": "social", "judicial": "judicial"}


def weigh_again(store: Vault, record_id: str, corrected: bool = False) -> int:
    """Stop what of the records of a person was released on their word and would not be now; how many releases.

    Of all records of theirs, those of colleagues too, and of other agencies what `protect` stops. A reason that
    somebody recorded stays, but to the police of who left the judicial path, and a duty as long as somebody tells, or
    what can not be read may tell, that they are a child. `corrected`: this record tells that as it had not so far.
    Raises IntakeError as `Vault.ways_out`.
    """
    ended = ended_by(store, record_id, ages.age_of_person(store, record_id))
    ended += _of_adult(store, record_id) if corrected else []
    return (store.lapse(record_id, ended) if ended else 0) + protect(store, record_id)


def protect(store: Vault, record_id: str) -> int:
    """Stop, of all records of a person, whichever agency released it, what does not go on to a child without a guardian
    or to the authorities of who asks for protection; how many releases. Raises IntakeError as `weigh_again`.
    """
    child, fled = ages.age_of_person(store, record_id) == "minor", protection.asked_for(store, record_id)
    chosen = _path_of(store, record_id)

    def ended(
        _owner: str, standing: Sequence[ReleaseRow], said: Mapping[str, Sequence[ConsentWord]], _strict: bool
    ) -> list[str]:
        return [
            release.id
            for release in standing
            if (fled and _kind(release) in _FLED)
            or (child and release.basis == Basis.CONSENT and _lacks_guardian(store, release, said, chosen))
        ]

    return store.weigh_all(record_id, ended) if child or fled else 0


def _lacks_guardian(
    store: Vault, release: ReleaseRow, said: Mapping[str, Sequence[ConsentWord]], chosen: str
) -> bool:
    """Whether what a child agreed to needs a guardian's word; a form is read where what was noted does not tell."""
    noted = _noted(said[release.record_id])
    code = _code(_with_form(noted, {}, release), release, "minor", True, chosen)
    if code in _MISSING:
        heard = {release.record_id: _heard(store, release.record_id)}
        code = _code(_with_form(noted, heard, release), release, "minor", True, chosen)
    return code in _OF_CHILD


def _path_of(store: Vault, record_id: str) -> str:
    """The path of art. 18 that the person of a record chose."""
    case = store.case_of(record_id)
    return store.case_course(case.id).path.path if case is not None else ""


def weigh_doubted(store: Vault, left: Leaving) -> None:
    """Where a doubt of the age was noted with something that left, what is sent on an adult's yes stops at once."""
    if left.doubt:
        weigh_again(store, left.release.record_id)


def ended_by(store: Vault, record_id: str, age: Age) -> list[str]:
    """Which releases would not be given now to a person of this age; see `weigh_again`."""
    chosen = _path_of(store, record_id)
    whole, telling = ages.is_known_whole(store, record_id), store.telling_of_person(record_id)
    child, standing = age == "minor" or (whole and age != "adult"), store.standing_releases(record_id)
    known = ages.without_doubt(store, record_id, age)
    owed = whole and any(release.basis == Basis.DUTY for release in standing)
    noted, superseded = store.said(record_id) if owed else (), _superseded(store, record_id, standing)
    return [
        release.id
        for release in standing
        if (whole and _is_no_duty(release, known, telling, noted))
        or (
            release.basis == Basis.CONSENT
            and _is_ended(_told(store, record_id, release, age == "minor"), release, age, child, chosen)
        )
        or release.id in superseded
        or (_kind(release) in _FLED and protection.asked_for(store, record_id))
        or _left_path(release, chosen)
    ]


def _superseded(store: Vault, record_id: str, standing: Iterable[ReleaseRow]) -> list[str]:
    """On which releases versions of a record are not sent any more that were agreed to: the newest that is finished is
    not to be sent itself. What was sent stays so.
    """
    told, sent = store.telling(record_id), {row.id for row in store.versions(record_id) if row.delivery == "sent"}
    sync = [release for release in standing if release.purpose == "sync"]
    newest = [one.record_id for one in told if not one.draft][-1:]
    held = not sent.union(release.record_id for release in sync).issuperset(newest)
    ended = {one.record_id for one in told if held} - sent
    return [release.id for release in sync if release.basis == Basis.CONSENT and release.record_id in ended]


def _of_adult(store: Vault, record_id: str) -> list[str]:
    """On which releases versions of a record are not sent any more that told of an adult, of who is a child, as far as
    one does not read what was said in them: nobody noted since that the child agreed.
    """
    adults = {one.record_id for one in store.telling(record_id) if one.age == "adult"}
    sent = {row.id for row in store.versions(record_id) if row.delivery == "sent"}
    found = list[str]()
    for release in store.standing_releases(record_id):
        if (release.purpose, release.basis) == ("sync", Basis.CONSENT) and release.record_id in adults - sent:
            words, read = consenting.told_of(store, record_id, release.record_id, minor=True)
            found += [release.id] if not read and consenting.may_sync(words).basis is None else []
    return found


def _kind(release: ReleaseRow) -> str:
    """The kind of body it goes to, which is the recipient itself where that is no service."""
    return release.kind or release.recipient


def _service(release: ReleaseRow) -> str:
    """The code of the service that a slip goes to; all else goes to a kind of body."""
    return release.recipient if release.purpose == "slip" else ""


def _is_no_duty(release: ReleaseRow, age: Age, telling: Sequence[Telling], noted: Iterable[ConsentWord]) -> bool:
    """Whether something went for a child who is alone, and nothing tells any more that this person is one, nor lets it
    be presumed, or somebody was told since that they are not alone. Of whom it is presumed, a guardian who agreed to
    something since answers for them; one who did so in the same second may have done it before.
    """
    if release.basis != Basis.DUTY:
        return False
    later = datetime.fromisoformat(release.at).replace(microsecond=0) + timedelta(seconds=1)  # slips tell no more
    spoken = (
        (each.whose, each.word) == ("guardian", "yes") and datetime.fromisoformat(each.at) >= later for each in noted
    )
    presumed = ages.is_presumed(age, telling) and not any(spoken)
    return _joined_since(release, telling) or (age != "minor" and not presumed)


def noted_alone(standing: Iterable[ReleaseRow], telling: Sequence[Telling]) -> bool:
    """Whether something went for a child who is alone, and no talk told since that they are not."""
    return any(release.basis == Basis.DUTY and not _joined_since(release, telling) for release in standing)


def _joined_since(release: ReleaseRow, telling: Sequence[Telling]) -> bool:
    """Whether somebody was told after a release, or in the same second, that they are not alone."""
    last = ages.last_alone(telling)
    return last is not None and last.alone == "no" and _since(last.at, release.at)


def _since(told: str, released: str) -> bool:
    """Whether something was told after a release, or in the same second."""
    return datetime.fromisoformat(told).replace(microsecond=0) >= datetime.fromisoformat(released)


def _left_path(release: ReleaseRow, chosen: str) -> bool:
    """Whether something went on a recorded reason to who hears on none, also in danger, on the path chosen now."""
    here = Circumstances(path=_PATHS.get(chosen, "not_decided"), danger=True)
    return release.basis == Basis.OVERRIDE and not screening.may_override(_kind(release), here)


def _is_ended(words: Sequence[Word], release: ReleaseRow, age: Age, child: bool, chosen: str) -> bool:
    """Whether a release on somebody's word ends: for what is in `_ENDED`, or for nothing but that an adult said the yes
    of who is a child.
    """
    code = _code(words, release, age, child, chosen)
    if code not in _MISSING or not any(word.as_adult for word in words):
        return code in _ENDED
    return _code(_as_said(words), release, age, child, chosen) != code


def _code(words: Sequence[Word], release: ReleaseRow, age: Age, child: bool, chosen: str) -> str:
    """Why a release would not be given now, for a `child` or who may be one; "" where it would. In which language a
    word was asked for, which other agencies are not told, was looked at when something went on it.
    """
    words = [replace(each, language=each.language or own_words.SOURCE) for each in words]
    guardian = any(word.whose == "guardian" for word in words)
    path = _PATHS.get(chosen, "not_decided")
    here = Circumstances(path=path, minor=child, age_told=age == "minor", guardian=guardian, asylum=False)
    purpose = _PURPOSES[release.purpose]
    code = screening.may_leave(purpose, _kind(release), words, here).code or ""
    by_guardian = screening.is_guardians(code, purpose, _kind(release), words, here)
    return screening.GUARDIAN_BY_NAME if by_guardian else code


def _told(store: Vault, known_id: str, release: ReleaseRow, minor: bool) -> tuple[Word, ...]:
    to = _service(release), _kind(release)
    told, _read = consenting.told_of(store, known_id, release.record_id, *to, minor=minor)
    changed = release.purpose == "sync" and any(word.as_adult for word in told)
    return _as_said(told) if changed and _is_sent(store, release.record_id) else told


def _is_sent(store: Vault, record_id: str) -> bool:
    """Whether a record was sent, as far as one sees it: it stays so, on what was said then."""
    try:
        return store.record(record_id).delivery == "sent"
    except IntakeError:
        return False


def _as_said(words: Iterable[Word]) -> tuple[Word, ...]:
    """With each yes that a child had said as an adult."""
    return tuple(replace(word, word="yes", as_adult=False) if word.as_adult else word for word in words)


def weigher(store: Vault, case_ids: Sequence[str]) -> Weigh:
    """What tells, inside the store's own transaction, which releases of a case hold no more: see `Vault.merge_cases`.

    The forms of the records of these cases are read before it. Raises IntakeError as `Vault.case_outline` does.
    """
    read = [[one.record_id for one in store.case_outline(case) if one.readable] for case in case_ids]
    records = {record for of_case in read for record in of_case}
    heard = {record: _heard(store, record) for record in records}
    sent = {record for record in records if _is_sent(store, record)}
    as_child = {record: as_whom.said_as_child(store, record) for record in records}
    fled = any(protection.asked_for_in(store, case) for case in case_ids)

    def ended(
        case_id: str, standing: Sequence[ReleaseRow], said: Mapping[str, Sequence[ConsentWord]], strict: bool
    ) -> list[str]:
        ages_told, chosen = store.case_ages(case_id), store.case_course(case_id).path.path
        age, grown = screening.age_in_doubt(ages_told), screening.found_adult(ages_told)
        telling = store.telling_of_case(case_id)
        binding = {one: consenting.without_guardian(told) if grown else told for one, told in said.items()}
        person = as_whom.of_case(telling, ages_told, as_child)
        words = {record: _noted(told, person) for record, told in binding.items()}
        own = {record: person.heard(record, told) if person else told for record, told in heard.items()}
        return [
            release.id
            for release in standing
            if _is_no_duty(release, screening.standing_age(ages_told), telling, binding[release.record_id])
            or (fled and _kind(release) in _FLED)
            or _left_path(release, chosen)
            or (release.basis == Basis.CONSENT
            and _is_over(
                _with_form(words[release.record_id], own, release), release, age, chosen, strict,
                release.record_id in sent,
            ))
        ]

    return ended


def _is_over(
    words: Sequence[Word], release: ReleaseRow, age: Age, chosen: str, strict: bool, sent: bool
) -> bool:
    """As `_is_ended`, by an age; `strict`: also where a word is missing; `sent`: the record was."""
    child, words = age != "adult", _as_said(words) if sent and release.purpose == "sync" else words
    missing = strict and _code(words, release, age, child, chosen) in _MISSING
    return missing or _is_ended(words, release, age, child, chosen)


def _noted(told: Sequence[ConsentWord], child: as_whom.Child | None = None) -> list[Word]:
    """What was noted that counts for a record, as the rules know it; see `as_whom`."""
    return [consenting.as_of(child, each) for each in consenting.with_refused_here(told)]


def _heard(store: Vault, record_id: str) -> tuple[Word, ...]:
    try:
        return screening.words_of(carrying.heard_in(store, record_id))
    except IntakeError:  # a draft has not been released, and what can not be read says nothing
        return ()


def _with_form(
    words: Iterable[Word], heard: Mapping[str, Sequence[Word]], release: ReleaseRow
) -> tuple[Word, ...]:
    """What a form heard, then what was noted, for a service by its own code or its kind."""
    noted = (consenting.of_service(word, _service(release), _kind(release)) for word in words)
    return (*heard.get(release.record_id, ()), *(word for word in noted if word is not None))
