"""A list of languages: found by the names that people know them by, and by nothing that only seems alike."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from intake_app import languages
from intake_app.gui.answers.long_list import LongList
from intake_app.gui.form_languages import Coverage, others
from intake_app.gui.tokens import Space
from intake_app.gui.words import Words
from tests.gui_interview import forms
from tests.gui_interview.conftest import House, Interview

pytestmark = pytest.mark.window
AR, IT = "العربية (ar)", "Italiano (it)"
WHERE = "/data/next_steps/language"


def asked(house: House) -> tuple[Interview, LongList]:
    """The first interview at the question for a language."""
    talk = house.start(None, AR, IT)
    for consent in ("interview", "record", "referral", "sync"):
        talk.page.session.answer(f"/data/information/consent_{consent}", "yes")
    talk.go(WHERE)
    answer = talk.answer()
    assert isinstance(answer, LongList)
    return talk, answer


def test_a_language_is_found_by_its_names_and_no_guess_is_taken(house: House) -> None:
    talk, answer = asked(house)
    for typed in ("bangla", "Bengali", "বাংলা", "bengalese"):
        answer.filter.setText(typed)
        answer.filter.textEdited.emit(typed)
        talk.bot.wait(30)
        assert len(answer.model.shown) < len(answer.model.all)
        assert [option.value for option in answer.model.shown][:1] == ["bn"], typed
    answer.filter.setText("zzz")
    answer.filter.textEdited.emit("zzz")
    talk.bot.wait(30)
    assert answer.model.shown == []
    QTest.keyClick(answer.filter, Qt.Key.Key_Return)
    talk.bot.wait(30)
    assert talk.page.session.value(WHERE) == "" and talk.answer() is answer, "what is not found is no answer"
    assert answer.count.text == "Nothing was found." and answer.filter.selectedText() == "zzz"
    talk.type("beng")
    assert answer.filter.text() == "beng" and answer.model.shown[0].value == "bn"
    assert answer.count.text.startswith(f"{len(answer.model.shown)} ")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("kurd", ["kurdish (kurmanji)"]),
        ("kurm", ["kurdish (kurmanji)"]),
        ("krwat", ["croatian", "kurdish (kurmanji)", "georgian"]),
    ],
)
def test_what_only_sounds_so_is_offered_where_nothing_begins_so(house: House, typed: str, found: list[str]) -> None:
    """Croatian and Georgian stood under Kurdish."""
    listed = [[one.english, one.endonym] for one in map(languages.get, ("hr", "ku", "ka"))]
    talk = house.start(forms.listed(listed), AR, IT)
    talk.go("/data/searched")
    answer = talk.answer()
    assert isinstance(answer, LongList)
    talk.type(typed)
    assert [option.value for option in answer.model.shown] == found


@pytest.mark.parametrize(
    ("typed", "found"), [("zawiya", 1), ("zawia", 1), ("az zawiyah", 1), ("زاوية", 1), ("zzz", 0), ("zoe", 0)]
)
def test_a_place_of_one_sound_is_found_and_a_word_that_says_too_little_finds_nothing(
    house: House, typed: str, found: int
) -> None:
    """Az-Zawiya is Zauia in Italian, and nothing but a z to the ear."""
    listed = [["Zauia", "الزاوية"], ["Misurata", "مصراتة"], ["Tripoli", "طرابلس"]]
    talk = house.start(forms.listed(listed), AR, IT)
    talk.go("/data/searched")
    answer = talk.answer()
    assert isinstance(answer, LongList)
    talk.type(typed)
    assert len(answer.model.shown) == found


def test_the_language_of_the_interview_is_proposed_first(house: House) -> None:
    """Whoever answers in it mostly wants it again; the others stay in their order."""
    _talk, answer = asked(house)
    values = [option.value for option in answer.model.shown]
    assert values[:4] == ["ar", "bn", "fr", "en"]


def test_no_row_moves_under_the_pointer_when_one_is_chosen(house: House) -> None:
    talk, answer = asked(house)
    talk.bot.wait(30)
    row = answer.list.visualRect(answer.model.index(1)).center()
    before, height = answer.list.viewport().mapTo(talk.page, row).y(), answer.list.height()
    QTest.mouseClick(answer.list.viewport(), Qt.MouseButton.LeftButton, pos=row)
    talk.bot.wait(30)
    assert talk.page.session.value(WHERE) == answer.model.all[1].value and answer.told.isVisible()
    now = answer.list.visualRect(answer.model.index(1)).center()
    assert answer.list.viewport().mapTo(talk.page, now).y() == before and answer.list.height() == height


@pytest.mark.parametrize("size", [(1366, 768), (1024, 768), (683, 384)])
def test_what_is_said_of_the_translation_stands_clear_of_the_foot(house: House, size: tuple[int, int]) -> None:
    """It touched the line of the foot, and the ring of what stands above it was cut there."""
    talk, _answer = asked(house)
    talk.shell.setMinimumSize(300, 200)
    talk.shell.resize(*size)
    bar, view = talk.page.room.scroll.verticalScrollBar(), talk.page.room.scroll.viewport()
    talk.bot.wait(60)
    bar.setValue(bar.maximum())
    assert talk.page.sheet is not None
    badge = talk.page.sheet.blocks[WHERE].badges["review"]
    left = view.height() - 1 - badge.mapTo(view, badge.rect().bottomLeft()).y()
    assert left >= Space.HAIR
    assert size[0] < 1366 or bar.maximum() == 0


def test_a_language_that_says_next_to_nothing_of_a_form_stands_for_no_other() -> None:
    plain, french = Coverage("default", "", "", 270, 270), Coverage("French (fr)", "fr", "", 2, 270)
    told = {row.cells[2].text for row in others((plain, french), "default", Words("en"))}
    assert told == {"Shown in the form's own language"}
    half = replace(french, translated=135)
    assert "Shown in French" in {row.cells[2].text for row in others((plain, half), "default", Words("en"))}
