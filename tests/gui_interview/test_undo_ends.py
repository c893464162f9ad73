"""An Undo brings back what was there, and never over what was told since or onto another one of a repeat."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from intake_app import workflow
from intake_app.gui.answers.upload import UploadAnswer
from intake_app.gui.interview_course import FINISH
from intake_app.gui.interview_finish import FinishPage
from intake_app.gui.interview_repeat import RepeatPrompt
from intake_app.xform import AnswerState
from tests.gui_interview import forms
from tests.gui_interview.conftest import House, Interview
from tests.gui_interview.test_taken_out import PHOTO, _kept, _picture, _with_a_picture, undo

pytestmark = pytest.mark.window
ALT = Qt.KeyboardModifier.AltModifier
STORY, NAME = "/data/story", "/data/name"


def _declined(house: House) -> Interview:
    talk = house.start(forms.kinds(), "English (en)", "العربية (ar)")
    talk.go(STORY)
    talk.type("the first long story")
    talk.key("p", ALT)
    assert talk.page.room.notice.isVisible()
    return talk


@pytest.mark.parametrize("goes", [False, True])
def test_what_is_told_anew_ends_it(house: House, goes: bool) -> None:
    talk = _declined(house)
    if goes:
        talk.go(NAME)
        assert talk.page.room.notice.isVisible(), "a look at another question loses nothing"
        talk.go(STORY)
    talk.type("the second, ten minutes more")
    talk.page.commit()
    assert talk.page.room.notice.isHidden()
    assert talk.session.value(STORY) == "the second, ten minutes more"


def test_what_is_half_typed_counts(house: House) -> None:
    """The line is pressed before the record has the first letter of what is told instead."""
    talk = _declined(house)
    talk.type("the second")
    talk.page.room.notice._act()
    assert talk.session.value(STORY) == "the second"


def test_it_outlasts_another_answer_and_another_page(house: House) -> None:
    talk = _declined(house)
    talk.go(NAME)
    talk.type("Amina")
    talk.page.commit()
    undo(talk)
    assert (talk.session.value(STORY), talk.session.value(NAME)) == ("the first long story", "Amina")


def test_a_closed_record_ends_it(house: House) -> None:
    talk = _declined(house)
    talk.go(FINISH)
    finish = talk.page.centre
    assert isinstance(finish, FinishPage) and finish._consent is not None and talk.page.room.notice.isVisible()
    talk.click(finish._consent.place)
    talk.click(finish.button)
    talk.bot.waitUntil(lambda: finish.done)
    assert talk.page.room.notice.isHidden()
    assert talk.session.state(STORY) == AnswerState.DECLINED


def _added(talk: Interview, count: int) -> None:
    for _each in range(count):
        talk.go("/data/child")
        assert isinstance(talk.page.centre, RepeatPrompt)
        talk.click(talk.page.centre.add_button)


def _take_away(talk: Interview, number: int) -> None:
    talk.go("/data/child")
    assert isinstance(talk.page.centre, RepeatPrompt)
    buttons = [one for one in talk.page.centre.findChildren(QAbstractButton) if one.text() == "Take away"]
    talk.click(buttons[number - 1])


def test_nothing_comes_back_onto_another_of_a_repeat(house: House) -> None:
    talk = house.start(forms.family())
    for number in (1, 2, 3):
        _added(talk, 1)
        talk.type(f"child {number}")
        talk.page.commit()
    talk.go("/data/child[2]")
    talk.key("p", ALT)
    assert talk.page.room.notice.isVisible()
    _take_away(talk, 1)
    talk.go("/data/child[2]")
    assert talk.page.room.notice.isHidden()
    assert talk.session.value("/data/child[2]/first") == "child 3"


@pytest.mark.parametrize("taken", [1, 2])
def test_a_narrowed_list_brings_nothing_onto_another(house: House, taken: int) -> None:
    talk = house.start(forms.narrowed())
    _added(talk, 3)
    for number, town in ((1, "bari"), (2, "bari"), (3, "capua")):
        for name, value in (("land", "s"), ("town", town)):
            talk.page.answering._take_chosen(f"/data/child[{number}]/g/{name}", value)
    talk.page.answering._take_chosen("/data/child[2]/g/land", "n")
    assert talk.page.room.notice.isVisible()
    _take_away(talk, taken)
    talk.go("/data/end")
    assert talk.page.room.notice.isHidden()
    assert talk.session.value("/data/child[2]/g/town") == "capua"


def test_a_picture_that_stood_for_another_goes_with_its_undo(house: House, tmp_path: Path) -> None:
    talk, first = _with_a_picture(house, tmp_path)
    talk.page.answering._take_file(PHOTO, _picture(tmp_path, "two.png", 200))
    talk.bot.waitUntil(lambda: talk.session.value(PHOTO) not in ("", first))
    second = talk.session.value(PHOTO)
    undo(talk)
    assert talk.session.value(PHOTO) == first
    talk.page.turn(1)
    talk.bot.waitUntil(lambda: not _kept(house, talk, second))
    assert _kept(house, talk, first)


def test_a_removed_picture_is_gone_also_where_the_program_ended_before(house: House, tmp_path: Path) -> None:
    talk, name = _with_a_picture(house, tmp_path)
    record, answer = talk.opened.row.id, talk.answer()
    assert isinstance(answer, UploadAnswer)
    talk.click(answer.remove)
    talk.wait_saved()
    other = house.wait(
        lambda done: house.lanes.vault(lambda store: workflow.attach(store, record, b"GIF89a", ""), done)
    )
    again = house.reopen(record)
    talk.bot.waitUntil(lambda: not _kept(house, again, name))
    assert not _kept(house, again, str(other))


def test_a_picture_that_is_there_stays_when_it_is_opened_again(house: House, tmp_path: Path) -> None:
    talk, name = _with_a_picture(house, tmp_path)
    talk.page.save_now()
    talk.wait_saved()
    again = house.reopen(talk.opened.row.id)
    again.page.turn(1)
    assert again.session.value(PHOTO) == name and _kept(house, again, name)
