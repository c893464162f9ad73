"""Somebody says no at the desk: it is noted there, the slip or page stays, and the next yes to it opens it."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from intake_app import workflow
from intake_app.gui.export_page import SCREENING, ExportPage
from intake_app.gui.hand_over_page import HandOverPage
from intake_app.gui.interview_text import TextBlock
from intake_app.gui.slip_page import SlipPage
from intake_app.vault import ConsentWord, RecordRow
from intake_app.workflow import own_words
from tests.gui_shell.windows import Seat
from tests.workflow import consent_scenes
from tests.workflow.consent_scenes import NAME, PASSPHRASE, YES

pytestmark = pytest.mark.window
HOME, OTHER = "service_health", "service_labour_desk"
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
    assert card.how_field.isVisible() and (card.how_field.name.text(), card.how.currentText()) == ("How?", "Spoken")
    seat.click(page.issue)
    seat.settle(page.sheet.taken_box.isVisible)
    assert page.sheet.taken.text().startswith("The person said no to this service (")
    assert page.issued is None and not page.issue.isEnabled() and not card.no.isChecked()
    assert card.how.currentText() == "Consent given aloud", "they are asked for a yes now"
    kept = last_word(seat, record)
    assert (kept.purpose, kept.recipient, kept.word, kept.by) == ("slip", HOME, "no", NAME)
    assert (kept.how, kept.witness) == ("spoken", ""), "how they had agreed is nothing to it"
    page.sheet.recipient.choose(OTHER)
    assert not page.sheet.taken_box.isVisible()
    seat.settle(page.issue.isEnabled)
    page.sheet.recipient.choose(HOME)
    assert page.foot.note.text().startswith("Still missing: a new yes, for they said no (")
    seat.click(card.person)
    card.language.choose("bn")
    seat.settle(page.issue.isEnabled)
    seat.click(page.issue)
    seat.settle(lambda: page.issued is not None)
    assert last_word(seat, record).word == "yes"
    seat.leave()


def opened(seat: Seat, record: str, service: str) -> SlipPage:
    """The slip of a record for one service."""
    seat.place.refer(record)
    page = seat.page(SlipPage)
    seat.settle(lambda: page.proposal is not None)
    page.sheet.recipient.choose(service)
    seat.settle()
    return page


def test_a_no_before_a_witness_is_kept_with_who_was_there(at: At) -> None:
    seat, record = at
    page = opened(seat, record, HOME)
    card = page.sheet.consent
    seat.click(card.no)
    card.how.choose("witness")
    assert card.how.currentText() == "Spoken before a witness"
    assert card.witness_field.isVisible() and not page.issue.isEnabled()
    assert page.foot.note.text() == "Still missing: who was there.", "a no goes on nothing"
    card.witness.choose("interpreter")
    seat.settle(page.issue.isEnabled)
    seat.click(card.no)
    assert (card.how.code(), card.how.currentText()) == ("spoken", "Consent given aloud"), "nothing to a yes"
    seat.click(card.no)
    card.how.choose("witness")
    card.witness.choose("interpreter")
    seat.click(page.issue)
    seat.settle(page.sheet.taken_box.isVisible)
    kept = last_word(seat, record)
    assert (kept.word, kept.how, kept.witness) == ("no", "witness", "interpreter")
    seat.leave()


def test_beside_a_duty_a_no_is_kept_and_the_slip_goes_on_the_duty(at: At) -> None:
    seat, _adult = at
    made = list[str]()
    child = replace(YES, age="minor")
    seat.lanes.vault(lambda store: consent_scenes.met(store, child), made.append)
    seat.settle(lambda: bool(made))
    page = opened(seat, made[0], "service_social_services")
    card = page.sheet.consent
    seat.click(card.alone)
    assert card.duty.isVisible() and card.no.isVisible() and not card.how_field.isVisible()
    seat.click(card.no)
    assert card.duty.isVisible() and page.issue.text() == "Issue the slip" and card.how_field.isVisible()
    card.how.choose("signed")
    seat.settle(lambda: bool(page.preview.sheets) and page.issue.isEnabled())
    seat.click(page.issue)
    seat.settle(lambda: page.issued is not None)
    kept = last_word(seat, made[0])
    assert (kept.recipient, kept.word, kept.how) == ("service_social_services", "no", "signed")
    bases = list[list[str]]()
    seat.lanes.vault(lambda store: [one.basis for one in store.releases(made[0])], bases.append)
    seat.settle(lambda: bool(bases))
    assert bases[0][-1] == "duty"
    seat.leave()


@pytest.mark.parametrize("before", ["withdrawn", "no"])
def test_over_what_was_taken_back_or_refused_before_a_no_to_one_service_is_kept_too(at: At, before: str) -> None:
    seat, record = at
    done = list[object]()
    if before == "withdrawn":
        seat.lanes.vault(lambda store: workflow.withdraw_consent(store, record, "slip"), done.append)
    else:
        seat.lanes.vault(lambda store: workflow.consent_given(store, record, "slip", HOME, word="no"), done.append)
    seat.settle(lambda: bool(done))
    page = opened(seat, record, HOME)
    card = page.sheet.consent
    assert page.sheet.taken_box.isVisible()
    seat.click(card.no)
    page.sheet.choices["priority"].choose("24h")
    assert card.no.isChecked() and page.issue.isEnabled() and page.issue.text() == "Note that they said no"
    seat.click(page.issue)
    seat.settle(lambda: not card.no.isChecked())
    assert page.issued is None and not page.trouble.isVisible() and "It is kept" in seat.shell.notice.words.text()
    kept = last_word(seat, record)
    assert (kept.recipient, kept.word, kept.by) == (HOME, "no", NAME)
    assert page.sheet.taken_box.isVisible() and not page.issue.isEnabled()
    seat.click(card.person)
    card.language.choose("bn")
    seat.settle(page.issue.isEnabled)
    seat.click(page.issue)
    seat.settle(lambda: page.issued is not None)
    seat.leave()


def handing(seat: Seat, record: str, kind: str = "freephone") -> HandOverPage:
    """The page on which somebody of another agency may be shown a record."""
    rows = list[RecordRow]()
    seat.lanes.vault(lambda store: store.record(record), rows.append)
    seat.settle(lambda: bool(rows))
    seat.place.hand_over(rows[0])
    page = seat.page(HandOverPage)
    seat.settle(page.agency.isVisible)
    page.agency.kind_choice.choose(kind)
    return page


def agreed(page: HandOverPage) -> None:
    """How they agreed, and in which language."""
    page.agency.how.how_choice.choose("spoken")
    page.agency.how.language_choice.choose("bn")
    page.agency.how.language_choice.picked.emit("bn")


def test_a_yes_to_another_agency_is_kept_with_the_text_that_was_read_in_their_language(at: At) -> None:
    seat, record = at
    page = handing(seat, record)
    agreed(page)
    texts = {one.language: one.text for one in page.agency.text.findChildren(TextBlock) if one.text}
    assert texts["bn"] == own_words.texts().texts[own_words.SIGHT]["bn"] and page.agency.text.isVisible()
    seat.click(page.agency.person)
    page.agency.how.how_choice.choose("")
    page.agency.how.how_choice.picked.emit("")
    assert not page.give.isEnabled(), "in which way they agreed is not told yet"
    agreed(page)
    seat.click(page.give)
    seat.settle(lambda: seat.shell.page is not page)
    kept = last_word(seat, record)
    assert (kept.purpose, kept.recipient, kept.word) == ("export", "freephone", "yes")
    assert (kept.language, kept.script) == ("bn", own_words.texts().name)
    seat.leave()


def test_a_no_to_another_agency_is_kept_and_a_yes_opens_it(at: At) -> None:
    seat, record = at
    page = handing(seat, record)
    card = page.agency
    for first, then in ((card.person, card.no), (card.no, card.person)):
        seat.click(first)
        seat.click(then)
        assert then.isChecked() and not first.isChecked()
    assert page.give.text() == "Hand over"
    seat.click(card.no)
    assert page.give.text() == "Note that they said no"
    seat.type(card.reason_line, "somebody is in danger")
    assert page.give.text() == "Hand over", "for a reason it goes all the same, where one may"
    card.reason_line.clear()
    seat.click(page.give)
    seat.settle(page.trouble.isVisible)
    assert "said no to this recipient" in page.trouble.text() and not card.no.isChecked()
    kept = last_word(seat, record)
    assert (kept.purpose, kept.recipient, kept.word, kept.by) == ("export", "freephone", "no", NAME)
    seat.click(page.give)
    seat.settle(page.trouble.isVisible)
    assert seat.shell.page is page, "it stays shut"
    seat.click(card.person)
    agreed(page)
    seat.click(page.give)
    seat.settle(lambda: seat.shell.page is not page)
    again = handing(seat, record)
    seat.click(again.agency.no)
    seat.click(again.give)
    seat.settle(again.trouble.isVisible)
    assert "said no to this recipient" in again.trouble.text(), "who has the sight already loses it"
    assert last_word(seat, record).word == "no"
    seat.leave()


def test_what_was_said_of_one_kind_of_agency_is_said_of_no_other(at: At) -> None:
    """A row too far in the list, just after the tick, would hand everything to a body that nobody was asked about."""
    seat, record = at
    card = handing(seat, record, "health").agency
    for box in (card.person, card.no):
        seat.click(box)
        seat.type(card.reason_line, "danger")
        before = card.kind_choice.code()
        seat.press(Qt.Key.Key_Down, on=card.kind_choice)
        assert card.kind_choice.code() != before and not box.isChecked() and not card.reason_line.text()
        assert not card.noted().given and not card.noted().refused
    seat.leave()


def test_why_a_case_goes_to_one_body_is_no_reason_for_the_next(at: At) -> None:
    seat, record = at
    seat.place.export(record, "KARO")
    page = seat.page(ExportPage)
    seat.settle()
    page.how.propose_language("বাংলা (bn)")
    page.to_choice.choose("anti_trafficking")
    for other in (page.to_choice, page.format_choice):
        seat.type(page.reason_line, "a court ordered it for the shelter")
        for tick in (page.danger, page.person):
            seat.click(tick)
        page.how.how_choice.choose("witness")
        page.how.witness_choice.choose("interpreter")
        page.how.language_choice.choose("ur")
        other.choose("freephone" if other is page.to_choice else SCREENING)
        noted = page.noted()
        assert (noted.override_reason, noted.danger, noted.given, noted.witness) == ("", False, False, "")
        assert noted.language == "bn" and page.how.how_choice.code() == ""
    seat.leave()


def test_why_a_slip_goes_to_one_service_is_no_reason_for_the_next(at: At) -> None:
    seat, _adult = at
    made = list[str]()
    child = replace(YES, age="minor")
    seat.lanes.vault(lambda store: consent_scenes.met(store, child), made.append)
    seat.settle(lambda: bool(made))
    page = opened(seat, made[0], HOME)
    card = page.sheet.consent
    seat.click(card.danger)
    seat.type(card.reason, "urgent need of care in the hospital now")
    card.how.choose("witness")
    card.witness.choose("interpreter")
    seat.settle(page.issue.isEnabled)
    page.sheet.recipient.choose(OTHER)
    assert not card.danger.isChecked() and not card.reason.text() and not page.issue.isEnabled()
    assert (card.how.code(), card.witness_code) == ("spoken", "")
    page.sheet.recipient.choose("questura")
    assert card.guardian.isVisible() and not card.reason.isVisible(), "where no reason counts none is asked for"
    assert not page.issue.isEnabled()
    seat.leave()


def test_beside_a_duty_the_no_of_a_child_to_another_agency_is_kept(at: At) -> None:
    seat, _adult = at
    made = list[str]()
    child = replace(YES, age="minor")
    seat.lanes.vault(lambda store: consent_scenes.met(store, child), made.append)
    seat.settle(lambda: bool(made))
    page = handing(seat, made[0], "juvenile_court")
    card = page.agency
    for tick in (card.minor, card.alone, card.no):
        seat.click(tick)
    assert page.give.text() == "Hand over", "the duty stands"
    seat.click(page.give)
    seat.settle(lambda: seat.shell.page is not page)
    kept = last_word(seat, made[0])
    assert (kept.purpose, kept.recipient, kept.word) == ("export", "juvenile_court", "no")
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
