"""What a person takes back, and agrees to again: what that stops and lets go, and what had left before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from intake_app.errors import IntakeError
from intake_app.vault import cases, consents, edits, parted_slips, releases, same_answers, sight, withdrawing
from intake_app.vault.consents import ConsentWord, Owner, lasts, numbers_of, ours, owner_of, write
from intake_app.vault.opening import Line, Opening
from intake_app.vault.purposes import PURPOSES, RESEARCH
from intake_app.vault.types import ReleaseRow
from intake_app.vault.withdrawing import Departure, Stopped, Withdrawal, marks


@dataclass(frozen=True, slots=True)
class Ways:
    """Purposes and recipients that are open to what is known of a person, what had left already, and what was stopped.
    """

    open: tuple[tuple[str, str], ...]
    left: tuple[Departure, ...]
    stopped: tuple[Stopped, ...] = ()
    speaks: bool = True
    """Whether who asks may note what the person agrees to."""
    beyond: bool = False
    """Whether records of another agency are released for something, too, which is not told."""
    work: tuple[str, ...] = ()
    """Services to which slips that are open go along with what was told of the work, which rests on an export."""


def ways(opening: Opening, record_id: str) -> Ways:
    """What would stop if all were taken back, and what had left, of the person of a record, for who sees it.

    Of all records of the person in the own agency, and of this one; to whom else they turned by another agency is
    nobody's business here, but that taking back stops something there, too.
    """
    number = sight.number_of(opening, record_id)
    every = numbers_of(opening, owner_of(opening, number, record_id))
    numbers = _told_of(opening, every, number)
    found = opening.database.all(
        f"SELECT DISTINCT purpose, recipient FROM release WHERE record IN ({marks(numbers)}) "
        f"AND {withdrawing.LIVE} ORDER BY purpose, recipient",
        *numbers,
    )
    open_now = tuple((str(purpose), str(to)) for purpose, to in found)
    others = [each for each in every if each not in numbers]
    live = f"SELECT 1 FROM release WHERE record IN ({marks(others)}) AND {withdrawing.LIVE}"
    beyond = opening.database.one(live, *others) is not None
    stopped = _stopped(opening, every)
    speaks = sight.is_read(opening, record_id, at_home=True)
    return Ways(open_now, _left(opening, numbers), stopped, speaks, beyond, withdrawing.work_going(opening, numbers))


def _told_of(opening: Opening, numbers: Sequence[int], number: int) -> list[int]:
    """Of the records of a person, by row, those of which it is told what left when one of them is asked about."""
    own, same = set(ours(opening, numbers)), set(same_answers.versions_of(opening, number))
    return [each for each in numbers if each in own or each in same]


def withdraw(
    opening: Opening, record_id: str, purpose: str = "", recipient: str = "", whose: str = "person"
) -> Withdrawal:
    """Takes back what was agreed to: for one purpose and one recipient, or, where "", for all.

    It is of the person: of all records of the case, of all versions of a record without one.  Whoever sees the record
    may note it, for it is told to whoever is there; nothing more of it leaves on those.  What rests on a duty stays.
    A post that is under way is not cut off: it is told of. Another one of the same record does not follow it.
    """
    if purpose and purpose not in PURPOSES[1:]:
        raise ValueError(f"no such purpose: {purpose}")
    owner = owner_of(opening, sight.number_of(opening, record_id), record_id)
    numbers = numbers_of(opening, owner)
    with opening.database.transaction():
        stopped = _take_back(opening, owner, purpose, recipient, whose)
        opening.line = Line()
    left = _left(opening, _told_of(opening, numbers, owner.record))
    return Withdrawal(stopped, tuple(one for one in left if withdrawing.concerns(one, purpose, recipient)))


def withdraw_of_all(opening: Opening, codes: Iterable[str]) -> int:
    """Takes everything back of those whose codes, or codes of whose records, these are; how many releases.

    For who looks after a store that was put back, see `returned`, whatever they see of it; only inside a transaction.
    Raises IntakeError 'vault.code_not_here', and 'vault.code_of_draft' for one whose words are its answers.
    """
    owners = {owner.case or -owner.record: owner for owner in (_named(opening, code) for code in codes)}
    return sum(_take_back(opening, owner) for owner in owners.values())


def _named(opening: Opening, code: str) -> Owner:
    found = opening.database.one("SELECT number FROM casefile WHERE code = ?", code)
    if found is not None:
        case = cases.lead(opening, int(found[0]))
        return Owner(case, 0, cases.id_of(opening, case), "")
    found = opening.database.one("SELECT number, id FROM record WHERE code = ?", code)
    if found is None:
        raise IntakeError("vault.code_not_here", typed=code)
    owner = owner_of(opening, int(found[0]), str(found[1]))
    if not lasts(opening, owner):
        raise IntakeError("vault.code_of_draft", typed=code)
    return owner


def _take_back(
    opening: Opening, owner: Owner, purpose: str = "", recipient: str = "", whose: str = "person"
) -> int:
    numbers = numbers_of(opening, owner)
    if purpose:
        stopped = withdrawing.deny(opening, numbers, purpose, recipient, "withdrawn")
    else:
        stopped = sum(withdrawing.stop(opening, number, "", recipient) for number in numbers)
    if lasts(opening, owner):
        every = (each for each in PURPOSES[1:] if each != RESEARCH or not recipient)
        taken = (purpose,) if purpose else tuple(every)
        write(opening, owner, [ConsentWord(each, recipient, "withdrawn", whose) for each in taken])
    return stopped


def agree_again(
    opening: Opening, record_id: str, words: Sequence[ConsentWord], anew: Sequence[ReleaseRow]
) -> None:
    """The person agrees to what they took back: the words, and ``anew`` a release for each record that comes back.

    Of all records of the person in the agency, whoever made them; but only what that stopped. Raises as `put`
    does, 'vault.no_release' for what was not stopped, and 'vault.not_allowed' for a guest, whatever comes back.
    """
    sight.home_number(opening, record_id)
    owner = consents.speaking(opening, record_id)
    if anew:
        releases.not_by_hand_over(opening, owner.record)
    stopped = _stopped(opening, numbers_of(opening, owner))
    known = {(one.record_id, one.purpose, one.recipient) for one in stopped}
    with opening.database.transaction():
        write(opening, owner, words)
        for release in anew:
            if (release.record_id, release.purpose, release.recipient) not in known:
                raise IntakeError("vault.no_release")
            releases.insert(opening, release)


def _stopped(opening: Opening, numbers: Sequence[int]) -> tuple[Stopped, ...]:
    """What of the own agency's records, by row, was stopped, and what was corrected since: a later version of what had
    waited on their word comes back with it.
    """
    own = ours(opening, numbers)
    told = (*withdrawing.stopped(opening, own), *withdrawing.work_stopped(opening, own))
    waited = {one.record_id: one for one in told if (one.purpose, one.basis) == ("sync", "consent")}
    versions = edits.held_behind(opening, waited)
    return (*told, *(replace(waited[former], record_id=each, code=code, waits=True) for each, code, former in versions))


def _left(opening: Opening, numbers: Sequence[int]) -> tuple[Departure, ...]:
    """What left of these records, by row, of one person, the oldest first; slips of another one that say what they
    told, too, where the two were one person then.
    """
    own = (one for number in numbers for one in withdrawing.departures(opening.database, number))
    told = (*own, *parted_slips.left_with(opening, numbers))
    return tuple(sorted(told, key=lambda one: one.at))
