"""What was told since an answer was cleared stands, and a refusal is brought back as well as an answer."""

import pytest
from PySide6.QtCore import Qt

from intake_app.gui.interview_repeat import RepeatPrompt
from intake_app.xform import AnswerState
from tests.gui_interview import forms
from tests.gui_interview.conftest import House, Interview
from tests.gui_interview.test_taken_out import undo

pytestmark = pytest.mark.window
ALT = Qt.KeyboardModifier.AltModifier
WHO, LAND, TOWN = "/data/who", "/data/land", "/data/town"


def _with_children(house: House) -> Interview:
    """Ada, Ben and Cleo, and Ada is ill; then Ada is taken away."""
    talk = house.start(forms.chosen_of_repeat())
    for number, name in enumerate(("ada", "ben", "cleo"), 1):
        talk.session.add_repeat("/data/child")
        talk.session.answer(f"/data/child[{number}]/name", name)
    talk.page.course.refresh()
    talk.go(WHO)
    talk.key("1")
    assert _says(talk, WHO) == ("ada", AnswerState.ANSWERED)
    talk.click(_prompt(talk).rows[0].remove)
    talk.go(WHO)
    assert _says(talk, WHO) == ("", AnswerState.NOT_ASKED)
    return talk


def _prompt(talk: Interview) -> RepeatPrompt:
    talk.go("/data/child")
    prompt = talk.page.centre
    assert isinstance(prompt, RepeatPrompt)
    return prompt


def _says(talk: Interview, ref: str) -> tuple[str, AnswerState]:
    return talk.session.value(ref), talk.session.state(ref)


@pytest.mark.parametrize("since", ["p", "n", "2", ""])
@pytest.mark.parametrize("by_line", [True, False])
def test_an_entry_that_comes_back_overwrites_nothing_told_since(house: House, since: str, by_line: bool) -> None:
    talk = _with_children(house)
    assert "Who is ill" in talk.page.room.notice.words.text(), "the line tells what went with the entry"
    if since:
        talk.key(since, ALT if since in "pn" else Qt.KeyboardModifier.NoModifier)
    said = _says(talk, WHO) if since else ("ada", AnswerState.ANSWERED)
    if by_line:
        undo(talk)
    else:
        talk.click(_prompt(talk).rows[-1].remove)
    assert talk.session.value("/data/child[1]/name") == "ada"
    assert _says(talk, WHO) == said


@pytest.mark.parametrize(("key", "state"), [("p", AnswerState.DECLINED), ("n", AnswerState.DOES_NOT_KNOW)])
def test_a_refusal_comes_back_with_what_its_answer_cleared(house: House, key: str, state: AnswerState) -> None:
    talk = house.start(forms.lands())
    talk.go(LAND)
    talk.key(key, ALT)
    talk.go(TOWN)
    talk.key("1")
    talk.go(LAND)
    talk.key("2")
    assert (talk.session.value(LAND), talk.session.value(TOWN)) == ("s", "")
    undo(talk)
    assert _says(talk, LAND) == ("", state)
    assert talk.session.value(TOWN) == "alba"
