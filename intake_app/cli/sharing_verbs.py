"""`intake record hand-over|hand-back|withdraw|readings` and `intake audit readings`."""

from argparse import Namespace
from dataclasses import asdict
from typing import Any

from intake_app import workflow
from intake_app.cli.opening import opened, record_id
from intake_app.cli.record_verbs import consent_sheet
from intake_app.i18n import Translator


def hand_over(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """A draft to a colleague, who goes on with it; or the sight of a finished record, to another agency by consent."""
    with opened(parsed, tr) as store:
        name = record_id(store, parsed.record)
        row = store.record(name)
        taker = workflow.hand_over(store, name, parsed.to, parsed.kind, consent_sheet(parsed, tr))
        return {"record": name, "code": row.code, "state": row.state, "to": taker.name}


def hand_back(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """What a colleague handed over goes back to them."""
    with opened(parsed, tr) as store:
        name = record_id(store, parsed.record)
        return {"record": name, "to": workflow.hand_back(store, name).name}


def withdraw(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """A colleague sees a finished record of one's own no more."""
    with opened(parsed, tr) as store:
        name = record_id(store, parsed.record)
        workflow.withdraw(store, name, parsed.taker)
        return {"record": name, "from": parsed.taker}


def readings(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """Who read records of one's own for a reason, as far as one has not said to know of it."""
    with opened(parsed, tr) as store:
        found = workflow.readings(store)
        if parsed.seen:
            workflow.readings_seen(store)
        return {"readings": [asdict(one) for one in found], "seen": parsed.seen}


def all_readings(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """Every record that was read for a reason, for who may see the log of actions."""
    with opened(parsed, tr) as store:
        return {"readings": [asdict(one) for one in store.all_readings()]}
