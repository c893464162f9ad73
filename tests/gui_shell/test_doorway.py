"""The window that asks for a name is there before what it does not need, and waits for nothing that it does."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.gui_shell import people
from tests.gui_shell.driving import PAGE, ROOT, House, screen
from tests.gui_shell.windows import PASSPHRASE

pytestmark = pytest.mark.window

SHOWN = """
import json, sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from intake_app import app
from intake_app.gui import shell
application = QApplication([])
shell.prepare(application)
program = app.Program(application, Path(sys.argv[1]), "it")
program.show()
application.processEvents()
at_the_door = sorted(sys.modules)
program.workplace
print(json.dumps([at_the_door, sorted(sys.modules)]))
"""
BEHIND = ("vault", "workflow", "xform", "xpath", "openrosa", "sync", "screening", "referral", "slips", "exports")
FOREIGN = ("lxml", "cryptography", "sqlcipher3", "urllib3")


@pytest.fixture
def house(store: Path) -> Iterator[House]:
    people.make_alone(store)
    with House(store) as made:
        yield made


def test_the_first_window_loads_nothing_of_what_comes_after(store: Path) -> None:
    people.make_alone(store)
    given = {**os.environ, **screen(), "PYTHONPATH": str(ROOT)}
    told = subprocess.run([sys.executable, "-c", SHOWN, str(store)], env=given, capture_output=True, check=True)
    door, whole = (set(names) for names in json.loads(told.stdout))
    late = {f"intake_app.{name}" for name in BEHIND} | set(FOREIGN)
    assert late & door == set()
    assert late <= whole
    assert len(door) < 0.5 * len(whole)


BESIDE = """
import json, sys, threading
from intake_app import app
from intake_app.gui import inside
before = set(sys.modules)
beside = threading.Thread(target=inside.load_engine)
beside.start()
beside.join()
engine = set(sys.modules) - before
from PySide6.QtCore import QThread
from PySide6.QtWidgets import QApplication
application = QApplication([])
made = []
def done():
    made.append(QThread.currentThread() is application.thread())
    application.quit()
pages = inside.Pages(application, done)
application.exec()
inside.load()
after = set(sys.modules) - before - engine
print(json.dumps([sorted(engine), sorted(after), made]))
"""


UNLOCKED = """
import json, sys, threading
from importlib.abc import MetaPathFinder
from pathlib import Path
from PySide6.QtWidgets import QApplication
from intake_app import app
from intake_app.gui import shell
elsewhere = []
class Noting(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.startswith("intake_app.gui") and threading.current_thread() is not threading.main_thread():
            elsewhere.append(name)
sys.meta_path.insert(0, Noting())
application = QApplication([])
shell.prepare(application)
program = app.Program(application, Path(sys.argv[1]), "it")
program.show()
gate = program.door.gate
gate.name_line.setText("Amina")
gate.secret_line.setText(sys.argv[2])
gate.submit()
program.door.opened.connect(lambda person: application.quit())
application.exec()
print(json.dumps([elsewhere, program.workplace.person is not None]))
"""


def test_who_unlocks_at_once_has_no_window_loaded_on_another_thread(store: Path) -> None:
    people.make_alone(store)
    given = {**os.environ, **screen(), "PYTHONPATH": str(ROOT)}
    asked = [sys.executable, "-c", UNLOCKED, str(store), PASSPHRASE]
    told = subprocess.run(asked, env=given, capture_output=True, check=True, timeout=60)
    assert json.loads(told.stdout) == [[], True]


def test_no_window_is_loaded_on_another_thread() -> None:
    """Classes of the toolkit are made on the thread of the windows: on another one that may end the process."""
    given = {**os.environ, **screen(), "PYTHONPATH": str(ROOT)}
    told = subprocess.run([sys.executable, "-c", BESIDE], env=given, capture_output=True, check=True)
    engine, after, made = json.loads(told.stdout)
    toolkit = ("PySide6", "shiboken6", "intake_app.gui")
    assert [name for name in engine if name.startswith(toolkit)] == [] and "intake_app.workflow" in engine
    assert made == [True] and "intake_app.gui.workplace" in after


CLOSED = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from intake_app import app
from intake_app.gui import shell
application = QApplication([])
shell.prepare(application)
program = app.Program(application, Path(sys.argv[1]), "it")
program.show()
QTimer.singleShot(int(sys.argv[2]), program.close)
sys.exit(application.exec())
"""


@pytest.mark.parametrize("after", ["0", "150"])
def test_a_window_that_is_closed_at_once_ends_without_a_word(store: Path, after: str) -> None:
    people.make_alone(store)
    given = {**os.environ, **screen(), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", CLOSED, str(store), after], env=given, capture_output=True, timeout=60, check=False
    )
    assert (done.returncode, b"Traceback" in done.stderr) == (0, False)


def test_the_way_out_without_a_passphrase_is_there_at_once(house: House) -> None:
    front = house.front()
    front.do("program.door.gate.forgot.click(); told = None")
    assert front.do(PAGE) == "Recover"


def test_who_types_faster_than_it_loads_is_let_in(house: House) -> None:
    front = house.front()
    front.do(
        "gate = program.door.gate\n"
        "QTest.keyClicks(gate.name_line, name)\n"
        "QTest.keyClicks(gate.secret_line, passphrase)\n"
        "QTest.keyClick(gate.secret_line, Qt.Key.Key_Return)\n"
        "told = None",
        name="Amina",
        passphrase=PASSPHRASE,
    )
    front.until("told = program._workplace is not None and program._workplace.person is not None", bool)
    assert front.until(PAGE, lambda page: page != "Unlock") == "Home"


def test_a_window_that_waits_for_its_turn_has_loaded_all(house: House) -> None:
    front = house.front()
    front.unlock("Amina", PASSPHRASE)
    house.warm()
    front.press("Key_F9")
    assert house.front().do("told = program._workplace is not None")


CHOSEN = """
import json, sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from intake_app import app
from intake_app.gui import shell
application = QApplication([])
shell.prepare(application)
program = app.Program(application, Path(sys.argv[1]), sys.argv[2])
program.show(*sys.argv[3:4])
spoken = program.words.language
for code in sys.argv[4:]:
    program.words.set_language(code)
print(json.dumps([spoken, program.door.gate.head.text()]))
"""


def test_the_language_of_windows_that_somebody_chose_is_there_at_the_next_start(store: Path) -> None:
    """What the command line or the window before asks for goes before it, and is no choice of anybody's."""
    people.make_alone(store)

    def started(asked: str, told: str = "-", *chosen: str) -> str:
        given = {**os.environ, **screen(), "PYTHONPATH": str(ROOT), "LANG": "fr_FR.UTF-8", "LC_ALL": "fr_FR.UTF-8"}
        line = [sys.executable, "-c", CHOSEN, str(store), asked, told, *chosen]
        done = subprocess.run(line, env=given, capture_output=True, check=True, timeout=60)
        return json.loads(done.stdout)[0]

    assert started("") == "fr", "nobody chose: as the desktop"
    assert not store.with_name("look.json").exists()
    assert started("", "-", "ar", "it") == "fr"
    assert started("") == "it"
    assert started("en") == "en" and started("", "ar") == "ar"
    assert started("") == "it"
    assert "it" in store.with_name("look.json").read_text(encoding="utf-8")
