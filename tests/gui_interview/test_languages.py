"""The first interview in each of its languages: in its own type and direction, every word with room."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from intake_app import languages, workflow
from intake_app.gui import tokens
from intake_app.gui.begin import Begin
from intake_app.gui.interview_bar import InterviewBar
from intake_app.gui.interview_text import TextBlock, Type
from tests.gui_interview import forms
from tests.gui_interview.conftest import House, menu_of
from tests.gui_shell import looking, people

CODES = ("en", "it", "ar", "bn", "fr", "ur", "fa", "so", "ti", "am")
ITALIAN = languages.form_name("it")
QUESTION = "/data/safety/interpreter_gender"

pytestmark = pytest.mark.window


def test_each_language_has_its_own_type_direction_and_room(house: House) -> None:
    talk = house.start(None, languages.form_name("ur"), ITALIAN)
    talk.go(QUESTION)
    bar = talk.page.bar()
    assert isinstance(bar, InterviewBar)
    assert bar.person_pill.font().families()[0] == tokens.families("ur")[0]
    for code in CODES[4:]:
        talk.page.set_languages(languages.form_name(code), ITALIAN)
        house.bot.waitUntil(lambda: looking.faults(talk.shell, "en") == [], timeout=1000)
        assert talk.page.sheet is not None
        asked = talk.page.sheet.blocks[QUESTION].words.person
        known = languages.get(code)
        assert (asked.language, bar.person_pill.text()) == (code, known.endonym)
        assert asked.text and asked._option().textDirection() == tokens.direction(code)
        assert bar.person_pill.font().families()[0] == tokens.families(code)[0]


@pytest.mark.parametrize("number", ["800 290 290", "333 12 34 567", "٨٠٠ ٢٩٠ ٢٩٠"])
def test_a_number_to_call_keeps_its_order_among_words_from_right_to_left(house: House, number: str) -> None:
    block = TextBlock(house.look.tokens, Type())
    house.bot.addWidget(block)
    block.tell(f"اتصل بالرقم {number} ليلا", "ar")
    begin = block._layout.text().replace("\u00a0", " ").index(number)
    line = block._layout.lineAt(0)
    places = [line.cursorToX(begin + at)[0] for at in range(1, len(number))]
    assert places == sorted(places)
    assert number in block.text and number in block.accessibleName()


def test_before_an_interview_starts_each_language_tells_how_far_it_is(house: House) -> None:
    page = Begin(house.words, house.lanes, house.look)
    house.bot.addWidget(page)
    page.shown()
    house.bot.waitUntil(lambda: len(page.person.rows) > len(CODES), timeout=5000)
    told = {row.cells[0].text: row.cells[-1].badge for row in page.person.rows[: len(CODES)]}
    assert told == {languages.get(code).endonym: "" if code == "en" else "Not yet reviewed" for code in CODES}


def test_the_languages_of_a_pill_have_their_own_names_and_ours(house: House) -> None:
    """Who took the wrong one by mistake can not read the names of the others."""
    talk = house.start(None, "العربية (ar)", "Italiano (it)")
    house.words.set_language("it")
    bar = talk.page.bar()
    assert isinstance(bar, InterviewBar)
    for for_person in (True, False):
        told = [action.text() for action in menu_of(bar.person_pill if for_person else bar.mediator_pill).actions()]
        assert {"বাংলা · bengalese", "العربية · arabo", "Italiano"} <= set(told)


@pytest.mark.qt_log_ignore("This plugin does not support")  # raising a window that pops up
def test_after_a_click_on_the_bar_the_keyboard_is_in_the_page_as_before(house: House) -> None:
    talk = house.start(forms.kinds(), "English (en)", "العربية (ar)")
    talk.go("/data/born")
    held, bar = QApplication.focusWidget(), talk.page._bar
    assert held is not None and talk.answer().isAncestorOf(held)

    talk.click(bar.swap_pill)
    assert talk.page.reading.person == "العربية (ar)" and QApplication.focusWidget() is held
    before, menu = talk.page.reading.person, bar.person_pill.menu()
    talk.click(bar.person_pill)
    talk.bot.waitUntil(menu.isVisible)
    other = next(one for one in menu.actions() if one.isCheckable() and not one.isChecked())
    menu.setActiveAction(other)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    talk.bot.waitUntil(lambda: talk.page.reading.person != before)
    assert QApplication.focusWidget() is held
    talk.key(Qt.Key.Key_Return)
    assert bar.person_pill.menu().isHidden() and talk.page.course.place != "/data/born", "it goes on"


def test_who_reads_the_persons_language_reads_it_alone_whatever_the_windows_speak(house: House) -> None:
    arabic = languages.form_name("ar")
    house.words.set_language("it")
    talk = house.start(None, arabic, arabic)
    talk.go(QUESTION)
    reading = talk.page.reading
    assert (reading.person, reading.mediator, reading.own_code) == (arabic, arabic, "ar")
    assert talk.page.sheet is not None
    block = talk.page.sheet.blocks[QUESTION]
    assert block.words.person.isVisible() and not block.words.mediator.isVisible(), "one text, and not twice"
    assert block.options and all(option.mediator is None for option in block.options)
    for side in ("person", "mediator", ""):
        talk.page.leave_out(side)
        talk.bot.waitUntil(lambda: looking.faults(talk.shell, "it") == [])
        assert talk.page.sheet.blocks[QUESTION].words.person.text == block.words.person.text
    talk.page.stop()


def test_the_language_that_the_mediator_put_right_by_hand_is_that_of_the_next_interview(house: House) -> None:
    arabic = languages.form_name("ar")
    house.words.set_language("it")
    talk = house.start(None, arabic, ITALIAN)
    talk.page.set_languages(arabic, arabic)
    talk.page.save_now()
    talk.wait_saved()
    assert house.reopen(talk.opened.row.id).page.reading.mediator == arabic
    for person in (arabic, languages.form_name("bn")):
        assert house.start(None, person).page.reading.mediator == arabic


def test_a_swap_changes_nothing_of_who_speaks_which_language(house: House) -> None:
    talk = house.start(None, people.BENGALI, people.ITALIAN)
    talk.page.swap()
    talk.wait_saved()
    assert talk.stored().languages == (people.BENGALI, people.ITALIAN)
    spoke = house.wait(lambda done: house.lanes.vault(workflow.mediator_spoke, done))
    assert spoke == (people.ITALIAN,)
    talk.page.answering.apply(talk.session.answer("/data/information/consent_interview", "yes"))
    talk.page.set_languages("العربية (ar)", people.BENGALI)  # what stands first is the mediator's now
    talk.wait_saved()
    assert talk.stored().languages == (people.BENGALI, "العربية (ar)")
    assert talk.stored().asked["/data/information/consent_interview"][2] == people.BENGALI
    talk.page.set_languages(people.ITALIAN, people.BENGALI)
    talk.page.swap()
    assert (talk.page.reading.person, talk.page.reading.pair) == (people.BENGALI, (people.BENGALI, people.ITALIAN))
