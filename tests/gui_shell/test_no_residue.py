"""After a whole day at the window (interview, slip, file, paper, a crash, a lock) no trace lies outside the store."""

import gzip
import os
import signal
import sys
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import traces
from tests.gui_shell import people
from tests.gui_shell.driving import Front, House, copies, wait
from tests.gui_shell.windows import PASSPHRASE
from tests.printing import queue
from tests.printing.queue import Queue

pytestmark = [
    pytest.mark.window,
    pytest.mark.skipif(sys.platform != "linux", reason="2026-11-26: cupsd and /proc are those of Linux"),
]

CANARY = "Zirkonvogel 7341/etrange"
DIALOG = """
from intake_app.gui import files
files.ask_save(program.workplace.shell, "Save", "Pages (*.pdf)", "slip.pdf", lambda path: None)
"""
CLOSE_DIALOG = """
from PySide6.QtWidgets import QFileDialog
for dialog in program.workplace.shell.findChildren(QFileDialog):
    dialog.reject()
"""


class Machine:
    """A home, a temporary folder, a spool and a place for the store, all of their own."""

    def __init__(self, root: Path, printer: Queue) -> None:
        self.root, self.printer = root, printer
        self.store = root / "store" / "work.intake"
        for name in ("home", "temporary", "store", "given"):
            (root / name).mkdir()
        self.environment = {
            "HOME": str(root / "home"), "TMPDIR": str(root / "temporary"), "CUPS_SERVER": printer.server,
            "XDG_CONFIG_HOME": str(root / "home" / ".config"), "XDG_CACHE_HOME": str(root / "home" / ".cache"),
            "XDG_DATA_HOME": str(root / "home" / ".local"), "XDG_STATE_HOME": str(root / "home" / ".state"),
        }  # fmt: skip

    def searched(self) -> list[Path]:
        """Where a thief would look: everything but the paper and the file that was saved on purpose."""
        return [self.root / name for name in ("home", "temporary", "store")] + [self.printer.root]


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    """The machine, with a printer."""
    (tmp_path / "machine").mkdir()
    with queue.running(tmp_path / "cups") as printer:
        yield Machine(tmp_path / "machine", printer)


def write_down(front: Front) -> None:
    """An interview of one answer, kept."""
    front.interview("small")
    front.type(CANARY)
    front.do("program.workplace.shell.page.save_now()")
    front.until("told = program.lanes.pending", lambda pending: pending == 0)


def test_a_whole_day_leaves_no_trace(machine: Machine) -> None:
    people.make_alone(machine.store)
    with House(machine.store, machine.environment) as house:  # a crash in the middle of an interview
        front = house.front()
        front.unlock("Amina", PASSPHRASE)
        write_down(front)
        assert copies(front.pid, {"answer": CANARY.encode()})["answer"], "the control: it is there"
        front.order("import os; os.kill(os.getpid(), 9)")
        assert house.process.wait(20) == 128 + signal.SIGKILL
        house.said = b""
    with House(machine.store, machine.environment) as house:
        front = house.front()
        front.unlock("Amina", PASSPHRASE)
        write_down(front)
        front.do(DIALOG)
        front.do(CLOSE_DIALOG)
        print_something(front)
        front.press("Key_F9")
        again = house.front()
        needles = {"utf-8": CANARY.encode(), "utf-16": CANARY.encode("utf-16-le"), "secret": PASSPHRASE.encode()}
        assert [pid for pid in house.pids() if any(copies(pid, needles).values())] == []
        again.unlock("Amina", PASSPHRASE)
        assert house.end() == 0
    assert CANARY.encode() not in house.said
    wait(lambda: [p for p in machine.printer.spool.iterdir() if p.name[:1] in "cd"], lambda left: not left, 30.0)
    paper = frozenset({machine.printer.paper})
    assert CANARY.encode() in machine.printer.paper.read_bytes(), "the control: it was printed"
    assert traces.found_in(machine.searched(), CANARY, paper) == []
    assert traces.found_in(machine.searched(), PASSPHRASE, paper) == []
    assert not (machine.root / "home" / ".config" / "QtProject.conf").exists()


def print_something(front: Front) -> None:
    """Print a page that holds the answer, as the slip page prints."""
    front.do(
        "from intake_app import print_queue\n"
        "pdf = b'%PDF-1.4\\n% ' + text.encode() + b'\\n%%EOF\\n'\n"
        "def sent(job): print_queue.watch(job)\n"
        "program.lanes.work(lambda: print_queue.send(pdf, 'Intake', print_queue.Order('Paper')), sent)",
        text=CANARY,
    )
    front.until("told = program.lanes.pending", lambda pending: pending == 0)


DRESSED = {
    **{f"as it is, {name}": (lambda text, n=name: traces.dresses(text)[n]) for name in traces.dresses("x y z")},
    "zlib": lambda text: zlib.compress(b"before " + text.encode() + b" after"),
    "gzip": lambda text: gzip.compress(text.encode()),
}


@pytest.mark.parametrize("name", DRESSED)
def test_the_scan_finds_what_is_planted(tmp_path: Path, name: str) -> None:
    (tmp_path / "planted").write_bytes(os.urandom(50) + DRESSED[name](CANARY) + os.urandom(50))
    assert traces.found_in([tmp_path], CANARY) != []


def test_the_scan_looks_into_archives_and_names(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inner.txt", CANARY * 10)
    (tmp_path / "Zirkonvogel.txt").touch()
    assert traces.found_in([tmp_path], CANARY) == ["a.zip: deflated utf-8"]
    assert traces.found_in([tmp_path], "Zirkonvogel")[0] == "Zirkonvogel.txt: name"
