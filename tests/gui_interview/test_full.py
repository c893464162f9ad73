"""A field that is full: what does not fit is left out and told, and nothing that was there is lost."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from intake_app.gui.answers.entries import Entry, FullNote, Paper
from intake_app.gui.fields import FULL, Field, Line
from tests.cost import here
from tests.gui_interview.conftest import House, Interview

pytestmark = pytest.mark.window

MOST = 10_000
PATIENCE = 60.0
FORM = b"""| survey | | | | |
| | type | name | label | appearance |
| | begin_group | g | G | field-list |
| | text | long | What? | multiline |
| | text | line | More? | |
| | decimal | sum | How much? | |
| | geopoint | place | Where? | |
| | end_group | | | |
| settings | | | | |
| | form_title | form_id | version | |
| | Full | full | 1 | |
"""


@pytest.fixture
def talk(house: House, tmp_path: Path) -> Iterator[Interview]:
    """A page of fields; the clipboard is empty again afterwards."""
    path = tmp_path / "full.md"
    path.write_bytes(FORM)
    yield house.start(path)
    QGuiApplication.clipboard().clear()


def paper(talk: Interview) -> Paper:
    """The field of several lines, with the keyboard."""
    found = talk.answer("/data/g/long").findChild(Paper)
    assert found is not None
    found.setFocus()
    return found


def entry(talk: Interview, name: str) -> Entry:
    """A field of one line, with the keyboard."""
    found = talk.answer(f"/data/g/{name}").findChild(Entry)
    assert found is not None
    found.setFocus()
    return found


def paste(field: Paper | QLineEdit, text: str) -> None:
    """As a hand does it."""
    QGuiApplication.clipboard().setText(text)
    QTest.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    QApplication.processEvents()


def said(talk: Interview, name: str) -> str:
    """What stands below a field, "" for nothing."""
    note = talk.answer(f"/data/g/{name}").findChild(FullNote)
    assert note is not None
    return note.text if note.isVisible() else ""


def stored(talk: Interview) -> str:
    """The record as it lies in the store after a moment."""
    talk.page.save_now()
    talk.wait_saved()
    return talk.stored().xml.decode()


def test_letters_beyond_the_last_place_are_told_and_take_nothing(talk: Interview) -> None:
    field, text = paper(talk), "a" * (MOST - 3)
    paste(field, text)
    QTest.keyClicks(field, "xyz")
    assert (field.toPlainText(), said(talk, "long")) == (f"{text}xyz", "")
    QTest.keyClicks(field, "n!")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert field.toPlainText() == f"{text}xyz" and FULL in said(talk, "long")
    assert field.accessibleDescription() == said(talk, "long")
    assert f"<long>{text}xyz</long>" in stored(talk)
    QTest.keyClick(field, Qt.Key.Key_Backspace)
    assert (field.toPlainText(), said(talk, "long")) == (f"{text}xy", "")
    QTest.keyClicks(field, "w")
    assert (field.toPlainText(), said(talk, "long")) == (f"{text}xyw", "")


def test_a_paste_is_cut_to_what_fits_and_undone_alone(talk: Interview) -> None:
    field = paper(talk)
    QTest.keyClicks(field, "He took my papers. ")
    paste(field, "Zirkonvogel " * 900)
    text = field.toPlainText()
    assert len(text) == MOST and text.startswith("He took my papers. Zirkonvogel Zirk")
    assert str(900 * 12 + 19 - MOST) in said(talk, "long")
    assert f"<long>{text.strip()}</long>" in stored(talk)
    QTest.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert field.toPlainText() in ("He took my papers. ", ""), "one step: the toolkit joins what is put in in a row"
    QTest.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert field.toPlainText() == text


def test_what_is_marked_makes_room(talk: Interview) -> None:
    field = paper(talk)
    paste(field, "a" * MOST)
    for move in (QTextCursor.MoveOperation.Start, QTextCursor.MoveOperation.Right):
        cursor = field.textCursor()
        cursor.movePosition(move, QTextCursor.MoveMode.MoveAnchor)
        field.setTextCursor(cursor)
    cursor.movePosition(QTextCursor.MoveOperation.Right, QTextCursor.MoveMode.KeepAnchor, 3)
    field.setTextCursor(cursor)
    paste(field, "يوم")
    assert field.toPlainText() == "aيوم" + "a" * (MOST - 4) and said(talk, "long") == ""
    cursor = field.textCursor()
    cursor.movePosition(QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor, 3)
    field.setTextCursor(cursor)
    paste(field, "b😀😀😀")
    assert field.toPlainText() == "ab😀" + "a" * (MOST - 4) and said(talk, "long"), "no half of a sign"


def test_an_input_method_puts_in_what_fits(talk: Interview) -> None:
    field = paper(talk)
    paste(field, "a" * (MOST - 1))
    event = QInputMethodEvent("", [])
    event.setCommitString("王小明")
    QApplication.sendEvent(field, event)
    assert field.toPlainText() == "a" * (MOST - 1) + "王" and said(talk, "long")


def test_a_long_text_of_the_record_stays_whole(talk: Interview) -> None:
    """One that came from elsewhere: the field takes no more, and gives none away."""
    much = "b" * (MOST + 500)
    for name in ("long", "line"):
        talk.page.sheet.chosen.emit(f"/data/g/{name}", much)
        talk.wait_saved()
    field, line = paper(talk), entry(talk, "line")
    assert field.toPlainText() == line.text() == much
    field.moveCursor(QTextCursor.MoveOperation.End)
    QTest.keyClicks(field, "x")
    QTest.keyClick(field, Qt.Key.Key_Backspace)
    QTest.keyClicks(line, "x")
    QTest.keyClick(line, Qt.Key.Key_Backspace)
    kept = stored(talk)
    assert f"<long>{much[:-1]}</long>" in kept and f"<line>{much[:-1]}</line>" in kept


@pytest.mark.parametrize(("name", "sign", "most"), [("line", "a", MOST), ("sum", "7", 40), ("place", "3", 200)])
def test_a_line_that_is_full_says_so(talk: Interview, name: str, sign: str, most: int) -> None:
    field = entry(talk, name)
    before = field.accessibleDescription()
    paste(field, sign * (most + 1))
    assert field.text() == sign * most and said(talk, name) == FULL == field.accessibleDescription()
    QTest.keyClick(field, Qt.Key.Key_Backspace)
    assert said(talk, name) == "" and field.accessibleDescription() == before
    QTest.keyClicks(field, sign * 2)
    QApplication.processEvents()
    assert field.text() == sign * most and said(talk, name) == FULL


def test_a_field_of_the_desk_says_so_too(talk: Interview) -> None:
    field = Field(Line(longest=5))
    talk.bot.addWidget(field)
    field.say("Name", "As it is written")
    field.show()
    assert isinstance(field.entry, Line)
    paste(field.entry, "Zarafshan")
    assert (field.entry.text(), field.note.text()) == ("Zaraf", FULL)
    QTest.keyClick(field.entry, Qt.Key.Key_Backspace)
    assert field.note.text() == "As it is written"


@pytest.mark.parametrize("text", ["a" * 100_000, "Zirkonvogel7341" * 7000])
def test_a_long_paste_keeps_nobody_waiting(talk: Interview, text: str) -> None:
    """The control is what has room: the rest of it costs next to nothing more."""
    field, took = paper(talk), list[float]()
    for given in (text[:MOST], text):
        field.clear()
        QApplication.processEvents()
        begun = time.process_time()
        paste(field, given)
        took.append(time.process_time() - begun)
    assert len(field.toPlainText()) == MOST
    assert took[1] < 2 * took[0] + here(0.2)


def test_marked_text_is_not_dragged_but_marked_anew(talk: Interview) -> None:
    """Qt would go into a loop of its own that ends with the mouse and hears no key; that which hides neither."""
    field, began = paper(talk), time.monotonic()
    paste(field, "She was told to say nothing at all to anybody")
    field.selectAll()
    view, here = field.viewport(), field.cursorRect(QTextCursor(field.document().begin())).center()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=here)
    for step in (8, 30, 60, 90):
        QTest.mouseMove(view, here + QPoint(step, 1))
    marked = field.textCursor().selectedText()
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=here + QPoint(90, 1))
    assert 0 < len(marked) < 40 and "She was told to say".startswith(marked[:12])
    assert time.monotonic() - began < PATIENCE
    assert field.toPlainText() == "She was told to say nothing at all to anybody"
    assert QApplication.startDragDistance() > 100_000, "labels and what else can be marked"
