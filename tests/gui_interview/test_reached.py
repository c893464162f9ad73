"""What is reached by who knows no key, has no mouse, sees little of the window or nothing at all."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from intake_app.gui.controls import Button
from intake_app.gui.fields import Line
from intake_app.gui.following import _SURELY_MS
from intake_app.gui.interview_course import FINISH
from intake_app.gui.tokens import TARGET, Space
from tests.gui_interview import every_control, forms, pad_forms
from tests.gui_interview.conftest import House, Interview
from tests.gui_shell import looking

AR, EN, IT = "العربية (ar)", "English (en)", "Italiano (it)"
SCREEN = "/data/screen"
CTRL = Qt.KeyboardModifier.ControlModifier
TOLD = ("mediator", "mediatore", "sign", "segn", "notes", "note", "assess", "valut")

pytestmark = pytest.mark.window


def wholly_seen(widget: QWidget) -> bool:
    """Whether nothing of it is cut off or covered by what is around it."""
    return widget.isVisible() and widget.visibleRegion().boundingRect().size() == widget.size()


@pytest.mark.parametrize("size", [(1366, 768), (1024, 600)])
def test_what_only_the_mediator_sees_opens_without_knowing_its_key(house: House, size: tuple[int, int]) -> None:
    talk = house.start(None, AR, IT, size)
    button = talk.page.room.footer.panel_button
    assert wholly_seen(button) and button.height() >= 36
    assert "F8" in button.toolTip() and button.hint == ("F8" if size[0] > 1024 else button.hint)
    seen = f"{button.text()} {button.toolTip()} {button.accessibleName()}".lower()
    assert not any(word in seen for word in TOLD), "who sits beside reads nothing of it"
    talk.click(button)
    assert talk.page.room.panel.isVisible()
    keys = "\n".join(looking._words(part) for part in talk.page.room.panel.findChildren(QWidget))
    assert all(f"\u2068{key}\u2069" in keys for key in ("F5", "F7", "F9", "Ctrl J", "N", "P"))
    talk.click(button)
    assert not talk.page.room.panel.isVisible()


@pytest.mark.parametrize("size", [(1024, 600), (800, 500), (683, 384)])
@pytest.mark.parametrize("language", ["en", "it", "ar"])
def test_no_button_at_the_foot_is_only_the_name_of_a_key(house: House, size: tuple[int, int], language: str) -> None:
    talk = house.start(None, AR, IT, size)
    house.words.set_language(language)
    foot = talk.page.room.footer

    def told() -> set[str]:
        return {one.text() for one in foot.findChildren(Button) if one.isVisible()}

    for _ in range(2):
        talk.bot.waitUntil(lambda: foot.next_button.isVisible() and not told() & {"F7", "F8"})
        talk.key(Qt.Key.Key_F7)


def test_no_way_to_it_is_where_the_person_reads_alone(house: House) -> None:
    talk = house.start(forms.kinds(), AR, EN)
    talk.key(Qt.Key.Key_F8)
    assert talk.page.room.panel.isVisible()
    talk.page.leave_out("mediator")
    assert talk.page.room.footer.panel_button.isHidden() and talk.page.room.panel.isHidden()
    talk.key(Qt.Key.Key_F8)
    assert talk.page.room.panel.isHidden()
    talk.page.leave_out("")
    assert talk.page.room.footer.panel_button.isVisible()
    talk.key(Qt.Key.Key_D, CTRL)
    window = talk.page.person_view.window
    assert window is not None and not any("F8" in button.hint for button in window.findChildren(Button))


def texts(talk: Interview) -> list[str]:
    return [field.text() for field in talk.answer().findChildren(QLineEdit)]


@pytest.mark.parametrize(
    ("form", "ref", "typed", "shown"),
    [
        (forms.kinds(), "born", "31/02/2000", ["31", "2", "2000"]),
        (forms.kinds(), "born", "1999", ["", "", "1999"]),
        (forms.kinds(), "born", "1999-1", ["", "1", "1999"]),
        (forms.kinds(), "at", "12", ["12", ""]),
        (forms.kinds(), "at", "25:70", ["25", "70"]),
        (forms.kinds(), "at", ":5", ["", "5"]),
        (forms.kinds(), "seen", "1/2/2001\t\t9", ["1", "2", "2001", "9", ""]),
        (forms.kinds(), "seen", "31/2/2001\t\t09:30", ["31", "2", "2001", "09", "30"]),
        (pad_forms.dated(), "coptic", "31/02/1700", ["31", "2", "1700"]),
    ],
)
def test_what_was_typed_and_is_no_day_or_time_is_there_again_with_its_message(
    house: House, form: bytes, ref: str, typed: str, shown: list[str]
) -> None:
    talk = house.start(form)
    talk.go(f"/data/{ref}")
    if typed.startswith(":"):
        talk.answer().findChildren(QLineEdit)[1].setFocus()
    talk.type(typed.lstrip(":"))
    talk.page.setFocus()  # a year that was typed first goes to its place
    before = texts(talk)
    talk.page.stop()
    talk.wait_saved()
    again = house.reopen(talk.opened.row.id)
    assert again.ref == f"/data/{ref}" and again.page.sheet is not None
    assert texts(again) == shown
    assert [text.lstrip("0") for text in before] == [text.lstrip("0") for text in shown]
    assert again.page.sheet.blocks[again.ref].fault.isVisible()


@pytest.mark.parametrize(("person", "mediator"), [("", ""), (EN, EN), (AR, EN), (AR, AR)])
def test_what_is_wrong_is_said_in_the_language_of_the_windows_where_the_form_has_no_other(
    house: House, person: str, mediator: str
) -> None:
    house.words.set_language("it")
    form = forms.kinds() if person else pad_forms.dated().replace(b"coptic", b"born")
    talk = house.start(form, person, mediator)
    talk.go("/data/born")
    talk.type("31/02/2000")
    talk.page.turn(1)
    line = talk.page.room.notice.words.text()
    talk.page.turn(-1)
    assert talk.page.sheet is not None
    said = talk.page.sheet.blocks["/data/born"].fault.words
    told = (said.mediator if person else said.person).text
    english = (person, mediator) == (AR, EN)
    here = "Questo giorno non esiste nel calendario. Controlli giorno, mese e anno."
    assert told == ("There is no such day in the calendar. Please check day, month and year." if english else here)
    assert here in line or "no such day" in line, "and on the page that came after it, with a way back"


def test_the_caret_of_an_empty_field_is_where_its_language_begins(house: House) -> None:
    house.words.set_language("ar")
    talk = house.start(forms.kinds(), EN, AR)
    for ref in ("name", "story"):
        talk.go(f"/data/{ref}")
        field = talk.answer().findChildren(QLineEdit) or talk.answer().findChildren(QPlainTextEdit)
        assert field[0].cursorRect().x() > field[0].width() - 40, ref
        talk.type("ab")
        assert field[0].cursorRect().x() < 80, "what is typed in Latin letters stands at the left"
    for _ in "ab":
        talk.key(Qt.Key.Key_Backspace)
    talk.type("نعم")
    assert field[0].cursorRect().x() > field[0].width() - 140, "and Arabic at the right, on every line"
    line = Line()
    talk.bot.addWidget(line)
    line.grab()  # Qt places the caret when it paints
    assert line.cursorRect().x() > line.width() / 2
    line.setText("ab")
    line.grab()
    assert line.cursorRect().x() < line.width() / 2


@pytest.mark.parametrize("language", ["it", "ar"])
def test_a_small_screen_at_scale_two_holds_the_interview(house: House, language: str) -> None:
    house.words.set_language(language)
    talk = house.start(None, AR if language == "it" else IT, IT if language == "it" else AR, (683, 384))
    assert (talk.shell.width(), talk.shell.height()) == (683, 384)
    foot = talk.page.room.footer
    for place in ("/data/safety/danger_now", "/data/next_steps/language", "/data/next_steps/services", FINISH):
        talk.go(place)
        talk.bot.wait(60)
        assert looking.faults(talk.shell, language) == [], place
        buttons = [foot.back_button, foot.stop_button, foot.discreet_button, foot.panel_button]
        assert all(map(wholly_seen, [*buttons, foot.next_button] if place != FINISH else buttons))
        assert foot.height() < 64 and talk.page.room.scroll.viewport().height() > 240
        assert min(button.height() for button in buttons) >= 44
    talk.go("/data/safety/danger_now")
    assert talk.page.room.below.isVisible()
    while talk.page.room.below.isVisible():
        talk.click(talk.page.room.below)
    assert talk.page.sheet is not None
    view = talk.page.room.scroll.viewport()
    pills = talk.page.sheet.blocks[talk.ref].pills.values()
    assert all(view.rect().contains(pill.mapTo(view, pill.rect().center())) for pill in pills)
    talk.key(Qt.Key.Key_F7)
    assert talk.page.reading.discreet, "its key works though its words have no room"


@pytest.mark.parametrize(
    ("language", "size", "scale"),
    [
        ("it", (1366, 768), 2.0), ("ar", (1366, 768), 2.0), ("it", (683, 384), 1.0), ("ar", (683, 384), 1.0),
        ("it", (683, 384), 1.5), ("ar", (683, 384), 1.5),
    ],
)
def test_the_sign_that_more_is_below_covers_nothing(
    house: House, language: str, size: tuple[int, int], scale: float
) -> None:
    """It lay over the corner of the choices and of their keys."""
    house.words.set_language(language)
    talk = house.start(None, AR, IT, size)
    talk.page.look.set_scale(scale)
    room, signs = talk.page.room, 0
    for place in ("/data/safety/danger_now", FINISH):
        talk.go(place)
        talk.bot.wait(60)
        assert room.centre is not None
        while room.below.isVisible():
            signs += 1
            sign = QRect(room.below.mapToGlobal(QPoint()), room.below.size())
            shown = room.centre.childrenRect().translated(room.centre.mapToGlobal(QPoint()))
            assert sign.width() >= 24 and not sign.intersects(shown), place
            talk.click(room.below)
    assert signs


def test_what_may_be_said_instead_is_seen_or_a_sign_says_that_it_is_below(house: House) -> None:
    talk = house.start(None, AR, IT, (1024, 600))
    for consent in ("interview", "record", "referral"):
        talk.page.answering.apply(talk.session.answer(f"/data/information/consent_{consent}", "yes"))
    view = talk.page.room.scroll.viewport()
    for page in talk.page.course.pages:
        talk.go(page.ref)
        QApplication.processEvents()
        assert talk.page.sheet is not None
        pills = [pill for pill in talk.page.sheet.blocks[page.ref].pills.values() if pill.isVisible()]
        seen = all(view.rect().contains(pill.mapTo(view, pill.rect().bottomRight())) for pill in pills)
        assert seen or talk.page.room.below.isVisible(), page.ref
        assert seen or "consent" not in page.ref, page.ref


def test_afraid_now_says_at_once_what_comes_first_and_asks_nothing_else(house: House) -> None:
    talk = house.start(None, AR, EN)
    talk.go("/data/safety/danger_now")
    notice = talk.page.room.notice
    talk.key("2")
    assert notice.isHidden()
    talk.key("1")
    talk.bot.waitUntil(lambda: wholly_seen(notice))
    assert "quiet place" in notice.words.text() and "112" in notice.words.text()
    assert not any(word in notice.words.text().lower() for word in ("danger", "afraid", "hurt", "victim", "safe"))
    talk.page.turn(1)
    talk.bot.waitUntil(notice.isVisible)
    assert talk.ref == "/data/safety/danger_help" and notice.action.isVisible()
    talk.page.turn(1)
    assert talk.ref == "/data/safety/postponed", "nothing else is asked in between"
    talk.bot.waitUntil(notice.isVisible)
    talk.click(notice.action)
    assert talk.page.reading.discreet and notice.isHidden()
    talk.page.turn(-1)
    talk.bot.wait(20)
    assert notice.isHidden(), "it was seen to"


def test_afraid_now_is_said_again_to_who_goes_on_and_no_more_once_it_is_taken_back(house: House) -> None:
    talk = house.start(None, AR, EN)
    talk.go("/data/safety/danger_now")
    talk.key("1")
    talk.page.stop()
    talk.wait_saved()
    again = house.reopen(talk.opened.row.id)
    again.bot.waitUntil(again.page.room.notice.isVisible)
    again.key("2")
    assert again.page.room.notice.isHidden()


@pytest.mark.parametrize("language", ["ar", "it"])
def test_who_arrives_at_a_question_sees_its_words_first_and_what_has_the_keyboard(house: House, language: str) -> None:
    """A slider, a wide text and a grid pushed them out of sight; choices under a hint were not begun to be seen."""
    words, form = every_control.LANGUAGES, Path(house.folder, "every_control.md")
    form.write_bytes(every_control.source())
    talk = house.start(form, words[language], words["en"], (683, 384), every_control.FILES)
    view = talk.page.room.scroll.viewport()

    def arrived(name: str) -> QWidget:
        talk.page.turn(1)
        talk.go(f"/data/{name}")
        talk.bot.wait(2 * _SURELY_MS)
        assert talk.page.sheet is not None
        block, held = talk.page.sheet.focused(), QApplication.focusWidget()
        assert block is not None and held is not None and wholly_seen(block.words), name
        shown = held.visibleRegion().boundingRect().height()
        assert shown >= min(TARGET, held.height()), name
        fits = held.mapTo(block, QPoint(0, held.height())).y() - block.card.y() < view.height()
        assert wholly_seen(held) or not fits, name
        return held

    for name in ("journey", "days", "left_ethiopian", "papers", "grid_head", "level_wheel", "together_name"):
        arrived(name)
    slider = arrived("level_upright")
    talk.key(Qt.Key.Key_Up)
    talk.bot.waitUntil(lambda: wholly_seen(slider))


def test_a_field_is_seen_as_far_as_the_words_of_its_question_leave_room(house: House) -> None:
    """In large letters only its upper edge was seen, though it had room, or more of it had."""
    words, form = every_control.LANGUAGES, Path(house.folder, "every_control.md")
    form.write_bytes(every_control.source())
    house.look.set_scale(2.0)
    talk = house.start(form, words["ar"], words["it"], (1024, 600), every_control.FILES)
    for name in ("left", "hour", "days"):
        talk.page.turn(1)
        talk.go(f"/data/{name}")
        talk.bot.wait(2 * _SURELY_MS)
        held = QApplication.focusWidget()
        assert held is not None and talk.page.sheet is not None
        block = talk.page.sheet.focused()
        assert block is not None and wholly_seen(block.words), name
        end = held.mapTo(block, QPoint(0, held.height())).y() - block.words.mapTo(block, QPoint(0, 0)).y()
        room = talk.page.room.scroll.viewport().height()
        seen = held.visibleRegion().boundingRect().height()
        assert seen >= min(held.height(), held.height() - end + room) - 1, name


def test_the_edge_of_what_has_the_keyboard_is_seen_beside_the_words_or_a_sign_where_it_is(house: House) -> None:
    """A question as high as a low window left no ring anywhere in it."""
    house.words.set_language("ar")
    talk = house.start(None, IT, AR, (640, 360))
    ring, below = talk.shell.ring, talk.page.room.below

    def arrived(name: str) -> QWidget:
        talk.go(f"/data/{name}")
        talk.bot.wait(2 * _SURELY_MS)
        held = QApplication.focusWidget()
        assert held is not None and talk.page.sheet is not None
        block = talk.page.sheet.focused()
        assert block is not None and block.words.visibleRegion().boundingRect().top() <= Space.SMALL
        return held

    held = arrived("safety/danger_now")
    assert not held.visibleRegion().isEmpty() and ring.isVisible()
    held = arrived("information/clear")
    assert held.visibleRegion().isEmpty()
    assert ring.isVisible() and below.isVisible() and ring.geometry().contains(on_window(below))
    talk.key(Qt.Key.Key_Down)
    talk.bot.waitUntil(lambda: ring.isVisible() and not ring.geometry().contains(on_window(below)))
    row = QApplication.focusWidget()
    assert row is not None and row is not held and not row.visibleRegion().isEmpty()
    talk.page.room.scroll.verticalScrollBar().setValue(0)
    talk.bot.waitUntil(lambda: ring.isVisible() and ring.geometry().contains(on_window(below)))


def on_window(part: QWidget) -> QRect:
    return QRect(part.mapTo(part.window(), QPoint(0, 0)), part.size())
