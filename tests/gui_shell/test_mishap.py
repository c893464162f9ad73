"""What goes wrong anywhere in the program: it is shown and kept, and no text of it reaches standard error."""

import subprocess
import sys

import pytest

CANARY = "zirkonvogel 9917"
SCRIPT = """
import sys, threading, warnings
from PySide6.QtCore import qWarning
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from intake_app.gui.mishap import Mishaps
from intake_app.gui.words import Words

CANARY = {canary!r}
app = QApplication([])
kept = []
mishaps = Mishaps(Words("en"), lambda: None, kept.append)
mishaps.install()

def wrong():
    raise ValueError(CANARY)

class Gone:
    def __del__(self):
        raise KeyError(CANARY)

{what}
QTest.qWait(50)
print(len(kept), mishaps.window is not None, CANARY in "".join(kept))
sys.stdout.flush()
"""
WAYS = {
    "a thread": ("threading.Thread(target=wrong).start(); QTest.qWait(50)", "1 True False", ""),
    "an object that goes": ("gone = Gone(); del gone", "1 True False", ""),
    "a warning": ("warnings.warn(CANARY, UserWarning)", "0 False False", "UserWarning"),
    "a warning of the toolkit": ("qWarning(CANARY)", "0 False False", "Qt QtWarningMsg default"),
}

QT_CALLS = """
import shiboken6
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel, QWidget

class Part(QWidget):
    def sizeHint(self):
        {wrong}

part = Part()
QTimer.singleShot(0, lambda: part.adjustSize())  # ours calls Qt, which calls ours
QTimer.singleShot(100, app.quit)
app.exec()
"""
GONE = "label = QLabel(); shiboken6.delete(label); label.text()"
for wrong in ("int(CANARY)", "[][3]", "len(3)", "1 / 0", "next(iter(()))", GONE, "raise KeyError(CANARY)"):
    WAYS[f"what Qt calls: {wrong}"] = QT_CALLS.format(wrong=wrong), "1 True False", ""


@pytest.mark.parametrize("way", WAYS)
def test_no_text_of_a_mistake_reaches_standard_error(way: str) -> None:
    what, printed, said = WAYS[way]
    script = SCRIPT.format(canary=CANARY, what=what)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == printed
    assert CANARY not in done.stderr and "Traceback" not in done.stderr and said in done.stderr


@pytest.mark.parametrize("error", ["None", "open('/dev/full', 'w', buffering=1)", "closed"])
@pytest.mark.parametrize("what", ["warnings.warn(CANARY, UserWarning)", "qWarning(CANARY)"])
def test_where_nothing_can_be_written_who_warns_goes_on(what: str, error: str) -> None:
    closed = "import io; sys.stderr = io.StringIO(); sys.stderr.close()"
    spoilt = closed if error == "closed" else f"sys.stderr = still_there = {error}"  # gone, it were a mistake itself
    script = SCRIPT.format(canary=CANARY, what=f"{spoilt}\n{what}\nsys.stderr = None")
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "0 False False"


def test_a_thread_that_ends_itself_is_no_mistake() -> None:
    script = SCRIPT.format(canary=CANARY, what="threading.Thread(target=sys.exit).start(); QTest.qWait(50)")
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "0 False False"
