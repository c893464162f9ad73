"""Each call of saving and finishing an interview fails in turn: the window says so each time, nothing is lost."""

import errno
import itertools
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.gui_shell import people
from tests.gui_shell.driving import PAGE, PRESS, Front, House
from tests.gui_shell.windows import PASSPHRASE
from tests.vault import preloading

pytestmark = pytest.mark.window

ERRORS = (errno.ENOSPC, errno.EIO, errno.EROFS, errno.EMFILE)
NEVER = 10**9
ARM = """
import ctypes
shim = ctypes.CDLL(None)
shim.faults_arm(ctypes.c_long(at), error, int(forever), ctypes.c_char_p(folder.encode()))
page = program.workplace.shell.page
"""
DISARM = "told = int(shim.faults_calls()); shim.faults_arm(ctypes.c_long(-1), 0, 0, None)"
SETTLED = "told = program.lanes.pending == 0"
KEPT = """
from intake_app.errors import IntakeError
found = []
def look(store):
    row = store.record(page.opened.row.id)
    text = store.draft(row.id).xml if row.state == "draft" else store.submission(row.id)
    return row.state, text.decode()
program.lanes.vault(look, found.append)
"""
SAVING = "told = [page.saver.clean, page.room.footer.told.text()]"
ENDING = """
told = [page._closed, page.centre.note.words.text() if page.centre.note.isVisible() else '']
told += [page.saver.clean and not page.room.footer.told.text()]
"""
FINISH = """
from intake_app.workflow import ConsentSheet
page.centre.finalise.emit(ConsentSheet(given=True, how="spoken", language="bn"))
"""


@pytest.fixture
def house(store: Path, tmp_path: Path) -> Iterator[House]:
    """Amina's workplace, with a disk that can be made to fail."""
    people.make_alone(store)
    with House(store, {"LD_PRELOAD": str(preloading.built("faults.c", tmp_path))}) as made:
        yield made


def kept(front: Front) -> tuple[str, str]:
    """State and content of the open record in the store."""
    front.do(KEPT)
    state, text = front.until("told = found[0] if found else None", bool)
    return state, text


def armed(front: Front, folder: Path, at: int, error: int, forever: bool) -> None:
    front.do(ARM, at=at, error=error, forever=forever, folder=str(folder))


def saved(front: Front, folder: Path, text: str, fault: tuple[int, int, bool]) -> int:
    """Types and saves with a fault, then without; how many calls a save takes."""
    armed(front, folder, *fault)
    front.type(text)
    front.do("page.save_now()")
    front.until(SETTLED, bool)
    clean, said = front.do(SAVING)
    calls = int(front.do(DISARM))
    assert clean or said.startswith("Not saved."), (fault, said)
    assert not clean or text in kept(front)[1], fault
    front.do("page.save_now()")
    front.until(SETTLED, bool)
    assert front.do(SAVING)[0], fault
    assert text in kept(front)[1], fault
    return calls


def finished(front: Front, folder: Path, text: str, fault: tuple[int, int, bool]) -> int:
    """An interview of one answer, finished with a fault, then without; how many calls finishing takes."""
    front.interview("small")
    front.type(text)
    front.do(PRESS, key="Key_Return")
    front.until("page = program.workplace.shell.page; told = hasattr(page.centre, 'finalise')", bool)
    front.do("page.save_now()")
    front.until(SETTLED, bool)
    armed(front, folder, *fault)
    front.do(FINISH)
    front.until(SETTLED, bool)
    closed, said, quiet = front.do(ENDING)
    calls = int(front.do(DISARM))
    assert quiet or not closed, fault
    state, content = kept(front)
    assert text in content, fault
    assert state == "finalised" or not closed, fault
    assert said, fault
    if not closed:
        front.do(FINISH)
        front.until(SETTLED, bool)
        closed, _said, quiet = front.do(ENDING)
        assert closed and quiet, fault
    assert kept(front)[0] == "finalised", fault
    left(front)
    return calls


def left(front: Front) -> None:
    """Back to the list."""
    front.do("page.left.emit()")
    front.until(PAGE, lambda page: page != "InterviewPage")


def campaign(house: House, folder: Path, seed: int, most: int) -> tuple[int, int]:
    """A seeded sample of `most` faults of each kind, or every one when `most` is 0; how many of each."""
    front, rng, runs = house.front(), random.Random(seed), []
    front.unlock("Amina", PASSPHRASE)
    for work in (saved, finished):
        if work is saved:
            front.interview("small")
        numbers = itertools.count()
        calls = work(front, folder, "begun", (NEVER, 0, False))
        every = list(itertools.product(range(1, calls + 1), ERRORS, (False, True)))
        chosen = every if most == 0 else rng.sample(every, most)
        for fault in chosen:
            work(front, folder, f"{work.__name__} word {next(numbers)} end", fault)
        runs.append(len(chosen))
        if work is saved:
            left(front)
    return runs[0], runs[1]


def test_a_sample_of_faults_is_told_in_the_window(house: House, store: Path) -> None:
    assert campaign(house, store.parent, 1, 6) == (6, 6)


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_every_fault_is_told_in_the_window(house: House, store: Path) -> None:
    """Each call of each of both, with each error, once and for ever; neither does with fewer than five."""
    assert min(campaign(house, store.parent, 2, 0)) >= 5 * 2 * len(ERRORS)
