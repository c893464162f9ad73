"""The list of questions over a page keeps the keyboard and what was typed, whichever language comes."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextLayout
from PySide6.QtWidgets import QApplication, QListWidget, QListWidgetItem, QStyle, QStyleOptionViewItem

from intake_app.gui.interview_course import FINISH
from intake_app.xform import AnswerState
from tests.gui_interview import forms
from tests.gui_interview.conftest import House, Interview
from tests.xform.forms import xform

pytestmark = pytest.mark.window

AR, BN, EN, IT = "العربية (ar)", "বাংলা (bn)", "English (en)", "Italiano (it)"
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


def listed(house: House) -> Interview:
    talk = house.start(forms.kinds(), EN, AR)
    talk.go("/data/one")
    talk.key("j", CTRL)
    assert talk.page.room.jump_list.isVisible()
    return talk


def test_the_list_of_questions_is_told_anew_and_keeps_the_keyboard_and_what_was_typed(house: House) -> None:
    talk = listed(house)
    before = talk.page.room.jump_list.filter.placeholderText()
    talk.type("4")
    talk.key("l", CTRL)
    jump_list = talk.page.room.jump_list
    assert jump_list.isVisible() and jump_list.filter.placeholderText() != before
    assert jump_list.list.item(jump_list.list.count() - 1).text() == talk.page.words("Finish")
    assert jump_list.filter.text() == "4"
    talk.type("2")
    assert jump_list.filter.text() == "42" and jump_list.filter.hasFocus()
    assert talk.session.value("/data/one") == "", "no digit answers behind the list"


def test_the_list_stands_where_it_stood_and_gives_the_keyboard_back_to_the_question(house: House) -> None:
    talk = listed(house)
    jump_list = talk.page.room.jump_list
    for _ in range(2):
        talk.key(Qt.Key.Key_Up)
    at = jump_list.list.currentRow()
    for key in ("l", "e", "j"):
        talk.key(key, CTRL)
        assert jump_list.filter.hasFocus(), key
        assert key == "j" or jump_list.list.currentRow() == at, key
    talk.key(Qt.Key.Key_Escape)
    assert talk.page.sheet is not None
    held = QApplication.focusWidget()
    assert held is not None and talk.page.sheet.isAncestorOf(held), "not the field that is gone"


def test_keys_do_nothing_to_the_question_beneath_the_list(house: House) -> None:
    talk = listed(house)
    for key in ("n", "p", Qt.Key.Key_Left):
        talk.key(key, ALT)
    assert talk.session.state("/data/one") == AnswerState.NOT_ASKED
    assert talk.ref == "/data/one" and talk.page.room.jump_list.isVisible()
    talk.key(Qt.Key.Key_Escape)
    talk.key("n", ALT)
    assert talk.session.state("/data/one") == AnswerState.DOES_NOT_KNOW


def test_a_page_that_is_turned_by_its_button_is_seen(house: House) -> None:
    talk = listed(house)
    talk.click(talk.page.room.footer.next_button)
    assert talk.ref == "/data/many" and talk.page.room.jump_list.isHidden()


def test_the_keyboard_goes_round_in_the_list(house: House) -> None:
    talk = listed(house)
    jump_list = talk.page.room.jump_list
    for key in (Qt.Key.Key_Tab, Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Tab):
        talk.key(key)
        held = QApplication.focusWidget()
        assert held is not None and jump_list.isAncestorOf(held)
    talk.page.setFocus()
    for pressed in ("2", "n", Qt.Key.Key_Return, Qt.Key.Key_Backspace):
        talk.key(pressed)
    assert talk.session.value("/data/one") == "" and talk.session.state("/data/one") == AnswerState.NOT_ASKED
    assert talk.ref == "/data/one"


def test_the_list_tells_what_changes_behind_it_and_stays_within_the_page(house: House) -> None:
    talk = listed(house)
    jump_list = talk.page.room.jump_list
    told = jump_list.list.currentItem().text()
    talk.page.answering.apply(talk.session.answer("/data/one", "b"))
    talk.bot.waitUntil(lambda: jump_list.list.currentItem().text().startswith(f"{told} —"))
    talk.shell.resize(640, 400)
    talk.bot.waitUntil(lambda: talk.page.rect().contains(jump_list.geometry()))


@pytest.mark.parametrize("walks", [False, True])
def test_when_somebody_comes_near_the_list_goes_and_the_keyboard_is_in_a_question(house: House, walks: bool) -> None:
    talk = house.start()
    talk.go("/data/safety/understands")
    jump_list = talk.page.room.jump_list
    talk.key("j", CTRL)
    if walks:
        talk.key(Qt.Key.Key_Tab)
    talk.key(Qt.Key.Key_F7)
    held = QApplication.focusWidget()
    assert talk.page.simple and jump_list.isHidden() and jump_list.list.count() == 0
    assert held is not None and held.isVisible() and not jump_list.isAncestorOf(held)
    sheet = talk.page.sheet
    assert sheet is not None and sheet.isAncestorOf(held)
    ref = next(ref for ref, block in sheet.made.items() if block.isAncestorOf(held))
    talk.key("1")
    assert talk.session.value(ref)


def test_a_page_that_is_chosen_beside_the_list_closes_it(house: House) -> None:
    talk = house.start(forms.kinds(), EN, AR, (1600, 900))
    talk.bot.waitUntil(lambda: bool(talk.page.room.outline.rows) and talk.page.room.outline.isVisible())
    talk.key("j", CTRL)
    talk.click(talk.page.room.outline.rows[-1])
    assert talk.page.room.jump_list.isHidden() and talk.ref == FINISH
    held = QApplication.focusWidget()
    assert held is not None and held.isVisible() and not talk.page.room.jump_list.isAncestorOf(held)


def test_enter_goes_to_nothing_where_nothing_was_found(house: House) -> None:
    talk = listed(house)
    talk.type("zzzz")
    talk.key(Qt.Key.Key_Return)
    assert talk.page.room.jump_list.isVisible() and talk.ref == "/data/one"
    for _each in range(4):
        talk.key(Qt.Key.Key_Backspace)
    talk.type("story")
    talk.key(Qt.Key.Key_Return)
    assert talk.ref == "/data/story"


@pytest.mark.parametrize("size", [(1024, 600), (683, 384)])
@pytest.mark.parametrize(
    ("words", "person", "mediator"), [("ar", EN, AR), ("ar", AR, EN), ("it", AR, IT), ("bn", EN, BN)]
)
def test_with_large_letters_no_line_of_the_list_is_cut(
    house: House, size: tuple[int, int], words: str, person: str, mediator: str
) -> None:
    """Of a question fifteen letters were seen, and the mark behind it had lost its first one."""
    house.words.set_language(words)
    talk = house.start(None, person, mediator, size)
    talk.page.look.set_scale(2.0)
    for _turn in range(3):
        talk.page.turn(1)
    talk.page.jumping.open()
    QApplication.processEvents()
    sheet = talk.page.room.jump_list
    lines, page = sheet.list, talk.page.rect()
    assert page.contains(sheet.geometry()) and not sheet.filter.geometry().intersects(lines.geometry())
    assert lines.viewport().height() >= talk.page.look.tokens.px(60), "a whole line and more"
    broken = [at for at in range(lines.count()) if words_cut(lines, lines.item(at)) is None]
    assert broken, "some are longer than a line"
    assert [lines.item(at).text() for at in range(lines.count()) if words_cut(lines, lines.item(at))] == []
    unanswered = talk.page.words("Not answered yet")
    assert any(unanswered in lines.item(at).text() for at in range(lines.count()))
    shown = lines.visualItemRect(lines.currentItem())
    assert lines.viewport().rect().contains(shown.center())


def test_a_long_question_is_found_by_its_end_and_heard_whole_though_its_beginning_is_shown(house: House) -> None:
    label = "Where " + "and again where " * 12 + "was the zebra"
    body = f'<input ref="/data/q"><label>{label}</label></input>'
    talk = house.start(xform("<q/>", '<bind nodeset="/data/q" type="string"/>', body))
    talk.page.jumping.open()
    talk.type("zebra")
    lines = talk.page.room.jump_list.list
    item = lines.currentItem()
    assert not item.isHidden() and item.text().endswith("where …") and len(item.text()) < 130
    assert item.data(Qt.ItemDataRole.AccessibleTextRole).endswith("zebra")


def words_cut(lines: QListWidget, item: QListWidgetItem) -> bool | None:
    """Whether words have no room where they are drawn; None where they have it in several lines."""
    option, index = QStyleOptionViewItem(), lines.indexFromItem(item)
    lines.initViewItemOption(option)
    lines.itemDelegate().initStyleOption(option, index)
    option.rect = lines.visualItemRect(item)
    room = lines.style().subElementRect(QStyle.SubElement.SE_ItemViewItemText, option, lines)
    edge = lines.style().pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin, None, lines) + 1
    layout = QTextLayout(item.text(), option.font)
    layout.beginLayout()
    tall, count = 0.0, 0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(room.width() - 2 * edge)
        if line.naturalTextWidth() > room.width() - 2 * edge + 1:
            return True
        tall, count = tall + line.height(), count + 1
    layout.endLayout()
    return True if tall > room.height() + 1 else None if count > 1 else False
