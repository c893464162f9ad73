"""What no form asks about is read out at the slip, too, in the person's language; the text is kept with their word."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from intake_app import workflow
from intake_app.gui.agreement_page import AgreementPage
from intake_app.gui.interview_text import TextBlock
from intake_app.gui.slip_consent import SlipConsent
from intake_app.gui.slip_page import SlipPage
from intake_app.gui.tokens import Look
from intake_app.gui.words import Words
from intake_app.workflow import ConsentSheet, own_words
from tests.gui_shell import people
from tests.gui_shell.test_agreement import asked
from tests.gui_shell.windows import PASSPHRASE, Seat
from tests.workflow import consent_scenes
from tests.workflow.test_leaving import at_work

pytestmark = pytest.mark.window


def read(part: QWidget) -> dict[str, str]:
    """By language, what is shown to be read out."""
    return {one.language: one.text for one in part.findChildren(TextBlock) if one.isVisibleTo(part) and one.text}


@pytest.mark.parametrize("kind", ["transfer_body", "return_advice", "asylum_body", "prefecture"])
def test_it_stands_over_the_yes_to_a_slip_that_no_general_yes_opens(qtbot: QtBot, kind: str) -> None:
    desk, texts = SlipConsent(Words("it"), Look()), own_words.texts().texts[kind]
    qtbot.addWidget(desk)
    service = workflow.directory().get("health")
    desk.begin(asks=False)
    desk.about(service, "adult", "")
    assert desk.text.isHidden() and read(desk.text) == {}
    desk.about(replace(service, recipient_kind=kind), "adult", "")
    assert read(desk.text) == {"en": texts["en"], "it": texts["it"]}, "nobody noted in which language they are asked"
    desk.language.choose("bn")
    assert not desk.text.isHidden() and read(desk.text) == {"bn": texts["bn"], "it": texts["it"]}
    desk.about(service, "adult", "")
    assert desk.text.isHidden()


@pytest.mark.parametrize("kind", ["asylum_body", "prefecture"])
def test_a_slip_to_an_authority_that_decides_waits_for_a_yes_to_it_by_name(
    qtbot: QtBot, tmp_path: Path, kind: str
) -> None:
    path, service = tmp_path / "work.intake", consent_scenes.service(kind)
    with consent_scenes.make(path) as store:
        record = consent_scenes.met(store, consent_scenes.YES)
    seat = Seat(qtbot, path)
    seat.unlock(consent_scenes.NAME, consent_scenes.PASSPHRASE)
    seat.settle(lambda: seat.place.person is not None)
    seat.place.refer(record)
    page = seat.page(SlipPage)
    seat.settle(lambda: page.proposal is not None)
    for code in ("service_health", service):
        page.sheet.recipient.choose(code)
        page.sheet.recipient.picked.emit(code)
        seat.settle(lambda: not page._pause.isActive())
    text = own_words.texts().texts[kind]["en"]
    assert read(page.sheet.consent.text)["en"] == text and page.sheet.consent.person.isVisible()
    assert not page.issue.isEnabled() and page.foot.note.text()
    seat.click(page.sheet.consent.person)
    assert not page.issue.isEnabled() and page.foot.note.text() == "Still missing: in which language they agreed."
    page.sheet.consent.language.choose("bn")
    seat.settle(lambda: page.issue.isEnabled())
    seat.click(page.issue)
    seat.settle(lambda: page.issued is not None)
    (word,) = [one for one in asked(seat, lambda store: store.said(record)) if one.recipient == service]
    assert (word.purpose, word.word, word.language, word.script) == ("slip", "yes", "bn", own_words.texts().name)
    seat.leave()


def test_it_stands_over_the_yes_to_what_was_told_of_the_work(qtbot: QtBot, tmp_path: Path) -> None:
    path, texts = tmp_path / "work.intake", own_words.texts().texts["labour_desk"]
    with consent_scenes.make(path) as store:
        record = at_work(store)
    seat = Seat(qtbot, path)
    seat.unlock(consent_scenes.NAME, consent_scenes.PASSPHRASE)
    seat.settle(lambda: seat.place.person is not None)
    seat.place.refer(record)
    page = seat.page(SlipPage)
    seat.settle(lambda: page.proposal is not None)
    page.sheet.recipient.choose("health")
    page.sheet.recipient.picked.emit("health")
    assert page.sheet.work.isHidden()
    page.sheet.recipient.choose("labour_desk")
    page.sheet.recipient.picked.emit("labour_desk")
    assert page.sheet.work.isVisible() and not page.sheet.consent.language_field.isVisible()
    seat.click(page.sheet.dossier)
    assert not page.issue.isEnabled() and page.sheet.consent.language_field.isVisible()
    page.sheet.consent.language.choose("bn")
    assert read(page.sheet.work) == {each: texts[each] for each in ("bn", "en")}
    seat.settle(lambda: page.issue.isEnabled())
    seat.click(page.issue)
    seat.settle(lambda: page.issued is not None)
    (word,) = [one for one in asked(seat, lambda store: store.said(record)) if one.recipient == ".labour_desk"]
    assert (word.purpose, word.language, word.script) == ("export", "bn", own_words.texts().name)
    seat.leave()


def test_it_is_read_again_where_they_agree_again(qtbot: QtBot, workplace_store: Path) -> None:
    page_to, name = workflow.SCREENING_PAGE_TO, own_words.texts().name
    with workflow.open_store(workplace_store, "Sara", PASSPHRASE) as store:
        record = people.finish(store, people.ARABIC, {})
        workflow.screening_page(store, record, "it", ConsentSheet(given=True, language="ar"))
        workflow.withdraw_consent(store, record, "export", page_to)
    seat = Seat(qtbot, workplace_store)
    seat.unlock("Sara")
    seat.settle(lambda: seat.place.person is not None)
    seat.place.take_back(record, "KARO")
    page = seat.page(AgreementPage)
    way = ("export", page_to)
    seat.settle(lambda: way in page.agreeing.ticks and page.agreeing.script is not None)
    card = page.agreeing
    card.how.language_choice.choose("bn")
    card.how.language_choice.picked.emit("bn")
    text = own_words.texts().texts[page_to]["bn"]
    assert text in {one.text for one in card.texts[way].findChildren(TextBlock)}
    assert "intake_own_words" in card.read.text()
    seat.click(card.ticks[way])
    card.how.how_choice.choose("signed")
    card.how.how_choice.picked.emit("signed")
    seat.click(card.again)
    seat.settle(lambda: way not in page.agreeing.ticks)
    newest = [one for one in asked(seat, lambda store: store.said(record)) if one.recipient == page_to][-1]
    assert (newest.word, newest.language, newest.script, newest.how) == ("yes", "bn", name, "signed")
    seat.leave()
