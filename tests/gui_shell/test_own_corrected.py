"""One of our own interviews that was finished and kept back is corrected from the list, to its end."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from intake_app import workflow
from intake_app.gui.home import READY, Home
from intake_app.gui.interview import InterviewPage
from intake_app.gui.interview_course import FINISH
from intake_app.gui.interview_finish import FinishPage
from tests.gui_shell import looking, people
from tests.gui_shell.test_asking import seat_of
from tests.gui_shell.windows import PASSPHRASE, Seat, shown_texts

pytestmark = pytest.mark.window


def corrected(seat: Seat, record: str, **answers: str) -> FinishPage:
    """The chosen record opened by the key of the list, answered and brought to its last page."""
    home = seat.page(Home)
    home.table.choose(record)
    seat.settle(home.edit.isVisible)
    seat.settle(lambda: looking.faults(seat.shell, "it") == [])
    seat.press(Qt.Key.Key_E, ctrl=True)
    seat.settle(lambda: isinstance(seat.shell.page, InterviewPage))
    page = seat.page(InterviewPage)
    for name, value in answers.items():
        page.reading.session.answer(f"/data/{name.replace('__', '/')}", value)
    page.course.refresh()
    page.go(FINISH)
    seat.settle(lambda: isinstance(page.centre, FinishPage))
    assert isinstance(page.centre, FinishPage)
    return page.centre


@pytest.mark.parametrize("agree", [False, True])
def test_what_was_kept_back_is_corrected_from_the_list(qtbot: QtBot, workplace_store: Path, agree: bool) -> None:
    with workflow.open_store(workplace_store, "Sara", PASSPHRASE) as store:
        first = people.finish(store, people.ARABIC, {"information/consent_sync": "no"})
    sara = seat_of(qtbot, workplace_store, "it", (1366, 768))
    sara.page(Home).show_section(READY)
    sara.settle(lambda: any(row.key == first for row in sara.page(Home).table.rows))
    said = {"information__consent_sync": "yes"} if agree else {}
    finish = corrected(sara, first, **said)
    assert any("corregge con «Modifica»" in text for text in shown_texts(finish))
    sara.settle(lambda: looking.faults(sara.shell, "it") == [])
    sara.settle(finish.button.isEnabled)
    sara.click(finish.button)
    sara.settle(lambda: finish.done)
    sara.settle(lambda: looking.faults(sara.shell, "it") == [])
    sara.leave()
    with workflow.open_store(workplace_store, "Sara", PASSPHRASE) as store:
        assert [row.delivery for row in store.versions(first)] == ["waiting" if agree else "held"] * 2
