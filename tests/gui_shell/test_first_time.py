"""What somebody stumbled over who had never seen the program: unlocking, a first interview, its end, a slip."""

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from intake_app import workflow
from intake_app.gui.begin import Begin
from intake_app.gui.controls import Button
from intake_app.gui.gate import Unlock
from intake_app.gui.interview import InterviewPage
from intake_app.gui.interview_course import FINISH
from intake_app.gui.interview_finish import FinishPage
from intake_app.gui.interview_sheet import QuestionSheet
from intake_app.gui.slip_page import SlipPage
from tests.gui_shell import looking, people
from tests.gui_shell.people import ARABIC
from tests.gui_shell.windows import PASSPHRASE, Seat

pytestmark = pytest.mark.window
_CONSENTS = ("interview", "record", "referral", "sync")


def test_while_it_opens_no_word_is_cut(qtbot: QtBot, workplace_store: Path) -> None:
    seat = Seat(qtbot, workplace_store, "it")
    gate = seat.page(Unlock)
    gate.set_busy(True, gate.words("Opening, a few seconds…"))
    qtbot.wait(20)
    assert gate.working.isVisible() and gate.forgot.width() >= gate.forgot.sizeHint().width()
    assert looking.faults(seat.shell, "it") == []
    assert not gate.forgot.isEnabled() and not gate.go.isEnabled(), "what does nothing now does not look as if it did"
    gate.set_busy(False)
    assert gate.forgot.isEnabled() and gate.go.isEnabled()


def test_from_the_first_choice_to_the_slip(qtbot: QtBot, workplace_store: Path) -> None:
    sara = Seat(qtbot, workplace_store, "it", (1024, 600))
    sara.unlock("Sara")
    sara.settle(lambda: sara.place.home is not None and bool(sara.place.home._lists))
    sara.press(Qt.Key.Key_N, ctrl=True)
    begin = sara.page(Begin)
    sara.settle(lambda: bool(begin.person.rows) and begin.person.hasFocus())
    assert begin.forms_note.text().startswith("Sicurezza (2 minuti), consenso (5), l’esame rapido")
    before = begin.person.mapTo(begin, QPoint())
    begin.person.choose(ARABIC)
    qtbot.wait(20)
    assert begin.person.mapTo(begin, QPoint()) == before, "a second click would be on another language"
    over = begin.mediator_choice.mapTo(sara.shell, begin.mediator_choice.rect().center())
    QTest.wheelEvent(sara.shell.windowHandle(), QPointF(over), QPoint(0, -120))
    assert begin.person.hasFocus(), "the wheel leaves the keyboard where it is"
    begin.begin()
    sara.settle(lambda: isinstance(sara.shell.page, InterviewPage))
    interview = sara.page(InterviewPage)
    for purpose in _CONSENTS:
        interview.answering.apply(interview.session.answer(f"/data/information/consent_{purpose}", "yes"))
    interview.answering.apply(interview.session.answer("/data/screen/documents_held", "documents"))
    more = interview.room.footer.panel_button
    assert more.text() == "Altro"
    concluding = next(path for path, _ in interview.session.definition.tagged("outcome"))
    interview.go(concluding)
    assert more.text() == "Che cosa suggerisce il programma"
    sara.settle(lambda: looking.faults(sara.shell, "it") == [])
    interview.answering.apply(interview.session.answer(concluding, "possible_refer"))
    interview.go(FINISH)
    finish = interview.centre
    assert isinstance(finish, FinishPage) and not finish.slip.isVisible() and more.text() == "Altro"
    sara.click(finish.button)
    sara.settle(lambda: finish.done and looking.faults(sara.shell, "it") == [])
    assert finish.slip.hasFocus() and finish.slip.property("role") == "primary" != finish.button.property("role")
    drawn = Drawn(finish.slip)
    sara.click(finish.slip)
    assert drawn.whole["La scheda viene preparata…"]
    sara.settle(lambda: isinstance(sara.shell.page, SlipPage) and sara.shell.page.proposal is not None)
    slip = sara.page(SlipPage)
    assert slip.preview.note.text().endswith("I primi sono quelli adatti a quanto è stato detto.")
    assert interview.opened.row.code in slip.head.text()
    sara.shell.leave_page()
    sara.leave()


class Drawn(QObject):
    """With which words a button was drawn, and whether they had room in it each time."""

    def __init__(self, button: Button) -> None:
        super().__init__(button)
        self._button, self.whole = button, dict[str, bool]()
        button.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            words, whole = self._button.text(), self._button.width() >= self._button.sizeHint().width()
            self.whole[words] = whole and self.whole.get(words, True)
        return super().eventFilter(watched, event)


def test_what_is_typed_before_the_languages_are_read_looks_for_one_of_them(
    qtbot: QtBot, workplace_store: Path
) -> None:
    sara = Seat(qtbot, workplace_store, "it")
    sara.unlock("Sara")
    sara.settle(lambda: sara.place.home is not None and bool(sara.place.home._lists))
    sara.place.begin()
    begin = sara.page(Begin)
    qtbot.waitUntil(lambda: begin.person.hasFocus() and begin.person.isVisible())
    assert not begin._read and not begin.person.rows
    QTest.keyClicks(begin.person, "b")
    QTest.keyClicks(begin.search, "en")
    sara.settle(lambda: bool(begin.person.rows))
    assert begin.search.text() == "ben" and begin.person.rows[0].cells[1].text == "bengalese"
    sara.leave()


class _Painted(QObject):
    """Where the card of the first question stood, each time that its page was painted."""

    def __init__(self) -> None:
        super().__init__()
        self.places: list[QRect] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and isinstance(watched, QuestionSheet) and watched.made:
            card = next(iter(watched.made.values())).card
            self.places.append(QRect(card.mapTo(card.window(), QPoint()), card.size()))
        return False


@pytest.mark.parametrize("person", ["اردو (ur)", "বাংলা (bn)"])
def test_the_first_question_stands_where_it_stays(
    qtbot: QtBot, workplace_store: Path, qapp: QApplication, person: str
) -> None:
    """It was laid out in the room that its page had before it was shown, and moved a frame later."""
    with workflow.open_store(workplace_store, "Sara", PASSPHRASE) as store:
        opened = workflow.start_record(store, people.own_form(store), person, people.ITALIAN)
    sara = Seat(qtbot, workplace_store, "it")
    sara.unlock("Sara")
    sara.settle(lambda: sara.place.home is not None and bool(sara.place.home._lists))
    painted = _Painted()
    qapp.installEventFilter(painted)
    sara.lanes.vault(lambda store: workflow.open_record(store, opened.row.id), sara.place.open_interview)
    sara.settle(lambda: isinstance(sara.shell.page, InterviewPage) and bool(painted.places))
    qtbot.wait(200)
    qapp.removeEventFilter(painted)
    assert len(set(map(QRect.getRect, painted.places))) == 1, painted.places
    sara.leave()
