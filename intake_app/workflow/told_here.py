"""What the desk hears, or doubts, of the person's age: what counts with it, and that it is kept."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from intake_app import screening
from intake_app.errors import IntakeError
from intake_app.screening import Age, Consent, Word
from intake_app.vault import Vault
from intake_app.workflow import ages, consenting, ended_for_age, guardians, weighing_again
from intake_app.workflow.consent_sheet import ConsentSheet

ELSEWHERE = "screening.guardian_elsewhere"
"""What is told of a child to who reads a record of another agency; also that nothing of it is noted there."""
_NEVER = frozenset({
    "workflow.tells_whole", "exports.not_for_recipient", "workflow.work_elsewhere", "cli.work_not_for_it",
    "cli.no_work_told",
})  # fmt: skip
"""Codes of what does not go whoever agrees."""


def age_here(store: Vault, record_id: str, noted: ConsentSheet | None) -> Age:
    """What counts of the person's age, with what is told of it at the desk."""
    return with_age(store, record_id, noted.age if noted is not None and noted.age_from else "")


def with_age(store: Vault, record_id: str, here: str) -> Age:
    """What counts of an age that was told before and one that is told at the desk: to be an adult ends no doubt."""
    told = ages.age_of_person(store, record_id)
    if here == "minor":
        return "minor"
    if here == "not_told":
        return told or "not_told"
    may_tell = here == "adult" and told != "minor" and not ages.is_doubted(store, record_id)
    return "adult" if may_tell else told


def said(
    store: Vault, record_id: str, own: Sequence[Consent], to: tuple[str, str], noted: ConsentSheet | None, *,
    asked: bool, of_another: Sequence[Word] = (),
) -> tuple[tuple[Word, ...], tuple[Word, ...]]:  # fmt: skip
    """What was said that reaches a service, by code, and its kind, by the age as it is noted now; and where they are
    `asked` of this record the same without a no at its end. `own`: what its form heard; `of_another`: what is said
    just now of another record of theirs, which is not kept yet and ends no such no.
    """
    minor = age_here(store, record_id, noted) == "minor"
    told = guardians.supposed(noted, consenting.said(store, record_id, own, *to, minor=minor))
    if not (asked or of_another):
        return told, told
    before = guardians.supposed(noted, consenting.before_end(store, record_id, own, *to, minor=minor))
    if asked:
        return told, before
    told = (*told, *(each for each in of_another if not _is_ended(each, to[1], told, before)))
    return told, told


def _is_ended(now: Word, kind: str, told: Sequence[Word], before: Sequence[Word]) -> bool:
    """Whether a no at the end of a record holds of what is said `now`: `told`, with that no and `before` it."""
    counting = (screening.counting(now.purpose, (kind,), words, now.whose) for words in (told, before))
    here, without = ("" if word is None else word.word for word in counting)
    return here == "no" != without


def band(store: Vault, record_id: str, age: Age) -> dict[str, str]:
    """The field of a slip on which an age stands, as far as what counts is other than what a record told."""
    doubted = age == "not_told" and ages.is_doubted(store, record_id)
    return {"age_band": "not_stated" if doubted else age} if doubted or age in ("minor", "adult") else {}


def on_slip(store: Vault, record_id: str, chosen: str, noted: ConsentSheet | None) -> str:
    """The age that a slip tells: as it was chosen on its sheet, or what the desk heard where the sheet tells none."""
    told_now = chosen == "not_stated" and noted is not None and noted.age in ("minor", "adult") and noted.age_from
    here = age_here(store, record_id, noted) if told_now else ""
    return here if here in ("minor", "adult") else chosen


def why(store: Vault, record_id: str, code: str, noted: ConsentSheet | None = None) -> str:
    """A code of what keeps a way out shut; apart where they told to be an adult, and somebody doubts it."""
    doubted = ages.without_doubt(store, record_id, age_here(store, record_id, noted)) == "adult"
    return "screening.age_in_doubt" if code == "screening.age_not_told" and doubted else code


def says_more(store: Vault, record_id: str, noted: ConsentSheet | None) -> bool:
    """Whether what was noted of the person's age says more than what was known; also where a doubt stands over it."""
    if noted is None:
        return False
    beside = noted.age == "adult" and bool(noted.age_from) and ages.is_doubted(store, record_id)
    return age_here(store, record_id, noted) != ages.age_of_person(store, record_id) or (
        beside and _is_new(store, record_id, noted.age_from)
    )


def _is_new(store: Vault, record_id: str, source: str) -> bool:
    """Whether nobody told so far that they are an adult, or no document shows it that is told of now."""
    known = {each.source for each in store.ages(record_id) if each.age == "adult" and not each.weighed}
    return source not in known if source == "document" else not known


def doubts(store: Vault, record_id: str, in_doubt: bool) -> bool:
    """Whether a doubt that was noted, `in_doubt`, is to be kept: of whom it is not known so far."""
    return in_doubt and ages.age_of_person(store, record_id) != "minor" and not ages.is_doubted(store, record_id)


def keep_doubt(store: Vault, record_id: str, in_doubt: bool) -> None:
    """Keep that the person is, or may be, under 18, whatever they told: it counts until somebody decides their age."""
    if doubts(store, record_id, in_doubt):
        with ended_for_age.noting(store, record_id):
            store.put_age(record_id, "not_told", "doubt")
            weighing_again.weigh_again(store, record_id)


def keep(store: Vault, record_id: str, noted: ConsentSheet | None, minor: bool = False) -> None:
    """Keep what was told and doubted of the age at the desk with what did not go, or with what is no release of it.

    `minor`: the sheet of a slip has them under 18, and nobody says who told it. Who reads a record of another agency
    adds nothing to it.
    """
    if store.record(record_id).agency != store.me.agency:
        return
    if noted is not None and says_more(store, record_id, noted):
        with ended_for_age.noting(store, record_id):
            store.put_age(record_id, noted.age, noted.age_from)
            weighing_again.weigh_again(store, record_id)
    keep_doubt(store, record_id, minor or (noted is not None and noted.minor))


@contextmanager
def with_release(store: Vault, record_id: str, noted: ConsentSheet) -> Iterator[tuple[str, str, bool]]:
    """For what is kept in one with a release: the age that was told, its source, and whether it is doubted; nothing of
    what was known, and of a record of another agency. What ends by it is weighed, and named, after that.
    """
    own = store.record(record_id).agency == store.me.agency
    age = (noted.age, noted.age_from) if own and says_more(store, record_id, noted) else ("", "")
    doubt = own and doubts(store, record_id, noted.minor)
    if not (age[0] or doubt):
        yield "", "", False
        return
    with ended_for_age.noting(store, record_id):
        yield *age, doubt
        weighing_again.weigh_again(store, record_id)


@contextmanager
def kept_if_shut(store: Vault, record_id: str, noted: ConsentSheet | None, minor: bool = False) -> Iterator[None]:
    """Keep that they are, or may be, under 18 where the rules shut the way out for which it was noted, and tell that it
    is kept where those rules ask for no age; or that it is not, to who reads a record of another agency.
    """
    try:
        yield
    except IntakeError as trouble:
        of_age = trouble.code.startswith("screening.")
        if not (of_age or trouble.code in _NEVER):
            raise
        known, child = len(store.ages(record_id)), noted is not None and noted.age == "minor"
        keep(store, record_id, noted if child or noted is None else replace(noted, age=""), minor)
        said = child or minor or (noted is not None and noted.minor)
        guest = store.record(record_id).agency != store.me.agency
        if said and guest and trouble.code != ELSEWHERE:
            raise IntakeError(trouble.code, **trouble.facts, age_not_noted=True) from trouble
        if not of_age and len(store.ages(record_id)) > known:
            raise IntakeError(trouble.code, **trouble.facts, age_noted=True) from trouble
        raise
