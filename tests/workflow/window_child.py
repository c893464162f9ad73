"""A child process with real windows: unlocks a store, goes on with an interview, answers until somebody kills it.

usage: python -m tests.workflow.window_child STORE RECORD SEED, the passphrase on standard input. Each line printed is
JSON: what was answered, the place it stands at, and the monotonic time, which all processes of a machine share.
"""

import json
import random
import sys
import time
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from intake_app import app, workflow
from intake_app.gui import shell
from intake_app.gui.gate import Unlock
from intake_app.gui.interview import InterviewPage
from intake_app.gui.portrait import settle
from intake_app.workflow import OpenRecord

_KEYS = {str(number): getattr(Qt.Key, f"Key_{number}") for number in range(1, 10)}


def say(**told: object) -> None:
    """One line for the parent."""
    sys.stdout.write(json.dumps({**told, "at": time.monotonic()}) + "\n")
    sys.stdout.flush()


def unlocked(program: app.Program, passphrase: str) -> None:
    """Type name and passphrase and wait for the first page."""
    gate = program.workplace.gate
    assert isinstance(gate, Unlock)
    QTest.keyClicks(gate.name_line, "Ada")
    QTest.keyClicks(gate.secret_line, passphrase)
    QTest.keyClick(gate.secret_line, Qt.Key.Key_Return)
    settle(lambda: program.workplace.person is not None)


def interview(program: app.Program, record: str) -> InterviewPage:
    """Go on with the record, in its window."""
    got: list[OpenRecord] = []
    program.lanes.vault(lambda store: workflow.open_record(store, record), got.append)
    settle(lambda: bool(got))
    program.workplace.open_interview(got[0])
    settle(lambda: isinstance(program.workplace.shell.page, InterviewPage))
    page = program.workplace.shell.page
    assert isinstance(page, InterviewPage)
    return page


def talk(page: InterviewPage, chance: random.Random) -> None:
    """Answer with keys and go on, for ever: at the end back to the first question, with other answers."""
    while True:
        now = page.course.page
        if now is None:
            page.go(page.course.pages[0].ref)
            continue
        for ref in now.refs:
            view = page.session.question(ref)
            if view.control == "select1":
                say(begins="answer", ref=ref)
                number = "2" if ref.endswith("danger_now") else str(chance.choice((1, 2)) if "screen" in ref else 1)
                QTest.keyClick(page.focusWidget() or page, _KEYS[number])
                say(ref=ref, value=page.session.value(ref), place=page.course.place)
        pause(chance.uniform(0.0, 0.25))
        say(begins="step")
        QTest.keyClick(page.focusWidget() or page, Qt.Key.Key_Return)
        say(place=page.course.place)


def pause(seconds: float) -> None:
    """Let the windows live for a while."""
    until = time.monotonic() + seconds
    settle(lambda: time.monotonic() >= until)


def main() -> None:
    """Unlock, open, talk."""
    store, record, seed = sys.argv[1:4]
    passphrase = sys.stdin.readline().rstrip("\n")
    application = QApplication([])
    shell.prepare(application)
    program = app.Program(application, Path(store), "it")
    program.show()
    unlocked(program, passphrase)
    page = interview(program, record)
    say(opened=record, place=page.course.place)
    talk(page, random.Random(int(seed)))


if __name__ == "__main__":
    main()
