"""Every script is drawn whole and in its own shape; Nastaliq as HarfBuzz places it."""

import time

import pytest
import uharfbuzz
from PySide6.QtCore import QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QFont, QImage, QPainter, QTextLayout
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from intake_app.gui.answers import answer
from intake_app.gui.interview_text import TextBlock, Type
from intake_app.gui.shaped import ShapedText, climbs
from intake_app.gui.tokens import Size, Tokens
from intake_app.gui.words import Words
from intake_app.slips import fonts
from tests.cost import here
from tests.gui_interview.every_control import CODES, TEXTS

pytestmark = pytest.mark.window
TOKENS = Tokens()
WIDTH, MARGIN = 500, 80
_TAIL = 3
"""Pixels by which the tail of a letter may stand before or after its line."""


class Heard(QPainter):
    """A painter that writes down what it is given."""

    def __init__(self, canvas: QImage) -> None:
        super().__init__(canvas)
        self.glyphs: list[tuple[int, QPointF]] = []

    def drawGlyphRun(self, place: QPointF, run: object) -> None:  # type: ignore[override]
        numbers, places = run.glyphIndexes(), run.positions()  # type: ignore[attr-defined]
        self.glyphs += [(number, place + at) for number, at in zip(numbers, places, strict=True)]


def block(bot: QtBot, text: str, language: str, size: int = Size.QUESTION) -> TextBlock:
    shown = TextBlock(TOKENS, Type(size))
    bot.addWidget(shown)
    shown.tell(text, language)
    shown.resize(WIDTH, shown.heightForWidth(WIDTH))
    return shown


def ink(picture: QImage) -> int:
    """How many pixels are darker than paper."""
    grey = picture.convertToFormat(QImage.Format.Format_Grayscale8)
    return sum(value < 160 for y in range(grey.height()) for value in bytes(grey.constScanLine(y))[: grey.width()])


@pytest.mark.parametrize(("language", "size"), [*((code, Size.QUESTION) for code in CODES), ("ur", Size.CHOICE)])
def test_no_letter_reaches_out_of_its_block(qtbot: QtBot, qapp: QApplication, language: str, size: int) -> None:
    place = CODES.index(language)
    for texts in list(TEXTS.values())[::2]:
        shown = block(qtbot, texts[place], language, size)
        inside, around = (QImage(shown.width() + 2 * MARGIN, shown.height() + 2 * MARGIN, QImage.Format.Format_RGB32)
                          for _ in range(2))  # fmt: skip
        for canvas, clip in ((inside, True), (around, False)):
            canvas.fill(Qt.GlobalColor.white)
            painter = QPainter(canvas)
            painter.translate(MARGIN, MARGIN)
            if clip:
                painter.setClipRect(QRect(QPoint(-_TAIL, 0), shown.size() + QSize(2 * _TAIL, 0)))
            shown.draw(painter)
            painter.end()
        assert ink(around) > 50
        assert ink(inside) == ink(around), texts[place]


@pytest.mark.parametrize(("language", "own"), [("fa", True), ("ps", True), ("ar", True), ("ur", False)])
def test_figures_in_a_window_have_the_form_of_the_language(
    qapp: QApplication, request: pytest.FixtureRequest, language: str, own: bool
) -> None:
    """The seven of Persian is a V; Urdu, where it stands upright, has an angle, also in a window in Arabic."""
    before = QApplication.font()
    QApplication.setFont(TOKENS.font("ar"))
    request.addfinalizer(lambda: QApplication.setFont(before))
    assert _as_drawn(TOKENS.font(language)) == [own] * 3


def _as_drawn(font: QFont) -> list[bool]:
    """Whether each of three figures has its plain form."""
    layout = QTextLayout("۴۶۷", font)
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    drawn = [number for run in layout.glyphRuns() for number in run.glyphIndexes()]
    plain = [fonts.face("Noto Naskh Arabic").glyph(sign) for sign in "۴۶۷"]
    assert len(drawn) == 3
    return [one == other for one, other in zip(drawn, plain, strict=True)]


@pytest.mark.parametrize(
    ("person", "mediator", "own"),
    [("fa", "it", True), ("it", "fa", True), ("fa", "ur", True), ("ur", "it", False), ("ur", "fa", False)],
)
@pytest.mark.parametrize("kind", [QLineEdit, QPlainTextEdit])
def test_figures_in_a_field_have_the_form_of_the_language(
    qtbot: QtBot, kind: type[QLineEdit | QPlainTextEdit], person: str, mediator: str, own: bool
) -> None:
    field = kind()
    qtbot.addWidget(field)
    answer.dress_field(field, answer.Setting(TOKENS, Words("it"), person, mediator))
    field.ensurePolished()
    assert _as_drawn(field.font()) == [own] * 3


def test_nastaliq_stands_where_harfbuzz_puts_it(qapp: QApplication) -> None:
    assert climbs("ur")
    word, size = "سمندر", 60
    text = ShapedText(word, (), "ur", size)
    text.measure(1000, 0)
    canvas = QImage(10, 10, QImage.Format.Format_RGB32)
    painter = Heard(canvas)
    text.draw(painter, 1000, Qt.LayoutDirection.LeftToRight)
    painter.end()
    face = uharfbuzz.Face(fonts.face("Noto Nastaliq Urdu").path.read_bytes())
    buffer = uharfbuzz.Buffer()
    buffer.add_str(word)
    buffer.guess_segment_properties()
    font = uharfbuzz.Font(face)
    uharfbuzz.shape(font, buffer)
    x, wanted = 0.0, []
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        wanted.append((info.codepoint, x + position.x_offset * size / face.upem, position.y_offset * size / face.upem))
        x += position.x_advance * size / face.upem
    base = next(at.y() for number, at in painter.glyphs if number == wanted[0][0]) + wanted[0][2]
    left = next(at.x() for number, at in painter.glyphs if number == wanted[0][0]) - wanted[0][1]
    found = [(number, round(at.x() - left, 3), round(base - at.y(), 3)) for number, at in painter.glyphs]
    assert found == [(number, round(x, 3), round(y, 3)) for number, x, y in wanted]
    assert max(y for _, _, y in found) > 12  # the first letters climb


@pytest.mark.parametrize("size", [20, 33, 64, 65, 120])
@pytest.mark.parametrize("dense", [1.0, 1.25, 2.0, 3.0])
def test_large_climbing_letters_are_drawn_on_every_screen(qapp: QApplication, size: int, dense: float) -> None:
    """Qt draws no run of glyphs that is higher than 64 pixels of the screen: the words were not there."""
    text = ShapedText("سمندر", (), "ur", size)
    wide, tall = text.measure(1000, 0)
    canvas = QImage(int(wide * dense), int(tall * dense), QImage.Format.Format_RGB32)
    canvas.setDevicePixelRatio(dense)
    canvas.fill(Qt.GlobalColor.white)
    painter = QPainter(canvas)
    text.draw(painter, wide, Qt.LayoutDirection.RightToLeft)
    painter.end()
    assert 0.15 < ink(canvas) / (size * dense) ** 2 < 0.5


@pytest.mark.parametrize(
    "text",
    ["آپ \u2066KARO-27-4\u2069 کو", "\u2068Rossi\u2069", "آپ \u2067\u2066a\u2069\u2069\u2069 ب\u202e", "\t، 5%"],
)
def test_marks_of_direction_are_obeyed_and_not_drawn(qapp: QApplication, text: str) -> None:
    shaped = ShapedText(text, (), "ur", 30)
    assert shaped.measure(1000, 0)[0] > 10
    canvas = QImage(10, 10, QImage.Format.Format_RGB32)
    painter = Heard(canvas)
    shaped.draw(painter, 1000, Qt.LayoutDirection.RightToLeft)
    painter.end()
    assert painter.glyphs and all(number for number, _ in painter.glyphs)


def test_a_code_among_climbing_letters_reads_from_left_to_right(qapp: QApplication) -> None:
    shaped = ShapedText("آپ \u2066KARO-27\u2069 کو", (), "ur", 30)
    shaped.measure(1000, 0)
    canvas = QImage(10, 10, QImage.Format.Format_RGB32)
    painter = Heard(canvas)
    shaped.draw(painter, 1000, Qt.LayoutDirection.RightToLeft)
    painter.end()
    latin = fonts.face(fonts.LATIN)
    wanted = [latin.glyph(sign) for sign in "KARO-27"]
    found = [number for number, _ in sorted(painter.glyphs, key=lambda one: one[1].x())]
    assert any(found[at : at + len(wanted)] == wanted for at in range(len(found)))


def test_a_climbing_text_wraps_and_keeps_bold_numbers_and_names(qtbot: QtBot, qapp: QApplication) -> None:
    long = " ".join(["آپ کو **ڈاکٹر** کا نمبر 112 اور Rossi کا نام"] * 8)
    shown = block(qtbot, long, "ur")
    one = block(qtbot, "آپ", "ur")
    assert shown.height() >= 4 * one.height()
    assert shown.sizeHint().width() <= TOKENS.px(680) + 2
    assert block(qtbot, "آپ\n\nآپ", "ur").height() == pytest.approx(3 * one.height(), abs=3)
    assert "112" in shown.text and "**" not in shown.text


@pytest.mark.parametrize("text", ["س" * 20_000, "سمندر " * 20_000], ids=["one word", "many words"])
def test_a_text_of_a_hostile_form_holds_up_no_window(qtbot: QtBot, qapp: QApplication, text: str) -> None:
    begun = time.process_time()
    block(qtbot, text, "ur").heightForWidth(WIDTH)
    assert time.process_time() - begun < here(5), "minutes, placed one letter after the other"
