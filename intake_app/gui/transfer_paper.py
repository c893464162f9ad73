"""The receipt of the last transfer: on paper, or in a file that only this account can read."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from intake_app import i18n, messages, slips
from intake_app.errors import IntakeError
from intake_app.gui import files
from intake_app.gui.controls import Kind, link
from intake_app.gui.page import Page
from intake_app.gui.slip_print import Printing
from intake_app.gui.states import form_title, when
from intake_app.slips import Transfer, TransferLine
from intake_app.sync import RecordResult, RoundReport
from intake_app.vault import RecordRow, StoreInfo, Vault

_FILE = "receipt.pdf"


class TransferPaper(QObject):
    """Two buttons that are there once a round has tried a record; the page gives them a place."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page
        self._server = ""
        self._at = datetime.now()
        self._results: tuple[RecordResult, ...] = ()
        self._rows: Mapping[str, RecordRow] = {}
        self.print, self.save = link("Ctrl+P"), link("Ctrl+S")
        printing = Printing(page)
        self.print.clicked.connect(lambda: self._make(printing.ask))
        self.save.clicked.connect(lambda: self._make(self._ask_save))
        self.retranslate()

    def retranslate(self) -> None:
        """Words of the buttons."""
        self.print.say(self._page.words("Print the receipt…"))
        self.save.say(self._page.words("Save the receipt…"))
        for button in (self.print, self.save):
            button.setVisible(bool(self._results))

    def take(self, server: str, report: RoundReport, queue: Sequence[RecordRow]) -> None:
        """A round is over: its results, and the records as they were listed when it began."""
        self._server, self._results, self._at = server, report.results, datetime.now()
        self._rows = {row.id: row for row in queue}
        self.retranslate()

    def _make(self, then: Callable[[bytes], None]) -> None:
        """Digests from the vault, pages beside it, then what was asked for."""
        accepted = tuple(result.record_id for result in self._results if result.outcome.kind == "accepted")
        language = self._page.words.language

        def rendered(found: tuple[StoreInfo, str, Mapping[str, str]]) -> None:
            transfer = self._transfer(*found)
            self._page.lanes.work(lambda: slips.transfer_receipt(transfer, language, i18n.load), then)

        self._page.lanes.vault(partial(_digests, accepted), rendered)

    def _transfer(self, info: StoreInfo, head: str, digests: Mapping[str, str]) -> Transfer:
        lines = [self._line(result) for result in self._results]
        told = [(result, line) for result, line in zip(self._results, lines, strict=True)]
        received = (
            replace(line, digest=digests.get(result.record_id, ""))
            for result, line in told
            if result.outcome.kind == "accepted"
        )
        remaining = (line for result, line in told if result.outcome.kind != "accepted")
        at = f"{self._at:%d/%m/%Y %H:%M}"
        return Transfer(info.site, self._server, at, head, tuple(received), tuple(remaining))

    def _line(self, result: RecordResult) -> TransferLine:
        tr, row, outcome = self._page.words, self._rows.get(result.record_id), result.outcome
        title, finished = (form_title(row.form_title, tr), when(row.finalised, tr)) if row else ("", "")
        if outcome.kind == "accepted":
            return TransferLine(result.code, title, finished, tr("Received"))
        facts = {"message": outcome.message, "status": outcome.status, "server": self._server}
        return TransferLine(result.code, title, finished, messages.sentence(outcome.code, facts, tr.translator))

    def _ask_save(self, pdf: bytes) -> None:
        tr = self._page.words
        told = tr("Save as a file")
        files.ask_save(self._page, told, tr("Pages") + " (*.pdf)", _FILE, lambda path: self.save_to(path, pdf))

    def save_to(self, path: Path, pdf: bytes) -> None:
        """Write the pages to a file that only this account can read."""
        told = self._page.words("Saved as {name}.").format(name=path.name)
        self._page.lanes.work(
            partial(files.write_private, path, pdf),
            lambda _none: self._page.said.emit(told, Kind.OK, "", None),
            lambda _error: self._page.lanes.trouble.emit(IntakeError("gui.not_saved", file=path.name)),
        )


def _digests(accepted: Sequence[str], store: Vault) -> tuple[StoreInfo, str, Mapping[str, str]]:
    """The workplace, the newest entry of its log, and by record the digest that its last receipt is for."""
    found = ((record_id, store.receipts(record_id)) for record_id in accepted)
    digests = {record_id: receipts[-1].sha256 for record_id, receipts in found if receipts}
    return store.info(), store.audit_head().code, digests
