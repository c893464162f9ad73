"""What stopped for an age that counts no more: it waits to be sent again, and that is told to whoever put it right."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime

from intake_app.screening import Basis, Release
from intake_app.vault import Leaving, RecordRow, ReleaseRow, Vault, withdrawing
from intake_app.workflow import ages, consenting, ended_for_age, releasing, weighing_again
from intake_app.workflow.consenting import ORGANISATION

_WAITED = ("sync", Basis.CONSENT)
_NEEDED = frozenset(each for each, ways in withdrawing.DENIED.items() if "sync" in ways)


def after(store: Vault, row: RecordRow) -> None:
    """Where a record that is closed, or a version before it, had told that its person is a child and says otherwise
    now, what that had stopped of their other records waits again.
    """
    own = store.versions(row.id)
    codes = {one.code for one in own}
    if any(word.put_right and word.age == "minor" and word.told_in in codes for word in store.ages(row.id)):
        let_go(store, row.id, but={one.id for one in own})


def let_go(store: Vault, record_id: str, waiting: Collection[str] = (), but: Collection[str] = ()) -> None:
    """What waited to be sent and stopped for an age that counts no more waits again, of the own agency's records of a
    person, where what was said lets it go and nothing was refused since; it is kept in mind until that is told.

    `waiting`: those that never waited, for they were finished while it counted; see `held.waiting_for_child`. `but`:
    records that are left as they are.
    """
    told = store.ages(record_id)
    if ages.age_of_person(store, record_id) == "minor" or not any(each.age == "minor" for each in told):
        return
    stopped = {
        one.record_id for one in store.ways_out(record_id).stopped
        if (one.purpose, one.basis) == _WAITED and one.waits
    }  # fmt: skip
    known = (each for each in dict.fromkeys((*stopped, *waiting)) if each not in but)
    back = [each for each in known if _may_go(store, record_id, each)]
    made = {each: ReleaseRow(**asdict(_release(store, each))) for each in back}
    if stopped.intersection(back):
        store.agree_again(record_id, (), [made[each] for each in back if each in stopped])
    for each in back:
        if each not in stopped:
            store.put_leaving(Leaving(made[each]))
    for each in back:
        releasing.release_versions(store, made[each])
    if back:
        weighing_again.weigh_again(store, record_id)
        person = ended_for_age.person(store, record_id)
        store.untold.update(dict.fromkeys((person, ended_for_age.AGAIN, each) for each in back))


def _release(store: Vault, record_id: str) -> Release:
    return releasing.new_release(store, record_id, "sync", ORGANISATION, Basis.CONSENT, "form")


def _may_go(store: Vault, known_id: str, record_id: str) -> bool:
    words, _read = consenting.told_of(store, known_id, record_id)
    if consenting.may_sync(words).basis is None:
        return False
    begun = datetime.fromisoformat(store.record(record_id).created)
    noes = (each for each in store.said(known_id) if each.word != "yes" and each.purpose in _NEEDED)
    return not any(datetime.fromisoformat(each.at) >= begun for each in noes)
