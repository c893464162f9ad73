"""Locking by itself, with a clock of our own."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from intake_app.gui.home import Home
from intake_app.gui.idle import IdleWatch
from intake_app.gui.interview import InterviewPage
from intake_app.gui.page import IDLE_SECONDS, IDLE_SECONDS_IN_INTERVIEW
from tests.gui_shell.windows import Replaced, Seat

pytestmark = pytest.mark.window


class Clock:
    """Seconds that pass when told."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    """A clock."""
    return Clock()


@pytest.fixture
def watch(qapp: QApplication, clock: Clock) -> IdleWatch:
    """A watch of three minutes."""
    made = IdleWatch(qapp, clock)
    made.start(180)
    return made


def test_the_last_seconds_are_counted_down(watch: IdleWatch, clock: Clock) -> None:
    told: list[int] = []
    watch.warning.connect(told.append)
    for passed in (100, 149, 154.5, 179.5):
        clock.now = 1000 + passed
        watch.look()
    assert told == [26, 1]


def test_it_expires_once(watch: IdleWatch, clock: Clock) -> None:
    told: list[bool] = []
    watch.expired.connect(lambda: told.append(True))
    clock.now += 180
    watch.look()
    assert told == [True]
    assert not watch._tick.isActive()


def test_a_key_after_a_long_sleep_comes_too_late(
    watch: IdleWatch, clock: Clock, qtbot: QtBot, qapp: QApplication
) -> None:
    """The machine slept and nobody told: the first key may be heard before the clock is looked at."""
    window = QWidget()
    qtbot.addWidget(window)
    told: list[bool] = []
    watch.expired.connect(lambda: told.append(True))
    clock.now += 8 * 3600
    QTest.keyClick(window, Qt.Key.Key_A)
    QTest.keyClick(window, Qt.Key.Key_B)
    assert told == [True]


def test_sleep_counts_as_idleness(watch: IdleWatch, clock: Clock, qtbot: QtBot) -> None:
    clock.now += 8 * 3600
    with qtbot.waitSignal(watch.expired):
        watch.look()


def test_a_key_starts_it_again(watch: IdleWatch, clock: Clock, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    told: list[int] = []
    watch.warning.connect(told.append)
    clock.now += 170
    watch.look()
    QTest.keyClick(window, Qt.Key.Key_A)
    assert told == [11, 0]
    clock.now += 100
    watch.look()
    assert told == [11, 0]


def test_a_movement_of_the_mouse_starts_it_again(watch: IdleWatch, clock: Clock, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(200, 200)
    window.show()
    qtbot.waitExposed(window)
    told: list[int] = []
    watch.warning.connect(told.append)
    clock.now += 170
    watch.look()
    QTest.mouseMove(window.windowHandle(), QPoint(40, 50))
    qtbot.waitUntil(lambda: told == [11, 0])


def test_pages_lock_in_three_minutes_and_an_interview_in_ten() -> None:
    assert (IDLE_SECONDS, IDLE_SECONDS_IN_INTERVIEW) == (180, 600)


def test_each_page_is_counted_as_long_as_it_may(sara: Seat, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """The frame itself starts the count, with the seconds of the page that is in front."""
    idle, home = sara.shell.idle, sara.page(Home)
    told: list[int] = []
    idle.warning.connect(told.append)
    monkeypatch.setattr(idle, "_clock", clock)
    for page, seconds in ((home, 180), (InterviewPage, 600)):
        if page is InterviewPage:
            sara.press(Qt.Key.Key_Return, on=home.table)
            sara.settle(lambda: isinstance(sara.shell.page, InterviewPage))
        idle.touch()
        told.clear()
        clock.now += seconds - 31
        idle.look()
        assert told == []
        clock.now += 30
        idle.look()
        assert told == [2]
    idle.start(0)


def test_before_anybody_is_in_nothing_is_counted(seat: Seat) -> None:
    assert not seat.shell.idle._tick.isActive()


def test_the_bar_counts_down_and_the_end_hides(sara: Seat) -> None:
    bar, idle = sara.shell.bar, sara.shell.idle
    idle.warning.emit(7)
    assert bar.countdown.isVisible()
    assert bar.countdown.text() == "Locks in 7 seconds"
    idle.warning.emit(0)
    assert bar.countdown.isHidden()
    with pytest.raises(Replaced), sara.bot.capture_exceptions() as caught:
        idle.expired.emit()
        raise caught[0][1] if caught else Replaced
    assert sara.lanes.closed
