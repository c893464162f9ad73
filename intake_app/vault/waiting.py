"""Records that were kept back only because the first interview of their person was not closed yet.

The log says so where it says that they were finished.  Who closes that interview may let them go, whoever made them.
"""

from collections.abc import Sequence

from intake_app.errors import IntakeError
from intake_app.vault import cases, consents, releases, sight
from intake_app.vault.opening import Opening
from intake_app.vault.types import ReleaseRow
from intake_app.vault.withdrawing import marks


def listed(opening: Opening, record_id: str) -> tuple[str, ...]:
    """Which of the case of a record, by id, whose content is one's to work with; of one's own agency alone.

    Nothing that was ever released for sync is among them, for what stopped that is not for them to know; but that two
    persons were taken apart, on the word of the other of whom it had gone.
    """
    case = cases.case_number(opening, sight.content_number(opening, record_id))
    numbers = consents.records_of(opening, case) if case is not None else []
    found = opening.database.all(
        f"SELECT r.id FROM record r WHERE r.number IN ({marks(numbers)}) AND r.agency = ? AND r.state = 'finalised' "
        "AND NOT EXISTS (SELECT 1 FROM release x WHERE x.record = r.number AND x.purpose = 'sync' AND NOT EXISTS ("
        "SELECT 1 FROM audit w WHERE w.object = r.id AND w.action = 'consent.withdrawn' "
        "AND json_extract(w.detail, '$.release') = x.id AND json_extract(w.detail, '$.part') IS NOT NULL)) "
        "AND EXISTS (SELECT 1 FROM audit u WHERE u.object = r.id AND u.action = 'record.finalised' "
        "AND json_extract(u.detail, '$.waits') = 1) ORDER BY r.number",
        *(*numbers, opening.me.agency),
    )
    return tuple(str(row[0]) for row in found)


def release(opening: Opening, record_id: str, made: Sequence[ReleaseRow]) -> None:
    """Lets go what waited for the record that is closed now; all or nothing.

    Raises IntakeError 'vault.no_release' for what did not wait, and as `releases.put` does for who has the record by
    hand-over.
    """
    waited = listed(opening, record_id)
    releases.not_by_hand_over(opening, sight.content_number(opening, record_id))
    if any(one.purpose != "sync" or one.record_id not in waited for one in made):
        raise IntakeError("vault.no_release")
    with opening.database.transaction():
        for one in made:
            releases.insert(opening, one)
