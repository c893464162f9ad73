"""Each of the two languages can be hidden in the mediator's window, never both; which one is plainly said."""

import pytest
from PySide6.QtCore import Qt

from intake_app.gui.interview_bar import InterviewBar
from intake_app.gui.interview_text import TextBlock
from tests.gui_interview.conftest import House, Interview, menu_of

pytestmark = pytest.mark.window
AR, IT = "العربية (ar)", "Italiano (it)"
CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier,
)  # fmt: skip
ASKED = "/data/safety/danger_now"


def seen(talk: Interview) -> set[str]:
    """The languages of all words of the questions on the page."""
    sheet = talk.page.sheet
    assert sheet is not None
    parts = [part for block in sheet.blocks.values() for part in block.findChildren(TextBlock)]
    return {part.language for part in parts if part.isVisible() and part.text not in ("", "·")}


def bar_of(talk: Interview) -> InterviewBar:
    bar = talk.page.bar()
    assert isinstance(bar, InterviewBar)
    return bar


def told(talk: Interview) -> list[bool]:
    """Which of the two pills says that its language is hidden, in words and to a screen reader."""
    bar = bar_of(talk)
    pills = (bar.person_pill, bar.mediator_pill)
    shown = ["hidden" in pill.text() or "masquée" in pill.text() for pill in pills]
    assert shown == ["hidden in" in pill.toolTip().lower() or "masquée" in pill.toolTip().lower() for pill in pills]
    return shown


def test_each_language_is_hidden_and_shown_again_by_its_key_and_never_both(house: House) -> None:
    talk = house.start(None, AR, IT)
    talk.go(ASKED)
    assert seen(talk) == {"ar", "it"} and told(talk) == [False, False]
    talk.key(Qt.Key.Key_H, CTRL | SHIFT)
    assert seen(talk) == {"it"} and told(talk) == [True, False]
    bar = bar_of(talk)
    assert bar.person_pill.accessibleName().endswith("hidden in this window")
    house.look.set_scale(1.5)
    talk.shell.resize(683, 384)
    talk.bot.waitUntil(lambda: bar.person_pill.text() == "✕ العربية")
    house.look.set_scale(1.0)
    talk.shell.resize(1366, 768)
    talk.bot.waitUntil(lambda: "hidden" in bar.person_pill.text())
    assert not talk.page.room.outline.isHidden(), "the mediator goes on with all that is theirs"
    assert talk.page.sheet is not None
    assert talk.page.sheet.blocks[ASKED].layoutDirection() == Qt.LayoutDirection.LeftToRight
    talk.key(Qt.Key.Key_H, CTRL | ALT)
    assert seen(talk) == {"ar"} and told(talk) == [False, True]
    talk.key(Qt.Key.Key_H, CTRL | ALT)
    assert seen(talk) == {"ar", "it"} and told(talk) == [False, False]


def test_each_is_hidden_by_a_button_too(house: House) -> None:
    talk = house.start(None, AR, IT)
    talk.go(ASKED)
    bar = bar_of(talk)
    for pill, left in ((bar.person_pill, {"it"}), (bar.mediator_pill, {"ar"})):
        hide = next(action for action in menu_of(pill).actions() if action.text().startswith("Hidden"))
        assert not hide.isChecked()
        hide.trigger()
        assert seen(talk) == left
        hide = next(action for action in menu_of(pill).actions() if action.text().startswith("Hidden"))
        assert hide.isChecked()
        hide.trigger()
        assert seen(talk) == {"ar", "it"}


def test_what_is_hidden_stays_so_on_other_pages_in_another_language_and_after_a_stop(house: House) -> None:
    talk = house.start(None, AR, IT)
    talk.go(ASKED)
    talk.key(Qt.Key.Key_H, CTRL | SHIFT)
    talk.page.turn(1)
    assert seen(talk) == {"it"}
    talk.page.set_languages("English (en)", IT)
    assert seen(talk) == {"it"}
    house.words.set_language("fr")
    assert seen(talk) == {"it"} and told(talk) == [True, False]
    house.words.set_language("en")
    talk.page.set_languages(AR, IT)
    talk.wait_saved()
    again = house.reopen(talk.opened.row.id)
    assert seen(again) == {"it"} and told(again) == [True, False]
    again.key(Qt.Key.Key_H, CTRL | SHIFT)
    assert seen(again) == {"ar", "it"}


def test_the_person_keeps_their_language_in_their_own_window(house: House) -> None:
    talk = house.start(None, AR, IT)
    talk.go(ASKED)
    talk.key(Qt.Key.Key_D, CTRL)
    talk.page.person_view.hide("person")
    assert seen(talk) == {"it"}
    window = talk.page.person_view.window
    assert window is not None
    shown = {part.language for part in window.findChildren(TextBlock) if part.isVisible() and part.text}
    assert shown == {"ar"}


def test_choices_and_a_text_in_its_own_size(house: House) -> None:
    """The mediator's language alone has the size that is chosen for it, and its choices are looked up in it."""
    talk = house.start(None, AR, IT)
    talk.go(ASKED)
    sheet = talk.page.sheet
    assert sheet is not None
    house.look.set_mediator_scale(1.5)
    talk.page.person_view.hide("person")
    sheet = talk.page.sheet
    assert sheet is not None
    block = sheet.blocks[ASKED]
    assert block.setting.tokens.of_person.scale == pytest.approx(1.5)
    assert {option.person.language for option in block.options} == {"it"}
    assert all(option.mediator is None for option in block.options)


def test_where_both_are_one_language_none_is_hidden(house: House) -> None:
    talk = house.start(None, AR, IT)
    talk.go(ASKED)
    talk.page.set_languages(IT, IT)
    assert not [action for action in menu_of(bar_of(talk).person_pill).actions() if action.text().startswith("Hidden")]
    talk.key(Qt.Key.Key_H, CTRL | SHIFT)
    assert seen(talk) == {"it"} and told(talk) == [False, False]
