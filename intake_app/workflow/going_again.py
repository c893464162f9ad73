"""What stopped for an age that counts no more: it waits to be sent again, and that is told to whoever put it right."""

import contextlib
from collections.abc import Collection
from dataclasses import asdict

from intake_app.errors import IntakeError
from intake_app.screening import Basis, Release
from intake_app.vault import AgeWord, Kept, Leaving, RecordRow, ReleaseRow, Vault
from intake_app.vault.waiting import FIRST
from intake_app.workflow import ages, carrying, consenting, ended_for_age, releasing, weighing_again
from intake_app.workflow.consenting import ORGANISATION

_WAITED = ("sync", Basis.CONSENT)


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
    person, where what was said last lets it go, whoever wrote them, and no server came after it; so does what was
    finished while that age counted, and kept back for it alone. One that a server refused waits for a person as before.
    It is kept in mind until that is told, and what stays for a server.

    `waiting`: of these, too, those that an older program kept back; see `held.waiting_for_child`. `but`: records that
    are left as they are.
    """
    told = store.ages(record_id)
    if ages.age_of_person(store, record_id) == "minor" or not any(map(_is_of_child, told)):
        return
    ways = [one for one in store.ways_out(record_id).stopped if (one.purpose, one.basis) == _WAITED]
    ways, refused = [one for one in ways if one.waits or one.refused], {one.record_id for one in ways if one.refused}
    kept = store.never_released(record_id)
    late = ended_for_age.behind(ways, kept)
    stopped = {one.record_id for one in ways}
    alone = _kept_for_age(store, record_id, kept) - stopped  # a later version comes back with what it corrects
    known = [each for each in dict.fromkeys((*stopped, *alone, *waiting)) if each not in but]
    known = [each for each in known if _may_go(store, record_id, each)]
    made = {each: ReleaseRow(**asdict(_release(store, each))) for each in known if each not in late}
    if stopped.intersection(made):
        store.agree_again(record_id, (), [made[each] for each in made if each in stopped])
    if alone.intersection(made):
        store.release_waiting(record_id, [made[each] for each in made if each in alone])
    back = [each for each in made if each in stopped or each in alone or _waits(store, made[each])]
    for each in back:
        with contextlib.suppress(IntakeError):  # of a colleague's record, which waits all the same
            releasing.release_versions(store, made[each])
    if back:
        weighing_again.weigh_again(store, record_id)
    person, stays = ended_for_age.person(store, record_id), [each for each in known if each in late]
    again = [(person, ended_for_age.AGAIN, each) for each in back if each not in refused]
    store.untold.add([*again, *((person, ended_for_age.LATE, each) for each in stays)])


def let_go_apart(store: Vault, case_id: str) -> None:
    """As `let_go`, what was finished and kept back for the age of a person who was taken to be one with that of this
    case, and is not.
    """
    known_id = ended_for_age.read_of(store, case_id)
    if not known_id or ages.age_of_person(store, known_id) == "minor":
        return
    kept = store.never_released(known_id)
    late = {one.record_id for one in kept if one.behind}
    alone = [each for each in _kept_for_age(store, known_id, kept) - late if _may_go(store, known_id, each)]
    store.release_waiting(known_id, [ReleaseRow(**asdict(_release(store, each))) for each in alone])


def _kept_for_age(store: Vault, record_id: str, kept: Collection[Kept]) -> set[str]:
    """What was kept back for the age alone, or for a first interview that is closed."""
    waits = {one.record_id: one.waits for one in kept if one.waits}
    if FIRST in waits.values() and carrying.is_first_open(store, record_id):
        return {each for each, what in waits.items() if what != FIRST}
    return set(waits)


def _is_of_child(told: AgeWord) -> bool:
    """Whether it told, or made somebody ask, that they are under 18."""
    return told.age == "minor" or told.source == "doubt"


def _waits(store: Vault, release: ReleaseRow) -> bool:
    """Whether what never waited does now; a colleague releases their own."""
    with contextlib.suppress(IntakeError):
        store.put_leaving(Leaving(release))
        return True
    return False


def _release(store: Vault, record_id: str) -> Release:
    return releasing.new_release(store, record_id, "sync", ORGANISATION, Basis.CONSENT, "form")


def _may_go(store: Vault, known_id: str, record_id: str) -> bool:
    """By what was said last to each; of a record that one does not read, by what the case knows."""
    words, _read = consenting.told_of(store, known_id, record_id)
    return consenting.may_sync(words).basis is not None
