"""An Undo brings back what was there and offers what was told since in turn, and nothing onto another of a repeat."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QPlainTextEdit

from intake_app import workflow
from intake_app.gui.answers.upload import UploadAnswer
from intake_app.gui.interview_course import FINISH
from intake_app.gui.interview_finish import FinishPage
from intake_app.gui.interview_repeat import RepeatPrompt
from intake_app.xform import AnswerState
from tests.gui_interview import forms
from tests.gui_interview.conftest import House, Interview
from tests.gui_interview.test_birth import BORN, EN, asked
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


def _field(talk: Interview) -> str:
    return talk.answer().findChildren(QPlainTextEdit)[0].toPlainText()


@pytest.mark.parametrize("goes", [False, True])
def test_what_is_told_anew_and_what_was_told_come_back_in_turn(house: House, goes: bool) -> None:
    talk = _declined(house)
    if goes:
        talk.go(NAME)
        assert talk.page.room.notice.isVisible(), "a look at another question loses nothing"
        talk.go(STORY)
    talk.type("the second, ten minutes more")
    talk.page.commit()
    for told in ("the first long story", "the second, ten minutes more", "the first long story"):
        undo(talk)
        assert (talk.session.value(STORY), _field(talk)) == (told, told)
    talk.type(" and more")
    undo(talk)
    assert talk.session.value(STORY) == "the second, ten minutes more"
    undo(talk)
    assert talk.session.value(STORY) == "the first long story and more"


def test_what_is_half_typed_counts(house: House) -> None:
    """The line is pressed before the record has the first letter of what is told instead."""
    talk = _declined(house)
    talk.type("the second")
    undo(talk)
    assert talk.session.value(STORY) == "the first long story"
    undo(talk)
    assert talk.session.value(STORY) == "the second"


@pytest.mark.parametrize("key", ["p", "n"])
def test_the_key_again_loses_nothing(house: House, key: str) -> None:
    talk = _declined(house)
    talk.key(key, ALT)
    undo(talk)
    assert talk.session.value(STORY) == "the first long story"
    assert talk.page.room.notice.isHidden(), "what one key says is not offered again"


def test_of_several_the_last_comes_first(house: House) -> None:
    """A slip of a finger in the middle of a word, and again when it is to be taken back."""
    talk = _declined(house)
    talk.type("assport")
    talk.key("p", ALT)
    talk.go(NAME)
    talk.type("Amina")
    talk.key("p", ALT)
    for ref, told in ((NAME, "Amina"), (STORY, "assport"), (STORY, "the first long story")):
        undo(talk)
        assert talk.session.value(ref) == told


def test_a_line_that_was_closed_offers_nothing_later(house: House) -> None:
    talk = _declined(house)
    talk.click(talk.page.room.notice.dismiss)
    talk.go(NAME)
    talk.type("Amina")
    talk.key("p", ALT)
    undo(talk)
    assert talk.page.room.notice.isHidden() and talk.session.value(STORY) == ""


def test_a_birth_told_anew_comes_back_in_turn(house: House) -> None:
    talk, answer = asked(house, EN)
    talk.type("3/5/2001")
    talk.page.commit()
    before = workflow.birth_said(talk.session, BORN)
    talk.key("p", ALT)
    talk.click(answer.kinds["age"])
    talk.type("17")
    talk.page.commit()
    newer = workflow.birth_said(talk.session, BORN)
    assert newer.age == "17"
    for said in (before, newer, before):
        undo(talk)
        assert workflow.birth_said(talk.session, BORN) == said == answer.statement()


def test_a_narrowed_list_and_what_was_chosen_since(house: House) -> None:
    talk = house.start(forms.family())
    talk.go("/data/home")

    def home() -> tuple[str, str]:
        return talk.session.value("/data/home/land"), talk.session.value("/data/home/town")

    for name, value in (("land", "s"), ("town", "bari"), ("land", "n"), ("town", "alba")):
        talk.page.answering._take_chosen(f"/data/home/{name}", value)
    for told in (("s", "bari"), ("n", "alba"), ("s", "bari")):
        undo(talk)
        assert home() == told


def test_a_picture_chosen_since_comes_back_in_turn(house: House, tmp_path: Path) -> None:
    talk, first = _with_a_picture(house, tmp_path)
    talk.key("p", ALT)
    talk.page.answering._take_file(PHOTO, _picture(tmp_path, "two.png", 200))
    talk.bot.waitUntil(lambda: talk.session.value(PHOTO) != "")
    second = talk.session.value(PHOTO)
    for name in (first, second, first, second):
        undo(talk)
        assert talk.session.value(PHOTO) == name and _kept(house, talk, name)
    talk.page.turn(1)
    talk.bot.waitUntil(lambda: not _kept(house, talk, first))
    assert _kept(house, talk, second)


def test_the_line_speaks_the_language_that_is_read_now(house: House) -> None:
    talk = house.start(forms.kinds(), "العربية (ar)", "English (en)")
    talk.go(STORY)
    talk.type("a long story")
    talk.key("p", ALT)
    assert "Tell me" in talk.page.room.notice.words.text()
    talk.page.set_languages("English (en)", "العربية (ar)")
    assert "سؤال story" in talk.page.room.notice.words.text()


@pytest.mark.parametrize("which", ["action", "dismiss"])
@pytest.mark.parametrize("anew", [False, True])
def test_the_keyboard_goes_back_into_the_question(house: House, which: str, anew: bool) -> None:
    talk = _declined(house)
    button = getattr(talk.page.room.notice, which)
    for _each in range(60):
        if not button.hasFocus():
            talk.key(Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    assert button.hasFocus()
    if anew:
        talk.page.look.set_scale(1.25)  # and the page is made again beneath the line
    talk.key(Qt.Key.Key_Return)
    field = QApplication.focusWidget()
    assert field is not None and talk.answer().isAncestorOf(field)
    talk.type(" more")
    talk.page.commit()
    assert talk.session.value(STORY) == ("the first long story more" if which == "action" else " more").strip()


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
    assert talk.page.room.notice.words.text().startswith("Taken away from"), "what is offered is the entry itself"
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
    assert talk.page.room.notice.words.text().startswith("Taken away from"), "what is offered is the entry itself"
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


def _children(talk: Interview, **toys: tuple[str, ...]) -> None:
    for number, (name, have) in enumerate(toys.items(), 1):
        talk.page.answering.apply(talk.session.add_repeat("/data/child"))
        talk.page.answering.apply(workflow.answer(talk.session, f"/data/child[{number}]/name", name))
        for each, toy in enumerate(have, 1):
            talk.page.answering.apply(talk.session.add_repeat(f"/data/child[{number}]/toy"))
            talk.page.answering.apply(workflow.answer(talk.session, f"/data/child[{number}]/toy[{each}]/what", toy))
    talk.page.course.refresh()


def _rows(talk: Interview, ref: str) -> RepeatPrompt:
    talk.go(ref)
    prompt = talk.page.centre
    assert isinstance(prompt, RepeatPrompt)
    return prompt


@pytest.mark.parametrize("other", [1, 2])
def test_what_went_from_a_list_in_a_list_comes_back_to_whom_it_was_of(house: House, other: int) -> None:
    """Once an entry of the outer list went, the numbers of the others are those of somebody else."""
    talk = house.start(forms.nested())
    _children(talk, Ada=("a ball",), Bea=("a bear", "a drum"), Cem=("a kite",))
    talk.click(_rows(talk, "/data/child[2]/toy").rows[1].remove)
    assert [one.told for one in _rows(talk, "/data/child[2]/toy").gone] == [("a drum",)]
    talk.click(_rows(talk, "/data/child").rows[other - 1].remove)
    talk.go("/data/end")

    def goes() -> dict[str, list[str]]:
        """By name, what went from whose list."""
        names = [talk.session.value(f"/data/child[{number}]/name") for number in (1, 2, 3)[: 3 - bool(left())]]
        rows = [_rows(talk, f"/data/child[{number}]/toy").gone for number in range(1, len(names) + 1)]
        return {name: [one.told[0] for one in gone] for name, gone in zip(names, rows, strict=True)}

    def left() -> list[str]:
        return [one.told[0] for one in _rows(talk, "/data/child").gone]

    assert goes() == ({"Bea": ["a drum"], "Cem": []} if other == 1 else {"Ada": [], "Cem": []})
    talk.click(_rows(talk, "/data/child").rows[-1].remove)
    assert goes() == {"Ada": [], "Bea": ["a drum"], "Cem": []}
    talk.click(_rows(talk, "/data/child[2]/toy").rows[-1].remove)
    assert [talk.session.value(f"/data/child[2]/toy[{number}]/what") for number in (1, 2)] == ["a bear", "a drum"]
    assert talk.session.value("/data/child[3]/toy[1]/what") == "a kite"


def test_of_three_stories_none_is_buried(house: House) -> None:
    talk = _declined(house)
    for told in ("the second story", "the third one"):
        talk.type(told)
        if told != "the third one":
            talk.key("p", ALT)
    talk.page.commit()
    for told in ("the second story", "the first long story", "the third one", "the second story"):
        undo(talk)
        assert (talk.session.value(STORY), _field(talk)) == (told, told)
