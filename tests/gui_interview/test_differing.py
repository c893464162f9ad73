"""A conclusion that the answers speak against is named before the record is closed, and stays the mediator's."""

import pytest
from PySide6.QtWidgets import QLabel

from intake_app.gui.interview_finish import FinishPage
from tests.gui_interview.conftest import House

pytestmark = pytest.mark.window
AR, IT = "العربية (ar)", "Italiano (it)"
TOLD = "The answers and what you concluded point to different things. F8 shows why. You decide."


@pytest.mark.parametrize(
    ("said", "outcome", "told"),
    [
        ("yes", "no_indication_now", True),
        ("yes", "possible_refer", False),
        ("no", "no_indication_now", False),
        ("prefers_not_to_say", "no_indication_now", False),
    ],
)
def test_it_is_said_once_and_in_neutral_words(house: House, said: str, outcome: str, told: bool) -> None:
    talk = house.start(None, AR, IT)
    session = talk.session
    for name in ("understands", "private", "well_enough"):
        session.answer(f"/data/safety/{name}", "yes")
    for consent in ("interview", "record"):
        session.answer(f"/data/information/consent_{consent}", "yes")
    signs = [path for path, code in session.definition.tagged("indicator") if code != "danger_now"]
    for path in signs:
        session.answer(path, said)
    session.answer("/data/next_steps/outcome", outcome)
    page = FinishPage(talk.page.reading, talk.page.setting)
    assert (TOLD in {label.text() for label in page.findChildren(QLabel)}) is told
    page.deleteLater()
