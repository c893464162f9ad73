"""Items 84, 85 and 89 of the catalogue: what hands, names and systems do to an interview."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from intake_app import workflow
from intake_app.gui.interview_course import FINISH
from intake_app.gui.interview_finish import FinishPage
from intake_app.gui.shell import TITLE
from tests.cost import here
from tests.gui_interview.conftest import PASSPHRASE, House, Interview

pytestmark = pytest.mark.window

ROOT = Path(__file__).resolve().parents[2]
FIFTY_MEGABYTES = 50_000_000
SECONDS = 2.0
FORM = b"""| survey | | | |
| | type | name | label |
| | text | note | What? |
| | text | more | More? |
| settings | | | |
| | form_title | form_id | version |
| | Small | small | 1 |
"""
NAMES = {
    "one_letter": "A",
    "three_hundred_characters": "A" * 300,
    "arabic": "محمد عبد الله",
    "tigrinya": "ሰላም ተስፋይ",
    "chinese": "王小明",
    "two_directions": "Sara محمد (7)",
    "emoji": "Zoë 👩‍👩‍👧",
    "apostrophes": "D'Angelo-O’Neil",
    "null": "Null",
    "not_a_number": "NaN",
    "markup": "<b>Rossi</b> & <img src='file:///etc/passwd'>",
    "formula": "=1+1",
    "format": "%s {0} {__class__}",
    "ends_in_spaces": "Rossi   ",
}


@pytest.fixture
def interview(house: House, tmp_path: Path) -> Iterator[Interview]:
    """An interview of two text questions; the clipboard is empty again afterwards."""
    path = tmp_path / "small.md"
    path.write_bytes(FORM)
    yield house.start(path)
    QGuiApplication.clipboard().clear()


def entry(interview: Interview) -> QLineEdit | QPlainTextEdit:
    """The field of the first question."""
    found = interview.answer().findChild(QLineEdit) or interview.answer().findChild(QPlainTextEdit)
    assert isinstance(found, QLineEdit | QPlainTextEdit)
    found.setFocus()
    return found


def paste(field: QLineEdit | QPlainTextEdit, data: QMimeData) -> float:
    """Paste; gives the seconds until the window lives again."""
    QGuiApplication.clipboard().setMimeData(data)
    begun = time.process_time()
    field.paste()
    QApplication.processEvents()
    return time.process_time() - begun


def kept(interview: Interview) -> str:
    """What is in the store after a moment."""
    interview.page.save_now()
    interview.wait_saved()
    return interview.stored().xml.decode()


def test_84_fifty_megabytes_are_pasted(interview: Interview) -> None:
    data = QMimeData()
    data.setText("x" * FIFTY_MEGABYTES)
    assert paste(entry(interview), data) < here(SECONDS)
    assert len(kept(interview)) < 25_000


def test_84_formatted_text_and_pictures_are_pasted(interview: Interview) -> None:
    formatted = QMimeData()
    formatted.setHtml("<b>bold</b><img src='file:///etc/passwd'>")
    formatted.setText("bold")
    picture = QMimeData()
    picture.setImageData(QImage(4000, 4000, QImage.Format.Format_RGB32))
    rtf = QMimeData()
    rtf.setData("text/rtf", rb"{\\rtf1 x}")
    field = entry(interview)
    assert sum(paste(field, data) for data in (formatted, picture, rtf)) < here(SECONDS)
    assert "<note>bold</note>" in kept(interview)


def test_84_a_folder_is_dropped(interview: Interview, tmp_path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path))])
    field = entry(interview)
    target = field.viewport() if isinstance(field, QPlainTextEdit) else field
    buttons, held = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    drop = QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, buttons, held)
    QApplication.sendEvent(target, drop)
    QApplication.processEvents()
    assert "root:" not in kept(interview)
    assert interview.page.isVisible()


@pytest.mark.parametrize("keys", [3_000, pytest.param(10_000, marks=pytest.mark.soak)])
def test_84_thousands_of_keys_while_it_saves(interview: Interview, keys: int) -> None:
    """Each costs more than the one before, since the text grows: all ten thousand are for the soak."""
    field = entry(interview)
    for at in range(0, keys, 500):
        QTest.keyClicks(field, "abcdefghij" * 50)
        if at % 2_000 == 0:
            interview.page.save_now()
        QApplication.processEvents()
    xml = kept(interview)
    assert "<note>" + "abcdefghij" * (keys // 10) + "</note>" in xml


@pytest.mark.parametrize("name", NAMES)
def test_85_a_name_is_kept_as_it_is_and_shown_nowhere_else(interview: Interview, name: str) -> None:
    from lxml import etree

    data = QMimeData()
    data.setText(NAMES[name])
    paste(entry(interview), data)
    root = etree.fromstring(kept(interview).encode())
    found = [element.text for element in root.iter() if element.tag.endswith("note")]
    assert found == [NAMES[name].strip()]
    titles = {window.windowTitle() for window in QApplication.topLevelWidgets() if window.isVisible()}
    assert titles <= {TITLE, ""}
    assert interview.page.isVisible()


def test_85_no_name_is_no_answer(interview: Interview) -> None:
    entry(interview)
    interview.key(Qt.Key.Key_Return)
    assert "<note/>" in kept(interview) or "<note></note>" in kept(interview)


def finishing(interview: Interview) -> FinishPage:
    """The last page, with nothing left to look at but one click."""
    QTest.keyClicks(entry(interview), "said")
    interview.page.go(FINISH)
    end = interview.page.centre
    assert isinstance(end, FinishPage) and end.consent is not None
    interview.click(end.consent.no)
    assert end.button.isEnabled()
    return end


def test_84_a_double_click_finishes_once(interview: Interview) -> None:
    end = finishing(interview)
    told: list[object] = []
    interview.page.finished.connect(told.append)
    for _time in range(3):
        QTest.mouseClick(end.button, Qt.MouseButton.LeftButton)
    interview.bot.waitUntil(lambda: bool(told), timeout=5_000)
    interview.bot.wait(100)
    assert len(told) == 1
    rows: list[object] = []
    interview.lanes.vault(lambda store: (store.check(), [row.state for row in store.records()]), rows.append)
    interview.bot.waitUntil(lambda: bool(rows), timeout=5_000)
    assert rows == [((), ["finalised"])]


def test_84_closing_in_the_middle_of_finishing_leaves_a_whole_record(interview: Interview, tmp_path: Path) -> None:
    end = finishing(interview)
    end.button.click()
    interview.lanes.close()
    with workflow.open_store(tmp_path / "w.intake", "Anna", PASSPHRASE) as store:
        assert store.check() == ()
        assert [row.state for row in store.records()] == ["finalised"]


SYSTEMS = {
    "far_time_zone": {"TZ": "Pacific/Kiritimati"},
    "a_time_zone_that_is_none": {"TZ": "Nowhere/Never"},
    "arabic_locale": {"LC_ALL": "ar_EG.UTF-8", "LANG": "ar_EG.UTF-8"},
    "no_locale": {"LC_ALL": "C", "LANG": "C"},
    "three_times_as_large": {"QT_SCALE_FACTOR": "3"},
    "no_fonts_of_ours": {"FONTCONFIG_FILE": "/dev/null"},
    "no_home_to_write_into": {"HOME": "/proc/self/none", "XDG_CONFIG_HOME": "/proc/self/none"},
}
STARTS = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from intake_app import vault, workflow
from intake_app.app import Program
from intake_app.gui import shell
from intake_app.gui.portrait import settle
from intake_app.vault import Role
application = QApplication([])
shell.prepare(application)
path = Path(sys.argv[1])
setup = workflow.Setup("O", "S", "0", "Ada", Role.MEDIATOR, "quiet harbour lantern seven")
with workflow.create_store(path, setup, vault.FLOOR) as store:
    key = next(row.key for row in workflow.form_list(store))
    record = workflow.start_record(store, key, "", "").row.id
program = Program(application, path, "en")
program.show()
gate = program.workplace.gate
gate.name_line.setText("Ada")
gate.secret_line.setText("quiet harbour lantern seven")
gate.submit()
settle(lambda: program.workplace.person is not None)
program.lanes.vault(lambda store: workflow.open_record(store, record), program.workplace.open_interview)
settle(lambda: type(program.workplace.shell.page).__name__ == "InterviewPage")
frame = program.workplace.shell
room = frame.screen().availableSize()
assert frame.width() <= room.width() and frame.height() <= room.height(), (frame.size(), room)
button = frame.bar.hide_button
assert button.isVisible() and frame.rect().contains(button.mapTo(frame, button.rect().center()))
program.close()
print("well")
"""


@pytest.mark.parametrize("name", SYSTEMS)
def test_89_the_program_works_on_an_odd_system(tmp_path: Path, name: str) -> None:
    given = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT), **SYSTEMS[name]}
    command = [sys.executable, "-c", STARTS, str(tmp_path / "w.intake")]
    done = subprocess.run(command, env=given, capture_output=True, timeout=120, check=False)
    assert done.stdout.decode().split() == ["well"], done.stderr.decode()[-1500:]


def test_89_a_small_screen_does_not_cut_the_key_that_hides(interview: Interview) -> None:
    frame = interview.shell
    frame.setMinimumSize(0, 0)
    frame.resize(800, 600)
    QApplication.processEvents()
    button: QWidget = frame.bar.hide_button
    corner = button.mapTo(frame, QPoint(button.width(), button.height()))
    assert corner.x() <= 800 and corner.y() <= 600
    assert frame.width() == 800
