"""Somebody says no at the desk: it is noted there, the slip or page stays, and the next yes to it opens it."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from intake_app.gui.export_page import SCREENING, ExportPage
from intake_app.gui.slip_page import SlipPage
from intake_app.vault import ConsentWord
from tests.gui_shell.windows import Seat
from tests.workflow import consent_scenes
from tests.workflow.consent_scenes import NAME, PASSPHRASE, YES

pytestmark = pytest.mark.window
HOME, OTHER = "service_health", "service_prefecture"
At = tuple[Seat, str]


@pytest.fixture
def at(qtbot: QtBot, tmp_path: Path) -> At:
    """A window, and the record of an adult who agreed to all that a form asks."""
    path = tmp_path / "work.intake"
    with consent_scenes.make(path) as store:
        record = consent_scenes.met(store, YES)
    seat = Seat(qtbot, path)
    seat.unlock(NAME, PASSPHRASE)
    seat.settle(lambda: seat.place.person is not None)
    return seat, record


def last_word(seat: Seat, record: str) -> ConsentWord:
    got = list[ConsentWord]()
    seat.lanes.vault(lambda store: store.said(record)[-1], got.append)
    seat.settle(lambda: bool(got))
    return got[0]


def test_a_no_where_a_slip_is_made_is_kept_and_a_yes_opens_it(at: At) -> None:
    seat, record = at
    seat.place.refer(record)
    page = seat.page(SlipPage)
    seat.settle(lambda: page.proposal is not None)
    card = page.sheet.consent
    page.sheet.recipient.choose(HOME)
    seat.settle(page.issue.isEnabled)
    assert card.no.isVisible() and not card.person.isVisible() and page.issue.text() == "Issue the slip"
    seat.click(card.no)
    assert page.issue.text() == "Note that they said no" and page.issue.isEnabled()
    page.sheet.recipient.choose(OTHER)
    assert not card.no.isChecked() and page.issue.text() == "Issue the slip", "a no to one service is none to the next"
    page.sheet.recipient.choose(HOME)
    card.how.choose("signed")
    seat.click(card.no)
    assert not card.how_field.isVisible()
    seat.click(page.issue)
    seat.settle(page.sheet.taken_box.isVisible)
    assert page.sheet.taken.text().startswith("The person said no to this service (")
    assert page.issued is None and not page.issue.isEnabled() and not card.no.isVisible()
    kept = last_word(seat, record)
    assert (kept.purpose, kept.recipient, kept.word, kept.by) == ("slip", HOME, "no", NAME)
    assert (kept.how, kept.witness) == ("spoken", ""), "how they had agreed is nothing to it"
    page.sheet.recipient.choose(OTHER)
    assert not page.sheet.taken_box.isVisible()
    seat.settle(page.issue.isEnabled)
    page.sheet.recipient.choose(HOME)
    assert page.foot.note.text().startswith("Still missing: a new yes, for they said no (")
    seat.click(card.person)
    seat.settle(page.issue.isEnabled)
    seat.click(page.issue)
    seat.settle(lambda: page.issued is not None)
    assert last_word(seat, record).word == "yes"
    seat.leave()


def test_who_says_yes_here_does_not_say_no(at: At) -> None:
    seat, record = at
    seat.place.export(record, "KARO")
    page = seat.page(ExportPage)
    page.format_choice.choose(SCREENING)
    for first, then in ((page.person, page.no), (page.no, page.person)):
        seat.click(first)
        seat.click(then)
        assert then.isChecked() and not first.isChecked()
        seat.click(then)
    seat.leave()


def test_a_no_to_the_page_of_the_authority_is_kept_and_nothing_is_written(at: At, tmp_path: Path) -> None:
    seat, record = at
    seat.place.export(record, "KARO")
    page, file = seat.page(ExportPage), tmp_path / "page.pdf"
    page.format_choice.choose(SCREENING)
    seat.click(page.no)
    assert page.save.text() == "Note that they said no"
    seat.click(page.save)
    seat.settle(page.trouble.isVisible)
    assert "said no to this recipient" in page.trouble.text() and not page.no.isChecked()
    assert page.save.text() == "Save as a file…"
    kept = last_word(seat, record)
    assert (kept.purpose, kept.recipient, kept.word) == ("export", "screening_authority", "no")
    seat.click(page.person)
    page.how.how_choice.choose("spoken")
    page.how.language_choice.choose("bn")
    page.save_to(file)
    seat.settle(file.exists)
    seat.leave()
