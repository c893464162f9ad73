"""A small screen with large letters: what may be said instead of an answer stands in two lines, and is not cut."""

from itertools import combinations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from intake_app import paths
from intake_app.gui.answers.text import PointAnswer
from intake_app.gui.controls import Button
from intake_app.gui.interview_course import FINISH
from intake_app.gui.interview_finish import FinishPage
from intake_app.xform import AnswerState
from tests.gui_interview import forms
from tests.gui_interview.conftest import House, Interview
from tests.gui_interview.test_owing import agreed
from tests.gui_shell import looking, walking
from tests.xform.forms import xform

pytestmark = pytest.mark.window
NARROWEST = ("/data/health/may_ask", "/data/page/page_wanted", "/data/end/return_raised")
"""Questions to the mediator, whose words for what is said instead are long."""


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


def faultless(talk: Interview, language: str) -> None:
    """Once it is laid out, which a busy machine does in several steps."""
    found = list[looking.Fault]()
    for _ in range(10):
        walking.come_to_rest(talk.shell)
        found = [*looking.out_of_sight(talk.shell), *looking.faults(talk.shell, language)]
        found = [one for one in found if one.kind != "not translated"]
        if not found:
            break
        talk.bot.wait(50)
    assert found == []


@pytest.mark.parametrize("language", ["en", "it", "fr", "ar", "bn", "ur"])
@pytest.mark.parametrize(("size", "scale"), [((1024, 600), 2.0), ((1024, 600), 1.6), ((683, 384), 1.5)])
def test_the_end_is_not_cut_by_what_only_the_mediator_sees(
    house: House, language: str, size: tuple[int, int], scale: float
) -> None:
    house.words.set_language(language)
    house.look.set_scale(scale)
    talk = agreed(house, "minor")
    talk.shell.resize(*size)
    talk.go(FINISH)
    room = talk.page.room
    faultless(talk, language)
    talk.key(Qt.Key.Key_F8)
    assert room.covered == (size[0] / scale < 640) and room.panel.isVisible()
    faultless(talk, language)
    talk.key(Qt.Key.Key_F8)
    assert not room.covered and not room.panel.isVisible()
    faultless(talk, language)


def test_a_panel_that_covers_the_page_leads_back_to_where_one_was_and_lets_no_key_through(house: House) -> None:
    house.look.set_scale(1.5)
    talk = house.start(None, "Italiano (it)", "Italiano (it)", (683, 384))
    talk.go("/data/safety/private")
    room, foot, ref = talk.page.room, talk.page.room.footer, talk.ref
    held = talk.shell.focusWidget()
    for back in (
        lambda: talk.click(foot.page_button),
        lambda: talk.key(Qt.Key.Key_F8),
        lambda: talk.key(Qt.Key.Key_Escape),
        lambda: talk.key(Qt.Key.Key_Return),
    ):
        talk.key(Qt.Key.Key_F8)
        assert room.covered and foot.page_button.hasFocus() and foot.page_button.isVisible()
        assert not any(one.isVisible() for one in (foot.next_button, foot.back_button, foot.panel_button))
        top = room.panel.area.verticalScrollBar().value()
        for key in (Qt.Key.Key_1, Qt.Key.Key_N, Qt.Key.Key_P, Qt.Key.Key_Backspace, Qt.Key.Key_PageDown):
            talk.key(key)
        talk.key(Qt.Key.Key_P, Qt.KeyboardModifier.AltModifier)
        assert talk.session.question(ref).value == "" and talk.session.question(ref).state is AnswerState.NOT_ASKED
        assert talk.ref == ref and room.panel.area.verticalScrollBar().value() > top
        back()
        assert not room.covered and not room.panel.isVisible() and talk.ref == ref
        assert foot.next_button.isVisible() and not foot.page_button.isVisible()
        assert talk.shell.focusWidget() is held


@pytest.mark.parametrize("back", [Qt.Key.Key_F8, Qt.Key.Key_Escape, Qt.Key.Key_Return])
def test_a_figure_answers_the_question_that_is_seen_once_nothing_lies_over_it(house: House, back: Qt.Key) -> None:
    house.look.set_scale(1.5)
    talk = house.start(None, "Italiano (it)", "Italiano (it)", (683, 384))
    talk.go("/data/safety/private")
    ref = talk.ref
    talk.key(Qt.Key.Key_F8)
    talk.key("1")
    assert talk.page.room.covered and talk.session.question(ref).value == ""
    talk.key(back)
    held = talk.shell.focusWidget()
    assert held is not None and talk.page.sheet is not None and talk.page.sheet.blocks[ref].isAncestorOf(held)
    assert talk.ref == ref and talk.page.sheet.blocks[ref].words.visibleRegion().boundingRect().height() > 0
    talk.key("1")
    talk.page.commit()
    assert talk.session.question(ref).value != ""


def test_a_panel_that_covers_the_page_goes_for_who_listens_and_stands_beside_it_where_there_is_room(
    house: House,
) -> None:
    house.look.set_scale(1.5)
    talk = house.start(None, "Italiano (it)", "Italiano (it)", (683, 384))
    room, foot = talk.page.room, talk.page.room.footer
    talk.key(Qt.Key.Key_F8)
    talk.key(Qt.Key.Key_F7)
    assert talk.page.simple and not room.covered and not room.panel.isVisible() and foot.next_button.isVisible()
    talk.key(Qt.Key.Key_F7)
    talk.key(Qt.Key.Key_F8)
    house.words.set_language("ar")
    assert room.covered and foot.page_button.hasFocus() and not foot.next_button.isVisible()
    talk.shell.resize(1366, 768)
    talk.bot.waitUntil(lambda: not room.covered and foot.next_button.isVisible())
    assert room.panel.isVisible() and room.panel.width() == talk.page.setting.tokens.px(264)
    talk.shell.resize(683, 384)
    talk.bot.waitUntil(lambda: room.covered)
    talk.go(FINISH)
    assert not room.covered and isinstance(talk.page.centre, FinishPage) and talk.page.centre.button.isVisible()
    assert not foot.next_button.isVisible()
    talk.key(Qt.Key.Key_F8)
    assert room.covered and not talk.page.centre.button.isVisible()
    talk.key(Qt.Key.Key_F8)
    assert talk.page.centre.button.isVisible() and not foot.next_button.isVisible()


@pytest.mark.parametrize(("language", "person"), [("it", "العربية (ar)"), ("ar", "বাংলা (bn)"), ("fr", "اردو (ur)")])
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_no_page_of_the_needs_is_cut_in_a_small_window(
    house: House, language: str, person: str, scale: float
) -> None:
    """With the largest letters the key had no room in the pill of what a mediator says instead."""
    house.words.set_language(language)
    house.look.set_scale(scale)
    talk = house.start(paths.forms() / "needs.md", person, "Italiano (it)", (683, 384))
    for ref in NARROWEST if scale > 1.0 else [page.ref for page in talk.page.course.pages]:
        talk.go(ref)
        assert talk.ref == ref
        faultless(talk, language)
        assert talk.page.room.footer.next_button.isVisible()
