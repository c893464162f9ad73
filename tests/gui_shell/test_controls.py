"""Small widgets: the key that presses a button, columns that fit, titles and labels in the interface language."""

import ast
import re
from pathlib import Path
from statistics import mode

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, Qt, QTranslator
from PySide6.QtGui import QKeyEvent
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from intake_app import gui, i18n, paths
from intake_app.errors import IntakeError
from intake_app.gui import controls, files, sheet
from intake_app.gui.button_row import ButtonRow
from intake_app.gui.controls import Badge, Button, Kind, Label
from intake_app.gui.fields import Line
from intake_app.gui.foot import Footer
from intake_app.gui.interview_flow import Flow
from intake_app.gui.lanes import Lanes
from intake_app.gui.menu_pill import MenuPill
from intake_app.gui.shell import STILL_SECONDS, Shell
from intake_app.gui.states import form_title
from intake_app.gui.table import Cell, Row, Table, shares, widest
from intake_app.gui.tokens import SMALLEST, Look, Space, Tokens
from intake_app.gui.toolkit_words import SAID, ToolkitWords
from intake_app.gui.words import Words, listed, quoted, with_colon
from tests.gui_shell.looking import UNDRESSED

pytestmark = pytest.mark.window


def test_enter_presses_the_button_that_has_the_keyboard_once(qtbot: QtBot) -> None:
    pressed: list[bool] = []
    button = Button()
    qtbot.addWidget(button)
    button.clicked.connect(lambda: pressed.append(True))
    for again in (False, True, True):
        held = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", again)
        QApplication.sendEvent(button, held)
    assert pressed == [True]


def test_a_second_enter_presses_no_other_button_than_the_one_that_waits(qtbot: QtBot) -> None:
    pressed: list[str] = []
    waits, other = Button("primary"), Button()
    foot = Footer((), (waits, other))
    qtbot.addWidget(foot)
    waits.clicked.connect(lambda: waits.setEnabled(False))
    other.clicked.connect(lambda: pressed.append("other"))
    foot.resize(900, 80)
    foot.show()
    foot.activateWindow()
    qtbot.waitUntil(foot.isActiveWindow)
    waits.setFocus()
    qtbot.waitUntil(waits.hasFocus)
    for _again in range(2):
        QTest.keyClick(foot.focusWidget() or foot, Qt.Key.Key_Return)
    assert pressed == [] and not waits.isEnabled()
    waits.setEnabled(True)
    assert waits.hasFocus()


def test_names_of_keys_never_mirror(qtbot: QtBot, qapp: QApplication) -> None:
    drawn = []
    for direction in (Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft):
        button = Button(hint="Ctrl ,")
        qtbot.addWidget(button)
        button.setFlat(True)
        qapp.setLayoutDirection(direction)
        image = button.grab().toImage()
        qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        places = [(x, y) for x in range(image.width()) for y in range(image.height())]
        dark = [(x, y) for x, y in places if image.pixelColor(x, y).lightness() < 128]
        first = min(x for x, _y in dark)
        drawn.append({(x - first, y) for x, y in dark})
    assert len(drawn[0]) > 50 and drawn[0] == drawn[1]


@pytest.mark.parametrize("hint", ["", "F9"])
@pytest.mark.parametrize("side", list(Qt.LayoutDirection)[:2])
def test_words_of_a_button_are_in_its_own_direction(
    qtbot: QtBot, qapp: QApplication, side: Qt.LayoutDirection, hint: str
) -> None:
    """The window of a person who reads from the right stands beside windows that are read from the left."""
    before = qapp.layoutDirection()
    qapp.setLayoutDirection(Qt.LayoutDirection(1 - side.value))
    try:
        button = Button(hint=hint)
        qtbot.addWidget(button)
        button.setLayoutDirection(side)
        button.say("\u0627        ||||||||||")
        drawn = button.grab().toImage()
    finally:
        qapp.setLayoutDirection(before)
    line = drawn.copy(0, drawn.height() // 2 - 2, drawn.width() - 1, 1)
    light = {x: line.pixelColor(x, 0).lightness() for x in range(8, line.width() - 8)}
    ground = mode(light.values())  # a letter may stand in the middle
    inked = [x for x, found in light.items() if abs(found - ground) > 60]
    from_left = side == Qt.LayoutDirection.LeftToRight
    share = 0.7 if from_left else 0.3  # beyond it stands the key
    words = [x for x in inked if not hint or (x < line.width() * share) == from_left]
    gap = max(range(len(words) - 1), key=lambda at: words[at + 1] - words[at])
    assert (gap < len(words) / 2) == from_left, "the one letter stands where one begins"


def test_a_foot_comes_to_rest(qtbot: QtBot) -> None:
    """It looks at its width when a button changes, which asks for no further look."""
    quiet, main = Button("link", hint="Ctrl+I"), Button("primary", hint="Ctrl+N")
    foot = Footer((quiet,), (main,))
    qtbot.addWidget(foot)
    quiet.say("A button with words")
    foot.resize(quiet.sizeHint().width() + 20, 60)
    foot.show()
    told: list[QEvent.Type] = []

    class Listening(QObject):
        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
            told.append(event.type())
            return False

    qtbot.wait(20)
    ear = Listening()
    foot.installEventFilter(ear)
    qtbot.wait(30)
    assert told.count(QEvent.Type.LayoutRequest) < 2


def test_a_long_title_pushes_no_column_out_of_sight(qtbot: QtBot, look: Look) -> None:
    table = Table(look)
    qtbot.addWidget(table)
    table.resize(484, 300)
    table.take(("Name", "From"), [Row("1", (Cell("A-questionnaire-with-a-very-long-title" * 3), Cell("a file")))])
    table.show()
    header = table.horizontalHeader()
    assert header.sectionViewportPosition(1) + table.sizeHintForColumn(1) - 24 <= table.viewport().width()
    assert header.length() <= table.viewport().width()
    table.take(("Name", "From"), [Row("1", (Cell("Short"), Cell("a file")))])
    assert header.length() == table.viewport().width()
    table.resize(700, 300)
    assert header.length() == table.viewport().width()


@pytest.mark.parametrize(("wanted", "room", "at_most"), [((100, 300, 200), 500, 200), ((50, 60), 200, 200)])
def test_the_widest_columns_give_way(wanted: tuple[int, ...], room: int, at_most: int) -> None:
    assert widest(wanted, room) == at_most


@pytest.mark.parametrize(
    ("demands", "room", "shared"),
    [
        (((60, 80), (100, 90), (130, 130)), 300, [130, 130]),
        (((60, 80), (100, 90), (130, 130)), 190, [100, 90]),
        (((60, 80), (100, 90), (130, 130)), 160, [70, 90]),
        (((60, 200), (300, 210)), 280, [70, 210]),
        (((60, 200), (300, 210)), 200, [60, 140]),
    ],
)
def test_what_columns_ask_for_beyond_the_least_is_shared(
    demands: tuple[tuple[int, ...], ...], room: int, shared: list[int]
) -> None:
    assert shares(demands, room) == shared


def test_words_are_cut_before_a_state_and_what_is_said_to_it(qtbot: QtBot, look: Look) -> None:
    """Of what a translation lacks only "c…" was left, beside a column that one long name kept wide."""
    table = Table(look)
    qtbot.addWidget(table)
    state = Cell("complete", "Not reviewed yet", Kind.WARN)
    rows = [Row("one", (Cell("Amharic"), state)), Row("two", (Cell("A language with a very long name indeed"), state))]
    table.take(("Language", "Translation"), rows)
    table.show()
    table.resize(table.sizeHintForColumn(1) + 160, 200)
    assert table.columnWidth(1) >= table.sizeHintForColumn(1) - 24, "the white beside it goes first"
    assert sum(table.columnWidth(at) for at in range(2)) == table.viewport().width()


def test_heads_are_cut_before_what_stands_below_them(qtbot: QtBot, look: Look) -> None:
    table = Table(look)
    qtbot.addWidget(table)
    heads = ("A head of many words", "Another such head", "A third such head")
    long = Cell("what was said of it on the quay, today at 15:37")
    table.take(heads, [Row("one", (Cell("a"), Cell("Arabic"), long))])
    table.show()
    table.resize(sum(table.sizeHintForColumn(at) for at in range(3)) + 20, 200)
    assert all(table.columnWidth(at) >= table.sizeHintForColumn(at) - 24 for at in range(3))


def test_in_very_little_room_columns_are_narrower_than_else(qtbot: QtBot, look: Look) -> None:
    table = Table(look)
    qtbot.addWidget(table)
    table.resize(200, 200)
    table.take(("Server", "State"), (Row("one", (Cell("Central"), Cell("7 waiting"))),))
    table.show()
    assert sum(table.columnWidth(at) for at in range(2)) == table.viewport().width()


def test_a_badge_without_room_ends_where_its_cell_does(qtbot: QtBot, look: Look) -> None:
    """Its end was cut off, so that nobody saw that there is more."""
    table = Table(look)
    qtbot.addWidget(table)
    table.resize(300, 200)
    table.take(("A", "B"), (Row("one", (Cell("a"), Cell("", "Waits for a person of patience", Kind.WARN))),) * 2)
    table.show()
    shown = table.viewport().grab().toImage()
    second = table.rowViewportPosition(1) + table.rowHeight(1) // 2
    colours = [shown.pixelColor(at, second) for at in range(shown.width())]
    assert look.tokens.color("warn_soft") in colours and look.tokens.color("warn_soft") not in colours[-6:]


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_words_of_several_lines_stand_on_the_one_line_of_their_row(
    qtbot: QtBot, look: Look, direction: Qt.LayoutDirection
) -> None:
    """They were measured by their longest line, so that the sign that they were cut ran out of the cell."""
    shown = []
    for words in ("A long text\nwith a break that is cut somewhere", "A long text with a break that is cut somewhere"):
        table = Table(look)
        qtbot.addWidget(table)
        table.setLayoutDirection(direction)
        table.resize(240, 200)
        table.take(("A",), (Row("one", (Cell("a"),)), Row("two", (Cell(words),))))
        table.show()
        shown.append(table.viewport().grab().toImage())
    assert shown[0] == shown[1]


def test_our_own_questionnaire_has_its_title_in_the_interface_language(qapp: QApplication) -> None:
    italian = Words("it")
    assert form_title("First interview", italian) == "Primo colloquio"
    assert form_title("Settings", italian) == "Settings"
    assert form_title("", italian) == "Questionario", "of a record that one does not read"


class Heard(QTranslator):
    """What the toolkit asks to be translated; translates nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.sources: set[str] = set()

    def isEmpty(self) -> bool:
        return False

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str | None:
        if context not in ("QPageSize", "QShortcut"):  # names of paper, and of keys as they stand on them
            self.sources.add(source.replace("&", ""))
        return None


@pytest.mark.parametrize("language", ["it", "fr", "ar"])
def test_what_the_toolkit_says_by_itself_is_in_our_catalogues(qapp: QApplication, qtbot: QtBot, language: str) -> None:
    heard = Heard()
    qapp.installTranslator(heard)
    window, printer = QWidget(), QPrinter()
    qtbot.addWidget(window)
    for dialog in (
        files.ask_open(window, "t", "Any (*)", lambda _chosen: None),
        files.ask_folder(window, "t", "", lambda _chosen: None),
        files.ask_save(window, "t", "PDF (*.pdf)", "a.pdf", lambda _chosen: None),
        QPrintDialog(printer, window),
    ):
        dialog.show()
        qapp.processEvents()
        dialog.reject()
    for field in (QLineEdit(window), QPlainTextEdit(window)):
        field.createStandardContextMenu().deleteLater()
    qapp.removeTranslator(heard)
    quiet = {"QT_LAYOUT_DIRECTION", "...", "Form"}  # no word is seen of these
    asked = {each for each in heard.sources - quiet if not re.fullmatch(r"(Alt|Ctrl|Shift)(\+\w+)?", each)}
    assert len(asked) > 60
    words = Words(language)
    assert sorted(each for each in asked if each not in SAID or not words.translator.knows(each)) == []


@pytest.mark.parametrize("catalogue", sorted((paths.translations() / "interface").glob("*.po")), ids=lambda at: at.stem)
def test_places_in_words_of_the_toolkit_survive_translation(catalogue: Path) -> None:
    words = Words(catalogue.stem)
    assert [each for each in SAID if ("%1" in each) != ("%1" in words(each))] == []


def test_labels_of_the_file_dialog_are_translated(qtbot: QtBot, qapp: QApplication) -> None:
    words = ToolkitWords(qapp)
    words.speak(Words("it"))
    qapp.installTranslator(words)
    window = QWidget()
    qtbot.addWidget(window)
    dialog = files.ask_open(window, "Scegli", "Tutto (*)", lambda _chosen: None)
    shown = {label.text().replace("&", "") for label in dialog.findChildren(QLabel)}
    dialog.reject()
    qapp.removeTranslator(words)
    assert {"Cerca in:", "File di tipo:"} <= shown


def test_the_toolkit_keeps_its_own_words_where_no_catalogue_has_any(qtbot: QtBot, qapp: QApplication) -> None:
    words = ToolkitWords(qapp)
    words.speak(Words("en"))
    qapp.installTranslator(words)
    window = QWidget()
    qtbot.addWidget(window)
    dialog = files.ask_save(window, "Save", "PDF (*.pdf)", "a.pdf", lambda _chosen: None)
    labels = {label.text().replace("&", "") for label in dialog.findChildren(QLabel)}
    buttons = {button.text().replace("&", "") for button in dialog.findChildren(QPushButton)}
    dialog.reject()
    words.speak(Words("it"))
    unknown = QCoreApplication.translate("QFileDialog", "A word that Qt does not say")
    qapp.removeTranslator(words)
    assert {"Look in:", "File name:", "Files of type:"} <= labels and {"Save", "Cancel"} <= buttons
    assert unknown == "A word that Qt does not say"


def test_the_ring_alone_says_where_the_keyboard_is(qtbot: QtBot, qapp: QApplication, look: Look) -> None:
    """The style would draw a box of its own on the words of a button that was reached with Tab."""
    qapp.setStyleSheet(sheet.build(look.tokens))
    window = QWidget()
    qtbot.addWidget(window)
    line = QHBoxLayout(window)
    buttons = [controls.primary(), controls.secondary(), controls.link(), controls.pill()]
    for button in buttons:
        button.say("Words")
        line.addWidget(button)
    window.show()
    qtbot.waitUntil(window.isActiveWindow)
    window.setFocus()
    before = [button.grab().toImage() for button in buttons]
    for at, button in enumerate(buttons):
        QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_Tab)
        assert button.hasFocus()
        assert button.grab().toImage() == before[at]


def test_a_narrow_foot_leaves_out_the_keys_before_it_cuts_words(qtbot: QtBot, look: Look) -> None:
    quiet, main = Button("link", hint="Ctrl+I"), Button("primary", hint="Ctrl+N")
    for button in (quiet, main):
        button.say("A button with rather a lot of words")
    foot = Footer((quiet,), (main,))
    qtbot.addWidget(foot)
    foot.resize(900, 60)
    foot.show()
    assert (quiet.hint, main.hint) == ("Ctrl+I", "Ctrl+N")
    foot.resize(quiet.sizeHint().width() + main.sizeHint().width(), 60)
    assert quiet.hint == ""


def test_no_button_of_a_foot_is_cut_in_any_width(qtbot: QtBot, qapp: QApplication) -> None:
    """Large letters: the note asks for room though it says nothing."""
    before = qapp.font(), qapp.styleSheet()
    try:
        qapp.setFont(Tokens(scale=2).font("bn"))
        qapp.setStyleSheet(sheet.build(Tokens(scale=2)))
        one, two, main = Button("link"), Button("", hint="Del"), Button("primary", hint="Ctrl+N")
        foot, window = Footer((one,), (two, main)), QWidget()
        for button in (one, two, main):
            button.say("Some words")
        foot.setParent(window)
        qtbot.addWidget(window)
        window.resize(2000, 500)
        window.show()
        for keys in (2, 1, 0):
            needed = foot._needed({main: keys > 0, two: keys > 1, one: False})
            for width in range(needed + 12, needed - 12, -1):
                foot.resize(width, 300)
                layout = foot.layout()
                assert layout is not None
                layout.activate()
                cut = [button.text() for button in (one, two, main) if button.width() < button.sizeHint().width()]
                assert cut == [], f"{width} for {needed}"
    finally:
        qapp.setFont(before[0])
        qapp.setStyleSheet(before[1] or UNDRESSED)


def test_the_gaps_of_a_foot_grow_with_the_letters(qtbot: QtBot, qapp: QApplication) -> None:
    """They stayed as they were, and large words stood closer than they are meant to, though there was room."""
    one, two, main = Button("link"), Button("link"), Button("primary")
    foot = Footer((one, two), (main,))
    for button in (one, two, main):
        button.say("Words")
    qtbot.addWidget(foot)
    foot.show()
    before = qapp.font()
    try:
        for scale in (1, 2):
            tokens = Tokens(scale=scale)
            qapp.setFont(tokens.font("en"))
            foot.resize(1600, 50 + scale)
            ends = (tokens.px(Space.LARGE), foot.width() - 1 - tokens.px(Space.LARGE))
            qtbot.waitUntil(lambda ends=ends: (one.x(), main.geometry().right()) == ends)  # type: ignore[misc]
            assert two.x() - one.geometry().right() - 1 == tokens.px(Space.MEDIUM)
        foot.resize(foot._needed({button: False for button in (one, two, main)}) + 8, 60)
        qtbot.waitUntil(lambda: one.x() == Space.LARGE)
        assert main.y() < one.geometry().bottom(), "rather closer together than in two rows"
    finally:
        qapp.setFont(before)


def test_what_stands_in_a_flow_has_room_for_other_words(qtbot: QtBot) -> None:
    """What has no layout of its own kept the width of the words before, and cut those that came."""
    flow, first, badge = Flow(Space.SMALL), Button("link"), Badge("!", Kind.WARN)
    first.say("Age")
    for part in (first, badge):
        flow.add(part)
    qtbot.addWidget(flow)
    flow.resize(900, 60)
    flow.show()
    qtbot.waitUntil(lambda: first.size() == first.sizeHint())
    before = badge.x()
    first.say("Age at an event")
    qtbot.waitUntil(lambda: first.size() == first.sizeHint() and badge.x() > before)
    badge.say("Translation not yet reviewed", Kind.WARN)
    qtbot.waitUntil(lambda: badge.size() == badge.sizeHint())


def test_where_the_words_alone_have_no_room_buttons_stand_in_two_rows(qtbot: QtBot) -> None:
    quiet, acts = Button("link"), [Button() for _ in range(3)]
    foot, card = Footer((quiet,), acts), ButtonRow([Button(key="Ctrl+T") for _ in range(4)])
    for button in (quiet, *acts, *card.buttons):
        button.say("A button with rather a lot of words")
    wide = quiet.sizeHint().width()
    for row, buttons in ((foot, [quiet, *acts]), (card, list(card.buttons))):
        qtbot.addWidget(row)
        row.resize(wide * 7 // 2 + 60, 400)
        row.show()
        qtbot.waitUntil(lambda shown=buttons: len({one.mapTo(one.window(), QPoint()).y() for one in shown}) == 2)  # type: ignore[misc]
        assert all(one.width() >= one.wanted(keyed=False) for one in buttons)
        row.resize(wide * 6, 60)
        qtbot.waitUntil(lambda shown=buttons: len({one.mapTo(one.window(), QPoint()).y() for one in shown}) == 1)  # type: ignore[misc]


def test_the_window_is_no_larger_than_the_screen(qtbot: QtBot, words: Words, look: Look, lanes: Lanes) -> None:
    shell = Shell(words, look, lanes)
    qtbot.addWidget(shell)
    shell.setMinimumSize(100, 100)
    shell.resize(9000, 9000)
    shell.fit_screen()
    room = shell.screen().availableSize()
    assert (shell.width(), shell.height()) == (room.width(), room.height())


def test_where_the_least_window_has_no_room_all_in_it_is_smaller(
    qtbot: QtBot, words: Words, look: Look, lanes: Lanes
) -> None:
    """A laptop of 1366x768 at three times the size leaves 455x256, where 640x360 are the least."""
    shells = []
    for times, scale in ((0.5, 1.0), (1.25, 0.8), (1.4, 0.71), (4, SMALLEST)):
        look.set_scale(1.0)
        shell = Shell(words, look, lanes)
        shells.append(shell)
        qtbot.addWidget(shell)
        shell.setMinimumSize(shell.screen().availableSize() * times)
        shell.fit_screen()
        assert look.tokens.scale == scale


def test_a_window_whose_frame_has_no_room_on_the_screen_fills_it(
    qtbot: QtBot, words: Words, look: Look, lanes: Lanes
) -> None:
    for beyond, filled in ((-80, False), (-20, True), (80, True)):
        shell = Shell(words, look, lanes)
        qtbot.addWidget(shell)
        shell.setMinimumSize(100, 100)
        room = shell.screen().availableSize()
        shell.resize(room.width() - 80, room.height() + beyond)
        shell.fit_screen()
        assert bool(shell.windowState() & Qt.WindowState.WindowMaximized) is filled


def test_a_line_that_stays_is_said_anew_in_the_language_that_is_chosen(
    qtbot: QtBot, words: Words, look: Look, lanes: Lanes
) -> None:
    """One of a few seconds goes; with an undo, or of a failure, it stays, and not in the language before."""
    shell = Shell(words, look, lanes)
    qtbot.addWidget(shell)
    shell.say("Nothing was sent.")
    words.set_language("it")
    assert shell.notice.isHidden()
    done: list[str] = []
    shell.say(lambda: words("Drafts"), Kind.OK, lambda: words("Undo"), lambda: done.append("undone"))
    words.set_language("ar")
    notice, arabic = shell.notice, i18n.load("ar")
    assert not notice.isHidden() and notice.words.text() == notice.accessibleName() == arabic("Drafts")
    assert notice.action.text() == arabic("Undo")
    notice.action.click()
    assert done == ["undone"] and notice.isHidden()
    words.set_language("en")
    assert notice.isHidden(), "what was closed stays closed"
    shell.show_trouble(IntakeError("vault.rolled_back"))
    said = notice.words.text()
    words.set_language("fr")
    assert not notice.isHidden() and notice.words.text() not in ("", said)


def test_what_stays_above_a_page_is_never_a_sentence_of_one_language() -> None:
    """Each call that shows a warning, a failure or a link hands over what says it, and no finished words."""
    plain = []
    for path in sorted(Path(gui.__file__).parent.rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text())):
            if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute) or len(call.args) < 2:
                continue
            name = ast.unparse(call.func)
            if name.endswith(("said.emit", "shell.say", "notice.say")):
                kind, action = ast.unparse(call.args[1]), ast.unparse(call.args[2]) if len(call.args) > 2 else "''"
                stays = "WARN" in kind or "STOP" in kind or action != "''"
                said = call.args[0]
                words = isinstance(said, ast.Constant | ast.JoinedStr) or (
                    isinstance(said, ast.Call) and ast.unparse(said.func) != "partial"
                )
                if stays and (words or name.endswith("notice.say")):
                    plain.append(f"{path.name}:{call.lineno}")
    assert plain == []


def test_a_line_above_the_page_goes_when_nobody_is_about_to_press_something(
    qtbot: QtBot, words: Words, look: Look, lanes: Lanes
) -> None:
    shell = Shell(words, look, lanes)
    qtbot.addWidget(shell)
    busy = [True]
    shell.notice.stay_while(lambda: busy[0])
    shell.notice.say("Somebody was added.", seconds=1)
    qtbot.wait(1800)
    assert not shell.notice.isHidden()
    busy[0] = False
    qtbot.waitUntil(shell.notice.isHidden)
    shell.idle.start(60)
    shell.say("Somebody was added.")
    assert shell.idle.quiet < STILL_SECONDS and not shell.notice.isHidden()


def test_a_sentence_that_begins_with_a_latin_name_reads_from_the_right(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    label = Label(parent=window)
    for direction, text, mark in (
        (Qt.LayoutDirection.RightToLeft, "Ada فتح الخزنة", "\u200f"),
        (Qt.LayoutDirection.RightToLeft, "فتح Ada", ""),
        (Qt.LayoutDirection.RightToLeft, "Ada", ""),
        (Qt.LayoutDirection.LeftToRight, "Ada فتح الخزنة", ""),
    ):
        window.setLayoutDirection(direction)
        label.setText(text)
        assert label.text() == mark + text
    assert (listed(["a", "b"], "ar"), listed(["a", "b"], "it"), quoted("a", "fr")) == ("a، b", "a, b", "«a»")
    assert (with_colon("a", "b", "fr"), with_colon("a", "b", "ar")) == ("a\u00a0: b", "a: b")


def test_lines_from_the_right_begin_at_one_edge(qtbot: QtBot) -> None:
    label = Label(wrap=True)
    qtbot.addWidget(label)
    label.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    label.setStyleSheet("background: white; color: black; font-size: 16px;")
    label.setText(" ".join(["ممم"] * 40))
    label.resize(300, label.heightForWidth(300))
    image, high = label.grab().toImage(), label.fontMetrics().lineSpacing()
    lines = [range(at * high, (at + 1) * high) for at in range(image.height() // high)]
    edges = {
        max((x for x in range(300) for y in rows if image.pixelColor(x, y).lightness() < 128), default=-1)
        for rows in lines[1:-1]
    }
    assert len(lines) > 3 and len(edges) == 1 and min(edges) >= 300 - 2, edges


def test_a_foot_breaks_what_it_says_and_takes_no_room_for_nothing(qtbot: QtBot) -> None:
    window, button = QWidget(), Button()
    qtbot.addWidget(window)
    whole, foot = QVBoxLayout(window), Footer((), (button,))
    whole.addWidget(foot)
    whole.addStretch(1)
    button.say("Issue")
    foot.note.setText("Still missing: on what the sending of this slip is founded, and who was there.")
    window.resize(300, 300)
    window.show()
    note = foot.note
    qtbot.waitUntil(lambda: note.height() > note.fontMetrics().lineSpacing() * 2 - 2)
    assert note.height() >= note.heightForWidth(note.width())
    note.clear()
    button.hide()
    qtbot.waitUntil(lambda: foot.height() == 0)
    button.show()
    qtbot.waitUntil(lambda: foot.height() > button.height())


def marks(widget: QWidget, size: int) -> list[str]:
    """What is drawn on it from left to right, black on white, with the white between: a sign for each column."""
    widget.setStyleSheet(f"border: none; background: white; color: black; padding: 0 12px; font-size: {size}px;")
    widget.resize(widget.sizeHint())
    image = widget.grab().toImage()
    dark = [any(image.pixelColor(x, y).lightness() < 128 for y in range(image.height())) for x in range(image.width())]
    return re.findall("x+| +", "".join("x" if each else " " for each in dark).strip())


@pytest.mark.parametrize("size", [14, 28])
def test_what_opens_a_menu_says_so_after_its_words_in_either_direction(qtbot: QtBot, size: int) -> None:
    drawn = []
    for direction in (Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft):
        pill = MenuPill()
        qtbot.addWidget(pill)
        pill.setMenu(QMenu(pill))
        pill.setLayoutDirection(direction)
        pill.say("oo")
        drawn.append([len(mark) for mark in marks(pill, size) if "x" in mark])
    assert len(drawn[0]) == 3 and drawn[0][2] >= size * 0.4, "two letters, and an arrow as large as they are"
    assert drawn[1] == [drawn[0][2], drawn[0][0], drawn[0][1]]


@pytest.mark.parametrize("size", [16, 32])
def test_a_key_stands_as_far_from_the_words_as_they_are_large(qtbot: QtBot, size: int) -> None:
    button = Button(hint="F9")
    qtbot.addWidget(button)
    button.say("I")
    assert len(marks(button, size)[1]) >= size * 0.4


@pytest.mark.parametrize("role", ["", "primary", "link", "pill", "answer"])
def test_what_can_not_be_pressed_looks_so(qtbot: QtBot, look: Look, role: str) -> None:
    for colours in ("light", "dark"):
        look.set_palette(colours)
        around = QWidget()
        qtbot.addWidget(around)
        around.setStyleSheet(sheet.build(look.tokens))
        button = Button(role)
        button.setParent(around)
        button.say("Open")
        button.resize(button.sizeHint())
        pictures = []
        for able in (True, False):
            button.setEnabled(able)
            pictures.append(button.grab().toImage())
        assert pictures[0] != pictures[1], colours


def test_figures_stand_where_the_language_of_the_window_begins(qtbot: QtBot) -> None:
    line = Line()
    qtbot.addWidget(line)
    line.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    right, absolute = Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignAbsolute
    for text, begins_right in (("", True), ("30", True), ("21:40", True), ("Ada", False)):
        line.setText(text)
        assert (line.alignment() & (right | absolute) == right | absolute) == begins_right, text
    line.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    line.setText("30")
    assert line.alignment() & Qt.AlignmentFlag.AlignLeft
