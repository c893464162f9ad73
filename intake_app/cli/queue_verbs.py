"""`intake queue facts|list|retry|any-server|keep-server|send-as-new|versions`; `receipt` and `export` stand apart."""

from argparse import Namespace
from dataclasses import asdict
from typing import Any

from intake_app import messages, workflow
from intake_app.cli import advised
from intake_app.cli.opening import opened, record_id
from intake_app.cli.record_told import row_told
from intake_app.errors import IntakeError
from intake_app.i18n import Translator
from intake_app.vault import RecordRow, Vault
from intake_app.workflow import ended_for_age, held

_STAYS = ("queue versions", "queue keep-server")
"""What can be done with a record that waits for a person and may not leave."""


def facts(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """What a day leaves: unfinished drafts by author and age, finished records by form and age."""
    with opened(parsed, tr) as store:
        found = workflow.day_facts(store)
    return {
        "unfinished": [{"author": one.author, **asdict(one.ages)} for one in found.unfinished],
        "finished": [
            {"form": one.form_id, "server": one.server, "delivery": one.delivery, **asdict(one.ages)}
            for one in found.standing
        ],
    }


def listed(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """Some rows of the queue, the newest first, without content."""
    with opened(parsed, tr) as store:
        try:
            page = workflow.queue_page(
                store, parsed.after, parsed.limit, parsed.state or workflow.WAITING, parsed.server
            )
        except ValueError as trouble:
            raise IntakeError("cli.not_a_page") from trouble
        there = [server.name for server in workflow.servers(store)]
        told = ({**_told(row, store.me.id, there, tr), **_held(store, row, tr)} for row in page.rows)
        rows = [_shut(store, row, each, tr) for row, each in zip(page.rows, told, strict=True)]
        ended = messages.ended(ended_for_age.left_over(store), tr)
    return {"records": rows, "total": page.total, "after": page.after, **({"warnings": ended} if ended else {})}


def _held(store: Vault, row: RecordRow, tr: Translator) -> dict[str, Any]:
    """Why a record stays here, and what to do."""
    code = held.why(store, row.id) if row.delivery == "held" else ""
    if not code:
        return {}
    why = advised.explain(IntakeError(code), tr)
    return {"reason": code, "sentence": why.sentence, "advice": why.advice}


def _shut(store: Vault, row: RecordRow, told: dict[str, Any], tr: Translator) -> dict[str, Any]:
    """Of one that waits for a person and may not leave now why, and without what would only be refused."""
    code = held.shut(store, row.id) if row.delivery == "needs_person" else ""
    if not code:
        return told
    why = advised.explain(IntakeError(code), tr)
    can = [each for each in told["actions"] if each in _STAYS]
    sentence = f"{told['sentence']} {why.sentence}"
    return {**told, "reason": code, "sentence": sentence, "advice": why.advice, "actions": can}


def _told(row: RecordRow, me: str, there: list[str], tr: Translator) -> dict[str, Any]:
    return {
        "record": row.id,
        "code": row.code,
        "form": row.form_id,
        "version": row.version,
        "delivery": row.delivery,
        "server": row.server,
        "tied": row.tied,
        "behind": (row.edit_of or "") if row.behind else "",
        "author": row.author,
        "finished": row.finalised,
        "last": row.last_outcome,
        **row_told(row, me, there, tr),
    }


def retry(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """Put a record that waited for a person, or for its time, back in line."""
    with opened(parsed, tr) as store:
        name = record_id(store, parsed.record)
        workflow.retry(store, name)
        return {"record": name, "delivery": store.record(name).delivery}


def any_server(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """Let any server have a record whose try may have arrived on one: a person knows that it did not."""
    with opened(parsed, tr) as store:
        name = record_id(store, parsed.record)
        workflow.let_any_server(store, name)
        return {"record": name, "delivery": store.record(name).delivery}


def keep_server(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """Let stand what the server has of a refused record; ours stays here."""
    with opened(parsed, tr) as store:
        name = record_id(store, parsed.record)
        workflow.keep_server(store, name)
        return {"record": name, "decided": "keep_server"}


def send_as_new(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """Put a copy of a refused record into the queue, under an identity of its own."""
    with opened(parsed, tr) as store:
        name = record_id(store, parsed.record)
        copy = workflow.send_as_new(store, name)
        return {"record": name, "decided": "sent_as_new", "copy": copy.id, "code": copy.code}


def versions(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """The versions of a record side by side; answers for who reads them."""
    with opened(parsed, tr) as store:
        name = record_id(store, parsed.record)
        server = workflow.server_version(lambda call: call(store), name) if parsed.server else None
        sheet = workflow.versions(store, name, parsed.language, server)
    columns = [
        {
            "version": one.number,
            "place": one.place,
            "readable": one.readable,
            **({"record": one.row.id, "code": one.row.code, "delivery": one.row.delivery} if one.row else {}),
        }
        for one in sheet.columns
    ]
    return {"record": name, "versions": columns, "questions": [asdict(line) for line in sheet.lines]}
