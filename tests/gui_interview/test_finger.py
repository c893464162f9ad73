"""A finger moves what scrolls, and a wheel too; neither answers anything on its way. Two taps at once are one."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QPointingDevice, QScrollPrepareEvent, QShortcut, QWheelEvent, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QScrollBar, QWidget

from intake_app.gui.answers.choice_row import ChoiceRow
from intake_app.gui.answers.drawing import DrawingAnswer
from intake_app.gui.answers.image_map import ImageMapAnswer
from intake_app.gui.answers.long_list import LongList
from intake_app.gui.answers.slider import Slider
from intake_app.gui.answers.span import StepsAnswer
from intake_app.gui.answers.text import NumberAnswer
from intake_app.xform import AnswerState
from tests.gui_interview import pad_forms
from tests.gui_interview.conftest import House, Interview
from tests.gui_interview.forms import _HEAD
from tests.gui_interview.test_person_window import opened

pytestmark = [pytest.mark.window, pytest.mark.feature(76)]


def form(body: str, nodes: dict[str, str]) -> bytes:
    binds = "".join(f'<bind nodeset="/data/{name}" type="{kind}"/>' for name, kind in nodes.items())
    made = _HEAD.format(
        title="Hands", id="hands", itext="", nodes="".join(f"<{name}/>" for name in nodes), binds=binds, body=body
    )
    return made.replace("<itext></itext>", "").encode()


def asked(name: str, count: int, look: str = "") -> str:
    items = "".join(f"<item><label>Choice {at}</label><value>c{at}</value></item>" for at in range(count))
    return f'<select1 ref="/data/{name}" appearance="{look}"><label>Question {name}</label>{items}</select1>'


@pytest.fixture(autouse=True)
def unhurried(qapp: QApplication) -> Iterator[None]:
    """Two taps at once are so on a machine that is busy too."""
    usual = qapp.doubleClickInterval()
    qapp.setDoubleClickInterval(2000)
    yield
    qapp.setDoubleClickInterval(usual)


@pytest.fixture(scope="session")
def finger(qapp: QApplication) -> QPointingDevice:
    return QTest.createTouchDevice()


def drag(talk: Interview, finger: QPointingDevice, spot: QPoint, by: int) -> None:
    """A finger put down in the window, moved upwards in small steps and taken away."""
    window = talk.shell.windowHandle()
    QTest.touchEvent(window, finger).press(0, spot).commit()
    for step in range(1, 13):
        QTest.touchEvent(window, finger).move(0, spot - QPoint(0, by * step // 12)).commit()
        QTest.qWait(5)
    QTest.touchEvent(window, finger).release(0, spot - QPoint(0, by)).commit()
    QApplication.processEvents()


def tap(talk: Interview, finger: QPointingDevice, spot: QPoint) -> None:
    window = talk.shell.windowHandle()
    QTest.touchEvent(window, finger).press(0, spot).commit()
    QTest.touchEvent(window, finger).release(0, spot).commit()
    QApplication.processEvents()


def middle(talk: Interview, part: QWidget) -> QPoint:
    return part.mapTo(talk.shell, part.rect().center())


def test_a_list_and_a_page_follow_the_finger_and_only_a_tap_answers(house: House, finger: QPointingDevice) -> None:
    many = asked("b", 25)
    talk = house.start(form(asked("a", 40) + many, {"a": "string", "b": "string"}), size=(1024, 600))
    answer = talk.answer("/data/a")
    assert isinstance(answer, LongList)
    bar = answer.list.verticalScrollBar()
    talk.bot.waitUntil(lambda: bar.maximum() > 0)
    spot = middle(talk, answer.list)
    drag(talk, finger, spot, 120)
    talk.bot.waitUntil(lambda: bar.value() >= 60)
    assert talk.session.value("/data/a") == "", "a finger that moves the list answers nothing"
    talk.bot.waitUntil(lambda: QApplication.activePopupWidget() is None)
    settle(bar)
    tap(talk, finger, spot)
    talk.bot.waitUntil(lambda: talk.session.value("/data/a") != "")


def test_a_page_follows_the_finger_from_above_its_choices(house: House, finger: QPointingDevice) -> None:
    talk = house.start(form(asked("a", 14), {"a": "string"}), size=(1024, 500))
    bar = talk.page.room.scroll.verticalScrollBar()
    talk.bot.waitUntil(lambda: bar.maximum() > 0)
    assert talk.page.sheet is not None
    rows = [row for row in talk.page.sheet.findChildren(ChoiceRow) if row.isVisible()]
    drag(talk, finger, middle(talk, rows[2]), 90)
    talk.bot.waitUntil(lambda: bar.value() > 0)
    assert talk.session.value("/data/a") == "" and not any(row.isDown() for row in rows)


def test_a_finger_on_the_sheet_draws_and_moves_no_page(house: House, finger: QPointingDevice) -> None:
    talk = house.start(pad_forms.drawn(), "English (en)", "Italiano (it)", size=(1024, 480))
    talk.go("/data/sign")
    answer = talk.answer()
    assert isinstance(answer, DrawingAnswer)
    pad = answer.pad
    talk.page.room.scroll.ensureWidgetVisible(pad)
    QApplication.processEvents()
    bar = talk.page.room.scroll.verticalScrollBar()
    stood = bar.value()
    drag(talk, finger, pad.mapTo(talk.shell, pad.paper_rect().center()), 30)
    talk.bot.waitUntil(lambda: not pad.blank)
    assert bar.value() == stood


def test_a_touch_that_leaves_a_picture_has_chosen_no_part(house: House) -> None:
    talk = house.start(pad_forms.mapped(), files={"body.svg": pad_forms.BODY})
    talk.go("/data/one")
    answer = talk.answer()
    assert isinstance(answer, ImageMapAnswer)
    talk.bot.waitUntil(lambda: bool(answer.picture.parts), timeout=15000)
    QApplication.processEvents()
    foot = answer.picture.parts["left_leg"].geometry()
    beside = QPoint(foot.center().x(), foot.bottom() + 6)  # near enough to mean it
    QTest.mousePress(answer.picture, Qt.MouseButton.LeftButton, pos=beside)
    assert talk.session.value("/data/one") == ""
    QTest.mouseRelease(answer.picture, Qt.MouseButton.LeftButton, pos=QPoint(-4000, -4000))
    assert talk.session.value("/data/one") == ""
    QTest.mouseClick(answer.picture, Qt.MouseButton.LeftButton, pos=beside)
    assert talk.session.value("/data/one") == "left_leg"


def test_the_wheel_over_a_slider_scrolls_and_states_nothing(house: House) -> None:
    upright = '<range ref="/data/a" appearance="vertical" start="0" end="10" step="1"><label>Fear</label></range>'
    talk = house.start(form(upright, {"a": "int"}))
    assert talk.page.sheet is not None
    (slider,) = talk.page.sheet.findChildren(Slider)

    def turn() -> None:
        there = QPointF(slider.rect().center())
        for by in (120, -120):
            wheel = QWheelEvent(
                there, slider.mapToGlobal(there), QPoint(), QPoint(0, by), Qt.MouseButton.NoButton,
                Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
            )  # fmt: skip
            QApplication.sendEvent(slider, wheel)

    turn()
    assert talk.session.state("/data/a") is AnswerState.NOT_ASKED
    talk.key(Qt.Key.Key_P, Qt.KeyboardModifier.AltModifier)
    assert talk.session.state("/data/a") is AnswerState.DECLINED
    turn()
    assert talk.session.state("/data/a") is AnswerState.DECLINED and talk.session.value("/data/a") == ""


def test_a_finger_that_crosses_a_slider_states_nothing_and_one_that_moves_it_answers(
    house: House, finger: QPointingDevice
) -> None:
    wide = '<range ref="/data/a" start="0" end="100" step="1"><label>Pain</label></range>'
    tall = '<range ref="/data/b" appearance="vertical" start="0" end="10" step="1"><label>Fear</label></range>'
    more = "".join(f'<input ref="/data/t{at}"><label>Text {at}</label></input>' for at in range(4))
    body = f'<group ref="/data" appearance="field-list"><label>All</label>{wide}{tall}{more}</group>'
    nodes = {"a": "int", "b": "int", **{f"t{at}": "string" for at in range(4)}}
    talk = house.start(form(body, nodes), size=(1024, 480))
    assert talk.page.sheet is not None
    bar = talk.page.room.scroll.verticalScrollBar()
    talk.bot.waitUntil(lambda: len(talk.page.sheet.findChildren(Slider)) == 2 and bar.maximum() > 60)
    across, upright = talk.page.sheet.findChildren(Slider)
    drag(talk, finger, middle(talk, across), 90)
    assert talk.session.state("/data/a") is AnswerState.NOT_ASKED and talk.session.value("/data/a") == ""
    QTest.qWait(QApplication.doubleClickInterval() + 50)
    tap(talk, finger, middle(talk, across))
    talk.bot.waitUntil(lambda: talk.session.value("/data/a") == "50")
    talk.page.room.scroll.ensureWidgetVisible(upright)
    settle(bar)
    stood = bar.value()
    drag(talk, finger, middle(talk, upright), 40)
    talk.bot.waitUntil(lambda: talk.session.value("/data/b") != "")
    assert bar.value() == stood, "what moves the handle moves no page"


def settle(bar: QScrollBar) -> None:
    """Wait until it glides no more."""
    stood = -1
    while stood != bar.value():
        stood = bar.value()
        QTest.qWait(60)


def test_a_list_on_a_page_that_scrolls_too_is_moved_alone(house: House, finger: QPointingDevice) -> None:
    body = f'<group ref="/data" appearance="field-list"><label>All</label>{asked("a", 40)}{asked("b", 14)}</group>'
    talk = house.start(form(body, {"a": "string", "b": "string"}), size=(1024, 600))
    answer = talk.answer("/data/a")
    assert isinstance(answer, LongList)
    page, own = talk.page.room.scroll.verticalScrollBar(), answer.list.verticalScrollBar()
    talk.bot.waitUntil(lambda: page.maximum() > 0 and own.maximum() > 0)
    talk.page.room.scroll.ensureWidgetVisible(answer.list)
    settle(page)
    stood = page.value()
    drag(talk, finger, middle(talk, answer.list), 100)
    talk.bot.waitUntil(lambda: own.value() >= 60)
    assert page.value() == stood and talk.session.value("/data/a") == ""


@pytest.fixture
def quick(house: House) -> Interview:
    names = "abcd"
    return house.start(form("".join(asked(name, 4, "quick") for name in names), dict.fromkeys(names, "string")))


def values(talk: Interview) -> str:
    return " ".join(talk.session.value(f"/data/{name}") or "-" for name in "abcd")


def test_two_taps_at_once_answer_one_question(quick: Interview) -> None:
    def row() -> ChoiceRow:
        assert quick.page.sheet is not None
        return quick.page.sheet.findChildren(ChoiceRow)[1]

    window = quick.shell.windowHandle()
    spot = middle(quick, row())
    QTest.mouseDClick(window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)
    QApplication.processEvents()
    assert quick.ref == "/data/b" and values(quick) == "c1 - - -"
    quick.bot.waitUntil(lambda: not quick.page.room.unseen.waits)
    QTest.mouseClick(window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)
    quick.bot.waitUntil(lambda: values(quick) == "c1 c1 - -")


def test_a_digit_pressed_twice_at_once_answers_one_question_and_another_digit_the_next(quick: Interview) -> None:
    quick.key("2")
    quick.bot.waitUntil(lambda: quick.ref == "/data/b")
    quick.key("2")
    assert values(quick) == "c1 - - -"
    quick.key("3")
    quick.bot.waitUntil(lambda: quick.ref == "/data/c")
    assert values(quick) == "c1 c2 - -"


def test_next_pressed_twice_or_enter_held_passes_no_question_unseen(house: House) -> None:
    names = "abcd"
    talk = house.start(form("".join(asked(name, 4) for name in names), dict.fromkeys(names, "string")))
    talk.key(Qt.Key.Key_Escape)
    for at in range(5):
        held = QKeyEvent(
            QKeyEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", at > 0
        )
        QApplication.sendEvent(QApplication.focusWidget() or talk.page, held)
        QApplication.processEvents()
    assert talk.ref == "/data/b"
    spot = middle(talk, talk.page.room.footer.next_button)
    QTest.mouseDClick(talk.shell.windowHandle(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)
    QApplication.processEvents()
    assert talk.ref == "/data/c"


@pytest.mark.parametrize(
    ("typed", "told"), [("1.500", True), ("12,250", True), ("1.50", False), ("0.500", False), ("1500.125", False)]
)
def test_a_number_whose_sign_may_part_thousands_says_what_it_is_taken_for(house: House, typed: str, told: bool) -> None:
    talk = house.start(form('<input ref="/data/a"><label>How much</label></input>', {"a": "decimal"}))
    answer = talk.answer()
    assert isinstance(answer, NumberAnswer)
    talk.type(typed)
    talk.page.commit()
    echo = answer.meant.text
    assert answer.meant.isVisible() is told and bool(echo) is told
    if typed == "1.500":
        assert talk.session.value("/data/a") == "1.5"
        assert "1.5." in echo and "1500" in echo


def test_a_press_on_a_question_that_came_by_itself_waits_until_it_was_seen(quick: Interview) -> None:
    """A second tap that lies beside the first is no double click."""
    assert quick.page.sheet is not None
    rows = quick.page.sheet.findChildren(ChoiceRow)
    window, places = quick.shell.windowHandle(), [middle(quick, row) for row in rows]
    click(window, places[1])
    quick.bot.waitUntil(lambda: quick.ref == "/data/b")
    click(window, places[2])
    assert values(quick) == "c1 - - -"
    quick.bot.waitUntil(lambda: not quick.page.room.unseen.waits)
    click(window, places[2])
    quick.bot.waitUntil(lambda: values(quick) == "c1 c2 - -")


def test_two_taps_of_the_person_or_a_digit_twice_answer_one_question(quick: Interview) -> None:
    window = opened(quick)
    QTest.keyClick(window, "2")
    quick.bot.waitUntil(lambda: quick.ref == "/data/b" and window.shown is not None and window.shown.ref == "/data/b")
    QTest.keyClick(window, "2")
    assert values(quick) == "c1 - - -"
    quick.bot.waitUntil(lambda: not window.unseen.waits)

    def place(at: int) -> QPoint:
        row = window.findChildren(ChoiceRow)[at]
        return row.mapTo(window, row.rect().center())

    first, second = place(1), place(2)
    click(window.windowHandle(), first)
    quick.bot.waitUntil(lambda: quick.ref == "/data/c" and window.shown is not None and window.shown.ref == "/data/c")
    click(window.windowHandle(), second)
    assert values(quick) == "c1 c1 - -"
    quick.bot.waitUntil(lambda: not window.unseen.waits)
    click(window.windowHandle(), second)
    quick.bot.waitUntil(lambda: values(quick) == "c1 c1 c2 -")


@pytest.mark.parametrize("how", ["key", "taps", "taps of the person"])
def test_a_refusal_that_is_said_twice_at_once_is_said(house: House, how: str) -> None:
    talk = house.start(form(asked("a", 2), {"a": "string"}))
    person = opened(talk) if how == "taps of the person" else None
    block = person.block if person is not None else talk.page.sheet and talk.page.sheet.made["/data/a"]
    assert block is not None
    pill = block.pills[AnswerState.DECLINED]

    def say() -> None:
        if how == "key":
            talk.key(Qt.Key.Key_P, Qt.KeyboardModifier.AltModifier)
        else:
            click(pill.window().windowHandle(), pill.mapTo(pill.window(), pill.rect().center()))

    say()
    say()
    assert talk.session.state("/data/a") is AnswerState.DECLINED and pill.isChecked()
    talk.bot.waitUntil(lambda: not block.just_stated)
    say()
    talk.bot.waitUntil(lambda: talk.session.state("/data/a") is AnswerState.NOT_ASKED)


def test_no_key_of_a_page_repeats_while_it_is_held(house: House) -> None:
    talk = house.start(None)
    keys = talk.shell.findChildren(QShortcut)
    assert {"F7", "Alt+P", "Ctrl+E"} <= {key.key().toString() for key in keys}
    assert [key.key().toString() for key in keys if key.autoRepeat()] == []


TOWNS = "".join(f"<item><name>t{at}</name><label>Town {at}</label><land>c{at}</land></item>" for at in range(6))
TOWN = (
    '<select1 ref="/data/town"><label>Town</label><itemset nodeset="instance(\'t\')/root/item[land = /data/land]">'
    '<value ref="name"/><label ref="label"/></itemset></select1>'
)


def test_the_second_of_two_taps_takes_no_choice_that_a_line_above_has_moved_there(house: House) -> None:
    made = form(asked("land", 6) + TOWN, {"land": "string", "town": "string"})
    inside = f'<instance id="t"><root>{TOWNS}</root></instance><bind '.encode()
    talk = house.start(made.replace(b"<bind ", inside, 1))
    talk.session.answer("/data/land", "c0")
    talk.session.answer("/data/town", "t0")
    talk.go("/data/land")
    assert talk.page.sheet is not None
    row = talk.page.sheet.findChildren(ChoiceRow)[5]
    window, spot = talk.shell.windowHandle(), middle(talk, row)
    stood = row.mapTo(talk.shell, QPoint()).y()
    click(window, spot)
    talk.bot.waitUntil(lambda: talk.page.room.notice.isVisible())
    talk.bot.waitUntil(lambda: row.mapTo(talk.shell, QPoint()).y() != stood)
    click(window, spot + QPoint(40, 0))
    assert talk.session.value("/data/land") == "c5"
    talk.bot.waitUntil(lambda: not talk.page.room.unseen.waits)
    click(window, middle(talk, talk.page.sheet.findChildren(ChoiceRow)[3]))
    assert talk.session.value("/data/land") == "c3", "later it is meant"


RANGE = '<range ref="/data/a" appearance="{look}" start="{start}" end="{end}" step="1"><label>Fear</label></range>'


@pytest.mark.parametrize(("look", "start", "end"), [("rating", 1, 5), ("", 0, 5)], ids=["stars", "steps"])
def test_enter_goes_on_and_gives_no_star(house: House, look: str, start: int, end: int) -> None:
    body = RANGE.format(look=look, start=start, end=end) + asked("b", 4)
    talk = house.start(form(body, {"a": "int", "b": "string"}))
    answer = talk.answer()
    assert isinstance(answer, StepsAnswer)
    for state in (AnswerState.NOT_ASKED, AnswerState.DECLINED):
        if state is AnswerState.DECLINED:
            talk.key(Qt.Key.Key_P, Qt.KeyboardModifier.AltModifier)
        talk.page.begin()
        assert QApplication.focusWidget() in answer.buttons.values()
        talk.key(Qt.Key.Key_Return)
        assert talk.ref == "/data/b" and talk.session.state("/data/a") is state
        talk.page.turn(-1)
        answer = talk.answer()
        assert isinstance(answer, StepsAnswer)
    talk.page.begin()
    talk.key(Qt.Key.Key_Space)
    assert talk.session.value("/data/a") == str(start)


@pytest.mark.parametrize("look", ["vertical", "distress"])
def test_keys_by_which_one_looks_take_no_refusal_back(house: House, look: str) -> None:
    talk = house.start(form(RANGE.format(look=look, start=0, end=30), {"a": "int"}))
    keys = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageDown, Qt.Key.Key_Right)
    talk.page.begin()
    talk.key(Qt.Key.Key_P, Qt.KeyboardModifier.AltModifier)
    for key in keys:
        talk.key(key)
        talk.page.commit()
        assert talk.session.state("/data/a") is AnswerState.DECLINED and talk.session.value("/data/a") == ""
    talk.key(Qt.Key.Key_Space)
    talk.page.commit()
    assert talk.session.state("/data/a") is AnswerState.ANSWERED, "an explicit key does"
    talk.key(Qt.Key.Key_End)
    talk.page.commit()
    assert talk.session.value("/data/a") == "30"


@pytest.mark.parametrize("look", ["vertical", "distress"])
def test_keys_move_a_slider_as_soon_as_space_has_answered_over_a_refusal(house: House, look: str) -> None:
    """The second of two quick keys was lost: the answer is heard of a moment after the first."""
    talk = house.start(form(RANGE.format(look=look, start=0, end=30), {"a": "int"}))
    talk.page.begin()
    talk.key(Qt.Key.Key_P, Qt.KeyboardModifier.AltModifier)
    assert talk.session.state("/data/a") is AnswerState.DECLINED
    talk.key(Qt.Key.Key_Space)
    talk.key(Qt.Key.Key_End)
    talk.page.commit()
    assert talk.session.value("/data/a") == "30"


def test_what_is_left_of_a_filter_lets_everything_pass(house: House) -> None:
    """Qt asks it also when Python has let go of all it holds."""
    talk = house.start(form(asked("a", 40), {"a": "string"}))
    areas = [one.viewport() for one in talk.shell.findChildren(QAbstractScrollArea)]
    guards = [child for area in areas for child in area.children() if type(child).__name__ == "_Guard"]
    assert guards
    spot = QPointF(4, 4)
    for guard in guards:
        guard.__dict__.clear()
        for event in (QScrollPrepareEvent(spot), QEvent(QEvent.Type.MouseMove), QEvent(QEvent.Type.User)):
            assert guard.eventFilter(guard.parent(), event) is False


def click(window: QWindow, spot: QPoint) -> None:
    QTest.mouseClick(window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)
    QApplication.processEvents()
