"""After a whole day at the window (interview, crash, restart, slip, paper, file, lock) no trace lies anywhere."""

import base64
import contextlib
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
from tests.gui_shell.driving import PRESS, Front, House, copies, wait
from tests.gui_shell.windows import PASSPHRASE
from tests.printing import queue
from tests.printing.queue import Queue

pytestmark = [
    pytest.mark.window,
    pytest.mark.always,
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
        self.store, self.given = root / "store" / "work.intake", root / "given"
        for name in ("home", "temporary", "store", "given"):
            (root / name).mkdir()
        self.environment = {
            "HOME": str(root / "home"), "TMPDIR": str(root / "temporary"), "CUPS_SERVER": printer.server,
            "XDG_CONFIG_HOME": str(root / "home" / ".config"), "XDG_CACHE_HOME": str(root / "home" / ".cache"),
            "XDG_DATA_HOME": str(root / "home" / ".local"), "XDG_STATE_HOME": str(root / "home" / ".state"),
        }  # fmt: skip

    def searched(self) -> list[Path]:
        """Where a thief would look: everything but the file that was saved on purpose."""
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
        pdf = slip_of(front, finished(front))
        front.do(DIALOG)
        front.do(CLOSE_DIALOG)
        take_out(front, machine.given, pdf)
        write_down(front)
        needles = needles_of(pdf)
        assert all(copies(front.pid, needles).values()), "the control: all of it is there before locking"
        front.press("Key_F9")
        again = house.front()
        left = {pid: found for pid in house.own() if any((found := copies(pid, needles)).values())}
        assert left == {}
        again.unlock("Amina", PASSPHRASE)
        assert house.end() == 0
    assert CANARY.encode() not in house.said
    wait(lambda: [p for p in machine.printer.spool.iterdir() if p.name[:1] in "cd"], lambda left: not left, 30.0)
    paper, slip = machine.printer.paper, machine.given / "slip.pdf"
    assert paper.read_bytes() == slip.read_bytes() == pdf, "the control: it was printed, and saved on purpose"
    for text in (CANARY, PASSPHRASE):
        assert traces.found_in(machine.searched(), text, frozenset({paper})) == []
    assert scraps(machine.searched(), pdf) == [str(paper)], "the control is the paper"
    assert not (machine.root / "home" / ".config" / "QtProject.conf").exists()


def finished(front: Front) -> str:
    """The draft that the crash left is opened again and finished; gives its record id."""
    ask = "from intake_app import workflow; found = []; program.lanes.vault(%s, found.append)"
    front.do(ask % "lambda store: store.records('draft')")
    (record,) = front.until("told = [row.id for rows in found for row in rows]", bool)
    front.resume(record)
    front.do(PRESS, key="Key_Escape")
    front.do("consent = workflow.ConsentSheet(given=True, how='spoken', language='bn')")
    front.do(ask % "lambda store: workflow.finalise_draft(store, record, consent)", record=record)
    front.until("told = bool(found)", bool)
    return record


def slip_of(front: Front, record: str) -> bytes:
    """A slip issued at its page; gives its pages."""
    front.do("program.workplace.refer(record)", record=record)
    front.until("page = program.workplace.shell.page; told = page.proposal is not None", bool)
    front.do("page.sheet.recipient.choose('health'); page.sheet.consent.person.setChecked(True)")
    front.do("page.sheet.consent.how.choose('spoken'); page.sheet.choices['age_band'].choose('adult')")
    front.do("page.sheet.consent.source.choose('person'); page.sheet.consent.language.choose('bn')")
    front.until("told = page.issue.isEnabled() and program.lanes.pending == 0", bool)
    front.do("page.issue_now()")
    return bytes.fromhex(str(front.until("told = page.issued.pdf.hex() if page.issued else ''", bool)))


def take_out(front: Front, folder: Path, pdf: bytes) -> None:
    """The slip printed on the printer of the test, and saved as a file."""
    front.do(
        "from PySide6.QtPrintSupport import QPrinter\n"
        "class Paper(QPrinter):\n"
        "    def printerName(self):\n"
        "        return 'Paper'\n"
        "    def outputFileName(self):\n"
        "        return ''\n"
        "page.print_on(Paper())\n"
        "from pathlib import Path; page.save_to(Path(file))",
        file=str(folder / "slip.pdf"),
    )
    front.until("told = program.lanes.pending", lambda pending: pending == 0)
    assert (folder / "slip.pdf").read_bytes() == pdf


def needles_of(pdf: bytes) -> dict[str, bytes]:
    """What must be nowhere in memory after locking."""
    return {"utf-8": CANARY.encode(), "utf-16": CANARY.encode("utf-16-le"), "slip": _middle(pdf)}


def _middle(pdf: bytes) -> bytes:
    """Bytes that this slip alone has: of the middle of a compressed stream of its words; what else is in a file of this
    kind, every process has that can make one.
    """
    for part in pdf.split(b"stream\n"):
        packed = part.partition(b"~>")[0]
        with contextlib.suppress(ValueError, zlib.error):
            if b" Tf" in zlib.decompressobj().decompress(base64.a85decode(packed)):
                return packed[len(packed) // 2 :][:24]
    raise AssertionError("no words on the slip")


def scraps(folders: list[Path], pdf: bytes) -> list[str]:
    """Files that hold a piece of the slip or begin as one."""
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return [str(path) for path in files if _middle(pdf) in (data := path.read_bytes()) or data.startswith(b"%PDF")]


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
