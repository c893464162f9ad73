"""A sent record is edited in the window; a conflict is compared and taken out."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from intake_app import workflow
from intake_app.gui.dayend import DayEnd
from intake_app.gui.home import DRAFT, READY, Home
from intake_app.gui.interview import InterviewPage
from intake_app.gui.taking_out_page import TakingOutPage
from intake_app.gui.versions_page import VersionsPage
from intake_app.gui.words import bare
from intake_app.practice import PracticeServer
from intake_app.vault import Vault
from intake_app.vault.keys import new_pair
from intake_app.xform import AnswerState
from tests.gui_shell import looking, walking
from tests.gui_shell.windows import PASSPHRASE, Seat, shown_texts
from tests.openrosa.certificates import Authority
from tests.workflow.test_editing import AGREED, FORM, answered

pytestmark = pytest.mark.window
WORDS = "meadow copper eleven windows"
PRIVATE, PUBLIC = new_pair()


@pytest.fixture
def server() -> Iterator[PracticeServer]:
    """A server on this computer."""
    with PracticeServer() as started:
        yield started


@pytest.fixture
def place(workplace_store: Path, server: PracticeServer) -> Path:
    """Ada adds the server, the form that may be edited, and the key of the organisation."""
    with workflow.open_store(workplace_store, "Ada", PASSPHRASE) as store:
        workflow.add_server(store, "Central", server.url)
        workflow.import_form(store, "landing.xml", FORM)
        store.put_escrow(PUBLIC)
    return workplace_store


def _record(store: Vault, what: str) -> str:
    key = next(row.key for row in workflow.form_list(store) if row.form_id == "landing")
    record = answered(store, workflow.start_record(store, key), q=what, place="pier")
    workflow.finalise_draft(store, record, AGREED)
    return record


def _version(store: Vault, record: str, **answers: str) -> str:
    version = answered(store, workflow.edit_record(store, record), **answers)
    workflow.finalise_draft(store, version, AGREED)
    return version


def _sent(store: Vault) -> None:
    workflow.sync_round(lambda call: call(store), "Central", lambda _progress: None, lambda: False)


def _seat(bot: QtBot, store: Path, name: str, kind: type[Home] | type[DayEnd]) -> Seat:
    seat = Seat(bot, store)
    seat.unlock(name)
    seat.settle(lambda: seat.place.person is not None)
    seat.shell.show_page(next(page for page in seat.shell.pages() if isinstance(page, kind)))
    seat.settle()
    return seat


def test_a_finished_record_is_edited_where_its_questionnaire_allows_it(qtbot: QtBot, place: Path) -> None:
    with workflow.open_store(place, "Sara", PASSPHRASE) as store:
        first = _record(store, "first")
        code = store.record(first).code
    seat = _seat(qtbot, place, "Sara", Home)
    home = seat.page(Home)
    home.show_section(READY)
    for row in home.table.rows:
        home.table.choose(row.key)
        seat.settle()
        assert home.edit.isVisible() == (row.key == first)
    home.table.choose(first)
    seat.settle(home.edit.isVisible)
    seat.press(Qt.Key.Key_E, ctrl=True)
    seat.settle(lambda: isinstance(seat.shell.page, InterviewPage))
    seat.shell.show_page(home)
    home.show_section(DRAFT)
    seat.settle(lambda: any(f"edits {code}" in row.cells[5].text for row in home.table.rows))
    assert home.edit.isHidden()
    seat.leave()


@pytest.fixture
def conflict(place: Path, server: PracticeServer) -> tuple[str, str]:
    """Sara's record was received; her edit of it is out of date; the ids of both."""
    with workflow.open_store(place, "Sara", PASSPHRASE) as store:
        first = _record(store, "first")
        _sent(store)
        second = _version(store, first, q="second")
        server.then("out_of_date")
        _sent(store)
    return first, second


def test_a_conflict_is_compared(qtbot: QtBot, place: Path, conflict: tuple[str, str]) -> None:
    seat = _seat(qtbot, place, "Sara", DayEnd)
    page = seat.page(DayEnd)
    assert "Landing: 1 waits for a person (1 of today)" in page.day.texts
    seat.shell.resize(1024, 600)
    page.table.choose(conflict[1])
    seat.settle(lambda: page.problem.visibleRegion().boundingRect().height() == page.problem.height())
    assert page.table.height() >= 140, "the card is whole, and two records are seen above it"
    page.table.choose(conflict[1])
    seat.settle(page.problem.compare.isVisible)
    seat.press(Qt.Key.Key_Y, ctrl=True)
    versions = seat.page(VersionsPage)
    seat.settle(lambda: versions.sheet is not None)
    seat.settle(lambda: "second" in shown_texts(versions))
    texts = shown_texts(versions)
    assert "There are 2 versions here. 1 question is answered differently." in texts
    assert [text for text in texts if text in ("What?", "Where?", "Differs", "first", "second", "pier")] == [
        "What?", "Differs", "first", "second",
    ]  # fmt: skip
    seat.click(versions.differing)
    seat.settle(lambda: {"Where?", "pier"} <= set(shown_texts(versions)))
    assert versions.earlier.isHidden()
    seat.press(Qt.Key.Key_Escape)
    assert seat.shell.page is page
    seat.leave()


def test_what_somebody_prefers_not_to_say_stands_beside_what_they_said(qtbot: QtBot, place: Path) -> None:
    with workflow.open_store(place, "Sara", PASSPHRASE) as store:
        first = _record(store, "first")
        opened = workflow.edit_record(store, first)
        session = workflow.session_for(opened, workflow.load_definition(opened.package.xml, opened.package.files))
        session.mark("/data/q", AnswerState.DECLINED)
        session.mark("/data/place", AnswerState.DOES_NOT_KNOW)
        workflow.save(store, opened.row.id, workflow.snapshot(session, None, opened.languages))
        workflow.finalise_draft(store, opened.row.id, AGREED)
    seat = _seat(qtbot, place, "Sara", DayEnd)
    seat.place.compare(opened.row.id, "KARO-27-4")
    page = seat.page(VersionsPage)
    seat.settle(lambda: page.sheet is not None and "first" in shown_texts(page))
    told = ("What?", "Where?", "first", "pier", "Prefers not to say", "Does not know")
    assert [text for text in shown_texts(page) if text in told] == [
        "What?", "first", "Prefers not to say", "Where?", "pier", "Does not know",
    ]  # fmt: skip
    for language in ("it", "ar"):
        seat.words.set_language(language)
        seat.settle(lambda: page.sheet is not None)
        walking.come_to_rest(seat.shell)
        assert looking.faults(seat.shell, language) == []
    seat.leave()


def test_another_language_asks_the_same_questions_in_it(sara: Seat) -> None:
    home = sara.page(Home)
    home.show_section(READY)
    sara.settle(lambda: bool(home.records) and all(row.state != "draft" for row in home.records))
    record = home.records[0]
    sara.place.compare(record.id, record.code)
    page = sara.page(VersionsPage)
    sara.settle(lambda: "Do you understand me well?" in shown_texts(page))
    sara.words.set_language("it")
    sara.settle(lambda: "Mi capisce bene?" in shown_texts(page))
    sara.leave()


def test_more_versions_than_there_is_room_for_are_turned_over(qtbot: QtBot, place: Path) -> None:
    with workflow.open_store(place, "Sara", PASSPHRASE) as store:
        record = _record(store, "number 1")
        for number in range(2, 6):
            record = _version(store, record, q=f"number {number}")
    seat = _seat(qtbot, place, "Sara", DayEnd)
    seat.place.compare(record, "KARO-27-4")
    page = seat.page(VersionsPage)
    seat.settle(lambda: page.sheet is not None)

    def shown() -> list[str]:
        return [text[-1] for text in map(bare, shown_texts(page)) if text.startswith("number ")]

    seat.settle(lambda: shown() == ["3", "4", "5"] and not page.later.isEnabled())
    seat.click(page.earlier)
    seat.click(page.earlier)
    seat.settle(lambda: shown() == ["1", "2", "3"] and not page.earlier.isEnabled())
    seat.words.set_language("ar")
    QTest.keyClick(page.area, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    seat.settle(lambda: shown() == ["2", "3", "4"])
    assert (page.later.hint, page.earlier.hint) == ("Alt ←", "Alt →"), "from right to left the later one is on the left"
    seat.words.set_language("en")
    seat.shell.resize(1024, 600)
    seat.settle(lambda: len(shown()) == 2)
    day = seat.own(DayEnd)
    assert day.day.texts[0].startswith("First interview") and "Landing: 5 wait (5 of today)" in day.day.texts
    seat.leave()


def test_a_held_record_is_taken_out_sealed(
    qtbot: QtBot, place: Path, conflict: tuple[str, str], tmp_path: Path
) -> None:
    seat = _seat(qtbot, place, "Sara", DayEnd)
    day = seat.page(DayEnd)
    day.table.choose(conflict[1])
    seat.settle(day.problem.out.isVisible)
    seat.click(day.problem.out)
    page = seat.page(TakingOutPage)
    seat.settle(lambda: page.openers is not None)
    assert "let in by Ada" in page.who.text() and workflow.fingerprint(PUBLIC) in page.who.text()
    seat.type(page.secret_line, WORDS)
    seat.press(Qt.Key.Key_Return, ctrl=True)
    assert page.again.note.isVisible()
    seat.type(page.again_line, WORDS)
    seat.press(Qt.Key.Key_Return, ctrl=True)
    (dialog,) = page.findChildren(QFileDialog)
    path = tmp_path / "out.sealed"
    dialog.findChildren(QLineEdit)[0].setText(str(path))
    dialog.accept()
    seat.settle(lambda: seat.shell.page is day)
    assert seat.shell.notice.words.text() == "Saved as out.sealed. The record itself is still here."
    assert b">second<" in workflow.look_into(path, WORDS).xml
    assert workflow.look_into(path, private=PRIVATE).facts["record"] == conflict[1]
    seat.leave()


def test_who_only_sends_seals_for_the_organisation_and_compares_nothing(
    qtbot: QtBot, place: Path, conflict: tuple[str, str], tmp_path: Path
) -> None:
    seat = _seat(qtbot, place, "Ada", DayEnd)
    day = seat.page(DayEnd)
    day.table.choose(conflict[1])
    seat.settle(day.problem.out.isVisible)
    assert day.problem.compare.isHidden()
    seat.press(Qt.Key.Key_E, ctrl=True)
    page = seat.page(TakingOutPage)
    seat.settle(lambda: page.openers is not None)
    assert page.secret.isHidden() and page.save.isEnabled()
    page.save_to(tmp_path / "no folder" / "out.sealed")
    seat.settle(lambda: "could not be written" in seat.shell.notice.words.text())
    page.save_to(tmp_path / "out.sealed")
    page.back()
    seat.settle(lambda: seat.shell.page is day)
    assert "Saved as out.sealed." in seat.shell.notice.words.text(), "nobody leaves before it is told"
    assert workflow.look_into(tmp_path / "out.sealed", private=PRIVATE).facts["record"] == conflict[1]
    seat.leave()


def test_what_waits_for_the_version_before_it_says_so(qtbot: QtBot, place: Path, server: PracticeServer) -> None:
    with workflow.open_store(place, "Sara", PASSPHRASE) as store:
        _version(store, _record(store, "first"), q="second")
        server.then(None, None, "conflict")
        _sent(store)
    seat = _seat(qtbot, place, "Sara", DayEnd)
    told = "Landing: 1 waits for the version before it (1 of today) · 1 waits for a person (1 of today)"
    assert told in seat.page(DayEnd).day.texts
    seat.leave()


def test_an_edit_of_what_was_decided_about_says_so(qtbot: QtBot, place: Path, server: PracticeServer) -> None:
    with workflow.open_store(place, "Sara", PASSPHRASE) as store:
        first = _record(store, "first")
        second = _version(store, first, q="second")
        server.then(None, None, "conflict")
        _sent(store)
        assert store.record(first).delivery == "needs_person"
        workflow.keep_server(store, first)
    seat = _seat(qtbot, place, "Sara", DayEnd)
    page = seat.page(DayEnd)
    page.table.choose(second)
    seat.settle(page.problem.isVisible)
    assert page.problem.sentence.text().startswith("Somebody decided about the version before")
    assert page.problem.again.isHidden() and page.problem.as_new.isVisible()
    seat.click(page.problem.keep)
    seat.click(page.problem.sure)
    seat.settle(page.problem.isHidden)
    seat.leave()


def test_beside_ours_stands_what_central_has_where_one_signs_in_there(
    qtbot: QtBot, place: Path, tmp_path: Path
) -> None:
    authority = Authority.make(tmp_path)
    with PracticeServer(people={"anna": "geheim"}, tls=authority.server()) as central:
        with workflow.open_store(place, "Ada", PASSPHRASE) as store:
            store.drop_server("Central")
            for name, told in (("Central", (central.url,)), ("People", (central.web_url, "basic", "anna", "geheim"))):
                workflow.add_server(store, name, *told)
                workflow.change_server(store, name, authority=authority.file.read_bytes())
        with workflow.open_store(place, "Sara", PASSPHRASE) as store:
            first = _record(store, "first")
            _sent(store)
            second = _version(store, first, q="second")
            central.then("out_of_date")
            _sent(store)
        seat = _seat(qtbot, place, "Sara", DayEnd)
        seat.place.compare(second, "KARO-27-4")
        page = seat.page(VersionsPage)
        seat.settle(page.ask.isVisible)
        seat.click(page.ask)
        seat.settle(lambda: page.sheet is not None and len(page.sheet.columns) == 3)
        seat.settle(lambda: "On the server" in shown_texts(page))
        assert page.sheet is not None and page.sheet.lines[0].values == ("first", "second", "first")
        assert "There are 2 versions here. 1 question is answered differently." in shown_texts(page)
        assert page.ask.isEnabled(), "the server may have another by now"
        central.delete(first)
        page.ask_server()
        seat.settle(lambda: bool(seat.shell.notice.words.text()))
        assert page.ask.isEnabled()
        seat.leave()
