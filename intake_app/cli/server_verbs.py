"""`intake server add|list`, `intake sync`, `intake practice-server`."""

import json
import secrets
import sys
from argparse import Namespace
from pathlib import Path
from typing import Any

from intake_app import given_files, messages, workflow
from intake_app.cli import advised, ground_told
from intake_app.cli.opening import opened
from intake_app.cli.record_told import actions, outcome_told, rows_of
from intake_app.cli.secret_input import read_secret
from intake_app.cli.server_settings_verbs import told
from intake_app.errors import IntakeError
from intake_app.i18n import Translator
from intake_app.practice import PracticeServer
from intake_app.sync import FormResult, Progress, RecordResult
from intake_app.vault import Vault


def add(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """Add a server. An app-user URL holds a key: a prompt or a descriptor keeps it out of the list of processes."""
    with opened(parsed, tr) as store:
        url = parsed.url or read_secret(parsed.url_fd, tr("Address of the server: "))
        secret = ""
        if parsed.kind != "app_user":
            secret = read_secret(parsed.secret_fd, tr("Password on the server: "))
        row = workflow.add_server(store, parsed.name, url, parsed.kind, parsed.username, secret)
        return {"server": row.name, **told(row)}


def list_servers(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """The servers of this workplace; keys and passwords are never shown."""
    with opened(parsed, tr) as store:
        rows = workflow.servers(store)
        own = workflow.own_forms_server(store)
        return {"servers": [{**told(row), "own_forms": own in ("", row.name)} for row in rows]}


def sync(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """Fetch forms if asked, send what is due, and say what happened to each form and to each record.

    Records go also where the list of forms can not be had, or who sends them may not bring forms in. Where there are
    several servers and none is named, each has its turn, whatever became of the one before, and its own result; one for
    testing has none, since what arrives there is thrown away.  Raises IntakeError 'cli.which_server'.
    """
    with opened(parsed, tr) as store:
        rows = workflow.servers(store)
        if parsed.server or len(rows) == 1:
            return _round(store, parsed.server or rows[0].name, tr, forms=parsed.forms)
        names = [row.name for row in rows if not row.test]
        if not names:
            raise IntakeError("cli.which_server", count=len(rows))
        rounds = [_tried(store, name, tr, forms=parsed.forms) for name in names]
        left_out = [row.name for row in rows if row.test]
        return {"ok": all(one["ok"] for one in rounds), "servers": rounds, "left_out": left_out}


def _tried(store: Vault, name: str, tr: Translator, *, forms: bool) -> dict[str, Any]:
    """As a round, but one that could not begin keeps no other server waiting."""
    try:
        return _round(store, name, tr, forms=forms)
    except IntakeError as error:
        told = advised.explain(error, tr)
        return {"ok": False, "server": name, "error": error.code, "sentence": told.sentence, "advice": told.advice}


def _round(store: Vault, name: str, tr: Translator, *, forms: bool) -> dict[str, Any]:
    fetched, trouble = _fetch(store, name, tr) if forms else ([], "")
    report = workflow.sync_round(lambda call: call(store), name, told_progress, lambda: False)
    rows = rows_of(store, report.results, name)
    there = [row.name for row in workflow.servers(store)]
    able = {record: actions(row, store.me.id, there) for record, row in rows.items()}
    results = [
        _record_told(result, able.get(result.record_id, []), name, tr)
        | ground_told.newest(store.releases(result.record_id), "sync")
        for result in report.results
    ]
    failed = bool(trouble) or any(form["state"] == "failed" for form in fetched)
    done = report.stopped is None and report.sent == len(report.results) and not failed
    stopped = outcome_told(report.stopped, name, tr)["sentence"] if report.stopped else ""
    told = {"ok": done, "server": name, "forms": fetched, "forms_stopped": trouble, "results": results}
    return {**told, "stopped": stopped, "waiting": report.waiting_after}


def _record_told(result: RecordResult, able: list[str], server: str, tr: Translator) -> dict[str, Any]:
    outcome = result.outcome
    return {
        "record": result.record_id,
        "code": result.code,
        "outcome": outcome.kind,
        "status": outcome.status,
        **outcome_told(outcome, server, tr),
        "actions": able,
    }


def practice_server(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """Run the practice server on this computer until it is interrupted.

    Who signs in at KoboToolbox has a name and a password; one that nobody gave is made up and printed.
    """
    given = "" if parsed.secret_fd is None else read_secret(parsed.secret_fd, "")
    password = given or secrets.token_urlsafe(12)
    people = {parsed.username: password} if parsed.kind == "kobo" else {}
    server = PracticeServer(parsed.port, strict_forms=parsed.strict_forms, kind=parsed.kind, people=people)
    server.then(*parsed.then)
    for name in parsed.form or []:
        source = Path(name)
        xml, _ = workflow.to_xform(source.name, given_files.read_file(source))
        server.add_form(xml, {})
    sys.stderr.write(tr("The practice server answers at this address; Ctrl+C stops it.") + "\n")
    sign_in = {"username": parsed.username, **({} if given else {"password": password})} if people else {}
    sys.stdout.write(json.dumps({"url": server.url, "page": server.page_url, **sign_in}) + "\n")
    sys.stdout.flush()
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        server.stop()
    return {"ok": True, "received": len(server.received)}


def _fetch(store: Vault, name: str, tr: Translator) -> tuple[list[dict[str, Any]], str]:
    """What became of each form, and why it ended before all were tried, "" when it did not."""
    try:
        report = workflow.fetch_forms(lambda call: call(store), name, told_progress, lambda: False)
    except IntakeError as error:
        if not error.code.startswith("openrosa.") and error.code != "vault.not_allowed":
            raise
        return [], messages.explain(error, tr).sentence
    stopped = messages.explain(report.stopped, tr).sentence if report.stopped else ""
    return [form_told(result, tr) for result in report.results], stopped


def form_told(result: FormResult, tr: Translator) -> dict[str, Any]:
    """What became of a form, for the output."""
    told = messages.explain(result.error, tr).sentence if result.error else ""
    facts = {"form": result.form_id, "version": result.version, "state": result.state, "sentence": told}
    return facts if result.offer is None else {**facts, "update": result.offer}


def only_server(store: Vault) -> str:
    """The name of the one server there is.  Raises IntakeError 'cli.which_server'."""
    rows = workflow.servers(store)
    if len(rows) != 1:
        raise IntakeError("cli.which_server", count=len(rows))
    return rows[0].name


def told_progress(progress: Progress) -> None:
    """How far it has come, for a person who watches."""
    sys.stderr.write(f"{progress.done}/{progress.total}\n")
