"""What is told of a record that was tried or waits: a sentence, advice, the server's words, and the verbs that help."""

from collections.abc import Collection
from typing import Any

from intake_app import messages, workflow
from intake_app.cli import advised
from intake_app.i18n import Translator
from intake_app.openrosa import Outcome, actions_of
from intake_app.sync import RecordResult
from intake_app.vault import RecordRow, Vault
from intake_app.workflow.conflicts import FORMER_DECIDED

_PAGE = 500


def row_told(row: RecordRow, me: str, there: Collection[str], tr: Translator) -> dict[str, Any]:
    """Of a row of the queue, for the person with the id `me`, where there are these servers."""
    gone = row.server not in {"", *there}
    code, tie = _trouble(row, gone), _tie(row)
    facts = {"server": row.server, "message": row.last_message, "fingerprint": row.last_message}
    named = (code, tie if row.delivery == "waiting" and not gone else "")
    return {
        "sentence": " ".join(messages.sentence(one, facts, tr) for one in (code, tie) if one),
        "advice": " ".join(advised.advice(one, facts, tr) for one in named if one),
        "actions": actions(row, me, there),
        "server_message": row.last_message or "",
        "next_try": row.next_try or None,
    }


def outcome_told(outcome: Outcome, server: str, tr: Translator) -> dict[str, str]:
    """Of the end of a try."""
    said = outcome.message
    facts = {"server": server, "message": said, "fingerprint": said, "status": outcome.status}
    return {
        "sentence": messages.sentence(outcome.code, facts, tr),
        "advice": advised.advice(outcome.code, facts, tr),
        "server_message": outcome.message,
    }


def actions(row: RecordRow, me: str, there: Collection[str]) -> list[str]:
    """The verbs that a person may use on a record now, the best first."""
    gone = row.server not in {"", *there}
    code, found = _trouble(row, gone), list[str]()
    if row.delivery == "needs_person":
        offered = actions_of("hold", code)
        mine = row.author_id == me
        found += ["queue retry"] if code != FORMER_DECIDED else []
        if "send_as_new" in offered:
            found += ["queue versions", "queue send-as-new"] if mine else []
            found += ["queue keep-server"]
        found += ["queue export"] if "export" in offered else []
    elif row.delivery == "waiting" and code and not gone:
        found += ["sync" if row.last_kind in ("stop", "suspect") else "queue retry"]
    elsewhere = not row.server or any(name != row.server for name in there)
    return [*found, "queue any-server"] if row.tied and elsewhere else found


def rows_of(store: Vault, results: Collection[RecordResult], server: str) -> dict[str, RecordRow]:
    """The rows of those records that are still in the queue, by id."""
    wanted = {result.record_id for result in results if result.outcome.kind != "accepted"}
    found: dict[str, RecordRow] = {}
    after, more = "", True
    while more and len(found) < len(wanted):
        page = workflow.queue_page(store, after, _PAGE, workflow.WAITING, server)
        found |= {row.id: row for row in page.rows if row.id in wanted}
        after, more = page.after, bool(page.after)
    return found


def _trouble(row: RecordRow, gone: bool) -> str:
    """The code of what is told first; "" when there is nothing to tell."""
    if gone and row.delivery == "waiting":
        return "openrosa.server_gone"
    if row.delivery == "needs_person" and row.state == "finalised":
        return FORMER_DECIDED
    return row.last_outcome or ""


def _tie(row: RecordRow) -> str:
    if not row.tied:
        return ""
    return "openrosa.tied" if row.server else "openrosa.server_moved"
