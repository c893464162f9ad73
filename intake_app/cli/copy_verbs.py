"""`intake store backup|restore|put-back|confirm-put-back|open-check|verify` and `intake audit show|verify`."""

from argparse import Namespace
from dataclasses import asdict
from pathlib import Path
from typing import Any

from intake_app import workflow
from intake_app.cli.opening import opened, store_path
from intake_app.cli.progress import going_on
from intake_app.cli.reading import load_json
from intake_app.cli.secret_input import read_secret
from intake_app.errors import IntakeError
from intake_app.i18n import Translator
from intake_app.vault import AuditHead


def backup(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """Copy the store to a new folder, read it back, say what it holds."""
    with opened(parsed, tr) as store:
        made = workflow.back_up(store, Path(parsed.target), going_on)
    return {"ok": True, **asdict(made)}


def restore(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """Make a store from a copy; never in the place of another."""
    if not parsed.user:
        raise IntakeError("cli.no_user")
    passphrase = read_secret(parsed.passphrase_fd, tr("Passphrase: "))
    store = workflow.restore_store(Path(parsed.source), store_path(parsed), parsed.user, passphrase, going_on)
    note = tr("What was taken back since the copy was made is not in it. Nothing leaves before it is said who that "
              "was: intake store put-back")  # fmt: skip
    with store:
        return {"ok": True, **asdict(store.info()), "note": note}


def put_back(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """Whether nothing leaves the store because it was put back, and what waits."""
    with opened(parsed, tr) as store:
        found = workflow.put_back(store)
    return {"ok": True, "put_back": asdict(found) if found is not None else None}


def confirm_put_back(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """Say who took their word back since; the rest may leave."""
    if parsed.nobody == bool(parsed.codes):
        raise IntakeError("cli.codes_or_nobody")
    with opened(parsed, tr) as store:
        return {"ok": True, "stopped": workflow.confirm_put_back(store, parsed.codes)}


def open_check(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """Whether the store opens, and what was noticed on the way, without reading all of it."""
    with opened(parsed, tr) as store:
        noticed = store.noticed()
        return {"ok": not noticed, "opens": True, "wrong": list(noticed), "schema": store.info().schema}


def verify(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """Read every page, seal, file and link."""
    with opened(parsed, tr) as store:
        found = workflow.verify_store(store, going_on)
    apart = [{"record": one.record_code or one.number, "code": one.code, "since": one.since} for one in found.set_apart]
    return {"ok": not found.wrong, "wrong": list(found.wrong), "set_apart": apart, "audit_rows": found.links}


def audit_show(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """The log of actions, the newest first; people by name."""
    with opened(parsed, tr) as store:
        names = {person.id: person.name for person in store.people()}
        rows = store.audit_rows(parsed.limit)
    return {"ok": True, "rows": [{**asdict(row), "actor": names.get(row.actor, row.actor)} for row in rows]}


def audit_verify(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """Walk the log of actions; its newest entry, to be kept elsewhere, and whether one that was kept is still there."""
    kept = _kept_head(parsed.kept) if parsed.kept else None
    with opened(parsed, tr) as store:
        links = store.verify_audit()
        head = store.audit_head()
        holds = (kept is None or store.holds(kept)) and (not parsed.receipt or workflow.log_has(store, parsed.receipt))
    told: dict[str, Any] = {"ok": holds, "audit_rows": links, "head": asdict(head), "receipt": head.code}
    return told if holds else {**told, "wrong": ["vault.rolled_back"]}


def _kept_head(path: str) -> AuditHead:
    """The head in a file that an earlier `audit verify` printed. Raises IntakeError `cli.not_json`."""
    told = load_json(path).get("head", {})
    try:
        return AuditHead(int(told["seq"]), str(told["mac"]), int(told["changes"]))
    except (TypeError, KeyError, ValueError) as error:
        raise IntakeError("cli.not_json", file=Path(path).name) from error
