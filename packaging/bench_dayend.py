"""What the end of a day takes with very many records that wait: a part of `make bench`.

The real window, offscreen, over a real store, and the practice server in a process of its own. Prints one JSON object:
seconds from choosing the page until its list is drawn, the first time and the worst of later ones (bar: 0.3); and while
a round is under way the longest time that the window answered nothing, in milliseconds, and how many records went.

Usage: python packaging/bench_dayend.py [RECORDS] [SECONDS]     (default: 10000 20)
"""

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from bench_sync import served  # noqa: E402 - beside this file
from PySide6.QtCore import QEventLoop, Qt, QTimer  # noqa: E402
from PySide6.QtTest import QTest  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

from intake_app import workflow  # noqa: E402 - the checkout itself is what is measured
from intake_app.gui import shell  # noqa: E402
from intake_app.gui.dayend import DayEnd  # noqa: E402
from intake_app.gui.doorway import Doorway  # noqa: E402
from intake_app.gui.hide import Ending  # noqa: E402
from intake_app.gui.lanes import Lanes  # noqa: E402
from intake_app.gui.tokens import Look  # noqa: E402
from intake_app.gui.words import Words  # noqa: E402
from intake_app.gui.workplace import Workplace  # noqa: E402
from intake_app.vault import FLOOR, Draft, Frozen, ReleaseRow, Vault  # noqa: E402
from tests.gui_shell import people  # noqa: E402
from tests.gui_shell.windows import PASSPHRASE  # noqa: E402

ROUNDS, BEAT_MS, PATIENCE_MS = 10, 5, 120_000
NOW = "2026-01-01T00:00:00.000+00:00"


def fill(store: Vault, most: int) -> None:
    """So many finished records that wait for the server."""
    key = next(row.key for row in workflow.form_list(store) if row.form_id == "small")
    for number in range(most):
        name = f"uuid:{number}"
        xml = f'<data id="small" version="1"><note>{number}</note><meta><instanceID>{name}</instanceID></meta></data>'
        store.new_draft(key, name, b"<data/>", "", "")
        store.save_draft(name, Draft(xml.encode()))
        release = ReleaseRow(f"r{number}", name, "sync", "Central", "consent", "", "p", NOW)
        store.finalise(name, Frozen(xml.encode()), release)


class Seat:
    """Somebody at the window."""

    def __init__(self, store: Path) -> None:
        self._last, self.gaps = time.perf_counter(), list[float]()
        self._beats = QTimer()
        self._beats.setTimerType(Qt.TimerType.PreciseTimer)
        self._beats.timeout.connect(self._beat)
        self._beats.start(BEAT_MS)
        self.lanes = Lanes()
        self.place = Workplace(Doorway(Words("en"), Look(), self.lanes, store, Ending(lambda: None, _never), FLOOR))
        self.place.shell.resize(1366, 768)
        self.place.door.show()
        gate = self.place.gate
        QTest.keyClicks(gate.name_line, "Amina")
        QTest.keyClicks(gate.secret_line, PASSPHRASE)
        QTest.keyClick(gate.secret_line, Qt.Key.Key_Return)
        self.until(lambda: self.place.person is not None and self.lanes.pending == 0)

    def _beat(self) -> None:
        now = time.perf_counter()
        self.gaps.append(now - self._last)
        self._last = now

    def until(self, done: Callable[[], bool]) -> None:
        """Let the window work until something holds, in a loop of events like the program's own."""
        loop, look = QEventLoop(), QTimer()
        look.timeout.connect(lambda: loop.quit() if done() else None)
        look.start(BEAT_MS)
        QTimer.singleShot(PATIENCE_MS, loop, lambda: loop.exit(1))
        if not done() and loop.exec():
            raise TimeoutError

    def opened(self, page: DayEnd) -> float:
        """Seconds from another page until this one shows its list."""
        others = self.place.shell.pages()
        self.place.shell.show_page(next(other for other in others if other is not page))
        self.until(lambda: self.lanes.pending == 0)
        began = time.perf_counter()
        self.place.shell.show_page(page)
        self.until(lambda: self.lanes.pending == 0 and len(page.table.rows) > 0)
        self.place.shell.repaint()
        return time.perf_counter() - began


def _never() -> NoReturn:
    raise SystemExit("locked")


def stall(seat: Seat, page: DayEnd, seconds: float) -> dict[str, Any]:
    """The longest silence of the window while it sends, by a timer that ought to come every few milliseconds."""
    seat.gaps.clear()
    page.send_now()
    end = time.perf_counter() + seconds
    seat.until(lambda: time.perf_counter() > end or (page.meter.at is not None and not page.running))
    sent = page.meter.at.done if page.meter.at is not None else 0
    page.cancel()
    seat.until(lambda: not page.running and seat.lanes.pending == 0)
    gaps = sorted(seat.gaps)
    return {
        "records sent meanwhile": sent,
        "longest stall while sending, ms": round(gaps[-1] * 1000 - BEAT_MS),
        "99 of 100 beats within, ms": round(gaps[int(len(gaps) * 0.99)] * 1000),
    }


def main(records: str = "10000", seconds: str = "20") -> None:
    """One run in a temporary folder."""
    application = QApplication([])
    shell.prepare(application)
    with tempfile.TemporaryDirectory() as folder, served() as url:
        path = Path(folder) / "dayend.intake"
        people.make_alone(path)
        with workflow.open_store(path, "Amina", PASSPHRASE) as store:
            workflow.add_server(store, "Central", url)
            fill(store, int(records))
        seat = Seat(path)
        page = next(page for page in seat.place.shell.pages() if isinstance(page, DayEnd))
        first, *later = (seat.opened(page) for _ in range(ROUNDS))
        told = {"waiting": int(records), "day end opens, seconds": round(first, 3)}
        told |= {"opens again, worst, seconds": round(max(later), 3), **stall(seat, page, float(seconds))}
        seat.lanes.close()
    sys.stdout.write(json.dumps(told, indent=1) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
