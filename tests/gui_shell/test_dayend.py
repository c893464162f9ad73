"""End of day against the practice server on this computer."""

import base64
import json
import secrets
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from intake_app import workflow
from intake_app.errors import IntakeError
from intake_app.gui import passed
from intake_app.gui.day_orders import due
from intake_app.gui.dayend import DayEnd, _query
from intake_app.gui.home import Home
from intake_app.gui.lanes import Lanes
from intake_app.gui.queue_list import PAGE
from intake_app.gui.release_page import ReleasePage
from intake_app.gui.round_words import fetch_words
from intake_app.gui.server_page import AddServer
from intake_app.gui.servers_page import ServersPage
from intake_app.gui.states import DRAFT, READY, SENT
from intake_app.gui.tokens import Look
from intake_app.gui.words import Words
from intake_app.practice import Behaviour, PracticeServer
from intake_app.sync import FormResult, FormsReport, Progress
from intake_app.vault import Ages, AttemptResult, Frozen, ReleaseRow, ServerRow, Standing, Vault
from intake_app.vault.roles import Right
from tests.gui_shell import people
from tests.gui_shell.windows import PASSPHRASE, Seat

pytestmark = pytest.mark.window
NOW = "2026-01-01T00:00:00.000+00:00"


@pytest.fixture
def server() -> Iterator[PracticeServer]:
    """A server on this computer."""
    with PracticeServer() as started:
        yield started


def with_server(store: Path, server: PracticeServer) -> None:
    """Ada adds the server."""
    with workflow.open_store(store, "Ada", PASSPHRASE) as open_store:
        workflow.add_server(open_store, "Central", server.url)


def at_day_end(bot: QtBot, store: Path, name: str) -> tuple[Seat, DayEnd]:
    """Somebody at the end of the day."""
    seat = Seat(bot, store)
    seat.unlock(name)
    seat.settle(lambda: seat.place.person is not None)
    page = next(page for page in seat.shell.pages() if isinstance(page, DayEnd))
    seat.shell.show_page(page)
    seat.settle()
    return seat, page


def badges(page: DayEnd) -> list[str]:
    """What became of each record."""
    return [row.cells[-1].badge for row in page.table.rows]


def test_one_button_sends_everything(qtbot: QtBot, workplace_store: Path, server: PracticeServer) -> None:
    with_server(workplace_store, server)
    seat, page = at_day_end(qtbot, workplace_store, "Sara")
    assert page.head.text() == "2 records to send to Central"
    assert page.day.texts == ("First interview: 2 wait (2 of today)", "Unfinished drafts: Sara 1 (1 of today)")
    assert {row.cells[1].text for row in page.table.rows} == {"First interview"}
    seat.press(Qt.Key.Key_Return, ctrl=True)
    seat.settle(lambda: badges(page) == ["Received", "Received"])
    assert len(server.received) == 2
    assert page.head.text() == "Nothing to send to Central"
    assert seat.shell.notice.words.text() == "2 records were received."
    seat.press(Qt.Key.Key_F2)
    home = seat.page(Home)
    seat.settle(lambda: home.tabs[SENT].text() == "Sent · 2")
    seat.leave()


def test_who_comes_from_sending_finds_a_list_that_has_something(
    qtbot: QtBot, workplace_store: Path, server: PracticeServer
) -> None:
    """What one works on comes before what is done; a list that somebody chooses stays open, empty or not."""
    with_server(workplace_store, server)
    seat, page = at_day_end(qtbot, workplace_store, "Sara")
    home = seat.own(Home)
    home.show_section(READY)
    seat.press(Qt.Key.Key_Return, ctrl=True)
    seat.settle(lambda: badges(page) == ["Received", "Received"])
    seat.press(Qt.Key.Key_F2)
    seat.settle(lambda: home.section == DRAFT and len(home.table.rows) == 1)
    seat.press(Qt.Key.Key_Delete, on=home.table)
    seat.settle(lambda: not home.table.rows)
    assert home.section == DRAFT
    seat.press(Qt.Key.Key_F4)
    seat.press(Qt.Key.Key_F2)
    seat.settle(lambda: home.section == SENT and len(home.table.rows) == 2)
    seat.click(home.tabs[READY])
    seat.settle(lambda: not home.table.rows)
    assert home.section == READY and home.empty.isVisible()
    seat.leave()


def test_a_conflict_waits_for_a_person_who_can_try_again(
    qtbot: QtBot, workplace_store: Path, server: PracticeServer
) -> None:
    with_server(workplace_store, server)
    server.behaviour = "conflict"
    seat, page = at_day_end(qtbot, workplace_store, "Ada")
    seat.click(page.send)
    seat.settle(lambda: badges(page) == ["Waits for a person", "Waits for a person"])
    assert all(row.cells[-1].text for row in page.table.rows)
    assert page.day.texts[0] == "Questionnaire: 2 wait for a person (2 of today)"
    assert page.table.model().columnCount() == 3, "no column for what one is not told"
    assert page.problem.sentence.text() == "The server already has this record with different content."
    assert page.problem.advice.text().startswith("Show this record to your coordinator.")
    assert seat.shell.notice.words.text() == "0 records were received. 2 records wait for a person."
    server.behaviour = None
    seat.click(page.problem.again)
    seat.settle(lambda: sorted(badges(page)) == ["Waiting", "Waits for a person"])
    seat.click(page.send)
    seat.settle(lambda: sorted(badges(page)) == ["Received", "Waits for a person"])
    seat.leave()


def test_in_large_letters_the_page_goes_to_what_the_chosen_record_waits_for(
    qtbot: QtBot, workplace_store: Path, server: PracticeServer
) -> None:
    """On a small screen it would stand below the fold, and so would what is asked back."""
    with_server(workplace_store, server)
    server.behaviour = "conflict"
    seat, page = at_day_end(qtbot, workplace_store, "Sara")
    seat.click(page.send)
    seat.settle(lambda: badges(page) == ["Waits for a person"] * 2)
    seat.shell.notice.hide()
    seat.shell.resize(1024, 600)
    seat.look.set_scale(1.5)
    seat.shell.show_page(page)
    seat.settle(lambda: page.table.visibleRegion().contains(page.table.ring_rect().center()))
    seat.press(Qt.Key.Key_Down)
    seat.settle(lambda: _whole(page.problem))
    assert page.table.visibleRegion().contains(page.table.ring_rect().center()), "the row it is about is seen too"
    page._area.verticalScrollBar().setValue(0)
    seat.press(Qt.Key.Key_N, ctrl=True, shift=True)
    seat.settle(lambda: _whole(page.problem.sure) and _whole(page.problem.advice))
    seat.leave()


def test_a_server_with_a_very_long_name_is_named_in_full(
    qtbot: QtBot, workplace_store: Path, server: PracticeServer
) -> None:
    with workflow.open_store(workplace_store, "Ada", PASSPHRASE) as store:
        for name in ("Second", "W" * 60):
            workflow.add_server(store, name, server.url)
    seat, page = at_day_end(qtbot, workplace_store, "Ada")
    seat.shell.resize(900, 560)
    page.server.choose("W" * 60)
    seat.settle(lambda: page.head.text().count("W") == 60)
    seat.settle(lambda: page.head.height() >= page.head.heightForWidth(page.head.width()))
    seat.leave()


def _whole(widget: QWidget) -> bool:
    return widget.visibleRegion().boundingRect() == widget.rect()


def test_who_wrote_it_sends_it_as_a_new_record_or_keeps_the_servers(
    qtbot: QtBot, workplace_store: Path, server: PracticeServer
) -> None:
    """Each once, after the words of what it means."""
    with_server(workplace_store, server)
    server.behaviour = "conflict"
    seat, page = at_day_end(qtbot, workplace_store, "Sara")
    seat.click(page.send)
    seat.settle(lambda: badges(page) == ["Waits for a person"] * 2)
    server.behaviour = None
    seat.press(Qt.Key.Key_N, ctrl=True, shift=True)
    assert page.problem.advice.text().endswith("This can not be undone.")
    seat.click(page.problem.stop)
    assert page.problem.again.isVisible()
    seat.click(page.problem.as_new)
    seat.click(page.problem.sure)
    seat.settle(lambda: badges(page) == ["Waits for a person", "Waiting", "Decided: not sent"])
    page.table.choose(page.table.rows[0].key)
    seat.click(page.problem.keep)
    seat.click(page.problem.sure)
    seat.settle(lambda: badges(page) == ["Waiting", "Decided: not sent", "Decided: not sent"])
    assert page.problem.isHidden()
    seat.click(page.send)
    seat.settle(lambda: len(server.received) == 1)
    seat.leave()


def test_a_record_that_may_have_arrived_goes_to_no_other_server_until_a_person_says_so(
    qtbot: QtBot, workplace_store: Path, server: PracticeServer
) -> None:
    """Its answer was lost: the list, the numbers and the card say which server it belongs to."""
    with_server(workplace_store, server)
    with PracticeServer() as other:
        with workflow.open_store(workplace_store, "Ada", PASSPHRASE) as store:
            workflow.add_server(store, "Second", other.url)
            workflow.cover_server(store, "Second")
        seat, page = at_day_end(qtbot, workplace_store, "Ada")
        assert page.day.texts[0] == "Questionnaire: 2 wait (2 of today)"
        server.then("cut_before_answer", "cut_before_answer")
        page.server.choose("Central")
        seat.click(page.send)
        seat.settle(lambda: page.day.texts[0] == "Questionnaire (Central): 2 wait (2 of today)")
        page.server.choose("Second")
        page._show_words()
        assert page.head.text() == "Nothing to send to Second"
        assert page.problem.sentence.text() == (
            "The connection broke. It may have arrived at Central, so only that server gets it."
        )
        told = "It goes there again. Another server may have it only when you know that it did not arrive there."
        assert told in page.problem.advice.text()
        seat.click(page.problem.any_server)
        seat.press(Qt.Key.Key_Escape)
        assert page.problem.any_server.hasFocus() and seat.shell.page is page
        seat.click(page.problem.any_server)
        assert page.problem.advice.text().startswith("Only when you know that it did not arrive at Central")
        for _twice in range(2):
            QTest.mouseClick(page.problem.sure, Qt.MouseButton.LeftButton)
        seat.settle(lambda: len(page.day.texts) == 3)
        assert page.table.hasFocus()
        page.server.choose("Second")
        page._show_words()
        assert page.head.text() == "1 record to send to Second"
        assert sorted(row.cells[-1].text for row in page.table.rows)[0] == ""
        seat.leave()


def sent_before(store: Path, server: PracticeServer, *behaviours: Behaviour) -> None:
    """A round before the program was begun again; no page knows what came of it."""
    server.then(*behaviours)
    with workflow.open_store(store, "Ada", PASSPHRASE) as opened:
        workflow.sync_round(lambda call: call(opened), "Central", lambda _at: None, lambda: False)
    server.mend()


def test_what_waits_after_a_try_that_failed_says_why_and_when_it_goes_also_when_the_program_was_begun_again(
    qtbot: QtBot, workplace_store: Path, server: PracticeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The pause is drawn from nothing up to a limit; here it is the limit, else the time may have come already."""
    monkeypatch.setattr(secrets.SystemRandom, "uniform", lambda _self, _least, most: most)
    with_server(workplace_store, server)
    sent_before(workplace_store, server, "busy", "created_page")
    seat, page = at_day_end(qtbot, workplace_store, "Ada")
    told = {row.key: row.cells[-1].text for row in page.table.rows}
    assert badges(page) == ["Waiting", "Waiting"]
    busy, portal = sorted(told, key=lambda key: "login page" in told[key])
    assert told[busy].startswith("The server is busy. Its turn comes again today ")
    sentence = "Not the server but something else on this network answered, perhaps a login page."
    assert told[portal].startswith(f"{sentence} Its turn comes again today ")
    page.table.choose(busy)
    card = page.problem
    assert card.isVisible() and card.sentence.text() == "The server is busy."
    assert card.advice.text().startswith("Nothing is lost and nothing arrives twice: try again later. Its turn comes ")
    page.table.choose(portal)
    assert card.advice.text().startswith(
        "Open a web browser and sign in to the network, or use another network. "
        "Nothing is lost and nothing arrives twice. Its turn comes "
    )
    seat.click(card.now)
    seat.settle(lambda: badges(page) == ["Received", "Received"] and page.problem.isHidden())
    seat.leave()


def test_the_servers_words_can_be_read_and_copied(
    qtbot: QtBot, workplace_store: Path, server: PracticeServer, tmp_path: Path
) -> None:
    """The advice asks to show them; they stay off the paper, for a server may repeat an answer in them."""
    with_server(workplace_store, server)
    server.behaviour = "odd_conflict"
    seat, page = at_day_end(qtbot, workplace_store, "Sara")
    seat.click(page.send)
    seat.settle(lambda: badges(page) == ["Waits for a person"] * 2)
    words = page._found.queue.rows[0].last_message
    assert words and page.problem.said.text() == f"The server's words: “\u2066{words}\u2069”"
    assert page.problem.said.isVisible()
    assert page.problem.said.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse
    seat.click(page.paper.save)
    (dialog,) = page.findChildren(QFileDialog)
    dialog.findChildren(QLineEdit)[0].setText(str(tmp_path / "day.pdf"))
    dialog.accept()
    seat.settle(lambda: seat.shell.notice.words.text() == "Saved as day.pdf.")
    told = " ".join(sheet.extract_text() for sheet in PdfReader(tmp_path / "day.pdf").pages)
    assert "Still on this computer: 2" in told and words[:20] not in told
    seat.leave()


def test_a_refused_key_leads_to_the_servers(qtbot: QtBot, workplace_store: Path, server: PracticeServer) -> None:
    """And nobody is led there who may not change them."""
    with_server(workplace_store, server)
    server.behaviour = "revoked"
    seat, page = at_day_end(qtbot, workplace_store, "Ada")
    seat.click(page.send)
    seat.settle(lambda: "Stopped" in badges(page))
    page.table.choose(page.table.rows[badges(page).index("Stopped")].key)
    assert page.problem.now.isVisible()
    seat.click(page.problem.settings)
    assert isinstance(seat.shell.page, ServersPage)
    seat.leave()
    seat, page = at_day_end(qtbot, workplace_store, "Sara")
    page.table.choose(next(row.key for row in page.table.rows if row.cells[-1].text))
    seat.settle(lambda: page.problem.isVisible())
    assert page.problem.now.isVisible() and page.problem.settings.isHidden()
    seat.leave()


def one_tied_to_each(store: Path, *servers: str) -> None:
    """Answers to a record were lost, one of each server."""
    with workflow.open_store(store, "Ada", PASSPHRASE) as opened:
        for name, row in zip(servers, opened.records(state="finalised"), strict=False):
            attempt = opened.attempt_started(row.id, name)
            opened.attempt_ended(attempt, AttemptResult("retry", "openrosa.cut"))


def test_one_button_sends_to_every_server_that_has_something_waiting(
    qtbot: QtBot, workplace_store: Path, server: PracticeServer, tmp_path: Path
) -> None:
    """One after the other, with what came of each, on one receipt; one of them alone can be chosen still."""
    with_server(workplace_store, server)
    with PracticeServer() as other:
        with workflow.open_store(workplace_store, "Ada", PASSPHRASE) as store:
            workflow.add_server(store, "Second", other.url)
            workflow.cover_server(store, "Second")
        one_tied_to_each(workplace_store, "Second")
        seat, page = at_day_end(qtbot, workplace_store, "Ada")
        page.server.choose("Second")
        page.server.choose("Central")
        page._show_words()
        assert page.send.accessibleName() == "Send to 2 servers" and page.only.isVisible()
        seat.press(Qt.Key.Key_Return, ctrl=True)
        seat.settle(lambda: badges(page) == ["Received", "Received"] and not page.running)
        assert (len(server.received), len(other.received)) == (1, 1)
        told = "Central: 1 record was received. Second: 1 record was received."
        assert seat.shell.notice.words.text() == told
        assert page.server.code() == "Central" and page.only.isHidden()
        assert {row.cells[-1].text.rsplit(" · ")[-1] for row in page.table.rows} == {"Central", "Second"}
        page.paper.save_to(tmp_path / "day.pdf", b"")
        seat.settle(lambda: seat.shell.notice.words.text() == "Saved as day.pdf.")
        seat.leave()
    with workflow.open_store(workplace_store, "Ada", PASSPHRASE) as store:
        logged = [row.detail for row in store.audit_rows() if row.action == "receipt.saved"]
    both = [{"records": 1, "server": name} for name in ("Second", "Central")]
    assert sorted(map(json.loads, logged), key=both.index) == both


def test_one_server_alone_is_sent_to_and_one_that_fails_stops_no_other(
    qtbot: QtBot, workplace_store: Path, server: PracticeServer
) -> None:
    with_server(workplace_store, server)
    with PracticeServer() as other:
        with workflow.open_store(workplace_store, "Ada", PASSPHRASE) as store:
            workflow.add_server(store, "Second", other.url)
            workflow.cover_server(store, "Second")
        one_tied_to_each(workplace_store, "Second", "Central")
        server.behaviour = "revoked"
        seat, page = at_day_end(qtbot, workplace_store, "Ada")
        seat.click(page.only)
        seat.settle(lambda: not page.running and "Stopped" in badges(page))
        assert (server.posts, other.posts) == (0, 0)
        seat.click(page.send)
        seat.settle(lambda: not page.running and sorted(badges(page)) == ["Received", "Stopped"])
        told = seat.shell.notice.words.text()
        assert told.startswith("Central: 0 records were received. The server no longer accepts this key. Second: 1 ")
        seat.leave()


@pytest.mark.parametrize(("chosen", "goes_to"), [("a", ("a", "c")), ("b", ("b",)), ("c", ("c",)), ("d", ("c",))])
def test_a_test_server_is_sent_to_only_when_it_is_chosen(chosen: str, goes_to: tuple[str, ...]) -> None:
    """What is sent there is thrown away."""
    servers = [ServerRow(name, f"https://{name}.example", test=name == "b") for name in "abcd"]
    ages = Ages(1, 0, 0)
    standing = [Standing("f", "F", name, "waiting", ages) for name in "bc"] + [Standing("f", "F", "d", "held", ages)]
    assert due(chosen, servers, {"a": 1, "b": 2, "c": 1, "d": 0}, standing) == goes_to


def test_a_record_whose_server_is_gone_says_so(qtbot: QtBot, workplace_store: Path, server: PracticeServer) -> None:
    """It would wait for ever and nobody could see why, where the one server there is has another name by now."""
    with_server(workplace_store, server)
    seat, page = at_day_end(qtbot, workplace_store, "Ada")
    queue = page._found.queue
    assert page.problem.isHidden() and {row.delivery for row in queue.rows} == {"waiting"}
    tried = {"last_kind": "suspect", "last_outcome": "openrosa.portal"}
    rows = [replace(queue.rows[0], server="Once", **tried), replace(queue.rows[1], server="Once")]
    page._take(replace(page._found, queue=replace(queue, rows=rows)))
    assert {row.cells[-1].text for row in page.table.rows} == {"for Once"}
    assert page.problem.sentence.text().startswith("It belongs to Once, which is not set up here any more")
    seat.leave()


def test_what_may_be_where_the_server_was_before_goes_when_a_person_says_so(
    qtbot: QtBot, workplace_store: Path, server: PracticeServer
) -> None:
    """Its project is another one; there is one server, and no other to choose."""
    with_server(workplace_store, server)
    server.then("cut_before_answer", "cut_before_answer")
    with workflow.open_store(workplace_store, "Ada", PASSPHRASE) as store:
        workflow.sync_round(lambda call: call(store), "Central", lambda _at: None, lambda: False)
        row = store.server("Central")
        store.put_server(replace(row, url=row.url.replace("projects/1", "projects/2")))
    seat, page = at_day_end(qtbot, workplace_store, "Ada")
    assert page.head.text() == "Nothing to send to Central"
    assert {row.cells[-1].text for row in page.table.rows} == {"may be where its server was"}
    assert page.problem.sentence.text().startswith("It may have arrived where its server was before")
    seat.click(page.problem.any_server)
    assert page.problem.sentence.text() == "It is sent as if it had not been tried."
    seat.click(page.problem.sure)
    seat.settle(lambda: page.head.text() == "1 record to send to Central")
    seat.leave()


def test_only_who_wrote_it_can_send_it_as_a_new_record(
    qtbot: QtBot, workplace_store: Path, server: PracticeServer
) -> None:
    with_server(workplace_store, server)
    server.behaviour = "conflict"
    seat, page = at_day_end(qtbot, workplace_store, "Ada")
    seat.click(page.send)
    seat.settle(lambda: badges(page) == ["Waits for a person"] * 2)
    assert page.problem.keep.isVisible() and page.problem.as_new.isHidden()
    seat.leave()


def test_what_may_not_leave_any_more_says_why_and_offers_only_what_can_be_done(
    qtbot: QtBot, tmp_path: Path, server: PracticeServer
) -> None:
    """Five buttons were there, all but one of which were refused."""
    path = people.make(tmp_path)
    with_server(path, server)
    told = {f"information/consent_{each}": "yes" for each in ("interview", "record", "sync")}
    server.behaviour = "conflict"
    with workflow.open_store(path, "Sara", PASSPHRASE) as store:
        record = people.finish(store, people.ARABIC, {**told, "information/age_band": "adult"})
        code, case = store.record(record).code, workflow.case_for(store, record).id
    seat, page = at_day_end(qtbot, path, "Sara")
    seat.click(page.send)
    seat.settle(lambda: "Waits for a person" in badges(page))
    page.table.choose(record)
    problem = page.problem
    seat.settle(lambda: problem.as_new.isVisible() and problem.out.isVisible())
    assert problem.again.text() == "Try this one again"
    seat.lanes.vault(lambda store: workflow.decide_age(store, case, "minor", "a birth certificate was seen"))
    seat.lanes.vault_changed.emit()
    seat.settle(lambda: problem.again.text() == "Release…")
    row = next(row for row in page.table.rows if row.key == record)
    assert row.cells[-1].badge == "Waits for a person" and "as an adult" in row.cells[-1].text
    assert "as an adult" in problem.sentence.text() and "words for a child" in problem.advice.text()
    assert {one for one in problem.buttons if one.isVisible()} == {problem.compare, problem.again, problem.keep}
    seat.click(problem.again)
    release = seat.page(ReleasePage)
    seat.settle(lambda: "as an adult" in release.explanation.text())
    release.basis_choice.choose("agreed")
    release.how_choice.choose("spoken")
    release.language_choice.choose("ar")
    seat.click(release.release)
    seat.settle(lambda: seat.shell.page is page)
    assert f"{code} may leave again" in seat.shell.notice.words.text()
    page.table.choose(record)
    seat.settle(lambda: problem.as_new.isVisible() and problem.out.isVisible())
    assert problem.again.text() == "Try this one again"
    seat.leave()


def test_the_round_can_be_put_on_paper(
    qtbot: QtBot, workplace_store: Path, server: PracticeServer, tmp_path: Path
) -> None:
    """One was received, one waits for a person: both are on the sheet, and neither key nor answer."""
    with_server(workplace_store, server)
    seat, page = at_day_end(qtbot, workplace_store, "Ada")
    assert page.paper.save.isHidden() and page.paper.print.isHidden()
    seat.click(page.send)
    seat.settle(lambda: badges(page) == ["Received", "Received"])
    codes = [row.cells[0].text for row in page.table.rows]
    seat.click(page.paper.save)
    (dialog,) = page.findChildren(QFileDialog)
    path = tmp_path / "day.pdf"
    dialog.findChildren(QLineEdit)[0].setText(str(path))
    dialog.accept()
    seat.settle(lambda: seat.shell.notice.words.text() == "Saved as day.pdf.")
    assert path.stat().st_mode & 0o077 == 0
    told = " ".join(sheet.extract_text() for sheet in PdfReader(path).pages)
    assert all(told.count(code) == 1 for code in codes)
    assert "Received by the server: 2" in told and "Molo" in told
    assert server.url.rsplit("/", 3)[1] not in told
    seat.leave()
    with workflow.open_store(workplace_store, "Ada", PASSPHRASE) as store:
        logged = [row.detail for row in store.audit_rows() if row.action == "receipt.saved"]
    assert [json.loads(detail) for detail in logged] == [{"records": 2, "server": "Central"}]


@pytest.mark.parametrize("waiting", [PAGE + 20, pytest.param(10_000, marks=pytest.mark.soak)])
def test_of_very_many_records_one_page_is_asked_for_and_those_that_are_seen_become_rows(
    qtbot: QtBot, waiting: int, lanes: Lanes, store: Path
) -> None:
    """The same few queries whatever waits; while a round is under way each step makes two rows anew."""
    people.make_alone(store)
    with workflow.open_store(store, "Amina", PASSPHRASE) as opened:
        workflow.add_server(opened, "Central", "http://127.0.0.1:1/v1/key/abc/projects/1")
        _wait(opened, waiting)
        opened.attempts_noted("Central", [(f"uuid:{waiting - 1}", False), (f"uuid:{waiting - 2}", False)], ())
        queries = _queries(opened, lambda: _query(opened, PAGE))
        found = _query(opened, PAGE)
    assert queries <= 25
    assert (len(found.queue.rows), found.queue.more) == (PAGE, True)
    page = DayEnd(Words("en"), lanes, Look(), frozenset({Right.SEND}))
    qtbot.addWidget(page)
    page.resize(1366, 768)
    page.show()
    page._take(found)
    qtbot.wait(50)
    made = page.table.rows.made
    assert page.head.text() == f"{waiting} records to send to Central"
    assert page.older.isVisible()
    assert 10 < len(made) <= PAGE
    first, later = made[0], made[5]
    one, other = (record.code for record in found.queue.rows[:2])
    page.meter.begin("send")
    page._moved_to(Progress(0, waiting, one, 1000, 2000))
    page._moved_to(Progress(1, waiting, other, 500, 2000))
    qtbot.wait(50)
    assert page.table.rows[1].cells[-1].badge == "Sending"
    assert page.table.rows[0].cells[-1].badge == "Waiting"
    assert page.table.rows[0] is not first and page.table.rows[5] is later
    told = f"1 of {waiting} records · 2 kB sent · {waiting - 1} remain · {other}: 1 kB of 2 kB"
    assert page.meter.counted.text() == told


def test_a_record_that_was_received_says_so_before_the_round_is_over(
    qtbot: QtBot, workplace_store: Path, server: PracticeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A round of very many takes long, and who looks at the list wants to know."""
    monkeypatch.setattr(passed, "PAUSE_MS", 1)
    with_server(workplace_store, server)
    seat, page = at_day_end(qtbot, workplace_store, "Sara")
    one, other = (row.cells[0].text for row in page.table.rows)
    server.then(None, "conflict")
    on_vault = seat.lanes.on_vault
    seat.lanes.net(lambda: workflow.sync_round(on_vault, "Central", lambda _at: None, lambda: False))
    seat.settle()
    assert badges(page) == ["Waiting", "Waiting"]
    page.meter.begin("send")
    for code in (one, other, "another"):
        page._moved_to(Progress(0, 3, code, 1000, 2000))
    seat.settle(lambda: sorted(badges(page)) == ["Received", "Waits for a person"])
    page.meter.end()
    seat.leave()


def _wait(store: Vault, most: int) -> None:
    """So many records that wait for the server."""
    key = next(row.key for row in workflow.form_list(store) if row.form_id == "small")
    for number in range(most):
        name = f"uuid:{number}"
        store.new_draft(key, name, b"<data/>", "", "")
        release = ReleaseRow(f"r{number}", name, "sync", "Central", "consent", "", "p", NOW)
        store.finalise(name, Frozen(b"<data/>"), release)


def _queries(store: Vault, call: Callable[[], object]) -> int:
    told: list[str] = []
    handle = store._opening.database.connection
    handle.set_trace_callback(told.append)
    call()
    handle.set_trace_callback(None)
    return len(told)


def test_a_login_page_is_no_receipt(qtbot: QtBot, workplace_store: Path, server: PracticeServer) -> None:
    with_server(workplace_store, server)
    server.behaviour = "login_page"
    seat, page = at_day_end(qtbot, workplace_store, "Ada")
    seat.click(page.send)
    seat.settle(lambda: not page.running and bool(seat.shell.notice.words.text()))
    assert "Received" not in badges(page)
    seat.leave()


def test_the_page_stays_alive_when_another_is_shown_meanwhile(
    qtbot: QtBot, workplace_store: Path, server: PracticeServer
) -> None:
    with_server(workplace_store, server)
    seat, page = at_day_end(qtbot, workplace_store, "Sara")
    page.send_now()
    seat.shell.show_page(seat.shell.pages()[0])
    seat.settle(lambda: not page.running)
    assert len(server.received) == 2
    seat.leave()


def test_adding_a_server_hides_its_address(qtbot: QtBot, workplace_store: Path, server: PracticeServer) -> None:
    seat, page = at_day_end(qtbot, workplace_store, "Ada")
    assert page.head.text() == "No server yet"
    assert page.second.text() == "Add one: whoever runs it tells its address.", "nobody else is there to be asked"
    assert page.send.text().startswith("Add a server…") and page.add.isHidden() and page.fetch.isHidden()
    seat.click(page.send)
    form = seat.page(AddServer)
    seat.type(form.name_line, "Central")
    seat.type(form.url_line, server.url)
    assert form.kind_choice.code() == "app_user"
    form.name_line.setFocus()
    seat.settle(lambda: form.url_line.displayText() != server.url)
    seat.press(Qt.Key.Key_Return, ctrl=True)
    seat.settle(lambda: seat.shell.page is page and page.server.code() == "Central")
    key = server.url.split("/key/")[1].split("/")[0]
    assert len(key) == 64
    assert key not in " ".join([seat.shell.notice.words.text(), page.head.text(), page.second.text()])
    seat.leave()


def test_a_pasted_settings_code_fills_in_the_page_and_leaves_the_clipboard(
    qtbot: QtBot, workplace_store: Path, server: PracticeServer
) -> None:
    """A project for testing is marked in words; something that is no code is told below the buttons."""
    seat, page = at_day_end(qtbot, workplace_store, "Ada")
    seat.click(page.send)
    form = seat.page(AddServer)
    board = QApplication.clipboard()
    board.setText("no code at all")
    seat.click(form.code.paste)
    assert form.code.trouble.isVisible() and board.text() == ""
    testing = server.url.replace("/key/", "/test/")
    board.setText(_code(testing, "Molo"))
    seat.click(form.code.paste)
    assert (form.name_line.text(), form.url_line.text()) == ("Molo", testing)
    assert form.test.isVisible() and board.text() == "" and form.code.trouble.isHidden()
    board.setText(_code(server.url, "Molo"))
    seat.click(form.code.paste)
    assert form.test.isHidden()
    seat.press(Qt.Key.Key_Return, ctrl=True)
    seat.settle(lambda: seat.shell.page is page and page.server.code() == "Molo")
    seat.leave()


def _code(url: str, project: str) -> str:
    told = {"general": {"server_url": url}, "admin": {}, "project": {"name": project}}
    return base64.b64encode(zlib.compress(json.dumps(told).encode())).decode()


def test_a_wrong_address_is_told_at_its_field(qtbot: QtBot, workplace_store: Path) -> None:
    seat, page = at_day_end(qtbot, workplace_store, "Ada")
    seat.click(page.send)
    form = seat.page(AddServer)
    seat.type(form.name_line, "Central")
    seat.type(form.url_line, "http://example.org/key/abc")
    seat.click(form.add)
    assert form.url.note.isVisible()
    assert form.url.note.property("role") == "trouble"
    seat.leave()


def test_an_address_is_no_name_for_a_server(qtbot: QtBot, workplace_store: Path) -> None:
    seat, page = at_day_end(qtbot, workplace_store, "Ada")
    seat.click(page.send)
    form = seat.page(AddServer)
    seat.type(form.name_line, "https://example.org/v1/key/abc/projects/1")
    seat.type(form.url_line, "https://example.org/v1/key/abc/projects/1")
    seat.click(form.add)
    assert form.name.note.property("role") == "trouble"
    assert seat.shell.page is form
    seat.leave()


def test_questionnaires_come_from_the_server(qtbot: QtBot, workplace_store: Path, server: PracticeServer) -> None:
    with_server(workplace_store, server)
    with workflow.open_store(workplace_store, "Ada", PASSPHRASE) as store:
        package = store.form(workflow.form_list(store)[0].key)
    server.add_form(package.xml, {})
    seat, page = at_day_end(qtbot, workplace_store, "Ada")
    seat.click(page.fetch)
    seat.settle(lambda: "1 questionnaire is new." in seat.shell.notice.words.text())
    seat.leave()


def test_of_very_many_questionnaires_that_did_not_come_a_line_names_a_few(qapp: QApplication) -> None:
    """It took the whole window, and said nothing of what had stopped the others."""
    failed = [FormResult(f"f{at}", "1", f"Form {at}", "failed", IntakeError("openrosa.cut")) for at in range(40)]
    told = fetch_words(FormsReport(tuple(failed), IntakeError("openrosa.forbidden")), Words("en"))
    assert told.startswith("0 questionnaires are new. 0 are unchanged. Form 0: The connection broke. Form 1: ")
    assert fetch_words(FormsReport((), None), Words("en")).startswith("The server has no questionnaires.")
    assert told.endswith("Form 2: The connection broke. 37 more did not come. The server no longer accepts this key.")


def test_who_may_not_is_not_offered(qtbot: QtBot, workplace_store: Path) -> None:
    seat, page = at_day_end(qtbot, workplace_store, "Sara")
    assert page.add.isHidden() and page.fetch.isHidden() and page.bring.isHidden()
    seat.leave()
