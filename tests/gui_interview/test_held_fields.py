"""What is typed among words from right to left: drawn in order, and nothing of that in the text, or anywhere else."""

from random import Random
from typing import TypeVar

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import (
    QFontDatabase,
    QImage,
    QInputMethodEvent,
    QKeyEvent,
    QMouseEvent,
    QPixmap,
    QTextCursor,
    QTextOption,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from intake_app.gui.answers.entries import Entry, Paper
from intake_app.gui.answers.long_list import LongList
from intake_app.gui.answers.text import LineAnswer, PageAnswer
from intake_app.gui.clipboard import Clipboard
from intake_app.gui.fields import Line
from intake_app.gui.held_line import HeldLine
from intake_app.gui.held_page import HeldPage
from intake_app.gui.held_text import hold
from intake_app.gui.standing import mark_of, put_mark
from intake_app.gui.words import framed, steady
from tests.gui_interview import forms
from tests.gui_interview.conftest import House
from tests.gui_interview.test_figures import AR, IT, stored
from tests.gui_interview.test_person_window import opened
from tests.gui_shell.looking import UNDRESSED

pytestmark = pytest.mark.window
LEFT, SHIFT = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier
NO_KEY = Qt.KeyboardModifier.NoModifier
PHONE, DAY = "+39 320 1234567", "2026-03-15"
SAID = {
    "ar": f"رقمي {PHONE} منذ {DAY} في مكتب 0922-97 00 04",
    "ur": f"میرا نمبر {PHONE} ہے، {DAY} سے",
    "fa": f"شماره من {PHONE} از {DAY} است",
    "it": f"Si chiama علي حسن 12, tel. {PHONE}",
}
MARKED = {code: framed(text) if code == "it" else steady(text) for code, text in SAID.items()}

Field = TypeVar("Field", bound=QLineEdit | QPlainTextEdit)


@pytest.fixture(autouse=True)
def _undressed(qapp: QApplication) -> None:
    """A test before may have left large letters, and a sheet that asks for them."""
    qapp.setStyleSheet(UNDRESSED)
    qapp.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont))


def shown(bot: QtBot, field: Field, text: str, wide: int = 900) -> Field:
    """A field on the screen that says this, without the keyboard."""
    bot.addWidget(field)
    field.resize(wide, 200 if isinstance(field, QPlainTextEdit) else 40)
    if isinstance(field, QPlainTextEdit):
        option = field.document().defaultTextOption()
        option.setAlignment(Qt.AlignmentFlag.AlignRight)
        field.document().setDefaultTextOption(option)
        field.setPlainText(text)
    else:
        field.setText(text)
    field.show()
    bot.waitExposed(field).__exit__(None, None, None)
    field.clearFocus()
    QApplication.processEvents()
    return field


def picture(field: QLineEdit | QPlainTextEdit) -> QImage:
    return field.grab().toImage()


def inked(field: QLineEdit | QPlainTextEdit | QPixmap, edge: int = 4) -> list[int]:
    """How far from the left something is drawn."""
    image = (field if isinstance(field, QPixmap) else field.grab()).toImage()
    ground, rows = image.pixel(image.width() // 2, image.height() - 1 - edge), range(edge, image.height() - edge)
    return [x for x in range(edge, image.width() - edge) if any(image.pixel(x, y) != ground for y in rows)]


def x_at(field: QLineEdit | QPlainTextEdit, at: int) -> float:
    """How far from the left the cursor is drawn at a place."""
    put_mark(field, (at, at))
    return float(field.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle).x())


def reads_on(field: QLineEdit | QPlainTextEdit, text: str, part: str) -> bool:
    """Whether a part of what is in the field is drawn from left to right."""
    first = text.index(part)
    places = [x_at(field, first + at) for at in range(len(part) + 1)]
    return places == sorted(places) and places[0] < places[-1]


def point_of(field: QLineEdit | QPlainTextEdit, at: int) -> QPoint:
    put_mark(field, (at, at))
    told = field.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle)
    corner = field.viewport().pos() if isinstance(field, QPlainTextEdit) else QPoint(0, 0)
    return QPointF(told.x(), told.center().y()).toPoint() - corner


def mouse(field: QLineEdit | QPlainTextEdit, kind: QEvent.Type, at: QPoint) -> None:
    target = field.viewport() if isinstance(field, QPlainTextEdit) else field
    held = LEFT if kind != QEvent.Type.MouseButtonRelease else Qt.MouseButton.NoButton
    button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else LEFT
    place = QPointF(at)
    event = QMouseEvent(kind, place, QPointF(target.mapToGlobal(at)), button, held, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(target, event)


def press(field: QLineEdit | QPlainTextEdit, at: QPoint) -> None:
    QTest.qWait(0)
    mouse(field, QEvent.Type.MouseButtonPress, at)
    mouse(field, QEvent.Type.MouseButtonRelease, at)


@pytest.mark.parametrize("code", SAID)
@pytest.mark.parametrize("kind", [lambda: Entry(1000), Line], ids=["answer", "line"])
def test_a_line_is_drawn_as_qt_draws_it_with_marks_in_it(qtbot: QtBot, kind: type[HeldLine], code: str) -> None:
    field = shown(qtbot, kind(), SAID[code])
    reference = shown(qtbot, QLineEdit(), MARKED[code])
    assert inked(field) == inked(reference)
    assert inked(field) != inked(shown(qtbot, QLineEdit(), SAID[code])), "Qt alone turns it round"
    assert field.text() == SAID[code]


@pytest.mark.parametrize("code", SAID)
def test_several_lines_are_drawn_as_qt_draws_them_with_marks_in_them(qtbot: QtBot, code: str) -> None:
    field = shown(qtbot, Paper(1000), SAID[code])
    assert inked(field) == inked(shown(qtbot, QPlainTextEdit(), MARKED[code]))
    assert inked(field) != inked(shown(qtbot, QPlainTextEdit(), SAID[code])), "Qt alone turns it round"
    field.setPlainText(f"قال الرجل\n\n{SAID[code]}\n\n{SAID['ar']}\n")
    for number, text in ((2, MARKED[code]), (4, MARKED["ar"])):
        block = field.document().findBlockByNumber(number)
        place = field.blockBoundingGeometry(block).translated(field.contentOffset()).toRect()
        drawn = field.viewport().grab(place)
        assert inked(drawn, 0) == inked(shown(qtbot, QPlainTextEdit(), text).viewport().grab(), 0)


@pytest.mark.parametrize("seed", range(12))
def test_what_is_broken_into_lines_is_broken_where_qt_breaks_it(qtbot: QtBot, seed: int) -> None:
    chance = Random(seed)
    parts = ["سلام", PHONE, DAY, "  ", "Roma", "عبدالله" * 6, "0922-97 00 04", "😀", "،", "12,5"]
    text = "من " + " ".join(chance.choice(parts) for _ in range(30))
    field = shown(qtbot, Paper(10_000), text, chance.randrange(120, 500))
    block = field.document().firstBlock()
    of, lines = block.layout(), field._lines(block)
    assert lines is not None and lines.layout.lineCount() == of.lineCount() > 1
    for number in range(of.lineCount()):
        line = of.lineAt(number)
        first, last = line.textStart(), line.textStart() + line.textLength()
        drawn = lines.layout.lineAt(number)
        assert drawn.textStart() <= lines.held.places[first]
        assert lines.held.places[last - 1] < drawn.textStart() + drawn.textLength()
        assert drawn.naturalTextWidth() <= drawn.width() + 8 or text[last - 1] == " "


@pytest.mark.parametrize("mediator", [IT, AR])
@pytest.mark.parametrize("name", ["said", "story"])
@pytest.mark.parametrize("code", ["ar", "ur", "fa"])
def test_an_answer_reads_in_order_on_both_sides_and_is_kept_as_typed(
    house: House, name: str, mediator: str, code: str
) -> None:
    talk = house.start(forms.figured(), AR, mediator)
    window = opened(talk)
    talk.go(f"/data/{name}")
    talk.type(SAID[code])
    assert stored(talk, name) == SAID[code]
    theirs = window.block.answer if window.block else None
    for answer in (talk.answer(), theirs):
        assert isinstance(answer, LineAnswer | PageAnswer)
        assert reads_on(answer.field, SAID[code], PHONE) and reads_on(answer.field, SAID[code], DAY)
    talk.wait_saved()
    assert SAID[code].encode() in talk.stored().xml


def test_what_is_looked_for_in_a_list_or_among_questions_reads_in_order(house: House) -> None:
    talk = house.start(forms.figured(), AR, AR)
    talk.key(Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    talk.type(SAID["ar"])
    assert reads_on(talk.page.room.jump_list.filter, SAID["ar"], PHONE)
    talk.key(Qt.Key.Key_Escape)
    talk.go("/data/picked")
    answer = talk.answer()
    assert isinstance(answer, LongList)
    answer.filter.setText(SAID["ar"])
    assert reads_on(answer.filter, SAID["ar"], PHONE)


@pytest.mark.parametrize("kind", [lambda: Entry(1000), lambda: Paper(1000)], ids=["line", "page"])
def test_what_is_copied_and_cut_is_what_was_typed(qtbot: QtBot, kind: type[Entry | Paper]) -> None:
    field = shown(qtbot, kind(), SAID["ar"])
    clipboard, board = Clipboard(field), QApplication.clipboard()
    field.selectAll()
    assert picture(field) != picture(shown(qtbot, kind(), SAID["ar"])), "what is marked is seen to be"
    field.copy()
    assert board.text() == SAID["ar"]
    put_mark(field, (SAID["ar"].index(PHONE), SAID["ar"].index(PHONE) + len(PHONE)))
    field.cut()
    assert board.text() == PHONE
    field.undo()
    assert (field.text() if isinstance(field, Entry) else field.toPlainText()) == SAID["ar"]
    clipboard.clear()


@pytest.mark.parametrize("kind", [lambda: Entry(1000), lambda: Paper(1000)], ids=["line", "page"])
def test_the_cursor_goes_where_the_mouse_points_and_marks_what_is_seen(qtbot: QtBot, kind: type[Entry | Paper]) -> None:
    field = shown(qtbot, kind(), SAID["ar"])
    field.setFocus()
    first = SAID["ar"].index(PHONE)
    for at in range(len(SAID["ar"]) + 1):
        place = point_of(field, at)
        QApplication.processEvents()
        put_mark(field, (0, 0))
        press(field, place)
        assert abs(point_of(field, mark_of(field)[1]).x() - place.x()) <= 1, at
        QTest.qWait(0)
    begin, end = point_of(field, first), point_of(field, first + len(PHONE))
    mouse(field, QEvent.Type.MouseButtonPress, begin + QPoint(1, 0))
    mouse(field, QEvent.Type.MouseMove, end - QPoint(1, 0))
    mouse(field, QEvent.Type.MouseButtonRelease, end)
    assert mark_of(field) == (first, first + len(PHONE))
    inside = point_of(field, SAID["ar"].index("320") + 1)
    mouse(field, QEvent.Type.MouseButtonDblClick, inside)
    marked = field.selectedText() if isinstance(field, Entry) else field.textCursor().selectedText()
    assert marked == "320"


def test_up_and_down_keep_as_far_along_as_is_seen(qtbot: QtBot) -> None:
    text = f"{SAID['ar']}\n{SAID['fa']}\nسلام سلام سلام سلام سلام"
    field = shown(qtbot, Paper(1000), text)
    field.setFocus()
    x = x_at(field, text.index("1234567") + 3)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Up):
        QTest.keyClick(field, key)
        told = field.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle).x()
        assert abs(told - x) < 16
    assert field.textCursor().blockNumber() == 0
    QTest.keyClick(field, Qt.Key.Key_Down, SHIFT)
    cursor = field.textCursor()
    assert cursor.hasSelection() and cursor.blockNumber() == 1 and cursor.anchor() < cursor.position()


class Twins:
    """A field of ours and Qt's own, which hear the same keys."""

    def __init__(self, bot: QtBot, ours: QLineEdit | QPlainTextEdit, plain: QLineEdit | QPlainTextEdit) -> None:
        self.ours, self.plain = shown(bot, ours, ""), shown(bot, plain, "")
        for field in (ours, plain):
            if isinstance(field, QPlainTextEdit):
                field.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)

    def each(self, do: str, *told: object) -> None:
        for field in (self.ours, self.plain):
            getattr(field, do)(*told)

    def key(self, key: Qt.Key | int, text: str = "", held: Qt.KeyboardModifier = NO_KEY) -> None:
        for field in (self.ours, self.plain):
            QApplication.sendEvent(field, QKeyEvent(QEvent.Type.KeyPress, int(key), held, text))

    def compose(self, shown: str, said: str) -> None:
        for field in (self.ours, self.plain):
            event = QInputMethodEvent(shown, [])
            event.setCommitString(said)
            QApplication.sendEvent(field, event)

    def alike(self) -> bool:
        told = [
            (field.text() if isinstance(field, QLineEdit) else field.toPlainText(), mark_of(field))
            for field in (self.ours, self.plain)
        ]
        picture(self.ours)
        return told[0] == told[1]


@pytest.mark.parametrize("lines", [False, True], ids=["line", "page"])
@pytest.mark.parametrize("seed", range(10))
def test_whatever_is_done_in_a_field_it_holds_what_qts_own_would(qtbot: QtBot, lines: bool, seed: int) -> None:
    ours, plain = (HeldPage(), QPlainTextEdit()) if lines else (HeldLine(), QLineEdit())
    if not lines:
        ours.setMaxLength(120)
        plain.setMaxLength(120)
    twins, chance = Twins(qtbot, ours, plain), Random(seed)
    pieces = ["رقم ", PHONE, "2026-0", "3-15", "Roma ", "علي", "٣٢٠ ١٢٣", "😀", "- ", "(06) 12", "\u2066", "5"]
    keys = [Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Backspace]
    keys += [Qt.Key.Key_Delete, Qt.Key.Key_Left, Qt.Key.Key_Right]
    board = QApplication.clipboard()
    for _step in range(150):
        match chance.randrange(9):
            case 0 | 1 | 2:
                for sign in chance.choice(pieces):
                    twins.key(0, sign)
            case 3 | 4:
                held = chance.choice([SHIFT, Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier])
                twins.key(chance.choice(keys), "", held)
            case 5:
                board.setText(chance.choice(pieces) + (chance.choice(["\n", ""]) if lines else ""))
                twins.each("paste")
            case 6:
                twins.each(chance.choice(["cut", "copy"]))
            case 7:
                twins.each(chance.choice(["undo", "redo", "undo"]))
            case 8:
                composed = chance.choice(["مر", "12", ""])
                twins.compose(composed, "")
                assert twins.alike()
                twins.compose("", chance.choice(pieces))
        assert twins.alike(), seed
    board.clear()


def test_a_word_in_composition_is_seen_and_a_number_around_it_stays(qtbot: QtBot) -> None:
    for field in (shown(qtbot, HeldLine(), SAID["ar"]), shown(qtbot, HeldPage(), SAID["ar"])):
        field.setFocus()
        put_mark(field, (len(SAID["ar"]), len(SAID["ar"])))
        before = picture(field)
        QApplication.sendEvent(field, QInputMethodEvent(" سلا", []))
        assert picture(field) != before
        assert (field.text() if isinstance(field, QLineEdit) else field.toPlainText()) == SAID["ar"]
        QApplication.sendEvent(field, QInputMethodEvent())
        assert picture(field) == before


def test_a_passphrase_is_never_shown_for_its_numbers(qtbot: QtBot) -> None:
    field = shown(qtbot, HeldLine(), "")
    field.setEchoMode(QLineEdit.EchoMode.Password)
    field.setText(SAID["ar"])
    plain = shown(qtbot, QLineEdit(), "")
    plain.setEchoMode(QLineEdit.EchoMode.Password)
    plain.setText(SAID["ar"])
    assert picture(field) == picture(plain)


def test_places_in_what_is_shown_lead_back_to_the_text() -> None:
    for text in (*SAID.values(), f"😀 علي {PHONE}😀", f"{PHONE} علي"):
        held = hold(text)
        assert held is not None
        units = len(text.encode("utf-16-le")) // 2
        assert len(held.places) == units + 1
        pairs = text.encode("utf-16-le")
        inner = {at for at in range(1, units) if 0xDC <= pairs[2 * at + 1] <= 0xDF}
        for at in set(range(units + 1)) - inner:
            assert held.at(held.places[at]) == at
    assert hold("Roma 12") is hold("سلام") is hold("علي 12") is None


def test_a_cursor_at_the_end_of_a_paragraph_stays_in_it(qtbot: QtBot) -> None:
    field = shown(qtbot, HeldPage(), f"{SAID['ar']}\n\n{SAID['ar']}")
    field.moveCursor(QTextCursor.MoveOperation.End)
    picture(field)
    assert field.textCursor().position() == 2 * len(SAID["ar"]) + 2
