"""At the end of our own form: how the person agreed, which is aloud where nothing is chosen, and before whom.

It outlives the page, as what is chosen in the card of other forms does, and what became of the record.
"""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from intake_app import workflow
from intake_app.gui.interview_course import FINISH
from intake_app.gui.interview_ending import Ending
from intake_app.gui.interview_finish import FinishPage
from intake_app.vault import Vault
from intake_app.workflow import ConsentSheet, Finalised
from tests.gui_interview import forms
from tests.gui_interview.conftest import House, Interview
from tests.gui_interview.test_differing import concluded, finish
from tests.workflow.test_said_since import ALL, Place

pytestmark = pytest.mark.window


def handed(page: FinishPage) -> list[object]:
    """What the page hands on when the record is closed."""
    told: list[object] = []
    page.finalise.connect(told.append)
    page.button.click()
    return told


def test_nothing_needs_to_be_chosen(house: House) -> None:
    page = finish(concluded(house, "yes", "possible_refer"))
    assert page.given is not None and not page.given.witness.isVisibleTo(page)
    assert page.button.isEnabled() and handed(page) == [None]
    page.deleteLater()


def test_before_a_witness_somebody_says_who_that_was(house: House) -> None:
    page = finish(concluded(house, "yes", "possible_refer"))
    assert page.given is not None
    page.given.how.choose("witness")
    page.given.how.picked.emit("witness")
    assert page.given.witness.isVisibleTo(page) and not page.button.isEnabled()
    page.given.witness.choose("colleague")
    page.given.witness.picked.emit("colleague")
    assert handed(page) == [ConsentSheet(how="witness", witness="colleague")]
    page.deleteLater()


def test_who_agreed_to_nothing_is_not_asked_how(house: House) -> None:
    talk = concluded(house, "yes", "possible_refer")
    for consent in ("interview", "record"):
        talk.session.answer(f"/data/information/consent_{consent}", "no")
    page = finish(talk)
    assert page.given is None
    page.deleteLater()


CTRL = Qt.KeyboardModifier.ControlModifier
RETOLD: dict[str, Callable[[Interview], None]] = {
    "another language of the windows": lambda talk: talk.key("l", CTRL),
    "the two languages swapped": lambda talk: talk.key("e", CTRL),
    "simple questions only": lambda talk: talk.key(Qt.Key.Key_F7),
    "larger": lambda talk: talk.page.look.set_scale(1.5),
    "turned away and back": lambda talk: (talk.page.turn(-1), talk.go(FINISH))[0],
}


def at_the_end(talk: Interview) -> FinishPage:
    """The last page as it is now."""
    QApplication.processEvents()
    page = talk.page.centre
    assert isinstance(page, FinishPage)
    return page


@pytest.mark.parametrize("retold", RETOLD)
def test_what_was_chosen_outlives_the_page(house: House, retold: str) -> None:
    talk = concluded(house, "yes", "possible_refer")
    talk.page.course.refresh()
    talk.go(FINISH)
    given = at_the_end(talk).given
    assert given is not None
    given.how.setCurrentIndex(given.how.findData("witness"))
    given.witness.setCurrentIndex(given.witness.findData("colleague"))
    RETOLD[retold](talk)
    again = at_the_end(talk).given
    assert again is not None and again.sheet() == ConsentSheet(how="witness", witness="colleague"), retold


@pytest.mark.parametrize("retold", RETOLD)
def test_so_it_does_in_other_forms(house: House, retold: str) -> None:
    talk = house.start(forms.kinds(), "English (en)", "العربية (ar)")
    talk.go(FINISH)
    card = at_the_end(talk).consent
    assert card is not None
    talk.click(card.yes)
    talk.click(card.how["witness"])
    card.witness_choice.setCurrentIndex(2)
    told = card.sheet()
    RETOLD[retold](talk)
    again = at_the_end(talk).consent
    assert again is not None and again.answered, retold
    assert replace(again.sheet(), language="") == replace(told, language="") and told.witness, retold


def test_it_goes_with_the_draft(house: House) -> None:
    talk = concluded(house, "yes", "possible_refer")
    talk.page.course.refresh()
    talk.go(FINISH)
    given = at_the_end(talk).given
    assert given is not None
    given.how.setCurrentIndex(given.how.findData("signed"))
    talk.wait_saved()
    talk.page.stop()
    again = house.reopen(talk.opened.row.id)
    page = at_the_end(again)
    assert page.given is not None and page.given.sheet() == ConsentSheet(how="signed")


def test_a_correction_begins_with_how_they_agreed_before(house: House) -> None:
    before = ConsentSheet(how="witness", witness="colleague")

    def corrected(store: Vault) -> workflow.OpenRecord:
        place = Place(store)
        record = place.begun("asks", True, "", **ALL)
        workflow.finalise_draft(store, record, before)
        return workflow.edit_record(store, record)

    opened = house.wait(lambda done: house.lanes.vault(corrected, done))
    again = house.show(opened)
    again.go(FINISH)
    given = at_the_end(again).given
    assert given is not None and given.answered
    assert (given.how.code(), given.witness.code()) == ("witness", "colleague") and given.witness.isVisible()
    assert given.sheet() == replace(before, given_for="new"), "what stands stays as it was given"
    assert again.page.ending.kept() == (), "nobody chose anything"
    given.how.setCurrentIndex(given.how.findData("spoken"))
    assert given.sheet() == ConsentSheet(given_for="all"), "it was aloud after all"
    again.wait_saved()
    again.page.stop()
    kept = at_the_end(house.reopen(opened.row.id)).given
    assert kept is not None and kept.sheet() == ConsentSheet(given_for="all"), "so it is with the draft"


def test_of_a_draft_with_something_else_there_nothing_is_chosen() -> None:
    assert Ending.of(("yes", "signed")) == Ending.of(()) == Ending()


def test_a_yes_stays_in_the_language_it_was_given_in(house: House) -> None:
    """Whichever language the questions are shown in afterwards, and in the draft; asked anew, in the new one."""
    talk = house.start(forms.kinds(), "English (en)", "العربية (ar)")

    def language(talk: Interview) -> str:
        card = at_the_end(talk).consent
        assert card is not None and card.yes.isChecked()
        return card.sheet().language

    talk.go(FINISH)
    card = at_the_end(talk).consent
    assert card is not None
    talk.click(card.yes)
    talk.page.set_languages("العربية (ar)", "English (en)")
    assert language(talk) == "en"
    talk.wait_saved()
    talk.page.stop()
    again = house.reopen(talk.opened.row.id)
    again.go(FINISH)
    assert again.page.reading.person_code == "ar" and language(again) == "en"
    card = at_the_end(again).consent
    assert card is not None
    again.click(card.no)
    again.click(card.yes)
    assert language(again) == "ar"


@pytest.mark.parametrize("retold", ["another language of the windows", "larger", "the two languages swapped"])
def test_a_closed_record_stays_closed_on_the_page(house: House, retold: str) -> None:
    """With what became of it, and with the ways on."""
    talk = house.start(forms.family())
    talk.session.answer("/data/end", "told")
    talk.go(FINISH)
    card = at_the_end(talk).consent
    assert card is not None
    talk.click(card.place)
    with talk.bot.waitSignal(talk.page.finished, timeout=5000):
        talk.click(at_the_end(talk).button)
    RETOLD[retold](talk)
    page = at_the_end(talk)
    assert page.done and page.note.isVisible() and page.slip.isVisible() and page.consent is not None
    assert page.button.isEnabled() and page.button.text() == page.end_words(short=False)
    assert not page.consent.isEnabled() and page.consent.place.isChecked()
    assert page.button.hasFocus()
    with talk.bot.waitSignal(talk.page.left, timeout=5000):
        talk.click(page.button)


@pytest.mark.parametrize(
    ("place", "code"), [(2, "screening.consent_refused"), (3, "screening.consent_missing")], ids=["no", "not asked"]
)
def test_no_and_not_asked_are_two_answers_where_they_are_given_told_and_kept(
    house: House, place: int, code: str
) -> None:
    talk = house.start(forms.family())
    talk.session.answer("/data/end", "told")
    talk.go(FINISH)
    card = at_the_end(talk).consent
    assert card is not None and len(card.rows) == 4
    talk.click(card.rows[place - 1])
    assert card.answered
    assert card.sheet() == ConsentSheet(refused=place == 2)
    with talk.bot.waitSignal(talk.page.finished, timeout=5000):
        talk.click(at_the_end(talk).button)
    assert ("did not agree" in at_the_end(talk).note.words.text()) == (place == 2)
    closed: list[Finalised | None] = []
    talk.lanes.vault(lambda store: workflow.found_closed(store, talk.opened.row.id), closed.append)
    talk.bot.waitUntil(lambda: bool(closed), timeout=5000)
    assert closed[0] is not None and (closed[0].released, closed[0].code) == (False, code)
