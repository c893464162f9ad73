"""What stands in the lists of work: how many records of each state, and those that were referred, with their slip."""

from dataclasses import replace

from intake_app.vault import records, sight
from intake_app.vault.opening import Opening
from intake_app.vault.releases import NEWEST_SLIPS, slip_row
from intake_app.vault.types import RecordRow, SlipRow

REFERRED = "referred"
"""Beside the states, of which a record has one: that a slip was issued for it."""


def counts(opening: Opening) -> dict[str, int]:
    """Records by state as far as this person sees them, and how many of those one reads were referred; one query."""
    (seen, seeing), (read, reading) = sight.seen(opening), sight.slips(opening)
    found = opening.database.all(
        f"SELECT r.state, count(*) FROM record r WHERE r.discarded IS NULL AND {seen} GROUP BY r.state UNION ALL "
        f"SELECT '{REFERRED}', count(DISTINCT s.record) FROM slip s JOIN record r ON r.number = s.record WHERE {read}",
        *(*seeing, *reading),
    )
    return {str(state): int(count) for state, count in found}


def referrals(opening: Opening, limit: int) -> tuple[tuple[RecordRow, SlipRow], ...]:
    """Records that one reads and that were referred, each with its newest slip without pages; the newest slip first."""
    condition, values = sight.slips(opening)
    newest = f"SELECT max(s.rowid) {{}} FROM slip s JOIN record r ON r.number = s.record WHERE {condition} "
    newest += "GROUP BY s.record ORDER BY 1 DESC LIMIT ?"
    found = opening.database.all(NEWEST_SLIPS.format(newest.format("")), *values, limit)
    terms = f"r.number IN (SELECT number FROM ({newest.format(', s.record AS number')}))"
    rows = records.matching(opening, terms, [*values, limit], "r.number", limit)
    named = {row.id: row for row in rows}
    return tuple((named[slip.record_id], slip) for slip in map(slip_row, found))


def refused(opening: Opening, limit: int) -> tuple[RecordRow, ...]:
    """Records that a server refused, the newest change first; those that somebody decided about are ``settled``."""
    rows = records.listed(opening, "refused", mine=False, limit=limit)
    found = opening.database.all(
        "SELECT r.id FROM settlement s JOIN record r ON r.number = s.record WHERE r.state = 'refused'"
    )
    decided = {record_id for (record_id,) in found}
    return tuple(replace(row, delivery="settled") if row.id in decided else row for row in rows)
