"""On a small screen with large letters no page is wider than what is seen of it, for it can not be moved sideways."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from intake_app.gui.answers.birth import BirthAnswer
from intake_app.gui.controls import Badge
from intake_app.gui.following import _SURELY_MS
from tests.gui_interview import forms
from tests.gui_interview.conftest import House, Interview
from tests.gui_interview.test_birth import BORN, TI
from tests.gui_interview.test_reached import wholly_seen
from tests.shared_data import shared

pytestmark = pytest.mark.window

LANGUAGES = ["en", "fr", "it", "ar"]
SIZES = [((683, 384), 1.5), ((683, 384), 2.0), ((800, 480), 1.5), ((800, 480), 1.75), ((800, 480), 2.0)]
_MAYBE = str(date.today().year - 19)


def too_wide(talk: Interview) -> int:
    """By how much the page is wider than what is seen of it, once it is laid out."""
    talk.bot.wait(30)
    scroll = talk.page.room.scroll
    holder = scroll.widget()
    assert holder is not None
    return holder.width() - scroll.viewport().width()


def doubted(talk: Interview) -> BirthAnswer:
    """A year of which it is open whether it makes a minor, and that this is told."""
    talk.go(BORN)
    answer = talk.answer()
    assert isinstance(answer, BirthAnswer)
    answer.year.field.setFocus()
    talk.type(_MAYBE)
    answer.about.click()
    talk.page.commit()
    assert not answer.protection.isHidden()
    return answer


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("size", "scale"), SIZES)
def test_a_birth_that_may_be_of_a_minor_is_told_whole(
    house: House, language: str, size: tuple[int, int], scale: float
) -> None:
    """The warning stood in one line, the page was as wide as that, and the end of every line out of sight."""
    house.words.set_language(language)
    house.look.set_scale(scale)
    talk = house.start(forms.births(), TI, "", size)
    answer = doubted(talk)
    assert too_wide(talk) <= 0
    talk.page.room.scroll.ensureWidgetVisible(answer.protection)
    QApplication.processEvents()
    badge = answer.protection
    assert wholly_seen(badge) and badge.height() >= badge.heightForWidth(badge.width())
    for kind in answer.kinds:
        answer.kinds[kind].click()
        assert too_wide(talk) <= 0, kind


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_of_any_kind_is_wider_than_what_is_seen_of_it(house: House, language: str) -> None:
    house.words.set_language(language)
    house.look.set_scale(1.5)
    talk = house.start(shared("data/forms/all-widgets.xml"), size=(683, 384))
    wide = {}
    for page in [*talk.page.course.pages]:
        talk.go(page.ref)
        wide[page.ref] = too_wide(talk)
    assert len(wide) > 40 and {ref: by for ref, by in wide.items() if by > 0} == {}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_long_badge_stands_in_one_line_where_there_is_room(house: House, language: str) -> None:
    house.words.set_language(language)
    talk = house.start(forms.births(), TI, "", (1366, 768))
    badge = doubted(talk).protection
    talk.bot.wait(30)
    assert badge.wordWrap() and badge.height() < 2 * badge.fontMetrics().height()
    short = Badge("Complete")
    talk.bot.addWidget(short)
    assert not short.wordWrap()


@pytest.mark.parametrize("person", ["اردو (ur)", "ትግርኛ (ti)", "العربية (ar)", "বাংলা (bn)"])
@pytest.mark.parametrize(("size", "scale"), [((1366, 768), 2.0), ((1024, 600), 1.5), ((683, 384), 1.5)])
def test_the_field_of_a_birth_is_seen_on_arriving_where_it_has_the_keyboard(
    house: House, person: str, size: tuple[int, int], scale: float
) -> None:
    """The words of the question and its hint filled the window, and what was typed went where nobody saw it."""
    house.words.set_language("it")
    house.look.set_scale(scale)
    talk = house.start(None, person, "Italiano (it)", size)
    refs = [ref for page in talk.page.course.pages for ref in page.refs]
    talk.go(next(ref for ref in refs if ref.endswith("age_band")))
    talk.key("n", Qt.KeyboardModifier.AltModifier)
    talk.page.commit()
    born = next(ref for page in talk.page.course.pages for ref in page.refs if ref.endswith("born"))
    talk.go(born)
    talk.bot.wait(2 * _SURELY_MS)
    answer = talk.answer()
    assert isinstance(answer, BirthAnswer) and answer.day.field.hasFocus()
    assert wholly_seen(answer.day.field)
