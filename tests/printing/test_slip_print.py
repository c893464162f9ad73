"""A slip printed from its page comes out on paper; nothing of it is left in the queue or in a temporary file."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QPageLayout, QPageSize
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from intake_app.gui.lanes import Lanes
from intake_app.gui.page import Page
from intake_app.gui.slip_print import Printing, order_of
from intake_app.gui.words import Words
from tests.gui_shell.driving import wait
from tests.printing import queue
from tests.printing.queue import Queue

pytestmark = [
    pytest.mark.window,
    pytest.mark.skipif(sys.platform != "linux", reason="2026-11-26: cupsd is started as on Linux"),
]
CANARY = b"Zirkonvogel 7341 on paper"
PAGE = b"%PDF-1.4\n% " + CANARY + b"\n%%EOF\n"


class Chosen:
    """What a person chose in the dialog: the printer of the test."""

    def printerName(self) -> str:
        return "Paper"

    def outputFileName(self) -> str:
        return ""

    def copyCount(self) -> int:
        return 1

    def duplex(self) -> None:
        return None

    def printRange(self) -> QPrinter.PrintRange:
        return QPrinter.PrintRange.AllPages

    def fromPage(self) -> int:
        return 0

    def pageLayout(self) -> QPageLayout:
        return QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF())


def test_what_is_chosen_in_the_dialog_is_ordered(qapp: QApplication) -> None:
    chosen = QPrinter()
    assert (order_of(chosen).pages, order_of(chosen).copies) == ((), 1)
    chosen.setPrintRange(QPrinter.PrintRange.PageRange)
    chosen.setFromTo(2, 3)
    chosen.setCopyCount(2)
    chosen.setPageSize(QPageSize(QPageSize.PageSizeId.A5))
    chosen.setDuplex(QPrinter.DuplexMode.DuplexLongSide)
    order = order_of(chosen)
    assert (order.pages, order.copies, order.paper) == ((2, 3), 2, "A5")
    chosen.setFromTo(0, 0)
    assert order_of(chosen).pages == (1, 1)


@pytest.fixture
def printer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Queue]:
    """A queue, and a temporary folder that is watched."""
    (tmp_path / "temporary").mkdir()
    with queue.running(tmp_path / "cups") as made:
        monkeypatch.setenv("CUPS_SERVER", made.server)
        monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
        yield made


def test_printed_and_forgotten(qtbot: QtBot, qapp: QApplication, printer: Queue, tmp_path: Path) -> None:
    lanes = Lanes()
    page = Page(Words("en"), lanes)
    qtbot.addWidget(page)
    told: list[str] = []
    page.said.connect(lambda text, *_rest: told.append(text))
    Printing(page).print_on(PAGE, Chosen())  # type: ignore[arg-type]
    qtbot.waitUntil(lambda: len(told) == 2, timeout=30_000)
    assert told == [
        "Sent to the printer. When it is printed, the copy in the print queue is deleted.",
        "Printed. The copy in the print queue has been deleted.",
    ]
    assert CANARY in printer.paper.read_bytes()
    everywhere = [path for path in tmp_path.rglob("*") if path.is_file() and CANARY in path.read_bytes()]
    assert everywhere == [printer.paper]
    lanes.close()


def test_the_job_is_purged_although_the_program_has_locked(printer: Queue, tmp_path: Path) -> None:
    """The process that printed ends before the job is done; what is left is a process that knows a number."""
    given = {**os.environ, "CUPS_SERVER": printer.server}
    subprocess.run([queue.tool("cupsdisable"), "Paper"], env=given, check=True)
    code = (
        "import sys; from intake_app import print_queue as q;"
        "q.watch(q.send(sys.stdin.buffer.read(), 'Intake', q.Order('Paper')))"
    )
    subprocess.run([sys.executable, "-W", "ignore", "-c", code], input=PAGE, env=given, check=True)
    assert any(CANARY in path.read_bytes() for path in printer.spool.iterdir() if path.is_file()), "it waits"
    subprocess.run([queue.tool("cupsenable"), "Paper"], env=given, check=True)
    left = lambda: [p for p in printer.spool.iterdir() if p.is_file() and CANARY in p.read_bytes()]  # noqa: E731
    wait(left, lambda found: not found, 30.0)
    assert CANARY in printer.paper.read_bytes()
