"""Whatever a form, a person or a colleague wrote is drawn in order wherever a window has it; its text is as written."""

from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextLayout
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from intake_app.errors import IntakeError
from intake_app.gui.controls import Badge, Button, Kind, Label
from intake_app.gui.fields import Choice
from intake_app.gui.held_text import ordered
from intake_app.gui.table import Cell, Row, Table
from intake_app.gui.tick import Tick
from intake_app.gui.tokens import Look
from intake_app.gui.trouble import explain
from intake_app.gui.words import Words, bare, file_name, framed, steady
from tests.gui_shell.looking import UNDRESSED

pytestmark = pytest.mark.window
RIGHT, LEFT = Qt.LayoutDirection.RightToLeft, Qt.LayoutDirection.LeftToRight
TOLD = "هاتف +39 320 1234567 يوم 2026-03-15، مكتب 0922-97 00 04"
AMONG = "Si chiama علي 12, tel. 2026-03-15"
TURNED = "هاتف \u20661234567 320 39+\u2069 يوم \u206615-03-2026\u2069، مكتب \u206604 00 97-0922\u2069"
BEFORE = "Si chiama \u206612 علي\u2069, tel. 2026-03-15"
"""As they are drawn without marks."""
LETTERS = "* { font-family: 'Noto Sans', 'Noto Naskh Arabic'; font-size: 16px; padding: 2px 8px; }"


@pytest.fixture(autouse=True)
def plain(qapp: QApplication) -> Iterator[None]:
    """Black on white, whatever a test before left."""
    before = qapp.styleSheet(), qapp.palette()
    qapp.setStyleSheet("QLabel[role|=badge] { padding: 2px 8px; border: 1px solid #ccc; }")
    qapp.setPalette(qapp.style().standardPalette())
    yield
    qapp.setStyleSheet(before[0] or UNDRESSED)
    qapp.setPalette(before[1])


def label(text: str, *, wrap: bool = False) -> QWidget:
    return Label(text, wrap=wrap)


def button(text: str) -> QWidget:
    made = Button(hint="F8")
    made.say(text)
    return made


def tick(text: str) -> QWidget:
    made = Tick()
    made.say(text)
    return made


def choice(text: str) -> QWidget:
    made = Choice()
    made.offer(["one"], lambda _code: text)
    return made


def table(text: str) -> QWidget:
    made = Table(Look())
    made.take(("Head",), [Row("one", (Cell(text),))], "Rows")
    return made


KINDS: dict[str, Callable[[str], QWidget]] = {
    "label": label,
    "paragraph": lambda text: label(text, wrap=True),
    "badge": lambda text: Badge(text, Kind.WARN),
    "button": button,
    "tick": tick,
    "choice": choice,
    "table": table,
}


@pytest.fixture(autouse=True)
def undressed(qapp: QApplication) -> None:
    """Nothing of a window of a test before dresses these or turns them round."""
    qapp.setStyleSheet(UNDRESSED)
    qapp.setFont(Look().tokens.font("en"))
    qapp.setLayoutDirection(LEFT)


def words(bot: QtBot, made: QWidget, way: Qt.LayoutDirection) -> list[tuple[int, int]]:
    """From where to where each word is drawn."""
    bot.addWidget(made)
    made.setStyleSheet(LETTERS)  # a window of a test before may still dress all windows
    made.setLayoutDirection(way)
    if isinstance(made, Label):
        made.setText(made.text())  # words come after their direction
    made.resize(700, 90)
    made.show()
    QApplication.processEvents()
    image = made.grab().toImage()
    blank = image.width() - 60 if way == LEFT else 60
    rows = range(26, image.height() - 26)

    def differs(x: int, other: int, y: int) -> bool:
        return abs(image.pixelColor(x, y).lightness() - image.pixelColor(other, y).lightness()) > 60

    inked = [x for x in range(6, 694) if any(differs(x, blank, y) for y in rows)]
    ends = [at for at, (x, after) in enumerate(pairwise(inked)) if after - x > 3]
    firsts = [0, *(end + 1 for end in ends)]
    return [(inked[first], inked[last]) for first, last in zip(firsts, [*ends, len(inked) - 1], strict=True)]


def alike(one: list[tuple[int, int]], other: list[tuple[int, int]]) -> bool:
    """Whether words stand at the same places, but for what is rounded."""
    pairs = zip(one, other, strict=False)
    return len(one) == len(other) > 3 and all(abs(a - c) <= 2 and abs(b - d) <= 2 for (a, b), (c, d) in pairs)


@pytest.mark.parametrize("way", [RIGHT, LEFT], ids=["right", "left"])
@pytest.mark.parametrize("kind", KINDS)
def test_numbers_and_days_keep_their_order_in_what_is_drawn(qtbot: QtBot, kind: str, way: Qt.LayoutDirection) -> None:
    texts = [(TOLD, steady(TOLD), TURNED), (AMONG, framed(AMONG), BEFORE)]
    for text, marked, turned in texts if way == LEFT else texts[:1]:
        drawn, right, wrong = (
            words(qtbot, KINDS[kind](one), way) for one in (text, f"\u2068{marked}\u2069", f"\u2068{turned}\u2069")
        )
        assert alike(drawn, right) and not alike(drawn, wrong)


@pytest.mark.parametrize("kind", ["label", "paragraph", "badge", "button", "tick"])
def test_what_is_read_aloud_and_copied_has_no_marks(kind: str, qtbot: QtBot) -> None:
    made = KINDS[kind](TOLD)
    qtbot.addWidget(made)
    assert isinstance(made, Label | Button | Tick)
    assert made.text() == TOLD
    if not isinstance(made, Label):
        assert made.accessibleName() == TOLD


def test_what_needs_no_marks_has_none() -> None:
    for text in ("Roma 12", "سلام", "+39 320 1234567", "35٫5، −12٫6", ""):
        assert ordered(text, RIGHT) == ordered(text, LEFT) == text


@pytest.mark.parametrize("kind", ["label", "paragraph", "button", "tick"])
def test_a_sentence_of_ours_that_begins_with_a_latin_name_goes_the_way_of_its_window(kind: str, qtbot: QtBot) -> None:
    drawn = words(qtbot, KINDS[kind]("Figures · السؤال 4 من 8"), RIGHT)
    assert alike(drawn, words(qtbot, KINDS[kind]("\u200fFigures · السؤال 4 من 8"), RIGHT))
    assert not alike(drawn, words(qtbot, KINDS[kind]("\u2066Figures · السؤال 4 من 8\u2069"), RIGHT))


def runs_from_the_left(name: str, text: str) -> bool:
    """Whether the signs of a name stand from the left to the right in a line of a window from right to left."""
    shown = ordered(text, RIGHT)
    layout = QTextLayout(shown)
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    seen = [at for at, sign in enumerate(shown) if bare(sign)]
    first = bare(shown).index(name)
    signs = [at for at in seen[first : first + len(name)] if shown[at] != " "]
    drawn = [layout.glyphRuns(at, 1)[0].boundingRect().center().x() for at in signs]
    return drawn == sorted(drawn)


@pytest.mark.parametrize("name", ["6FV6-GT5B.pdf", "2026-11-30.csv", "12.pdf", "SIME-50-1 (2).json", "day.pdf"])
@pytest.mark.parametrize("language", ["ar", "ur"])
def test_the_name_of_a_file_ends_with_its_ending_in_a_sentence_from_the_right(language: str, name: str) -> None:
    tr = Words(language)
    saved = tr("Saved as {name}. Delete it when it has been handed over.").format(name=file_name(name, tr))
    failed = str(explain(IntakeError("gui.not_saved", file=name), tr))
    assert [runs_from_the_left(name, told) for told in (saved, failed)] == [True, True]
    assert file_name(name, Words("it")) == name
