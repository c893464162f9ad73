"""What a person waits for at the window, against its bar: a part of `make bench`.

Real windows (on the offscreen platform unless there is a screen) over a real sealed store; each time runs from the key
or click until the picture of the window holds what it brings. Prints one JSON object: for each wait its figure, its bar
and whether it held. The form has 300 questions in pages of sixty, four languages, and rules between its questions.

Usage: python packaging/bench_interview.py [--records N] [interview] [search] [start] [assessment]
(default: 100000, all parts)
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer  # noqa: E402
from PySide6.QtTest import QTest  # noqa: E402
from PySide6.QtWidgets import QApplication, QWidget  # noqa: E402

from intake_app import workflow  # noqa: E402 - the checkout itself is what is measured
from intake_app.cli import rehearsal  # noqa: E402
from intake_app.gui import shell  # noqa: E402
from intake_app.gui.doorway import Doorway  # noqa: E402
from intake_app.gui.hide import Ending  # noqa: E402
from intake_app.gui.home import Home  # noqa: E402
from intake_app.gui.interview import InterviewPage  # noqa: E402
from intake_app.gui.lanes import Lanes  # noqa: E402
from intake_app.gui.tokens import Look  # noqa: E402
from intake_app.gui.words import Words  # noqa: E402
from intake_app.gui.workplace import Workplace  # noqa: E402
from intake_app.screening import assess_values  # noqa: E402
from intake_app.vault import FLOOR, Vault  # noqa: E402
from tests.gui_interview import long_form  # noqa: E402
from tests.gui_shell import people  # noqa: E402
from tests.gui_shell.driving import House  # noqa: E402
from tests.gui_shell.windows import PASSPHRASE  # noqa: E402
from tests.vault import many  # noqa: E402

LANGUAGES = tuple(long_form.LANGUAGES)
KEYS, TURNS, ALONE, SWITCHES, SEARCHES, STARTS, HIDES, CASE = 100, 16, 48, 12, 40, 5, 2, 200
PATIENCE = 30.0
BARS = {
    "keystroke to repaint, 60 questions on the page, p95": 16.0,
    "keystroke while the rest of the page is being made, p95": 16.0,
    "page turn to the next 60 questions, p95": 50.0,
    "page turn to the next question alone, p95": 50.0,
    "language switch on the page, p95": 150.0,
    "hide, from the key until every window is covered, worst": 100.0,
    "search, from the question to the list, p95": 50.0,
    "start to the unlock window, median": 1000.0,
    "assessment of a case, 200 questions about indicators among 1000, p95": 20.0,
}
"""Milliseconds that each wait may take."""


class Painted(QObject):
    """Whether a widget was painted since `watch`, and `at` what time all of its window was that was due with it."""

    def watch(self, widget: QWidget) -> None:
        self.seen, self.at = False, 0.0
        widget.installEventFilter(self)
        widget.window().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's own name
        if event.type() == QEvent.Type.Paint:
            self.seen = True
        if event.type() != QEvent.Type.UpdateRequest:
            return False
        before = self.seen
        watched.event(event)
        if self.seen and not before:
            self.at = time.perf_counter()
        return True


class Desk:
    """Amina at the window, over her own store."""

    def __init__(self, store: Path) -> None:
        self.covered = 0.0
        self._beat = QTimer()
        self._beat.start(1)
        self.lanes = Lanes()
        ending = Ending(self._note, lambda: None)  # type: ignore[arg-type, return-value]
        self.place = Workplace(Doorway(Words("en"), Look(), self.lanes, store, ending, FLOOR))
        self.window = self.place.shell
        self.window.resize(1366, 768)
        self.place.door.show()
        gate = self.place.gate
        gate.name_line.setText("Amina")
        gate.secret_line.setText(PASSPHRASE)
        gate.submit()
        self.until(lambda: self.place.person is not None and self.lanes.pending == 0)

    def _note(self) -> None:
        self.covered = time.perf_counter()

    def until(self, done: Callable[[], bool]) -> None:
        """Let events run until something holds, asleep between them as the program is.

        Who asks again and again whether something came takes the interpreter from the lane that brings it: the search
        of 100,000 records was twice as long for being watched.
        """
        end = time.perf_counter() + PATIENCE
        while not done():
            if time.perf_counter() > end:
                raise TimeoutError
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)

    def rest(self, seconds: float) -> None:
        """Nobody does anything for a while."""
        end = time.perf_counter() + seconds
        self.until(lambda: time.perf_counter() > end)

    def key(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """A key to the window, on the way that keys of a keyboard come."""
        QTest.keyClick(self.window.windowHandle(), key, held)

    def talk(self, form_id: str) -> InterviewPage:
        """A new interview with a form."""

        def start(store: Vault) -> workflow.OpenRecord:
            form = next(row.key for row in workflow.form_list(store) if row.form_id == form_id)
            person = LANGUAGES[1] if form_id == "long" else people.ARABIC
            return workflow.start_record(store, form, person, LANGUAGES[0] if form_id == "long" else people.ITALIAN)

        self.lanes.vault(start, self.place.open_interview)
        self.until(lambda: isinstance(self.window.page, InterviewPage) and self.lanes.pending == 0)
        page = self.window.page
        assert isinstance(page, InterviewPage)
        self.whole(page)
        return page

    def whole(self, page: InterviewPage) -> None:
        """Wait until a page has all its questions, and what comes after them."""
        self.until(lambda: page.sheet is None or len(page.sheet.made) == len(page.sheet.refs))
        self.rest(0.4)

    def until_painted(self, widget: Callable[[], QWidget]) -> float:
        """The time at which a widget, which may not be there yet, has been painted."""
        eye = Painted()
        known: QWidget | None = None
        end = time.perf_counter() + PATIENCE
        while known is None or not eye.at:
            if widget() is not known:
                known = widget()
                eye.watch(known)
            QApplication.processEvents()
            if time.perf_counter() > end:
                raise TimeoutError
        return eye.at


def first_block(page: InterviewPage) -> QWidget:
    """What the eye looks at first."""
    assert page.centre is not None
    return next(iter(page.sheet.made.values())) if page.sheet else page.centre


def typed(desk: Desk, page: InterviewPage, rounds: int, pause: float) -> list[float]:
    """Letters into the field that has the keyboard."""
    field = QApplication.focusWidget()
    assert field is not None and page.sheet is not None
    took = []
    for number in range(rounds):
        desk.rest(pause)
        took.append(after(desk, lambda at=number: desk.key(Qt.Key(Qt.Key.Key_A + at % 26)), lambda: field))
    return took


def after(desk: Desk, deed: Callable[[], object], widget: Callable[[], QWidget]) -> float:
    """Milliseconds from a deed until what it changes has been painted."""
    began = time.perf_counter()
    eye = Painted()
    eye.watch(widget())
    before = widget()
    deed()
    if widget() is before:
        desk.until(lambda: eye.at > 0)
        return (eye.at - began) * 1000
    return (desk.until_painted(widget) - began) * 1000


def interview(told: dict[str, float], store: Path) -> None:
    """Keys, turns, switches and hiding."""
    desk = Desk(store)
    page = desk.talk("long")
    told["keystroke to repaint, 60 questions on the page, p95"] = share(typed(desk, page, KEYS, 0.02))
    turns, early = [], []
    for number in range(TURNS):
        by = 1 if number % 8 < 4 else -1
        turns.append(after(desk, lambda by=by: page.turn(by), lambda: first_block(page)))
        if number % 4 == 0 and page.sheet is not None:
            early += typed(desk, page, 20, 0.02)
        desk.whole(page)
    told["page turn to the next 60 questions, p95"] = share(turns)
    told["keystroke while the rest of the page is being made, p95"] = share(early)
    switches = []
    for number in range(SWITCHES):
        language = LANGUAGES[1 + number % 3]
        switches.append(
            after(desk, lambda one=language: page.set_languages(one, LANGUAGES[0]), lambda: first_block(page))
        )
        desk.whole(page)
    told["language switch on the page, p95"] = share(switches)
    own = desk.talk(rehearsal.FORM)
    turns = []
    for number in range(ALONE):
        by = 1 if number % 16 < 8 else -1
        turns.append(after(desk, lambda by=by: own.turn(by), lambda: first_block(own)))
        desk.whole(own)
    told["page turn to the next question alone, p95"] = share(turns)
    desk.lanes.close()
    hides = []
    for _ in range(HIDES):
        desk = Desk(store)
        desk.talk("long")
        began = time.perf_counter()
        desk.key(Qt.Key.Key_F9)
        desk.until(lambda at=desk: at.covered > 0)
        hides.append((desk.covered - began) * 1000)
    told["hide, from the key until every window is covered, worst"] = max(hides)


def search(told: dict[str, float], store: Path, records: int) -> None:
    """The last letter is typed, the pause for more letters is over: until the list is painted with what was found."""
    with workflow.open_store(store, "Amina", PASSPHRASE) as opened:
        many.fill(opened, records, body=100)
        many.named(opened)
    desk = Desk(store)
    home = desk.place.home
    assert isinstance(home, Home)
    desk.rest(0.5)
    took, whole, take = [], [], home.table.take
    for number in range(SEARCHES):
        words = many.WORDS
        name = f"{many.GIVEN[number % 10]} {many.FAMILY[number % 11]}"
        text = (words[number % 14][:4], f"{number * 11:06d}", f"{words[number % 14]} {number:03d}", name)[number % 4]
        home.search.setText(text)
        home.search.selectAll()
        began = time.perf_counter()
        home.search.textEdited.emit(text)
        asked = [0.0]
        home._typing.timeout.connect(lambda at=asked: at.__setitem__(0, time.perf_counter()))
        desk.until(lambda at=asked: at[0] > 0)
        eye, given = Painted(), list[float]()
        home.table.take = partial(_given, take, eye, home.table.viewport(), given)  # type: ignore[method-assign]
        desk.until(lambda eye=eye, given=given: bool(given) and (bool(eye.at) or not home.table.isVisible()))
        painted = eye.at or given[-1]
        took.append((painted - asked[0]) * 1000)
        whole.append((painted - began) * 1000)
        home._typing.timeout.disconnect()
        home._typing.timeout.connect(home._look)
        desk.rest(0.1)
    told["search, from the question to the list, p95"] = share(took)
    told["search, with the pause for more letters, p95"] = share(whole)
    desk.lanes.close()


def _given(
    take: Callable[..., None], eye: Painted, viewport: QWidget, given: list[float], *rows: Any, **more: Any
) -> None:
    """The list is given what was found: what is painted before does not hold it."""
    take(*rows, **more)
    given.append(time.perf_counter())
    eye.watch(viewport)


def start(told: dict[str, float], store: Path) -> None:
    """The whole program, from its process until its window asks for a name."""
    took = []
    for _ in range(STARTS):
        began = time.perf_counter()
        with House(store) as house:
            house.front()
            took.append((time.perf_counter() - began) * 1000)
    told["start to the unlock window, median"] = statistics.median(took[1:])


def assessment(told: dict[str, float]) -> None:
    """A full case: a third told, a third open, a third not so, and four times as many answers that are about others."""
    rules = workflow.assessment_rules()
    codes = sorted(rules.signs)
    tags = {f"/data/sign{at}": {"indicator": codes[at % len(codes)]} for at in range(CASE)}
    values = {f"/data/sign{at}": ("yes", "", "no")[at % 3] for at in range(CASE)}
    values |= {f"/data/people[{at}]/name": "Amal" for at in range(4 * CASE)}
    took = []
    for _ in range(KEYS):
        began = time.perf_counter()
        assess_values(tags, values, rules)
        took.append((time.perf_counter() - began) * 1000)
    told["assessment of a case, 200 questions about indicators among 1000, p95"] = share(took)


def share(times: list[float], part: float = 0.95) -> float:
    """The time that so many of all stay under."""
    return sorted(times)[min(len(times) - 1, int(len(times) * part))]


def main() -> None:
    """One run in a temporary folder."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("parts", nargs="*", default=["interview", "search", "start", "assessment"])
    asked = parser.parse_args()
    application = QApplication([])
    shell.prepare(application)
    told: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_CONFIG_HOME"] = os.environ["XDG_DATA_HOME"] = folder
        store = Path(folder) / "bench.intake"
        people.make_alone(store)
        with workflow.open_store(store, "Amina", PASSPHRASE) as opened:
            workflow.import_form(opened, "long.xml", long_form.xml(), {})
        if "interview" in asked.parts:
            interview(told, store)
        if "start" in asked.parts:
            start(told, store)
        if "assessment" in asked.parts:
            assessment(told)
        if "search" in asked.parts:
            search(told, store, asked.records)
        sys.stdout.write(json.dumps(judged(told, application.platformName()), indent=1) + "\n")


def judged(told: dict[str, float], platform: str) -> dict[str, Any]:
    """Each figure beside its bar."""
    figures: dict[str, Any] = {"platform": platform}
    for what, figure in told.items():
        figures[what] = {"ms": round(figure, 1)}
        if what in BARS:
            figures[what] |= {"bar": BARS[what], "held": figure < BARS[what]}
    return figures


if __name__ == "__main__":
    main()
