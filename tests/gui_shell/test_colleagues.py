"""A record is handed over, read for a reason, and all of it stands in the log that the window shows."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from intake_app import workflow
from intake_app.gui.controls import Button, Card
from intake_app.gui.dayend import DayEnd
from intake_app.gui.desk import Desk
from intake_app.gui.hand_over_page import HandOverPage
from intake_app.gui.home import Home
from intake_app.gui.interview import InterviewPage
from intake_app.gui.interview_course import FINISH
from intake_app.gui.log_page import LogPage
from intake_app.gui.log_words import ACTIONS, HANDED, READING
from intake_app.gui.reason_page import ReasonPage
from intake_app.gui.states import READY
from intake_app.vault import RecordRow, Role
from intake_app.xform import AnswerState
from tests.gui_shell import people
from tests.gui_shell.test_desk import open_slip
from tests.gui_shell.windows import PASSPHRASE, Seat, shown_texts

pytestmark = pytest.mark.window

REASON = "The office for children asked for it in writing."
SOURCES = Path(workflow.__file__).resolve().parents[1] / "vault"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Ada coordinates, Sara and Noor interview, Luca refers."""
    made = people.make(tmp_path)
    with workflow.open_store(made, "Ada", PASSPHRASE) as store:
        workflow.add_person(store, "Noor", Role.MEDIATOR, PASSPHRASE)
    return made


def home_of(bot: QtBot, path: Path, name: str, language: str = "en") -> Seat:
    seat = Seat(bot, path, language)
    seat.unlock(name)
    seat.settle(lambda: isinstance(seat.shell.page, Home))
    return seat


def notice(seat: Seat) -> str:
    return seat.shell.notice.words.text() if seat.shell.notice.isVisible() else ""


def twice_and_away(button: Button) -> None:
    """As an impatient hand does it: it is done once, and told."""
    for _twice in range(2):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    QTest.keyClick(button, Qt.Key.Key_Escape)


def test_a_draft_is_handed_over_by_name_and_back(path: Path, qtbot: QtBot) -> None:
    sara = home_of(qtbot, path, "Sara")
    home = sara.page(Home)
    sara.settle(lambda: len(home.table.rows) == 1)
    code = home.table.rows[0].cells[0].text
    sara.click(home.hand_over)
    page = sara.page(HandOverPage)
    sara.settle(page.give.isEnabled)
    offered = [page.taker_choice.itemText(at) for at in range(page.taker_choice.count())]
    assert offered == ["Noor · Interviews (mediator)"]
    assert not page.seen.isVisible()
    twice_and_away(page.give)
    sara.settle(lambda: sara.shell.page is home and code not in [row.cells[0].text for row in home.table.rows])
    assert notice(sara) == f"{code} is with Noor now."
    sara.leave()
    noor = home_of(qtbot, path, "Noor")
    home = noor.page(Home)
    noor.settle(lambda: len(home.table.rows) == 1)
    assert (home.table.rows[0].cells[0].text, home.table.rows[0].cells[5].text) == (code, "from Sara")
    noor.click(home.hand_back)
    noor.settle(lambda: not home.table.rows)
    assert notice(noor) == f"{code} was handed back to Sara."
    noor.leave()


def test_who_only_looks_at_a_draft_met_nobody_and_who_answers_a_question_met_the_person_once(
    path: Path, qtbot: QtBot
) -> None:
    """Pages turned, the list of questions, other languages and what waits are a look; an answer is not."""
    with workflow.open_store(path, "Sara", PASSPHRASE) as store:
        (draft,) = store.records("draft")
        case = workflow.case_for(store, draft.id)
        workflow.hand_over(store, draft.id, "Noor")
    met = []
    for answers in (False, False, True, True):
        noor = home_of(qtbot, path, "Noor")
        home = noor.page(Home)
        noor.settle(lambda home=home: len(home.table.rows) == 1)
        noor.press(Qt.Key.Key_Return)
        noor.settle(lambda noor=noor: isinstance(noor.shell.page, InterviewPage))
        page = noor.page(InterviewPage)
        for place in ("/data/safety/private", FINISH, "/data/safety/understands"):
            page.go(place)
            page.save_now()
            noor.settle(lambda page=page: page.saver.clean)
        page.jumping.open()
        noor.press(Qt.Key.Key_Escape)
        page.swap()
        page.set_languages(people.ARABIC, people.BENGALI)
        page.turn(1)
        page.turn(-1)
        page.save_now()
        noor.settle(lambda page=page: page.saver.clean)
        if answers:
            QTest.keyClick(page, Qt.Key.Key_1)
            noor.settle(lambda page=page: page.saver.clean)
        page.stop()
        noor.settle(lambda noor=noor: isinstance(noor.shell.page, Home))
        noor.leave()
        with workflow.open_store(path, "Noor", PASSPHRASE) as store:
            met.append([one.person for one in store.meetings(case.id)])
            kept = workflow.open_record(store, draft.id).draft
            assert kept.languages == (people.BENGALI, people.ARABIC), "what is kept of a look is kept"
            assert (b"<understands>yes<" in kept.xml) is answers
    assert met == [["Sara"], ["Sara"], ["Sara", "Noor"], ["Sara", "Noor"]]


def test_of_a_colleague_at_another_site_the_site_is_told(path: Path, qtbot: QtBot) -> None:
    with workflow.open_store(path, "Ada", PASSPHRASE) as store:
        workflow.add_person(store, "Omar", Role.MEDIATOR, PASSPHRASE, site="Porto")
    sara = home_of(qtbot, path, "Sara")
    home = sara.page(Home)
    sara.settle(lambda: len(home.table.rows) == 1)
    sara.click(home.hand_over)
    page = sara.page(HandOverPage)
    sara.settle(page.give.isEnabled)
    offered = [page.taker_choice.itemText(at) for at in range(page.taker_choice.count())]
    assert offered == ["Noor · Interviews (mediator)", "Omar · Interviews (mediator) · Porto"]
    sara.leave()


def test_nobody_to_hand_a_draft_to_is_told(tmp_path: Path, qtbot: QtBot) -> None:
    sara = home_of(qtbot, people.make(tmp_path), "Sara")
    home = sara.page(Home)
    sara.settle(lambda: len(home.table.rows) == 1)
    wanted = list[RecordRow]()
    home.hand_over_wanted.connect(wanted.append)
    sara.press(Qt.Key.Key_H, ctrl=True)
    page = sara.page(HandOverPage)
    assert not page.give.isEnabled() and page.cancel.hasFocus(), "also before the store has answered"
    sara.settle(page.nobody.isVisible)
    assert not page.give.isEnabled() and page.cancel.hasFocus()
    asked = HandOverPage(page.words, page.lanes, sara.look, wanted[0])
    qtbot.addWidget(asked)
    assert asked.nobody.isHidden(), "nothing is told of it before it is known"
    assert sara.shell.ring.isVisible()
    sara.press(Qt.Key.Key_Escape)
    assert sara.shell.page is home
    sara.leave()


def test_the_sight_of_a_finished_record_is_given_and_taken_back(path: Path, qtbot: QtBot) -> None:
    sara = home_of(qtbot, path, "Sara")
    home = sara.page(Home)
    sara.settle(lambda: bool(home.records))
    sara.click(home.tabs[READY])
    code = home.table.rows[0].cells[0].text
    sara.click(home.hand_over)
    page = sara.page(HandOverPage)
    sara.settle(page.give.isEnabled)
    page.taker_choice.setCurrentIndex(page.taker_choice.findText("Noor · Interviews (mediator)"))
    sara.click(page.give)
    sara.settle(lambda: sara.shell.page is home)
    assert notice(sara) == f"Noor can see {code} now."
    sara.click(home.hand_over)
    again = sara.page(HandOverPage)
    sara.settle(again.withdraw.isVisible)
    assert again.seen_choice.code() == "Noor"
    twice_and_away(again.withdraw)
    sara.settle(lambda: sara.shell.page is home)
    assert notice(sara) == f"Noor no longer sees {code}."
    sara.leave()


def test_another_agency_is_shown_a_record_when_the_person_agreed_to_it(path: Path, qtbot: QtBot) -> None:
    with workflow.open_store(path, "Ada", PASSPHRASE) as store:
        workflow.add_person(store, "Gino", Role.DESK, PASSPHRASE, agency="Prefettura")
    sara = home_of(qtbot, path, "Sara")
    home = sara.page(Home)
    sara.click(home.tabs[READY])
    sara.settle(lambda: bool(home.records))
    sara.click(home.hand_over)
    page = sara.page(HandOverPage)
    sara.settle(page.give.isEnabled)
    assert page.taker_choice.currentText().startswith("Luca") and not page.agency.isVisible()
    page.taker_choice.setCurrentIndex(page.taker_choice.findText("Gino", Qt.MatchFlag.MatchStartsWith))
    sara.settle(page.agency.isVisible)
    assert not page.give.isEnabled() and "Prefettura" in page.agency.head.text()
    risks, kinds = page.agency.risks, page.agency.kind_choice
    assert not risks.isVisible() and kinds.findData("prefecture") == kinds.findData("return_advice") == -1
    page.agency.ask_guardian(True, (frozenset(), frozenset()))  # as of a record that tells nothing of trafficking
    page.agency.kind_choice.setCurrentIndex(page.agency.kind_choice.findText("advice on return"))
    page.agency.kind_choice.picked.emit("return_advice")
    risks.setChecked(True)
    assert risks.isVisible() and page.agency.noted().risks, "the risks of going back are looked at first"
    page.agency.kind_choice.setCurrentIndex(page.agency.kind_choice.findText("prefecture"))
    page.agency.kind_choice.picked.emit("prefecture")
    assert not risks.isVisible() and not page.agency.noted().risks
    sara.click(page.give)
    sara.settle(page.trouble.isVisible)
    assert "would tell them of trafficking" in page.trouble.text() and "Issue a slip" in page.trouble.text()
    page.agency.kind_choice.choose("freephone")
    page.agency.kind_choice.picked.emit("freephone")
    page.agency.person.setChecked(True)
    assert page.agency.text.isVisible() and not page.give.isEnabled(), "how they agreed is asked"
    page.agency.how.how_choice.choose("spoken")
    page.agency.how.language_choice.choose("bn")
    page.agency.how.language_choice.picked.emit("bn")
    sara.click(page.give)
    sara.settle(lambda: sara.shell.page is home)
    assert "Gino can see" in notice(sara)
    sara.leave()
    gino = Seat(qtbot, path)
    gino.unlock("Gino")
    gino.settle(lambda: isinstance(gino.shell.page, Desk) and bool(gino.page(Desk).records))
    slip = open_slip(gino)
    assert slip.sheet.consent.isHidden() and slip.sheet.call.isHidden(), "nothing is noted by another agency"
    slip.issue_now()
    gino.settle(lambda: slip.issued is not None)
    gino.leave()


def test_a_child_who_is_alone_is_shown_to_who_protects_them_by_a_duty(path: Path, qtbot: QtBot) -> None:
    with workflow.open_store(path, "Ada", PASSPHRASE) as store:
        workflow.add_person(store, "Gino", Role.DESK, PASSPHRASE, agency="Tribunale")
    with workflow.open_store(path, "Sara", PASSPHRASE) as store:
        child = people.finish(store, people.BENGALI, {"information/age_band": "minor"})
    sara = home_of(qtbot, path, "Sara")
    home = sara.page(Home)
    sara.click(home.tabs[READY])
    sara.settle(lambda: bool(home.records))
    home.table.selectRow([row.key for row in home.table.rows].index(child))
    sara.click(home.hand_over)
    page = sara.page(HandOverPage)
    sara.settle(page.give.isEnabled)
    page.taker_choice.setCurrentIndex(page.taker_choice.findText("Gino", Qt.MatchFlag.MatchStartsWith))
    sara.settle(page.agency.isVisible)
    card = page.agency
    card.kind_choice.choose("prefecture")
    card.kind_choice.picked.emit("prefecture")
    card.minor.setChecked(True)
    assert card.alone.isHidden(), "no duty there"
    card.kind_choice.choose("juvenile_court")
    card.kind_choice.picked.emit("juvenile_court")
    card.alone.setChecked(True)
    sara.click(page.give)
    sara.settle(lambda: sara.shell.page is home)
    found: list[tuple[str, ...]] = []
    exports = lambda store: tuple(one.basis for one in store.releases(child) if one.purpose == "export")  # noqa: E731
    sara.lanes.vault(exports, found.append)
    sara.settle(lambda: bool(found))
    assert found == [("duty",)]
    sara.leave()


def test_what_was_only_shown_to_a_colleague_is_not_handed_on(path: Path, qtbot: QtBot) -> None:
    with workflow.open_store(path, "Sara", PASSPHRASE) as store:
        workflow.hand_over(store, store.records("finalised")[0].id, "Noor")
    noor = home_of(qtbot, path, "Noor")
    home = noor.page(Home)
    noor.click(home.tabs[READY])
    noor.settle(lambda: bool(home.records))
    assert home.hand_back.isVisible() and not home.hand_over.isVisible()
    noor.leave()


def test_a_coordinator_reads_for_a_reason_and_the_author_is_told(path: Path, qtbot: QtBot) -> None:
    ada = Seat(qtbot, path)
    ada.unlock("Ada")
    ada.settle(lambda: isinstance(ada.shell.page, DayEnd) and bool(ada.page(DayEnd).table.rows))
    day = ada.page(DayEnd)
    code = day.table.rows[0].cells[0].text
    ada.click(day.read)
    page = ada.page(ReasonPage)
    ada.type(page.reason_line, "because")
    ada.click(page.read)
    assert "not a sentence" in page.reason.note.text()
    assert page.answers == ()
    ada.type(page.reason_line, REASON)
    ada.press(Qt.Key.Key_Return, on=page.reason_line)
    ada.settle(lambda: bool(page.answers))
    texts = shown_texts(page)
    assert all(text in texts for one in page.answers for text in (one.question, one.answer) if text)
    states = {one.state for one in page.answers}
    assert states >= {AnswerState.ANSWERED, AnswerState.NOT_ASKED}
    assert "Not asked, or passed over" in texts
    ada.choose_language("it")
    ada.settle(lambda: "Non chiesta, o saltata" in shown_texts(page))
    told, shown = page.answers, shown_texts(page)
    assert not set(texts) & set(shown) & {"Not asked, or passed over", *(one.question for one in told)}
    assert all(one.question in shown for one in told), "the questionnaire has words in this language, too"
    ada.choose_language("en")
    ada.settle(lambda: shown_texts(page) == texts)
    assert not page.read.isVisible() and page._area is not None
    holder, bar = page._area.widget(), page._area.verticalScrollBar()
    assert holder is not None
    ada.settle(lambda: bar.maximum() > 0)
    left = holder.height() - holder.findChildren(Card)[0].geometry().bottom()
    assert left < page._area.viewport().height() // 4, "below the last answer there is nothing to scroll through"
    ada.press(Qt.Key.Key_End, on=page.cancel)
    assert bar.value() == bar.maximum(), "the last answer is reached by the keyboard"
    ada.press(Qt.Key.Key_Escape)
    assert ada.shell.page is day
    ada.leave()
    for _opening in range(2):
        sara = home_of(qtbot, path, "Sara")
        sara.settle(lambda seat=sara: bool(notice(seat)))
        assert re.fullmatch(rf"{code} was read by Ada, .*, because: “{REASON}”", notice(sara))
        if _opening:
            sara.click(sara.shell.notice.action)
        sara.leave()
    sara = home_of(qtbot, path, "Sara")
    sara.settle(lambda: bool(sara.page(Home).records))
    assert notice(sara) == ""
    sara.leave()


def test_many_readings_are_told_of_three_by_three(path: Path, qtbot: QtBot) -> None:
    with workflow.open_store(path, "Ada", PASSPHRASE) as store:
        record = store.records("finalised")[0].id
        for number in range(4):
            workflow.break_glass(store, record, f"{REASON} Sheet {number}.")
    sara = home_of(qtbot, path, "Sara")
    sara.settle(lambda: bool(notice(sara)))
    assert re.findall(r"Sheet (\d)", notice(sara)) == ["0", "1", "2"]
    sara.click(sara.shell.notice.action)
    sara.settle(lambda: "Sheet 3" in notice(sara))
    assert re.findall(r"Sheet (\d)", notice(sara)) == ["3"]
    sara.click(sara.shell.notice.action)
    sara.settle()
    assert notice(sara) == ""
    sara.leave()


@pytest.mark.parametrize("language", ["en", "it"])
def test_every_word_at_the_foot_is_whole_on_a_small_screen(path: Path, qtbot: QtBot, language: str) -> None:
    with workflow.open_store(path, "Sara", PASSPHRASE) as store:
        workflow.hand_over(store, store.records("draft")[0].id, "Noor")
    seat = Seat(qtbot, path, language, (1024, 600))
    seat.unlock("Noor")
    seat.settle(lambda: isinstance(seat.shell.page, Home) and bool(seat.page(Home).table.rows))
    home = seat.page(Home)
    home.bring.show()  # as for who keeps the store
    seat.settle()
    shown = [button for button in home.footer.findChildren(Button) if button.isVisible()]
    assert len(shown) == 8
    qtbot.waitUntil(lambda: all(button.width() >= button.sizeHint().width() for button in shown))
    seat.leave()


def test_the_log_tells_in_plain_words_and_whether_it_is_whole(path: Path, qtbot: QtBot) -> None:
    with workflow.open_store(path, "Sara", PASSPHRASE) as store:
        draft = store.records("draft")[0]
        workflow.hand_over(store, draft.id, "Noor")
        read = store.records("finalised")[0]
    with workflow.open_store(path, "Ada", PASSPHRASE) as store:
        workflow.break_glass(store, read.id, REASON)
    ada = Seat(qtbot, path)
    ada.unlock("Ada")
    ada.settle(lambda: ada.place.person is not None)
    page = next(one for one in ada.shell.pages() if isinstance(one, LogPage))
    ada.shell.show_page(page)
    ada.settle(lambda: bool(page.entries) and page.whole.text().startswith("The log is whole"))
    assert [int(row.key) for row in page.table.rows] == sorted((int(row.key) for row in page.table.rows), reverse=True)
    page.kind.choose(HANDED)
    ada.settle(lambda: len(page.entries) == 2)
    told = {(row.cells[1].text, row.cells[2].text, row.cells[3].text) for row in page.table.rows}
    assert told == {
        ("Sara", draft.code, "handed a record over to Noor"),
        ("Sara", draft.code, "gave a record to Noor"),
    }
    page.kind.choose(READING)
    ada.settle(lambda: any(entry.action == "glass.broken" for entry in page.entries))
    line = next(row for row in page.table.rows if row.cells[2].text == read.code and "reason" in row.cells[3].text)
    assert (line.cells[1].text, line.cells[3].text) == ("Ada", f"read a record for a reason: {REASON}")
    page.table.choose(line.key)
    assert page.chosen.text() == f"Ada read a record for a reason: {REASON}"
    page.person.setCurrentIndex(page.person.findText("Luca"))
    ada.settle(lambda: not page.entries)
    assert page.empty.isVisible()
    ada.leave()


def test_older_entries_come_page_by_page(path: Path, qtbot: QtBot) -> None:
    with workflow.open_store(path, "Ada", PASSPHRASE) as store:
        for number in range(230):
            store.set_setting("x", str(number))
    ada = Seat(qtbot, path)
    ada.unlock("Ada")
    ada.settle(lambda: ada.place.person is not None)
    page = next(one for one in ada.shell.pages() if isinstance(one, LogPage))
    ada.shell.show_page(page)
    ada.settle(lambda: len(page.entries) == 200)
    ada.click(page.older)
    ada.settle(lambda: len(page.entries) > 230)
    assert page.entries[-1].seq == 1 and not page.older.isVisible()
    ada.leave()


def test_a_log_that_was_changed_outside_is_told(path: Path, qtbot: QtBot) -> None:
    with workflow.open_store(path, "Ada", PASSPHRASE) as store:
        database = store._opening.database
        with database.transaction():
            database.run("DROP TRIGGER audit_change")
            database.run("UPDATE audit SET object = 'x' WHERE seq = 3")
            refuse = "BEGIN SELECT RAISE(ABORT, 'intake: frozen'); END"
            database.run(f"CREATE TRIGGER audit_change BEFORE UPDATE ON audit WHEN 1 {refuse}")
    ada = Seat(qtbot, path)
    ada.unlock("Ada")
    ada.settle(lambda: ada.place.person is not None)
    page = next(one for one in ada.shell.pages() if isinstance(one, LogPage))
    ada.shell.show_page(page)
    ada.settle(lambda: page.whole.text() == "The log was changed outside the program.")
    ada.leave()


def test_a_mediator_without_the_store_has_no_log(path: Path, qtbot: QtBot) -> None:
    sara = home_of(qtbot, path, "Sara")
    assert not any(isinstance(page, LogPage) for page in sara.shell.pages())
    sara.leave()


def test_every_action_of_the_log_has_words() -> None:
    text = "".join(source.read_text(encoding="utf-8") for source in SOURCES.glob("*.py"))
    written = set(re.findall(r'append\(\w+, "([a-z_.]+)"', text)) | set(
        re.findall(r'_add\(opening, slot, "([a-z.]+)"', text)
    )
    assert len(written) > 30
    assert written <= set(ACTIONS)
