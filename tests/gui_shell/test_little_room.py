"""What is left where there is little room: pages one goes to, heights of words, one line at the foot."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QStyle, QStyleOptionComboBox, QWidget
from pytestqt.qtbot import QtBot

from intake_app import workflow
from intake_app.gui.controls import Button
from intake_app.gui.desk import Desk
from intake_app.gui.hand_over_page import HandOverPage
from intake_app.gui.home import Home
from intake_app.gui.information_page import InformationPage
from intake_app.gui.interview import InterviewPage
from intake_app.gui.interview_footer import Footer
from intake_app.gui.menu_pill import MenuPill
from intake_app.gui.more_pill import MorePill
from intake_app.gui.people import People
from intake_app.gui.server_page import AddServer
from intake_app.gui.server_words import ready_words
from intake_app.gui.slip_service import _tells
from intake_app.gui.slip_sheet import SheetForm
from intake_app.gui.tokens import Space
from intake_app.gui.words import Words
from tests.gui_shell.windows import Seat
from tests.slips.examples import sample_directory

pytestmark = pytest.mark.window


def opened_by_down(pill: MenuPill) -> None:
    """Down opens the menu at its first entry, and it is heard which."""
    pill.setFocus()
    QTest.keyClick(pill, Qt.Key.Key_Down)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu) and menu is pill.menu()
    first = next(one for one in menu.actions() if one.isEnabled())
    assert menu.activeAction() is first
    told = QAccessible.queryAccessibleInterface(menu)
    assert told is not None and told.text(QAccessible.Text.Name) == (pill.accessibleName() or pill.text()) != ""
    menu.close()


@pytest.mark.qt_log_ignore(r"does not support (raise|grabbing|propagateSizeHints)", extend=True)
def test_where_the_bar_is_narrow_one_pill_leads_to_every_page_and_the_keys_stay(sara: Seat) -> None:
    bar = sara.shell.bar
    assert bar.pages.isHidden() and bar.own.isVisible()
    sara.shell.setMinimumSize(300, 200)
    sara.shell.resize(330, 400)
    sara.bot.waitUntil(bar.pages.isVisible)
    assert bar.own.isHidden() and bar.pages.text() == sara.page(Home).title()
    assert bar.pages.sizeHint().width() <= bar.pages.width()
    sara.press(Qt.Key.Key_F3)
    assert isinstance(sara.shell.page, Desk) and bar.pages.text() == sara.shell.page.title()
    opened_by_down(bar.pages)
    menu = bar.pages.menu()
    menu.aboutToShow.emit()
    listed = menu.actions()
    assert [action.text() for action in listed] == [page.title() for page in sara.shell.pages()]
    assert [action.isChecked() for action in listed].count(True) == 1
    listed[-1].trigger()
    assert isinstance(sara.shell.page, People)
    sara.shell.show_page(AddServer(sara.words, sara.lanes, sara.look))
    assert bar.pages.isVisible(), "the way back to a page of the navigation"
    sara.shell.resize(1366, 768)
    sara.bot.waitUntil(bar.own.isVisible)
    assert bar.pages.isHidden()


@pytest.mark.parametrize(
    ("name", "kind", "tells"),
    [
        ("Servizio sociale del Comune, area minori", "servizi sociali del Comune", True),
        ("Prefettura, accoglienza", "prefettura", True),
        ("Ente del territorio, sportello di ascolto", "progetto di protezione e sostegno (art. 18)", False),
        ("Questura", "polizia", False),
        ("الخدمة الاجتماعية في البلدية", "الخدمات الاجتماعية في البلدية", True),
        ("Ser Piero", "ser", True),
        ("", "prefettura", False),
    ],
)
def test_a_name_that_says_its_kind_is_not_followed_by_it(name: str, kind: str, tells: bool) -> None:
    assert _tells(name, kind) is tells


def test_who_adds_a_server_is_told_what_waits_for_it(qtbot: QtBot, workplace_store: Path) -> None:
    """Records were agreed to before it was there: whether they go there is somebody's to say."""
    seat = Seat(qtbot, workplace_store)
    seat.unlock("Ada")
    page = AddServer(seat.words, seat.lanes, seat.look)
    seat.shell.show_page(page)
    seat.type(page.name_line, "Quay")
    seat.type(page.url_line, "https://central.example/v1/key/abc/projects/1")
    page.add_server()
    seat.settle(lambda: seat.shell.page is not page)
    seat.settle()
    found: list[workflow.ServerFacts] = []
    seat.lanes.vault(workflow.server_facts, found.extend)
    seat.settle(lambda: bool(found))
    (facts,) = found
    assert facts.waiting + facts.uncovered > 0
    told = seat.shell.notice.words.text()
    assert told == ready_words(facts, seat.words)
    assert str(facts.waiting or facts.uncovered) in told and "Quay" in told
    for waiting, uncovered, word in ((1, 0, "1 record waits"), (2, 0, "2 records wait"), (0, 0, "questionnaires next")):
        assert word in ready_words(replace(facts, waiting=waiting, uncovered=uncovered), Words("en"))
    seat.leave()


@pytest.mark.parametrize("language", ["it", "fr", "ar", "en"])
def test_the_foot_of_an_interview_is_one_line_where_fewer_words_have_room(qtbot: QtBot, language: str) -> None:
    words = Words(language)
    foot = Footer(words)
    qtbot.addWidget(foot)
    foot.say_concluding(on=True)
    foot.resize(1366, 80)
    foot.show()
    high = foot.sizeHint().height()
    foot.resize(foot._wide(1) + 8, 80)
    qtbot.waitUntil(lambda: foot.next_button.y() < foot.stop_button.geometry().bottom())
    assert foot.sizeHint().height() <= high
    assert words("Stop and resume later") in foot.stop_button.text()


@pytest.mark.parametrize(
    ("direction", "white"), [("LeftToRight", (0, Space.MEDIUM)), ("RightToLeft", (Space.MEDIUM, 0))]
)
def test_white_stands_where_a_sheet_scrolls_on_either_side(
    sara: Seat, direction: str, white: tuple[int, int]
) -> None:
    form = SheetForm(sara.words, sara.look, sample_directory())
    form.setLayoutDirection(Qt.LayoutDirection[direction])
    form.resize(600, 1600)
    form.show()
    sara.settle()
    card = form.recipient_field.parentWidget()
    assert card is not None
    assert (card.x(), form.width() - card.geometry().right() - 1) == white
    form.close()


def squeezed(part: QWidget) -> list[str]:
    """Buttons of a part that are narrower than their words."""
    shown = [one for one in part.findChildren(Button) if one.isVisible()]
    return [one.text() for one in shown if one.width() < one.wanted(keyed=False)]


@pytest.mark.qt_log_ignore(r"does not support (raise|grabbing|propagateSizeHints)", extend=True)
def test_the_menu_of_a_foot_opens_by_down_and_is_heard_by_its_name(qtbot: QtBot, workplace_store: Path) -> None:
    sara = Seat(qtbot, workplace_store, "ar", (683, 384))
    sara.look.set_scale(1.5)
    sara.unlock("Sara")
    sara.settle(lambda: sara.place.person is not None)
    (more,) = sara.page(Home).footer.findChildren(MorePill)
    qtbot.waitUntil(more.isVisible)
    opened_by_down(more)
    sara.leave()


@pytest.mark.parametrize("language", ["it", "ar"])
def test_what_a_foot_has_no_room_for_is_in_a_menu_and_keeps_its_keys(
    qtbot: QtBot, workplace_store: Path, language: str
) -> None:
    """A laptop whose screen is set to twice the size, and the program to one and a half times beside it."""
    sara = Seat(qtbot, workplace_store, language, (683, 384))
    sara.look.set_scale(1.5)
    sara.unlock("Sara")
    sara.settle(lambda: sara.place.person is not None)
    home = sara.page(Home)
    sara.settle(lambda: bool(home.table.rows))
    (more,) = home.footer.findChildren(MorePill)
    qtbot.waitUntil(more.isVisible)
    assert squeezed(home) == [] and home.new.isVisible()
    assert home.footer.height() < sara.shell.height() / 3, "the list is what one came for"
    menu = more.menu()
    menu.aboutToShow.emit()
    hidden = [one for one in (home.papers, home.anew, home.discard, home.hand_over, home.resume) if not one.isVisible()]
    told = [(*one.text().split("\t"), "")[:2] for one in menu.actions()]
    assert home.anew in hidden and told == [(one.text(), one.key_words) for one in hidden], "each with its key"
    assert home.hand_over in hidden
    home.hand_over.hide()  # as the page does where nothing is chosen
    sara.press(Qt.Key.Key_H, ctrl=True)
    assert sara.shell.page is home, "no key presses what no menu offers"
    home.hand_over.show()
    sara.press(Qt.Key.Key_H, ctrl=True)
    assert isinstance(sara.shell.page, HandOverPage)
    sara.shell.leave_page()
    sara.settle()
    sara.press(Qt.Key.Key_D, ctrl=True)
    sara.settle(lambda: isinstance(sara.shell.page, InterviewPage))
    page = sara.page(InterviewPage)
    qtbot.waitUntil(lambda: squeezed(page.room.footer) == [] and squeezed(sara.shell.bar) == [])
    assert page.room.footer.next_button.isVisible() and page.room.footer.back_button.isVisible()
    sara.shell.resize(1366, 768)
    sara.look.set_scale(1.0)
    foot = page.room.footer
    qtbot.waitUntil(lambda: foot.stop_button.isVisible() and foot.panel_button.isVisible())
    qtbot.waitUntil(lambda: not foot.findChildren(MorePill)[0].isVisible() and squeezed(foot) == [])
    sara.leave()


def test_the_month_of_what_was_given_is_read_whole_in_a_small_window_of_large_letters(
    qtbot: QtBot, workplace_store: Path
) -> None:
    ada = Seat(qtbot, workplace_store, "it", (683, 384))
    ada.look.set_scale(2.0)
    ada.unlock("Ada")
    ada.settle(lambda: ada.place.person is not None)
    page = ada.own(InformationPage)
    ada.shell.show_page(page)
    choice = page.month_choice
    box, part = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxEditField

    def whole() -> bool:
        option = QStyleOptionComboBox()
        choice.initStyleOption(option)
        room = choice.style().subControlRect(box, option, part, choice).width()
        return bool(choice.currentText()) and choice.fontMetrics().horizontalAdvance(choice.currentText()) <= room

    qtbot.waitUntil(whole)
    ada.leave()
