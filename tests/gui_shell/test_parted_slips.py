"""At the desk a slip that may say what another person told is neither shown nor printed again; the others are."""

from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from intake_app import slips, workflow
from intake_app.gui.desk import SLIPS, Desk
from intake_app.gui.slip_page import SlipPage
from intake_app.vault import Vault
from tests.gui_shell.test_desk import at_the_desk, open_slip
from tests.gui_shell.windows import PASSPHRASE, Seat

pytestmark = pytest.mark.window


def issued(store: Vault, record: str) -> str:
    sheet = workflow.propose_slip(store, record).sheet
    return workflow.issue_slip(store, record, "health", sheet, "it", slips.render).reference


@pytest.fixture
def two(workplace_store: Path) -> tuple[str, str]:
    """A slip that was made while two cases were one, and one that was made since."""
    with workflow.open_store(workplace_store, "Sara", PASSPHRASE) as store:
        first, second = (row.id for row in workflow.record_list(store, workflow.FINISHED).rows)
        kept, other = (workflow.case_for(store, each).id for each in (first, second))
        workflow.merge_cases(store, kept, other, "they told us they are the same person")
        both = issued(store, first)
        workflow.part_cases(store, kept, store.case_merges(kept)[0].code, "they turned out to be somebody else")
        return both, issued(store, second)


def test_it_stays_out_of_the_slips_of_a_day_by_its_name(
    qtbot: QtBot, workplace_store: Path, two: tuple[str, str]
) -> None:
    seat = at_the_desk(qtbot, workplace_store)
    desk = seat.page(Desk)
    seat.click(desk.tabs[SLIPS])
    asked: list[bytes] = []
    desk.printing.ask = asked.append  # type: ignore[method-assign] - the dialog of the system, which no test can answer
    seat.click(desk.several)
    seat.settle(lambda: bool(asked))
    assert len(PdfReader(BytesIO(asked[0])).pages) == 2
    told = f"1 slip of today is not among them, as it may say what another person told: {two[0]}. Make a new one."
    assert seat.shell.notice.words.text() == told
    seat.leave()


def test_opening_it_says_why_it_is_not_shown_and_what_to_do(
    qtbot: QtBot, workplace_store: Path, two: tuple[str, str]
) -> None:
    seat = at_the_desk(qtbot, workplace_store)
    desk = seat.page(Desk)
    seat.click(desk.tabs[SLIPS])
    seat.settle(lambda: len(desk.table.rows) == 2)
    desk.table.choose(two[0])
    seat.click(desk.go)
    page = seat.page(SlipPage)
    seat.settle(lambda: bool(page.explanation.text()))
    assert two[0] in page.explanation.text() and "Make a new slip." in page.explanation.text()
    assert page.issued is None and not page.preview.sheets
    assert not any(each.isVisible() and each.isEnabled() for each in (page.print, page.save, page.issue))
    seat.leave()


def test_a_page_from_before_a_parting_issues_nothing_until_it_was_looked_at_again(
    qtbot: QtBot, workplace_store: Path
) -> None:
    """It still named what the other person wants."""
    with workflow.open_store(workplace_store, "Sara", PASSPHRASE) as store:
        first, second = (row.id for row in workflow.record_list(store, workflow.FINISHED).rows)
        kept, other = (workflow.case_for(store, each).id for each in (first, second))
        workflow.merge_cases(store, kept, other, "they told us they are the same person")
    seat = Seat(qtbot, workplace_store)
    seat.unlock("Sara")
    seat.settle(lambda: seat.place.person is not None)
    seat.press(Qt.Key.Key_F3)
    seat.settle(lambda: isinstance(seat.shell.page, Desk) and bool(seat.page(Desk).records))
    desk = seat.page(Desk)
    page = open_slip(seat, next(at for at, row in enumerate(desk.table.rows) if row.key == first))
    before = page.proposal
    seat.settle(page.issue.isEnabled)
    seat.settle(lambda: bool(page.preview.sheets))
    parted: list[None] = []

    def part(store: Vault) -> None:
        workflow.part_cases(store, kept, store.case_merges(kept)[0].code, "they turned out to be somebody else")

    seat.lanes.vault(part, parted.append)
    seat.settle(lambda: bool(parted))
    page.issue.click()
    seat.settle(lambda: page.proposal is not before)
    seat.settle(lambda: "Look at it, then issue it." in page.preview.note.text())
    assert page.issued is None
    seat.settle(page.issue.isEnabled)
    page.issue.click()
    seat.settle(lambda: page.issued is not None)
    assert "Look at it" not in page.preview.note.text()
    seat.leave()
