"""The page of a person who said no, or took it back: nothing is begun, why, and what stays open; and the way to take
back what was agreed to.
"""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from intake_app import workflow
from intake_app.gui.agreement_page import AgreementPage
from intake_app.gui.case_page import CasePage
from intake_app.gui.home import Home
from intake_app.gui.interview import InterviewPage
from intake_app.gui.papers_page import PapersPage
from intake_app.gui.slip_page import SlipPage
from intake_app.vault import CaseRow
from tests.gui_shell import looking, people
from tests.gui_shell.test_case import to_person
from tests.gui_shell.windows import PASSPHRASE, Seat, shown_texts
from tests.workflow.test_asking import NOTES, TALK, first

pytestmark = pytest.mark.window


def seat_of(qtbot: QtBot, store: Path, language: str = "en", size: tuple[int, int] = (1024, 600)) -> Seat:
    one = Seat(qtbot, store, language, size)
    one.unlock("Sara")
    one.settle(lambda: one.place.home is not None and bool(one.place.home._lists))
    return one


def person_who(path: Path, **told: str) -> CaseRow:
    """A person whom Sara met, and what they said in the first interview."""
    with workflow.open_store(path, "Sara", PASSPHRASE) as store:
        return workflow.case_for(store, first(store, **told))


def badges(page: CasePage) -> set[str]:
    return {"Comes next", "Suggested", "Asked for by law", "For adults"} & set(shown_texts(page.questions))


def test_of_who_said_no_the_page_says_so_begins_nothing_and_leads_to_cards_and_leaflets(
    qtbot: QtBot, workplace_store: Path
) -> None:
    case = person_who(workplace_store, **{TALK: "yes", NOTES: "no"})
    sara = seat_of(qtbot, workplace_store)
    page = to_person(sara, case.code)
    assert page.questions.not_asked.isVisible()
    assert page.questions.not_asked.text().startswith(
        "The person said no to being asked, or to its being written down."
    )
    assert not badges(page)
    told = page.questions.not_asked.text()
    assert "call 112" in told and "800 290 290" in told and "“Ask them anew…”" in told and "“Referral slip”" in told
    assert looking.faults(page.questions.not_asked, "en") == []
    sara.click(page.slip)
    slip = sara.page(SlipPage)
    sara.settle(lambda: slip.proposal is not None)
    noted = slip.sheet.consent
    slip.sheet.recipient.choose("health")
    slip.sheet.recipient.picked.emit("health")
    assert noted.danger.text() == "Somebody may be hurt now" and not slip.issue.isEnabled()
    noted.danger.setChecked(True)
    noted.reason.setText("somebody waits for them outside")
    sara.settle(slip.issue.isEnabled)  # as the page of the person says
    sara.shell.leave_page()
    sara.click(page.questions.buttons["labour"])
    sara.settle(lambda: sara.shell.notice.isVisible())
    assert isinstance(sara.shell.page, CasePage), "nothing begins but where they agree now"
    sara.click(page.papers)
    assert isinstance(sara.shell.page, PapersPage)
    sara.shell.leave_page()
    sara.click(sara.page(CasePage).questions.buttons["first_interview"])
    sara.settle(lambda: isinstance(sara.shell.page, InterviewPage))
    assert sara.page(InterviewPage).opened.case_code == case.code, "they may say yes there"


def test_from_the_page_of_a_person_everything_is_taken_back_in_two_steps_and_a_draft_does_not_go_on(
    qtbot: QtBot, workplace_store: Path
) -> None:
    with workflow.open_store(workplace_store, "Sara", PASSPHRASE) as store:
        case = workflow.case_for(store, people.finish(store, people.ARABIC))
        draft = workflow.begin_module(store, case.id, "transit").row
    sara = seat_of(qtbot, workplace_store)
    page = to_person(sara, case.code)
    assert not page.questions.not_asked.isVisible() and not page.papers.isVisible()
    assert badges(page) and "transit" in page.questions.buttons
    sara.click(page.agreement)
    taking = sara.page(AgreementPage)
    sara.settle(lambda: bool(taking.ways.open))
    assert case.code in taking.head.text()
    sara.click(taking.take_back)
    sara.settle(lambda: not taking.ways.open)
    sara.shell.leave_page()
    sara.settle(lambda: page.questions.not_asked.isVisible())
    assert page.questions.not_asked.text().startswith("The person took back that they are asked")
    assert not badges(page)
    assert "Stays as it is: it goes on after a new yes, or is deleted." in "\n".join(shown_texts(page.questions))
    sara.shell.leave_page()
    home = sara.page(Home)
    home.table.opened.emit(draft.id)
    sara.settle(lambda: sara.shell.notice.isVisible())
    assert isinstance(sara.shell.page, Home)


def test_of_a_child_who_said_no_what_the_law_asks_for_is_shown_as_that(qtbot: QtBot, workplace_store: Path) -> None:
    case = person_who(workplace_store, **{"information/age_band": "minor", TALK: "no"})
    sara = seat_of(qtbot, workplace_store)
    page = to_person(sara, case.code)
    assert badges(page) == {"Asked for by law"}
    assert "whatever they agreed to" in "\n".join(shown_texts(page.questions))
    sara.click(page.questions.buttons["minor"])
    sara.settle(lambda: isinstance(sara.shell.page, InterviewPage))
