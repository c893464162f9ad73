"""The real program in processes of its own: what is left of it after it locked, and how it ends in trouble."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from intake_app import process, vault
from intake_app.vault import Vault
from tests.gui_shell import people
from tests.gui_shell.driving import PRESS, TYPE, Front, House, alive, copies, wait
from tests.gui_shell.windows import PASSPHRASE

pytestmark = pytest.mark.window

CANARY = "Zirkonvogel 7341/etrange"
HANG = """
import ctypes, time
def hang(store):
    while not program.lanes.closed:
        time.sleep(0.01)
    %s
program.lanes.save(hang)
"""
HANGS = {
    "a_disk_that_never_answers": "time.sleep(600)",
    "a_call_that_never_gives_the_interpreter_back": "ctypes.PyDLL(None).sleep(600)",
}


@pytest.fixture
def house(store: Path) -> Iterator[House]:
    """Amina's workplace, the program started over it."""
    people.make_alone(store)
    with House(store) as made:
        yield made


def secrets_of(front: Front) -> dict[str, bytes]:
    """What must not be found after locking: the answer, the passphrase, every key of the open store."""
    keys = front.do(
        "keys = program.lanes._vault._opening.keys\n"
        "told = {name: getattr(keys, name).hex() for name in keys.__dataclass_fields__}"
    )
    needles = {f"key {name}": bytes.fromhex(value) for name, value in keys.items()}
    for name, text in (("answer", CANARY), ("passphrase", PASSPHRASE)):
        needles |= {f"{name} utf-8": text.encode(), f"{name} utf-16": text.encode("utf-16-le")}
    return needles


def interviewing(house: House) -> Front:
    """Unlocked, in an interview, the answer typed."""
    front = house.front()
    front.unlock("Amina", PASSPHRASE)
    front.interview("small")
    front.type(CANARY)
    return front


def drafts(store: Vault) -> list[bytes]:
    """The drafts that are kept."""
    return [store.draft(row.id).xml for row in store.records() if row.state == "draft"]


def left_after_locking(house: House, front: Front) -> Front:
    """Locks; nothing of answer, passphrase and keys is in any process then, all of which was there before."""
    house.warm()
    needles = secrets_of(front)
    before = copies(front.pid, needles)
    assert [name for name, count in before.items() if not count and name != "passphrase utf-16"] == [], "the control"
    front.press("Key_F9")
    again = house.front()
    assert again.pid != front.pid
    assert not alive(front.pid)
    left = {pid: copies(pid, needles) for pid in house.own()}
    assert len(left) >= 2
    assert {pid: found for pid, found in left.items() if any(found.values())} == {}
    return again


def test_nothing_is_left_in_any_process_after_locking(house: House, store: Path) -> None:
    left_after_locking(house, interviewing(house))
    assert house.end() == 0
    assert CANARY.encode() not in house.said
    with vault.open_store(store, "Amina", PASSPHRASE) as kept:
        assert any(CANARY.encode() in xml for xml in drafts(kept))
        assert kept.check() == ()


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_nothing_is_left_twenty_times(house: House) -> None:
    """After searching, leaving the interview, opening it again, and with a child that a print would leave behind."""
    front = house.front()
    for turn in range(20):
        front.unlock("Amina", PASSPHRASE)
        front.interview("small")
        front.type(CANARY)
        if turn % 2:
            front.do(PRESS, key="Key_Escape")
            front.do("program.lanes.vault(lambda store: store.search(text), lambda found: None)", text=CANARY[:6])
            front.do("from intake_app import print_queue; print_queue.watch(1)")
        front.until("told = program.lanes.pending", lambda pending: pending == 0)
        front = left_after_locking(house, front)


def test_a_process_that_went_its_own_way_is_seen(house: House) -> None:
    """The control for the looking: one that is nobody's child any more, and holds the answer."""
    front = interviewing(house)
    program = "import time; kept = %r.lower(); time.sleep(60)"
    front.do(
        "import subprocess, sys, os\n"
        "if os.fork() == 0:\n"
        "    child = subprocess.Popen([sys.executable, '-c', program], start_new_session=True)\n"
        "    os._exit(0)\n"
        "os.wait()",
        program=program % CANARY.upper(),
    )
    needle = {"answer": CANARY.lower().encode()}
    (own,) = wait(lambda: [pid for pid in house.own() if any(copies(pid, needle).values())], bool)
    assert own not in house.pids()
    os.kill(own, signal.SIGKILL)


def used(pid: int) -> float:
    """Seconds of processor time of a process so far."""
    told = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


def test_back_at_work_by_less_work_than_a_start_costs(house: House) -> None:
    """What loads the program was done before the key, by the process that waits. A second and a half: `make bench`."""
    front = interviewing(house)
    house.warm()
    before = {pid: used(pid) for pid in house.pids()}
    front.press("Key_F9")
    again = house.front()
    again.unlock("Amina", PASSPHRASE)
    at_work = used(again.pid)
    again.do("from intake_app.vault import keys; keys.slot_key('x' * 20, b'y' * 16, keys.FLOOR)")
    derived = used(again.pid) - at_work
    loaded = before[again.pid]
    assert at_work - loaded - derived < loaded / 2


@pytest.mark.parametrize("name", HANGS)
def test_a_save_that_hangs_ends_within_a_few_seconds(house: House, store: Path, name: str) -> None:
    front = interviewing(house)
    front.do("program.workplace.shell.page.save_now()")
    front.until("told = program.lanes.pending", lambda pending: pending == 0)
    front.do(HANG % HANGS[name])
    front.press("Key_F9")
    wait(lambda: alive(front.pid), lambda living: not living)
    assert process.GRACE <= 5
    again = house.front()
    assert again.do("told = program.workplace.shell.notice.words.text()").startswith("The last change before locking")
    house.end()
    with vault.open_store(store, "Amina", PASSPHRASE) as kept:
        assert any(CANARY.encode() in xml for xml in drafts(kept)), "what was saved before is there"


def test_a_disk_that_takes_nothing_more_does_not_keep_the_window_open(store: Path) -> None:
    """It ends by itself: of the time after which it is ended there is no end here."""
    people.make_alone(store)
    with House(store, {"GRACE": "600"}) as house:
        front = house.front()
        front.unlock("Amina", PASSPHRASE)
        front.interview("small")
        front.do("import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))")
        front.do(TYPE, text=CANARY)
        front.press("Key_F9")
        wait(lambda: alive(front.pid), lambda living: not living)
        again = house.front()
        assert again.do("told = program.workplace.shell.notice.isVisible()")


def test_without_trouble_nothing_is_said_after_locking(house: House) -> None:
    front = interviewing(house)
    front.press("Key_F9")
    assert not house.front().do("told = program.workplace.shell.notice.isVisible()")


def test_the_interface_language_lives_on(house: House) -> None:
    front = house.front()
    front.unlock("Amina", PASSPHRASE)
    front.do("program.words.set_language('it')")
    front.press("Key_F9")
    assert house.front().do("told = program.words.language") == "it"


def test_asked_to_go_it_saves_and_ends(house: House, store: Path) -> None:
    interviewing(house)
    assert house.end(signal.SIGTERM) == 0
    with vault.open_store(store, "Amina", PASSPHRASE) as kept:
        assert any(CANARY.encode() in xml for xml in drafts(kept))


def test_a_killed_window_ends_the_program(house: House) -> None:
    front = interviewing(house)
    house.warm()
    pids = house.pids()
    front.order("import os; os.kill(os.getpid(), 9)")
    assert house.process.wait(20) == 128 + signal.SIGKILL
    wait(lambda: [pid for pid in pids if alive(pid)], lambda left: not left)


def test_a_successor_that_died_while_it_waited_is_replaced(house: House) -> None:
    front = interviewing(house)
    house.warm()
    (behind,) = set(house.pids()) - {front.pid, house.process.pid}

    os.kill(behind, signal.SIGKILL)
    front.press("Key_F9")
    assert house.front().pid not in (front.pid, behind)
