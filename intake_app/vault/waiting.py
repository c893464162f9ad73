"""Records that were kept back only because the first interview of their person was not closed yet, or because they
counted as a child and had agreed as an adult.

The log says so where it says that they were finished.  Who closes that interview, or decides that they are an adult,
may let them go, whoever made them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from intake_app.errors import IntakeError
from intake_app.vault import cases, consents, releases, sight
from intake_app.vault.opening import Opening
from intake_app.vault.types import ReleaseRow
from intake_app.vault.withdrawing import marks

FIRST, CHILD = 1, 2
"""For what alone a record was kept back, as the log has it."""
_COMES = """
    SELECT min(a.seq) FROM audit a WHERE a.action = 'server.stored' AND a.object = s.name AND a.seq > coalesce(
        (SELECT max(d.seq) FROM audit d WHERE d.action = 'server.dropped' AND d.object = s.name), 0)
"""
"""SQL on a server ``s``: the link of the log that tells that it came, none of one that is gone."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A finished record that was never released to be sent; for what alone it was kept back, 0 where not for that;
    whether a server came after it that not all that waited goes to.
    """

    record_id: str
    waits: int
    behind: bool


def never_released(opening: Opening, record_id: str) -> tuple[Kept, ...]:
    """Those of the case of a record whose content is one's to work with; of one's own agency alone.

    Nothing that was ever released for sync is among them, for what stopped that is not for them to know; but that two
    persons were taken apart, on the word of the other of whom it had gone.
    """
    case = cases.case_number(opening, sight.content_number(opening, record_id))
    numbers = consents.records_of(opening, case) if case is not None else []
    found = opening.database.all(
        "SELECT r.id, coalesce(json_extract(u.detail, '$.waits'), 0), EXISTS (SELECT 1 FROM server_since s "
        f"WHERE s.since > 0 AND ({_COMES}) > u.seq) FROM record r JOIN audit u ON u.object = r.id "
        f"AND u.action = 'record.finalised' WHERE r.number IN ({marks(numbers)}) AND r.agency = ? "
        "AND r.state = 'finalised' "
        "AND NOT EXISTS (SELECT 1 FROM release x WHERE x.record = r.number AND x.purpose = 'sync' AND NOT EXISTS ("
        "SELECT 1 FROM audit w WHERE w.object = r.id AND w.action = 'consent.withdrawn' "
        "AND json_extract(w.detail, '$.release') = x.id AND json_extract(w.detail, '$.part') IS NOT NULL)) "
        "ORDER BY r.number",
        *(*numbers, opening.me.agency),
    )
    return tuple(Kept(str(record), int(waits), bool(behind)) for record, waits, behind in found)


def listed(opening: Opening, record_id: str) -> tuple[str, ...]:
    """As `never_released`, those that wait for the first interview alone, by id."""
    return tuple(one.record_id for one in never_released(opening, record_id) if one.waits == FIRST)


def release(opening: Opening, record_id: str, made: Sequence[ReleaseRow]) -> None:
    """Lets go what waited for the record that is closed now, or for the age that was decided; all or nothing.

    Raises IntakeError 'vault.no_release' for what did not wait, and as `releases.put` does for who has the record by
    hand-over.
    """
    waited = [one.record_id for one in never_released(opening, record_id) if one.waits]
    releases.not_by_hand_over(opening, sight.content_number(opening, record_id))
    if any(one.purpose != "sync" or one.record_id not in waited for one in made):
        raise IntakeError("vault.no_release")
    with opening.database.transaction():
        for one in made:
            releases.insert(opening, one)
