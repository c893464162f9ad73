"""A mediator at work: keys and clicks in a real window over a real encrypted store."""

import time
from itertools import combinations
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from intake_app import i18n, messages
from intake_app.errors import IntakeError
from intake_app.gui.answers.birth_words import NOT_TAKEN
from intake_app.gui.answers.choices import ChoiceGrid
from intake_app.gui.answers.day import DateAnswer, MomentAnswer, TimeAnswer
from intake_app.gui.answers.long_list import LongList
from intake_app.gui.answers.rank import RankAnswer
from intake_app.gui.answers.text import LineAnswer, NumberAnswer, PageAnswer
from intake_app.gui.answers.type_ahead import ALONE
from intake_app.gui.answers.upload import UploadAnswer
from intake_app.gui.interview_answering import PAUSE
from intake_app.gui.interview_course import FINISH
from intake_app.gui.interview_finish import FinishPage
from intake_app.gui.interview_pictures import pictures
from intake_app.gui.interview_repeat import RepeatPrompt
from intake_app.gui.interview_saving import SOON
from intake_app.gui.interview_text import TextBlock
from intake_app.referral import CONSENT_HOW
from intake_app.workflow import Finalised
from intake_app.xform import AnswerState
from tests.cost import here
from tests.gui_interview import every_control, forms
from tests.gui_interview.conftest import House, Interview
from tests.gui_shell import looking
from tests.shared_data import shared
from tests.xform import test_entities as entities

AR, BN, EN, IT = "العربية (ar)", "বাংলা (bn)", "English (en)", "Italiano (it)"
ALT, PLAIN = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.NoModifier

pytestmark = pytest.mark.window


def test_digits_choose_enter_goes_on_and_backspace_back(house: House) -> None:
    talk = house.start(None, AR, IT)
    assert talk.ref == "/data/safety/welcome"
    talk.key(Qt.Key.Key_Return)
    assert talk.ref == "/data/safety/understands"
    talk.key("1")
    first = talk.session.choices(talk.ref)[0].value
    assert talk.session.value("/data/safety/understands") == first
    talk.key(Qt.Key.Key_Return)
    assert talk.ref == "/data/safety/private"
    talk.key(Qt.Key.Key_Backspace)
    assert talk.ref == "/data/safety/understands"
    talk.key(Qt.Key.Key_Return)
    talk.key(Qt.Key.Key_Left, ALT)
    assert talk.ref == "/data/safety/understands"


def test_n_and_p_state_that_there_is_no_answer(house: House) -> None:
    talk = house.start(None, BN, IT)
    talk.go("/data/safety/danger_now")
    for key, held, state in (
        ("n", ALT, AnswerState.DOES_NOT_KNOW),
        ("p", PLAIN, AnswerState.DECLINED),
        ("p", PLAIN, AnswerState.NOT_ASKED),
    ):
        later(talk)
        talk.key(key, held)
        talk.bot.waitUntil(lambda want=state: talk.session.state("/data/safety/danger_now") == want)
    talk.key("n")
    QTest.qWait(ALONE + 100)
    assert talk.session.state("/data/safety/danger_now") == AnswerState.NOT_ASKED, "who types N may mean No"


@pytest.mark.parametrize("question", ["name", "story", "born"])
def test_alt_n_and_alt_p_state_it_where_letters_are_typed(house: House, question: str) -> None:
    talk = house.start(forms.kinds(), EN, EN)
    ref = f"/data/{question}"
    talk.go(ref)
    talk.type("7")
    for key, state in (("n", AnswerState.DOES_NOT_KNOW), ("p", AnswerState.DECLINED)):
        talk.key(key, ALT)
        talk.page.commit()
        assert (talk.session.state(ref), talk.session.question(ref).value) == (state, "")
    later(talk)
    talk.key("p", ALT)
    assert talk.session.state(ref) == AnswerState.NOT_ASKED


def later(talk: Interview) -> None:
    """What was just stated is not taken back by the same key pressed twice at once."""
    sheet = talk.page.sheet
    assert sheet is not None
    talk.bot.waitUntil(lambda: not sheet.made[talk.ref].just_stated)


def test_every_answer_goes_to_the_store_by_itself_and_soon(house: House) -> None:
    """The milliseconds from a change to its save stand in the code; a busy machine only stretches the save itself."""
    talk = house.start(forms.kinds(), EN, EN)
    talk.wait_saved()
    talk.type("Amal")
    assert SOON + PAUSE < 1000
    talk.bot.waitUntil(lambda: b"<name>Amal</name>" in talk.stored().xml, timeout=20000)


def test_what_is_half_typed_survives_a_language_switch_and_a_lock(house: House) -> None:
    talk = house.start(forms.kinds(), EN, AR)
    talk.type("Half a na")
    talk.page.set_languages(AR, EN)
    field = talk.answer()
    assert isinstance(field, LineAnswer)
    assert field.field.text() == "Half a na"
    assert field.field.hasFocus()
    talk.type("me")
    talk.page.save_now()
    talk.wait_saved()
    assert b"Half a name" in talk.stored().xml
    assert talk.stored().languages == (AR, EN)
    assert talk.page.sheet is not None
    assert talk.page.sheet.blocks["/data/name"].words.person.text == "ما اسمك؟"


def test_a_draft_opens_again_where_it_was_left(house: House) -> None:
    talk = house.start(forms.kinds(), BN, EN)
    talk.go("/data/many")
    talk.key("3")
    talk.key("1")
    talk.page.stop()
    talk.wait_saved()
    again = house.reopen(talk.opened.row.id)
    assert again.ref == "/data/many"
    grid = again.answer()
    assert isinstance(grid, ChoiceGrid)
    assert again.session.value("/data/many") == "c a"
    assert [row.isChecked() for row in grid.rows] == [True, False, True]


def test_a_number_is_stored_plainly_and_stays_as_it_is_typed(house: House) -> None:
    talk = house.start(forms.kinds(), EN, EN)
    talk.go("/data/height")
    field = talk.answer()
    assert isinstance(field, NumberAnswer)
    for typed, stored in (("0", "0"), (".", "0"), ("0", "0"), ("5", "0.05"), ("0", "0.05")):
        talk.type(typed)
        talk.page.commit()
        assert talk.session.value("/data/height") == stored
    assert field.field.text() == "0.050"


def test_numbers_in_arabic_digits_are_stored_in_ascii(house: House) -> None:
    talk = house.start(forms.kinds(), AR, EN)
    talk.go("/data/age")
    talk.type("٣٤")
    talk.page.commit()
    assert talk.session.value("/data/age") == "34"
    field = talk.answer()
    assert isinstance(field, NumberAnswer)
    assert field.field.text() == "٣٤"


def test_an_answer_that_does_not_fit_is_said_in_place_and_blocks_only_the_end(house: House) -> None:
    talk = house.start(forms.kinds(), AR, EN)
    talk.go("/data/age")
    talk.type("300")
    assert talk.page.sheet is not None
    block = talk.page.sheet.blocks["/data/age"]
    assert block.fault.isHidden()
    talk.key(Qt.Key.Key_Return)
    assert talk.ref == "/data/height"
    assert talk.page.room.notice.isVisible()
    talk.key(Qt.Key.Key_Left, ALT)
    block = talk.page.sheet.blocks["/data/age"]
    assert block.fault.isVisible()
    assert (block.fault.words.person.text, block.fault.words.mediator.text) == ("بين 1 و120", "Between 1 and 120")
    talk.go(FINISH)
    end = talk.page.centre
    assert isinstance(end, FinishPage)
    assert not end.button.isEnabled()
    talk.click(end.links["/data/age"])
    assert talk.ref == "/data/age"


def test_dates_take_separators_iso_and_half_a_date(house: House) -> None:
    talk = house.start(forms.kinds(), AR, EN)
    talk.go("/data/born")
    field = talk.answer()
    assert isinstance(field, DateAnswer)
    talk.type("15/12/1999")
    talk.page.commit()
    assert talk.session.value("/data/born") == "1999-12-15"
    field.year.field.setFocus()
    field.year.field.selectAll()
    talk.key(Qt.Key.Key_Delete)
    talk.page.commit()
    talk.page.save_now()
    talk.wait_saved()
    again = house.reopen(talk.opened.row.id).answer()
    assert isinstance(again, DateAnswer)
    assert (again.day.text, again.month.text, again.year.text) == ("15", "12", "")


def test_a_whole_iso_date_in_the_first_field(house: House) -> None:
    talk = house.start(forms.kinds(), EN, EN)
    talk.go("/data/born")
    talk.type("2001-02-03")
    talk.page.commit()
    assert talk.session.value("/data/born") == "2001-02-03"


def test_times_and_moments(house: House) -> None:
    talk = house.start(forms.kinds(), EN, EN)
    talk.go("/data/at")
    clock = talk.answer()
    assert isinstance(clock, TimeAnswer)
    talk.type("7:05")
    talk.page.commit()
    assert talk.session.value("/data/at").startswith("07:05:00.000")
    talk.go("/data/seen")
    moment = talk.answer()
    assert isinstance(moment, MomentAnswer)
    talk.click(moment.clock.now)
    talk.page.commit()
    assert talk.session.question("/data/seen").valid is True
    assert "T" in talk.session.value("/data/seen")


@pytest.mark.parametrize("name", ["at", "seen"])
@pytest.mark.parametrize("part", ["hour", "minute"])
@pytest.mark.parametrize("text", ["7:05", "٧:٠٥", "\u200f07 : 05", "7:05:12"])
def test_a_time_pasted_in_either_field_is_read_as_a_whole(house: House, name: str, part: str, text: str) -> None:
    talk = house.start(forms.kinds(), EN, EN)
    talk.go(f"/data/{name}")
    answer = talk.answer()
    assert isinstance(answer, TimeAnswer | MomentAnswer)
    field = getattr(answer.clock, part).field
    field.setFocus()
    QApplication.clipboard().setText(text)
    field.paste()
    talk.page.commit()
    assert "07:05" in talk.session.question(f"/data/{name}").value and not answer.left_out.isVisible()


@pytest.mark.parametrize("part", ["day", "month", "year"])
@pytest.mark.parametrize("text", ["30/11/2008 12:30", "2008-11-30T12:30:00", "٣٠/١١/٢٠٠٨ ١٢:٣٠"])
def test_a_date_and_its_time_pasted_at_once_are_both_taken(house: House, part: str, text: str) -> None:
    talk = house.start(forms.kinds(), EN, EN)
    talk.go("/data/seen")
    answer = talk.answer()
    assert isinstance(answer, MomentAnswer)
    answer.clock.hour.field.setFocus()
    talk.type("9:45")
    field = getattr(answer, part).field
    field.setFocus()
    QApplication.clipboard().setText(text)
    field.paste()
    talk.page.commit()
    assert talk.session.value("/data/seen").startswith("2008-11-30T12:30:00.000")
    assert (answer.clock.hour.text, answer.clock.minute.text) == ("12", "30") and not answer.left_out.isVisible()


@pytest.mark.parametrize("part", ["day", "month", "year"])
@pytest.mark.parametrize("text", ["፼" * 1_100, "1" * 32_767, " " * 32_763 + "2001", "2001" + " " * 32_762 + "x"])
def test_however_much_is_pasted_it_is_refused_at_once(house: House, part: str, text: str) -> None:
    talk = house.start(forms.kinds(), EN, EN)
    talk.go("/data/born")
    answer = talk.answer()
    assert isinstance(answer, DateAnswer)
    field = getattr(answer, part).field
    field.setFocus()
    QApplication.clipboard().setText(text)
    began = time.process_time()
    field.paste()
    assert time.process_time() - began < here(0.5), "it took some seconds, and the longest ended the program"
    assert answer.left_out.isVisible() and field.text() == ""


@pytest.mark.parametrize("name", ["at", "seen"])
@pytest.mark.parametrize("text", ["2470", "1:30 PM", "30/11/2008", "half past"])
def test_what_is_no_time_is_told_and_comes_into_no_field(house: House, name: str, text: str) -> None:
    talk = house.start(forms.kinds(), EN, EN)
    talk.go(f"/data/{name}")
    answer = talk.answer()
    assert isinstance(answer, TimeAnswer | MomentAnswer)
    clock = answer.clock
    clock.hour.field.setFocus()
    talk.type("7:05")
    talk.page.commit()
    kept = talk.session.question(f"/data/{name}").value
    clock.hour.field.setFocus()
    clock.hour.field.selectAll()
    QApplication.clipboard().setText(text)
    clock.hour.field.paste()
    assert answer.left_out.isVisible() and answer.left_out.text == NOT_TAKEN
    talk.page.commit()
    assert (clock.hour.field.text(), clock.minute.field.text()) == ("7", "05")
    assert talk.session.question(f"/data/{name}").value == kept and answer.left_out.isVisible()


def test_a_second_space_after_an_order_is_kept_changes_nothing(house: House) -> None:
    talk = house.start(forms.kinds())
    talk.go("/data/order")
    rank = talk.answer()
    assert isinstance(rank, RankAnswer)
    rank.keep.setFocus()
    for _twice in range(2):
        talk.key(Qt.Key.Key_Space)
    assert talk.session.value("/data/order") == " ".join(rank.order()) and talk.ref == "/data/order"
    assert rank.hasFocus()


def test_rank_range_trigger(house: House) -> None:
    talk = house.start(forms.kinds(), EN, EN)
    talk.go("/data/order")
    rank = talk.answer()
    assert isinstance(rank, RankAnswer)
    talk.click(rank.rows[2].up)
    assert talk.session.value("/data/order") == "a c b"
    talk.go("/data/level")
    talk.key("4")
    assert talk.session.value("/data/level") == "4"
    talk.go("/data/read")
    talk.key("1")
    assert talk.session.value("/data/read") == "OK"


def test_enter_makes_a_line_in_a_long_text_and_ctrl_enter_goes_on(house: House) -> None:
    talk = house.start(forms.kinds(), EN, EN)
    talk.go("/data/story")
    talk.type("One")
    talk.key(Qt.Key.Key_Return)
    talk.type("Two")
    assert isinstance(talk.answer(), PageAnswer)
    talk.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert talk.session.value("/data/story") == "One\nTwo"
    assert talk.ref == "/data/age"


@pytest.mark.feature(91)
def test_a_missing_translation_is_shown_in_another_language_and_says_so(house: House) -> None:
    talk = house.start(forms.kinds(), BN, BN)
    talk.go("/data/story")
    assert talk.page.sheet is not None
    block = talk.page.sheet.blocks["/data/story"]
    assert block.words.person.text == "Tell me"
    assert block.badges["fallback"].isVisible()
    assert "English" in block.badges["fallback"].text()


def test_an_unreviewed_translation_says_so(house: House) -> None:
    talk = house.start(None, AR, IT)
    assert talk.page.sheet is not None
    assert talk.page.sheet.blocks[talk.ref].badges["review"].isVisible()


@pytest.mark.feature(94)
def test_rows_mirror_with_the_language_of_the_person(house: House) -> None:
    talk = house.start(forms.kinds(), AR, EN)
    talk.go("/data/one")
    grid = talk.answer()
    assert isinstance(grid, ChoiceGrid)

    def left(number: int) -> int:
        return grid.rows[number].mapTo(talk.shell, QPoint(0, 0)).x()

    assert left(0) > left(1)
    assert grid.rows[0].person.language == "ar"
    talk.page.swap()
    QApplication.processEvents()
    assert left(0) < left(1)
    assert talk.page.reading.mediator == AR


def test_the_dots_of_a_button_stand_at_the_end_of_its_own_words(house: House) -> None:
    """The windows are in English, the person's page goes from right to left, and back."""
    talk = house.start(forms.kinds(), AR, EN)
    talk.go("/data/photo")
    field = talk.answer()
    assert isinstance(field, UploadAnswer) and field.choose.text().endswith("…")
    assert field.layoutDirection() == Qt.LayoutDirection.RightToLeft
    talk.bot.waitUntil(lambda: looking.faults(talk.shell, "en") == [], timeout=5000)
    house.words.set_language("ar")
    QApplication.processEvents()
    field = talk.answer()
    assert isinstance(field, UploadAnswer) and field.choose.layoutDirection() == Qt.LayoutDirection.RightToLeft


def test_a_picture_goes_to_the_store_and_nowhere_else(house: House, tmp_path: Path) -> None:
    talk = house.start(forms.kinds(), EN, EN)
    source = tmp_path / "holiday in Tripoli.png"
    picture = QImage(400, 300, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.darkGreen)
    picture.save(str(source))
    before = {path for path in tmp_path.rglob("*") if "w.intake" not in path.name}
    talk.go("/data/photo")
    field = talk.answer()
    assert isinstance(field, UploadAnswer)
    field.file_chosen.emit(source)
    talk.bot.waitUntil(lambda: talk.session.value("/data/photo") != "", timeout=5000)
    name = talk.session.value("/data/photo")
    assert "Tripoli" not in name
    assert not field.picture.isHidden()
    assert "Place, time and camera were taken out of the picture." in field.told.accessibleName()
    assert {path for path in tmp_path.rglob("*") if "w.intake" not in path.name} == before
    talk.click(field.remove)
    assert talk.session.value("/data/photo") == ""


def test_a_narrowed_list_takes_an_answer_away_says_so_and_gives_it_back(house: House) -> None:
    talk = house.start(forms.family())
    assert talk.page.sheet is not None
    assert list(talk.page.sheet.blocks) == ["/data/home/land"]
    talk.key("2")
    assert list(talk.page.sheet.blocks) == ["/data/home/land", "/data/home/town"]
    town = talk.answer("/data/home/town")
    assert isinstance(town, ChoiceGrid)
    talk.click(town.rows[1])
    assert talk.session.value("/data/home/town") == "capua"
    land = talk.answer("/data/home/land")
    assert isinstance(land, ChoiceGrid)
    talk.click(land.rows[0])
    assert talk.session.value("/data/home/town") == ""
    assert talk.page.room.notice.isVisible()
    undo = talk.page.room.notice.action
    before = talk.page.room.notice.words.text(), undo.text()
    talk.page.words.set_language("fr")
    assert talk.page.room.notice.isVisible(), "what can be undone stays, in the language of the windows"
    assert talk.page.room.notice.words.text() != before[0] and undo.text() != before[1]
    talk.click(talk.page.room.notice.action)
    assert talk.session.value("/data/home/town") == "capua"
    assert talk.session.value("/data/home/land") == "s"


def test_a_repeat_adds_opens_and_takes_away_with_an_undo(house: House) -> None:
    talk = house.start(forms.family())
    prompt = _prompt(talk)
    for name in ("Ada", "Bo"):
        talk.click(prompt.add_button)
        assert talk.ref.endswith("/first")
        talk.type(name)
        talk.key(Qt.Key.Key_Return)
        prompt = _prompt(talk, go=False)
    assert len(prompt.rows) == 2
    talk.click(prompt.rows[0].remove)
    talk.click(prompt.rows[0].remove)
    talk.click(prompt.rows[0].remove)
    assert talk.session.count_repeat("/data/child") == 2
    talk.page.turn(1)
    assert talk.session.count_repeat("/data/child") == 1
    assert talk.session.value("/data/child[1]/first") == "Bo"


@pytest.mark.parametrize("by", ["mouse", "keyboard"])
def test_enter_after_taking_an_entry_away_leads_on_and_undoes_nothing(house: House, by: str) -> None:
    talk = _with_children(house, "Ada", "Bo")
    prompt = _prompt(talk, go=False)
    prompt.rows[0].remove.setFocus()
    if by == "mouse":
        talk.click(prompt.rows[0].remove)
    else:
        talk.key(Qt.Key.Key_Return)
    row = prompt.rows[0]
    assert prompt.going == {"/data/child[1]"} and row.hasFocus(), "the keyboard stays at the entry"
    assert row.accessibleName().startswith("Taken away when you go on: ") and "Ada" in row.accessibleName()
    assert row.ring_rect().size() == row.size()
    talk.key(Qt.Key.Key_Return)
    assert children(talk) == ["Bo"] and not isinstance(talk.page.centre, RepeatPrompt)


@pytest.mark.parametrize("by", ["saved", "again"])
def test_who_hides_or_closes_while_an_entry_is_marked_finds_it_where_it_was(house: House, by: str) -> None:
    """Only who goes on takes it away; who comes back finds no way to undo what they did not do."""
    talk = _with_children(house, "Ada", "Bo")
    _prompt(talk, go=False).rows[0].remove.click()
    talk.page.save_now()
    talk.wait_saved()
    if by == "again":
        talk = house.reopen(talk.opened.row.id)
    assert children(talk) == ["Ada", "Bo"]


def test_who_takes_an_entry_away_reaches_its_undo_by_tab_and_by_ctrl_z(house: House) -> None:
    talk = _with_children(house, "Ada", "Bo", "Cy")
    prompt = _prompt(talk, go=False)
    for at in (1, 0):
        prompt.rows[at].remove.setFocus()
        talk.key(Qt.Key.Key_Space)
    assert [row.remove.hint for row in prompt.rows] == ["Ctrl+Z", "", ""], "the one that the key undoes shows it"
    talk.key(Qt.Key.Key_Tab)
    assert prompt.rows[0].remove.hasFocus() and prompt.rows[0].remove.accessibleName() == "Undo: 1"
    talk.key(Qt.Key.Key_Space)
    assert prompt.going == {"/data/child[2]"} and prompt.rows[0].hasFocus()
    assert prompt.rows[0].accessibleName() == "Children 1 · Ada"
    talk.key(Qt.Key.Key_Tab)
    assert prompt.rows[0].open.hasFocus()
    prompt.rows[2].remove.setFocus()
    talk.key(Qt.Key.Key_Space)
    talk.page.jumping.open()
    talk.page.room.jump_list.list.setFocus()
    talk.key("z", Qt.KeyboardModifier.ControlModifier)
    assert len(prompt.going) == 2, "what is covered takes no key"
    talk.page.jumping.close()
    for left in ({"/data/child[2]"}, set(), set()):
        talk.key("z", Qt.KeyboardModifier.ControlModifier)
        assert prompt.going == left
    assert prompt.rows[1].hasFocus(), "the one that came back last"


def test_an_entry_that_is_taken_away_keeps_the_keyboard_in_another_language(house: House) -> None:
    talk = _with_children(house, "Ada", "Bo")
    prompt = _prompt(talk, go=False)
    talk.click(prompt.rows[1].remove)
    talk.page.swap()
    QApplication.processEvents()
    assert prompt.rows[1].hasFocus()
    house.words.set_language("ar")
    row = _prompt(talk, go=False).rows[1]
    assert row.hasFocus()
    assert row.words.text.startswith(house.words("Taken away when you go on: {number}").partition("{")[0])
    assert "\u2068" in row.words.text and row.words._own == Qt.LayoutDirection.RightToLeft


def _with_children(house: House, *names: str) -> Interview:
    talk = house.start(forms.family())
    prompt = _prompt(talk)
    for name in names:
        talk.click(prompt.add_button)
        talk.type(name)
        talk.key(Qt.Key.Key_Return)
        prompt = _prompt(talk, go=False)
    return talk


def children(talk: Interview) -> list[str]:
    count = talk.session.count_repeat("/data/child")
    return [talk.session.value(f"/data/child[{at}]/first") for at in range(1, count + 1)]


def test_what_was_taken_away_comes_back_after_the_page_was_left_too(house: House) -> None:
    """By the line that says so, and, as long as the interview lasts, in the list itself."""
    talk = house.start(forms.family())
    prompt = _prompt(talk)
    for name in ("Ada", "Bo", "Cy"):
        talk.click(prompt.add_button)
        talk.type(name)
        talk.key(Qt.Key.Key_Return)
        prompt = _prompt(talk, go=False)
    for at in (0, 1):
        talk.click(prompt.rows[at].remove)
    talk.page.turn(1)
    assert children(talk) == ["Cy"]
    notice = talk.page.room.notice
    assert notice.isVisible() and notice.words.text() == "Taken away from “Children”: 1, 2."
    talk.click(notice.action)
    assert children(talk) == ["Ada", "Bo", "Cy"] and notice.isHidden()
    prompt = _prompt(talk, go=False)
    assert len(prompt.rows) == 3
    talk.click(prompt.rows[1].remove)
    talk.page.turn(1)
    talk.page.turn(-1)
    assert children(talk) == ["Ada", "Cy"] and notice.isHidden(), "the line is gone with the next page"
    prompt = _prompt(talk, go=False)
    gone = prompt.rows[-1]
    assert len(prompt.rows) == 3 and "Bo" in gone.words.text and gone.open.isHidden()
    talk.click(prompt.rows[1].remove)
    talk.click(gone.remove)
    assert children(talk) == ["Ada", "Bo"], "what was marked meanwhile went by its own number"
    prompt = _prompt(talk, go=False)
    assert "Cy" in prompt.rows[-1].words.text
    talk.click(prompt.rows[-1].remove)
    assert sorted(children(talk)) == ["Ada", "Bo", "Cy"]
    assert len(_prompt(talk, go=False).rows) == 3
    talk.wait_saved()
    assert b"Bo" in talk.stored().xml


def test_words_of_a_button_among_those_of_the_person_run_their_own_way(house: House, tmp_path: Path) -> None:
    every = tmp_path / "every_control.md"
    every.write_bytes(every_control.source())
    names = every_control.LANGUAGES
    talk = house.start(every, names["ar"], names["it"], files=every_control.FILES)
    talk.go("/data/person")
    prompt = talk.page.centre
    assert isinstance(prompt, RepeatPrompt)
    ways = [(prompt.layoutDirection(), prompt.add_button.layoutDirection())]
    talk.go("/data/papers")
    assert talk.page.sheet is not None
    block = talk.page.sheet.blocks["/data/papers"]
    ways.append((block.layoutDirection(), block.listen.layoutDirection()))
    assert ways == [(Qt.LayoutDirection.RightToLeft, Qt.LayoutDirection.LeftToRight)] * 2


def _prompt(talk: Interview, *, go: bool = True) -> RepeatPrompt:
    if go:
        talk.go("/data/child")
    centre = talk.page.centre
    assert isinstance(centre, RepeatPrompt)
    return centre


def test_the_end_asks_for_consent_where_the_form_does_not(house: House) -> None:
    talk = house.start(forms.family())
    talk.go("/data/end")
    talk.key("n", ALT)
    talk.go(FINISH)
    end = talk.page.centre
    assert isinstance(end, FinishPage)
    assert end.consent is not None
    assert not end.button.isEnabled()
    assert talk.page.room.footer.isAncestorOf(end.button) and end.button.isVisible(), "in sight, however long the page"
    talk.bot.waitUntil(talk.shell.ring.isVisible)
    talk.click(end.consent.no)
    with talk.bot.waitSignal(talk.page.finished, timeout=5000) as told:
        talk.click(end.button)
    done = told.args[0]
    assert isinstance(done, Finalised)
    assert not done.released
    assert end.note.isVisible()
    assert not [label.text() for label in end.findChildren(QLabel) if label.text().startswith("After this")]
    with talk.bot.waitSignal(talk.page.left, timeout=5000):
        talk.click(end.button)


def test_who_was_there_is_asked_where_they_agreed_before_somebody(house: House) -> None:
    talk = house.start(forms.family(), AR, EN)
    talk.session.answer("/data/end", "x")
    talk.go(FINISH)
    end = talk.page.centre
    assert isinstance(end, FinishPage) and end.consent is not None
    card = end.consent
    talk.click(card.yes)
    assert card.answered is end.button.isEnabled() is False, "nobody said how they agreed"
    talk.click(card.how["spoken"])
    assert end.button.isEnabled() and card.witness.isHidden()
    talk.click(card.how["witness"])
    assert card.witness.isVisible() and not end.button.isEnabled()
    card.witness_choice.choose("interpreter")
    with talk.bot.waitSignal(talk.page.finished, timeout=5000) as told:
        talk.click(end.button)
    assert told.args[0].released
    words = house.wait(lambda done: house.lanes.vault(lambda store: store.said(told.args[0].row.id), done))
    assert {(word.how, word.language, word.witness) for word in words} == {("witness", "ar", "interpreter")}


def test_the_end_says_where_a_record_would_say_nothing(house: House) -> None:
    """Whoever wants to closes it all the same."""
    nothing = "nothing declined: it would say nothing."
    for state in (None, AnswerState.DECLINED):
        talk = house.start(forms.named())
        if state is not None:
            talk.session.mark("/data/name", state)
        talk.go(FINISH)
        end = talk.page.centre
        assert isinstance(end, FinishPage)
        assert any(nothing in label.text() for label in end.findChildren(QLabel)) == (state is None)


def test_a_fingerprint_is_a_way_to_agree_to_any_form(house: House) -> None:
    talk = house.start(forms.family(), AR, EN)
    talk.session.answer("/data/end", "x")
    talk.go(FINISH)
    end = talk.page.centre
    assert isinstance(end, FinishPage) and end.consent is not None
    card = end.consent
    assert tuple(card.how) == CONSENT_HOW
    talk.click(card.yes)
    talk.bot.waitUntil(lambda: all(one.isVisible() and one.width() > 20 for one in card.how.values()))
    assert not any(one.geometry().intersects(other.geometry()) for one, other in combinations(card.how.values(), 2))
    talk.click(card.how["fingerprint"])
    assert card.witness.isHidden() and end.button.isEnabled()
    with talk.bot.waitSignal(talk.page.finished, timeout=5000) as told:
        talk.click(end.button)
    assert told.args[0].released
    words = house.wait(lambda done: house.lanes.vault(lambda store: store.said(told.args[0].row.id), done))
    assert {(word.how, word.language) for word in words} == {("fingerprint", "ar")}


def test_who_agrees_in_a_language_that_is_not_registered_does_so_in_it_by_its_code(house: House) -> None:
    spoken = "Kiswahili (sw)"
    talk = house.start(forms.family().replace(AR.encode(), spoken.encode()), spoken, EN)
    talk.session.answer("/data/end", "x")
    talk.go(FINISH)
    end = talk.page.centre
    assert isinstance(end, FinishPage) and end.consent is not None
    talk.click(end.consent.yes)
    talk.click(end.consent.how["spoken"])
    assert end.consent.sheet().language == "sw"


def test_what_went_on_beside_the_answers_is_told_at_the_end(house: House) -> None:
    talk = house.start(entities.form('dataset="trees" create="1" id="none"', binds=""))
    talk.session.warnings.add("xpath.regex_timeout")
    talk.go(FINISH)
    end = talk.page.centre
    assert isinstance(end, FinishPage)
    told = [label.text() for label in end.findChildren(QLabel)]
    assert sum("a server leaves it out" in text and "trees" in text for text in told) == 1
    assert any(text.startswith(messages.sentence("xpath.regex_timeout", {}, i18n.load("en"))) for text in told)


def test_what_is_pressed_on_from_the_last_question_agrees_to_nothing_and_closes_nothing(house: House) -> None:
    """The digits and the Enter of the questions before; Tab, Space and Enter are the way there."""
    talk = house.start(forms.family())
    talk.session.answer("/data/end", "x")
    talk.go(FINISH)
    end = talk.page.centre
    assert isinstance(end, FinishPage) and end.consent is not None
    card = end.consent
    for _ in range(3):
        talk.key("1")
        talk.key(Qt.Key.Key_Return)
    assert not any(row.isChecked() for row in card.rows) and not any(way.isChecked() for way in card.how.values())
    assert talk.page.ending.kept() == () and not end.done
    tab_to(talk, card.yes)
    talk.key(Qt.Key.Key_Space)
    talk.key(Qt.Key.Key_Return)
    assert card.yes.isChecked() and not card.answered and not end.button.isEnabled()
    tab_to(talk, card.how["spoken"])
    talk.key(Qt.Key.Key_Right)  # of such buttons Tab reaches one
    talk.key(Qt.Key.Key_Space)
    assert card.sheet().how == "signed" and end.button.isEnabled()
    talk.page.begin()
    for _ in range(3):
        talk.key(Qt.Key.Key_Return)
    assert not end.done and not end.button.hasFocus()
    tab_to(talk, end.button)
    with talk.bot.waitSignal(talk.page.finished, timeout=5000):
        talk.key(Qt.Key.Key_Return)


def test_the_second_tap_on_next_closes_no_record(house: House) -> None:
    """The button that closes it comes to where “Next” was."""
    talk = house.start(forms.named())
    talk.type("Amina")
    talk.page.commit()
    talk.page.ending.agreed = "place"
    button = talk.page.room.footer.next_button
    spot = button.mapTo(talk.shell, button.rect().center())
    window = talk.shell.windowHandle()
    QTest.mouseDClick(window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)
    talk.bot.waitUntil(lambda: isinstance(talk.page.centre, FinishPage))
    end = talk.page.centre
    assert isinstance(end, FinishPage)
    at = QPointF(end.button.rect().center())
    second = QMouseEvent(
        QMouseEvent.Type.MouseButtonDblClick, at, end.button.mapToGlobal(at), Qt.MouseButton.LeftButton,
        Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    assert end.button.isEnabled()
    QApplication.sendEvent(end.button, second)
    QTest.mouseRelease(end.button, Qt.MouseButton.LeftButton)
    assert end.button.isEnabled() and not end.done, "pressed it is disabled at once"
    talk.click(end.button)
    talk.bot.waitUntil(lambda: end.done)


def tab_to(talk: Interview, part: QWidget) -> None:
    for _ in range(60):
        if part.hasFocus():
            return
        talk.key(Qt.Key.Key_Tab)
    raise AssertionError(f"no Tab leads to {part}")


def test_a_key_stops_the_interview_and_the_list_of_questions_gives_the_keyboard_back(house: House) -> None:
    talk = house.start(forms.family())
    held = QApplication.focusWidget()
    talk.page.jumping.open()
    talk.key(Qt.Key.Key_Escape)
    assert held is not None and QApplication.focusWidget() is held
    with talk.bot.waitSignal(talk.page.left, timeout=5000):
        talk.key(Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)


def test_a_place_needs_no_consent(house: House) -> None:
    talk = house.start(forms.family())
    talk.session.answer("/data/end", "x")
    talk.go(FINISH)
    end = talk.page.centre
    assert isinstance(end, FinishPage) and end.consent is not None
    talk.click(end.consent.place)
    with talk.bot.waitSignal(talk.page.finished, timeout=5000) as told:
        talk.click(end.button)
    assert told.args[0].released


def test_the_jump_list_goes_to_a_question_by_a_part_of_its_words(house: House) -> None:
    talk = house.start(forms.kinds(), AR, EN)
    talk.page.jumping.open()
    talk.type("tall")
    talk.key(Qt.Key.Key_Return)
    assert talk.ref == "/data/height"
    talk.page.jumping.open()
    talk.key(Qt.Key.Key_Escape)
    assert talk.page.room.jump_list.isHidden()


def test_the_panel_is_closed_until_asked_for(house: House) -> None:
    talk = house.start(None, BN, IT)
    assert talk.page.room.panel.isHidden()
    talk.key(Qt.Key.Key_F8)
    assert talk.page.room.panel.isVisible()
    talk.page.back()
    assert talk.page.room.panel.isHidden()


@pytest.mark.parametrize("ref", ("/data/name", "/data/one", "/data/safety/danger_now"))
def test_the_panel_names_the_keys_that_the_question_names(house: House, ref: str) -> None:
    talk = house.start(None if "safety" in ref else forms.kinds(), EN, EN)
    talk.page.toggle_panel()
    talk.go(ref)
    assert talk.page.sheet is not None
    named = {pill.key.replace("+", " ") for pill in talk.page.sheet.made[ref].pills.values()}

    def shown() -> set[str]:
        blocks = [one for one in talk.page.room.panel.findChildren(TextBlock) if one.isVisible()]
        return {line.split("\u2069")[0].strip("\u2068") for block in blocks for line in block.text.splitlines()}

    talk.bot.waitUntil(lambda: named <= shown())
    assert {"N", "P", "Alt N", "Alt P"} & shown() == named


def test_a_hint_stands_with_the_question_in_its_language(house: House) -> None:
    """Nobody has to read across the other's words."""
    talk = house.start(None, AR, IT)
    talk.go("/data/safety/danger_now")
    sheet = talk.page.sheet
    assert sheet is not None
    words = sheet.blocks[talk.ref].words
    rule = words.rule
    assert rule is not None and rule.isVisible()
    talk.bot.waitUntil(lambda: words.mediator.y() > rule.y() > 0)
    tops = [part.y() for part in (words.person, words.hints[0], rule, words.mediator, words.hints[1])]
    assert tops == sorted(set(tops))
    assert all(hint.isVisible() and hint.text for hint in words.hints)
    talk.page.leave_out("mediator")
    assert [hint.isVisible() for hint in words.hints] == [True, False] and not rule.isVisible()


def test_a_long_list_is_searched_in_both_languages(house: House) -> None:
    talk = house.start(shared("data/htcds/htcds_xlsform.xml"))
    talk.go("/data/prs_Citizenship")
    answer = talk.answer()
    assert isinstance(answer, LongList)
    talk.type("بنغلاد")
    assert [option.person.text for option in answer.model.shown] == ["Bangladesh"]
    answer.filter.clear()
    talk.type("banglad")
    assert len(answer.model.shown) == 1
    talk.key(Qt.Key.Key_Return)
    assert talk.session.value("/data/prs_Citizenship")


def test_enter_on_a_row_of_a_long_list_takes_it_and_once_more_goes_on(house: House) -> None:
    talk = house.start(shared("data/htcds/htcds_xlsform.xml"))
    talk.go("/data/prs_Citizenship")
    answer = talk.answer()
    assert isinstance(answer, LongList)
    talk.type("al")
    second = answer.model.shown[1].value
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return):
        talk.key(key)
    assert (talk.ref, talk.session.value("/data/prs_Citizenship")) == ("/data/prs_Citizenship", second)
    talk.key(Qt.Key.Key_Return)
    assert talk.ref != "/data/prs_Citizenship"
    assert talk.session.value("/data/prs_Citizenship") == second


@pytest.mark.always
@pytest.mark.parametrize(
    "form",
    [
        "data/htcds/htcds_xlsform.xml",
        pytest.param("data/forms/ifrc-distribution-site-assessment-v1.xml", marks=pytest.mark.soak),
        "data/forms/eIMCI-by-D-Tree.xml",
        pytest.param("data/forms/all-widgets.xml", marks=pytest.mark.soak),
    ],
)
def test_real_forms_are_walked_with_the_keyboard_alone(house: House, form: str) -> None:
    talk = house.start(shared(form))
    seen = 0
    while talk.page.course.page is not None and seen < 120:
        talk.key("1")
        talk.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        seen += 1
        assert [one for one in QApplication.topLevelWidgets() if one.isVisible() and one is not talk.shell] == []
    assert isinstance(talk.page.centre, FinishPage)
    talk.page.save_now()
    talk.wait_saved()
    assert talk.stored().place == FINISH


def test_another_size_and_another_interface_language_keep_what_is_typed(house: House) -> None:
    talk = house.start(forms.kinds(), AR, EN)
    talk.type("Amal")
    house.look.set_scale(1.4)
    talk.bot.wait(30)
    house.words.set_language("it")
    answer = talk.answer()
    assert isinstance(answer, LineAnswer)
    assert answer.field.text() == "Amal"
    talk.bot.wait(30)
    assert "Colloquio" in {label.text() for label in talk.page.room.outline.findChildren(QLabel)}


def test_nothing_on_a_page_is_cut_off(house: House) -> None:
    for size in ((1366, 768), (1024, 600)):
        talk = house.start(None, AR, IT, size)
        for place in ("/data/safety/danger_now", "/data/information/rights", "/data/next_steps/outcome"):
            talk.go(place)
            talk.bot.wait(30)
            assert talk.page.sheet is not None
            for block in talk.page.sheet.blocks.values():
                for text in (block.words.person, block.words.mediator):
                    assert text.isHidden() or text.height() >= text.heightForWidth(text.width())
            assert talk.page.room.scroll.widget().width() <= talk.page.room.scroll.viewport().width()


def test_pictures_of_given_pages(house: House, tmp_path: Path) -> None:
    talk = house.start(None, BN, IT)
    made = pictures(talk.shell, talk.page, {"danger": "/data/safety/danger_now", "end": FINISH}, tmp_path / "shots")
    assert [QImage(str(path)).width() for path in made] == [1366, 1366]


def test_a_failed_save_is_said_plainly_and_tried_again(house: House) -> None:
    talk = house.start(forms.kinds(), EN, EN)
    talk.page.saver.failed.emit(OSError(28, "No space left on device"))
    assert "Not saved" in talk.page.room.footer.told.text()
    talk.type("Amal")
    talk.wait_saved()
    talk.bot.waitUntil(lambda: "Saved" in talk.page.room.footer.told.text(), timeout=5000)


def test_the_window_says_nothing_of_the_answers(house: House) -> None:
    talk = house.start(forms.kinds(), EN, EN)
    talk.type("Canary")
    talk.page.commit()
    assert talk.shell.windowTitle() == "Intake"
    assert "Canary" not in talk.page.title()


def test_the_mediators_own_question_is_never_shown_in_the_persons_language(house: House) -> None:
    talk = house.start(None, AR, IT)
    talk.go("/data/next_steps/outcome")
    assert talk.page.sheet is not None
    block = talk.page.sheet.blocks["/data/next_steps/outcome"]
    told = " ".join(words.text for words in block.findChildren(TextBlock) if words.isVisible())
    assert "mediazione" in told
    assert not any("\u0600" <= char <= "\u06ff" for char in told)
    assert block.layoutDirection() == Qt.LayoutDirection.LeftToRight
    assert block.states.isHidden(), "who concludes decides"
    talk.key("2")
    assert talk.session.value("/data/next_steps/outcome") == "needs_more_time"
    talk.go("/data/next_steps/reason")
    block = talk.page.sheet.blocks["/data/next_steps/reason"]
    pills = [pill.accessibleName() for pill in block.pills.values()]
    assert pills == ["Non lo so, o non l’ho notato", "Lascio in sospeso"], "nothing that the person would say"
    talk.go("/data/next_steps/interpreter")
    assert talk.page.sheet.blocks["/data/next_steps/interpreter"].layoutDirection() == Qt.LayoutDirection.RightToLeft


def test_an_empty_list_says_why(house: House) -> None:
    talk = house.start(shared("data/forms/ifrc-distribution-site-assessment-v1.xml"))
    talk.go("/data/location_details/township")
    grid = talk.answer("/data/location_details/township")
    assert isinstance(grid, ChoiceGrid) and not grid.rows
    assert grid.nothing.isVisible() and "earlier answer" in grid.nothing.text()
    talk.go("/data/location_details/district")
    talk.key("1")
    talk.go("/data/location_details/township")
    narrowed = talk.answer("/data/location_details/township")
    assert isinstance(narrowed, ChoiceGrid) and narrowed.rows and not narrowed.nothing.isVisible()


def test_a_record_that_is_closed_after_a_failed_try_is_not_told_as_unsaved(house: House) -> None:
    talk = house.start(forms.kinds(), EN, EN)
    talk.type("Amal")
    talk.wait_saved()
    page = talk.page
    page.saver._failed(IntakeError("vault.io_error", reason="EIO"))
    page.saver.stop()
    page._not_closed(IntakeError("vault.io_error", reason="EIO"))
    assert not page.saver.stopped and not page.saver.clean, "what is not saved yet is saved after all"
    assert "Not saved" in page.room.footer.told.text()
    talk.wait_saved()
    page.saver._failed(IntakeError("vault.frozen"))
    page._closed_now(Finalised(page.opened.row, True, ""))
    assert page.saver.clean and page.room.footer.told.text() == ""
    assert page.room.footer.stop_button.isHidden()


def test_what_is_said_of_saving_and_to_the_mediator_is_in_the_language_of_the_windows(house: House) -> None:
    talk = house.start(forms.kinds(), EN, AR)
    talk.key(Qt.Key.Key_F8)
    talk.type("Amal")
    talk.bot.waitUntil(lambda: talk.page.room.footer.told.text() == "Saved a moment ago", timeout=20_000)
    house.words.set_language("it")
    assert talk.page.room.footer.told.text() == "Salvato un istante fa"
    panel = talk.page.room.panel

    def told() -> dict[str, str]:
        return {block.text: block.language for block in panel.findChildren(TextBlock) if block.isVisible()}

    talk.bot.waitUntil(lambda: set(told().values()) == {"it"}, timeout=5_000)
    assert "Qui il questionario non dà indicazioni." in told()


def test_a_letter_taken_away_and_typed_again_at_once_is_there(house: House) -> None:
    talk = house.start(forms.kinds(), EN, EN)
    talk.type("Amal")
    talk.page.commit()
    talk.key(Qt.Key.Key_Backspace)
    talk.type("l")
    talk.page.commit()
    assert talk.session.value("/data/name") == "Amal"
    field = talk.answer()
    assert isinstance(field, LineAnswer) and field.field.text() == "Amal"


def test_words_that_have_room_in_the_window_do_not_scroll(house: House) -> None:
    talk = house.start()
    names = {language.code: language.name for language in talk.session.definition.languages}
    talk.page.set_languages(names["bn"], names["it"])
    talk.go("/data/information/data")
    talk.bot.wait(30)
    room = talk.page.room
    assert room.middle.heightForWidth(room.scroll.viewport().width()) <= room.scroll.viewport().height()
    assert room.scroll.verticalScrollBar().maximum() == 0


def test_an_entry_of_a_list_is_called_by_what_the_form_calls_it(house: House) -> None:
    talk = house.start(forms.family(), AR, EN)
    prompt = _prompt(talk)
    named = prompt.group.text
    assert named
    prompt.add.emit()
    talk.bot.waitUntil(lambda: talk.page.sheet is not None)
    assert [row.words.text.split(" · ")[0] for row in _prompt(talk).rows] == [f"{named} 1"]


@pytest.mark.parametrize("what", ("page", "sheet"))
def test_what_goes_while_it_has_the_keyboard_is_asked_nothing_more(house: House, what: str) -> None:
    talk = house.start(forms.kinds(), EN, EN)
    talk.type("Ahmad")
    held = QApplication.focusWidget()
    assert talk.page.sheet is not None and held is not None and talk.page.sheet.isAncestorOf(held)
    shiboken6.delete(talk.page.sheet if what == "sheet" else talk.page)
    assert not shiboken6.isValid(held)
    if what == "sheet":
        talk.shell.stack.removeWidget(talk.page)
        shiboken6.delete(talk.page)  # nothing that it would do in a moment reaches the next test
