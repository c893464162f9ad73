"""`intake record hand-over|hand-back|withdraw|readings` and `intake audit readings`."""

from argparse import Namespace
from dataclasses import asdict
from typing import Any

from intake_app import workflow
from intake_app.cli import doubt_told, ground_told
from intake_app.cli.opening import opened, record_id
from intake_app.cli.record_verbs import consent_sheet, keep_no, the_no
from intake_app.errors import IntakeError
from intake_app.i18n import Translator
from intake_app.workflow import consenting, sharing


def hand_over(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """A draft to a colleague, who goes on with it; or the sight of a finished record, to another agency by consent.

    On what it goes is blank within the agency: nothing leaves.
    """
    with opened(parsed, tr) as store:
        name = record_id(store, parsed.record)
        row = store.record(name)
        try:
            taker = workflow.hand_over(store, name, parsed.to, parsed.kind, _said(parsed, tr))
        except IntakeError as refused:
            if refused.code == "vault.no_such_person" and parsed.kind:
                keep_no(store, name, "export", parsed.kind, parsed)
            raise
        warnings = doubt_told.warnings(store, name, parsed, tr)
        told = {"record": name, "code": row.code, "state": row.state, "to": taker.name}
        return {**told, **ground_told.of(sharing.standing(store, name, taker)), "warnings": warnings}


def _said(parsed: Namespace, tr: Translator) -> workflow.ConsentSheet | None:
    """What the line says of consent; a no alone where anything else of it is wrong, so that the no is kept."""
    try:
        if parsed.consent == "no":
            consenting.need_witness(parsed.how, parsed.witness)
        return consent_sheet(parsed, tr)
    except IntakeError:
        if parsed.consent != "no":
            raise
        return the_no(parsed)


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
