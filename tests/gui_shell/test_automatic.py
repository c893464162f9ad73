"""Sending by itself, against the practice server on this computer: what goes, what stops it, what is said of it."""

import socket
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from intake_app import workflow
from intake_app.errors import IntakeError
from intake_app.gui.dayend import DayEnd
from intake_app.gui.gate import Unlock
from intake_app.gui.interview import InterviewPage
from intake_app.practice import Behaviour, PracticeServer
from intake_app.vault import AttemptRow, Vault
from tests.gui_shell.windows import PASSPHRASE, Replaced, Seat

pytestmark = pytest.mark.window
T = TypeVar("T")
SILENT = "http://127.0.0.1:{}/v1/key/abc/projects/1"


@pytest.fixture
def server() -> Iterator[PracticeServer]:
    """A server on this computer."""
    with PracticeServer() as started:
        yield started


@pytest.fixture
def silent() -> Iterator[str]:
    """The address of a server that takes a call and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield SILENT.format(listening.getsockname()[1])


def by_itself(store: Path, url: str, name: str = "Central") -> None:
    """Ada adds a server that is asked by itself."""
    with workflow.open_store(store, "Ada", PASSPHRASE) as opened:
        workflow.add_server(opened, name, url)
        workflow.change_server(opened, name, automatic="on")


def sara_at(bot: QtBot, store: Path) -> Seat:
    """The mediator, at work; the first look at a server is still to come."""
    seat = Seat(bot, store)
    seat.unlock("Sara")
    seat.settle(lambda: seat.place.person is not None and bool(seat.place.automatic.outlook.waiting))
    return seat


def look(seat: Seat) -> None:
    """The time has come."""
    seat.place.automatic.look()
    seat.settle(lambda: not seat.place.rounds.running)
    seat.place.automatic.look()
    seat.settle()


def pill(seat: Seat) -> str:
    """What the bar says."""
    told = seat.shell.bar.standing
    assert told is not None
    return told.accessibleName()


def tries(store: Vault) -> list[AttemptRow]:
    """The attempts that are on record."""
    return [one for row in store.records() for one in store.attempts(row.id)]


def asked(seat: Seat, what: Callable[[Vault], T]) -> T:
    """Something from the store."""
    told: list[T] = []
    seat.lanes.vault(what, told.append)
    seat.settle(lambda: bool(told))
    return told[0]


def test_what_is_due_goes_by_itself_and_only_the_bar_says_so(
    qtbot: QtBot, workplace_store: Path, server: PracticeServer
) -> None:
    """A click on the bar leads to the end of the day, which shows the round that nobody ordered."""
    by_itself(workplace_store, server.url)
    seat = sara_at(qtbot, workplace_store)
    assert pill(seat) == "2 waiting"
    assert seat.place.automatic.patience.left("Central") == 0.0 and not server.posts
    look(seat)
    assert len(server.received) == 2
    assert pill(seat).startswith("last sent ") and seat.shell.notice.isHidden()
    assert seat.shell.windowTitle() == "Intake"
    standing = seat.shell.bar.standing
    assert standing is not None
    seat.click(standing)
    page = seat.page(DayEnd)
    seat.settle(lambda: [row.cells[-1].badge for row in page.table.rows] == ["Received", "Received"])
    assert page.send.isVisible() and not page.running and page.paper.save.isVisible()
    seat.leave()


def test_who_works_here_stays_in_the_bar_and_when_something_was_sent_gives_way(
    qtbot: QtBot, workplace_store: Path, server: PracticeServer
) -> None:
    """What presses stays beside the name as long as there is room, without the time of the last sending."""
    by_itself(workplace_store, server.url)
    seat = Seat(qtbot, workplace_store, "it", (1366, 768))
    seat.unlock("Sara")
    seat.settle(lambda: seat.place.home is not None and bool(seat.place.home._lists))
    bar = seat.shell.bar
    seat.settle(lambda: bar.standing is not None and bar.standing.text() == "2 in attesa")
    assert bar.person.isVisible()
    look(seat)
    assert pill(seat).startswith("ultimo invio ")
    for width in range(1366, 800, -40):
        seat.shell.resize(width, 768)
        seat.settle(lambda width=width: bar.width() == width)
        sent = bar.standing is not None and bar.standing.isVisible()
        assert bar.person.text().startswith("Sara") and bar.person.isVisible(), width
        assert not sent or "·" in bar.person.text(), "the time goes before the place does"
    seat.leave()


def test_a_server_that_was_not_chosen_for_it_is_never_asked(
    qtbot: QtBot, workplace_store: Path, server: PracticeServer
) -> None:
    with workflow.open_store(workplace_store, "Ada", PASSPHRASE) as opened:
        workflow.add_server(opened, "Central", server.url)
    seat = sara_at(qtbot, workplace_store)
    look(seat)
    assert (server.traffic, pill(seat)) == ([], "2 waiting")
    seat.leave()


def test_a_server_that_does_not_answer_is_left_alone_for_a_while_and_nothing_is_written_down(
    qtbot: QtBot, workplace_store: Path, server: PracticeServer
) -> None:
    by_itself(workplace_store, server.url)
    server.stop()
    seat = sara_at(qtbot, workplace_store)
    look(seat)
    assert asked(seat, tries) == []
    assert pill(seat) == "The server does not answer · 2 waiting"
    assert 15.0 - 5.0 < seat.place.automatic.patience.left("Central") <= 30.0
    assert seat.place.automatic.trouble["Central"].code == "openrosa.unreachable"
    seat.leave()


def test_a_refused_key_is_tried_once_until_somebody_has_looked(
    qtbot: QtBot, workplace_store: Path, server: PracticeServer
) -> None:
    """A program that was locked and opened again knows it still; the server's being set anew is a look."""
    by_itself(workplace_store, server.url)
    server.behaviour = "revoked"
    seat = sara_at(qtbot, workplace_store)
    look(seat)
    assert len(asked(seat, tries)) == 1
    seen = len(server.traffic)
    look(seat)
    assert len(server.traffic) == seen
    assert pill(seat) == "Needs a look · 2 waiting"
    page = next(page for page in seat.shell.pages() if isinstance(page, DayEnd))
    assert page.second.text().startswith("Nothing is sent by itself until somebody has looked: ")
    seat.leave()
    again = sara_at(qtbot, workplace_store)
    look(again)
    assert (len(server.traffic), pill(again)) == (seen, "Needs a look · 2 waiting")
    again.leave()
    server.behaviour = None
    by_itself(workplace_store, server.url)
    last = sara_at(qtbot, workplace_store)
    look(last)
    assert len(server.received) == 2
    last.leave()


def test_a_record_that_was_refused_is_not_sent_again_by_itself(
    qtbot: QtBot, workplace_store: Path, server: PracticeServer
) -> None:
    by_itself(workplace_store, server.url)
    server.behaviour = "conflict"
    seat = sara_at(qtbot, workplace_store)
    look(seat)
    seen = len(server.traffic)
    look(seat)
    assert (pill(seat), len(server.traffic), server.posts) == ("2 need a look", seen, 2)
    seat.leave()


@pytest.mark.parametrize("behaviour", ["busy", "too_many"])
def test_a_server_that_wants_to_be_left_alone_is(
    qtbot: QtBot, workplace_store: Path, server: PracticeServer, behaviour: Behaviour
) -> None:
    """Also for the other record, and by a new process: its wish is on record."""
    by_itself(workplace_store, server.url)
    server.then(behaviour)
    seat = sara_at(qtbot, workplace_store)
    look(seat)
    assert (server.posts, pill(seat)) == (1, "2 waiting")
    seat.leave()
    again = sara_at(qtbot, workplace_store)
    look(again)
    assert server.posts == 1
    (turn,) = again.place.automatic.outlook.turns
    with_wish = [one for one in asked(again, tries) if one.retry_after]
    assert [_after(one) for one in with_wish] == [turn.at]
    again.leave()


def _after(one: AttemptRow) -> datetime:
    return datetime.fromisoformat(one.ended or "") + timedelta(seconds=one.retry_after or 0)


def test_a_login_page_is_asked_again_later_and_takes_no_record(
    qtbot: QtBot, workplace_store: Path, server: PracticeServer
) -> None:
    by_itself(workplace_store, server.url)
    server.behaviour = "login_page"
    seat = sara_at(qtbot, workplace_store)
    look(seat)
    assert (asked(seat, tries), pill(seat)) == ([], "The network wants a sign-in · 2 waiting")
    seat.leave()


def test_who_works_on_an_interview_is_not_disturbed_before_there_is_a_pause(
    qtbot: QtBot, workplace_store: Path, server: PracticeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_itself(workplace_store, server.url)
    seat = sara_at(qtbot, workplace_store)
    draft = asked(seat, lambda store: next(row.id for row in store.records(state="draft")))
    seat.lanes.vault(lambda store: workflow.open_record(store, draft), seat.place.open_interview)
    seat.settle(lambda: isinstance(seat.shell.page, InterviewPage))
    look(seat)
    assert server.traffic == []
    idle = seat.shell.idle
    quiet = idle._clock() + 30
    monkeypatch.setattr(idle, "_clock", lambda: quiet)
    look(seat)
    assert len(server.received) == 2
    assert idle.quiet >= 30, "sending is no sign of life"
    seat.leave()


def test_when_it_locks_a_server_that_has_not_answered_is_not_waited_for(
    qtbot: QtBot, workplace_store: Path, silent: str
) -> None:
    by_itself(workplace_store, silent)
    seat = sara_at(qtbot, workplace_store)
    seat.place.automatic.look()
    qtbot.waitUntil(lambda: seat.place.rounds.running == "send", timeout=5000)
    with pytest.raises(Replaced), qtbot.capture_exceptions() as caught:
        seat.shell.idle.expired.emit()
        qtbot.waitUntil(lambda: bool(caught), timeout=5000)
        raise caught[0][1]
    assert seat.lanes.closed


def test_a_person_does_not_wait_for_a_server_that_was_only_asked(
    qtbot: QtBot, workplace_store: Path, silent: str, server: PracticeServer
) -> None:
    by_itself(workplace_store, silent, "A")
    with workflow.open_store(workplace_store, "Ada", PASSPHRASE) as opened:
        workflow.add_server(opened, "B", server.url)
        workflow.cover_server(opened, "B")
    seat = sara_at(qtbot, workplace_store)
    seat.place.automatic.look()
    qtbot.waitUntil(lambda: seat.place.rounds.running == "send", timeout=5000)
    seat.shell.show_page(seat.shell.pages()[2])
    page = seat.page(DayEnd)
    qtbot.waitUntil(lambda: page.server.count() == 2)
    page.server.choose("B")
    page._show_words()
    page.send.click()
    qtbot.waitUntil(lambda: len(server.received) == 2 and not page.running, timeout=5000)
    assert seat.shell.notice.words.text() == "2 records were received."
    seat.settle()
    seat.leave()


def test_an_order_that_is_taken_back_before_it_began_begins_no_round(
    qtbot: QtBot, workplace_store: Path, silent: str, server: PracticeServer
) -> None:
    by_itself(workplace_store, silent, "A")
    with workflow.open_store(workplace_store, "Ada", PASSPHRASE) as opened:
        workflow.add_server(opened, "B", server.url)
        workflow.cover_server(opened, "B")
    seat = sara_at(qtbot, workplace_store)
    rounds, began = seat.place.rounds, list[str]()
    rounds.began.connect(lambda: began.append(rounds.server))
    seat.place.automatic.look()
    qtbot.waitUntil(lambda: rounds.running == "send", timeout=5000)
    rounds.send("B")
    rounds.cancel()
    qtbot.waitUntil(lambda: not rounds.running, timeout=5000)
    seat.settle()
    assert (began, server.posts) == (["A"], 0)
    page = next(page for page in seat.shell.pages() if isinstance(page, DayEnd))
    page.refresh()
    seat.settle()
    page.server.choose("B")
    page._show_words()
    assert page.send.isEnabled() and page.fetch.isEnabled()
    page.send.click()
    qtbot.waitUntil(lambda: len(server.received) == 2 and not page.running, timeout=5000)
    seat.settle()
    seat.leave()


def test_every_order_is_done_also_a_second_one_while_a_server_is_only_asked(
    qtbot: QtBot, workplace_store: Path, silent: str, server: PracticeServer
) -> None:
    """The page says at once that something is under way; the same order twice is one."""
    by_itself(workplace_store, silent, "A")
    with workflow.open_store(workplace_store, "Ada", PASSPHRASE) as opened:
        workflow.add_server(opened, "B", server.url)
        workflow.cover_server(opened, "B")
    seat = sara_at(qtbot, workplace_store)
    rounds, began = seat.place.rounds, list[tuple[str, str]]()
    rounds.began.connect(lambda: began.append((rounds.running, rounds.server)))
    page = next(page for page in seat.shell.pages() if isinstance(page, DayEnd))
    page.refresh()
    seat.settle()
    seat.place.automatic.look()
    qtbot.waitUntil(lambda: rounds.running == "send", timeout=5000)
    for order in (rounds.send, rounds.fetch, rounds.send):
        order("B")
    assert (page.running, page.server.code(), pill(seat).split(" · ")[0]) == ("send", "B", "Connecting…")
    assert not page.send.isEnabled() and not page.meter.isHidden()
    seat.settle(lambda: not rounds.running)
    assert began == [("send", "A"), ("send", "B"), ("fetch", "B")]
    assert (len(server.received), page.running, rounds.ordered) == (2, "", [])
    seat.leave()


def test_an_order_during_a_round_by_itself_is_done_after_it(
    qtbot: QtBot, workplace_store: Path, server: PracticeServer
) -> None:
    """A person does not wait for the time of a record, as the round by itself does."""
    by_itself(workplace_store, server.url)
    server.then("locked")
    seat = sara_at(qtbot, workplace_store)
    rounds, began = seat.place.rounds, list[bool]()
    rounds.began.connect(lambda: began.append(rounds.by_itself))
    rounds.moved.connect(lambda _at: rounds.send("Central"))
    seat.place.automatic.look()
    seat.settle(lambda: len(began) > 1 and not rounds.running)
    assert (began, len(server.received), server.posts) == ([True, False], 2, 3)
    seat.leave()


def test_what_was_wrong_with_a_server_is_forgotten_with_it_and_when_it_answers(
    qtbot: QtBot, workplace_store: Path, server: PracticeServer
) -> None:
    by_itself(workplace_store, server.url)
    seat = sara_at(qtbot, workplace_store)
    automatic = seat.place.automatic
    automatic.trouble |= {"Gone": IntakeError("openrosa.tls"), "Central": IntakeError("openrosa.busy")}
    automatic.patience.failed("Central")
    seat.place.rounds.fetch("Central")
    seat.settle(lambda: not seat.place.rounds.running)
    automatic.look()
    seat.settle()
    assert (automatic.trouble, automatic.patience.left("Central")) == ({}, 0.0)
    seat.leave()


def test_a_round_that_somebody_interrupts_does_not_begin_again_at_once(
    qtbot: QtBot, workplace_store: Path, server: PracticeServer
) -> None:
    by_itself(workplace_store, server.url)
    seat = sara_at(qtbot, workplace_store)
    page = next(page for page in seat.shell.pages() if isinstance(page, DayEnd))
    seat.place.rounds.moved.connect(lambda _at: page.cancel())
    look(seat)
    assert seat.place.automatic.patience.left("Central") > 500
    assert len(server.received) < 2
    seat.leave()


def test_a_second_window_on_the_same_store_does_not_open_and_nothing_is_sent_twice(
    qtbot: QtBot, workplace_store: Path, server: PracticeServer
) -> None:
    by_itself(workplace_store, server.url)
    seat = sara_at(qtbot, workplace_store)
    other = Seat(qtbot, workplace_store)
    other.unlock("Sara")
    gate = other.page(Unlock)
    other.settle(lambda: gate.trouble.isVisible())
    assert other.place.person is None
    look(seat)
    seat.shell.show_page(seat.shell.pages()[2])
    seat.settle()
    seat.press(Qt.Key.Key_Return, ctrl=True)
    assert (len(server.received), server.posts) == (2, 2)
    other.leave()
    seat.leave()
