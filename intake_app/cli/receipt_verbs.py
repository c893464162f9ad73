"""`intake queue receipt`: what a day's transfers became, on the same sheet as in the window."""

import os
from argparse import Namespace
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from intake_app import i18n, messages, slips, workflow
from intake_app.cli.opening import opened
from intake_app.cli.secret_input import private_file
from intake_app.errors import IntakeError
from intake_app.i18n import Translator, msg
from intake_app.slips import Transfer, TransferLine
from intake_app.vault import AttemptRow, RecordRow, Vault

_TRIED = ("sent", "waiting", "needs_person", "settled")
_OWN_TITLES = {title: msg("First interview") for title in ("First interview", "First interview (draft)")}
_PAGE = 500


def receipt(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """Write the receipt of today as PDF, for this account alone, over no file that is there.

    In the language that was asked for where all its words are there, else in English: never in a mixture.
    Of all servers, or of one that is named. Raises IntakeError 'cli.nothing_tried' when nothing was tried there today.
    """
    with opened(parsed, tr) as store, private_file(parsed.file) as stream:
        now, tr = datetime.now().astimezone(), i18n.load(i18n.for_windows(parsed.language))
        found = sorted(_tried(store, parsed.server, now.date()), key=lambda one: one[1].id)
        if not found:
            names = parsed.server or ", ".join(row.name for row in workflow.servers(store))
            raise IntakeError("cli.nothing_tried", server=names)
        tries = Counter(last.server for _, last in found)
        several = len(tries) > 1
        received = tuple(_received(store, *one, tr, several=several) for one in found if one[1].outcome == "accepted")
        remaining = tuple(_remaining(*one, tr) for one in found if one[1].outcome != "accepted")
        head = store.audit_head().code
        sheet = Transfer(store.info().site, ", ".join(tries), f"{now:%d/%m/%Y %H:%M}", head, received, remaining)
        data = slips.transfer_receipt(sheet, tr.language, i18n.load)
        for name, records in tries.items():
            workflow.paper_left(store, name, records, "saved")
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    told = {"servers": list(tries), "received": [line.code for line in received], "code": head}
    return {"ok": True, "file": parsed.file, **told, "remaining": [line.code for line in remaining]}


def _tried(store: Vault, server: str | None, day: date) -> Iterator[tuple[RecordRow, AttemptRow]]:
    """The records whose last try was on that day, and on that server if one is named, each with that try."""
    after, more = "", True
    while more:
        page = workflow.queue_page(store, after, _PAGE, _TRIED, server)
        for row in page.rows:
            if row.last_outcome and (row.delivery != "sent" or _day(row.changed) >= day):
                last = store.attempts(row.id)[-1]
                if server in (None, last.server) and _day(last.started) == day:
                    yield row, last
        after, more = page.after, bool(page.after)


def _day(moment: str) -> date:
    return datetime.fromisoformat(moment).astimezone().date()


def _received(store: Vault, row: RecordRow, last: AttemptRow, tr: Translator, *, several: bool) -> TransferLine:
    told = tr("Received")
    return _line(row, f"{told} · {last.server}" if several else told, tr, store.receipts(row.id)[-1].sha256)


def _remaining(row: RecordRow, last: AttemptRow, tr: Translator) -> TransferLine:
    # Our sentence alone: in words of its own a server may repeat an answer, and paper is read by others.
    facts = {"fingerprint": last.message, "status": last.status, "server": last.server}
    return _line(row, messages.sentence(last.code or "openrosa.cut", facts, tr), tr)


def _line(row: RecordRow, told: str, tr: Translator, digest: str = "") -> TransferLine:
    title = tr(_OWN_TITLES[row.form_title]) if row.form_title in _OWN_TITLES else row.form_title or tr("Questionnaire")
    finished = datetime.fromisoformat(row.finalised).astimezone() if row.finalised else None
    return TransferLine(row.code, title, f"{finished:%d/%m/%Y %H:%M}" if finished else "", told, digest)
