"""At the end of our own form: how the person agreed, which is aloud where nothing is chosen, and before whom."""

import pytest

from intake_app.gui.interview_finish import FinishPage
from intake_app.workflow import ConsentSheet
from tests.gui_interview.conftest import House
from tests.gui_interview.test_differing import concluded, finish

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
