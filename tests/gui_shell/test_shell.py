"""Promises that hold on every page: names for screen readers, plain text, targets, neutral words, live language."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QScrollBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from intake_app import i18n
from intake_app.gui import tokens
from intake_app.gui.begin import Begin
from intake_app.gui.controls import Kind
from intake_app.gui.desk import Desk
from intake_app.gui.home import Home
from intake_app.gui.import_form import ImportForm
from intake_app.gui.notice import Notice
from intake_app.gui.page import Page
from intake_app.gui.server_page import AddServer
from intake_app.gui.slip_page import SlipPage
from intake_app.gui.states import DRAFT, READY
from intake_app.gui.tokens import TARGET
from tests.gui_shell.windows import Seat, shown_texts

pytestmark = pytest.mark.window

LOADED_WORDS = ("traffick", "victim", "tratta", "vittim", "exploit", "sfrutta")


def test_a_page_that_is_left_twice_takes_no_other_with_it(sara: Seat) -> None:
    home = sara.shell.page
    first, second = (AddServer(sara.words, sara.lanes, sara.look) for _ in range(2))
    sara.shell.show_page(first)
    sara.shell.show_page(second)
    second.back()
    second.back()
    assert sara.shell.page is first
    assert home is not first


def test_going_elsewhere_by_a_key_lets_go_of_what_was_typed(sara: Seat) -> None:
    page = AddServer(sara.words, sara.lanes, sara.look)
    sara.shell.show_page(page)
    sara.type(page.url_line, "https://central.example/v1/key/abc/projects/1")
    gone: list[bool] = []
    page.destroyed.connect(lambda: gone.append(True))
    line, kept = page.url_line, list[str]()
    line.textChanged.connect(kept.append)
    sara.press(Qt.Key.Key_F4)
    assert kept == [""]
    sara.bot.waitUntil(lambda: bool(gone))


class Late(Page):
    """A page that takes the keyboard when the store answers, whatever is in front then."""

    def __init__(self, seat: Seat) -> None:
        super().__init__(seat.words, seat.lanes)
        self.line, self.answered = QLineEdit(self), list[int]()

    def take(self, number: int) -> None:
        """The answer of the store."""
        self.line.setFocus()
        self.answered.append(number)


@pytest.mark.parametrize("gone", (False, True))
def test_a_page_that_is_not_in_front_takes_the_keyboard_from_none_that_is(sara: Seat, gone: bool) -> None:
    late = Late(sara)
    sara.shell.show_page(late)
    sara.lanes.vault(lambda store: len(store.forms()), late.take)
    page = AddServer(sara.words, sara.lanes, sara.look)
    sara.shell.show_page(page)
    page.url_line.setFocus()
    assert QApplication.focusWidget() is page.url_line
    if gone:
        page.url_line.hide()
    sara.settle(lambda: bool(late.answered))
    QApplication.processEvents()
    held = QApplication.focusWidget()
    assert held is not None and page.isAncestorOf(held) and held.isVisible() and held.isEnabled()
    assert gone or held is page.url_line
    sara.shell.leave_page()
    late.take(1)
    assert QApplication.focusWidget() is late.line


def every_page(seat: Seat) -> Iterator[Page]:
    """Each page with its data, one after the other in the window."""
    for page in seat.shell.pages():
        seat.shell.show_page(page)
        seat.settle()
        yield page
        if isinstance(page, Home):
            yield from _visit(seat, Begin(seat.words, seat.lanes, seat.look))
            yield from _visit(seat, ImportForm(seat.words, seat.lanes, seat.look))
            yield from _visit(seat, AddServer(seat.words, seat.lanes, seat.look))
        if isinstance(page, Desk):
            record = page.records[0].id
            yield from _visit(seat, SlipPage(seat.words, seat.lanes, seat.look, seat.place.directory, record_id=record))


def _visit(seat: Seat, page: Page) -> Iterator[Page]:
    seat.shell.show_page(page)
    seat.settle()
    if isinstance(page, SlipPage):
        seat.settle(lambda: page.proposal is not None)
        page.sheet.recipient.choose("health")
        seat.settle(lambda: bool(page.preview.sheets))
    yield page
    seat.shell.leave_page()
    seat.settle()


def controls(window: QWidget) -> list[QWidget]:
    """Everything a person can work with."""
    kinds = (QAbstractButton, QLineEdit, QComboBox, QAbstractItemView)
    inner = (QComboBox, QAbstractItemView)
    return [
        widget
        for widget in window.findChildren(QWidget)
        if isinstance(widget, kinds) and widget.isVisible() and not isinstance(widget.parent(), inner)
    ]


def test_every_control_has_a_name(sara: Seat) -> None:
    nameless = [
        f"{type(page).__name__}.{type(widget).__name__}"
        for page in every_page(sara)
        for widget in controls(sara.shell)
        if not (widget.accessibleName() or (isinstance(widget, QAbstractButton) and widget.text()))
    ]
    assert nameless == []


class _Windows(QObject):
    """Everything that came up as a window of its own: it takes the keyboard from the one of the program."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(f"{type(watched).__name__} {watched.accessibleName()}")
        return False


@pytest.mark.parametrize("name", ["Ada", "Sara", "Luca"])
def test_no_part_of_a_page_is_a_window_for_a_moment(
    qtbot: QtBot, workplace_store: Path, qapp: QApplication, name: str
) -> None:
    seat = Seat(qtbot, workplace_store)
    seat.unlock(name)
    seat.settle(lambda: seat.place.person is not None)
    windows, place = _Windows(), seat.place
    qapp.installEventFilter(windows)
    for _page in seat.shell.pages():
        seat.shell.show_page(_page)
        seat.settle()
    for go in (place.services, place.servers, place.add_server, place.import_form, place.give_papers, place.begin,
               place.second_laptop, lambda: place.read("none", "NONE")):  # fmt: skip
        go()
        seat.settle()
    qapp.removeEventFilter(windows)
    assert windows.seen == []
    seat.leave()


def test_every_label_is_plain_text(sara: Seat) -> None:
    rich = [
        label.text()
        for _page in every_page(sara)
        for label in sara.shell.findChildren(QLabel)
        if label.textFormat() != Qt.TextFormat.PlainText
    ]
    assert rich == []


def test_every_target_is_big_enough(sara: Seat) -> None:
    small = [
        f"{type(page).__name__}: {type(widget).__name__} {widget.accessibleName()} {widget.height()}"
        for page in every_page(sara)
        for widget in controls(page)
        if not isinstance(widget, QScrollBar) and min(widget.height(), widget.width()) < TARGET
    ]
    assert small == []


def test_a_pill_is_pressed_around_what_is_drawn_of_it(sara: Seat, qtbot: QtBot) -> None:
    tab = sara.place.home.tabs[READY]
    drawn = tab.ring_rect()
    assert tab.height() >= TARGET > drawn.height()
    for place in (QPoint(tab.width() // 2, 0), QPoint(tab.width() // 2, tab.height() - 1)):
        sara.place.home.tabs[DRAFT].click()
        assert not drawn.contains(place) and not tab.isChecked()
        qtbot.mouseClick(tab, Qt.MouseButton.LeftButton, pos=place)
        assert tab.isChecked()


@pytest.mark.parametrize("language", ["en", "it"])
def test_no_loaded_word_is_on_any_page(sara: Seat, language: str) -> None:
    sara.words.set_language(language)
    told = []
    for page in every_page(sara):
        texts = [sara.shell.windowTitle(), page.title(), *shown_texts(sara.shell)]
        told += [text for text in texts for word in LOADED_WORDS if word in text.lower()]
    assert told == []


@pytest.mark.parametrize("size", [(1366, 768), (1024, 600)])
@pytest.mark.parametrize("language", ["fr", "it", "ar"])
def test_nothing_is_wider_than_the_window(
    qtbot: QtBot, workplace_store: Path, language: str, size: tuple[int, int]
) -> None:
    seat = Seat(qtbot, workplace_store, language, size)
    seat.unlock("Sara")
    seat.settle(lambda: seat.place.person is not None)
    cut = []
    for page in every_page(seat):
        assert (seat.shell.width(), seat.shell.height()) == size
        with contextlib.suppress(TimeoutError):  # the foot folds once its buttons have their words
            qtbot.waitUntil(lambda: not narrow(seat.shell), timeout=2_000)
        cut += [f"{type(page).__name__}: {button.text()}" for button in narrow(seat.shell)]
    seat.leave()
    assert cut == []


def narrow(shell: QWidget) -> list[QAbstractButton]:
    """Buttons that have less room than their words."""
    buttons = shell.findChildren(QAbstractButton)
    return [button for button in buttons if button.isVisible() and button.width() < button.sizeHint().width()]


def test_switching_the_language_leaves_nothing_behind(qtbot: QtBot, workplace_store: Path) -> None:
    seat = Seat(qtbot, workplace_store)
    seat.unlock("Sara")
    seat.settle(lambda: seat.place.person is not None)
    italian = i18n.load("it")
    stale = []
    for page in every_page(seat):
        seat.words.set_language("it")
        seat.settle()
        stale += [text for text in shown_texts(seat.shell) if italian(text) != text]
        assert page.isVisible()
        seat.words.set_language("en")
        seat.settle()
    seat.leave()
    assert stale == []


class Appearing(QObject):
    """Notes every window that appears."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note a top-level widget that is shown."""
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(type(watched).__name__)
        return False


@pytest.mark.parametrize("name", ["Sara", "Luca", "Ada"])
def test_no_other_window_flashes_up(qtbot: QtBot, qapp: QApplication, workplace_store: Path, name: str) -> None:
    watch = Appearing()
    qapp.installEventFilter(watch)
    seat = Seat(qtbot, workplace_store)
    seat.unlock(name)
    seat.settle(lambda: seat.place.person is not None)
    assert len(list(every_page(seat))) >= 2
    seat.leave()
    qapp.removeEventFilter(watch)
    assert watch.seen == ["Shell"]


def test_the_scale_follows_the_keys(sara: Seat) -> None:
    before = sara.look.tokens.scale
    sara.press(Qt.Key.Key_Plus, ctrl=True)
    assert sara.look.tokens.scale > before
    sara.press(Qt.Key.Key_0, ctrl=True)
    assert sara.look.tokens.scale == 1.0


def test_an_arabic_interface_mirrors_the_frame(qtbot: QtBot, workplace_store: Path) -> None:
    seat = Seat(qtbot, workplace_store, "ar")
    bar = seat.shell.bar
    seat.settle(lambda: bar.hide_button.x() < bar.own.x())
    seat.words.set_language("en")
    seat.settle(lambda: bar.hide_button.x() > bar.own.x())
    seat.leave()


def test_every_control_takes_the_letters_of_another_script_with_the_language(sara: Seat) -> None:
    """One that was there before kept the fonts of the language before, and its words fell back on any other."""
    for language in ("ar", "en"):
        sara.words.set_language(language)
        sara.settle()
        seen = [sara.shell, *sara.shell.findChildren(QWidget)]
        assert {tuple(each.font().families()) for each in seen} == {tuple(tokens.families(language))}
        assert {each.font().pixelSize() for each in sara.shell.findChildren(QAbstractButton)} >= {14, 16}


def test_a_notice_never_reads_html(qtbot: QtBot, qapp: QApplication) -> None:
    notice = Notice()
    qtbot.addWidget(notice)
    notice.say("<b>x</b><img src='file:///etc/passwd'>", Kind.WARN)
    assert notice.words.text().startswith("<b>")
    assert notice.words.textFormat() == Qt.TextFormat.PlainText
    assert notice.accessibleName().startswith("<b>")


def test_a_long_line_in_large_letters_scrolls_and_leaves_the_page_its_foot(sara: Seat) -> None:
    """It was cut above and below, and pushed the buttons out of the window."""
    sara.shell.resize(1024, 600)
    sara.shell.say("Something happened that takes many words to tell. " * 2, Kind.STOP)
    notice = sara.shell.notice
    sara.settle(lambda: notice.area.height() == notice.words.heightForWidth(notice.area.width()))
    sara.look.set_scale(2.0)
    sara.shell.say("Something happened that takes many words to tell. " * 12, Kind.STOP)
    sara.settle(lambda: notice.area.verticalScrollBar().isVisible())
    assert notice.height() < 600 // 3
    page = sara.page(Home)
    foot = page.mapTo(sara.shell, page.rect().bottomLeft())
    assert foot.y() < 600


def test_closing_the_window_saves_and_closes_the_store(sara: Seat) -> None:
    sara.leave()
    assert sara.lanes.closed
