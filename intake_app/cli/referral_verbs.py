"""`intake referral`: what became of slips, who has not answered, calls to the freephone, which services there are."""

from argparse import Namespace
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from intake_app import workflow
from intake_app.cli.opening import opened, person_record_id
from intake_app.i18n import Translator
from intake_app.vault import Vault
from intake_app.workflow import Followed
from intake_app.workflow.services import code_on_paper


def every(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """How all slips stand."""
    with opened(parsed, tr) as store:
        found = workflow.follow_up(store)
        return {**asdict(found.count), "referrals": _told(store, found.slips)}


def overdue(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """Those whose service has not answered for a day or more, that first of which the promised time ends first."""
    with opened(parsed, tr) as store:
        return {"referrals": _told(store, workflow.follow_up(store).waiting)}


def note(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """Note what came back of a slip."""
    with opened(parsed, tr) as store:
        noted = workflow.note_answer(store, parsed.reference, parsed.status, parsed.reason, parsed.happened or "")
        return {"reference": parsed.reference, **asdict(noted)}


def call(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """Note a call to the telephone line for the person of a record."""
    with opened(parsed, tr) as store:
        name = person_record_id(store, parsed.record)
        told = (parsed.outcome, parsed.operator, parsed.caller, parsed.called or "")
        return asdict(workflow.note_call(store, name, *told))


def calls(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """All calls for the person of a record."""
    with opened(parsed, tr) as store:
        return {"calls": [asdict(one) for one in workflow.calls_of(store, person_record_id(store, parsed.record))]}


def _told(store: Vault, slips: Iterable[Followed]) -> list[dict[str, Any]]:
    """Each with the code of the person, as papers bear it."""
    return [
        {
            **asdict(one.slip),
            "person": code_on_paper(store, one.slip.record_id),
            "hours_without_answer": round(one.standing.age.total_seconds() / 3600, 1),
            "level": one.standing.level,
            "overdue": one.standing.overdue,
        }
        for one in slips
    ]
