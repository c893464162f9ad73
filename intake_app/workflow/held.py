"""Why a finished record stays here, told to whoever looks at it."""

import contextlib
from collections.abc import Iterable, Iterator

from intake_app import screening
from intake_app.errors import IntakeError
from intake_app.vault import RecordRow, Vault
from intake_app.workflow import ages, consenting, ended_for_age, finalising, sending

AS_ADULT = consenting.AS_ADULT
COUNTS_AS_CHILD = "screening.counts_as_child"
"""Why a record stays that tells an adult, of who counts as a child by another, and left open whether it is sent."""
UNANSWERED = "screening.sending_unanswered"
"""Why a record stays whose form asks whether it may be sent, and has no answer to that as it stands now."""
NEWER_STAYS = "screening.newer_stays"
"""Why a record stays to whose sending they agreed: a newer version of it is not to be sent."""
SERVER_LATER = "screening.server_later"
"""Why a record stays that would go, had no server come after it was agreed to."""
UNREAD = "screening.held_unread"
"""Why a record stays here of which the one who looks reads nothing."""
_NOT_TAKEN_BACK = frozenset(
    {AS_ADULT, COUNTS_AS_CHILD, UNANSWERED, NEWER_STAYS, SERVER_LATER, UNREAD, sending.KEPT_BACK}
)
MISSING = sending.MISSING
"""Why a record stays here of whose sending nobody asked."""


def why(store: Vault, record_id: str) -> str:
    """The code of why a finished record is not sent; `UNREAD` for who sees it and does not read it, "" for one that is
    not held.
    """
    with contextlib.suppress(IntakeError):
        if store.record(record_id).delivery == "held":
            return _held(store, record_id)
    return ""


def _held(store: Vault, record_id: str) -> str:
    try:
        found = finalising.found_closed(store, record_id)
        return _as_it_stands(store, found.row, found.code) if found is not None else ""
    except IntakeError as trouble:
        if trouble.code != "vault.not_allowed":
            raise
        return UNREAD


def _as_it_stands(store: Vault, row: RecordRow, code: str) -> str:
    """The code of why a record stays, with what another version, or the age that counts, has to do with it."""
    if code == sending.KEPT_BACK:
        versions = store.versions(row.id)
        place = next(at for at, one in enumerate(versions) if one.id == row.id)
        if any(one.delivery == "held" for one in versions[place + 1 :]):
            return NEWER_STAYS
        return SERVER_LATER if _is_behind(store, row.id) else code
    asked = {each.purpose for each in screening.words_of(finalising.own_consents(store, row.id))}
    if code != sending.MISSING or "sync" not in asked:
        return code
    told = {one.age for one in store.telling(row.id) if one.record_id == row.id}
    return COUNTS_AS_CHILD if "adult" in told and ages.age_of_person(store, row.id) == "minor" else UNANSWERED


def _is_behind(store: Vault, record_id: str) -> bool:
    """Whether a server came after what a record had gone on, or after it was finished and kept back for an age."""
    stopped = [one for one in store.ways_out(record_id).stopped if (one.purpose, one.basis) == ("sync", "consent")]
    return record_id in ended_for_age.behind(stopped, [one for one in store.never_released(record_id) if one.waits])


def shut(store: Vault, record_id: str) -> str:
    """The code of why nothing of a record that waits for a person may leave, "" where its release counts; `UNREAD` for
    who does not read it.
    """
    with contextlib.suppress(IntakeError):
        if store.record(record_id).delivery == "needs_person" and not _is_released(store, record_id):
            return _held(store, record_id)
    return ""


def _is_released(store: Vault, record_id: str) -> bool:
    return any(one.purpose == "sync" for one in store.releases(record_id))


@contextlib.contextmanager
def telling_why(store: Vault, record_id: str) -> Iterator[None]:
    """Where what a record went on ended, and nobody took it back or refused it, it is told why."""
    try:
        yield
    except IntakeError as trouble:
        code = _held(store, record_id) if trouble.code == "vault.withdrawn" else ""
        if code in _NOT_TAKEN_BACK:
            raise IntakeError(code) from trouble
        raise


def waiting_for_child(store: Vault, record_ids: Iterable[str]) -> frozenset[str]:
    """Which of these are held, for an adult agreed who counts as a child since and was not asked again."""
    return frozenset(each for each in record_ids if why(store, each) == AS_ADULT)
