"""`intake referral`: what became of slips, who has not answered, calls to the freephone, which services there are."""

from argparse import Namespace
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from intake_app import messages, workflow
from intake_app.cli.opening import opened, person_record_id
from intake_app.i18n import Translator
from intake_app.vault import SlipStanding, Vault
from intake_app.workflow import Followed, stopped_slips
from intake_app.workflow.services import code_on_paper


def every(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """How all slips stand."""
    with opened(parsed, tr) as store:
        found = workflow.follow_up(store)
        return {**asdict(found.count), "referrals": _told(store, found.slips, tr)}


def overdue(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """Those whose service has not answered for a day or more, that first of which the promised time ends first."""
    with opened(parsed, tr) as store:
        return {"referrals": _told(store, workflow.follow_up(store).waiting, tr)}


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


def _told(store: Vault, slips: Iterable[Followed], tr: Translator) -> list[dict[str, Any]]:
    """Each with the code of the person, as papers bear it."""
    return [
        {
            **_as_it_stands(store, one.slip, tr),
            "person": code_on_paper(store, one.slip.record_id),
            "hours_without_answer": round(one.standing.age.total_seconds() / 3600, 1),
            "level": one.standing.level,
            "overdue": one.standing.overdue,
        }
        for one in slips
    ]


def _as_it_stands(store: Vault, slip: SlipStanding, tr: Translator) -> dict[str, Any]:
    """A slip as it stands; of one that holds no more why, and that it ended where nobody took it back."""
    told = asdict(slip)
    if not slip.withdrawn:
        return told
    code = stopped_slips.why_not_shown(store, slip.reference)
    told["why"] = messages.sentence(code, {"slip": slip.reference}, tr)
    if code in stopped_slips.ENDED:
        told |= {"withdrawn": False, "status": "ended" if slip.status == "revoked" else slip.status}
    return told
