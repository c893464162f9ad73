"""Screen lock, sleep, lid and a switch of users end the process: on a private bus with a stand-in for login1."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from queue import Empty

import pytest

from intake_app import vault
from tests.gui_shell import buses, people
from tests.gui_shell.buses import Talker
from tests.gui_shell.driving import House, alive, wait
from tests.gui_shell.windows import PASSPHRASE

pytestmark = [
    pytest.mark.window,
    pytest.mark.skipif(sys.platform != "linux", reason="2026-11-26: only Linux has these buses"),
]
CANARY = "Zirkonvogel 7341"


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """The private bus."""
    with buses.bus(tmp_path) as made:
        yield made


@pytest.fixture
def login(address: str) -> Iterator[Talker]:
    """The stand-in."""
    with buses.login(address) as made:
        yield made


@pytest.fixture
def listener(address: str, login: Talker) -> Iterator[Talker]:
    """A process that listens."""
    made = listening(buses.environment(address))
    assert made.hears() == "listening"
    assert login.hears() == "inhibited sleep:shutdown Intake Intake delay"
    assert made.hears() == "held"
    yield made
    made.end()


def listening(environment: dict[str, str], without: str = "") -> Talker:
    given = {name: value for name, value in os.environ.items() if name != without}
    return Talker([sys.executable, "-m", "tests.gui_shell.listening"], {**given, **environment})


ENDS = {
    "sleep": ("PrepareForSleep on", "PrepareForSleep"),
    "shutdown": ("PrepareForShutdown on", "PrepareForShutdown"),
    "lock": ("Lock now", "Lock"),
    "lock_hint": ("LockedHint on", "LockedHint"),
    "another_user": ("Active off", "Active"),
    "lid_of_login1": ("LidClosed on", "LidClosed"),
    "lid_of_upower": ("LidIsClosed on", "LidIsClosed"),
    "screen_saver_of_gnome": ("gnome on", "org.gnome.ScreenSaver"),
    "screen_saver_of_kde": ("kde on", "org.freedesktop.ScreenSaver"),
}
GOES_ON = ("PrepareForSleep off", "LockedHint off", "Active on", "LidIsClosed off", "gnome off", "OtherLock now")


@pytest.mark.parametrize("name", ENDS)
def test_nobody_is_in_front_any_more(listener: Talker, login: Talker, name: str) -> None:
    told, why = ENDS[name]
    login.tell(told)
    assert listener.hears() == f"left {why}"


def test_waking_up_unlocking_and_other_sessions_change_nothing(listener: Talker, login: Talker) -> None:
    for told in GOES_ON:
        login.tell(told)
    login.tell("kde on")
    assert listener.hears() == "left org.freedesktop.ScreenSaver", "the first that means anything"


def test_a_session_without_a_name_is_found(address: str, login: Talker) -> None:
    unnamed = {name: value for name, value in buses.environment(address).items() if name != "XDG_SESSION_ID"}
    made = listening(unnamed, without="XDG_SESSION_ID")
    assert [made.hears(), made.hears()] == ["listening", "held"]
    login.tell("Lock now")
    assert made.hears() == "left Lock"
    made.end()


@pytest.mark.parametrize("there", ["no bus", "nobody on it"])
def test_without_anybody_to_hear_nothing_is_said(tmp_path: Path, address: str, there: str) -> None:
    place = address if there == "nobody on it" else f"unix:path={tmp_path}/none"
    made = listening(buses.environment(place))
    assert made.hears() == "listening"
    with pytest.raises(Empty):
        made.hears(1.5)
    assert made.process.poll() is None
    made.end()


def test_before_the_machine_sleeps_the_draft_is_saved_and_the_process_is_gone(
    tmp_path: Path, address: str, login: Talker, store: Path
) -> None:
    people.make_alone(store)
    with House(store, buses.environment(address)) as house:
        front = house.front()
        front.unlock("Amina", PASSPHRASE)
        assert login.hears().startswith("inhibited")
        front.interview("small")
        front.type(CANARY)
        login.tell("PrepareForSleep on")
        assert login.hears() == "let go", "the machine may sleep now"
        wait(lambda: alive(front.pid), lambda living: not living, 1.0)
        assert house.front().pid != front.pid
    with vault.open_store(store, "Amina", PASSPHRASE) as kept:
        drafts = [row for row in kept.records() if row.state == "draft"]
        assert any(CANARY.encode() in kept.draft(row.id).xml for row in drafts)
