"""Calls to the telephone line for a person: who called, when, with which operator, and what came of it.

A call is of a case.  Where a record belongs to none it is of the record.  It is put once and never changes; nothing but
codes is kept, so that nobody's story comes in by it.  It goes where the record goes with which it was noted, when two
cases are taken apart.
"""

import re
from dataclasses import dataclass
from datetime import datetime

from intake_app.errors import IntakeError
from intake_app.vault import cases, edits, linked, sight
from intake_app.vault.opening import Opening
from intake_app.vault.roles import Right, require
from intake_app.vault.withdrawing import marks

CALLERS = ("staff", "person")
"""Who called: whoever notes it, or the person themselves."""
OUTCOMES = ("no_answer", "will_call_back", "advised", "passed_on", "place_found", "cut_off")
_OPERATOR = re.compile(r"[A-Za-z0-9./-]{0,20}")


@dataclass(frozen=True, slots=True)
class CallMade:
    """One call: when (ISO 8601 with its zone), one of `CALLERS`, the code by which the operator goes or "", one of
    `OUTCOMES`; who noted it (a name) is of the store, whatever is handed in."""

    called: str
    caller: str
    operator: str
    outcome: str
    noted_by: str = ""


def is_operator(text: str) -> bool:
    """Whether a text may be the code of an operator: a few letters and digits, no words."""
    return _OPERATOR.fullmatch(text) is not None


def put(opening: Opening, record_id: str, call: CallMade) -> CallMade:
    """Notes a call, for who reads the record and is of its agency.

    Raises IntakeError 'vault.not_finalised' for a draft that belongs to no case; ValueError for what is no code.
    """
    require(opening.me, Right.SLIPS)
    number = sight.home_number(opening, record_id)
    if call.caller not in CALLERS or call.outcome not in OUTCOMES or not is_operator(call.operator):
        raise ValueError("not a caller, an operator and an outcome")
    datetime.fromisoformat(call.called)
    database, case = opening.database, cases.case_number(opening, number)
    if case is None and database.one("SELECT 1 FROM submission WHERE record = ?", number) is None:
        raise IntakeError("vault.not_finalised")
    about = record_id if case is None else cases.id_of(opening, case)
    row = (case, number if case is None else None, call.called, call.caller, call.operator, call.outcome)
    with database.transaction():
        database.run(
            "INSERT INTO call_made (casefile, record, called, caller, operator, outcome, noted_by, at, told_in) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            *(*row, opening.me.id, opening.now(), record_id),
        )
        linked.told(opening, "call.noted", about, linked.last(database))
    return CallMade(call.called, call.caller, call.operator, call.outcome, opening.me.name)


def listed(opening: Opening, record_id: str) -> tuple[CallMade, ...]:
    """All calls for the person of a record whose content one reads, in the order in which they were noted.

    Those that the own agency noted; to who is of another one than the record, those that were noted with it.
    """
    require(opening.me, Right.SLIPS)
    number = sight.reading_number(opening, record_id)
    versions = sorted(edits.numbers(opening, number)) if sight.is_guest(opening, number) else []
    case = cases.case_number(opening, number)
    group = [] if case is None else cases.numbers(opening, case)
    found = opening.database.all(
        "SELECT c.called, c.caller, c.operator, c.outcome, p.name FROM call_made c JOIN person p ON p.id = c.noted_by "
        f"WHERE (c.casefile IN ({marks(group)}) OR c.record = ? OR c.told_in IN (SELECT r.id {cases.OF_CASE} "
        f"WHERE e.casefile IN ({marks(group)}))) AND NOT EXISTS (SELECT 1 {cases.OF_CASE} WHERE r.id = c.told_in "
        f"AND e.casefile NOT IN ({marks(group)})) AND ((? AND p.agency = ?) OR c.told_in IN (SELECT id FROM record "
        f"WHERE number IN ({marks(versions)}))) ORDER BY c.number",
        *(*group, number, *group, *group, not versions, opening.me.agency, *versions),
    )
    return tuple(CallMade(*row) for row in found)
