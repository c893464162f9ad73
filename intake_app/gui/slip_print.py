"""Printing a slip or another sheet: through the system's queue, which is made to forget it; or with a word before."""

import subprocess
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo

from intake_app import print_queue
from intake_app.errors import IntakeError
from intake_app.gui import files
from intake_app.gui.controls import Kind
from intake_app.gui.notice import Said
from intake_app.gui.page import Page
from intake_app.gui.pdf import Pages, print_pages
from intake_app.gui.trouble import explain
from intake_app.gui.words import file_name
from intake_app.print_queue import Order

PRINT_NAME = "Intake"
"""What the queue shows: neutral, without a person."""

_LOOK_MS = 1_000


def order_of(printer: QPrinter) -> Order:
    """What the person chose in the dialog."""
    some = printer.printRange() == QPrinter.PrintRange.PageRange
    first = max(1, printer.fromPage())
    paper = printer.pageLayout().pageSize().key()
    return Order(
        printer.printerName(),
        max(1, printer.copyCount()),
        printer.duplex() not in (QPrinter.DuplexMode.DuplexNone, QPrinter.DuplexMode.DuplexAuto),
        (first, max(first, printer.toPage())) if some else (),
        paper if paper.isalnum() else "",
    )


class Printing(QObject):
    """Prints the pages of one slip for a page, which says what became of it."""

    left = Signal(str)
    """The pages went to a printer ("printed") or into a file ("saved")."""

    def __init__(self, page: Page, *, into_files: bool = True) -> None:
        """``into_files``: whether the dialog may print into a file instead."""
        super().__init__(page)
        self._page, self._files_too = page, into_files
        self.before: Callable[[], str] = str
        """What the page told of what it prints, and stands before all that is told here: one line covers another."""
        self._watcher: subprocess.Popen[bytes] | None = None
        self._look = QTimer(self, interval=_LOOK_MS)
        self._look.timeout.connect(self._look_after)

    def ask(self, pdf: bytes) -> None:
        """Ask for a printer; where the queue can not be made to forget, say so before."""
        if not QPrinterInfo.availablePrinterNames():
            self._failed(IntakeError("gui.no_printer"))
        elif print_queue.reachable():
            self._choose(pdf)
        else:
            self.warn(pdf)

    def warn(self, pdf: bytes) -> None:
        """The queue of this computer may keep what it prints; go on only when the person says so."""
        tr = self._page.words
        self._say(
            lambda: tr("The print queue of this computer may keep a copy, and this program can not delete it there."),
            Kind.WARN,
            lambda: tr("Print all the same"),
            lambda: self._choose(pdf),
        )

    def print_on(self, pdf: bytes, printer: QPrinter) -> None:
        """Print on a chosen printer, or into the file that was chosen instead."""
        if printer.outputFileName() and not self._files_too:
            self._failed(IntakeError("gui.only_on_paper"))
        elif printer.outputFileName():
            self._into_file(pdf, Path(printer.outputFileName()))
        elif printer.printerName() and print_queue.reachable():
            send = partial(print_queue.send, pdf, PRINT_NAME, order_of(printer))
            self._page.lanes.work(send, self._sent, self._failed)
        else:
            print_pages(Pages(pdf), printer, PRINT_NAME)
            self.left.emit("printed")
            tr = self._page.words
            self._say(
                lambda: tr("Sent to the printer. The print queue of this computer may keep a copy for some time.")
            )

    def _choose(self, pdf: bytes) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(PRINT_NAME)
        dialog = QPrintDialog(printer, self._page)
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintToFile, self._files_too)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self.print_on(pdf, printer))
        dialog.destroyed.connect(files.forget_folders)  # it may have asked for a file to print into
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.show()

    def _into_file(self, pdf: bytes, path: Path) -> None:
        tr = self._page.words
        told = tr("Saved as {name}. Delete it when it has been handed over.").format(name=file_name(path.name, tr))

        def saved(_none: None) -> None:
            self.left.emit("saved")
            self._say(lambda: told)

        self._page.lanes.work(partial(files.write_private, path, pdf), saved)

    def _sent(self, job: int) -> None:
        self.left.emit("printed")
        tr = self._page.words
        self._watcher = print_queue.watch(job)
        self._look.start()
        self._say(lambda: tr("Sent to the printer. When it is printed, the copy in the print queue is deleted."))

    def _failed(self, error: Exception) -> None:
        if self.before():
            self._say(lambda: str(explain(error, self._page.words)), Kind.STOP)
        else:
            self._page.lanes.trouble.emit(error)

    def _say(
        self, told: Callable[[], str], kind: Kind = Kind.OK, action: Said = "", do: Callable[[], None] | None = None
    ) -> None:
        """A plain line of a few seconds, or one that stays where something was told before."""
        if self.before():
            stays = Kind.WARN if kind is Kind.OK else kind
            self._page.said.emit(lambda: f"{self.before()} {told()}", stays, action, do)
        elif kind is Kind.OK:
            self._page.said.emit(told(), kind, "", None)
        else:
            self._page.said.emit(partial(told), kind, action, do)

    def _look_after(self) -> None:
        code = self._watcher.poll() if self._watcher is not None else None
        if code is None:
            return
        self._look.stop()
        tr = self._page.words
        if code:
            self._say(lambda: tr("The print queue of this computer did not delete its copy."), Kind.WARN)
        else:
            self._say(lambda: tr("Printed. The copy in the print queue has been deleted."))
