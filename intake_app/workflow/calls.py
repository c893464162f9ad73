"""Calls to the telephone line for a person: noted by hand, told on the slips of the bodies that may be told."""

from datetime import datetime

from intake_app.referral import CallTold
from intake_app.vault import CallMade, Vault
from intake_app.workflow.releasing import moment

MOST = 3
"""So many calls are on a slip, the newest."""


def note_call(
    store: Vault, record_id: str, outcome: str, operator: str = "", caller: str = "staff", called: str = ""
) -> CallMade:
    """Note a call for the person of a record. `called` is when, ISO 8601, now where it is "".

    Raises IntakeError `vault.not_finalised`, `vault.not_allowed`; ValueError for what is none of the codes.
    """
    return store.note_call(record_id, CallMade(called or moment(), caller, operator, outcome))


def calls_of(store: Vault, record_id: str) -> tuple[CallMade, ...]:
    """All calls for the person of a record, in the order in which they were noted."""
    return store.calls(record_id)


def told(store: Vault, record_id: str) -> tuple[CallTold, ...]:
    """Those that a slip tells of, the oldest first."""
    made = sorted(store.calls(record_id), key=lambda call: datetime.fromisoformat(call.called).timestamp())
    return tuple(CallTold(call.called, call.caller, call.operator, call.outcome) for call in made[-MOST:])
