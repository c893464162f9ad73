"""The person's own window: the question in front in their language, nothing else, and gone at the key that hides."""

import re
from collections.abc import Callable
from io import BytesIO

import pytest
from babel.messages.pofile import read_po
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QMenu, QPlainTextEdit, QWidget
from shiboken6 import isValid

from intake_app import languages, paths, xlsform
from intake_app.gui.answers.birth import BirthAnswer
from intake_app.gui.answers.choices import ChoiceGrid
from intake_app.gui.answers.drawing import DrawingAnswer
from intake_app.gui.answers.text import LineAnswer
from intake_app.gui.answers.upload import UploadAnswer
from intake_app.gui.begin import Begin
from intake_app.gui.hide import Cover, cover_all
from intake_app.gui.interview_bar import InterviewBar
from intake_app.gui.interview_course import FINISH
from intake_app.gui.interview_text import TextBlock
from intake_app.gui.person_window import HOLD_MS, LARGER, PersonWindow
from intake_app.gui.shell import TITLE
from intake_app.i18n import load
from intake_app.xform import AnswerState
from tests.cost import calls
from tests.gui_interview import forms, pad_forms
from tests.gui_interview.conftest import House, Interview, menu_of
from tests.gui_interview.test_drawing import ACROSS, draw, kept
from tests.gui_shell import heard, looking

AR, BN, EN, IT = "العربية (ar)", "বাংলা (bn)", "English (en)", "Italiano (it)"
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier

pytestmark = pytest.mark.window


def opened(talk: Interview, key: Qt.Key = Qt.Key.Key_D, held: Qt.KeyboardModifier = CTRL) -> PersonWindow:
    """The person's window, opened by its key."""
    talk.bot.waitUntil(talk.shell.isActiveWindow)
    QTest.keyClick(talk.page, key, held)
    QApplication.processEvents()
    window = talk.page.person_view.window
    assert window is not None
    talk.bot.waitUntil(window.isActiveWindow)
    return window


@pytest.mark.parametrize("language", ["en", "it", "fr", "ar"])
def test_the_pills_of_the_bar_have_room_for_the_words_of_what_is_on(house: House, language: str) -> None:
    """Bold is wider: what tells that the person has a window of their own is seen whole."""
    house.words.set_language(language)
    talk = house.start(None, AR, IT)
    opened(talk)
    for scale in (1.0, 1.4):
        house.look.set_scale(scale)
        talk.shell.activateWindow()
        QApplication.processEvents()
        found = looking.faults(talk.shell, language)
        assert not [one for one in found if one.kind == "clipped" and "Pill" in one.where]
    bar = talk.page.bar()
    assert isinstance(bar, InterviewBar) and bar.alone_pill.lit
    wide = bar.alone_pill.sizeHint()
    bar.alone_pill.light(False)
    assert bar.alone_pill.sizeHint() == wide, "nothing moves when it is lit"


def press(window: PersonWindow, key: Qt.Key | str, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """A key of the person's, on what has the keyboard there."""
    QTest.keyClick(window.focusWidget() or window, key, held)
    QApplication.processEvents()
    QApplication.processEvents()


def read(window: QWidget) -> list[str]:
    """Everything that can be read on a window, words of keys and names for screen readers left out."""
    found = [one.text() for one in window.findChildren(QLabel) if one.isVisible()]
    found += [one.text() for one in window.findChildren(QAbstractButton) if one.isVisible()]
    found += [one.text for one in window.findChildren(TextBlock) if one.isVisible()]
    found += [one.text() for one in window.findChildren(QLineEdit) if one.isVisible()]
    found += [one.toPlainText() for one in window.findChildren(QPlainTextEdit) if one.isVisible()]
    return [text for text in found if text]


def test_it_shows_the_question_and_its_choices_in_the_persons_language_and_nothing_else(house: House) -> None:
    talk = house.start(None, AR, IT)
    talk.go("/data/safety/danger_now")
    window = opened(talk)
    session, ref = talk.session, talk.ref
    own = {choice.label.text for choice in session.choices(ref, AR)} | {session.text(ref, "label", AR).text}
    own |= {text for text in (session.text(ref, "hint", AR).text,) if text}
    shown = set(read(window))
    assert own <= shown
    rest = {text for text in shown - own if not text.startswith(("التالي", "رجوع")) and text != "←"}
    assert talk.page.sheet is not None
    assert rest <= {both.person.text for both in talk.page.sheet.blocks[ref].state_words().values()}
    assert window.windowTitle() == TITLE
    assert window.layoutDirection() == Qt.LayoutDirection.RightToLeft


def test_its_key_takes_what_is_sensitive_from_both_windows(house: House) -> None:
    talk = house.start(None, AR, IT)
    talk.go("/data/safety/danger_now")
    window, asked = opened(talk), talk.session.text(talk.ref, "label", AR).text
    assert asked in read(window)
    press(window, Qt.Key.Key_F7)
    assert talk.page.simple and asked not in read(window) and asked not in read(talk.shell)
    press(window, Qt.Key.Key_F7)
    assert not talk.page.simple
    plain = house.start(forms.kinds(), AR, IT)
    press(opened(plain), Qt.Key.Key_F7)
    assert "F9" in plain.page.room.notice.words.text() and not plain.page.simple


@pytest.mark.parametrize("first", [0, 1], ids=["mediator", "person"])
@pytest.mark.parametrize(
    ("name", "keys", "told"),
    [
        ("name", ("Ami", "na", " Said"), "Amina Said"), ("story", ("Ami", "na", " Said"), "Amina Said"),
        ("age", ("1", "0", "2"), "102"), ("born", ("3", "5", "2001"), "2001-05-03"),
    ],
)  # fmt: skip
def test_what_both_windows_write_in_turn_is_there_whole(
    house: House, name: str, keys: tuple[str, ...], told: str, first: int
) -> None:
    """Quicker than what is typed is taken: neither writes over what the other does not show yet."""
    talk = house.start(forms.kinds(), EN, EN)
    talk.go(f"/data/{name}")
    theirs = opened(talk)
    assert theirs.block is not None
    for number, text in enumerate(keys):
        window, answer = [(talk.shell, talk.answer()), (theirs, theirs.block.answer)][(number + first) % 2]
        fields = [*answer.findChildren(QLineEdit), *answer.findChildren(QPlainTextEdit)]
        field = [one for one in fields if one.isVisible()][number if told.startswith("2001") else 0]
        window.activateWindow()
        talk.bot.waitUntil(window.isActiveWindow)
        field.setFocus()
        QTest.keyClick(field, Qt.Key.Key_End)
        QTest.keyClicks(field, text)
    talk.page.commit()
    assert talk.session.question(f"/data/{name}").value == told
    assert read(talk.answer()) == read(theirs.block.answer)


def test_both_windows_show_the_same_answer_at_once_whoever_gives_it(house: House) -> None:
    talk = house.start(forms.kinds(), EN, AR)
    talk.go("/data/one")
    window = opened(talk)
    theirs, ours = window.block.answer if window.block else None, talk.answer()
    assert isinstance(theirs, ChoiceGrid) and isinstance(ours, ChoiceGrid)
    QTest.mouseClick(theirs.rows[1], Qt.MouseButton.LeftButton)
    assert talk.session.value("/data/one") == "b"
    assert [row.isChecked() for row in ours.rows] == [False, True, False]
    talk.click(ours.rows[2])
    assert [row.isChecked() for row in theirs.rows] == [False, False, True]
    press(window, "1")
    assert talk.session.value("/data/one") == "a"
    press(window, "p")
    talk.bot.waitUntil(lambda: talk.session.state("/data/one") == AnswerState.DECLINED)
    assert talk.page.sheet is not None
    assert talk.page.sheet.blocks["/data/one"].pills[AnswerState.DECLINED].isChecked()


def test_what_is_typed_there_stands_in_both(house: House) -> None:
    talk = house.start(forms.kinds(), EN, AR)
    window = opened(talk)
    theirs, ours = window.block.answer if window.block else None, talk.answer("/data/name")
    assert isinstance(theirs, LineAnswer) and isinstance(ours, LineAnswer)
    assert theirs.field.hasFocus()
    QTest.keyClicks(theirs.field, "Amal")
    talk.bot.waitUntil(lambda: ours.field.text() == "Amal", timeout=5000)
    press(window, Qt.Key.Key_Return)
    talk.bot.waitUntil(lambda: talk.ref == "/data/story")
    assert talk.session.value("/data/name") == "Amal"
    assert window.isActiveWindow() and window.block is not None and window.block.ref == "/data/story"


def test_it_follows_the_page_the_language_and_the_question_in_front(house: House) -> None:
    talk = house.start(forms.family(), size=(1366, 768))
    window = opened(talk)
    assert window.block is not None and window.block.ref == "/data/home/land"
    press(window, "2")
    press(window, Qt.Key.Key_Return)
    assert window.block.ref == "/data/home/town" and talk.ref.startswith("/data/home")
    talk.shell.activateWindow()
    talk.bot.waitUntil(talk.shell.isActiveWindow)
    talk.page.begin("/data/home/land")
    assert window.block.ref == "/data/home/land"
    talk.page.turn(1)
    assert window.block is None, "a repeat is added by the mediator"
    talk.go("/data/end")
    assert window.block.ref == "/data/end"


def test_whether_there_is_another_one_is_seen_whole_in_large_letters(house: House) -> None:
    """In Urdu its last line was below the window, which showed what the list is called."""
    house.look.set_scale(2.0)
    talk = house.start(forms.family(), "اردو (ur)", IT)
    window = opened(talk)
    talk.page.turn(1)
    assert window.more is not None and window.more.setting.person == "ur"
    words = window.more.words
    talk.bot.waitUntil(lambda: words.visibleRegion().boundingRect() == words.rect())
    window.resize(window.width(), window.height() - 40)
    talk.bot.waitUntil(lambda: words.visibleRegion().boundingRect() == words.rect())


def test_another_language_leaves_no_word_of_the_one_before(house: House) -> None:
    talk = house.start(forms.kinds(), EN, IT)
    talk.go("/data/one")
    window = opened(talk)
    assert "Apple" in read(window)
    talk.page.set_languages(AR, EN)
    assert "تفاح" in read(window)
    assert not {"Apple", "Choose one"} & set(read(window))


def test_another_language_than_those_of_the_form_is_found_during_an_interview(house: House) -> None:
    talk = house.start(forms.kinds(), EN, AR)
    talk.go("/data/one")
    window = opened(talk)
    bar = talk.page.bar()
    assert isinstance(bar, InterviewBar)
    inside = menu_of(bar.person_pill).findChild(QMenu)
    assert inside is not None and inside.title() == "Another language"
    offered = {action.text(): action for action in inside.actions()}
    assert "Mandinka" in offered and "Arabic · العربية" not in offered
    offered["Mandinka"].trigger()
    assert (talk.page.reading.person, talk.page.reading.person_code) == ("Mandinka (mnk)", "mnk")
    assert "Apple" in read(window) and bar.person_pill.text() == "Mandinka"
    talk.wait_saved()
    assert talk.stored().languages == ("Mandinka (mnk)", AR)


def test_pages_of_the_mediators_own_leave_it_blank(house: House) -> None:
    talk = house.start(None, BN, IT)
    window = opened(talk)
    definition = talk.session.definition
    own = [ref for ref in definition.specs if definition.tags(ref).get("audience") == "mediator"]
    places = [ref for ref in (*own, FINISH) if talk.page.course.go(ref)]
    assert FINISH in places and len(places) > 1
    for place in places:
        talk.go(place)
        assert window.block is None and read(window) == []
    talk.go("/data/safety/private")
    assert window.block is not None
    talk.shell.show_page(Begin(talk.page.words, talk.lanes, talk.page.look))
    QApplication.processEvents()
    assert window.block is None and read(window) == []


def test_what_the_mediator_saw_is_on_no_page_of_it(house: House) -> None:
    own = xlsform.compile_own(paths.forms() / "observations.md", paths.translations())
    talk = house.start(own.xml, BN, IT)
    window = opened(talk)
    places = [ref for page in talk.session.pages() for ref in page.refs]
    assert len(places) == 15
    for place in places:
        talk.go(place)
        assert talk.ref == place and window.block is None and read(window) == []
        seen = " ".join(read(talk.page.sheet)) if talk.page.sheet else ""
        assert seen and not any("\u0980" <= char <= "\u09ff" for char in seen)


def test_looking_only_lets_nothing_through(house: House) -> None:
    talk = house.start(forms.kinds(), EN, AR)
    talk.go("/data/one")
    window = opened(talk)
    talk.page.person_view.set_only_look(True)
    assert window.block is not None and isinstance(window.block.answer, ChoiceGrid)
    row = window.block.answer.rows[0]
    QTest.mouseClick(window, Qt.MouseButton.LeftButton, pos=row.mapTo(window, row.rect().center()))
    for key in ("1", "n", Qt.Key.Key_Return, Qt.Key.Key_Backspace):
        press(window, key)
    press(window, "n", ALT)
    assert (talk.session.value("/data/one"), talk.session.state("/data/one")) == ("", AnswerState.NOT_ASKED)
    assert talk.ref == "/data/one" and not window.next.isVisible()


def test_there_is_no_way_back_to_what_was_asked_before(house: House) -> None:
    talk = house.start(forms.kinds(), EN, AR)
    talk.go("/data/one")
    window = opened(talk)
    for key, held in (
        (Qt.Key.Key_Backspace, Qt.KeyboardModifier.NoModifier), (Qt.Key.Key_Left, ALT), (Qt.Key.Key_J, CTRL),
        (Qt.Key.Key_F8, Qt.KeyboardModifier.NoModifier),
    ):  # fmt: skip
        press(window, key, held)
    assert talk.ref == "/data/one"
    assert not talk.page.room.panel.isVisible() and not talk.page.room.jump_list.isVisible()


def test_files_are_not_chosen_there(house: House) -> None:
    talk = house.start(forms.kinds(), EN, AR)
    talk.go("/data/photo")
    window = opened(talk)
    assert window.block is not None and isinstance(window.block.answer, UploadAnswer)
    assert not window.block.answer.isVisible()


def test_a_signature_is_given_there_and_seen_in_both_windows(house: House) -> None:
    talk = house.start(pad_forms.drawn())
    window = opened(talk)
    theirs, ours = window.block.answer if window.block else None, talk.answer()
    assert isinstance(theirs, DrawingAnswer) and isinstance(ours, DrawingAnswer)
    assert theirs.pad.isVisible() and not theirs.choose.isVisible()
    draw(theirs.pad, ACROSS)
    kept(talk, "sign")
    talk.bot.waitUntil(lambda: not ours.pad.blank, timeout=5000)
    assert not theirs.pad.blank
    talk.page.person_view.close()
    window = opened(talk)
    again = window.block.answer if window.block else None
    assert isinstance(again, DrawingAnswer)
    talk.bot.waitUntil(lambda: not again.pad.blank, timeout=5000)
    talk.go("/data/mark")
    assert window.block is not None and not window.block.answer.isVisible(), "there is nothing to draw on yet"


@pytest.mark.parametrize("person", [BN, "Afaan Oromoo (om)"])
@pytest.mark.parametrize("ref", ["/data/information/born", "/data/next_steps/language"])
def test_words_of_ours_are_in_the_persons_language(house: House, ref: str, person: str) -> None:
    """What a date is asked with and what a list is searched with; what is worked out from an answer is not there.

    In a language that neither the form nor the program speaks it is the one in which the question is shown.
    """
    talk = house.start(None, person, IT)
    for place, key in (("understands", "1"), ("private", "1"), ("well_enough", "1"), ("danger_now", "2")):
        talk.go(f"/data/safety/{place}")
        talk.key(key)
    talk.go("/data/information/age_band")
    talk.key("n", ALT)
    talk.go("/data/information/born")
    birth = talk.answer()
    assert isinstance(birth, BirthAnswer)
    birth.year.field.setFocus()
    talk.type("2006")
    assert not birth.echo.isHidden()
    talk.go(ref)
    window = opened(talk)
    assert talk.ref == ref and window.block is not None
    ours = {"Date or year", "Age", "Age at an event", "Gregorian", "Day", "Month", "Year", "30 of 30 choices"}
    assert not ours & set(read(window)) and not any(word.startswith("Next") for word in read(window))
    assert not isinstance(window.block.answer, BirthAnswer) or window.block.answer.echo.isHidden()
    assert window.block.answer.isVisible()
    fields = [one.placeholderText() for one in window.findChildren(QLineEdit) if one.isVisible()]
    assert fields and "Type to search in either language" not in fields


def test_guidance_stays_with_the_mediator(house: House) -> None:
    talk = house.start(forms.guided(), EN, AR)
    window = opened(talk)
    assert "As written" in read(window) and "Ask twice" not in read(window)


def test_the_key_that_hides_takes_every_word_off_it_before_anything_else(house: House) -> None:
    talk = house.start(forms.kinds(), EN, AR)
    window = opened(talk)
    block = window.block
    assert isinstance(window.block and window.block.answer, LineAnswer)
    QTest.keyClicks(window.focusWidget(), "Zirkonvogel")
    heard: list[bool] = []
    talk.shell.hide_requested.connect(lambda: (cover_all(), heard.append(True)))
    done = calls(lambda: press(window, Qt.Key.Key_F9), until=lambda: heard)
    assert heard and done < 1000, "a tenth of a second: `make bench`"
    seen = [one for one in window.findChildren(QWidget) if one.isVisible() and one.size() == window.size()]
    assert any(isinstance(one, Cover) for one in seen)
    assert window.block is None and read(window) == []
    talk.page.save_now()
    assert talk.session.value("/data/name") == "Zirkonvogel", "it is kept all the same"
    talk.page.turn(1)
    talk.bot.waitUntil(lambda: not isValid(block))
    assert window.block is None and read(window) == [], "nothing comes back under the cover"


def test_a_touch_there_is_a_sign_of_life(house: House) -> None:
    talk = house.start(forms.kinds(), EN, AR)
    window = opened(talk)
    talk.bot.wait(30)
    before = talk.shell.idle.quiet
    QTest.mouseClick(window, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert talk.shell.idle.quiet < before


def test_on_one_screen_escape_leaves_it_blank_and_only_a_key_held_long_gives_the_screen_back(house: House) -> None:
    talk = house.start(forms.kinds(), EN, AR)
    window = opened(talk, Qt.Key.Key_F11, Qt.KeyboardModifier.NoModifier)
    assert window.isFullScreen() and window.size() == window.screen().size()
    curtains = [one for one in talk.shell.findChildren(Cover) if one.isVisible()]
    talk.shell.resize(1400, 900)
    QApplication.processEvents()
    assert [one.size() for one in curtains] == [talk.shell.size()], "behind it there is nothing either"
    press(window, Qt.Key.Key_Escape)
    assert window.isVisible() and window.isFullScreen() and window.block is None and read(window) == []
    press(window, Qt.Key.Key_Escape)
    assert window.isVisible()
    QTest.mouseClick(window.hold, Qt.MouseButton.LeftButton)
    assert window.isVisible(), "a tap is not enough"
    QTest.mousePress(window.hold, Qt.MouseButton.LeftButton)
    talk.bot.waitUntil(lambda: not talk.page.person_view.open, timeout=HOLD_MS * 5)
    assert not [one for one in talk.shell.findChildren(Cover) if one.isVisible()]


def test_a_screen_that_is_unplugged_leaves_a_way_back(house: House, qapp: QApplication) -> None:
    talk = house.start(forms.kinds(), EN, AR)
    window = opened(talk)
    window.showFullScreen()  # as a desktop does with a window whose screen is gone: on the mediator's, filling it
    assert not window.all_there_is
    qapp.screenRemoved.emit(window.screen())
    talk.bot.waitUntil(lambda: window.all_there_is, timeout=5000)
    press(window, Qt.Key.Key_Escape)
    assert window.hold.isVisible() and [one for one in talk.shell.findChildren(Cover) if one.isVisible()]


def test_escape_beside_the_mediators_window_gives_the_keyboard_back_and_the_key_shows_it_again(house: House) -> None:
    talk = house.start(forms.kinds(), EN, AR)
    window = opened(talk)
    press(window, Qt.Key.Key_Escape)
    talk.bot.waitUntil(talk.shell.isActiveWindow)
    assert window.isVisible() and window.block is None
    talk.page.turn(1)
    assert window.block is None, "it stays away until the mediator says so"
    talk.key(Qt.Key.Key_D, CTRL)
    assert window.block is not None and window.block.ref == talk.ref
    talk.key(Qt.Key.Key_D, CTRL)
    assert not talk.page.person_view.open and not (isValid(window) and window.isVisible())


@pytest.mark.parametrize("how", ["stop", "close"])
def test_it_goes_with_the_interview_and_nothing_of_it_is_left(house: House, how: str) -> None:
    talk = house.start(forms.kinds(), EN, AR)
    window = opened(talk)
    block = window.block
    talk.page.stop() if how == "stop" else talk.shell.close()
    talk.bot.waitUntil(lambda: not isValid(window) and not isValid(block))


def test_the_persons_text_grows_alone_and_so_does_the_mediators(house: House) -> None:
    talk = house.start(forms.kinds(), EN, AR)
    window = opened(talk)
    assert window.block is not None
    height = window.block.words.person.sizeHint().height()
    press(window, Qt.Key.Key_Plus, CTRL)
    assert talk.page.look.tokens.person == 1.1 and talk.page.look.tokens.scale == 1.0
    assert window.block is not None and window.block.words.person.sizeHint().height() > height
    assert window.block.setting.tokens.scale == pytest.approx(1.1 * LARGER)
    talk.shell.activateWindow()
    talk.bot.waitUntil(talk.shell.isActiveWindow)
    heights = []
    for key, held in ((Qt.Key.Key_Plus, CTRL | SHIFT), (Qt.Key.Key_Minus, CTRL | ALT), (Qt.Key.Key_Plus, CTRL)):
        assert talk.page.sheet is not None
        words = next(iter(talk.page.sheet.blocks.values())).words
        heights.append((words.person._font().pixelSize(), words.mediator._font().pixelSize()))
        talk.key(key, held)
    words = next(iter(talk.page.sheet.blocks.values())).words
    heights.append((words.person._font().pixelSize(), words.mediator._font().pixelSize()))
    assert heights == [(33, 18), (36, 18), (36, 16), (40, 18)]


@pytest.mark.parametrize(("person", "size"), [(AR, (1024, 600)), (BN, (1366, 768))])
def test_every_word_of_it_has_room(house: House, person: str, size: tuple[int, int]) -> None:
    house.look.set_person_scale(1.5)
    talk = house.start(None, person, IT)
    talk.go("/data/safety/danger_now")
    window = opened(talk)
    window.resize(*size)
    QApplication.processEvents()
    assert window.block is not None
    assert looking.faults(window, languages.from_form_name(person).code) == []  # type: ignore[union-attr]


def test_a_large_screen_has_large_words(house: House) -> None:
    talk = house.start(forms.kinds(), EN, AR)
    window = opened(talk)
    assert window.block is not None
    before = window.block.setting.tokens.scale
    window.resize(1920, 1080)
    talk.bot.waitUntil(lambda: window.block is not None and window.block.setting.tokens.scale > before)


@pytest.mark.parametrize(("person", "word"), [(EN, "Back"), (AR, "رجوع")])
def test_the_key_that_leads_back_has_a_word_beside_it(house: House, person: str, word: str) -> None:
    talk = house.start(forms.kinds(), person, EN)
    window = opened(talk)
    assert window.leave.isVisible() and window.leave.text() == word and window.leave.accessibleName() == word


def test_a_double_tap_on_next_passes_no_question_that_was_not_seen(house: House) -> None:
    """As a window system tells of it: the second press is that of a double click."""
    talk = house.start(forms.kinds(), AR, EN)
    window = opened(talk)
    refs = [page.refs[0] for page in talk.page.course.pages[:3]]
    kinds, left, none = QEvent.Type, Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    middle = window.next.rect().center()
    for expected in refs[1:]:
        up = kinds.MouseButtonRelease
        for kind in (kinds.MouseButtonPress, up, kinds.MouseButtonDblClick, up):
            held = none if kind == up else left
            places = middle.toPointF(), window.next.mapToGlobal(middle).toPointF()
            QApplication.sendEvent(window.next, QMouseEvent(kind, *places, left, held, Qt.KeyboardModifier.NoModifier))
            QApplication.processEvents()
        assert talk.ref == expected


HEARD = (
    "Season", "Event", "Search the list", "Choices", "Nothing was found.", "About: not certain", "Value", "Answer",
    "{value} of {most} stars", "Move up: {choice}", "Move down: {choice}", "One more", "One less", "Previous month",
    "Next month", "Latitude and longitude", "Latitude and longitude, such as {example}", "Picture with parts to choose",
    "Drawing sheet", "Undo the last stroke", "Clear the drawing", "Nothing is drawn yet",
    "The drawing is kept, encrypted, with this interview.",
    "Draw with a finger, a pen or the mouse. Without one, choose a picture of the drawing instead.",
    "Draw on the picture with a finger, a pen or the mouse. Keys alone cannot draw.", "Listen",
    "Listen to the recording", "Computer voice", "Have the computer read this aloud", "Stop", "Stop the sound",
    "{number} is not on this scale, which goes from {first} to {last} in steps of {step}.", "Copy the address",
    "This is {less}. For {more} leave out the sign.", "Coptic", "Buddhist", "Nepali (Bikram Sambat)",
)  # fmt: skip
"""What an answer says by itself in the window of the person, to see or to hear."""


@pytest.mark.parametrize("code", ["it", "fr", "ar", "bn", "ur", "fa", "so", "ti", "am"])
def test_what_is_said_in_the_window_of_the_person_is_in_their_language(code: str) -> None:
    translator = load(code)
    assert [words for words in HEARD if not translator.knows(words)] == []


@pytest.mark.parametrize("form", [forms.looks, forms.kinds, forms.births], ids=lambda form: str(form.__name__))
def test_nothing_is_heard_in_english_in_the_window_of_a_person_who_speaks_bengali(
    house: House, form: Callable[[], bytes]
) -> None:
    catalogue = read_po(BytesIO((paths.translations() / "interface" / "interface.pot").read_bytes()))
    said = {one.id for one in catalogue if isinstance(one.id, str) and sum(map(str.isalpha, one.id)) > 3}
    english = [re.compile(re.sub(r"\\\{\w+\\\}", ".+", re.escape(text))) for text in said if text != "hidden"]
    english = [one for one in english if len(re.sub(r"\W", "", one.pattern)) > 3]
    talk = house.start(form(), BN, IT)
    window = opened(talk)
    found = dict[str, str]()
    for page in talk.page.course.pages:
        for ref in page.refs:
            talk.go(ref)
            QApplication.processEvents()
            found |= {line: ref for told in heard.in_order(window) for line in told.split(" · ") if line}
    assert len(found) > 5
    assert {line: ref for line, ref in found.items() if any(one.fullmatch(line) for one in english)} == {}
