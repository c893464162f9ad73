"""What stops as what was known of two comes to count for one person: kept in mind until whoever did it is told.

What was taken back or refused under one code holds for both, whatever was agreed to under the other.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress

from intake_app import screening
from intake_app.errors import IntakeError
from intake_app.screening import Purpose
from intake_app.vault import ReleaseRow, Vault
from intake_app.workflow import consenting, ended_for_age, leaving
from intake_app.workflow.ended_for_age import Standing

_BACK = frozenset({screening.WITHDRAWN, screening.PATH_LEFT, consenting.OF_GUARDIAN_BACK})
_NO = frozenset({
    "screening.consent_refused", screening.SAID_NO, screening.GUARDIAN_SAID_NO, consenting.OF_GUARDIAN,
})  # fmt: skip
_WAYS: dict[str, tuple[Purpose, ...]] = {"slip": ("slip", "export"), "export": ("export",)}
"""What a way out rests on: with a slip what was told of the work may go along."""


@contextmanager
def noting(store: Vault, record_ids: Iterable[str]) -> Iterator[None]:
    """Keep in mind what stood of the persons of these records before they are found to be one inside, and does not
    stand behind it: records that wait to be sent, slips, the sight of a record; but for what is told to end for an age.
    """
    stood = [(each, found) for each in record_ids if (found := ended_for_age.standing(store, each)) is not None]
    yield
    with suppress(IntakeError):  # it is done, whatever can be told of it
        for record_id, found in stood:
            _note(store, record_id, found)


def of_cases(store: Vault, case_ids: Iterable[str]) -> list[str]:
    """A record of each of these cases of which one reads any."""
    return [read for case in case_ids if (read := ended_for_age.read_of(store, case))]


def _note(store: Vault, record_id: str, before: Standing) -> None:
    person = ended_for_age.person(store, record_id)
    gone = [each for each in before.gone(store, record_id) if (person, f"{each[0]}_ended", each[1]) not in store.untold]
    store.untold.add([(person, f"{what}_{_why(store, record_id, release)}", name) for what, name, release in gone])


def _why(store: Vault, known_id: str, release: ReleaseRow) -> str:
    """Whether what it went on was taken back or refused, or it stopped for what else is known now."""
    code = _code(store, known_id, release)
    return "taken_back" if code in _BACK else "refused" if code in _NO else "stopped"


def _code(store: Vault, known_id: str, release: ReleaseRow) -> str:
    if release.purpose == "sync":
        words, _read = consenting.told_of(store, known_id, release.record_id)
        return consenting.may_sync(words).code or ""
    kind = release.kind or release.recipient
    code = release.recipient if release.purpose == "slip" else ""
    words, _read = consenting.told_of(store, known_id, release.record_id, code, kind)
    here = leaving.circumstances(store, known_id, False, words)
    return next(filter(None, (leaving.why_not(each, kind, words, here) for each in _WAYS[release.purpose])), "")
