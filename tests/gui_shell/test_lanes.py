"""The lanes: one owner of the store, results on the window's thread, failures shown, nothing lost at the end."""

import threading
import time
import weakref
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from intake_app import vault
from intake_app.errors import IntakeError
from intake_app.gui.lanes import Lanes
from intake_app.gui.page import Page
from intake_app.gui.words import Words
from intake_app.vault import Person, Role, Site, Vault

pytestmark = pytest.mark.window


def make(path: Path) -> Vault:
    """A store with one person and the cheapest key."""
    return vault.create(path, Site("O", "S", "1"), "Amina", Role.MEDIATOR, "four words nobody expects", vault.FLOOR)


def test_results_come_back_on_the_thread_of_the_windows(qtbot: QtBot, lanes: Lanes, store: Path) -> None:
    seen: list[tuple[object, int]] = []
    lanes.open(lambda: make(store), lambda person: seen.append((person, threading.get_ident())))
    lanes.vault(lambda open_vault: threading.get_ident(), lambda owner: seen.append((owner, threading.get_ident())))
    assert seen == []
    qtbot.waitUntil(lambda: len(seen) == 2)
    person, here = seen[0]
    assert isinstance(person, Person)
    assert here == threading.get_ident()
    assert seen[1][0] != threading.get_ident()


def test_jobs_keep_their_order(qtbot: QtBot, lanes: Lanes, store: Path) -> None:
    lanes.open(lambda: make(store), lambda person: None)
    seen: list[int] = []
    for number in range(20):
        lanes.vault(lambda _vault, n=number: n, seen.append)
    qtbot.waitUntil(lambda: len(seen) == 20)
    assert seen == list(range(20))


def test_trouble_nobody_took_is_told(qtbot: QtBot, lanes: Lanes) -> None:
    def refuse() -> None:
        raise IntakeError("vault.locked")

    with qtbot.waitSignal(lanes.trouble) as told:
        lanes.work(refuse)
    assert told.args is not None
    assert told.args[0].code == "vault.locked"


def test_what_a_page_that_was_left_did_not_wait_for_is_no_trouble(qtbot: QtBot, lanes: Lanes) -> None:
    told: list[Exception] = []
    lanes.trouble.connect(told.append)

    def stopped() -> None:
        raise IntakeError("openrosa.cancelled")

    lanes.work(stopped)
    qtbot.waitUntil(lambda: lanes.pending == 0)
    assert told == []


def test_closing_waits_for_no_server(qtbot: QtBot) -> None:
    lanes, bugs = Lanes(), list[Exception]()
    lanes.bug.connect(bugs.append)
    stop, ended = lanes.patience(), threading.Event()

    def asks() -> None:
        assert stop.wait(10)
        ended.set()
        lanes.on_vault(lambda store: store.me)

    lanes.net(asks)
    lanes.close()
    assert ended.wait(5)
    qtbot.waitUntil(lambda: lanes.pending == 0)
    assert bugs == [], "the store was closed: nobody is told"


def test_a_bug_is_told_even_when_somebody_took_it(qtbot: QtBot, lanes: Lanes) -> None:
    def wrong() -> None:
        raise ValueError("an answer could stand here")

    taken: list[Exception] = []
    with qtbot.waitSignal(lanes.bug) as told:
        lanes.work(wrong, lambda _value: None, taken.append)
    assert told.args is not None
    assert taken == [told.args[0]]


def test_the_net_lane_may_wait_for_the_store(qtbot: QtBot, lanes: Lanes, store: Path) -> None:
    lanes.open(lambda: make(store), lambda person: None)
    names: list[str] = []
    lanes.net(lambda: lanes.on_vault(lambda open_vault: open_vault.me.name), names.append)
    qtbot.waitUntil(lambda: names == ["Amina"])


def test_closing_lets_the_store_finish_first(lanes: Lanes, store: Path) -> None:
    lanes.open(lambda: make(store), lambda person: None)
    lanes.vault(lambda open_vault: open_vault.set_setting("kept", "yes"))
    lanes.close()
    lanes.vault(lambda open_vault: open_vault.set_setting("kept", "too late"))
    again = vault.open_store(store, "Amina", "four words nobody expects")
    assert again.setting("kept") == "yes"
    again.close()


def test_a_window_that_is_gone_gets_no_result(qtbot: QtBot, lanes: Lanes, words: Words) -> None:
    gate = threading.Event()
    page = Page(words, lanes)

    def told(_value: object) -> None:
        page.setObjectName("reached")

    lanes.work(gate.wait, told)
    lanes.work(gate.wait, page.setObjectName)
    page.deleteLater()
    with qtbot.waitSignal(page.destroyed):
        pass
    gate.set()
    qtbot.waitUntil(lambda: lanes.pending == 0)


def test_a_question_to_a_server_does_not_wait_for_a_round(qtbot: QtBot, lanes: Lanes) -> None:
    over, answers = threading.Event(), list[str]()
    lanes.net(over.wait)
    lanes.net(lambda: "answered", answers.append)
    qtbot.waitUntil(lambda: answers == ["answered"], timeout=5000)
    assert lanes.on_the_wire
    over.set()
    qtbot.waitUntil(lambda: not lanes.on_the_wire, timeout=5000)


def test_a_window_that_goes_while_it_waits_goes_in_its_own_thread(qtbot: QtBot, lanes: Lanes) -> None:
    page, go, ended = QWidget(), threading.Event(), list[threading.Thread]()
    weakref.finalize(page, lambda: ended.append(threading.current_thread()))

    def work(page: QWidget = page) -> bool:
        return go.wait(10) and bool(page)

    lanes.work(work)
    del page, work
    go.set()
    time.sleep(0.2)  # the lane has let go of all it had
    assert ended == []
    qtbot.waitUntil(lambda: lanes.pending == 0 and bool(ended))
    assert ended == [threading.main_thread()]
