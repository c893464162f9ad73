"""Interviews: the lists, going on, putting away and back, a new one."""

from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from intake_app import i18n, workflow
from intake_app.gui.begin import Begin
from intake_app.gui.controls import Button
from intake_app.gui.dayend import DayEnd
from intake_app.gui.desk import Desk
from intake_app.gui.home import Home
from intake_app.gui.interview import InterviewPage
from intake_app.gui.slip_page import SlipPage
from intake_app.gui.states import DRAFT, READY, REFERRED, REFUSED, SENT
from intake_app.vault import AttemptResult, Role, Vault
from tests.gui_shell.people import ARABIC, BENGALI
from tests.gui_shell.windows import PASSPHRASE, Replaced, Seat

pytestmark = pytest.mark.window
FRENCH = "Français (fr)"


def test_the_three_lists_count_their_records(sara: Seat) -> None:
    home = sara.page(Home)
    told = ["Drafts · 1", "Finished, not sent · 2", "Sent · 0"]
    assert [home.tabs[name].text() for name in (DRAFT, READY, SENT)] == told
    sara.click(home.tabs[READY])
    assert len(home.table.rows) == 2
    assert {row.cells[5].badge for row in home.table.rows} == {"Waiting"}


def test_refused_and_referred_records_have_lists_of_their_own(sara: Seat) -> None:
    """What a server refused with its words for it, what was referred with the service; one record may be in two."""
    home = sara.page(Home)
    sara.click(home.tabs[READY])
    first, second = (record.id for record in home.records)
    sara.lanes.vault(lambda store: _refused_and_referred(store, first, second))
    sara.lanes.vault_changed.emit()
    counted = ["Drafts · 1", "Finished, not sent · 1", "Sent · 0", "Refused by server · 1", "Referred · 2"]
    sara.settle(lambda: [tab.text() for tab in home.tabs.values()] == counted)
    sara.click(home.tabs[REFUSED])
    sara.settle(lambda: len(home.table.rows) == 1)
    refused = home.table.rows[0]
    assert refused.cells[5].badge == "Waits for a person" and "no such field" in refused.cells[5].text
    assert home.why.isVisible() and "no such field" in home.why.text(), "a cell may be too narrow for it"
    assert home.release.isHidden() and home.resume.text() == "Referral slip"
    sara.click(home.tabs[REFERRED])
    sara.settle(lambda: len(home.table.rows) == 2)
    (newest, before) = home.table.rows
    assert newest.key == refused.key and before.cells[5].badge == "Waiting"
    assert [row.cells[4].text.partition(" · ")[0] for row in (newest, before)] == [
        sara.place.directory.get(code).name("en") for code in ("health", "labour_desk")
    ]
    sara.lanes.vault(lambda store: store.keep_server(refused.key))
    sara.lanes.vault_changed.emit()
    sara.click(home.tabs[REFUSED])
    sara.settle(lambda: home.table.rows[0].cells[5].badge == "Decided: not sent")
    assert "no such field" in home.table.rows[0].cells[5].text
    sara.click(home.tabs[SENT])
    assert home.empty.text() == "Nothing has been sent from here yet."


def _refused_and_referred(store: Vault, first: str, second: str) -> None:
    for record, recipient in ((second, "labour_desk"), (first, "health")):
        sheet = workflow.propose_slip(store, record).sheet
        workflow.issue_slip(store, record, recipient, sheet, "ar", lambda _content, _language: b"%PDF")
    attempt = store.attempt_started(first, "central")
    store.attempt_ended(attempt, AttemptResult("hold", "openrosa.refused", 400, "no such field"))


@pytest.mark.parametrize("page", [Home, Desk, DayEnd])
def test_a_long_list_shows_the_newest_and_older_ones_when_asked(sara: Seat, page: type[Home | Desk | DayEnd]) -> None:
    """Of each state one at first; what there is is counted all the same."""
    shown = next(one for one in sara.shell.pages() if isinstance(one, page))
    sara.shell.show_page(shown)
    if isinstance(shown, Home):
        sara.click(shown.tabs[READY])
    sara.settle(lambda: len(shown.table.rows) == 2)
    assert shown.older.isHidden()
    shown._most = 1
    shown.refresh()
    sara.settle(lambda: len(shown.table.rows) == 1)
    assert shown.older.isVisible()
    assert not isinstance(shown, Home) or shown.tabs[READY].text() == "Finished, not sent · 2"
    sara.click(shown.older)
    sara.settle(lambda: len(shown.table.rows) == 2)
    assert shown.older.isHidden()


def test_an_interview_is_found_by_code_whatever_list_it_stands_in(sara: Seat) -> None:
    home = sara.page(Home)
    sara.click(home.tabs[READY])
    sara.settle(lambda: len(home.records) == 2)
    ready = home.records[1]
    sara.press(Qt.Key.Key_F, ctrl=True)
    assert home.search.hasFocus()
    sara.type(home.search, ready.code[:6])
    sara.settle(lambda: [row.key for row in home.table.rows] == [ready.id])
    assert not any(tab.isChecked() for tab in home.tabs.values())
    assert home.table.rows[0].cells[0].text == ready.code, "names of our own questionnaire say nothing"
    assert (home.resume.text(), home.discard.isVisible()) == ("Referral slip", False)
    sara.press(Qt.Key.Key_Return, on=home.search)
    assert home.table.hasFocus()
    sara.type(home.search, "nobody of that name")
    sara.settle(lambda: home.empty.isVisible())
    assert home.empty.text() == "Nothing was found."
    sara.click(home.tabs[DRAFT])
    assert home.search.text() == "" and len(home.table.rows) == 1 and home.resume.text() == "Go on"


def test_enter_goes_on_with_a_draft_and_stopping_comes_back(sara: Seat) -> None:
    home = sara.page(Home)
    code = home.table.rows[0].cells[0].text
    sara.press(Qt.Key.Key_Return, on=home.table)
    sara.settle(lambda: isinstance(sara.shell.page, InterviewPage))
    interview = sara.page(InterviewPage)
    assert interview.title() == code
    assert sara.shell.windowTitle() == "Intake"
    interview.stop()
    sara.settle()
    assert sara.shell.page is home


def test_whoever_stops_a_new_interview_finds_it_in_front_whatever_list_was_open(sara: Seat) -> None:
    home = sara.page(Home)
    sara.click(home.tabs[READY])
    sara.press(Qt.Key.Key_N, ctrl=True)
    begin = sara.page(Begin)
    sara.settle(lambda: bool(begin.person.rows))
    sara.press(Qt.Key.Key_Down, on=begin.person)
    sara.press(Qt.Key.Key_Return, ctrl=True)
    sara.settle(lambda: isinstance(sara.shell.page, InterviewPage))
    interview = sara.page(InterviewPage)
    interview.stop()
    sara.settle(lambda: sara.shell.page is home)
    assert home.section == DRAFT
    assert home.table.key() == interview.opened.row.id
    assert home.resume.text() == "Go on"


def test_an_interview_that_was_hidden_is_in_front_after_unlocking_whatever_list_was_open(
    sara: Seat, qtbot: QtBot, workplace_store: Path
) -> None:
    sara.click(sara.page(Home).tabs[READY])
    sara.press(Qt.Key.Key_N, ctrl=True)
    begin = sara.page(Begin)
    sara.settle(lambda: bool(begin.person.rows))
    begin.person.choose(ARABIC)
    sara.press(Qt.Key.Key_Return, ctrl=True)
    sara.settle(lambda: isinstance(sara.shell.page, InterviewPage))
    hidden = sara.page(InterviewPage).opened.row.id
    with pytest.raises(Replaced):
        sara.place.door.hide()
    again = Seat(qtbot, workplace_store)
    again.unlock("Sara")
    again.settle(lambda: again.place.home is not None and bool(again.place.home.table.rows))
    home = again.page(Home)
    again.settle(lambda: home.section == DRAFT and hidden in [row.key for row in home.table.rows])
    again.lanes.close()


def test_no_other_page_is_seen_between_the_choice_and_its_interview(sara: Seat) -> None:
    sara.press(Qt.Key.Key_N, ctrl=True)
    begin = sara.page(Begin)
    sara.settle(lambda: bool(begin.person.rows))
    begin.person.choose(ARABIC)
    seen: list[type] = []
    sara.shell.stack.currentChanged.connect(
        lambda _at: seen.append(type(sara.shell.page)), Qt.ConnectionType.QueuedConnection
    )
    sara.press(Qt.Key.Key_Return, ctrl=True)
    sara.settle(lambda: isinstance(sara.shell.page, InterviewPage))
    sara.bot.wait(50)
    assert set(seen) == {InterviewPage}
    sara.page(InterviewPage).stop()
    sara.settle(lambda: isinstance(sara.shell.page, Home))


class _FirstPaint(QObject):
    """How the parts of an interview lie when it is painted for the first time."""

    def __init__(self) -> None:
        super().__init__()
        self.lies: list[bool] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and isinstance(watched, InterviewPage) and not self.lies:
            outline, middle = watched.room.outline, watched.room.scroll
            over = outline.geometry().intersects(QRect(middle.mapTo(watched, QPoint()), middle.size()))
            rows = [row.geometry() for row in outline.rows]
            apart = all(above.bottom() < below.top() for above, below in pairwise(rows))
            self.lies.append(outline.isVisible() and not over and len(rows) > 1 and apart)
        return False


def test_an_interview_is_painted_when_all_of_it_has_its_place(sara: Seat, qapp: QApplication) -> None:
    watch = _FirstPaint()
    qapp.installEventFilter(watch)
    sara.press(Qt.Key.Key_Return, on=sara.page(Home).table)
    sara.settle(lambda: isinstance(sara.shell.page, InterviewPage) and bool(watch.lies))
    qapp.removeEventFilter(watch)
    assert watch.lies == [True]
    sara.page(InterviewPage).stop()
    sara.settle(lambda: isinstance(sara.shell.page, Home))


def test_a_draft_put_away_comes_back_by_undo(sara: Seat) -> None:
    home = sara.page(Home)
    sara.press(Qt.Key.Key_Delete, on=home.table)
    sara.settle(lambda: not home.table.rows)
    assert home.new.hasFocus()
    sara.click(sara.shell.notice.action)
    sara.settle(lambda: len(home.table.rows) == 1)
    assert not sara.shell.notice.action.isVisible()


def test_a_draft_put_away_twice_is_still_offered_back(sara: Seat) -> None:
    """Two presses at once, or a key that is held: the second finds it away already."""
    home, notice = sara.page(Home), sara.shell.notice
    code = home.table.rows[0].cells[0].text
    QTest.keyClick(home.table, Qt.Key.Key_Delete)
    QTest.keyClick(home.table, Qt.Key.Key_Delete)
    sara.settle(lambda: not home.table.rows and sara.shell.lanes.pending == 0)
    assert notice.words.text().startswith(f"{code} was deleted.") and notice.action.isVisible()
    sara.click(notice.action)
    sara.settle(lambda: len(home.table.rows) == 1)
    held = QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier, "", True)
    QApplication.sendEvent(home.table, held)
    sara.settle(lambda: sara.shell.lanes.pending == 0)
    assert len(home.table.rows) == 1


def test_a_draft_that_is_back_is_offered_nowhere(sara: Seat) -> None:
    """It was brought back by the list, and pressed twice: the line that still offered it says so."""
    home, notice = sara.page(Home), sara.shell.notice
    code = home.table.rows[0].cells[0].text
    sara.press(Qt.Key.Key_Delete, on=home.table)
    sara.settle(lambda: notice.action.isVisible() and home.undelete.isVisible())
    for _twice in range(2):
        home.undelete.click()
    sara.settle(lambda: len(home.table.rows) == 1)
    sara.settle(lambda: not notice.action.isVisible())
    assert notice.words.text() == f"{code} is back."


def test_what_was_put_away_comes_back_until_the_program_locks_also_when_its_line_is_gone(sara: Seat) -> None:
    """The line is for a moment; the list says it as long as it holds, the last one first."""
    home = sara.page(Home)
    assert home.undelete.isHidden()
    first = home.table.key()
    sara.press(Qt.Key.Key_D, ctrl=True)
    interview = sara.page(InterviewPage)
    interview.stop()
    sara.settle(lambda: isinstance(sara.shell.page, Home))
    home = sara.page(Home)
    sara.settle(lambda: len(home.table.rows) == 2)
    codes = [row.cells[0].text for row in home.table.rows]
    away: list[str] = []
    for left in (1, 0):
        away.append(home.table.key())
        sara.press(Qt.Key.Key_Delete, on=home.table)
        sara.settle(lambda left=left: len(home.table.rows) == left)  # type: ignore[misc]
    assert first in away
    sara.click(sara.shell.notice.dismiss)
    sara.click(home.tabs[READY])
    assert home.undelete.isHidden(), "it is of the list of drafts"
    sara.click(home.tabs[DRAFT])
    for record in reversed(away):
        sara.settle(home.undelete.isVisible)
        assert any(code in home.undelete.text() for code in codes)
        sara.press(Qt.Key.Key_Z, ctrl=True, on=home.table)
        sara.settle(lambda one=record: one in [row.key for row in home.table.rows])  # type: ignore[misc]
    sara.settle(home.undelete.isHidden)


def test_what_was_put_away_is_told_in_the_language_that_is_chosen_later(sara: Seat) -> None:
    home, notice = sara.page(Home), sara.shell.notice
    sara.press(Qt.Key.Key_Delete, on=home.table)
    sara.settle(lambda: not home.table.rows)
    code = notice.words.text().split()[0]
    for language in ("ar", "it", "fr", "en"):
        sara.words.set_language(language)
        sara.settle()
        told = i18n.load(language)("{code} was deleted. It can be brought back until the program locks.")
        assert notice.accessibleName() == told.format(code=code)
        assert notice.action.text() == i18n.load(language)("Undo")
    sara.click(notice.action)
    sara.settle(lambda: len(home.table.rows) == 1)


def test_a_finished_record_is_never_put_away(sara: Seat) -> None:
    home = sara.page(Home)
    sara.click(home.tabs[READY])
    sara.press(Qt.Key.Key_Delete, on=home.table)
    assert len(home.table.rows) == 2
    assert home.discard.isHidden()


def test_a_new_interview_by_keyboard(sara: Seat) -> None:
    home = sara.page(Home)
    sara.press(Qt.Key.Key_N, ctrl=True)
    begin = sara.page(Begin)
    sara.settle(lambda: bool(begin.person.rows) and begin.person.hasFocus())
    sara.press(Qt.Key.Key_Return, on=begin.person)
    begin.search.setFocus()
    sara.press(Qt.Key.Key_Return, ctrl=True)
    assert sara.shell.page is begin and begin.person.hasFocus(), "nobody knows yet which language"
    assert begin.person_note.property("role") == "trouble" and begin.person_note.text()
    while begin.person.key() != ARABIC:
        sara.press(Qt.Key.Key_Down, on=begin.person)
    begin.mediator_choice.choose("Italiano (it)")
    sara.press(Qt.Key.Key_Return, ctrl=True)
    sara.settle(lambda: isinstance(sara.shell.page, InterviewPage))
    interview = sara.page(InterviewPage)
    assert (interview.reading.person, interview.reading.mediator) == (ARABIC, "Italiano (it)")
    interview.stop()
    sara.settle(lambda: len(home.table.rows) == 2)


def test_translations_that_nobody_read_are_marked(sara: Seat) -> None:
    sara.press(Qt.Key.Key_N, ctrl=True)
    begin = sara.page(Begin)
    sara.settle(lambda: bool(begin.person.rows))
    badges = {row.key: row.cells[2].badge for row in begin.person.rows}
    assert badges[ARABIC] == "Not yet reviewed"


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_mediators_language_is_that_of_the_last_interview_whatever_the_window_speaks(
    qtbot: QtBot, workplace_store: Path, language: str
) -> None:
    seat = Seat(qtbot, workplace_store, language)
    seat.unlock("Sara")
    seat.press(Qt.Key.Key_N, ctrl=True)
    begin = seat.page(Begin)
    seat.settle(lambda: bool(begin.person.rows))
    assert begin.mediator_choice.code() == "Italiano (it)"


def test_languages_stand_by_their_names(sara: Seat) -> None:
    sara.press(Qt.Key.Key_N, ctrl=True)
    begin = sara.page(Begin)
    sara.settle(lambda: bool(begin.person.rows))
    offered = begin.mediator_choice.count()
    names = [row.cells[1].text for row in begin.person.rows[:offered]]
    assert names.index("French") < names.index("Persian") and names == sorted(names)
    others = [name for name in names if name != "English"]
    assert [begin.mediator_choice.itemText(at) for at in range(offered)] == ["English", *others], "the window's leads"


@pytest.mark.parametrize("language", ["it", "fr"])
def test_who_never_interviewed_is_asked_in_which_language_they_read(
    qtbot: QtBot, workplace_store: Path, language: str
) -> None:
    """The language of the window says nothing of it, and no form's own one stands there unseen."""
    with workflow.open_store(workplace_store, "Ada", PASSPHRASE) as store:
        workflow.add_person(store, "Noor", Role.MEDIATOR, PASSPHRASE)
    seat = Seat(qtbot, workplace_store, language)
    seat.unlock("Noor")
    seat.press(Qt.Key.Key_N, ctrl=True)
    begin = seat.page(Begin)
    seat.settle(lambda: bool(begin.person.rows))
    assert begin.mediator_choice.code() == "" and begin.mediator.note.isHidden()
    assert begin.mediator_choice.itemData(1).endswith(f"({language})"), "easily reached"
    begin.person.choose(ARABIC)
    seat.press(Qt.Key.Key_Return, ctrl=True)
    assert seat.shell.page is begin and begin.mediator.note.text() and begin.mediator_choice.hasFocus()
    seat.words.set_language("ar")
    seat.settle()
    assert begin.mediator_choice.code() == ""
    seat.press(Qt.Key.Key_Down, on=begin.mediator_choice)
    while begin.mediator_choice.code() != FRENCH:
        seat.press(Qt.Key.Key_Down, on=begin.mediator_choice)
    assert begin.mediator.note.isHidden()
    seat.press(Qt.Key.Key_Return, ctrl=True)
    seat.settle(lambda: isinstance(seat.shell.page, InterviewPage))
    talk = seat.page(InterviewPage)
    assert talk.reading.mediator == FRENCH
    seat.settle_vault()  # the list behind it, with nothing in it yet, comes when it is not in front
    held = QApplication.focusWidget()
    assert held is not None and talk.isAncestorOf(held)
    talk.stop()
    seat.settle(lambda: isinstance(seat.shell.page, Home))
    seat.press(Qt.Key.Key_N, ctrl=True)
    again = seat.page(Begin)
    seat.settle(lambda: bool(again.person.rows))
    assert again.mediator_choice.code() == FRENCH, "from the second interview on it stands there"


def test_letters_on_the_list_of_languages_look_for_one_and_enter_starts_it(sara: Seat) -> None:
    sara.press(Qt.Key.Key_N, ctrl=True)
    begin = sara.page(Begin)
    sara.settle(lambda: bool(begin.person.rows) and begin.person.hasFocus())
    for key in (Qt.Key.Key_B, Qt.Key.Key_E, Qt.Key.Key_N, Qt.Key.Key_G):
        sara.press(key)
    assert begin.search.hasFocus() and begin.search.text() == "beng"
    assert begin.person.key() == BENGALI
    for _ in range(2):
        sara.press(Qt.Key.Key_Return)
    sara.settle(lambda: isinstance(sara.shell.page, InterviewPage))
    assert sara.page(InterviewPage).reading.person == BENGALI


def test_escape_goes_back_and_starts_nothing(sara: Seat) -> None:
    home = sara.page(Home)
    sara.press(Qt.Key.Key_N, ctrl=True)
    sara.settle(lambda: bool(sara.page(Begin).person.rows))
    sara.press(Qt.Key.Key_Escape)
    assert sara.shell.page is home
    assert len(home.table.rows) == 1


def test_starting_twice_makes_one_draft(sara: Seat) -> None:
    home = sara.page(Home)
    sara.press(Qt.Key.Key_N, ctrl=True)
    begin = sara.page(Begin)
    sara.settle(lambda: bool(begin.person.rows))
    begin.person.choose(ARABIC)
    begin.begin()
    begin.begin()
    sara.settle(lambda: isinstance(sara.shell.page, InterviewPage))
    sara.page(InterviewPage).stop()
    sara.settle(lambda: len(home.table.rows) == 2)


def test_a_ready_record_leads_to_its_slip(sara: Seat) -> None:
    home = sara.page(Home)
    sara.click(home.tabs[READY])
    sara.press(Qt.Key.Key_Return, on=home.table)
    assert isinstance(sara.shell.page, SlipPage)
    sara.press(Qt.Key.Key_Escape)
    assert sara.shell.page is home


def test_pages_have_keys(sara: Seat) -> None:
    shown = []
    for number in range(5):
        sara.press(Qt.Key(int(Qt.Key.Key_F2) + number))
        shown.append(sara.shell.page)
        pills = [one for one in sara.shell.bar.own.findChildren(Button) if one.isCheckable() and one.isChecked()]
        assert [pill.text() for pill in pills] == [sara.shell.page.title()]
    assert shown[:4] == sara.shell.pages() and shown[4] is shown[3], "there are four, and no more keys"


def test_a_person_may_speak_a_language_that_the_form_lacks(sara: Seat) -> None:
    sara.page(Home).new_wanted.emit()
    begin = sara.page(Begin)
    sara.settle(lambda: len(begin.person.rows) > 10)
    own = [row.key for row in begin.person.rows][:4]
    assert ARABIC in own, "those of the form come first"
    for typed in ("mandin", "MNK", "ماندينكا"):
        begin.search.setText(typed)
        assert "Mandinka (mnk)" in [row.key for row in begin.person.rows], typed
    sara.type(begin.search, "arabo")
    assert begin.person.rows[0].key == ARABIC
    sara.type(begin.search, "mandinka")
    assert begin.person.rows[0].cells[2].text == "Shown in English"
    sara.press(Qt.Key.Key_Return, on=begin.search)
    assert begin.person.hasFocus()
    sara.press(Qt.Key.Key_Return, on=begin.person)
    sara.settle(lambda: isinstance(sara.shell.page, InterviewPage))
    page = sara.page(InterviewPage)
    assert page.opened.languages[0] == "Mandinka (mnk)"
    assert page.reading.person_code == "mnk" and page.reading.mediator_code == "it"
    assert page.sheet is not None
    shown = [block.badges.get("fallback") for block in page.sheet.blocks.values()]
    badges = [badge.text() for badge in shown if badge is not None and badge.isVisible()]
    assert badges == ["Shown in English"]


def test_a_copy_is_a_new_interview_that_says_where_its_answers_are_from(sara: Seat) -> None:
    home = sara.page(Home)
    sara.click(home.tabs[READY])
    code = home.table.rows[0].cells[0].text
    sara.press(Qt.Key.Key_D, ctrl=True, on=home.table)
    sara.settle(lambda: isinstance(sara.shell.page, InterviewPage))
    interview = sara.page(InterviewPage)
    sara.bot.waitUntil(lambda: sara.shell.notice.isVisible() and code in sara.shell.notice.words.text())
    assert interview.title() != code and interview.title() in sara.shell.notice.words.text()
    assert interview.session.value("/data/information/consent_record") == ""
    interview.stop()
    sara.settle(lambda: sara.shell.page is home)
    sara.settle(lambda: home.tabs[DRAFT].text() == "Drafts · 2")


def test_the_open_list_and_what_is_looked_for_come_back_to_who_locked_and_to_nobody_else(
    sara: Seat, qtbot: QtBot, workplace_store: Path
) -> None:
    """Through the store alone: the process that locks ends, and somebody else who unlocks wipes it."""
    home = sara.page(Home)
    sara.click(home.tabs[READY])
    code = home.table.rows[0].cells[0].text
    sara.type(home.search, code[:4])
    sara.press(Qt.Key.Key_F3)
    assert sara.shell.page is not home
    with pytest.raises(Replaced):
        sara.place.door.hide()
    again = Seat(qtbot, workplace_store)
    again.unlock("Sara")
    again.settle(lambda: again.place.home is not None and again.place.home.search.text() == code[:4])
    again.settle(lambda: isinstance(again.shell.page, Desk))
    again.press(Qt.Key.Key_F2)
    back = again.page(Home)
    again.settle(lambda: code in [row.cells[0].text for row in back.table.rows])
    assert back.section == READY
    again.lanes.close()
    luca = Seat(qtbot, workplace_store)
    luca.unlock("Luca")
    luca.settle(lambda: luca.place.person is not None)
    luca.lanes.close()
    third = Seat(qtbot, workplace_store)
    third.unlock("Sara")
    third.settle(lambda: third.place.home is not None and bool(third.place.home.table.rows))
    assert (third.page(Home).section, third.page(Home).search.text()) == (DRAFT, "")
    third.lanes.close()


def test_a_list_that_is_opened_by_its_tab_has_the_keyboard(sara: Seat) -> None:
    home = sara.page(Home)
    sara.click(home.tabs[READY])
    sara.settle(lambda: bool(home.records) and all(row.state != "draft" for row in home.records))
    assert home.table.hasFocus() or home.table.isAncestorOf(sara.shell.focusWidget())
    sara.leave()


def test_where_nobody_has_a_code_yet_no_column_waits_for_one(sara: Seat) -> None:
    home = sara.page(Home)
    assert home.table.isColumnHidden(1) and not home.table.isColumnHidden(2)
    header, view = home.table.horizontalHeader(), home.table.viewport()
    assert header.length() >= view.width() - 1, "the others have its room"
    sara.click(home.tabs[READY])
    sara.settle(lambda: len(home.records) == 2)
    record = home.records[0].id
    sara.lanes.vault(lambda store: workflow.case_for(store, record), lambda _case: sara.lanes.vault_changed.emit())
    sara.settle(lambda: not home.table.isColumnHidden(1))
    assert home.table.columnWidth(1) > 50
    sara.leave()


def test_a_new_interview_begins_from_any_list(sara: Seat) -> None:
    for page in sara.shell.pages()[1:]:
        sara.shell.show_page(page)
        sara.press(Qt.Key.Key_N, ctrl=True)
        assert isinstance(sara.shell.page, Begin), page.title()
        sara.press(Qt.Key.Key_Escape)
        assert sara.shell.page is page
    sara.leave()
