"""Why a finished record stays here, told to whoever looks at it; and what stayed for an age that counts no more."""

import contextlib
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime

from intake_app.errors import IntakeError
from intake_app.screening import Basis
from intake_app.vault import ReleaseRow, Stopped, Vault, withdrawing
from intake_app.workflow import ages, consenting, finalising, weighing_again

AS_ADULT = consenting.AS_ADULT
_NEEDED = frozenset(each for each, ways in withdrawing.DENIED.items() if "sync" in ways)


def why(store: Vault, record_id: str) -> str:
    """The code of why a finished record is not sent, as far as one reads it; "" for one that is not held."""
    with contextlib.suppress(IntakeError):
        if store.record(record_id).delivery == "held":
            found = finalising.found_closed(store, record_id)
            return found.code if found is not None else ""
    return ""


def waiting_for_child(store: Vault, record_ids: Iterable[str]) -> frozenset[str]:
    """Which of these are held, for an adult agreed who counts as a child since and was not asked again."""
    return frozenset(each for each in record_ids if why(store, each) == AS_ADULT)


def let_go(store: Vault, record_id: str) -> None:
    """What waited to be sent and stopped for an age that counts no more waits again, of the own agency's records of a
    person, where what was said lets it go and nothing was refused since.
    """
    told = store.ages(record_id)
    if ages.age_of_person(store, record_id) == "minor" or not any(each.age == "minor" for each in told):
        return
    stopped = [one for one in store.ways_out(record_id).stopped if _is_back(store, record_id, one)]
    made = [
        finalising.new_release(store, one.record_id, "sync", one.recipient, Basis.CONSENT, "form") for one in stopped
    ]
    if made:
        store.agree_again(record_id, (), [ReleaseRow(**asdict(release)) for release in made])
        weighing_again.weigh_again(store, record_id)
        for one in stopped:
            finalising.change_lists(store, one.record_id)


def _is_back(store: Vault, record_id: str, one: Stopped) -> bool:
    if (one.purpose, one.basis) != ("sync", Basis.CONSENT) or not one.waits:
        return False
    words, _read = consenting.told_of(store, record_id, one.record_id)
    if consenting.may_sync(words).basis is None:
        return False
    begun = datetime.fromisoformat(store.record(one.record_id).created)
    noes = (each for each in store.said(record_id) if each.word != "yes" and each.purpose in _NEEDED)
    return not any(datetime.fromisoformat(each.at) >= begun for each in noes)
