"""The keyboard is never out of sight, and Tab goes from a question to its first choice."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QScrollBar, QWidget

from intake_app.gui.answers.choice_row import ChoiceRow
from intake_app.gui.answers.choices import ChoiceGrid
from intake_app.gui.controls import Kind
from intake_app.gui.interview_course import FINISH
from intake_app.gui.interview_finish import FinishPage
from intake_app.gui.tokens import Space
from tests.gui_interview import forms
from tests.gui_interview.conftest import House, Interview
from tests.gui_interview.test_differing import concluded

pytestmark = pytest.mark.window

AR, IT, EN = "العربية (ar)", "Italiano (it)", "English (en)"
CTRL = Qt.KeyboardModifier.ControlModifier
TOWNS = [[f"Citta{chr(65 + at)}", f"مدينة{at}"] for at in range(14)]


def low(house: House, form: bytes, scale: float) -> Interview:
    talk = house.start(form, IT, AR, size=(1024, 600))
    talk.page.look.set_scale(scale)
    return talk


def held() -> QWidget:
    part = QApplication.focusWidget()
    assert part is not None
    return part


def is_seen(part: QWidget, place: QRect | None = None) -> bool:
    """Whether all of a part, or of a place in it, is painted in the window."""
    return part.visibleRegion().boundingRect().contains(place or part.rect())


@pytest.mark.parametrize("keys", ["Down Down Down Down Down Down", "1 4", "c i t t a n"])
def test_a_row_that_gets_the_keyboard_is_seen(house: House, keys: str) -> None:
    talk = low(house, forms.listed(TOWNS), 1.5)
    talk.go("/data/towns")
    for key in keys.split():
        talk.key(getattr(Qt.Key, f"Key_{key}") if len(key) > 1 else key)
    assert isinstance(held(), ChoiceRow)
    talk.bot.waitUntil(lambda: is_seen(held()))
    assert talk.page.room.scroll.verticalScrollBar().value() > 0, "there was no room for it before"


def test_a_line_of_a_table_that_gets_the_keyboard_is_seen(house: House) -> None:
    talk = low(house, forms.tabled(12), 1.0)
    for _ in range(12):
        talk.key(Qt.Key.Key_Down)
    assert isinstance(held(), ChoiceRow)
    talk.bot.waitUntil(lambda: is_seen(held()))
    assert talk.page.room.scroll.verticalScrollBar().value() > 0


def test_a_row_of_a_list_within_the_page_is_seen(house: House) -> None:
    talk = low(house, forms.listed(TOWNS), 1.25)
    talk.go("/data/folded_long")
    talk.key(Qt.Key.Key_Space)
    for _ in range(12):
        talk.key(Qt.Key.Key_Down)
    rows = held()
    assert isinstance(rows, QAbstractItemView) and rows.currentIndex().row() == 11
    talk.bot.waitUntil(lambda: is_seen(rows.viewport(), rows.visualRect(rows.currentIndex())))


def test_a_row_in_the_persons_own_window_is_seen(house: House) -> None:
    talk = low(house, forms.listed(TOWNS), 1.5)
    talk.go("/data/towns")
    talk.key("d", CTRL)
    window = talk.page.person_view.window
    assert window is not None and window.block is not None
    window.resize(700, 420)
    rows = window.block.answer
    assert isinstance(rows, ChoiceGrid)
    talk.bot.waitUntil(lambda: rows.height() > window.height())
    rows.rows[0].setFocus(Qt.FocusReason.OtherFocusReason)
    for _ in range(13):
        talk.key(Qt.Key.Key_Down)
    assert held() is not rows.rows[0]
    talk.bot.waitUntil(lambda: is_seen(held()))
    talk.page.person_view.close()


def test_a_question_that_has_the_keyboard_itself_is_shown_from_its_words(house: House) -> None:
    talk = low(house, forms.listed(TOWNS), 1.5)
    talk.go("/data/towns")
    assert isinstance(held(), ChoiceGrid)
    talk.bot.wait(400)  # longer than what follows the keyboard looks again
    assert talk.page.room.scroll.verticalScrollBar().value() == 0


@pytest.mark.parametrize("turned", [False, True])
def test_tab_goes_to_the_first_choice_and_back(house: House, turned: bool) -> None:
    talk = house.start(forms.looks(), EN)
    talk.go("/data/long" if turned else "/data/few")
    if turned:
        talk.key(Qt.Key.Key_Return, CTRL)
    assert talk.ref == "/data/few"
    answer = talk.answer()
    assert isinstance(answer, ChoiceGrid) and answer.hasFocus()
    talk.key(Qt.Key.Key_Tab)
    assert held() is answer.rows[0]
    talk.page.begin()
    talk.key(Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert held() is not answer and not answer.isAncestorOf(held())
    assert not talk.page.room.footer.isAncestorOf(held()), "it goes back, not round"


def test_tab_goes_to_the_first_choice_in_the_first_page_of_all(house: House) -> None:
    talk = house.start(forms.tabled(), IT, AR)
    answer = talk.answer("/data/table/line0")
    assert isinstance(answer, ChoiceGrid) and answer.hasFocus()
    talk.key(Qt.Key.Key_Tab)
    assert held() is answer.rows[0]


def test_tab_goes_from_words_that_are_only_read_to_the_foot(house: House) -> None:
    talk = house.start(forms.kinds(), EN, AR)
    talk.go("/data/note")
    sheet = talk.page.sheet
    assert sheet is not None and sheet.blocks["/data/note"].card.hasFocus()
    talk.key(Qt.Key.Key_Tab)
    assert held() is talk.page.room.footer.back_button


def test_the_reason_that_is_open_is_seen_at_the_end(house: House) -> None:
    talk = concluded(house, "yes", "no_indication_now")
    talk.shell.resize(1024, 600)
    talk.page.look.set_scale(2.0)
    talk.go(FINISH)
    finish = talk.page.centre
    assert isinstance(finish, FinishPage)
    finish.begin()
    assert held() in (*finish.links.values(), *finish.concluding.buttons.values())
    talk.bot.waitUntil(lambda: is_seen(held()))


def _a_notice(talk: Interview) -> None:
    talk.page.room.notice.say_in_turn(lambda: ("Something long to say. " * 6, "Undo"), Kind.WARN, lambda: None)


LESS_ROOM: dict[str, Callable[[Interview], None]] = {
    "smaller": lambda talk: talk.shell.resize(683, 384),
    "the panel": lambda talk: talk.key(Qt.Key.Key_F8),
    "a notice": _a_notice,
    "simple questions only": lambda talk: talk.key(Qt.Key.Key_F7),
}


@pytest.mark.parametrize("happened", LESS_ROOM)
def test_what_has_the_keyboard_stays_in_sight_where_there_is_less_room(house: House, happened: str) -> None:
    talk = low(house, forms.listed(TOWNS), 1.0)
    talk.go("/data/towns")
    for _ in range(8):
        talk.key(Qt.Key.Key_Down)
    row = held()
    talk.bot.waitUntil(lambda: is_seen(row))
    talk.bot.wait(400)  # longer than the page is looked at after the keyboard went there
    LESS_ROOM[happened](talk)
    talk.bot.wait(50)
    talk.bot.waitUntil(lambda: held() is row and is_seen(row))


def test_who_scrolled_away_is_left_there(house: House) -> None:
    talk = low(house, forms.listed(TOWNS), 1.0)
    talk.go("/data/towns")
    for _ in range(8):
        talk.key(Qt.Key.Key_Down)
    row, bar = held(), talk.page.room.scroll.verticalScrollBar()
    talk.bot.waitUntil(lambda: is_seen(row))
    talk.bot.wait(400)
    bar.triggerAction(QScrollBar.SliderAction.SliderToMinimum)
    talk.bot.wait(50)
    assert bar.value() == 0 and not is_seen(row)
    _a_notice(talk)
    talk.bot.wait(200)
    assert bar.value() == 0, "what one reads does not go away"


GONE_TO: dict[str, Callable[[Interview, str], None]] = {
    "a place": lambda talk, ref: talk.page.go(ref),
    "back from the end": lambda talk, ref: (talk.go(FINISH), talk.page.go(ref))[1],
    "another language": lambda talk, ref: (talk.page.go(ref), talk.key("l", CTRL))[1],
    "larger": lambda talk, ref: (talk.page.go(ref), talk.page.look.set_scale(1.25))[1],
}


@pytest.mark.parametrize("width", [683, 1366])
@pytest.mark.parametrize("gone", GONE_TO)
def test_a_question_that_is_gone_to_is_seen_from_its_beginning(house: House, gone: str, width: int) -> None:
    talk = house.start(forms.tabled(14), IT, AR, size=(width, 600))
    talk.page.look.set_scale(1.0)
    ref = "/data/table/line11"
    GONE_TO[gone](talk, ref)

    def seen() -> bool:
        sheet = talk.page.sheet
        block = sheet.made.get(ref) if sheet is not None else None
        if block is None or not block.isAncestorOf(held()):
            return False
        top = block.mapTo(talk.page.room.scroll.viewport(), block.rect().topLeft()).y()
        room = talk.page.room.scroll.viewport().height()
        return top >= 0 and top + (block.height() if block.height() + 2 * Space.SMALL <= room else room // 2) <= room

    talk.bot.wait(400)
    talk.bot.waitUntil(seen)
    talk.key("2")
    assert talk.session.value(ref) != ""


def test_of_what_is_higher_than_the_window_the_beginning_is_seen(house: House) -> None:
    long = [[f"Citta {at} " + "molto lunga " * 30, f"مدينة{at} " + "طويلة " * 30] for at in range(4)]
    talk = house.start(forms.listed(long), IT, AR, size=(683, 384))
    talk.page.look.set_scale(2.0)
    talk.go("/data/towns")
    area = talk.page.room.scroll
    for _ in range(2):
        talk.key(Qt.Key.Key_Down)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
        talk.key(key)
        row = held()
        assert isinstance(row, ChoiceRow) and row.height() > area.viewport().height()
        talk.bot.waitUntil(lambda row=row: abs(row.mapTo(area.viewport(), row.rect().topLeft()).y()) <= Space.NORMAL)
    bar = area.verticalScrollBar()
    bar.triggerAction(QScrollBar.SliderAction.SliderSingleStepAdd)
    there = row.mapTo(talk.shell, row.rect().topLeft()).y()
    talk.page.room.notice.say_in_turn(lambda: ("Something", ""), Kind.NEUTRAL)
    talk.bot.waitUntil(talk.page.room.notice.isVisible)
    talk.bot.wait(400)  # longer than what follows the keyboard looks again
    now = row.mapTo(talk.shell, row.rect().topLeft()).y()
    assert now == there, "who reads on in it is left there, and nothing moves under a pointer"
