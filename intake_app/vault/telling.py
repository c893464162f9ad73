"""What the records of a person tell that holds for all who meet them: their age, that they ask for protection or are
alone, that somebody might listen, whether they want to be asked, that they are not to be called.

That mark alone, and nothing else of a record, is told to who sees another one of the person, whoever wrote it and may
read it: what a colleague heard protects them as what one heard oneself.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from intake_app.errors import IntakeError
from intake_app.vault import cases, consents, quarantine, reckoned, records, roles, same_answers, sight
from intake_app.vault.opening import Opening
from intake_app.vault.withdrawing import marks


@dataclass(frozen=True, slots=True)
class Telling:
    """What one record tells; ``age``, ``asylum``: None where it can not be read.

    ``code``: "" for one of another agency that one does not see; ``home``: one works with it, and may add to it;
    ``former``: it was corrected, and the correction is finished; ``asylum``: yes, no or "", and no for a version before
    one that says no; ``alone``: yes or no where a finished one tells whether a child is with nobody who answers for
    them, else "".  ``simple``: sensitive questions waited in it when it was changed last, at ``changed``; None where it
    can not be read.  ``counts`` and ``minor_in``: calendars, as of a `Draft`; the age is that of who counts by what is
    spoken in any record of theirs, or when they were met.  ``finished``: of those that tell who is with a child, where
    several do, in which order they said so first, by the log and no clock; else 0.
    ``heard``: what was said to being asked and to its being written down, as "interview no 12": the purpose, yes or no,
    and after which word, by its number, 0 where nobody knows; of a draft that was deleted no more than a no.
    ``uncalled``: a finished one says that they are not to be called; None where it can not be read.
    """

    record_id: str
    code: str
    at: str
    draft: bool
    home: bool
    former: bool
    age: str | None
    asylum: str | None
    alone: str = ""
    counts: tuple[str, ...] = ()
    minor_in: tuple[str, ...] = ()
    simple: bool | None = False
    changed: str = ""
    finished: int = 0
    heard: tuple[str, ...] = ()
    uncalled: bool | None = False


def of_record(opening: Opening, record_id: str) -> tuple[Telling, ...]:
    """Of all versions of a record that one sees, whoever may see these; the oldest first."""
    return of_numbers(opening, same_answers.versions_of(opening, sight.number_of(opening, record_id)))


def of_person(opening: Opening, record_id: str) -> tuple[Telling, ...]:
    """The same of all records of its case, and of a record without one."""
    owner = consents.owner_of(opening, sight.number_of(opening, record_id), record_id)
    return of_numbers(opening, consents.numbers_of(opening, owner))


def of_case(opening: Opening, case_id: str) -> tuple[Telling, ...]:
    """The same of a case.  Raises IntakeError 'vault.no_such_case', 'vault.not_allowed'."""
    return of_numbers(opening, consents.records_of(opening, cases.number_of(opening, case_id)))


def of_numbers(opening: Opening, numbers: Sequence[int]) -> tuple[Telling, ...]:
    """The same of records by their rows; of a draft that was put away what protects its person, and no more."""
    (seen, seeing), (home, at_home) = sight.seen(opening), roles.at_home(sight.read(opening), opening.me)
    found = opening.database.all(
        f"SELECT r.number, r.id, iif(r.agency = ? OR {seen}, r.code, ''), coalesce(r.finalised, ''), "
        f"r.state = 'draft', {home} AND r.discarded IS NULL, EXISTS (SELECT 1 FROM edit d JOIN record n "
        "ON n.number = d.record WHERE d.former = r.number AND n.state <> 'draft'), coalesce(r.finalised, r.changed) "
        f"FROM record r WHERE r.number IN ({marks(numbers)}) ORDER BY r.number",
        *(opening.me.agency, *seeing, *at_home, *numbers),
    )
    told = dict[int, Telling]()
    for number, record, code, at, draft, ours, former, changed in found:
        facts = record, code, at, bool(draft), bool(ours), bool(former)
        mark = _mark(opening, number, record, draft)
        told[number] = Telling(*facts, *mark[:6], heard=mark[6], uncalled=mark[7], changed=changed)
    _take_back(opening, told)
    _count(opening, told)
    _order(opening, told)
    return tuple(told.values())


def _order(opening: Opening, told: dict[int, Telling]) -> None:
    """Which of several records that tell who is with a child said so last: a correction of something else says nothing
    anew, and counts as long as the first of the versions before it that says the same.
    """
    several = {one.record_id: number for number, one in told.items() if one.alone}
    if len(several) > 1:
        among = marks(list(several.values()))
        links = opening.database.all(
            "SELECT object, max(seq) FROM audit WHERE action = 'record.finalised' "
            f"AND object IN ({among}) GROUP BY object",
            *several,
        )
        finished = {several[str(record_id)]: int(seq) for record_id, seq in links}
        edits = f"SELECT record, former FROM edit WHERE kind = 'edit' AND record IN ({among})"
        before: dict[int, int] = dict(opening.database.all(edits, *several.values()))
        for number, seq in finished.items():
            said, earlier = seq, before.get(number)
            while earlier in finished and told[earlier].alone == told[number].alone:
                said, earlier = finished[earlier], before.get(earlier)
            told[number] = replace(told[number], finished=said)


def _count(opening: Opening, told: dict[int, Telling]) -> None:
    """A birth that was told in no calendar may be of a child in one of a language that the person is met in elsewhere.
    """
    open_births = {number: one for number, one in told.items() if one.minor_in}
    for number, one in open_births.items():
        owner = consents.owner_of(opening, number, one.record_id)
        counting = _counting(opening, told, consents.numbers_of(opening, owner))
        if owner.case is not None:
            counting |= reckoned.calendars_met(opening, cases.numbers(opening, owner.case))
        if counting.intersection(one.minor_in):
            told[number] = replace(one, age="minor")


def _counting(opening: Opening, told: dict[int, Telling], numbers: Sequence[int]) -> set[str]:
    """The calendars besides the Gregorian one in which a person may count, by what is spoken in their records."""
    found = set[str]()
    for number in numbers:
        if number in told:
            found.update(told[number].counts)
        else:
            record, draft = opening.database.all("SELECT id, state = 'draft' FROM record WHERE number = ?", number)[0]
            found.update(_mark(opening, number, record, draft)[3])
    return found


def _take_back(opening: Opening, told: dict[int, Telling]) -> None:
    """What a version told of asylum, or a correction that was put away, is taken back by a later one that says no; left
    open there, it stands.  A no that the version before has too was not said anew: it takes back no correction.
    """
    later = opening.database.all(
        "SELECT d.record, d.former FROM edit d JOIN record n ON n.number = d.record WHERE n.state <> 'draft' "
        f"AND d.former IN ({marks(list(told))}) ORDER BY d.record DESC",
        *told,
    )
    anew = set[int]()
    for version, former in later:
        if version in told and told[version].asylum == "no":
            if version in anew or told[former].asylum != "no":
                anew.add(former)
                for number in _put_away(opening, list(told), former, version):
                    told[number] = replace(told[number], asylum="no")
            told[former] = replace(told[former], asylum="no")


def _put_away(opening: Opening, numbers: Sequence[int], former: int, version: int) -> list[int]:
    """Corrections of the same version that were put away before another one was finished, among these, by row."""
    found = opening.database.all(
        "SELECT e.record FROM edit e JOIN record r ON r.number = e.record WHERE r.discarded IS NOT NULL "
        f"AND e.former = ? AND e.record < ? AND e.record IN ({marks(numbers)})",
        *(former, version, *numbers),
    )
    return [int(row[0]) for row in found]


_Mark = tuple[
    str | None, str | None, str, tuple[str, ...], tuple[str, ...], bool | None, tuple[str, ...], bool | None
]  # fmt: skip
_ASKING = ("interview", "record")
"""Purposes of consent to which a yes lets somebody be asked."""


def _mark(opening: Opening, number: int, record_id: str, draft: int) -> _Mark:
    try:
        if draft:
            so_far = records.draft_of(opening, number, record_id)
            asylum, last = "yes" if so_far.asylum else "", (so_far.simple, so_far.heard)
            return so_far.age, asylum, "", so_far.counts, so_far.minor_in, *last, False
        frozen = records.sealed(opening, number, record_id)
        facts = json.loads(frozen.values_json)
        minor_in = tuple(facts["minor_in"]) if "minor_in" in facts else reckoned.minor_in(opening, number, frozen.xml)
    except IntakeError as trouble:
        if trouble.code not in quarantine.CODES:
            raise
        return None, None, "", (), (), None, (), None
    slip = facts.get("slip", {})
    asylum, alone = facts.get("asylum") or slip.get("asylum"), slip.get("alone")
    age = str(facts.get("age") or slip.get("age_band", ""))
    asylum, alone = (told if told in ("yes", "no") else "" for told in (asylum, alone))
    last = bool(facts.get("simple")), _heard(facts.get("consents", ()))
    uncalled = slip.get("safe_contact") == "do_not_call"
    return age, asylum, alone, tuple(facts.get("counts", ())), minor_in, *last, uncalled


def _heard(consents: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """What a finished form heard to being asked, as `Telling` has it."""
    return tuple(
        f"{each['purpose']} {each['given']} {each.get('after', 0)}"
        for each in consents
        if each["purpose"] in _ASKING and each["given"] != "not_asked"
    )
