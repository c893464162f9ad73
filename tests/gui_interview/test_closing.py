"""A record that was closed by a try that said it had failed: the window finds out, and says so in plain words."""

from collections.abc import Callable

import pytest

from intake_app.errors import IntakeError
from intake_app.gui.controls import Label
from intake_app.gui.interview_course import FINISH
from intake_app.gui.interview_finish import FinishPage
from intake_app.vault import Vault
from tests.gui_interview import forms
from tests.gui_interview.conftest import House, Interview

LATE, LACKING = "An earlier try closed it", "What was answered after that is not in it"


def _fail_behind_the_commit(times: int) -> Callable[[Vault], None]:
    """From the commit that closes the record on, so many are done and told as failed."""

    def prepare(store: Vault) -> None:
        database, left = store._opening.database, [times]
        plain = database.after_commit

        def failing() -> None:
            plain()
            if left[0] and database.one("SELECT 1 FROM submission") is not None:
                left[0] -= 1
                raise IntakeError("vault.io_error", reason="EIO")

        database.after_commit = failing

    return prepare


def _at_the_end(house: House, failures: int) -> tuple[Interview, FinishPage]:
    talk = house.start(forms.family())
    talk.session.answer("/data/end", "before")
    talk.go(FINISH)
    talk.wait_saved()
    end = talk.page.centre
    assert isinstance(end, FinishPage) and end.consent is not None
    talk.click(end.consent.yes)
    talk.click(end.consent.how["spoken"])
    talk.lanes.vault(_fail_behind_the_commit(failures))
    return talk, end


def test_it_is_told_as_closed_at_once(house: House) -> None:
    talk, end = _at_the_end(house, 1)
    with talk.bot.waitSignal(talk.page.finished, timeout=5000) as told:
        talk.click(end.button)
    assert told.args[0].released
    assert LATE in end.note.words.text() and LACKING not in end.note.words.text()
    assert talk.page.saver.clean and not talk.page.room.outline.isEnabled()


@pytest.mark.parametrize("edited", [True, False])
def test_it_is_found_out_when_nothing_can_be_saved_any_more(house: House, edited: bool) -> None:
    """The look right after the try failed too, so that the window still takes the record for a draft."""
    talk, end = _at_the_end(house, 2)
    talk.click(end.button)
    talk.bot.waitUntil(end.note.isVisible, timeout=5000)
    assert LATE not in end.note.words.text() and end.button.isEnabled()
    with talk.bot.waitSignal(talk.page.finished, timeout=5000):
        talk.go("/data/end")  # which is saved as the place to come back to
        if edited:
            talk.type(" and after")
    end_again = talk.page.centre
    assert isinstance(end_again, FinishPage) and end_again.done
    assert (LATE in end_again.note.words.text(), LACKING in end_again.note.words.text()) == (True, edited)
    assert talk.page.saver.clean and talk.page.room.footer.told.text() == ""
    with talk.bot.waitSignal(talk.page.left, timeout=5000):
        talk.click(end_again.button)


def test_what_is_frozen_for_another_reason_is_told_as_it_is(house: House) -> None:
    talk = house.start(forms.family())
    talk.wait_saved()
    talk.page.closing.look_if_frozen(IntakeError("vault.io_error", reason="EIO"))
    talk.page.closing.look_if_frozen(IntakeError("vault.frozen"))
    with talk.bot.waitSignal(talk.page.closing.open, timeout=5000):
        pass
    assert not talk.page.saver.stopped


def test_the_last_page_has_its_name_also_after_the_windows_speak_another_language(house: House) -> None:
    talk = house.start(forms.family())
    talk.go("*finish")
    house.words.set_language("it")
    try:
        talk.bot.waitUntil(lambda: talk.page.centre.accessibleName() == "Concludi", timeout=5000)
    finally:
        house.words.set_language("en")


def test_who_agreed_before_the_last_answers_is_asked_once_more(house: House) -> None:
    talk, end = _at_the_end(house, 0)
    talk.go("/data/end")
    talk.go(FINISH)
    assert _end(talk).consent.yes.isChecked(), "nothing was answered since"
    talk.go("/data/end")
    talk.type(" and more")
    talk.page.commit()
    talk.go(FINISH)
    end = _end(talk)
    assert not any(row.isChecked() for row in end.consent.rows) and not end.consent.answered
    said = [each.text() for each in end.consent.findChildren(Label) if each.isVisible()]
    assert any(text.startswith("They agreed before the last answers") for text in said)
    talk.click(end.consent.yes)
    talk.click(end.consent.how["spoken"])
    talk.go("/data/end")
    talk.go(FINISH)
    assert _end(talk).consent.yes.isChecked() and not talk.page.ending.outdated


def _end(talk: Interview) -> FinishPage:
    assert isinstance(talk.page.centre, FinishPage)
    return talk.page.centre
