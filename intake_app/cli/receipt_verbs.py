"""`intake queue receipt`: what a day's transfers to a server became, on the same sheet as in the window."""

import os
from argparse import Namespace
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from intake_app import i18n, messages, slips, workflow
from intake_app.cli.opening import opened
from intake_app.cli.secret_input import private_file
from intake_app.cli.server_verbs import only_server
from intake_app.errors import IntakeError
from intake_app.i18n import Translator, msg
from intake_app.slips import Transfer, TransferLine
from intake_app.vault import AttemptRow, RecordRow, Vault

_TRIED = ("sent", "waiting", "needs_person", "settled")
_OWN_TITLES = {"First interview": msg("First interview")}
_PAGE = 500


def receipt(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """Write the receipt of today as PDF, for this account alone, over no file that is there.

    Raises IntakeError 'cli.nothing_tried' when nothing was tried on that server today.
    """
    with opened(parsed, tr) as store, private_file(parsed.file) as stream:
        name = parsed.server or only_server(store)
        now = datetime.now().astimezone()
        found = sorted(_tried(store, name, now.date()), key=lambda one: one[1].id)
        if not found:
            raise IntakeError("cli.nothing_tried", server=name)
        received = tuple(_received(store, row, tr) for row, last in found if last.outcome == "accepted")
        remaining = tuple(_remaining(row, last, tr) for row, last in found if last.outcome != "accepted")
        head = store.audit_head().code
        sheet = Transfer(store.info().site, name, f"{now:%d/%m/%Y %H:%M}", head, received, remaining)
        data = slips.transfer_receipt(sheet, parsed.language, i18n.load)
        workflow.paper_left(store, name, len(found), "saved")
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    told = {"server": name, "received": [line.code for line in received], "code": head}
    return {"ok": True, "file": parsed.file, **told, "remaining": [line.code for line in remaining]}


def _tried(store: Vault, server: str, day: date) -> Iterator[tuple[RecordRow, AttemptRow]]:
    """The records whose last try was on that server and day, each with that try."""
    after, more = "", True
    while more:
        page = workflow.queue_page(store, after, _PAGE, _TRIED, server)
        for row in page.rows:
            if row.last_outcome and (row.delivery != "sent" or _day(row.changed) >= day):
                last = store.attempts(row.id)[-1]
                if last.server == server and _day(last.started) == day:
                    yield row, last
        after, more = page.after, bool(page.after)


def _day(moment: str) -> date:
    return datetime.fromisoformat(moment).astimezone().date()


def _received(store: Vault, row: RecordRow, tr: Translator) -> TransferLine:
    return _line(row, tr("Received"), tr, store.receipts(row.id)[-1].sha256)


def _remaining(row: RecordRow, last: AttemptRow, tr: Translator) -> TransferLine:
    # Our sentence alone: in words of its own a server may repeat an answer, and paper is read by others.
    facts = {"fingerprint": last.message, "status": last.status, "server": last.server}
    return _line(row, messages.sentence(last.code or "openrosa.cut", facts, tr), tr)


def _line(row: RecordRow, told: str, tr: Translator, digest: str = "") -> TransferLine:
    title = tr(_OWN_TITLES[row.form_title]) if row.form_title in _OWN_TITLES else row.form_title
    finished = datetime.fromisoformat(row.finalised).astimezone() if row.finalised else None
    return TransferLine(row.code, title, f"{finished:%d/%m/%Y %H:%M}" if finished else "", told, digest)
