"""`intake server forms` and `intake form updates list|accept|leave`."""

from argparse import Namespace
from dataclasses import asdict
from typing import Any

from intake_app import messages, workflow
from intake_app.cli.opening import opened
from intake_app.cli.server_verbs import form_told, only_server, told_progress
from intake_app.i18n import Translator
from intake_app.vault import Vault
from intake_app.workflow import FormUpdate


def forms(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """Fetch what is new; another version of a form that is here waits for a decision."""
    with opened(parsed, tr) as store:
        name = parsed.server or only_server(store)
        report = workflow.fetch_forms(lambda call: call(store), name, told_progress, lambda: False)
    failed = any(result.error is not None for result in report.results)
    stopped = messages.explain(report.stopped, tr).sentence if report.stopped else ""
    results = [form_told(result, tr) for result in report.results]
    return {"ok": not (failed or stopped), "server": name, "forms": results, "stopped": stopped}


def updates(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """The updates that wait: what each changes in each language, and whose drafts were begun with the form."""
    with opened(parsed, tr) as store:
        return {"updates": [_told(store, update) for update in workflow.form_updates(store)]}


def _told(store: Vault, update: FormUpdate) -> dict[str, Any]:
    changes = workflow.update_changes(workflow.update_sets(store, update.offer.id))
    offer, former = update.offer, update.former
    return {
        "update": offer.id,
        "form": offer.form_id,
        "title": offer.title,
        "server": offer.server,
        "from_version": former.version if former is not None else None,
        "to_version": offer.version,
        "fetched": offer.fetched,
        "left": offer.left_at,
        "drafts": [{"author": name, "count": count} for name, count in update.drafts],
        "changes": asdict(changes),
    }


def accept(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """Take an update: new records use it from now on."""
    with opened(parsed, tr) as store:
        return {"update": parsed.update, "form_key": workflow.accept_update(store, parsed.update)}


def leave(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """Leave an update where it is."""
    with opened(parsed, tr) as store:
        workflow.leave_update(store, parsed.update)
        return {"update": parsed.update, "left": True}
