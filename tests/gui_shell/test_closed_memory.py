"""Other programs of the same user can not look into the program, and it leaves no core dump."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.gui_shell.driving import ROOT, descendants, wait

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="2026-11-26: looks through /proc, which is Linux")

ATTACKER = Path(__file__).with_name("attacker.py")
OPEN = """
import ctypes, sys, time
ctypes.CDLL(None).prctl(0x59616d61, -1, 0, 0, 0)  # PR_SET_PTRACER: Yama lets anybody attach
sys.stdout.write("x"); sys.stdout.flush()
time.sleep(60)
"""
DIES = "import resource, os; resource.setrlimit(resource.RLIMIT_CORE, (-1, -1)); %s os.abort()"
HARDENED = "from intake_app import process; process.harden();"


_RIGHTS = "-sys_ptrace,-perfmon,-sys_admin"
STRIPPED = ["setpriv", "--bounding-set", _RIGHTS, "--inh-caps", _RIGHTS] if os.geteuid() == 0 else []
"""Attacker and attacked are two programs of one user; when that is root, without the right to look where it likes."""


def attack(pid: int) -> dict[str, bool]:
    """What another process of this user can do."""
    done = subprocess.run([*STRIPPED, sys.executable, str(ATTACKER), str(pid)], capture_output=True, check=True)
    return dict(json.loads(done.stdout))


@pytest.fixture
def program(tmp_path: Path) -> Iterator[int]:
    """The real program with its window; gives the process id of the one that stays."""
    where = {"QT_QPA_PLATFORM": "offscreen", "DISPLAY": os.environ.get("DISPLAY", ":none"), "HOME": str(tmp_path)}
    command = [*STRIPPED, sys.executable, "-m", "intake_app", "start", "--store", str(tmp_path / "a.intake")]
    process = subprocess.Popen(command, env={**os.environ, **where}, cwd=ROOT)
    wait(lambda: loaded(process.pid), bool)
    yield process.pid
    process.terminate()
    process.wait()


def loaded(pid: int) -> bool:
    """Whether the window's process has its toolkit."""
    below = set(descendants(pid)) - {pid}
    return any("libQt6Widgets" in Path(f"/proc/{one}/maps").read_text() for one in below if readable(one))


def readable(pid: int) -> bool:
    """Root may read what the attacker may not; anybody else waits for the process to sleep."""
    return os.access(f"/proc/{pid}/maps", os.R_OK)


def test_the_attacker_can_look_into_an_open_process() -> None:
    """The control."""
    process = subprocess.Popen([*STRIPPED, sys.executable, "-c", OPEN], stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.read(1)
    assert attack(process.pid) == {"reads_memory": True, "reads_environment": True, "attaches": True}
    process.kill()
    process.wait()
    process.stdout.close()


def test_no_process_of_the_program_can_be_looked_into(program: int) -> None:
    pids = descendants(program)
    assert len(pids) >= 2
    nothing = {"reads_memory": False, "reads_environment": False, "attaches": False}
    assert {pid: attack(pid) for pid in pids} == dict.fromkeys(pids, nothing)


@pytest.mark.parametrize(("first", "dumps"), [("", True), (HARDENED, False)])
def test_no_core_dump(tmp_path: Path, first: str, dumps: bool) -> None:
    """Whether the kernel made one, wherever this machine would put it; the first is the control."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    pid = os.posix_spawn(
        sys.executable, [sys.executable, "-c", f"import os; os.chdir({str(tmp_path)!r}); {DIES % first}"], environment
    )
    _, status = os.waitpid(pid, 0)
    assert os.WTERMSIG(status) == signal.SIGABRT
    assert os.WCOREDUMP(status) is dumps
    assert dumps or list(tmp_path.glob("core*")) == []
