"""Copies are marked as secret, expire, and go at locking; what others copied stays. On a screen of its own."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from intake_app.gui.clipboard import EXPIRES_MS
from tests.gui_shell.buses import Talker
from tests.gui_shell.copying import TEXT

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "intake_app"

pytestmark = [
    pytest.mark.window,
    pytest.mark.always,
    pytest.mark.skipif(sys.platform != "linux", reason="2026-11-26: the screen of its own is Xvfb"),
]


def test_a_copy_is_marked_expires_and_goes_at_locking(screen: dict[str, str]) -> None:
    other = Talker([sys.executable, "-m", "tests.gui_shell.copying", "theirs"], screen)
    assert other.hears() == "there"
    command = [sys.executable, "-m", "tests.gui_shell.copying", "ours"]
    done = subprocess.run(command, env=screen, cwd=ROOT, capture_output=True, timeout=60, check=True)
    told = json.loads(done.stdout)
    other.end()
    assert told["theirs before"] == told["theirs after clearing"] == "of another program"
    assert (told["text"], told["hint"]) == (TEXT, "secret")
    for name in ("ExcludeClipboardContentFromMonitorProcessing", "CanIncludeInClipboardHistory"):
        assert any(name in kind for kind in told["formats"]), told["formats"]
    assert told["selection"] == "", "a text that is only marked with the mouse is copied nowhere"
    assert (told["after expiry"], told["after locking"]) == ("", "")
    assert told["expires"] == EXPIRES_MS == 10_000


def test_nothing_else_of_the_program_touches_the_clipboard() -> None:
    others = [
        path.name
        for path in PACKAGE.rglob("*.py")
        if path.name != "clipboard.py" and (".clipboard()" in path.read_text(encoding="utf-8"))
    ]
    assert others == []
