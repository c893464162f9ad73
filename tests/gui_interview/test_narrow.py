"""A small screen with large letters: what may be said instead of an answer stands in two lines, and is not cut."""

from itertools import combinations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from intake_app.gui.answers.text import PointAnswer
from intake_app.gui.controls import Button
from intake_app.xform import AnswerState
from tests.gui_interview import forms
from tests.gui_interview.conftest import House
from tests.xform.forms import xform

pytestmark = pytest.mark.window


def squeezed_into(part: QWidget, page: QWidget) -> bool:
    """Whether all of its width is seen."""
    left, right = part.mapTo(page, part.rect().topLeft()).x(), part.mapTo(page, part.rect().topRight()).x()
    return left >= 0 and right < page.width()


@pytest.mark.parametrize(("person", "mediator"), [("አማርኛ (am)", "Italiano (it)"), ("Italiano (it)", "العربية (ar)")])
def test_what_is_said_instead_of_an_answer_is_not_cut(house: House, person: str, mediator: str) -> None:
    talk = house.start(None, person, mediator, (683, 384))
    talk.page.look.set_scale(2.0)
    ref = next(
        ref
        for _turn in range(12)
        for ref, block in talk.page.turn(1) or talk.page.sheet.blocks.items()
        if block.pills[AnswerState.DECLINED].isVisible()
    )
    pill = talk.page.sheet.blocks[ref].pills[AnswerState.DECLINED]
    view = talk.page.room.scroll.viewport()
    talk.bot.waitUntil(lambda: squeezed_into(pill, view))
    assert pill.person.width() >= pill.person.sizeHint().width() and pill.mediator.isVisible()
    assert pill.mediator.mapTo(pill, pill.mediator.rect().topLeft()).y() > pill.person.geometry().y(), "one below"
    talk.page.look.set_scale(1.0)
    talk.shell.resize(1366, 768)
    talk.bot.waitUntil(lambda: talk.page.sheet.blocks[ref].pills[AnswerState.DECLINED].dot.isVisible())
    assert squeezed_into(talk.page.sheet.blocks[ref].pills[AnswerState.DECLINED], view)


@pytest.mark.parametrize(("language", "word"), [("en", "Latitude"), ("ar", "خط العرض")])
def test_a_place_says_in_words_what_is_typed(house: House, language: str, word: str) -> None:
    body = '<input ref="/data/p"><label>P</label></input>'
    house.words.set_language(language)
    talk = house.start(xform("<p/>", '<bind nodeset="/data/p" type="geopoint"/>', body))
    answer = talk.answer("/data/p")
    assert isinstance(answer, PointAnswer)
    told = answer.field.placeholderText()
    assert told.startswith(word) and "\u206635.5013, 12.6089\u2069" in told


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_a_language_with_a_word_for_one_and_two_counts_without_figures(house: House, scale: float) -> None:
    house.words.set_language("ar")
    house.look.set_scale(scale)
    talk = house.start(forms.births(), size=(640, 360))
    for page in [*talk.page.course.pages]:
        talk.go(page.ref)
        assert talk.page.course.page is not None and talk.page.course.page.ref == page.ref


@pytest.mark.parametrize("language", ["fr", "it", "ar"])
def test_no_button_of_the_foot_is_left_over_another_when_its_menu_is_not_needed_after_all(
    house: House, language: str
) -> None:
    """The menu stayed, shown and hidden at once, and one button stood in no row."""
    house.words.set_language(language)
    talk = house.start(None, "বাংলা (bn)", "Italiano (it)", (1366, 480))
    talk.page.look.set_scale(2.0)
    foot = talk.page.room.footer
    talk.bot.waitUntil(lambda: foot.next_button.height() > 80)
    talk.bot.wait(100)
    shown = [button for button in foot.findChildren(Button) if button.isVisible()]
    assert len(shown) > 3 and not any(button.isHidden() for button in shown)
    assert not any(one.geometry().intersects(other.geometry()) for one, other in combinations(shown, 2))


def test_a_foot_that_just_fits_comes_to_rest(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Longer words had room by one pixel, by their width beforehand, and none once they were said."""
    talk = house.start(None, "اردو (ur)", "বাংলা (bn)", (1024, 600))
    talk.page.look.set_scale(1.5)
    talk.go("/data/safety/private")
    talk.key(Qt.Key.Key_F7)
    foot, looked = talk.page.room.footer, list[int]()
    fit = type(foot)._fit
    for width in (1022, 1023, 1024, 1025, 1026):
        talk.shell.resize(width, 600)
        talk.bot.wait(200)
        monkeypatch.setattr(type(foot), "_fit", lambda self: (looked.append(self.width()), fit(self)))
        talk.bot.wait(100)
        monkeypatch.undo()
    assert looked == []
