"""Somebody is asked in a language that is not in the list: it is noted as another one, never as one of ours."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from intake_app import workflow
from intake_app.gui import form_languages
from intake_app.gui.agreement_page import AgreementPage
from intake_app.gui.all_said_page import AllSaidPage
from intake_app.gui.interview_text import TextBlock
from intake_app.gui.slip_page import SlipPage
from intake_app.gui.words import Words
from intake_app.workflow import own_words
from tests.gui_shell import people
from tests.gui_shell.test_agreement import asked
from tests.gui_shell.windows import PASSPHRASE, Seat, shown_texts
from tests.slips.test_pdf import extracted

pytestmark = pytest.mark.window


def met(store: Path, language: str) -> str:
    with workflow.open_store(store, "Sara", PASSPHRASE) as opened:
        record = people.finish(opened, language)
        workflow.case_for(opened, record)
    return record


def seated(qtbot: QtBot, store: Path) -> Seat:
    seat = Seat(qtbot, store, "en")
    seat.unlock("Sara")
    return seat


FRENCH = "Français (fr)"


@pytest.mark.parametrize("best", ["wo", "other"])
def test_who_spoke_french_is_asked_in_french_whichever_language_is_best_for_them(
    qtbot: QtBot, workplace_store: Path, best: str
) -> None:
    with workflow.open_store(workplace_store, "Sara", PASSPHRASE) as store:
        record = people.finish(store, FRENCH, {"next_steps/language": best})
        workflow.case_for(store, record)
    seat = seated(qtbot, workplace_store)
    seat.place.refer(record)
    page = seat.page(SlipPage)
    seat.settle(lambda: page.proposal is not None)
    page.sheet.recipient.choose("prefecture")
    assert page.sheet.language.code() == best, "what an interpreter is sought for"
    texts, card = own_words.texts().texts["prefecture"], page.sheet.consent
    assert texts["fr"] in {one.text for one in card.text.findChildren(TextBlock)}
    seat.click(card.person)
    seat.settle(page.issue.isEnabled)
    seat.click(page.issue)
    seat.settle(lambda: page.issued is not None)
    assert asked(seat, lambda store: store.said(record))[-1].language == "fr"
    seat.leave()


@pytest.mark.parametrize(
    ("language", "chosen"), [(people.SWAHILI, ""), (people.SWAHILI, "other"), (people.BENGALI, "other")]
)
def test_a_slip_says_another_language(qtbot: QtBot, workplace_store: Path, language: str, chosen: str) -> None:
    record = met(workplace_store, language)
    seat = seated(qtbot, workplace_store)
    seat.place.refer(record)
    page = seat.page(SlipPage)
    seat.settle(lambda: page.proposal is not None)
    page.sheet.recipient.choose("prefecture")
    page.sheet.recipient.picked.emit("prefecture")
    page.sheet.consent.language.choose(chosen or page.sheet.consent.language.code())
    seat.settle()
    seat.click(page.sheet.consent.person)
    seat.settle(page.issue.isEnabled)
    seat.click(page.issue)
    seat.settle(lambda: page.issued is not None)
    word = asked(seat, lambda store: store.said(record))[-1]
    assert (word.purpose, word.recipient, word.word, word.language) == ("slip", ".prefecture", "yes", "other")
    assert page.issued is not None
    reference = page.issued.reference
    paper = extracted(asked(seat, lambda store: store.slip(reference)).pdf)
    assert "lingua: un’altra lingua" in paper and "lingua: italiano" not in paper
    seat.leave()


def test_it_is_proposed_and_named(qtbot: QtBot, workplace_store: Path) -> None:
    record = met(workplace_store, people.SWAHILI)
    with workflow.open_store(workplace_store, "Sara", PASSPHRASE) as store:
        workflow.consent_given(store, record, "export", "health", language="other")
    seat = seated(qtbot, workplace_store)
    seat.settle(lambda: seat.place.person is not None)
    seat.place.take_back(record, "KARO")
    page = seat.page(AgreementPage)
    seat.settle(lambda: page.own_word.how.language_choice.code() == "other")
    offered = page.own_word.how.language_choice
    assert offered.itemText(offered.findData("other")) == "another language"
    seat.click(page.all_said)
    said = seat.page(AllSaidPage)
    seat.settle(lambda: bool(said.cards))
    for way in (("export", "health"), ("slip", "")):
        assert "another language" in "\n".join(shown_texts(said.cards[way]))
    seat.leave()


def test_in_arabic_the_names_in_latin_letters_stand_behind_the_others() -> None:
    words = Words("ar")
    codes = form_languages.agreed_in(words)
    names = [form_languages.our_name(code, words) for code in codes[codes.index("other") + 1 :]]
    latin = [name[0].isascii() for name in names]
    assert not latin[0] and latin[-1] and latin == sorted(latin)


def test_in_which_language_they_agreed_may_be_one_that_no_questionnaire_has(
    qtbot: QtBot, workplace_store: Path
) -> None:
    record = met(workplace_store, FRENCH)
    seat = seated(qtbot, workplace_store)
    seat.place.refer(record)
    page = seat.page(SlipPage)
    seat.settle(lambda: page.proposal is not None)
    page.sheet.recipient.choose("prefecture")
    card = page.sheet.consent
    rows = [card.language.itemText(at) for at in range(card.language.count())]
    assert rows[-1] == "Zuni" and "Klingon" not in rows and len(rows) == len(set(rows))
    assert rows.index("Georgian") < rows.index("another language") < rows.index("Abkhazian") < rows.index("Zulu")
    card.language.choose("nus")
    card.language.picked.emit("nus")
    assert card.language.currentText() == "Nuer"
    seat.click(card.person)
    seat.settle(page.issue.isEnabled)
    seat.click(page.issue)
    seat.settle(lambda: page.issued is not None)
    assert asked(seat, lambda store: store.said(record))[-1].language == "nus"
    seat.place.take_back(record, "KARO")
    seat.page(AgreementPage).all_said.click()
    shown = seat.page(AllSaidPage)
    seat.settle(lambda: any("Nuer" in text for text in shown_texts(shown)))
    assert page.issued is not None
    reference = page.issued.reference
    assert "lingua: nuer" in extracted(asked(seat, lambda store: store.slip(reference)).pdf)
    seat.leave()
