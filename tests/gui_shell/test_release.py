"""A record kept back for want of consent is released with a ground that is kept."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from intake_app import workflow
from intake_app.gui import queue_list
from intake_app.gui.home import Home
from intake_app.gui.release_page import AGREED, REASON, ReleasePage
from intake_app.gui.states import READY
from intake_app.gui.words import Words
from intake_app.referral import CONSENT_HOW
from intake_app.vault import ConsentWord
from tests.gui_shell import people
from tests.gui_shell.windows import PASSPHRASE, Seat

pytestmark = pytest.mark.window

SAID_NO = {"information/consent_sync": "no"}


@pytest.fixture
def held(tmp_path: Path, qtbot: QtBot) -> Seat:
    """Sara's place, with one more record that must not leave yet."""
    path = people.make(tmp_path)
    with workflow.open_store(path, "Sara", PASSPHRASE) as store:
        people.finish(store, people.ARABIC, SAID_NO)
    seat = Seat(qtbot, path)
    seat.unlock("Sara")
    return seat


def the_page(held: Seat) -> tuple[Home, ReleasePage, str]:
    home = held.page(Home)
    held.click(home.tabs[READY])
    number = next(at for at, row in enumerate(home.table.rows) if row.cells[5].badge == "Stays here")
    home.table.selectRow(number)
    held.click(home.release)
    return home, held.page(ReleasePage), home.table.rows[number].key


def delivery(held: Seat, record: str) -> str:
    got: list[str] = []
    held.lanes.vault(lambda store: store.record(record).delivery, got.append)
    held.settle(lambda: bool(got))
    return got[0]


def waits_on(held: Seat, home: object, record: str) -> ConsentWord:
    """The newest word of a record that waits to be sent now; the page that one came from is back."""
    held.settle(lambda: held.shell.page is home)
    assert delivery(held, record) == "waiting"
    told: list[ConsentWord] = []
    held.lanes.vault(lambda store: store.said(record)[-1], told.append)
    held.settle(lambda: bool(told))
    return told[0]


def test_the_person_agreed_since(held: Seat) -> None:
    home, page, record = the_page(held)
    assert delivery(held, record) == "held"
    page.basis_choice.choose(AGREED)
    held.click(page.release)
    assert held.shell.page is page and page.how.note.text() == "This is needed.", "how it was said is not preset"
    assert not page.witness.isVisibleTo(page) and page.language_choice.code() == "ar", "as in the interview"
    assert tuple(page.how_choice.itemData(at) for at in range(page.how_choice.count())) == ("", *CONSENT_HOW)
    page.how_choice.choose("witness")
    assert page.witness.isVisibleTo(page)
    held.click(page.release)
    assert held.shell.page is page and page.witness.note.text() == "This is needed."
    page.witness_choice.choose("interpreter")
    page.language_choice.choose("")
    held.click(page.release)
    assert held.shell.page is page and page.language.note.text() == "This is needed."
    page.language_choice.choose("bn")
    held.click(page.release)
    word = waits_on(held, home, record)
    assert (word.how, word.witness, word.language) == ("witness", "interpreter", "bn")
    held.leave()


def test_they_may_have_agreed_in_a_language_that_is_not_in_the_list(held: Seat) -> None:
    home, page, record = the_page(held)
    offered = [page.language_choice.itemText(at) for at in range(page.language_choice.count())]
    assert "another language" in offered and "Bengali" in offered
    page.basis_choice.choose(AGREED)
    page.how_choice.choose("spoken")
    page.language_choice.choose("other")
    held.click(page.release)
    word = waits_on(held, home, record)
    assert (word.word, word.language) == ("yes", "other")
    held.leave()


def test_a_reason_is_needed_and_kept(held: Seat) -> None:
    home, page, record = the_page(held)
    page.basis_choice.choose(REASON)
    held.click(page.release)
    assert held.shell.page is page and delivery(held, record) == "held"
    held.type(page.reason_line, "duty of care")
    held.click(page.release)
    held.settle(lambda: held.shell.page is home)
    got: list[str] = []
    held.lanes.vault(lambda store: store.releases(record)[0].detail, got.append)
    held.settle(lambda: bool(got))
    assert got == ["duty of care"]
    held.leave()


@pytest.mark.parametrize(("said", "sentence"), [("back", "took this agreement back"), ("no", "did not agree")])
def test_why_a_record_stays_that_stopped_as_two_codes_came_together_is_told(
    tmp_path: Path, qtbot: QtBot, said: str, sentence: str
) -> None:
    """In the list of the day, at the start and where it is released."""
    path = people.make(tmp_path)
    yes = {f"information/consent_{each}": "yes" for each in ("interview", "record", "sync")}
    with workflow.open_store(path, "Sara", PASSPHRASE) as store:
        record, other = (people.finish(store, each, yes) for each in (people.ARABIC, people.BENGALI))
        one, two = (workflow.case_for(store, each).id for each in (record, other))
        if said == "back":
            workflow.withdraw_consent(store, other)
        else:
            workflow.consent_given(store, other, "sync", word="no")
        workflow.merge_cases(store, one, two, "same face and same voice")
        listed = queue_list.listed(store, queue_list.PAGE)
        for each in (record, other):
            assert sentence in queue_list.outcome_cell(store.record(each), {}, "", Words("en"), listed.why).text
    seat = Seat(qtbot, path)
    seat.unlock("Sara")
    home, page, there = the_page(seat)
    assert there in (record, other) and sentence in home.why.text()
    seat.settle(lambda: sentence in page.explanation.text())
    seat.leave()


def test_why_it_waits_is_told_of_who_agreed_as_an_adult_and_is_decided_a_child(tmp_path: Path, qtbot: QtBot) -> None:
    path = people.make(tmp_path)
    told = {f"information/consent_{each}": "yes" for each in ("interview", "record", "sync")}
    with workflow.open_store(path, "Sara", PASSPHRASE) as store:
        record = people.finish(store, people.ARABIC, {**told, "information/age_band": "adult"})
        workflow.decide_age(store, workflow.case_for(store, record).id, "minor", "a birth certificate was seen")
        listed = queue_list.listed(store, queue_list.PAGE)
        row, tr = store.record(record), Words("en")
        assert "as an adult" in queue_list.outcome_cell(row, {}, "", tr, listed.why).text
    seat = Seat(qtbot, path)
    seat.unlock("Sara")
    home, page, there = the_page(seat)
    assert there == record and "as an adult" in home.why.text()
    seat.settle(lambda: "as an adult" in page.explanation.text())
    seat.leave()
