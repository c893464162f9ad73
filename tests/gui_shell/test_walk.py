"""The quick screen by the clock: what `packaging/walk.py` measures is held to its bar."""

import json
import subprocess
import sys

import pytest

from tests.gui_shell.driving import ROOT

pytestmark = pytest.mark.window
MOST_CLICKS = 85


@pytest.mark.soak
@pytest.mark.skipif(sys.platform != "linux", reason="2026-11-28: the screen of its own is Xvfb")
def test_the_quick_screen_the_slip_and_sending_take_less_than_five_minutes() -> None:
    line = [sys.executable, str(ROOT / "packaging" / "walk.py")]
    done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, timeout=500)
    told = json.loads(done.stdout)
    assert (done.returncode, told["seconds"] < 300, told["clicks"] <= MOST_CLICKS) == (0, True, True), told
