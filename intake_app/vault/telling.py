"""What the records of a person tell that holds for all who meet them: their age, and that they ask for protection.

That mark alone, and nothing else of a record, is told to who sees another one of the person, whoever wrote it and may
read it: what a colleague heard protects them as what one heard oneself.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from intake_app.errors import IntakeError
from intake_app.vault import cases, consents, quarantine, records, roles, sight
from intake_app.vault.opening import Opening
from intake_app.vault.withdrawing import marks


@dataclass(frozen=True, slots=True)
class Telling:
    """What one record tells; ``age``, ``asylum``: None where it can not be read.

    ``code``: "" for one of another agency that one does not see; ``home``: one works with it, and may add to it;
    ``former``: it was corrected, and the correction is finished.
    """

    record_id: str
    code: str
    at: str
    draft: bool
    home: bool
    former: bool
    age: str | None
    asylum: bool | None


def of_record(opening: Opening, record_id: str) -> tuple[Telling, ...]:
    """Of all versions of a record that one sees, whoever may see these; the oldest first."""
    return _told(opening, consents.versions_of(opening, sight.number_of(opening, record_id)))


def of_person(opening: Opening, record_id: str) -> tuple[Telling, ...]:
    """The same of all records of its case, and of a record without one."""
    owner = consents.owner_of(opening, sight.number_of(opening, record_id), record_id)
    return _told(opening, consents.numbers_of(opening, owner))


def of_case(opening: Opening, case_id: str) -> tuple[Telling, ...]:
    """The same of a case.  Raises IntakeError 'vault.no_such_case', 'vault.not_allowed'."""
    return _told(opening, consents.records_of(opening, cases.number_of(opening, case_id)))


def _told(opening: Opening, numbers: Sequence[int]) -> tuple[Telling, ...]:
    (seen, seeing), (home, at_home) = sight.seen(opening), roles.at_home(sight.read(opening), opening.me)
    found = opening.database.all(
        f"SELECT r.number, r.id, iif(r.agency = ? OR {seen}, r.code, ''), coalesce(r.finalised, ''), "
        f"r.state = 'draft', {home}, EXISTS (SELECT 1 FROM edit d JOIN record n ON n.number = d.record "
        f"WHERE d.former = r.number AND n.state <> 'draft') FROM record r WHERE r.number IN ({marks(numbers)}) "
        "AND r.discarded IS NULL ORDER BY r.number",
        *(opening.me.agency, *seeing, *at_home, *numbers),
    )
    return tuple(
        Telling(record, code, at, bool(draft), bool(ours), bool(former), *_mark(opening, number, record, bool(draft)))
        for number, record, code, at, draft, ours, former in found
    )


def _mark(opening: Opening, number: int, record_id: str, draft: bool) -> tuple[str | None, bool | None]:
    try:
        if draft:
            so_far = records.draft_of(opening, number, record_id)
            return so_far.age, so_far.asylum
        facts = json.loads(records.sealed(opening, number, record_id).values_json)
    except IntakeError as trouble:
        if trouble.code not in quarantine.CODES:
            raise
        return None, None
    slip = facts.get("slip", {})
    return str(facts.get("age") or slip.get("age_band", "")), slip.get("asylum") == "yes"
