"""What was released before something else was said: whether it still would be."""

from intake_app import screening
from intake_app.errors import IntakeError
from intake_app.screening import Basis, Circumstances, Path, Purpose, Word
from intake_app.vault import CaseCourse, ReleaseRow, Vault
from intake_app.workflow import ages, carrying, consenting

_ENDED = frozenset(
    {
        screening.WITHDRAWN,
        "screening.consent_refused",
        "screening.social_path",
        "screening.guardian_missing",
        "screening.guardian_asked",
    }
)
"""What ends a release on somebody's word. That a word is missing does not: one stood there when it was given."""
_PURPOSES: dict[str, Purpose] = {"sync": "sync", "slip": "slip", "export": "export"}
_PATHS: dict[str, Path] = {"social": "social", "judicial": "judicial"}


def weigh_again(store: Vault, record_id: str) -> int:
    """Stop what of the records of a person was released on their word and would not be now; how many releases.

    A duty, and a reason that somebody recorded, stay. Raises IntakeError as `Vault.ways_out` does.
    """
    case = store.case_of(record_id)
    if case is None:
        ids = [row.id for row in store.versions(record_id)]
    else:
        ids = [entry.record_id for entry in store.case_outline(case.id) if entry.readable]
    course = store.case_course(case.id) if case is not None and case.known else None
    ended = [
        release.id
        for each in ids
        for release in store.releases(each)
        if release.basis == Basis.CONSENT and _is_over(store, record_id, release, course)
    ]
    return store.lapse(record_id, ended) if ended else 0


def _is_over(store: Vault, known_id: str, release: ReleaseRow, course: CaseCourse | None) -> bool:
    kind = release.kind or release.recipient
    words = _told(store, known_id, release)
    minor = ages.age_of_person(store, known_id) == "minor"
    path = _PATHS.get(course.path.path if course else "", "not_decided")
    guardian = any(word.whose == "guardian" for word in words)
    here = Circumstances(path=path, minor=minor, guardian=guardian, asylum=False)
    return screening.may_leave(_PURPOSES[release.purpose], kind, words, here).code in _ENDED


def _told(store: Vault, known_id: str, release: ReleaseRow) -> tuple[Word, ...]:
    """What was said of a record; of one that is not read, what the case knows."""
    try:
        own = carrying.heard_in(store, release.record_id)
        return consenting.said(store, release.record_id, own, release.recipient, release.kind)
    except IntakeError:
        return consenting.said(store, known_id, (), release.recipient, release.kind)
