"""Work of the store that takes longer than a moment: it is seen, it can be stopped, and what is stopped did nothing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from intake_app import slips, workflow
from intake_app.errors import IntakeError
from intake_app.gui.controls import Button
from intake_app.gui.desk import SLIPS, Desk
from intake_app.gui.hand_over_page import HandOverPage
from intake_app.gui.home import Home
from intake_app.gui.import_form import ImportForm
from intake_app.gui.interview import InterviewPage
from intake_app.gui.lanes import Lanes
from intake_app.gui.still_bar import StillBar
from intake_app.gui.under_way import UnderWay
from intake_app.vault import Role
from tests.gui_shell.windows import PASSPHRASE, Seat
from tests.shared_data import shared

pytestmark = pytest.mark.window
STOPPED = "Stopped. Nothing was changed."


@contextmanager
def busy_store(lanes: Lanes) -> Iterator[None]:
    """The store works on something else as long as this lasts."""
    over = Event()
    lanes.vault(lambda _store: over.wait(30))
    try:
        yield
    finally:
        over.set()


def at_home(qtbot: QtBot, path: Path, name: str) -> Seat:
    """Somebody whose drafts are in front."""
    seat = Seat(qtbot, path)
    seat.unlock(name)
    seat.settle(lambda: seat.place.person is not None)
    return seat


def stops(seat: Seat, line: UnderWay, start: Callable[[], None], told: str = "The store is at work…") -> None:
    """Begin, see that it is under way, stop it by its key, and read that nothing was changed."""
    with busy_store(seat.lanes):
        start()
        seat.bot.waitUntil(line.isVisible)
        assert line.told.text() == told and line.stop.isEnabled()
        QTest.keyClick(seat.shell, Qt.Key.Key_Period, Qt.KeyboardModifier.ControlModifier)
        seat.bot.waitUntil(lambda: line.told.text() == "Stopping…")
        assert not line.stop.isEnabled()
    seat.settle(lambda: not line.isVisible() and seat.shell.notice.words.text() == STOPPED)


def clicks(button: Button) -> Callable[[], None]:
    """A hand that is impatient."""

    def twice() -> None:
        for _twice in range(2):
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    return twice


def records(path: Path) -> list[str]:
    """What there is, as the keeper sees it."""
    with workflow.open_store(path, "Ada", PASSPHRASE) as store:
        return sorted(row.id for row in store.records())


def test_a_copy_that_waits_for_the_store_is_seen_and_stopped(qtbot: QtBot, workplace_store: Path) -> None:
    before = records(workplace_store)
    sara = at_home(qtbot, workplace_store, "Sara")
    home = sara.page(Home)
    sara.settle(home.anew.isVisible)
    stops(sara, home.under_way, clicks(home.anew))
    assert sara.shell.page is home
    sara.leave()
    assert records(workplace_store) == before


def test_an_impatient_hand_begins_one_copy(qtbot: QtBot, workplace_store: Path) -> None:
    before = records(workplace_store)
    sara = at_home(qtbot, workplace_store, "Sara")
    home = sara.page(Home)
    sara.settle(home.anew.isVisible)
    with busy_store(sara.lanes):
        clicks(home.anew)()
    sara.settle(lambda: sara.shell.page is not home)
    sara.leave()
    assert len(records(workplace_store)) == len(before) + 1


@pytest.mark.parametrize("back", [False, True], ids=["stays away", "comes back"])
def test_a_copy_opens_over_no_page_that_one_went_to_meanwhile(
    qtbot: QtBot, workplace_store: Path, back: bool
) -> None:
    before = records(workplace_store)
    sara = at_home(qtbot, workplace_store, "Sara")
    home = sara.page(Home)
    sara.settle(home.anew.isVisible)
    with busy_store(sara.lanes):
        QTest.mouseClick(home.anew, Qt.MouseButton.LeftButton)
        QTest.keyClick(sara.shell, Qt.Key.Key_F3)
        away = sara.page(Desk)
        if back:
            QTest.keyClick(sara.shell, Qt.Key.Key_F2)
    notice = sara.shell.notice
    if not back:
        sara.settle(lambda: not notice.isHidden() and "is ready to be opened." in notice.words.text())
        assert sara.shell.page is away
        sara.words.set_language("it")
        assert "è pronta da aprire." in notice.words.text() and notice.action.text() == "Apri"
        sara.words.set_language("en")
        sara.click(notice.action)
    sara.settle(lambda: isinstance(sara.shell.page, InterviewPage))
    assert notice.isHidden()
    sara.leave()
    assert len(records(workplace_store)) == len(before) + 1


def test_handing_over_is_seen_and_stopped(qtbot: QtBot, workplace_store: Path) -> None:
    with workflow.open_store(workplace_store, "Ada", PASSPHRASE) as store:
        workflow.add_person(store, "Noor", Role.MEDIATOR, PASSPHRASE)
    sara = at_home(qtbot, workplace_store, "Sara")
    home = sara.page(Home)
    sara.settle(home.hand_over.isVisible)
    record = home.table.key()
    sara.click(home.hand_over)
    page = sara.page(HandOverPage)
    sara.settle(page.give.isEnabled)
    stops(sara, page.under_way, clicks(page.give))
    assert sara.shell.page is page
    given: list[int] = []
    sara.lanes.vault(lambda store: len(store.handovers(record)), given.append)
    sara.settle(lambda: bool(given))
    assert given == [0]
    sara.click(page.give)
    sara.settle(lambda: sara.shell.page is home)
    sara.leave()


def test_an_import_is_seen_and_stopped(qtbot: QtBot, workplace_store: Path) -> None:
    ada = at_home(qtbot, workplace_store, "Ada")
    ada.place.import_form()
    page = ada.page(ImportForm)
    told: list[int] = []
    ada.lanes.vault(lambda store: len(store.forms()), told.append)
    ada.settle(lambda: bool(told))
    file = shared("data/htcds/htcds_xlsform.xlsx")
    stops(ada, page.under_way, lambda: page.take([file]), "Reading htcds_xlsform.xlsx…")
    ada.lanes.vault(lambda store: len(store.forms()), told.append)
    ada.settle(lambda: len(told) == 2)
    assert told[0] == told[1] and page.imported is None and page.head.text() == "Import a questionnaire"
    page.take([file])
    ada.settle(lambda: page.imported is not None)
    ada.leave()


def test_printing_the_slips_of_a_day_counts_them_and_can_be_stopped(qtbot: QtBot, workplace_store: Path) -> None:
    with workflow.open_store(workplace_store, "Luca", PASSPHRASE) as store:
        for record in workflow.record_list(store, workflow.FINISHED).rows:
            sheet = workflow.propose_slip(store, record.id).sheet
            workflow.issue_slip(store, record.id, "health", sheet, "it", slips.render)
    luca = at_home(qtbot, workplace_store, "Luca")
    desk = luca.page(Desk)
    luca.settle(lambda: bool(desk.followed.slips))
    luca.click(desk.tabs[SLIPS])
    asked: list[bytes] = []
    desk.printing.ask = asked.append  # type: ignore[method-assign] - the dialog of the system, which no test can answer
    heard: list[str] = []
    desk.under_way._moved.connect(lambda *_at: heard.append(desk.under_way.told.text()))
    stops(luca, desk.under_way, clicks(desk.several), "Slips read: 0 of 2")
    assert not asked
    luca.click(desk.several)
    luca.settle(lambda: len(asked) == 1)
    assert {"Slips read: 2 of 2", "Slips ready to print: 2 of 2"} <= set(heard)
    luca.leave()


def test_a_job_that_began_is_asked_between_its_steps(workplace_store: Path) -> None:
    """However far it came: stopped before the store has anything of it, there is nothing of it."""
    file = shared("data/htcds/htcds_xlsform.xlsx")

    def stopping_at(step: int) -> Callable[[], None]:
        steps = iter(range(step))

        def go_on() -> None:
            if next(steps, None) is None:
                raise IntakeError("vault.cancelled")

        return go_on

    with workflow.open_store(workplace_store, "Ada", PASSPHRASE) as store:
        before = [(form.form_id, form.version) for form in store.forms()]
        for step in range(3):
            with pytest.raises(IntakeError, match="cancelled"):
                workflow.import_form(store, file.name, file.read_bytes(), {}, stopping_at(step))
            assert [(form.form_id, form.version) for form in store.forms()] == before
        assert workflow.import_form(store, file.name, file.read_bytes(), {}, stopping_at(3)).form_key is not None
    with workflow.open_store(workplace_store, "Sara", PASSPHRASE) as store:
        record = store.records("draft", mine=True)[0].id
        known, cases = len(store.records()), store.case_of(record)
        with pytest.raises(IntakeError, match="cancelled"):
            workflow.copy_record(store, record, stopping_at(0))
        assert (len(store.records()), store.case_of(record)) == (known, cases)


class Painted(QObject):
    """How often something is drawn."""

    def __init__(self, watched: QObject) -> None:
        super().__init__(watched)
        self.times = 0
        watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Count."""
        self.times += event.type() == QEvent.Type.Paint
        return False


def test_a_bar_of_what_nobody_can_measure_stands_still(qtbot: QtBot) -> None:
    bar = StillBar()
    qtbot.addWidget(bar)
    bar.resize(300, 10)
    painted = Painted(bar)
    bar.show()
    qtbot.waitUntil(lambda: painted.times > 0)
    assert bar.maximum() == bar.minimum()
    qtbot.wait(50)  # what the window system asks for when a window comes
    drawn, before = bar.grab(), painted.times
    qtbot.wait(300)  # Qt's own bar is drawn some twenty times in it
    assert painted.times == before
    assert bar.grab().toImage() == drawn.toImage()
