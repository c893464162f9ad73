"""How long the quick screen takes by the clock, from "New interview" to "received", with the mouse alone.

The real program, in Italian, on a screen of its own (1366x768) with real events of the mouse: a new interview in
Bengali beside Italian, an answer to every question of an adult who tells of several signs, the conclusion to refer, a
slip, its pages as a PDF file, and sending to a practice server until the record was received there.

Before each click there passes what a practised person needs by the keystroke-level model (S. K. Card, T. P. Moran,
A. Newell: The keystroke-level model for user performance time with interactive systems, CACM 23, 1980): 1.1 s to point
at something, 0.2 s to press and let go, 1.35 s to think where another page came. What two people say to each other is
not in it, and reading aloud neither. What the program needs is what it needs here: the clock runs on until what a click
is for can be seen.

Prints one JSON object: seconds in all, of them those of the person and those of waiting for the program, the clicks and
pages, the longest wait, and the seconds of each part. Ends with 1 when it takes five minutes or more.
Needs Xvfb and libXtst (Debian: xvfb, libxtst6).

Usage: python packaging/walk.py [FOLDER]     (FOLDER: a picture of each page is written there; takes longer)
"""

import ctypes
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "packaging")]

from bench_sync import served  # noqa: E402 - beside this file

from intake_app import vault, workflow  # noqa: E402 - the checkout itself is what is measured
from tests.gui_shell.driving import Front, House  # noqa: E402
from tests.gui_shell.windows import PASSPHRASE  # noqa: E402

POINT, PRESS, THINK = 1.1, 0.2, 1.35
BAR = 300.0
RECEIVED = "Ricevuta"
SIZE = "1366x768x24"
PERSON, MEDIATOR = "বাংলা (bn)", "Italiano (it)"
ANSWERS = {
    "understands": "yes", "private": "yes", "well_enough": "yes", "danger_now": "no", "interpreter_gender": "woman",
    "clear": "yes", "age_band": "adult", "consent_interview": "yes", "consent_record": "yes", "consent_referral": "yes",
    "consent_sync": "yes", "consent_export": "yes", "research": "no",
    "promise_broken": "work", "debt": "yes", "documents_held": "documents", "locked_watched": "no",
    "unpaid_work": "yes", "threats": "no", "contact_waiting": "yes", "fear_here": "no",
    "services": "legal_information labour_rights", "language": "bn", "interpreter": "yes", "gender": "woman",
    "safe_contact": "ask_information_point", "next_meeting": "tomorrow", "outcome": "possible_refer", "priority": "72h",
    "reason": "told",
}  # fmt: skip
"""By the last part of the path of a question."""

EYES = '''
from PySide6.QtWidgets import QAbstractButton, QDialogButtonBox, QFileDialog
place = program.workplace
shell = place.shell

def spot(part, box=None):
    """Where somebody sees it and may press it; None where not."""
    if part is None or not part.isVisible() or not part.isEnabled():
        return None
    at = part.mapToGlobal((box or part.rect()).center())
    under = QApplication.widgetAt(at)
    return [at.x(), at.y()] if under is not None and (under is part or part.isAncestorOf(under)) else None

def cell(view, at):
    return spot(view.viewport(), view.visualRect(view.model().index(at, 0)))

def language(code):
    table = shell.page.person
    return cell(table, [row.key for row in table.rows].index(code)) if table.rows else None

def asked():
    """The questions of the page in front; None at the end."""
    course = shell.page.course
    return None if course.page is None else list(course.page.refs)

def choice(ref, value):
    answer = shell.page.sheet.blocks[ref].answer
    if hasattr(answer, "rows"):
        return spot(next(row for row in answer.rows if row.option.value == value))
    return cell(answer.list, [one.value for one in answer.model.shown].index(value))

def offered(box, code):
    return cell(box.view(), box.findData(code)) if box.view().isVisible() else None

def dialog():
    shown = (one for one in QApplication.topLevelWidgets() if isinstance(one, QFileDialog) and one.isVisible())
    return next(shown, None)

def saving():
    box = dialog().findChild(QDialogButtonBox) if dialog() else None
    return spot(box.button(QDialogButtonBox.StandardButton.Save)) if box else None

def pill(words):
    bar = shell.bar.own
    return spot(next(one for one in bar.findChildren(QAbstractButton) if one.text().startswith(words)))

def outcomes():
    return [row.cells[-1].badge for row in shell.page.table.rows]

def kind():
    return type(shell.page).__name__
'''


class Mouse:
    """A pointer on an X display, moved and pressed as by hand."""

    def __init__(self, display: str) -> None:
        self._x, self._test = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXtst.so.6")
        self._x.XOpenDisplay.restype = ctypes.c_void_p
        self._display = ctypes.c_void_p(self._x.XOpenDisplay(display.encode()))

    def move(self, x: int, y: int) -> None:
        """To a place on the screen."""
        self._test.XTestFakeMotionEvent(self._display, -1, x, y, 0)
        self._x.XFlush(self._display)

    def press(self, *, down: bool) -> None:
        """The left button, down or up."""
        self._test.XTestFakeButtonEvent(self._display, 1, int(down), 0)
        self._x.XFlush(self._display)


class Walk:
    """One person at the program, and the clock."""

    def __init__(self, front: Front, mouse: Mouse, pictures: Path | None) -> None:
        self._front, self._mouse, self._pictures = front, mouse, pictures
        self.clicks = self.pages = 0
        self.waits: list[tuple[float, str]] = []
        self.parts: dict[str, float] = {}
        self._new = True
        self._since = time.monotonic()

    def ask(self, what: str, **values: object) -> Any:
        """What the window says of itself."""
        return self._front.do(f"told = {what}", **values)

    def until(self, what: str, **values: object) -> Any:
        """Wait for the program to say something that is not nothing; gives it."""
        return self._front.until(f"told = {what}", lambda told: told not in (None, False, []), **values)

    def came(self) -> None:
        """Another page is seen: somebody thinks before the next click."""
        self.pages, self._new = self.pages + 1, True
        if self._pictures is not None:
            self.ask("shell.grab().save(path)", path=str(self._pictures / f"{self.pages:02}.png"))

    def click(self, part: str, then: str, **values: object) -> None:
        """Point at a part and press; wait until what it is for can be seen."""
        x, y = self.until(part, **values)
        time.sleep(THINK if self._new else 0)
        self._new = False
        time.sleep(POINT)
        self._mouse.move(x, y)
        self._mouse.press(down=True)
        time.sleep(PRESS)
        self._mouse.press(down=False)
        self.clicks += 1
        began = time.monotonic()
        self.until(then, **values)
        self.waits.append((time.monotonic() - began, part))

    def done(self, part: str) -> None:
        """A part of the work is over."""
        now = time.monotonic()
        self.parts[part], self._since = round(now - self._since, 1), now


def begin(walk: Walk) -> None:
    """From the list of interviews to the first page."""
    walk.click("spot(shell.page.new)", "kind() == 'Begin' and bool(shell.page.person.rows)")
    walk.came()
    walk.click("language(code)", "shell.page.person.key() == code", code=PERSON)
    box, chosen = "shell.page.mediator_choice", "shell.page.mediator_choice.code()"
    assert not walk.ask(chosen)  # nobody has interviewed yet: from the second interview on it stands there
    walk.click(f"spot({box})", f"offered({box}, code)", code=MEDIATOR)
    walk.click(f"offered({box}, code)", f"{chosen} == code", code=MEDIATOR)
    walk.click("spot(shell.page.start)", "kind() == 'InterviewPage' and shell.page.sheet.isVisible()")
    walk.came()
    walk.done("new interview")


def talk(walk: Walk) -> None:
    """Every page of the interview, and its end."""
    while (refs := walk.ask("asked()")) is not None:
        for ref in refs:
            for value in ANSWERS.get(ref.rpartition("/")[2], "").split():
                held = "value in shell.page.session.value(ref).split()"
                walk.click("choice(ref, value)", held, ref=ref, value=value)
        walk.click("spot(shell.page.room.footer.next_button)", "asked() != refs", refs=refs)
        walk.came()
    walk.done("interview")
    walk.click("spot(shell.page.centre.button)", "shell.page.centre.done")
    walk.done("closing")


def refer(walk: Walk, saved: Path) -> None:
    """The slip: issued, and its pages in a file."""
    walk.click("spot(shell.page.centre.slip)", "kind() == 'SlipPage' and spot(shell.page.sheet.recipient)")
    walk.came()
    walk.click("spot(shell.page.sheet.recipient)", "offered(shell.page.sheet.recipient, code)", code="freephone")
    walk.click("offered(shell.page.sheet.recipient, code)", "bool(shell.page.preview.sheets)", code="freephone")
    assert walk.ask("shell.page.issue.isEnabled()"), walk.ask("shell.page.foot.note.text()")
    walk.click("spot(shell.page.issue)", "shell.page.issued is not None and spot(shell.page.save)")
    walk.came()
    walk.click("spot(shell.page.save)", "saving()")
    walk.came()
    walk.click("saving()", "dialog() is None and any(Path(folder).glob('*.pdf'))", folder=str(saved))
    walk.done("slip")


def send(walk: Walk) -> None:
    """To the server, until it has the record."""
    walk.click("pill('Fine giornata')", "kind() == 'DayEnd' and spot(shell.page.send)")
    walk.came()
    walk.click("spot(shell.page.send)", "outcomes() == [received]", received=RECEIVED)
    walk.done("sending")


@contextmanager
def screen() -> Iterator[str]:
    """The name of a display of its own."""
    read, write = os.pipe()
    line = ["Xvfb", "-displayfd", str(write), "-screen", "0", SIZE, "-nolisten", "tcp"]
    with subprocess.Popen(line, pass_fds=[write], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            os.close(write)
            with os.fdopen(read) as told:
                yield f":{told.readline().strip()}"
        finally:
            server.terminate()


def main(folder: str = "") -> int:
    """The whole walk."""
    pictures = Path(folder) if folder else None
    if pictures is not None:
        pictures.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place, served() as url, screen() as display:
        store = Path(place, "workplace.intake")
        setup = workflow.Setup("Mediatori", "Molo", "000 000 0000", "Amina", vault.Role.MEDIATOR, PASSPHRASE)
        with workflow.create_store(store, setup) as opened:
            workflow.add_server(opened, "Centrale", url)
        given = {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "HOME": place}
        with House(store, given, "it") as house:
            front = house.front()
            front.unlock("Amina", PASSPHRASE)
            front.do("from pathlib import Path\n" + EYES)
            walk = Walk(front, Mouse(display), pictures)
            began = time.monotonic()
            for part in (begin, talk):
                part(walk)
            refer(walk, Path(place))
            send(walk)
            took = time.monotonic() - began
    waited = sum(seconds for seconds, _what in walk.waits)
    longest = sorted(walk.waits, reverse=True)[:3]
    told = {
        "seconds": round(took, 1), "person": round(took - waited, 1), "program": round(waited, 1),
        "clicks": walk.clicks, "pages": walk.pages, "parts": walk.parts,
        "longest_waits": [[round(seconds, 2), what] for seconds, what in longest],
    }  # fmt: skip
    sys.stdout.write(json.dumps(told) + "\n")
    return 0 if took < BAR else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
