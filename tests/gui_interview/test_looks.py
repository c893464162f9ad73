"""More looks: ranges with words, stars and lists, dates in other calendars, addresses, choices without buttons."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from intake_app.gui.answers.answer import Answer
from intake_app.gui.answers.choices import ChoiceGrid
from intake_app.gui.answers.day import DateAnswer
from intake_app.gui.answers.picker import PickerAnswer
from intake_app.gui.answers.rank import RankAnswer
from intake_app.gui.answers.span import SliderAnswer, StepsAnswer
from intake_app.gui.answers.stars import Star, StarsAnswer
from intake_app.gui.answers.text import AddressAnswer
from tests.gui_interview import forms, pad_forms
from tests.gui_interview.conftest import House, Interview

pytestmark = pytest.mark.window
IT, AR = "Italiano (it)", "العربية (ar)"


def at(talk: Interview, name: str) -> Answer:
    talk.go(f"/data/{name}")
    return talk.answer()


def stored(talk: Interview, name: str) -> str:
    """What the record holds once what is typed is taken."""
    talk.page.commit()
    return talk.session.value(f"/data/{name}")


@pytest.mark.feature(46, 82)
def test_ranges_say_what_values_mean_and_begin_where_the_form_wants(house: House) -> None:
    talk = house.start(pad_forms.ranged(), IT, AR)
    steps = at(talk, "steps")
    assert isinstance(steps, StepsAnswer)
    assert steps.buttons["4"].hasFocus(), "the placeholder has the keyboard, and is no answer"
    assert stored(talk, "steps") == ""
    assert steps.buttons["5"].accessibleName() == "5 · qualcosa"
    talk.page.set_languages(AR, IT)
    assert (steps.buttons["5"].accessibleName(), steps.legend.words("10")) == ("5 · شيء", "كل شيء")
    talk.page.set_languages(IT, AR)

    slide = at(talk, "slide")
    assert isinstance(slide, SliderAnswer)
    assert (slide.slider.value(), stored(talk, "slide")) == (8, "")
    assert list(slide.slider.ticks) == [0, 10, 20]
    talk.key(Qt.Key.Key_Space)
    assert stored(talk, "slide") == "4", "what it stands on can be the answer"
    talk.key(Qt.Key.Key_Right)
    talk.key(Qt.Key.Key_Right)
    assert (stored(talk, "slide"), slide.value.text) == ("5", "5 · qualcosa")
    width, middle = slide.slider.width(), slide.slider.height() // 2
    QTest.mouseClick(slide.slider, Qt.MouseButton.LeftButton, pos=QPoint(width - 3, middle))
    assert stored(talk, "slide") == "10", "the handle comes to where the track is touched"
    assert slide.slider.height() >= 44

    upright, bare = at(talk, "upright"), at(talk, "bare")
    assert isinstance(upright, SliderAnswer) and isinstance(bare, SliderAnswer)
    assert (list(upright.slider.ticks), list(bare.slider.ticks)) == ([0, 5, 10], [])
    QTest.mouseClick(bare.slider, Qt.MouseButton.LeftButton, pos=QPoint(bare.slider.width() // 2, 3))
    assert stored(talk, "bare") == "10"

    picked = at(talk, "picked")
    assert isinstance(picked, PickerAnswer)
    talk.type("qualc")
    assert [option.value for option in picked.model.shown] == ["5"]
    talk.key(Qt.Key.Key_Return)
    assert stored(talk, "picked") == "5"
    assert len(picked.model.all) == 11
    assert picked.filter.placeholderText() == "Type to search in either language"
    plain = at(talk, "plain")
    assert isinstance(plain, PickerAnswer) and plain.filter.placeholderText() == "Number", "no words are searched"


@pytest.mark.feature(82)
def test_a_rating_is_stars_that_are_filled_up_to_the_answer(house: House) -> None:
    talk = house.start(pad_forms.ranged(), IT, AR)
    stars = at(talk, "rated")
    assert isinstance(stars, StarsAnswer)
    talk.click(stars.buttons["3"])
    lit = [star.lit for star in stars.buttons.values() if isinstance(star, Star)]
    assert (stored(talk, "rated"), lit, stars.told.text) == ("3", [True] * 3 + [False] * 2, "3 / 5")
    assert stars.buttons["3"].accessibleName() == "3 of 5 stars"
    full, hollow = (stars.buttons[value].grab().toImage() for value in ("2", "4"))
    middle = full.rect().center()
    tokens = talk.page.setting.tokens
    assert QColor(full.pixel(middle)) == tokens.color("accent") != QColor(hollow.pixel(middle))
    talk.key("5")
    assert stored(talk, "rated") == "5"
    talk.key("n")
    assert stars.told.text == "" and not any(star.lit for star in stars.buttons.values() if isinstance(star, Star))


DATES = {
    "coptic": ("29/4/1741", "2025-01-07", 3),
    "buddhist": ("24/6/2475", "1932-06-24", 3),
    "nepali": ("12/1/2072", "2015-04-25", 3),
    "month": ("1/2016", "2023-09-12", 2),
    "year": ("1403", "2024-03-20", 1),
    "plain": ("2024", "2024-01-01", 1),
}
"""What is typed, what is stored, how many fields there are."""


@pytest.mark.feature(68)
def test_dates_of_other_calendars_are_stored_as_gregorian_days(house: House) -> None:
    talk = house.start(pad_forms.dated())
    for name, (typed, held, fields) in DATES.items():
        assert shown(talk, name) == [""] * fields
        talk.type(typed)
        assert stored(talk, name) == held
    for name, (typed, _held, _fields) in DATES.items():
        assert shown(talk, name) == typed.split("/"), "the same when it is looked at again"
        answer = talk.answer()
        assert isinstance(answer, DateAnswer)
        assert answer.counted.isVisible() == answer.echo.isVisible() == (name != "plain"), "the Gregorian day is told"


def shown(talk: Interview, name: str) -> list[str]:
    """What the fields of a date hold."""
    answer = at(talk, name)
    assert isinstance(answer, DateAnswer)
    return [part.text for part in (answer.day, answer.month, answer.year) if part.isVisible()]


@pytest.mark.feature(61, 73)
def test_an_address_is_copied_and_never_opened_and_choices_may_be_without_buttons(house: House) -> None:
    talk = house.start(pad_forms.dated())
    link = at(talk, "link")
    assert isinstance(link, AddressAnswer)
    talk.click(link.copy)
    assert QApplication.clipboard().text() == "http://example.org/a?b=c"
    assert link.field.layoutDirection() == Qt.LayoutDirection.LeftToRight
    bare = at(talk, "bare")
    assert isinstance(bare, ChoiceGrid)
    row = bare.rows[0]
    before = row.grab().toImage()
    talk.key("1")
    after = row.grab().toImage()
    mark = QPoint(row.height() // 2, row.height() // 2)
    assert stored(talk, "bare") == "one"
    assert before.pixel(mark) != after.pixel(mark), "its ground"
    tokens = talk.page.setting.tokens
    end = QPoint(row.width() - tokens.px(18), row.height() // 2)
    assert QColor(after.pixel(end)) == tokens.color("accent") != QColor(before.pixel(end))


@pytest.mark.feature(47)
def test_the_keyboard_stays_with_the_choice_that_is_moved(house: House) -> None:
    """It went to the button that hides everything when the last choice was moved up."""
    talk = house.start(forms.kinds())
    rank = at(talk, "order")
    assert isinstance(rank, RankAnswer)
    rank.rows[-1].up.setFocus(Qt.FocusReason.TabFocusReason)
    for order in ("a c b", "c a b"):
        talk.key(Qt.Key.Key_Space)
        assert stored(talk, "order") == order
        held = next(row for row in rank.rows if row.holds_focus())
        assert held.option.value == "c"
    assert held.down.hasFocus(), "it is the first and can not go up"
    talk.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert talk.ref == "/data/read"


def test_on_a_very_large_screen_lines_are_no_longer_than_one_can_follow(house: House) -> None:
    talk = house.start(forms.kinds(), IT, AR, size=(3840, 2160))
    sheet = talk.page.sheet
    assert sheet is not None
    block = next(iter(sheet.blocks.values()))
    talk.bot.waitUntil(lambda: 1000 < block.width() <= 1440)
    assert abs(block.x() - (sheet.width() - block.geometry().right())) <= 2, "in the middle"
