"""Printing through the system's queue leaves nothing in it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from intake_app import print_queue
from intake_app.errors import IntakeError
from intake_app.print_queue import Order
from tests.gui_shell.driving import wait
from tests.printing import queue
from tests.printing.queue import Queue

CANARY = b"Zirkonvogel 7341 on paper"
PAGE = b"%PDF-1.4\n% " + CANARY + b"\n%%EOF\n"
TITLE = "Intake"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="2026-11-26: cupsd is started as on Linux")


@pytest.fixture(scope="module")
def printer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Queue]:
    """One queue for all."""
    with queue.running(tmp_path_factory.mktemp("cups")) as made:
        before = os.environ.get("CUPS_SERVER")
        os.environ["CUPS_SERVER"] = made.server
        yield made
        del os.environ["CUPS_SERVER"]
        if before is not None:
            os.environ["CUPS_SERVER"] = before


def files_with(needle: bytes, folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file() and needle in path.read_bytes()]


def test_a_printed_document_stays_in_the_queue_until_it_is_purged(printer: Queue) -> None:
    job = print_queue.send(PAGE, TITLE, Order("Paper"))
    wait(lambda: print_queue.finished(job), bool)
    assert CANARY in printer.paper.read_bytes(), "it was printed"
    assert files_with(CANARY, printer.spool) != [], "the control: CUPS keeps what it printed"
    print_queue.purge(job)
    assert files_with(CANARY, printer.root / "spool") == []
    assert files_with(CANARY, printer.root / "tmp") == []
    assert [path.name for path in printer.spool.iterdir() if path.name[0] in "cd"] == []


def test_pages_and_paper_reach_the_queue(printer: Queue) -> None:
    job = print_queue.send(PAGE, TITLE, Order("Paper", pages=(2, 3), paper="A4"))
    told = print_queue._ask(print_queue._GET_JOB, "/jobs", print_queue._named(job))
    assert (told["page-ranges"], told["media"]) == ("\0\0\0\2\0\0\0\3", "A4")
    wait(lambda: print_queue.finished(job), bool)
    print_queue.purge(job)


def test_a_process_of_its_own_purges_and_knows_only_the_number(printer: Queue) -> None:
    job = print_queue.send(PAGE, TITLE, Order("Paper", copies=2))
    watcher = print_queue.watch(job)
    assert str(watcher.args).count("Zirkon") == 0
    assert watcher.wait(30) == 0
    assert files_with(CANARY, printer.spool) == []


def test_a_job_that_waits_for_paper_is_left_until_it_is_printed(printer: Queue) -> None:
    given = {**os.environ, "CUPS_SERVER": printer.server}
    subprocess.run([queue.tool("cupsdisable"), "Paper"], env=given, check=True)
    job = print_queue.send(PAGE, TITLE, Order("Paper", both_sides=True))
    assert not print_queue.finished(job)
    subprocess.run([queue.tool("cupsenable"), "Paper"], env=given, check=True)
    assert print_queue.purge_when_printed(job, 0.05) == 0
    assert files_with(CANARY, printer.spool) == []


def test_the_title_is_all_that_the_queue_says(printer: Queue) -> None:
    job = print_queue.send(PAGE, TITLE, Order("Paper"))
    wait(lambda: print_queue.finished(job), bool)
    logs = b"".join(path.read_bytes() for path in (printer.root / "log").iterdir())
    assert TITLE.encode() in logs, "the control: the log has the title"
    assert CANARY not in logs
    print_queue.purge(job)


def test_a_queue_that_is_not_there_is_said(printer: Queue) -> None:
    with pytest.raises(IntakeError) as refused:
        print_queue.send(PAGE, TITLE, Order("Nowhere"))
    assert refused.value.code == "print.refused"


def test_without_a_queue_nothing_is_reachable(printer: Queue, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert print_queue.reachable()
    monkeypatch.setenv("CUPS_SERVER", str(tmp_path / "none.sock"))
    assert not print_queue.reachable()
    with pytest.raises(IntakeError) as refused:
        print_queue.send(PAGE, TITLE, Order("Paper"))
    assert refused.value.code == "print.no_queue"
    assert print_queue.purge_when_printed(1) == 1
