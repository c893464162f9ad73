"""The receipt of the last transfer: on paper, or in a file that only this account can read."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from intake_app import i18n, messages, slips, workflow
from intake_app.errors import IntakeError
from intake_app.gui import files
from intake_app.gui.controls import Kind, link
from intake_app.gui.page import Page
from intake_app.gui.slip_print import Printing
from intake_app.gui.states import form_title, when
from intake_app.gui.words import bare, file_name
from intake_app.slips import Transfer, TransferLine
from intake_app.sync import RecordResult, RoundReport
from intake_app.vault import RecordRow, Vault

_FILE = "receipt.pdf"


class TransferPaper(QObject):
    """Two buttons that are there once a round has tried a record; the page gives them a place."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page
        self._at = datetime.now()
        self._servers: tuple[str, ...] = ()
        self._results: dict[str, tuple[str, RecordResult]] = {}
        """By record: its server, and what came of it there."""
        self.print, self.save = link("Ctrl+P"), link("Ctrl+S")
        printing = Printing(page)
        printing.left.connect(self._note_leaving)
        self.print.clicked.connect(lambda: self._make(printing.ask))
        self.save.clicked.connect(lambda: self._make(self._ask_save))
        self.retranslate()

    def retranslate(self) -> None:
        """Words of the buttons."""
        self.print.say(self._page.words("Print the receipt…"))
        self.save.say(self._page.words("Save the receipt…"))
        for button in (self.print, self.save):
            button.setVisible(bool(self._results))

    def take(self, server: str, report: RoundReport, *, further: bool = False) -> None:
        """A round is over: its results; on one paper with those before it where it is a `further` one of one order."""
        if not further:
            self._results = {}
        self._results = {**self._results, **{result.record_id: (server, result) for result in report.results}}
        self._servers, self._at = tuple(dict.fromkeys(name for name, _ in self._results.values())), datetime.now()
        self.retranslate()

    def _make(self, then: Callable[[bytes], None]) -> None:
        """Facts from the vault, pages beside it, then what was asked for."""
        language = self._page.words.language

        def rendered(found: _Facts) -> None:
            transfer = self._transfer(found)
            self._page.lanes.work(lambda: slips.transfer_receipt(transfer, language, i18n.load), then)

        self._page.lanes.vault(partial(_facts, [result for _, result in self._results.values()]), rendered)

    def _transfer(self, facts: "_Facts") -> Transfer:
        told = [
            (result, self._line(server, result, facts.rows[result.record_id]))
            for server, result in self._results.values()
        ]
        received = (
            replace(line, digest=facts.digests.get(result.record_id, ""))
            for result, line in told
            if result.outcome.kind == "accepted"
        )
        remaining = (line for result, line in told if result.outcome.kind != "accepted")
        at = f"{self._at:%d/%m/%Y %H:%M}"
        return Transfer(facts.site, ", ".join(self._servers), at, facts.head, tuple(received), tuple(remaining))

    def _line(self, server: str, result: RecordResult, row: RecordRow) -> TransferLine:
        tr, outcome = self._page.words, result.outcome
        title, finished = bare(form_title(row.form_title, tr)), bare(when(row.finalised, tr))
        if outcome.kind == "accepted":
            received = bare(tr("Received"))
            where = f"{received} · {server}" if len(self._servers) > 1 else received
            return TransferLine(result.code, title, finished, where)
        # Our sentence alone: in words of its own a server may repeat an answer, and paper is read by others.
        facts = {"fingerprint": outcome.message, "status": outcome.status, "server": server}
        return TransferLine(result.code, title, finished, bare(messages.sentence(outcome.code, facts, tr.translator)))

    def _note_leaving(self, way: str) -> None:
        """The log of actions has each time that the pages left the store."""
        records = Counter(server for server, _ in self._results.values())

        def note(store: Vault) -> None:
            for server, number in records.items():
                workflow.paper_left(store, server, number, way)

        self._page.lanes.vault(note)

    def _ask_save(self, pdf: bytes) -> None:
        tr = self._page.words
        told = tr("Save as a file")
        files.ask_save(self._page, told, tr("Pages") + " (*.pdf)", _FILE, lambda path: self.save_to(path, pdf))

    def save_to(self, path: Path, pdf: bytes) -> None:
        """Write the pages to a file that only this account can read."""
        told = self._page.words("Saved as {name}.").format(name=file_name(path.name, self._page.words))

        def saved(_none: None) -> None:
            self._note_leaving("saved")
            self._page.said.emit(told, Kind.OK, "", None)

        self._page.lanes.work(
            partial(files.write_private, path, pdf),
            saved,
            lambda _error: self._page.lanes.trouble.emit(IntakeError("gui.not_saved", file=path.name)),
        )


@dataclass(frozen=True)
class _Facts:
    """The workplace, the newest entry of its log; by record its row, and the digest that its last receipt is for."""

    site: str
    head: str
    rows: Mapping[str, RecordRow]
    digests: Mapping[str, str]


def _facts(results: Sequence[RecordResult], store: Vault) -> _Facts:
    accepted = (result.record_id for result in results if result.outcome.kind == "accepted")
    found = ((record_id, store.receipts(record_id)) for record_id in accepted)
    digests = {record_id: receipts[-1].sha256 for record_id, receipts in found if receipts}
    rows = {result.record_id: store.record(result.record_id) for result in results}
    return _Facts(store.info().site, store.audit_head().code, rows, digests)
